"""Quotes to citations: cut from their report here and now, and dropped when it reads otherwise than it was searched."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from bot.blocks import SLIGHT, needs_object
from bot.quotes import Quote
from bot.shapes import LONGEST
from bot.types import Citation, Part, Said
from corpus.errors import Changed
from corpus.types import Report, Span, Speaker
from index.catalog import Catalog, StatementRow

logger = logging.getLogger(__name__)

# behind a name where a clause about it was read with it: "A doctor in Lower Brenn, who"
_BEHIND_NAME = re.compile(r"(?:[\s,;:]+(?:who|whom|whose|which|that)?)+$")


def cited(quotes: Iterable[Quote], catalog: Catalog) -> list[tuple[Quote, Citation]]:
    """Each quote with its citation, in order, without those whose report has changed or gone since the search."""
    reports: dict[str, Report | None] = {}
    kept = []
    for quote in quotes:
        citation = cite(quote)
        if citation.report_id not in reports:
            reports[citation.report_id] = catalog.report(citation.report_id)
        try:
            check(reports[citation.report_id], citation)
        except Changed:
            # never the words: they stand nowhere any more, and a log is no place for them
            logger.warning(
                "A quote no longer stands in its report and was dropped: %s [%d, %d)",
                citation.report_id, citation.span.start, citation.span.end,
            )  # fmt: skip
        else:
            kept.append((quote, citation))
    return kept


def alone(quote: Quote, catalog: Catalog) -> Quote:
    """The quote without sentences at its ends that are somebody else's: below a name stands what they say."""
    if quote.said is None or not quote.said.person or quote.said.span == quote.span:
        return quote
    rows = catalog.statements.of(quote.report.id, quote.span)
    own = [row.statement.sentence for row in rows if row.person == quote.said.person]
    own.append(quote.said.statement.sentence)
    start, end = min(s.start for s in own), max(s.end for s in own)
    # those only described often tell the same in other words: cutting these too, where they aren't quoted, costs a
    # hundredth of the evidence more
    strangers = [row for row in rows if row.person != quote.said.person]
    others = [row.statement.sentence for row in strangers if row.person or row.statement.kind == "direct"]
    before = any(s.end <= start for s in others)
    behind = any(s.start >= end for s in others)
    kept = Span(max(quote.span.start, start) if before else quote.span.start,
                min(quote.span.end, end) if behind else quote.span.end)  # fmt: skip
    return replace(quote, span=kept) if kept.start < kept.end else quote


def cite(quote: Quote) -> Citation:
    """A quote with its place, cut from the report's text.

    A few words of a statement are cited with their sentence: "that there had been one" says nothing alone, nor does
    what somebody told without the one whom they told it.
    """
    report, span = quote.report, quote.span
    if quote.said and (len(span) < SLIGHT or (_is_cut(quote) and quote.said.span.covers(span))):
        sentence = quote.said.statement.sentence
        whole = Span(min(sentence.start, span.start), max(sentence.end, span.end))  # a quote may go on: "It is not."
        span = whole if len(whole) <= LONGEST and quote.passage.covers(whole) else span
    return Citation(
        report.id, span, span.of(report.text), quote.passage, report.digest, report.title, report.source,
        report.date, "date" in report.guessed, report.page(span.start), report.url, quote.also_in,
    )  # fmt: skip


def check(report: Report | None, citation: Citation) -> Report:
    """The report as it was when it was cited; raises Changed when it is gone or reads otherwise now."""
    if report is None:
        raise Changed("That report is no longer in the collection. Ask again to see what is.")
    if report.digest != citation.digest or citation.span.of(report.text) != citation.quote:
        raise Changed("That report has changed since the answer was given. Ask again to see how it reads now.")
    return report


def said(quote: Quote, citation: Citation, number: int, catalog: Catalog, *, alone: bool = False) -> Said | None:
    """Who says the words of a citation, the answer's `number`-th, and all that they say there without a break.

    With `alone` only the one statement that was found. None where nobody is told to say them.
    """
    if quote.said is None or not quote.said.statement.speaker.name:
        return None
    held = catalog.statements.of(quote.report.id, citation.span)
    theirs = [row.statement.sentence for row in held if mouth(row) == mouth(quote.said)]
    rows = [
        row for row in held
        if not alone and 2 * row.span.overlap(citation.span) >= len(row.span)
        # nobody's words in a sentence of theirs are no break: "a doctor, who asked not to be named, said"
        and (mouth(row) or not any(sentence.covers(row.span) for sentence in theirs))
    ]  # fmt: skip
    turns = [list(some) for _, some in groupby(rows, mouth)]
    own = next((some for some in turns if quote.said in some), [quote.said])
    statement, text = quote.said.statement, quote.report.text
    words = Span(min(row.span.start for row in own), max(row.span.end for row in own))
    return Said(
        called(statement.speaker), statement.speaker.role, cue_of(quote.report, statement.cue), statement.kind,
        statement.polarity, number, words, words.of(text), quote.said.person, statement.chain,
        tuple(Part(row.span, row.span.of(text), row.statement.kind, row.statement.polarity) for row in own),
    )  # fmt: skip


def mouth(row: StatementRow) -> str:
    """The key of who says a statement; where nobody is named, what they are called."""
    return row.person or row.statement.speaker.name


def called(speaker: Speaker) -> str:
    """What a speaker is called, without what stands behind the name."""
    return _BEHIND_NAME.sub("", " ".join(speaker.name.split()))


def _is_cut(quote: Quote) -> bool:
    """True for words whose cue needs an object, which stands outside of them: "told members that ..."."""
    statement = quote.said.statement if quote.said else None
    cue = cue_of(quote.report, statement.cue) if statement else ""
    return statement is not None and statement.kind != "direct" and needs_object(cue)


def cue_of(report: Report, cue: Span | None) -> str:
    """The report's own word of saying; "" in a transcript."""
    return cue.of(report.text) if cue else ""
