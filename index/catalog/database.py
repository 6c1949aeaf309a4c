"""The catalogue's file: opened or refused, one connection a thread, small transactions that count states."""

from __future__ import annotations

import fcntl
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexDamaged, IndexMissing, OnrecordError

VERSION = 2
FILE = "catalog.sqlite"

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
CREATE TABLE speakers (                               -- one row for each way in which a speaker is called
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL, role TEXT NOT NULL, organisation TEXT NOT NULL, body TEXT NOT NULL,
    named INTEGER NOT NULL,                           -- 0: a description, never the same person elsewhere
    person TEXT NOT NULL DEFAULT '',                  -- key of the person or body of the collection; '' where not named
    UNIQUE (name, role, organisation, body, named)
);
CREATE INDEX speakers_person ON speakers (person);
CREATE TABLE people (
    person TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, organisation TEXT NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE statements (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    report INTEGER NOT NULL REFERENCES reports (key) ON DELETE CASCADE,
    number INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,  -- from the first to the last piece
    speaker INTEGER NOT NULL REFERENCES speakers (key),
    kind TEXT NOT NULL, polarity TEXT NOT NULL,
    record TEXT NOT NULL,                             -- the whole statement, as JSON
    hash BLOB NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX statements_report ON statements (report);
CREATE INDEX statements_speaker ON statements (speaker);
CREATE INDEX statements_hash ON statements (hash);
"""


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


class Database:
    """An open catalogue file.

    Raises IndexMissing when there is none and `create` is False; IndexDamaged when the file is not an onrecord
    catalogue of this version.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        self.file = folder / FILE
        self._threads = threading.local()
        if not self.file.exists():
            if not create:
                raise IndexMissing(f"No index in {folder}. Run: onrecord index build")
            folder.mkdir(parents=True, exist_ok=True)
        try:
            found = self.db.execute("PRAGMA user_version").fetchone()[0]
            if found == 0 and not self.db.execute("SELECT 1 FROM sqlite_master").fetchone():
                # one transaction: a build that is killed here leaves an empty file, not half a schema
                self.db.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
                found = VERSION
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(
                f"{self.file} is not a readable catalogue ({error}). Move it away and run: onrecord index build"
            ) from error
        if found != VERSION:
            raise IndexDamaged(
                f"The index in {folder} was written in format {found}, this is format {VERSION}. "
                f"Remove the folder and run: onrecord index build"
            )

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's connection."""
        db: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if db is None:
            db = sqlite3.connect(self.file, timeout=30, isolation_level=None)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")  # WAL: a crash loses no committed state, at most the last
            db.execute("PRAGMA foreign_keys = ON")
            self._threads.db = db
        return db

    def close(self) -> None:
        """Closes this thread's connection."""
        if getattr(self._threads, "db", None) is not None:
            self._threads.db.close()
            self._threads.db = None

    def get(self, name: str, default: str = "") -> str:
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def set(self, name: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @property
    def state(self) -> int:
        """A number that grows with every transaction that changed what can be searched; what a cache says it holds."""
        return int(self.get("state", "0"))

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction after which the state is another; undone whole when anything is raised within."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            self.set("state", str(self.state + 1))
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
