"""What stands below a name: words of that speaker, not of the one before or behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.citing import alone, cite, said
from bot.conversation import Conversation
from bot.features import FEATURES
from bot.quotes import Quote
from bot.render import as_json, plain
from corpus.sentences import sentences
from corpus.types import Passage, Report, Span, Speaker, Statement
from index.catalog import Catalog, Entry
from index.search import Index
from tests.fakes.collection import shelve

REPORT = {
    "id": "ferry",
    "title": "Storm",
    "text": "Eva Frost said that the ferry was late. Ann Baker said that the ferry would stay in port. It was cold.",
}


def quote_of(index: Index, name: str, span: Span) -> tuple[Quote, Catalog]:
    catalog = index.catalog
    report = catalog.report("ferry")
    assert report is not None
    [row] = [row for row in catalog.statements.of("ferry") if row.statement.speaker.name == name]
    return Quote(report, span, Span(0, len(report.text)), row, np.zeros(len(FEATURES))), catalog


def test_sentences_of_somebody_else_at_an_end_are_left_out(tmp_path: Path) -> None:
    quote, catalog = quote_of(shelve(tmp_path, REPORT), "Ann Baker", Span(0, 89))
    kept = alone(quote, catalog)
    assert kept.span.of(quote.report.text) == "Ann Baker said that the ferry would stay in port."
    assert kept == replace(quote, span=kept.span)


def test_sentences_that_nobody_says_stay(tmp_path: Path) -> None:
    quote, catalog = quote_of(shelve(tmp_path, REPORT), "Ann Baker", Span(40, 102))
    kept = alone(quote, catalog)
    assert kept.span.of(quote.report.text) == "Ann Baker said that the ferry would stay in port. It was cold."


LEAK = {
    "id": "ferry",
    "title": "Leak",
    "text": "Ann Baker denied that the ferry leaked. Ann Baker said that it was dry. Eva Frost said that it sank.",
}


def test_all_that_somebody_says_in_a_citation_without_a_break_is_theirs_each_with_its_place(tmp_path: Path) -> None:
    quote, catalog = quote_of(shelve(tmp_path, LEAK), "Eva Frost", Span(0, len(LEAK["text"])))
    own = [row for row in catalog.statements.of("ferry") if row.statement.speaker.name == "Ann Baker"]
    told = said(replace(quote, said=own[0]), cite(quote), 0, catalog)
    assert told and told.quote == "the ferry leaked. Ann Baker said that it was dry" == told.span.of(LEAK["text"])
    assert [(part.quote, part.polarity, part.span.of(LEAK["text"])) for part in told.parts] == [
        ("the ferry leaked", "denies", "the ferry leaked"), ("it was dry", "asserts", "it was dry"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # who wanted it is not known, and it stands in a sentence of theirs
        (
            "A diver said two sank, had to be left out, and one was dry.",
            "two sank, had to be left out, and one was dry",
        ),
        ("A diver said two sank. She asked to be left out. One, said the diver, and one was dry.", "two sank"),
    ],
)  # fmt: skip
def test_nobodys_words_are_no_break_in_a_sentence_of_theirs_alone(tmp_path: Path, text: str, told: str) -> None:
    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    diver, she = Speaker("A diver", "unnamed"), Speaker("", "unresolved")
    held = [("two sank", diver), ("to be left out", she), ("and one was dry", diver)]
    around = {words: next(s for s in sentences(text) if s.covers(at(words))) for words, _ in held}
    statements = [
        Statement("ferry", 0, None, None, (at(words),), around[words], speaker, "indirect")
        for words, speaker in sorted(held, key=lambda item: at(item[0]).start)
    ]
    whole, report = Span(0, len(text)), Report("ferry", text)
    catalog = Catalog(tmp_path, create=True)
    catalog.begin("")
    vector = np.ones(3, np.float16).tobytes()
    told_by = [(replace(one, number=n), b"hash", vector) for n, one in enumerate(statements)]
    catalog.put([Entry(report, "a.jsonl", [(Passage("ferry", 0, whole), b"hash", vector)], told_by)])
    row = next(row for row in catalog.statements.of("ferry") if row.statement.content == (at("two sank"),))
    quote = Quote(report, whole, whole, row, np.zeros(len(FEATURES)))
    found = said(quote, cite(quote), 0, catalog)
    assert found and found.quote == told and all(part.quote != "to be left out" for part in found.parts)


def test_of_several_statements_one_may_be_a_denial_so_their_whole_sentences_are_shown(tmp_path: Path) -> None:
    answer = Conversation(shelve(tmp_path, LEAK)).reply("chat", "what did ann baker say about the leak?")
    words = "Ann Baker denied that the ferry leaked. Ann Baker said that it was dry."
    assert f"Ann Baker, in: “{words}” [1]" in plain(answer)
    parts = as_json(answer)["statements"][0]["parts"]
    assert [part["quote"] for part in parts] == ["the ferry leaked", "it was dry"]


def test_a_few_words_are_cited_with_their_sentence_and_what_they_go_on_to(tmp_path: Path) -> None:
    text = "Ann Baker said that it is late. It is not."
    index = shelve(tmp_path, {"id": "ferry", "text": text})
    quote, _ = quote_of(index, "Ann Baker", Span(text.index("it is"), len(text)))
    assert cite(quote).quote == text
