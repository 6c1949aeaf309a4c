"""What tells whether words answer: words side by side, shapes of passages, and the candidates made of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.features import AT, Candidates
from bot.memory import Memory
from bot.quotes import CONFIDENCE, KINDS, Finder, Weights, best, confidence, doubts
from bot.shapes import LONGEST
from bot.words import Vocabulary, cut, stem
from index.search import Index
from tests.fakes.collection import shelve
from tests.fakes.encoder import ToyEncoder

ROOT = Path(__file__).parents[1]
FERRY = {
    "id": "ferry",
    "title": "Storm shuts the harbour",
    "text": "The storm came on Monday. Ann Baker, the harbour master, said that the ferry would stay in port. "
    "Carl Dunn denied that the ferry was late. Nobody was hurt.",
}
MARKET = {"id": "market", "text": "The market opened at nine. Eva Frost said that apples were dear this year."}


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return shelve(tmp_path, FERRY, MARKET)


def found(index: Index, text: str) -> tuple[Finder, object, Candidates]:
    finder = Finder(index)
    question = finder.understand(text, Memory())
    topic = finder.topic(question)
    return finder, topic, finder.candidates(topic, question)


class TestWords:
    def test_words_without_a_topic_are_left_out_and_the_others_keep_their_places(self) -> None:
        text = "The ferry, she said, will sail."
        found = cut(text)
        assert found.words == ("ferry", "sail")
        assert [text[at : at + 4] for at in found.starts] == ["ferr", "sail"]

    def test_a_stem_is_that_of_the_full_text(self) -> None:
        assert stem("ferries") == stem("ferry") and stem("the") == ""

    def test_equal_stems_are_the_same_and_other_words_as_alike_as_their_vectors(self) -> None:
        at = {"boat": [1.0, 0.0], "boats": [1.0, 0.0], "ship": [0.8, 0.6], "apple": [0.0, 1.0]}
        words = Vocabulary(lambda some: np.array([at[w] for w in some], np.float32))
        ids = words.ids(["boat", "boats", "ship", "apple"])
        assert words.ids(["ship"]).tolist() == [ids[2]]
        [row] = words.alike(ids[:1], ids)
        assert row[0] == row[1] == 1
        assert row[2] == pytest.approx(0.99)  # a cosine of 0.8 and more: nearly the same, but another word
        assert row[3] == 0

    def test_a_name_is_like_nothing_but_what_begins_as_it_does(self) -> None:
        at = {"yemen": [1.0, 0.0], "syria": [1.0, 0.0], "yemenis": [1.0, 0.0]}
        words = Vocabulary(lambda some: np.array([at[w] for w in some], np.float32))
        ids = words.ids(["yemen", "syria", "yemenis"])
        assert words.alike(ids[:1], ids)[0].tolist() == pytest.approx([1, 0.99, 0.99])
        assert words.alike(ids[:1], ids, np.array([True, True, True]))[0].tolist() == pytest.approx([1, 0, 0.99])

    def test_what_has_a_capital_within_a_sentence_is_a_name(self) -> None:
        found = cut('Ferries sail. "Boats," said Ann Baker of Brenn, sink.')
        assert [w for w, is_name in zip(found.words, found.names, strict=True) if is_name] == ["ann", "baker", "brenn"]

    def test_no_words_are_like_nothing(self) -> None:
        words = Vocabulary(lambda some: np.ones((len(some), 2), np.float32))
        assert words.alike(words.ids([]), words.ids(["boat"])).shape == (0, 1)


class TestCandidates:
    def test_every_run_of_up_to_three_sentences_and_every_statement_is_one(self, index: Index) -> None:
        _, _, every = found(index, "what happened to the ferry?")
        texts = {c.span.of(c.report.text) for c in every.some if c.report.id == "ferry"}
        sentences = FERRY["text"].split(". ")
        assert f"{sentences[0]}." in texts
        assert "the ferry would stay in port" in texts  # a statement's content
        runs = [t for t in texts if t.startswith("The storm")]
        assert max(t.count(". ") for t in runs) == 2 and all(len(t) <= LONGEST for t in runs)

    def test_a_feature_is_a_share_or_a_cosine(self, index: Index) -> None:
        _, _, every = found(index, "did Carl Dunn say the ferry was late?")
        shares = every.features[:, [AT[n] for n in ("said", "near", "topic_said", "topic_passage", "whom", "pairs")]]
        assert (shares >= 0).all() and (shares <= 1 + 1e-6).all()
        cosines = every.features[:, [AT[n] for n in ("cosine", "sentence", "sentences", "meaning")]]
        assert (np.abs(cosines) <= 1 + 1e-3).all()

    def test_the_words_of_the_one_who_is_asked_for_are_told_from_others(self, index: Index) -> None:
        _, _, every = found(index, "what did Carl Dunn say about the ferry?")
        theirs = {
            c.said.statement.speaker.name
            for c, row in zip(every.some, every.features, strict=True)
            if c.said and row[AT["asked"]]
        }
        assert theirs == {"Carl Dunn"}

    def test_asked_who_each_statement_of_a_run_is_a_candidate_of_its_own(self, index: Index) -> None:
        _, _, every = found(index, "who spoke of the ferry?")
        both = [
            c
            for c in every.some
            if c.span.of(c.report.text).startswith("Ann Baker") and "Dunn" in c.span.of(c.report.text)
        ]
        speakers = {c.said.statement.speaker.name for c in both if c.said}
        assert speakers == {"Ann Baker", "Carl Dunn"}

    def test_the_topic_leaves_out_whose_words_are_asked_for(self, index: Index) -> None:
        _, topic, _ = found(index, "what did Ann Baker say about apples?")
        weights = dict(zip(topic.words, topic.apart.tolist(), strict=True))  # type: ignore[attr-defined]
        assert weights["apples"] == 1 and weights["baker"] == 0

    def test_the_best_do_not_overlap(self, index: Index) -> None:
        _, topic, every = found(index, "who said that the ferry would stay in port?")
        quotes = best(topic, every, Weights.load(), 10)  # type: ignore[arg-type]
        for i, q in enumerate(quotes):
            assert not any(q.report.id == p.report.id and q.span.overlap(p.span) for p in quotes[:i])
        assert "stay in port" in quotes[0].span.of(quotes[0].report.text)
        assert all(0 <= q.sure <= 1 for q in quotes)


class TestConfidence:
    def test_words_on_the_topic_are_surer_than_words_of_the_same_person_on_another(self, index: Index) -> None:
        sure = []
        for topic_words in ("the ferry staying in port", "apples being dear"):
            _, topic, every = found(index, f"what did Ann Baker say about {topic_words}?")
            told = doubts(topic, best(topic, every, Weights.load(), 10))  # type: ignore[arg-type]
            assert told.shape == (len(CONFIDENCE),)
            sure.append(float(confidence(Weights.load(), told)))
        assert sure[0] > sure[1]

    def test_a_proper_name_under_which_nobody_speaks_is_unknown(self, index: Index) -> None:
        finder = Finder(index)
        assert finder.is_unknown("Rep. Dolores Hatch of the harbour")
        assert finder.is_unknown("General Storm")  # the two stand nowhere side by side
        assert not finder.is_unknown("the harbour master")

    def test_where_ministers_speak_the_prime_minister_may_not(self, tmp_path: Path) -> None:
        said = "The transport minister said that the ferry would sail. "
        texts = {"The prime minister was away.": False, "The premier was away.": False, "It is prime season.": True}
        for number, (text, unknown) in enumerate(texts.items()):
            finder = Finder(shelve(tmp_path / str(number), {"id": "a", "text": said + text}))
            assert finder.is_unknown("the prime minister") is unknown
            assert not finder.is_unknown("the transport minister")
            assert finder.is_unknown("Prime Minister Zelda Quist")  # whether or not another one speaks

    def test_the_weights_that_ship_have_one_for_each_feature_and_kind(self) -> None:
        weights = Weights.load()
        assert weights.quote.shape == (len(KINDS), len(AT)) and weights.confidence.shape == (len(CONFIDENCE),)
        assert weights.quote[0].any() and weights.confidence.any()
        held = json.loads((ROOT / "bot" / "weights.json").read_text())
        assert set(held["quote"]) == set(AT) and set(held["confidence"]) == set(CONFIDENCE)

    def test_what_speaks_against_an_answer_never_counts_for_one(self) -> None:
        weights = dict(zip(CONFIDENCE, Weights.load().confidence, strict=True))
        assert all(weights[name] <= 0 for name in ("unknown", "absent", "nobody's", "others'"))
        assert all(weights[name] >= 0 for name in ("topic_near", "sentence", "meaning", "score", "lead", "again"))


class _Backwards:
    """Likes best what comes last in the alphabet."""

    def scores(self, question: str, texts: list[str]) -> np.ndarray:
        order = sorted(texts)
        return np.array([order.index(text) for text in texts], np.float32)


def test_a_reranker_orders_the_first_quotes(index: Index) -> None:
    finder = Finder(index, _Backwards())  # type: ignore[arg-type]
    question = finder.understand("what about the ferry?", Memory())
    topic = finder.topic(question)
    quotes = best(topic, finder.candidates(topic, question), Weights.load(), 4)
    texts = [f"{q.report.title}\n{q.span.of(q.report.text)}" for q in finder.reranked(question, quotes)]
    assert texts == sorted(texts, reverse=True) and len(texts) == len(quotes) > 1
    assert Finder(index).reranked(question, quotes) == quotes


def test_sentences_of_a_passage_have_a_vector_each(index: Index) -> None:
    passages = index.catalog.passages
    rows = passages.of("ferry")
    [vectors] = passages.sentences([row.key for row in rows]).values()
    said = ToyEncoder().encode(["Nobody was hurt."])[0]
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert len(vectors) == 4 and (units @ said).argmax() == 3 and (units @ said).max() > 0.99


def test_a_statement_stands_in_its_passage_and_a_passage_tells_its_statements(index: Index) -> None:
    passages, statements = index.catalog.passages, index.catalog.statements
    [row] = passages.of("ferry")
    touching = statements.touching([row.key])[row.key]
    assert [s.statement.speaker.name for s in touching] == ["Ann Baker", "Carl Dunn"]
    assert [p.key for p in passages.holding([s.key for s in touching])] == [row.key]
