"""Reports that belong together: a story goes on where the same people speak who are hardly quoted elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.forms.story import opens_with, story
from index.search import Index
from tests.fakes.collection import asked, shelve
from tests.test_forms import question

TEXTS = {
    "flood": "Ann Baker said that it rained. Ben Ruud said that the flood came. Carl Dorn said that he swam.",
    "inquiry": "Ann Baker said that somebody must go. Ben Ruud said that he stays. Dora Finch said that she paid.",
    "verdict": "Dora Finch said that she is free. Ben Ruud said that he is not.",
    "races": "Carl Dorn said that he ran.",
    "swims": "Carl Dorn said that he swam again. Eva Frost said that she won.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    reports = ({"id": name, "date": f"2021-05-0{n}", "text": text} for n, (name, text) in enumerate(TEXTS.items(), 1))
    return shelve(tmp_path_factory.mktemp("collection"), *reports)


def test_a_story_goes_on_where_two_of_its_people_speak_and_from_there(index: Index) -> None:
    first = index.catalog.report("flood")
    assert first is not None
    assert [report.id for report in story(asked(index, question("latest", "flood")), [first])] == ["verdict", "inquiry"]


def test_nothing_belongs_to_no_report(index: Index) -> None:
    assert story(asked(index, question("latest", "flood")), []) == []


def test_a_report_opens_with_what_its_title_or_first_words_name(tmp_path: Path) -> None:
    found = shelve(
        tmp_path, {"id": "a", "title": "Ferry late", "text": f"The wind rose. {'It rained. ' * 60}The dam held."}
    )
    report = found.catalog.report("a")
    assert report is not None
    assert opens_with(report, {"ferri", "wind"}) and not opens_with(report, {"ferri", "dam"})
