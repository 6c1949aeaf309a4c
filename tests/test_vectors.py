from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import IndexDamaged
from corpus.types import Passage, Report, Span
from index.catalog import Catalog, Entry
from index.vectors import VectorCache

WIDTH = 16


def unit(seed: int, width: int = WIDTH) -> NDArray[np.float32]:
    row = np.random.default_rng(seed).normal(size=width).astype(np.float32)
    return row / np.linalg.norm(row)


def put(catalog: Catalog, *seeds: int, width: int = WIDTH) -> None:
    """A report of one passage for each seed, whose vector is unit(seed)."""
    catalog.put(
        [
            Entry(
                Report(str(seed), "Words."), "a.jsonl",
                [(Passage(str(seed), 0, Span(0, 6)), b"%d" % seed, unit(seed, width).astype(np.float16).tobytes())], [],
            )
            for seed in seeds
        ]
    )  # fmt: skip


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """A catalogue with the vectors of seeds 0 to 99."""
    catalog = Catalog(tmp_path, create=True)
    catalog.adopt("toy", "weights", WIDTH)
    catalog.begin("")
    put(catalog, *range(100))
    return catalog


def ids(catalog: Catalog, found: list[tuple[int, float]]) -> list[int]:
    return [int(row.passage.report_id) for row in catalog.passages.rows([key for key, _ in found])]


def whole(cache: VectorCache, catalog: Catalog) -> bool:
    return sorted(cache.keys.tolist()) == catalog.passages.keys().tolist()


def files(catalog: Catalog) -> list[str]:
    return sorted(file.name for file in catalog.folder.glob("passages-*"))


def test_the_nearest_are_exactly_those_with_the_highest_cosine(catalog: Catalog) -> None:
    cache = VectorCache(catalog, catalog.passages)
    asked = unit(1000)
    cosines = np.stack([unit(seed) for seed in range(100)]) @ asked
    found = cache.nearest(asked, 10)
    assert ids(catalog, found) == np.argsort(-cosines)[:10].tolist()
    assert np.abs(np.array([cosine for _, cosine in found]) - np.sort(cosines)[::-1][:10]).max() < 1e-3


def test_the_nearest_to_a_stored_vector_is_itself_with_cosine_1_and_never_above(catalog: Catalog) -> None:
    cache = VectorCache(catalog, catalog.passages)
    for seed in range(100):
        [(key, cosine)] = cache.nearest(unit(seed), 1)
        assert ids(catalog, [(key, cosine)]) == [seed] and 0.999 < cosine <= 1
        assert np.abs(cache.vector(key) - unit(seed)).max() < 1e-3


def test_only_the_keys_that_are_allowed_are_found(catalog: Catalog) -> None:
    cache = VectorCache(catalog, catalog.passages)
    allowed = catalog.passages.keys()[[3, 50, 97]]
    assert set(ids(catalog, cache.nearest(unit(7), 10, allowed))) == {3, 50, 97}
    assert cache.nearest(unit(7), 10, allowed[:0]) == []
    assert len(cache.nearest(unit(7), 1000)) == 100


def test_it_follows_what_is_put_in_and_taken_out_and_writes_it_under_the_new_state(catalog: Catalog) -> None:
    cache = VectorCache(catalog, catalog.passages)
    cache.save()
    assert files(catalog) == [f"passages-{catalog.state}.faiss"]
    put(catalog, 5, 6, 100, 101)  # two in place of others, two new
    assert cache.sync() and not cache.sync()
    assert len(cache) == 102 and whole(cache, catalog) and cache.state == catalog.state
    cache.save()
    assert files(catalog) == [f"passages-{catalog.state}.faiss"]
    assert whole(VectorCache(catalog, catalog.passages), catalog)


def test_a_file_that_is_up_to_date_is_not_written_again(catalog: Catalog) -> None:
    VectorCache(catalog, catalog.passages).save()
    [file] = catalog.folder.glob("passages-*")
    os.utime(file, ns=(5, 5))
    VectorCache(catalog, catalog.passages).save()
    assert file.stat().st_mtime_ns == 5


@pytest.mark.parametrize("harm", ["truncate", "empty", "garbage", "header", "delete"])
def test_a_damaged_file_is_made_again_from_the_catalogue(catalog: Catalog, harm: str) -> None:
    VectorCache(catalog, catalog.passages).save()
    [file] = catalog.folder.glob("passages-*")
    sound, chance = file.read_bytes(), random.Random(7)
    for _ in range(50):
        if harm == "truncate":
            file.write_bytes(sound[: chance.randrange(len(sound))])
        elif harm == "empty":
            file.write_bytes(b"")
        elif harm == "garbage":
            file.write_bytes(chance.randbytes(chance.randrange(1, len(sound))))
        elif harm == "header":
            changed = bytearray(sound)
            changed[chance.randrange(64)] ^= 1 << chance.randrange(8)
            file.write_bytes(changed)
        else:
            file.unlink(missing_ok=True)
        cache = VectorCache(catalog, catalog.passages)
        assert whole(cache, catalog)
        assert ids(catalog, cache.nearest(unit(9), 1)) == [9]
    file.write_bytes(sound[:99])
    VectorCache(catalog, catalog.passages).save()
    assert file.read_bytes() == sound


def test_what_a_killed_build_left_half_written_goes_with_the_next_save(catalog: Catalog) -> None:
    (catalog.folder / "passages-17.part").write_bytes(b"half")
    VectorCache(catalog, catalog.passages).save()
    assert files(catalog) == [f"passages-{catalog.state}.faiss"]


def test_passages_and_statements_have_files_of_their_own(catalog: Catalog) -> None:
    VectorCache(catalog, catalog.passages).save()
    VectorCache(catalog, catalog.statements).save()
    assert len(VectorCache(catalog, catalog.passages)) == 100 and len(VectorCache(catalog, catalog.statements)) == 0


def test_it_takes_over_an_encoder_of_another_width(catalog: Catalog) -> None:
    cache = VectorCache(catalog, catalog.passages)
    cache.save()
    catalog.adopt("other", "other weights", 8)
    put(catalog, 1, 2, width=8)
    assert cache.sync() and len(cache) == 2
    assert ids(catalog, cache.nearest(unit(2, 8), 1)) == [2]
    assert len(VectorCache(catalog, catalog.passages)) == 2
    with pytest.raises(IndexDamaged, match="another encoder in the meantime"):
        cache.nearest(unit(2), 1)


def test_the_vector_of_a_key_that_is_gone_is_near_to_nothing(catalog: Catalog) -> None:
    cache = VectorCache(catalog, catalog.passages)
    assert cache.vector(1).tolist() == [0] * WIDTH
