from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexDamaged, IndexMissing
from corpus.types import Passage, Report, Span, Speaker, Statement
from index.catalog import NO_FILTER, Catalog, Entry, Filter, embedded_passage, embedded_statement, lock

VECTOR = np.array([0.6, 0.8, 0], np.float16).tobytes()


def entry(report: Report, *spans: tuple[int, int], statements: Sequence[Statement] = ()) -> Entry:
    """A report on its way in, with passages at spans (all of its text when none is given)."""
    spans = spans or ((0, len(report.text)),)
    passages = [Passage(report.id, number, Span(*span)) for number, span in enumerate(spans)]
    return Entry(
        report, "a.jsonl", [(p, b"hash", VECTOR) for p in passages], [(s, b"hash", VECTOR) for s in statements]
    )


def opened(folder: Path, *entries: Entry) -> Catalog:
    catalog = Catalog(folder, create=True)
    catalog.begin("")
    if entries:
        catalog.put(entries)
    return catalog


def test_there_is_no_index_where_none_was_built(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(IndexMissing, match=r"^No index in .*\. Run: onrecord index build$"):
            Catalog(folder)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "contents", [b"no database at all, but long enough for a header" * 9, b"\0" * 4096, b"SQLite format 3\0"]
)
def test_a_file_that_is_no_catalogue_is_refused_with_a_sentence(tmp_path: Path, contents: bytes) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(contents)
    with pytest.raises(IndexDamaged, match=r"catalog\.sqlite .*run: onrecord index build$"):
        Catalog(tmp_path)
    assert (tmp_path / "catalog.sqlite").read_bytes() == contents


def test_a_catalogue_of_another_version_is_refused_with_a_sentence(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with sqlite3.connect(tmp_path / "catalog.sqlite") as file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(IndexDamaged, match=r"written in format 99, this is format \d+\. .* run: onrecord index build"):
        Catalog(tmp_path)


def test_a_catalogue_from_before_places_were_indexed_is_read_as_it_is_and_gets_them_with_the_next_build(
    tmp_path: Path,
) -> None:
    def indexes() -> set[str]:
        with sqlite3.connect(tmp_path / "catalog.sqlite") as file:
            return {
                name
                for (name,) in file.execute("SELECT name FROM sqlite_master WHERE name LIKE 'passages!_%' ESCAPE '!'")
            }

    opened(tmp_path, entry(Report("a", "One. Two."), (0, 4), (5, 9))).close()
    today = indexes()
    with sqlite3.connect(tmp_path / "catalog.sqlite") as file:
        file.executescript("DROP INDEX passages_place; CREATE INDEX passages_report ON passages (report);")
    older = Catalog(tmp_path)
    assert [row.passage.number for row in older.passages.of("a")] == [0, 1] and indexes() != today
    older.close()
    Catalog(tmp_path, create=True).close()
    assert indexes() == today


def test_a_file_left_empty_by_a_build_that_was_killed_at_once_is_an_empty_catalogue(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").touch()
    assert Catalog(tmp_path).counts().reports == 0


def test_a_catalogue_cut_in_half_is_called_damaged(tmp_path: Path) -> None:
    opened(tmp_path, *(entry(Report(str(n), "Words. " * 2000)) for n in range(20))).close()
    file = tmp_path / "catalog.sqlite"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(IndexDamaged, match=r"catalog\.sqlite .*run: onrecord index build$"):
        Catalog(tmp_path).check()


TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\0\n\r\u2028🙂𐍈é")), min_size=1, max_size=60
)


@settings(max_examples=40, deadline=None)
@given(TEXT, st.data())
def test_a_report_comes_back_to_the_character_whatever_it_is_written_in(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    report = Report(
        "id", text, text[::-1], "Wire", "A. Writer", date(2020, 2, 29), "https://example.org/?a=1", "en", "00ff",
        "deep/a.jsonl", frozenset({"title", "date"}), (0, 3, 3), (Span(0, 2), span),
    )  # fmt: skip
    catalog = opened(tmp_path_factory.mktemp("index"), entry(report, (span.start, span.end)))
    assert catalog.report("id") == report
    [(_, found, intact)] = catalog.reports()
    assert found == report and intact
    [row] = catalog.passages.of("id")
    assert row.passage.span.of(found.text) == text[span.start : span.end]
    [document] = catalog.passages.documents(catalog.passages.keys())
    assert (document.text, document.title) == (text[span.start : span.end], text[::-1])
    catalog.close()


def test_a_statement_comes_back_as_it_was_put_in(tmp_path: Path) -> None:
    speaker = Speaker("Ana Voss", "pronoun", "person", "mayor", "Haverdal council", Span(0, 4))
    statement = Statement(
        "id", 0, Span(5, 8), Span(9, 13), (Span(14, 20), Span(25, 30)), Span(5, 31), speaker, "mixed", "denies", "past",
        ("Courier", "an aide"), True,
    )  # fmt: skip
    bare = Statement("id", 1, None, None, (Span(1, 2),), Span(0, 2), Speaker("a witness", "unnamed"), "direct")
    catalog = opened(tmp_path, entry(Report("id", "x" * 40), statements=[statement, bare]))
    assert [row.statement for row in catalog.statements.of("id")] == [statement, bare]


def test_the_title_is_encoded_with_each_and_the_speaker_with_a_statement_but_neither_is_quoted() -> None:
    report = Report("id", "The bridge is shut. It stays so.", "Bridge")
    assert embedded_passage(report, Span(0, 19)) == "Bridge\nThe bridge is shut."
    assert embedded_passage(Report("id", report.text), Span(0, 19)) == "The bridge is shut."
    said = Statement(
        "id", 0, None, None, (Span(4, 10), Span(20, 22)), Span(0, 31), Speaker("Ana Voss", "name"), "direct"
    )
    assert embedded_statement(report, said) == "Bridge\nAna Voss: bridge It"
    assert embedded_statement(Report("id", report.text), said) == "Ana Voss: bridge It"


def test_what_is_put_in_goes_in_whole_or_not_at_all(tmp_path: Path) -> None:
    catalog = opened(tmp_path, entry(Report("old", "Words.")))
    before = catalog.state
    with pytest.raises(IndexDamaged):  # a passage that ends before it starts can't be stored
        catalog.put(
            [entry(Report("new", "Words.")), entry(Report("old", "Other.")), entry(Report("bad", "Words."), (3, 3))]
        )
    assert [report.text for _, report, _ in catalog.reports()] == ["Words."]
    assert catalog.state == before


def test_a_report_put_in_anew_replaces_the_old_one_under_keys_never_used_before(tmp_path: Path) -> None:
    report = Report("id", "Words and words.")
    catalog = opened(tmp_path, entry(report, (0, 6), (6, 16)))
    used, state = set(catalog.passages.keys().tolist()), catalog.state
    for _ in range(3):
        catalog.put([entry(report, (0, 6), (6, 16))])
        keys = set(catalog.passages.keys().tolist())
        assert len(keys) == 2 and not keys & used
        assert catalog.state > state
        used, state = used | keys, catalog.state
    assert catalog.counts().reports == 1


def test_vectors_come_back_as_unit_rows_by_key_and_by_hash(tmp_path: Path) -> None:
    catalog = opened(tmp_path, entry(Report("id", "Words.")))
    [(keys, rows)] = catalog.passages.vectors(catalog.passages.keys())
    assert keys.tolist() == catalog.passages.keys().tolist() and rows.dtype == np.float32
    assert np.abs(rows - [[0.6, 0.8, 0]]).max() < 1e-3 and abs(np.linalg.norm(rows) - 1) < 1e-6
    assert catalog.passages.vectors_of([b"hash", b"unknown", *(b"%d" % n for n in range(1200))]) == {b"hash": VECTOR}
    assert list(catalog.passages.vectors(np.array([1], np.int64))) == []


DATED = [
    Report("jan", "Words.", source="The Wire", date=date(2020, 1, 31)),
    Report("feb", "Words.", source="the wire", date=date(2020, 2, 1)),
    Report("mar", "Words.", source="ВЕСТНИК", date=date(2020, 3, 1)),
    Report("none", "Words.", source="Straße"),
]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (NO_FILTER, "jan feb mar none"),
        (Filter(since=date(2020, 2, 1)), "feb mar"),
        (Filter(until=date(2020, 2, 1)), "jan feb"),
        (Filter(since=date(2020, 2, 1), until=date(2020, 2, 1)), "feb"),
        (Filter(since=date(1, 1, 1)), "jan feb mar"),
        (Filter(until=date(9999, 12, 31)), "jan feb mar"),
        (Filter(sources=("THE WIRE",)), "jan feb"),
        (Filter(sources=("вестник", "STRASSE")), "mar none"),
        (Filter(sources=("The",)), ""),
        (Filter(reports=("none", "jan", "other")), "jan none"),
        (Filter(since=date(2020, 2, 1), sources=("The Wire",), reports=("jan", "feb")), "feb"),
    ],
)
def test_a_filter_lets_through(tmp_path: Path, wanted: Filter, ids: str) -> None:
    """Days are inclusive, a report without one fails them, and publishers are compared without regard to case."""
    catalog = opened(tmp_path, *map(entry, DATED))
    rows = catalog.passages.rows(catalog.passages.keys_where(wanted).tolist())
    assert [row.passage.report_id for row in rows] == ids.split()
    assert bool(wanted) == (wanted != NO_FILTER)


def test_counts_sources_and_newest_titles(tmp_path: Path) -> None:
    reports = [Report(r.id, r.text, f"Title of {r.id}", r.source, date=r.date) for r in DATED]
    catalog = opened(tmp_path, *map(entry, reports))
    counts = catalog.counts()
    assert (counts.reports, counts.passages, counts.sources) == (4, 4, 3)
    assert (counts.first, counts.last) == (date(2020, 1, 31), date(2020, 3, 1))
    assert {name.casefold(): count for name, count in catalog.sources()} == {"the wire": 2, "вестник": 1, "strasse": 1}
    assert catalog.newest_titles(2) == ["Title of mar", "Title of feb"]


def test_rows_come_in_the_order_asked_for_without_those_that_are_gone(tmp_path: Path) -> None:
    catalog = opened(tmp_path, entry(Report("id", "Words and words."), (0, 5), (6, 9), (10, 16)))
    one, two, three = catalog.passages.keys().tolist()
    assert [row.key for row in catalog.passages.rows([three, 1, one])] == [three, one]
    assert [row.passage.number for row in catalog.passages.rows([two])] == [1]
    assert catalog.passages.rows([]) == []


def test_each_thread_has_a_connection_of_its_own(tmp_path: Path) -> None:
    catalog = opened(tmp_path, entry(Report("id", "Words.")))
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(catalog.counts().reports)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 4


def test_the_lock_is_free_again_when_its_holder_is_done(tmp_path: Path) -> None:
    for _ in range(2):
        with lock(tmp_path):
            pass
