"""Statements in time order: a change, the first, the latest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.features import AT
from bot.forms import FORMS
from bot.grammar import Kind
from index.search import Index
from tests.fakes.collection import asked, shelve
from tests.test_forms import ANN, REPORTS, headed, pages, question, told, words


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return shelve(tmp_path_factory.mktemp("collection"), *REPORTS)


def test_a_change_is_told_in_time_order_under_its_days(index: Index) -> None:
    answer = told(index, question("change", "ferry", ANN))
    assert list(headed(answer)) == ["1 May 2021", "3 May 2021", "5 May 2021"]
    assert words([answer])[0] == "the ferry stays in port" and words([answer])[-1] == "the ferry would carry the pupils"


def test_a_change_in_what_nobody_in_particular_says_is_told_from_report_to_report(index: Index) -> None:
    answer = told(index, question("change", "ferry"))
    assert [c.report_id for c in answer.citations] == ["stays", "sails", "roof"]
    assert not answer.spoken and told(index, question("change", "ferry", ANN)).spoken


def test_the_latest_comes_newest_first_and_what_has_no_date_last(index: Index) -> None:
    assert list(headed(told(index, question("latest", "ferry")))) == ["5 May 2021", "3 May 2021"]
    days = [day for answer in pages(index, question("latest", "Ben Ruud")) for day in headed(answer)]
    assert days == ["3 May 2021", "Without a date"]


def test_a_change_has_a_before_though_other_words_tell_of_it(tmp_path: Path) -> None:
    found = shelve(
        tmp_path,
        {"id": "a", "date": "2021-05-01", "text": "Ann Baker said that the plan for the ferry is good."},
        {"id": "b", "date": "2021-05-09", "text": "Ann Baker said that the boat was a mistake."},
    )
    wanted = asked(found, question("change", "ferry", ANN))
    near = [replace(q, features=np.full_like(q.features, 0.3)) for q in wanted.quotes]
    answer = FORMS["change"](replace(wanted, quotes=tuple(near)))
    assert [group.title for group in answer.groups] == ["1 May 2021", "9 May 2021"]


@pytest.mark.parametrize(("kind", "found", "day"), [("latest", "stays", "5 May 2021"), ("first", "roof", "1 May 2021")])
def test_the_first_and_the_latest_are_looked_for_beyond_what_was_found(
    index: Index, kind: Kind, found: str, day: str
) -> None:
    for speakers in ((), (ANN,)):
        wanted = asked(index, question(kind, "ferry", *speakers))
        few = replace(wanted, quotes=tuple(q for q in wanted.quotes if q.report.id == found))
        assert next(iter(headed(FORMS[kind](few)))) == day


def test_what_has_every_word_of_the_topic_counts_though_others_are_surer(index: Index) -> None:
    wanted = asked(index, question("first", "ferry"))
    sure = {"stays": 0.6, "sails": 0.9, "roof": 0.6}
    whole = np.arange(len(wanted.quotes[0].features)) == AT["topic_near"]
    rank = lambda _: []  # noqa: E731
    for features, first in ((whole * 1.0, "1 May 2021"), (whole * 0.5, "3 May 2021")):
        quotes = [replace(q, sure=sure[q.report.id], features=features) for q in wanted.quotes if q.sure > 0.5]
        answer = FORMS["first"](replace(wanted, quotes=tuple(quotes), rank=rank))
        assert next(iter(headed(answer))) == first


def test_of_many_statements_a_change_has_one_a_report(tmp_path: Path) -> None:
    works = "sails sinks leaks rusts drifts stops hoots rolls burns waits turns shines".split()
    said = [f"Ann Baker said that the ferry {work}." for work in works]
    found = shelve(
        tmp_path, *({"id": f"r{n}", "date": f"2021-05-1{n}", "text": " ".join(said[n::3])} for n in (1, 2, 0))
    )
    wanted = asked(found, question("change", "ferry", ANN))
    quotes = [q for q in wanted.quotes if q.sure > 0.5]
    answer = FORMS["change"](replace(wanted, quotes=tuple(quotes), rank=lambda _: quotes))
    assert len(quotes) == 12 and len(answer.citations) == 3


def test_a_number_that_goes_up_is_told_by_what_has_a_number(tmp_path: Path) -> None:
    texts = (
        "Ann Baker said that the toll hurts. Ann Baker said that the toll is nine.",
        "Ben Ruud said that the toll is 12.",
    )
    found = shelve(
        tmp_path,
        *({"id": f"r{n}", "date": f"2021-05-0{n}", "text": text} for n, text in enumerate(texts, 1)),
        {"id": "r3", "date": "2021-05-03", "text": "Dora Finch said that the toll is sad."},
    )
    assert words([told(found, question("change", "toll"))]) == ["the toll is nine", "the toll is 12"]
    latest = told(found, question("latest", "toll"))
    assert [c.report_id for c in latest.citations] == ["r3", "r2", "r1"] and "nine" in latest.citations[2].quote


def test_what_was_said_later_is_of_reports_after_those_shown(index: Index) -> None:
    wanted = question("latest", "ferry", ANN, text="what did she say later?", near=("stays",))
    days = [day for answer in pages(index, wanted) for day in headed(answer)]
    assert list(dict.fromkeys(days)) == ["5 May 2021", "3 May 2021"]


def test_the_last_count_is_found_in_a_report_that_does_not_name_what_it_counts(tmp_path: Path) -> None:
    texts = (
        "Ann Baker said that the flood killed four people. Ben Ruud said that it rained.",
        "Ann Baker said that the sirens failed. Ben Ruud said that the number of dead is nine.",
        "Dora Finch said that a fire killed 20 people.",
    )
    found = shelve(
        tmp_path,
        *({"id": f"r{n}", "date": f"2021-05-0{n}", "text": text} for n, text in enumerate(texts, 1)),
    )
    wanted = asked(found, question("latest", "flood deaths"))
    near = [replace(q, sure=0.8) if "flood" in q.span.of(q.report.text) else q for q in wanted.quotes]
    answer = FORMS["latest"](replace(wanted, quotes=tuple(near)))
    assert [c.report_id for c in answer.citations] == ["r2", "r1"]


def test_the_first_words_on_it_name_it(tmp_path: Path) -> None:
    found = shelve(
        tmp_path,
        {"id": "a", "date": "2021-05-01", "text": "Ann Baker said that she would stay."},
        {"id": "b", "date": "2021-05-09", "text": "Ann Baker said that the ferry was late."},
    )
    wanted = asked(found, question("first", "ferry", ANN))
    every = [replace(q, sure=0.8) for q in wanted.quotes]
    answer = FORMS["first"](replace(wanted, quotes=tuple(every), rank=lambda _: every))
    assert [c.report_id for c in answer.citations] == ["b"]
