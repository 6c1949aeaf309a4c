"""Answers as plain text, as Telegram messages and as JSON."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render import Message, as_json, copy_text, plain, reference, telegram, telegram_excerpt, words
from bot.types import Answer, Citation, Excerpt, Said
from corpus.types import Span
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
        "Nearest to the question, but no answer to it:\n\n"
        "“Rain fell.” [1]\n\n"
        "Sources\n[1] Talks begin — Wire, 28 Oct 2016, p. 2"
    )


def test_example_questions_are_listed_in_plain_text_and_left_to_buttons_in_telegram() -> None:
    greeting = Answer("", abstained=False, lead="Hello.", example_questions=("Who spoke?", "Who won?"))
    assert plain(greeting) == "Hello.\n\nTry:\n- Who spoke?\n- Who won?"
    assert telegram(greeting) == [Message(html="Hello.", plain="Hello.")]


def test_an_answer_with_nothing_in_it_still_says_something() -> None:
    assert plain(Answer("", abstained=False, lead=" ")) == "The reports do not say."


# JSON


def test_json_carries_what_the_contract_names() -> None:
    got = as_json(FOUND, id="q1")
    assert (got["id"], got["abstained"], got["verdict"], got["score"]) == ("q1", False, None, 0.5)
    assert got["text"] == plain(FOUND)
    assert got["speakers"] == [{"name": "Bo", "role": ""}, {"name": "Ann Baker", "role": "mayor"}]
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
    assert "".join(bold) == marked or (marked.startswith(bold[0]) and "go on in the report" in parsed.text)
    (passage,) = parsed.of("expandable_blockquote")
    assert passage.strip("…") in text or "…" in text


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
