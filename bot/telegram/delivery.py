"""Messages on their way out: each arrives once and whole, also over a line that breaks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.render import Message
from bot.telegram.store import Store

logger = logging.getLogger(__name__)

WAITING = "Looking in the reports…"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PATIENCE = 600.0  # seconds for which a message is tried again before it is given up
_LONGEST_PAUSE = 30.0

_Result = TypeVar("_Result")


class Delivery:
    """Sends and edits.

    A broken line leaves open whether a message went out, and sending it again would double it. So an answer's
    messages are sent as placeholders first, noted in the store, and then edited: an edit is safe to repeat,
    also by the next process.
    """

    def __init__(self, bot: Bot, store: Store) -> None:
        self._bot = bot
        self._store = store

    async def place(self, update_id: int, chat: int, position: int, reply_to: int | None) -> int:
        """The id of the message at this position of the answer to an update; sent now if it wasn't before."""
        sent = self._store.sent(update_id)
        if position < len(sent):
            return sent[position]
        message_id = await self.send(chat, Message(html=WAITING, plain=WAITING), reply_to=reply_to)
        self._store.record_sent(update_id, message_id)
        return message_id

    async def answer(
        self,
        update_id: int,
        chat: int,
        messages: Sequence[Message],
        keyboard: InlineKeyboardMarkup | None = None,
        reply_to: int | None = None,
    ) -> None:
        """Answers an update with these messages, the keyboard under the last."""
        for position, message in enumerate(messages):
            last = position == len(messages) - 1
            place = await self.place(update_id, chat, position, reply_to)
            await self._edit_or_send(chat, place, message, keyboard if last else None)

    async def send(
        self,
        chat: int,
        message: Message,
        keyboard: InlineKeyboardMarkup | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Sends a message that may rather come twice than not at all; its id."""
        reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None

        async def send(text: str, parse_mode: str | None) -> int:
            sent = await self._bot.send_message(
                chat,
                text,
                parse_mode=parse_mode,
                reply_markup=keyboard,
                reply_parameters=reply,
                link_preview_options=_NO_PREVIEW,
            )
            return sent.message_id

        return await _html_or_plain(send, message)

    async def edit(self, chat: int, message_id: int, message: Message, keyboard: InlineKeyboardMarkup | None) -> None:
        """Gives a message this text and keyboard, which it may have already.

        Raises BadRequest where the message is gone.
        """

        async def edit(text: str, parse_mode: str | None) -> None:
            try:
                await self._bot.edit_message_text(
                    text,
                    chat,
                    message_id,
                    parse_mode=parse_mode,
                    reply_markup=keyboard,
                    link_preview_options=_NO_PREVIEW,
                )
            except BadRequest as error:
                if "not modified" not in error.message:
                    raise

        await _html_or_plain(edit, message)

    async def _edit_or_send(
        self, chat: int, message_id: int, message: Message, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        try:
            await self.edit(chat, message_id, message, keyboard)
        except BadRequest as error:
            if "message to edit not found" not in error.message.lower():
                raise
            # The person deleted the placeholder while we were looking.
            await self.send(chat, message, keyboard)


async def _html_or_plain(action: Callable[[str, str | None], Awaitable[_Result]], message: Message) -> _Result:
    """What action gives for the message's HTML or, where Telegram refuses that, for its plain text."""
    try:
        return await _patiently(lambda: action(message.html, ParseMode.HTML))
    except BadRequest as error:
        if "to edit not found" in error.message:
            raise
        logger.warning("Telegram refuses a message as HTML (%s); it goes out as plain text.", error.message)
        return await _patiently(lambda: action(message.plain, None))


async def _patiently(action: Callable[[], Awaitable[_Result]]) -> _Result:
    """What action gives, tried again with growing pauses while the line or Telegram is out of order."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _PATIENCE
    pause = 0.2
    while True:
        try:
            return await action()
        # BadRequest is a subclass of NetworkError, but the same request would be refused again.
        except (BadRequest, Forbidden, InvalidToken, ChatMigrated):
            raise
        except TelegramError as error:
            unsendable = isinstance(error.__cause__, UnicodeError)  # half a surrogate pair, now and later
            if unsendable or loop.time() + pause > deadline:
                raise
            logger.info("Telegram doesn't answer (%s); trying again in %.1f s.", error.message, pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
