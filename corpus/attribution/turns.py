"""A turn: what one speaker says at a stretch, in a transcript or an interview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Span, Speaker

QUOTE = 300  # characters; a longer turn is cut into statements of about this length, between sentences


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose it is, where that stands, and the words."""

    speaker: Speaker
    label: Span | None  # None in an interview without labels
    body: Span


def cut(body: Span, sentences: Sequence[Span], text: str) -> Iterator[Span]:
    """A turn's words in runs of whole sentences of about QUOTE characters, without outer white space."""
    begin = end = body.start
    for sentence in sentences:
        start, stop = max(sentence.start, body.start), min(sentence.end, body.end)
        if start >= stop:
            continue
        if end > begin and stop - begin > QUOTE:
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
