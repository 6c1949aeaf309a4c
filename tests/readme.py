"""README's examples beside what the product answers. `python -m tests.readme` renews those that are no longer true.

An example is what follows a line "> question" of a fenced block, all typed into one chat, or a line "$ command"; or a
table's row of three cells: a name, what is typed in backticks, and the answer to the last of it. "…" is what is left
out of an answer; white space doesn't count.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill

from bot.console import CHAT, chat
from bot.conversation import Conversation
from corpus.types import Span

README = Path(__file__).parent.parent / "README.md"
RENEW = ".venv/bin/python -m tests.readme"
WIDTH = 118  # of a line in a block
CELL = 200  # characters of a renewed answer in a table

_BLOCK = re.compile(r"^```\w*\n([>$] (?:.*\n)*?)```$", re.M)
_ASKED = re.compile(r"^([>$]) (.+)\n((?:(?![>$] ).*\n)*)", re.M)
_ROW = re.compile(r"^\| [^|`]+ \| (`[^|]+`) \| ([^|]+) \|$", re.M)


@dataclass(frozen=True, slots=True)
class Example:
    """What is typed, and what README shows of the answer."""

    turns: tuple[str, ...]  # in one chat, the last being the one that is answered; or one command
    shown: str
    place: Span  # of what is shown, in README
    line: int  # where it begins there, from 1
    form: str  # ">", "$", or "|" in a table


def examples(text: str) -> Iterator[Example]:
    """The examples of a document in Markdown, in order: those of its blocks, then those of its tables."""
    for block in _BLOCK.finditer(text):
        turns = list[str]()
        for asked in _ASKED.finditer(text, *block.span(1)):
            turns = [*turns, asked[2]] if asked[1] == ">" else [asked[2]]
            yield _example(text, turns, Span(*asked.span(3)), asked[1])
    for row in _ROW.finditer(text):
        yield _example(text, re.findall("`([^`]+)`", row[1]), Span(*row.span(2)), "|")


def answer(example: Example, conversation: Conversation) -> str:
    """What the product answers: the chat in a terminal its last question, the command line a command."""
    if example.form == "$":
        return _printed(example.turns[-1], conversation.index.catalog.folder)
    conversation.forget(CHAT)
    out = StringIO()

    def typed() -> Iterator[str]:
        for turn in example.turns:
            out.seek(0)
            out.truncate()
            yield turn

    chat(conversation, typed(), out)
    return out.getvalue().strip()


def differs(example: Example, told: str) -> str:
    """The first line shown that is not in the answer, or not in its place, with its number; "" where all of it is."""
    whole, place, loose = _flat(told), 0, False
    for number, line in enumerate(example.shown.splitlines(), example.line):
        for position, piece in enumerate(map(_flat, line.split("…"))):
            loose = loose or position > 0
            found = whole.find(piece, place)
            if piece and (found < 0 or (not loose and whole[place:found].strip())):
                return f"line {number}: {piece}"
            if piece:
                place, loose = found + len(piece), False
    return "" if loose or not whole[place:].strip() else f"nothing is shown of: {whole[place:].strip()}"


def renewed(example: Example, told: str) -> str:
    """The answer as README may show it: as many paragraphs as before, in a table its beginning."""
    if example.form == "|":
        line = _flat(told).replace("|", "/")
        return line if len(line) <= CELL else line[:CELL].rpartition(" ")[0] + " …"
    paragraphs = re.split(r"\n{2,}", told)
    kept = paragraphs[: max(1, sum(p.strip() != "…" for p in re.split(r"\n{2,}", example.shown)))]
    lines = [_wrapped(line) for line in "\n\n".join(kept).splitlines()]
    return "\n".join([*lines, *(["", "…"] if len(kept) < len(paragraphs) else [])])


def renew(text: str, conversation: Conversation) -> tuple[str, list[Example]]:
    """The document with each example that is no longer true as it is now, and those that were not."""
    now = [(example, answer(example, conversation)) for example in examples(text)]
    wrong = [(example, told) for example, told in now if differs(example, told)]
    for example, told in sorted(wrong, key=lambda one: -one[0].place.start):
        text = text[: example.place.start] + renewed(example, told) + text[example.place.end :]
    return text, [example for example, _ in wrong]


def _example(text: str, turns: list[str], around: Span, form: str) -> Example:
    shown = around.of(text).strip()
    start = text.index(shown, around.start)
    return Example(tuple(turns), shown, Span(start, start + len(shown)), text.count("\n", 0, start) + 1, form)


def _printed(command: str, index: Path) -> str:
    from typer.testing import CliRunner

    from bot.cli import app

    name, *arguments = shlex.split(command)
    if name != "onrecord":
        raise ValueError(f"{command!r} is not the onrecord command. Show it in a block without a $.")
    with chdir(README.parent):
        return CliRunner().invoke(app, arguments, env={"INDEX_DIR": str(index)}, catch_exceptions=False).stdout.strip()


def _wrapped(line: str) -> str:
    """A long line on several, a column of a table apart."""
    return line if "   " in line else fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)


def _flat(text: str) -> str:
    return " ".join(text.split())


def main() -> None:
    from bot.cli import LoadShipped
    from bot.settings import SAMPLES
    from index.build import build
    from index.encoder import DEFAULT_MODEL, Encoder
    from index.search import Index

    encoder = Encoder()
    with TemporaryDirectory(prefix="onrecord-") as folder:
        build([SAMPLES], Path(folder), lambda: encoder, DEFAULT_MODEL, tagger=LoadShipped())
        text, wrong = renew(README.read_text("utf-8"), Conversation(Index(Path(folder), lambda _: encoder)))
    README.write_text(text, "utf-8")
    for example in wrong:
        print(f"Line {example.line}: {example.turns[-1]}")
    print(f"{len(wrong)} examples renewed. Read each: is the answer still worth showing?" if wrong else "All are true.")


if __name__ == "__main__":
    main()
