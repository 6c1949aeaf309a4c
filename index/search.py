"""A question's words to hits: dense and full text side by side, filtered, fused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged, IndexMissing, OnrecordError
from corpus.types import Passage
from index.catalog import Catalog, Filter, lock
from index.encoder import TextEncoder

RRF_K = 60  # Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion" (SIGIR 2009)


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for."""

    text: str
    filter: Filter = field(default_factory=Filter)
    phrases: tuple[str, ...] = ()  # must stand in the passage word for word
    limit: int = 10  # hits
    depth: int = 50  # how far down each list is read before fusion


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a query, and why it stands where it stands."""

    key: int
    passage: Passage
    score: float  # fused; higher is better, comparable within one query only
    cosine: float  # in [-1, 1]
    words: float  # BM25, 0 when no topical word is shared
    dense_rank: int | None  # from 1; None when not among the first `depth`
    words_rank: int | None


class Index:
    """An open index: catalogue, caches and, once it is needed, the encoder. Safe to use from several threads.

    `load` makes an encoder from a model's name. Raises IndexMissing when there is no index in the folder or it holds
    no report, IndexDamaged when it is not readable.
    """

    def __init__(self, folder: Path, load: Callable[[str], TextEncoder]) -> None:
        from index.fulltext import FullTextCache
        from index.vectors import VectorCache

        self.catalog = Catalog(folder)
        self.model = self.catalog.get("model")
        dimensions = int(self.catalog.get("dimensions", "0"))
        if not dimensions or not self.catalog.counts().passages:
            raise IndexMissing(f"The index in {folder} holds no report. Run: onrecord index build PATHS")
        self._load = load
        self._encoder: TextEncoder | None = None
        self._lock = threading.Lock()
        self.vectors = VectorCache(self.catalog, dimensions)
        self.fulltext = FullTextCache(self.catalog)
        self._follow()

    @property
    def encoder(self) -> TextEncoder:
        """The encoder that the index was built with, loaded at the first need."""
        with self._lock:
            if self._encoder is None:
                found = self._load(self.model)
                stored = self.catalog.get("fingerprint")
                if found.fingerprint != stored:
                    raise IndexDamaged(
                        f"The weights of {self.model} are not those that this index was built with. "
                        f"Remove {self.catalog.folder} and run: onrecord index build"
                    )
                self._encoder = found
            return self._encoder

    def search(self, query: Query) -> list[Hit]:
        """The best passages for a query, best first, at most `query.limit`."""
        self._follow()
        allowed = self.catalog.keys_where(query.filter) if query.filter else None
        by_words = self.fulltext.best(query.text, query.depth, query.filter, query.phrases)
        vector = self.encoder.encode([query.text])[0]
        if query.phrases:  # word for word is a matter of words; the vectors only order what has them
            allowed = np.array([key for key, _ in by_words], np.int64)
        by_vector = self.vectors.nearest(vector, query.depth, allowed)
        return self._fuse(query, vector, by_vector, by_words)

    def _fuse(
        self, query: Query, vector: NDArray[np.float32], by_vector: list[tuple[int, float]], by_words: list[tuple[int, float]]
    ) -> list[Hit]:  # fmt: skip
        dense_rank = {key: rank for rank, (key, _) in enumerate(by_vector, 1)}
        words_rank = {key: rank for rank, (key, _) in enumerate(by_words, 1)}
        fused = {
            key: sum(1 / (RRF_K + ranks[key]) for ranks in (dense_rank, words_rank) if key in ranks)
            for key in dense_rank | words_rank
        }
        best = sorted(fused, key=lambda key: (-fused[key], key))[: query.limit]
        cosines, words = dict(by_vector), dict(by_words)
        return [
            Hit(
                row.key, row.passage, fused[row.key],
                cosines[row.key] if row.key in cosines else float(self.vectors.vector(row.key) @ vector),
                words.get(row.key, 0.0), dense_rank.get(row.key), words_rank.get(row.key),
            )
            for row in self.catalog.rows(best)
        ]  # fmt: skip

    def _follow(self) -> None:
        """Takes over what a build has stored since; a build at work keeps its own caches and is not disturbed."""
        state = self.catalog.state
        if self.vectors.state == state and self.fulltext.state == state:
            return
        with self._lock:
            self.vectors.sync()
            self.fulltext.reload()
            if self.fulltext.state != state:
                try:
                    with lock(self.catalog.folder):
                        self.fulltext.sync()
                except OnrecordError:
                    pass  # the build at work will finish it; until then the older words are searched
