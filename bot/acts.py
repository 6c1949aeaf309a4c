"""Did they do it? What somebody is asked to have done, and what a report's sentence says of it.

To offer, to consider, to promise, to threaten or to be asked to do a thing is not to do it, and to refuse to is not to
do it plainly. Only a sentence in which the act is told of its doer as done is a yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from bot.claims import Claim
from bot.doing import Doing
from bot.quotes import Quote
from bot.signs import IRREGULAR, spelled, term
from corpus.attribution.verbs import reports_speech
from corpus.sentences import sentences
from corpus.types import Span
from index.catalog import StatementRow
from index.fulltext import stems, stop_stems

Came = Literal["done", "not_done", "open"]  # to what it came; open: offered, promised, asked for

ALIKE = 0.6  # how alike a verb must be to the one asked for: see Vocabulary.alike
TOLD = 0.5  # share of the claim apart from its verb in the sentence; with an "it" for object, in the one before too
DONE = 0.25  # how much a verb is one of doing
_LOOKED_AT = 12  # quotes
_OPENING = 6  # words of a sentence in which its subject stands
_REACH = 12  # words at most between the doer and the verb

# what is said by them is in the statements, not in these words
_VAGUE = "say tell claim state speak talk comment mention think believe feel want"
# tell of no act themselves: "take credit", "make a case", "play down"
_LIGHT = frozenset("take make get give go come put let keep play have be".split())
_ADVERBS = frozenset("ever actually really finally even just also already not never then later still indeed".split())
_NO_VERBS = frozenset("the a an his her their its my your our this that these those any some".split())
_MODALS = frozenset("would will could might may should shall must can cannot wo ca".split())
_AUXILIARIES = frozenset("has have had did does do is are was were be been".split())
_BE = frozenset("is are was were be been being am".split())
_NOT = frozenset("not never no neither nor cannot hardly t without nt".split())
_REFUSING = frozenset(stems("refuse decline fail deny reject"))
_ELSEWHERE = frozenset("if whether unless until before after when because while since that who whom which".split())
_IFS = frozenset("if whether unless until".split())
_PERSONAL = frozenset("i we he she they it".split())
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"[^\W_]+|,")
_PRONOUN = re.compile(r"\b(?:it|so|this|that|them|one)\b", re.I)
_DID_SO = re.compile(r"(?:He|She|They|It) (?:\w+ )?did so\b")


@dataclass(frozen=True, slots=True)
class Deed:
    """A sentence that tells of the act, and to what it came there."""

    came: Came
    quote: Quote


def is_act(claim: Claim, doing: Doing) -> bool:
    """True where somebody is asked to have done something that is not done by saying so."""
    verb = verb_of(claim)
    return not reports_speech(verb) and IRREGULAR.get(verb, verb) not in _LIGHT and doing(verb) >= DONE


def verb_of(claim: Claim) -> str:
    """The first verb of a claim: "did the mayor of X actually resign?"; "" where none is where it should be."""
    words = [w for w in _WORD.findall(spelled(claim.text).lower()) if w not in _ADVERBS]
    words = words if words and words[0] not in _NO_VERBS else []
    past = next((w for w in words[:3] if _is_past(w)), "") if claim.is_perfect else ""
    return past or (words[0] if words else "")


def deeds(claim: Claim, doer: str, quotes: Sequence[Quote], rows: Sequence[StatementRow] = ()) -> list[Deed]:
    """What the reports tell of an act by somebody, newest report first; what is done before what isn't in one report.

    `doer` is a last name, a noun ("doctors") or both; `rows` are the doer's statements, whose "he" is known.
    """
    verb, wanted = verb_of(claim), frozenset(stems(doer)) - stop_stems()
    if not verb or not wanted or claim.demanded or term(verb) in _vague():
        return []  # to call for a thing is to say so: that is in the statements
    found = [deed for quote in quotes[:_LOOKED_AT] for deed in _told(claim, verb, wanted, quote, rows)]
    order: dict[Came, int] = {"done": 0, "not_done": 1, "open": 2}
    found.sort(key=lambda deed: order[deed.came])
    return sorted(found, key=lambda deed: deed.quote.report.date or date.min, reverse=True)


def _told(
    claim: Claim, verb: str, wanted: frozenset[str], quote: Quote, rows: Sequence[StatementRow]
) -> Iterator[Deed]:
    text, start = quote.report.text, quote.passage.start
    before, asked_for = quote.report.title, Span(0, 0)
    for cut in sentences(quote.passage.of(text)):
        span = Span(start + cut.start, start + cut.end)
        sentence = span.of(text)
        if asked_for and _DID_SO.match(sentence):
            yield Deed("done", replace(quote, span=Span(asked_for.start, span.end), said=None))
        here = [r for r in rows if r.statement.report_id == quote.report.id and span.covers(r.statement.sentence)]
        opens = bool(wanted & set(stems(" ".join(before.split()[:_OPENING]))))  # the sentence before, with the doer
        came = _came(claim, verb, wanted, sentence, of_doer=opens or _is_doers(here, text))
        came = "done" if not came and any(_is_cue(claim, verb, row, text) for row in here) else came
        told = f"{before} {sentence}" if came and _PRONOUN.search(sentence) else sentence
        is_told = came is not None and claim.share(told, verb) >= TOLD
        if came and is_told:
            yield Deed(came, replace(quote, span=span, said=here[0] if here else None))
        before, asked_for = sentence, span if came == "open" and is_told else Span(0, 0)


def _is_doers(rows: Sequence[StatementRow], text: str) -> bool:
    """True for a sentence whose "he" or "I" is the doer: one of the doer's statements opens with it, or is quoted."""
    sources = [row.statement.source.of(text).lower() if row.statement.source else "i" for row in rows]
    return any(source in _PERSONAL for source in sources) or any(row.statement.kind == "direct" for row in rows)


def _is_cue(claim: Claim, verb: str, row: StatementRow, text: str) -> bool:
    """True for a statement of the doer that is told with the act's own verb: "later apologised for", "raised"."""
    cue = row.statement.cue.of(text).lower().split() if row.statement.cue else []
    if row.statement.polarity in ("denies", "declines") or not cue or _NOT.union(_MODALS).intersection(cue):
        return False
    return any(like >= ALIKE and _is_past(w) for w, like in zip(cue, claim.alike(verb, cue), strict=True))


def _came(claim: Claim, verb: str, wanted: frozenset[str], sentence: str, *, of_doer: bool) -> Came | None:
    """To what the act came by a sentence; None where it doesn't tell it of the doer."""
    low = [token.lower() for token in _TOKEN.findall(spelled(sentence))]
    subjects = [i for i, word in enumerate(low) if term(word) in wanted or (of_doer and word in _PERSONAL)]
    likes = claim.alike(verb, low) if subjects else ()
    for i, like in enumerate(likes):
        subject = max((s for s in subjects if s <= i), default=i)
        if like >= ALIKE and 0 < i - subject <= _REACH and (came := _form(low, subject, i)):
            return came
    return None


def _form(low: Sequence[str], subject: int, at: int) -> Came | None:
    between, word = list(low[subject + 1 : at]), low[at]
    if between[:1] == [","] and between[-1] == ",":  # "Ash, who owns the ferry, resigned"
        between = []
    is_plain = all(w in _AUXILIARIES or w in _ADVERBS or w.endswith("ly") for w in between)
    near = [w for w in between[-4:] if w not in _ADVERBS or w in _NOT]
    supposed = _IFS.intersection(low[max(0, subject - 2) : subject])
    if supposed or between[:1] == ["s"] or _ELSEWHERE.intersection(between):
        return None
    if "to" in near[-2:]:
        governors = [term(w) for w in between]
        return "not_done" if _REFUSING.intersection(governors) or _NOT.intersection(near) else "open"
    if _NOT.intersection(near) or low[at + 1 : at + 2] == ["not"]:  # "pleaded not guilty"
        return "not_done"
    if _MODALS.intersection(near):
        return "open"
    if _is_past(word):  # "the Ash campaign resigned", "Ash left and Oak resigned": it is another's act
        return "done" if is_plain and not (near and near[-1] in _BE) else None
    if word.endswith("ing") or re.search(r"(?:tion|ment|al|ure)$", word):
        return "open"
    # "doctors warn", "he resigns"; "I leave that open" tells of nothing done
    return "done" if "did" in near or (not near and low[subject] not in _PERSONAL) else None


@lru_cache(1)
def _vague() -> frozenset[str]:
    return frozenset(stems(_VAGUE))


def _is_past(word: str) -> bool:
    return word in IRREGULAR or (word.endswith("ed") and len(word) > 4)
