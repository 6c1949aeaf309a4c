"""What the documents tell a reader to type or to open is there: commands, options, targets, modules, files, links."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FOLDERS = {"bot", "corpus", "docs", "index", "tests", ".ci"}  # what begins with one of them is meant to be there
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

_BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\]\(([^)\s]+)\)")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


@each_document
def test_every_command_is_a_real_one(document: Path) -> None:
    assert not [problem for command in commands(document.read_text()) if (problem := wrong(command))]


@each_document
def test_every_command_named_in_a_sentence_is_a_real_one(document: Path) -> None:
    named = [code for code in inline(document.read_text()) if re.match(r"(onrecord|make) \w", code)]
    assert not [problem for code in named for command in split(code) if (problem := wrong(command))]


@each_document
def test_every_file_named_in_a_sentence_is_there(document: Path) -> None:
    assert not [code for code in inline(document.read_text()) if not there(code)]


@each_document
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    links = [link.partition("#")[0] for link in _LINK.findall(_BLOCK.sub("", document.read_text()))]
    relative = [link for link in links if link and not re.match(r"[a-z]+:", link)]
    assert not [link for link in relative if not (document.parent / link).exists()]


def test_the_map_of_rooms_names_what_is_there() -> None:
    map_of_rooms = next(b for _, b in _BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text()) if b.startswith("corpus/"))
    named, room = [], ROOT
    for indent, name in re.findall(r"^( *)([\w.]+/?) {2,}", map_of_rooms, re.MULTILINE):
        room = room if indent else ROOT / name
        named.append(room / name if indent else room)
    assert len(named) > 20
    assert not [path for path in named if not path.exists()]


class TestTheCheckItself:
    """Finds what is wrong, and lets through what is right."""

    @pytest.mark.parametrize(
        "line",
        [
            "onrecord sing",
            "onrecord index sing",
            ".venv/bin/onrecord ask --loudly 'who?'",
            "echo 'who?' | onrecord ask --since",
            "onrecord eval",
            "make tea",
            "python -m tests.no_such_module",
            "cat docs/no_such_page.md",
            "PYTHONPATH=. python tests/no_such_file.py > out.txt",
        ],
    )
    def test_finds_what_is_wrong(self, line: str) -> None:
        assert [problem for command in commands(f"```console\n$ {line}\noutput\n```\n") if (problem := wrong(command))]

    @pytest.mark.parametrize(
        "line",
        [
            'onrecord ask "who said so?" --json --since 2016-10-01  # one answer',
            "onrecord ask --batch questions.jsonl \\\n    --index var/eval > answers.jsonl",
            "onrecord index build --help",
            "LOG_LEVEL=debug .venv/bin/onrecord bot && make PYTHON=python3.12 chat",
            "python -m bot.fit --on tests/quality/gold.jsonl var/index",
            "git clone https://example.org/docs/x && cd x",
        ],
    )
    def test_lets_through_what_is_right(self, line: str) -> None:
        read = list(commands(f"Text.\n\n```sh\n{line}\n```\n"))
        assert read and not [problem for command in read if (problem := wrong(command))]


def commands(markdown: str) -> Iterator[list[str]]:
    """The commands of the shell blocks, each as its words. Where a block has prompts, what has none is output."""
    for language, block in _BLOCK.findall(markdown):
        if language in ("console", "sh", "bash", "shell"):
            lines = re.sub(r"\\\n", " ", block).splitlines()
            typed = [line.strip()[2:] for line in lines if line.strip().startswith("$ ")]
            for line in typed or lines:
                yield from split(line)


def split(line: str) -> Iterator[list[str]]:
    """A line of shell as commands: cut at pipes and the like, without redirections and variables set before."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    command: list[str] = []
    redirected = False
    for word in [*lexer, ";"]:
        if set(word) <= set("|&;()"):
            if command:
                yield command
            command = []
        elif set(word) <= set("<>&"):
            redirected = True
        elif redirected:
            redirected = False
        elif command or not re.match(r"\w+=", word):
            command.append(word)


def wrong(command: list[str]) -> str:
    """What is wrong with a command; "" when nothing is."""
    program, *words = command
    name = Path(program).name
    try:
        if name == "onrecord":
            parse([word for word in words if word != "--help"])
        elif name == "make" and (unknown := {w for w in words if re.fullmatch(r"[a-z][\w-]*", w)} - TARGETS):
            return f"{command}: the Makefile has no {unknown}"
        elif name.startswith("python") and words[:1] == ["-m"] and importlib.util.find_spec(words[1]) is None:
            return f"{command}: there is no such module"
    except Exception as error:  # whatever the command line's parser or an import raises
        return f"{command}: {error}"
    absent = [word for word in words if not there(word)]
    if name == "cp":
        absent += [word for word in words[:-1] if not (ROOT / word).exists()]
    return f"{command}: there is no {absent}" if absent else ""


def parse(words: list[str]) -> None:
    """Reads the words as `onrecord` does, without doing anything; raises what its parser raises."""
    command: Any = typer.main.get_command(app)
    name = "onrecord"
    while hasattr(command, "commands") and words:
        name, *words = words
        command = command.commands[name]
    if not hasattr(command, "commands"):
        command.make_context(name, words)


def inline(markdown: str) -> list[str]:
    """What stands between single backticks, outside of blocks."""
    return _INLINE.findall(_BLOCK.sub("", markdown))


def there(word: str) -> bool:
    """True for a word that names no file of this repository, or one that is there."""
    path, *_ = word.split(":")
    if not re.fullmatch(r"[\w./-]+", path) or Path(path).parts[:1] == () or "/" not in path:
        return True
    return Path(path).parts[0] not in FOLDERS or (ROOT / path).exists()
