"""Questions that lean on what stands in the chat: buttons to choose with, and replies to older answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.memory import Memory
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_conversation import Shelf

if TYPE_CHECKING:
    from tests.fakes.telegram_fixtures import Running

pytest_plugins = ["tests.fakes.telegram_fixtures"]


async def test_a_choice_is_a_button_that_asks_the_whole_question(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "which one?")
        await telegram.quiet()
        (asked_back,) = telegram.answers(7)
        assert asked_back.buttons == ["What of water?", "What of the bridge?"]
        telegram.press(anna, asked_back, "What of the bridge?")
        await telegram.quiet()
    assert shelf.asked[-1] == ("telegram:7", "What of the bridge?")
    assert "She spoke of the bridge." in telegram.answers(7)[-1].text


async def test_a_reply_to_an_older_answer_is_read_with_the_memory_of_that_answer(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "What of the bridge?")
        telegram.say(anna, "What of water?")
        await telegram.quiet()
        older = telegram.answers(7)[0]
        telegram.say(anna, "What about cranes?", reply_to=older.id)
        telegram.say(anna, "What about schools?")
        await telegram.quiet()
    assert shelf.after == [None, None, Memory("What of the bridge?"), None]


async def test_a_reply_is_read_with_its_answers_memory_after_a_restart_too(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "What of the bridge?")
        await telegram.quiet()
    async with running():
        telegram.say(anna, "What about cranes?", reply_to=telegram.answers(7)[0].id)
        await telegram.quiet()
    assert shelf.after[-1] == Memory("What of the bridge?")


async def test_a_reply_to_what_is_no_answer_or_was_forgotten_is_a_plain_question(
    telegram: FakeTelegram, shelf: Shelf, running: Running
) -> None:
    anna = telegram.person(7)
    async with running():
        telegram.say(anna, "/help")
        telegram.say(anna, "What of the bridge?")
        await telegram.quiet()
        help_text, answer = telegram.answers(7)
        telegram.say(anna, "What of water?", reply_to=help_text.id)
        telegram.say(anna, "/forget")
        telegram.say(anna, "What of cranes?", reply_to=answer.id)
        await telegram.quiet()
    assert shelf.after == [None, None, None]
