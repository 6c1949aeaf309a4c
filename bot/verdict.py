"""Did they say that? Yes, in other words, no, or no record; by plain signs, not by judging what is true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.question import Question
from bot.quotes import FEATURES, Quote
from bot.types import Verdict

_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot|without|refus\w+|reject\w*|deni\w+|deny\w*|rul\w+ out)\b"
    r"|n['’]t\b",
    re.I,
)
_NEAR, _MEANING = FEATURES.index("near"), FEATURES.index("meaning")
_ENOUGH = 0.45  # of the question's weight near the quote, or of the statement's cosine: less is another matter


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict and how it is put to a person."""

    answer: Verdict
    words: str


def verdict(question: Question, theirs: Sequence[Quote]) -> Told:
    """Whether the best of somebody's statements says what the question asks.

    "no" needs a statement that denies it, or one that says it with a "not" where the question has none (or the other
    way round). Never a yes without a statement.
    """
    if not theirs:
        return Told("not_found", "No record of that in the reports.")
    best = theirs[0]
    if max(best.features[_NEAR], best.features[_MEANING]) < _ENOUGH or best.said is None:
        return Told("not_found", "No record of that; the nearest that was said:")
    words = best.span.of(best.report.text)
    polarity = best.said.statement.polarity
    if polarity == "declines" and question.polarity != "declines":
        return Told("no", "No: asked about it, they declined to say.")
    if polarity == "denies":
        if question.polarity == "denies":
            return Told("yes", "Yes, denied:")
        return Told("no", "No, it was denied:")
    if question.polarity == "denies":
        return Told("no", "No denial; what was said:")
    if bool(_NOT.search(words)) != bool(_NOT.search(question.topic or question.text)):
        return Told("no", "It reads otherwise:")
    if question.topic and question.topic.lower() in words.lower():
        return Told("yes", "Yes, in these words:")
    return Told("yes", "Yes, in other words:")
