"""Quotes that stand against each other: figures that differ, and what one asserts and another denies.

Shown, not judged. A wrong "these differ" is worse than none, so both must plainly be about the same: the same thing
counted in one event, or nearly all of one statement's words in the other. Most contradictions are therefore not found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice, takewhile
from typing import Literal, TypeVar

from bot.counted import COUNTED, UNITS, Count, counts
from bot.quotes import Quote
from corpus.attribution.verbs import lemma
from corpus.types import Span, Statement
from index.fulltext import stems, stop_stems

_ROUNDED = 0.03  # of a figure: as near as this is the same one
_LATELY = 45  # days between reports of one event
_CAPITAL = re.compile(r"\b[A-Z][\w-]+")
_INSIDE = re.compile(r"(?<=[a-z,] )[A-Z][\w-]+")  # a capital that opens no sentence: a name
_TIME = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|\b(?:19|20)\d\d\b")
_NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december jan feb mar apr jun jul aug sep sept oct nov dec mr mrs ms dr".split()
)
_NEGATIONS = frozenset("not no never none nobody nothing neither nor cannot without t".split())
_DENYING = frozenset("deny refute dispute reject rebut contradict repudiate debunk disprove disavow denial".split())
_WORD = re.compile(r"\w+")
_SCOPE = 2  # words of topic behind a "not": one of them is what it turns round

Sort = Literal["figures", "polarity"]
_LEADS: dict[Sort, str] = {"figures": "Figures differ:", "polarity": "One says it, another denies it:"}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction."""

    quote: Quote
    span: Span  # in the report's text: the figure, or the statement from its first piece to its last
    speaker: str = ""  # whose figure or statement it is; "" when the report doesn't tell

    @property
    def words(self) -> str:
        """The figure or statement as the report has it."""
        return self.span.of(self.quote.report.text)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two quotes or more that stand against each other; newest first, those without a date last."""

    sort: Sort
    sides: tuple[Side, ...]
    about: frozenset[str]  # stems: words for what is counted, or those that both sides have

    @property
    def lead(self) -> str:
        """What is said above them: "Figures differ:"."""
        return _LEADS[self.sort]

    def in_words(self, numbers: Sequence[int]) -> str:
        """All of it in a line, each side with the number under which it is shown.

        "Figures differ: 14 (police, 3 Oct 2016) [2], at least 12 (Reuters, 2 Oct 2016) [1]."
        """
        told = (f"{self._side(side)} [{number}]" for side, number in zip(self.sides, numbers, strict=True))
        return f"{self.lead} {', '.join(told)}."

    def _side(self, side: Side) -> str:
        report = side.quote.report
        whose = side.speaker or report.source or report.id
        day = f"{report.date:%-d %b %Y}" if report.date else ""
        if self.sort == "figures":
            return f"{side.words} ({', '.join(filter(None, (whose, day)))})"
        return f"{whose} ({day})" if day else whose


def contradictions(quotes: Sequence[Quote]) -> list[Contradiction]:
    """What stands against each other among ranked quotes, that of the better quotes first.

    Figures of one quote are never set against each other; no figure and no statement stands in two contradictions.
    """
    found = [list(counts(quote)) for quote in quotes]
    counted_by = Counter(what for some in found for what in {count.what for count in some})
    # what only one quote counts differs from nothing: most figures need not be looked at
    figures = _against([_figure(c) for some in found for c in some if counted_by[c.what] > 1], _differ)
    claims = _against([c for q in quotes for c in _claims(q)], _deny)
    return [
        *(Contradiction("figures", _newest_first(_once(some)), _counted_as(some)) for some in figures),
        *(Contradiction("polarity", _newest_first(some[:2]), some[0].words & some[1].words) for some in claims),
    ]


def is_negation(word: str) -> bool:
    """True for a word that turns what is said into its opposite; "t" is what is left of "don't"."""
    return word.casefold() in _NEGATIONS


# -- what is compared


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure or a claim, and what tells what it is about."""

    side: Side
    text: str  # of it, without who says it and how
    words: frozenset[str]  # stems of topic in the text


@dataclass(frozen=True, slots=True)
class _Figure(_Told):
    value: float
    what: str  # see Count
    alone: bool


@dataclass(frozen=True, slots=True)
class _Claim(_Told):
    denies: bool  # by its verb
    turned: frozenset[str]  # stems behind a "not"
    future: bool


T = TypeVar("T", bound=_Told)


def _against(told: Sequence[T], stand: Callable[[T, T], bool]) -> list[list[T]]:
    """Each that others stand against, with them, in the order given; nothing twice."""
    groups, free = [], list(told)
    while free:
        first, *rest = free
        others = [t for t in rest if stand(first, t)]
        if others:
            groups.append([first, *others])
        free = [t for t in rest if all(t is not other for other in others)]
    return groups


def _once(figures: Sequence[_Figure]) -> list[_Figure]:
    """The first of each value, one of each quote."""
    kept: list[_Figure] = []
    for f in figures:
        if all(f.value != other.value and f.side.quote is not other.side.quote for other in kept):
            kept.append(f)
    return kept


def _counted_as(figures: Sequence[_Figure]) -> frozenset[str]:
    """The words for what figures count; for money and shares those that they stand with."""
    what = figures[0].what
    return frozenset(stems(COUNTED.get(what, what))) - {"percent"} or figures[0].words & figures[1].words


def _newest_first(told: Sequence[_Told]) -> tuple[Side, ...]:
    return tuple(sorted((t.side for t in told), key=lambda side: side.quote.report.date or date.min, reverse=True))


def _topic(text: str) -> frozenset[str]:
    return frozenset(stems(text)) - stop_stems() - _NEGATIONS - UNITS.keys()


@lru_cache(256)  # passages of one answer, compared again and again
def _setting(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names, in small letters, and the stems of topic of a passage with its title."""
    names = frozenset(name.casefold() for name in _INSIDE.findall(text))
    return names - _NO_NAMES - stop_stems(), _topic(text)


def _around(told: _Told) -> tuple[frozenset[str], frozenset[str]]:
    quote = told.side.quote
    return _setting(f"{quote.report.title} {quote.passage.of(quote.report.text)}")


def _names(told: _Told) -> frozenset[str]:
    return _around(told)[0] & frozenset(word.casefold() for word in _CAPITAL.findall(told.text))


def _times(told: _Told) -> frozenset[str]:
    """The months and years that are named and are not those of the report itself."""
    day = told.side.quote.report.date
    own = {f"{day:%b}", str(day.year)} if day else set()
    return frozenset(word[:3] if word.isalpha() else word for word in _TIME.findall(told.text)) - own


def _compatible(one: _Told, other: _Told) -> bool:
    """False when each names what the other doesn't (another place, another candidate), or one names another time."""
    a, b = _names(one), _names(other)
    return (a <= b or b <= a) and _times(one) == _times(other)


def _one_event(one: _Told, other: _Told) -> bool:
    """True when two reports of about the same days name the same people or places and tell the same of them."""
    days = [t.side.quote.report.date for t in (one, other)]
    if days[0] and days[1] and abs((days[0] - days[1]).days) > _LATELY:
        return False
    (names, words), (others, other_words) = _around(one), _around(other)
    return len(names & others) >= 2 and len(words & other_words) >= 4


# -- figures


def _figure(count: Count) -> _Figure:
    quote, sentence, number, what, alone = count
    text, said = quote.report.text, quote.said
    held = said.statement if said and said.statement.sentence.covers(number) else None
    bare = list(sentence.of(text))
    for part in (number, held and held.source, held and held.cue):  # who says it is not what it is about
        if part and sentence.covers(part):
            bare[part.start - sentence.start : part.end - sentence.start] = " " * len(part)
    rest = "".join(bare)
    theirs = held and any(piece.covers(number) for piece in held.content)
    side = Side(quote, number, _speaker(held) if held and theirs else "")
    return _Figure(side, rest, _topic(rest) - {what}, count.value, what, alone)


def _differ(one: _Figure, other: _Figure) -> bool:
    """True when both count the same in one event and come to different figures."""
    a, b = one.side.quote, other.side.quote
    if a is b or one.what != other.what or abs(one.value - other.value) <= _ROUNDED * max(one.value, other.value):
        return False
    if (a.report.id == b.report.id and not _two_speakers(a, b)) or not _compatible(one, other):
        return False
    if one.what in COUNTED:  # one is as often an example as a toll
        return a.report.id == b.report.id or (_one_event(one, other) and min(one.value, other.value) > 1)
    shared = len(one.words & other.words)
    fewest, most = sorted((len(one.words), len(other.words)))
    plainly = one.alone and other.alone and shared >= max(3, 0.75 * fewest, 0.5 * most)
    return plainly and bool(_names(one) & _names(other)) and _one_event(one, other)


def _speaker(statement: Statement) -> str:
    """Who speaks; "" for a "he" of whom it isn't known who he is."""
    return "" if statement.speaker.resolved == "unresolved" else statement.speaker.name


def _two_speakers(a: Quote, b: Quote) -> bool:
    """True when it is known of both who speaks, and they are two."""
    if not (a.said and b.said):
        return False
    if a.said.person and b.said.person:
        return a.said.person != b.said.person
    names = _speaker(a.said.statement), _speaker(b.said.statement)
    return all(names) and names[0] != names[1]


# -- claims


def _claims(quote: Quote) -> Iterator[_Claim]:
    """The claim that a quote's statement makes: what it asserts or denies."""
    if quote.said is None or quote.said.statement.polarity not in ("asserts", "denies"):
        return
    report, statement = quote.report, quote.said.statement
    text = " ".join(piece.of(report.text) for piece in statement.content)
    cue = statement.cue.of(report.text) if statement.cue else ""
    denies = statement.polarity == "denies"
    if denies and not any(lemma(word) in _DENYING for word in cue.split()):
        return  # who refuses or doubts does not deny
    words = _WORD.findall(text)
    turned = frozenset().union(*(_turned(words[i + 1 :]) for i, word in enumerate(words) if is_negation(word)))
    side = Side(quote, quote.said.span, _speaker(statement))
    future = statement.tense == "future"
    yield _Claim(side, text, _topic(text), denies, turned, future)


def _turned(behind: Sequence[str]) -> frozenset[str]:
    """The stems of the first words of topic behind a "not", up to a name: that is not what it turns."""
    topical = (s for word in takewhile(str.islower, behind) for s in stems(word) if s not in stop_stems())
    return frozenset(islice(topical, _SCOPE))


def _deny(one: _Claim, other: _Claim) -> bool:
    """True when nearly the same is asserted by one and denied by another."""
    if one.future != other.future or not _two_speakers(one.side.quote, other.side.quote):
        return False
    shared = len(one.words & other.words)
    fewest, most = sorted((len(one.words), len(other.words)))
    if one.denies != other.denies and not (one.turned or other.turned):
        denied = len(one.words if one.denies else other.words)
        return shared >= max(3, 0.75 * denied) and _compatible(one, other) and _one_event(one, other)
    if one.denies or other.denies or bool(one.turned) == bool(other.turned):
        return False
    opposite = one.turned & other.words or other.turned & one.words
    return bool(opposite) and shared >= max(3, 0.6 * fewest, 0.4 * most) and _compatible(one, other)
