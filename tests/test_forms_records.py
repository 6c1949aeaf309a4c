"""Lists of what stands in a report, and of reports: complete, in order, found by title."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answer import compose
from bot.quotes import Finder
from bot.render import plain
from bot.types import Counts
from index.catalog import Filter
from index.search import Index
from tests.fakes.collection import shelve
from tests.test_forms import REPORTS, counts, question, told, words


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return shelve(tmp_path_factory.mktemp("collection"), *REPORTS)


@pytest.mark.parametrize(("text", "topic"), [("list the statements in report stays", ""), ("?", "ferry STAYS in port")])
def test_the_statements_of_a_report_are_all_of_them_in_order(index: Index, text: str, topic: str) -> None:
    answer = told(index, question("in_report", topic, text=text))
    assert words([answer]) == [
        "the ferry stays in port", "the ferry is older than the harbour", "the ferry leaked in the night",
    ]  # fmt: skip
    assert counts(answer) == (3, 1, 1, 3)
    assert [group.title for group in answer.groups] == ["Ferry stays in port, The Courier, 1 May 2021"]


def test_the_latest_report_is_the_newest_that_tells_of_it(index: Index) -> None:
    answer = told(index, question("in_report", "ferry", text="statements in the latest report on the ferry"))
    assert {c.report_id for c in answer.citations} == {"roof"}


def test_the_latest_report_opens_with_the_topic_and_does_not_only_touch_on_it(tmp_path: Path) -> None:
    later = f"Ann Baker said that the bakery opened. {'It rained all day. ' * 40}Ben Ruud said that the ferry is late."
    found = shelve(
        tmp_path,
        {"id": "a", "title": "Storm", "date": "2021-05-01", "text": "Carl Dorn said that the ferry sank."},
        {"id": "b", "title": "Bread", "date": "2021-05-09", "text": later},
    )
    answer = told(found, question("in_report", "ferry", text="what does the latest report on the ferry say"))
    assert {c.report_id for c in answer.citations} == {"a"}


def test_what_somebody_says_in_one_cited_sentence_stands_there_once_and_counts_as_several(tmp_path: Path) -> None:
    text = "Ann Baker said that she met Dr. Ann Baker said that he is ill. Ben Ruud said that he is well."
    found = shelve(tmp_path, {"id": "a", "text": text})
    answer = told(found, question("in_report", text="list the statements in report a"))
    assert [said.speaker for said in answer.statements] == ["Ann Baker", "Ben Ruud"]
    assert counts(answer) == (3, 1, 1, 3) and len(answer.statements[0].parts) == 2


def test_reports_are_listed_newest_first_within_limits_and_counted(index: Index) -> None:
    answer = told(index, question("reports", filter=Filter(sources=("The Courier",))))
    assert [c.report_id for c in answer.citations] == ["roof", "stays"]
    assert answer.counts == Counts(0, 2, 1, 2)
    assert plain(answer) == (
        "2 reports.\n\nReports\n[1] School roof — The Courier, 5 May 2021\n"
        "[2] Ferry stays in port — The Courier, 1 May 2021"
    )


def test_reports_on_a_topic_are_those_that_tell_of_it(index: Index) -> None:
    answer = told(index, question("reports", "ferry", text="latest reports on the ferry"))
    assert [c.report_id for c in answer.citations] == ["roof", "sails", "stays"]


# Titles


@pytest.mark.parametrize(
    "text",
    [
        "list the statements in the report ferry stays in port",
        'who is quoted in the report "ferry stays in Port"?',
        "list the statements in the article called the ferry stays in port",
    ],
)
def test_a_report_is_found_by_its_title_in_any_letters_and_without_quotation_marks(index: Index, text: str) -> None:
    phrases = ("ferry stays in Port",) if '"' in text else ()
    answer = told(index, question("in_report", "ferry stays in port", text=text, phrases=phrases))
    assert {c.report_id for c in answer.citations} == {"stays"}


def test_a_title_that_no_report_has_is_refused_and_the_nearest_are_offered(index: Index) -> None:
    text = "list the statements in the report the ferry took it all"
    answer = compose(Finder(index), question("in_report", "the ferry took it all", text=text), index)
    assert answer.abstained and answer.note.startswith("No report has that title.")
    assert "list the statements in the report “Ferry sails again”" in answer.choices
    again = told(index, question("in_report", text="in the report “Ferry sails again”", phrases=("Ferry sails again",)))
    assert {c.report_id for c in again.citations} == {"sails"}


def test_ten_statements_of_a_report_are_shown_at_once(tmp_path: Path) -> None:
    text = " ".join(f"Ann Baker said that ship {number} sails." for number in range(12))
    answer = told(
        shelve(tmp_path, {"id": "long", "text": text}), question("in_report", text="list the statements in long")
    )
    assert counts(answer) == (12, 1, 1, 10)
    assert words([answer]) == [f"ship {number} sails" for number in range(10)]
