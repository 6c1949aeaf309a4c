"""Which of an index's speakers a text names, and whom it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people import EMPTY, Names
from corpus.types import Body
from index.catalog import Catalog
from index.catalog.people import Name


def name(shown: str, statements: int = 1, body: Body = "person", called: str = "") -> Name:
    return Name(shown.lower(), shown, called or shown, "", body, statements)


NAMES = Names(
    [
        name("Clara Voss", 20), name("Edgar Voss", 4), name("Ruben Ash", 9), name("Inés Maddock", 7),
        name("Charles B. Petrossian", 3), name("Sun Wei Lo", 2), name("Tom Rice", 3), name("Joan Okafor-Hale", 2),
        name("Amos Lindqvist", 1), name("Amos Teller", 1), name("Amos Brandt", 1), name("Rostova", 5),
        name("Harbour Authority", 5, "organisation"), name("Northwind Ferries", 5, "organisation"),
        name("The Courier", 2, "outlet"), name("Workers' Rights Bureau", 2, "organisation", "WRB"),
        name("Voss and Ash", 1, "group"), name("a man who had seen the fire from his window", 1),
    ],
    ["rice", "bridge", "ferry", "later", "harbour", "wei", "wind", "sun", "plate", "mussed"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "persons"),
    [
        # whole names, parts, accents, small letters, possessives
        ("what did Clara Voss say", [("clara voss",)]),
        ("clara voss?", [("clara voss",)]),
        ("ash on the toll", [("ruben ash",)]),
        ("ruben's idea", [("ruben ash",)]),
        ("ines maddock", [("inés maddock",)]),
        ("Maddock’s reply", [("inés maddock",)]),
        ("okafor-hale", [("joan okafor-hale",)]),
        ("okafor on the toll", [("joan okafor-hale",)]),
        ("was ruben threatened", [("ruben ash",)]),
        ("wei lo and clara", [("sun wei lo",), ("clara voss",)]),
        ("the harbour authority", [("harbour authority",)]),
        ("northwind on fares", [("northwind ferries",)]),
        ("what does the WRB want", [("workers' rights bureau",)]),
        ("the courier", [("the courier",)]),
        ("rostova", [("rostova",)]),
        # several of one surname: who speaks most first
        ("voss on the toll", [("clara voss", "edgar voss")]),
        ("edgar voss", [("edgar voss",)]),
        ("what do voss and ash want", [("clara voss", "edgar voss"), ("ruben ash",)]),
        # slips of the finger
        ("madock", [("inés maddock",)]),
        ("petrosian", [("charles b. petrossian",)]),
        ("clara vos", [("clara voss",)]),
        ("Joan Pkafor-Hale", [("joan okafor-hale",)]),  # beside the given name also in the first letter
        # another form of a given name
        ("Charlie Petrossian", [("charles b. petrossian",)]),
    ],
)
def test_a_text_names(typed: str, persons: list[tuple[str, ...]]) -> None:
    assert NAMES.within(typed) == persons


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "who said the bridge is shut",
        "rice and plate",  # ordinary words in small letters, though somebody is called Rice
        "Theresa Ash",  # nobody of that given name
        "bruno voss",
        "amos",  # a given name that several share equally
        "amos carver",
        "haddock",  # the first letter is rarely mistyped
        "the ashes",
        "later the rate rose",
        "a man who had seen it",
        "the authority",
    ],
)
def test_a_text_names_nobody(typed: str) -> None:
    assert NAMES.within(typed) == []


def test_an_ordinary_word_names_somebody_with_a_capital() -> None:
    assert NAMES.within("what did Rice say") == [("tom rice",)]


def test_two_named_together_in_reports_are_each_found() -> None:
    assert NAMES.within("Voss and Ash") == [("clara voss", "edgar voss"), ("ruben ash",)]


def test_a_mention_tells_its_place() -> None:
    typed = "did clara voss's team call ash?"
    assert [m.span.of(typed) for m in NAMES.mentions(typed)] == ["clara voss", "ash"]


def test_a_part_of_a_name_brings_everybody_of_that_name() -> None:
    assert NAMES.called("voss") == ("clara voss", "edgar voss")
    assert NAMES.called("Amos") == ["amos brandt", "amos lindqvist", "amos teller"]
    assert NAMES.called("nobody here") == []


def test_without_names_nobody_is_named() -> None:
    assert EMPTY.within("Clara Voss") == []


def test_the_samples_tell_words_from_names(sample_index: Path) -> None:
    ordinary = Catalog(sample_index).people.ordinary_words()
    assert {"water", "hospital", "said"} <= ordinary
    assert not {"solano", "aaltonen", "machuca"} & ordinary


def test_the_samples_tell_organisations_and_who_has_no_name(sample_index: Path) -> None:
    names = Catalog(sample_index).people.names()
    assert any(n.shown == "Birgit Achterberg" and n.organisation == "Norvane Hydro" for n in names)
    assert any(not n.person and n.called == "a nurse" for n in names)


def test_the_samples_tell_their_months(sample_index: Path) -> None:
    months = Catalog(sample_index).months()
    assert (2020, 11) in months and (2023, 11) not in months and months == sorted(set(months))


@given(st.text(st.characters(), max_size=150))
def test_any_text_is_read(typed: str) -> None:
    for mention in NAMES.mentions(typed):
        assert 0 <= mention.span.start < mention.span.end <= len(typed)
        assert all(person in NAMES.shown for person in mention.persons)


def test_who_speaks_for_a_body_is_known_by_what_the_reports_call_them() -> None:
    names = Names(
        [
            name("The Harbour Authority", 5, "organisation"), name("Rosa Lind", 2),
            Name("jo reed", "Jo Reed", "Jo Reed", "spokeswoman", "person", 3, "the Harbour Authority"),
            Name("al dunn", "Al Dunn", "Al Dunn", "Harbour Authority's spokesman", "person", 1),
            Name("eve ashby", "Eve Ashby", "Eve Ashby", "former Harbour Authority spokesman", "person", 1),
            Name("bo teller", "Bo Teller", "Bo Teller", "spokesman", "person", 9, "Rosa Lind"),
        ]
    )  # fmt: skip
    assert names.voices("the harbour authority") == {"jo reed", "al dunn"}
    assert not names.voices("rosa lind")  # who speaks for somebody has not their own words
    assert not names.voices("nobody")
