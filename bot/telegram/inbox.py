"""Updates on their way in: none is lost by a kill, none is worked on twice, and a chat keeps its order."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.store import Store

logger = logging.getLogger(__name__)

_AT_ONCE = 1024  # updates begun but not done; those of one chat wait in line for one another


class Inbox(asyncio.Queue[object]):
    """The queue that the updater fills, each update kept in the store before it counts as received.

    The updater confirms a batch to Telegram only after it has put all of it here: there is no moment at which
    a kill could lose a question.
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    async def put(self, item: object) -> None:
        if isinstance(item, Update) and _is_work(item) and not self._take(item):
            logger.info("Update %d came a second time and is dropped.", item.update_id)
            return
        await super().put(item)

    async def resume(self, bot: Bot) -> None:
        """Puts back what a former process left open."""
        for body in self._store.unfinished():
            update = Update.de_json(json.loads(body), bot)
            logger.info("Update %d was left open and is taken up again.", update.update_id)
            await super().put(update)

    def _take(self, update: Update) -> bool:
        try:
            return self._store.take(update.update_id, _chat(update), update.to_json())
        except Exception:
            # An exception here would end the polling for good: rather answer without the safety.
            logger.exception("Update %d can't be kept: a kill would lose it.", update.update_id)
            return True


class ChatOrder(BaseUpdateProcessor):
    """Many chats at once, the work of one chat in its order; a citation's button waits for nobody."""

    def __init__(self, store: Store) -> None:
        super().__init__(max_concurrent_updates=_AT_ONCE)
        self._store = store
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if not isinstance(update, Update) or not _is_work(update):
            await coroutine
            return
        async with self._turns.setdefault(_chat(update), asyncio.Lock()):
            await coroutine
        # Not in a `finally`: what is cancelled by the end of the process stays open and is taken up again.
        self._store.done(update.update_id)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""


def _is_work(update: Update) -> bool:
    """False for a citation's button: opening a passage twice or not at all does no harm."""
    pressed = update.callback_query
    return pressed is None or (pressed.data or "").startswith("ask:")


def _chat(update: Update) -> int:
    return update.effective_chat.id if update.effective_chat else 0
