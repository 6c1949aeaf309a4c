"""What a question takes from the ones before it, and which questions take nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.memory import Memory, remember
from index.catalog import NO_FILTER, Filter
from tests.fakes.speakers import ASH, EDGAR, MADDOCK, VOSS, ask

BEFORE = Memory("who said the ferry would sail again?", Filter(since=date(2021, 5, 1)))
OCTOBER = (date(2021, 10, 1), date(2021, 10, 31))


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
            "who told him that?",
            "who denied it?",
            "what did Ines Maddock think of that?",
            "how did Maddock respond?",
            "is she staying or leaving?",
            "why did his brother leave?",
            "did anyone else say so?",
            "how long did he think Northwind would last?",
            "more",
            "in may?",
        ],
    )
    def test_leans_on_the_question_before(self, typed: str) -> None:
        question = ask(typed, BEFORE)
        assert question.leans
        assert "ferry" in question.search

    @pytest.mark.parametrize(
        "typed",
        [
            "who said the dam had been blown up?",
            "what did Clara Voss say about her brother?",
            "Did the governor promise that Ruben Ash would keep his post?",
            "how many houses were lost?",
            "who said they won't leave the city?",
            "who said it was safe",
            "which official denied that his office knew",
            "what did the judge say she did in the talks?",
            "did the mayor say he got it wrong",
        ],
    )
    def test_that_names_somebody_or_needs_nothing_stands_by_itself(self, typed: str) -> None:
        question = ask(typed, BEFORE)
        assert not question.leans
        assert question.filter == NO_FILTER and "ferry" not in question.search

    def test_keeps_the_limits_of_the_question_before(self) -> None:
        assert ask("and the mayor?", BEFORE).filter == BEFORE.filter

    def test_gives_way_to_limits_of_its_own(self) -> None:
        own = Filter(sources=("The Courier",))
        assert ask("and the mayor?", BEFORE, own).filter == own

    def test_has_nothing_to_lean_on_at_the_beginning(self) -> None:
        assert not ask("and in October?").leans

    def test_shows_the_words_as_typed(self) -> None:
        assert ask("and  in\tOctober?", BEFORE).text == "and in October?"


class TestDialogue:
    FIRST = ask("what did ruben ash say about the bridge in may?")
    SHOWN = (("r1", 10, 90), ("r2", 0, 40))
    THEN = remember(FIRST, SHOWN, ["ruben ash"])

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("and about the toll?", {"kind": "what_said", "speakers": (ASH,), "topic": "the toll"}),
            ("what about the toll?", {"kind": "what_said", "speakers": (ASH,), "topic": "the toll"}),
            ("and maddock?", {"kind": "what_said", "speakers": (MADDOCK,), "topic": "the bridge"}),
            ("and the mayor?", {"speakers": (VOSS,), "whom": "the mayor", "topic": "the bridge"}),
            ("and the union?", {"kind": "what_said", "speakers": (), "whom": "the union", "topic": "the bridge"}),
            ("what did he say later?", {"kind": "latest", "speakers": (ASH,), "topic": "the bridge"}),
            ("what did he say first about fares?", {"kind": "first", "speakers": (ASH,), "topic": "fares"}),
            ("was he threatened?", {"kind": "fact", "speakers": (), "topic": "Ruben Ash threatened", "about": (ASH,)}),
            ("full quote please", {"kind": "what_said", "speakers": (ASH,), "topic": "the bridge", "without": ()}),
            ("and the engineer?", {"speakers": (), "whom": "the engineer", "topic": "the bridge"}),
            ("how did maddock answer him?", {"speakers": (MADDOCK,), "topic": "the bridge"}),
            ("what did maddock say about him?", {"speakers": (MADDOCK,), "topic": "Ruben Ash"}),
            ("more about that", {"speakers": (ASH,), "topic": "the bridge", "without": SHOWN}),
            ("who disagreed?", {"kind": "who_said", "topic": "the bridge", "polarity": "denies"}),
            ("any reaction from maddock?", {"kind": "what_said", "speakers": (MADDOCK,), "topic": "the bridge"}),
            ("source?", {"kind": "source_of", "topic": "the bridge"}),
            ("what did his brother say?", {"search": "Ruben Ash's brother the bridge", "topic": "the bridge"}),
            ("what does the article say?", {"kind": "in_report", "filter": Filter(reports=("r1",))}),
            ("i meant maddock", {"speakers": (MADDOCK,), "topic": "the bridge"}),
            ("why did he change his mind?", {"kind": "fact", "topic": "change Ruben Ash's mind"}),
            ("how long does he think it takes?", {"kind": "fact", "speakers": (ASH,)}),
            ("how did maddock hit back?", {"speakers": (MADDOCK,), "topic": "the bridge"}),
            ("what about maddock, did she agree?", {"speakers": (MADDOCK,)}),
            ("how did maddock respond?", {"speakers": (MADDOCK,), "topic": "the bridge"}),
            ("when was that?", {"kind": "when_said", "topic": "the bridge"}),
            ("when?", {"kind": "when_said", "speakers": (ASH,), "topic": "the bridge"}),
            ("when was that exactly?", {"kind": "when_said"}),
            ("and before that?", {"kind": "first", "speakers": (ASH,), "topic": "the bridge"}),
            ("and a week later?", {"kind": "latest", "speakers": (ASH,), "topic": "the bridge"}),
            ("and the first one?", {"speakers": (ASH,), "topic": "the first bridge"}),
            ("and his sister?", {"whom": "Ruben Ash's sister", "speakers": (), "topic": "the bridge"}),
            ("and captain Miller?", {"whom": "captain Miller", "topic": "the bridge"}),
            ("about the toll?", {"speakers": (ASH,), "topic": "the toll"}),
            ("maddock?", {"speakers": (MADDOCK,), "topic": "the bridge"}),
            ("what did the police say?", {"whom": "the police", "topic": "the bridge"}),
            ("did maddock agree?", {"kind": "did_say", "speakers": (MADDOCK,), "topic": "the bridge"}),
            ("did he apologise?", {"kind": "did_say", "mended": "did Ruben Ash apologise?"}),
            ("did he respond?", {"kind": "what_said", "speakers": (ASH,), "topic": "the bridge"}),
            ("what is his job", {"kind": "fact", "topic": "Ruben Ash's job"}),
            ("what did she say?", {"kind": "what_said", "speakers": (), "whom": ""}),
            ("how many of them?", {"kind": "fact", "topic": "the bridge"}),
            ("how many pilots?", {"kind": "fact", "topic": "pilots"}),
            ("did he deny it?", {"kind": "did_say", "speakers": (ASH,), "topic": "the bridge", "polarity": "denies"}),
            ("what did he say about fares", {"kind": "what_said", "speakers": (ASH,), "topic": "fares"}),
            ("who else?", {"kind": "who_said", "speakers": (), "topic": "the bridge", "without_people": ASH}),
            ("more", {"kind": "what_said", "speakers": (ASH,), "topic": "the bridge", "without": SHOWN}),
            ("what else did he say?", {"speakers": (ASH,), "without": ()}),
            ("and in the gazette?", {"speakers": (ASH,), "topic": "the bridge"}),
            ("and in october?", {"speakers": (ASH,), "when": OCTOBER}),
            ("who is quoted in that report?", {"kind": "in_report", "filter": Filter(reports=("r1",))}),
        ],
    )
    def test_takes_what_is_missing_from_memory(self, typed: str, expected: dict[str, Any]) -> None:
        question = ask(typed, self.THEN)
        assert question.leans
        assert {field: getattr(question, field) for field in expected} == expected

    def test_keeps_the_days_asked_about_and_shows_them(self) -> None:
        question = ask("and about the toll?", self.THEN)
        assert question.when == self.FIRST.when and question.understood == ("May 2021",)

    def test_of_two_whom_a_half_name_may_mean_the_one_who_was_heard_is_meant_from_then_on(self) -> None:
        first = replace(ask("what did ruben ash say about the bridge?"), speakers=((*ASH, *EDGAR),))
        assert ask("and the toll?", remember(first, self.SHOWN, [*EDGAR])).speakers == (EDGAR,)
        assert ask("and the toll?", remember(first)).speakers == ((*ASH, *EDGAR),)

    def test_a_pronoun_is_whoever_was_shown_when_nobody_was_asked_for(self) -> None:
        memory = remember(ask("who said the bridge was safe?"), self.SHOWN, ["ines maddock"])
        question = ask("what else did she say?", memory)
        assert question.speakers == (MADDOCK,) and question.understood == ("Ines Maddock",)

    def test_she_is_the_last_woman_spoken_of_however_many_turns_ago(self) -> None:
        memory = remember(ask("what did ines maddock say about fares?"))
        for typed in ("what did ruben ash say about the toll?", "and about the bridge?", "did he deny the leak?"):
            question = ask(typed, memory)
            assert question.speakers == (ASH,)
            memory = remember(question, (), ["ruben ash"])
        question = ask("what did she say about it?", memory)
        assert question.speakers == (MADDOCK,) and "Ines Maddock" in question.search

    def test_she_is_who_was_spoken_of_when_the_speaker_was_a_man(self) -> None:
        memory = remember(ask("what did ruben ash say about clara voss?"))
        assert ask("what did she answer?", memory).speakers == (VOSS,)

    def test_it_is_the_body_spoken_of(self) -> None:
        memory = remember(ask("what did northwind ferries say about fares?"), (), ["ruben ash"])
        assert ask("what did it say about the toll?", memory).speakers == (("northwind ferries",),)

    def test_leaning_on_an_answer_has_its_reports_near(self) -> None:
        for typed in ("and about the toll?", "who else?", "what did she say about it?", "more", "and maddock?"):
            assert ask(typed, self.THEN).near == ("r1", "r2")
        assert ask("who said the dam broke?", self.THEN).near == ()

    def test_what_else_is_whatever_else_somebody_says(self) -> None:
        assert ask("what else did he say?", self.THEN).topic == ""

    def test_who_disagrees_is_somebody_else(self) -> None:
        assert ask("who disagreed?", self.THEN).without_people == ASH

    def test_a_word_picks_one_of_two_with_one_name(self) -> None:
        memory = remember(ask("what did lorne say about fares?"))
        assert len(memory.speakers[0]) == 2
        for typed in ("anna", "anna lorne", "the pilot"):
            assert ask(typed, memory).speakers == (("anna lorne",),)
            assert ask(typed, memory).topic == "fares"

    def test_nobody_is_picked_where_the_name_is_only_a_half_one(self) -> None:
        memory = replace(self.THEN, speakers=(("ash",),))
        assert ask("the captain", memory).speakers == ()

    def test_a_given_name_is_of_the_family_spoken_of(self) -> None:
        memory = remember(ask("what did clara voss say about fares?"))
        assert ask("and edgar?", memory).speakers == (EDGAR,)

    def test_the_mayor_is_the_one_spoken_of(self) -> None:
        memory = remember(ask("what did clara voss say about fares?"))
        known = ask("what did the mayor say about where she got it?", memory)
        assert (known.speakers, known.leans) == ((VOSS,), True)
        other = ask("what did the mayor say about the dam?", memory)
        assert (other.speakers, other.leans) == ((VOSS,), False)
        assert ask("what did the pilot say about the dam?", memory).speakers != (VOSS,)

    def test_her_brother_is_the_one_man_of_her_surname(self) -> None:
        memory = remember(ask("what did clara voss say about fares?"))
        for typed in ("and her brother?", "what did her brother say about the ferry?"):
            assert ask(typed, memory).speakers == (EDGAR,)
        assert ask("what did her sister say?", memory).speakers == ()

    def test_it_is_the_report_behind_a_list_of_reports(self) -> None:
        memory = remember(ask("any reports on the toll?"), self.SHOWN)
        question = ask("what does it say about fares?", memory)
        assert (question.kind, question.filter.reports, question.topic) == ("about", ("r1",), "fares")

    def test_and_with_nothing_behind_it_is_no_continuation(self) -> None:
        assert not ask("AND (", self.THEN).leans

    def test_they_are_all_that_were_asked_for(self) -> None:
        memory = remember(ask("ash and maddock on the bridge"))
        assert ask("what did they say about the toll?", memory).speakers == (ASH, MADDOCK)

    def test_more_of_more_passes_over_all_that_was_shown(self) -> None:
        again = remember(ask("more", self.THEN), [("r3", 0, 5)], ["ruben ash"])
        assert ask("more", again).without == (*self.SHOWN, ("r3", 0, 5))

    def test_a_question_that_stands_by_itself_takes_nothing(self) -> None:
        question = ask("who said the dam broke?", self.THEN)
        assert (question.when, question.without, question.speakers) == (None, (), ())

    def test_memory_is_plain_values(self) -> None:
        assert self.THEN.reports == ("r1", "r2") and self.THEN.topic == "the bridge" and self.THEN.whom == "ruben ash"
