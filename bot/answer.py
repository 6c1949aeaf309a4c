"""A question to its answer: verbatim quotes with who says them and where, or "the reports do not say".

Most kinds of question are answered from the same ranked quotes; each has a form of its own (bot/forms), which decides
what of them is shown, in what order, and what is said of them. Lists are read from the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.duplicates import distinct
from bot.features import AT, Candidate
from bot.forms import FORMS, exact, listed_form
from bot.forms.against import contradicted
from bot.forms.asked import SHOWN, SURE, Asked
from bot.forms.premise import helpful, nobody
from bot.memory import Passage
from bot.question import Question
from bot.quotes import Finder, Quote, Weights, best, confidence, doubts
from bot.render import NOT_FOUND, in_words
from bot.types import Answer
from index.search import Index

__all__ = ["SHOWN", "compose", "shown"]

RANKED = 24  # quotes kept in order, from which the forms choose
THEIRS = 40  # ... where all that somebody says is asked for
FOREIGN = 0.1  # share of a topic, by words alike, up to which a passage is on something else
SURELY = 0.65  # how sure an answer is that needs no "perhaps"

_FOUND = ("yes", "no")  # verdicts, which rest on words that say so

_PERHAPS = "Perhaps; judge by the words:"
_NOTHING_BEFORE = "There is nothing to go on from yet. Ask a question first."
_ALL_SHOWN = "That is all that the reports say on it."
_CHANGED = "The reports changed at this very moment. Ask again."


def compose(finder: Finder, question: Question, index: Index) -> Answer:
    """The answer to a question that asks something of the reports."""
    if question.kind == "more":  # in a chat in which nothing was asked before
        return Answer(question.text, False, _NOTHING_BEFORE, kind=question.kind)
    topic, weights = finder.topic(question), Weights.load()

    def rank(wanted: Question) -> list[Quote]:
        every = finder.candidates(topic, wanted)
        unheard = every.only([not _is_heard(c, wanted) for c in every.some])
        quotes = best(topic, unheard, weights, THEIRS if wanted.filter.of_statements else RANKED)
        return finder.reranked(wanted, distinct(quotes))

    asked = Asked(question, index, finder, topic, rank)
    sure = 1.0
    if form := listed_form(question):
        answer = form(asked)
    elif places := exact.places(asked):
        answer = exact.quoted(asked, places)
    else:
        form = nobody if _asks_for_nobody(question, finder) else FORMS[question.kind]
        quotes = rank(question)
        if question.phrases and not quotes:
            form, quotes = exact.nowhere, rank(replace(question, phrases=()))
        asked = replace(asked, quotes=tuple(quotes))
        sure = _confidence(asked, weights)
        answer = contradicted(asked, form(asked))
    answer = replace(answer, score=sure, understood=_understood(finder, question))
    if (sure < SURE and answer.verdict not in _FOUND) or (answer.abstained and not asked.goes_on):
        answer = _refused(asked, answer)
    elif sure < SURELY and not answer.lead:
        answer = replace(answer, lead=_PERHAPS)
    if answer.abstained or answer.citations or answer.table:
        return replace(answer, choices=answer.choices or _choices(question, answer))
    # nothing is left to show: all of it was shown, or a build has just taken it away
    return replace(answer, abstained=True, lead=_all_shown(answer) if asked.goes_on else _CHANGED, counts=None)


def shown(quotes: Sequence[Quote]) -> tuple[list[Passage], list[str]]:
    """The places and the people of quotes, as a memory keeps them."""
    places = [(q.report.id, q.span.start, q.span.end) for q in quotes]
    return places, [q.said.person for q in quotes if q.said and q.said.person]


def _confidence(asked: Asked, weights: Weights) -> float:
    """How sure it is that the reports answer, by the best quotes."""
    if not asked.quotes or asked.question.phrases:
        return float(bool(asked.quotes))  # words in quotation marks were found to the letter, or nothing was
    if asked.topic.unknown > 0.99 or _is_elsewhere(asked):  # no report has a word of it, or none where they speak
        return 0.0
    return float(confidence(weights, doubts(asked.topic, asked.quotes)))


def _is_elsewhere(asked: Asked) -> bool:
    """True where somebody's words are asked for, and nothing even alike to the topic stands in a passage of theirs."""
    topic, theirs = asked.topic, asked.theirs
    if topic.leans or not topic.apart.any() or not (topic.asked and theirs):
        return False
    return max(float(quote.features[AT["topic_passage"]]) for quote in theirs) <= FOREIGN


def _refused(asked: Asked, answer: Answer) -> Answer:
    """That the reports do not say, with the nearest words and what helps on."""
    return Answer(
        answer.question,
        True,
        NOT_FOUND,
        nearest=(answer.nearest or answer.citations)[:1],
        verdict="not_found" if answer.kind == "did_say" else None,
        note=" ".join(filter(None, (answer.note if answer.abstained else "", helpful(asked)))),
        score=min(answer.score, 1.0 - SURE) if answer.abstained else answer.score,
        kind=answer.kind,
        understood=answer.understood,
        choices=answer.choices,
    )


def _all_shown(answer: Answer) -> str:
    counts = answer.counts
    return f"That was all: {in_words(counts)}." if counts and counts.last else _ALL_SHOWN


def _asks_for_nobody(question: Question, finder: Finder) -> bool:
    """True when somebody's words are asked for whom no report names.

    "Which insider said ...?" asks for whoever it was: a report may call them anything.
    """
    return (
        question.kind != "who_said"
        and bool(question.whom)
        and not question.speakers
        and finder.is_unknown(question.whom)
    )


def _is_heard(candidate: Candidate, question: Question) -> bool:
    """True for the words of people heard already, where others are asked for."""
    said = candidate.said
    return bool(said and said.person and said.person in question.without_people)


def _understood(finder: Finder, question: Question) -> tuple[str, ...]:
    """What was worked out of a question's words, and what the search was limited to."""
    wanted = question.filter
    parts = [*question.understood, *wanted.sources]
    if not question.when:
        parts += [f"since {wanted.since:%-d %b %Y}"] if wanted.since else []
        parts += [f"until {wanted.until:%-d %b %Y}"] if wanted.until else []
    parts += [f"report {report}" for report in wanted.reports]
    parts += [finder.names.shown.get(person, person) for person in wanted.people]
    parts += [f"{word} speech" for word in wanted.kinds] + [f"what {word}" for word in wanted.polarities]
    return tuple(dict.fromkeys(parts))


def _choices(question: Question, answer: Answer) -> tuple[str, ...]:
    """The question with each whole name that a half name may mean, where the answer has not settled it."""
    meant = {person for some in question.speakers for person in some}
    heard = {said.person for said in answer.statements} & meant
    return question.ambiguous if answer.abstained or len(heard) > 1 else ()
