"""The `onrecord` command as a person or a script meets it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app, main
from bot.conversation import Conversation
from bot.render import as_json
from bot.settings import SAMPLES, Settings, load
from corpus.errors import SettingsError

ROOT = Path(__file__).parents[1]
ENTRY = Path(sys.executable).with_name("onrecord")
COMMAND = [str(ENTRY)] if ENTRY.exists() else [sys.executable, "-c", "from bot.cli import main; main()"]
HEAVY = (
    "torch transformers sentence_transformers faiss tantivy telegram numpy scipy trafilatura docx pypdfium2 dateparser"
    " pydantic_settings"
).split()
ASKED = "what did the mayor say about the hospital?"
FERRY = "The ferry will not sail before Friday, the harbour office said. Nobody was hurt.\n"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and no setting from outside."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def onrecord(bare: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process and gives what it left."""

    def run(*arguments: object) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return run


def is_one_sentence(ran: Ran) -> bool:
    """True for exit code 1, nothing printed, and one line on standard error that is no traceback's."""
    return (ran.code, ran.out, ran.err.count("\n")) == (1, "", 1) and "Traceback" not in ran.err


def commands(command: Any, *names: str) -> Iterator[tuple[str, ...]]:
    yield names
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, *names, name)


class TestStart:
    @pytest.mark.parametrize("names", list(commands(typer.main.get_command(app))), ids=" ".join)
    def test_help_of_every_command_says_what_it_is_for(self, onrecord: Run, names: tuple[str, ...]) -> None:
        ran = onrecord(*names, "--help")
        assert ran.code == 0 and "Usage" in ran.out and "--help" in ran.out and not ran.err

    @pytest.mark.parametrize("code", ["import bot.cli", "from bot.cli import main; main(['--help'])"])
    def test_imports_nothing_heavy(self, code: str) -> None:
        look = (
            f"import sys, atexit; atexit.register(lambda: sys.stderr.write(' '.join(set({HEAVY}) & set(sys.modules))))"
        )
        ran = subprocess.run(
            [sys.executable, "-c", f"{look}; {code}"], cwd=ROOT, capture_output=True, text=True, timeout=60
        )
        assert ran.returncode == 0
        assert ran.stderr == ""

    def test_ends_without_a_word_when_its_reader_has_seen_enough(self, bare: Path, sample_index: Path) -> None:
        at_work = subprocess.Popen(
            [*COMMAND, "index", "status", "--index", sample_index], cwd=bare,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert at_work.stdout and at_work.stderr
        at_work.stdout.close()
        assert at_work.stderr.read() == ""
        assert at_work.wait(60) == 1
        at_work.stderr.close()


class TestErrors:
    """Exit code 1, one sentence, no traceback, nothing on standard output."""

    @pytest.mark.parametrize(
        "arguments", [["ask", "who?"], ["chat"], ["index", "status"], ["index", "verify"], ["ask", "--json", "who?"]]
    )
    def test_no_index(self, onrecord: Run, arguments: list[str]) -> None:
        ran = onrecord(*arguments, "--index", "nowhere")
        assert is_one_sentence(ran)
        assert ran.err == "No index in nowhere. Run: onrecord index build\n"

    def test_no_index_where_the_settings_say(self, onrecord: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("INDEX_DIR", "some/where")
        assert "No index in some/where." in onrecord("ask", "who?").err

    def test_index_that_is_none(self, onrecord: Run, bare: Path) -> None:
        (bare / "catalog.sqlite").write_text("This is no database at all. " * 40)
        ran = onrecord("ask", "who?", "--index", bare)
        assert is_one_sentence(ran) and "catalog.sqlite" in ran.err

    def test_no_such_reports(self, onrecord: Run, bare: Path) -> None:
        ran = onrecord("index", "build", "no/such/folder", "--index", bare / "index")
        assert is_one_sentence(ran) and "no/such/folder" in ran.err

    @pytest.mark.parametrize("option", ["--since", "--until"])
    @pytest.mark.parametrize("day", ["yesterday", "2016-13-01", "28.10.2016"])
    def test_day_that_is_none(self, onrecord: Run, sample_index: Path, option: str, day: str) -> None:
        ran = onrecord("ask", "who?", option, day, "--index", sample_index)
        assert is_one_sentence(ran) and option in ran.err and repr(day) in ran.err

    def test_question_and_file_of_questions(self, onrecord: Run, sample_index: Path) -> None:
        for arguments in (["who?", "--batch", "questions.jsonl"], []):
            assert is_one_sentence(ran := onrecord("ask", *arguments, "--index", sample_index)), ran

    @pytest.mark.parametrize("line", ["{", "[]", '"who?"', "{}", '{"question": 3}', '{"question": "a", "turns": "b"}'])
    def test_line_that_is_no_question(self, onrecord: Run, sample_index: Path, bare: Path, line: str) -> None:
        (bare / "questions.jsonl").write_text(f'{{"question": "who?"}}\n\n{line}\n')
        ran = onrecord("ask", "--batch", "questions.jsonl", "--index", sample_index)
        assert is_one_sentence(ran) and "questions.jsonl, line 3 " in ran.err

    def test_file_of_questions_that_can_t_be_read(self, onrecord: Run, sample_index: Path, bare: Path) -> None:
        (bare / "latin.jsonl").write_bytes(b'{"question": "caf\xe9"}')
        for name in ("none.jsonl", "latin.jsonl", "."):
            assert is_one_sentence(ran := onrecord("ask", "--batch", name, "--index", sample_index)), ran
            assert is_one_sentence(ran := onrecord("eval", name, "--index", sample_index)), ran

    @pytest.mark.parametrize(
        "row",
        [
            {"question": "who?"},
            {"question": "who?", "type": "riddle"},
            {"question": "who?", "type": "fact", "evidence": [{"report": "a"}]},
            {"question": "who?", "type": "fact", "evidence": [{"report": "a", "start": 9, "end": 2}]},
            {"question": "who?", "type": "fact", "speakers": ["me"]},
            {"question": "who?", "type": "fact", "must_contain": [7]},
        ],
    )
    def test_question_that_can_t_be_judged(
        self, onrecord: Run, sample_index: Path, bare: Path, row: dict[str, Any]
    ) -> None:
        (bare / "gold.jsonl").write_text(json.dumps({"id": "q-17", **row}))
        ran = onrecord("eval", "gold.jsonl", "--index", sample_index)
        assert is_one_sentence(ran) and "'q-17'" in ran.err

    def test_setting_that_makes_no_sense(self, onrecord: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LOG_LEVEL", "loud")
        ran = onrecord("index", "status")
        assert is_one_sentence(ran) and "LOG_LEVEL" in ran.err

    def test_bot_without_token(self, onrecord: Run) -> None:
        ran = onrecord("bot")
        assert is_one_sentence(ran) and "TELEGRAM_BOT_TOKEN" in ran.err


class TestBuild:
    def test_tells_what_went_in_and_what_was_skipped(self, onrecord: Run, bare: Path) -> None:
        (bare / "reports").mkdir()
        (bare / "reports" / "ferry.txt").write_text(FERRY)
        (bare / "reports" / "empty.txt").write_text("")
        (bare / "reports" / "lines.jsonl").write_text('{"id": "a", "text": "The mill burnt down."}\nno line\n')
        build = ("index", "build", "reports", "--index", "index")

        first = onrecord(*build)
        assert first.code == 0
        assert "2 reports, 2 passages" in first.out
        assert "2 reports new or changed, 0 removed, 2 skipped" in first.out
        assert re.fullmatch(r"Skipped: .*empty\.txt is empty.*\nSkipped: .*lines\.jsonl.*\n", first.err)

        again = onrecord(*build)
        assert "0 reports new or changed, 0 removed, 2 skipped; 0 " in again.out
        assert onrecord(*build, "--quiet") == Ran(0, "", "")

        (bare / "reports" / "bus.txt").write_text("A bus will take the islanders to the bridge, the mayor said.\n")
        assert "3 reports, 3 passages" in onrecord(*build, "--quiet").out
        (bare / "reports" / "ferry.txt").unlink()
        assert "0 reports new or changed, 1 removed" in onrecord(*build).out

        status = onrecord("index", "status", "--index", "index")
        assert "2 reports, 2 passages" in status.out and "Skipped: " in status.out and "lines.jsonl" in status.out
        assert onrecord("index", "verify", "--index", "index").code == 0

    def test_stopped_with_ctrl_c_leaves_a_whole_index(self, onrecord: Run, bare: Path) -> None:
        (bare / "ferry.txt").write_text(FERRY)
        assert onrecord("index", "build", "ferry.txt", "--index", "index").code == 0
        (bare / "more").mkdir()
        for day in range(400):  # enough to be at work for a while after the build has begun
            (bare / "more" / f"{day}.txt").write_text(f"{FERRY}\n\nDay {day}. {FERRY}")
        at_work = subprocess.Popen(
            [*COMMAND, "index", "build", "ferry.txt", "more", "--index", "index"], cwd=bare,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            # whoever runs the tests in the background ignores Ctrl-C, and so would all that they start
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        with closing(sqlite3.connect(bare / "index" / "catalog.sqlite")) as catalog:
            number = "SELECT value FROM meta WHERE name = 'build'"
            while at_work.poll() is None and catalog.execute(number).fetchone() == ("1",):
                time.sleep(0.005)
        at_work.send_signal(signal.SIGINT)
        out, err = at_work.communicate(timeout=90)
        assert (at_work.returncode, out) == (130, ""), err
        assert "Stopped. The index is whole; the same command goes on from here." in err
        assert onrecord("index", "verify", "--index", "index").code == 0
        assert "ferry will not sail" in onrecord("ask", "will the ferry sail before Friday?", "--index", "index").out


class TestIndex:
    def test_status_tells_reports_publishers_and_days(self, onrecord: Run, sample_index: Path) -> None:
        told = onrecord("index", "status", "--index", sample_index)
        assert told.code == 0
        assert re.search(r"\d+ reports, \d+ passages", told.out)
        assert "Dates: 2020-11-09 to 2024-03-26" in told.out
        assert "Halyard" in told.out

    def test_verify_finds_a_whole_index_right(self, onrecord: Run, sample_index: Path) -> None:
        told = onrecord("index", "verify", "--index", sample_index)
        assert told.code == 0 and not told.err

    def test_verify_tells_what_is_wrong(self, onrecord: Run, sample_index: Path, bare: Path) -> None:
        shutil.copytree(sample_index, bare / "index")
        with closing(sqlite3.connect(bare / "index" / "catalog.sqlite", isolation_level=None)) as catalog:
            catalog.execute(
                "UPDATE reports SET text = 'X' || substr(text, 2) WHERE key = (SELECT min(key) FROM reports)"
            )
        told = onrecord("index", "verify", "--index", "index")
        assert told.code == 1
        assert re.search(r"\d+ faults\. Remove index and run: onrecord index build\n$", told.err)
        assert "Traceback" not in told.err and not told.out


class TestAsk:
    def test_prints_quotes_and_where_they_stand(
        self, onrecord: Run, sample_index: Path, conversation: Conversation
    ) -> None:
        told = onrecord("ask", ASKED, "--index", sample_index)
        assert told.code == 0 and not told.err
        assert "Sources\n[1" in told.out
        assert all(s.quote in told.out for s in conversation.reply("a", ASKED).statements)

    def test_as_json_prints_one_object_on_one_line(
        self, onrecord: Run, sample_index: Path, conversation: Conversation
    ) -> None:
        told = onrecord("ask", ASKED, "--json", "--index", sample_index)
        assert told.out.count("\n") == 1
        assert json.loads(told.out) == json.loads(json.dumps(as_json(conversation.reply("a", ASKED))))

    def test_looks_only_within_its_limits(self, onrecord: Run, sample_index: Path) -> None:
        def cited(*limits: str) -> list[dict[str, Any]]:
            told = json.loads(onrecord("ask", "who spoke of the port?", "--json", "--index", sample_index, *limits).out)
            assert told["understood"]
            found: list[dict[str, Any]] = told["citations"] + told["nearest"]
            return found

        assert {c["date"] > "2022-09-08" for c in cited("--since", "2022-09-09")} == {True}
        assert {c["date"] < "2022-09-08" for c in cited("--until", "2022-09-07")} == {True}
        one = cited("--since", "2022-09-01", "--until", "2022-09-30")[0]
        assert {c["report_id"] for c in cited("--report", one["report_id"])} == {one["report_id"]}
        assert {c["source"] for c in cited("--source", one["source"].upper())} == {one["source"]}
        assert cited("--source", "no \udcff publisher") == []

    def test_says_when_the_reports_do_not(self, onrecord: Run, sample_index: Path) -> None:
        told = onrecord("ask", "how do I bake sourdough bread?", "--index", sample_index)
        assert told.code == 0 and told.out.startswith("The reports do not say.")

    def test_takes_any_text(self, onrecord: Run, sample_index: Path) -> None:
        for asked in ("", "\udcff\udcfe", "AND ( text:", "🙂", "--", "x" * 10_000):
            told = onrecord("ask", "--index", sample_index, "--", asked)
            assert told.code == 0 and told.out.strip() and not told.err

    def test_batch_answers_each_line_in_order(
        self, onrecord: Run, sample_index: Path, bare: Path, conversation: Conversation
    ) -> None:
        turns = ["what did the army say about the hospital?"]
        rows: list[dict[str, Any]] = [
            {"id": "b", "question": ASKED},
            {"question": "how do I bake sourdough bread?"},
            {"id": "a", "question": "and who denied it?", "turns": turns},
            {"id": "c", "question": "who spoke\u2028of the port?", "turns": None},
            {"id": "\ud800", "question": ""},
        ]
        lines = "\n\n".join(json.dumps(row, ensure_ascii=row.get("id") == "\ud800") for row in rows)
        (bare / "questions.jsonl").write_text(f"\ufeff{lines}\n", encoding="utf-8")
        told = onrecord("ask", "--batch", "questions.jsonl", "--index", sample_index)
        answers = [json.loads(line) for line in told.out.splitlines()]
        assert told.code == 0 and not told.err
        assert [answer["id"] for answer in answers] == ["b", 3, "a", "c", "\ud800"]
        assert [answer["abstained"] for answer in answers[:2]] == [False, True]
        conversation.reply("a", turns[0])
        assert answers[2]["citations"] == as_json(conversation.reply("a", "and who denied it?"))["citations"]

    def test_eval_measures_and_lists_what_went_wrong(self, onrecord: Run, sample_index: Path, bare: Path) -> None:
        flood = [{"report": "halyard-2023-05-05-haverdal", "quote": "At least four people died"}]
        bread = {"id": "q1", "type": "unanswerable", "question": "how do I bake sourdough bread?"}
        rows = [bread, {"id": "q2", "type": "fact", "question": ASKED, "evidence": flood}]
        (bare / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)))
        figures = json.loads(onrecord("eval", "gold.jsonl", "--json", "--index", sample_index).out)
        assert (figures["questions"], figures["overall"], figures["altered_quotes"]) == (2, 0.5, 0)
        told = onrecord("eval", "gold.jsonl", "--failures", "--index", sample_index)
        assert "0.500 of 2 questions" in told.out
        assert "q2 fact" in told.out and "q1 unanswerable" not in told.out


class TestChat:
    def test_answers_what_a_pipe_brings(self, sample_index: Path, bare: Path, conversation: Conversation) -> None:
        ran = subprocess.run(
            [*COMMAND, "chat", "--index", sample_index], cwd=bare, input=f"{ASKED}\n1\n/quit\nnever asked\n",
            capture_output=True, text=True, timeout=90, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert (ran.returncode, ran.stderr) == (0, "")
        first = conversation.reply("a", ASKED).citations[0]
        assert f">>{first.quote}<<" in ran.stdout and "never asked" not in ran.stdout


class TestSettings:
    TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"

    def test_by_default_are_the_sample_reports_and_the_model_that_comes_along(self, bare: Path) -> None:
        found = load()
        assert (found.corpus_dir, found.encoder_model) == (SAMPLES, "all-MiniLM-L6-v2")
        assert any(SAMPLES.rglob("*.md"))

    @pytest.mark.parametrize("name", Settings.model_fields)
    def test_are_read_from_the_environment_before_env_file_before_default(
        self, bare: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        def value() -> str:
            found = getattr(load(), name)
            return found.get_secret_value() if hasattr(found, "get_secret_value") else str(found)

        in_file, in_environment = ("warning", "debug") if name == "log_level" else ("one", "two")
        (bare / ".env").write_text(f"{name.upper()}={in_file}\n")
        assert value() == in_file
        monkeypatch.setenv(name.upper(), in_environment)
        assert value() == in_environment

    @pytest.mark.parametrize("name", Settings.model_fields)
    def test_that_are_empty_are_the_default(self, bare: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        default = load()
        (bare / ".env").write_text(f"{name.upper()}=\n")
        assert load() == default
        monkeypatch.setenv(name.upper(), "")
        assert load() == default

    def test_that_make_no_sense_are_named_in_one_line_without_the_token(
        self, bare: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", self.TOKEN)
        monkeypatch.setenv("LOG_LEVEL", "loud")
        with pytest.raises(SettingsError, match="LOG_LEVEL") as error:
            load()
        assert "\n" not in str(error.value)
        assert self.TOKEN not in "".join(traceback.format_exception(error.value))

    def test_never_show_the_token(self, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", self.TOKEN)
        found = load()
        assert found.telegram_bot_token.get_secret_value() == self.TOKEN
        assert self.TOKEN not in f"{found!r} {found} {found.model_dump_json()} {found.model_dump()}"

    def test_in_a_file_that_is_no_text_are_an_error_that_says_so(self, bare: Path) -> None:
        (bare / ".env").write_bytes(b"CORPUS_DIR=caf\xe9\n")
        with pytest.raises(SettingsError, match=r"\.env can't be read"):
            load()

    def test_stand_in_the_example_file_with_their_defaults(self, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        default = load()
        shutil.copy(ROOT / ".env.example", bare / ".env")
        assert load() == default
        named = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
        assert named == [name.upper() for name in Settings.model_fields]
