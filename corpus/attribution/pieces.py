"""An attribution on its way to a statement: who, how and what, as spans of a report."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """An attribution in a report's own offsets."""

    source: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    within: int | None = None  # index of the attribution whose content holds it
    turn: int | None = None  # index of the turn that holds it
    relay: Span | None = None  # who quotes the source

    @property
    def spans(self) -> tuple[Span, ...]:
        return (*((self.source,) if self.source else ()), *self.cue, *self.content)

    @property
    def start(self) -> int:
        return min(span.start for span in self.spans)


def is_introduced(text: str, piece: Piece) -> bool:
    """True for "The minister said:" and then the words themselves, without marks."""
    content = piece.content[0]
    gap = text[piece.cue[-1].start : content.start]
    return gap.rstrip().endswith(":") and len(gap.strip(" :\n")) > 1 and text[content.start].isupper()
