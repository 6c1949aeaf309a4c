"""The bot at work against a strict Telegram, over a conversation with a visible rule."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.telegram.access import AllowList
from bot.telegram.app import Service, build
from bot.telegram.store import Store
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_conversation import Shelf

# `async with running(allowed="7") as task`: the bot from its first poll on; the task gives its exit code.
Running = Callable[..., AbstractAsyncContextManager[asyncio.Task[int]]]

REPORTS = {
    "flood": "The river rose in the night. Nobody was hurt.\n"
    "The mayor said that water <b>&amp; power</b> would return. She spoke of the bridge.\n"
    "Schools stay closed.",
    "port": "The port is shut. Its cranes stand still, and water is short.",
}


@asynccontextmanager
async def served(telegram: FakeTelegram, service: Service, patience: float = 300) -> AsyncIterator[asyncio.Task[int]]:
    """The service at work, from its first poll until it has ended."""
    working = service.application.update_processor
    telegram.idle = lambda: not working.current_concurrent_updates and service.inbox.empty()
    stop, polls = asyncio.Event(), telegram.count("getUpdates")
    task = asyncio.create_task(service.serve(stop, patience))
    try:
        await telegram.until(lambda: telegram.count("getUpdates") > polls or task.done())
        yield task
    finally:
        stop.set()
        await task


@pytest.fixture
async def telegram(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeTelegram]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(dict(REPORTS))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
def running(telegram: FakeTelegram, shelf: Shelf, database: Path) -> Running:
    @asynccontextmanager
    async def start(allowed: str = "*", patience: float = 300) -> AsyncIterator[asyncio.Task[int]]:
        store = Store(database)
        service = build(telegram.token, shelf, AllowList.parse(allowed), store, telegram.url)
        async with served(telegram, service, patience) as task:
            try:
                yield task
            finally:
                shelf.go.set()
        store.close()

    return start
