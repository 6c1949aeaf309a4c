"""A report cut into passages: runs of whole sentences, the unit that is embedded and searched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil

from corpus.sentences import paragraphs, sentences
from corpus.types import Passage, Report, Span

Wordpieces = Callable[[Sequence[str]], list[int]]

_SHORT_TAIL = 40  # wordpieces: fewer, left over at the end of a section, stay with the passage before them
_STRETCH = 1.15  # of the limit: the length of a passage that takes such a tail
_CHARACTERS = 12  # at most, a wordpiece of the limit: a "word" of 2 MB is one (unknown) wordpiece

_WORD = re.compile(r"\S{1,100}\s*")
_CLAUSE_END = re.compile(r"""[,;:—–)\]"”’]+\s*\Z""")
_HEADING = re.compile(
    r"""(?!(?:By|Read|See|Watch|Related|Photo|Image|Picture|Advertisement|Source|File)\b)
        (?=[^\W_a-z]) (?=.*[^\W\d_]{3}) .{0,79} [^.,;!?…:"'”’»)\]。！？｡]""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stands whole in a passage: a sentence, or a piece of one that no passage could hold."""

    span: Span
    size: int  # wordpieces
    starts_paragraph: bool = False
    piece: bool = False


def split(report: Report, wordpieces: Wordpieces, *, lowest: int = 110, limit: int = 180) -> list[Passage]:
    """The report's passages in order, of `lowest` to `limit` wordpieces where sentences and sections allow.

    A heading opens a section and no passage reaches across it. Within a section neighbours share a sentence,
    unless that alone is a third of the limit; a passage ends with a paragraph if it can; a short tail makes
    the last one up to 15 % longer than the limit. A sentence beyond the limit is cut between words, at the
    end of a clause where there is one, into passages of its own. All but white space lies in a passage.

    `wordpieces` counts the wordpieces of each string of a batch, special tokens left out.
    """
    text = report.text
    sections = _sections(report)
    sizes = iter(wordpieces([sentence.of(text) for section in sections for sentence in section]))
    found: list[Span] = []
    for section in sections:
        units: list[_Unit] = []
        for before, sentence in pairwise([section[0], *section]):
            size = next(sizes)
            if size > limit or len(sentence) > _CHARACTERS * limit:
                units += _pieces(text, sentence, wordpieces, limit)
            else:
                new_line = "\n" in text[before.end : sentence.start]
                units.append(_Unit(sentence, size, starts_paragraph=new_line))
        for piece, run in groupby(units, key=lambda unit: unit.piece):
            together = list(run)
            found += [unit.span for unit in together] if piece else _pack(together, lowest, limit)
    return [Passage(report.id, number, span) for number, span in enumerate(found)]


def _pack(units: list[_Unit], lowest: int, limit: int) -> Iterator[Span]:
    """Passages over the sentences of a section."""
    begin, last, size = units[0].span.start, units[0], 0
    left = sum(unit.size for unit in units)
    for unit in units:
        all_fit = size + left <= (limit if left >= _SHORT_TAIL else _STRETCH * limit)
        room = (limit if size >= _SHORT_TAIL else _STRETCH * limit) - size
        full = unit.size > room or (size >= lowest and unit.starts_paragraph)
        if size and full and not all_fit:
            yield Span(begin, last.span.end)
            shared = last.size <= limit / 3 and last.size + unit.size <= limit
            begin, size = (last.span.start, last.size) if shared else (unit.span.start, 0)
        size, left, last = size + unit.size, left - unit.size, unit
    yield Span(begin, last.span.end)


def _pieces(text: str, sentence: Span, wordpieces: Wordpieces, limit: int) -> Iterator[_Unit]:
    """A sentence cut into pieces of about one size, each of at most `limit` wordpieces."""
    words = [match.span() for match in _WORD.finditer(text, sentence.start, sentence.end)]
    sizes = wordpieces([text[start:end].strip() for start, end in words])
    aim = sum(sizes) / max(1, ceil(sum(sizes) / limit))
    begin, last, size, left = sentence.start, sentence.start, 0, sum(sizes)
    for (start, end), more in zip(words, sizes, strict=True):
        clause = size >= 0.7 * aim and _CLAUSE_END.search(text, max(begin, start - 4), start)
        enough = size + left > limit and (clause or size >= _STRETCH * aim)
        if begin < last and (enough or size + more > limit or end - begin > _CHARACTERS * limit):
            yield _Unit(Span(begin, last), size, piece=True)
            begin, size = start, 0
        size, left, last = size + more, left - more, start + len(text[start:end].rstrip())
    yield _Unit(Span(begin, last), size, piece=True)


def _sections(report: Report) -> list[list[Span]]:
    """The sentences of each section. A heading, or several in a row, opens the section that follows it."""
    text = report.text
    headings = [heading for heading in report.headings if heading] or _guessed_headings(text)
    starts = {heading.start for heading in headings}
    borders = {0, len(text), *starts, *(heading.end for heading in headings)}
    sections: list[list[Span]] = [[]]
    only_headings = False
    for start, end in pairwise(sorted(border for border in borders if border <= len(text))):
        inside = [Span(start + s.start, start + s.end) for s in sentences(text[start:end])]
        if start in starts and not only_headings:
            sections.append([])
        only_headings = start in starts or (only_headings and not inside)
        sections[-1] += inside
    return [section for section in sections if section]


def _guessed_headings(text: str) -> list[Span]:
    """Short lines without a stop, each between blank lines; one before prose, or a few in a row.

    There are none in a text of which more than a quarter looks so: that is a list, or verse.
    """
    blocks = paragraphs(text)
    found: list[Span] = []
    for before, block, following in reversed([*zip([Span(0, 0), *blocks], blocks, blocks[1:], strict=False)]):
        if (
            (len(following) > 80 or following in found[-1:])
            and _HEADING.fullmatch(text, block.start, block.end)
            and (not before or text[before.end : block.start].count("\n") >= 2)
            and text[block.end : following.start].count("\n") >= 2
        ):
            found.append(block)
    return found if 4 * len(found) <= len(blocks) else []
