"""What has no source or cue of its own: an author's own text, and what somebody goes on to say. All made up."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from corpus.attribution.own import author_of, authored
from corpus.attribution.statements import attribute
from corpus.types import Report, Span, Statement

COLUMN = (
    "What I saw from the bridge\n\n"
    "I have lived beside our river for forty years, and I have never seen it so high.\n\n"
    "The mayor said that the wall would hold. We believed her, my neighbours and I.\n\n"
    "It did not hold. I lost my shed. We lost our bees.\n\n"
    "Ana Solano is a beekeeper in Lower Brenn.\n"
)


class Marked:
    """An attribution of "WHO said that|: WHAT"; the whole rule of the tagger below."""

    def __init__(self, match: re.Match[str]) -> None:
        self.source, self.cue, self.content = ((Span(*match.span(part)),) for part in ("who", "how", "what"))


class Plain:
    """A stand-in tagger: "The mayor said that WHAT." and, with WHO behind it, a quotation."""

    _SAID = re.compile(
        r"(?P<who>(?:The|Mr) \w+|[A-Z]\w+ [A-Z]\w+) (?P<how>said|likened)(?: that |:\s+| (?=the ))(?P<what>[^.\n]+)"
    )
    _QUOTED = re.compile(r"(?P<what>“[^”]+”),? (?P<how>said) (?P<who>[A-Z]\w+ [A-Z]\w+)")

    def tag(self, texts: Sequence[str]) -> list[list[Marked]]:
        return [[Marked(m) for rule in (self._SAID, self._QUOTED) for m in rule.finditer(text)] for text in texts]


def statements(text: str, author: str = "", title: str = "", source: str = "") -> list[Statement]:
    return next(iter(attribute([Report("r", text, title, source, author)], Plain())))


def told(text: str, author: str = "", title: str = "", source: str = "") -> list[tuple[str, str]]:
    """(speaker, words) of each statement."""
    found = statements(text, author, title, source)
    return [(one.speaker.name, " / ".join(span.of(text) for span in one.content)) for one in found]


# -- an author's own words --------------------------------------------------------------------------------------------


def test_a_column_is_its_authors_but_for_what_others_say_in_it() -> None:
    assert told(COLUMN, "Ana Solano", "What I saw from the bridge") == [
        ("Ana Solano", "I have lived beside our river for forty years, and I have never seen it so high."),
        ("The mayor", "the wall would hold"),
        (
            "Ana Solano",
            "We believed her, my neighbours and I.\n\nIt did not hold. I lost my shed. We lost our bees.",
        ),
    ]


def test_the_note_below_a_column_tells_its_authors_role() -> None:
    (turn,) = authored(
        Report("r", COLUMN, author="Ana Solano"), [Span(m.start(), m.end()) for m in LINE.finditer(COLUMN)]
    )
    assert turn.speaker.role == "beekeeper in Lower Brenn"


VIEW = (
    "The wall should have been higher. Every engineer in the valley knew it.\n\n"
    "Piet Holm said that the wall would hold.\n\n"
    "It did not hold, and nobody has resigned.\n\n"
)


@pytest.mark.parametrize(
    ("note", "role"),
    [
        ("Ana Solano, a member of the board, is the mayor of Brenn.", "mayor of Brenn"),
        ("Dr. Solano teaches hydrology in Lindaro.", ""),
    ],
)
def test_a_note_that_tells_who_the_author_is_makes_it_the_authors_without_an_i(note: str, role: str) -> None:
    found = statements(VIEW + note, "Ana Solano")
    assert [(one.speaker.name, one.speaker.role) for one in found] == [
        ("Ana Solano", role),
        ("Piet Holm", ""),
        ("Ana Solano", role),
    ]


def test_a_sentence_of_a_column_that_only_tells_what_another_thinks_is_the_others() -> None:
    text = VIEW.replace(
        "Piet Holm said that the wall would hold", "The mayor likened the old wall to a sieve with a lid"
    )
    found = told(f"{text}Ana Solano is the mayor of Brenn.", "Ana Solano")
    assert [name for name, _ in found] == ["Ana Solano", "The mayor", "Ana Solano"]


@pytest.mark.parametrize(
    "text",
    [
        VIEW + "Ana Solano contributed from Brenn.",  # who wrote it, and not what else she is
        "“The wall should have been higher,” said Piet Holm. “It did not hold.”\n\nAna Solano is our editor in Brenn.",
    ],
)
def test_news_is_not_its_reporters_words(text: str) -> None:
    assert {name for name, _ in told(text, "Ana Solano")} == {"Piet Holm"}


LINE = re.compile(r"[^\n]+")


@pytest.mark.parametrize(
    ("text", "author"),
    [
        (COLUMN, ""),  # nobody is named
        (COLUMN, "The Lindaro Tribune"),  # an outlet is no author
        (
            "It rained on Brenn. “I lost my shed. We lost our bees. I wept and we sang,” he said. “I left us.”",
            "Piet Holm",
        ),
        ("The dam broke, I was told. " + "Nobody knows who opened the gate. " * 30, "Piet Holm"),
    ],
)
def test_one_i_or_an_outlet_makes_no_column(text: str, author: str) -> None:
    assert authored(Report("r", text, author=author), [Span(m.start(), m.end()) for m in LINE.finditer(text)]) == []


def test_what_a_ministry_publishes_in_the_first_person_is_the_ministrys() -> None:
    text = "We condemn the shelling of Brenn.\n\nOur thoughts are with the families. We call on all sides to stop."
    assert {name for name, _ in told(text, source="Ministry of Health")} == {"Ministry of Health"}
    assert told(text, source="The Lindaro Tribune") == told(text, source="Halyard") == []


SITUATION = (
    "Brenn: Situation Report No. 4\n\nHealth\n\n"
    "This report was produced by the office with its partners. The next report will be issued on 9 May.\n\n"
    "- Typhoid has been found in two wells. The mayor said that nobody is ill.\n"
    "- Fuel will last until Friday.\n"
    "For more information: desk@brenn.example, with the word wells in the subject line.\n"
)


@pytest.mark.parametrize(
    ("title", "author", "source", "name"),
    [
        ("Brenn: Situation Report No. 4", "", "Office for Joint Relief", "Office for Joint Relief"),
        ("Floods: Update No. 2", "Office for Joint Relief", "", "Office for Joint Relief"),
        ("Statement on the wells", "Brenn Hydro Press Office", "Brenn", "Brenn Hydro"),
        ("Typhoid in Brenn", "", "Ministry of Health", "Ministry of Health"),
        ("Brenn: Flash Update 3", "", "OJRA", "OJRA"),
        ("Sarn Valley: Situation Report", "", "Clear Relief", "Clear Relief"),
        ("Press release: two wells closed", "", "Clear Relief", "Clear Relief"),
        ("Two wells closed", "", "Ministry of Health, Press Office", "Ministry of Health"),
    ],
)
def test_what_a_body_issues_is_its_own_words_but_for_headings_and_what_others_say_in_it(
    title: str, author: str, source: str, name: str
) -> None:
    assert told(SITUATION, author, title, source) == [
        (name, "Typhoid has been found in two wells."), ("The mayor", "nobody is ill"),
        (name, "Fuel will last until Friday."),
    ]  # fmt: skip


def test_a_word_or_two_in_a_bodys_own_sentence_make_it_nobody_elses() -> None:
    text = "The clinic said that admissions stopped. The mayor said that nobody in Brenn is ill.\n"
    assert [(name, words) for name, words in told(text, source="Ministry of Health") if name.startswith("Min")] == [
        ("Ministry of Health", "The clinic said that admissions stopped.")
    ]


def test_what_others_say_in_it_is_through_nobody_and_the_body_may_go_by_its_name() -> None:
    text = (
        "Typhoid has been found in Brenn. Piet Holm said that he is ill.\n\nThe Ministry of Health closed two wells.\n"
    )
    found = statements(text, title="Typhoid in Brenn", source="Ministry of Health")
    assert [(one.speaker.name, one.chain) for one in found] == [
        ("Ministry of Health", ()), ("Piet Holm", ()), ("Ministry of Health", ()),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "author", "source"),
    [
        ("Minister's statement stuns Brenn", "", "The Lindaro Tribune"),
        ("Statement by the mayor on the wells", "", "Halyard"),
        ("Mayor: press release was late", "", "Halyard"),
        ("Brenn: Situation Report No. 4", "Ana Solano", "Halyard"),
        ("Brenn: Situation Report No. 4", "", "AFP"),
        ("Typhoid in Brenn", "", "State Broadcasting Corporation"),
        ("Typhoid in Brenn", "", "Business World"),
    ],
)
def test_what_papers_and_people_write_is_not_a_bodys(title: str, author: str, source: str) -> None:
    assert [name for name, _ in told(SITUATION, author, title, source)] == ["The mayor"]


@pytest.mark.parametrize(
    ("author", "source", "name"),
    [
        ("By ANA SOLANO. Email: ana@brenn.example", "", "Ana Solano"),
        ("James B. Holm", "", "James B. Holm"),
        ("Ana Solano, Piet Holm contributed reporting", "", "Ana Solano"),
        ("None", "Amalgamated Dock Workers", "Amalgamated Dock Workers"),
    ],
)
def test_the_author_is_who_the_byline_names_first(author: str, source: str, name: str) -> None:
    found = author_of(Report("r", "", author=author, source=source))
    assert found is not None
    assert found.name == name


# -- what somebody goes on to say -------------------------------------------------------------------------------------


def test_a_further_quotation_is_whose_the_one_before_it_is() -> None:
    text = (
        "“It did not rise,” said Ana Solano, the mayor. “It arrived, and nobody rang.”\n\n"
        "“That is all I know about the river.”"
    )
    assert told(text) == [
        ("Ana Solano", "“It did not rise,” / It arrived, and nobody rang. / That is all I know about the river.")
    ]


@pytest.mark.parametrize(
    "further",
    [
        "She sang “The Long Morning of the River” again.",  # no sentence by itself
        "\n\n“A river of tears”\n",  # a heading
        "It rained. “Nobody ever rang us about it,” the people of Brenn think.",
    ],
)
def test_what_is_no_further_sentence_of_theirs_stays_nobodys(further: str) -> None:
    text = f"“It did not rise,” said Ana Solano. {further}"
    assert told(text) == [("Ana Solano", "“It did not rise,”")]


def test_paragraphs_below_the_minister_said_are_the_ministers_up_to_a_heading() -> None:
    text = (
        "Piet Holm said:\n\nI welcome the truce. It is late.\n\nWe will send blankets to every village in the valley."
        "\n\nNotes to editors\n\nWe are reached by telephone."
    )
    first, *rest = statements(text)
    assert (first.speaker.name, first.kind, first.content[0].of(text)) == (
        "Piet Holm",
        "direct",
        "I welcome the truce.",
    )
    assert [(one.speaker.name, one.cue, one.content[0].of(text)) for one in rest] == [
        ("Piet Holm", None, "It is late.\n\nWe will send blankets to every village in the valley.")
    ]


def test_below_the_minister_said_a_third_person_goes_on_about_nobody() -> None:
    text = "Piet Holm said:\n\nIt rains in the valley\n\nThe river rose again on Monday, and the bridge was closed."
    assert len(told(text)) == 1


def test_a_copy_that_a_paper_has_seen_says_nothing_and_another_sentence_stays_its_speakers() -> None:
    class According:
        def tag(self, texts: Sequence[str]) -> list[list[Marked]]:
            rule = re.compile(r"(?P<what>[A-Z][^.]+?(?:\. [^.,]+)?), (?P<how>according to) (?P<who>[^.]+)")
            plain = re.compile(r"(?P<who>Ana Solano) (?P<how>said|wrote) that (?P<what>[^.,]+)")
            one = [rule if rule.search(text) else plain for text in texts]
            return [[Marked(m) for m in by.finditer(text)] for by, text in zip(one, texts, strict=True)]

    text = "Ana Solano wrote that it rained, according to a copy seen by the Tribune."
    (only,) = next(iter(attribute([Report("r", text)], According())))
    assert (only.speaker.name, only.nested) == ("Ana Solano", False)
