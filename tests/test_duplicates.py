"""Each quote is shown once; what only looks alike stays."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.duplicates import distinct
from bot.quotes import Quote
from corpus.types import Polarity, Report, Span, Speaker, Statement
from index.catalog import StatementRow

WIRE = "The governor said on Tuesday that the bridge at Osterby would stay shut until twelve new piers are built."


def quote(
    text: str, report: str = "r", person: str = "", day: date | None = None, polarity: Polarity = "asserts"
) -> Quote:
    """A whole report as a quote; with a person, what stands between quotation marks, or all of it, is what they say."""
    whole = Span(0, len(text))
    kept = Report(report, text, f"Title of {report}", f"Paper {report}", date=day)
    if not person:
        return Quote(kept, whole, whole, None, np.zeros(1))
    content = Span(text.index("“"), text.index("”") + 1) if "“" in text else whole
    statement = Statement(report, 0, None, None, (content,), whole, Speaker(person, "name"), "direct", polarity)
    return Quote(kept, whole, whole, StatementRow(1, statement, person), np.zeros(1))


def shown(*quotes: Quote) -> list[str]:
    return [one.report.id for one in distinct(quotes)]


def test_the_same_words_in_several_reports_are_shown_once_with_the_others_by_date() -> None:
    found = distinct(
        [
            quote(WIRE, "b", day=date(2021, 5, 2)),
            quote(WIRE, "undated"),
            quote(WIRE, "c", day=date(2021, 5, 3)),
            quote(WIRE, "a", day=date(2021, 5, 1)),
        ]
    )
    assert [one.report.id for one in found] == ["b"]
    assert [other.report_id for other in found[0].also_in] == ["a", "c", "undated"]
    assert (found[0].also_in[0].title, found[0].also_in[0].source) == ("Title of a", "Paper a")
    assert found[0].also_in[0].date == date(2021, 5, 1)


@pytest.mark.parametrize(
    "edited",
    [
        "the governor said on Tuesday that the bridge at Osterby would stay shut until 12 new piers are built",
        "The governor told Reuters that the bridge at Osterby would stay shut until twelve new piers are built.",
        "“The bridge at Osterby would stay shut until twelve new piers are built,” the governor said.",
        "The governor said that the bridge at Osterby would stay shut until twelve new piers are built, it said.",
        "The bridge at Osterby would stay shut until twelve new piers are built.",
    ],
)
def test_an_outlets_small_edits_make_no_other_quote(edited: str) -> None:
    assert shown(quote(WIRE, "a"), quote(edited, "b")) == shown(quote(edited, "a"), quote(WIRE, "b")) == ["a"]


@pytest.mark.parametrize(
    "other",
    [
        WIRE.replace("twelve", "fourteen"),  # another figure
        WIRE.replace("would stay", "would not stay"),  # the opposite
        WIRE.replace("Osterby", "Haverdal"),  # another place
        WIRE.replace("new piers are built", "old cars are sold"),  # another matter
        "The governor said on Tuesday that the ferry at Osterby would be free for pupils until summer.",
    ],
)
def test_another_figure_place_or_matter_is_another_quote(other: str) -> None:
    assert shown(quote(WIRE, "a"), quote(other, "b")) == ["a", "b"]


def test_a_quotation_that_two_reporters_frame_in_their_own_way_is_one() -> None:
    one = quote(
        "“I was asked to open a gate, and I opened it,” he told Radio Brenn late on Friday in the harbour.", "a", "ash"
    )
    other = quote("Speaking to the union, Ash added: “I was asked to open a gate, and I opened it.”", "b", "ash")
    assert shown(one, other) == ["a"]


def test_two_speakers_or_a_denial_are_two_quotes_in_the_same_words() -> None:
    assert shown(quote(WIRE, "a", "ash"), quote(WIRE, "b", "oak")) == ["a", "b"]
    assert shown(quote(WIRE, "a", "ash"), quote(WIRE, "b", "ash", polarity="denies")) == ["a", "b"]
    assert shown(quote(WIRE, "a", "ash"), quote(WIRE, "b", "ash")) == ["a"]


def test_a_few_words_are_the_same_only_from_one_mouth_and_to_the_letter() -> None:
    assert shown(quote("“No.”", "a", "ash"), quote("“No!”", "b", "ash")) == ["a"]
    assert shown(quote("“No.”", "a", "ash"), quote("“No!”", "b", "oak")) == ["a", "b"]
    assert shown(quote("“No way.”", "a", "ash"), quote("“No.”", "b", "ash")) == ["a", "b"]


def test_a_pull_quote_of_the_same_report_is_shown_once_and_is_not_in_another_report() -> None:
    text = f"{WIRE} {WIRE}"
    report, half = Report("r", text), len(WIRE)
    first, second = Span(0, half), Span(half + 1, len(text))
    quotes = [Quote(report, span, Span(0, len(text)), None, np.zeros(1)) for span in (first, second)]
    assert distinct(quotes) == [quotes[0]]


def test_a_much_longer_quote_is_shown_beside_the_shorter_that_it_holds() -> None:
    more = " ".join(f"Then engineer number {n} spoke about river level {n} and the weather." for n in range(5))
    assert shown(quote(WIRE, "a"), quote(f"{WIRE} {more}", "b")) == ["a", "b"]
    assert shown(quote(f"{WIRE} {more}", "b"), quote(WIRE, "a")) == ["b"]


SENTENCES = st.lists(
    st.sampled_from([WIRE, WIRE.upper(), WIRE.replace("twelve", "9"), "Yes.", "", "…", "12 dead", "not"])
)


@given(SENTENCES)
def test_nothing_is_lost_and_the_order_stays(texts: list[str]) -> None:
    quotes = [quote(text, str(n)) for n, text in enumerate(texts)]
    found = distinct(quotes)
    places = [next(i for i, q in enumerate(quotes) if q.report is one.report) for one in found]
    assert places == sorted(places) and (not quotes or places[0] == 0)
    told = [one.report.id for one in found] + [other.report_id for one in found for other in one.also_in]
    assert sorted(told) == sorted(q.report.id for q in quotes)


@given(SENTENCES)
def test_what_is_distinct_stays_so(texts: list[str]) -> None:
    once = distinct([quote(text, str(n)) for n, text in enumerate(texts)])
    assert distinct(once) == once
