"""Statements and speakers as records: for a person in a terminal, and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.types import Report, Span, Statement
from index.catalog import Person


def lines(report: Report, said: Sequence[Statement]) -> Iterator[str]:
    """The statements of a report, each in two or three lines, after a line with the report's title."""
    yield f"{report.title or report.id} ({report.id}): {len(said)} statements"
    for s in said:
        who = s.speaker.name or "(nobody named)"
        if s.speaker.role or s.speaker.organisation:
            who += f" ({', '.join(filter(None, (s.speaker.role, s.speaker.organisation)))})"
        marks = [s.speaker.resolved, s.kind, s.polarity, *(["nested"] if s.nested else [])]
        through = f", through {' and '.join(s.chain)}" if s.chain else ""
        cue = s.cue.of(report.text) if s.cue else "(speaks)"
        yield f"{s.number + 1:>4}. {who}{through}: {cue} [{', '.join(marks)}]"
        words = " … ".join(" ".join(piece.of(report.text).split()) for piece in s.content)
        yield f"      {words} [{s.content[0].start}-{s.content[-1].end}]"


def as_json(report: Report, said: Sequence[Statement]) -> dict[str, Any]:
    """A report's statements; all spans are [start, end) in the report's text."""
    return {
        "id": report.id,
        "title": report.title,
        "statements": [
            {
                "number": s.number,
                "speaker": s.speaker.name,
                "resolved": s.speaker.resolved,
                "role": s.speaker.role,
                "organisation": s.speaker.organisation,
                "body": s.speaker.body,
                "source": _pair(s.source),
                "cue": _pair(s.cue),
                "content": [_pair(piece) for piece in s.content],
                "sentence": _pair(s.sentence),
                "text": [piece.of(report.text) for piece in s.content],
                "kind": s.kind,
                "polarity": s.polarity,
                "tense": s.tense,
                "chain": list(s.chain),
                "nested": s.nested,
            }
            for s in said
        ],
    }


def speaker_json(person: Person) -> dict[str, Any]:
    """Who speaks, how much, where, from when to when."""
    return {
        "name": person.name, "role": person.role, "organisation": person.organisation, "body": person.body,
        "statements": person.statements, "reports": person.reports, "sources": list(person.sources),
        "first": person.first.isoformat() if person.first else None,
        "last": person.last.isoformat() if person.last else None,
    }  # fmt: skip


def speaker_table(people: Sequence[Person]) -> None:
    """Prints the speakers as a table on standard output."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("speaker", "role", "statements", "reports", "outlets", "from", "to", box=None, pad_edge=False)
    for p in people:
        role = ", ".join(filter(None, (p.role, p.organisation)))
        table.add_row(
            escape(p.name), escape(role), str(p.statements), str(p.reports), escape(", ".join(p.sources)),
            str(p.first or ""), str(p.last or ""),
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None
