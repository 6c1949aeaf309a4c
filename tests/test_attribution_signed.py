"""Quotations, tweets and letters with the name behind them, and dashes that sign nothing. All of it made up."""

from __future__ import annotations

import pytest

from corpus.attribution.transcripts import turns
from corpus.types import Report


def told(text: str) -> list[tuple[str, str]]:
    """(speaker, words) of each turn."""
    return [(turn.speaker.name, turn.body.of(text)) for turn in turns(Report("r", text))]


REACTIONS = """Brenn reacts to the flood.

“The water took everything but the piano.” ― Ana Solano
“Nobody rang. I keep asking why nobody rang.”― Piet Holm, a ferryman from Brenn.
“We will build it up again, and higher.” -- Mei Okafor

The council meets on Monday.
"""


def test_a_quotation_goes_to_the_name_behind_it_and_not_to_the_one_before() -> None:
    assert told(REACTIONS) == [
        ("Ana Solano", "“The water took everything but the piano.”"),
        ("Piet Holm", "“Nobody rang. I keep asking why nobody rang.”"),
        ("Mei Okafor", "“We will build it up again, and higher.”"),
    ]


def test_a_signature_tells_a_role_and_is_where_the_speaker_is_named() -> None:
    holm = turns(Report("r", REACTIONS))[1]
    assert (holm.speaker.role, holm.speaker.organisation) == ("ferryman", "Brenn")
    assert holm.label is not None
    assert holm.label.of(REACTIONS) == "Piet Holm"


def test_the_name_may_stand_on_the_next_line() -> None:
    text = 'An epigraph:\n\n"The river keeps its own books."\n\n— Ana Solano\n\nThe report begins here.'
    assert told(text) == [("Ana Solano", '"The river keeps its own books."')]


@pytest.mark.parametrize(
    "line",
    [
        '"The dam will hold," he said - and it did not.',
        '"The dam will hold," he said. "It must." - Links to the best of the week',
        "The dam held — Ana Solano was not surprised.",
        "“The Long Morning” — sold out for weeks — opens again on Monday.",
    ],
)
def test_a_dash_alone_signs_nothing(line: str) -> None:
    assert told(line) == []


@pytest.mark.parametrize(
    ("tweet", "name", "words"),
    [
        ("We stay. All of us - to the last. — Ana B. Solano (@anasolano) May 3, 2021", "Ana B. Solano",
         "We stay. All of us - to the last."),
        ("The bridge is closed.\n\n— Piet Holm (@ferryman) May 3, 2021", "Piet Holm", "The bridge is closed."),
        ("No trains today — brenn trains ♥ (@brenntrains) May 3, 2021", "@brenntrains", "No trains today"),
    ],
)  # fmt: skip
def test_an_embedded_tweet_goes_to_its_account_by_name_or_handle(tweet: str, name: str, words: str) -> None:
    assert told(f"The mayor answered on Twitter:\n\n{tweet}\n\nThe council said nothing.") == [(name, words)]


LETTERS = """The dam divides our readers

LETTERS.

I have lived under the dam for forty years. Nobody asked us.

They never will, I fear.

Ana Solano.

Lower Brenn, Ruritania

The minister told us that the dam was safe. It was not.

Piet Holm.

TWITTER.

We asked our followers who is to blame.

The ministry, and nobody else.

@ferryman_brenn.
"""


def test_letters_go_to_who_signs_them_with_all_their_paragraphs() -> None:
    assert told(LETTERS) == [
        ("Ana Solano", "I have lived under the dam for forty years. Nobody asked us.\n\nThey never will, I fear."),
        ("Piet Holm", "The minister told us that the dam was safe. It was not."),
        ("@ferryman_brenn", "The ministry, and nobody else."),
    ]


def test_a_name_on_a_line_of_its_own_signs_nothing_where_no_letters_are_announced() -> None:
    assert told(LETTERS.replace("LETTERS.\n\n", "")) == []
