"""A question to its answer: verbatim quotes with who says them and where, or "the reports do not say".

Every kind of question is answered from the same ranked quotes; the kind decides which of them are shown, in what order,
and what is said of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.memory import Passage
from bot.question import Question
from bot.quotes import LONGEST, Finder, Quote, Topic, Weights, best, confidence, doubts
from bot.render import NOT_FOUND, SLIGHT
from bot.types import Answer, Citation, Said
from bot.verdict import verdict
from corpus.errors import Changed
from corpus.types import Report
from index.catalog import Filter

SHOWN = 3  # quotes in an answer
LISTED = 6  # ... where several people or days are asked for
_TOLD = ("fact", "when_said", "where_said", "exact", "reports", "in_report")  # the words answer, whoever says them
RANKED = 40  # quotes kept in order, from which the kinds choose


def compose(finder: Finder, question: Question) -> Answer:
    """The answer to a question that asks something of the reports."""
    topic, weights = finder.topic(question), Weights.load()
    found = [q for q in finder.candidates(topic, question) if not _is_passed_over(q, question)]
    quotes = best(topic, found, weights, RANKED)
    # words put in quotation marks were found to the letter, or nothing was
    sure = float(bool(quotes)) if question.phrases else confidence(weights, doubts(topic, quotes[:SHOWN]))
    if not quotes:
        sure = 0.0
    answer = _FORMS.get(question.kind, _best)(finder, question, topic, quotes)
    note = " ".join(filter(None, (answer.note, _limits_in_words(question))))
    if sure < 0.5 or answer.abstained:
        nearest = (answer.nearest or answer.citations)[:1]
        refused = Answer(question.text, True, NOT_FOUND, nearest=nearest, note=note, score=sure, kind=question.kind)
        return replace(refused, verdict="not_found") if question.kind == "did_say" else refused
    return replace(answer, note=note, score=sure)


def shown(quotes: Sequence[Quote]) -> tuple[list[Passage], list[str]]:
    """The places and the people of quotes, as a memory keeps them."""
    places = [(q.report.id, q.span.start, q.span.end) for q in quotes]
    return places, [q.said.person for q in quotes if q.said and q.said.person]


def cite(quote: Quote) -> Citation:
    """A quote with its place, cut from the report's text here and now.

    A few words of a statement are cited with their sentence: "that there had been one" says nothing alone.
    """
    report, span = quote.report, quote.span
    if quote.said and len(span) < SLIGHT:
        sentence = quote.said.statement.sentence
        span = sentence if len(sentence) <= LONGEST and quote.passage.covers(sentence) else span
    return Citation(
        report.id, span, span.of(report.text), quote.passage, report.digest, report.title, report.source,
        report.date, "date" in report.guessed, report.page(span.start), report.url,
    )  # fmt: skip


def check(report: Report | None, citation: Citation) -> Report:
    """The report as it was when it was cited; raises Changed when it is gone or reads otherwise now."""
    if report is None:
        raise Changed("That report is no longer in the collection. Ask again to see what is.")
    if report.digest != citation.digest or citation.span.of(report.text) != citation.quote:
        raise Changed("That report has changed since the answer was given. Ask again to see how it reads now.")
    return report


# -- the forms of answers


def _best(finder: Finder, question: Question, topic: Topic, quotes: Sequence[Quote]) -> Answer:
    """The best quotes, whoever says them."""
    return _answer(question, quotes[:SHOWN])


def _what_said(finder: Finder, question: Question, topic: Topic, quotes: Sequence[Quote]) -> Answer:
    """Somebody's words first; none at all when they are named and nothing of theirs was found."""
    theirs = _by(quotes, topic.asked)
    if topic.asked and not theirs:
        return _answer(question, quotes[:SHOWN], abstained=True, note=f"Nothing by {_names(finder, topic)} on that.")
    if not topic.asked and question.whom and finder.is_unknown(question.whom):
        return _answer(
            question, quotes[:SHOWN], abstained=True, note=f"Nobody called {question.whom} is in the reports."
        )
    # words under nobody's name may be theirs too: attribution is not always found
    others = [q for q in quotes if not topic.asked or q.said is None or not q.said.person]
    return _answer(question, _first([*theirs, *others], SHOWN))


def _did_say(finder: Finder, question: Question, topic: Topic, quotes: Sequence[Quote]) -> Answer:
    """A verdict, never a yes without a statement by the one who is asked about."""
    theirs = _by(quotes, topic.asked) if topic.asked else [q for q in quotes if q.said]
    told = verdict(question, theirs)
    if told.answer == "not_found" and not theirs:
        return replace(_answer(question, quotes[:SHOWN], lead=told.words), verdict="not_found")
    return replace(_answer(question, _first([*theirs[:2], *quotes], SHOWN), lead=told.words), verdict=told.answer)


def _several(finder: Finder, question: Question, topic: Topic, quotes: Sequence[Quote]) -> Answer:
    """What each of several people says, the people in the order in which they are asked for."""
    groups = [_by(quotes, frozenset(some))[:2] for some in question.speakers]
    rounds = [group[i] for i in (0, 1) for group in groups if i < len(group)]
    return _answer(question, _first([*rounds, *quotes], LISTED))


def _in_time(finder: Finder, question: Question, topic: Topic, quotes: Sequence[Quote]) -> Answer:
    """Somebody's words in time order."""
    some = (_by(quotes, topic.asked) or list(quotes))[:LISTED]
    known = [q for q in some if q.report.date]
    ordered = sorted(known, key=lambda q: (str(q.report.date), q.report.id, q.span.start))
    if question.kind == "latest":
        ordered.reverse()
    return _answer(question, [*ordered, *(q for q in some if not q.report.date)])


_FORMS: dict[str, Callable[[Finder, Question, Topic, Sequence[Quote]], Answer]] = {
    "what_said": _what_said,
    "did_say": _did_say,
    "compare": _several,
    "change": _in_time,
    "first": _in_time,
    "latest": _in_time,
}


def _answer(
    question: Question, quotes: Sequence[Quote], *, lead: str = "", note: str = "", abstained: bool = False
) -> Answer:
    citations = tuple(cite(q) for q in quotes)
    statements = tuple(_said(q, i) for i, q in enumerate(quotes) if q.said and q.said.statement.speaker.name)
    spoken = question.kind not in _TOLD or question.filter.of_statements
    return Answer(question.text, abstained, lead, citations, statements, note=note, kind=question.kind, spoken=spoken)


def _said(quote: Quote, citation: int) -> Said:
    """Who says the quote, by the statement that it is or holds."""
    if quote.said is None:
        raise ValueError("only a quote with a statement has a speaker")
    statement = quote.said.statement
    cue = statement.cue.of(quote.report.text) if statement.cue else ""
    speaker = statement.speaker
    words = quote.said.span
    return Said(
        speaker.name, speaker.role, cue, statement.kind, statement.polarity, citation,
        words, words.of(quote.report.text), quote.said.person,
    )  # fmt: skip


def _is_passed_over(quote: Quote, question: Question) -> bool:
    """True for what was shown already, and for people heard already where others are asked for."""
    if quote.said and quote.said.person and quote.said.person in question.without_people:
        return True
    return any(
        report == quote.report.id and start < quote.span.end and quote.span.start < end
        for report, start, end in question.without
    )


def _by(quotes: Iterable[Quote], people: frozenset[str]) -> list[Quote]:
    return [q for q in quotes if q.said and q.said.person in people]


def _first(quotes: Iterable[Quote], count: int) -> list[Quote]:
    """The first few, each once."""
    return list({id(q): q for q in quotes}.values())[:count]


def _names(finder: Finder, topic: Topic) -> str:
    return " or ".join(sorted(finder.names.shown.get(person, person) for person in topic.asked))


def _limits_in_words(question: Question) -> str:
    """What was worked out of a question's words, and where the search was limited to."""
    wanted: Filter = question.filter
    parts = []
    if wanted.sources:
        parts.append("in " + " and ".join(wanted.sources))
    if wanted.since:
        parts.append(f"since {wanted.since:%-d %b %Y}")
    if wanted.until:
        parts.append(f"until {wanted.until:%-d %b %Y}")
    if wanted.reports:
        parts.append("in the report " + " and ".join(wanted.reports))
    parts += [f"at {word} speech" for word in wanted.kinds] + [f"at what {word}" for word in wanted.polarities]
    if parts:
        return f"Looked only {', '.join(parts)}."
    return f"Understood: {question.understood}." if question.understood else ""
