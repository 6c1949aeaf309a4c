"""Questions with known answers, judged: what counts as right for each type, over answers made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.cli import main
from bot.evaluate import TYPES, answers, as_json, failure, judge, lines, table
from bot.settings import Settings
from bot.types import Answer, Citation, Said, SpeakerRow
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


def wrong(row: dict[str, Any], answer: Answer) -> str:
    (one,) = judge(Scripted(answer), [row])  # type: ignore[arg-type]  # it answers as a Conversation does
    return one.wrong


def right(row: dict[str, Any], answer: Answer) -> bool:
    return not wrong(row, answer)


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

    def test_followup_takes_evidence_among_three(self) -> None:
        assert right(gold("followup", 5), found(cite(1, 2, 5)))
        assert not right(gold("followup", 5), found(cite(1, 2, 3, 5)))

    def test_unanswerable_takes_that_the_reports_do_not_say(self) -> None:
        assert right(gold("unanswerable"), NOTHING)
        assert not right(gold("unanswerable"), found(cite(5)))

    def test_listed_takes_all_of_the_evidence_or_one_piece_of_each_group(self) -> None:
        assert right(gold("listed", 5, 6), found(cite(6, 1, 2, 3, 5)))
        assert not right(gold("listed", 5, 6), found(cite(5)))
        pieces = gold("listed", 5, 6, 7)["evidence"]
        grouped = [{**piece, "group": group} for piece, group in zip(pieces, "aab", strict=True)]
        assert right(gold("listed", evidence=grouped), found(cite(6, 7)))
        assert wrong(gold("listed", evidence=grouped), found(cite(5, 6))).endswith("citations: not b")

    def test_top_takes_evidence_in_the_first_citation(self) -> None:
        assert right(gold("top", 5, 6), found(cite(6, 1)))
        assert not right(gold("top", 5, 6), found(cite(1, 5, 6)))
        assert not right(gold("top", 5), Answer("?", False, "Nothing."))

    def test_exact_takes_words_that_stand_there_and_are_not_denied(self) -> None:
        row = gold("exact", 5, answer="yes - Anna Holt")
        assert right(row, found(cite(5, 1))) and right(row, found(cite(5), verdict="yes"))
        assert not right(row, found(cite(1, 5)))
        assert not right(row, found(cite(5), verdict="no"))
        assert not right(row, replace(NOTHING, nearest=cite(5)))

    def test_exact_takes_the_nearest_words_where_they_stand_otherwise_and_it_says_so(self) -> None:
        row = gold("exact", 5, answer="no - it stands here", must_contain=["sentence 05"])
        assert right(row, found(cite(5), lead="Not in these words."))
        assert right(row, replace(NOTHING, nearest=cite(5)))
        assert not right(row, found(cite(5)))
        assert not right(row, found(cite(5), lead="Yes.", verdict="yes"))
        assert not right(row, replace(NOTHING, nearest=cite(4)))
        assert not right({**row, "must_contain": ["sentence 06"]}, found(cite(5), lead="Not in these words."))

    def test_speakers_takes_each_near_the_head_of_the_table_with_as_many_reports_as_told(self) -> None:
        def tabled(*names: str) -> Answer:
            rows = tuple(SpeakerRow(name, "", 3, 2, (), None, None) for name in names)
            return Answer("?", False, "Speakers:", table=rows)

        row = gold("speakers")
        assert right(row, tabled("Ruben Ash", "Mill", "Anna Holt"))
        assert not right(row, tabled("Ruben Ash", "Mill", "Police", "Anna Holt"))
        assert not right(row, found(cite(5), said("Anna Holt")))
        counted = [{"name": "Anna Holt", "reports": 2}]
        assert right({**row, "speakers": counted}, tabled("Anna Holt"))
        told = wrong({**row, "speakers": [{"name": "Anna Holt", "reports": 3}]}, tabled("Anna Holt"))
        assert told == "Anna Holt is quoted in 2 reports instead of 3"

    def test_reports_takes_each_report_near_the_head_wherever_it_is_cited(self) -> None:
        others = [replace(cite(1)[0], report_id=name) for name in ("s", "t", "u")]
        assert right(gold("reports", 5), found([*others[:2], *cite(1)]))
        assert not right(gold("reports", 5), found([*others, *cite(1)]))

    def test_a_question_within_reports_takes_no_citation_from_another(self) -> None:
        row, other = gold("followup", 5, within=["r"]), replace(cite(1)[0], report_id="s")
        assert right(row, found(cite(5, 1)))
        assert wrong(row, found([*cite(5), other])) == "cites s, which is not asked"

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

    def test_evidence_counts_wherever_in_its_report_its_words_stand(self) -> None:
        twice = [{"report": "r", "quote": "of the report stands"}]
        assert right(gold("followup", evidence=twice), found(cite(3)))
        words = cite(3)[0].span.start + TEXT[:WIDTH].index("of")
        short = Span(words, words + len("of the report stands"))
        assert right(gold("followup", 9), found([replace(cite(3)[0], span=short, quote=short.of(TEXT))]))

    @pytest.mark.parametrize(
        ("row", "answer", "told"),
        [
            (gold("unanswerable"), found(cite(5)), "answered, though the reports don't say"),
            (gold("fact", 5), NOTHING, "refused"),
            (gold("who_said", 5), found(cite(4), said("Anna Holt")), "no evidence among the first 3 citations"),
            (gold("who_said", 5), found(cite(5), said("Ruben Ash")), "the first speaker is Ruben Ash"),
            (gold("who_said", 5), found(cite(5)), "the first speaker is nobody"),
            (gold("what_said", 5), found(cite(5), said("Ruben Ash")), "the evidence is given to Ruben Ash"),
            (gold("what_said", 5), found(cite(4), said("Anna Holt")), "no evidence in the first 3 statements"),
            (gold("did_say", 5, answer="no"), found(cite(5), verdict="yes"), "the verdict is yes"),
            (gold("fact", 5, must_contain=["x7"]), found(cite(5)), "none of must_contain in the answer"),
            (gold("multi", 5, 6, 7), found(cite(5)), "1 of 3 pieces of evidence among the first 10 citations"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_told(self, row: dict[str, Any], answer: Answer, told: str) -> None:
        assert wrong(row, answer) == told


class TestFigures:
    def test_of_a_quote_that_is_not_the_report_s_are_told(self) -> None:
        changed = replace(cite(5)[0], quote="Sentence 05 of the report stood here. ")
        gone = replace(cite(5)[0], report_id="gone")
        for answer, altered in ((found(cite(5)), 0), (found([changed]), 1), (found([gone]), 1), (NOTHING, 0)):
            assert judge(Scripted(answer), [gold("fact", 5)])[0].altered == altered  # type: ignore[arg-type]
        assert judge(Scripted(replace(NOTHING, nearest=(changed,))), [gold("fact", 5)])[0].altered == 1  # type: ignore[arg-type]
        told = found(cite(5), said("Anna Holt"))
        other = replace(told, statements=(replace(told.statements[0], quote="Sentence"),))
        assert judge(Scripted(other), [gold("fact", 5)])[0].altered == 1  # type: ignore[arg-type]

    def test_are_shares_by_type_and_over_all(self) -> None:
        kinds = (("followup", 5), ("followup", 6), ("unanswerable",), ("fact", 5))
        rows = [gold(kind, *where, id=number) for number, (kind, *where) in enumerate(kinds)]
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
        rows = [gold("fact", 5), gold("unanswerable", id="r")]
        figures = table(judge(Scripted(NOTHING), rows))  # type: ignore[arg-type]
        assert (figures["refused_though_answerable"], figures["overall"]) == (1.0, 0.5)

    def test_of_no_question_are_nought(self) -> None:
        assert table([])["overall"] == 0.0

    def test_are_told_in_lines_with_each_type_and_its_share(self) -> None:
        rows = [gold("followup", 5), gold("unanswerable", id="r")]
        told = list(lines(table(judge(Scripted(found(cite(5))), rows))))  # type: ignore[arg-type]
        assert told[0] == "0.500 of 2 questions answered rightly"
        assert [line.split() for line in told if "followup" in line or "unanswerable" in line] == [
            ["followup", "1", "1.00"],
            ["unanswerable", "1", "0.00"],
        ]

    def test_of_a_failure_are_its_question_what_is_wrong_and_what_was_said(self) -> None:
        row = gold("fact", 5, turns=["a?"], answer="140 passengers")
        (one,) = judge(Scripted(found(cite(4))), [row])  # type: ignore[arg-type]
        assert list(failure(one)) == [
            "q fact: a? / ?",
            "   wrong: no evidence among the first 3 citations",
            "   expected: 140 passengers",
            f"   got: {cite(4)[0].quote!r}",
        ]
        told = as_json(one)
        assert (told["id"], told["turns"], told["wrong"]) == ("q", ["a?"], one.wrong)
        assert cite(4)[0].quote.strip() in told["text"]


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


FERRY = "The ferry will not sail before Friday, Anna Holt, the harbour master, said. Nobody was hurt."
ASKED = {"id": "q", "type": "what_said", "question": "what did Anna Holt say about the ferry?"}


class TestReports:
    """`onrecord eval --reports`: reports of one's own, indexed for the purpose."""

    @pytest.fixture
    def evaluated(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> Callable[..., tuple[int, str, str]]:
        """Runs the command beside two reports and a file of questions; gives its exit code and what it printed."""
        for name in Settings.model_fields:
            monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
        monkeypatch.chdir(tmp_path)
        for folder in ("tmp", "own"):
            (tmp_path / folder).mkdir()
        (tmp_path / "own" / "ferry.txt").write_text(FERRY)
        (tmp_path / "own" / "mill.txt").write_text("The mill burnt down, the mayor said.")
        evidence = [{"report": "ferry.txt", "quote": "The ferry will not sail before Friday"}]
        asked = {**ASKED, "evidence": evidence, "speakers": [{"name": "Anna Holt"}]}
        (tmp_path / "gold.jsonl").write_text(json.dumps(asked))

        def run(*arguments: str) -> tuple[int, str, str]:
            capfd.readouterr()
            with pytest.raises(SystemExit) as left:
                main(["eval", "gold.jsonl", *arguments])
            return int(left.value.code or 0), *capfd.readouterr()

        return run

    def test_are_indexed_asked_and_forgotten(self, evaluated: Callable[..., Any], tmp_path: Path) -> None:
        (tmp_path / "own" / "empty.txt").write_text("")
        code, out, err = evaluated("--reports", "own", "--json", "--failures")
        figures = json.loads(out)
        assert (code, figures["questions"], figures["overall"], figures["failures"]) == (0, 1, 1.0, [])
        assert err.startswith("Skipped: ") and "empty.txt" in err
        assert not list((tmp_path / "tmp").glob("onrecord-*")) and not (tmp_path / "var").exists()

    def test_may_be_many_as_a_shell_gives_them(self, evaluated: Callable[..., Any]) -> None:
        assert "1.000 of 1 questions" in evaluated("--reports", "own/ferry.txt", "own/mill.txt")[1]
        assert "1.000 of 1 questions" in evaluated("--reports", "own/mill.txt", "--reports", "own/ferry.txt")[1]

    def test_with_an_index_are_kept_there_and_asked_again_without_them(
        self, evaluated: Callable[..., Any], tmp_path: Path
    ) -> None:
        first = evaluated("--reports", "own", "--index", "kept")
        assert first[0] == 0 and first == evaluated("--index", "kept")

    def test_never_take_the_place_of_the_index_that_answers(
        self, evaluated: Callable[..., Any], tmp_path: Path
    ) -> None:
        code, _, err = evaluated("--reports", "own", "--index", "var/index")
        assert code == 1 and err.startswith("var/index is the index that is asked otherwise.")
        assert not (tmp_path / "var").exists()

    def test_that_are_not_there_are_told(self, evaluated: Callable[..., Any]) -> None:
        code, out, err = evaluated("--reports", "nowhere")
        assert (code, out, err.count("\n")) == (1, "", 1) and "nowhere" in err

    def test_without_the_option_are_another_file_of_questions(self, evaluated: Callable[..., Any]) -> None:
        code, _, err = evaluated("own/ferry.txt")
        assert code == 1 and err.startswith("One file of questions at a time; own/ferry.txt is another.")

    def test_that_the_questions_do_not_fit_are_told_before_any_is_asked(
        self, evaluated: Callable[..., Any], tmp_path: Path
    ) -> None:
        rows = [{**ASKED, "id": n, "speakers": [{"name": "Anna Holt"}]} for n in (1, 2)]
        told = [{**row, "evidence": [{"report": f"{row['id']}/ferry.txt", "quote": "x"}]} for row in rows]
        (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, told)))
        code, out, err = evaluated("--reports", "own")
        assert (code, out, err.count("Did you mean 'ferry.txt'?\n")) == (1, "", 2)
