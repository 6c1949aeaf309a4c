"""Telegram's side of a chat: what there is, and what each method of the Bot API does to it."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes import telegram_rules as rules
from tests.fakes.telegram_html import Entity, Parsed, units
from tests.fakes.telegram_rules import Json, Refused, bad

NOT_MODIFIED = "message is not modified: specified new message content is exactly the same"


@dataclass(frozen=True)
class Person:
    id: int
    name: str = "Anna"


@dataclass
class Message:
    id: int
    chat: int
    sender: Json
    text: str
    entities: list[Entity] = field(default_factory=list)
    keyboard: list[list[Json]] = field(default_factory=list)
    reply_to: int | None = None
    past: list[str] = field(default_factory=list)  # its earlier texts

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.keyboard for button in row]

    def button(self, label: str) -> Json:
        """The first button whose label begins so."""
        return next(b for row in self.keyboard for b in row if b["text"].startswith(label))

    def marked(self, kind: str) -> list[str]:
        return Parsed(self.text, self.entities).of(kind)


class BotApi:
    """Chats, messages and updates. A method of the API is the one of the same name after an underscore."""

    def __init__(self, bot_id: int) -> None:
        self.me = {"id": bot_id, "is_bot": True, "first_name": "onrecord"}
        self.me |= {"username": "onrecord_bot", "can_read_all_group_messages": True}
        self.updates: list[Json] = []  # those that the bot has not confirmed
        self.alerts: list[tuple[str, bool]] = []  # answers to pressed buttons: text, as a box
        self.inline_answers: list[list[Json]] = []
        self.commands: list[Json] = []
        self.files: dict[str, bytes] = {}
        self.blocked = set[int]()  # chats that don't want the bot
        self.webhook = ""
        self._chats: dict[int, Json] = {}
        self._messages: dict[int, dict[int, Message]] = {}
        self._queries = set[str]()  # pressed buttons that wait for an answer
        self._next_message = 0
        self._wanted: list[str] = []  # the kinds of updates that the bot asked for last
        self._poll = 0
        self._news = asyncio.Event()

    # Methods

    def _getMe(self) -> Json:
        return self.me

    async def _getUpdates(
        self, offset: int = 0, limit: int = 100, timeout: int = 0, allowed_updates: list[str] | None = None
    ) -> list[Json]:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._wanted = allowed_updates or self._wanted
        self._poll += 1
        mine = self._poll
        self._news.set()  # an older poll that still waits is told that there is another
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        deadline = time.monotonic() + timeout
        while not self.updates and (left := deadline - time.monotonic()) > 0:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                break
            if self._poll != mine:
                raise Refused(409, "Conflict: terminated by other getUpdates request")
        return self.updates[:limit]

    def _setWebhook(self, url: str, **_: Any) -> bool:
        self.webhook = url
        return True

    def _deleteWebhook(self, drop_pending_updates: str = "") -> bool:
        self.webhook = ""
        if drop_pending_updates == "true":
            self.updates.clear()
        return True

    def _getWebhookInfo(self) -> Json:
        return {
            "url": self.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        }

    def _sendMessage(
        self, chat_id: int, text: str, parse_mode: str = "", reply_parameters: Json | None = None, **more: Any
    ) -> Json:
        shown, buttons = rules.text(text, parse_mode), rules.keyboard(more.get("reply_markup"))
        self._reachable(chat_id)
        reply = reply_parameters or {}
        reply_to = reply.get("message_id")
        if reply_to not in (None, *self._messages.get(chat_id, {})):
            if not reply.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
            reply_to = None
        message = self._write(chat_id, self.me, shown.text, reply_to=reply_to)
        message.entities, message.keyboard = shown.entities, buttons
        return self._json(message)

    def _sendMessageDraft(self, chat_id: int, draft_id: int, text: str = "…", parse_mode: str = "", **_: Any) -> bool:
        if self._reachable(chat_id)["type"] != "private":
            raise bad("drafts are for private chats only")
        rules.text(text, parse_mode)
        return draft_id != 0

    def _editMessageText(self, chat_id: int, message_id: int, text: str, parse_mode: str = "", **more: Any) -> Json:
        message = self._own(chat_id, message_id, "edit")
        shown, buttons = rules.text(text, parse_mode), rules.keyboard(more.get("reply_markup"))
        if (shown.text, shown.entities, buttons) == (message.text, message.entities, message.keyboard):
            raise bad(NOT_MODIFIED)
        message.past.append(message.text)
        message.text, message.entities, message.keyboard = shown.text, shown.entities, buttons
        return self._json(message)

    def _editMessageReplyMarkup(self, chat_id: int, message_id: int, reply_markup: Json | None = None) -> Json:
        message, buttons = self._own(chat_id, message_id, "edit"), rules.keyboard(reply_markup)
        if buttons == message.keyboard:
            raise bad(NOT_MODIFIED)
        message.keyboard = buttons
        return self._json(message)

    def _deleteMessage(self, chat_id: int, message_id: int) -> bool:
        self._own(chat_id, message_id, "delete")
        del self._messages[chat_id][message_id]
        return True

    def _answerCallbackQuery(self, callback_query_id: str, text: str = "", show_alert: str = "", **_: Any) -> bool:
        self._query(callback_query_id)
        if len(text) > 200:
            raise bad("MESSAGE_TOO_LONG")
        self.alerts.append((text, show_alert == "true"))
        return True

    def _answerInlineQuery(self, inline_query_id: str, results: list[Json], **_: Any) -> bool:
        self._query(inline_query_id)
        if len(results) > 50 or len({result["id"] for result in results}) < len(results):
            raise bad("RESULT_ID_DUPLICATE or too many results")
        self.inline_answers.append(results)
        return True

    def _sendChatAction(self, chat_id: int, action: str) -> bool:
        self._reachable(chat_id)
        if action not in ("typing", "upload_document"):
            raise bad("wrong parameter action in request")
        return True

    def _sendDocument(self, chat_id: int, document: Any, caption: str = "", **_: Any) -> Json:
        self._reachable(chat_id)
        if not isinstance(document, web.FileField):
            raise bad("wrong file identifier/HTTP URL specified")
        file_id = f"file-{len(self.files)}"
        self.files[file_id] = document.file.read()
        message = self._write(chat_id, self.me, caption)
        about = {"file_id": file_id, "file_unique_id": file_id, "file_name": document.filename}
        return self._json(message) | {"document": about}

    def _setMyCommands(self, commands: list[Json], **_: Any) -> bool:
        if any(not re.fullmatch(r"[a-z0-9_]{1,32}", c["command"]) or not c["description"] for c in commands):
            raise bad("BOT_COMMAND_INVALID")
        self.commands = commands
        return True

    def _getMyCommands(self, **_: Any) -> list[Json]:
        return self.commands

    def _deleteMyCommands(self, **_: Any) -> bool:
        self.commands = []
        return True

    def _setMyDescription(self, description: str = "", **_: Any) -> bool:
        return len(description) <= 512

    def _setMyShortDescription(self, short_description: str = "", **_: Any) -> bool:
        return len(short_description) <= 120

    def _getFile(self, file_id: str) -> Json:
        if file_id not in self.files:
            raise bad("invalid file_id")
        if (size := len(self.files[file_id])) > rules.FILE_LIMIT:
            raise bad("file is too big")
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": file_id}

    def _getChat(self, chat_id: int) -> Json:
        return self._reachable(chat_id) | {"accent_color_id": 0, "max_reaction_count": 0}

    def _getChatMember(self, chat_id: int, user_id: int) -> Json:
        self._reachable(chat_id)
        return {"status": "member", "user": {"id": user_id, "is_bot": False, "first_name": "Anna"}}

    # What the methods share

    def _write(self, chat: int, sender: Json, text: str, reply_to: int | None = None) -> Message:
        there = self._messages.setdefault(chat, {})
        self._next_message += 1
        there[self._next_message] = Message(self._next_message, chat, sender, text, reply_to=reply_to)
        return there[self._next_message]

    def _reachable(self, chat: int) -> Json:
        if chat not in self._chats:
            raise bad("chat not found")
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return self._chats[chat]

    def _own(self, chat: int, message_id: int, verb: str) -> Message:
        self._reachable(chat)
        message = self._messages.get(chat, {}).get(message_id)
        if message is None:
            raise bad(f"message to {verb} not found")
        if message.sender is not self.me:
            raise bad(f"message can't be {verb}ed")
        return message

    def _query(self, id: str) -> None:
        if id not in self._queries:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self._queries.remove(id)

    def _json(self, message: Message) -> Json:
        content: Json = {
            "message_id": message.id,
            "date": int(time.time()),
            "chat": self._chats[message.chat],
        }
        content |= {"from": message.sender, "text": message.text}
        if message.keyboard:
            content["reply_markup"] = {"inline_keyboard": message.keyboard}
        if message.sender is not self.me:
            content["entities"] = _written_entities(message.text)
        replied = self._messages[message.chat].get(message.reply_to or 0)
        if replied:
            content["reply_to_message"] = self._json(replied)
        return content

    def _is_delivered(self, message: Message) -> bool:
        """In a group with privacy on, only commands and replies to the bot reach it."""
        if self._chats[message.chat]["type"] == "private" or self.me["can_read_all_group_messages"]:
            return True
        replied = self._messages[message.chat].get(message.reply_to or 0)
        return message.text.startswith("/") or bool(replied and replied.sender is self.me)


def _written_entities(text: str) -> list[Json]:
    """The commands and mentions that Telegram finds in what a person writes."""
    found = re.finditer(r"(?<!\S)(?:(/\w+(?:@\w+)?)|(@\w{3,}))", text)
    return [
        {
            "type": "bot_command" if match[1] else "mention",
            "offset": units(text[: match.start()]),
            "length": units(match[0]),
        }
        for match in found
    ]
