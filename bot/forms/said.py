"""Who said it, what somebody said, whether they did; a fact, a day or a place, and the words that tell it."""

from __future__ import annotations

import re

from bot.forms.asked import LISTED, MOST, NOBODY, SHOWN, SURE, Asked, absent, answer, joined, relevant
from bot.quotes import Quote
from bot.types import Answer
from bot.verdict import verdict
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import role_noun, singular

_WHICH = re.compile(r"\b(?:which|what) ((?:[\w'’-]+ ?){1,3})", re.I)
_ALL = re.compile(r"\bwho (?:all|else)\b|\b(?:all|every(?:one|body)) (?:those )?(?:who|that)\b", re.I)
# "who denied it?": nobody who asserts it belongs in the answer; "who dismissed it as a fantasy?" is no such question
_DENIALS = re.compile(r"\b(?:den(?:y|ies|ied|ying|ials?)|declin\w+|refus\w+|no comment|not comment)\b", re.I)


def best_words(asked: Asked) -> Answer:
    """The words that answer, whoever says them; after those that were shown only what surely answers."""
    page, _ = asked.page(relevant(asked.quotes), SHOWN)
    return answer(asked, [("", page)])


def who_said(asked: Asked) -> Answer:
    """Who said it, best first; where several are asked for, one quote of each before the second of anybody."""
    if asked.question.polarity in ("denies", "declines") and _DENIALS.search(asked.question.text):
        return _denials(asked)
    if not is_plural(asked.question.text):
        return best_words(asked)
    firsts, others, heard = list[Quote](), list[Quote](), set[str]()
    for quote in relevant(q for q in asked.quotes if q.said):
        name = quote.said.statement.speaker.name if quote.said else ""
        (others if not name or name in heard else firsts).append(quote)
        heard.add(name)
    page, counts = asked.page([*firsts, *others], MOST)
    return answer(asked, [("", page)], counts=counts)


def what_said(asked: Asked) -> Answer:
    """Somebody's words, best first and counted; that the reports have none on this where they have none."""
    people, theirs = tuple(asked.topic.asked), asked.theirs
    if not people:  # "what did the mayor say?": a role counts in the ranking, and not all who have it are told by it
        return best_words(asked)
    if not theirs or sum(q.sure >= SURE for q in theirs) >= SHOWN:  # others of theirs may answer too
        theirs = joined(relevant(theirs), asked.only(people=people))
    if not theirs:
        return absent(asked, asked.quotes)
    page, counts = asked.page(relevant(theirs), LISTED if len(asked.question.about) > 1 else SHOWN)
    # words under nobody's name may be theirs too: attribution is not always found
    nameless = [q for q in asked.quotes if q.said is None or not q.said.person]
    beside = [] if asked.goes_on else [q for q in joined(page, nameless) if q not in page][: SHOWN - len(page)]
    if not beside:
        return answer(asked, [("", page)], counts=counts, newest=True)
    return answer(asked, [("", page), (NOBODY, beside)])


def did_say(asked: Asked) -> Answer:
    """A verdict, never a yes without a statement by the one who is asked about."""
    if asked.goes_on:
        return best_words(asked)  # the verdict was given: what follows is only more of what was said
    theirs = asked.theirs if asked.question.whom else [q for q in asked.quotes if q.said]
    told = verdict(asked.question, theirs)
    page = joined(theirs[:2], asked.quotes)[:SHOWN]
    return answer(asked, [("", page)], lead=told.words, verdict=told.answer)


def is_plural(text: str) -> bool:
    """True for a question that asks for several: "which senators ...", "what local officials ...", "who all ..."."""
    if _ALL.search(text):
        return True
    for found in _WHICH.finditer(text):
        for place, word in enumerate(found[1].lower().split()):
            if reports_speech(word):
                break
            if (word == "people" or singular(word) != word) and (place == 0 or word == "people" or role_noun(word)):
                return True
    return False


def _denials(asked: Asked) -> Answer:
    """Those who denied it or declined to say, and nobody who said it."""
    polarity = asked.question.polarity
    held = [q for q in asked.quotes if q.said and q.said.statement.polarity == polarity]
    listed = joined(relevant(held, 1), asked.only(polarities=(polarity,)))
    if not listed:
        what = "a denial" if polarity == "denies" else "declining to say"
        return answer(asked, [("", asked.fresh(relevant(asked.quotes))[:SHOWN])], note=f"None of it is read as {what}.")
    page, counts = asked.page(listed, SHOWN)
    return answer(asked, [("", page)], counts=counts)
