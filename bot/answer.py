"""A question to its answer: verbatim quotes with who says them and where, or "the reports do not say"."""

from __future__ import annotations

from bot.question import Question
from bot.quotes import Finder, Quote, Weights, best, confidence, doubts
from bot.render import NOT_FOUND
from bot.types import Answer, Citation, Said
from corpus.errors import Changed
from corpus.types import Report
from index.catalog import Filter

SHOWN = 3  # quotes in an answer


def compose(finder: Finder, question: Question) -> Answer:
    """The answer to a question that asks something of the reports."""
    topic, weights = finder.topic(question), Weights.load()
    quotes = best(finder.candidates(topic, question), weights, SHOWN)
    citations = tuple(cite(q) for q in quotes)
    sure = confidence(weights, doubts(topic, quotes)) if quotes else 0.0
    if quotes and question.phrases:
        sure = 1.0  # words put in quotation marks were found to the letter, or nothing was
    note = _limits_in_words(question.filter)
    if sure < 0.5:
        return Answer(question.text, True, NOT_FOUND, nearest=citations[:1], note=note, score=sure)
    statements = tuple(_said(q, i) for i, q in enumerate(quotes) if q.said and q.said.statement.speaker.name)
    return Answer(question.text, False, "", citations, statements, note=note, score=sure)


def cite(quote: Quote) -> Citation:
    """A quote with its place, cut from the report's text here and now."""
    report = quote.report
    return Citation(
        report.id, quote.span, quote.span.of(report.text), quote.passage, report.digest, report.title, report.source,
        report.date, "date" in report.guessed, report.page(quote.span.start), report.url,
    )  # fmt: skip


def check(report: Report | None, citation: Citation) -> Report:
    """The report as it was when it was cited; raises Changed when it is gone or reads otherwise now."""
    if report is None:
        raise Changed("That report is no longer in the collection. Ask again to see what is.")
    if report.digest != citation.digest or citation.span.of(report.text) != citation.quote:
        raise Changed("That report has changed since the answer was given. Ask again to see how it reads now.")
    return report


def _said(quote: Quote, citation: int) -> Said:
    """Who says the quote, by the statement that it is or holds."""
    if quote.said is None:
        raise ValueError("only a quote with a statement has a speaker")
    statement = quote.said.statement
    cue = statement.cue.of(quote.report.text) if statement.cue else ""
    speaker = statement.speaker
    return Said(speaker.name, speaker.role, cue, statement.kind, statement.polarity, citation)


def _limits_in_words(wanted: Filter) -> str:
    parts = []
    if wanted.sources:
        parts.append("in " + " and ".join(wanted.sources))
    if wanted.since:
        parts.append(f"since {wanted.since:%-d %b %Y}")
    if wanted.until:
        parts.append(f"until {wanted.until:%-d %b %Y}")
    if wanted.reports:
        parts.append("in the report " + " and ".join(wanted.reports))
    return f"Looked only {', '.join(parts)}." if parts else ""
