"""What an answer to each kind of question looks like: a form takes what was asked and found, and gives the answer.

asked.py     the question with its quotes; pages, counts, groups, citations
said.py      who said it, what somebody said, whether they did, facts
compare.py   those asked for, side by side
several.py   who speaks about somebody, and who is not named
times.py     in time order
story.py     reports that belong together
occasions.py when and where it was said
exact.py     words to the letter
tables.py    who speaks
sources.py   the chain behind a claim
records.py   lists from the catalogue, which need no search
against.py   the other side, where quotes contradict each other
premise.py   what to say besides where the reports don't say
"""

from __future__ import annotations

from collections.abc import Callable

from bot.forms import compare, exact, occasions, records, said, several, sources, tables, times
from bot.forms.asked import Asked
from bot.question import Question
from bot.types import Answer

__all__ = ["FORMS", "Form", "listed_form"]

Form = Callable[[Asked], Answer]

FORMS: dict[str, Form] = {
    "who_said": said.who_said,
    "what_said": said.what_said,
    "did_say": said.did_say,
    "fact": said.best_words,
    "when_said": occasions.when_and_where,
    "where_said": occasions.when_and_where,
    "exact": exact.nowhere,  # else it is answered from the places where the words stand
    "compare": compare.side_by_side,
    "about": several.about,
    "unnamed": several.unnamed,
    "change": times.in_time,
    "first": times.in_time,
    "latest": times.in_time,
    "who_speaks": tables.speakers_on,
    "source_of": sources.source_of,
    "in_report": records.in_report,
    "reports": records.reports,
}
_OF_SOMEBODY = ("what_said", "first", "latest", "change")
_NO_TOPIC = ("", "comment", "to comment", "answer", "say", "anything", "it", "you have", "there", "are there")


def listed_form(question: Question) -> Form | None:
    """The form that needs no search; None where there is something to be searched for."""
    if question.topic.lower() not in _NO_TOPIC or question.phrases:
        return None
    if question.kind in _OF_SOMEBODY and question.speakers:
        return records.everything
    if question.kind == "who_said" and question.polarity in ("denies", "declines"):
        return records.of_polarity
    return {"who_speaks": tables.speakers, "in_report": records.in_report, "reports": records.reports}.get(
        question.kind
    )
