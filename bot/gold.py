"""Questions whose right answers are known: read from a file, and checked against the reports before any is asked.

A question is a line of JSON: id, type, question, turns (earlier ones of a conversation), answer, speakers [{name,
aliases}], evidence [{report, quote, start, end}], must_contain. Evidence needs a quote or both offsets. Where the
offsets don't hold the quote, it is looked up in its report, white space and the kind of quotation marks apart, and any
place where it stands counts. Some types take more: `group` of evidence, `reports` of a speaker (how many quote them),
`within`, the ids of the reports that are asked; see bot/evaluate.py.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import process

from corpus.errors import SettingsError
from corpus.types import Report, Span
from index.catalog import Catalog

TYPES = (
    "who_said", "what_said", "did_say", "fact", "when_said", "multi", "followup", "unanswerable",
    "listed", "top", "exact", "speakers", "reports",
)  # fmt: skip
FAULTS = 20  # told at once

Row = dict[str, Any]

_SAME = {sign: f"[{signs}]" for signs in ('"“”„«»', "'‘’‛`´") for sign in signs}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a report that answer, and every place in it where they stand."""

    report: str  # its id
    places: tuple[Span, ...]
    group: str = ""  # pieces of one group stand for each other


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is right."""

    names: tuple[str, ...]  # that are accepted
    reports: int | None = None  # that quote them; None where it isn't told


@dataclass(frozen=True, slots=True)
class Gold:
    """A question and what is right."""

    row: Row
    evidence: tuple[Evidence, ...]
    people: tuple[Person, ...]
    needed: tuple[str, ...]  # one has to be in the answer; lower case
    within: frozenset[str] = frozenset()  # ids of the only reports that may be cited; none for all

    @property
    def speakers(self) -> tuple[str, ...]:
        """All names that are accepted."""
        return tuple(name for person in self.people for name in person.names)


def questions(file: Path) -> list[Row]:
    """The questions of a file; raises SettingsError for a line that is none. One without id has its line's number."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")  # splitlines() would also split within a question
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The questions in {file} can't be read: {error}.") from error
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                turns = row.get("turns") or []
                if not isinstance(turns, list) or not all(isinstance(t, str) for t in [row["question"], *turns]):
                    raise TypeError
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
                raise SettingsError(
                    f'{file}, line {number} is no question. Each line is {{"id": ..., "question": "..."}}.'
                ) from error
            found.append({"id": number, **row})
    return found


def gold(rows: Sequence[Row], catalog: Catalog) -> list[Gold]:
    """What is right for each question; raises SettingsError with a line for each that can't be judged."""
    found, faults = list[Gold](), list[str]()
    for id, count in Counter(repr(row["id"]) for row in rows).items():
        if count > 1:
            faults.append(f"{count} questions have the id {id}. Give each its own.")
    for row in rows:
        try:
            found.append(_gold(row, catalog))
        except SettingsError as error:
            faults.append(str(error))
    if faults:
        more = [f"... and {len(faults) - FAULTS} more like these."] if len(faults) > FAULTS else []
        raise SettingsError("\n".join([*faults[:FAULTS], *more]))
    return found


def places(text: str, quote: str) -> tuple[Span, ...]:
    """Every place where a quote stands in a text, white space and the kind of quotation marks apart."""
    signs = [_SAME.get(sign) or re.escape(sign) for sign in quote if not sign.isspace()]
    return tuple(Span(*found.span()) for found in re.finditer(r"\s*".join(signs), text)) if signs else ()


def _gold(row: Row, catalog: Catalog) -> Gold:
    name, kind = f"Question {row['id']!r}", row.get("type")
    if kind not in TYPES:
        raise SettingsError(f"{name} has the type {kind!r}; it needs one of {', '.join(TYPES)}.")
    try:
        people = tuple(
            Person((s["name"], *(s.get("aliases") or [])), s.get("reports")) for s in row.get("speakers") or []
        )
        needed = tuple(m.lower() for m in row.get("must_contain") or [])
        evidence = row.get("evidence") or []
        told = [(e["report"], e.get("quote") or "", e.get("group") or "", _offsets(e)) for e in evidence]
        within = frozenset(row.get("within") or [])
        names = (name for person in people for name in person.names)
        texts = (*names, *(text for e in told for text in e[:3]), *within, row.get("answer") or "")
        if not all(isinstance(text, str) for text in texts):
            raise TypeError
        if not all(isinstance(person.reports, int | None) for person in people):
            raise TypeError
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError(
            f"{name} has evidence, speakers or must_contain of another form than docs/quality.md tells."
        ) from error
    if kind == "unanswerable":
        return Gold(row, (), people, needed)
    if not told and kind != "speakers":
        raise SettingsError(
            f'{name} has no evidence. Give it [{{"report": "...", "quote": "..."}}], or the type unanswerable.'
        )
    if kind in ("who_said", "what_said", "speakers") and not people:
        raise SettingsError(f'{name} has no speakers. Give it [{{"name": "...", "aliases": ["..."]}}].')
    if kind in ("did_say", "exact") and not (row.get("answer") or "").lower().startswith(("yes", "no")):
        raise SettingsError(f"{name} needs an answer that begins with yes or no.")
    for report_id in within:
        _report(name, report_id, catalog)
    return Gold(row, tuple(_evidence(name, *one, catalog) for one in told), people, needed, within)


def _offsets(evidence: Row) -> Span | None:
    start, end = evidence.get("start"), evidence.get("end")
    if start is None and end is None and evidence.get("quote"):
        return None
    if type(start) is not int or type(end) is not int:
        raise TypeError("offsets are whole numbers")
    return Span(start, end)


def _report(name: str, report_id: str, catalog: Catalog) -> Report:
    if report := catalog.report(report_id):
        return report
    known = {called: report.id for _, report, _ in catalog.reports() for called in (report.id, report.path)}
    near = process.extractOne(report_id, list(known), score_cutoff=80)
    hint = "A report's id is its own, or its file's path below its folder."
    if near:
        hint = f"Did you mean {known[near[0]]!r}?"
    raise SettingsError(f"{name} has evidence in the report {report_id!r}, which is not in the index. {hint}")


def _evidence(name: str, report_id: str, quote: str, group: str, offsets: Span | None, catalog: Catalog) -> Evidence:
    report = _report(name, report_id, catalog)
    words = offsets.of(report.text) if offsets and offsets.end <= len(report.text) else ""
    if offsets and words and (not quote or places(words, quote)):
        return Evidence(report_id, (offsets,), group)
    if found := places(report.text, quote):
        return Evidence(report_id, found, group)
    what = (
        f"that doesn't stand in {report_id!r}: {quote[:60]!r}"
        if quote
        else f"with start and end outside of {report_id!r}"
    )
    raise SettingsError(f"{name} has evidence {what}. Copy a quote of it from there.")
