"""Statements in time order, under the days of their reports: a change, the first, the latest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from bot.features import AT
from bot.figures import counted, has_number, tells_number
from bot.forms.asked import MOST, SHOWN, SURE, Asked, absent, answer, joined, relevant
from bot.forms.story import opens_with, story
from bot.quotes import Quote
from bot.types import Answer
from index.fulltext import stems, stop_stems

_OTHER_DAYS = 2  # quotes of somebody who says nothing surely on it but on one day
_LEAST = 0.15  # of a topic in what somebody said on another day
_APART = 0.2  # cosine of statements that have as little in common
_HALF = 0.5  # as sure as the best: what counts on a day of which nothing surer is known
_WHOLE = 0.95  # share of a topic: no word of it is missing
_COUNTING = frozenset(stems("number toll count total tally figure go goes went going rise rose up down report from s"))
_STEPS = 3  # searches for what is earlier than the first found, or later than the last
_AFTERWARDS = re.compile(r"\b(?:later|afterwards?|since|after (?:that|this)|subsequently)\b", re.I)
_IN_FIGURES = re.compile(
    r"\b(?:toll|numbers?|counts?|figures?|dead|deaths|casualties|missing|displaced|wounded|injured|costs?|prices?"
    r"|totals?|shares?|percentages?|polls?|lead|odds|turnout)\b|\b(?:go|went|gone|going) (?:up|down)\b",
    re.I,
)


def in_time(asked: Asked) -> Answer:
    """What somebody (or anybody, where nobody is asked for) says on it, dated; the latest newest first.

    A report without a date comes last. Of the first and the latest a few are shown at once, of a change more.
    """
    kind = asked.question.kind
    if asked.topic.asked:
        people = tuple(asked.topic.asked)
        listed = joined(relevant(asked.theirs, 1), asked.only(people=people))
        if kind == "change":
            listed = [*_spread(listed), *_other_days(asked, listed)]
        else:
            listed = _later(asked, people) or _to_the_end(asked, listed, SURE, people)
            if kind == "first":  # what is said later may take for granted what it is about
                listed = [q for q in listed if asked.on_topic(q)] or listed
    elif kind == "change":  # from report to report
        listed = _of_each_report(asked)
    else:  # by date the weakest may come first, and so less is let in than where the best does
        least = (SURE + max((q.sure for q in asked.quotes), default=0.0)) / 2
        surely = [q for q in asked.quotes if _is_on(q, least)]
        listed = joined(_to_the_end(asked, surely, least), _counts(asked))
    if not listed:
        return absent(asked, asked.quotes)
    if kind == "change":
        listed.sort(key=lambda q: (q.report.id, q.span.start))
    else:  # what is told of one day has no order: the best first, of a number what tells it
        listed.sort(key=lambda q: (_tells_none(asked, q), -q.score))
    ordered = sorted(listed, key=lambda q: q.report.date or date.max)
    if kind == "latest":
        ordered = sorted(listed, key=lambda q: q.report.date or date.min, reverse=True)
    page, counts = asked.page(ordered, MOST if kind == "change" else SHOWN)
    return answer(asked, [(day, list(some)) for day, some in groupby(page, _day)], counts=counts)


def _is_on(quote: Quote, least: float) -> bool:
    """True for what is as sure as that, or sure and with the whole topic in it."""
    return quote.sure >= least or (quote.sure >= SURE and quote.features[AT["topic_near"]] >= _WHOLE)


def _is_count(asked: Asked, quote: Quote) -> bool:
    """True for a number of the dead, the hurt, ... in a report that has the rest of the topic in it.

    "That brings the number of dead to 13" says nothing of the flood that its report is about.
    """
    topic = asked.question.topic
    if not tells_number(topic, quote.span.of(quote.report.text)):
        return False
    return _besides(topic) <= set(stems(f"{quote.report.title} {quote.report.text}"))


def _besides(topic: str) -> frozenset[str]:
    """The stems of a topic without those for what is counted."""
    return frozenset(stems(topic)) - stop_stems() - counted(topic) - _COUNTING


def _counts(asked: Asked) -> list[Quote]:
    """The numbers of the dead, the hurt, ... in reports on what is asked about and in others of the story."""
    topic = asked.question.topic
    if not counted(topic):
        return []
    told = [q for q in asked.quotes if _is_count(asked, q)]
    on_it = {q.report.id: q.report for q in asked.quotes if opens_with(q.report, _besides(topic))}
    others = tuple(report.id for report in story(asked, on_it.values()))
    if not others:
        return told
    found = asked.rank(replace(asked.question, filter=replace(asked.question.filter, reports=others)))
    return joined(told, (q for q in found if tells_number(topic, q.span.of(q.report.text))))


def _later(asked: Asked, people: tuple[str, ...]) -> list[Quote]:
    """What somebody says after the reports shown last, where "later" asks for that: near the topic, else the best."""
    shown = [report.date for report in map(asked.catalog.report, asked.question.near) if report and report.date]
    if not shown or not _AFTERWARDS.search(asked.question.words):
        return []
    after = replace(asked.question.filter, since=max(shown) + timedelta(1), people=people)
    found = asked.rank(replace(asked.question, filter=after))
    return [q for q in found if _is_near(q)] or found[:SHOWN]


def _to_the_end(asked: Asked, listed: list[Quote], least: float, people: tuple[str, ...] = ()) -> list[Quote]:
    """The same with what is earlier than the first of them (or later than the last) and counts as well.

    Among the best of everything the first and the last may be missing.
    """
    for _ in range(_STEPS):
        days = [q.report.date for q in listed if q.report.date]
        if not days:
            break
        if asked.question.kind == "first":
            beyond = replace(asked.question.filter, until=min(days) - timedelta(1))
        else:
            beyond = replace(asked.question.filter, since=max(days) + timedelta(1))
        beyond = replace(beyond, people=people or beyond.people)
        found = [q for q in asked.rank(replace(asked.question, filter=beyond)) if _is_on(q, least)]
        if not found:
            break
        listed = joined(listed, found)
    return listed


def _of_each_report(asked: Asked) -> list[Quote]:
    """The best of each report; where a number goes up or down, the best that tells one, of those that do."""
    every = joined(relevant(asked.quotes), asked.further())
    counts = _counts(asked)
    told = [q for q in every if not _tells_none(asked, q)]
    best = {q.report.id: q for q in reversed(next((some for some in (counts, told) if len(some) > 1), every))}
    return list(best.values())


def _tells_none(asked: Asked, quote: Quote) -> bool:
    """True where a number is asked for and the quote has none."""
    wanted = asked.topic.asks_figure or _IN_FIGURES.search(asked.question.topic)
    return bool(wanted) and not has_number(quote.span.of(quote.report.text))


def _spread(listed: Sequence[Quote]) -> list[Quote]:
    """All of them, or of many the best of each report: a change is told by a few words of each day."""
    best = {q.report.id: q for q in reversed(listed)}
    return list(listed) if len(listed) <= MOST else list(best.values())


def _other_days(asked: Asked, listed: Sequence[Quote]) -> list[Quote]:
    """The best of what they say on other days, one a day: without a before there is no change.

    Rarely the same words tell both, and so less is asked of it than of what answers alone; least where all is of one
    day.
    """
    days = {q.report.date for q in listed}
    if len(days) == 1:
        few = [q for q in asked.theirs if _is_near(q)]
    else:
        most = max((q.sure for q in listed), default=1.0)
        few = [q for q in asked.theirs if q.sure >= _HALF * most]
    others = {q.report.date: q for q in reversed(few) if q.report.date not in days}
    return sorted(others.values(), key=lambda q: -q.score)[:_OTHER_DAYS]


def _is_near(quote: Quote) -> bool:
    return bool(max(quote.features[AT["topic_near"]], quote.features[AT["meaning"]] - _APART) >= _LEAST)


def _day(quote: Quote) -> str:
    return f"{quote.report.date:%-d %b %Y}" if quote.report.date else "Without a date"
