"""A question's words to hits: dense and full text side by side, filtered, fused; over passages and over statements."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged, IndexMissing, OnrecordError
from index.catalog import NO_FILTER, Catalog, Filter, PassageRow, StatementRow, Table, lock
from index.encoder import TextEncoder
from index.fulltext import FullTextCache
from index.vectors import VectorCache

RRF_K = 60  # Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion" (SIGIR 2009)


VECTORS = 4  # of the texts searched for last: one question may be searched for twice, within other limits
RECENT = 4  # searches of passages kept: those of the question at hand


class _Row(Protocol):
    @property
    def key(self) -> int: ...


R = TypeVar("R", bound=_Row)


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for."""

    text: str  # the words
    filter: Filter = NO_FILTER
    phrases: tuple[str, ...] = ()  # must stand there word for word
    limit: int = 10  # hits of each kind
    depth: int = 50  # how far down each list is read before fusion
    meaning: str = ""  # what is encoded where that isn't `text`: a whole question is nearer to its answer


@dataclass(frozen=True, slots=True)
class Hit(Generic[R]):
    """A passage or statement that answers a query, and why it stands where it stands."""

    row: R
    score: float  # fused; higher is better, comparable within one query only
    cosine: float  # in [-1, 1]
    words: float  # BM25, 0 when no topical word is shared
    dense_rank: int | None  # from 1; None when not among the first `depth`
    words_rank: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a query brings, each best first."""

    passages: list[Hit[PassageRow]]
    statements: list[Hit[StatementRow]]
    vector: NDArray[np.float32]  # of the query's text


class Channel(Generic[R]):
    """Nearest by vector and best by words over one table of the catalogue."""

    def __init__(self, catalog: Catalog, table: Table, rows: Callable[[Sequence[int]], list[R]]) -> None:
        self.table, self._rows = table, rows
        self.vectors = VectorCache(catalog, table)
        self.fulltext = FullTextCache(catalog, table)

    def search(self, query: Query, vector: NDArray[np.float32]) -> list[Hit[R]]:
        """The best rows, best first, at most `query.limit`."""
        wanted = query.filter
        allowed = self.table.keys_where(wanted) if wanted else None
        by_words = self.fulltext.best(query.text, query.depth, wanted, query.phrases)
        if query.phrases:  # word for word is a matter of words; the vectors only order what has them
            allowed = np.array([key for key, _ in by_words], np.int64)
        by_vector = self.vectors.nearest(vector, query.depth, allowed)
        dense_rank = {key: rank for rank, (key, _) in enumerate(by_vector, 1)}
        words_rank = {key: rank for rank, (key, _) in enumerate(by_words, 1)}
        fused = {
            key: sum(1 / (RRF_K + ranks[key]) for ranks in (dense_rank, words_rank) if key in ranks)
            for key in dense_rank | words_rank
        }
        best = sorted(fused, key=lambda key: (-fused[key], key))[: query.limit]
        words, cosines = dict(by_words), dict(by_vector)
        further = [key for key in best if key not in cosines]  # found by words alone
        cosines |= zip(further, (self.vectors.rows(further) @ vector).tolist(), strict=True)
        return [
            Hit(
                row, fused[row.key], cosines[row.key], words.get(row.key, 0.0),
                dense_rank.get(row.key), words_rank.get(row.key),
            )
            for row in self._rows(best)
        ]  # fmt: skip


class Index:
    """An open index: catalogue, caches and, once it is needed, the encoder. Safe to use from several threads.

    `load` makes an encoder from a model's name. Raises IndexMissing when there is no index in the folder or it holds
    no report, IndexDamaged when it is not readable.
    """

    def __init__(self, folder: Path, load: Callable[[str], TextEncoder]) -> None:
        self.catalog = Catalog(folder)
        if not self.catalog.passages.count():
            raise IndexMissing(f"The index in {folder} holds no report. Run: onrecord index build PATHS")
        self._load = load
        self._encoder: TextEncoder | None = None
        self._vector = lru_cache(VECTORS)(self._encoded)
        self._passages = lru_cache(RECENT)(self._passages_found)
        self._lock = threading.Lock()
        self.passages = Channel(self.catalog, self.catalog.passages, self.catalog.passages.rows)
        self.statements = Channel(self.catalog, self.catalog.statements, self.catalog.statements.rows)
        self.follow()

    @property
    def encoder(self) -> TextEncoder:
        """The encoder that the index was built with, loaded at the first need."""
        with self._lock:
            fingerprint = self.catalog.get("fingerprint")
            if self._encoder is None or self._encoder.fingerprint != fingerprint:
                model = self.catalog.get("model")
                found = self._load(model)
                if found.fingerprint != fingerprint:
                    raise IndexDamaged(
                        f"The weights of {model} are not those that this index was built with. "
                        f"Remove {self.catalog.folder} and run: onrecord index build"
                    )
                self._encoder = found
            return self._encoder

    def search(self, query: Query) -> Found:
        """The best passages and the best statements for a query."""
        self.follow()
        fingerprint = self.encoder.fingerprint
        vector = self._vector(fingerprint, query.meaning or query.text)
        # whose statements are looked for is nothing to passages: those of a question about several are searched once
        anybody = replace(query, filter=replace(query.filter, people=(), kinds=(), polarities=()))
        passages = self._passages(anybody, fingerprint, self.catalog.state)
        return Found(list(passages), self.statements.search(query, vector), vector)

    def _passages_found(self, query: Query, fingerprint: str, state: int) -> list[Hit[PassageRow]]:
        """The passages for a query as the index is at a state of the catalogue."""
        return self.passages.search(query, self._vector(fingerprint, query.meaning or query.text))

    def _encoded(self, fingerprint: str, text: str) -> NDArray[np.float32]:
        """A text's vector; the fingerprint tells the vectors of one encoder from those of the next."""
        return self.encoder.question(text)

    def follow(self) -> bool:
        """Takes over what a build has stored since; True when there was anything.

        A build at work keeps its own caches and is not disturbed.
        """
        state = self.catalog.state
        channels = (self.passages, self.statements)
        if all(c.vectors.state == state and c.fulltext.state == state for c in channels):
            return False
        with self._lock:
            for channel in channels:
                channel.vectors.sync()
                channel.fulltext.reload()
            if any(c.fulltext.state != state for c in channels):
                try:
                    with lock(self.catalog.folder):
                        for channel in channels:
                            channel.fulltext.sync()
                except OnrecordError:
                    pass  # the build at work will finish it; until then the older words are searched
        return True
