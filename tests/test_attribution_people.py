"""The same speakers across reports (people), and the owner's rulings about them. All names here are made up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.attribution.people import Person, Row, merge
from corpus.attribution.rulings import Rulings, load
from corpus.errors import SettingsError

# -- across reports ---------------------------------------------------------------------------------------------------


def person(rows: list[Row], name: str, role: str = "", rulings: Rulings | None = None) -> Person:
    return next(one for row, one in merge(rows, rulings).items() if (row.name, row.role) == (name, role))


LAVROV = [
    Row("Sergei Lavrov", "Russian Foreign Minister", count=9),
    Row("Sergey Lavrov", "minister", count=4),
    Row("Lavrov", "Foreign Minister", count=3),
    Row("Lavrov", count=2),
    Row("S. Lavrov"),
]


def test_spellings_initials_and_surnames_are_one_person_shown_by_the_commonest_full_name() -> None:
    people = set(merge(LAVROV).values())
    assert [(one.name, one.count, one.key) for one in people] == [("Sergei Lavrov", 19, "sergei lavrov")]


def test_two_people_with_one_surname_stay_two_and_the_bare_surname_joins_neither() -> None:
    rows = [Row("Bill Clinton", "president", count=5), Row("Hillary Clinton", "senator", count=7), Row("Clinton")]
    assert len(set(merge(rows).values())) == 3


def test_a_bare_surname_joins_who_makes_nearly_all_of_a_familys_statements() -> None:
    rows = [Row("Ana Solano", "mayor", count=200), Row("Luis Solano", "fisherman", count=4), Row("Solano", count=3)]
    assert person(rows, "Solano").name == "Ana Solano"


def test_a_bare_surname_with_a_role_joins_the_one_who_has_that_role() -> None:
    rows = [Row("Ana Solano", "mayor"), Row("Luis Solano", "fisherman"), Row("Solano", "mayor")]
    assert person(rows, "Solano", "mayor").name == "Ana Solano"


def test_a_bare_surname_with_another_role_stays_by_itself() -> None:
    rows = [Row("Thomas Muller", "finance minister"), Row("Muller", "goalkeeper")]
    assert person(rows, "Muller", "goalkeeper").name == "Muller"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mohammed Dahlan", "Muhammad Dahlan", True),
        ("Bob Mason", "Robert Mason", True),
        ("Paul D. Ryan", "Paul Ryan", True),
        ("François Hollande", "Francois Hollande", True),
        ("Debbie Wasserman Schultz", "Wasserman Schultz", True),
        ("Staffan de Mistura", "de Mistura", True),
        ("Joseph R. Biden Jr.", "Joe Biden", True),
        ("Maria Lopez", "Mario Lopez", False),
        ("George W. Bush", "George H. W. Bush", False),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("Ana Solano", "Ana Solari", False),
        ("Jon Brandt", "Joan Brandt", False),
    ],
)
def test_near_spellings_join_and_different_people_do_not(one: str, other: str, same: bool) -> None:
    assert (len(set(merge([Row(one, count=2), Row(other)]).values())) == 1) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("UN", "United Nations", True),
        ("U.N.", "UN", True),
        ("Vasta group", "Vasta", True),
        ("World Health Organisation", "World Health Organization", True),
        ("Department of Justice", "Justice Department", True),
        ("Ministry of Health", "Ministry of Trade", False),
        ("Northern Railways", "Southern Railways", False),
    ],
)
def test_bodies_join_by_their_words_and_acronyms(one: str, other: str, same: bool) -> None:
    rows = [Row(one, body="organisation"), Row(other, body="organisation")]
    assert (len(set(merge(rows).values())) == 1) is same


def test_documents_with_one_name_are_one_and_near_names_are_not() -> None:
    rows = [Row("annual report 2021", body="document"), Row("annual report 2022", body="document")]
    assert len(set(merge(rows).values())) == 2


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [*LAVROV, Row("Ana Solano", "mayor"), Row("Solano"), Row("UN", body="organisation")]
    assert merge(rows) == merge(rows[::-1])


def test_twenty_thousand_names_take_seconds() -> None:
    given = [f"{a}{b}o" for a in "bdfgklmnprst" for b in ("a", "ela", "ori", "uni", "ika")]
    rows = [Row(f"{given[i % 60]} {given[i // 60 % 60]}v{i % 97}sen", count=i % 7 + 1) for i in range(20_000)]
    start = time.process_time()
    assert len(merge(rows)) == len(set(rows))
    assert time.process_time() - start < 20


# -- the owner's rulings ----------------------------------------------------------------------------------------------


def rulings(tmp_path: Path, text: str) -> Rulings:
    path = tmp_path / "speakers.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_an_alias_is_shown_by_the_name_it_stands_for(tmp_path: Path) -> None:
    ruled = rulings(tmp_path, "aliases: {Benjamin Netanyahu: [Bibi, B. Netanyahu]}")
    rows = [Row("Bibi", count=9), Row("Benjamin Netanyahu")]
    assert {one.name for one in merge(rows, ruled).values()} == {"Benjamin Netanyahu"}


def test_a_forced_merge_joins_and_a_forbidden_one_keeps_apart(tmp_path: Path) -> None:
    ruled = rulings(tmp_path, "force: [[Ana Solano, La Capitana]]\nforbid: [[Sergei Ivanov, Sergey Ivanov]]")
    rows = [Row("Ana Solano"), Row("La Capitana"), Row("Sergei Ivanov"), Row("Sergey Ivanov")]
    merged = merge(rows, ruled)
    assert merged[rows[0]] == merged[rows[1]]
    assert merged[rows[2]] != merged[rows[3]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("aliases: [a, b", "isn't valid YAML"),
        ("names: []", "may have the keys"),
        ("- a", "may have the keys"),
        ("aliases: [a]", "must map a name"),
        ("aliases: {Ana: 3}", "lists of names"),
        ("aliases: {Ana: [Capi], Luis: [Capi]}", "alias of two names"),
        ("force: Ana", "list of lists"),
        ("forbid: [[Ana]]", "at least two"),
        ("force: [[Ana, Luis]]\nforbid: [[luis, ana]]", "both joined and kept apart"),
    ],
)
def test_a_ruling_that_makes_no_sense_is_refused_with_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        rulings(tmp_path, text)


def test_an_empty_file_rules_nothing(tmp_path: Path) -> None:
    assert rulings(tmp_path, "") == Rulings()


def test_a_missing_file_is_refused_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"speakers\.yaml"):
        load(tmp_path / "speakers.yaml")
