"""Each quote once: the same wire story in five outlets, or a quotation that several reports carry, with "also in"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from bot.contradictions import is_negation
from bot.counted import amount
from bot.quotes import Quote
from bot.types import Elsewhere
from corpus.types import Span

_WORD = re.compile(r"\w+")
_SHINGLE = 3  # words
_SHARED = 0.2  # of the shorter's shingles: one changed word spoils three
_CONTAINED = 0.8  # of the shorter's words that the longer has in the same order
_ROUGHLY = 0.33  # of a longer quote: one that says three times as much is shown beside the shorter
_CHANGED = 0.1  # of the shorter's words of topic that may stand for others
_MOST = 0.5  # of a quote's words: a statement that is less of it is not what it says
_FEW = 4  # words of topic: less than these are the same only when all words are, from one mouth
_KEPT = 2000  # quotes read lately
_NEAREST = 2  # words looked at beyond what the shorter has at an end: a "not" may stand there
_LITTLE = frozenset(  # no topic of their own; how something is said is the outlet's
    "a about after all also an and are as at be been but by could did do for from had has have he her his i if in is it"
    " its me my of on or our s she so t than that the their them then there they this to was we were what when which"
    " who will with would you your said says told tells added adds wrote announced stated reported noted".split()
)


def distinct(quotes: Sequence[Quote]) -> list[Quote]:
    """The quotes without those that repeat an earlier one, in the same order, with the reports of these as `also_in`.

    These are told oldest first, those without a date last.
    A quote repeats another when it has the same words but for an outlet's small edits. Another figure, a "not", another
    name or another speaker makes it a quote of its own.
    """
    read = [_words(quote) for quote in quotes]
    kept: dict[int, list[Quote]] = {}
    holders: dict[int, int] = {}  # by shingle, a bit for each of the kept that has it
    for i, words in enumerate(read):
        near = 0
        for shingle in words.shingles & holders.keys():
            near |= holders[shingle]
        original = next((k for k in kept if near >> k & 1 and _repeats(read[k], words)), None)
        if original is not None:
            kept[original].append(quotes[i])
            continue
        kept[i] = []
        for shingle in words.shingles:
            holders[shingle] = holders.get(shingle, 0) | 1 << i
    return [_with(quotes[i], others) if others else quotes[i] for i, others in kept.items()]


def _with(quote: Quote, others: Sequence[Quote]) -> Quote:
    known = {e.report_id: e for q in (quote, *others) for e in q.also_in}
    known |= {r.id: Elsewhere(r.id, r.title, r.source, r.date) for r in (q.report for q in others)}
    known.pop(quote.report.id, None)
    ordered = sorted(known.values(), key=lambda e: (e.date or date.max, e.report_id))
    return replace(quote, also_in=tuple(ordered))


@dataclass(frozen=True, slots=True)
class _Words:
    """A quote's words as they are compared: small letters, without signs, and without who says it and how."""

    cased: list[str]
    plain: list[str]
    person: str
    polarity: str
    shingles: Set[int]  # their hashes: a thousand tuples kept for each answer would keep the garbage collector busy


def _words(quote: Quote) -> _Words:
    if quote.said is None:
        return _read(quote.report.text, quote.span, (), "", "")
    statement = quote.said.statement
    return _read(quote.report.text, quote.span, statement.content, quote.said.person, statement.polarity)


@lru_cache(_KEPT)
def _read(text: str, span: Span, content: tuple[Span, ...], person: str, polarity: str) -> _Words:
    """A quote's words; remembered, as one answer looks at the same quotes more than once, and the next one again."""
    # "he told Reuters" is the outlet's, and every outlet puts it its own way
    said = [piece for piece in content if span.overlap(piece)]
    found = [w for p in said for w in _WORD.findall(text, max(p.start, span.start), min(p.end, span.end))]
    if len(found) < _FEW or sum(map(span.overlap, said)) < _MOST * len(span):
        found = _WORD.findall(text, span.start, span.end)
    plain = " ".join(found).casefold().split()
    runs = zip(*(plain[i:] for i in range(_SHINGLE)), strict=False)
    shingles = set(map(hash, runs)) or {hash(tuple(plain))}
    return _Words(found, plain, person, polarity, shingles)


def _repeats(first: _Words, later: _Words) -> bool:
    """True when `later` says nothing that `first` doesn't, or `first` with a little more around it."""
    if any(a and b and a != b for a, b in ((first.person, later.person), (first.polarity, later.polarity))):
        return False
    if len(first.shingles & later.shingles) < _SHARED * min(len(first.shingles), len(later.shingles)):
        return False
    topical = min(len(_topical(first.cased)), len(_topical(later.cased)))
    if topical < _FEW:
        return first.plain == later.plain and first.person == later.person
    fewest = min(len(first.plain), len(later.plain))
    common = LCSseq.similarity(first.plain, later.plain)
    if common < _CONTAINED * fewest or common < _ROUGHLY * len(later.plain):
        return False
    changed = 0
    for mine, theirs in _gaps(first, later):
        if _contradict(mine, theirs):
            return False
        changed += min(len(_topical(mine)), len(_topical(theirs)))
    return changed <= _CHANGED * topical


def _gaps(first: _Words, later: _Words) -> Iterator[tuple[list[str], list[str]]]:
    """What stands between the words that both have: the one's words and the other's in the same place.

    Before the first common word and after the last the longer goes on with what the shorter doesn't tell: of that only
    the nearest words count.
    """
    blocks = [op for op in LCSseq.opcodes(first.plain, later.plain) if op.tag == "equal"]
    starts = [(0, 0), *((op.src_end, op.dest_end) for op in blocks)]
    ends = [*((op.src_start, op.dest_start) for op in blocks), (len(first.plain), len(later.plain))]
    for number, ((a, b), (c, d)) in enumerate(zip(starts, ends, strict=True)):
        mine, theirs = first.cased[a:c], later.cased[b:d]
        if number == 0:
            mine, theirs = mine[-len(theirs) - _NEAREST :], theirs[-len(mine) - _NEAREST :]
        elif number == len(blocks):
            mine, theirs = mine[: len(theirs) + _NEAREST], theirs[: len(mine) + _NEAREST]
        if mine or theirs:
            yield mine, theirs


def _contradict(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """True when different words in the same place make it another claim."""
    if any(map(is_negation, mine)) != any(map(is_negation, theirs)):
        return True
    figures, others = (sorted(a for w in words if (a := amount(w)) is not None) for words in (mine, theirs))
    if figures != others and mine and theirs:
        return True
    names, rivals = _names(mine), _names(theirs)
    return bool(names and rivals and names.isdisjoint(rivals))


def _names(words: Sequence[str]) -> set[str]:
    """The words with a capital, but those to whom something is told: "told Reuters" stands for "said"."""
    names, listens = set[str](), False
    for word in words:
        listens = word.casefold() == "told" or (listens and (word[0].isupper() or word == "the"))
        if word[0].isupper() and not listens:
            names.add(word)
    return names


def _topical(words: Sequence[str]) -> list[str]:
    """The words that make a claim another one when they change."""
    return [w for word in words if (w := word.casefold()) not in _LITTLE and amount(w) is None]
