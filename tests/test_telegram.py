"""The bot as people meet it: the real Application polls a strict Telegram."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.telegram import texts
from bot.telegram.access import AllowList
from corpus.errors import SettingsError
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
        assert message.text.startswith("The reports do not say.\n\nNearest to the question, but no answer")
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


async def test_an_edited_question_is_not_answered_again(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
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
        assert shown.startswith("You asked: Who spoke of the bridge?\n\n") and "“She spoke of" in shown
        telegram.press(anna, answer, "1")
        await telegram.quiet()
        telegram.press(anna, answer, "Back")
        await telegram.quiet()
    assert answer.text == shown
    assert shelf.asked == [("telegram:7", "Who spoke of the bridge?")]


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        ("/help", texts.HELP),
        ("/privacy", texts.PRIVACY),
        ("/new", texts.NEW),
        ("/ask", texts.ASK_WHAT),
        ("/nonsense", texts.UNKNOWN_COMMAND),
    ],
)
async def test_a_command_has_its_reply(
    telegram: FakeTelegram, shelf: Shelf, running: Running, command: str, reply: str
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, command)
        await telegram.quiet()
    assert [m.text for m in telegram.answers(7)] == [reply]
    assert shelf.forgotten == (["telegram:7"] if command == "/new" else [])


async def test_the_commands_are_told_to_telegram_once(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    for _ in range(2):
        async with running():
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


# Who may


async def test_a_person_not_on_the_list_is_told_once_with_their_id_and_never_answered(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna, eve = telegram.person(7), telegram.person(66, "Eve")
    async with running(allowed="7, 8"):
        for text in ("What of water?", "/start", "please?"):
            telegram.say(eve, text)
        telegram.say(anna, "What of water?")
        await telegram.quiet()
        telegram.press(eve, telegram.answers(7)[0], "1")
        await telegram.quiet()
    assert [m.text for m in telegram.answers(66)] == [texts.refusal(66)]
    assert "66" in texts.refusal(66)
    assert telegram.alerts == [(texts.refusal(66), True)]
    assert shelf.asked == [("telegram:7", "What of water?")]


async def test_a_person_who_cannot_be_told_is_not_let_in_for_it(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    eve = telegram.person(66, "Eve")
    telegram.blocked.add(66)
    async with running(allowed=""):
        telegram.say(eve, "What of water?")
        await telegram.quiet()
    assert shelf.asked == []


def test_an_empty_list_is_nobody_and_a_star_is_everybody() -> None:
    assert 5 not in AllowList.parse("") and not AllowList.parse(" ")
    assert 5 in AllowList.parse("*") and AllowList.parse("*")
    assert 5 in AllowList.parse("5, 6") and 7 not in AllowList.parse("5,6")


def test_an_entry_that_is_no_id_is_refused_with_the_next_step() -> None:
    with pytest.raises(SettingsError, match=r"“anna”.* Write numbers"):
        AllowList.parse("5, anna")


async def test_a_forged_button_shows_nothing_of_another_chat(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna, eve = telegram.person(7), telegram.person(66, "Eve")
    async with running():
        telegram.say(anna, "What of water?")
        await telegram.quiet()
        telegram.say(eve, "What stays closed?")
        await telegram.quiet()
        data = telegram.answers(7)[0].button("1")["callback_data"]
        own = telegram.answers(66)[0]
        before = own.text
        for forged in (data, "open:1:2", "nonsense", "open:1001:99:0", "open:1001:x:0", "ask:1001:1:0"):
            telegram.press_data(eve, own, forged)
        await telegram.quiet()
    assert own.text == before
    assert telegram.alerts == [(texts.TOO_OLD, True)] * 6


# Groups


async def test_in_a_group_only_those_who_address_the_bot_are_answered_in_reply(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna, room = telegram.person(7), telegram.group(-100)
    async with running():
        for text in ("What of water?", "/nonsense", "/ask@other_bot What of water?", "@other_bot bridge?"):
            telegram.say(anna, text, chat=room)
        await telegram.quiet()
        assert telegram.answers(room) == []

        asked = [
            telegram.say(anna, "/ask What of the bridge?", chat=room),
            telegram.say(anna, "/ask@onrecord_bot What of the bridge?", chat=room),
            telegram.say(anna, "@OnRecord_bot What of the bridge?", chat=room),
        ]
        await telegram.quiet()
        asked.append(
            telegram.say(anna, "What of the bridge?", chat=room, reply_to=telegram.answers(room)[0].id)
        )
        await telegram.quiet()
    assert [m.reply_to for m in telegram.answers(room)] == [m.id for m in asked]
    assert shelf.asked == [("telegram:-100", "What of the bridge?")] * 4


async def test_in_a_group_another_members_button_works(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna, bob, room = telegram.person(7), telegram.person(8, "Bob"), telegram.group(-100)
    async with running():
        telegram.say(anna, "/ask What of the bridge?", chat=room)
        await telegram.quiet()
        telegram.press(bob, telegram.answers(room)[0], "1")
        await telegram.quiet()
    assert "She spoke of the bridge." in telegram.answers(room)[0].marked("bold")


async def test_in_a_group_a_person_not_on_the_list_is_refused_only_when_they_address_the_bot(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    eve, room = telegram.person(66, "Eve"), telegram.group(-100)
    async with running(allowed="7"):
        telegram.say(eve, "Lovely weather", chat=room)
        await telegram.quiet()
        assert telegram.answers(room) == []
        telegram.say(eve, "@onrecord_bot What of water?", chat=room)
        await telegram.quiet()
    assert [m.text for m in telegram.answers(room)] == [texts.refusal(66)]


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
        began = time.monotonic()
        telegram.say(bob, "What of the bridge?")
        telegram.press(anna, first, "1")
        await telegram.quiet()
        assert "“She spoke of the bridge.”" in telegram.answers(8)[0].text
        assert "Schools stay closed." in first.marked("bold")
        assert time.monotonic() - began < 2
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
    telegram.fault("getUpdates", "bad gateway", times=1)
    telegram.fault("editMessageText", "drop", times=1)
    async with running() as task:
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
