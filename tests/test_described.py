"""Whose words are asked for by what they are: the speaker whom the reports call so, also beside the name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.described import described, is_role
from bot.memory import Memory
from bot.quotes import Finder
from index.search import Index
from tests.fakes.collection import asked, shelve

REPORT = (
    "The ferry company Halden raised its fares on Monday. Its finance director sat there with the chief executive. "
    "The finance director, Mira Toll, was calm. Mira Toll said that the fares would rise once more. "
    "Jon Breck, the chief executive, said that there was no choice. Ben Ruud said that the doctor was right. "
    "The boats were late. A doctor, Ada Finch, answered. Ada Finch said that patients miss the early boat."
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return shelve(tmp_path_factory.mktemp("described"), {"id": "fares", "text": REPORT})


@pytest.mark.parametrize(
    ("whom", "speakers"),
    [
        ("halden's finance director", {"mira toll"}),
        ("the chief executive", {"jon breck"}),
        ("the doctor", {"ada finch"}),
        ("the harbour master", set()),
    ],
)
def test_whoever_is_called_so_is_meant(index: Index, whom: str, speakers: set[str]) -> None:
    wanted = asked(index, replace(Finder(index).understand("what did they say about fares?", Memory()), whom=whom))
    assert described(whom, wanted.quotes, wanted.finder.vocabulary) == speakers


def test_an_office_is_told_from_a_name() -> None:
    assert is_role("the rail investigator") and not is_role("halden")
