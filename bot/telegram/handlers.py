"""What the bot does with a command, a question and a pressed button."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from dataclasses import replace
from typing import Any, Protocol

from telegram import BotCommand, CallbackQuery, Chat, InlineKeyboardMarkup, Message, MessageEntity, Update
from telegram.error import BadRequest, Conflict, Forbidden, TelegramError
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.memory import Memory
from bot.render import NOT_FOUND, shown, telegram, telegram_excerpt, words
from bot.render import Message as Rendered
from bot.telegram import texts
from bot.telegram.access import AllowList
from bot.telegram.buttons import Press, offered, under_answer, under_passage
from bot.telegram.delivery import Delivery
from bot.telegram.journal import Seldom
from bot.telegram.store import Store
from bot.types import Answer, Citation, Excerpt
from corpus.errors import OnrecordError

logger = logging.getLogger(__name__)

COMMANDS = (
    BotCommand("ask", "Ask a question"),
    BotCommand("new", "Start a new conversation"),
    BotCommand("help", "How to ask, and what the buttons do"),
    BotCommand("privacy", "What is kept of this chat"),
    BotCommand("forget", "Delete what is kept of this chat"),
)
_ALERT_LETTERS = 200
_NEW = filters.UpdateType.MESSAGE  # an edited question is not answered again

Context = ContextTypes.DEFAULT_TYPE


class Conversation(Protocol):
    """What the bot asks. All calls may block and come from several threads, one at a time for each chat."""

    def reply(self, chat: str, text: str, *, after: Memory | None = None) -> Answer:
        """The answer to a question, read with the chat's memory, or with `after`, that of an older answer.

        Raises OnrecordError with a message for the person.
        """

    def memory(self, chat: str) -> Memory:
        """What the chat is about now."""

    def forget(self, chat: str) -> None:
        """From now on the chat has no past."""

    def excerpt(self, citation: Citation, step: int = 0) -> Excerpt:
        """The passage around a citation, or one so many steps before or after it.

        Raises Changed when the report has changed or is gone.
        """

    def examples(self) -> list[str]:
        """Three or four questions that the reports answer."""

    def about(self) -> str:
        """One line: how many reports, up to which date."""


class Handlers:
    """Takes text, asks the conversation, renders, replies."""

    def __init__(self, conversation: Conversation, allowed: AllowList, store: Store, delivery: Delivery) -> None:
        self._conversation = conversation
        self._allowed = allowed
        self._store = store
        self._delivery = delivery
        self._told = set[int]()  # people who know by now that they are not on the list
        self._seldom = Seldom()

    def add_to(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        # In a group of its own, before all others: buttons and whatever comes later pass it too.
        application.add_handler(TypeHandler(Update, self.admit), group=-1)
        for name, command in (
            ("start", self.start),
            ("help", self.help),
            ("privacy", self.privacy),
            ("ask", self.ask),
            ("new", self.new),
            ("forget", self.forget),
        ):
            application.add_handler(CommandHandler(name, command, filters=_NEW))
        application.add_handler(MessageHandler(_NEW & filters.COMMAND, self.unknown_command))
        application.add_handler(MessageHandler(_NEW & filters.TEXT, self.text))
        private = filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL
        application.add_handler(MessageHandler(_NEW & private, self.not_text))
        application.add_handler(CallbackQueryHandler(self.pressed))
        application.add_error_handler(self.failed)

    # Who may come in

    async def admit(self, update: Update, context: Context) -> None:
        person = update.effective_user
        if person is not None and person.id in self._allowed:
            return
        if person is not None:
            try:
                await self._refuse(update, person.id, context)
            except TelegramError as error:
                # Let through, it would go to the error handler and the update on to the next group.
                logger.warning("A person who isn't on the list can't be told so: %s", error)
        raise ApplicationHandlerStop

    async def _refuse(self, update: Update, person: int, context: Context) -> None:
        if update.callback_query:
            await _alert(update.callback_query, texts.refusal(person))
        elif update.message and person not in self._told and _addressed(update.message, context):
            self._told.add(person)
            await self._delivery.send(update.message.chat_id, words(texts.refusal(person)))

    # Commands

    async def start(self, update: Update, context: Context) -> None:
        chat = _chat(update).id
        about, examples = await asyncio.to_thread(self._greeting)
        lead = "\n\n".join(filter(None, (texts.WELCOME, about, texts.TRY if examples else "")))
        answer = Answer(question="", abstained=False, lead=lead, example_questions=tuple(examples))
        answer_id = str(update.update_id)
        self._store.keep(answer_id, chat, answer)
        await self._delivery.send(chat, telegram(answer)[-1], under_answer(answer, answer_id))

    def _greeting(self) -> tuple[str, list[str]]:
        try:
            return self._conversation.about(), self._conversation.examples()
        except OnrecordError as error:
            return str(error), []

    async def help(self, update: Update, context: Context) -> None:
        await self._say(update, texts.HELP)

    async def privacy(self, update: Update, context: Context) -> None:
        await self._say(update, texts.PRIVACY)

    async def new(self, update: Update, context: Context) -> None:
        await asyncio.to_thread(self._conversation.forget, _thread(update))
        await self._say(update, texts.NEW)

    async def forget(self, update: Update, context: Context) -> None:
        await asyncio.to_thread(self._conversation.forget, _thread(update))
        self._store.forget(_chat(update).id)
        await self._say(update, texts.FORGOTTEN)

    async def unknown_command(self, update: Update, context: Context) -> None:
        if update.message and _addressed(update.message, context):
            await self._say(update, texts.UNKNOWN_COMMAND)

    async def not_text(self, update: Update, context: Context) -> None:
        await self._say(update, texts.ONLY_TEXT)

    async def _say(self, update: Update, text: str) -> None:
        await self._delivery.send(_chat(update).id, words(text), reply_to=_asker(update))

    # Questions

    async def ask(self, update: Update, context: Context) -> None:
        await self._answer(update, " ".join(context.args or ()))

    async def text(self, update: Update, context: Context) -> None:
        message = update.message
        if message and message.text and _addressed(message, context):
            name = re.compile(rf"@{context.bot.username}\b", re.IGNORECASE)
            await self._answer(update, name.sub("", message.text).strip())

    async def _answer(self, update: Update, question: str, pressed: bool = False) -> None:
        """Answers in a message that is placed before the work and edited after it."""
        if not question:
            await self._say(update, texts.ASK_WHAT)
            return
        chat, reply_to = _chat(update).id, _asker(update)
        await self._delivery.place(update.update_id, chat, 0, reply_to)
        try:
            thread, after = _thread(update), self._replied_to(update)
            answer = await asyncio.to_thread(self._conversation.reply, thread, question, after=after)
            memory = self._conversation.memory(thread)
            if pressed:
                lead = answer.lead or (NOT_FOUND if answer.abstained else "")
                answer = replace(answer, lead=texts.asked(question, lead))
            answer_id = str(update.update_id)
            self._store.keep(answer_id, chat, answer, memory)
            messages, keyboard = telegram(answer), under_answer(answer, answer_id)
        except OnrecordError as error:
            messages, keyboard = [words(str(error))], None
        except Exception as error:
            messages, keyboard = [words(texts.failure(_logged(error, update)))], None
        await self._delivery.answer(update.update_id, chat, messages, keyboard, reply_to)
        self._store.shown(str(update.update_id), chat, self._store.sent(update.update_id))

    def _replied_to(self, update: Update) -> Memory | None:
        """The memory of the answer that a message replies to; None for a message that replies to none."""
        replied = update.message.reply_to_message if update.message else None
        return self._store.memory(_chat(update).id, replied.message_id) if replied else None

    # Buttons

    async def pressed(self, update: Update, context: Context) -> None:
        query = update.callback_query
        if query is None or query.message is None:
            return
        try:
            press = Press.read(query.data or "")
            answer = self._store.answer(press.answer, query.message.chat.id)
            citation = shown(answer)[press.number - 1] if press.action == "open" else None
            question = offered(answer)[press.number - 1] if press.action == "ask" else ""
        except (ValueError, KeyError, IndexError):
            # Forgotten, or forged: what is in a button comes from outside.
            await _alert(query, texts.TOO_OLD)
            return
        if question:
            await _alert(query)
            await self._answer(update, question, pressed=True)
        elif citation:
            await self._open(query, citation, press)
        else:
            await self._edit(query, telegram(answer)[-1], under_answer(answer, press.answer))

    async def _open(self, query: CallbackQuery, citation: Citation, press: Press) -> None:
        try:
            excerpt = await asyncio.to_thread(self._conversation.excerpt, citation, press.step)
        except OnrecordError as error:
            await _alert(query, str(error))
        else:
            message = telegram_excerpt(excerpt, press.number)
            await self._edit(query, message, under_passage(citation, press))

    async def _edit(self, query: CallbackQuery, message: Rendered, keyboard: InlineKeyboardMarkup | None) -> None:
        place = query.message
        if place is not None:
            await self._delivery.edit(place.chat.id, place.message_id, message, keyboard)
        await _alert(query)

    # What goes wrong

    async def failed(self, update: object, context: Context) -> None:
        error = context.error
        if isinstance(error, Conflict):
            if self._seldom("conflict"):
                logger.error("Another process is polling with this token. Stop one of the two.")
        elif not isinstance(update, Update):
            if self._seldom(type(error).__name__):
                logger.warning("Telegram can't be reached: %s", error)
        elif isinstance(error, Forbidden):
            logger.info("A chat no longer takes messages: %s", error)
        elif error is not None:
            words_for_person = texts.failure(_logged(error, update))
            try:
                if update.callback_query:
                    await _alert(update.callback_query, words_for_person)
                elif update.message:
                    await self._say(update, words_for_person)
            except TelegramError as second:
                logger.warning("The person can't be told that it failed: %s", second)


def _logged(error: Exception, update: Update) -> str:
    """Logs an error; the reference under which it is found, to be told to the person."""
    reference = secrets.token_hex(3)
    logger.error("Error %s at update %d", reference, update.update_id, exc_info=error)
    return reference


async def _alert(query: CallbackQuery, text: str | None = None) -> None:
    """Ends the waiting sign on a button, with a box to read where there is a text."""
    try:
        await query.answer(text and text[:_ALERT_LETTERS], show_alert=bool(text))
    except BadRequest as error:
        logger.info("A button was pressed too long ago to be answered: %s", error.message)


def _addressed(message: Message, context: Context) -> bool:
    """True in a private chat; in a group for a reply to the bot, its @name, and /command@name."""
    if message.chat.type == Chat.PRIVATE:
        return True
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.id == context.bot.id:
        return True
    name = f"@{context.bot.username}".lower()
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.BOT_COMMAND]
    return any(part.lower().endswith(name) for part in message.parse_entities(kinds).values())


def _chat(update: Update) -> Chat:
    if update.effective_chat is None:
        raise ValueError(f"update {update.update_id} belongs to no chat")
    return update.effective_chat


def _thread(update: Update) -> str:
    """The chat's name towards the conversation."""
    return f"telegram:{_chat(update).id}"


def _asker(update: Update) -> int | None:
    """The message to reply to: in a group the one that asks."""
    message = update.message
    return message.message_id if message and message.chat.type != Chat.PRIVATE else None
