from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.errors import IndexDamaged, IndexMissing
from corpus.types import Report, Span, Speaker, Statement
from index.build import Silent
from index.catalog import NO_FILTER, Catalog, Entry, Filter, PassageRow, lock
from index.search import RRF_K, Channel, Hit, Index, Query
from tests.fakes.encoder import ToyEncoder, prose, toy_build, write_jsonl

TEXTS = {
    "bridge": "The old bridge over the Brenn was closed on Friday. Engineers found cracks in two pillars.",
    "ferry": "The ferry will carry islanders free of charge until the bridge opens again.",
    "school": "Pupils of the lower school were sent home when the roof gave way.",
    "harvest": "Growers expect a poor harvest of apples after the late frost.",
}
FIELDS: dict[str, dict[str, str]] = {
    "bridge": {"source": "The Wire", "date": "2020-01-01"},
    "ferry": {"source": "Вестник", "date": "2020-01-02"},
    "school": {"source": "The Wire", "date": "2020-01-03"},
    "harvest": {"source": "Almanac"},
}


def reports(path: Path, **texts: str) -> Path:
    return write_jsonl(path, *({"id": i, "text": text, **FIELDS.get(i, {})} for i, text in texts.items()))


def opened(folder: Path) -> Index:
    return Index(folder, ToyEncoder)


def ids(hits: list[Hit[PassageRow]]) -> list[str]:
    return [hit.row.passage.report_id for hit in hits]


def asked(index: Index, text: str, wanted: Filter = NO_FILTER, **limits: int) -> list[str]:
    return ids(index.search(Query(text, wanted, **limits)).passages)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("search")
    toy_build(reports(root / "a.jsonl", **TEXTS), root / "index", ToyEncoder())
    return root / "index"


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    return opened(folder)


@pytest.mark.parametrize("name", TEXTS)
def test_a_passage_asked_for_word_for_word_comes_first_with_cosine_1(index: Index, name: str) -> None:
    first = index.search(Query(TEXTS[name])).passages[0]
    report = index.catalog.report(name)
    assert report and first.row.passage.span.of(report.text) == TEXTS[name]
    assert 0.999 < first.cosine <= 1
    assert (first.dense_rank, first.words_rank) == (1, 1)


def test_a_hit_is_scored_by_the_reciprocals_of_its_ranks(index: Index) -> None:
    hits = index.search(Query("closed bridge ferry of apples")).passages
    for hit in hits:
        ranks = [rank for rank in (hit.dense_rank, hit.words_rank) if rank]
        assert hit.score == pytest.approx(sum(1 / (RRF_K + rank) for rank in ranks))
        assert (hit.words > 0) == (hit.words_rank is not None)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert sorted(hit.dense_rank or 0 for hit in hits) == [1, 2, 3, 4]


def test_a_hit_that_only_words_brought_has_its_cosine_too(index: Index) -> None:
    query = Query("the roof over the ferry", depth=1)  # each list brings one, and here not the same
    hits = {hit.row.passage.report_id: hit for hit in index.search(query).passages}
    deep = {hit.row.passage.report_id: hit for hit in index.search(Query(query.text)).passages}
    assert {name: hit.cosine for name, hit in hits.items()} == pytest.approx(
        {name: deep[name].cosine for name in hits}, abs=1e-3
    )  # the index of vectors is in half precision


def test_limit_and_depth_say_how_many_hits_and_how_far_down_is_looked(index: Index) -> None:
    assert len(asked(index, "bridge", limit=2)) == 2
    assert asked(index, "harvest of apples", depth=1) == ["harvest"]


@pytest.mark.parametrize(
    ("wanted", "let_through"),
    [
        (Filter(since=date(2020, 1, 2)), {"ferry", "school"}),
        (Filter(until=date(2020, 1, 2)), {"bridge", "ferry"}),
        (Filter(sources=("the wire",)), {"bridge", "school"}),
        (Filter(sources=("ВЕСТНИК", "almanac")), {"ferry", "harvest"}),
        (Filter(reports=("harvest", "no such report")), {"harvest"}),
        (Filter(since=date(2021, 1, 1)), set()),
        (Filter(reports=("no such report",)), set()),
    ],
)
def test_a_filter_restricts_what_vectors_and_what_words_bring(
    index: Index, wanted: Filter, let_through: set[str]
) -> None:
    """A report without a date fails a filter by date."""
    hits = index.search(Query("bridge ferry school harvest", wanted)).passages
    assert {hit.row.passage.report_id for hit in hits} == let_through
    assert all(hit.dense_rank and hit.words_rank for hit in hits)


def test_a_filter_by_people_finds_what_they_say_however_much_others_say_of_it(tmp_path: Path) -> None:
    text = "The bridge is shut. " * 80 + "The bridge is what it is."
    spans = [Span(start, min(start + 19, len(text))) for start in range(0, len(text) - 5, 20)]
    speakers = [Speaker("Ana Voss", "name")] * 80 + [Speaker("Ben Ruud", "name")]
    told = [
        Statement("r", n, None, None, (span,), span, speaker, "direct")
        for n, (span, speaker) in enumerate(zip(spans, speakers, strict=True))
    ]
    encoder, catalog = ToyEncoder(), Catalog(tmp_path, create=True)
    catalog.adopt(encoder.model, encoder.fingerprint, encoder.dimensions)
    catalog.begin("")
    rows = encoder.encode([span.of(text) for span in spans]).astype(np.float16)
    stored = [(statement, b"", row.tobytes()) for statement, row in zip(told, rows, strict=True)]
    catalog.put([Entry(Report("r", text), "a.txt", [], stored)])
    catalog.people.merge()
    [person] = [person.key for person in catalog.people.all() if person.name == "Ben Ruud"]
    channel = Channel(catalog, catalog.statements, catalog.statements.rows)
    channel.fulltext.sync()
    asked = Query("bridge shut", Filter(people=(person,)))
    [hit] = channel.search(asked, encoder.encode([asked.text])[0])
    assert (hit.row.statement.number, hit.row.person, hit.dense_rank, hit.words_rank) == (80, person, 1, 1)
    direct, denials = Filter(kinds=("direct",)), Filter(polarities=("denies",))
    assert len(channel.search(Query("bridge", direct, limit=99, depth=99), encoder.encode(["bridge"])[0])) == 81
    assert channel.search(Query("bridge", denials), encoder.encode(["bridge"])[0]) == []
    assert channel.search(Query("bridge", Filter(people=("nobody",))), encoder.encode(["bridge"])[0]) == []
    everybody = Channel(catalog, catalog.passages, catalog.passages.rows)
    assert everybody.search(asked, encoder.encode([asked.text])[0]) == []


def test_people_do_not_restrict_passages(index: Index) -> None:
    assert asked(index, TEXTS["ferry"], Filter(people=("nobody",)))[0] == "ferry"


def test_a_phrase_must_stand_in_every_hit_word_for_word(index: Index) -> None:
    assert ids(index.search(Query("ferry", phrases=("the bridge opens",))).passages) == ["ferry"]
    assert ids(index.search(Query("", phrases=("of",))).passages) != []
    assert ids(index.search(Query("bridge", phrases=("opens the bridge",))).passages) == []
    assert ids(index.search(Query("bridge", Filter(reports=("bridge",)), ("the bridge opens",))).passages) == []


@pytest.mark.parametrize("text", ["", " ", "?", "AND (", '"', "*", "-", "text:", "who said that?", "\0", "🙂"])
def test_a_question_without_a_word_or_with_signs_raises_nothing(index: Index, text: str) -> None:
    assert len(asked(index, text)) == 4
    assert asked(index, f"{text} harvest of apples")[0] == "harvest"


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), limit=st.integers(0, 20))
def test_any_unicode_can_be_asked(index: Index, text: str, limit: int) -> None:
    assert len(asked(index, text, limit=limit)) == min(limit, 4)


def test_there_is_nothing_to_search_without_an_index_or_without_a_report(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"No index in .*\. Run: onrecord index build"):
        opened(tmp_path)
    Catalog(tmp_path, create=True)
    with pytest.raises(IndexMissing, match=r"holds no report\. Run: onrecord index build PATHS"):
        opened(tmp_path)


def test_a_text_that_is_searched_for_again_within_other_limits_is_encoded_once(folder: Path) -> None:
    encoded = list[str]()

    class Counting(ToyEncoder):
        def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
            encoded.extend(texts)
            return super().encode(texts, progress)

    index = Index(folder, lambda _: Counting())
    for wanted in (NO_FILTER, Filter(sources=("The Wire",)), NO_FILTER):
        index.search(Query("bridge", wanted))
    assert encoded == ["bridge"]
    index.search(Query("ferry"))
    assert encoded == ["bridge", "ferry"]


def test_the_encoder_is_loaded_at_the_first_need_and_once(folder: Path) -> None:
    loaded: list[str] = []

    def load(model: str) -> ToyEncoder:
        loaded.append(model)
        return ToyEncoder(model)

    index = Index(folder, load)
    assert loaded == []
    threads = [threading.Thread(target=index.search, args=(Query("bridge"),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loaded == ["toy"]


def test_an_encoder_with_other_weights_is_refused_with_a_sentence(folder: Path) -> None:
    index = Index(folder, lambda model: ToyEncoder("another"))
    with pytest.raises(IndexDamaged, match=r"weights of toy are not those .* run: onrecord index build"):
        index.search(Query("bridge"))


def test_caches_that_are_deleted_come_back_without_encoding(tmp_path: Path, folder: Path) -> None:
    shutil.copytree(folder, tmp_path / "index")
    shutil.rmtree(tmp_path / "index" / "fulltext")
    for file in (tmp_path / "index").glob("*.faiss"):
        file.unlink()
    encoder = ToyEncoder()
    index = Index(tmp_path / "index", lambda _: encoder)
    assert index.search(Query(TEXTS["bridge"])).passages[0].words > 0
    assert encoder.texts == [TEXTS["bridge"]]  # the question
    shutil.rmtree(tmp_path / "index" / "fulltext")  # and an open one goes on
    assert asked(index, TEXTS["ferry"])[0] == "ferry"


def test_an_open_index_follows_a_build(tmp_path: Path) -> None:
    path, folder = tmp_path / "a.jsonl", tmp_path / "index"
    toy_build(reports(path, **TEXTS), folder, ToyEncoder())
    index = opened(folder)
    assert not index.follow()
    toy_build(reports(path, bridge="The bridge is open.", zoo="A zebra was born in the zoo."), folder, ToyEncoder())
    first = index.search(Query("zebra in the zoo")).passages[0]
    assert (first.row.passage.report_id, first.words_rank, first.dense_rank) == ("zoo", 1, 1)
    assert sorted(asked(index, TEXTS["bridge"])) == ["bridge", "zoo"]
    assert not index.follow()


def test_an_open_index_follows_to_another_encoder(tmp_path: Path) -> None:
    path, folder = reports(tmp_path / "a.jsonl", **TEXTS), tmp_path / "index"
    toy_build(path, folder, ToyEncoder())
    index = Index(folder, lambda model: ToyEncoder(model, 64 if model == "small" else 256))
    assert asked(index, TEXTS["ferry"])[0] == "ferry"
    toy_build(path, folder, ToyEncoder("small", 64))
    assert index.search(Query(TEXTS["ferry"])).passages[0].cosine > 0.999


def test_words_that_a_killed_build_left_behind_are_caught_up_with_at_the_next_opening(tmp_path: Path) -> None:
    path, folder = tmp_path / "a.jsonl", tmp_path / "index"
    toy_build(reports(path, **TEXTS), folder, ToyEncoder())
    shutil.copytree(folder / "fulltext", tmp_path / "older")
    toy_build(reports(path, **TEXTS, zoo="A zebra was born in the zoo."), folder, ToyEncoder())
    shutil.rmtree(folder / "fulltext")
    (tmp_path / "older").rename(folder / "fulltext")
    with lock(folder):  # a build is at work: older words, and no waiting
        assert opened(folder).search(Query("zebra")).passages[0].words_rank is None
    assert opened(folder).search(Query("zebra")).passages[0].words_rank == 1


def test_searching_in_four_threads_while_builds_run_raises_nothing(tmp_path: Path) -> None:
    path, folder = tmp_path / "a.jsonl", tmp_path / "index"
    texts = {f"r{n}": prose(f"tower{n}") for n in range(30)}
    toy_build(reports(path, **texts), folder, ToyEncoder())
    index, stop, raised, searches = opened(folder), threading.Event(), list[BaseException](), list[int]()

    def search() -> None:
        try:
            while not stop.is_set():
                hits = index.search(Query("tower3 where the river met", limit=20)).passages
                searches.append(len(hits))
        except BaseException as error:
            raised.append(error)

    class Slowly(Silent):
        def encoded(self, passages: int) -> None:
            time.sleep(0.01)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for turn in range(4):
            texts = {f"r{n}": prose(f"tower{n} {turn * (n % 2)}") for n in range(turn, 30 + turn)}
            toy_build(reports(path, **texts), folder, ToyEncoder(), Slowly(), batch=4)
    finally:  # else a failing build would leave the threads searching for ever
        stop.set()
        for thread in threads:
            thread.join()
    assert raised == [] and len(searches) > 20 and min(searches) > 0
    assert sorted(asked(index, "tower", limit=50)) == sorted(texts)
