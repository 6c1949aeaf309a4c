"""Roles and organisations, from the words that stand around a name."""

from __future__ import annotations

import pytest

from corpus.attribution.roles import organisation, split_role


def test_a_minister_of_something_keeps_the_role_whole_and_a_spokesman_of_something_not() -> None:
    assert split_role("minister of defence") == ("minister of defence", "")
    assert split_role("envoy for the northern valleys") == ("envoy for the northern valleys", "")
    assert split_role("spokesman for the port") == ("spokesman", "port")
    assert split_role("professor of law at Brenn University") == ("professor of law", "Brenn University")


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Harbour Institute", "Harbour Institute"),
        ("Harbour Institute and a former minister", "Harbour Institute"),
        ("now-defunct Lindaro Tribune", "now-defunct Lindaro Tribune"),
        ("nurses' union in Brenn", "nurses' union in Brenn"),
        ("Chief", ""),
        ("working people", ""),
        ("final debate Saturday", ""),
        ("Brandt's opponent", ""),
        ("one of the groups who sued", ""),
        ("the", ""),
    ],
)
def test_an_organisation_is_a_bodys_name_and_nothing_behind_it(phrase: str, name: str) -> None:
    assert organisation(phrase) == name
