"""A build as a person watches it: a bar with rate and time left; nothing where nobody watches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from index.build import Progress, Silent


@contextmanager
def building() -> Iterator[Progress]:
    """A progress bar on standard error for as long as a build lasts; it appears with the first work to do."""
    terminal = Console(stderr=True)
    if not terminal.is_terminal:
        yield Silent()
        return
    with Bar(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
        console=terminal, transient=True,
    ) as bar:  # fmt: skip
        yield _Bar(bar)


class _Bar:
    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._task = bar.add_task("Reading", total=1.0, rate="", visible=False)
        self._began = time.monotonic()
        self._passages = 0

    def read(self, done: int, total: int) -> None:
        self._bar.update(self._task, completed=done / total if total else 1.0)

    def encoded(self, passages: int) -> None:
        self._passages += passages
        rate = self._passages / max(time.monotonic() - self._began, 1e-6)
        self._bar.update(
            self._task,
            visible=True,
            description="Encoding",
            rate=f"{self._passages:,} passages, {rate:.0f}/s",
        )
