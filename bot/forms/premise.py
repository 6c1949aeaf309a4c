"""What helps on where the reports do not say: what somebody does speak about, and who does speak on it."""

from __future__ import annotations

from bot.forms.asked import SURE, Asked, absent
from bot.types import Answer
from index.catalog import Filter

_TITLES = 3
_OTHERS = 3


def helpful(asked: Asked) -> str:
    """A sentence or two for a person who asked what the reports do not say; "" where nothing helps."""
    return " ".join(filter(None, (_speak_about(asked), _others(asked))))


def nobody(asked: Asked) -> Answer:
    """That no report names whom the question asks for."""
    return absent(asked, asked.quotes, note=f"Nobody called {asked.question.whom} is quoted in the reports.")


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
