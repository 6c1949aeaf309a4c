"""Where a text stands in quotation marks, and whether words are quoted: direct, indirect or both."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np

from corpus.attribution.features import INSIDE, quotation
from corpus.types import Kind, Span

_OPENING, _MARKS = "\"“'‘«", "\"“”'‘’«»"
_WHOLE = 0.97  # of a content's letters: a stray mark or letter makes no mixed speech


class Quotations:
    """The quotations of one text, with straight, curly, doubled (''...'') and single marks."""

    def __init__(self, text: str) -> None:
        self._text = text
        inside = quotation(text) == INSIDE
        self._inside = inside
        turns = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
        self._starts, self._ends = turns[::2].tolist(), turns[1::2].tolist()

    def at(self, offset: int) -> Span | None:
        """The quotation that the character at offset stands in, without its marks; None outside of all."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0 or offset >= self._ends[place]:
            return None
        return Span(self._starts[place], self._ends[place])

    def spans(self) -> Iterator[Span]:
        """Every quotation in order, without its marks."""
        return map(Span, self._starts, self._ends)

    def kind(self, content: Sequence[Span]) -> Kind:
        """direct when the content's letters are quoted, mixed when some are, else indirect."""
        letters = quoted = 0
        for span in content:
            known = np.fromiter(map(str.isalnum, span.of(self._text)), dtype=bool, count=len(span))
            letters += int(known.sum())
            quoted += int((known & self._inside[span.start : span.end]).sum())
        if not quoted:
            return "indirect"
        return "direct" if quoted >= _WHOLE * letters else "mixed"

    def kind_within(self, content: Sequence[Span]) -> Kind:
        """direct or indirect for a content that lies within another's: by the marks at its own two ends."""
        first, last = content[0].start, content[-1].end
        opening, closing = self._text[max(0, first - 1) : first + 1], self._text[last - 1 : last + 1]
        marked = any(mark in _OPENING for mark in opening) and any(mark in _MARKS for mark in closing)
        return "direct" if marked else "indirect"
