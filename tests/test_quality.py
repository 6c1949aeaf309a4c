"""The gold questions over the sample reports, with the real model: what a change must not make worse."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from bot.conversation import Conversation
from bot.evaluate import judge, questions, same_speaker, table

GOLD = Path(__file__).parent / "quality" / "gold.jsonl"


def test_the_gold_questions_are_answered(conversation: Conversation) -> None:
    judged = judge(conversation, questions(GOLD))
    figures = table(judged)
    lost = [f"{j.row['id']} {j.row['question']}" for j in judged if j.row["answerable"] and not j.evidence]
    assert figures["altered_quotes"] == 0
    assert figures["evidence_in_3"] >= 0.77, (figures, lost)
    assert figures["refused_though_answerable"] <= 0.10, figures


def test_there_are_questions_of_every_type() -> None:
    kinds = Counter(row["type"] for row in questions(GOLD))
    assert sum(kinds.values()) >= 80
    assert set(kinds) == {
        "who_said", "what_said", "did_say", "fact", "when_said", "multi", "followup", "unanswerable",
    }  # fmt: skip


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
