"""The gold questions over the sample reports, with the real model: what a change must not make worse."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import LoadShipped
from bot.conversation import Conversation
from bot.evaluate import TYPES, Judged, failure, judge, lines, questions, same_speaker, table
from bot.gold import Row
from index.build import build
from index.encoder import DEFAULT_MODEL, Encoder
from index.search import Index

QUALITY = Path(__file__).parent / "quality"
GOLD = QUALITY / "gold.jsonl"


@dataclass(frozen=True)
class Gate:
    """What a part of the questions must reach: two points below what it has, as one question or another may turn."""

    ids: str  # what its ids begin with
    overall: float
    evidence_in_3: float
    refused: float  # at most, though answerable


GATES = [
    Gate("gold-", overall=0.795, evidence_in_3=0.88, refused=0.055),  # hard
    Gate("natural-", overall=0.94, evidence_in_3=0.93, refused=0.045),
    Gate("verdict-", overall=0.82, evidence_in_3=0.855, refused=0.12),
]
STRANGERS = {  # folders of reports and questions; nothing is fitted on newcomers
    "strangers": Gate("c-", overall=0.71, evidence_in_3=0.85, refused=0.065),
    "newcomers": Gate("e-", overall=0.58, evidence_in_3=0.735, refused=0.115),
}


@pytest.mark.parametrize("gate", GATES, ids=[gate.ids for gate in GATES])
def test_the_gold_questions_are_answered(conversation: Conversation, gate: Gate) -> None:
    passes(conversation, [row for row in questions(GOLD) if row["id"].startswith(gate.ids)], gate)


@pytest.mark.parametrize("folder", STRANGERS)
def test_the_questions_of_strangers_over_their_own_reports_are_answered(
    tmp_path: Path, encoder: Encoder, folder: str
) -> None:
    held = QUALITY / folder
    done = build([held / "reports.jsonl"], tmp_path, lambda: encoder, DEFAULT_MODEL, tagger=LoadShipped())
    assert not done.skipped
    passes(Conversation(Index(tmp_path, lambda _: encoder)), questions(held / "questions.jsonl"), STRANGERS[folder])


def passes(conversation: Conversation, rows: Sequence[Row], gate: Gate) -> None:
    judged = judge(conversation, rows)
    figures = table(judged)
    lost = [line for one in judged if not one.success for line in failure(one)]
    told = "\n".join([*lost, "", *lines(figures), *by_kind(judged)])
    assert figures["altered_quotes"] == 0, told
    assert figures["overall"] >= gate.overall, told
    assert figures["evidence_in_3"] >= gate.evidence_in_3, told
    assert figures["refused_though_answerable"] <= gate.refused, told


def by_kind(judged: Sequence[Judged]) -> Iterator[str]:
    """A line for each kind of question: how many of how many are answered rightly."""
    kinds = defaultdict[str, list[bool]](list)
    for one in judged:
        kinds[one.row.get("kind") or one.row["type"]].append(one.success)
    for kind, right in sorted(kinds.items()):
        yield f"  {kind:<13} {sum(right):>3} of {len(right)}"


def test_there_are_questions_of_every_type_and_six_of_every_kind() -> None:
    rows = questions(GOLD)
    natural = Counter(row["kind"] for row in rows if row["id"].startswith("natural-"))
    assert {row["type"] for row in rows} == set(TYPES)
    assert set(natural) == {
        "who_said", "what_said", "did_say", "fact", "when_said", "compare", "change", "first", "latest", "who_speaks",
        "about", "unnamed", "denials", "exact", "source_of", "in_report", "filters", "followup", "reports",
    }  # fmt: skip
    assert min(natural.values()) >= 6, natural
    assert all(row["id"].startswith(tuple(gate.ids for gate in GATES)) for row in rows)


def test_gold_evidence_stands_where_it_says(conversation: Conversation) -> None:
    for row in questions(GOLD):
        assert row["answerable"] == bool(row["evidence"]), row["id"]
        for evidence in row["evidence"]:
            report = conversation.index.catalog.report(evidence["report"])
            assert report is not None, evidence
            assert report.text[evidence["start"] : evidence["end"]] == evidence["quote"], evidence


def test_a_speaker_is_recognised_by_any_usual_form_of_the_name() -> None:
    assert same_speaker("Lavrov", ["Sergei Lavrov"])
    assert same_speaker("Russian Foreign Minister Sergei Lavrov", ["Lavrov"])
    assert same_speaker("Mayor Anna Holt", ["Anna Holt"])
    assert not same_speaker("Bill Clinton", ["Hillary Clinton"])
    assert not same_speaker("", ["Hillary Clinton"])


def test_what_is_printed_is_what_the_contract_says(conversation: Conversation) -> None:
    from bot.render import as_json

    told = as_json(conversation.reply("json", "who said they will not leave the city on a bus?"), "q1")
    assert told["id"] == "q1" and told["abstained"] is False
    assert json.loads(json.dumps(told)) == told
    for citation in told["citations"]:
        report = conversation.index.catalog.report(citation["report_id"])
        assert report is not None
        assert report.text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation.keys() >= {"report_id", "quote", "start", "end", "title", "source", "date", "page"}
