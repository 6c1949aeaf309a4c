"""A story in several reports: the same people speak in them, though not each names what it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence, Set
from dataclasses import replace

from bot.forms.asked import Asked
from corpus.types import Report
from index.fulltext import stems

_THEIRS = 0.3  # share of the reports that quote somebody from which on these are their story
_SPEAKERS = 2  # of the story who speak in another report that belongs to it
_OPENING = 600  # characters of a report that tell what it is about
_ROUNDS = 2  # the last report of a story may share its speakers with the middle ones only
_MOST = 500  # statements that are looked at


def opens_with(report: Report, terms: Set[str]) -> bool:
    """True for a report with all these stems in its title or opening; else it may only touch on what they say."""
    return terms <= set(stems(f"{report.title} {report.text[:_OPENING]}"))


def story(asked: Asked, told: Collection[Report]) -> list[Report]:
    """Other reports in which two or more speak who are hardly quoted but in these and there; the newest first.

    Whoever is quoted on everything tells nothing of what a report is about.
    """
    known, found = list(told), list[Report]()
    for _ in range(_ROUNDS):
        more = _beside(asked, known)
        known, found = [*known, *more], [*found, *more]
    return sorted(found, key=lambda report: str(report.date or ""), reverse=True)


def _beside(asked: Asked, told: Sequence[Report]) -> list[Report]:
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
    speak = defaultdict[str, set[str]](set)  # report -> those of the story
    for row in held.listed(replace(asked.question.filter, people=theirs), 0, _MOST):
        speak[row.statement.report_id].add(row.person)
    known = {report.id for report in told}
    ids = [report for report, some in speak.items() if len(some) >= _SPEAKERS and report not in known]
    return [report for report in map(asked.catalog.report, ids) if report]
