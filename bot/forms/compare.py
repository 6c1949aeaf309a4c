"""Those asked for side by side, each under a heading: what they surely say on it, and what they say where they meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bot.features import AT
from bot.forms.asked import MOST, SHOWN, SURE, Asked, Part, absent, answer, by, called_by, divided, joined, relevant
from bot.forms.several import by_speaker
from bot.quotes import Quote
from bot.types import Answer
from bot.whom import Persons
from corpus.sentences import sentences
from index.fulltext import stems, stop_stems

_AND = re.compile(r",\s*(?:and\s+)?|\s+(?:and|vs\.?|versus)\s+", re.I)
_MOST_NAMED = 5  # speakers asked for that are looked up one by one
_AROUND = 0.35  # share of a topic in the passage of what somebody says beside another
_SUBJECT = 3  # terms at the head of a sentence that tell who is spoken of
_BESIDE = 2  # quotes that are not sure, of each side, where they meet


@dataclass(frozen=True, slots=True)
class _Side:
    """One of those asked for: the words for them, and who is meant; nobody where the index knows none of that name."""

    words: str
    persons: Persons


def side_by_side(asked: Asked) -> Answer:
    """A group for each of those asked for, in that order, and for nobody else; also for one who says nothing on it."""
    sides, heard = _sides(asked)[:_MOST_NAMED], divided(asked, asked.quotes)
    found = [_of_one(asked, heard, side) if side.persons else _of_described(asked, heard, side.words) for side in sides]
    theirs = _weighed(asked, sides, found)
    if not any(side.persons for side in sides) and (len(sides) < 2 or not any(theirs)):
        return by_speaker(asked, joined(relevant(asked.quotes), *theirs, asked.further()))
    rounds = joined(q for some in zip_longest(*theirs) for q in some if q)
    if not rounds:
        return absent(asked, asked.quotes)
    page, counts = asked.page(rounds, MOST)
    counts = replace(counts, at_least=any(_fill_a_page(asked, own) for own in theirs))
    parts = list[Part]()
    for side, own in zip(sides, theirs, strict=True) if page else ():
        if side.persons:
            # a surname may be that of several: each has a group
            spoken = [person for person in side.persons if by(page, [person])] or side.persons[:1]
            parts += [(asked.name(person) or side.words, by(page, [person])) for person in spoken]
        elif left := [q for q in page if any(q is one for one in own)]:
            parts.append((f"{side.words[0].upper()}{side.words[1:]}", left))
    # whoever it is may speak under a name: a heading with nothing below it would say too much
    silent = [f"“{side.words}”" for side, own in zip(sides, theirs, strict=True) if not (side.persons or own)]
    note = f"Nobody is called {' or '.join(silent)} in what is said on that." if silent and page else ""
    return answer(asked, parts, counts=counts, note=note)


def _sides(asked: Asked) -> list[_Side]:
    """Those asked for, in the order of the question; behind them those whom only the chat's memory tells."""
    question, names = asked.question, asked.finder.names
    left, sides = list(question.speakers), list[_Side]()
    for words in filter(None, map(str.strip, _AND.split(question.whom))):
        meant = {person for mention in names.mentions(words) for person in mention.persons}
        meant.update(names.described(words))
        own = [some for some in left if not meant.isdisjoint(some)]
        left = [some for some in left if some not in own]
        sides += [_Side(words, some) for some in own] if meant else [_Side(words, ())]
    return [*sides, *(_Side(question.whom, some) for some in left)]


def _of_one(asked: Asked, heard: Sequence[Quote], side: _Side) -> list[Quote]:
    """The words of one of those asked for, those that surely answer first; of all that they say where these are few."""
    own = by(heard, side.persons)
    found = list[Quote]()
    if not _fill_a_page(asked, relevant(own, 0)):
        found = asked.rank(replace(asked.question, filter=replace(asked.question.filter, people=side.persons)))
    return joined(sorted([*own, *found], key=lambda q: q.sure < SURE))


def _fill_a_page(asked: Asked, own: Sequence[Quote]) -> bool:
    """True for as many as a first page shows of one of those asked for."""
    return not asked.goes_on and len(own) * len(asked.question.speakers) >= MOST


def _of_described(asked: Asked, heard: Sequence[Quote], words: str) -> list[Quote]:
    """The words of those who answer to a description, of whom the more of it fits the better.

    "The union gave another account" tells as well whose words come next.
    """
    terms = set(stems(words)) - stop_stems()
    found = list(heard)
    if not any(q.sure >= SURE and terms & called_by(q) for q in heard):
        sought = replace(asked.question, search=f"{words} {asked.question.topic}")
        found = joined(heard, divided(asked, asked.rank(sought)))
    fitting = [(q, len(terms & called_by(q))) for q in found]
    most = max((many for _, many in fitting), default=0)
    return [q for q, many in fitting if many == most > 0 or (not many and terms & _introduced(asked, q))]


def _introduced(asked: Asked, quote: Quote) -> set[str]:
    """The stems of the subject of the sentence before a person's words."""
    if quote.said is None:
        return set()
    rows = asked.catalog.statements.of(quote.report.id, quote.span)
    first = min((row.statement.sentence.start for row in rows if row.person == quote.said.person), default=0)
    text = quote.report.text[quote.passage.start : first]
    before = sentences(text)[-1:]
    return set(stems(before[0].of(text))[:_SUBJECT]) if before else set()


def _weighed(asked: Asked, sides: Sequence[_Side], found: Sequence[Sequence[Quote]]) -> list[list[Quote]]:
    """What counts of each side's words: what surely answers, and the best around the topic where the sides meet.

    What several say on one occasion is told in one report, and what it is about often only once in it.
    """
    best = {q.report.id for q in asked.quotes[:SHOWN]}
    near = [[q for q in own if q.sure >= SURE or _is_around(q) or q.report.id in best] for own in found]
    sure = [[q for q in own if q.sure >= SURE] for own in found]
    places = {q.report.id for own in sure for q in own}
    meeting = _meeting(near)
    weighed = []
    for side, own, surely in zip(sides, near, sure, strict=True):
        here = meeting - {q.report.id for q in surely} if side.persons and surely else meeting | places
        weighed.append([*surely, *[q for q in own if q.sure < SURE and q.report.id in here][:_BESIDE]])
    return weighed


def _meeting(near: Sequence[Sequence[Quote]]) -> set[str]:
    """The report (its id) in which most of several sides speak around the topic, of these the best; none for one."""
    best = dict[str, dict[int, float]]()  # report -> side -> score
    for side, own in enumerate(near):
        for quote in own:
            scores = best.setdefault(quote.report.id, {})
            scores[side] = max(scores.get(side, quote.score), quote.score)
    meeting = {report: scores for report, scores in best.items() if len(scores) > 1}
    return (
        {max(meeting, key=lambda report: (len(meeting[report]), sum(meeting[report].values())))} if meeting else set()
    )


def _is_around(quote: Quote) -> bool:
    return bool(quote.features[AT["topic_passage"]] >= _AROUND)
