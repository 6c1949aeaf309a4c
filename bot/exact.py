"""Where words stand to the letter in the reports, and where they don't, the nearest with the difference shown."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from corpus.sentences import sentences
from corpus.types import Report, Span
from index.catalog import NO_FILTER, Filter, PassageRow, StatementRow
from index.fulltext import stems, stop_stems
from index.search import Index

MOST = 10  # places shown of words that stand in many
_DEPTH = 40  # passages that the search brings
_APART = 600  # characters at most between two parts with "..." between them
_NEAR_ENOUGH = 0.6  # similarity of words, in [0, 1], from which on another wording is shown
_TOPIC = 0.6  # share of the words of topic that it must have
_ALL_BUT_ONE = 0.85  # similarity from which on one of them is enough: "a doctor before I was a minister"
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ`][^\W_]+)*")  # "U.S.", "don’t"
_LEFT_OUT = re.compile(r"\.\.\.+|…|\[\s*(?:\.\.\.+|…)\s*\]")
_ACCENT = re.compile("[\u0300-\u036f]+")
_INSIDE = re.compile(r"['’ʼ`.]")

Only = Literal["both", "question", "report"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that stand in the question, in the report, or in both; as the report has them if it has."""

    only: Only
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in a report, and who says them there."""

    report: Report
    span: Span  # of the words in Report.text, from the first letter of the first to the last letter of the last
    sentence: Span  # the sentence or sentences that hold them
    said: StatementRow | None  # the statement that holds them, None when nobody is said to say them
    difference: tuple[Run, ...] = ()  # (), when they stand there to the letter

    @property
    def verbatim(self) -> bool:
        """True when they stand there word for word: case, accents, punctuation and white space apart."""
        return not self.difference


@dataclass(frozen=True, slots=True)
class Near:
    """The words of a text that are nearest to others."""

    span: Span
    likeness: float  # twice the words in common over the words of both, in [0, 1]
    difference: tuple[Run, ...]


def look_up(index: Index, words: str, wanted: Filter = NO_FILTER) -> list[Place]:
    """Where a quotation, or part of one, stands to the letter: with a speaker first, then oldest first, at most MOST.

    "..." in it stands for words left out. Where it stands nowhere: the one nearest place, if any is near enough. It may
    run over the border of two passages.
    """
    index.follow()
    fulltext, catalog = index.passages.fulltext, index.catalog
    parts = _parts(words)
    if not parts:
        return []
    rows: list[PassageRow] = []
    for phrases in (parts, ()):  # to the letter; then by its words alone, for one that runs on in the next passage
        rows = catalog.passages.rows([key for key, _ in fulltext.best(words, _DEPTH, wanted, phrases)])
        held = {row.passage.report_id: catalog.report(row.passage.report_id) for row in rows}
        reports = [report for report in held.values() if report]
        places = [_place(index, report, span) for report in reports for span in spans(report.text, words)]
        if places:
            return sorted(places, key=_order)[:MOST]
    best: tuple[Near, Report] | None = None
    for row in rows:
        report = held[row.passage.report_id]
        near = nearest(row.passage.span.of(report.text), words) if report else None
        if report and near and (best is None or near.likeness > best[0].likeness):
            start = row.passage.span.start
            best = Near(Span(start + near.span.start, start + near.span.end), near.likeness, near.difference), report
    return [_place(index, best[1], best[0].span, best[0].difference)] if best else []


def spans(text: str, words: str) -> list[Span]:
    """Every place of a text in which the words stand in a row; case, accents, punctuation and white space apart.

    Parts with "..." between them stand one behind the other, at most _APART characters apart.
    """
    parts, plain = [_Read(part) for part in _parts(words)], _plain(text)
    if not parts or not all(word in plain for part in parts for word in part.words):
        return []
    read, found = _Read(text), []
    for first, last in read.runs(parts[0]):
        for part in parts[1:]:
            follows = next(((a, b) for a, b in read.runs(part, last) if a >= last), None)
            if follows is None or read.spans[follows[0]].start - read.spans[last - 1].end > _APART:
                break
            last = follows[1]
        else:
            found.append(Span(read.spans[first].start, read.spans[last - 1].end))
    return found


def nearest(text: str, words: str) -> Near | None:
    """The words of a short text (a passage) that come nearest to others; None when they are not near enough."""
    asked, plain = _Read(" ".join(_parts(words))), _plain(text)
    # fewer in common can't make the likeness: 2c / (n + c) is the most that c of n words give
    least = _NEAR_ENOUGH / (2 - _NEAR_ENOUGH) * len(asked.words)
    if not asked.words or sum(word in plain for word in asked.words) < least:
        return None
    read = _Read(text)
    first, last = 0, len(read.words)
    if len(asked.line) < len(read.line):
        window = fuzz.partial_ratio_alignment(asked.line, read.line)
        if window is None:
            return None
        first, last = (bisect_left(read.middles, edge) for edge in (window.dest_start, window.dest_end))
    # as many words more at an end as the question has there: else "on my boots" for "on my shoes" would end at "my"
    blocks = [op for op in Indel.opcodes(asked.words, read.words[first:last]) if op.tag == "equal"]
    if not blocks:
        return None
    first, last = (
        max(0, first + blocks[0].dest_start - blocks[0].src_start),
        min(len(read.words), first + blocks[-1].dest_end + len(asked.words) - blocks[-1].src_end),
    )
    likeness = Indel.normalized_similarity(asked.words, read.words[first:last])
    topic = set(stems(" ".join(asked.words))) - stop_stems()
    shared = topic & set(stems(" ".join(read.words[first:last])))
    least_shared = _TOPIC * len(topic) if likeness < _ALL_BUT_ONE else min(1, len(topic))
    if likeness < _NEAR_ENOUGH or len(shared) < least_shared:
        return None
    runs = tuple(_compared(asked, read, first, last))
    return Near(Span(read.spans[first].start, read.spans[last - 1].end), likeness, runs)


class _Read:
    """A text as its words: small letters, without accents, apostrophes and signs; and where each stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_WORD.finditer(text))
        self.spans = [Span(*match.span()) for match in found]
        self.words = [_plain(match[0]) for match in found]
        self.line = f" {' '.join(self.words)} "
        self.starts = [0, *accumulate(len(word) + 1 for word in self.words)]  # of the space before each word, in `line`
        self.middles = [start + 1 + len(word) / 2 for start, word in zip(self.starts, self.words, strict=False)]

    def runs(self, part: _Read, after: int = 0) -> Iterator[tuple[int, int]]:
        """Where the words of another stand in a row, from a word on: numbers of the first word and behind the last."""
        at = self.line.find(part.line, self.starts[after])
        while at != -1:
            first = bisect_left(self.starts, at)
            yield first, first + len(part.words)
            at = self.line.find(part.line, at + 1)

    def slice(self, first: int, last: int) -> str:
        """Words as they stand in the text, with what stands between them."""
        return self.text[self.spans[first].start : self.spans[last - 1].end] if first < last else ""


def _plain(word: str) -> str:
    word = _INSIDE.sub("", word.casefold())
    return word if word.isascii() else _ACCENT.sub("", unicodedata.normalize("NFKD", word))


def _parts(words: str) -> list[str]:
    """The parts between "..."; what holds no word is none."""
    return [part for part in _LEFT_OUT.split(words) if _WORD.search(part)]


def _compared(asked: _Read, read: _Read, first: int, last: int) -> Iterator[Run]:
    """The words of both in order; what only the question has stands before what only the report has."""
    blocks = [op for op in Indel.opcodes(asked.words, read.words[first:last]) if op.tag == "equal"]
    mine, theirs = 0, first
    for block in blocks:
        yield from _differing(asked.slice(mine, block.src_start), read.slice(theirs, first + block.dest_start))
        yield Run("both", read.slice(first + block.dest_start, first + block.dest_end))
        mine, theirs = block.src_end, first + block.dest_end
    yield from _differing(asked.slice(mine, len(asked.words)), read.slice(theirs, last))


def _differing(mine: str, theirs: str) -> Iterator[Run]:
    if mine:
        yield Run("question", mine)
    if theirs:
        yield Run("report", theirs)


def _place(index: Index, report: Report, span: Span, difference: tuple[Run, ...] = ()) -> Place:
    inside = [row.passage.span for row in index.catalog.passages.of(report.id) if row.passage.span.overlap(span)]
    start, end = min(p.start for p in inside), max(p.end for p in inside)
    touched = [s for s in sentences(report.text[start:end]) if Span(start + s.start, start + s.end).overlap(span)]
    sentence = Span(start + touched[0].start, start + touched[-1].end)
    rows = index.catalog.statements.of(report.id, span)
    held = {row: sum(piece.overlap(span) for piece in row.statement.content) for row in rows}
    most = max(held.values(), default=0)
    # of a statement within a statement the inner one: its speaker says these words
    said = min((row for row, n in held.items() if n == most), key=lambda row: len(row.span), default=None)
    return Place(report, span, sentence, said if 2 * most >= len(span) else None, difference)


def _order(place: Place) -> tuple[bool, date, str, int]:
    return place.said is None, place.report.date or date.max, place.report.id, place.span.start
