"""Several speakers side by side: compared, speaking about somebody, or without a name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.features import AT
from bot.forms import FORMS
from bot.forms import asked as forms_asked
from bot.forms.asked import by, divided
from bot.grammar import Kind
from bot.render import plain, telegram
from corpus.types import Span
from index.search import Index
from tests.fakes.collection import asked, shelve
from tests.test_forms import ANN, BEN, DORA, REPORTS, headed, question, told


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return shelve(tmp_path_factory.mktemp("collection"), *REPORTS)


def test_a_comparison_has_a_heading_for_each_also_for_one_who_says_nothing(index: Index) -> None:
    answer = told(index, question("compare", "ferry", ANN, DORA, BEN))
    assert {title: len(quotes) for title, quotes in headed(answer).items()} == {
        "Ann Baker": 5, "Dora Finch": 0, "Ben Ruud": 2,
    }  # fmt: skip
    assert "Dora Finch\nNothing on that in these reports." in plain(answer)
    assert "<b>Dora Finch</b>\nNothing on that" in telegram(answer)[0].html


def test_a_comparison_of_people_who_say_nothing_on_it_is_no_answer(index: Index) -> None:
    assert told(index, question("compare", "bridge", ANN, DORA)).abstained


def test_what_is_said_about_somebody_is_others_naming_them_by_speaker(index: Index) -> None:
    answer = told(index, question("about", "Ben Ruud", about=((BEN,),)))
    assert headed(answer) == {
        "Carl Dorn": ["Ben Ruud knows nothing of ships"], "Dora Finch": ["Ben Ruud was on the quay"],
    }  # fmt: skip


def test_those_without_a_name_are_shown_as_they_are_described(index: Index) -> None:
    answer = told(index, question("unnamed", "ferry"))
    assert headed(answer) == {"A senior official": ["the ferry cost too much"]}
    assert told(index, question("unnamed", "roof")).abstained


def test_somebody_meant_by_he_is_spoken_of_where_the_sentence_before_names_them(tmp_path: Path) -> None:
    text = "Ben Ruud came late to the ferry. Carl Dorn said that he was tired of the ferry."
    found = shelve(
        tmp_path, {"id": "late", "text": f"{text} Dora Finch said that he slept. Ben Ruud said that he left."}
    )
    wanted = replace(question("about", "ferry"), about=((BEN,),))
    assert [said.speaker for said in told(found, wanted).statements] == ["Carl Dorn"]


def test_a_comparison_has_a_heading_for_one_who_is_only_described(index: Index) -> None:
    answer = told(index, replace(question("compare", "ferry", ANN), whom="Ann Baker and the senior official"))
    assert headed(answer)["The senior official"] == ["the ferry cost too much"]


def test_only_those_asked_for_are_compared_and_one_whom_nobody_is_called_is_told(index: Index) -> None:
    answer = told(index, replace(question("compare", "ferry", ANN), whom="Ann Baker and the plumber"))
    assert list(headed(answer)) == ["Ann Baker"]
    assert answer.note == "Nobody is called “the plumber” in what is said on that."
    assert told(index, replace(question("compare", "ships", ANN), whom="Ann Baker and the plumber")).abstained


def test_a_comparison_keeps_the_order_of_the_question(index: Index) -> None:
    wanted = question("compare", "ferry", BEN, ANN)
    answer = told(index, replace(wanted, whom="Ben Ruud, the senior official and Ann Baker"))
    assert list(headed(answer)) == ["Ben Ruud", "The senior official", "Ann Baker"]


def test_a_quote_in_which_several_speak_is_each_ones_with_their_own_sentences(index: Index) -> None:
    wanted = asked(index, question("compare", "ferry", ANN, BEN))
    [first, *_] = by(wanted.quotes, [ANN])
    whole = replace(first, span=Span(0, len(first.report.text)))
    parts = [(part.said.person, part.span.of(part.report.text)) for part in divided(wanted, [whole]) if part.said]
    assert parts == [
        (ANN, "Ann Baker, the mayor, said that the ferry stays in port."),
        (BEN, "Ben Ruud said that the ferry is older than the harbour."),
        (ANN, "Ann Baker denied that the ferry leaked in the night. It rained all day."),
    ]


def test_one_who_says_nothing_surely_is_heard_in_the_report_in_which_the_other_does(index: Index) -> None:
    wanted = asked(index, question("compare", "captain", ANN, "carl dorn"))
    around = np.arange(len(wanted.quotes[0].features)) == AT["topic_passage"]
    rank = lambda q: [replace(one, features=one.features + around) for one in wanted.rank(q)]  # noqa: E731
    answer = FORMS["compare"](replace(wanted, rank=rank))
    assert headed(answer)["Carl Dorn"] == ["Ben Ruud knows nothing of ships"]


def test_what_is_said_on_a_topic_is_found_also_in_reports_that_the_first_search_left_out(index: Index) -> None:
    wanted = asked(index, question("about", "ferry"))
    few = replace(wanted, quotes=tuple(q for q in wanted.quotes if q.report.id == "stays"))
    assert {c.report_id for c in FORMS["about"](few).citations} == {"stays", "sails", "roof"}


def test_who_is_named_behind_a_topic_is_not_whom_it_is_about(tmp_path: Path) -> None:
    text = "Carl Dorn said that the ferry of Ben Ruud leaks. Ben Ruud said that the ferry of Ben Ruud is old."
    found = shelve(tmp_path, {"id": "a", "text": f"{text} Dora Finch said that Ben Ruud sings."})
    answer = told(found, question("about", "ferry of Ben Ruud", about=((BEN,),)))
    assert list(headed(answer)) == ["Carl Dorn", "Ben Ruud"]


def test_a_surname_that_is_a_first_name_too_means_nobody_elses(tmp_path: Path) -> None:
    found = shelve(
        tmp_path,
        {"id": "a", "text": "Rand Paul said that it rained. Carl Dorn said that Paul Ryan sings. Dora Finch said that "
                            "Rand Paul sleeps. Ben Ruud said that Paul snores."},
        {"id": "b", "text": "Ann Baker said that Paul left the quay."},
    )  # fmt: skip
    answer = told(found, question("about", "Rand Paul", about=(("rand paul",),)))
    assert headed(answer) == {"Dora Finch": ["Rand Paul sleeps"], "Ben Ruud": ["Paul snores"]}


def test_he_in_direct_words_means_the_last_who_was_named_of_that_gender(tmp_path: Path) -> None:
    before = "Ben Ruud said that it rained. The bell rang. It rang again."
    text = f'{before} Dora Finch said "he is late". Carl Dorn said "she is late". Dora Finch said that he sleeps.'
    answer = told(shelve(tmp_path, {"id": "a", "text": text}), question("about", "Ben Ruud", about=((BEN,),)))
    assert [said.speaker for said in answer.statements] == ["Dora Finch"]
    assert "late" in answer.citations[0].quote


def test_who_has_a_name_elsewhere_comes_after_those_who_have_none(tmp_path: Path) -> None:
    found = shelve(
        tmp_path, {"id": "a", "text": "An aide said that the ferry sank. A senior official said that the ferry sails."}
    )
    wanted = asked(found, question("unnamed", "ferry"))
    assert list(headed(FORMS["unnamed"](wanted))) == ["An aide", "A senior official"]


def test_others_sentences_are_cut_off_but_for_a_fact_and_where_more_of_the_topic_stands_in_them(
    index: Index,
) -> None:
    wanted = asked(index, question("who_said", "the ferry in port"))
    [first, *_] = by(wanted.quotes, [BEN])
    both = replace(first, span=Span(0, first.span.end))  # behind a sentence of Ann Baker's

    def shown(kind: Kind, topic: str) -> str:
        now = replace(wanted, question=question(kind, topic))
        return forms_asked.answer(now, [("", [both])]).citations[0].quote

    assert shown("who_said", "a ferry older than the harbour").startswith("Ben Ruud said")
    assert shown("who_said", "the ferry in port").startswith("Ann Baker")
    assert shown("fact", "a ferry older than the harbour").startswith("Ann Baker")


@pytest.mark.parametrize(
    ("told_so", "kept"), [("“the ferry cost too much”", False), ("that the ferry cost much", True)]
)
def test_what_somebody_without_a_name_is_quoted_with_is_cut_off_and_what_is_told_of_them_is_not(
    tmp_path: Path, told_so: str, kept: bool
) -> None:
    found = shelve(
        tmp_path, {"id": "a", "text": f"A senior official said {told_so}. Ben Ruud said that the ferry leaks."}
    )
    wanted = asked(found, question("who_said", "ferry leaks"))
    [first] = by(wanted.quotes, [BEN])
    both = replace(first, span=Span(0, first.span.end))
    assert forms_asked.answer(wanted, [("", [both])]).citations[0].quote.startswith("A senior") is kept


def test_a_sentence_before_somebodys_words_tells_for_whom_they_speak(tmp_path: Path) -> None:
    text = "Ann Baker said that the ferry sank. The union gave another account. Ben Ruud said that the ferry sails."
    found = shelve(tmp_path, {"id": "a", "text": f"{text} Carl Dorn said that the ferry leaks."})
    answer = told(found, replace(question("compare", "ferry", ANN), whom="Ann Baker and the union"))
    assert headed(answer) == {"Ann Baker": ["the ferry sank"], "The union": ["the ferry sails"]}


def test_of_several_reports_the_one_in_which_the_sides_meet_counts(tmp_path: Path) -> None:
    found = shelve(
        tmp_path,
        {"id": "alone", "text": "Ann Baker said that she slept."},
        {"id": "met", "text": "Ann Baker said that it was late. A senior official said that it was early."},
    )
    wanted = asked(found, replace(question("compare", "ferry", ANN), whom="Ann Baker and the senior official"))
    around = np.arange(len(wanted.quotes[0].features)) == AT["topic_passage"]
    rank = lambda q: [replace(one, features=one.features + around) for one in wanted.rank(q)]  # noqa: E731
    answer = FORMS["compare"](replace(wanted, quotes=tuple(rank(wanted.question)), rank=rank))
    assert headed(answer) == {"Ann Baker": ["it was late"], "The senior official": ["it was early"]}


def test_who_answers_to_the_words_asked_for_comes_first_and_an_army_is_no_former_soldier(tmp_path: Path) -> None:
    text = "Ben Ruud, the army engineer, said that the ferry sank. Island Army said that the ferry sails."
    found = shelve(tmp_path, {"id": "a", "text": text})
    wanted = asked(found, replace(question("what_said", "ferry"), whom="the army"))
    answer = FORMS["what_said"](wanted)
    assert [said.speaker for said in answer.statements] == ["Island Army", "Ben Ruud"]
    engineer = replace(question("what_said", "ferry"), whom="the engineer")
    assert [said.speaker for said in FORMS["what_said"](asked(found, engineer)).statements] == [
        "Ben Ruud",
        "Island Army",
    ]


def test_a_table_leaves_out_who_has_half_of_the_topic_where_somebody_has_all_of_it(index: Index) -> None:
    wanted = asked(index, question("who_speaks", "ferry"))
    near = np.arange(len(wanted.quotes[0].features)) == AT["topic_near"]

    def rows(anns: float, others: float) -> list[str]:
        shares = [anns if q.said and q.said.person == ANN else others for q in wanted.quotes]
        some = [replace(q, sure=0.9, features=near * x) for q, x in zip(wanted.quotes, shares, strict=True)]
        only = replace(wanted, quotes=tuple(some), rank=lambda q: [])
        return [row.name for row in FORMS["who_speaks"](only).table]

    assert rows(1.0, 0.4) == ["Ann Baker"]
    assert {"Ann Baker", "Ben Ruud"} < set(rows(0.8, 0.4))


def test_of_what_is_never_sure_the_best_that_is_near_the_topic_is_found(index: Index) -> None:
    wanted = asked(index, question("unnamed", "ferry"))
    unsure = replace(wanted, rank=lambda q: [replace(one, sure=0.4) for one in wanted.rank(q)])
    assert headed(FORMS["unnamed"](unsure)) == {"A senior official": ["the ferry cost too much"]}
    away = replace(unsure, rank=lambda q: [replace(one, features=0 * one.features) for one in unsure.rank(q)])
    assert FORMS["unnamed"](away).abstained
