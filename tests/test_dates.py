"""Dates in words become days; what only looks like a date does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dates import anchor, in_words, when_in

LAST = date(2021, 10, 20)  # a Wednesday: the last report of a closed collection
TODAY = date(2026, 3, 4)
START = date.min


def days(typed: str, today: date = TODAY, last: date | None = LAST) -> tuple[date, date] | None:
    when = when_in(typed, today, last)
    return (when.since, when.until) if when else None


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        # a day; without a year the latest one not after the last report
        ("on Sept 30", date(2021, 9, 30), date(2021, 9, 30)),
        ("on sept. 30th, 2019", date(2019, 9, 30), date(2019, 9, 30)),
        ("the 9th of november", date(2020, 11, 9), date(2020, 11, 9)),
        ("ash on the toll, oct 4?", date(2021, 10, 4), date(2021, 10, 4)),
        ("on 2021-05-09", date(2021, 5, 9), date(2021, 5, 9)),
        ("on 20 october", date(2021, 10, 20), date(2021, 10, 20)),
        ("on 21 october", date(2020, 10, 21), date(2020, 10, 21)),
        # months and years, and parts of them
        ("in October", date(2021, 10, 1), date(2021, 10, 31)),
        ("in november?", date(2020, 11, 1), date(2020, 11, 30)),
        ("february 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("in early september 2019", date(2019, 9, 1), date(2019, 9, 10)),
        ("in mid-november", date(2020, 11, 10), date(2020, 11, 20)),
        ("late february 2021", date(2021, 2, 20), date(2021, 2, 28)),
        ("at the end of May", date(2021, 5, 20), date(2021, 5, 31)),
        ("in 2015", date(2015, 1, 1), date(2015, 12, 31)),
        # open and closed ranges
        ("since May", date(2021, 5, 1), LAST),
        ("since Tuesday", date(2021, 10, 19), LAST),
        ("before the vote on 8 Nov", START, date(2020, 11, 7)),
        ("until 3 may 2021", START, date(2021, 5, 3)),
        ("between 3 and 9 March", date(2021, 3, 3), date(2021, 3, 9)),
        ("from 1 may to 3 june", date(2021, 5, 1), date(2021, 6, 3)),
        ("between may and july 2014", date(2014, 5, 1), date(2014, 7, 31)),
        ("from May on", date(2021, 5, 1), LAST),
        ("after 6 may 2021", date(2021, 5, 7), LAST),
        ("after april 2021", date(2021, 5, 1), LAST),
        ("after the vote on 8 may 2021", date(2021, 5, 8), LAST),
        ("prior to 8 May", START, date(2021, 5, 7)),
        ("3-9 march", date(2021, 3, 3), date(2021, 3, 9)),
        ("march 3-9, 2020", date(2020, 3, 3), date(2020, 3, 9)),
        ("in the first week of march", date(2021, 3, 1), date(2021, 3, 7)),
        ("in the last week of march", date(2021, 3, 25), date(2021, 3, 31)),
        ("in the second half of march", date(2021, 3, 16), date(2021, 3, 31)),
        ("the week of 3 may", date(2021, 5, 3), date(2021, 5, 9)),
        # relative to the last report
        ("yesterday", date(2021, 10, 19), date(2021, 10, 19)),
        ("last week", date(2021, 10, 11), date(2021, 10, 17)),
        ("this week", date(2021, 10, 18), LAST),
        ("in the past week", date(2021, 10, 13), LAST),
        ("last month", date(2021, 9, 1), date(2021, 9, 30)),
        ("this year", date(2021, 1, 1), LAST),
        ("last year", date(2020, 1, 1), date(2020, 12, 31)),
        ("three days ago", date(2021, 10, 17), date(2021, 10, 17)),
        ("the day before yesterday", date(2021, 10, 18), date(2021, 10, 18)),
        ("last night", date(2021, 10, 19), date(2021, 10, 19)),
        ("in the last two weeks", date(2021, 10, 6), LAST),
        ("the past 24 hours", date(2021, 10, 19), LAST),
        ("over the last few days", date(2021, 10, 17), LAST),
        ("over the weekend", date(2021, 10, 16), date(2021, 10, 17)),
        ("since Monday", date(2021, 10, 18), LAST),
        ("as of wednesday", date.min, LAST),  # the day of the last report
        ("two weeks ago", date(2021, 10, 3), date(2021, 10, 9)),
        ("three months ago", date(2021, 7, 1), date(2021, 7, 31)),
        # beside another date
        ("three days before 12 may", date(2021, 5, 9), date(2021, 5, 9)),
        ("in the days after 12 may", date(2021, 5, 12), date(2021, 5, 19)),
        ("the week before the vote on 12 may", date(2021, 5, 5), date(2021, 5, 11)),
        # seasons and parts of years
        ("in the summer of 2020", date(2020, 6, 1), date(2020, 8, 31)),
        ("last winter", date(2020, 12, 1), date(2021, 2, 28)),
        ("at the end of 2020", date(2020, 10, 1), date(2020, 12, 31)),
        ("in march or april", date(2021, 3, 1), date(2021, 4, 30)),
        ("last friday", date(2021, 10, 15), date(2021, 10, 15)),
    ],
)
def test_words_mean_days(typed: str, since: date, until: date) -> None:
    assert days(typed) == (since, until)


@pytest.mark.parametrize(
    "typed",
    [
        "", "who may go", "they march on", "the 2012 plan", "the 1995 taxes", "a leaked march letter", "on feb 30",
        "in the last week of talks", "the day after", "40 dead", "between 3 and 9 houses", "may's answer", "room 2019",
        "ash on the january plan", "flour would last nine days", "will it last two weeks",
        "did the truce last ten days",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(typed: str) -> None:
    assert days(typed) is None


def test_relative_dates_count_from_today_while_reports_come_in() -> None:
    assert days("yesterday", TODAY, date(2026, 3, 1)) == (date(2026, 3, 3), date(2026, 3, 3))
    assert days("yesterday", TODAY, None) == (date(2026, 3, 3), date(2026, 3, 3))


def test_relative_dates_say_from_where_they_count() -> None:
    closed, live = when_in("yesterday", TODAY, LAST), when_in("yesterday", TODAY, None)
    assert closed and closed.words == "yesterday (counted from the last report, 20 Oct 2021): 19 Oct 2021"
    assert live and live.words == "yesterday (counted from today): 3 Mar 2026"


def test_a_month_without_a_year_is_of_a_year_that_has_reports_of_it() -> None:
    months = [(2018, 11), (2019, 5), (2019, 11), (2021, 10)]

    def since(typed: str) -> date | None:
        when = when_in(typed, TODAY, LAST, months)
        return when.since if when else None

    assert since("in november") == date(2019, 11, 1)
    assert since("on 9 may") == date(2019, 5, 9)
    assert since("between may and november") == date(2019, 5, 1)
    assert since("in november 2020") == date(2020, 11, 1)  # with a year it is that year
    assert since("in december") == date(2020, 12, 1)  # none has: the latest


@pytest.mark.parametrize("typed", ["what did ash say last nine days", "flour in the last nine days"])
def test_the_last_days_are_no_verb(typed: str) -> None:
    assert days(typed) == (date(2021, 10, 11), LAST)


def test_a_collection_is_closed_after_thirty_days_of_silence() -> None:
    assert anchor(TODAY, date(2026, 2, 2))[0] == TODAY
    assert anchor(TODAY, date(2026, 2, 1))[0] == date(2026, 2, 1)


def test_the_event_of_a_day_is_no_part_of_the_date() -> None:
    typed = "what did ash say before the vote on 8 Nov?"
    when = when_in(typed, TODAY, LAST)
    assert when and typed[: when.span.start] + typed[when.span.end :] == "what did ash say before the vote ?"


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2021, 5, 9), date(2021, 5, 9), "9 May 2021"),
        (date(2021, 5, 1), date(2021, 5, 31), "May 2021"),
        (date(2021, 1, 1), date(2021, 12, 31), "2021"),
        (date(2021, 5, 3), date(2021, 5, 9), "3 May to 9 May 2021"),
        (START, date(2021, 5, 9), "until 9 May 2021"),
    ],
)
def test_days_are_shown_in_few_words(since: date, until: date, words: str) -> None:
    assert in_words(since, until) == words


_pieces = st.sampled_from(
    "between from 3 9 31 march may and to last week since 2019 of the early on friday past 999 years ago - half".split()
)


@given(st.lists(_pieces, max_size=12).map(" ".join))
def test_any_words_have_a_first_day_not_after_the_last(typed: str) -> None:
    when = when_in(typed, TODAY, LAST)
    assert when is None or (when.since <= when.until and 0 <= when.span.start < when.span.end <= len(typed))


def test_a_weekday_is_no_date_in_a_closed_collection_but_one_among_reports_of_today() -> None:
    assert when_in("on Monday", LAST, date(2021, 6, 1)) is None
    assert when_in("on Monday", LAST, LAST) is not None
