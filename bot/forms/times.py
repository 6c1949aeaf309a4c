"""Statements in time order, under the days of their reports: a change, the first, the latest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bot.features import AT
from bot.forms.asked import LISTED, SHOWN, SURE, Asked, absent, answer, joined, relevant
from bot.quotes import Quote
from bot.types import Answer

_OTHER_DAYS = 2  # quotes
_LEAST = 0.15  # of a topic in what somebody said on another day
_APART = 0.2  # cosine of statements that have as little in common


def in_time(asked: Asked) -> Answer:
    """What somebody (or anybody, where nobody is asked for) says on it, dated; the latest newest first.

    A report without a date comes last. Of the first and the latest a few are shown at once, of a change more.
    """
    kind = asked.question.kind
    if asked.topic.asked:
        listed = joined(relevant(asked.theirs, 1), asked.only(people=tuple(asked.topic.asked)))
        if kind == "change":
            listed += _other_days(asked, listed)
    elif kind == "change":  # from report to report
        best = {q.report.id: q for q in reversed(asked.quotes)}
        listed = [q for q in relevant(asked.quotes) if best[q.report.id] is q]
    else:  # by date the weakest may come first, and so less is let in than where the best does
        most = max((q.sure for q in asked.quotes), default=0.0)
        listed = [q for q in asked.quotes if q.sure >= (SURE + most) / 2]
    if not listed:
        return absent(asked, asked.quotes)
    if kind == "change":
        listed.sort(key=lambda q: (q.report.id, q.span.start))
    else:  # what is told of one day has no order: the best first
        listed.sort(key=lambda q: -q.score)
    ordered = sorted(listed, key=lambda q: q.report.date or date.max)
    if kind == "latest":
        ordered = sorted(listed, key=lambda q: q.report.date or date.min, reverse=True)
    page, counts = asked.page(ordered, LISTED if kind == "change" else SHOWN)
    return answer(asked, [(day, list(some)) for day, some in groupby(page, _day)], counts=counts)


def _other_days(asked: Asked, listed: Sequence[Quote]) -> list[Quote]:
    """Where all is of one day, the best of what they say on others, one a day: without a before there is no change.

    Rarely the same words tell both, and so less is asked of it than of what answers alone.
    """
    days = {q.report.date for q in listed}
    if len(days) != 1:
        return []
    near = [q for q in asked.theirs if max(q.features[AT["topic_near"]], q.features[AT["meaning"]] - _APART) >= _LEAST]
    others = {q.report.date: q for q in reversed(near) if q.report.date not in days}
    return sorted(others.values(), key=lambda q: -q.score)[:_OTHER_DAYS]


def _day(quote: Quote) -> str:
    return f"{quote.report.date:%-d %b %Y}" if quote.report.date else "Without a date"
