"""Words to the letter, the days and places of what was said, the same words elsewhere, and the other side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import compose
from bot.citing import cite
from bot.duplicates import distinct
from bot.forms import FORMS
from bot.forms.against import contradicted
from bot.forms.asked import NOBODY, Asked
from bot.forms.exact import places, quoted
from bot.memory import Memory
from bot.question import Question, understand
from bot.quotes import Finder
from bot.render import as_json, plain
from bot.types import Answer
from index.search import Index
from tests.fakes.collection import asked, shelve

ANN, BEN = "ann baker", "ben ruud"
REPORTS = [
    {
        "id": "monday", "title": "Quay shut", "source": "The Courier", "date": "2021-05-04",
        "text": "On Monday Ann Baker said that the quay is shut for good. "
        "Ben Ruud said that the old quay was never safe in any winter.",
    },
    {
        "id": "copy", "title": "Quay is closed", "source": "Island Radio", "date": "2021-05-05",
        "text": "Ben Ruud said that the old quay was never safe in any winter. Nothing else happened.",
    },
    {
        "id": "storm", "title": "Storm at Osterby", "source": "The Courier", "date": "2021-06-01",
        "text": "The storm came to Osterby from Lodz at night and tore the roofs from houses. "
        "Ann Baker said that the storm killed 12 people in Osterby.",
    },
    {
        "id": "toll", "title": "Storm at Osterby", "source": "Island Radio", "date": "2021-06-03",
        "text": "The storm came to Osterby from Lodz at night and tore the roofs from houses. "
        "Ben Ruud said that the storm killed 14 people in Osterby.",
    },
    {
        "id": "undated", "title": "", "source": "", "text": "In a letter to Carl Dorn the painter was thanked.",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return shelve(tmp_path_factory.mktemp("collection"), *REPORTS)


def put(index: Index, text: str) -> Asked:
    """A question in a person's words, with all statements of the index, ranked."""
    finder = Finder(index)
    finder.understand("who?", Memory())
    return asked(index, understand(text, Memory(), names=finder.names))


def look(index: Index, text: str) -> Answer:
    """The answer to words in quotation marks that stand somewhere."""
    wanted = put(index, text)
    return quoted(wanted, places(wanted))


def kind_of(index: Index, kind: str, topic: str, *speakers: str) -> Asked:
    persons = tuple((person,) for person in speakers)
    return asked(index, Question("?", topic, kind=kind, topic=topic, speakers=persons, whom=" ".join(speakers)))  # type: ignore[arg-type]


# To the letter


def test_words_that_stand_in_a_report_are_shown_in_their_sentence_with_who_says_them(index: Index) -> None:
    answer = look(index, 'did anyone say "shut for good"?')
    assert answer.lead == "Word for word:" and answer.verdict == "yes"
    assert [c.quote for c in answer.citations] == ["On Monday Ann Baker said that the quay is shut for good."]
    assert [said.speaker for said in answer.statements] == ["Ann Baker"]


def test_words_that_several_reports_carry_are_shown_once_with_the_others(index: Index) -> None:
    answer = look(index, 'where is this quote from: "never safe in any winter"')
    [citation] = answer.citations
    assert citation.report_id == "monday" and [e.report_id for e in citation.also_in] == ["copy"]
    assert "also in Island Radio, 5 May 2021" in plain(answer)
    assert as_json(answer)["citations"][0]["also_in"][0]["report_id"] == "copy"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("the quay is closed for good", "“shut” for “closed”"),
        ("the quay is now shut for good", "no “now”"),
        ("old quay was safe in any winter", "“never” besides"),
    ],
)
def test_of_other_words_the_nearest_are_shown_with_the_difference(index: Index, words: str, told: str) -> None:
    answer = look(index, f'did anyone say "{words}"?')
    assert answer.lead == f"Not word for word. The report has {told}:" and answer.verdict == "not_found"
    assert len(answer.citations) == 1


def test_words_are_somebodys_only_where_the_report_says_so(index: Index) -> None:
    mine = look(index, 'did Ann Baker say "the quay is shut for good"?')
    assert mine.verdict == "yes" and mine.lead == "Yes, in these words:"
    assert places(put(index, 'did Ann Baker say "shut" about the bakery?')) == []  # more is asked for than the words


def test_words_of_somebody_else_are_told_to_be_theirs(index: Index) -> None:
    answer = look(index, 'did Ben Ruud say "the quay is shut for good"?')
    assert answer.lead == "Not Ben Ruud: Ann Baker said it:" and answer.verdict == "not_found"
    assert [said.speaker for said in answer.statements] == ["Ann Baker"]
    assert places(put(index, 'what did Ben Ruud say about "the quay is shut for good"?')) == []


def test_words_that_stand_nowhere_are_no_answer_and_what_is_near_in_meaning_is_offered(index: Index) -> None:
    finder = Finder(index)
    wanted = finder.understand('did anyone say "purple elephants own every harbour"?', Memory())
    answer = compose(finder, wanted, index)
    assert answer.abstained and answer.note == "“purple elephants own every harbour” stands nowhere word for word."
    nothing = compose(finder, finder.understand("where is this quote from?", Memory()), index)
    assert nothing.abstained and nothing.note.startswith("Put the words in quotation marks")


# When and where


def headings(answer: Answer) -> list[str]:
    return [group.title for group in answer.groups]


def test_a_day_is_told_as_the_report_has_it_and_worked_out_from_its_date(index: Index) -> None:
    answer = FORMS["when_said"](kind_of(index, "when_said", "quay", ANN))
    assert headings(answer)[0] == "On Monday (3 May 2021, worked out from the report's date)"
    assert answer.citations[0].report_id == "monday"


def test_where_no_day_is_told_the_reports_date_is_given_as_such(index: Index) -> None:
    assert headings(FORMS["when_said"](kind_of(index, "when_said", "14 people")))[0] == (
        "The report is of Thursday, 3 Jun 2021"
    )


def test_the_day_with_which_a_report_opens_is_that_of_whom_it_names_there(tmp_path: Path) -> None:
    text = "Ann Baker came to the quay on Monday. Ann Baker said that she is sorry. Ben Ruud said that he sings."
    found = shelve(tmp_path, {"id": "a", "date": "2021-05-04", "text": text})
    told = {person: headings(FORMS["when_said"](kind_of(found, "when_said", topic, person)))[0]
            for person, topic in ((ANN, "sorry"), (BEN, "sings"))}  # fmt: skip
    assert told[ANN] == "On Monday (3 May 2021, worked out from the report's date)"
    assert told[BEN] == "The report is of Tuesday, 4 May 2021"


def test_where_no_place_is_told_that_is_said(index: Index) -> None:
    answer = FORMS["where_said"](kind_of(index, "where_said", "shut for good"))
    assert headings(answer)[0].startswith("On Monday (3 May 2021, worked out from the report's date); no place is told")


# Two sides


def test_figures_that_differ_are_shown_with_both_sides_cited(index: Index) -> None:
    wanted = kind_of(index, "fact", "storm killed")
    answer = contradicted(wanted, FORMS["fact"](wanted))
    numbers = {c.report_id: n for n, c in enumerate(answer.citations, 1)}
    sides = f"14 (Ben Ruud, 3 Jun 2021) [{numbers['toll']}], 12 (Ann Baker, 1 Jun 2021) [{numbers['storm']}]"
    assert answer.note == f"Figures differ: {sides}."


def test_a_side_that_the_answer_does_not_have_is_cited_below_it(index: Index) -> None:
    wanted = kind_of(index, "fact", "storm killed")
    short = FORMS["fact"](replace(wanted, quotes=wanted.quotes[:1]))
    answer = contradicted(wanted, short)
    assert len(short.citations) == 1 and len(answer.citations) == 2
    assert [group.first for group in answer.groups] == [1]
    assert answer.groups[0].title.startswith("Figures differ: 14 (Ben Ruud, 3 Jun 2021) [2], 12 (")
    assert len(answer.statements) == 2


def test_figures_that_were_not_asked_for_are_left_out(index: Index) -> None:
    wanted = kind_of(index, "fact", "storm killed")
    other = replace(wanted, question=replace(wanted.question, topic="roofs of Osterby"))
    answer = FORMS["fact"](other)
    assert contradicted(other, answer) == answer


def test_somebodys_own_list_has_no_line_on_others(index: Index) -> None:
    wanted = kind_of(index, "what_said", "storm", ANN)
    answer = FORMS["what_said"](wanted)
    assert contradicted(wanted, answer) == answer


# Somebody's words


def test_what_is_found_beyond_what_was_looked_at_is_not_counted_out(tmp_path: Path) -> None:
    many = [f"Ann Baker said that the mast number {n} of the ship is too short." for n in range(5)]
    found = shelve(tmp_path, *({"id": str(n), "text": text} for n, text in enumerate(many)))
    answer = FORMS["what_said"](kind_of(found, "what_said", "mast", ANN))
    assert answer.counts and answer.counts.at_least and answer.counts.last == 3
    assert "At least 5 statements in 5 reports, 1 to 3; say more for the next." in plain(answer)


def test_words_under_nobodys_name_that_answer_best_have_their_place_among_the_first(index: Index) -> None:
    wanted = kind_of(index, "what_said", "winter", ANN)
    nameless = [replace(q, said=None, score=9.0) for q in wanted.quotes if "winter" in cite(q).quote]
    theirs = [q for q in wanted.quotes if q.said and q.said.person == ANN]
    answer = FORMS["what_said"](replace(wanted, quotes=tuple(distinct([*nameless, *theirs]))))
    assert headings(answer) == [NOBODY]
    assert "winter" in answer.citations[answer.groups[0].first].quote
