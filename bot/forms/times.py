"""Statements in time order, under the days of their reports: a change, the first, the latest."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from bot.forms.asked import LISTED, SHOWN, SURE, Asked, absent, answer, joined, relevant
from bot.quotes import Quote
from bot.types import Answer


def in_time(asked: Asked) -> Answer:
    """What somebody (or anybody, where nobody is asked for) says on it, dated; the latest newest first.

    A report without a date comes last. Of the first and the latest a few are shown at once, of a change more.
    """
    kind = asked.question.kind
    if asked.topic.asked:
        listed = joined(relevant(asked.theirs, 1), asked.only(people=tuple(asked.topic.asked)))
    elif kind == "change":  # from report to report
        best = {q.report.id: q for q in reversed(asked.quotes)}
        listed = [q for q in relevant(asked.quotes) if best[q.report.id] is q]
    else:  # by date the weakest may come first, and so less is let in than where the best does
        most = max((q.sure for q in asked.quotes), default=0.0)
        listed = [q for q in asked.quotes if q.sure >= (SURE + most) / 2]
    if not listed:
        return absent(asked, asked.quotes)
    ordered = sorted(listed, key=lambda q: (q.report.date or date.max, q.report.id, q.span.start))
    if kind == "latest":
        ordered.sort(key=lambda q: q.report.date or date.min, reverse=True)
    page, counts = asked.page(ordered, LISTED if kind == "change" else SHOWN)
    return answer(asked, [(day, list(some)) for day, some in groupby(page, _day)], counts=counts)


def _day(quote: Quote) -> str:
    return f"{quote.report.date:%-d %b %Y}" if quote.report.date else "Without a date"
