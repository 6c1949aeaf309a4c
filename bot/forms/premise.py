"""What helps on where the reports do not say: what somebody does speak about, and who does speak on it."""

from __future__ import annotations

import re

from bot.features import AT
from bot.forms.asked import SURE, Asked, absent
from bot.types import Answer
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import role_noun
from index.catalog import Filter

_TITLES = 3
_OTHERS = 3
_NAME = 3  # words of a name
_BEFORE, _AFTER = 2, 4  # words around a name within which a word of saying makes it one who speaks


def helpful(asked: Asked) -> str:
    """A sentence or two for a person who asked what the reports do not say; "" where nothing helps."""
    return " ".join(filter(None, (_speak_about(asked), _others(asked))))


def nobody(asked: Asked) -> Answer:
    """That no report names whom the question asks for."""
    return absent(asked, asked.quotes, note=f"Nobody called {asked.question.whom} is quoted in the reports.")


def is_silent(asked: Asked) -> bool:
    """True when the words of somebody called by a name are asked for, and nothing found is told as said by them.

    A name is what the reports found write with a capital each time; who is called by an office can be called otherwise.
    """
    words = re.findall(r"[^\W\d_][\w'’-]*", re.sub(r"['’]s\b", "", asked.question.whom))
    if not words or len(words) > _NAME or asked.question.kind != "what_said":
        return False
    last = re.escape(words[-1])
    texts = {q.report.id: q.report.text for q in asked.quotes}.values()
    seen = [found for text in texts for found in re.findall(rf"\b{last}\b", text, re.I)]
    if not seen or not all(found[:1].isupper() for found in seen) or role_noun(words[-1].lower()):
        return False
    return not any(
        q.features[AT["whom"]] > 0 or _is_heard(last, q.passage.of(q.report.text))
        for q in asked.quotes
        if asked.is_near(q)
    )


def _is_heard(name: str, text: str) -> bool:
    """True where a word of saying stands near a name in its sentence, or the name as in a transcript."""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        words = re.findall(r"[\w'’-]+:?", sentence)
        for i in (i for i, word in enumerate(words) if re.match(rf"{name}\b", word, re.I)):
            near = words[max(0, i - _BEFORE) : i + _AFTER + 1]
            if words[i].endswith(":") or any(reports_speech(word.lower()) for word in near):
                return True
    return False


def _speak_about(asked: Asked) -> str:
    """What those who are asked for do speak about, by the titles of the reports that quote them most."""
    told = []
    for some in asked.question.speakers[:_OTHERS]:
        titles = asked.catalog.statements.titles(Filter(people=some), _TITLES)
        name = asked.name(some[0]) or asked.question.whom
        if titles:
            listed = "; ".join(" ".join(title.split()) for title in titles)
            told.append(f"{name} is quoted in these reports: {listed}.")
    return " ".join(told)


def _others(asked: Asked) -> str:
    """Who else speaks on it."""
    names = dict.fromkeys(
        asked.name(q.said.person)
        for q in asked.quotes
        if q.sure >= SURE and q.said and q.said.person and q.said.person not in asked.topic.asked
    )
    some = [name for name in names if name][:_OTHERS]
    return f"On that speaks: {', '.join(some)}." if asked.topic.asked and some else ""
