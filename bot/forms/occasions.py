"""When and where something was said: each quote under the day and the place that its report tells."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from bot.forms.asked import SHOWN, Asked, answer, relevant
from bot.quotes import Quote
from bot.types import Answer
from bot.worked_out import Occasion, When, occasion
from corpus.attribution.rulings import fold
from corpus.sentences import sentences

_OPENING = 400  # characters: title and first paragraph


def when_and_where(asked: Asked) -> Answer:
    """The best quotes under their occasions, what is asked for first; else under the day of the report."""
    page, _ = asked.page(relevant(asked.quotes), SHOWN)
    return answer(asked, [(told, list(some)) for told, some in groupby(page, lambda quote: _told(asked, quote))])


def _told(asked: Asked, quote: Quote) -> str:
    """ "On Tuesday (19 Oct 2021, worked out from the report's date), in Lodz"; "In Lodz; the report is of ..."."""
    found = _occasion(asked, quote)
    places = [" ".join(place.text.split()) for place in found.where]
    whens = [" ".join(found.when.in_words.split())] if found.when else []
    if asked.question.kind == "where_said":
        known, unknown = [*places, *whens], ["no place is told"] if not places else []
    else:
        known, unknown = [*whens, *places], []
    if not whens:
        day = quote.report.date
        unknown.append(f"the report is of {day:%A}, {day:%-d %b %Y}" if day else "neither day nor date is told")
    line = "; ".join(filter(None, (", ".join(known), ", ".join(unknown))))
    return line[0].upper() + line[1:]


def _occasion(asked: Asked, quote: Quote) -> Occasion:
    """As its statement tells it, else as the others of those asked for do, of which it holds some too."""
    rows = asked.catalog.statements.of(quote.report.id, quote.passage)
    beside = [row for row in rows if quote.span.covers(row.span) and row.person in (asked.topic.asked or {row.person})]
    found = occasion(quote, rows)
    for row in beside:
        other = occasion(replace(quote, said=row, span=row.span), rows)
        found = Occasion(found.when or other.when, found.where or other.where)
    return found if found.when else Occasion(_opening_day(asked, quote), found.where)


def _opening_day(asked: Asked, quote: Quote) -> When | None:
    """The day that a report opens with in a sentence that names the speaker; the rest of it tells of that day."""
    name = fold(asked.name(quote.said.person)).split()[-1:] if quote.said else []
    opening = quote.report.text[: min(_OPENING, quote.span.start)]
    naming = (span for span in sentences(opening) if name and name[0] in fold(span.of(opening)).split())
    days = (occasion(replace(quote, said=None, span=span)).when for span in naming)
    return next(filter(None, days), None)
