"""Did they say that? Yes, in other words, no, or no record; by plain signs, not by judging what is true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.acts import Deed
from bot.claims import Beside, Claim
from bot.quotes import Quote
from bot.types import Verdict
from corpus.sentences import sentences
from index.fulltext import stems

ANOTHERS = 0.75  # share of the claim in what somebody else says
PLAINLY = 0.6  # share of the claim in what X said against it, from which on a no is sure of its matter
ON_IT = 0.35  # ... in what denies or declines by its very verb
WINDOW = 2  # sentences of a long statement that are read together: words scattered over many make no claim
SHORT = 7  # words of a statement that leans on the words before it: "that it would not"
SURELY = 0.75  # how sure the quote of such a one must be
CLEARLY = 0.1  # nearer than words that say the same
NEARLY = 0.5  # how much less of a claim a statement may have to stand beside one to the contrary
TAKEN_BACK = 0.9  # how much of a claim a statement must have that takes a denial back
_WEIGHED = 3  # statements that are compared as a whole; each costs an encoding, and more decided nothing
SURE = 0.35  # how sure a quote must be to be on the claim: see Quote.sure; that anything is was told by all together

# "who two weeks ago said there was none, acknowledged that there had been one"
_SOON = r"\b(?:ago|earlier|previously|once|at first|initially|had (?:said|denied|insisted|claimed))\b"
_OWNS = r"\b(?:acknowledg|admit|conced|retract|revers|backtrack)\w*"
_ONCE = re.compile(rf"{_SOON}.*{_OWNS}|{_OWNS}.*{_SOON}", re.I | re.S)
# "is it true that ...", "was there ...": asks of nobody's words
NOBODY_NAMED = frozenset(("", "it", "this", "that", "there"))


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict, how it is put to a person, and the quotes that it rests on."""

    answer: Verdict
    words: str
    quote: Quote | None = None
    against: Quote | None = None  # what the same person said otherwise, at another time


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A statement beside a claim."""

    beside: Beside
    quote: Quote
    likeness: float  # as a whole, in [-1, 1]

    @property
    def weight(self) -> float:
        """How much it decides."""
        return self.quote.sure + self.beside.share

    @property
    def nearness(self) -> float:
        """How much of the claim it has."""
        return self.likeness + self.beside.share


def verdict(claim: Claim, whom: str, theirs: Sequence[Quote], others: Sequence[Quote] = ()) -> Told:
    """Whether one of somebody's statements says what the question asks; never a yes without one.

    `theirs` are the statements of those who are asked about, `others` those of everybody else, both best first. What
    decides is the statement that has most of the claim and most surely answers. What was said counts as said though
    the opposite was said at another time: then both are told. A denial only told to be taken back counts for little.
    """
    weighed = _weighed(claim, theirs, lambda quote, _: quote.sure >= SURE)
    other = next((w for w in weighed if w.beside.sense != "same" and _is_on_it(claim, w)), None)
    same = [w for w in weighed if w.beside.sense == "same"]
    said = next((w for w in same if _is_made(claim, w) or (other and _takes_back(w, other))), None)
    if said and other and _outweighs(other, said) and not _stands_beside(said, other):
        said = None
    if said:
        lead = "Yes, in these words" if _verbatim(claim, said.quote) else "Yes, in other words"
        is_plain = other and other.beside.sense == "opposite" and other.beside.share >= PLAINLY
        if other and is_plain and _is_made(claim, other):
            return Told("yes", f"{lead}{_otherwise(said.quote, other.quote)}:", said.quote, other.quote)
        return Told("yes", f"{lead}:", said.quote)
    if other:
        return Told("no", _no(claim, other.beside, other.quote), other.quote)
    elsewhere = _weighed(claim, others, lambda _, share: share >= ANOTHERS)
    if elsewhere and elsewhere[0].beside.sense == "same" and (name := _speaker(elsewhere[0].quote)):
        lead = f"{_capital(whom)} is not on record with it; {name} said it:"
        return Told("not_found", lead, elsewhere[0].quote)
    if theirs:  # like words may be no words for it: whether they say it is the reader's to judge
        return Told("not_found", f"Not in these or like words; the nearest that {whom} said:")
    return Told("not_found", f"No record that {whom} said it.")


def on_record(claim: Claim, quotes: Sequence[Quote]) -> Told:
    """Who says it, where nobody in particular is asked about; whether it is true is not for us to tell."""
    named = [q for q in quotes if q.said and q.said.statement.speaker.name]
    for one in _weighed(claim, named, lambda quote, _: quote.sure >= SURE):
        name = _capital(_speaker(one.quote))
        if one.beside.sense != "same":
            return Told("no", f"{name} says otherwise:", one.quote)
        if _is_made(claim, one):
            return Told("yes", f"{name} says so:", one.quote)
    return Told("not_found", "Nobody is on record with it; the nearest:")


def _weighed(claim: Claim, quotes: Iterable[Quote], is_on_it: Callable[[Quote, float], bool]) -> list[_Weighed]:
    """The statements that are on the claim, at most _WEIGHED, those first that decide most."""
    found: list[tuple[Beside, Quote, str]] = []
    for quote in quotes:
        if quote.said:
            statement, text = quote.said.statement, quote.report.text
            cue = statement.cue.of(text) if statement.cue else ""
            sentence, spoken = statement.sentence.of(text), statement.polarity
            read = [(claim.beside(part, cue, spoken, sentence), quote, part) for part in _parts(_content(quote))]
            on_it = [one for one in read if one[0].sense != "silent" and is_on_it(quote, one[0].share)]
            found += sorted(on_it, key=lambda one: -one[0].share)[:1]
    found = sorted(found, key=lambda one: -one[1].sure - one[0].share)[:_WEIGHED]
    likeness = claim.likeness([part.replace("\n", " ") for *_, part in found])
    return [_Weighed(beside, quote, float(like)) for (beside, quote, _), like in zip(found, likeness, strict=True)]


def _parts(content: str) -> list[str]:
    """A statement's content, a long one in overlapping parts of a few sentences."""
    cut = list(sentences(content))
    if len(cut) <= WINDOW:
        return [content]
    return [content[cut[i].start : cut[i + WINDOW - 1].end] for i in range(len(cut) - WINDOW + 1)]


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


def _is_made(claim: Claim, one: _Weighed) -> bool:
    polarity = one.quote.said.statement.polarity if one.quote.said else "asserts"
    return claim.declines or claim.is_made(one.beside, one.likeness, polarity)


def _is_on_it(claim: Claim, one: _Weighed) -> bool:
    """True for a statement against the claim that is on its matter, or surely answers and leans on words before."""
    if one.beside.sense == "figure":
        return True
    is_short = len(_content(one.quote).split()) <= SHORT
    said = one.quote.said
    denies = said is not None and said.statement.polarity in ("denies", "declines") and one.beside.share >= ON_IT
    return _is_made(claim, one) or denies or (is_short and one.quote.sure >= SURELY)


def _takes_back(said: _Weighed, other: _Weighed) -> bool:
    """True for words in a report that tells of a denial only as of what was said once and is taken back."""
    statement = other.quote.said.statement if other.quote.said else None
    is_old = bool(statement and _ONCE.search(statement.sentence.of(other.quote.report.text)))
    return is_old and said.quote.report.id == other.quote.report.id and said.nearness >= TAKEN_BACK


def _outweighs(other: _Weighed, said: _Weighed) -> bool:
    """True for words to the contrary that are more sure, or clearly nearer to what is asked."""
    return other.weight > said.weight or other.nearness > said.nearness + CLEARLY


def _stands_beside(said: _Weighed, other: _Weighed) -> bool:
    """True for words that count beside a stronger statement to the contrary: of another day, or that take it back."""
    days = said.quote.report.date, other.quote.report.date
    is_another_day = None not in days and days[0] != days[1] and said.nearness >= other.nearness - NEARLY
    return is_another_day or _takes_back(said, other)


def _otherwise(said: Quote, other: Quote) -> str:
    """ ", on 20 Sep 2022; the opposite on 5 Sep 2022", as far as the dates of the reports tell."""
    days: list[date | None] = [said.report.date, other.report.date]
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return "; the opposite was said as well"
    return f", on {days[0]:%-d %b %Y}; the opposite on {days[1]:%-d %b %Y}"


def _content(quote: Quote) -> str:
    """What a quote's statement says, a line for each piece."""
    return "\n".join(piece.of(quote.report.text) for piece in quote.said.statement.content) if quote.said else ""


def _verbatim(claim: Claim, quote: Quote) -> bool:
    words, said = stems(claim.text), stems(quote.said.span.of(quote.report.text)) if quote.said else []
    tail = words[1:] if words else []  # without the verb of the question
    while tail and tail[0] in ("that", "about"):
        tail = tail[1:]
    return len(tail) > 1 and f" {' '.join(tail)} " in f" {' '.join(said)} "


def _no(claim: Claim, beside: Beside, quote: Quote) -> str:
    if beside.sense == "declined":
        return "No; asked to say something, that was declined:" if claim.declines else "No, there was no answer to it:"
    if beside.sense == "figure":
        return f"No, the figure is another, {beside.figure}:"
    if quote.said and quote.said.statement.polarity == "denies":
        return "No, it was denied:"
    return "No, the opposite was said:"


def _speaker(quote: Quote) -> str:
    return quote.said.statement.speaker.name if quote.said else ""


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
