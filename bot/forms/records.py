"""Lists that need no search: complete, in order and counted from the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.features import FEATURES
from bot.forms.asked import LISTED, SHOWN, SURE, Asked, absent, answer
from bot.quotes import Quote
from bot.types import Answer, Counts
from corpus.types import Report, Span
from index.catalog import Catalog, Filter, StatementRow


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
    report = report_meant(asked)
    if report is None:
        return absent(asked, asked.quotes)
    title = ", ".join(filter(None, (report.title or report.id, report.source)))
    day = f", {report.date:%-d %b %Y}" if report.date else ""
    return _listed(asked, Filter(reports=(report.id,)), LISTED, heading=f"{title}{day}", newest_first=False)


def report_meant(asked: Asked) -> Report | None:
    """The report that a question names by id or title, or means by a topic; the newest of these for "latest"."""
    question, catalog = asked.question, asked.catalog
    ids = [*question.filter.reports, *(word.strip("\"'“”?.,") for word in question.text.split())]
    ids += catalog.titled(question.topic.strip("\"'“” ")) if question.topic else []
    if named := next(filter(None, map(catalog.report, ids)), None):
        return named
    latest = "latest" in question.text.lower() or "last" in question.text.lower()
    if not question.topic:
        _, newest = catalog.listed(question.filter, 0, 1)
        return newest[0] if newest and latest else None
    sure = [q.report for q in asked.quotes if q.sure >= SURE]
    if latest:
        sure.sort(key=lambda report: str(report.date or ""), reverse=True)
    return sure[0] if sure else None


def reports(asked: Asked) -> Answer:
    """Which reports there are on a topic, best first, or within limits, newest first; each with its best words."""
    skip = len(asked.question.without)
    if asked.question.topic:
        first = dict[str, Quote]()
        for quote in asked.quotes:
            if quote.sure >= SURE:
                first.setdefault(quote.report.id, quote)
        listed = list(first.values())
        if any(word in asked.question.text.lower() for word in ("latest", "newest", "last", "recent")):
            listed.sort(key=lambda q: str(q.report.date or ""), reverse=True)
        total, page = len(listed), listed[skip : skip + LISTED]
    else:
        total, newest = asked.catalog.listed(asked.question.filter, skip, LISTED)
        page = [_opening(asked.catalog, report) for report in newest]
    if not total:
        return absent(asked, asked.quotes)
    return answer(asked, [("", page)], counts=Counts(0, total, skip + 1, skip + len(page)))


def _listed(asked: Asked, wanted: Filter, size: int, *, heading: str = "", newest_first: bool = True) -> Answer:
    statements, of_reports = asked.catalog.statements.totals(wanted)
    skip = len(asked.question.without)
    rows = asked.catalog.statements.listed(wanted, skip, size, newest_first=newest_first)
    if not statements:
        return absent(asked)
    page = whole(asked.catalog, rows)
    return answer(asked, [(heading, page)], counts=Counts(statements, of_reports, skip + 1, skip + len(page)))


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
