"""Files to an index: read, cut into passages, encode what is new, store, bring the caches up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from corpus.attribution import attribute
from corpus.errors import IndexDamaged, ReadError
from corpus.passages import split
from corpus.readers import Skipped, files, read
from corpus.types import Report
from index.catalog import Catalog, Entry, Table, embedded_passage, embedded_statement, lock
from index.encoder import TextEncoder

if TYPE_CHECKING:
    from corpus.attribution.people import Rulings
    from corpus.attribution.statements import Tags

BATCH = 512  # passages encoded and stored together: enough to sort by length, little to lose


class Progress(Protocol):
    """What a build tells while it runs; the command line draws a bar from it."""

    def read(self, done: int, total: int) -> None: ...  # bytes of the files

    def encoded(self, passages: int) -> None: ...


class LoadTagger(Protocol):
    """Loads what reads who said what, when there is something to read."""

    fingerprint: str  # changes when what it finds may

    def __call__(self) -> Tags: ...


class Silent:
    """A progress that nobody watches."""

    def read(self, done: int, total: int) -> None:
        pass

    def encoded(self, passages: int) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did."""

    reports: int  # now in the index
    passages: int  # now in the index
    statements: int  # now in the index
    added: int  # reports new or changed
    removed: int  # reports gone
    encoded: int  # passages and statements encoded
    reused: int  # those whose vector was known
    skipped: list[tuple[str, str]] = field(default_factory=list)  # (path, reason)


def build(
    paths: Sequence[Path],
    folder: Path,
    load: Callable[[], TextEncoder],
    model: str,
    progress: Progress | None = None,
    *,
    tagger: LoadTagger | None = None,
    rulings: Rulings | None = None,
) -> Summary:
    """Makes the index in `folder` hold exactly the reports under `paths`.

    Incremental: a file that hasn't changed isn't read, a text that was encoded before isn't encoded again, reports
    that are gone are removed. What can't be read today is skipped, and what was read of it earlier stays. Stopped
    anywhere, it leaves a whole index, and the next build goes on from there. `load` is called when there is
    something to encode; `model` is the name that it loads. `tagger` reads who said what, and the reports are read again
    when it is another one than last time; without it no statements are stored. `rulings` are the owner's on who is who.

    Raises OnrecordError when another build is at work, a path is not there, or nothing at all could be read.
    """
    found = list(files(paths))  # raises before anything is touched when a path is not there
    with lock(folder):
        catalog = Catalog(folder, create=True)
        try:
            return _Build(catalog, load, model, progress or Silent(), tagger, rulings).run(found)
        finally:
            catalog.close()


class _Build:
    def __init__(
        self, catalog: Catalog, load: Callable[[], TextEncoder], model: str, progress: Progress,
        load_tagger: LoadTagger | None, rulings: Rulings | None,
    ) -> None:  # fmt: skip
        self.catalog, self.load, self.model, self.progress = catalog, load, model, progress
        self.load_tagger, self.rulings = load_tagger, rulings
        self.tagger: Tags | None = None
        self.encoder: TextEncoder | None = None
        self.pending: list[tuple[Report, str]] = []
        self.waiting: dict[str, str] = {}  # file of each pending id
        self.characters = 0  # of the pending reports
        self.finished: list[tuple[str, int, int, list[tuple[str, str]]]] = []  # files whose reports are pending
        self.added = self.encoded = self.reused = 0
        self.number = int(catalog.get("build", "0")) + 1

    def run(self, found: Sequence[tuple[Path, Path] | Skipped]) -> Summary:
        catalog = self.catalog
        catalog.set("build", str(self.number))
        if catalog.get("model") not in ("", self.model):
            catalog.clear()  # vectors of two models can't stand side by side
            catalog.set("fingerprint", "")
        catalog.set("model", self.model)
        catalog.read_by(self.load_tagger.fingerprint if self.load_tagger else "")
        unread = [(item.path, item.reason) for item in found if isinstance(item, Skipped)]
        sizes = {path: path.stat().st_size for path, _ in (f for f in found if not isinstance(f, Skipped))}
        done, total = 0, max(1, sum(sizes.values()))
        try:
            for item in found:
                if isinstance(item, Skipped):
                    catalog.keep_file(item.path, self.number)
                    continue
                try:
                    self._read(*item, lambda part, done=done: self.progress.read(done + part, total))  # type: ignore[misc]
                except ReadError as error:
                    unread.append((str(item[0]), str(error)))
                    catalog.keep_file(str(item[0]), self.number)
                done += sizes[item[0]]
                self.progress.read(done, total)
            self._flush()
            removed = catalog.remove_unseen(self.number)
            if self.added or removed or self.rulings:
                catalog.people.merge(self.rulings)
        finally:
            self._caches()  # also after Ctrl-C: what is stored can be searched
        counts = catalog.counts()
        return Summary(
            counts.reports, counts.passages, counts.statements, self.added, removed, self.encoded, self.reused,
            [*unread, *catalog.skipped()],
        )  # fmt: skip

    def _read(self, path: Path, root: Path, progress: Callable[[int], None]) -> None:
        """Takes in what is new of one file; raises ReadError when it can't be read."""
        name, entry = str(path), path.stat()
        if self.catalog.file_is_known(name, entry.st_size, entry.st_mtime_ns, self.number):
            return
        skipped: list[tuple[str, str]] = []
        part = 0
        for item in read(path, root):
            if isinstance(item, Skipped):
                skipped.append((item.path, item.reason))
                continue
            part += len(item.text)
            other = self.waiting.get(item.id) or self.catalog.owner(item.id, self.number)
            if other is not None:
                reason = f"{item.path} has the id {item.id!r}, and so has a report in {other}: give each its own id."
                skipped.append((item.path, reason))
            elif not self.catalog.unchanged(item, name, self.number):
                self.pending.append((item, name))
                self.waiting[item.id] = name
                self.characters += len(item.text)
                if self.characters > BATCH * 600:  # about 600 characters a passage
                    self._flush()
                    progress(min(part, entry.st_size))
        self.finished.append((name, entry.st_size, entry.st_mtime_ns, skipped))
        if not self.pending:
            self._flush()

    def _flush(self) -> None:
        """Encodes and stores the pending reports, then marks the files that are wholly in as read."""
        if self.pending:
            self.catalog.put(list(self._entries()), self.number)
            self.added += len(self.pending)
            self.pending, self.waiting, self.characters = [], {}, 0
        for name, size, modified, skipped in self.finished:
            self.catalog.finish_file(name, size, modified, self.number, skipped)
        self.finished = []

    def _entries(self) -> Iterator[Entry]:
        encoder = self._encoder()
        reports = [report for report, _ in self.pending]
        passages = [split(report, encoder.wordpieces) for report in reports]
        said = list(attribute(reports, self._tagger())) if self.load_tagger else [[] for _ in reports]
        embedded = self._embedded(
            self.catalog.passages,
            [[embedded_passage(report, p.span) for p in some] for report, some in zip(reports, passages, strict=True)],
        )
        worded = self._embedded(
            self.catalog.statements,
            [[embedded_statement(report, s) for s in some] for report, some in zip(reports, said, strict=True)],
        )
        for (report, name), some, rows, told, vectors in zip(
            self.pending, passages, embedded, said, worded, strict=True
        ):
            yield Entry(report, name, _beside(some, rows), _beside(told, vectors))

    def _embedded(self, table: Table, texts: list[list[str]]) -> list[list[tuple[bytes, bytes]]]:
        """(hash, vector) of each text of each report; only what is in no row yet is encoded."""
        encoder = self._encoder()
        hashes = [[text_hash(encoder.fingerprint, text) for text in some] for some in texts]
        by_hash = {h: t for some, names in zip(texts, hashes, strict=True) for t, h in zip(some, names, strict=True)}
        vectors = table.vectors_of(list(by_hash))
        new = [h for h in by_hash if h not in vectors]
        rows = encoder.encode([by_hash[h] for h in new], self.progress.encoded).astype(np.float16)
        vectors |= {h: row.tobytes() for h, row in zip(new, rows, strict=True)}
        self.encoded += len(new)
        self.reused += len(by_hash) - len(new)
        return [[(h, vectors[h]) for h in names] for names in hashes]

    def _encoder(self) -> TextEncoder:
        if self.encoder is None:
            self.encoder = self.load()
            stored = self.catalog.get("fingerprint")
            if stored and stored != self.encoder.fingerprint:
                raise IndexDamaged(
                    f"The weights of {self.model} are not those that this index was built with. "
                    f"Remove {self.catalog.folder} and run: onrecord index build"
                )
            self.catalog.set("fingerprint", self.encoder.fingerprint)
            self.catalog.set("dimensions", str(self.encoder.dimensions))
        return self.encoder

    def _tagger(self) -> Tags:
        if self.tagger is None and self.load_tagger:
            self.tagger = self.load_tagger()
        assert self.tagger is not None
        return self.tagger

    def _caches(self) -> None:
        from index.fulltext import FullTextCache
        from index.vectors import VectorCache

        dimensions = int(self.catalog.get("dimensions", "0"))
        for table in (self.catalog.passages, self.catalog.statements) if dimensions else ():
            VectorCache(self.catalog, table, dimensions).save()
            FullTextCache(self.catalog, table).sync()


def _beside(rows: Sequence[Any], told: Sequence[tuple[bytes, bytes]]) -> list[tuple[Any, bytes, bytes]]:
    return [(row, *pair) for row, pair in zip(rows, told, strict=True)]


def text_hash(fingerprint: str, text: str) -> bytes:
    """What tells that a text has been encoded before, by the same weights."""
    return sha256(f"{fingerprint}\0{text}".encode()).digest()
