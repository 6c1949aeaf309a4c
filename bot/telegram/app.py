"""The bot as a process: put together, started, watched, stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, Application, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.telegram.access import AllowList
from bot.telegram.delivery import Delivery
from bot.telegram.handlers import COMMANDS, Conversation, Handlers
from bot.telegram.inbox import ChatOrder, Inbox
from bot.telegram.journal import Seldom, redacted
from bot.telegram.store import Store
from corpus.errors import SettingsError

__all__ = ["REFUSED", "SILENT", "Conversation", "Service", "build", "run"]

logger = logging.getLogger(__name__)

REFUSED = 1  # exit code: Telegram refuses the token
SILENT = 3  # exit code: Telegram has not answered for too long; worth a new start
TELEGRAM = "https://api.telegram.org"
_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY]
_PATIENCE = 300.0  # seconds without a successful poll after which the process leaves
_LONGEST_PAUSE = 30.0


@cache
def _tls() -> ssl.SSLContext:
    """The certificates to trust; reading them takes longer than the rest of the start, so once for all."""
    return httpx.create_ssl_context()


class Pulse(HTTPXRequest):
    """Asks for updates, and remembers when that last went well.

    One 401 ends python-telegram-bot's polling for good, and the process lives on as if it ran.
    """

    def __init__(self) -> None:
        super().__init__(connection_pool_size=2, pool_timeout=10.0, httpx_kwargs={"verify": _tls()})
        self._last = time.monotonic()
        self.refused = False

    def start(self) -> None:
        self._last = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since the last successful poll, or the start."""
        return time.monotonic() - self._last

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(*args, **kwargs)
        if status == 200:
            self._last = time.monotonic()
        self.refused = status in (401, 404)
        return status, payload


@dataclass(frozen=True)
class Service:
    """The bot, put together."""

    application: Application[Any, Any, Any, Any, Any, Any]
    inbox: Inbox
    pulse: Pulse

    async def serve(self, stop: asyncio.Event, patience: float = _PATIENCE) -> int:
        """Polls until stop is set; the exit code: 0, REFUSED, or SILENT after so many seconds without a poll.

        Where there is no network at the start, it waits for one.
        """
        with redacted(self.application.bot.token):
            work = asyncio.create_task(self._work(patience))
            stopped = asyncio.create_task(stop.wait())
            try:
                await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
                return work.result() if work.done() else 0
            finally:
                work.cancel()
                stopped.cancel()
                await asyncio.gather(work, stopped, return_exceptions=True)
                await self._end()

    async def _work(self, patience: float) -> int:
        try:
            await self._begin()
            return await self._watch(patience)
        except InvalidToken:
            logger.error("Telegram refuses the bot's token. Check TELEGRAM_BOT_TOKEN with @BotFather.")
            return REFUSED

    async def _begin(self) -> None:
        seldom = Seldom()
        pause = 1.0
        while True:
            try:
                await self.application.initialize()
                break
            except InvalidToken:
                raise
            except TelegramError as error:
                if seldom("start"):
                    logger.warning("Telegram can't be reached (%s); trying until it can.", error)
                await asyncio.sleep(pause)
                pause = min(1.5 * pause, _LONGEST_PAUSE)
        await self.inbox.resume(self.application.bot)
        if self.application.updater is None:
            raise RuntimeError("the application was built without an updater")
        await self.application.start()
        await self.application.updater.start_polling(
            bootstrap_retries=-1, allowed_updates=_UPDATES, error_callback=self._polling_failed
        )
        self.pulse.start()
        self.application.create_task(self._announce())
        logger.info("@%s listens.", self.application.bot.username)

    def _polling_failed(self, error: TelegramError) -> None:
        self.application.create_task(self.application.process_error(update=None, error=error))

    async def _announce(self) -> None:
        """Tells Telegram the commands. Only where they are others: the limits on this call are strict."""
        try:
            if await self.application.bot.get_my_commands() != COMMANDS:
                await self.application.bot.set_my_commands(COMMANDS)
        except TelegramError as error:
            logger.warning("The menu of commands can't be set (%s); the commands work all the same.", error)

    async def _watch(self, patience: float) -> int:
        while True:
            await asyncio.sleep(min(1.0, patience / 4))
            if self.pulse.refused:
                raise InvalidToken
            if self.pulse.age > patience:
                logger.error("No update could be fetched for %.0f seconds. Leaving.", self.pulse.age)
                return SILENT

    async def _end(self) -> None:
        application = self.application
        # The updater raises here what has ended its polling, which is known by now.
        if application.updater and application.updater.running:
            with suppress(TelegramError, TimeoutError):
                await asyncio.wait_for(application.updater.stop(), timeout=3)
        if application.running:
            # What is cut off here stays open in the store and is taken up at the next start.
            with suppress(TimeoutError):
                await asyncio.wait_for(application.stop(), timeout=5)
        await application.shutdown()
        await application.bot.shutdown()  # the application leaves it open where its own start failed


def build(
    token: str, conversation: Conversation, allowed: AllowList, store: Store, base_url: str = TELEGRAM
) -> Service:
    """The bot put together, not started. base_url is the Bot API's server, without a path."""
    inbox, pulse = Inbox(store), Pulse()
    request = HTTPXRequest(64, read_timeout=15.0, pool_timeout=30.0, httpx_kwargs={"verify": _tls()})
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{base_url}/bot")
        .base_file_url(f"{base_url}/file/bot")
        .request(request)
        .get_updates_request(pulse)
        .rate_limiter(AIORateLimiter(max_retries=3))
        .concurrent_updates(ChatOrder(store))
        .update_queue(inbox)
        .job_queue(None)
        .build()
    )
    Handlers(conversation, allowed, store, Delivery(application.bot, store)).add_to(application)
    return Service(application, inbox, pulse)


def run(
    token: str,
    conversation: Conversation,
    allowed: AllowList,
    database: Path,
    base_url: str | None = None,
) -> int:
    """Runs the bot until SIGTERM or SIGINT; the process's exit code: 0, REFUSED or SILENT.

    Raises SettingsError where the token is missing or the database can't be used.
    """
    if not token.strip():
        raise SettingsError("There is no token. Get one from @BotFather and set TELEGRAM_BOT_TOKEN in .env.")
    if not allowed:
        logger.warning("Nobody is allowed to use this bot yet. It tells whoever writes to it their id.")
    store = Store(database)
    try:
        return asyncio.run(_main(build(token.strip(), conversation, allowed, store, base_url or TELEGRAM)))
    finally:
        store.close()


async def _main(service: Service) -> int:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no such handlers; Ctrl-C then ends the process anyway
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return await service.serve(stop)
