"""How well questions with known answers are answered: what `onrecord eval` prints and the quality gate asserts.

Success, by type of question:

who_said      the first speaker is right, and evidence is among the first 3 citations
what_said     one of the first 3 statements covers evidence and has the right speaker
did_say       the verdict is right ("not_found" is a no too), and evidence is among the first 3 citations
fact          a string of must_contain is in the text or the first 3 quotes, and evidence among the first 3 citations
when_said     a string of must_contain is in the text, and evidence among the first 3 citations
multi         half of the evidence is among the first 10 citations
followup      evidence is among the first 3 citations
unanswerable  abstained
listed        all of the evidence is among the first 10 citations
top           evidence is in the first citation
exact         evidence is in the first citation; where the answer is no, for words that stand there otherwise, or in the
              nearest, with a lead or note and no yes
speakers      each speaker is in the table, near its head, quoted in as many reports as the question tells
reports       each report of the evidence is cited, near the head

Evidence is covered by words that hold half of it, or 60 characters of it, wherever in its report they stand. Of pieces
of one `group` one is enough. Near the head: with at most two others before the last that is right. Where a question
tells `within` which reports it asks, no citation is from another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation import Conversation
from bot.gold import TYPES, Evidence, Gold, Row, gold, places, questions
from bot.render import plain
from bot.types import Answer
from corpus.types import Report, Span

__all__ = ["TYPES", "Judged", "answers", "as_json", "failure", "judge", "lines", "questions", "same_speaker", "table"]

_PARTICLES = frozenset("mr mrs ms dr sir rev prof sen rep gov president senator former the a an of and s".split())


@dataclass(frozen=True, slots=True)
class Judged:
    """One question, its answer, and what was right about it."""

    row: Row
    answer: Answer
    wrong: str  # what is, in a few words; "" for a success
    evidence: bool  # among the first 3 citations
    altered: int  # quotes that are not what stands in the report; there must never be one

    @property
    def success(self) -> bool:
        return not self.wrong


def answers(conversation: Conversation, rows: Sequence[Row], limits: Any = None) -> Iterator[tuple[Row, Answer]]:
    """The answer to each question in order; one with `turns` is the end of a conversation of its own."""
    for number, row in enumerate(rows):
        chat = f"batch-{number}"
        for turn in row.get("turns") or []:
            conversation.reply(chat, turn, limits)
        yield row, conversation.reply(chat, row["question"], limits)
        conversation.forget(chat)


def judge(conversation: Conversation, rows: Sequence[Row]) -> list[Judged]:
    """Every question answered and judged. Raises SettingsError, before any is asked, when some can't be judged."""
    right = gold(rows, conversation.index.catalog)
    return [
        _judge(conversation, one, answer) for one, (_, answer) in zip(right, answers(conversation, rows), strict=True)
    ]


def table(judged: Sequence[Judged]) -> dict[str, Any]:
    """Shares by type and overall, evidence among the first 3, refusals, altered quotes, mean length of a quote."""
    by_type: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        by_type[one.row["type"]].append(one.success)
    answerable = [one for one in judged if one.row["type"] != "unanswerable"]
    quoted = [one for one in answerable if one.row["type"] not in ("speakers", "reports")]  # these need no quotes
    lengths = [len(c.span) for one in judged for c in one.answer.citations[:3]]
    return {
        "questions": len(judged),
        "overall": _mean([one.success for one in judged]),
        "by_type": {
            name: {"questions": len(some), "success": _mean(some)} for name in TYPES if (some := by_type.get(name))
        },
        "evidence_in_3": _mean([one.evidence for one in quoted]),
        "refused_though_answerable": _mean([one.answer.abstained for one in answerable]),
        "altered_quotes": sum(one.altered for one in judged),
        "mean_quote_characters": round(_mean(lengths)),
    }


def lines(figures: dict[str, Any]) -> Iterator[str]:
    """The figures of `table` for a person, a line each."""
    yield f"{figures['overall']:.3f} of {figures['questions']:,} questions answered rightly"
    yield f"  {'type':<13} {'questions':>9} {'right':>6}"
    for name, row in figures["by_type"].items():
        yield f"  {name:<13} {row['questions']:>9,} {row['success']:>6.2f}"
    yield f"evidence among the first 3 citations {figures['evidence_in_3']:.3f}"
    yield f"refused though answerable            {figures['refused_though_answerable']:.3f}"
    yield f"altered quotes                       {figures['altered_quotes']}"
    yield f"characters a quote                   {figures['mean_quote_characters']}"


def as_json(one: Judged) -> dict[str, Any]:
    """A question that went wrong: what was asked, what is wrong, what would be right and what the answer was."""
    return {
        "id": one.row["id"],
        "type": one.row["type"],
        "question": one.row["question"],
        "turns": one.row.get("turns") or [],
        "wrong": one.wrong,
        "expected": one.row.get("answer") or "",
        "text": plain(one.answer),
    }


def failure(one: Judged) -> Iterator[str]:
    """The same for a person."""
    yield f"{one.row['id']} {one.row['type']}: {' / '.join([*(one.row.get('turns') or []), one.row['question']])}"
    yield f"   wrong: {one.wrong}"
    if expected := one.row.get("answer"):
        yield f"   expected: {expected}"
    cited = one.answer.citations
    yield f"   got: {cited[0].quote[:150]!r}" if cited else f"   got: {one.answer.lead}"


def same_speaker(said: str, accepted: Sequence[str]) -> bool:
    """True when a name is one of those accepted: the same, a part of it, or the same last name with no other first."""
    name = _words(said)
    for form in map(_words, accepted):
        if not name or not form:
            continue
        if " ".join(form) in " ".join(name) or " ".join(name) in " ".join(form):
            return True
        if name[-1] == form[-1] and (len(name) == 1 or len(form) == 1 or name[0] == form[0]):
            return True
        if len(set(name) & set(form)) >= max(2, 0.6 * len(set(form))):
            return True
    return False


def _words(name: str) -> list[str]:
    return [w for w in re.findall(r"\w+", name.lower()) if w not in _PARTICLES]


def _judge(conversation: Conversation, right: Gold, answer: Answer) -> Judged:
    quoted = [(c.report_id, c.span, c.quote) for c in (*answer.citations, *answer.nearest)]
    quoted += [(answer.citations[s.citation].report_id, s.span, s.quote) for s in answer.statements]
    held = {report: conversation.index.catalog.report(report) for report, _, _ in quoted}
    altered = sum((report := held[id]) is None or span.of(report.text) != quote for id, span, quote in quoted)

    def covered(report_id: str, span: Span) -> set[int]:
        return _covered(held[report_id], span, right.evidence)

    cited = [covered(c.report_id, c.span) for c in answer.citations[:10]]
    said = [s.speaker for s in answer.statements[:3] if covered(answer.citations[s.citation].report_id, s.span)]
    near = [covered(c.report_id, c.span) for c in answer.nearest]
    return Judged(right.row, answer, _wrong(right, answer, cited, said, near), any(cited[:3]), altered)


def _covered(report: Report | None, span: Span, evidence: Sequence[Evidence]) -> set[int]:
    """Which evidence has half of itself, or 60 characters, in the words at this span, wherever these stand."""
    here = [i for i, one in enumerate(evidence) if report and one.report == report.id]
    if not report or not here:
        return set()
    standing = {span, *places(report.text, span.of(report.text))}
    return {i for i in here if any(_holds(words, place) for words in standing for place in evidence[i].places)}


def _holds(words: Span, evidence: Span) -> bool:
    shared = words.overlap(evidence)
    return shared > 0 and shared >= min(0.5 * len(evidence), 60)


def _wrong(
    right: Gold, answer: Answer, cited: Sequence[set[int]], said: Sequence[str], near: Sequence[set[int]]
) -> str:
    """What is wrong with an answer.

    `cited` is the evidence of each citation, `near` that of the nearest, `said` who is given it as a statement.
    """
    kind = right.row["type"]
    if kind == "unanswerable":
        return "" if answer.abstained else "answered, though the reports don't say"
    if kind == "exact":
        return _wrong_words(right, answer, [*cited, *near])
    if answer.abstained:
        return "refused"
    if others := {c.report_id for c in answer.citations} - right.within if right.within else ():
        return f"cites {' and '.join(sorted(others))}, which is not asked"
    if kind in _LISTS:
        return _LISTS[kind](right, answer, cited)
    if kind == "multi":
        found, all = len(set().union(*cited)), len(right.evidence)
        return "" if 2 * found >= all else f"{found} of {all} pieces of evidence among the first 10 citations"
    if kind == "what_said":
        if any(same_speaker(name, right.speakers) for name in said):
            return ""
        return f"the evidence is given to {' and '.join(said)}" if said else "no evidence in the first 3 statements"
    if not any(cited[:3]):
        return "no evidence among the first 3 citations"
    if kind == "who_said":
        first = answer.statements[0].speaker if answer.statements else ""
        return "" if same_speaker(first, right.speakers) else f"the first speaker is {first or 'nobody'}"
    if kind == "did_say":
        return "" if _agrees(answer.verdict, right.row["answer"]) else f"the verdict is {answer.verdict}"
    text = plain(answer).lower()
    if kind == "fact":
        text = " ".join([text, *(c.quote.lower() for c in answer.citations[:3])])
    if kind in ("fact", "when_said") and right.needed and not any(one in text for one in right.needed):
        return "none of must_contain in the answer"
    return ""


def _wrong_words(right: Gold, answer: Answer, shown: Sequence[set[int]]) -> str:
    """What is wrong where words are looked up: they stand there to the letter, or others are nearest to them."""
    if not shown or not shown[0]:
        return "refused" if answer.abstained else "no evidence in the first citation"
    if right.row["answer"].lower().startswith("yes"):
        return "refused" if answer.abstained else "the verdict is no" if answer.verdict == "no" else ""
    if answer.verdict == "yes" or not (answer.lead or answer.note):
        return "nothing tells that the words are others"
    text = plain(answer).lower()
    return "" if not right.needed or any(one in text for one in right.needed) else "none of must_contain in the answer"


def _wrong_list(right: Gold, answer: Answer, cited: Sequence[set[int]]) -> str:
    groups = [one.group or str(i) for i, one in enumerate(right.evidence)]
    found, all = {groups[i] for some in cited for i in some}, dict.fromkeys(groups)
    missing = [group for group in all if group not in found]
    if not missing:
        return ""
    names = [group for group in missing if not group.isdigit()]
    told = f": not {', '.join(names)}" if names else ""
    return f"{len(found)} of {len(all)} pieces of evidence among the first 10 citations{told}"


def _wrong_top(right: Gold, answer: Answer, cited: Sequence[set[int]]) -> str:
    return "" if cited and cited[0] else "no evidence in the first citation"


def _wrong_table(right: Gold, answer: Answer, cited: Sequence[set[int]]) -> str:
    head = answer.table[: len(right.people) + _OTHERS]
    for person in right.people:
        row = next((row for row in head if same_speaker(row.name, person.names)), None)
        if row is None:
            return f"{person.names[0]} is not near the head of the table"
        if person.reports not in (None, row.reports):
            return f"{person.names[0]} is quoted in {row.reports} reports instead of {person.reports}"
    return ""


def _wrong_reports(right: Gold, answer: Answer, cited: Sequence[set[int]]) -> str:
    wanted = {one.report for one in right.evidence}
    head = list(dict.fromkeys(c.report_id for c in answer.citations))[: len(wanted) + _OTHERS]
    missing = sorted(wanted.difference(head))
    return f"{', '.join(missing)} not among the first {len(head)} reports" if missing else ""


_OTHERS = 2  # that may stand before the last that is right
_LISTS: dict[str, Callable[[Gold, Answer, Sequence[set[int]]], str]] = {
    "listed": _wrong_list,
    "top": _wrong_top,
    "speakers": _wrong_table,
    "reports": _wrong_reports,
}


def _agrees(verdict: str | None, answer: str) -> bool:
    return verdict == "yes" if answer.lower().startswith("yes") else verdict in ("no", "not_found")


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0
