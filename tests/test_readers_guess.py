"""What the first lines of a report tell, and which words are a date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.dates import day
from corpus.readers.guess import Guess, guess, titled

PROSE = (
    "The harbour master said on Sunday that the port would stay shut until the water had gone down, and that "
    "nobody should try to reach the eastern quay before then."
)


class TestDay:
    @pytest.mark.parametrize(
        "words",
        [
            "2016-10-28",
            "2016-10-28T23:30:00-05:00",
            "2016-10-28 23:30",
            "20161028",
            "2016/10/28",
            "28/10/2016",
            "10/28/2016",
            "28.10.2016",
            "October 28, 2016",
            "Oct. 28, 2016",
            "28 October 2016",
            "28th of October 2016",
            "Friday, 28 October 2016",
            "Fri, 28 Oct 2016 23:30:00 -0500",
        ],
    )
    def test_of_the_usual_forms_is_read(self, words: str) -> None:
        assert day(words) == date(2016, 10, 28)

    @pytest.mark.parametrize(
        ("words", "language"),
        [("28 octobre 2016", "fr"), ("28. Oktober 2016", "de"), ("28 октября 2016", "ru")],
    )
    def test_with_a_month_in_the_language_of_the_text_is_read(self, words: str, language: str) -> None:
        assert day(words, language) == date(2016, 10, 28)

    def test_in_numbers_with_points_begins_with_the_day(self) -> None:
        assert day("03.04.2016") == date(2016, 4, 3)

    @pytest.mark.parametrize(
        "words",
        [
            "03/04/2016",  # two readings
            "Oct 28",  # no year
            "28 Oct 16",
            "October 2016",  # no day
            "2016",
            "two days ago",
            "yesterday",
            "1477612800",
            "2016-13-45",
            "31 February 2016",
            "room 28, 2016",
            "",
        ],
    )
    def test_that_is_not_certain_is_none(self, words: str) -> None:
        assert day(words) is None

    @given(st.text(max_size=60), st.sampled_from(["en", "de", "", "xx"]))
    def test_never_fails(self, words: str, language: str) -> None:
        day(words, language)

    @given(st.dates(min_value=date(1800, 1, 1), max_value=date(2099, 12, 31)))
    def test_written_out_comes_back(self, moment: date) -> None:
        assert (
            day(f"{moment:%B} {moment.day}, {moment.year}") == day(f"{moment.day} {moment:%b} {moment.year}") == moment
        )


class TestTitle:
    @pytest.mark.parametrize("title", ["Port shut", "Who shut the port?", "Talks fail in the U.S.", "PORT SHUT"])
    def test_is_a_short_first_line_without_a_full_stop(self, title: str) -> None:
        assert guess(f"{title}\n\n{PROSE}").title == title

    @pytest.mark.parametrize(
        "line",
        [
            PROSE,
            "The port is shut.",
            "Read more:",
            "https://example.org/a",
            "- one",
            "* * *",
            "BREVIK (AP) - Rain",
        ],
    )
    def test_is_no_sentence_bullet_address_or_dateline(self, line: str) -> None:
        assert guess(f"{line}\n{PROSE}").title == ""

    def test_is_not_the_only_line(self) -> None:
        assert guess("Port shut").title == ""

    def test_may_come_after_the_outlet_the_date_and_the_author(self) -> None:
        found = guess(f"The Harbour Gazette\n5 May 2023\nBy Jane Doe\nPort shut\n\n{PROSE}")
        assert found == Guess("Port shut", "The Harbour Gazette", "Jane Doe", date(2023, 5, 5))

    @pytest.mark.parametrize("words", ["Microsoft Word - x.doc", "untitled", "Document1", "report.indd", " ", "- -"])
    def test_of_a_program_is_none(self, words: str) -> None:
        assert titled(words) == ""


class TestDate:
    @pytest.mark.parametrize(
        "line",
        [
            "October 28, 2016",
            "Published on 28 Oct 2016",
            "Updated: Oct. 28, 2016",
            "BEIRUT, Oct 28, 2016 (Reuters) - The army said it had won.",
            "BEIRUT, Oct 28 (Reuters), 2016",
            "A loader drives in the west of the city, Syria October 28, 2016. Reuters/Jane Doe",
            "Friday 28 October 2016, 18:00",
            "Date: 28 October 2016",
        ],
    )
    def test_is_that_of_a_line_a_caption_or_a_dateline(self, line: str) -> None:
        assert guess(f"Port shut\n{line}\n{PROSE}").date == date(2016, 10, 28)

    @pytest.mark.parametrize(
        "line",
        [
            "BEIRUT, Oct 28 (Reuters) - The army said it had won.",
            "The war began on March 15, 2011, when police shot at a crowd.",
            "In the March 15, 2011 rally nobody was hurt.",
            "On Tuesday, Aug. 9 nobody came.",
            "Case 2016-10-2816 was closed.",
        ],
    )
    def test_is_not_that_of_an_event_nor_one_without_a_year(self, line: str) -> None:
        assert guess(f"Port shut\n{line}\n{PROSE}").date is None

    def test_is_looked_for_in_five_lines_only(self) -> None:
        assert guess("Port shut\n" + f"{PROSE}\n" * 5 + "5 May 2023").date is None

    def test_of_a_header_comes_before_that_of_a_caption(self) -> None:
        assert guess(f"A street, 4 May 2023. Photo\nDate: 5 May 2023\n{PROSE}").date == date(2023, 5, 5)


class TestSource:
    @pytest.mark.parametrize(
        ("line", "source"),
        [
            ("BEIRUT, Oct 28 (Reuters) - The army said it had won.", "Reuters"),
            ("SEOUL (Yonhap) -- The army said it had won.", "Yonhap"),
            ("Source: Harbour Wire", "Harbour Wire"),
            ("Publisher: Harbour Wire", "Harbour Wire"),
            ("Reuters", "Reuters"),
            ("Rain fell all night — AFP", "AFP"),
            ("The Harbour Gazette, 5 May 2023", "The Harbour Gazette"),
            ("Brevik, 5 May 2023 (The Harbour Gazette)", "The Harbour Gazette"),
            ("Radio Harbour, 5 May 2023", "Radio Harbour"),
        ],
    )
    def test_is_that_of_a_dateline_a_header_or_a_line_with_the_date(self, line: str, source: str) -> None:
        assert guess(f"Port shut\n{line}\n{PROSE}").source == source

    @pytest.mark.parametrize(
        "line",
        [
            "A loader in the west of the city, October 28, 2016. Reuters/Jane Doe",
            "“We shall not leave” — Jane Doe",
            "Brevik, 5 May 2023",
            "The minister (Labour) - never shy - said so.",
            "Breaking news",
        ],
    )
    def test_is_no_photographer_speaker_or_town(self, line: str) -> None:
        assert guess(f"Port shut\n{line}\n{PROSE}").source == ""


class TestAuthor:
    @pytest.mark.parametrize(
        ("line", "author"),
        [
            ("By Jane Doe", "Jane Doe"),
            ("BY JANE DOE", "JANE DOE"),
            ("By Jane Doe and Noor al-Amin", "Jane Doe and Noor al-Amin"),
            ("By Jane van der Doe, Harbour Wire", "Jane van der Doe"),
            ("Author: Jane Doe", "Jane Doe"),
            ("The Harbour Gazette, 5 May 2023. By Jane Doe", "Jane Doe"),
        ],
    )
    def test_is_that_of_a_byline(self, line: str, author: str) -> None:
        assert guess(f"Port shut\n{line}\n{PROSE}").author == author

    @pytest.mark.parametrize("line", ["By Monday the water had gone down.", "By and by", "Stand By Me"])
    def test_is_no_sentence(self, line: str) -> None:
        assert guess(f"Port shut\n{line}\n{PROSE}").author == ""


@given(st.text())
def test_any_text_can_be_guessed_at(text: str) -> None:
    found = guess(text)
    assert all(len(words) <= 200 for words in (found.title, found.source, found.author))
