"""What somebody goes on to say without being named again.

"It did not rise," said Ana Solano, the mayor. "It arrived."       a further quotation
The minister said:  /  We condemn this.  /  We will rebuild.        further paragraphs without marks
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from corpus.attribution.own import FIRST_PERSON
from corpus.attribution.pieces import Piece
from corpus.attribution.quotations import Quotations
from corpus.attribution.turns import trimmed
from corpus.types import Span

_FEWEST, _FEWEST_ALONE = 4, 8  # words of a quotation behind others, of one that is a paragraph and no heading
_MARKS = " \"“”„«»'‘’"
_CLOSED = re.compile(r"[.!?…][\"”’'»)\]]*\Z")
_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"\s*[\"“”„«'‘]")
_WORD = re.compile(r"\w+")
_HEADING = 80  # characters; a shorter line without a stop ends what somebody says


class Covered:
    """The characters of a text that some spans cover."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)

    def add(self, spans: Iterable[Span]) -> None:
        for span in spans:
            self._marks[span.start : span.end] = b"\1" * len(span)

    def touch(self, span: Span) -> bool:
        """True where one of the spans overlaps this one."""
        return 1 in self._marks[span.start : span.end]


def quoted_on(
    text: str, quotations: Quotations, pieces: Sequence[Piece], sentence_at: Callable[[int], Span]
) -> dict[int, list[Span]]:
    """The quotations that go on from each attribution, by its index: of whole sentences, and in nobody's content.

    They stand behind it in its paragraph, or are paragraphs by themselves behind one that is quoted or ends in a colon.
    """
    taken = Covered(len(text))
    for piece in pieces:
        taken.add(piece.content)
    ends = sorted((max(span.end for span in piece.spans), index) for index, piece in enumerate(pieces))
    found: dict[int, list[Span]] = {}
    latest, owner = Span(0, 0), -1  # the quotation that was given last, and to whom: the next may go on from it
    for quotation in quotations.spans():
        opening = text.rfind("\n", 0, quotation.start) + 1
        before = text[opening : quotation.start].rstrip(_MARKS)
        alone = not before and text[quotation.end : quotation.end + 3].lstrip(_MARKS)[:1] in ("", "\n")
        sound = alone or (_CLOSED.search(before) and _ends(text, quotation))
        fewest = _FEWEST_ALONE if alone else _FEWEST
        whole = sound and _CLOSED.search(quotation.of(text)) and len(_WORD.findall(quotation.of(text))) >= fewest
        end = quotation.start  # of what stands before it
        while end and text[end - 1] in _MARKS + "\n":
            end -= 1
        if not (end and whole) or taken.touch(quotation):
            continue
        sentence, introduced = sentence_at(end - 1), text[end - 1] == ":"
        if not latest.overlap(sentence):
            owner = -1
            for at in range(bisect_right(ends, (quotation.start, len(pieces))) - 1, -1, -1):
                stop, index = ends[at]
                if stop <= sentence.start:
                    break
                if not alone or introduced or quotations.kind(pieces[index].content) != "indirect":
                    owner = index
                    break
        if owner >= 0:
            found.setdefault(owner, []).append(quotation)
            latest = quotation
    return found


def _ends(text: str, quotation: Span) -> bool:
    """True where a sentence begins behind a quotation, or nothing."""
    behind = text[quotation.end : quotation.end + 4].lstrip(_MARKS)
    return text[quotation.end + 1 : quotation.end + 2] in ("", " ", "\n") and not behind[:1].islower()


def address(text: str, content: Span, quotations: Quotations) -> Span | None:
    """The paragraphs that go on behind the first words of a statement that stands behind "The minister said:".

    As far as these are in the first person, without marks, and up to a heading; None where there are none.
    """

    def is_own(begin: int, end: int) -> bool:
        return any(quotations.at(found.start()) is None for found in FIRST_PERSON.finditer(text, begin, end))

    last, own = content.end, is_own(content.start, content.end)
    for line in _LINE.finditer(text, content.end):
        words = line[0].strip()
        below = line.start() > content.end
        heading = below and len(words) < _HEADING and not _CLOSED.search(words)
        if words and (_MARK.match(words) or heading or words.endswith(":")):
            break
        if is_own(line.start(), line.end()) or (own and not below):
            last, own = line.end(), True
    rest = trimmed(text, min(content.end + 1, last), last)
    return rest if len(_WORD.findall(rest.of(text))) >= _FEWEST else None
