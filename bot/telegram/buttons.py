"""Buttons under an answer and under a passage, and what they say when they are pressed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.render import copy_text, shown
from bot.types import Answer, Citation

Action = Literal["ask", "back", "open"]
_ROW = 3
_MOST = 90  # Telegram takes 100 buttons a message
_QUESTION_LETTERS = 60
_SOURCE_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Press:
    """What a button stands for: an action on an answer that the store keeps."""

    action: Action
    answer: str  # its id in the store
    number: int = 0  # of the citation, or of the question offered, from 1
    step: int = 0  # passages before (-) or after (+) the one that holds the cited words

    @property
    def data(self) -> str:
        """For Telegram's callback_data: ASCII, at most 64 bytes for an answer's id of up to 40."""
        return f"{self.action}:{self.answer}:{self.number}:{self.step}"

    @classmethod
    def read(cls, data: str) -> Press:
        """What `data` stood for. Raises ValueError for what this bot never wrote."""
        action, answer, number, step = data.split(":")
        if action not in ("ask", "back", "open"):
            raise ValueError(f"no button of this bot does “{action}”")
        return cls(cast(Action, action), answer, int(number), int(step))


def offered(answer: Answer) -> tuple[str, ...]:
    """The questions that an answer offers: those it could mean, then examples."""
    return (*answer.choices, *answer.example_questions)


def under_answer(answer: Answer, answer_id: str) -> InlineKeyboardMarkup | None:
    """One button a citation and one a question to choose or to try; None where there is neither."""
    sources = [
        _button(
            f"{number} · {_short(c.source, _SOURCE_LETTERS)}" if c.source else f"{number}",
            Press("open", answer_id, number),
        )
        for number, c in enumerate(shown(answer)[:_MOST], 1)
    ]
    questions = [
        [_button(_short(question, _QUESTION_LETTERS), Press("ask", answer_id, number))]
        for number, question in enumerate(offered(answer)[: _MOST - len(sources)], 1)
    ]
    rows = [*_rows(sources), *questions]
    return InlineKeyboardMarkup(rows) if rows else None


def under_passage(citation: Citation, press: Press) -> InlineKeyboardMarkup:
    """The passages before and after, the way back to the answer, and the citation to copy."""

    def step(by: int) -> Press:
        return Press("open", press.answer, press.number, press.step + by)

    return InlineKeyboardMarkup(
        [
            [_button("‹ Previous passage", step(-1)), _button("Next passage ›", step(1))],
            [
                _button("Back to the answer", Press("back", press.answer)),
                InlineKeyboardButton("Copy citation", copy_text=CopyTextButton(copy_text(citation))),
            ],
        ]
    )


def _button(label: str, press: Press) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=press.data)


def _rows(buttons: Sequence[InlineKeyboardButton]) -> Iterator[Sequence[InlineKeyboardButton]]:
    for start in range(0, len(buttons), _ROW):
        yield buttons[start : start + _ROW]


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"
