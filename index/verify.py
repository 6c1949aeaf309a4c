"""Every stored span and vector checked, and the caches against the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.types import Report, Span
from index.build import text_hash
from index.catalog import Catalog, Counts, Table, embedded_passage, embedded_statement, lock
from index.encoder import TextEncoder
from index.fulltext import FullTextCache
from index.vectors import VectorCache

SAMPLE = 32  # texts encoded again: enough to see that the vectors belong to these texts and this model
ROUNDED = 1e-3  # more than half precision rounds a number of a unit vector by
CLOSE = 0.98  # cosine of a stored vector to the text encoded now; bfloat16 against float32 stays above 0.996


def verify(folder: Path, load: Callable[[str], TextEncoder]) -> tuple[Counts, list[str]]:
    """What was checked, and a line for each fault found.

    Raises IndexMissing or IndexDamaged when it can't begin, OnrecordError while a build is at work.
    """
    catalog = Catalog(folder)
    with lock(folder, patience=5.0):
        catalog.check()
        wrong: list[str] = []
        model, expected, width = (catalog.get(name) for name in ("model", "fingerprint", "dimensions"))
        held: list[tuple[str, str, NDArray[np.float32]]] = []  # (place, embedded text, vector)
        for key, report, intact in catalog.reports():
            if not intact:
                wrong.append(f"{report.id}: it is not what was read")
            wrong += _uncovered(report, [span for _, span, _, _ in catalog.passages.stored(key)])
            for span, text, stored_hash, vector in _embedded(catalog, key, report):
                place = f"{report.id} [{span.start}, {span.end})"
                if span.end > len(report.text):
                    wrong.append(f"{place}: it ends beyond the text")
                if text_hash(expected, text) != stored_hash:
                    wrong.append(f"{place}: the text is not the one that was encoded")
                row = np.frombuffer(vector, np.float16).astype(np.float32)
                if str(len(row)) != width or not abs(float(np.linalg.norm(row)) - 1) < 0.01:
                    wrong.append(f"{place}: the vector is not a unit vector of {width} numbers")
                elif len(held) < SAMPLE or stored_hash[0] < 3:  # a hash is as good as a die, and falls the same again
                    held.append((place, text, row))
        held = held[:: max(1, len(held) // SAMPLE)][:SAMPLE]
        if held:
            encoder = load(model)
            if encoder.fingerprint != expected:
                wrong.append(f"the weights of {model} are not those that this index was built with")
                held = []
            now = encoder.encode([text for _, text, _ in held])
            for (place, _, row), again in zip(held, now, strict=True):
                if float(row @ again) < CLOSE:
                    wrong.append(f"{place}: its vector is not that of its text")
        if width and not wrong:  # beside a catalogue that is wrong itself the caches tell nothing
            for table in (catalog.passages, catalog.statements):
                wrong += _caches(catalog, table)
        return catalog.counts(), wrong


def _uncovered(report: Report, passages: list[Span]) -> Iterator[str]:
    """A line for each run of words that lies in no passage."""
    covered = 0
    for span in [*passages, Span(len(report.text), len(report.text))]:
        if report.text[covered : span.start].strip():
            yield f"{report.id} [{covered}, {span.start}): words that lie in no passage"
        covered = max(covered, span.end)


def _embedded(catalog: Catalog, report_key: int, report: Report) -> Iterator[tuple[Span, str, bytes, bytes]]:
    """(span, embedded text, hash, vector) of each passage and statement of a report, as stored."""
    for _, span, stored_hash, vector in catalog.passages.stored(report_key):
        yield span, embedded_passage(report, span), stored_hash, vector
    said = {row.key: row.statement for row in catalog.statements.of(report.id)}
    for key, span, stored_hash, vector in catalog.statements.stored(report_key):
        yield span, embedded_statement(report, said[key]), stored_hash, vector


def _caches(catalog: Catalog, table: Table) -> Iterator[str]:
    """A line for each row that a cache holds otherwise than the catalogue."""
    keys = table.keys()
    vectors, words = VectorCache(catalog, table), FullTextCache(catalog, table)
    if not np.array_equal(np.sort(vectors.keys), keys):
        yield f"the FAISS cache holds other {table.kind} than the catalogue: delete it, and it comes back"
    else:
        for some, rows in table.vectors(keys):
            cached = np.stack([vectors.vector(int(key)) for key in some])
            for key in some[np.abs(cached - rows).max(axis=1) > ROUNDED]:
                yield f"{table.kind} {key}: the catalogue and the FAISS cache hold different vectors"
    words.sync()
    if not np.array_equal(words.keys(), keys):
        yield f"the full-text cache holds other {table.kind} than the catalogue: delete it, and it comes back"
