"""Files and reports: what went in, what was skipped, what a build meets again; putting in and taking out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import repeat
from pathlib import Path

from corpus.sentences import sentences
from corpus.types import Passage, Report, Span, Statement
from index.catalog.database import Database
from index.catalog.people import People
from index.catalog.tables import (
    REPORT_COLUMNS,
    Filter,
    Passages,
    Statements,
    record_of,
    report_conditions,
    report_of,
    report_row,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A report on its way into the catalogue, from `file`."""

    report: Report
    file: str
    passages: Sequence[tuple[Passage, bytes, bytes]]  # with the hash of the embedded text and its float16 vector
    statements: Sequence[tuple[Statement, bytes, bytes]]
    sentences: Sequence[bytes] = ()  # of each passage, see Passages.sentences; none where they were not encoded


@dataclass(frozen=True, slots=True)
class Counts:
    reports: int
    passages: int
    statements: int
    people: int
    skipped: int
    sources: int
    first: date | None
    last: date | None


def embedded_passage(report: Report, span: Span) -> str:
    """What is encoded for a passage: the report's title, then the passage. What is quoted is the passage alone."""
    return f"{report.title}\n{span.of(report.text)}" if report.title else span.of(report.text)


def embedded_sentences(report: Report, span: Span) -> list[Span]:
    """Where the sentences of a passage stand in what is encoded for it."""
    before = len(report.title) + 1 if report.title else 0
    return [Span(s.start + before, s.end + before) for s in sentences(span.of(report.text))]


def embedded_statement(report: Report, statement: Statement) -> str:
    """What is encoded for a statement: the report's title, who, and what.

    Of all texts tried this finds most for its length, see docs/quality.md.
    """
    said = f"{statement.speaker.name}: {' '.join(piece.of(report.text) for piece in statement.content)}"
    return f"{report.title}\n{said}" if report.title else said


def fingerprint(report: Report, reading: str) -> str:
    """A digest of everything that was read of a report, and of what reads who said what in it."""
    return sha256(json.dumps([reading, *report_row(report)]).encode()).hexdigest()


class Catalog:
    """An open catalogue. Raises IndexMissing or IndexDamaged, see Database."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self._database = Database(folder, create=create)
        self.passages = Passages(self._database)
        self.statements = Statements(self._database)
        self.people = People(self._database)
        self.get, self.set, self.close = self._database.get, self._database.set, self._database.close

    @property
    def state(self) -> int:
        """A number that grows with every transaction that changed what can be searched."""
        return self._database.state

    # -- writing: one small transaction a batch

    def begin(self, reading: str) -> None:
        """Begins to note what a build meets; what it has not met at the end is gone (`remove_unmet`).

        `reading` says by what statements are read; when it is something else than before, every file is read again.
        """
        db = self._database.db
        self.set("build", str(int(self.get("build", "0")) + 1))  # tells who watches that a build has begun
        # apart from the rows, as to mark a report in its own row would write its whole text again
        for table in ("met_files (path TEXT PRIMARY KEY, whole)", "met_reports (key INTEGER PRIMARY KEY)"):
            db.execute(f"CREATE TEMP TABLE {table}")
        if self.get("reading") != reading:
            db.execute("DELETE FROM files")
            self.set("reading", reading)

    def knows(self, file: str, stamp: str) -> bool:
        """True when this very file went in before: all of its reports are then met."""
        db = self._database.db
        known = bool(db.execute("SELECT stamp FROM files WHERE path = ?", (file,)).fetchone() == (stamp,))
        db.execute("INSERT OR REPLACE INTO met_files VALUES (?, ?)", (file, known))
        return known

    def claimed(self, report_id: str, file: str) -> str | None:
        """The file whose report with this id the build has met already; None leaves the id to `file`."""
        db = self._database.db
        row = db.execute(
            "SELECT file, key IN (SELECT key FROM met_reports) OR file IN (SELECT path FROM met_files WHERE whole)"
            " FROM reports WHERE id = ?",
            (report_id,),
        ).fetchone()
        if row and row[1]:
            return str(row[0])
        if row and row[0] != file:  # that one is still to come: it has to be read, to be told that its id is taken
            db.execute("UPDATE files SET stamp = '' WHERE path = ?", row[:1])
        return None

    def unchanged(self, report: Report, file: str) -> bool:
        """True when the report is stored as it is; it is then met."""
        db = self._database.db
        row = db.execute(
            "SELECT key, file FROM reports WHERE id = ? AND fingerprint = ?",
            (report.id, fingerprint(report, self.get("reading"))),
        ).fetchone()
        if row is None:
            return False
        db.execute("INSERT OR IGNORE INTO met_reports VALUES (?)", row[:1])
        if row[1] != file:
            db.execute("UPDATE reports SET file = ? WHERE key = ?", (file, row[0]))
        return True

    def put(self, entries: Sequence[Entry]) -> None:
        """Stores reports in place of any earlier ones with their ids: all of them, in one transaction, or none."""
        reading = self.get("reading")
        with self._database.change() as db:
            for entry in entries:
                db.execute("DELETE FROM reports WHERE id = ?", (entry.report.id,))
                row = report_row(entry.report)
                marks = ",".join("?" * len(row))
                key = db.execute(
                    f"INSERT INTO reports (file, fingerprint, {REPORT_COLUMNS}) VALUES (?, ?, {marks})",
                    (entry.file, fingerprint(entry.report, reading), *row),
                ).lastrowid
                db.execute("INSERT INTO met_reports VALUES (?)", (key,))
                db.executemany(
                    "INSERT INTO passages (report, number, start, stop, hash, vector, sentences)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [
                        (key, p.number, p.span.start, p.span.end, h, v, s)
                        for (p, h, v), s in zip(entry.passages, entry.sentences or repeat(b""), strict=False)
                    ],
                )
                db.executemany(
                    "INSERT INTO statements"
                    " (report, number, start, stop, speaker, kind, polarity, record, hash, vector)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (
                            key, s.number, s.content[0].start, s.content[-1].end, self.people.key_of(s.speaker),
                            s.kind, s.polarity, record_of(s), h, v,
                        )
                        for s, h, v in entry.statements
                    ],
                )  # fmt: skip

    def finish_file(self, file: str, stamp: str, skipped: Sequence[tuple[str, str]]) -> None:
        """Notes that a file is read, and what of it was skipped: (path, reason). With no stamp it is read again."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM skipped WHERE file = ?", (file,))
            db.executemany("INSERT INTO skipped VALUES (?, ?, ?)", [(path, reason, file) for path, reason in skipped])
            db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file, stamp))

    def keep_file(self, path: str, reason: str) -> None:
        """Notes why a file or folder can't be read; all that was read of it, or in it, earlier is met."""
        self.finish_file(path, "", [(path, reason)])
        db = self._database.db
        db.execute("INSERT OR REPLACE INTO met_files VALUES (?, 1)", (path,))
        db.execute(
            "INSERT OR IGNORE INTO met_files SELECT DISTINCT file, 1 FROM reports WHERE file > ? AND file < ?",
            (f"{path}/", f"{path}0"),  # "0" is the character after "/"
        )

    def remove_unmet(self) -> int:
        """Removes the reports and files that the build has not met; how many reports."""
        db = self._database.db
        db.execute("DELETE FROM files WHERE path NOT IN (SELECT path FROM met_files)")
        db.execute("DELETE FROM skipped WHERE file NOT IN (SELECT path FROM files)")
        unmet = (
            "FROM reports WHERE file NOT IN (SELECT path FROM met_files WHERE whole)"
            " AND key NOT IN (SELECT key FROM met_reports)"
        )
        if not db.execute(f"SELECT 1 {unmet} LIMIT 1").fetchone():
            return 0  # the state stays, and nothing has to follow
        with self._database.change():
            return db.execute(f"DELETE {unmet}").rowcount

    def adopt(self, model: str, fingerprint: str, dimensions: int) -> None:
        """Makes an encoder the index's own; what another one has encoded is forgotten, as it can't stand beside."""
        with self._database.change() as db:
            if self.get("model") not in ("", model):
                for table in ("reports", "files", "skipped", "speakers", "people"):
                    db.execute(f"DELETE FROM {table}")
            for name, value in (("model", model), ("fingerprint", fingerprint), ("dimensions", dimensions)):
                self.set(name, str(value))

    # -- reading

    def counts(self) -> Counts:
        db = self._database.db
        reports, sources, first, last = db.execute(
            "SELECT count(*), count(DISTINCT nullif(folded(source), '')), min(nullif(date, '')),"
            " max(nullif(date, '')) FROM reports"
        ).fetchone()
        people, skipped = db.execute("SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM skipped)").fetchone()
        return Counts(
            reports, self.passages.count(), self.statements.count(), people, skipped, sources,
            date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None,
        )  # fmt: skip

    def skipped(self) -> list[tuple[str, str]]:
        """(path, reason) of all that could not be read."""
        return list(self._database.db.execute("SELECT path, reason FROM skipped ORDER BY path, reason"))

    def sources(self) -> list[tuple[str, int]]:
        """Publishers with their number of reports, most first."""
        return list(
            self._database.db.execute("SELECT source, count(*) FROM reports GROUP BY folded(source) ORDER BY 2 DESC, 1")
        )

    def months(self) -> list[tuple[int, int]]:
        """(year, month) of the reports, the first month first."""
        found = self._database.db.execute("SELECT DISTINCT substr(date, 1, 7) FROM reports WHERE date <> '' ORDER BY 1")
        return [(int(month[:4]), int(month[5:])) for (month,) in found]

    def newest_titles(self, count: int) -> list[str]:
        """Titles of the newest reports, one for each publisher, newest first."""
        found = self._database.db.execute(
            "SELECT title, max(date) FROM reports WHERE title <> '' GROUP BY folded(source)"
            " ORDER BY 2 DESC, title LIMIT ?",
            (count,),
        )
        return [title for title, _ in found]

    def listed(self, wanted: Filter, skip: int, count: int) -> tuple[int, list[Report]]:
        """How many reports a filter lets through, and `count` of them after `skip`, newest first."""
        where, values = report_conditions(wanted)
        db = self._database.db
        total = db.execute(f"SELECT count(*) FROM reports WHERE {where}", values).fetchone()[0]
        found = db.execute(
            f"SELECT {REPORT_COLUMNS} FROM reports WHERE {where} ORDER BY date DESC, id LIMIT ? OFFSET ?",
            [*values, count, skip],
        )
        return int(total), [report_of(row) for row in found]

    def titled(self, words: str) -> list[str]:
        """Ids of the reports with this title, case apart; newest first."""
        found = self._database.db.execute(
            "SELECT id FROM reports WHERE folded(title) = ? ORDER BY date DESC, id", (words.casefold(),)
        )
        return [report_id for (report_id,) in found]

    def report(self, report_id: str) -> Report | None:
        row = self._database.db.execute(f"SELECT {REPORT_COLUMNS} FROM reports WHERE id = ?", (report_id,)).fetchone()
        return report_of(row) if row else None

    def reports_of(self, ids: Collection[str]) -> dict[str, Report]:
        """Several reports by id, without those that are not there."""
        marks = ",".join("?" * len(ids))
        found = self._database.db.execute(f"SELECT {REPORT_COLUMNS} FROM reports WHERE id IN ({marks})", list(ids))
        return {report.id: report for report in map(report_of, found)}

    def view(self) -> AbstractContextManager[None]:
        """All that is read within is of one moment, and cheaper than each by itself."""
        return self._database.view()

    def reports(self) -> Iterator[tuple[int, Report, bool]]:
        """Every report with its key, and whether it is what was read; the database may be written meanwhile."""
        last, reading = 0, self.get("reading")
        while rows := self._database.db.execute(
            f"SELECT key, fingerprint, {REPORT_COLUMNS} FROM reports WHERE key > ? ORDER BY key LIMIT 200", (last,)
        ).fetchall():
            for last, stored, *row in rows:
                report = report_of(row)
                yield last, report, fingerprint(report, reading) == stored

    def check(self) -> None:
        """Reads the whole file; raises IndexDamaged when it isn't sound."""
        self._database.check()
