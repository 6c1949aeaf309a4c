"""The strict Telegram refuses what the real one refuses: else the bot's tests would prove nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_html import BadHtml, parse

Call = dict[str, Any]


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        fake.person(7)
        fake.group(-100)
        yield fake


async def call(fake: FakeTelegram, method: str, token: str = "", **parameters: Any) -> tuple[int, Any]:
    """The status, and the result or the description of the refusal."""
    url = f"{fake.url}/bot{token or fake.token}/{method}"
    form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in parameters.items()}
    async with aiohttp.ClientSession() as session, session.post(url, data=form) as response:
        body = await response.json()
        return response.status, body["result"] if body["ok"] else body["description"]


def buttons(**button: Any) -> Call:
    return {"inline_keyboard": [[{"text": "press"} | button]]}


@pytest.mark.parametrize(
    ("method", "parameters", "status", "refusal"),
    [
        ("sendMassage", {}, 404, "Not Found"),
        ("sendMessage", {"chat_id": 7}, 400, "message text is empty"),
        ("sendMessage", {"chat_id": 7, "text": " \n"}, 400, "message text is empty"),
        ("sendMessage", {"chat_id": 7, "text": "<b></b>", "parse_mode": "HTML"}, 400, "text is empty"),
        ("sendMessage", {"chat_id": 7, "text": "🌊" * 2049}, 400, "message is too long"),
        ("sendMessage", {"chat_id": 8, "text": "x"}, 400, "chat not found"),
        ("sendMessage", {"chat_id": "seven", "text": "x"}, 400, "can't be read"),
        ("sendMessage", {"chat_id": 7, "text": "x", "colour": "red"}, 400, "unknown parameters"),
        (
            "sendMessage",
            {"chat_id": 7, "text": "<p>x</p>", "parse_mode": "HTML"},
            400,
            "Unsupported start tag",
        ),
        ("sendMessage", {"chat_id": 7, "text": "x", "parse_mode": "Markdown"}, 400, "unsupported parse_mode"),
        (
            "sendMessage",
            {"chat_id": 7, "text": "x", "reply_parameters": {"message_id": 9}},
            400,
            "replied not",
        ),
        (
            "sendMessage",
            {"chat_id": 7, "text": "x", "reply_markup": buttons(callback_data="é" * 33)},
            400,
            "BUTTON_DATA_INVALID",
        ),
        ("sendMessage", {"chat_id": 7, "text": "x", "reply_markup": buttons()}, 400, "exactly one action"),
        ("editMessageText", {"chat_id": 7, "message_id": 9, "text": "x"}, 400, "message to edit not found"),
        ("deleteMessage", {"chat_id": 7, "message_id": 9}, 400, "message to delete not found"),
        ("answerCallbackQuery", {"callback_query_id": "q"}, 400, "query is too old"),
        ("answerInlineQuery", {"inline_query_id": "q", "results": []}, 400, "query is too old"),
        ("sendMessageDraft", {"chat_id": -100, "draft_id": 1, "text": "x"}, 400, "private chats only"),
        ("sendChatAction", {"chat_id": 7, "action": "sleeping"}, 400, "wrong parameter action"),
        ("getFile", {"file_id": "f"}, 400, "invalid file_id"),
        ("setMyCommands", {"commands": [{"command": "A b", "description": "x"}]}, 400, "COMMAND_INVALID"),
    ],
)
async def test_it_refuses(telegram: FakeTelegram, method: str, parameters: Call, status: int, refusal: str) -> None:
    got, description = await call(telegram, method, **parameters)
    assert got == status and refusal in description


async def test_a_wrong_token_is_unauthorized(telegram: FakeTelegram) -> None:
    assert await call(telegram, "getMe", token="123456:wrong") == (401, "Unauthorized")


async def test_an_edit_that_changes_nothing_is_refused(telegram: FakeTelegram) -> None:
    _, sent = await call(telegram, "sendMessage", chat_id=7, text="x")
    place = {"chat_id": 7, "message_id": sent["message_id"]}
    status, description = await call(telegram, "editMessageText", text="x", **place)
    assert status == 400 and "message is not modified" in description
    assert (await call(telegram, "editMessageText", text="y", **place))[0] == 200
    assert (await call(telegram, "editMessageReplyMarkup", reply_markup=buttons(url="a"), **place))[0] == 200
    assert (await call(telegram, "deleteMessage", **place)) == (200, True)


async def test_a_persons_message_can_not_be_edited(telegram: FakeTelegram) -> None:
    message = telegram.say(telegram.person(7), "x")
    status, description = await call(telegram, "editMessageText", chat_id=7, message_id=message.id, text="y")
    assert status == 400 and "can't be edited" in description


async def test_updates_come_until_they_are_confirmed_and_wait_for_news(telegram: FakeTelegram) -> None:
    telegram.say(telegram.person(7), "one")
    (_, [update]), (_, [again]) = [await call(telegram, "getUpdates") for _ in range(2)]
    assert update == again and update["message"]["text"] == "one"
    poll = asyncio.create_task(call(telegram, "getUpdates", offset=update["update_id"] + 1, timeout=5))
    await asyncio.sleep(0.05)
    telegram.say(telegram.person(7), "two")
    assert [u["message"]["text"] for u in (await poll)[1]] == ["two"]


async def test_of_two_pollers_the_first_is_told_of_the_second(telegram: FakeTelegram) -> None:
    first = asyncio.create_task(call(telegram, "getUpdates", timeout=5))
    await asyncio.sleep(0.05)
    assert (await call(telegram, "getUpdates"))[0] == 200
    assert (await first)[0] == 409


async def test_with_a_webhook_there_is_no_polling(telegram: FakeTelegram) -> None:
    await call(telegram, "setWebhook", url="https://example.org")
    assert (await call(telegram, "getWebhookInfo"))[1]["url"] == "https://example.org"
    assert (await call(telegram, "getUpdates"))[0] == 409
    await call(telegram, "deleteWebhook")
    assert (await call(telegram, "getUpdates"))[0] == 200


async def test_a_document_goes_up_and_down_again(telegram: FakeTelegram) -> None:
    form = aiohttp.FormData({"chat_id": "7"})
    form.add_field("document", b"a report", filename="report.txt")
    async with aiohttp.ClientSession() as session:
        async with session.post(f"{telegram.url}/bot{telegram.token}/sendDocument", data=form) as response:
            document = (await response.json())["result"]["document"]
        _, file = await call(telegram, "getFile", file_id=document["file_id"])
        url = f"{telegram.url}/file/bot{telegram.token}/{file['file_path']}"
        async with session.get(url) as response:
            assert await response.read() == b"a report"


async def test_with_privacy_on_a_group_message_reaches_the_bot_only_as_command_or_reply(
    telegram: FakeTelegram,
) -> None:
    anna = telegram.person(7)
    telegram.me["can_read_all_group_messages"] = False
    await call(telegram, "sendMessage", chat_id=-100, text="x")
    telegram.say(anna, "@onrecord_bot what?", chat=-100)
    telegram.say(anna, "/ask what?", chat=-100)
    telegram.say(anna, "what?", chat=-100, reply_to=telegram.answers(-100)[0].id)
    assert [u["message"]["text"] for u in telegram.updates] == ["/ask what?", "what?"]


@pytest.mark.parametrize(
    "html",
    ["<b>x", "x</b>", "<b><i>x</b></i>", "a < b", "<blockquote><blockquote>x</blockquote></blockquote>"],
)
def test_html_that_is_not_well_formed_is_refused(html: str) -> None:
    with pytest.raises(BadHtml):
        parse(html)


def test_html_is_read_into_a_text_and_entities_in_utf16_units() -> None:
    parsed = parse('🌊 &lt;a&amp;b&gt; <b>bold <i>both</i></b> <a href="http://x/?a=1&amp;b=2">link</a> &nbsp;')
    assert parsed.text == "🌊 <a&b> bold both link &nbsp;"
    assert parsed.of("bold") == ["bold both"] and parsed.of("italic") == ["both"]
    assert [(e.offset, e.length, e.url) for e in parsed.entities if e.kind == "text_link"] == [
        (19, 4, "http://x/?a=1&b=2")
    ]
