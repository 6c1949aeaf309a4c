from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexDamaged, IndexMissing, OnrecordError
from index.catalog import Catalog, lock
from index.fulltext import FullTextCache
from index.vectors import VectorCache
from index.verify import SAMPLE, verify
from tests.fakes.encoder import ToyEncoder, prose, toy_build, write_jsonl

REPORTS = 3 * SAMPLE  # more than what is encoded again


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("verify")
    rows = [{"id": f"r{n}", "title": f"Title {n}", "text": prose(f"tower{n}", 15)} for n in range(REPORTS)]
    toy_build(write_jsonl(root / "a.jsonl", *rows), root / "index", ToyEncoder())
    return root / "index"


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sound, tmp_path / "index")


def faults(folder: Path) -> list[str]:
    return verify(folder, ToyEncoder)[1]


def tamper(folder: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(folder / "catalog.sqlite") as file:
        file.execute("PRAGMA ignore_check_constraints = ON")
        file.execute(statement, values)
    file.close()


def test_a_sound_index_has_no_fault_and_is_counted(sound: Path) -> None:
    encoder = ToyEncoder()
    counts, wrong = verify(sound, lambda _: encoder)
    assert wrong == [] and (counts.reports, counts.passages) == (REPORTS, REPORTS)
    assert len(encoder.texts) == SAMPLE


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE passages SET start = start + 1 WHERE number = 0", "the text is not the one that was encoded"),
        ("UPDATE passages SET start = start + 1 WHERE number = 0", "words that lie in no passage"),
        ("UPDATE passages SET stop = stop - 2", "the text is not the one that was encoded"),
        ("UPDATE passages SET stop = stop + 2", "it ends beyond the text"),
        ("UPDATE passages SET hash = zeroblob(32)", "the text is not the one that was encoded"),
        ("UPDATE passages SET vector = zeroblob(512)", "the vector is not a unit vector of 256 numbers"),
        ("UPDATE passages SET vector = substr(vector, 1, 510)", "the vector is not a unit vector of 256 numbers"),
        ("UPDATE reports SET text = replace(text, 'river', 'sewer')", "the text is not the one that was encoded"),
        ("UPDATE reports SET text = text || ' And more.'", "words that lie in no passage"),
        ("UPDATE reports SET text = text || ' '", "it is not what was read"),
        ("UPDATE reports SET title = 'Other'", "it is not what was read"),
        ("UPDATE reports SET source = 'Other'", "it is not what was read"),
        ("UPDATE reports SET date = '2020-01-01'", "it is not what was read"),
        ("DELETE FROM passages", "words that lie in no passage"),
    ],
)
def test_what_was_tampered_with_is_found(folder: Path, statement: str, fault: str) -> None:
    """Whichever report it is."""
    word = " AND " if "WHERE" in statement else " WHERE "
    column = "report" if "passages" in statement else "key"
    tamper(folder, f"{statement}{word}{column} = (SELECT key FROM reports WHERE id = 'r70')")
    assert any(line.startswith("r70") and fault in line for line in faults(folder)), faults(folder)


@pytest.mark.parametrize("count", [1, REPORTS])
def test_a_vector_that_is_not_that_of_its_text_is_found_though_it_is_a_unit_vector(folder: Path, count: int) -> None:
    """In a few texts that are encoded again, and in all others by the copy that the FAISS cache holds."""
    other = ToyEncoder().encode(["something else"])[0].astype(np.float16).tobytes()
    tamper(folder, "UPDATE passages SET vector = ? WHERE key > (SELECT max(key) FROM passages) - ?", other, count)
    wrong = faults(folder)
    if count == REPORTS:
        assert len(wrong) == SAMPLE and all("its vector is not that of its text" in line for line in wrong)
    else:
        assert len(wrong) == 1


@pytest.mark.parametrize("start", [-1, 99999])
def test_a_span_that_can_not_be_is_found(folder: Path, start: int) -> None:
    tamper(folder, "UPDATE passages SET start = ? WHERE number = 0", start)
    with pytest.raises(IndexDamaged, match=r"catalog\.sqlite is damaged .*run: onrecord index build"):
        faults(folder)


def test_a_passage_of_no_report_is_found(folder: Path) -> None:
    tamper(folder, "UPDATE passages SET report = 9999 WHERE number = 0")
    with pytest.raises(IndexDamaged, match=r"catalog\.sqlite is damaged"):
        faults(folder)


def test_a_page_of_the_file_that_is_overwritten_is_found(folder: Path) -> None:
    Catalog(folder).close()  # the last connection writes everything into the one file
    file = folder / "catalog.sqlite"
    contents = bytearray(file.read_bytes())
    contents[4096 * 20 : 4096 * 21] = b"\xaa" * 4096
    file.write_bytes(contents)
    with pytest.raises(IndexDamaged, match=r"catalog\.sqlite.* run: onrecord index build"):
        faults(folder)


@pytest.mark.parametrize("kind", ["FAISS", "full-text"])
def test_a_cache_that_holds_other_passages_is_found(folder: Path, kind: str) -> None:
    catalog = Catalog(folder)
    keys, state = catalog.passages.keys(), catalog.state
    shutil.copytree(folder, folder.parent / "other")
    tamper(folder.parent / "other", "UPDATE passages SET key = key + 1000 WHERE key = ?", int(keys[5]))
    tamper(folder.parent / "other", "UPDATE meta SET value = value + 1 WHERE name = 'state'")
    other = Catalog(folder.parent / "other")
    cache: VectorCache | FullTextCache
    if kind == "FAISS":
        cache = VectorCache(other, other.passages)
        cache.save()
        [file] = other.folder.glob("passages-*.faiss")
        for old in folder.glob("passages-*.faiss"):
            old.unlink()
        file.rename(folder / f"passages-{state}.faiss")
    else:
        cache = FullTextCache(other, other.passages)
        cache.sync()
        shutil.rmtree(folder / "fulltext")
        shutil.move(other.folder / "fulltext", folder / "fulltext")
        (folder / "fulltext" / "passages" / "state").write_text(str(state))
    [line] = faults(folder)
    assert line == f"the {kind} cache holds other passages than the catalogue: delete it, and it comes back"


def test_other_weights_are_found(folder: Path) -> None:
    wrong = verify(folder, lambda _: ToyEncoder("other"))[1]
    assert wrong == ["the weights of toy are not those that this index was built with"]


def test_caches_that_are_missing_are_no_fault(folder: Path) -> None:
    shutil.rmtree(folder / "fulltext")
    for file in folder.glob("*.faiss"):
        file.unlink()
    assert faults(folder) == []


def test_nothing_is_verified_where_there_is_no_index_or_while_a_build_is_at_work(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        faults(tmp_path / "nowhere")
    with lock(folder), pytest.raises(OnrecordError, match="Another process is building"):
        faults(folder)
