"""The catalogue's file: opened or refused, one connection a thread, small transactions that count states."""

from __future__ import annotations

import fcntl
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.errors import IndexDamaged, IndexMissing, OnrecordError, SettingsError

VERSION = 3
FILE = "catalog.sqlite"

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;  -- stamp: '' is none, read it again
CREATE TABLE skipped (path TEXT NOT NULL, reason TEXT NOT NULL, file TEXT NOT NULL);
CREATE TABLE reports (
    key INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL,
    fingerprint TEXT NOT NULL,                        -- of all that was read: another one means new rows
    title TEXT NOT NULL, source TEXT NOT NULL, author TEXT NOT NULL, date TEXT NOT NULL, url TEXT NOT NULL,
    language TEXT NOT NULL, digest TEXT NOT NULL, path TEXT NOT NULL, guessed TEXT NOT NULL,
    pages TEXT NOT NULL, headings TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX reports_file ON reports (file);
CREATE INDEX reports_date ON reports (date);
CREATE INDEX reports_source ON reports (source);
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    report INTEGER NOT NULL REFERENCES reports (key) ON DELETE CASCADE,
    number INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    hash BLOB NOT NULL,                               -- of the text that was embedded
    vector BLOB NOT NULL,                             -- float16, a unit row
    sentences BLOB NOT NULL,                          -- int8, a row for each sentence, of any length
    CHECK (0 <= start AND start < stop)
);
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
-- at random: what caches hold of a catalogue that was here before must not pass for this one's
INSERT INTO sqlite_sequence VALUES ('passages', abs(random() >> 14)), ('statements', abs(random() >> 14));
INSERT INTO meta VALUES ('state', abs(random() >> 14));
"""
# Newer than the format, so a build makes it where it is missing. With `start`, the passage that holds a statement is
# found without reading any that doesn't: each row is a page or two, for its vectors.
PLACES = "CREATE INDEX IF NOT EXISTS passages_place ON passages (report, start); DROP INDEX IF EXISTS passages_report;"
CACHE = 32_768  # KiB of pages kept by each thread; SQLite's own 2,048 hold the passages of hardly one question


@contextmanager
def lock(folder: Path, patience: float = 0.0) -> Iterator[None]:
    """Holds the one place for a process that changes this index.

    Raises OnrecordError when it is still taken after `patience` seconds: a search that mends its full text holds it
    for a moment, and no build should fail for that.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "build.lock").open("w")
    except OSError as error:
        raise SettingsError(
            f"The index can't be kept in {folder} ({error.strerror}). Choose another folder: --index DIR, or INDEX_DIR."
        ) from error
    with file as held:
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() >= until:
                    raise OnrecordError(
                        f"Another process is building the index in {folder}. "
                        "Wait until it has finished, then try again."
                    ) from error
            time.sleep(0.02)
        yield


class _Connection(sqlite3.Connection):
    """A connection that says what is wrong in a sentence."""

    def __init__(self, file: Path, *args: Any, **settings: Any) -> None:
        super().__init__(file, *args, **settings)
        self._file = file

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
        with self._in_words():
            return super().execute(sql, values)

    def executemany(self, sql: str, rows: Any, /) -> sqlite3.Cursor:
        with self._in_words():
            return super().executemany(sql, rows)

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(
                f"The catalogue {self._file} can't be used ({error}). Where neither a full disk nor another program "
                "is the reason, move it away and run: onrecord index build"
            ) from error


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
        found = self.db.execute("PRAGMA user_version").fetchone()[0]
        if found == 0 and not self.db.execute("SELECT 1 FROM sqlite_master").fetchone():
            # one transaction: a build that is killed here leaves an empty file, not half a schema
            self.db.executescript(f"BEGIN; {SCHEMA} {PLACES} PRAGMA user_version = {VERSION}; COMMIT;")
            found = VERSION
        if found != VERSION:
            raise IndexDamaged(
                f"The index in {folder} was written in format {found}, this is format {VERSION}. "
                f"Remove the folder and run: onrecord index build"
            )
        if create and self.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'passages_report'").fetchone():
            self.db.executescript(f"BEGIN; {PLACES} COMMIT;")

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's connection."""
        db: sqlite3.Connection | None = getattr(self._threads, "db", None)
        if db is None:
            db = sqlite3.connect(self.file, timeout=30, isolation_level=None, factory=_Connection)
            db.create_function("folded", 1, str.casefold, deterministic=True)  # SQL's lower() knows ASCII only
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")  # WAL: a crash loses no committed state, at most the last
            db.execute("PRAGMA foreign_keys = ON")
            db.execute(f"PRAGMA cache_size = -{CACHE}")
            self._threads.db = db
        return db

    def close(self) -> None:
        """Closes this thread's connection."""
        if getattr(self._threads, "db", None) is not None:
            self._threads.db.close()
            self._threads.db = None

    def check(self) -> None:
        """Reads the whole file; raises IndexDamaged when it isn't sound."""
        [(told,)] = self.db.execute("PRAGMA integrity_check(1)").fetchall()
        if told != "ok" or self.db.execute("PRAGMA foreign_key_check").fetchone():
            why = "a row belongs to no report" if told == "ok" else " ".join(told.split())
            raise IndexDamaged(f"{self.file} is damaged ({why}). Move it away and run: onrecord index build")

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
    def view(self) -> Iterator[None]:
        """A transaction for reading, or the one that is at work: locks are taken once and not for each look."""
        db = self.db
        if db.in_transaction:
            yield
            return
        db.execute("BEGIN")
        try:
            yield
        finally:
            db.execute("COMMIT")

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction after which the state is another."""
        with self.transaction() as db:
            yield db
            self.move()

    def move(self) -> None:
        """Makes the state another, within a transaction."""
        self.set("state", str(self.state + 1))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction, undone whole when anything is raised within."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
