"""How well questions with known answers are answered: what `onrecord eval` prints and the quality gate asserts.

A question is a line of JSON: id, type, question, turns (earlier ones of a conversation), answerable, answer, speakers
[{name, aliases}], evidence [{report, start, end, quote}], must_contain. What counts as success, by type:

who_said      the first speaker is right, and evidence is among the first 3 citations
what_said     one of the first 3 statements covers evidence and has the right speaker
did_say       the verdict is right ("not_found" is a no too), and evidence is among the first 3 citations
fact          a string of must_contain is in the text or the first 3 quotes, and evidence among the first 3 citations
when_said     a string of must_contain is in the text, and evidence among the first 3 citations
multi         half of the evidence is among the first 10 citations
followup      evidence is among the first 3 citations
unanswerable  abstained
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.conversation import Conversation
from bot.render import plain
from bot.types import Answer, Citation
from corpus.errors import SettingsError
from corpus.types import Span

TYPES = ("who_said", "what_said", "did_say", "fact", "when_said", "multi", "followup", "unanswerable")
_PARTICLES = frozenset("mr mrs ms dr sir rev prof sen rep gov president senator former the a an of and s".split())

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One question, its answer, and what was right about it."""

    row: Row
    answer: Answer
    success: bool
    evidence: bool  # among the first 3 citations
    altered: int  # quotes that are not what stands in the report; there must never be one


def questions(file: Path) -> list[Row]:
    """The questions of a file; raises SettingsError for a line that is none."""
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


def answers(conversation: Conversation, rows: Sequence[Row], limits: Any = None) -> Iterator[tuple[Row, Answer]]:
    """The answer to each question in order; one with `turns` is the end of a conversation of its own."""
    for number, row in enumerate(rows):
        chat = f"batch-{number}"
        for turn in row.get("turns") or []:
            conversation.reply(chat, turn, limits)
        yield row, conversation.reply(chat, row["question"], limits)
        conversation.forget(chat)


def judge(conversation: Conversation, rows: Sequence[Row]) -> list[Judged]:
    """Every question answered and judged. Rows need a `type` and their evidence; see the module's docstring."""
    for row in rows:
        if row.get("type") not in TYPES:
            raise SettingsError(
                f"Question {row['id']!r} has the type {row.get('type')!r}; it needs one of {', '.join(TYPES)}."
            )
        _gold(row)
    return [_judge(conversation, row, answer) for row, answer in answers(conversation, rows)]


def table(judged: Sequence[Judged]) -> dict[str, Any]:
    """Shares by type and overall, evidence among the first 3, refusals, altered quotes, mean length of a quote."""
    by_type: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        by_type[one.row["type"]].append(one.success)
    answerable = [one for one in judged if one.row["type"] != "unanswerable"]
    lengths = [len(c.span) for one in judged for c in one.answer.citations[:3]]
    return {
        "questions": len(judged),
        "overall": _mean([one.success for one in judged]),
        "by_type": {
            name: {"questions": len(some), "success": _mean(some)} for name in TYPES if (some := by_type.get(name))
        },
        "evidence_in_3": _mean([one.evidence for one in answerable]),
        "refused_though_answerable": _mean([one.answer.abstained for one in answerable]),
        "altered_quotes": sum(one.altered for one in judged),
        "mean_quote_characters": round(_mean(lengths)),
    }


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


def _gold(row: Row) -> tuple[list[tuple[str, Span]], list[str], list[str]]:
    """A question's evidence, accepted speakers and needed strings in lower case; SettingsError when they are none."""
    try:
        return (
            [(e["report"], Span(e["start"], e["end"])) for e in row.get("evidence") or []],
            [n for s in row.get("speakers") or [] for n in (s["name"], *s.get("aliases", []))],
            [m.lower() for m in row.get("must_contain") or []],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError(
            f"Question {row['id']!r} has evidence, speakers or must_contain of another form than docs/quality.md tells."
        ) from error


def _judge(conversation: Conversation, row: Row, answer: Answer) -> Judged:
    gold, accepted, needed = _gold(row)
    cited = answer.citations
    evidence = bool(_covered(cited[:3], gold))
    text = plain(answer)
    shown = " ".join([text, *(c.quote for c in cited[:3])]).lower()
    first = answer.statements[0].speaker if answer.statements else ""
    success = {
        "unanswerable": answer.abstained,
        "who_said": evidence and same_speaker(first, accepted),
        "what_said": any(
            _covered([replace(cited[s.citation], span=s.span)], gold) and same_speaker(s.speaker, accepted)
            for s in answer.statements[:3]
        ),
        "did_say": evidence and _agrees(answer.verdict, row.get("answer", "")),
        "fact": evidence and (not needed or any(m in shown for m in needed)),
        "when_said": evidence and (not needed or any(m in text.lower() for m in needed)),
        "multi": bool(gold) and 2 * len(_covered(cited[:10], gold)) >= len(gold),
        "followup": evidence,
    }[row["type"]]
    altered = 0
    for citation in (*cited, *answer.nearest):
        report = conversation.index.catalog.report(citation.report_id)
        altered += report is None or citation.span.of(report.text) != citation.quote
    return Judged(row, answer, success, evidence, altered)


def _covered(citations: Sequence[Citation], gold: Sequence[tuple[str, Span]]) -> set[int]:
    """Which evidence has half of itself, or 60 characters, in one of the citations."""
    return {
        i
        for i, (report, span) in enumerate(gold)
        if any(c.report_id == report and c.span.overlap(span) >= min(0.5 * len(span), 60) for c in citations)
    }


def _agrees(verdict: str | None, answer: str) -> bool:
    return verdict == "yes" if answer.lower().startswith("yes") else verdict in ("no", "not_found")


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0
