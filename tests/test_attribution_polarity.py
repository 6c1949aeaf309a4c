"""How something is said (polarity), and when it holds (tense), from the words alone."""

from __future__ import annotations

import pytest

from corpus.attribution.polarity import polarity, tense


@pytest.mark.parametrize(
    ("before", "cue", "content", "expected"),
    [
        ("", "said", "that it rained", "asserts"),
        ("", "denied", "that it rained", "denies"),
        ("", "rejects", "the charge", "denies"),
        ("", "dismissed", "the report as fiction", "denies"),
        ("", "declined", "to comment", "declines"),
        ("", "refused", "to say who would pay", "declines"),
        ("", "refused", "to leave the city", "denies"),
        ("has not ", "said", "who would pay", "declines"),
        ("", "would not say", "whether he had read it", "declines"),
        ("", "did not respond to", "a request for comment", "declines"),
        ("", "could neither confirm nor deny", "the figures", "declines"),
        ("did not ", "deny", "it", "asserts"),
        ("", "has not ruled out", "a strike", "asserts"),
        ("", "asked", "whether it rained", "asks"),
        ("", "wondered", "why", "asks"),
        ("", "asked", "the army to leave", "demands"),
        ("", "asked for", "patience", "demands"),
        ("", "called", "for calm", "demands"),
        ("", "called on", "both sides to stop", "demands"),
        ("", "called", "it a disgrace", "asserts"),
        ("", "told", "them to go home", "demands"),
        ("", "told", "reporters that it rained", "asserts"),
        ("", "vowed", "to return", "promises"),
        ("", "threatened", "a strike", "promises"),
        ("", "expects", "a strike", "expects"),
        ("", "believed", "that it would pass", "expects"),
        ("does not ", "believe", "that it will pass", "denies"),
        ("", "not only said", "that it rained", "asserts"),
        ("", "said", "it could not comment on the case", "asserts"),
        ("", "grumbled", "that it rained", "asserts"),
        ("", "", "", "asserts"),
    ],
)
def test_polarity_is_what_the_speaker_does(before: str, cue: str, content: str, expected: str) -> None:
    assert polarity(cue, before, content) == expected


@pytest.mark.parametrize(
    ("content", "cue", "direct", "expected"),
    [
        ("We will stay", "said", True, "future"),
        ("that they would stay", "said", False, "future"),
        ("It was dark", "said", True, "past"),
        ("that it was dark", "said", False, ""),  # may have been "it is dark"
        ("that it was dark", "says", False, "past"),
        ("that it had been dark", "said", False, "past"),
        ("It is dark", "said", True, "present"),
        ("patience", "asked for", False, ""),
    ],
)
def test_tense_is_given_only_where_it_is_plain(content: str, cue: str, direct: bool, expected: str) -> None:
    assert tense(content, cue, direct) == expected
