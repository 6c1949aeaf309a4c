"""Words to the letter: where they stand and who says them; where they don't, the nearest with the difference told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.citing import called
from bot.duplicates import distinct
from bot.exact import MOST, Place, Run, look_up
from bot.forms.asked import SHOWN, Asked, absent, answer
from bot.forms.records import listed_quote
from bot.question import Question
from bot.quotes import Quote
from bot.shapes import LONGEST
from bot.types import Answer
from index.fulltext import stems, stop_stems

_TOLD = 4  # differences told one by one

_FEWEST = 3  # words that a question asks for to the letter, though it doesn't say so
_FROM = re.compile(r"^from\b[:\s]*", re.I)  # "where is this quote from: ..."
_NO_WORDS = "Put the words in quotation marks to find where they stand."


def places(asked: Asked) -> list[Place]:
    """Where the words stand that a question asks for to the letter, said by those asked for; [] for other questions.

    Where it asks whether they said it and only others did, the places of these.
    """
    words, wanted = _words(asked.question), asked.question.filter
    if not words:
        return []
    people = asked.topic.asked or frozenset(wanted.people)
    found = look_up(asked.index, words, replace(wanted, people=(), kinds=(), polarities=()))
    theirs = [p for p in found if not people or (p.said and p.said.person in people)]
    if theirs or asked.question.kind != "did_say":
        return theirs
    return [p for p in found if p.verbatim and p.said and p.said.statement.speaker.name]


def quoted(asked: Asked, found: Sequence[Place]) -> Answer:
    """Words in their sentence, with who says them."""
    page, counts = asked.page(distinct([_quote(asked, place) for place in found]), SHOWN)
    if not found[0].verbatim:
        return answer(asked, [("", page)], lead=_difference(found[0].difference), verdict="not_found")
    counts = replace(counts, at_least=len(found) == MOST)
    if other := _other(asked, found[0]):
        return answer(asked, [("", page)], lead=other, counts=counts, verdict="not_found")
    lead = "Yes, in these words:" if asked.question.kind == "did_say" else "Word for word:"
    is_said = any(place.said for place in found)
    return answer(asked, [("", page)], lead=lead, counts=counts, verdict="yes" if is_said else "not_found")


def _other(asked: Asked, place: Place) -> str:
    """ "Not Ben Ruud: Ann Baker said it:", where another is asked about than who said it; else ""."""
    people = asked.topic.asked
    if not people or place.said is None or place.said.person in people:
        return ""
    names = {asked.name(person) for person in people}
    whom = names.pop() if len(names) == 1 else asked.question.whom
    who = asked.name(place.said.person) or called(place.said.statement.speaker)
    return f"Not {whom[:1].upper()}{whom[1:]}: {who} said it:"


def nowhere(asked: Asked) -> Answer:
    """That the words stand nowhere; what is nearest by its meaning is offered."""
    words = asked.question.phrases or tuple(filter(None, [_words(asked.question)]))
    if not words:
        return absent(asked, asked.quotes, note=_NO_WORDS)
    told = " and ".join(f"“{some}”" for some in words)
    return absent(asked, asked.quotes, note=f"{told} stand{'s' * (len(words) == 1)} nowhere word for word.")


def _words(question: Question) -> str:
    """What a question asks for to the letter; "" where it asks for more than that, or for nothing of the kind."""
    words = " ... ".join(question.phrases)
    if question.kind == "exact":
        return words or _FROM.sub("", question.topic or question.search)
    besides = set(stems(question.topic)) - set(stems(words)) - stop_stems()
    is_all = question.kind in ("who_said", "did_say") and not besides
    return words if is_all and len(words.split()) >= _FEWEST else ""


def _quote(asked: Asked, place: Place) -> Quote:
    span = place.sentence if len(place.sentence) <= LONGEST else place.span
    return listed_quote(asked.catalog, place.report, span, place.said)


def _difference(runs: Sequence[Run]) -> str:
    """ "Not word for word. The report has “a” for “one”, no “good”:"."""
    told, before = list[str](), ""
    for run in runs:
        if run.only == "question":
            told.append(f"no “{run.words}”")
        elif run.only == "report" and before:
            told[-1] = f"“{run.words}” for “{before}”"
        elif run.only == "report":
            told.append(f"“{run.words}” besides")
        before = run.words if run.only == "question" else ""
    if len(told) > _TOLD:
        return f"Not word for word; the report differs in {len(told)} places:"
    return f"Not word for word. The report has {', '.join(told)}:"
