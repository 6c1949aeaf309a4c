"""Every stored span and vector checked, and the caches against the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.build import text_hash
from index.catalog import Catalog, Counts, Table, embedded_passage
from index.encoder import TextEncoder
from index.fulltext import FullTextCache
from index.vectors import VectorCache

SAMPLE = 32  # passages encoded again: enough to see that the vectors belong to these texts and this model
CLOSE = 0.98  # cosine of a stored vector to the text encoded now; bfloat16 against float32 stays above 0.996


def verify(folder: Path, load: Callable[[str], TextEncoder]) -> tuple[Counts, list[str]]:
    """What was checked, and a line for each fault found; raises IndexMissing or IndexDamaged when it can't begin."""
    catalog = Catalog(folder)
    wrong: list[str] = []
    model, expected = catalog.get("model"), catalog.get("fingerprint")
    dimensions = int(catalog.get("dimensions", "0"))
    held: list[tuple[int, str, NDArray[np.float32]]] = []  # (key, embedded text, vector)
    for report_key, report in catalog.reports():
        covered = 0
        for key, span, stored_hash, vector in catalog.passages.stored(report_key):
            place = f"{report.id} [{span.start}, {span.end})"
            if span.end > len(report.text) or not span.of(report.text).strip():
                wrong.append(f"{place}: the passage lies outside of the text or is empty")
                continue
            if report.text[covered : span.start].strip():
                wrong.append(f"{place}: words before the passage lie in no passage")
            covered = max(covered, span.end)
            text = embedded_passage(report, span)
            if text_hash(expected, text) != stored_hash:
                wrong.append(f"{place}: the text is not the one that was encoded")
            row = np.frombuffer(vector, np.float16).astype(np.float32)
            if row.shape != (dimensions,) or not abs(float(np.linalg.norm(row)) - 1) < 0.01:
                wrong.append(f"{place}: the vector is not a unit vector of {dimensions} numbers")
            elif len(held) < SAMPLE or key % 97 == 0:
                held.append((key, text, row))
        if report.text[covered:].strip():
            wrong.append(f"{report.id}: words at the end lie in no passage")
    held = held[:: max(1, len(held) // SAMPLE)][:SAMPLE]
    if held:
        encoder = load(model)
        if encoder.fingerprint != expected:
            wrong.append(f"the weights of {model} are not those that this index was built with")
        now = encoder.encode([text for _, text, _ in held])
        for (key, _, row), again in zip(held, now, strict=True):
            if float(row @ again) < CLOSE:
                wrong.append(f"passage {key}: its vector is not that of its text")
    if dimensions:
        for table in (catalog.passages, catalog.statements):
            wrong += _caches(catalog, table, dimensions)
    return catalog.counts(), wrong


def _caches(catalog: Catalog, table: Table, dimensions: int) -> list[str]:
    wrong = []
    keys = table.keys()
    vectors = VectorCache(catalog, table, dimensions)
    if not np.array_equal(np.sort(vectors.keys), keys):
        wrong.append(f"the FAISS cache holds other {table.kind} than the catalogue")
    else:
        for some, rows in table.vectors(keys):
            cached = np.stack([vectors.vector(int(key)) for key in some])
            wrong += [
                f"{table.kind} {key}: the FAISS cache holds another vector"
                for key in some[np.abs(cached - rows).max(1) > 1e-6]
            ]
    words = FullTextCache(catalog, table)
    words.sync()
    if not np.array_equal(words.keys(), keys):
        wrong.append(f"the full-text cache holds other {table.kind} than the catalogue")
    return wrong
