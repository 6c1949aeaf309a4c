"""The nearest passages or statements by vector: the only module that imports faiss. A cache of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamaged
from index.catalog import Catalog, Keys, Table

SUFFIX = ".faiss"


class VectorCache:
    """A FAISS index over the vectors of one table of the catalogue, whose ids are the table's keys.

    Exact: the inner product of unit rows is the cosine. Its file is named after the catalogue's state that it holds;
    one that is missing, damaged or of another width is made again from the catalogue without encoding anything.
    """

    def __init__(self, catalog: Catalog, table: Table) -> None:
        self._catalog = catalog
        self._table = table
        self._index, self.state = self._stored()
        self._saved = self.state != -1
        self.sync()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def keys(self) -> Keys:
        """The keys that it holds, in its own order."""
        return np.array(faiss.vector_to_array(self._index.id_map), np.int64)

    def sync(self) -> bool:
        """Brings it to the catalogue's present state; True when anything had to change."""
        state = self._catalog.state
        if state == self.state and len(self) == self._table.count():
            return False
        empty = self._empty()
        wanted, held = self._table.keys(), self.keys
        kept = np.intersect1d(held, wanted) if self._index.d == empty.d else held[:0]
        # a copy is changed and then put in place, so that a search in another thread sees the old or the new
        index: Any = faiss.clone_index(self._index) if len(kept) else empty
        if len(kept) < index.ntotal:
            index.remove_ids(np.setdiff1d(held, kept))
        for keys, rows in self._table.vectors(np.setdiff1d(wanted, kept)):
            index.add_with_ids(rows, keys)
        self._index, self.state, self._saved = index, state, False
        return True

    def save(self) -> None:
        """Writes it beside the catalogue, where it isn't yet: whole under a new name, then the older ones go."""
        if self._saved:
            return
        target = self._catalog.folder / f"{self._table.kind}-{self.state}{SUFFIX}"
        part = target.with_suffix(".part")
        faiss.write_index(self._index, str(part))
        part.replace(target)
        for file in self._catalog.folder.glob(f"{self._table.kind}-*"):
            if file != target:
                file.unlink(missing_ok=True)
        self._saved = True

    def nearest(self, vector: NDArray[np.float32], k: int, among: Keys | None = None) -> list[tuple[int, float]]:
        """The k nearest rows as (key, cosine in [-1, 1]), nearest first; only `among` these keys when given.

        Raises IndexDamaged for a vector of another width.
        """
        index = self._index
        if len(vector) != index.d:
            raise IndexDamaged("The index has been built with another encoder in the meantime. Ask again.")
        if not index.ntotal or (among is not None and not len(among)):
            return []
        # its Python wrapper sets what is named here
        search = None if among is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]
        row = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        faiss.omp_set_num_threads(1)  # of this thread: one row is searched by one, others would only wait busily
        cosines, keys = index.search(row, min(k, index.ntotal), params=search)
        cosines = np.clip(cosines, -1, 1)  # rounding may lead a hair beyond
        return [(int(key), float(c)) for key, c in zip(keys[0], cosines[0], strict=True) if key >= 0]

    def vector(self, key: int) -> NDArray[np.float32]:
        """The row held under a key, shape (dimensions,); zeros, which are near to nothing, for one it doesn't hold."""
        index = self._index
        try:
            return np.array(index.reconstruct(int(key)), np.float32)
        except RuntimeError:  # a build at work has just put it in, or taken it out
            return np.zeros(index.d, np.float32)

    def rows(self, keys: Sequence[int]) -> NDArray[np.float32]:
        """The rows held under some keys, shape (len(keys), dimensions); zeros for those it doesn't hold."""
        index = self._index
        try:
            return np.array(index.reconstruct_batch(np.array(keys, np.int64)), np.float32).reshape(len(keys), index.d)
        except RuntimeError:
            return np.array([self.vector(key) for key in keys], np.float32).reshape(len(keys), index.d)

    def _empty(self) -> Any:
        # half precision, as the catalogue's: half the memory to read, and twice as fast for a single question
        half = faiss.ScalarQuantizer.QT_fp16
        width = int(self._catalog.get("dimensions"))
        return faiss.IndexIDMap2(faiss.IndexScalarQuantizer(width, half, faiss.METRIC_INNER_PRODUCT))

    def _stored(self) -> tuple[Any, int]:
        """What is on disk and the state that it holds; empty and -1 where nothing whole and fitting is."""
        empty = self._empty()
        for file in self._catalog.folder.glob(f"{self._table.kind}-*{SUFFIX}"):
            try:
                found, state = faiss.read_index(str(file)), int(file.stem.rpartition("-")[2])
            except (RuntimeError, MemoryError, ValueError):  # what FAISS raises for a damaged file
                continue
            if isinstance(found, faiss.IndexIDMap2) and found.d == empty.d:
                return found, state
        return empty, -1
