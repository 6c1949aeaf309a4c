"""From lines on pages to running text: where one paragraph ends, and words that a line's end splits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.types import Span

SPLIT = "\x02"  # pdfium's sign for a hyphen at a line's end, which it has joined to the next line
_HYPHENATED = re.compile(rf"([^\W\d_]*){SPLIT}([^\W\d_]*)")
_WORD = re.compile(r"[^\W\d_]+")
_HALF = re.compile(r"([^\W\d_]+)-$")
_ENDED = re.compile(r"[.!?…:;][\"”’')\]»]*$")
_BULLET = re.compile(r"[•▪◦‣●■]")
_HEADING = 150  # characters


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; lengths in points, from the left and the bottom edge."""

    text: str
    left: float
    right: float
    foot: float  # of its first character
    last_foot: float  # of its last one: lower, where a hyphen has joined two lines
    size: float  # the height of its type


def paragraphs(pages: Sequence[Sequence[Line]]) -> tuple[str, tuple[int, ...], tuple[Span, ...]]:
    """The text, the offset at which each page begins, and the spans of the headings, set in larger type.

    A paragraph's lines are joined by a space, paragraphs parted by a blank line. A hyphen at the end of a
    line stays, as it stands on the page, unless the whole word occurs elsewhere: "govern-" and "ment" are one
    word where "government" is, "well-" and "known" stay two. Takes at least one line.
    """
    whole = {word.casefold() for lines in pages for line in lines for word in _WORD.findall(line.text)}
    body = _commonest_size(pages)
    leading = _leading(pages, body)

    # 1. lines and what stands between them
    pieces: list[str] = []
    starts: list[int | None] = [None] * len(pages)
    begun: list[tuple[int, float]] = []  # where each paragraph begins, and the size of its type
    length = 0
    before: tuple[int, Line, bool] | None = None
    for number, lines in enumerate(pages):
        margin = _margin(lines)
        for line in lines:
            text = _HYPHENATED.sub(lambda split: _joined(split[1], split[2], whole), line.text)
            gap = ""
            if before:
                page, last, short = before
                gap = _gap(last, line, short, leading if page == number else None)
                half, rest = _HALF.search(pieces[-1]), _WORD.match(text)
                if gap == " " and half and rest and text[0].islower():  # split by the end of a page
                    gap = _joined(half[1], rest[0], whole)[len(half[1]) : -len(rest[0])]
                    pieces[-1] = pieces[-1][:-1]
                    length -= 1
            pieces += [gap, text]
            length += len(gap)
            if not before or "\n" in gap:
                begun.append((length, line.size))
            if starts[number] is None:
                starts[number] = length
            length += len(text)
            before = (number, line, line.right < margin)
    text = "".join(pieces)

    # 2. a page without text begins where the next one does
    offsets: list[int] = []
    for start in reversed(starts):
        offsets.append(start if start is not None else offsets[-1] if offsets else length)
    return text, tuple(reversed(offsets)), tuple(_headings(text, begun, body))


def _gap(before: Line, line: Line, short: bool, leading: float | None) -> str:
    """What parts two lines: a space within a paragraph, a blank line, or a line's end before a bullet.

    short: the first ends well before the margin. leading: the usual distance, None across pages, where
    distances tell nothing.
    """
    if abs(before.size - line.size) > 0.1 * before.size:
        return "\n\n"
    if _BULLET.match(line.text):
        return "\n"
    ended = _ENDED.search(before.text) is not None
    if short and (ended or not line.text[0].islower()):
        return "\n\n"
    if leading is None:
        return "\n\n" if ended else " "
    indented = line.left - before.left > 0.8 * line.size and not _BULLET.match(before.text)
    return "\n\n" if indented or _step(before, line) > 1.4 * leading else " "


def _joined(left: str, right: str, whole: set[str]) -> str:
    return left + right if (left + right).casefold() in whole and left and right else f"{left}-{right}"


def _step(before: Line, line: Line) -> float:
    return before.last_foot - line.foot


def _commonest_size(pages: Sequence[Sequence[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _leading(pages: Sequence[Sequence[Line]], body: float) -> float:
    """The usual distance from line to line."""
    steps = (_step(one, two) for lines in pages for one, two in pairwise(lines))
    return median([step for step in steps if 0 < step < 4 * body] or [body])


def _margin(lines: Sequence[Line]) -> float:
    """Where a line has to reach not to be a short one: 70 % of the page's width of text."""
    left = min((line.left for line in lines), default=0.0)
    return left + 0.7 * (max((line.right for line in lines), default=0.0) - left)


def _headings(text: str, begun: Sequence[tuple[int, float]], body: float) -> Iterator[Span]:
    ends = [start for start, _ in begun[1:]] + [len(text)]
    for (start, size), end in zip(begun, ends, strict=True):
        span = Span(start, start + len(text[start:end].rstrip()))
        if size > 1.15 * body and len(span) <= _HEADING and not span.of(text).endswith("."):
            yield span
