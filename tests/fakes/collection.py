"""A collection whose every statement is told by a plain rule, and a ranker that knows what answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.features import AT, FEATURES
from bot.forms.asked import Asked
from bot.forms.records import whole
from bot.memory import Memory
from bot.question import Question
from bot.quotes import Finder, Quote
from corpus.types import Span
from index.build import build
from index.search import Index
from tests.fakes.encoder import ToyEncoder, write_jsonl

_STATEMENT = re.compile(
    r"(?P<who>[A-Z]\w+ [A-Z]\w+|A senior official|An aide)(?:, the [a-z ]+,)?"
    r" (?P<cue>said|denied|promised|declined to say)(?: that)? (?P<what>[^.]+)\."
)


@dataclass(frozen=True)
class _Found:
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


class PlainTagger:
    """Finds "Ann Baker said that something." and "A senior official denied that something."; called, loads itself."""

    fingerprint = "plain"

    def __call__(self) -> PlainTagger:
        return self

    def tag(self, texts: Sequence[str]) -> list[list[_Found]]:
        return [
            [_Found(*((Span(*m.span(name)),) for name in ("who", "cue", "what"))) for m in _STATEMENT.finditer(text)]
            for text in texts
        ]


def shelve(folder: Path, *reports: dict[str, Any]) -> Index:
    """An index of these reports, with every statement that the tagger's rule finds; built anew it follows them."""
    file = write_jsonl(folder / "corpus" / "reports.jsonl", *reports)
    build([file.parent], folder / "index", ToyEncoder, "toy", tagger=PlainTagger())
    return Index(folder / "index", lambda _: ToyEncoder())


def ranked(index: Index, question: Question) -> list[Quote]:
    """All statements within the question's filter: surely an answer, in the reports' order, with its topic in them."""
    keys = index.catalog.statements.keys_where(question.filter)
    quotes = whole(index.catalog, index.catalog.statements.rows(keys.tolist()))
    told = [float(question.topic in q.span.of(q.report.text)) for q in quotes]
    near = np.arange(len(FEATURES)) == AT["topic_near"]
    some = [replace(q, sure=0.1 + 0.8 * on, features=near * on) for q, on in zip(quotes, told, strict=True)]
    return sorted(some, key=lambda q: -q.sure)


def asked(index: Index, question: Question) -> Asked:
    """The question with all statements of the index, ranked."""
    finder = Finder(index)
    finder.understand("who?", Memory())  # as it comes: the names of the index are read then
    rank: Callable[[Question], list[Quote]] = lambda wanted: ranked(index, wanted)  # noqa: E731
    return Asked(question, index, finder, finder.topic(question), rank, tuple(rank(question)))
