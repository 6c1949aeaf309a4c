"""A conversation within a report, and lines in capitals that are none. All of it made up."""

from __future__ import annotations

import pytest

from corpus.attribution.transcripts import turns
from corpus.types import Report

NEWS = "Governor Ana Solano defended the dam on Sunday, in an interview with the Harbour Channel.\n\n" + "\n\n".join(
    f"The {part} of the dam was built in a year of drought, and its walls are of brick." for part in
    ("first half", "second half", "upper gate", "lower gate", "road", "spillway", "gauge house", "old tunnel")
)  # fmt: skip
QUOTED = f"""{NEWS}

Partial transcript as follows:

"HOLM: Was the lake too full, Governor?

"SOLANO: I was told that it was not. We asked twice.

"And I asked a third time.

"HOLM: Who told you?

"SOLANO: My engineers did."

The council meets on Monday.
"""


def told(text: str) -> list[tuple[str, str]]:
    """(speaker, words) of each turn."""
    return [(turn.speaker.name, turn.body.of(text)) for turn in turns(Report("r", text))]


def test_each_label_is_the_person_named_elsewhere_and_whoever_speaks_with_them() -> None:
    assert told(QUOTED) == [
        ("Holm", "Was the lake too full, Governor?"),
        ("Ana Solano", 'I was told that it was not. We asked twice.\n\n"And I asked a third time.'),
        ("Holm", "Who told you?"),
        ("Ana Solano", 'My engineers did."'),
    ]


def test_a_label_in_full_tells_who_the_shorter_one_is() -> None:
    text = f"{NEWS}\n\nMEI OKAFOR: Were you afraid?\n\nSOLANO: I was.\n\nOKAFOR: Why?\n\nThat was on Sunday."
    assert [name for name, _ in told(text)] == ["Mei Okafor", "Ana Solano", "Mei Okafor"]
    assert told(text)[-1][1] == "Why?"  # without marks, nothing tells that what follows the last label is theirs


@pytest.mark.parametrize(
    "lines",
    [
        "NOTE: The lake is full.\n\nWARNING: The road is closed.\n\nNOTE: The gate is open.",
        "KABUL: The ministry met.\n\nSOLANO: The governor left.\n\nKABUL: The ministry met again.",
        "SOLANO: I was afraid.\n\nThat was all she said.",
    ],
)
def test_other_capitals_before_a_colon_make_no_turn(lines: str) -> None:
    assert told(f"{NEWS}\n\n{lines}") == []
