"""A chat in a terminal: the thinnest face of a conversation."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from io import TextIOWrapper
from typing import TextIO

from bot.conversation import Conversation
from bot.render import plain, visible
from bot.types import Answer, Excerpt
from corpus.errors import OnrecordError

CHAT = "console"
COMMANDS = "A number opens a citation, n and p turn the page, /new begins anew, /quit or Ctrl-D leaves."


def chat(conversation: Conversation, lines: Iterable[str], out: TextIO) -> None:
    """Answers each line until they end; what a terminal types or a pipe brings."""
    last: Answer | None = None
    opened: tuple[int, int] | None = None  # (citation's number, step)
    for line in lines:
        typed = line.strip()
        if typed in ("/quit", "/exit", "/q"):
            break
        try:
            if typed == "/new":
                conversation.forget(CHAT)
                last = opened = None
                shown = "Begun anew."
            elif last and (turn := _turn(typed, last, opened)):
                cited = (last.citations or last.nearest)[turn[0] - 1]
                shown = marked(conversation.excerpt(cited, turn[1]))
                opened = turn  # not before: beyond a report's end the page stays
            elif typed:
                last, opened = conversation.reply(CHAT, typed), None
                shown = plain(last)
            else:
                continue
        except OnrecordError as error:
            shown = visible(str(error))
        print(shown, end="\n\n", file=out, flush=True)


def _turn(typed: str, last: Answer, opened: tuple[int, int] | None) -> tuple[int, int] | None:
    """The citation and the step that a line asks for; None when it is a question."""
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(last.citations or last.nearest):
        return int(typed), 0
    if opened and typed in ("n", "p"):
        return opened[0], opened[1] + (1 if typed == "n" else -1)
    return None


def marked(excerpt: Excerpt) -> str:
    """A passage with the cited words between >> and <<, under its title and source."""
    text, span, cited = excerpt.text, excerpt.marked, excerpt.citation
    if len(span):
        text = f"{text[: span.start]}>>{span.of(text)}<<{text[span.end :]}"
    page = f"p. {cited.page}" if cited.page else ""
    day = f"{cited.date:%-d %b %Y}" if cited.date else ""
    place = ", ".join(part for part in (cited.source, day, page, cited.report_id) if part)
    return visible(f"{cited.title or cited.report_id}\n{place}\n\n{text}")


def prompted(prompt: str) -> Iterable[str]:
    """Lines as a person types them, with history and editing; without a prompt when they come through a pipe."""
    if not sys.stdin.isatty():
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")  # whatever a pipe brings is a question
        yield from sys.stdin
        return
    import readline  # noqa: F401  importing it is what gives input() its history

    while True:
        try:
            yield input(prompt)
        except (EOFError, KeyboardInterrupt):
            print()  # noqa: T201  the terminal's cursor stands behind the prompt
            return
