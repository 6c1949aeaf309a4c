"""A person's words to a Question: what leans on the question before, what is small talk, what is made printable."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.memory import Memory
from bot.question import LONGEST, printable, understand
from index.catalog import NO_FILTER, Filter

BEFORE = Memory("who said the ferry would sail again?", Filter(since=date(2021, 5, 1)))
anything = st.text(st.characters(), max_size=200)  # half surrogates and control characters among them


class TestFollowUp:
    @pytest.mark.parametrize(
        "typed",
        [
            "and in October?",
            "what about the harbour master?",
            "who else?",
            "when was that?",
            "why?",
            "what did he say?",
            "what did she say on Monday about it?",
            "did they deny this in March?",
            "and Clara Voss?",
        ],
    )
    def test_leans_on_the_question_before(self, typed: str) -> None:
        question = understand(typed, BEFORE)
        assert question.leans
        assert "ferry would sail" in question.search

    @pytest.mark.parametrize(
        "typed",
        [
            "who said the dam had been blown up?",
            "what did Clara Voss say about her brother?",
            "Did the governor promise that Ruben Ash would keep his post?",
            "how many houses were lost?",
        ],
    )
    def test_that_names_somebody_or_needs_nothing_stands_by_itself(self, typed: str) -> None:
        question = understand(typed, BEFORE)
        assert not question.leans
        assert "ferry" not in question.search

    def test_keeps_the_limits_of_the_question_before(self) -> None:
        assert understand("and the mayor?", BEFORE).filter == BEFORE.filter

    def test_gives_way_to_limits_of_its_own(self) -> None:
        own = Filter(sources=("The Courier",))
        assert understand("and the mayor?", BEFORE, own).filter == own

    def test_is_the_only_kind_that_inherits_limits(self) -> None:
        assert understand("who saw the fire?", BEFORE).filter == NO_FILTER

    def test_has_nothing_to_lean_on_at_the_beginning(self) -> None:
        assert not understand("and in October?", Memory()).leans

    def test_shows_the_words_as_typed(self) -> None:
        assert understand("and  in\tOctober?", BEFORE).text == "and in October?"


class TestSmallTalk:
    @pytest.mark.parametrize("typed", ["hi", "Hello there!", "good morning, bot", "/start", "hey 👋", " HELLO "])
    def test_greeting(self, typed: str) -> None:
        assert understand(typed, BEFORE).intent == "hello"

    @pytest.mark.parametrize("typed", ["thanks", "Thank you so much!", "ok", "cheers 🙂"])
    def test_thanks(self, typed: str) -> None:
        assert understand(typed, BEFORE).intent == "thanks"

    @pytest.mark.parametrize("typed", ["help", "/help", "What can you do?", "what can I ask??"])
    def test_help(self, typed: str) -> None:
        assert understand(typed, BEFORE).intent == "help"

    @pytest.mark.parametrize("typed", ["", "  \n", "?!", "🙂🙂🎉", "\u200b\u200b", "\x00\x07", "\ud83d", '"" -- *'])
    def test_without_a_letter_or_figure_is_empty(self, typed: str) -> None:
        assert understand(typed, BEFORE).intent == "empty"

    @pytest.mark.parametrize(
        "typed", ["hello who said it was safe", "ok so who won", "help came from whom?", "thanks to whom was it built"]
    )
    def test_is_not_what_only_begins_like_it(self, typed: str) -> None:
        assert understand(typed, Memory()).intent == "ask"


class TestQuotationMarks:
    @pytest.mark.parametrize(
        ("typed", "phrases"),
        [
            ('who said "not one step"?', ("not one step",)),
            ("who said “not one step”?", ("not one step",)),
            ("who said «not one step»?", ("not one step",)),
            ('"one day" or “two days”', ("one day", "two days")),
            ('who said "not one step', ()),
            ('a "" b', ()),
            ("who said it isn't so?", ()),
        ],
    )
    def test_hold_the_words_to_be_found(self, typed: str, phrases: tuple[str, ...]) -> None:
        assert understand(typed, Memory()).phrases == phrases

    def test_may_hold_a_long_passage(self) -> None:
        words = " ".join(f"word{i}" for i in range(90))
        assert understand(f'"{words}"', Memory()).phrases == (words,)


class TestAnyText:
    @given(anything, st.sampled_from([Memory(), BEFORE]))
    def test_becomes_a_question(self, typed: str, memory: Memory) -> None:
        question = understand(typed, memory)
        assert len(question.text) <= LONGEST
        assert bool(question.search) == (question.intent == "ask")
        question.search.encode()  # no half character is left in it

    @given(anything)
    def test_made_printable_is_one_line_without_control_characters(self, typed: str) -> None:
        clean = printable(typed)
        assert "  " not in clean and clean == clean.strip()
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in clean)

    @given(anything)
    def test_made_printable_stays_as_it_is(self, typed: str) -> None:
        assert printable(printable(typed)) == printable(typed)

    @given(st.text(st.characters(categories=["L", "N", "P", "S", "Mn"]), max_size=100))
    def test_loses_no_letter_figure_sign_or_accent(self, typed: str) -> None:
        assert printable(typed) == typed

    def test_of_any_length_is_read_to_a_limit(self) -> None:
        question = understand("bridge " * 5000, Memory())
        assert question.intent == "ask" and 0 < len(question.search) <= LONGEST
