"""Somebody asked for who is named in the reports, but of whose words they tell nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation import Conversation
from index.encoder import Encoder
from index.search import Index
from tests.fakes.collection import shelve

FERRY = {
    "id": "ferry",
    "title": "Storm shuts the harbour",
    "text": "The storm came on Monday. Ann Baker, the harbour master, said that the ferry would stay in port. "
    "The ferry belongs to Carl Dunn. Eva Frost told reporters that the ferry was late. Gus Hale: the ferry will sail.",
}


@pytest.fixture
def conversation(tmp_path: Path) -> Conversation:
    return Conversation(shelve(tmp_path, FERRY))


def test_who_is_only_spoken_of_has_said_nothing(conversation: Conversation) -> None:
    answer = conversation.reply("a", "what did dunn say about the ferry?")
    assert answer.abstained
    assert "Nobody called dunn is quoted in the reports." in answer.note


@pytest.mark.parametrize("name", ["frost", "Hale"])
def test_who_stands_beside_a_word_of_saying_may_have_said_something(conversation: Conversation, name: str) -> None:
    assert "Nobody called" not in conversation.reply("a", f"what did {name} say about the ferry?").note


def test_the_word_for_whoever_it_was_need_not_stand_in_a_report(conversation: Conversation) -> None:
    answer = conversation.reply("a", "which bystander said that the ferry would stay in port?")
    assert not answer.abstained
    assert answer.statements[0].speaker == "Ann Baker"


def test_of_what_stands_nowhere_where_they_speak_they_have_said_nothing(conversation: Conversation) -> None:
    answer = conversation.reply("a", "what did ann baker say about the olympics?")
    assert answer.abstained and "Ann Baker is quoted in these reports: Storm shuts the harbour." in answer.note
    assert not conversation.reply("b", "what did ann baker say about the ferry?").abstained


def test_a_chat_goes_on_from_the_report_that_came_nearest(conversation: Conversation) -> None:
    assert conversation.reply("a", "what did dunn say about the ferry?").abstained
    assert conversation.memory("a").reports == ("ferry",)


def test_what_is_found_to_be_said_or_done_is_no_silence_of_the_reports(sample_index: Path, encoder: Encoder) -> None:
    """No word of the question is in the sentence but the name."""
    samples = Conversation(Index(sample_index, lambda _: encoder))
    answer = samples.reply("a", "did vandermolen offer to step down")
    assert answer.verdict == "yes" and not answer.abstained and answer.score < 0.5
    assert "offered his resignation" in answer.citations[0].quote
