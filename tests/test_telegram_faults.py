"""The bot when things go wrong: every question ends with exactly one answer."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.telegram import texts
from bot.telegram.app import REFUSED, SILENT
from bot.telegram.delivery import WAITING
from bot.telegram.journal import Seldom
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_conversation import Shelf

if TYPE_CHECKING:
    from tests.fakes.telegram_fixtures import Running

pytest_plugins = ["tests.fakes.telegram_fixtures"]

BRIDGE = "“She spoke of the bridge.” [1]"


def finals(telegram: FakeTelegram, chat: int) -> list[str]:
    """What the bot has said in a chat, placeholders apart."""
    return [message.text for message in telegram.answers(chat) if message.text != WAITING]


# A line that breaks


@pytest.mark.parametrize("how", ["drop", "drop after"])
async def test_a_broken_line_neither_loses_nor_doubles_an_answer(
    telegram: FakeTelegram, shelf: Shelf, running: Running, how: str
) -> None:
    anna = telegram.person(7)
    telegram.fault("sendMessage", how)
    telegram.fault("editMessageText", how)
    async with running():
        telegram.say(anna, "What of the bridge?")
        await telegram.until(lambda: finals(telegram, 7))
        await telegram.quiet(still=0.3)
    (answer,) = [message for message in telegram.answers(7) if message.text != WAITING]
    assert BRIDGE in answer.text and "Ann Baker" in answer.marked("bold")


async def test_under_random_faults_every_question_ends_with_exactly_one_answer(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    chance = random.Random(5)
    people = [telegram.person(id) for id in range(1, 7)]
    async with running():
        telegram.fault("getUpdates", "drop after")
        for _ in range(14):
            method = chance.choice(["sendMessage", "editMessageText"])
            telegram.fault(method, chance.choice(["drop", "drop after", "bad gateway", "garble"]))
        for person in people:
            telegram.say(person, "What of the bridge?")
            telegram.say(person, "What of water?")
        await telegram.until(lambda: all(len(finals(telegram, p.id)) == 2 for p in people), seconds=20)
        await telegram.quiet(still=0.3)
    for person in people:
        first, second = finals(telegram, person.id)
        assert BRIDGE in first and "Its cranes stand still" in second


async def test_a_flood_limit_is_waited_out(telegram: FakeTelegram, shelf: Shelf, running: Running) -> None:
    anna = telegram.person(7)
    telegram.fault("editMessageText", "status", status=429, retry_after=1)
    async with running():
        telegram.say(anna, "What of the bridge?")
        await telegram.until(lambda: finals(telegram, 7))
    (answer,) = finals(telegram, 7)
    assert BRIDGE in answer and telegram.impatient == 0


async def test_an_answer_whose_html_is_refused_comes_as_plain_text_with_its_buttons(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    telegram.fault("editMessageText", "status", status=400)
    async with running():
        telegram.say(anna, "What of the bridge?")
        await telegram.quiet()
    (message,) = telegram.answers(7)
    assert BRIDGE in message.text and not message.entities and message.buttons == ["1 · Wire"]


async def test_an_answer_whose_placeholder_was_deleted_is_sent_anew(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "slowly, what of the bridge?")
        await telegram.until(lambda: telegram.answers(7))
        telegram.remove(telegram.answers(7)[0])
        shelf.go.set()
        await telegram.quiet()
    (message,) = telegram.answers(7)
    assert BRIDGE in message.text and message.buttons == ["1 · Wire"]


async def test_a_person_who_blocked_the_bot_stops_nobody_else(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna, bob = telegram.person(7), telegram.person(8)
    telegram.blocked.add(7)
    async with running():
        telegram.say(anna, "What of the bridge?")
        telegram.say(bob, "What of the bridge?")
        await telegram.quiet()
    assert telegram.answers(7) == [] and len(finals(telegram, 8)) == 1


# Start and end


async def test_without_a_network_at_the_start_the_bot_waits_for_it(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    telegram.fault("getMe", "drop")
    telegram.fault("getMyCommands", "bad gateway")
    async with running():
        telegram.say(anna, "What of the bridge?")
        await telegram.until(lambda: finals(telegram, 7))


async def test_a_refused_token_ends_the_process_and_says_so(
    telegram: FakeTelegram, shelf: Shelf, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fault("getMe", "status", status=401)
    async with running() as task:
        assert await task == REFUSED
    assert "Telegram refuses the bot's token. Check TELEGRAM_BOT_TOKEN" in caplog.text


async def test_a_401_while_polling_ends_the_process_instead_of_leaving_it_deaf(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    telegram.fault("getUpdates", "status", status=401)
    async with running(patience=1) as task:
        assert await asyncio.wait_for(task, 5) == REFUSED


async def test_a_telegram_that_never_answers_ends_the_process_after_some_patience(
    telegram: FakeTelegram, shelf: Shelf, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fault("getUpdates", "drop", times=99)
    async with running(patience=0.4) as task:
        assert await asyncio.wait_for(task, 5) == SILENT
    assert "No update could be fetched for" in caplog.text


async def test_a_second_poller_is_named_in_the_log(
    telegram: FakeTelegram, shelf: Shelf, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fault("getUpdates", "status", status=409)
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "What of the bridge?")
        await telegram.until(lambda: finals(telegram, 7))
    said = [r for r in caplog.records if "Another process is polling with this token" in r.getMessage()]
    assert len(said) == 1 and said[0].levelno == logging.ERROR


# What survives


async def test_buttons_work_after_a_restart(telegram: FakeTelegram, shelf: Shelf, running: Running) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "What of the bridge?")
        telegram.say(anna, "/start")
        await telegram.quiet()
        answer, greeting = telegram.answers(7)
    async with running():
        telegram.press(anna, answer, "1")
        telegram.press(anna, greeting, "What was said about water?")
        await telegram.quiet()
    assert "She spoke of the bridge." in answer.marked("bold")
    assert telegram.answers(7)[-1].text.startswith("You asked: What was said about water?")


async def test_an_old_button_whose_report_has_changed_says_so(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "What of the bridge?")
        await telegram.quiet()
        (answer,) = telegram.answers(7)
        before = answer.text
        shelf.reports["flood"] = "Nothing of the sort."
        telegram.press(anna, answer, "1")
        await telegram.quiet()
    expected = "This report has changed since the answer was given. Ask the question again."
    assert telegram.alerts == [(expected, True)]
    assert answer.text == before


async def test_an_update_that_comes_twice_is_answered_once(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    telegram.say(anna, "What of the bridge?")
    doubled = telegram.updates[-1]
    telegram.updates.append(doubled)
    async with running():
        await telegram.quiet()
    telegram.updates.append(doubled)
    async with running():
        await telegram.quiet()
    assert len(telegram.answers(7)) == 1 and len(shelf.asked) == 1


def test_the_same_trouble_is_logged_seldom() -> None:
    seldom = Seldom(seconds=60)
    assert [seldom("conflict"), seldom("conflict"), seldom("network")] == [True, False, True]
    assert Seldom(seconds=0)("conflict")


# The whole process

PROCESS = """
import logging, sys
from pathlib import Path
from bot.telegram.access import AllowList
from bot.telegram.app import run
from tests.fakes.telegram_conversation import Shelf

logging.basicConfig(level=logging.INFO)
shelf = Shelf({"flood": "She spoke of the bridge.", "port": "Its cranes stand still."})
if sys.argv[1] == "stuck":
    shelf.reply = lambda chat, text, after: shelf.go.wait(60)
sys.exit(run(sys.argv[2], shelf, AllowList.parse("*"), Path(sys.argv[3]), sys.argv[4]))
"""


async def process(telegram: FakeTelegram, database: Path, how: str = "") -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PROCESS, how, telegram.token, str(database), telegram.url),
        cwd=Path(__file__).parents[1],
        env=os.environ | {"NO_PROXY": "127.0.0.1"},
        stderr=asyncio.subprocess.PIPE,
    )


async def test_sigterm_ends_the_process_cleanly_and_no_log_line_holds_the_token(
    telegram: FakeTelegram, database: Path
) -> None:
    anna = telegram.person(7)
    telegram.say(anna, "What of the bridge?")
    bot = await process(telegram, database)
    await telegram.until(lambda: finals(telegram, 7))
    bot.send_signal(signal.SIGTERM)
    _, log = await asyncio.wait_for(bot.communicate(), 10)
    assert bot.returncode == 0
    assert b"@onrecord_bot listens" in log and b"Traceback" not in log
    assert telegram.token.partition(":")[2].encode() not in log


async def test_questions_of_a_killed_process_are_answered_by_the_next_in_the_same_messages(
    telegram: FakeTelegram, database: Path
) -> None:
    anna, bob = telegram.person(7), telegram.person(8)
    bot = await process(telegram, database, "stuck")
    telegram.say(anna, "What of the bridge?")
    telegram.say(anna, "Whose cranes stand still?")  # waits in line behind the first
    telegram.say(bob, "What of the bridge?")
    await telegram.until(lambda: telegram.answers(7) and telegram.answers(8))
    await telegram.quiet()
    bot.kill()
    await bot.wait()
    placeholders = [telegram.answers(7)[0].id, telegram.answers(8)[0].id]
    assert finals(telegram, 7) == finals(telegram, 8) == []

    bot = await process(telegram, database)
    await telegram.until(lambda: len(finals(telegram, 7)) == 2 and finals(telegram, 8))
    await telegram.quiet()
    bot.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(bot.wait(), 10) == 0
    first, second = telegram.answers(7)
    assert BRIDGE in first.text and "“Its cranes stand still.” [1]" in second.text
    assert [first.id, telegram.answers(8)[0].id] == placeholders
    assert len(telegram.answers(8)) == 1


async def test_an_error_of_a_command_is_told_with_a_reference(
    telegram: FakeTelegram, shelf: Shelf, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    anna = telegram.person(7)

    def broken(chat: str) -> None:
        raise ZeroDivisionError("a detail")

    shelf.forget = broken  # type: ignore[method-assign]
    async with running():
        telegram.say(anna, "/new")
        await telegram.quiet()
    (message,) = telegram.answers(7)
    assert message.text == texts.failure(message.text.rpartition(" ")[2]) and "a detail" in caplog.text
