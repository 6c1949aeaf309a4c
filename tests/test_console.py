"""A chat in a terminal or through a pipe, over a shelf of reports in which a line is a passage."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console import chat, marked
from bot.render import visible
from bot.types import Citation, Excerpt
from corpus.types import Span
from tests.fakes.telegram_conversation import Shelf

NORTH = "The bridge is shut, the mayor said.\nDivers found water in the pump.\nNobody saw the fire."
SOUTH = "Bread is short.\nThe baker said there was no water."


@pytest.fixture
def shelf() -> Shelf:
    return Shelf({"north": NORTH, "south": SOUTH})


def told(shelf: Shelf, *lines: str) -> list[str]:
    """What is printed for each line; nothing for those after the chat has ended."""
    out, turns = io.StringIO(), list[str]()

    def typed() -> Iterator[str]:
        for line in lines:
            yield f"{line}\n"
            turns.append(out.getvalue())
            out.truncate(out.seek(0))

    chat(shelf, typed(), out)  # type: ignore[arg-type]  # a shelf answers as a Conversation does
    return turns


class TestChat:
    def test_answers_each_line_in_its_one_chat(self, shelf: Shelf) -> None:
        first, second = told(shelf, "who found water?", "what of snow?")
        assert "Divers found water in the pump." in first and "there was no water." in first
        assert "The reports do not say." in second
        assert shelf.asked == [("console", "who found water?"), ("console", "what of snow?")]

    def test_ends_each_answer_with_an_empty_line(self, shelf: Shelf) -> None:
        assert all(turn.endswith("\n\n") for turn in told(shelf, "who found water?", "1", "/new"))

    def test_passes_over_empty_lines(self, shelf: Shelf) -> None:
        assert told(shelf, "", "   ", "\t") == ["", "", ""]
        assert shelf.asked == []

    @pytest.mark.parametrize("leave", ["/quit", "/exit", "/q", "  /quit  "])
    def test_ends_when_asked_to(self, shelf: Shelf, leave: str) -> None:
        assert told(shelf, leave, "who found water?") == []
        assert shelf.asked == []

    def test_begins_anew_when_asked_to(self, shelf: Shelf) -> None:
        *_, begun, number = told(shelf, "who found water?", "/new", "1")
        assert "Begun anew." in begun
        assert shelf.forgotten == ["console"]
        assert shelf.asked[-1] == ("console", "1") and ">>" not in number

    def test_says_an_error_in_its_own_words_and_goes_on(self, shelf: Shelf) -> None:
        failed, answered = told(shelf, "fail", "who found water?")
        assert failed == "There is no index. Run: onrecord index build\n\n"
        assert "Divers found water" in answered


class TestNumbers:
    def test_open_the_citation_they_stand_beside(self, shelf: Shelf) -> None:
        _, first, second = told(shelf, "who found water?", "1", "2")
        assert ">>Divers found water in the pump.<<" in first and "Report north" in first
        assert ">>The baker said there was no water.<<" in second and "Report south" in second

    def test_open_the_nearest_passage_where_the_reports_do_not_say(self, shelf: Shelf) -> None:
        assert ">>The bridge is shut, the mayor said.<<" in told(shelf, "what of snow?", "1")[-1]

    @pytest.mark.parametrize("typed", ["0", "3", "12", "-1", "²", "1.", "٢"])
    def test_that_no_citation_has_are_questions(self, shelf: Shelf, typed: str) -> None:
        told(shelf, "who found water?", typed)
        assert shelf.asked[-1] == ("console", typed)

    def test_before_any_answer_are_questions(self, shelf: Shelf) -> None:
        told(shelf, "1")
        assert shelf.asked == [("console", "1")]

    def test_say_when_the_report_has_changed(self, shelf: Shelf) -> None:
        told(shelf, "who found water?")
        out = io.StringIO()

        def typed() -> Iterator[str]:
            yield "who found water?"
            shelf.reports["north"] = "Another text."
            yield "1"

        chat(shelf, typed(), out)  # type: ignore[arg-type]
        assert "This report has changed since the answer was given." in out.getvalue()


class TestPages:
    def test_turn_with_n_and_p_from_an_open_citation(self, shelf: Shelf) -> None:
        *_, after, back, before = told(shelf, "who found water?", "1", "n", "p", "p")
        assert "Nobody saw the fire." in after and ">>" not in after
        assert ">>Divers found water in the pump.<<" in back
        assert "The bridge is shut, the mayor said." in before

    def test_stay_at_the_end_of_the_report(self, shelf: Shelf) -> None:
        *_, last, end, end_again, before = told(shelf, "who found water?", "1", "n", "n", "n", "p")
        assert "Nobody saw the fire." in last
        assert end == end_again == "The report has no more passages on this side.\n\n"
        assert ">>Divers found water in the pump.<<" in before

    def test_do_not_turn_before_a_citation_is_open(self, shelf: Shelf) -> None:
        told(shelf, "who found water?", "n")
        assert shelf.asked[-1] == ("console", "n")

    def test_do_not_turn_after_another_question(self, shelf: Shelf) -> None:
        told(shelf, "who found water?", "1", "what is short?", "p")
        assert shelf.asked[-1] == ("console", "p")


class TestMarkedPassage:
    cited = Citation("r-1", Span(4, 9), "water", Span(0, 14), "", "A title", "The Courier", date(2021, 5, 3), page=4)

    def test_stands_under_title_publisher_day_page_and_report(self) -> None:
        shown = marked(Excerpt("The water rose", Span(4, 9), self.cited))
        assert shown == "A title\nThe Courier, 3 May 2021, p. 4, r-1\n\nThe >>water<< rose"

    def test_without_title_stands_under_the_report(self) -> None:
        shown = marked(Excerpt("The water rose", Span(4, 9), Citation("r-1", Span(4, 9), "water", Span(0, 14), "")))
        assert shown.startswith("r-1\nr-1\n\n")

    def test_of_another_passage_has_no_marks(self) -> None:
        assert marked(Excerpt("It fell again.", Span(0, 0), self.cited)).endswith("\n\nIt fell again.")

    @given(st.text(min_size=1), st.data())
    def test_is_the_report_s_text_with_the_marks_taken_out(self, text: str, data: st.DataObject) -> None:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        shown = marked(Excerpt(text, Span(start, end), self.cited)).split("\n\n", 1)[1]
        assert shown == visible(f"{text[:start]}>>{text[start:end]}<<{text[end:]}")


class TestPipe:
    READ = "from bot.console import prompted; print([line for line in prompted('> ')])"

    def read(self, piped: bytes) -> str:
        """What a program that reads its questions from a pipe gets, and prints."""
        done = subprocess.run(
            [sys.executable, "-c", self.READ], input=piped, capture_output=True, timeout=60,
            cwd=Path(__file__).parents[1], env={"PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8:strict"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()

    def test_brings_its_lines_without_a_prompt(self) -> None:
        assert self.read("who said so?\nand Ägir\n".encode()) == "['who said so?\\n', 'and Ägir\\n']\n"

    def test_may_hold_bytes_that_are_no_text(self) -> None:
        assert self.read(b"caf\xe9?\n") == "['caf\ufffd?\\n']\n"
