"""A passage is a run of whole sentences, of bearable length, that stays within its section."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import split
from corpus.sentences import sentences
from corpus.types import Report, Span


def words(batch: Sequence[str]) -> list[int]:
    """A tokenizer with a visible rule: a wordpiece a word."""
    return [len(text.split()) for text in batch]


def cut(text: str, *, lowest: int = 11, limit: int = 18, headings: Sequence[str] = ()) -> list[str]:
    spans = tuple(Span(text.index(heading), text.index(heading) + len(heading)) for heading in headings)
    report = Report(id="r", text=text, headings=spans)
    return [passage.span.of(text) for passage in split(report, words, lowest=lowest, limit=limit)]


def sentence(length: int, name: str = "Rain") -> str:
    """A sentence of that many words."""
    return " ".join([name, *["falls"] * (length - 2), "again."])


def test_a_short_report_is_one_passage() -> None:
    text = "Dam holds\n\nThe dam held.\n\nRain stopped.\n\nThe mayor went home to sleep.\n\nNobody was hurt."
    assert cut(text) == [text]


def test_a_report_of_nothing_has_no_passage() -> None:
    assert cut("") == cut(" \n\n\t") == []


def test_passages_are_numbered_in_order_and_know_their_report() -> None:
    found = split(Report(id="dam-1", text=" ".join([sentence(9)] * 6)), words, lowest=11, limit=18)
    assert [(passage.report_id, passage.number) for passage in found] == [
        ("dam-1", number) for number in range(len(found))
    ]


def test_neighbours_share_one_sentence() -> None:
    a, b, c, d, e, f = (sentence(6, name) for name in "ABCDEF")
    assert cut(" ".join([a, b, c, d, e, f])) == [" ".join([a, b, c]), " ".join([c, d, e]), " ".join([e, f])]


def test_a_sentence_of_more_than_a_third_of_the_limit_is_not_shared() -> None:
    a, b, c, d = (sentence(7, name) for name in "ABCD")
    assert cut(" ".join([a, b, c, d])) == [" ".join([a, b]), " ".join([c, d])]


def test_a_passage_that_is_long_enough_ends_with_its_paragraph() -> None:
    a, b, c, d, e = (sentence(length, "Rain") for length in (6, 6, 7, 7, 7))
    assert cut(f"{a} {b}\n\n{c} {d} {e}")[0] == f"{a} {b}"


def test_a_short_tail_stays_with_the_passage_before_it() -> None:
    text = " ".join([*[sentence(20)] * 9, "Nobody was hurt."])
    assert cut(text, lowest=110, limit=180) == [text]


def test_a_short_head_stays_with_the_passage_behind_it() -> None:
    text = f"Dam holds\n\n{sentence(175)}\n\n{sentence(175)}"
    assert cut(text, lowest=110, limit=180) == [f"Dam holds\n\n{sentence(175)}", sentence(175)]


def test_a_heading_that_the_format_marks_opens_a_passage() -> None:
    text = "The dam held. Roads Two roads are cut. Schools All schools are shut."
    assert cut(text, headings=["Roads", "Schools"]) == [
        "The dam held.",
        "Roads Two roads are cut.",
        "Schools All schools are shut.",
    ]


def test_headings_in_a_row_stay_together() -> None:
    text = "The dam held.\n\nSituation\n\nRoads\n\nTwo roads are cut."
    assert cut(text, headings=["Situation", "Roads"]) == [
        "The dam held.",
        "Situation\n\nRoads\n\nTwo roads are cut.",
    ]


PROSE = "The dam above the old town held through the night, the mayor said, and people went back."


def test_a_short_line_of_its_own_before_prose_is_taken_for_a_heading() -> None:
    text = "\n\n".join([PROSE, PROSE, "Roads to the north", PROSE, PROSE])
    assert cut(text, limit=60) == [
        "\n\n".join([PROSE, PROSE]),
        "\n\n".join(["Roads to the north", PROSE, PROSE]),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Rain stopped.",
        "By Ana Ruiz",
        "Read: Roads to the north",
        "- Roads",
        "12",
        "he added",
        "“Roads,” he said",
    ],
)
def test_a_line_that_may_be_something_else_is_no_heading(line: str) -> None:
    text = "\n\n".join([PROSE, PROSE, line, PROSE, PROSE])
    assert cut(text, limit=100) == [text]


def test_a_list_is_no_run_of_headings() -> None:
    text = "\n\n".join([PROSE, "Ana Ruiz", PROSE, "Tomas Baro", PROSE, "Dana Poe", PROSE])
    assert cut(text, limit=100) == [text]


def test_a_sentence_beyond_the_limit_is_cut_at_the_ends_of_clauses() -> None:
    clause = "the water rose to the second step of the town hall,"
    long = f"Ruiz said {clause} {clause} {clause} and nobody came."
    assert cut(f"Rain fell. {long} It stopped.") == [
        "Rain fell.",
        f"Ruiz said {clause}",
        clause,
        f"{clause} and nobody came.",
        "It stopped.",
    ]


def test_a_sentence_beyond_the_limit_without_clauses_is_cut_in_parts_of_about_one_size() -> None:
    assert [len(part.split()) for part in cut(sentence(19))] == [11, 8]


def test_a_word_without_end_is_cut_too() -> None:
    parts = cut("w" * 100_000, lowest=110, limit=180)
    assert "".join(parts) == "w" * 100_000
    assert max(map(len, parts)) <= 180 * 12


REPORTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(["Rain", "falls,", "again.", "Mr.", "said", "Roads", "\n", "\n\n", " ", " ", " ", "w" * 250]),
        max_size=150,
    ).map(" ".join),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = draw(REPORTS)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    headings = tuple(Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False))
    return Report(id="r", text=text, headings=headings)


@given(reports(), st.integers(1, 12), st.integers(12, 30))
def test_passages_hold_every_character_but_white_space(report: Report, lowest: int, limit: int) -> None:
    spans = [passage.span for passage in split(report, words, lowest=lowest, limit=limit)]
    assert all(before.start < after.start and before.end < after.end for before, after in pairwise(spans))
    covered = {offset for span in spans for offset in range(span.start, span.end)}
    assert all(character.isspace() for offset, character in enumerate(report.text) if offset not in covered)
    assert all(span.of(report.text) == span.of(report.text).strip() for span in spans)


@given(reports(), st.integers(1, 12), st.integers(12, 30))
def test_no_passage_is_longer_than_the_limit_and_a_tail(report: Report, lowest: int, limit: int) -> None:
    for passage in split(report, words, lowest=lowest, limit=limit):
        assert words([passage.span.of(report.text)])[0] <= 1.15 * limit


@given(reports())
def test_no_passage_reaches_across_the_start_of_a_heading_after_text(report: Report) -> None:
    inside = {offset for heading in report.headings for offset in range(heading.start, heading.end)}
    for passage in split(report, words, lowest=5, limit=20):
        for heading in report.headings:
            before = range(passage.span.start, heading.start if heading.start < passage.span.end else 0)
            assert all(offset in inside or report.text[offset].isspace() for offset in before)


@given(REPORTS)
def test_passages_begin_and_end_with_sentences(text: str) -> None:
    report = Report(id="r", text=text)
    whole = sentences(text)
    starts, ends = {span.start for span in whole}, {span.end for span in whole}
    enough = max((max(words([span.of(text)])[0], len(span) // 12 + 1) for span in whole), default=1)
    for passage in split(report, words, lowest=5, limit=max(10, enough)):
        assert passage.span.start in starts
        assert passage.span.end in ends
