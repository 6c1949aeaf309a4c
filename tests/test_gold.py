"""Questions with known answers: read from a file, and refused in plain sentences when they can't be judged."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gold import FAULTS, TYPES, gold, places, questions
from corpus.errors import SettingsError
from corpus.types import Report, Span
from index.catalog import Catalog

ROOT = Path(__file__).parents[1]

TEXT = "“The ferry will sail,” said Anna Holt.\nIt's\u00a0late. The ferry will sail on Friday."
REPORTS = {"harbour/ferry.txt": Report("harbour/ferry.txt", TEXT), "own-7": Report("own-7", "Nothing.", path="mill.md")}
CATALOG: Any = SimpleNamespace(  # it holds reports as a Catalog does
    report=REPORTS.get, reports=lambda: ((key, report, True) for key, report in enumerate(REPORTS.values()))
)


def row(kind: str = "fact", id: Any = "q", **more: Any) -> dict[str, Any]:
    evidence = [{"report": "harbour/ferry.txt", "quote": "The ferry will sail"}]
    fields = {"evidence": evidence, "speakers": [{"name": "Anna Holt"}], "answer": "yes, she said"}
    return {"id": id, "type": kind, "question": "?", **fields, **more}


def evidence(**fields: Any) -> dict[str, Any]:
    return row(evidence=[{"report": "harbour/ferry.txt", **fields}])


def told(*rows: dict[str, Any]) -> list[str]:
    """What is refused in these questions, a sentence each."""
    with pytest.raises(SettingsError) as error:
        gold(rows, CATALOG)
    return str(error.value).split("\n")


def standing(one: dict[str, Any]) -> list[str]:
    """The words that count as a question's evidence."""
    (found,) = gold([one], CATALOG)
    return [place.of(TEXT) for some in found.evidence for place in some.places]


class TestEvidence:
    def test_with_a_quote_alone_is_every_place_where_it_stands(self) -> None:
        assert standing(evidence(quote="The ferry will sail")) == ["The ferry will sail"] * 2

    def test_with_offsets_is_that_place_only(self) -> None:
        assert standing(evidence(start=1, end=20)) == ["The ferry will sail"]
        assert standing(evidence(start=1, end=20, quote="The ferry will sail")) == ["The ferry will sail"]

    def test_may_have_other_white_space_and_quotation_marks_than_its_report(self) -> None:
        assert standing(evidence(quote='"The  ferry\nwill sail," said')) == ["“The ferry will sail,” said"]
        assert standing(evidence(quote="It’s late")) == ["It's\u00a0late"]

    @pytest.mark.parametrize("offsets", [{"start": 0, "end": 0}, {"start": 30, "end": 50}, {"start": 0, "end": 10**9}])
    def test_is_looked_up_where_its_offsets_do_not_hold_its_quote(self, offsets: dict[str, int]) -> None:
        assert standing(evidence(quote="said Anna Holt", **offsets)) == ["said Anna Holt"]

    @given(st.text(min_size=1), st.text(), st.text())
    def test_any_words_are_found_where_they_stand(self, quote: str, before: str, after: str) -> None:
        text = f"{before}{quote}{after}"
        found = places(text, quote)
        assert all("".join(place.of(text).split()) for place in found)
        if quote.strip():
            stripped = quote.strip()
            first = text.index(stripped)
            assert any(place.start <= first for place in found)
        else:
            assert not found


class TestRefused:
    def test_an_unknown_type(self) -> None:
        for kind in (None, "riddle", 7):
            (only,) = told(row() | {"type": kind})
            assert only == f"Question 'q' has the type {kind!r}; it needs one of {', '.join(TYPES)}."

    def test_an_unknown_report_with_the_one_that_was_meant(self) -> None:
        (only,) = told(row(evidence=[{"report": "ferry.txt", "quote": "x"}]))
        assert only == (
            "Question 'q' has evidence in the report 'ferry.txt', which is not in the index. "
            "Did you mean 'harbour/ferry.txt'?"
        )
        (only,) = told(row(evidence=[{"report": "reports/mill.md", "quote": "x"}]))
        assert only.endswith("Did you mean 'own-7'?")
        (only,) = told(row(evidence=[{"report": "zebra", "quote": "x"}]))
        assert only.endswith("A report's id is its own, or its file's path below its folder.")

    def test_a_quote_that_stands_nowhere_in_its_report(self) -> None:
        (only,) = told(evidence(quote="The ferry will sink"))
        assert only == (
            "Question 'q' has evidence that doesn't stand in 'harbour/ferry.txt': 'The ferry will sink'. "
            "Copy a quote of it from there."
        )

    def test_offsets_outside_of_the_report(self) -> None:
        for start, end in ((0, 10**9), (5, 5)):
            (only,) = told(evidence(start=start, end=end))
            assert "with start and end outside of 'harbour/ferry.txt'" in only

    @pytest.mark.parametrize(
        "fields",
        [
            {}, {"start": 1}, {"start": "1", "end": "2"}, {"start": 9, "end": 2}, {"start": 1.0, "end": 2.0},
            {"quote": 7}, {"start": True, "end": 4}, {"report": ["a"], "quote": "b"}, {"report": None, "quote": "b"},
        ],
    )  # fmt: skip
    def test_evidence_of_another_form(self, fields: dict[str, Any]) -> None:
        (only,) = told(evidence(**fields))
        assert only.startswith("Question 'q' has evidence, speakers or must_contain of another form than docs/")

    @pytest.mark.parametrize(
        "fields",
        [{"speakers": ["me"]}, {"speakers": [{"name": 7}]}, {"must_contain": [7]}, {"evidence": "a"}, {"answer": 7}],
    )
    def test_a_field_of_another_form(self, fields: dict[str, Any]) -> None:
        (only,) = told(row(**fields))
        assert "of another form" in only

    def test_what_could_never_be_answered_rightly(self) -> None:
        assert told(row(evidence=[]))[0].startswith("Question 'q' has no evidence. Give it [{")
        for kind in ("who_said", "what_said"):
            assert told(row(kind, speakers=[]))[0].startswith("Question 'q' has no speakers. Give it [{")
        for answer in ("", "perhaps"):
            assert told(row("did_say", answer=answer)) == ["Question 'q' needs an answer that begins with yes or no."]

    def test_two_questions_of_one_id(self) -> None:
        assert told(row(), row(id=7), row()) == ["2 questions have the id 'q'. Give each its own."]

    def test_all_faults_at_once_but_no_more_than_can_be_read(self) -> None:
        assert [line[:13] for line in told(row("a", "x"), row(id="y"), row("b", "z"))] == [
            "Question 'x' ",
            "Question 'z' ",
        ]
        many = told(*(row("riddle", id) for id in range(FAULTS + 5)))
        assert len(many) == FAULTS + 1 and many[-1] == "... and 5 more like these."

    def test_nothing_of_what_is_right(self) -> None:
        some = [row(kind, kind) for kind in TYPES]
        bare = {"id": "bare", "type": "unanswerable", "question": "?"}
        null = row(id="null", must_contain=None) | {"speakers": None, "turns": None, "answer": None}
        assert [one.row for one in gold([*some, bare, null], CATALOG)] == [*some, bare, null]
        assert gold([evidence(start=1, end=20)], CATALOG)[0].evidence[0].places == (Span(1, 20),)


def test_the_example_in_the_document_can_be_judged(sample_index: Path) -> None:
    (example,) = re.findall(r"^```json\n(.*)\n```", (ROOT / "docs" / "quality.md").read_text(), re.MULTILINE)
    (one,) = gold([json.loads(example)], Catalog(sample_index))
    assert one.speakers and len(one.evidence[0].places) == 1


class TestFile:
    def test_of_questions_keeps_order_and_fields_and_numbers_those_without_id(self, tmp_path: Path) -> None:
        rows = [{"id": "a", "question": "x", "more": [1]}, {"question": "y\u2028z"}, {"id": None, "question": ""}]
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (tmp_path / "q.jsonl").write_text("\ufeff" + "\n\n".join(lines) + "\r\n", encoding="utf-8")
        assert questions(tmp_path / "q.jsonl") == [rows[0], {"id": 3, **rows[1]}, rows[2]]

    @pytest.mark.parametrize(
        "line",
        ["no json", "7", "null", "[1]", "{}", '{"question": null}', '{"question": "a", "turns": [1]}', "[" * 99_999],
    )
    def test_with_a_line_that_is_no_question_is_refused_with_its_number(self, tmp_path: Path, line: str) -> None:
        (tmp_path / "q.jsonl").write_text(f'{{"question": "a"}}\n{line}\n')
        with pytest.raises(SettingsError, match=r"q\.jsonl, line 2 is no question\. Each line is \{"):
            questions(tmp_path / "q.jsonl")

    def test_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="can't be read"):
            questions(tmp_path / "q.jsonl")
