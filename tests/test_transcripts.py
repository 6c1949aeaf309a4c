"""Reports made of turns, and news that only looks so. All of it made up."""

from __future__ import annotations

import pytest

from corpus.attribution.transcripts import turns
from corpus.attribution.turns import QUOTE, cut
from corpus.sentences import sentences
from corpus.types import Report, Span

COMMITTEE = """The Chair (Hon. Ana Solano (Brenn, Lib.)): I call this meeting to order. Thank you all for coming.

Mr. Garnett Hall (Lower Brenn—Haverdal, CPC): Thank you, Madam Chair. Why was the dam full in May?

Hon. Piet Holm (Minister of Water): Madam Chair, we followed the rules.
We will go on following them.

Mr. Garnett Hall: That is not what I asked.

The Chair: Mr. Hall, you have ten seconds.

Some hon. members: Hear, hear!

Hon. Piet Holm: We are looking into it.
"""


def told(text: str, title: str = "", source: str = "") -> list[tuple[str, str]]:
    """(speaker, words) of each turn."""
    return [(turn.speaker.name, turn.body.of(text)) for turn in turns(Report("r", text, title, source))]


def test_each_turn_goes_to_its_speaker_with_all_its_paragraphs() -> None:
    found = told(COMMITTEE)
    assert [name for name, _ in found] == [
        "Ana Solano", "Garnett Hall", "Piet Holm", "Garnett Hall", "Ana Solano", "Some hon. members", "Piet Holm",
    ]  # fmt: skip
    assert found[2][1] == "Madam Chair, we followed the rules.\nWe will go on following them."


def test_what_one_label_tells_about_a_person_holds_for_the_others() -> None:
    found = turns(Report("r", COMMITTEE))
    assert (found[0].speaker.role, found[0].speaker.organisation) == ("Chair", "Brenn, Lib.")
    assert found[4].speaker == found[0].speaker
    assert found[2].speaker.role == "Minister of Water"
    assert found[6].speaker == found[2].speaker
    assert found[3].speaker.organisation == "Lower Brenn—Haverdal, CPC"
    assert (found[5].speaker.resolved, found[5].speaker.body) == ("unnamed", "group")


def test_a_label_is_where_the_speaker_is_named() -> None:
    labels = [turn.label.of(COMMITTEE) for turn in turns(Report("r", COMMITTEE)) if turn.label]
    assert labels[3] == "Mr. Garnett Hall"


BRIEFING = """QUESTION: Secretary Holm, did you talk about the dam?

SECRETARY HOLM: We did. I won't go further than that.

MS OKAFOR: Thank you, everybody.
"""


def test_capitals_are_made_plain_and_titles_are_roles() -> None:
    found = turns(Report("r", BRIEFING))
    assert [turn.speaker.name for turn in found] == ["QUESTION", "Holm", "Okafor"]
    assert found[0].speaker.resolved == "unnamed"
    assert found[1].speaker.role == "Secretary"


def test_numbered_speakers_are_unnamed() -> None:
    text = "SPEAKER 1: Who are you?\n\nSPEAKER 2: I am the ferryman.\n\nSPEAKER 1: And what do you carry?"
    found = turns(Report("r", text))
    assert [(turn.speaker.name, turn.speaker.resolved) for turn in found] == [
        ("SPEAKER 1", "unnamed"), ("SPEAKER 2", "unnamed"), ("SPEAKER 1", "unnamed"),
    ]  # fmt: skip


def test_initials_are_resolved_by_the_introduction() -> None:
    text = (
        "Harbourwatch spoke with the hydrologist Mei Okafor on Friday.\n\nHW: Was the lake too full?\n\n"
        "MO: I think it was.\n\nHW: Who knew?\n\nMO: We all did."
    )
    found = told(text, source="Harbourwatch")
    assert [name for name, _ in found] == ["Harbourwatch", "Mei Okafor", "Harbourwatch", "Mei Okafor"]


def test_q_and_a_go_to_the_interviewee_named_before() -> None:
    text = (
        "An interview with Ana Solano, mayor of Brenn.\n\nQ. Were you afraid?\n\nA. I was. We all were.\n\n"
        "Q. What did you do?\n\nA. I rang the bell."
    )
    found = turns(Report("r", text))
    assert [turn.speaker.name for turn in found] == ["Q", "Ana Solano", "Q", "Ana Solano"]
    assert found[1].speaker.role == "mayor of Brenn"


INTERVIEW = """Mei Okafor talks to Harbourwatch about the flood

Mei Okafor has measured the river for sixteen years. She now talks to us about the night of 4 May.

When did you know?

I knew at two in the morning. My gauge jumped.

It jumped again at three. I rang everybody I know.

Did they answer?

We reached two of them. I still have the list.

The gauge house. Image: R. Lund.

What would you change?

I would put a siren on the school.

Sources

The Courier, 7 May
"""


def test_in_an_interview_without_labels_paragraphs_after_a_question_answer_it() -> None:
    found = told(INTERVIEW, title="Mei Okafor talks to Harbourwatch about the flood", source="Harbourwatch")
    assert [name for name, _ in found] == [
        "Harbourwatch", "Mei Okafor", "Mei Okafor", "Harbourwatch", "Mei Okafor", "Harbourwatch", "Mei Okafor",
    ]  # fmt: skip
    assert not any("Image" in words or "Courier" in words for _, words in found)


def test_a_remark_to_the_interviewee_is_no_answer() -> None:
    text = INTERVIEW.replace("Did they answer?", "You must have been tired.")
    names = [turn.speaker.name for turn in turns(Report("r", text.replace("What would", "Why? What would")))]
    assert names == []  # two questions are too few
    longer = text.replace("Sources", "Are you sure?\n\nI am.\n\nSources")
    found = told(longer, source="Harbourwatch")
    assert ("Harbourwatch", "You must have been tired.") in found


@pytest.mark.parametrize(
    "text",
    [
        "BRENN: The harbour was closed.\n\nThe mayor said: “We wait.”\n\nRead: Ferries stay in port\n\nThe crane fell.",
        "Health: 12 clinics are open.\n\nShelter: 300 tents arrived.\n\nWater: 5 wells were dug.\n\nFood: none.",
        "HEALTH: 12 clinics open.\n\nWATER: 5 wells dug.\n\nHEALTH: 3 clinics closed.\n\nWATER: no change.",
        "Date: 4 May\n\nPlace: Brenn\n\nSubject: The flood\n\nThe river rose by two metres in the night.",
        "Why did the dam fail?\n\nNobody knows.\n\nWho is to blame?\n\nThe company.\n\nWhat now?\n\nWe wait.",
        "Ana Solano: mayor.\n\nPiet Holm: minister.\n\nGarnett Hall: member for Lower Brenn.",
        "",
        "One line without a turn",
    ],
)
def test_news_situation_reports_and_lists_have_no_turns(text: str) -> None:
    assert turns(Report("r", text)) == []


def test_a_long_turn_is_cut_between_sentences_and_nothing_is_lost() -> None:
    text = " ".join(f"This is sentence number {number} of a long answer about the dam." for number in range(40))
    parts = list(cut(Span(0, len(text)), sentences(text), text))
    assert len(parts) > 5
    assert all(len(part) <= QUOTE and part.of(text).endswith("dam.") for part in parts)
    assert " ".join(part.of(text) for part in parts) == text


def test_a_sentence_longer_than_a_quote_stays_whole() -> None:
    text = "And so on " * 100
    assert [part.of(text) for part in cut(Span(0, len(text)), sentences(text), text)] == [text.strip()]
