"""Answers as plain text, as Telegram messages and as JSON."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import Message, as_json, copy_text, plain, reference, telegram, telegram_excerpt, visible, words
from bot.types import Answer, Citation, Counts, Elsewhere, Excerpt, Group, Said, SpeakerRow
from corpus.types import Kind, Span
from tests.fakes.telegram_html import Parsed, checked, parse, units


def citation(quote: str, report: str = "r1", **fields: object) -> Citation:
    here = Citation(report, Span(10, 10 + len(quote)), quote, Span(0, 10 + len(quote)), "d")
    return (
        replace(here, title="Talks begin", source="Wire", date=date(2016, 10, 28), page=2)
        if not fields
        else (
            replace(here, **fields)  # type: ignore[arg-type]
        )
    )


CITED = (
    citation("We will\nrebuild."),
    citation("“We won't,” he said.", page=3, title="Talks begin", source="Wire"),
    citation("Rain fell.", "r2", title="", date=date(2016, 11, 1), date_guessed=True),
)


def said(number: int, speaker: str = "Ann Baker", role: str = "mayor", cue: str = "said", length: int = 99) -> Said:
    """A statement whose words are the citation's, or its first `length` characters."""
    cited = CITED[number - 1]
    span = Span(cited.span.start, min(cited.span.end, cited.span.start + length))
    polarity = "denies" if cue == "denied" else "asserts"
    return Said(speaker, role, cue, "direct", polarity, number - 1, span, cited.quote[:length])  # type: ignore[arg-type]


FOUND = Answer(
    "Who spoke?",
    abstained=False,
    lead="Two people.",
    citations=CITED,
    statements=(said(2, "Bo", "", "denied", 10), said(1)),
    spoken=True,
    note="2 statements.",
    score=0.5,
)


# Plain text


def test_plain_text_is_lead_statements_other_citations_note_and_a_line_a_report() -> None:
    assert plain(FOUND) == (
        "Two people.\n\n"
        "Ann Baker (mayor) said: “We will\nrebuild.” [1]\n\n"
        "Bo denied: “We won't, [2]\n\n"
        "“Rain fell.” [3]\n\n"
        "2 statements.\n\n"
        "Sources\n"
        "[1, 2] Talks begin — Wire, 28 Oct 2016, pp. 2, 3\n"
        "[3] r2 — 1 Nov 2016 (date guessed)"
    )


def test_a_quote_that_brings_its_own_marks_gets_no_second_pair() -> None:
    for quote in ("“Yes.”", '"Yes," he said.', "„Ja.“", "«Oui.»", "‘Yes.’"):
        assert f"{quote} [1]" in plain(replace(FOUND, citations=(citation(quote),), statements=()))
        assert f"“{quote}”" not in plain(replace(FOUND, citations=(citation(quote),), statements=()))


def test_under_a_name_stand_the_words_of_the_statement_and_no_others() -> None:
    assert "he said" not in plain(FOUND)
    assert "“We won't,” he said. [2]" in plain(replace(FOUND, spoken=False))


def test_a_turn_of_a_transcript_has_no_cue() -> None:
    turn = replace(FOUND, statements=(said(1, cue=""),))
    assert "Ann Baker (mayor): “We will" in plain(turn)


def test_when_abstained_the_nearest_passage_is_offered_as_no_answer() -> None:
    answer = Answer("Who won?", abstained=True, lead="", nearest=(citation("Rain fell."),))
    assert plain(answer) == (
        "The reports do not say.\n\n"
        "Nearest to the question; it may not answer it:\n\n"
        "“Rain fell.” [1]\n\n"
        "Sources\n[1] Talks begin — Wire, 28 Oct 2016, p. 2"
    )


def test_example_questions_are_listed_in_plain_text_and_left_to_buttons_in_telegram() -> None:
    greeting = Answer("", abstained=False, lead="Hello.", example_questions=("Who spoke?", "Who won?"))
    assert plain(greeting) == "Hello.\n\nTry:\n- Who spoke?\n- Who won?"
    assert telegram(greeting) == [Message(html="Hello.", plain="Hello.")]


def test_an_answer_with_nothing_in_it_still_says_something() -> None:
    assert plain(Answer("", abstained=False, lead=" ")) == "The reports do not say."


def test_a_group_is_a_heading_under_which_its_speaker_is_not_named_again() -> None:
    grouped = replace(FOUND, groups=(Group("Ann Baker", 0), Group("Cy Dorn", 1), Group("Others", 1)))
    assert plain(grouped).startswith(
        "Two people.\n\nAnn Baker\n\nsaid: “We will\nrebuild.” [1]\n\n"
        "Cy Dorn\nNothing on that in these reports.\n\n"
        "Others\n\nBo denied: “We won't, [2]\n\n“Rain fell.” [3]"
    )
    (parsed,) = seen(telegram(grouped))
    assert parsed.of("bold") == ["Ann Baker", "Cy Dorn", "Others", "Bo", "Sources"]


def test_a_last_group_may_be_empty_too() -> None:
    assert "Cy Dorn\nNothing on that" in plain(replace(FOUND, groups=(Group("All", 0), Group("Cy Dorn", 3))))


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        (Counts(12, 5, 1, 3), "12 statements in 5 reports, 1 to 3; say more for the next."),
        (Counts(12, 5, 1, 3, 2), "12 statements in 5 reports, 1 to 3; the newest is [2]; say more for the next."),
        (Counts(12, 5, 10, 12), "12 statements in 5 reports, 10 to 12."),
        (Counts(4, 1, 4, 4), "4 statements in 1 report, number 4."),
        (Counts(3, 2, 1, 3), "3 statements in 2 reports."),
        (Counts(3, 2, 1, 3, unit="quote"), "3 quotes in 2 reports."),
        (Counts(0, 7, 1, 6), "7 reports, 1 to 6; say more for the next."),
    ],
)
def test_what_a_list_holds_is_counted_in_a_line(counts: Counts, line: str) -> None:
    assert f"\n\n{line}\n\n" in plain(replace(FOUND, counts=counts))
    assert line in telegram(replace(FOUND, counts=counts))[0].plain


def test_a_single_statement_is_not_counted() -> None:
    assert plain(replace(FOUND, counts=Counts(1, 1, 1, 1))) == plain(FOUND)


def test_a_wire_story_names_the_other_reports_with_the_same_words() -> None:
    also = (Elsewhere("r8", "Talks", "Reuters", date(2016, 10, 3)), Elsewhere("r9", "Talks", "", None))
    shared = replace(CITED[0], also_in=also)
    answer = replace(FOUND, citations=(shared, *CITED[1:]))
    assert "[1, 2] Talks begin — Wire, 28 Oct 2016, pp. 2, 3; also in Reuters, 3 Oct 2016; Talks\n" in plain(answer)
    assert as_json(answer)["citations"][0]["also_in"][0] == {
        "report_id": "r8", "title": "Talks", "source": "Reuters", "date": "2016-10-03",
    }  # fmt: skip


def test_what_was_understood_and_what_to_choose_from_are_told() -> None:
    answer = replace(
        FOUND, understood=("Oct 2016", "Politico"), choices=("What did Bo Ash say?", "What did Bo Elm say?")
    )
    assert "\n\nUnderstood: Oct 2016, Politico.\n\n" in plain(answer)
    assert plain(answer).endswith("\n\nDid you mean:\n- What did Bo Ash say?\n- What did Bo Elm say?")
    assert as_json(answer)["understood"] == ["Oct 2016", "Politico"]
    assert as_json(answer)["choices"] == ["What did Bo Ash say?", "What did Bo Elm say?"]


def test_a_table_has_columns_in_plain_text_and_a_line_a_speaker_in_telegram() -> None:
    table = (
        SpeakerRow("Ann Baker", "mayor", 12, 5, ("A", "B", "C", "D"), date(2016, 10, 1), date(2016, 10, 28)),
        SpeakerRow("Bo <b>", "", 1, 1, (), None, None),
    )
    answer = Answer("who speaks?", abstained=False, lead="", table=table)
    assert plain(answer) == (
        "speaker            statements  reports  outlets          dates\n"
        "Ann Baker (mayor)          12        5  A, B, C, 1 more  1 Oct 2016 to 28 Oct 2016\n"
        "Bo <b>                      1        1"
    )
    (parsed,) = seen(telegram(answer))
    assert parsed.text == (
        "Ann Baker (mayor): 12 statements in 5 reports; A, B, C, 1 more; 1 Oct 2016 to 28 Oct 2016\n"
        "Bo <b>: 1 statement in 1 report"
    )
    assert as_json(answer)["table"][0] == {
        "name": "Ann Baker", "role": "mayor", "statements": 12, "reports": 5, "sources": ["A", "B", "C", "D"],
        "first": "2016-10-01", "last": "2016-10-28",
    }  # fmt: skip


def test_a_list_of_reports_is_their_lines_and_no_quotes() -> None:
    listed = plain(replace(FOUND, lead="", note="", kind="reports", counts=Counts(0, 2, 1, 2)))
    assert listed == (
        "2 reports.\n\nReports\n[1, 2] Talks begin — Wire, 28 Oct 2016, pp. 2, 3\n[3] r2 — 1 Nov 2016 (date guessed)"
    )


def test_a_fact_says_according_to_whom_where_its_words_do_not() -> None:
    told = replace(FOUND, kind="fact", spoken=False, lead="", note="")
    assert plain(told).startswith("“We will\nrebuild.” [1]\naccording to Ann Baker (mayor)\n\n")
    named = replace(told, citations=(citation("Ms Baker said so."), *CITED[1:]))
    assert "according to Ann Baker" not in plain(named)


def test_a_statement_through_others_names_them() -> None:
    through = replace(said(1), chain=("Reuters", "a diplomat"))
    assert "Ann Baker (mayor), through Reuters and a diplomat, said: “We will" in plain(
        replace(FOUND, statements=(through,))
    )


# JSON


def test_json_carries_what_the_contract_names() -> None:
    got = as_json(FOUND, id="q1")
    assert (got["id"], got["abstained"], got["verdict"], got["score"]) == ("q1", False, None, 0.5)
    assert got["text"] == plain(FOUND)
    assert got["speakers"] == [{"name": "Bo", "role": ""}, {"name": "Ann Baker", "role": "mayor"}]
    assert (got["kind"], got["understood"], got["counts"], got["groups"]) == ("", [], None, [])
    first = got["statements"][0]
    assert (first["speaker"], first["report_id"], first["citation"]) == ("Bo", "r1", 2)
    assert first["quote"] == "“We won't," and (first["start"], first["end"]) == (10, 20)
    assert (first["cue"], first["kind"], first["polarity"]) == ("denied", "direct", "denies")
    assert got["citations"][0] == {
        "report_id": "r1",
        "quote": "We will\nrebuild.",
        "start": 10,
        "end": 26,
        "title": "Talks begin",
        "source": "Wire",
        "date": "2016-10-28",
        "date_guessed": False,
        "page": 2,
        "url": "",
        "also_in": [],
    }


def test_json_of_an_abstention_has_no_citations_but_the_nearest() -> None:
    got = as_json(replace(FOUND, abstained=True, nearest=(citation("Rain fell."),)))
    assert got["citations"] == got["statements"] == got["speakers"] == []
    assert got["nearest"][0]["quote"] == "Rain fell."


# Telegram


def seen(messages: list[Message]) -> list[Parsed]:
    return [checked(parse(message.html)) for message in messages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_speakers_are_bold_quotes_are_blocks_and_titles_link_to_the_report() -> None:
    linked = replace(FOUND.citations[0], url="https://example.org/a?b=1&c=2")
    (parsed,) = seen(telegram(replace(FOUND, citations=(linked, *FOUND.citations[1:]))))
    assert parsed.of("bold") == ["Ann Baker", "Bo", "Sources"]
    assert parsed.of("blockquote") == [
        "“We will\nrebuild.” [1]",
        "“We won't, [2]",
        "“Rain fell.” [3]",
    ]
    assert parsed.of("text_link") == ["Talks begin"]
    assert [e.url for e in parsed.entities if e.url] == ["https://example.org/a?b=1&c=2"]


def test_an_address_that_is_no_web_page_is_no_link() -> None:
    for url in ("javascript:alert(1)", "file:///etc/passwd", "https://a b", "nonsense"):
        (parsed,) = seen(telegram(replace(FOUND, citations=(citation("Rain.", url=url),), statements=())))
        assert parsed.of("text_link") == []


def test_a_quote_too_long_for_a_message_shows_its_beginning_and_says_so_outside_of_the_marks() -> None:
    quote = " ".join(f"word{n}" for n in range(2000))
    (parsed,) = seen(telegram(replace(FOUND, citations=(citation(quote),), statements=())))
    (block,) = parsed.of("expandable_blockquote")
    assert block[0] == "“" and block[-1] == "”"
    assert quote.startswith(block[1:-1] + " ")
    assert parsed.text[parsed.text.index(block) + len(block) :].startswith("\n(continues; open [1])")


def test_a_long_lead_is_cut_between_words() -> None:
    lead = " ".join(f"word{n}" for n in range(1500))
    parts = seen(telegram(Answer("", abstained=False, lead=lead)))
    assert len(parts) > 2 and " ".join(part.text for part in parts) == lead


def test_a_long_lead_of_control_characters_loses_none_where_it_is_cut() -> None:
    answer = Answer("", abstained=False, lead="a\r" * 3000)
    shown = "".join(part.text for part in seen(telegram(answer)))
    assert shown.count("a") == 3000 and shown.count("\N{REPLACEMENT CHARACTER}") == 2999 and shown.endswith("a")


def test_words_longer_than_a_message_are_cut() -> None:
    (parsed,) = seen([words("<& " * 3000)])
    assert parsed.text.endswith("…") and units(parsed.text) <= 4096


# Surrogates are no characters and can't be sent; everything else can stand in a report.
anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
quotes = anything.filter(str.strip) | st.builds(
    lambda text, times: text * times, anything.filter(str.strip), st.integers(1, 60)
)
citations = st.builds(
    Citation,
    report_id=anything.filter(str.strip),
    span=st.just(Span(0, 0)),
    quote=quotes,
    passage=st.just(Span(0, 0)),
    title=anything,
    source=anything,
    date=st.none() | st.dates(),
    page=st.none() | st.integers(1, 99),
    url=st.sampled_from(["", "https://example.org/?a=1&b='\"<>"]),
)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    cited = tuple(draw(st.lists(citations, min_size=1, max_size=12)))
    abstained = draw(st.booleans())
    numbers = draw(st.lists(st.integers(0, len(cited) - 1), unique=True))
    speaker = anything.filter(str.strip)
    return Answer(
        question=draw(anything),
        abstained=abstained,
        lead=draw(anything) * draw(st.sampled_from([1, 1, 200])),
        citations=() if abstained else cited,
        nearest=cited if abstained else (),
        statements=tuple(
            Said(
                draw(speaker),
                draw(anything),
                draw(anything),
                "direct",
                draw(st.sampled_from(["asserts", "denies"])),
                n,
                cited[n].span,
                cited[n].quote,
            )
            for n in ([] if abstained else numbers)
        ),
        note=draw(anything),
        spoken=draw(st.booleans()),
        understood=tuple(draw(st.lists(anything.filter(str.strip), max_size=3))),
        choices=tuple(draw(st.lists(anything.filter(str.strip), max_size=3))),
        groups=tuple(
            Group(draw(speaker), first) for first in sorted(draw(st.lists(st.integers(0, len(cited)), max_size=4)))
        ),
        counts=draw(st.none() | st.just(Counts(30, 4, 1, len(cited), 1))),
    )


@settings(max_examples=150, deadline=None)
@given(answer=answers())
def test_whatever_an_answer_holds_telegram_takes_it_and_shows_what_plain_text_shows(answer: Answer) -> None:
    messages = telegram(answer)
    parts = seen(messages)
    shown = "".join(part.text for part in parts)
    if all(units(c.quote) <= 3000 for c in (*answer.citations, *answer.nearest)):
        assert squeezed(shown) == squeezed(plain(answer))
    assert squeezed(shown) == squeezed("".join(message.plain for message in messages))
    for message in messages:
        checked(Parsed(message.plain))


@settings(max_examples=150, deadline=None)
@given(
    before=anything,
    marked=anything,
    after=anything,
    times=st.tuples(*[st.sampled_from([1, 1, 80, 300])] * 3),
    where=citations,
)
def test_whatever_a_passage_holds_telegram_takes_it_with_the_cited_words_in_bold(
    before: str, marked: str, after: str, times: tuple[int, int, int], where: Citation
) -> None:
    before, marked, after = before * times[0], marked * times[1], after * times[2]
    text, span = before + marked + after, Span(len(before), len(before) + len(marked))
    message = telegram_excerpt(Excerpt(text, span, where), 12)
    (parsed,) = seen([message])
    checked(Parsed(message.plain))
    title, *bold = parsed.of("bold")
    assert title.startswith("[12] ")
    assert "".join(bold) == visible(marked) or (
        visible(marked).startswith(bold[0]) and "go on in the report" in parsed.text
    )
    (passage,) = parsed.of("expandable_blockquote")
    assert passage.strip("…") in visible(text) or "…" in text


def test_a_long_passage_is_trimmed_at_both_ends_between_words_around_the_cited_words() -> None:
    before, after = "front " * 900, " behind" * 900
    (parsed,) = seen([telegram_excerpt(Excerpt(f"{before}here{after}", Span(5400, 5404), citation("here")), 1)])
    (passage,) = parsed.of("expandable_blockquote")
    assert passage.startswith("…front front ") and passage.endswith(" behind behind…")
    assert parsed.of("bold") == ["[1] Talks begin", "here"]
    assert 2900 < units(passage) <= 3100


def test_a_citation_to_copy_is_quote_place_and_address_as_far_as_they_fit_whole() -> None:
    place = "Talks begin — Wire, 28 Oct 2016, p. 2"
    assert copy_text(citation("Rain fell.")) == f"“Rain fell.” ({place})"
    short = replace(citation("Rain fell."), url="https://example.org")
    assert copy_text(short) == f"“Rain fell.” ({place}) https://example.org"
    assert copy_text(replace(short, quote="Rain " * 60)) == f"{place} https://example.org"
    assert reference(short) == place


@given(where=citations)
def test_a_citation_to_copy_is_never_too_long_for_its_button(where: Citation) -> None:
    assert 1 <= units(copy_text(where)) <= 256


def test_a_few_words_are_shown_in_their_sentence() -> None:
    sentence = "Asked about the ferry, the mayor said never, and left the hall before anyone could ask again."
    few = Said("Ann Baker", "mayor", "said", "indirect", "asserts", 0, Span(46, 51), "never")
    shown = plain(replace(FOUND, citations=(citation(sentence),), statements=(few,)))
    assert f"Ann Baker (mayor), in: “{sentence}” [1]" in shown


@pytest.mark.parametrize(
    ("cue", "kind", "shown"),
    [
        ("told", "indirect", ", in: “Ann Baker told members that the ferry would stay in port all winter.” [1]"),
        ("said", "indirect", " said: “that the ferry would stay in port all winter” [1]"),
        ("told", "direct", ": “that the ferry would stay in port all winter” [1]"),
        ("disagreed:", "indirect", " disagreed: “that the ferry would stay in port all winter” [1]"),
    ],
)
def test_a_cue_that_needs_an_object_is_shown_in_its_sentence(cue: str, kind: Kind, shown: str) -> None:
    cited = citation("Ann Baker told members that the ferry would stay in port all winter.")
    words = "that the ferry would stay in port all winter"
    said = Said("Ann Baker", "", cue, kind, "asserts", 0, Span(10, 54), words)
    assert f"Ann Baker{shown}" in plain(Answer("?", False, "", (cited,), (said,), spoken=True))


def test_control_characters_are_shown_as_such_and_json_has_them_as_they_are() -> None:
    odd = citation("The \x1b[2Jferry\x9b\tsank\r.", url="https://a.example/\x1b[2J")
    answer = Answer("?", False, "", (odd,))
    for text in (plain(answer), telegram(answer)[0].html, telegram(answer)[0].plain, copy_text(odd)):
        assert "The \ufffd[2Jferry\ufffd\tsank\ufffd." in text and "\x1b" not in text
    assert as_json(answer)["citations"][0]["quote"] == odd.quote
