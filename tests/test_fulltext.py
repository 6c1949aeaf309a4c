from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Passage, Report, Span
from index.catalog import NO_FILTER, Catalog, Entry, Filter
from index.fulltext import FullTextCache, stems

REPORTS = [
    Report("bridge", "The old bridge was closed on Friday.", "River crossing", "The Wire", date=date(2020, 1, 1)),
    Report("ferry", "The ferry was closed, and no bridge was named.", "Islands", "ВЕСТНИК", date=date(2020, 1, 2)),
    Report("school", "Schools stay closed. Pupils wait. Café society is elsewhere.", "Lessons", "Straße"),
    Report("title", "Nobody spoke at all.", "The bridge of sighs", "the wire", date=date(2020, 1, 3)),
]


def put(catalog: Catalog, reports: Iterable[Report]) -> None:
    """Each report as one passage."""
    vector = np.array([1, 0], np.float16).tobytes()
    catalog.put([Entry(r, "a.jsonl", [(Passage(r.id, 0, Span(0, len(r.text))), b"hash", vector)], []) for r in reports])


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    catalog = Catalog(tmp_path, create=True)
    catalog.begin("")
    put(catalog, REPORTS)
    return catalog


@pytest.fixture
def words(catalog: Catalog) -> FullTextCache:
    cache = FullTextCache(catalog, catalog.passages)
    cache.sync()
    return cache


def ids(
    catalog: Catalog, cache: FullTextCache, text: str, wanted: Filter = NO_FILTER, phrases: tuple[str, ...] = ()
) -> list[str]:
    found = cache.best(text, 10, wanted, phrases)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    return [row.passage.report_id for row in catalog.passages.rows([key for key, _ in found])]


def whole(cache: FullTextCache, catalog: Catalog) -> bool:
    return cache.keys().tolist() == catalog.passages.keys().tolist() and cache.state == catalog.state


def test_terms_are_lower_case_english_stems_without_accents() -> None:
    assert stems("The CAFÉS were Closing, they closed") == ["the", "cafe", "were", "close", "they", "close"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("old bridge", ["bridge", "ferry", "title"]),  # the shorter the passage the more a word counts; a title less
        ("schooling of a pupil", ["school"]),
        ("cafe", ["school"]),
        ("CROSSING", ["bridge"]),
        ("who said what about the", []),  # no topical word
        ("", []),
        ("zebra", []),
    ],
)
def test_the_best_passages_by_words(catalog: Catalog, words: FullTextCache, text: str, expected: list[str]) -> None:
    assert ids(catalog, words, text) == expected


@pytest.mark.parametrize(
    "text", ["AND (", '"', "*", "-bridge", "text:bridge", "bridge~2", "[1 TO 2]", "bridge^3", "+", "\\", "\0"]
)
def test_no_character_of_a_question_is_syntax(catalog: Catalog, words: FullTextCache, text: str) -> None:
    assert ids(catalog, words, text) == (["bridge", "ferry", "title"] if "bridge" in text else [])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> FullTextCache:
    catalog = Catalog(tmp_path_factory.mktemp("shared"), create=True)
    catalog.begin("")
    put(catalog, REPORTS)
    cache = FullTextCache(catalog, catalog.passages)
    cache.sync()
    return cache


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=200), phrases=st.lists(st.text(max_size=30), max_size=2))
def test_any_unicode_can_be_asked(shared: FullTextCache, text: str, phrases: list[str]) -> None:
    assert shared.best(text, 5, Filter(sources=(text,), reports=(text,))) == []
    shared.best(text, 5, NO_FILTER, phrases)


def test_a_question_of_a_thousand_words_is_no_trouble(catalog: Catalog, words: FullTextCache) -> None:
    text = " ".join(f"word{n}" for n in range(1000))
    assert ids(catalog, words, f"bridge {text}") == ["bridge", "ferry", "title"]
    assert ids(catalog, words, "", phrases=(text,)) == []


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        (("old bridge",), ["bridge"]),
        (("Closed, on FRIDAY",), ["bridge"]),
        (("bridge old",), []),
        (("was closed",), ["bridge", "ferry"]),
        (("was closed", "ferry"), ["ferry"]),
        (("society",), ["school"]),
        (("bridge of sighs",), []),  # a title is not quoted
        (("?!",), []),
    ],
)
def test_a_phrase_must_stand_in_the_text_word_for_word(
    catalog: Catalog, words: FullTextCache, phrases: tuple[str, ...], expected: list[str]
) -> None:
    assert sorted(ids(catalog, words, "", phrases=phrases)) == expected
    assert sorted(ids(catalog, words, "bridge and zebra", phrases=phrases)) == expected


@pytest.mark.parametrize(
    "wanted",
    [
        NO_FILTER,
        Filter(since=date(2020, 1, 2)),
        Filter(until=date(2020, 1, 2)),
        Filter(since=date(2020, 1, 2), until=date(2020, 1, 2)),
        Filter(since=date(1, 1, 1)),
        Filter(until=date(9999, 12, 31)),
        Filter(since=date(2020, 1, 3), until=date(2020, 1, 1)),
        Filter(sources=("THE WIRE", "вестник")),
        Filter(sources=("STRASSE",)),
        Filter(sources=("wire",)),
        Filter(reports=("ferry", "school", "no such report")),
        Filter(until=date(2020, 1, 2), sources=("the wire",), reports=("bridge", "title")),
    ],
)
def test_a_filter_lets_the_same_reports_through_as_the_catalogue_does(
    catalog: Catalog, words: FullTextCache, wanted: Filter
) -> None:
    rows = catalog.passages.rows(catalog.passages.keys_where(wanted).tolist())
    found = ids(catalog, words, "bridge closed spoke", wanted)
    assert sorted(found) == sorted(row.passage.report_id for row in rows)


def test_it_follows_what_is_put_in_and_taken_out(catalog: Catalog, words: FullTextCache) -> None:
    put(catalog, [Report("bridge", "The new bridge was opened.", "River crossing"), Report("zoo", "A zebra.")])
    assert words.sync() and not words.sync()
    assert whole(words, catalog) and len(words) == 5
    assert ids(catalog, words, "old") == [] and ids(catalog, words, "zebra opening") == ["zoo", "bridge"]
    assert (words.frequency("zebra"), words.frequency("nothing")) == (1, 0)
    assert whole(FullTextCache(catalog, catalog.passages), catalog)


def test_a_reader_takes_over_what_another_commits_when_it_reloads(catalog: Catalog, words: FullTextCache) -> None:
    reader = FullTextCache(catalog, catalog.passages)
    put(catalog, [Report("zoo", "A zebra.")])
    words.sync()
    assert ids(catalog, reader, "zebra") == [] and reader.state != catalog.state
    reader.reload()
    assert ids(catalog, reader, "zebra") == ["zoo"] and whole(reader, catalog)


def test_a_reader_keeps_what_it_has_where_nothing_whole_is_on_disk(catalog: Catalog, words: FullTextCache) -> None:
    shutil.rmtree(catalog.folder / "fulltext")
    words.reload()
    assert ids(catalog, words, "ferry") == ["ferry"]
    assert FullTextCache(catalog, catalog.passages).best("ferry", 5, NO_FILTER) == []
    put(catalog, [Report("zoo", "A zebra.")])
    words.sync()
    assert whole(words, catalog) and whole(FullTextCache(catalog, catalog.passages), catalog)


@pytest.mark.parametrize("harm", ["truncate", "delete"])
def test_whatever_is_damaged_on_disk_is_made_again_from_the_catalogue(
    catalog: Catalog, words: FullTextCache, tmp_path: Path, harm: str
) -> None:
    sound = tmp_path / "sound"
    shutil.copytree(catalog.folder / "fulltext", sound)
    for name in sorted(file.name for file in (sound / "passages").iterdir() if not file.name.endswith(".lock")):
        shutil.rmtree(catalog.folder / "fulltext")
        shutil.copytree(sound, catalog.folder / "fulltext")
        file = catalog.folder / "fulltext" / "passages" / name
        if harm == "truncate":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
        else:
            file.unlink()
        cache = FullTextCache(catalog, catalog.passages)
        cache.sync()
        assert whole(cache, catalog), name
        assert ids(catalog, cache, "old bridge") == ["bridge", "ferry", "title"], name
        assert ids(catalog, cache, "", phrases=("old bridge",)) == ["bridge"], name
