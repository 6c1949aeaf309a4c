"""What the bot keeps, apart from the index: answers for their buttons, and updates until they are done.

The only module of the bot that speaks SQL.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from bot.types import Answer, Citation, Said
from corpus.errors import SettingsError
from corpus.types import Span

_SCHEMA_VERSION = 1
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
            if version == 0:
                self._db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_SCHEMA_VERSION}; COMMIT;")
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

    # Answers: what a button needs to go on working after a restart.

    def keep(self, id: str, chat: int, answer: Answer) -> None:
        """Keeps an answer under its id; kept again, the new one counts."""
        self._db.execute(
            "INSERT OR REPLACE INTO answers (id, chat, body) VALUES (?, ?, ?)", (id, chat, _to_json(answer))
        )
        self._db.execute(
            "DELETE FROM answers WHERE chat = ? AND sequence NOT IN "
            "(SELECT sequence FROM answers WHERE chat = ? ORDER BY sequence DESC LIMIT ?)",
            (chat, chat, _ANSWERS_KEPT),
        )

    def answer(self, id: str, chat: int) -> Answer:
        """The answer that was given under this id in this chat.

        Raises KeyError where none is kept. The chat is asked for because a forged button may hold any id.
        """
        row = self._db.execute("SELECT body FROM answers WHERE id = ? AND chat = ?", (id, chat)).fetchone()
        if row is None:
            raise KeyError(id)
        return _from_json(row[0])

    def forget(self, chat: int) -> None:
        """Deletes all that is kept of a chat, except the bare numbers of the updates."""
        self._db.execute("DELETE FROM answers WHERE chat = ?", (chat,))
        self._db.execute("UPDATE updates SET body = NULL, sent = '[]', chat = 0 WHERE chat = ?", (chat,))
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else the deleted words stay in the -wal file


def _to_json(answer: Answer) -> str:
    return json.dumps(asdict(answer), default=date.isoformat)


def _from_json(body: str) -> Answer:
    fields: dict[str, Any] = json.loads(body)
    return Answer(
        **fields
        | {
            "citations": tuple(map(_citation, fields["citations"])),
            "nearest": tuple(map(_citation, fields["nearest"])),
            "statements": tuple(Said(**said | {"span": Span(**said["span"])}) for said in fields["statements"]),
            "example_questions": tuple(fields["example_questions"]),
        }
    )


def _citation(fields: dict[str, Any]) -> Citation:
    day = fields["date"]
    spans = {name: Span(**fields[name]) for name in ("span", "passage")}
    return Citation(**fields | spans | {"date": date.fromisoformat(day) if day else None})
