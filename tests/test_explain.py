"""`onrecord explain`: what is told of a question is what its answer was made of."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.conversation import Conversation
from bot.explain import CANDIDATES, as_json, explain, show
from bot.quotes import CONFIDENCE, FEATURES
from bot.render import as_json as answer_json

DAM = "what did rourke say about the dam in may 2023?"


def printed(conversation: Conversation, capsys: pytest.CaptureFixture[str], text: str, *before: str) -> str:
    show(explain(conversation, text, before))
    return capsys.readouterr().out


class TestQuestion:
    def test_is_told_with_its_kind_people_topic_and_days(self, conversation: Conversation) -> None:
        told = explain(conversation, DAM)
        read = as_json(told)["question"]
        assert (read["text"], read["kind"], read["topic"]) == (DAM, "what_said", "the dam")
        assert {"Anselm Rourke", "Declan Rourke"} <= set(told.people.values())
        assert read["when"] == ["2023-05-01", "2023-05-31"]

    def test_counts_the_words_that_are_searched_for(self, conversation: Conversation) -> None:
        terms = explain(conversation, DAM).terms
        assert set(terms) >= {"rourke", "dam"} and terms.get("the", 0.0) == 0.0
        assert sum(terms.values()) == pytest.approx(1.0)

    def test_that_leans_on_an_earlier_one_has_what_it_lacks_from_there(self, conversation: Conversation) -> None:
        alone, after = explain(conversation, "and josephine tran?"), explain(conversation, "and josephine tran?", [DAM])
        assert (alone.question.leans, after.question.leans) == (False, True)
        assert "dam" in after.terms and "dam" not in alone.terms
        talk = Conversation(conversation.index)
        talk.reply("a", DAM)
        assert after.answer == talk.reply("a", "and josephine tran?")

    def test_leaves_nothing_behind_in_the_chat(self, conversation: Conversation) -> None:
        first = explain(conversation, "and josephine tran?")
        explain(conversation, DAM)
        assert explain(conversation, "and josephine tran?").question == first.question

    def test_that_is_a_greeting_is_searched_for_nowhere(
        self, conversation: Conversation, capsys: pytest.CaptureFixture[str]
    ) -> None:
        told = as_json(explain(conversation, "hello"))
        assert (told["passages"], told["statements"], told["candidates"]) == ([], [], [])
        assert "Understood as: hello" in printed(conversation, capsys, "hello")


class TestSearch:
    def test_brings_hits_with_ranks_and_figures_best_first(self, conversation: Conversation) -> None:
        told = as_json(explain(conversation, DAM))
        for hits in (told["passages"], told["statements"]):
            assert len(hits) > 5
            assert [h["score"] for h in hits] == sorted((h["score"] for h in hits), reverse=True)
            for hit in hits:
                ranks = [r for r in (hit["dense_rank"], hit["words_rank"]) if r]
                assert hit["score"] == pytest.approx(sum(1 / (60 + rank) for rank in ranks))
                assert -1 <= hit["cosine"] <= 1 and (hit["bm25"] > 0) == bool(hit["words_rank"])
                report = conversation.index.catalog.report(hit["report_id"])
                assert report and report.text[hit["start"] : hit["end"]] == hit["text"]


class TestCandidates:
    def test_have_a_score_that_is_the_sum_of_its_parts_the_largest_first(self, conversation: Conversation) -> None:
        told = as_json(explain(conversation, DAM))
        assert len(told["candidates"]) == CANDIDATES and told["considered"] > CANDIDATES
        for candidate in told["candidates"]:
            parts = candidate["parts"]
            assert sorted(part["name"] for part in parts) == sorted(FEATURES)
            assert [abs(part["adds"]) for part in parts] == sorted((abs(part["adds"]) for part in parts), reverse=True)
            assert all(part["adds"] == pytest.approx(part["value"] * part["weight"]) for part in parts)
            assert candidate["score"] == pytest.approx(sum(part["adds"] for part in parts))

    def test_make_the_confidence_together(self, conversation: Conversation) -> None:
        told = as_json(explain(conversation, "who won the super bowl?"))["confidence"]
        assert sorted(part["name"] for part in told["parts"]) == sorted(CONFIDENCE)
        assert told["by_parts"] == pytest.approx(1 / (1 + math.exp(-sum(part["adds"] for part in told["parts"]))))

    def test_end_in_the_answer_that_the_question_gets(self, conversation: Conversation) -> None:
        for text in (DAM, "who won the super bowl?"):
            told = as_json(explain(conversation, text))
            assert told["answer"] == answer_json(Conversation(conversation.index).reply("a", text))
            assert told["confidence"]["score"] == told["answer"]["score"]


class TestCommand:
    @pytest.fixture
    def explained(self, sample_index: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
        monkeypatch.setenv("COLUMNS", "160")

        def run(*arguments: str) -> str:
            capfd.readouterr()
            with pytest.raises(SystemExit) as left:
                main(["explain", "--index", str(sample_index), *arguments])
            assert not left.value.code
            return capfd.readouterr().out

        return run

    def test_tells_all_steps_to_a_person(self, explained: Any) -> None:
        told = explained(DAM)
        steps = [
            "Understood as: what_said",
            "Searched for: ",
            "passages",
            "statements",
            "candidates",
            "Confidence",
            "nswered",
        ]
        places = [told.index(step) for step in steps]
        assert places == sorted(places)
        assert "Anselm Rourke" in told and re.search(r"score \d+\.\d\d: \w+ -?\d\.\d\d x ", told)

    def test_takes_what_was_asked_before(self, explained: Any) -> None:
        told = json.loads(explained("and josephine tran?", "--after", DAM, "--json"))
        assert told["question"]["leans"] is True
        assert told["question"]["people"]

    @pytest.mark.parametrize(
        "text", ["", "\udcff", "what did [bold]rourke[/bold] say of the [b]dam[/b]?", "AND ( text:", "x" * 10_000, "🙂"]
    )
    def test_takes_any_text_and_shows_it_as_it_is(self, explained: Any, text: str) -> None:
        told = explained(text)
        assert "Understood as: " in told and ("[bold]" in told) == ("[bold]" in text)
        assert json.loads(explained("--json", text))["question"]["kind"]
