"""Files and reports: what went in, when it was seen last, what was skipped; putting in and taking out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from corpus.types import Passage, Report, Span, Statement
from index.catalog.database import Database
from index.catalog.people import People
from index.catalog.tables import REPORT_COLUMNS, Passages, Statements, record_of, report_of, report_row


@dataclass(frozen=True, slots=True)
class Entry:
    """A report on its way into the catalogue, from `file`."""

    report: Report
    file: str
    passages: Sequence[tuple[Passage, bytes, bytes]]  # with the hash of the embedded text and its float16 vector
    statements: Sequence[tuple[Statement, bytes, bytes]]


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


def embedded_statement(report: Report, statement: Statement) -> str:
    """What is encoded for a statement: who, and what."""
    return f"{statement.speaker.name}: {' '.join(piece.of(report.text) for piece in statement.content)}"


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

    def read_by(self, reading: str) -> None:
        """Says by what statements are read; when it is something else than before, every file is read again."""
        if self.get("reading") != reading:
            self._database.db.execute("DELETE FROM files")
            self.set("reading", reading)

    def file_is_known(self, path: str, size: int, modified: int, build: int) -> bool:
        """True when this very file went in before; its reports are then marked as seen by this build."""
        db = self._database.db
        row = db.execute("SELECT size, modified FROM files WHERE path = ?", (path,)).fetchone()
        if row != (size, modified):
            return False
        db.execute("UPDATE files SET seen = ? WHERE path = ?", (build, path))
        db.execute("UPDATE reports SET seen = ? WHERE file = ?", (build, path))
        return True

    def owner(self, report_id: str, build: int) -> str | None:
        """The file whose report with this id has been seen by this build; None when none has."""
        found = self._database.db.execute("SELECT file FROM reports WHERE id = ? AND seen = ?", (report_id, build))
        row = found.fetchone()
        return str(row[0]) if row else None

    def unchanged(self, report: Report, file: str, build: int) -> bool:
        """True when the report is stored as it is; it is then marked as seen by this build."""
        changed = self._database.db.execute(
            "UPDATE reports SET seen = ?, file = ? WHERE id = ? AND fingerprint = ?",
            (build, file, report.id, fingerprint(report, self.get("reading"))),
        )
        return changed.rowcount == 1

    def put(self, entries: Sequence[Entry], build: int) -> None:
        """Stores reports in place of any earlier ones with their ids: all of them, in one transaction, or none."""
        reading = self.get("reading")
        with self._database.change() as db:
            for entry in entries:
                db.execute("DELETE FROM reports WHERE id = ?", (entry.report.id,))
                row = report_row(entry.report)
                marks = ",".join("?" * len(row))
                key = db.execute(
                    f"INSERT INTO reports (file, fingerprint, seen, {REPORT_COLUMNS}) VALUES (?, ?, ?, {marks})",
                    (entry.file, fingerprint(entry.report, reading), build, *row),
                ).lastrowid
                db.executemany(
                    "INSERT INTO passages (report, number, start, stop, hash, vector) VALUES (?, ?, ?, ?, ?, ?)",
                    [(key, p.number, p.span.start, p.span.end, h, v) for p, h, v in entry.passages],
                )
                db.executemany(
                    "INSERT INTO statements (report, number, start, stop, speaker, kind, polarity, record, hash, vector)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        (
                            key, s.number, s.content[0].start, s.content[-1].end, self.people.key_of(s.speaker),
                            s.kind, s.polarity, record_of(s), h, v,
                        )
                        for s, h, v in entry.statements
                    ],
                )  # fmt: skip

    def finish_file(self, path: str, size: int, modified: int, build: int, skipped: Sequence[tuple[str, str]]) -> None:
        """Notes that a file has been read whole, and what of it was skipped: (path, reason)."""
        db = self._database.db
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM skipped WHERE file = ?", (path,))
        db.executemany("INSERT INTO skipped VALUES (?, ?, ?)", [(p, r, path) for p, r in skipped])
        db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (path, size, modified, build))
        db.execute("COMMIT")

    def keep_file(self, path: str, build: int) -> None:
        """Marks what was read of a file earlier as seen: a file that can't be read today loses nothing."""
        self._database.db.execute("UPDATE reports SET seen = ? WHERE file = ?", (build, path))

    def remove_unseen(self, build: int) -> int:
        """Removes the reports that this build did not meet; how many."""
        with self._database.change() as db:
            gone = db.execute("DELETE FROM reports WHERE seen <> ?", (build,)).rowcount
            db.execute("DELETE FROM files WHERE seen <> ?", (build,))
            db.execute("DELETE FROM skipped WHERE file NOT IN (SELECT path FROM files)")
        return gone

    def clear(self) -> None:
        """Forgets all reports: for another encoder or tagger, whose rows can't stand beside the old ones."""
        with self._database.change() as db:
            for table in ("reports", "files", "skipped", "speakers", "people"):
                db.execute(f"DELETE FROM {table}")

    # -- reading

    def counts(self) -> Counts:
        db = self._database.db
        reports, sources, first, last = db.execute(
            "SELECT count(*), count(DISTINCT nullif(lower(source), '')), min(nullif(date, '')),"
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
            self._database.db.execute("SELECT source, count(*) FROM reports GROUP BY lower(source) ORDER BY 2 DESC, 1")
        )

    def newest_titles(self, count: int) -> list[str]:
        """Titles of the newest reports, one for each publisher, newest first."""
        found = self._database.db.execute(
            "SELECT title, max(date) FROM reports WHERE title <> '' GROUP BY lower(source)"
            " ORDER BY 2 DESC, title LIMIT ?",
            (count,),
        )
        return [title for title, _ in found]

    def report(self, report_id: str) -> Report | None:
        row = self._database.db.execute(f"SELECT {REPORT_COLUMNS} FROM reports WHERE id = ?", (report_id,)).fetchone()
        return report_of(row) if row else None

    def reports(self) -> Iterator[tuple[int, Report]]:
        """Every report with its key, in order of key; the database may be written meanwhile."""
        last = 0
        while rows := self._database.db.execute(
            f"SELECT key, {REPORT_COLUMNS} FROM reports WHERE key > ? ORDER BY key LIMIT 200", (last,)
        ).fetchall():
            for key, *row in rows:
                last = key
                yield key, report_of(row)
