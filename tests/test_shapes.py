"""Passages cut into what may answer: kept at hand, and made ahead of the first question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.shapes import Shapes
from index.catalog import Catalog
from index.encoder import Encoder, Vectors


class Counted:
    """Looks words up as the encoder does, and counts how often it is asked."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.times = encoder, 0

    def __call__(self, words: Sequence[str]) -> Vectors:
        self.times += 1
        return self._encoder.word_vectors(words)


@pytest.fixture
def words(encoder: Encoder) -> Counted:
    return Counted(encoder)


def test_filled_ahead_leave_nothing_to_cut_for_any_passage(sample_index: Path, words: Counted) -> None:
    catalog = Catalog(sample_index)
    shapes = Shapes(catalog, words)
    shapes.fill()
    times = words.times
    rows = catalog.passages.rows(catalog.passages.keys().tolist())
    with shapes.of(rows) as found:
        assert list(found) == [row.key for row in rows]
    assert times == words.times > 0


def test_of_passages_that_are_gone_there_are_none(sample_index: Path, words: Counted) -> None:
    catalog = Catalog(sample_index)
    row = catalog.passages.rows(catalog.passages.keys().tolist()[:1])[0]
    gone = type(row)(10**9, row.passage, row.report_key)
    with Shapes(catalog, words).of([gone, row]) as found:
        assert list(found) == [row.key]


def test_beyond_what_is_kept_the_oldest_go(sample_index: Path, words: Counted) -> None:
    catalog = Catalog(sample_index)
    shapes, rows = Shapes(catalog, words, kept=3), catalog.passages.rows(catalog.passages.keys().tolist()[:5])
    with shapes.of(rows) as found:
        assert len(found) == 5  # what is asked for is there, however much it is
    times = words.times
    with shapes.of(rows[2:]):
        assert words.times == times
    with shapes.of(rows[:1]) as found:
        assert list(found) == [rows[0].key]
