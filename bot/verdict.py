"""Did they say that? Yes, in other words, no, or no record; by plain signs, not by judging what is true.

Any of their statements may say it, or say otherwise, and it may be that none does: a softmax over all of these, of the
figures in bot/claims.py, tells how likely each is. Its weights stand in verdict.json; `python -m bot.fit_verdict` fits
them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bot.acts import Deed
from bot.claims import FEATURES, Beside, Claim, Sense, Signs
from bot.quotes import Quote
from bot.types import Verdict
from index.fulltext import stems

YES = 0.49  # how likely it must be that they said it
ONE = 0.2  # ... by their likeliest statement: what is spread thin over many is on the topic, not on the claim
HEAVY = 0.5  # share of the claim in one word, without which it is not made
LEAST = 0.02  # of a statement in words of the claim: where all of these stand around it, they are another's
TIMES = 5  # how much likelier than its opposite in the same report it must be that they called something a word
NO = 0.5  # how likely it must be that they said otherwise
APART = 0.6  # how likely a yes must be that leaves aside what was said on other days
OTHERS = 0.65  # ... that a statement of somebody else says it
NEAR = 0.12  # ... that a statement is on the matter at all, for not saying that none is
LOOKED_AT = 16  # statements, surest first; behind these none is ever likely

_CAN_SAY: frozenset[Sense] = frozenset(("same", "unclear"))
_AGAINST: frozenset[Sense] = frozenset(("opposite", "figure", "declined"))
# "is it true that ...", "was there ...": asks of nobody's words
NOBODY_NAMED = frozenset(("", "it", "this", "that", "there"))
_NAMING = re.compile(r"\s*(?:ever |really |actually )?(?:call|label|brand|describe|dub|term)\b", re.I)
WEIGHTS = Path(__file__).with_name("verdict.json")


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict, how it is put to a person, and the quotes that it rests on."""

    answer: Verdict
    words: str
    quote: Quote | None = None
    against: Quote | None = None  # what the same person said otherwise, on another day


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement beside a claim, with its odds, from 0: those of none of the statements being on the claim are 1."""

    beside: Beside
    says: float  # it
    denies: float  # or says otherwise

    @property
    def quote(self) -> Quote:
        return self.beside.quote


def options(besides: Sequence[Beside]) -> tuple[Signs, Signs]:
    """The figures of statements, shape (n, len(FEATURES)), and whether each can say it or say otherwise, (n, 2)."""
    figures = np.array([b.features for b in besides], np.float64).reshape(-1, len(FEATURES))
    can = [(b.sense in _CAN_SAY, b.sense != "silent") for b in besides]
    return figures, np.array(can, np.float64).reshape(-1, 2)


def judged(claim: Claim, quotes: Sequence[Quote]) -> list[Judged]:
    """The statements of the surest quotes, each with its odds."""
    besides = claim.beside(sorted(quotes, key=lambda quote: -quote.sure)[:LOOKED_AT])
    figures, can = options(besides)
    odds = np.exp(np.minimum(figures @ _weights().T, 30)) * can
    return [Judged(beside, float(says), float(denies)) for beside, (says, denies) in zip(besides, odds, strict=True)]


def verdict(claim: Claim, whom: str, theirs: Sequence[Quote], others: Sequence[Quote] = ()) -> Told:
    """Whether one of somebody's statements says what the question asks; never a yes without one.

    `theirs` are the statements of those who are asked about, `others` those of everybody else. What was said counts as
    said though the opposite was said on another day: then both are told.
    """
    found = judged(claim, theirs)
    said, other = _best(found)
    if said and other and _is_another_day(said, other) and _denied([other]) >= NO:
        that_day = [one for one in found if not _is_another_day(said, one)]
        if _is_made(said, that_day) and _said(that_day) >= APART:
            lead = f"{_yes(claim, said.quote)}, on {_day(said)}; the opposite on {_day(other)}:"
            return Told("yes", lead, said.quote, other.quote)
    if said and _is_made(said, found) and _said(found) >= YES and not _is_refused(claim, said, other):
        return Told("yes", f"{_yes(claim, said.quote)}:", said.quote)
    if other and (_denied(found) >= NO or _tells_another_figure(other, found)):
        return Told("no", _no(claim, other.beside), other.quote)
    elsewhere = judged(claim, others)
    stranger, _ = _best(elsewhere)
    name = _speaker(stranger.quote) if stranger else ""
    if stranger and name and _is_made(stranger, elsewhere) and _said([stranger]) >= OTHERS:
        # whoever is only described may be the one who is named
        lead = f"{_capital(whom)} is not on record with it; {name} said it:" if found else f"{name} said it:"
        return Told("not_found", lead, stranger.quote)
    if not found:
        return Told("not_found", f"No record that {whom} said it.")
    nearest = max(found, key=lambda one: one.says + one.denies)
    if _said([nearest]) + _denied([nearest]) >= NEAR:  # whether it says so is the reader's to judge
        return Told("not_found", f"Nearest to it, {whom} said:", nearest.quote)
    return Told("not_found", f"Not in these or like words; the nearest that {whom} said:")


def on_record(claim: Claim, quotes: Sequence[Quote]) -> Told:
    """Who says it, where nobody in particular is asked about; whether it is true is not for us to tell."""
    found = judged(claim, [q for q in quotes if _speaker(q)])
    said, other = _best(found)
    if said and _is_made(said, found) and _said(found) >= YES:
        return Told("yes", f"{_capital(_speaker(said.quote))} says so:", said.quote)
    if other and _denied(found) >= NO:
        return Told("no", f"{_capital(_speaker(other.quote))} says otherwise:", other.quote)
    return Told("not_found", "Nobody is on record with it; the nearest:")


def as_done(told: Told, found: Sequence[Deed], *, is_act: bool) -> Told:
    """A verdict on words with what the reports' own sentences tell: of an act no words alone are a yes.

    `found` is newest first. Where words were asked for (`is_act` is false) a sentence only makes up for missing ones.
    """
    done = [deed for deed in found if deed.came == "done"]
    if not is_act:
        return Told("yes", "Yes, so the report has it:", done[0].quote) if done and told.answer == "not_found" else told
    if not found:
        said = told.quote.said if told.quote else None
        if told.answer == "no" and said and said.statement.polarity == "denies":
            return told
        return Told("not_found", "No record that it was done; the nearest:", told.quote)
    newest = found[0]
    if newest.came == "done" or (done and newest.came == "open"):
        return Told("yes", "Yes, so the report has it:", done[0].quote)
    if newest.came == "not_done":
        return Told("no", "No, it was not done:", newest.quote)
    return told if told.answer == "no" else Told("not_found", "Not that it was done; the nearest:", newest.quote)


def _best(found: Sequence[Judged]) -> tuple[Judged | None, Judged | None]:
    """The statement that likeliest says it, and of those plainly against it the one that likeliest says otherwise."""
    said = max((one for one in found if one.says), key=lambda one: one.says, default=None)
    other = max((one for one in found if one.beside.sense in _AGAINST), key=lambda one: one.denies, default=None)
    return said, other


def _said(found: Sequence[Judged]) -> float:
    """How likely it is that one of the statements says it, where there are no others."""
    return sum(one.says for one in found) / _odds(found)


def _denied(found: Sequence[Judged]) -> float:
    """How likely it is that one of the statements says otherwise, where there are no others."""
    return sum(one.denies for one in found) / _odds(found)


def _odds(found: Sequence[Judged]) -> float:
    return 1 + sum(one.says + one.denies for one in found)


def _is_made(said: Judged, found: Sequence[Judged]) -> bool:
    """True for a statement that lacks nothing that the claim is mostly about, and stands out among those found."""
    told, missing = (said.beside.features[FEATURES.index(name)] for name in ("told", "missing"))
    return bool(told >= LEAST and missing <= HEAVY and said.says / _odds(found) >= ONE)


def _is_refused(claim: Claim, said: Judged, other: Judged | None) -> bool:
    """True where a word is asked for that somebody says in not using it: "I don't call it theft. Theft is ..."."""
    if other is None or other.quote.report.id != said.quote.report.id or not _NAMING.match(claim.text):
        return False
    return said.says < TIMES * other.denies


def _tells_another_figure(other: Judged, found: Sequence[Judged]) -> bool:
    """True where the same is told with another figure, by the statement that is likeliest on the matter."""
    first = max(found, key=lambda one: one.says + one.denies)
    missing = other.beside.features[FEATURES.index("missing")]
    return other is first and other.beside.sense == "figure" and bool(missing <= HEAVY)


def _is_another_day(one: Judged, other: Judged) -> bool:
    days = one.quote.report.date, other.quote.report.date
    return None not in days and days[0] != days[1]


def _day(one: Judged) -> str:
    return f"{one.quote.report.date:%-d %b %Y}"


def _yes(claim: Claim, quote: Quote) -> str:
    if claim.asks_for_more:
        return "Yes, something was said of it"
    return "Yes, in these words" if _verbatim(claim, quote) else "Yes, in other words"


def _no(claim: Claim, beside: Beside) -> str:
    said = beside.quote.said
    if beside.sense == "declined":
        return "No; asked to say something, that was declined:" if claim.declines else "No, there was no answer to it:"
    if beside.sense == "figure":
        return f"No, the figure is another, {beside.figure}:"
    if claim.asks_for_more:
        return "No, it was left open:"
    if said and said.statement.polarity == "denies":
        return "No, it was denied:"
    return "No, the opposite was said:"


def _verbatim(claim: Claim, quote: Quote) -> bool:
    words, said = stems(claim.text), stems(quote.said.span.of(quote.report.text)) if quote.said else []
    tail = words[1:] if words else []  # without the verb of the question
    while tail and tail[0] in ("that", "about"):
        tail = tail[1:]
    return len(tail) > 1 and f" {' '.join(tail)} " in f" {' '.join(said)} "


def _speaker(quote: Quote) -> str:
    return quote.said.statement.speaker.name if quote.said else ""


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


@lru_cache(1)
def _weights() -> Signs:
    """The weight of each figure, shape (2, len(FEATURES)): for saying it, and for saying otherwise."""
    held = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return np.array([held[name] for name in FEATURES]).T
