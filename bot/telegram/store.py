"""What the bot keeps, apart from the index: answers for their buttons and for replies, and updates until they are done.

The only module of the bot that speaks SQL.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from bot.memory import Memory
from bot.types import Answer
from corpus.errors import SettingsError

_SCHEMA_VERSION = 2
_SCHEMA = """
CREATE TABLE updates (
    sequence INTEGER PRIMARY KEY,
    id       INTEGER NOT NULL UNIQUE,     -- Telegram's update_id
    chat     INTEGER NOT NULL,
    body     TEXT,                        -- the update as JSON; NULL as soon as it is done
    sent     TEXT NOT NULL DEFAULT '[]',  -- ids of the messages that answer it, in order
    tries    INTEGER NOT NULL DEFAULT 0   -- starts of the bot at which it was still open
);
CREATE TABLE answers (
    sequence INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    chat     INTEGER NOT NULL,
    body     TEXT NOT NULL                -- an Answer as JSON
);
CREATE INDEX answers_by_chat ON answers (chat, sequence);
"""
_SINCE_2 = """
ALTER TABLE answers ADD COLUMN memory TEXT;  -- what the chat was about after it, as JSON; NULL for a greeting
CREATE TABLE messages (
    chat   INTEGER NOT NULL,
    id     INTEGER NOT NULL,              -- Telegram's message_id
    answer TEXT NOT NULL,                 -- the answer that it shows
    PRIMARY KEY (chat, id)
) WITHOUT ROWID;
"""
_UPDATES_KEPT = 1000  # done ones, to know a doubled one by; Telegram repeats at most a batch of 100
_ANSWERS_KEPT = 200  # a chat
_TRIES = 3  # an update that was open at so many starts may be what ends the process


class Store:
    """The bot's SQLite file. Not for several threads: all calls come from the bot's event loop."""

    def __init__(self, path: Path) -> None:
        """Opens the file, or makes it, readable by its owner only, since it holds people's questions.

        Raises SettingsError where the file is not this version's.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA secure_delete = ON")  # /forget: gone from the file too
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version < _SCHEMA_VERSION:
                older = _SCHEMA if version == 0 else ""
                self._db.executescript(f"BEGIN; {older} {_SINCE_2} PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;")
                version = _SCHEMA_VERSION
        except (OSError, sqlite3.DatabaseError) as error:
            raise SettingsError(f"{path} can't be the bot's database ({error}). Name another.") from error
        if version != _SCHEMA_VERSION:
            raise SettingsError(
                f"{path} was written by another version of the bot "
                f"(schema {version}, wanted {_SCHEMA_VERSION}). Move it away and start the bot again."
            )

    def close(self) -> None:
        self._db.close()

    # Updates: kept before any work, so that a killed process finishes at its next start what it had begun.

    def take(self, update_id: int, chat: int, body: str) -> bool:
        """True when the update is new and now kept; False for one that came before."""
        taken = self._db.execute(
            "INSERT OR IGNORE INTO updates (id, chat, body) VALUES (?, ?, ?)", (update_id, chat, body)
        )
        return taken.rowcount == 1

    def sent(self, update_id: int) -> list[int]:
        """The ids of the messages that were sent so far to answer the update, in order."""
        row = self._db.execute("SELECT sent FROM updates WHERE id = ?", (update_id,)).fetchone()
        return list(json.loads(row[0])) if row else []

    def record_sent(self, update_id: int, message_id: int) -> None:
        self._db.execute("UPDATE updates SET sent = json_insert(sent, '$[#]', ?) WHERE id = ?", (message_id, update_id))

    def done(self, update_id: int) -> None:
        """Nothing more is to do: only the update's number is kept."""
        self._db.execute("UPDATE updates SET body = NULL, sent = '[]', chat = 0 WHERE id = ?", (update_id,))
        self._db.execute(
            "DELETE FROM updates WHERE body IS NULL AND sequence <= (SELECT max(sequence) FROM updates) - ?",
            (_UPDATES_KEPT,),
        )

    def unfinished(self) -> list[str]:
        """The updates that a former process left open, oldest first, less those that were tried too often."""
        self._db.execute("UPDATE updates SET tries = tries + 1 WHERE body IS NOT NULL")
        self._db.execute("UPDATE updates SET body = NULL WHERE tries > ?", (_TRIES,))
        rows = self._db.execute("SELECT body FROM updates WHERE body IS NOT NULL ORDER BY sequence")
        return [body for (body,) in rows]

    # Answers: what a button, or a reply to one of them, needs to go on working after a restart.

    def keep(self, id: str, chat: int, answer: Answer, memory: Memory | None = None) -> None:
        """Keeps an answer under its id, with what the chat was about after it; kept again, the new one counts."""
        kept = _to_json(memory) if memory else None
        self._db.execute(
            "INSERT OR REPLACE INTO answers (id, chat, body, memory) VALUES (?, ?, ?, ?)",
            (id, chat, _to_json(answer), kept),
        )
        self._db.execute(
            "DELETE FROM answers WHERE chat = ? AND sequence NOT IN "
            "(SELECT sequence FROM answers WHERE chat = ? ORDER BY sequence DESC LIMIT ?)",
            (chat, chat, _ANSWERS_KEPT),
        )
        self._db.execute("DELETE FROM messages WHERE chat = ? AND answer NOT IN (SELECT id FROM answers)", (chat,))

    def shown(self, id: str, chat: int, messages: Sequence[int]) -> None:
        """Notes in which messages an answer stands."""
        self._db.executemany(
            "INSERT OR REPLACE INTO messages (chat, id, answer) VALUES (?, ?, ?)", [(chat, m, id) for m in messages]
        )

    def memory(self, chat: int, message: int) -> Memory | None:
        """What the chat was about after the answer that stands in a message; None where none is kept."""
        row = self._db.execute(
            "SELECT memory FROM answers JOIN messages ON answers.id = messages.answer AND answers.chat = messages.chat"
            " WHERE messages.chat = ? AND messages.id = ?",
            (chat, message),
        ).fetchone()
        return _from_json(Memory, row[0]) if row and row[0] else None

    def answer(self, id: str, chat: int) -> Answer:
        """The answer that was given under this id in this chat.

        Raises KeyError where none is kept. The chat is asked for because a forged button may hold any id.
        """
        row = self._db.execute("SELECT body FROM answers WHERE id = ? AND chat = ?", (id, chat)).fetchone()
        if row is None:
            raise KeyError(id)
        return _from_json(Answer, row[0])

    def forget(self, chat: int) -> None:
        """Deletes all that is kept of a chat, except the bare numbers of the updates."""
        self._db.execute("DELETE FROM answers WHERE chat = ?", (chat,))
        self._db.execute("DELETE FROM messages WHERE chat = ?", (chat,))
        self._db.execute("UPDATE updates SET body = NULL, sent = '[]', chat = 0 WHERE chat = ?", (chat,))
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else the deleted words stay in the -wal file


_Kept = TypeVar("_Kept", Answer, Memory)
_hints = lru_cache(get_type_hints)


def _to_json(kept: Answer | Memory) -> str:
    return json.dumps(asdict(kept), default=date.isoformat)


def _from_json(kind: type[_Kept], body: str) -> _Kept:
    """The dataclass that was written; a field that is newer than the writing has its default."""
    found: _Kept = _read(kind, json.loads(body))
    return found


def _read(kind: Any, value: Any) -> Any:
    """A value of JSON as the type that an annotation asks for: dataclasses, tuples and dates, also optional."""
    if value is None:
        return None
    if not is_dataclass(kind) and type(None) in get_args(kind):
        (kind,) = (some for some in get_args(kind) if some is not type(None))
    if is_dataclass(kind):
        made: Any = kind
        return made(**{name: _read(_hints(made)[name], held) for name, held in value.items()})
    if isinstance(value, list):
        kinds = get_args(kind)
        each = kinds[:1] * len(value) if kinds[-1] is Ellipsis else kinds
        return tuple(_read(some, held) for some, held in zip(each, value, strict=True))
    return date.fromisoformat(value) if kind is date else value
