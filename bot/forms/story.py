"""A story in several reports: the same people speak in them, though not each names what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from bot.forms.asked import Asked
from corpus.types import Report

_THEIRS = 0.3  # share of the reports that quote somebody from which on these are their story
_SPEAKERS = 2  # of the story who speak in another report that belongs to it
_MOST = 500  # statements that are looked at


def story(asked: Asked, told: Collection[Report]) -> list[Report]:
    """Other reports in which two or more speak who are hardly quoted but in these and there; the newest first.

    Whoever is quoted on everything tells nothing of what a report is about.
    """
    held = asked.catalog.statements
    heard = defaultdict[str, set[str]](set)  # person -> reports told
    for report in told:
        for row in held.of(report.id):
            heard[row.person].add(report.id)
    heard.pop("", None)
    people = asked.catalog.people.all(tuple(heard)) if heard else []
    theirs = tuple(p.key for p in people if len(heard[p.key]) >= _THEIRS * p.reports)
    if not theirs:
        return []
    known = {report.id for report in told}
    speak = defaultdict[str, set[str]](set)  # report -> those of the story
    for row in held.listed(replace(asked.question.filter, people=theirs), 0, _MOST):
        speak[row.statement.report_id].add(row.person)
    ids = [report for report, some in speak.items() if len(some) >= _SPEAKERS and report not in known]
    return sorted(filter(None, map(asked.catalog.report, ids)), key=lambda report: str(report.date or ""), reverse=True)
