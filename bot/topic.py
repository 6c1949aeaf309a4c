"""What a question is about: its terms, how much each counts, and whose words are asked for."""

from __future__ import annotations

import math
import re
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from bot.question import Question
from bot.words import cut, stem
from index.fulltext import FullTextCache

AFTERWARDS = timedelta(days=7)  # how long after a day it is still reported

_ASKS_FIGURE = re.compile(
    r"\b(?:how (?:many|much|big|long|old|far|often|high)|when|what (?:day|date|year|share|percent\w*|number|figure))\b"
    r"|\b(?:percent|percentage|share|fraction|number) of\b",
    re.I,
)

Share = NDArray[np.float32]


class Topic:
    """A question beside the words of an index.

    A term counts by its inverse document frequency over the index's passages, in Okapi's form
    ln(1 + (N - n + 0.5) / (n + 0.5)); one that stands nowhere weighs most, as it should when a question asks about
    somebody whom no report names. `words` are in the order of the question; the three weights over them sum to 1, or
    to 0 where there is no such word. `names` are those of whoever is asked for, `voices` (keys) who speaks for them.
    """

    def __init__(
        self, question: Question, passages: FullTextCache, names: str = "", voices: frozenset[str] = frozenset()
    ) -> None:
        who = {stem(w) for w in cut(f"{question.whom} {names}").words}
        sought = dict.fromkeys(stem(w) for w in cut(question.search).words)
        topical = {stem(w) for w in cut(question.topic or question.search).words} - who
        first = {stem(w): w for text in (question.topic, question.search) for w in reversed(cut(text).words)}
        terms = list(dict.fromkeys([*sought, *topical]))
        self.words = tuple(first.get(term, term) for term in terms)
        total = len(passages)
        self.size = math.log10(max(total, 1))  # of the index, in passages
        counts = [passages.frequency(term) for term in terms]
        weight = np.array([math.log(1 + (total - n + 0.5) / (n + 0.5)) for n in counts], np.float32)
        self.all = _share(weight * [t in sought for t in terms])
        self.apart = _share(weight * [t in topical for t in terms])  # from whose words are asked for
        self.whom = _share(weight * [t in who for t in terms])
        self.unknown = float(self.all[np.array(counts, np.int64) == 0].sum())  # share that stands nowhere at all
        self.asks_figure = bool(_ASKS_FIGURE.search(question.words))
        self.asks_who = question.asks_who
        # "what did X say about Y": X's words; "who called Y a fool": anybody's
        self.asked = voices.union(person for some in question.speakers for person in some)
        self.asks_somebody = bool(question.whom or self.asked)
        self.people = self.asked | {person for some in question.about for person in some}
        self.polarity = question.polarity
        self.leans = question.leans
        self.near = frozenset(question.near)  # reports
        self.days = (question.when[0], question.when[1] + AFTERWARDS) if question.when else None

    @property
    def detail(self) -> int:
        """How many terms the topic has, without whose words are asked for."""
        return int(np.count_nonzero(self.apart))


def _share(weight: NDArray[np.float32]) -> Share:
    total = float(weight.sum())
    return np.asarray(weight / total if total else weight, np.float32)
