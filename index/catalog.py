"""The truth of an index, one SQLite file: reports, passages, vectors. The only module that speaks SQL.

A passage's row never changes and its key is never used again: a changed report gets new rows. So a cache (FAISS,
tantivy) is up to date exactly when it holds the same keys, and the difference of keys brings it there.
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged, IndexMissing, OnrecordError
from corpus.types import Passage, Report, Span

VERSION = 1
FILE = "catalog.sqlite"
Keys = NDArray[np.int64]

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,  -- modified: st_mtime_ns
    seen INTEGER NOT NULL                                                     -- the build that last saw it
) WITHOUT ROWID;
CREATE TABLE skipped (path TEXT NOT NULL, reason TEXT NOT NULL, file TEXT NOT NULL);
CREATE TABLE reports (
    key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL,
    fingerprint TEXT NOT NULL,                        -- of all that was read: another one means new rows
    seen INTEGER NOT NULL,
    title TEXT NOT NULL, source TEXT NOT NULL, author TEXT NOT NULL, date TEXT NOT NULL, url TEXT NOT NULL,
    language TEXT NOT NULL, digest TEXT NOT NULL, path TEXT NOT NULL, guessed TEXT NOT NULL,
    pages TEXT NOT NULL, headings TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX reports_file ON reports (file);
CREATE INDEX reports_date ON reports (date);
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    report INTEGER NOT NULL REFERENCES reports (key) ON DELETE CASCADE,
    number INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    hash BLOB NOT NULL,                               -- of the text that was embedded
    vector BLOB NOT NULL                              -- float16, a unit row
);
CREATE INDEX passages_report ON passages (report);
CREATE INDEX passages_hash ON passages (hash);
"""

REPORT_COLUMNS = (
    "id, text, title, source, author, date, url, language, digest, path, guessed, pages, headings"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which reports count. Empty fields don't restrict; dates are inclusive, and a report without one fails them."""

    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()  # publishers, compared without regard to case
    reports: tuple[str, ...] = ()  # report ids

    def __bool__(self) -> bool:
        return bool(self.since or self.until or self.sources or self.reports)


NO_FILTER = Filter()


@dataclass(frozen=True, slots=True)
class Row:
    """A stored passage: its key and where it stands."""

    key: int
    passage: Passage
    report_key: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A report on its way into the catalogue, from `file`."""

    report: Report
    file: str
    passages: Sequence[Passage]
    hashes: Sequence[bytes]  # of each passage's embedded text, with the encoder's fingerprint
    vectors: Sequence[bytes]  # float16 unit rows


@dataclass(frozen=True, slots=True)
class Counts:
    reports: int
    passages: int
    skipped: int
    sources: int
    first: date | None
    last: date | None


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Holds the one place for a process that changes this index; raises OnrecordError when it is taken."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "build.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OnrecordError(
                f"Another process is building the index in {folder}. Wait until it has finished, then try again."
            ) from error
        yield


def embedded_text(report: Report, span: Span) -> str:
    """What is encoded for a passage: the report's title, then the passage. What is quoted is the passage alone."""
    return f"{report.title}\n{span.of(report.text)}" if report.title else span.of(report.text)


def fingerprint(report: Report) -> str:
    """A digest of everything that was read of a report."""
    return sha256(json.dumps(_report_row(report)).encode()).hexdigest()


class Catalog:
    """An open catalogue; one connection for each thread that asks.

    Raises IndexMissing when there is none and `create` is False; IndexDamaged when the file is not an onrecord
    catalogue of this version.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self._file = folder / FILE
        self._threads = threading.local()
        if not self._file.exists():
            if not create:
                raise IndexMissing(f"No index in {folder}. Run: onrecord index build")
            folder.mkdir(parents=True, exist_ok=True)
        try:
            found = self._db.execute("PRAGMA user_version").fetchone()[0]
            if found == 0 and not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
                # one transaction: a build that is killed here leaves an empty file, not half a schema
                self._db.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
                found = VERSION
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(
                f"{self._file} is not a readable catalogue ({error}). Move it away and run: onrecord index build"
            ) from error
        if found != VERSION:
            raise IndexDamaged(
                f"The index in {folder} was written in format {found}, this is format {VERSION}. "
                f"Remove the folder and run: onrecord index build"
            )

    @property
    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if db is None:
            db = sqlite3.connect(self._file, timeout=30, isolation_level=None)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(
                "PRAGMA synchronous = NORMAL"
            )  # WAL: a crash loses no committed state, at most the last
            db.execute("PRAGMA foreign_keys = ON")
            self._threads.db = db
        return db

    def close(self) -> None:
        """Closes this thread's connection."""
        if getattr(self._threads, "db", None) is not None:
            self._threads.db.close()
            self._threads.db = None

    # -- state and settings of the index

    def get(self, name: str, default: str = "") -> str:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def set(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @property
    def state(self) -> int:
        """A number that grows with every transaction that changed passages; what a cache says it holds."""
        return int(self.get("state", "0"))

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            self.set("state", str(self.state + 1))
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise

    # -- writing: one small transaction a batch

    def file_is_known(self, path: str, size: int, modified: int, build: int) -> bool:
        """True when this very file went in before; its reports are then marked as seen by this build."""
        row = self._db.execute("SELECT size, modified FROM files WHERE path = ?", (path,)).fetchone()
        if row != (size, modified):
            return False
        self._db.execute("UPDATE files SET seen = ? WHERE path = ?", (build, path))
        self._db.execute("UPDATE reports SET seen = ? WHERE file = ?", (build, path))
        return True

    def owner(self, report_id: str, build: int) -> str | None:
        """The file whose report with this id has been seen by this build; None when none has."""
        row = self._db.execute(
            "SELECT file FROM reports WHERE id = ? AND seen = ?", (report_id, build)
        ).fetchone()
        return str(row[0]) if row else None

    def unchanged(self, report: Report, file: str, build: int) -> bool:
        """True when the report is stored as it is; it is then marked as seen by this build."""
        changed = self._db.execute(
            "UPDATE reports SET seen = ?, file = ? WHERE id = ? AND fingerprint = ?",
            (build, file, report.id, fingerprint(report)),
        )
        return changed.rowcount == 1

    def vectors_of(self, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        """Vectors of texts that were encoded before, by the hash of the text."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(hashes), 500):
            some = hashes[start : start + 500]
            marks = ",".join("?" * len(some))
            found.update(self._db.execute(f"SELECT hash, vector FROM passages WHERE hash IN ({marks})", some))
        return found

    def put(self, entries: Sequence[Entry], build: int) -> None:
        """Stores reports in place of any earlier ones with their ids: all of them, in one transaction, or none."""
        with self._change() as db:
            for entry in entries:
                db.execute("DELETE FROM reports WHERE id = ?", (entry.report.id,))
                row = _report_row(entry.report)
                marks = ",".join("?" * len(row))
                added = db.execute(
                    f"INSERT INTO reports (file, fingerprint, seen, {REPORT_COLUMNS}) VALUES (?, ?, ?, {marks})",
                    (entry.file, fingerprint(entry.report), build, *row),
                )
                db.executemany(
                    "INSERT INTO passages (report, number, start, stop, hash, vector) VALUES (?, ?, ?, ?, ?, ?)",
                    [
                        (added.lastrowid, p.number, p.span.start, p.span.end, h, v)
                        for p, h, v in zip(entry.passages, entry.hashes, entry.vectors, strict=True)
                    ],
                )

    def finish_file(
        self, path: str, size: int, modified: int, build: int, skipped: Sequence[tuple[str, str]]
    ) -> None:
        """Notes that a file has been read whole, and what of it was skipped: (path, reason)."""
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM skipped WHERE file = ?", (path,))
        db.executemany("INSERT INTO skipped VALUES (?, ?, ?)", [(p, r, path) for p, r in skipped])
        db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", (path, size, modified, build))
        db.execute("COMMIT")

    def keep_file(self, path: str, build: int) -> None:
        """Marks what was read of a file earlier as seen: a file that can't be read today loses nothing."""
        self._db.execute("UPDATE reports SET seen = ? WHERE file = ?", (build, path))

    def remove_unseen(self, build: int) -> int:
        """Removes the reports that this build did not meet; how many."""
        with self._change() as db:
            gone = db.execute("DELETE FROM reports WHERE seen <> ?", (build,)).rowcount
            db.execute("DELETE FROM files WHERE seen <> ?", (build,))
            db.execute("DELETE FROM skipped WHERE file NOT IN (SELECT path FROM files)")
        return gone

    def clear(self) -> None:
        """Forgets all reports: for another encoder, whose vectors can't stand beside the old ones."""
        with self._change() as db:
            db.execute("DELETE FROM reports")
            db.execute("DELETE FROM files")
            db.execute("DELETE FROM skipped")

    # -- reading

    def counts(self) -> Counts:
        one = self._db.execute(
            "SELECT count(*), count(DISTINCT nullif(lower(source), '')), min(nullif(date, '')),"
            " max(nullif(date, '')) FROM reports"
        ).fetchone()
        passages = self._db.execute("SELECT count(*) FROM passages").fetchone()[0]
        skipped = self._db.execute("SELECT count(*) FROM skipped").fetchone()[0]
        return Counts(one[0], passages, skipped, one[1], _date(one[2] or ""), _date(one[3] or ""))

    def skipped(self) -> list[tuple[str, str]]:
        """(path, reason) of all that could not be read."""
        return list(self._db.execute("SELECT path, reason FROM skipped ORDER BY path, reason"))

    def sources(self) -> list[tuple[str, int]]:
        """Publishers with their number of reports, most first."""
        return list(
            self._db.execute("SELECT source, count(*) FROM reports GROUP BY lower(source) ORDER BY 2 DESC, 1")
        )

    def newest_titles(self, count: int) -> list[str]:
        """Titles of the newest reports, one for each publisher, newest first."""
        found = self._db.execute(
            "SELECT title, max(date) FROM reports WHERE title <> '' GROUP BY lower(source)"
            " ORDER BY 2 DESC, title LIMIT ?",
            (count,),
        )
        return [title for title, _ in found]

    def report(self, report_id: str) -> Report | None:
        row = self._db.execute(f"SELECT {REPORT_COLUMNS} FROM reports WHERE id = ?", (report_id,)).fetchone()
        return _report(row) if row else None

    def reports(self) -> Iterator[tuple[int, Report]]:
        """Every report with its key, in order of key; the database may be written meanwhile."""
        last = 0
        while rows := self._db.execute(
            f"SELECT key, {REPORT_COLUMNS} FROM reports WHERE key > ? ORDER BY key LIMIT 200", (last,)
        ).fetchall():
            for key, *row in rows:
                last = key
                yield key, _report(row)

    def keys(self) -> Keys:
        """All passage keys, ascending."""
        return np.fromiter(
            (k for (k,) in self._db.execute("SELECT key FROM passages ORDER BY key")), np.int64
        )

    def keys_where(self, wanted: Filter) -> Keys:
        """Passage keys of the reports that a filter lets through, ascending."""
        where, values = ["1"], list[str]()
        if wanted.since:
            where.append("r.date >= ?")
            values.append(wanted.since.isoformat())
        if wanted.until:
            where.append("r.date <> '' AND r.date <= ?")
            values.append(wanted.until.isoformat())
        if wanted.sources:
            where.append(f"lower(r.source) IN ({','.join('?' * len(wanted.sources))})")
            values += [s.lower() for s in wanted.sources]
        if wanted.reports:
            where.append(f"r.id IN ({','.join('?' * len(wanted.reports))})")
            values += wanted.reports
        found = self._db.execute(
            f"SELECT p.key FROM passages p JOIN reports r ON r.key = p.report WHERE {' AND '.join(where)}"
            " ORDER BY p.key",
            values,
        )
        return np.fromiter((k for (k,) in found), np.int64)

    def rows(self, keys: Sequence[int]) -> list[Row]:
        """Stored passages in the order of the keys; those that are gone are left out."""
        marks = ",".join("?" * len(keys))
        found = {
            row[0]: Row(row[0], Passage(row[2], row[3], Span(row[4], row[5])), row[1])
            for row in self._db.execute(
                "SELECT p.key, p.report, r.id, p.number, p.start, p.stop FROM passages p"
                f" JOIN reports r ON r.key = p.report WHERE p.key IN ({marks})",
                [int(k) for k in keys],
            )
        }
        return [found[int(k)] for k in keys if int(k) in found]

    def passages_of(self, report_id: str) -> list[Row]:
        """The passages of a report in its order."""
        found = self._db.execute(
            "SELECT p.key, p.report, r.id, p.number, p.start, p.stop FROM passages p"
            " JOIN reports r ON r.key = p.report WHERE r.id = ? ORDER BY p.number",
            (report_id,),
        )
        return [Row(k, Passage(i, n, Span(s, e)), report) for k, report, i, n, s, e in found]

    def passage_texts(self, keys: Keys) -> Iterator[tuple[int, Report, Span]]:
        """(key, report, span) for each passage key; gone ones are left out, passages of a report come together."""
        report_key, report = 0, Report("", "")
        for some in _pieces(keys):
            rows = self._db.execute(
                f"SELECT key, report, start, stop FROM passages WHERE key IN ({some}) ORDER BY report, number"
            ).fetchall()
            for key, owner, start, stop in rows:
                if owner != report_key:  # the text is cut here, not by SQL, whose substr stops at a NUL
                    row = self._db.execute(
                        f"SELECT {REPORT_COLUMNS} FROM reports WHERE key = ?", (owner,)
                    ).fetchone()
                    if row is None:
                        continue
                    report_key, report = owner, _report(row)
                yield key, report, Span(start, stop)

    def vectors(self, keys: Keys) -> Iterator[tuple[Keys, NDArray[np.float32]]]:
        """Vectors of the given keys in pieces: keys (n,), float32 rows (n, dimensions)."""
        for some in _pieces(keys):
            rows = self._db.execute(f"SELECT key, vector FROM passages WHERE key IN ({some})").fetchall()
            if rows:
                found = np.frombuffer(b"".join(v for _, v in rows), np.float16).reshape(len(rows), -1)
                yield np.array([k for k, _ in rows], np.int64), found.astype(np.float32)

    def stored(self, report_key: int) -> list[tuple[int, Span, bytes, bytes]]:
        """(key, span, hash, vector) of a report's passages in order, as stored: what verify checks."""
        found = self._db.execute(
            "SELECT key, start, stop, hash, vector FROM passages WHERE report = ? ORDER BY number",
            (report_key,),
        )
        return [(k, Span(s, e), h, v) for k, s, e, h, v in found]


def _pieces(keys: Keys) -> Iterator[str]:
    for start in range(0, len(keys), 5000):
        yield ",".join(str(int(k)) for k in keys[start : start + 5000])


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _report_row(r: Report) -> tuple[str, ...]:
    return (
        r.id, r.text, r.title, r.source, r.author, r.date.isoformat() if r.date else "", r.url, r.language,
        r.digest, r.path, ",".join(sorted(r.guessed)), json.dumps(r.pages),
        json.dumps([(h.start, h.end) for h in r.headings]),
    )  # fmt: skip


def _report(row: Sequence[str]) -> Report:
    *plain, day, url, language, digest, path, guessed, pages, headings = row
    report_id, text, title, source, author = plain
    return Report(
        report_id, text, title, source, author, _date(day), url, language, digest, path,
        frozenset(guessed.split(",")) - {""}, tuple(json.loads(pages)),
        tuple(Span(s, e) for s, e in json.loads(headings)),
    )  # fmt: skip
