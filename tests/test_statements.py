"""Statements from attributions: kinds, chains, nesting, and what must hold for any text."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.attribution.statements import attribute
from corpus.types import Report, Span, Statement


@dataclass(frozen=True)
class Marked:
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


class Saying:
    """A stand-in tagger with a visible rule: "WHO said|says|told ... that WHAT." and quotations with "WHO said"."""

    _INDIRECT = re.compile(
        r"(?P<who>[A-Z][^.,;:\"“”]{0,60}?|\b(?:I|he|she|they|we|the \w+)) "
        r"(?P<how>(?:has not |did not |also )?(?:said|says|denied|asked|quoted|reported|added))"
        r"(?P<to>:\n+| that | whether | (?=a )|, )(?P<what>[^\n]+?)(?=[.\n]|$)"
    )
    _DIRECT = re.compile(
        r"(?P<what>\"[^\"\n]+\"|“[^”\n]+”|''[^\n]+?'')(?:,)? (?P<who>[A-Z]\w+(?: [A-Z]\w+)*|he|she) (?P<how>said|told)"
    )

    def tag(self, texts: Sequence[str]) -> list[list[Marked]]:
        return [[self._marked(match) for match in self._matches(text)] for text in texts]

    def _matches(self, text: str) -> list[re.Match[str]]:
        direct = list(self._DIRECT.finditer(text))
        taken = [match.span() for match in direct]
        indirect = self._INDIRECT.finditer(text)
        free = [one for one in indirect if not any(one.start() < end and start < one.end() for start, end in taken)]
        return sorted([*direct, *free], key=lambda match: match.start())

    def _marked(self, match: re.Match[str]) -> Marked:
        return Marked(*((Span(*match.span(group)),) for group in ("who", "how", "what")))


class Given:
    """A tagger that marks what it is told to, each once: (source, cue, content), "" for no source."""

    def __init__(self, *marked: tuple[str, str, str]) -> None:
        self._marked = marked

    def tag(self, texts: Sequence[str]) -> list[list[Marked]]:
        return [[one for marked in self._marked if (one := self._find(text, *marked))] for text in texts]

    def _find(self, text: str, source: str, cue: str, content: str) -> Marked | None:
        parts = []
        at = text.find(content)
        for part in (source, cue):
            start = text.rfind(part, 0, at) if part in text[: max(at, 0)] else text.find(part)
            if at < 0 or start < 0:
                return None
            parts.append((Span(start, start + len(part)),) if part else ())
        return Marked(parts[0], parts[1], (Span(at, at + len(content)),))


def statements(text: str, *marked: tuple[str, str, str], author: str = "") -> list[Statement]:
    tagger = Given(*marked) if marked else Saying()
    return next(iter(attribute([Report("r", text, author=author)], tagger)))


def only(text: str, *marked: tuple[str, str, str], author: str = "") -> Statement:
    (statement,) = statements(text, *marked, author=author)
    return statement


# -- kinds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('"We will stay."', "direct"),
        ("“We will stay.”", "direct"),
        ("''We will stay.''", "direct"),
        ("‘We will stay.’", "direct"),
        ("that they would stay", "indirect"),
        ("that they would “stay until the end”", "mixed"),
    ],
)
def test_the_kind_is_read_from_the_quotation_marks(content: str, kind: str) -> None:
    assert only(f"Ana Solano said {content} yesterday.", ("Ana Solano", "said", content)).kind == kind


def test_marks_around_the_content_count_as_marks_in_it() -> None:
    assert only("“We will stay,” Solano said.", ("Solano", "said", "We will stay")).kind == "direct"


def test_words_behind_a_colon_on_a_line_of_their_own_are_direct_without_marks() -> None:
    text = "Ana Solano said:\n\nWe are appalled by the flood."
    assert only(text, ("Ana Solano", "said", ":\n\nWe are appalled by the flood")).kind == "direct"


def test_a_content_loses_the_colon_and_the_space_that_introduce_it() -> None:
    text = "Ana Solano said: the road is open."
    statement = only(text, ("Ana Solano", "said", ": the road is open"))
    assert statement.content[0].of(text) == "the road is open"


# -- polarity ---------------------------------------------------------------------------------------------------------


def test_a_negation_before_the_cue_counts_also_when_the_tagger_leaves_it_out() -> None:
    text = "The ministry has not said who would pay for it."
    assert only(text, ("The ministry", "said", "who would pay for it")).polarity == "declines"


# -- places -----------------------------------------------------------------------------------------------------------


def test_the_sentence_holds_all_of_a_statement() -> None:
    text = "It rained. “We wait,” Solano said. “We always wait.” The crane fell."
    marked = Marked((Span(22, 28),), (Span(29, 33),), (Span(11, 20), Span(35, 52)))

    class Both:
        def tag(self, texts: Sequence[str]) -> list[list[Marked]]:
            return [[marked] if one == text else [] for one in texts]

    (statement,) = next(iter(attribute([Report("r", text)], Both())))
    assert statement.sentence.of(text) == "“We wait,” Solano said. “We always wait.”"
    assert statement.kind == "direct"


def test_statements_are_numbered_in_the_order_of_the_text() -> None:
    text = "Ana Solano said that it rained. Piet Holm denied that it rained. She said that it had."
    found = statements(text)
    assert [(one.number, one.speaker.name) for one in found] == [(0, "Ana Solano"), (1, "Piet Holm"), (2, "Ana Solano")]


def test_a_source_that_runs_over_a_line_keeps_the_line_next_to_the_cue() -> None:
    text = "Ana Solano at the gate\nPiet Holm said that it rained."
    statement = only(text, ("Ana Solano at the gate\nPiet Holm", "said", "that it rained"))
    assert statement.source is not None and statement.source.of(text) == "Piet Holm"
    assert statement.speaker.name == "Piet Holm"


# -- who: first persons, elision, silence -----------------------------------------------------------------------------


def test_i_in_a_quotation_is_its_speaker() -> None:
    text = "“I think that it rained,” Ana Solano said."
    outer, inner = statements(
        text, ("Ana Solano", "said", "“I think that it rained,”"), ("I", "think", "that it rained")
    )
    assert (outer.speaker.name, inner.speaker.name) == ("Ana Solano", "Ana Solano")
    assert inner.speaker.resolved == "pronoun"


def test_i_in_another_persons_indirect_speech_is_the_author() -> None:
    text = "My husband says that I said that it always rained too much here."
    marked = ("My husband", "says", "that I said that it always rained too much here"), (
        "I", "said", "that it always rained too much here",
    )  # fmt: skip
    found = statements(text, *marked, author="Ana Solano")
    assert [one.speaker.name for one in found if one.source and one.source.of(text) == "I"] == ["Ana Solano"] * 2


def test_i_after_the_minister_said_and_a_colon_is_the_minister() -> None:
    text = "Minister Ana Solano said:\n\nWe are appalled.\n\nI believe that the dam should go."
    found = statements(
        text, ("Minister Ana Solano", "said", ":\n\nWe are appalled"), ("I", "believe", "that the dam should go")
    )
    assert found[1].speaker.name == "Ana Solano"


def test_a_cue_without_a_source_goes_on_from_the_one_before_it() -> None:
    text = "Ana Solano said that it rained and added that it was cold."
    found = statements(text, ("Ana Solano", "said", "that it rained"), ("", "added", "that it was cold"))
    assert found[1].speaker.name == "Ana Solano" and found[1].source is None


def test_a_cue_without_a_source_or_anything_before_it_belongs_to_nobody() -> None:
    statement = only("It is widely thought that it rained.", ("", "thought", "that it rained"))
    assert (statement.speaker.name, statement.speaker.resolved) == ("", "unresolved")


def test_the_name_behind_an_inverted_cue_is_the_source_also_when_the_tagger_leaves_it_out() -> None:
    text = 'Ana Solano wrote the report. Said Solano: "We will stay."'
    statement = only(text, ("", "Said", '"We will stay."'))
    assert statement.speaker.name == "Ana Solano"
    assert statement.source is not None and statement.source.of(text) == "Solano"


def test_whom_a_pronoun_speaks_of_by_name_is_not_who_speaks() -> None:
    text = 'Carl Okafor said that it rained. Luis Brandt spoke on Monday. "Brandt is late," he said.'
    found = statements(text, ("Carl Okafor", "said", "that it rained"), ("he", "said", '"Brandt is late,"'))
    assert found[1].speaker.name == "Carl Okafor"


def test_his_own_possessive_does_not_keep_a_pronoun_from_being_him() -> None:
    text = "Luis Brandt spoke on Monday. He said that Brandt's boat was late."
    assert only(text, ("He", "said", "that Brandt's boat was late")).speaker.name == "Luis Brandt"


def test_whom_somebody_speaks_of_is_not_who_speaks_next() -> None:
    text = 'Ana Solano said that Mary Holm had doubts about her plan.\n\n"It is late," she said.'
    found = statements(
        text, ("Ana Solano", "said", "that Mary Holm had doubts about her plan"), ("she", "said", '"It is late,"')
    )
    assert found[1].speaker.name == "Ana Solano"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("There was no immediate response from the country.", ("the country", "response", "There was")),
        ("Nobody said that the gate would open.", ("Nobody", "said", "that the gate would open")),
    ],
)
def test_silence_is_no_statement(text: str, marked: tuple[str, str, str]) -> None:
    assert statements(text, marked) == []


# -- second hand, and speech within speech ----------------------------------------------------------------------------


def test_reuters_quoting_a_source_is_the_sources_statement_through_reuters() -> None:
    text = "Reuters quoted a ministry source as saying that the gate would open."
    statement = only(text, ("Reuters", "quoted", "a ministry source as saying that the gate would open"))
    assert (statement.speaker.name, statement.speaker.resolved) == ("a ministry source", "unnamed")
    assert statement.chain == ("Reuters",)
    assert [span.of(text) for span in statement.content] == ["that the gate would open"]


@pytest.mark.parametrize(
    "text",
    [
        "According to state media, Minister Piet Holm said that the gate would open.",
        "Minister Piet Holm said that the gate would open, the Lindaro Tribune reported.",
    ],
)
def test_what_an_outlet_reports_came_through_the_outlet(text: str) -> None:
    statement = only(text, ("Minister Piet Holm", "said", "that the gate would open"))
    assert statement.speaker.name == "Piet Holm"
    assert statement.chain in (("state media",), ("Lindaro Tribune",))


def test_speech_within_speech_is_nested_and_came_through_the_outer_speaker() -> None:
    text = "Ana Solano said that the engineer denied that the dam had failed in the night."
    outer, inner = statements(text)
    assert (outer.nested, inner.nested) == (False, True)
    assert inner.content[0].of(text) == "the dam had failed in the night"
    assert inner.chain == ("Ana Solano",)
    assert inner.polarity == "denies"
    assert outer.content[0].covers(inner.content[0])


def test_a_turn_is_a_direct_statement_and_what_is_reported_in_it_is_nested() -> None:
    text = (
        "Mr. Hall: Thank you. The minister said that the dam was safe. I asked whether it was.\n\n"
        "Ms. Solano: We will look into it.\n\nMr. Hall: Thank you very much."
    )
    found = statements(text)
    turns = [one for one in found if one.cue is None]
    assert [(one.speaker.name, one.kind) for one in turns] == [
        ("Hall", "direct"),
        ("Solano", "direct"),
        ("Hall", "direct"),
    ]
    minister, hall = [one for one in found if one.nested]
    assert (minister.speaker.name, minister.chain) == ("The minister", ("Hall",))
    assert (hall.speaker.name, hall.polarity, hall.chain) == ("Hall", "asks", ())
    assert turns[0].source is not None and turns[0].source.of(text) == "Mr. Hall"


def test_a_letter_is_its_signers_and_what_it_reports_is_no_speech_within_speech() -> None:
    text = "Letters\n\nAna Solano said that the dam was safe. I doubt it.\n\nPiet Holm\n"
    reported, letter = statements(text)
    assert letter.content[0].of(text) == "I doubt it."
    assert (letter.speaker.name, letter.cue, letter.nested) == ("Piet Holm", None, False)
    assert letter.source is not None and letter.source.of(text) == "Piet Holm"
    assert (reported.speaker.name, reported.nested, reported.chain) == ("Ana Solano", False, ("Piet Holm",))


def test_a_signed_quotation_is_a_direct_statement_of_who_signs_it() -> None:
    text = "“The water took it all.” — Ana Solano\n“Nobody rang us in Brenn.” — Piet Holm"
    assert [(one.speaker.name, one.kind, one.content[0].of(text)) for one in statements(text)] == [
        ("Ana Solano", "direct", "“The water took it all.”"),
        ("Piet Holm", "direct", "“Nobody rang us in Brenn.”"),
    ]


# -- for any text -----------------------------------------------------------------------------------------------------


def sound(report: Report, found: Sequence[Statement]) -> bool:
    """Every span lies in the text and is not empty; numbers count up; a content is a slice of the text."""
    for number, one in enumerate(found):
        spans = [*one.content, one.sentence, *filter(None, (one.source, one.cue))]
        if one.number != number or not one.content or any(not 0 <= s.start < s.end <= len(report.text) for s in spans):
            return False
    return True


NEWS = """
Ana Solano|Mr. Hall:|The minister|Reuters|a source|he|I|said|told|denied|quoted|as saying|that|that it rained|the dam
|“|”|"|''|'|.|,|:|?|(|—|Q.
""".split("|")
WORDS = st.sampled_from([*NEWS, "\n\n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_spans_are_sound_for_any_run_of_news_words(text: str) -> None:
    report = Report("r", text)
    assert sound(report, next(iter(attribute([report], Saying()))))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.lists(st.tuples(*[st.integers(0, 300)] * 6), max_size=6))
def test_spans_are_sound_for_any_marks(text: str, marks: list[tuple[int, ...]]) -> None:
    def span(a: int, b: int, size: int) -> tuple[Span, ...]:
        start, end = sorted((min(a, size), min(b, size)))
        return (Span(start, end),) if start < end else ()

    class Anything:
        def tag(self, texts: Sequence[str]) -> list[list[Marked]]:
            return [
                [Marked(span(m[0], m[1], len(t)), span(m[2], m[3], len(t)), span(m[4], m[5], len(t))) for m in marks]
                for t in texts
            ]

    report = Report("r", text)
    assert sound(report, next(iter(attribute([report], Anything()))))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        '"' * 10_000,
        "“" * 10_000,
        "'' " * 5_000,
        "Ana Solano said that it rained " * 65_000,
        "I said that I thought that I said " * 3_000,
        "“I said that it rained,” he said. " * 3_000,
        "Ana Solano " * 20_000,
        "Mr. Hall: I said so.\n" * 3_000 + "Ms. Solano: No.\n" * 3_000,
    ],
    ids=["empty", "space", "straight", "curly", "doubled", "one line of 2 MB", "nested", "quotes", "names", "turns"],
)
def test_odd_texts_take_seconds_and_raise_nothing(text: str) -> None:
    report = Report("r", text)
    start = time.process_time()
    assert sound(report, next(iter(attribute([report], Saying()))))
    assert time.process_time() - start < 30


def test_reports_come_out_in_their_order_and_one_list_each() -> None:
    reports = [Report(str(n), f"Ana Solano said that it rained {n} times. " * n) for n in range(5)]
    found = list(attribute(iter(reports), Saying()))
    assert [len(one) for one in found] == [0, 1, 2, 3, 4]
    assert [one.report_id for some in found for one in some] == [str(n) for n in range(5) for _ in range(n)]
    assert list(attribute([], Saying())) == []
