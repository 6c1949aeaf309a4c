"""What stands against an answer: another figure, or a denial. Both sides are cited, and none is judged."""

from __future__ import annotations

from dataclasses import replace

from bot.citing import cited, said
from bot.contradictions import Contradiction, Side, contradictions
from bot.forms.asked import SURE, Asked
from bot.types import Answer, Group
from index.fulltext import stems

_KINDS = ("who_said", "fact", "about", "compare", "change")
_LOOKED_AT = 10  # quotes


def contradicted(asked: Asked, told: Answer) -> Answer:
    """An answer with a line on the first contradiction in what was asked for that it is one side of, if there is any.

    A side that isn't in the answer is cited below it; but a list stays what it is, as its pages are counted.
    """
    if told.kind not in _KINDS or told.abstained or asked.goes_on:
        return told
    wanted = set(stems(asked.question.topic or asked.question.search))
    for found in contradictions([q for q in asked.quotes[:_LOOKED_AT] if q.sure >= SURE]):
        if found.about.isdisjoint(wanted):
            continue
        ours = [side for side in found.sides if _number(told, side)]
        others = [side for side in found.sides if not _number(told, side)]
        if len(ours) > 1:
            line = _line(told, found, ours[:2])
            return replace(told, note=f"{told.note} {line}".lstrip())
        beside = cited([side.quote for side in others[:1]], asked.catalog)
        if ours and beside and not told.counts:
            [(quote, citation)] = beside
            number = len(told.citations)
            speaks = said(quote, citation, number, asked.catalog)
            statements = (*told.statements, speaks) if speaks else told.statements
            told = replace(told, citations=(*told.citations, citation), statements=statements)
            pair = [side for side in found.sides if side is ours[0] or side is others[0]]
            return replace(told, groups=(*told.groups, Group(_line(told, found, pair), number)))
    return told


def _number(told: Answer, side: Side) -> int:
    """The number, from 1, of the citation that holds one side; 0 where none does."""
    report = side.quote.report.id
    holding = (n for n, c in enumerate(told.citations, 1) if c.report_id == report and c.span.covers(side.span))
    return next(holding, 0)


def _line(told: Answer, found: Contradiction, sides: list[Side]) -> str:
    return replace(found, sides=tuple(sides)).in_words([_number(told, side) for side in sides])
