"""A person in Telegram, the real bot, the real model, the sample reports."""

from __future__ import annotations

from pathlib import Path

from bot.conversation import Conversation
from bot.telegram.access import AllowList
from bot.telegram.app import build
from bot.telegram.store import Store
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_fixtures import served

pytest_plugins = ["tests.fakes.telegram_fixtures"]


async def test_a_question_in_telegram_gets_its_speaker_the_words_and_the_passage_behind_them(
    telegram: FakeTelegram, conversation: Conversation, tmp_path: Path
) -> None:
    service = build(telegram.token, conversation, AllowList.parse("7"), Store(tmp_path / "bot.sqlite"), telegram.url)
    anna = telegram.person(7)
    async with served(telegram, service):
        telegram.say(anna, "what did norvane say about the warning?")
        await telegram.quiet()
        (answer,) = telegram.answers(7)
        assert answer.text.startswith("Norvane Hydro")
        assert any("it sent a warning at 02:10" in quote for quote in answer.marked("blockquote"))
        assert any(
            quote.startswith("“it released water in line with its rules") for quote in answer.marked("blockquote")
        )

        telegram.press(anna, answer, answer.buttons[0])
        await telegram.quiet()
        (passage,) = telegram.answers(7)
        cited = conversation.reply("again", "what did norvane say about the warning?").citations[0]
        assert cited.quote in passage.text
        assert any(cited.quote in bold for bold in passage.marked("bold"))
