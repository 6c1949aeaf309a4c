"""What can be searched: passages and statements. Rows never change and their keys are never used again.

A changed report gets new rows. So a cache (FAISS, tantivy) is up to date exactly when it holds the same keys, and the
difference of keys brings it there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
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
        where, values = conditions(wanted, self.kind)
        found = f"SELECT key FROM {self.kind} WHERE {where}"
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
        return self._of_hashes("vector", hashes)

    def _of_hashes(self, column: str, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for start in range(0, len(hashes), 500):
            some = hashes[start : start + 500]
            found.update(
                self._database.db.execute(
                    f"SELECT hash, {column} FROM {self.kind} WHERE hash IN ({_marks(some)})", some
                )
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

    def sentences(self, keys: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """By key, a vector for each sentence of a passage, shape (sentences, dimensions); of any length."""
        found = self._database.db.execute(
            f"SELECT key, sentences, length(vector) / 2 FROM passages WHERE key IN ({_marks(keys)})",
            [int(k) for k in keys],
        )
        return {key: np.frombuffer(rows, np.int8).reshape(-1, width).astype(np.float32) for key, rows, width in found}

    def sentences_of(self, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        """The same as it is stored, of texts that were encoded before, by the hash of the text."""
        return self._of_hashes("sentences", hashes)

    def holding(self, statements: Sequence[int]) -> list[PassageRow]:
        """The passages in which the statements of some keys begin, each once."""
        return self._select(
            "p.key IN (SELECT max(p.key) FROM statements t JOIN passages p"
            " ON p.report = t.report AND p.start <= t.start"
            f" WHERE t.key IN ({_marks(statements)}) GROUP BY t.key)",
            [int(key) for key in statements],
        )

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

    def touching(self, passages: Sequence[int]) -> dict[int, list[StatementRow]]:
        """By the key of each passage, the statements that touch it, in the report's order."""
        found = self._database.db.execute(
            "SELECT p.key, t.key, r.id, t.record, s.person FROM passages p"
            " JOIN statements t ON t.report = p.report AND t.start < p.stop AND t.stop > p.start"
            " JOIN reports r ON r.key = t.report JOIN speakers s ON s.key = t.speaker"
            f" WHERE p.key IN ({_marks(passages)}) ORDER BY t.report, t.number",
            [int(key) for key in passages],
        )
        rows: dict[int, list[StatementRow]] = {int(key): [] for key in passages}
        for passage, key, report, record, person in found:
            rows[passage].append(StatementRow(key, statement_of(report, record), person))
        return rows

    def by(self, person: str) -> list[StatementRow]:
        """All statements of a person or body, oldest report first."""
        return self._select("s.person = ?", [person], order="r.date, t.report, t.number")

    def totals(self, wanted: Filter) -> tuple[int, int]:
        """How many statements a filter lets through, and in how many reports."""
        where, values = conditions(wanted, "statements")
        found = self._database.db.execute(
            f"SELECT count(*), count(DISTINCT report) FROM statements WHERE {where}", values
        )
        statements, reports = found.fetchone()
        return int(statements), int(reports)

    def listed(self, wanted: Filter, skip: int, count: int, *, newest_first: bool = True) -> list[StatementRow]:
        """`count` statements that a filter lets through, after `skip` of them, by date and then as they stand.

        Reports without a date come last.
        """
        where, values = conditions(wanted, "statements")
        down = "DESC" if newest_first else ""
        order = f"r.date = '', r.date {down}, r.id, t.number LIMIT {int(count)} OFFSET {int(skip)}"
        return self._select(where, values, order=order)

    def titles(self, wanted: Filter, count: int) -> list[str]:
        """Titles of the reports with most of the statements that a filter lets through."""
        where, values = conditions(wanted, "statements")
        found = self._database.db.execute(
            "SELECT max(r.title) FROM statements t JOIN reports r ON r.key = t.report"
            f" WHERE r.title <> '' AND {where} GROUP BY t.report ORDER BY count(*) DESC, r.date DESC, r.id LIMIT ?",
            [*values, count],
        )
        return [title for (title,) in found]

    def _select(self, where: str, values: Sequence[Any], order: str = "t.report, t.number") -> list[StatementRow]:
        found = self._database.db.execute(
            "SELECT t.key, r.id, t.record, s.person FROM statements t JOIN reports r ON r.key = t.report"
            f" JOIN speakers s ON s.key = t.speaker WHERE {where} ORDER BY {order}",
            values,
        )
        return [StatementRow(key, statement_of(report, record), person) for key, report, record, person in found]


def conditions(wanted: Filter, kind: Kind) -> tuple[str, list[str]]:
    """What a filter asks of a row, as SQL over the columns of its table, and the values in it."""
    of_report, values = report_conditions(wanted)
    where = f"report IN (SELECT key FROM reports WHERE {of_report})" if values else "1"
    if kind == "statements":
        for column, some in (("kind", wanted.kinds), ("polarity", wanted.polarities)):
            if some:
                where += f" AND {column} IN ({_marks(some)})"
                values += some
        if wanted.people:
            where += f" AND speaker IN (SELECT key FROM speakers WHERE person IN ({_marks(wanted.people)}))"
            values += wanted.people
    return where, values


def report_conditions(wanted: Filter) -> tuple[str, list[str]]:
    """What a filter asks of a report, as SQL over its columns, and the values in it."""
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
    return " AND ".join(where), values


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


@lru_cache(30_000)
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
