"""Each kind of question has its own form of answer; lists are complete, counted, and paged without loss."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answer import compose
from bot.conversation import Conversation
from bot.forms import FORMS, listed_form
from bot.forms.asked import NOBODY
from bot.forms.premise import helpful
from bot.forms.said import is_document_of, is_plural
from bot.grammar import Kind
from bot.question import Question
from bot.quotes import Finder
from bot.render import as_json, plain, telegram
from bot.types import Answer
from corpus.types import Polarity, Span
from index.catalog import Filter
from index.search import Index
from tests.fakes.collection import asked, shelve

ANN, BEN, CARL, DORA = "ann baker", "ben ruud", "carl dorn", "dora finch"
REPORTS = [
    {
        "id": "stays", "title": "Ferry stays in port", "source": "The Courier", "date": "2021-05-01",
        "text": "Ann Baker, the mayor, said that the ferry stays in port. Ben Ruud said that the ferry is older than "
        "the harbour. Ann Baker denied that the ferry leaked in the night. It rained all day.",
    },
    {
        "id": "sails", "title": "Ferry sails again", "source": "Island Radio", "date": "2021-05-03",
        "text": "Ann Baker said that the ferry sails on Friday. A senior official said that the ferry cost too much. "
        "Carl Dorn said that Ben Ruud knows nothing of ships. Ann Baker said that the ferry needs another captain.",
    },
    {
        "id": "roof", "title": "School roof", "source": "The Courier", "date": "2021-05-05",
        "text": "Ann Baker said that the roof of the school is safe. Dora Finch said that the pupils stay at home. "
        "Ben Ruud denied that the ferry sank. Ann Baker promised that the ferry would carry the pupils.",
    },
    {
        "id": "undated", "title": "A note", "source": "", "text": "Dora Finch denied that Ben Ruud was on the quay.",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return shelve(tmp_path_factory.mktemp("collection"), *REPORTS)


def question(kind: Kind, topic: str = "", *speakers: str, text: str = "?", **more: object) -> Question:
    persons = tuple((person,) for person in speakers)
    return Question(text, topic, kind=kind, topic=topic, speakers=persons, whom=" and ".join(speakers), **more)  # type: ignore[arg-type]


def told(index: Index, wanted: Question) -> Answer:
    """The answer of the question's form, over all statements."""
    form = listed_form(wanted) or FORMS[wanted.kind]
    return form(asked(index, wanted))


def pages(index: Index, wanted: Question) -> list[Answer]:
    """All pages of a list, as a chat would ask for them by "more"."""
    answers = list[Answer]()
    while True:
        answer = told(index, wanted)
        if not answer.citations:
            return answers
        answers.append(answer)
        shown = tuple((c.report_id, c.span.start, c.span.end) for c in answer.citations)
        wanted = replace(wanted, without=(*wanted.without, *shown))


def words(answers: Sequence[Answer]) -> list[str]:
    return [said.quote for answer in answers for said in answer.statements]


def counts(answer: Answer) -> tuple[int, ...]:
    assert answer.counts
    return answer.counts.statements, answer.counts.reports, answer.counts.first, answer.counts.last


def headed(answer: Answer) -> dict[str, list[str]]:
    """The quotes under each heading."""
    ends = [*(group.first for group in answer.groups[1:]), len(answer.citations)]
    return {
        group.title: [said.quote for said in answer.statements if group.first <= said.citation < end]
        for group, end in zip(answer.groups, ends, strict=True)
    }


# Lists


def test_all_of_somebodys_statements_are_listed_newest_first_and_counted(index: Index) -> None:
    answers = pages(index, question("what_said", "", ANN))
    assert words(answers) == [
        "the roof of the school is safe",
        "the ferry would carry the pupils",
        "the ferry sails on Friday",
        "the ferry needs another captain",
        "the ferry stays in port",
        "the ferry leaked in the night",
    ]
    assert [counts(answer) for answer in answers] == [(6, 3, 1, 3), (6, 3, 4, 6)]


def test_the_first_of_somebodys_statements_are_the_oldest(index: Index) -> None:
    first = told(index, question("first", "", ANN))
    assert words([first]) == ["the ferry stays in port", "the ferry leaked in the night", "the ferry sails on Friday"]


def test_days_asked_about_limit_the_list(index: Index) -> None:
    asked_about = question("what_said", "", ANN, when=(date(2021, 5, 2), date(2021, 5, 4)))
    assert counts(told(index, asked_about)) == (2, 1, 1, 2)


def test_what_somebody_said_on_a_topic_is_theirs_counted_and_the_newest_marked(index: Index) -> None:
    answers = pages(index, question("what_said", "ferry", ANN))
    assert {said.person for answer in answers for said in answer.statements} == {ANN}
    assert [counts(answer) for answer in answers] == [(5, 3, 1, 3), (5, 3, 4, 5)]
    assert len(set(words(answers))) == len(words(answers)) == 5 and all("ferry" in quote for quote in words(answers))
    newest = answers[1].counts and answers[1].counts.newest
    assert newest and answers[1].citations[newest - 1].date == date(2021, 5, 5)


@pytest.mark.parametrize(
    "wanted",
    [
        question("what_said", "", ANN),
        question("what_said", "ferry", ANN),
        question("compare", "ferry", ANN, BEN),
        question("change", "ferry", ANN),
        question("latest", "ferry"),
        question("about", "ferry"),
        question("who_said", "ferry", text="which people spoke of it?"),
        question("who_said", "", text="who denied anything?", polarity="denies"),
        question("in_report", "stays", text="statements in the report stays"),
        question("reports"),
        question("reports", "ferry"),
    ],
    ids=lambda wanted: f"{wanted.kind} {wanted.topic} {wanted.text}",
)
def test_a_list_is_paged_to_its_end_with_none_lost_and_none_twice(index: Index, wanted: Question) -> None:
    answers = pages(index, wanted)
    places = [(c.report_id, c.span) for answer in answers for c in answer.citations]
    assert len(places) == len(set(places))
    total = {answer.counts.statements or answer.counts.reports for answer in answers if answer.counts}
    assert total == {len(places)}
    last = 0
    for answer in answers:
        assert answer.counts and answer.counts.first == last + 1
        last = answer.counts.last
        assert last - answer.counts.first + 1 == len(answer.citations)


# Kinds


def test_who_denied_it_lists_denials_and_no_assertion(index: Index) -> None:
    answer = told(index, question("who_said", "ferry", text="who denied anything about the ferry?", polarity="denies"))
    assert [(said.speaker, said.quote) for said in answer.statements] == [
        ("Ann Baker", "the ferry leaked in the night"),
        ("Ben Ruud", "the ferry sank"),
    ]
    assert {said.polarity for said in answer.statements} == {"denies"}


@pytest.mark.parametrize(("polarity", "many"), [("denies", 3), ("declines", 0)])
def test_who_denied_anything_is_answered_from_the_catalogue(index: Index, polarity: Polarity, many: int) -> None:
    answer = told(index, question("who_said", "", text="who denied it?", polarity=polarity))
    assert len(answer.statements) == many
    assert answer.abstained == (many == 0)


def test_where_several_are_asked_for_each_speaker_comes_before_the_second_quote_of_anybody(index: Index) -> None:
    answer = told(index, question("who_said", "ferry", text="which people spoke of the ferry?"))
    firsts = [said.speaker for said in answer.statements][:3]
    assert sorted(firsts) == ["A senior official", "Ann Baker", "Ben Ruud"]
    assert counts(answer) == (8, 3, 1, 8)


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("which senators raised it?", True),
        ("what local officials denied it?", True),
        ("who all said that?", True),
        ("which people were against it?", True),
        ("which senator raises the matter?", False),
        ("which spokesman says that?", False),
        ("who said that?", False),
        ("what did she say?", False),
    ],
)
def test_several_are_asked_for_by_a_noun_in_the_plural(text: str, several: bool) -> None:
    assert is_plural(text) == several


def test_who_speaks_is_a_table_counted_from_the_catalogue(index: Index) -> None:
    rows = told(index, question("who_speaks")).table
    assert [(row.name, row.statements, row.reports) for row in rows] == [
        ("Ann Baker", 6, 3), ("Ben Ruud", 2, 2), ("Dora Finch", 2, 2), ("Carl Dorn", 1, 1),
    ]  # fmt: skip
    assert rows[0].sources == ("Island Radio", "The Courier")
    assert (rows[0].first, rows[0].last) == (date(2021, 5, 1), date(2021, 5, 5))


def test_who_speaks_within_limits_counts_only_what_is_within(index: Index) -> None:
    rows = told(index, question("who_speaks", filter=Filter(sources=("Island Radio",)))).table
    assert [(row.name, row.statements) for row in rows] == [("Ann Baker", 2), ("Carl Dorn", 1)]


def test_how_often_somebody_is_quoted_is_one_row(index: Index) -> None:
    [row] = told(index, question("who_speaks", "", DORA)).table
    assert (row.name, row.statements, row.reports, row.first) == ("Dora Finch", 2, 2, date(2021, 5, 5))


def test_who_speaks_on_a_topic_counts_only_that_and_quotes_the_first_few(index: Index) -> None:
    answer = told(index, question("who_speaks", "ferry"))
    assert [(row.name, row.statements) for row in answer.table] == [
        ("Ann Baker", 5), ("Ben Ruud", 2), ("A senior official", 1),
    ]  # fmt: skip
    assert [said.speaker for said in answer.statements] == ["Ann Baker", "Ben Ruud", "A senior official"]


def test_who_speaks_best_on_a_topic_comes_first_and_who_speaks_most_where_that_is_asked(index: Index) -> None:
    for text, first in (("who spoke about the ferry?", "Ben Ruud"), ("who speaks most about the ferry?", "Ann Baker")):
        wanted = asked(index, question("who_speaks", "ferry", text=text))
        quotes = [replace(q, score=float(q.said is not None and q.said.person == BEN)) for q in wanted.quotes]
        assert FORMS["who_speaks"](replace(wanted, quotes=tuple(quotes))).table[0].name == first


def test_the_source_of_a_claim_is_the_chain_from_the_outlet_to_the_speaker(index: Index) -> None:
    answer = told(index, question("source_of", "captain"))
    assert answer.groups[0].title == "Island Radio, from Ann Baker"
    assert answer.statements[0].quote == "the ferry needs another captain"


def test_a_question_for_a_number_is_answered_with_a_number_or_not_at_all(tmp_path: Path) -> None:
    texts = [f"Ann Baker said that the {ship} took pupils to school." for ship in ("ferry", "barge", "cutter")]
    short = shelve(tmp_path / "a", *({"id": str(n), "text": text} for n, text in enumerate(texts)))
    wanted = question("fact", "pupils", text="how many pupils did they take?")
    assert told(short, wanted).abstained
    texts.append("Ann Baker said that the tug took forty pupils to school.")
    found = shelve(tmp_path / "b", *({"id": str(n), "text": text} for n, text in enumerate(texts)))
    assert "forty" in told(found, wanted).citations[0].quote


def test_who_denied_it_is_also_who_says_in_their_own_words_that_it_is_not_so(tmp_path: Path) -> None:
    found = shelve(
        tmp_path,
        {"id": "a", "text": "Ann Baker said that there had been no letter at all. Ben Ruud said that a letter came."},
        {"id": "b", "text": "Carl Dorn denied that the bakery burned."},
    )
    answer = told(found, question("who_said", "letter", text="who denied that there was a letter?", polarity="denies"))
    assert [said.speaker for said in answer.statements] == ["Ann Baker"]


def test_words_that_nobody_says_stand_beside_somebodys_under_a_heading(tmp_path: Path) -> None:
    told_by_none = "The ferry cost nine crowns a day."
    texts = [
        told_by_none,
        "A senior official said the ferry cost too much.",
        "Dora Finch said that the ferry was late.",
    ]
    found = shelve(tmp_path, *({"id": str(n), "text": text} for n, text in enumerate(texts)))
    answer = Conversation(found).reply("chat", "what did dora finch say about the cost of the ferry?")
    assert [group.title for group in answer.groups] == [NOBODY]
    assert [c.quote for c in answer.citations[answer.groups[-1].first :]] == [told_by_none]
    assert {said.speaker for said in answer.statements} == {"Dora Finch"}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Ann Baker said that the letter came on Monday. It did not. Ben Ruud said that a letter came.", "It did not."),
        ("Ann Baker said that a letter on fares played no part. Ben Ruud said that a letter on fares came.", "no part"),
    ],
)
def test_a_no_stands_behind_what_it_denies_or_in_a_clause_with_it(tmp_path: Path, text: str, cited: str) -> None:
    found = shelve(tmp_path, {"id": "a", "text": text})
    wanted = asked(found, question("who_said", "letter", text="who denied the letter?", polarity="denies"))
    whole = [
        replace(q, span=Span(0, text.index(" Ben"))) if q.said and q.said.person == ANN else q for q in wanted.quotes
    ]
    answer = FORMS["who_said"](replace(wanted, quotes=tuple(whole), rank=lambda _: []))
    assert [said.speaker for said in answer.statements] == ["Ann Baker"] and cited in answer.citations[0].quote


def test_a_denial_of_it_is_shown_with_what_the_speaker_goes_on_to_say(tmp_path: Path) -> None:
    text = "Two men said the letter came. Ann Baker denied it. Ann Baker said that the post was late."
    found = shelve(tmp_path, {"id": "a", "text": text})
    wanted = asked(found, question("who_said", "letter", text="who denied the letter?", polarity="denies"))
    sure = [
        replace(q, sure=0.9, span=Span(0, 51))
        for q in wanted.quotes
        if q.said and q.said.statement.polarity == "denies"
    ]
    answer = FORMS["who_said"](replace(wanted, quotes=tuple(sure), rank=lambda _: []))
    assert answer.citations[0].quote == text


def test_a_question_for_a_name_is_answered_by_who_is_named(tmp_path: Path) -> None:
    texts = [f"Ann Baker said that the pilot of the {ship} slept." for ship in ("ferry", "barge", "cutter")]
    texts.append("Ann Baker said that the pilot was named as Carl Dorn.")
    found = shelve(tmp_path, *({"id": str(n), "text": text} for n, text in enumerate(texts)))
    answer = told(found, question("fact", "pilot", text="what is the name of the pilot?"))
    assert "Carl Dorn" in answer.citations[0].quote


def test_who_is_found_for_their_own_words_comes_before_who_only_speaks_beside_them(tmp_path: Path) -> None:
    text = "Ann Baker said that the ferry sails. Ben Ruud said that the ferry leaks."
    found = shelve(tmp_path, {"id": "a", "text": text}, {"id": "b", "text": "Carl Dorn said that the ferry is old."})
    wanted = asked(found, question("who_speaks", "ferry"))
    quotes = [replace(q, span=Span(0, len(q.report.text))) for q in wanted.quotes if q.said and q.said.person != BEN]
    answer = FORMS["who_speaks"](replace(wanted, quotes=tuple(quotes), rank=lambda _: []))
    assert [row.name for row in answer.table] == ["Ann Baker", "Carl Dorn", "Ben Ruud"]


# Where the reports do not say


def test_of_somebody_who_never_speaks_on_it_it_is_told_what_they_speak_on_and_who_does(index: Index) -> None:
    wanted = question("what_said", "roof", CARL)
    note = helpful(asked(index, wanted))
    assert note == "Carl Dorn is quoted in these reports: Ferry sails again. On that speaks: Ann Baker."


def test_somebody_whom_no_report_names_is_said_to_be_unknown(index: Index) -> None:
    for kind in ("what_said", "did_say", "latest"):
        wanted = replace(question(kind, "ferry"), whom="Zelda Quist", search="Zelda Quist ferry")
        answer = compose(Finder(index), wanted, index)
        assert answer.abstained and answer.note == "Nobody called Zelda Quist is quoted in the reports."
        assert len(answer.nearest) == 1 and answer.verdict == ("not_found" if kind == "did_say" else None)


def test_nobody_says_yes_for_another(index: Index) -> None:
    for whom, said in (("the captain", []), ("the mayor", ["the ferry stays in port"])):
        answer = told(index, replace(question("did_say", "ferry"), whom=whom))
        assert answer.verdict == "not_found" if not said else words([answer])[:1] == said


def test_before_it_is_told_that_somebody_did_not_say_it_their_own_words_are_searched(index: Index) -> None:
    wanted = asked(index, question("did_say", "port", ANN))
    others = tuple(q for q in wanted.quotes if q.said and q.said.person != ANN)
    answer = FORMS["did_say"](replace(wanted, quotes=others))
    assert answer.statements[0].speaker == "Ann Baker"


def test_what_somebody_wrote_is_theirs_and_what_is_said_for_them_is_not(tmp_path: Path) -> None:
    found = shelve(
        tmp_path,
        {"id": "a", "text": "Ann Baker said that it rained. A senior official said that the ferry sails."},
    )
    [*_, quote] = asked(found, question("did_say", "ferry", ANN)).quotes
    assert quote.said
    speakers = {"Baker's letter": True, "Ann Baker’s statement": True, "Baker's aide": False, "Ruud's letter": False}
    for name, is_theirs in speakers.items():
        said = quote.said.statement
        row = replace(quote.said, person="", statement=replace(said, speaker=replace(said.speaker, name=name)))
        assert is_document_of(row, [["baker"]]) == is_theirs


def test_more_in_a_chat_that_has_asked_nothing_is_one_sentence(index: Index) -> None:
    answer = compose(Finder(index), question("more"), index)
    assert answer.lead.startswith("There is nothing to go on from") and not answer.citations


# Citing


def test_what_no_longer_stands_in_its_report_is_dropped_and_logged_without_its_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    searched = shelve(tmp_path, *REPORTS)
    before = asked(searched, question("who_said", "ferry", text="which people spoke of the ferry?"))
    changed = {**REPORTS[1], "text": str(REPORTS[1]["text"]).replace("sails on Friday", "sinks on Friday")}
    shelve(tmp_path, REPORTS[0], changed, *REPORTS[2:3])
    with caplog.at_level(logging.WARNING):
        answer = FORMS["who_said"](before)
    assert {c.report_id for c in answer.citations} == {"stays", "roof"}
    assert len(answer.statements) == len(answer.citations) == 5
    dropped = [record.getMessage() for record in caplog.records]
    assert len(dropped) == 3 and all(": sails [" in message for message in dropped)
    assert not any("Friday" in message or "captain" in message for message in dropped)


def test_every_form_gives_an_answer_that_can_be_shown_everywhere(index: Index) -> None:
    for kind in FORMS:
        for topic in ("ferry", "bridge", ""):
            for speakers in ((), (ANN,), (ANN, DORA)):
                answer = told(index, question(kind, topic, *speakers))  # type: ignore[arg-type]
                assert answer.kind == kind
                assert plain(answer).strip() and telegram(answer) and as_json(answer)
                assert not (answer.abstained and answer.citations)
