"""The words for when and where, and the day that they mean by the report's date."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quotes import Quote
from bot.worked_out import Occasion, occasion
from corpus.types import Report, Span, Speaker, Statement
from index.catalog import StatementRow

THURSDAY = date(2021, 10, 21)


def told(sentence: str, day: date | None = THURSDAY) -> Occasion:
    """The occasion of a sentence in which [what is said] stands in brackets and the *cue* in asterisks."""
    plain, content, cue = "", list[Span](), None
    start = 0
    for char in sentence:
        if char in "[*":
            if char == "*" and cue is None and start and plain[start:].isalpha():
                cue = Span(start, len(plain))
            start = len(plain)
        elif char == "]":
            content.append(Span(start, len(plain)))
        else:
            plain += char
    report = Report("r", plain, date=day)
    whole = Span(0, len(plain))
    if not content:
        return occasion(Quote(report, whole, whole, None, np.zeros(1)))
    statement = Statement("r", 0, None, cue, tuple(content), whole, Speaker("Ash", "name"), "indirect")
    row = StatementRow(1, statement, "ash")
    return occasion(Quote(report, row.span, whole, row, np.zeros(1)))


def days(sentence: str, day: date | None = THURSDAY) -> tuple[date, date] | None:
    when = told(sentence, day).when
    return when.days if when else None


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        # a day of the week is the last one, the report's own day included
        ("on Tuesday", date(2021, 10, 19), None),
        ("Friday", date(2021, 10, 15), None),
        ("on Thursday night", THURSDAY, None),
        ("last Thursday", date(2021, 10, 14), None),
        ("late on Sunday", date(2021, 10, 17), None),
        ("yesterday", date(2021, 10, 20), None),
        ("this morning", THURSDAY, None),
        ("overnight", date(2021, 10, 20), THURSDAY),
        ("on Oct. 3", date(2021, 10, 3), None),
        ("on 3 November", date(2020, 11, 3), None),
        ("in September", date(2021, 9, 1), date(2021, 9, 30)),
        ("last week", date(2021, 10, 11), date(2021, 10, 17)),
        ("two days ago", date(2021, 10, 19), None),
        # weeks and months are not counted to the day
        ("two weeks ago", date(2021, 10, 4), date(2021, 10, 10)),
        ("three months ago", date(2021, 7, 1), date(2021, 7, 31)),
    ],
)
def test_words_for_a_time_mean_days_counted_from_the_reports_date(words: str, since: date, until: date | None) -> None:
    assert days(f"Ash *said* {words} [that the bridge was shut].") == (since, until or since)


def test_the_day_is_shown_as_worked_out_beside_the_reports_own_words() -> None:
    found = told("Ash *told* reporters on Tuesday [that the bridge was shut].")
    assert found.in_words == "on Tuesday (19 Oct 2021, worked out from the report's date), told reporters"
    assert found.when and found.when.worked_out


def test_a_full_date_is_not_worked_out_and_needs_no_date_of_the_report() -> None:
    when = told("Ash *said* on 3 October 2020 [that the bridge was shut].", None).when
    assert when and when.days == (date(2020, 10, 3), date(2020, 10, 3)) and not when.worked_out
    assert when.in_words == "on 3 October 2020"


def test_without_a_date_of_the_report_only_the_words_are_told() -> None:
    when = told("Ash *said* on Tuesday [that the bridge was shut].", None).when
    assert when and when.words.text == when.in_words == "on Tuesday" and when.days is None


def test_days_counted_from_another_day_are_not_worked_out() -> None:
    when = told("Two days earlier Ash *said* [that the bridge was shut].").when
    assert when and when.words.text == "Two days earlier" and when.days is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Ash *said* [that the bridge was shut on Tuesday].",  # what is said is about Tuesday
        "Ash, who resigned on Tuesday, *said* [that the bridge was shut].",
        "Ash *said* [that the bridge was shut] and that he said it would open on Tuesday.",
        "DRENT, Oct 19 (Halyard) - Ash *said* [that the bridge was shut].",
        "Ash *welcomed* [the deal] and Tuesday's vote.",
        "Ash *told* Russia Today [that the bridge was shut].",
    ],
)
def test_the_time_of_something_else_is_not_when_it_was_said(sentence: str) -> None:
    assert told(sentence).when is None


def test_of_two_times_the_one_beside_the_cue_counts() -> None:
    assert days("Elected in May, Ash *said* on Tuesday [that the bridge was shut].") == (date(2021, 10, 19),) * 2


def test_what_is_still_to_come_lies_ahead_of_the_report() -> None:
    assert days("The bridge will open on Tuesday.") == (date(2021, 10, 26),) * 2
    assert days("Ash will speak next Thursday.") == (date(2021, 10, 28),) * 2
    assert days("A second round is due on April 7.") == (date(2022, 4, 7),) * 2


@pytest.mark.parametrize(
    ("sentence", "where"),
    [
        ("In a speech in Lodz, Ash *said* [that it was shut].", ["In a speech in Lodz"]),
        ("Ash *said* in an interview with Radio Brenn on Tuesday [it was shut].", ["in an interview with Radio Brenn"]),
        ("Ash *said* at a crowded news conference [that it was shut].", ["at a crowded news conference"]),
        ("Ash *wrote* on Twitter [that it was shut].", ["on Twitter"]),
        ("[It is shut,] Ash *told* reporters in the capital.", ["told reporters in the capital"]),
        ("[It is shut,] Ash *told* the Tribune by telephone.", ["told the Tribune", "by telephone"]),
        ("[It is shut,] Ash *said* from the balcony of the palace.", ["from the balcony"]),
        # a description of somebody, a name far from the cue
        ("Ash, a professor in Lodz, *said* [that it was shut].", []),
        ("Ash *mocked* [the plan] in her convention platform.", []),
        ("Ash *said* [that it was shut] and that voters disliked the roads in Brennland.", []),
    ],
)
def test_where_it_was_said_is_told_in_the_reports_words(sentence: str, where: list[str]) -> None:
    assert [words.text for words in told(sentence).where] == where


def test_what_the_same_speaker_says_before_tells_where_the_sentence_itself_does_not() -> None:
    text = "Ash spoke on CNN on Tuesday of delays. The bridge was old, Ash said."
    report, whole, half = Report("r", text, date=THURSDAY), Span(0, len(text)), text.index(" The") + 1

    def row(number: int, cue: str, what: str, sentence: Span, person: str) -> StatementRow:
        verb, content = (Span(text.index(words), text.index(words) + len(words)) for words in (cue, what))
        statement = Statement("r", number, None, verb, (content,), sentence, Speaker("Ash", "name"), "indirect")
        return StatementRow(number, statement, person)

    last = row(2, "said", "The bridge was old", Span(half, len(text)), "ash")
    first, another = (row(1, "spoke", "delays", Span(0, half - 1), person) for person in ("ash", "oak"))
    quote = Quote(report, last.span, whole, last, np.zeros(1))
    assert occasion(quote).in_words == occasion(quote, [another, last]).in_words == ""
    assert (
        occasion(quote, [first, last]).in_words == "on Tuesday (19 Oct 2021, worked out from the report's date), on CNN"
    )


def test_a_day_that_owns_something_is_shown_without_its_ending() -> None:
    when = told("On Tuesday's show Ash *said* [that the bridge was shut].").when
    assert when and when.words.text == "On Tuesday" and when.days == (date(2021, 10, 19),) * 2


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from("Monday Wednesday Saturday Sunday".split()))
def test_a_day_of_the_week_is_that_day_within_the_week_up_to_the_report(day: date, weekday: str) -> None:
    found = days(f"Ash *said* on {weekday} [that the bridge was shut].", day)
    assert found and found[0] == found[1]
    assert f"{found[0]:%A}" == weekday and timedelta(0) <= day - found[0] < timedelta(7)


@given(st.text(alphabet="Ash said on in Tuesday May 3 2021 at a rally told “”.,'\n", max_size=80))
def test_words_are_always_cut_from_the_report(sentence: str) -> None:
    report = Report("r", sentence, date=THURSDAY)
    whole = Span(0, len(sentence))
    found = occasion(Quote(report, whole, whole, None, np.zeros(1)))
    for words in [*([found.when.words] if found.when else []), *found.where]:
        assert words.span.of(report.text) == words.text
