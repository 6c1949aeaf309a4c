"""Who speaks: each way in which a speaker is called, and the person or body of the collection that it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from corpus.attribution.people import Row, merge
from corpus.attribution.rulings import Rulings
from corpus.types import Body, Speaker
from index.catalog.database import Database
from index.catalog.tables import NO_FILTER, Filter, conditions

_READ = 500  # reports whose words are counted; more tell the same
_WORDS = re.compile(r"[^\W\d_]{3,}")


class Name(NamedTuple):
    """One way in which reports call a person or body."""

    person: str  # key of the Person; "" for one without a name
    shown: str  # the person's name
    called: str
    role: str
    body: Body
    statements: int  # made under it
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker of the collection, and how much they say in it."""

    key: str
    name: str
    role: str
    organisation: str
    body: Body
    statements: int
    reports: int
    sources: tuple[str, ...]  # publishers that report them
    first: date | None  # of the reports
    last: date | None


class People:
    """The speakers of an index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def key_of(self, speaker: Speaker) -> int:
        """The row of a speaker, made when there is none; within the transaction of the caller."""
        # an unnamed one is never the same person elsewhere: the description alone is kept
        named = speaker.resolved not in ("unnamed", "unresolved")
        row = (speaker.name, speaker.role, speaker.organisation, speaker.body, int(named))
        db = self._database.db
        db.execute("INSERT OR IGNORE INTO speakers (name, role, organisation, body, named) VALUES (?, ?, ?, ?, ?)", row)
        found = db.execute(
            "SELECT key FROM speakers WHERE name = ? AND role = ? AND organisation = ? AND body = ? AND named = ?", row
        ).fetchone()
        return int(found[0])

    def merge(self, rulings: Rulings | None = None) -> None:
        """Says anew which speakers are one person or body, from all that are named; in one transaction."""
        everybody = "SELECT s.key, p.* FROM speakers s LEFT JOIN people p ON p.person = s.person ORDER BY s.key"
        with self._database.transaction() as db:
            before = db.execute(everybody).fetchall()
            db.execute("DELETE FROM speakers WHERE key NOT IN (SELECT speaker FROM statements)")
            rows = {
                Row(name, role, organisation, body, count): key
                for key, name, role, organisation, body, count in db.execute(
                    "SELECT s.key, s.name, s.role, s.organisation, s.body, count(*) FROM speakers s"
                    " JOIN statements t ON t.speaker = s.key WHERE s.named GROUP BY s.key"
                )
            }
            people = merge(rows, rulings)
            db.execute("UPDATE speakers SET person = ''")
            db.executemany(
                "UPDATE speakers SET person = ? WHERE key = ?", [(people[row].key, key) for row, key in rows.items()]
            )
            db.execute("DELETE FROM people")
            db.executemany(
                "INSERT INTO people VALUES (?, ?, ?, ?, ?)",
                [(p.key, p.name, p.role, p.organisation, p.body) for p in set(people.values())],
            )
            if db.execute(everybody).fetchall() != before:
                self._database.move()  # who follows an index has to see it

    def names(self) -> list[Name]:
        """Every way in which somebody is called; those without a name, of whom a report only tells what they are, too.

        The latter have "" for a person.
        """
        found = self._database.db.execute(
            "SELECT s.person, coalesce(p.name, s.name), s.name, s.role, coalesce(p.body, s.body), count(*),"
            " s.organisation FROM speakers s LEFT JOIN people p ON p.person = s.person"
            " JOIN statements t ON t.speaker = s.key GROUP BY s.key"
        )
        return [Name(*row) for row in found]

    def ordinary_words(self) -> frozenset[str]:
        """Words of three letters or more, in small letters, that the newest reports don't keep for names.

        At least one in five is written small; what stands once in the reports tells nothing.
        """
        counts: Counter[str] = Counter()
        for (text,) in self._database.db.execute(f"SELECT text FROM reports ORDER BY date DESC LIMIT {_READ}"):
            counts.update(_WORDS.findall(text))
        return frozenset(
            word for word, small in counts.items() if small > 1 and word.islower() and small > counts[word.title()] / 4
        )

    def all(self, keys: tuple[str, ...] = (), wanted: Filter = NO_FILTER) -> list[Person]:
        """Everybody who is named, those with most statements first; only these keys when given.

        With a filter only the statements that it lets through count.
        """
        where, values = conditions(wanted, "statements")
        where = f"WHERE {where}" if wanted else ""
        if keys:
            where += f" {'AND' if where else 'WHERE'} p.person IN ({','.join('?' * len(keys))})"
        values = [*(values if wanted else ()), *keys]
        found = self._database.db.execute(
            "SELECT p.person, p.name, p.role, p.organisation, p.body, count(*), count(DISTINCT t.report),"
            " group_concat(DISTINCT nullif(r.source, '')), min(nullif(r.date, '')), max(nullif(r.date, ''))"
            " FROM people p JOIN speakers s ON s.person = p.person JOIN statements t ON t.speaker = s.key"
            f" JOIN reports r ON r.key = t.report {where} GROUP BY p.person ORDER BY 6 DESC, p.name",
            values,
        )
        return [
            Person(
                key, name, role, organisation, body, statements, reports, tuple(sorted((sources or "").split(","))),
                date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None,
            )
            for key, name, role, organisation, body, statements, reports, sources, first, last in found
        ]  # fmt: skip
