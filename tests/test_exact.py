"""Words are found where they stand to the letter; else the nearest are shown with what differs."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.exact import MOST, Near, look_up, nearest, spans
from corpus.types import Span
from index.catalog import Filter
from index.search import Index
from tests.fakes.collection import shelve

TEXT = "“We don’t\ntrade in bread — not now, not ever,” he said. Tomás Oak, of the U.S. mission, agreed… And left."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("we don't trade in bread", "We don’t\ntrade in bread"),
        ("WE DONT TRADE", "We don’t\ntrade"),  # an apostrophe that was not typed
        ("bread - not now; not ever", "bread — not now, not ever"),
        ("not ever he said", "not ever,” he said"),
        ("tomas oak of the us mission", "Tomás Oak, of the U.S. mission"),
        ("agreed ... and left", "agreed… And left"),
        ("we don't trade … he said", "We don’t\ntrade in bread — not now, not ever,” he said"),  # parts, in order
        ("We don’t […] not ever", "We don’t\ntrade in bread — not now, not ever"),
    ],
)
def test_case_quotation_marks_accents_dashes_and_white_space_make_no_difference(words: str, found: str) -> None:
    assert [span.of(TEXT) for span in spans(TEXT, words)] == [found]


@pytest.mark.parametrize(
    "words", ["we do trade", "trade in", "breads", "not now, he said", "he said ... we don't trade", "", "…", "“”"]
)
def test_other_words_other_order_and_parts_of_words_are_not_there(words: str) -> None:
    text = TEXT.replace("trade in", "trade within")
    assert spans(text, words) == []


def test_words_are_found_wherever_they_stand_and_parts_only_near_each_other() -> None:
    assert [span.start for span in spans("Yes. No. Yes.", "yes")] == [0, 9]
    assert spans("Ash spoke. " + "Nothing was said. " * 99 + "Oak left.", "Ash spoke ... Oak left") == []


def test_what_differs_is_shown_word_by_word() -> None:
    near = nearest("He rose. “There was a plan, it was a bad one,” Ash said.", "there was one plan, it was a good one")
    assert near and near.likeness == 7 / 9
    assert [(run.only, run.words) for run in near.difference] == [
        ("both", "There was"), ("question", "one"), ("report", "a"), ("both", "plan, it was a"),
        ("question", "good"), ("report", "bad"), ("both", "one"),
    ]  # fmt: skip


def test_a_word_that_differs_at_an_end_is_shown_with_what_stands_there() -> None:
    near = nearest(
        "I wrote it down while I was putting on my boots, and went.", "I wrote it down while putting on my shoes"
    )
    assert near and [run.words for run in near.difference][-2:] == ["shoes", "boots"]


def test_one_word_of_topic_that_differs_in_a_long_quotation_is_near() -> None:
    near = nearest("“I was a baker before I was a miller,” she said.", "I was a baker before I was a sailor")
    assert near and [run.words for run in near.difference] == ["I was a baker before I was a", "sailor", "miller"]


@pytest.mark.parametrize("words", ["the harvest was poor again", "that he had not been there", "he is"])
def test_words_that_are_not_near_enough_bring_nothing(words: str) -> None:
    assert nearest("He rose. “There was a plan, it was a bad one,” Ash said.", words) is None


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    filler = "The ferry carried islanders across the quiet bay on many mornings of that long and rainy year. " * 8
    return shelve(
        tmp_path_factory.mktemp("exact"),
        {"id": "old", "date": "2021-01-01", "text": "Ann Baker said that the lamps were lit at noon. It was Friday."},
        {"id": "new", "date": "2021-02-01", "text": "Bob Stone said that the lamps were lit at noon. He left early."},
        {"id": "bare", "date": "2020-01-01", "text": "In town the lamps were lit at noon."},
        {"id": "long", "text": f"{filler}Nobody counted the empty boats. They rotted slowly in the reeds. {filler}"},
    )


def test_each_place_is_told_with_who_says_it_the_oldest_first(index: Index) -> None:
    found = look_up(index, "The lamps were lit at noon")
    assert [place.report.id for place in found] == ["old", "new", "bare"]
    assert [place.said.statement.speaker.name if place.said else "" for place in found] == [
        "Ann Baker",
        "Bob Stone",
        "",
    ]
    assert all(place.verbatim for place in found)
    assert found[0].sentence.of(found[0].report.text) == "Ann Baker said that the lamps were lit at noon."


def test_a_filter_limits_the_places(index: Index) -> None:
    assert [p.report.id for p in look_up(index, "lamps were lit", Filter(reports=("new",)))] == ["new"]


def test_a_quotation_may_run_over_the_border_of_two_passages(index: Index) -> None:
    report = index.catalog.report("long")
    assert report
    borders = [row.passage.span.end for row in index.catalog.passages.of("long")][:-1]
    assert borders
    words = re.sub(r"\s+", " ", report.text[borders[0] - 40 : borders[0] + 40]).split(" ", 1)[1].rsplit(" ", 1)[0]
    assert any(p.span.start < borders[0] < p.span.end for p in look_up(index, words))


def test_where_words_stand_nowhere_the_nearest_place_is_told(index: Index) -> None:
    (place,) = look_up(index, "the lamps were lit at midnight")
    assert not place.verbatim and place.span.of(place.report.text) == "the lamps were lit at noon"
    assert [run.words for run in place.difference] == ["the lamps were lit at", "midnight", "noon"]


@pytest.mark.parametrize("words", ["", "...", "“”", "elephants danced in parliament", "(OR AND text:*"])
def test_words_that_are_in_no_report_bring_nothing(index: Index, words: str) -> None:
    assert look_up(index, words) == []


def test_a_word_that_stands_everywhere_brings_no_more_than_can_be_read(index: Index) -> None:
    assert len(look_up(index, "the")) == MOST


WORDS = st.lists(
    st.sampled_from("We don’t trade U.S. bread Tomás 1,000 not-now … “ ” - yes".split()), min_size=1, max_size=12
)


@given(WORDS, st.data())
def test_any_run_of_a_texts_words_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    run = " ".join(words[first : data.draw(st.integers(first + 1, len(words)))])
    assume(re.search(r"[^\W_]", run))
    start = len(" ".join(words[:first])) + bool(first)
    assert any(Span(start, start + len(run)).covers(span) for span in spans(text, run))


@given(WORDS, WORDS)
def test_the_runs_of_a_difference_give_back_both_sides(text: list[str], asked: list[str]) -> None:
    near = nearest(" ".join(text), " ".join(asked))
    if near:
        assert 0 < near.likeness <= 1
        assert _letters(near, "report") == _plain(near.span.of(" ".join(text)))
        assert len(_letters(near, "question")) == len(_plain(" ".join(asked)))


def _letters(near: Near, side: str) -> str:
    return _plain(" ".join(run.words for run in near.difference if run.only in ("both", side)))


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
