"""What can be searched: passages and statements. Rows never change and their keys are never used again.

A changed report gets new rows. So a cache (FAISS, tantivy) is up to date exactly when it holds the same keys, and the
difference of keys brings it there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from corpus.types import Kind as Speech
from corpus.types import Passage, Polarity, Report, Span, Speaker, Statement
from index.catalog.database import Database

Keys = NDArray[np.int64]
Kind = Literal["passages", "statements"]

REPORT_COLUMNS = "id, text, title, source, author, date, url, language, digest, path, guessed, pages, headings"


@dataclass(frozen=True, slots=True)
class Filter:
    """What counts. Empty fields don't restrict; dates are inclusive, and a report without one fails them."""

    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()  # publishers, compared without regard to case
    reports: tuple[str, ...] = ()  # report ids
    # of statements only; passages pay no heed
    people: tuple[str, ...] = ()  # keys of persons or bodies
    kinds: tuple[Speech, ...] = ()
    polarities: tuple[Polarity, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.sources or self.reports or self.of_statements)

    @property
    def of_statements(self) -> bool:
        """True when it asks for what only statements have."""
        return bool(self.people or self.kinds or self.polarities)


NO_FILTER = Filter()


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A stored passage: its key and where it stands."""

    key: int
    passage: Passage
    report_key: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A stored statement and the person or body of the collection that makes it."""

    key: int
    statement: Statement
    person: str  # key of a Person; "" where nobody is named

    @property
    def span(self) -> Span:
        """From the beginning of the content's first piece to the end of its last."""
        return Span(self.statement.content[0].start, self.statement.content[-1].end)


@dataclass(frozen=True, slots=True)
class Document:
    """What the full text holds of a row."""

    key: int
    report: Report
    title: str
    text: str


class Table:
    """The rows of one kind: what the caches are made from."""

    def __init__(self, database: Database, kind: Kind) -> None:
        self._database = database
        self.kind: Kind = kind

    def count(self) -> int:
        return int(self._database.db.execute(f"SELECT count(*) FROM {self.kind}").fetchone()[0])

    def keys(self) -> Keys:
        """All keys, ascending."""
        found = self._database.db.execute(f"SELECT key FROM {self.kind} ORDER BY key")
        return np.fromiter((key for (key,) in found), np.int64)

    def keys_where(self, wanted: Filter) -> Keys:
        """The keys of the rows that a filter lets through, ascending."""
        where, values = ["1"], list[str]()
        if wanted.since:
            where.append("date >= ?")
            values.append(wanted.since.isoformat())
        if wanted.until:
            where.append("date <> '' AND date <= ?")
            values.append(wanted.until.isoformat())
        if wanted.sources:  # each publisher is folded once, not once for each of its reports
            folded = "SELECT source FROM (SELECT DISTINCT source FROM reports) WHERE folded(source)"
            where.append(f"source IN ({folded} IN ({_marks(wanted.sources)}))")
            values += [source.casefold() for source in wanted.sources]
        if wanted.reports:
            where.append(f"id IN ({_marks(wanted.reports)})")
            values += wanted.reports
        found = f"SELECT key FROM {self.kind} WHERE report IN (SELECT key FROM reports WHERE {' AND '.join(where)})"
        if self.kind == "statements":
            for column, some in (("kind", wanted.kinds), ("polarity", wanted.polarities)):
                if some:
                    found += f" AND {column} IN ({_marks(some)})"
                    values += some
            if wanted.people:
                found += f" AND speaker IN (SELECT key FROM speakers WHERE person IN ({_marks(wanted.people)}))"
                values += wanted.people
        return np.sort(np.fromiter((key for (key,) in self._database.db.execute(found, values)), np.int64))

    def vectors(self, keys: Keys) -> Iterator[tuple[Keys, NDArray[np.float32]]]:
        """Vectors of the given keys in pieces: keys (n,), float32 unit rows (n, dimensions)."""
        for some in _pieces(keys):
            rows = self._database.db.execute(f"SELECT key, vector FROM {self.kind} WHERE key IN ({some})").fetchall()
            if rows:
                found = np.frombuffer(b"".join(v for _, v in rows), np.float16).reshape(len(rows), -1)
                units = found.astype(np.float32)
                units /= np.maximum(np.linalg.norm(units, axis=1, keepdims=True), 1e-12)  # float16: a little off 1
                yield np.array([k for k, _ in rows], np.int64), units

    def vectors_of(self, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        """Vectors of texts that were encoded before, by the hash of the text."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(hashes), 500):
            some = hashes[start : start + 500]
            found.update(
                self._database.db.execute(f"SELECT hash, vector FROM {self.kind} WHERE hash IN ({_marks(some)})", some)
            )
        return found

    def documents(self, keys: Keys) -> Iterator[Document]:
        """What the full text holds of each key; gone ones are left out, rows of a report come together."""
        report_key, report = 0, Report("", "")
        columns = "t.start, t.stop" if self.kind == "passages" else "t.record, t.speaker"
        for some in _pieces(keys):
            rows = self._database.db.execute(
                f"SELECT t.key, t.report, {columns} FROM {self.kind} t WHERE t.key IN ({some})"
                " ORDER BY t.report, t.number"
            ).fetchall()
            for key, owner, one, other in rows:
                if owner != report_key:  # the text is cut here, not by SQL, whose substr stops at a NUL
                    row = self._database.db.execute(
                        f"SELECT {REPORT_COLUMNS} FROM reports WHERE key = ?", (owner,)
                    ).fetchone()
                    if row is None:
                        continue
                    report_key, report = owner, report_of(row)
                if self.kind == "passages":
                    yield Document(key, report, report.title, Span(one, other).of(report.text))
                else:
                    statement = statement_of(report.id, one)
                    yield Document(key, report, *statement_words(report, statement))

    def stored(self, report_key: int) -> list[tuple[int, Span, bytes, bytes]]:
        """(key, span, hash, vector) of a report's rows in order, as stored: what verify checks."""
        found = self._database.db.execute(
            f"SELECT key, start, stop, hash, vector FROM {self.kind} WHERE report = ? ORDER BY number", (report_key,)
        )
        return [(k, Span(s, e), h, v) for k, s, e, h, v in found]


class Passages(Table):
    def __init__(self, database: Database) -> None:
        super().__init__(database, "passages")

    def rows(self, keys: Sequence[int]) -> list[PassageRow]:
        """Stored passages in the order of the keys; those that are gone are left out."""
        found = {row.key: row for row in self._select(f"p.key IN ({_marks(keys)})", [int(k) for k in keys])}
        return [found[int(k)] for k in keys if int(k) in found]

    def of(self, report_id: str) -> list[PassageRow]:
        """The passages of a report in its order."""
        return self._select("r.id = ?", [report_id])

    def _select(self, where: str, values: Sequence[Any]) -> list[PassageRow]:
        found = self._database.db.execute(
            "SELECT p.key, p.report, r.id, p.number, p.start, p.stop FROM passages p"
            f" JOIN reports r ON r.key = p.report WHERE {where} ORDER BY p.report, p.number",
            values,
        )
        return [PassageRow(k, Passage(i, n, Span(s, e)), report) for k, report, i, n, s, e in found]


class Statements(Table):
    def __init__(self, database: Database) -> None:
        super().__init__(database, "statements")

    def rows(self, keys: Sequence[int]) -> list[StatementRow]:
        """Stored statements in the order of the keys; those that are gone are left out."""
        found = {row.key: row for row in self._select(f"t.key IN ({_marks(keys)})", [int(k) for k in keys])}
        return [found[int(k)] for k in keys if int(k) in found]

    def of(self, report_id: str, within: Span | None = None) -> list[StatementRow]:
        """The statements of a report in its order; only those that touch `within` when given."""
        if within is None:
            return self._select("r.id = ?", [report_id])
        return self._select("r.id = ? AND t.start < ? AND t.stop > ?", [report_id, within.end, within.start])

    def by(self, person: str) -> list[StatementRow]:
        """All statements of a person or body, oldest report first."""
        return self._select("s.person = ?", [person], order="r.date, t.report, t.number")

    def _select(self, where: str, values: Sequence[Any], order: str = "t.report, t.number") -> list[StatementRow]:
        found = self._database.db.execute(
            "SELECT t.key, r.id, t.record, s.person FROM statements t JOIN reports r ON r.key = t.report"
            f" JOIN speakers s ON s.key = t.speaker WHERE {where} ORDER BY {order}",
            values,
        )
        return [StatementRow(key, statement_of(report, record), person) for key, report, record, person in found]


def statement_words(report: Report, statement: Statement) -> tuple[str, str]:
    """A statement's words for the full text: who speaks, and the sentence or sentences with all of its content."""
    speaker = statement.speaker
    whole = Span(
        min(statement.sentence.start, statement.content[0].start),
        max(statement.sentence.end, statement.content[-1].end),
    )
    who = " ".join(filter(None, (speaker.name, speaker.role, speaker.organisation)))
    return who, whole.of(report.text)


def record_of(statement: Statement) -> str:
    """A statement as the JSON that is stored; offsets only, no word of the report."""
    s = statement
    return json.dumps(
        {
            "number": s.number, "source": _pair(s.source), "cue": _pair(s.cue),
            "content": [_pair(c) for c in s.content],
            "sentence": _pair(s.sentence), "kind": s.kind, "polarity": s.polarity, "tense": s.tense, "chain": s.chain,
            "nested": s.nested, "name": s.speaker.name, "resolved": s.speaker.resolved, "body": s.speaker.body,
            "role": s.speaker.role, "organisation": s.speaker.organisation, "mention": _pair(s.speaker.mention),
        },
        ensure_ascii=False,
    )  # fmt: skip


def statement_of(report_id: str, record: str) -> Statement:
    """The statement that record_of stored."""
    r = json.loads(record)
    speaker = Speaker(r["name"], r["resolved"], r["body"], r["role"], r["organisation"], _span(r["mention"]))
    content = tuple(Span(*pair) for pair in r["content"])
    return Statement(
        report_id, r["number"], _span(r["source"]), _span(r["cue"]), content, Span(*r["sentence"]), speaker,
        r["kind"], r["polarity"], r["tense"], tuple(r["chain"]), r["nested"],
    )  # fmt: skip


def report_row(r: Report) -> tuple[str, ...]:
    """A report's values in the order of REPORT_COLUMNS."""
    return (
        r.id, r.text, r.title, r.source, r.author, r.date.isoformat() if r.date else "", r.url, r.language,
        r.digest, r.path, ",".join(sorted(r.guessed)), json.dumps(r.pages),
        json.dumps([(h.start, h.end) for h in r.headings]),
    )  # fmt: skip


def report_of(row: Sequence[str]) -> Report:
    """The report of a row of REPORT_COLUMNS."""
    report_id, text, title, source, author, day, url, language, digest, path, guessed, pages, headings = row
    return Report(
        report_id, text, title, source, author, date.fromisoformat(day) if day else None, url, language, digest, path,
        frozenset(guessed.split(",")) - {""}, tuple(json.loads(pages)),
        tuple(Span(s, e) for s, e in json.loads(headings)),
    )  # fmt: skip


def _pair(span: Span | None) -> tuple[int, int] | None:
    return (span.start, span.end) if span else None


def _span(pair: Sequence[int] | None) -> Span | None:
    return Span(pair[0], pair[1]) if pair else None


def _marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def _pieces(keys: Keys) -> Iterator[str]:
    for start in range(0, len(keys), 5000):
        yield ",".join(str(int(k)) for k in keys[start : start + 5000])
