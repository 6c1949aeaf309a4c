"""Slips in ordinary words are put right by the reports' words; whatever may be another word stays as typed."""

from __future__ import annotations

import pytest

from bot.memory import Memory
from bot.people import Names
from bot.question import Question, understand
from tests.fakes.speakers import name

NAMES = Names(
    [name("Clara Inquirry", 3), name("Jo Brandt", 2, role="fire chief")],
    "hospital house changed bridge accommodation inquiry neighbourhood rare flood".split(),
)
PASSAGES = {"hospital": 9, "house": 9, "changed": 9, "bridge": 9, "accommodation": 4, "chief": 5, "inquiry": 3}
PASSAGES |= {"neighbourhood": 3, "rare": 1, "flood": 9}


def ask(typed: str) -> Question:
    return understand(
        typed,
        Memory(),
        names=NAMES,
        frequency=lambda word: PASSAGES.get(word, 0),
        is_common=lambda word: word == "started",
    )


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("who shelled the hosptial", "hospital"),
        ("who shelled the hospitall", "hospital"),
        ("who shelled the hspital", "hospital"),
        ("which brigde fell", "bridge"),
        ("who warned of the flod", "flood"),
        ("who asked for acommodaton", "accommodation"),
    ],
)
def test_a_slip_is_looked_for_as_the_reports_spell_it(typed: str, right: str) -> None:
    question = ask(typed)
    assert right in question.search and question.understood == (right,)
    assert question.text == typed


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("did brandt deney asking for money", "deny"),
        ("did brandt prommise a bridge", "promise"),
        ("who deneid the fire", "denied"),
        ("has brandt admtited it", "admitted"),
        ("who critcized the bridge", "criticized"),
    ],
)
def test_a_slip_in_a_verb_of_saying_is_put_right_whether_or_not_the_reports_have_it(typed: str, right: str) -> None:
    assert ask(typed).understood[:1] == (right,)


@pytest.mark.parametrize(
    "typed", ["what did denny say", "what did mark denny say on it", "who is clair", "what of askew"]
)
def test_who_may_be_called_so_is_no_verb(typed: str) -> None:
    assert ask(typed).understood == ()


def test_a_slip_in_a_role_does_not_hide_who_is_meant() -> None:
    assert ask("the fire cheif on the bridge").speakers == (("jo brandt",),)


def test_another_way_to_spell_a_word_is_looked_for_and_not_shown() -> None:
    question = ask("who left the neighborhood")
    assert "neighbourhood" in question.search and question.understood == ()


@pytest.mark.parametrize(
    "typed",
    [
        "who said the horse died",  # a word of its own: the reports have no horse
        "who was charged",
        "who started it",  # and did not state it
        "who lost the rrae coin",  # too rare to be evident
        'who said "the hosptial"',
        "what did inquirry say",  # somebody's name
        "what did Hospitall say",  # a name by its capital
        "who spoke of ponies",
    ],
)
def test_what_may_be_meant_as_typed_stays(typed: str) -> None:
    question = ask(typed)
    assert not {"house", "hospital", "changed", "rare", "inquiry"} & set(question.search.split())


def test_without_an_index_nothing_is_put_right() -> None:
    assert "hosptial" in understand("who shelled the hosptial", Memory(), names=NAMES).search
