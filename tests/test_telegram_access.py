"""Who is answered: the list of allowed people, forged buttons, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.telegram import texts
from bot.telegram.access import AllowList
from corpus.errors import SettingsError
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_conversation import Shelf

if TYPE_CHECKING:
    from tests.fakes.telegram_fixtures import Running

pytest_plugins = ["tests.fakes.telegram_fixtures"]


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
        asked.append(telegram.say(anna, "What of the bridge?", chat=room, reply_to=telegram.answers(room)[0].id))
        await telegram.quiet()
    assert [m.reply_to for m in telegram.answers(room)] == [m.id for m in asked]
    assert shelf.asked == [("telegram:-100", "What of the bridge?")] * 4


async def test_in_a_group_another_members_button_works(telegram: FakeTelegram, shelf: Shelf, running: Running) -> None:
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
