"""Lists that need no search: complete, in order and counted from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from bot.citing import cite, mouth
from bot.features import FEATURES
from bot.forms.asked import LISTED, MOST, SHOWN, SURE, Asked, absent, answer
from bot.forms.story import opens_with, story
from bot.question import Question
from bot.quotes import Quote
from bot.types import Answer, Counts
from corpus.types import Report, Span
from index.catalog import Catalog, Filter, StatementRow
from index.fulltext import stems, stop_stems

_TITLE_RATIO = 90  # of token_set_ratio, in [0, 100]: from here on a title is meant
_AHEAD = 5  # ... and the next best is so much behind
_TITLES = 3  # offered to choose from
_AT_ONCE = 500  # reports read for their titles
_FEWEST_WORDS = 3  # of a title without quotation marks: "the strike report" is one on the strike
_REPORT = r"\b(?:report|article|story|piece|text|interview|news)s?\b"
_LATEST = re.compile(rf"\b(?:latest|newest|last|most recent)\b(?: [\w'’-]+){{0,2}} {_REPORT}", re.I)
# the words for a report behind which its title stands; behind "on" and the like stands what it is about
_TITLED = re.compile(
    rf"{_REPORT},?:?\s+"
    r"(?:(?:called|titled|entitled|headed|with the title)\b:?\s+)?"
    r"(?!(?:on|about|of|from|in|by|that|which|with|regarding|concerning|says?|tells?)\b)(?P<title>.+)",
    re.I,
)
_ENDS = " \"'“”‘’?.,"


@dataclass(frozen=True, slots=True)
class _Titled:
    title: str
    id: str  # of the report
    ratio: float  # how near the title is to the one asked for, in [0, 100]


_NONE = _Titled("", "", 0.0)


def everything(asked: Asked) -> Answer:
    """All statements of those who are asked for, newest first ("first": oldest first)."""
    question = asked.question
    since, until = question.when or (question.filter.since, question.filter.until)
    people = tuple(dict.fromkeys(person for some in question.speakers for person in some))
    wanted = replace(question.filter, since=since, until=until, people=people or question.filter.people)
    return _listed(asked, wanted, SHOWN, newest_first=question.kind not in ("first", "change"))


def of_polarity(asked: Asked) -> Answer:
    """All who denied anything, or declined to say anything, newest first."""
    return _listed(asked, replace(asked.question.filter, polarities=(asked.question.polarity,)), LISTED)


def in_report(asked: Asked) -> Answer:
    """The statements of one report, in its order: of the one that is named, else of the best one on the topic."""
    title = _title_in(asked.question)
    report = report_meant(asked)
    if report is None and title:
        return replace(absent(asked, note="No report has that title."), choices=_other_titles(asked, title))
    if report is None:
        return absent(asked, asked.quotes)
    heading = ", ".join(filter(None, (report.title or report.id, report.source)))
    day = f", {report.date:%-d %b %Y}" if report.date else ""
    return _listed(asked, Filter(reports=(report.id,)), MOST, heading=f"{heading}{day}", newest_first=False)


def report_meant(asked: Asked) -> Report | None:
    """The report that a question names by id or title, or means by a topic; the newest of these for "latest".

    None where a title is told that no report, or more than one, has.
    """
    question, catalog = asked.question, asked.catalog
    ids = [*question.filter.reports, *(word.strip(_ENDS) for word in question.text.split())]
    ids += catalog.titled(question.topic.strip(_ENDS)) if question.topic else []
    if named := next(filter(None, map(catalog.report, ids)), None):
        return named
    latest = bool(_LATEST.search(question.text))
    if title := _title_in(question):
        ranked = _by_title(asked, title)
        first, second = [*ranked, _NONE, _NONE][:2]
        clear = first.ratio >= _TITLE_RATIO and first.ratio >= second.ratio + _AHEAD
        return catalog.report(first.id) if clear else None
    if not question.topic:
        _, newest = catalog.listed(question.filter, 0, 1)
        return newest[0] if newest and latest else None
    sure = [q.report for q in asked.quotes if q.sure >= SURE]
    if latest:
        days = [report.date for report in sure if report.date]
        if days:  # among the best of everything the newest may be missing
            newer = replace(question.filter, since=max(days) + timedelta(1))
            sure += [q.report for q in asked.rank(replace(question, filter=newer)) if asked.on_topic(q)]
            wanted = set(stems(question.topic)) - stop_stems()
            sure = [report for report in sure if opens_with(report, wanted)] or sure
            sure += story(asked, sure)
        sure.sort(key=lambda report: str(report.date or ""), reverse=True)
    return sure[0] if sure else None


def _title_in(question: Question) -> str:
    """The title of a report in the words of a question; "" where none is told."""
    if question.phrases:
        return question.phrases[0]
    found = None if _LATEST.search(question.text) else _TITLED.search(question.text)
    title = found["title"].strip(_ENDS) if found else ""
    return title if len(title.split()) >= _FEWEST_WORDS else ""


def _by_title(asked: Asked, title: str) -> list[_Titled]:
    """The few reports whose titles are nearest to a title, nearest first.

    The order of words and those besides count nothing; but a title of few words is no part of a long one.
    """
    titles = dict[str, str]()  # id -> title
    skip, total = 0, 1
    while skip < total:  # by and by: reports come with their texts
        total, page = asked.catalog.listed(asked.question.filter, skip, _AT_ONCE)
        titles |= {r.id: r.title for r in page if 2 * len(r.title.split()) >= len(title.split())}
        skip += _AT_ONCE
    found = process.extract(title, titles, scorer=fuzz.token_set_ratio, processor=default_process, limit=_TITLES)
    return [_Titled(name, report, ratio) for name, ratio, report in found]


def _other_titles(asked: Asked, title: str) -> tuple[str, ...]:
    """The question with each of the nearest titles in the place of one that no report has."""
    text = asked.question.text.strip(_ENDS)
    before = text[: text.rfind(title)].rstrip(_ENDS)
    names = dict.fromkeys(" ".join(found.title.split()) for found in _by_title(asked, title))
    return tuple(f"{before} “{name}”" for name in names if "“" not in name and '"' not in name)


def reports(asked: Asked) -> Answer:
    """Which reports there are on a topic, best first, or within limits, newest first; each with its best words."""
    skip = len(asked.question.without)
    if asked.question.topic:
        first = dict[str, Quote]()
        for quote in (*asked.quotes, *asked.further()):
            if quote.sure >= SURE:
                first.setdefault(quote.report.id, quote)
        listed = list(first.values())
        if any(word in asked.question.text.lower() for word in ("latest", "newest", "last", "recent")):
            listed.sort(key=lambda q: str(q.report.date or ""), reverse=True)
        total, page = len(listed), listed[skip : skip + MOST]
    else:
        total, newest = asked.catalog.listed(asked.question.filter, skip, MOST)
        page = [_opening(asked.catalog, report) for report in newest]
    if not total:
        return absent(asked, asked.quotes)
    return answer(asked, [("", page)], counts=Counts(0, total, skip + 1, skip + len(page)))


def _listed(asked: Asked, wanted: Filter, size: int, *, heading: str = "", newest_first: bool = True) -> Answer:
    """A page of statements; those that somebody makes in one cited sentence stand there once."""
    held = asked.catalog.statements
    statements, of_reports = held.totals(wanted)
    if not statements:
        return absent(asked)
    skip, read = len(asked.question.without), 0
    cited: dict[tuple[str, Span, str], list[Quote]] = {}
    while read < statements and len(cited) <= skip + size:  # one more: the last may go on
        rows = held.listed(wanted, read, size, newest_first=newest_first)
        for quote in whole(asked.catalog, rows):
            cited.setdefault((quote.report.id, cite(quote).span, mouth(quote.said) if quote.said else ""), []).append(
                quote
            )
        read += size
    told = list(cited.values())
    before, page = sum(map(len, told[:skip])), told[skip : skip + size]
    counts = Counts(statements, of_reports, before + 1, before + sum(map(len, page)))
    return answer(asked, [(heading, [some[0] for some in page])], counts=counts)


def whole(catalog: Catalog, rows: Sequence[StatementRow]) -> list[Quote]:
    """Statements as quotes that are not searched for but listed, and so are sure."""
    reports = {row.statement.report_id: catalog.report(row.statement.report_id) for row in rows}
    found = []
    for row in rows:
        report = reports[row.statement.report_id]
        if report is not None:  # else gone since it was listed: a build may be at work
            found.append(listed_quote(catalog, report, row.span, row))
    return found


def _opening(catalog: Catalog, report: Report) -> Quote:
    """The first passage of a report."""
    passages = catalog.passages.of(report.id)
    return listed_quote(catalog, report, passages[0].passage.span if passages else Span(0, len(report.text)), None)


def listed_quote(catalog: Catalog, report: Report, span: Span, said: StatementRow | None) -> Quote:
    """A quote that was not searched for, and so is sure."""
    passages = [row.passage.span for row in catalog.passages.of(report.id)]
    around = max(passages, key=span.overlap, default=span)
    return Quote(report, span, around, said, np.zeros(len(FEATURES)), sure=1.0)
