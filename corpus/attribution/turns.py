"""A turn: what one speaker says at a stretch, in a transcript or an interview."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Span, Speaker

TALK = re.compile(
    r"\b(?:I|we|you|our|your|my|me|us|thank|thanks|yes|okay)\b|\?|I['’]", re.IGNORECASE
)  # how people talk
QUOTE = 300  # characters; a longer turn is cut into statements of about this length, between sentences


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose it is, where that stands, and the words."""

    speaker: Speaker
    label: Span | None  # before or behind the words; None in an interview without labels
    body: Span
    written: bool = False  # a letter: whom it reports to speak speaks as in a report, not within a speech

    @property
    def whole(self) -> Span:
        """From the first to the last character of both."""
        label = self.label or self.body
        return Span(min(label.start, self.body.start), max(label.end, self.body.end))


def apart(turns: Iterable[Turn]) -> list[Turn]:
    """The turns in the order of the text, without those that overlap one before them."""
    found: list[Turn] = []
    for turn in sorted(turns, key=lambda one: one.whole):
        if not found or found[-1].whole.end <= turn.whole.start:
            found.append(turn)
    return found


def cut(body: Span, sentences: Sequence[Span], text: str) -> Iterator[Span]:
    """A turn's words in runs of whole sentences of about QUOTE characters, without outer white space.

    Where a sentence is left out of `sentences` a run ends.
    """
    begin = end = body.start
    for sentence in sentences:
        start, stop = max(sentence.start, body.start), min(sentence.end, body.end)
        if start >= stop:
            continue
        if text[end:start].strip() or (end > begin and stop - begin > QUOTE):
            if end > begin:
                yield trimmed(text, begin, end)
            begin = start
        end = stop
    if end > begin:
        yield trimmed(text, begin, end)


def trimmed(text: str, start: int, end: int) -> Span:
    """text[start:end] without the white space around it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
