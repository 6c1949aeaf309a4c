"""The bot as people meet it: the real Application polls a strict Telegram."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.telegram import texts
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_conversation import Shelf
from tests.fakes.telegram_html import units

if TYPE_CHECKING:
    from tests.fakes.telegram_fixtures import Running

pytest_plugins = ["tests.fakes.telegram_fixtures"]

WATER = "The mayor said that water <b>&amp; power</b> would return."


# Questions and answers


async def test_an_answer_takes_the_place_of_the_placeholder(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "Who spoke of the bridge?")
        await telegram.quiet()
    (answer,) = telegram.answers(7)
    assert answer.past == ["Looking in the reports…"]
    assert answer.text.startswith("Ann Baker (mayor) said:\n“She spoke of the bridge.” [1]")
    assert answer.text.endswith("Sources\n[1] Report flood — Wire, p. 2")
    assert answer.buttons == ["1 · Wire"]
    assert answer.marked("bold") == ["Ann Baker", "Sources"]


async def test_html_in_a_report_is_shown_as_it_stands_there(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "What of water?")
        await telegram.quiet()
    (answer,) = telegram.answers(7)
    assert f"“{WATER}” [1]" in answer.marked("blockquote")
    assert WATER in answer.text


async def test_a_button_opens_the_passage_with_the_cited_words_in_bold_and_back_restores_the_answer(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "What of water?")
        await telegram.quiet()
        (message,) = telegram.answers(7)
        answer, buttons, entities = message.text, message.buttons, message.entities

        telegram.press(anna, message, "1")
        await telegram.quiet()
        assert message.marked("bold") == ["[1] Report flood", WATER]
        assert message.marked("expandable_blockquote") == [f"{WATER} She spoke of the bridge."]
        copied = message.button("Copy citation")["copy_text"]["text"]
        assert copied == f"“{WATER}” (Report flood — Wire, p. 2)"

        telegram.press(anna, message, "Next passage")
        await telegram.quiet()
        assert message.marked("expandable_blockquote") == ["Schools stay closed."]
        telegram.press(anna, message, "‹ Previous passage")
        await telegram.quiet()
        assert WATER in message.text

        telegram.press(anna, message, "Back")
        await telegram.quiet()
    assert (message.text, message.buttons, message.entities) == (answer, buttons, entities)
    assert telegram.alerts == [("", False)] * 4


async def test_beyond_the_last_passage_a_box_says_so_and_the_message_stays(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "Which schools stay closed?")
        await telegram.quiet()
        (message,) = telegram.answers(7)
        telegram.press(anna, message, "1")
        await telegram.quiet()
        opened = message.text
        telegram.press(anna, message, "Next")
        await telegram.quiet()
    assert telegram.alerts[-1] == ("The report has no more passages on this side.", True)
    assert message.text == opened


async def test_what_the_reports_do_not_say_is_said_plainly_and_the_nearest_passage_can_be_opened(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "Who won the tennis?")
        await telegram.quiet()
        (message,) = telegram.answers(7)
        assert message.text.startswith("The reports do not say.\n\nNearest to the question; it may not answer")
        telegram.press(anna, message, "1")
        await telegram.quiet()
    assert "The river rose in the night." in message.marked("bold")


async def test_an_answer_of_many_quotes_arrives_in_several_whole_messages(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    sentences = [f"Number {n} says that {'very ' * 60}long talk 🌊 brings water." for n in range(20)]
    shelf.reports = {"long": "\n".join(sentences)}
    async with running():
        telegram.say(anna, "What brings water?")
        await telegram.quiet()
        parts = telegram.answers(7)
        assert len(parts) > 1 and all(units(part.text) <= 4096 for part in parts)
        quotes = [quote for part in parts for quote in part.marked("blockquote")]
        assert quotes == [f"“{sentence}” [{n}]" for n, sentence in enumerate(sentences, 1)]
        assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]

        last = parts[-1].text
        telegram.press(anna, parts[-1], "20")
        await telegram.quiet()
        telegram.press(anna, parts[-1], "Back")
        await telegram.quiet()
    assert parts[-1].text == last


async def test_an_error_of_the_conversation_is_told_in_its_own_words(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "please fail")
        await telegram.quiet()
    assert [m.text for m in telegram.answers(7)] == ["There is no index. Run: onrecord index build"]


async def test_a_bug_is_told_with_a_reference_that_stands_in_the_log_and_without_details(
    telegram: FakeTelegram, shelf: Shelf, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "a bug")
        await telegram.quiet()
    (message,) = telegram.answers(7)
    reference = message.text.rpartition(" ")[2]
    assert message.text == texts.failure(reference)
    assert f"Error {reference}" in caplog.text and "none of the person's business" in caplog.text


async def test_an_edited_question_is_not_answered_again(telegram: FakeTelegram, shelf: Shelf, running: Running) -> None:
    anna = telegram.person(7)
    # Written before the bot said which updates it wants, so that it gets this one.
    telegram.edit(anna, telegram.say(anna, "What of water?"), "What of the bridge?")
    async with running():
        await telegram.quiet()
        assert shelf.asked == [("telegram:7", "What of water?")]


async def test_something_other_than_text_is_answered_with_what_the_bot_can_read(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.deliver("message", sticker(telegram, anna.id))
        await telegram.quiet()
    assert [m.text for m in telegram.answers(7)] == [texts.ONLY_TEXT]


def sticker(telegram: FakeTelegram, chat: int) -> dict[str, object]:
    picture = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9}
    picture |= {"is_animated": False, "is_video": False}
    person = {"id": chat, "is_bot": False, "first_name": "Anna"}
    place = {"id": chat, "type": "private", "first_name": "Anna"}
    return {"message_id": 900, "date": 1, "chat": place, "from": person, "sticker": picture}


# Commands


async def test_start_says_what_it_is_and_its_example_buttons_ask(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "/start")
        await telegram.quiet()
        (greeting,) = telegram.answers(7)
        assert greeting.text == f"{texts.WELCOME}\n\n2 reports, up to 28 Oct 2016.\n\n{texts.TRY}"
        assert greeting.buttons == shelf.examples()

        telegram.press(anna, greeting, "Who spoke of the bridge?")
        await telegram.quiet()
        answer = telegram.answers(7)[-1]
        shown = answer.text
        assert shown.startswith("You asked: Who spoke of the bridge?\n\nAnn Baker (mayor) said:\n“She spoke of")
        telegram.press(anna, answer, "1")
        await telegram.quiet()
        telegram.press(anna, answer, "Back")
        await telegram.quiet()
    assert answer.text == shown
    assert shelf.asked == [("telegram:7", "Who spoke of the bridge?")]


async def test_each_command_has_its_reply(telegram: FakeTelegram, shelf: Shelf, running: Running) -> None:
    anna = telegram.person(7)
    async with running():
        for command in ("/help", "/privacy", "/ask", "/nonsense"):
            telegram.say(anna, command)
        await telegram.quiet()
    replies = [texts.HELP, texts.PRIVACY, texts.ASK_WHAT, texts.UNKNOWN_COMMAND]
    assert [m.text for m in telegram.answers(7)] == replies
    assert shelf.asked == []


async def test_new_makes_the_conversation_forget_but_not_the_buttons(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "What of the bridge?")
        telegram.say(anna, "/new")
        await telegram.quiet()
        answer, reply = telegram.answers(7)
        telegram.press(anna, answer, "1")
        await telegram.quiet()
    assert shelf.forgotten == ["telegram:7"] and reply.text == texts.NEW
    assert "She spoke of the bridge." in answer.marked("bold")


async def test_the_commands_are_told_to_telegram_once(telegram: FakeTelegram, shelf: Shelf, running: Running) -> None:
    for _ in range(2):
        async with running():
            await telegram.until(lambda: telegram.commands)
            await telegram.quiet()
    assert [c["command"] for c in telegram.commands] == ["ask", "new", "help", "privacy", "forget"]
    assert telegram.count("setMyCommands") == 1


async def test_forget_deletes_the_answers_of_this_chat_also_from_the_file(
    telegram: FakeTelegram, shelf: Shelf, running: Running, database: Path
) -> None:
    anna, bob = telegram.person(7), telegram.person(8, "Bob")
    async with running():
        telegram.say(anna, "What of cranes and the bridge?")
        telegram.say(bob, "What stays closed?")
        await telegram.quiet()
        telegram.say(anna, "/forget")
        await telegram.quiet()
        assert telegram.answers(7)[-1].text == texts.FORGOTTEN
        assert shelf.forgotten == ["telegram:7"]

        telegram.press(anna, telegram.answers(7)[0], "1")
        await telegram.quiet()
        assert telegram.alerts[-1] == (texts.TOO_OLD, True)
        telegram.press(bob, telegram.answers(8)[0], "1")
        await telegram.quiet()
        assert "Schools stay closed." in telegram.answers(8)[0].marked("bold")
        kept = b"".join(file.read_bytes() for file in database.parent.glob("bot.db*"))
    assert b"cranes" not in kept and b"closed" in kept


# Order


async def test_an_answer_in_progress_blocks_its_own_chat_only_and_no_buttons(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna, bob = telegram.person(7), telegram.person(8, "Bob")
    async with running():
        telegram.say(anna, "What stays closed?")
        await telegram.quiet()
        first = telegram.answers(7)[0]
        telegram.say(anna, "slowly, what of water?")
        telegram.say(anna, "What of the bridge?")
        telegram.say(bob, "What of the bridge?")
        telegram.press(anna, first, "1")
        # Both while the slow question waits.
        await telegram.until(lambda: telegram.answers(8) and "She spoke of" in telegram.answers(8)[0].text)
        await telegram.until(lambda: "Schools stay closed." in first.marked("bold"))
        assert len(telegram.answers(7)) == 2 and ("telegram:7", "What of the bridge?") not in shelf.asked

        shelf.go.set()
        await telegram.quiet()
    assert [text for chat, text in shelf.asked if chat == "telegram:7"] == [
        "What stays closed?",
        "slowly, what of water?",
        "What of the bridge?",
    ]
    assert len(telegram.answers(7)) == 3


# Logs


async def test_the_token_stands_in_no_log(
    telegram: FakeTelegram, shelf: Shelf, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    secret = telegram.token.partition(":")[2]
    anna = telegram.person(7)
    telegram.fault("editMessageText", "drop")
    async with running(patience=2) as task:
        telegram.say(anna, "What of water?")
        await telegram.until(lambda: telegram.answers(7) and telegram.answers(7)[0].past)
        logging.getLogger("httpx").warning("POST %s/bot%s/getMe", telegram.url, telegram.token)
        try:
            raise RuntimeError(f"no route to /bot{telegram.token}/getMe")
        except RuntimeError:
            logging.getLogger("elsewhere").exception("it failed")
        telegram.token = "123456:another"
        telegram.say(anna, "/help")
        assert await task == 1
    assert secret not in caplog.text
    assert "no route to /bot123456:<token>/getMe" in caplog.text
    assert "Telegram refuses the bot's token" in caplog.text
