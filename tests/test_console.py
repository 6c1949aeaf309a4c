"""A chat in a terminal or through a pipe, over a shelf of reports in which a line is a passage."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from bot.console import chat, marked
from bot.types import Citation, Excerpt
from corpus.types import Span
from tests.fakes.telegram_conversation import Shelf

REPORTS = {
    "north": "The bridge is shut, the mayor said.\nDivers found water in the pump.\nNobody saw the fire.",
    "south": "Bread is short.\nThe baker said there was no water.",
}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(dict(REPORTS))


def told(shelf: Shelf, *lines: str) -> list[str]:
    """What the chat prints for the lines, one entry for each."""
    out = io.StringIO()
    chat(shelf, [f"{line}\n" for line in lines], out)  # type: ignore[arg-type]  # it answers like a Conversation
    return out.getvalue().split("\n\n\n")[0].rstrip("\n").split("\n\n") if len(lines) == 1 else _turns(shelf, lines)


def _turns(shelf: Shelf, lines: Iterable[str]) -> list[str]:
    turns: list[str] = []
    out = io.StringIO()

    def typed() -> Iterable[str]:
        for line in lines:
            out.truncate(0)
            out.seek(0)
            yield f"{line}\n"
            turns.append(out.getvalue().strip("\n"))

    chat(shelf, typed(), out)  # type: ignore[arg-type]
    return turns
