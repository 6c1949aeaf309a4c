"""Questions with known answers, judged: what counts as right for each type, over answers made by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.evaluate import TYPES, answers, judge, questions, table
from bot.types import Answer, Citation, Said
from corpus.errors import SettingsError
from corpus.types import Report, Span

TEXT = "".join(f"Sentence {i:02} of the report stands here. " for i in range(20))
WIDTH = len(TEXT) // 20
REPORT = Report("r", TEXT)


class Scripted:
    """A conversation that has one answer to everything, over one report."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.heard: list[tuple[str, str, object]] = []
        self.forgotten: list[str] = []
        self.index = SimpleNamespace(catalog=SimpleNamespace(report={"r": REPORT}.get))

    def reply(self, chat: str, text: str, limits: object = None) -> Answer:
        self.heard.append((chat, text, limits))
        return replace(self.answer, question=text)

    def forget(self, chat: str) -> None:
        self.forgotten.append(chat)


def cite(*sentences: int) -> tuple[Citation, ...]:
    spans = [Span(i * WIDTH, (i + 1) * WIDTH) for i in sentences]
    return tuple(Citation("r", span, span.of(TEXT), span, "") for span in spans)


def said(*speakers: str) -> tuple[Said, ...]:
    """A statement for each citation in turn; `found` gives it the citation's words."""
    return tuple(Said(name, "", "said", "direct", "asserts", i, Span(0, 0), "") for i, name in enumerate(speakers))


def gold(kind: str, *sentences: int, **more: Any) -> dict[str, Any]:
    """A question whose evidence is in these sentences; Anna Holt says it."""
    evidence = [{"report": "r", "start": i * WIDTH, "end": (i + 1) * WIDTH} for i in sentences]
    speakers = [{"name": "Anna Holt", "aliases": ["the mayor"]}]
    return {"id": "q", "type": kind, "question": "?", "evidence": evidence, "speakers": speakers, **more}


def right(row: dict[str, Any], answer: Answer) -> bool:
    (one,) = judge(Scripted(answer), [row])  # type: ignore[arg-type]  # it answers as a Conversation does
    return one.success


def found(citations: Sequence[Citation], statements: Sequence[Said] = (), **more: Any) -> Answer:
    worded = (replace(s, span=citations[s.citation].span, quote=citations[s.citation].quote) for s in statements)
    return Answer("?", False, more.pop("lead", ""), tuple(citations), tuple(worded), **more)


NOTHING = Answer("?", True, "The reports do not say.", nearest=cite(5))


class TestRight:
    def test_who_said_takes_the_right_speaker_first_and_evidence_among_three(self) -> None:
        row = gold("who_said", 5)
        assert right(row, found(cite(1, 2, 5), said("Anna Holt")))
        assert right(row, found(cite(5), said("the mayor")))
        assert not right(row, found(cite(5), said("Ruben Ash", "Anna Holt")[:1]))
        assert not right(row, found(cite(5)))
        assert not right(row, found(cite(1, 2, 3, 5), said("Anna Holt")))

    def test_what_said_takes_one_of_three_statements_with_evidence_and_its_speaker(self) -> None:
        row = gold("what_said", 5)
        assert right(row, found(cite(1, 2, 5), said("Anna Holt", "Anna Holt", "Anna Holt")))
        assert not right(row, found(cite(1, 2, 5), said("Anna Holt", "Anna Holt", "Ruben Ash")))
        assert not right(row, found(cite(1, 2, 3, 5), said(*["Anna Holt"] * 4)))
        assert not right(row, found(cite(5)))

    @pytest.mark.parametrize(
        ("answer", "verdict", "is_right"),
        [
            ("Yes, on Friday.", "yes", True),
            ("yes", "no", False),
            ("yes", None, False),
            ("No, she denied it.", "no", True),
            ("No record.", "not_found", True),
            ("no", "yes", False),
            ("no", None, False),
        ],
    )
    def test_did_say_takes_the_verdict(self, answer: str, verdict: Any, is_right: bool) -> None:
        row = gold("did_say", 5, answer=answer)
        assert right(row, found(cite(5), verdict=verdict)) == is_right
        assert not right(row, found(cite(1), verdict=verdict))

    def test_fact_takes_one_of_the_strings_in_text_or_quotes(self) -> None:
        row = gold("fact", 5, must_contain=["140 passengers", "SENTENCE 05"])
        assert right(row, found(cite(5)))
        assert not right({**row, "must_contain": ["sentence 06"]}, found(cite(5)))
        assert right({**row, "must_contain": []}, found(cite(5)))
        assert not right(row, found(cite(4), lead="Sentence 05"))

    def test_when_said_takes_one_of_the_strings_in_the_text(self) -> None:
        row = gold("when_said", 5, must_contain=["friday"])
        assert right(row, found(cite(5), lead="On Friday."))
        assert not right(row, found(cite(5), lead="On Monday."))

    def test_multi_takes_half_of_the_evidence_among_ten(self) -> None:
        row = gold("multi", 11, 12, 13, 14)
        assert right(row, found(cite(*range(3), 11, 12)))
        assert not right(row, found(cite(*range(3), 11)))
        assert not right(row, found(cite(*range(9), 11, 12)))
        assert not right(gold("multi"), found(cite(1)))

    def test_followup_takes_evidence_among_three(self) -> None:
        assert right(gold("followup", 5), found(cite(1, 2, 5)))
        assert not right(gold("followup", 5), found(cite(1, 2, 3, 5)))

    def test_unanswerable_takes_that_the_reports_do_not_say(self) -> None:
        assert right(gold("unanswerable"), NOTHING)
        assert not right(gold("unanswerable"), found(cite(5)))

    @pytest.mark.parametrize("kind", [kind for kind in TYPES if kind != "unanswerable"])
    def test_no_other_type_takes_that_the_reports_do_not_say(self, kind: str) -> None:
        assert not right(gold(kind, 5, answer="yes"), NOTHING)

    def test_evidence_counts_with_half_of_it_or_sixty_characters(self) -> None:
        def covers(start: int, end: int, wanted: Span) -> bool:
            evidence = [{"report": "r", "start": wanted.start, "end": wanted.end}]
            return right(gold("followup", evidence=evidence), found([replace(cite(0)[0], span=Span(start, end))]))

        short, long = Span(100, 140), Span(100, 700)
        assert covers(0, 120, short) and not covers(0, 119, short)
        assert covers(640, 800, long) and not covers(641, 800, long)

    def test_evidence_of_another_report_does_not_count(self) -> None:
        assert not right(gold("followup", 5), found([replace(c, report_id="s") for c in cite(5)]))


class TestFigures:
    def test_of_a_quote_that_is_not_the_report_s_are_told(self) -> None:
        changed = replace(cite(5)[0], quote="Sentence 05 of the report stood here. ")
        gone = replace(cite(5)[0], report_id="gone")
        for answer, altered in ((found(cite(5)), 0), (found([changed]), 1), (found([gone]), 1), (NOTHING, 0)):
            assert judge(Scripted(answer), [gold("fact", 5)])[0].altered == altered  # type: ignore[arg-type]
        assert judge(Scripted(replace(NOTHING, nearest=(changed,))), [gold("fact", 5)])[0].altered == 1  # type: ignore[arg-type]

    def test_are_shares_by_type_and_over_all(self) -> None:
        rows = [gold("followup", 5), gold("followup", 6), gold("unanswerable"), gold("fact", 5)]
        figures = table(judge(Scripted(found(cite(5))), rows))  # type: ignore[arg-type]
        assert figures == {
            "questions": 4,
            "overall": 0.5,
            "by_type": {
                "fact": {"questions": 1, "success": 1.0},
                "followup": {"questions": 2, "success": 0.5},
                "unanswerable": {"questions": 1, "success": 0.0},
            },
            "evidence_in_3": 0.667,
            "refused_though_answerable": 0.0,
            "altered_quotes": 0,
            "mean_quote_characters": WIDTH,
        }

    def test_of_refusals_count_the_answerable_only(self) -> None:
        figures = table(judge(Scripted(NOTHING), [gold("fact", 5), gold("unanswerable")]))  # type: ignore[arg-type]
        assert (figures["refused_though_answerable"], figures["overall"]) == (1.0, 0.5)

    def test_of_no_question_are_nought(self) -> None:
        assert table([])["overall"] == 0.0


class TestConversations:
    def test_turns_are_said_before_in_the_same_chat_and_then_forgotten(self) -> None:
        talk = Scripted(NOTHING)
        rows = [{"id": 1, "question": "c", "turns": ["a", "b"]}, {"id": 2, "question": "d"}]
        given = [(row["id"], answer.question) for row, answer in answers(talk, rows, "limits")]  # type: ignore[arg-type]
        (first, *_), *_, (second, *_) = talk.heard
        assert given == [(1, "c"), (2, "d")]
        assert first != second and talk.forgotten == [first, second]
        assert talk.heard == [(first, t, "limits") for t in "abc"] + [(second, "d", "limits")]

    def test_each_answer_comes_before_the_next_question(self) -> None:
        talk = Scripted(NOTHING)
        next(answers(talk, [{"id": 1, "question": "a"}, {"id": 2, "question": "b"}]))  # type: ignore[arg-type]
        assert len(talk.heard) == 1


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

    @pytest.mark.parametrize("kind", [None, "riddle"])
    def test_with_another_type_can_t_be_judged(self, kind: str | None) -> None:
        talk = Scripted(NOTHING)
        with pytest.raises(SettingsError, match=r"'q' has the type .* one of who_said"):
            judge(talk, [gold("fact"), {**gold("fact"), "type": kind}])  # type: ignore[arg-type]
        assert talk.heard == []
