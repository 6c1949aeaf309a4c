"""Whose words are asked for: the evident one of several with one name, or a question back."""

from __future__ import annotations

import pytest

from bot.memory import Memory, remember
from bot.people import Names
from bot.question import Question, understand
from index.catalog.people import Name
from tests.fakes.speakers import name

NAMES = Names(
    [
        # far apart
        name("Clara Voss", 40, role="mayor"), name("Edgar Voss", 4, role="surgeon"), name("Voss", 3),
        # nearly even
        name("Anna Lorne", 9, role="harbour pilot"), name("Pete Lorne", 6, role="Governor"),
        name("Ruben Ash", 9), name("Ada Quill", 9, role="archivist"),
        Name("", "a dentist in Brenn", "", "", "person", 1),
        Name("ivo kane", "Ivo Kane", "Ivo Kane", "dentist", "person", 2, "Brenn Clinic"),
        Name("lea stroud", "Lea Stroud", "Lea Stroud", "former Tidal Trust president", "person", 9, "Tidal Trust"),
        Name("omar pike", "Omar Pike", "Omar Pike", "president", "person", 2, "Tidal Trust"),
        Name("tidal trust", "Tidal Trust", "Tidal Trust", "", "organisation", 4),
        Name("uma senn", "Uma Senn", "Uma Senn", "spokeswoman", "person", 2, "Norvik Rail"),
        Name("ruben ash", "Ruben Ash", "Ruben Ash", "president", "person", 1, "Norvik Rail"),
        name("Mei Tarn", 5, role="Flood Office chief engineer"), name("Jo Brandt", 2, role="Port engineer"),
        name("Lorne Shipping", 8, "organisation"), name("Free Harbour Union", 3, "organisation"),
    ],
    "harbour pilot flood office port chief free union toll bridge shipping".split(),
)  # fmt: skip
ANNA, PETE = ("anna lorne",), ("pete lorne",)


def ask(typed: str, memory: Memory | None = None) -> Question:
    return understand(typed, memory or Memory(), names=NAMES)


def test_who_speaks_far_more_is_meant_and_named() -> None:
    question = ask("voss on the toll")
    assert question.speakers == (("clara voss", "voss"),)  # a bare "Voss" in a report may be her
    assert question.understood == ("Clara Voss",) and question.ambiguous == ()


def test_two_who_speak_about_as_much_bring_the_question_back_with_each_whole_name() -> None:
    question = ask("What did lorne say about the toll?")
    assert question.ambiguous == (
        "What did Anna Lorne say about the toll?",
        "What did Pete Lorne say about the toll?",
    )
    assert question.speakers == ((*ANNA, *PETE),)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("governor lorne on the toll", PETE),
        ("gov. lorne on the toll", PETE),
        ("what did lorne the pilot say", ANNA),
        ("what did mrs lorne say about the toll", ANNA),
        ("did lorne say she would quit", ANNA),
        ("dr voss on the toll", ("edgar voss", "voss")),
        ("pete lorne on the toll", PETE),
    ],
)
def test_a_role_or_a_gender_in_the_question_decides(typed: str, meant: tuple[str, ...]) -> None:
    question = ask(typed)
    assert question.speakers == (meant,) and question.ambiguous == ()


def test_a_pronoun_decides_nothing_when_somebody_else_is_spoken_of() -> None:
    assert ask("did lorne say that ash lost his post").ambiguous
    assert ask("did lorne say the captain lost his post").ambiguous


def test_who_was_spoken_of_before_in_this_chat_decides() -> None:
    memory = remember(ask("what did pete lorne say about the bridge?"))
    question = ask("what did lorne say about the toll?", memory)
    assert question.speakers == (PETE,) and question.understood == ("Pete Lorne",)


def test_a_choice_goes_on_with_what_was_asked_before() -> None:
    memory = remember(ask("what did ash say about the bridge?"))
    back = ask("and lorne?", memory)
    assert back.ambiguous == ("and Anna Lorne?", "and Pete Lorne?")
    chosen = ask(back.ambiguous[1], remember(back))
    assert (chosen.speakers, chosen.topic, chosen.kind) == ((PETE,), "the bridge", "what_said")


@pytest.mark.parametrize(
    "typed", ["who said lorne lied?", "which lorne said so?", "what was said about lorne?", "toll?"]
)
def test_it_is_not_asked_back_where_nobodys_words_are_asked_for(typed: str) -> None:
    assert ask(typed).ambiguous == ()


def test_the_two_of_a_name_are_both() -> None:
    question = ask("what do the two lornes say about the toll?")
    assert (question.kind, question.speakers) == ("compare", (ANNA, PETE))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what did the flood office's chief engineer say", ("mei tarn",)),
        ("the port engineer on the toll", ("jo brandt",)),
        ("what did the mayor say about the toll", ("clara voss",)),
        ("the fhu on the toll", ("free harbour union",)),
        ("the archivist on the toll", ("ada quill",)),  # the only one in all reports
        ("what did the tidal trust president say", ("omar pike",)),  # not who was it once
        ("the norvik rail spokeswoman on fares", ("uma senn",)),
        ("the Norvik guy on fares", ("uma senn",)),  # once "of Norvik Rail" in ten is a slip of a report
    ],
)
def test_a_description_or_initials_mean_whom_alone_they_fit(typed: str, meant: tuple[str, ...]) -> None:
    question = ask(typed)
    assert question.speakers == (meant,)
    assert question.understood == (NAMES.shown[meant[0]],) and NAMES.shown[meant[0]] in question.search


@pytest.mark.parametrize(
    "typed",
    [
        "the engineer on the toll",
        "what did the port's chief engineer say",
        "a pilot on fares",
        "the dentist on fares",
        "the norvik president on fares",
        "the bridge on fares",
        "the ferry guy on fares",
    ],
)
def test_a_description_that_fits_several_or_nobody_means_nobody(typed: str) -> None:
    assert ask(typed).speakers == ()


def test_anybody_of_a_body_with_several_speakers_brings_the_question_back() -> None:
    question = ask("the tidal trust guy on fares")
    assert question.ambiguous == ("Lea Stroud on fares", "Omar Pike on fares")


def test_each_of_several_is_worked_out_by_itself() -> None:
    question = ask("what do ash, the port engineer and voss say about the toll")
    assert question.speakers == (("ruben ash",), ("jo brandt",), ("clara voss", "voss"))


def test_a_misspelt_name_is_looked_for_as_the_reports_spell_it() -> None:
    question = ask("brandtt on the toll")
    assert question.search == "brandtt Jo Brandt the toll" and question.understood == ("Jo Brandt",)


@pytest.mark.parametrize(
    "typed",
    [
        "quills old pilot on the toll", "ruben ash's daughter on the toll", "team quill on the toll",
        "what did the quill commercial say about the toll", "what did the quill people say about the toll",
    ],
)  # fmt: skip
def test_a_name_that_tells_whose_somebody_is_means_nobody(typed: str) -> None:
    question = ask(typed)
    assert (question.kind, question.speakers) == ("what_said", ())
