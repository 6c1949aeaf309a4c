"""What Telegram's Bot API takes and what it refuses, method by method.

Format: core.telegram.org/bots/api.
"""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.telegram_html import Parsed, checked, parse

Json = dict[str, Any]

# What each method takes: required parameters | optional ones.
METHODS = {
    "getMe": "|",
    "getUpdates": "| offset limit timeout allowed_updates",
    "setWebhook": "url | secret_token allowed_updates drop_pending_updates max_connections ip_address",
    "deleteWebhook": "| drop_pending_updates",
    "getWebhookInfo": "|",
    "sendMessage": "chat_id text | parse_mode entities link_preview_options reply_markup reply_parameters",
    "sendMessageDraft": "chat_id draft_id | text parse_mode entities",
    "editMessageText": "chat_id message_id text | parse_mode entities link_preview_options reply_markup",
    "editMessageReplyMarkup": "chat_id message_id | reply_markup",
    "deleteMessage": "chat_id message_id |",
    "answerCallbackQuery": "callback_query_id | text show_alert url cache_time",
    "answerInlineQuery": "inline_query_id results | cache_time is_personal next_offset button",
    "sendChatAction": "chat_id action |",
    "sendDocument": "chat_id document | caption parse_mode reply_markup reply_parameters",
    "setMyCommands": "commands | scope language_code",
    "getMyCommands": "| scope language_code",
    "deleteMyCommands": "| scope language_code",
    "setMyDescription": "| description language_code",
    "setMyShortDescription": "| short_description language_code",
    "getFile": "file_id |",
    "getChat": "chat_id |",
    "getChatMember": "chat_id user_id |",
}
_JSON = {"allowed_updates", "commands", "entities", "link_preview_options", "reply_markup"}
_JSON |= {"reply_parameters", "results", "scope", "button"}
_NUMBERS = {"chat_id", "message_id", "offset", "limit", "timeout", "draft_id", "user_id"}
FILE_LIMIT = 20_000_000


class Refused(Exception):
    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


def parameters(method: str, form: Json) -> Json:
    """A call's parameters in their types. Refuses unknown ones, missing ones and those of a wrong type."""
    required, optional = (names.split() for names in METHODS[method].split("|"))
    if missing := [name for name in required if form.get(name, "") == ""]:
        raise bad(f"{missing[0]} is empty" if missing[0] != "text" else "message text is empty")
    if unknown := set(form) - set(required) - set(optional):
        raise bad(f"unknown parameters {sorted(unknown)}")
    try:
        return {name: _typed(name, value) for name, value in form.items()}
    except ValueError as error:
        raise bad(f"a parameter of {method} can't be read: {error}") from error


def _typed(name: str, value: Any) -> Any:
    if name in _JSON:
        return json.loads(value)
    return int(value) if name in _NUMBERS else value


def text(raw: str, parse_mode: str) -> Parsed:
    """A message's text and entities."""
    if parse_mode not in ("", "HTML"):
        raise bad(f"unsupported parse_mode {parse_mode}")
    return checked(parse(raw) if parse_mode else Parsed(raw))


def keyboard(markup: Json | None) -> list[list[Json]]:
    """The rows of an inline keyboard."""
    rows: list[list[Json]] = (markup or {"inline_keyboard": []})["inline_keyboard"]
    if any(len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
        raise bad("too many buttons")
    for button in (button for row in rows for button in row):
        if not button.get("text", "").strip():
            raise bad("text buttons are unallowed in the inline keyboard")
        actions = set(button) - {"text"}
        if len(actions) != 1 or not actions <= {"callback_data", "copy_text", "url"}:
            raise bad("inline keyboard button must have exactly one action")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
        if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
            raise bad("BUTTON_COPY_TEXT_INVALID")
    return rows
