"""Who said what where a tagger's marks alone mislead: strayed spans, missed clauses. All reports are made up."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.attribution.missed import missed
from corpus.attribution.polarity import polarity
from corpus.attribution.statements import attribute
from corpus.sentences import sentences
from corpus.types import Report, Span, Statement


@dataclass(frozen=True)
class Marked:
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


class Given:
    """A tagger that marks what it is told to: source, cue and contents, by their words; "" for no source."""

    def __init__(self, *marked: tuple[str, ...]) -> None:
        self._marked = marked

    def tag(self, texts: Sequence[str]) -> list[list[Marked]]:
        return [
            [
                Marked(self._find(text, source), self._find(text, cue), self._find(text, *contents))
                for source, cue, *contents in self._marked
                if all(words in text for words in (source, cue, *contents))
            ]
            for text in texts
        ]

    def _find(self, text: str, *words: str) -> tuple[Span, ...]:
        return tuple(Span(text.index(one), text.index(one) + len(one)) for one in words if one)


def told(text: str, *marked: tuple[str, ...]) -> list[Statement]:
    return next(attribute([Report("r", text)], Given(*marked)))


def only(text: str, *marked: tuple[str, ...]) -> Statement:
    (statement,) = told(text, *marked)
    return statement


def said(statement: Statement, text: str) -> list[str]:
    return [span.of(text) for span in statement.content]


# -- who --------------------------------------------------------------------------------------------------------------

_FIRM = "Brenn Terminals said that it rained. {} added that it snowed."
_FIRM_SAID = ("Brenn Terminals", "said", "that it rained")


@pytest.mark.parametrize(("phrase", "name"), [("The union", "The union"), ("The company", "Brenn Terminals")])
def test_a_firm_is_the_company_and_never_the_union(phrase: str, name: str) -> None:
    found = told(_FIRM.format(phrase), _FIRM_SAID, (phrase, "added", "that it snowed"))
    assert [one.speaker.name for one in found if "snowed" in said(one, _FIRM.format(phrase))[0]] == [name]


def test_of_a_firm_and_a_body_of_workers_the_workers_are_the_union() -> None:
    text = "Brenn Terminals said no. The United Harbour Workers met. The union denied that it rained."
    found = told(text, ("Brenn Terminals", "said", "no"), ("The union", "denied", "that it rained"))
    assert [one.speaker.name for one in found] == ["Brenn Terminals", "United Harbour Workers"]


def test_a_ministry_is_no_company() -> None:
    text = "The Ministry of Trade said no. The company denied that it rained."
    found = told(text, ("The Ministry of Trade", "said", "no"), ("The company", "denied", "that it rained"))
    assert found[1].speaker.name == "The company"


def test_she_is_never_a_body_that_was_described() -> None:
    text = "Ana Solano came. Brenn Terminals, a firm, said no. The company denied it. “It was late,” she added."
    marked = [
        ("Brenn Terminals", "said", "no"),
        ("The company", "denied", "it"),
        ("she", "added", "“It was late,”"),
    ]
    assert told(text, *marked)[-1].speaker.name == "Ana Solano"


def test_her_in_a_clause_about_a_stranger_is_the_stranger() -> None:
    text = (
        "Ana Solano, a physician, said there was no outbreak and that Brenn was calm. A nurse in Brenn, who asked "
        "for her name to be left out, disagreed: it was worse, she added, and nobody had come."
    )
    found = told(
        text,
        ("Ana Solano, a physician,", "said", "there was no outbreak and that Brenn was calm"),
        ("A nurse in Brenn, who", "disagreed", "it was worse"),
        ("she", "added", "nobody had come"),
    )
    assert [one.speaker.name for one in found] == ["Ana Solano", "A nurse in Brenn", "A nurse in Brenn"]


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("Dr. Ana Solano came.{} Luis Brandt left. The doctor said no.", "The doctor", "Ana Solano"),
        ("The Blue Brigade is led by Luis Brandt.{} The commander said no.", "The commander", "Luis Brandt"),
    ],
)
def test_the_only_doctor_or_commander_of_a_report_is_meant_however_far_away(text: str, source: str, name: str) -> None:
    far = text.format(" It rained." * 12)
    assert only(far, (source, "said", "no")).speaker.name == name


def test_with_a_doctor_unnamed_as_well_the_doctor_is_neither() -> None:
    text = "Dr. Ana Solano came." + " It rained." * 12 + " Then a doctor from Brenn sang. The doctor said no."
    assert only(text, ("The doctor", "said", "no")).speaker.name == "The doctor"


def test_ones_own_cousin_is_somebody_else() -> None:
    text = "The town is held by Luis Brandt, a cousin of the surgeon. His cousin said no."
    assert only(text, ("His cousin", "said", "no")).speaker.name == "Luis Brandt’s cousin"


def test_who_behind_an_adviser_to_somebody_is_not_that_somebody() -> None:
    text = "“It rains,” said an adviser to Luis Brandt, who denied that it snowed."
    assert only(text, ("who", "denied", "that it snowed")).speaker.resolved == "unresolved"


@pytest.mark.parametrize(
    ("source", "name", "resolved"),
    [
        ("A doctor in Lower Brenn, who", "A doctor in Lower Brenn", "unnamed"),
        ("A doctor in Lower Brenn, who is ten,", "A doctor in Lower Brenn", "unnamed"),
        ("A poll of 1,012 people in the valley", "A poll of 1,012 people in the valley", "unnamed"),
        ("some doctors who", "some doctors", "unnamed"),
        ("who through his office", "", "unresolved"),
        ("whose lawyers", "", "unresolved"),
        ("She and her aides", "She and her aides", "unresolved"),
    ],
)
def test_a_shown_name_has_no_clause_and_a_pronoun_is_no_name(source: str, name: str, resolved: str) -> None:
    speaker = only(f"Well, {source} said that it rained.", (source, "said", "that it rained")).speaker
    assert (speaker.name, speaker.resolved) == (name, resolved)


def test_the_friends_whom_a_letter_addresses_are_not_they() -> None:
    text = "Friends,\n\nA week ago they said that we would lose."
    assert only(text, ("they", "said", "that we would lose")).speaker.resolved == "unresolved"


def test_they_after_she_and_her_aides_are_those_and_nobody_else() -> None:
    text = "The Harbour Council said no. She and her aides argue that it rained. They note that it snowed."
    found = told(
        text,
        ("The Harbour Council", "said", "no"),
        ("She and her aides", "argue", "that it rained"),
        ("They", "note", "that it snowed"),
    )
    assert (found[2].speaker.name, found[2].speaker.resolved) == ("She and her aides", "unresolved")


# -- spans ------------------------------------------------------------------------------------------------------------


def test_a_subject_marked_as_content_is_the_source() -> None:
    text = "A port source who asked not to be named told the Herald that it rained."
    found = only(text, ("", "told", "A port source who asked not to be named", "that it rained"))
    assert (found.speaker.name, said(found, text)) == ("A port source who asked not to be named", ["that it rained"])


def test_the_passive_has_no_such_subject() -> None:
    text = "Ana Solano was told that it rained."
    assert only(text, ("", "was told", "Ana Solano", "that it rained")).speaker.resolved == "unresolved"


def test_a_source_of_a_later_sentence_gives_way_to_the_subject() -> None:
    text = "Owners of houses in the valley have offered 260 rooms. Not all want them: a third of the families said no."
    found = only(text, ("a third of the families", "have offered", "260 rooms"))
    assert found.speaker.name == "Owners of houses in the valley"


def test_the_end_of_the_sentence_before_is_not_said() -> None:
    text = "They came late and had brought children.\n\nBy night 1,150 had crossed, the port said."
    found = only(text, ("the port", "said", "had brought children", "By night 1,150 had crossed"))
    assert said(found, text) == ["By night 1,150 had crossed"]


def test_whoever_has_seen_a_paper_does_not_say_what_it_shows() -> None:
    text = "Minutes of a meeting, which the Herald has read, show that it rained."
    found = only(text, ("the Herald has read,", "show", "that it rained"))
    assert found.speaker.name == "Minutes of a meeting"


def test_according_to_an_outlet_that_somebody_said_is_theirs_by_way_of_the_outlet() -> None:
    text = "According to the Lindaro Herald, mayoral spokesman Luis Brandt said Friday that it rained."
    found = only(text, ("the Lindaro Herald", "According to", "that it rained"))
    assert (found.speaker.name, found.chain) == ("Luis Brandt", ("Lindaro Herald",))


@pytest.mark.parametrize(("cue", "nested"), [("exaggerate", False), ("demand", True)])
def test_only_a_verb_of_speech_makes_speech_within_speech(cue: str, nested: bool) -> None:
    text = f"Ana Solano said the northern states {cue} the reach of the law and deny it."
    outer = ("Ana Solano", "said", f"the northern states {cue} the reach of the law and deny it")
    found = told(text, outer, ("the northern states", cue, "the reach of the law and deny it"))
    assert any(one.nested for one in found) == nested


# -- what a tagger misses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "who", "cue", "what", "how"),
    [
        ("Mr Brandt refused all comment as he left.", "Mr Brandt", "refused", "all comment", "declines"),
        (
            "The Ministry of the Harbour would not comment.",
            "The Ministry of the Harbour",
            "would not",
            "comment",
            "declines",
        ),
        ("The army’s office declined to comment.", "The army’s office", "declined", "to comment", "declines"),
        (
            "The office, which runs the port, did not respond to six questions.",
            "The office",
            "did not respond to",
            "six questions",
            "declines",
        ),
        ("The chamber of trade puts it at seven.", "The chamber of trade", "puts", "it at seven", "asserts"),
        (
            "She put the cost of it at 1,250.5 crowns, and left.",
            "She",
            "put",
            "the cost of it at 1,250.5 crowns",
            "asserts",
        ),
        ("The army gave a figure of 1,400.", "The army", "gave", "a figure of 1,400", "asserts"),
        ("Brenn Hydro speaks of four million crowns.", "Brenn Hydro", "speaks of", "four million crowns", "asserts"),
    ],
)
def test_a_refusal_to_comment_and_a_figure_are_found_without_the_tagger(
    text: str, who: str, cue: str, what: str, how: str
) -> None:
    found = only(text)
    assert found.source is not None and found.cue is not None
    assert (found.source.of(text), found.cue.of(text), said(found, text)) == (who, cue, [what])
    assert found.polarity == how


@pytest.mark.parametrize(
    "text",
    [
        "She put the children to bed at seven.",
        "The letter came when Mr Brandt refused all comment.",
        "He spoke of the sea.",
        "“Mr Brandt refused all comment,” it says on the wall.",
        "The port would not open.",
    ],
)
def test_other_clauses_are_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "source", "cue", "what"),
    [
        (
            "KHOVAR, Nov 9 (Halyard) - A shell struck the hospital, killing 19 people, doctors there said on Monday, "
            "as the army stayed silent.",
            "doctors there",
            "said",
            "A shell struck the hospital, killing 19 people",
        ),
        ("It rained. The bridge is closed, the port says.", "the port", "says", "The bridge is closed"),
        (
            "It rained. “Go home. It is a virtual tie,” Solano said.",
            "Solano",
            "said",
            "“Go home. It is a virtual tie,”",
        ),
        ("He was blunt: “It is a virtual tie,” he said.", "he", "said", "“It is a virtual tie,”"),
        (
            "Polls show that “the public is not at ease,” said Solano.",
            "Solano",
            "said",
            "Polls show that “the public is not at ease,”",
        ),
        (
            "The bridge is closed to lorries, according to the port.",
            "the port",
            "according to",
            "The bridge is closed to lorries",
        ),
    ],
)
def test_a_source_without_content_says_the_clause_right_before_it(text: str, source: str, cue: str, what: str) -> None:
    found = only(text, (source, cue))
    assert said(found, text) == [what] and found.source is not None and found.source.of(text) == source


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("On Monday, Solano said.", "Solano", "said"),  # no clause
        ("The bridge is closed, Solano added a rail.", "Solano", "added"),  # goes on: what was added is told
        ("The bridge is closed. Solano said.", "Solano", "said"),  # another sentence
        ("The bridge to the north, she said, is closed to lorries.", "she", "said"),  # goes on as well
        ("“It was a slow and dirty war,” who, like the others, said so.", "who, like the others,", "said"),
        ("The bridge is closed to us, Solano painted.", "Solano", "painted"),
    ],
)
def test_a_source_without_content_says_nothing_else(text: str, source: str, cue: str) -> None:
    assert told(text, (source, cue)) == []


def test_a_clause_that_somebody_else_says_is_not_said_twice() -> None:
    text = "The bridge is closed to all lorries, the port says, the paper said."
    assert len(told(text, ("the port", "says", "The bridge is closed to all lorries"), ("the paper", "said"))) == 1


def test_what_the_tagger_found_is_not_found_twice() -> None:
    text = "Mr Brandt refused all comment."
    assert len(told(text, ("Mr Brandt", "refused", "all comment"))) == 1


@given(st.text(alphabet="The Mr.,said ofput at7\n“did not comment", max_size=200))
@settings(max_examples=100, deadline=None)
def test_the_spans_of_a_missed_clause_lie_in_its_sentence(text: str) -> None:
    for sentence in sentences(text):
        for source, cue, content in missed(text, sentence):
            assert sentence.start <= source.start < source.end <= cue.start < cue.end <= content.start < content.end
            assert content.end <= sentence.end


def test_a_text_without_stops_is_read_quickly() -> None:
    text = "The of for at, the " * 3000
    begin = time.perf_counter()
    assert list(missed(text, Span(0, len(text)))) == []
    assert time.perf_counter() - begin < 1


# -- how --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [
        ("said", "that he did not comment on fairy tales", "declines"),
        ("said", "She would not apologise", "declines"),
        ("said", "he would not go into documents", "declines"),
        ("said", "the port could not comment on it", "asserts"),
        ("said", "that he would not resign", "asserts"),
        ("refused", "any further comment", "declines"),
    ],
)
def test_who_says_that_they_will_not_speak_declines(cue: str, content: str, expected: str) -> None:
    assert polarity(cue, "", content) == expected


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "expected"),
    [
        (
            "Ana Solano, who wanted it “without aid”, described it as a victory.",
            "Ana Solano",
            "described",
            "it as a victory",
            "asserts",
        ),
        ("Ana Solano has not, however, said that it rained.", "Ana Solano", "said", "that it rained", "declines"),
    ],
)
def test_a_negation_of_another_clause_is_not_the_cues(
    text: str, source: str, cue: str, content: str, expected: str
) -> None:
    assert only(text, (source, cue, content)).polarity == expected
