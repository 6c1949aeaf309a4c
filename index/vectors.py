"""The nearest passages or statements by vector: the only module that imports faiss. A cache of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog, Keys, Table

SUFFIX = ".faiss"


class VectorCache:
    """A FAISS index over the vectors of one table of the catalogue, whose ids are the table's keys.

    Exact: the inner product of unit rows is the cosine. Its file is named after the catalogue's state that it holds;
    one that is missing, damaged or of another width is made again from the catalogue without encoding anything.
    """

    def __init__(self, catalog: Catalog, table: Table, dimensions: int) -> None:
        self._catalog = catalog
        self._table = table
        self._dimensions = dimensions
        self.state = -1
        self._index = self._empty()
        for file in self._files():
            try:
                found = faiss.read_index(str(file))
                if isinstance(found, faiss.IndexIDMap2) and found.d == dimensions:
                    self._index, self.state = found, int(file.stem.rpartition("-")[2])
                    break
            except (RuntimeError, ValueError):
                continue  # damaged: sync() below makes it again
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
        wanted, held = self._table.keys(), self.keys
        gone, new = np.setdiff1d(held, wanted), np.setdiff1d(wanted, held)
        # a copy is changed and then put in place, so that a search in another thread sees the old or the new
        index: Any = self._empty() if len(gone) == len(held) else faiss.clone_index(self._index)
        if len(gone) and index.ntotal:
            index.remove_ids(gone)
        for keys, rows in self._table.vectors(new):
            index.add_with_ids(np.ascontiguousarray(rows), keys)
        self._index, self.state = index, state
        return True

    def save(self) -> None:
        """Writes it beside the catalogue: whole under a new name, then the older ones go."""
        folder = self._catalog.folder
        target = folder / f"{self._table.kind}-{self.state}{SUFFIX}"
        part = target.with_suffix(".part")
        faiss.write_index(self._index, str(part))
        part.replace(target)
        for file in self._files():
            if file != target:
                file.unlink(missing_ok=True)

    def nearest(self, vector: NDArray[np.float32], k: int, among: Keys | None = None) -> list[tuple[int, float]]:
        """The k nearest rows as (key, cosine in [-1, 1]), nearest first; only `among` these keys when given."""
        if not len(self) or (among is not None and not len(among)):
            return []
        # its Python wrapper sets what is named here
        search = None if among is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]
        row = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        cosines, keys = self._index.search(row, min(k, len(self)), params=search)
        return [(int(key), float(c)) for key, c in zip(keys[0], cosines[0], strict=True) if key >= 0]

    def vector(self, key: int) -> NDArray[np.float32]:
        """The row stored under a key, shape (dimensions,)."""
        return np.array(self._index.reconstruct(int(key)), np.float32)

    def _empty(self) -> faiss.IndexIDMap2:
        return faiss.IndexIDMap2(faiss.IndexFlatIP(self._dimensions))

    def _files(self) -> list[Path]:
        return sorted(
            (f for f in self._catalog.folder.glob(f"{self._table.kind}-*{SUFFIX}")),
            key=lambda f: f.stat().st_mtime_ns,
            reverse=True,
        )
