"""The speakers and publishers of an invented collection, and questions asked of it."""

from __future__ import annotations

from datetime import date

from bot.memory import Memory
from bot.people import Names
from bot.question import Question, understand
from corpus.types import Body
from index.catalog import Filter
from index.catalog.people import Name


def name(shown: str, statements: int, body: Body = "person", role: str = "") -> Name:
    return Name(shown.lower(), shown, shown, role, body, statements)


NAMES = Names(
    [
        name("Clara Voss", 20, role="mayor of Brenn"), name("Edgar Voss", 4), name("Ruben Ash", 9),
        name("Ines Maddock", 7, role="Port Court judge"), name("Anna Lorne", 2, role="pilot"), name("Pete Lorne", 1),
        name("Harbour Authority", 5, "organisation"), name("Northwind Ferries", 5, "organisation"),
        name("National Flood Office", 6, "organisation"), name("The Courier", 2, "outlet"),
    ],
    "bridge ferry harbour morning flood office national toll dam water fire strike island".split(),
)  # fmt: skip
SOURCES = ["The Courier", "Harbour Radio", "Island Gazette", "Morning Star", "Great Eastern Review"]
LAST = date(2021, 10, 20)
VOSS, EDGAR, ASH, MADDOCK = ("clara voss",), ("edgar voss",), ("ruben ash",), ("ines maddock",)
LORNES = ("anna lorne", "pete lorne")


def ask(typed: str, memory: Memory | None = None, limits: Filter | None = None) -> Question:
    """What a question means to somebody who asks it long after the collection's last report."""
    return understand(
        typed, memory or Memory(), limits, names=NAMES, sources=SOURCES, today=date(2026, 3, 4), last=LAST
    )
