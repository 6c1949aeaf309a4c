"""Files to an index: read, cut into passages, encode what is new, store, bring the caches up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.attribution import attribute
from corpus.errors import IndexDamaged, ReadError
from corpus.passages import split
from corpus.readers import Skipped, files, read
from corpus.readers.door import naming, shown
from corpus.types import Report, Span, Statement
from index.catalog import Catalog, Entry, embedded_passage, embedded_sentences, embedded_statement, lock
from index.encoder import TextEncoder

if TYPE_CHECKING:
    from corpus.attribution.rulings import Rulings
    from corpus.attribution.statements import Tags


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
    batch: int = 512,
) -> Summary:
    """Makes the index in `folder` hold exactly the reports under `paths`.

    Incremental: a file that hasn't changed isn't read, a text that was encoded before isn't encoded again, reports
    that are gone are removed. What can't be read today is skipped, and what was read of it earlier stays. Stopped
    anywhere, it leaves a whole index, and the next build goes on from there. `load` is called when there is
    something to encode; `model` is the name that it loads. `tagger` reads who said what, and the reports are read again
    when it is another one than last time; without it no statements are stored. `rulings` are the owner's on who is who.
    About `batch` passages are encoded and stored together: enough to sort by length, little to lose.

    Raises OnrecordError when another build is at work, a path is not there, or no file is under any of them.
    """
    found = list(files(paths))  # raises before anything is touched when a path is not there
    if not found:  # a folder that is empty for the moment, a disk that is not mounted: not a wish to lose everything
        raise ReadError(f"No file in {', '.join(map(shown, paths))}. Give a file or a folder that holds reports.")
    with lock(folder, patience=5.0):
        catalog = Catalog(folder, create=True)
        try:
            return _Build(catalog, load, model, progress or Silent(), tagger, rulings, batch).run(found)
        finally:
            catalog.close()


class _Build:
    def __init__(
        self, catalog: Catalog, load: Callable[[], TextEncoder], model: str, progress: Progress,
        load_tagger: LoadTagger | None, rulings: Rulings | None, batch: int,
    ) -> None:  # fmt: skip
        self.catalog, self.load, self.model, self.progress = catalog, load, model, progress
        self.load_tagger, self.rulings, self.batch = load_tagger, rulings, batch
        self.tagger: Tags | None = None
        self.encoder: TextEncoder | None = None
        self.pending: dict[str, tuple[Report, str]] = {}  # by id: reports to encode and store, with their files
        self.characters = 0  # of the pending reports
        self.finished: list[tuple[str, str, list[tuple[str, str]]]] = []  # whole with the pending reports
        self.added = self.encoded = self.reused = 0
        self.done = self.total = 0  # bytes of files

    def run(self, found: Sequence[tuple[Path, Path] | Skipped]) -> Summary:
        catalog = self.catalog
        if catalog.get("model") not in ("", self.model):
            self._encoder()  # first of all: where it can't be loaded, the index stays as it was
        catalog.begin(self.load_tagger.fingerprint if self.load_tagger else "")
        self.total = sum(_size(item[0]) for item in found if not isinstance(item, Skipped))
        try:
            for item in found:
                if isinstance(item, Skipped):
                    catalog.keep_file(item.path, item.reason)
                    continue
                try:
                    self._read(*item)
                except ReadError as error:
                    catalog.keep_file(shown(item[0]), str(error))
                self.done += _size(item[0])
                self.progress.read(self.done, self.total)
            self._flush()
            removed = catalog.remove_unmet()
            self._merge()
        finally:
            self._caches()  # also after Ctrl-C: what is stored can be searched
        counts = catalog.counts()
        return Summary(
            counts.reports, counts.passages, counts.statements, self.added, removed, self.encoded, self.reused,
            catalog.skipped(),
        )  # fmt: skip

    def _read(self, path: Path, root: Path) -> None:
        """Takes in what is new of one file; raises ReadError when it can't be read."""
        name = shown(path)
        try:
            str(path).encode()
        except UnicodeEncodeError as error:
            raise ReadError(f"{name} has a name that is not Unicode: rename it.") from error
        stamp = _stamp(path, root)
        if self.catalog.knows(name, stamp):
            return
        skipped: list[tuple[str, str]] = []
        part = 0
        for item in read(path, root):
            if isinstance(item, Skipped):
                skipped.append((item.path, item.reason))
                continue
            part += len(item.text)
            pending = self.pending.get(item.id)
            other = pending[1] if pending else self.catalog.claimed(item.id, name)
            if other is not None:
                reason = f"{item.path} has the id {item.id!r}, and so has a report in {other}: give each its own id."
                skipped.append((item.path, reason))
                if other != name:
                    stamp = ""  # to be read again: the other may be gone by then
            elif not self.catalog.unchanged(item, name):
                self.pending[item.id] = item, name
                self.characters += len(item.text)
                if self.characters > self.batch * 600:  # about 600 characters a passage
                    self._flush()
                    self.progress.read(self.done + min(part, _size(path)), self.total)
        self.finished.append((name, stamp, skipped))
        if not self.pending:
            self._flush()

    def _flush(self) -> None:
        """Encodes and stores the pending reports, then marks the files that are wholly in as read."""
        if self.pending:
            self.catalog.put(list(self._entries()))
            self.added += len(self.pending)
            self.pending, self.characters = {}, 0
        for file in self.finished:
            self.catalog.finish_file(*file)
        self.finished = []

    def _entries(self) -> Iterator[Entry]:
        encoder = self._encoder()
        reports = [report for report, _ in self.pending.values()]
        passages = [split(report, encoder.wordpieces) for report in reports]
        said = list(attribute(reports, self._tagger())) if self.load_tagger else [[] for _ in reports]
        sentences = self._passages(
            [(report, p.span) for report, some in zip(reports, passages, strict=True) for p in some]
        )
        vectors = self._statements([(report, s) for report, some in zip(reports, said, strict=True) for s in some])
        for (report, name), some, told in zip(self.pending.values(), passages, said, strict=True):
            encoded = [next(sentences) for _ in some]
            yield Entry(
                report, name, [(p, h, v) for p, (h, v, _) in zip(some, encoded, strict=True)],
                [(s, *next(vectors)) for s in told], [rows for _, _, rows in encoded],
            )  # fmt: skip

    def _passages(self, places: Sequence[tuple[Report, Span]]) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Hash, vector and sentences' vectors of each passage; only what is in no row yet is encoded."""
        encoder, table = self._encoder(), self.catalog.passages
        hashes = [text_hash(encoder.fingerprint, embedded_passage(*place)) for place in places]
        known = table.vectors_of(list(dict.fromkeys(hashes)))
        sentences = table.sentences_of(list(known))
        new = {h: place for h, place in zip(hashes, places, strict=True) if h not in known}
        rows, parts = encoder.encode_parts(
            [embedded_passage(*place) for place in new.values()],
            [embedded_sentences(*place) for place in new.values()], self.progress.encoded,
        )  # fmt: skip
        self._counted(len(new), len(known))
        known |= {h: row.astype(np.float16).tobytes() for h, row in zip(new, rows, strict=True)}
        sentences |= {h: _eight_bits(some).tobytes() for h, some in zip(new, parts, strict=True)}
        return ((h, known[h], sentences[h]) for h in hashes)

    def _statements(self, said: Sequence[tuple[Report, Statement]]) -> Iterator[tuple[bytes, bytes]]:
        """Hash and vector of each statement; only what is in no row yet is encoded."""
        encoder = self._encoder()
        texts = [embedded_statement(*one) for one in said]
        hashes = [text_hash(encoder.fingerprint, text) for text in texts]
        known = self.catalog.statements.vectors_of(list(dict.fromkeys(hashes)))
        new = {h: text for h, text in zip(hashes, texts, strict=True) if h not in known}
        rows = encoder.encode(list(new.values()), self.progress.encoded)
        self._counted(len(new), len(known))
        known |= {h: row.astype(np.float16).tobytes() for h, row in zip(new, rows, strict=True)}
        return ((h, known[h]) for h in hashes)

    def _counted(self, encoded: int, reused: int) -> None:
        self.encoded += encoded
        self.reused += reused

    def _merge(self) -> None:
        """Says who is who, unless that was said of just these statements by just these rulings."""
        rulings = sha256(repr(self.rulings).encode()).hexdigest()
        if self.catalog.get("merged") != f"{self.catalog.state} {rulings}":
            self.catalog.people.merge(self.rulings)
            self.catalog.set("merged", f"{self.catalog.state} {rulings}")

    def _encoder(self) -> TextEncoder:
        if self.encoder is None:
            self.encoder = self.load()
            known = self.catalog.get("model") == self.model
            if known and self.catalog.get("fingerprint") != self.encoder.fingerprint:
                raise IndexDamaged(
                    f"The weights of {self.model} are not those that this index was built with. "
                    f"Remove {self.catalog.folder} and run: onrecord index build"
                )
            if not known:
                self.catalog.adopt(self.model, self.encoder.fingerprint, self.encoder.dimensions)
        return self.encoder

    def _tagger(self) -> Tags:
        if self.tagger is None and self.load_tagger:
            self.tagger = self.load_tagger()
        assert self.tagger is not None
        return self.tagger

    def _caches(self) -> None:
        from index.fulltext import FullTextCache
        from index.vectors import VectorCache

        for table in (self.catalog.passages, self.catalog.statements) if self.catalog.get("dimensions") else ():
            VectorCache(self.catalog, table).save()
            FullTextCache(self.catalog, table).sync()


def _eight_bits(rows: NDArray[np.float32]) -> NDArray[np.int8]:
    """Rows in their directions with the largest number of each at 127: half the room of float16, cosines to .01."""
    largest = np.maximum(np.abs(rows).max(axis=1, keepdims=True, initial=0), 1e-12)
    return np.asarray(np.rint(rows / largest * 127), np.int8)


def text_hash(fingerprint: str, text: str) -> bytes:
    """What tells that a text has been encoded before, by the same weights."""
    return sha256(f"{fingerprint}\0{text}".encode()).digest()


def _stamp(path: Path, root: Path) -> str:
    """What stays the same as long as a file does, and as long as its reports' ids are told from the same folder."""
    with naming(shown(path)):
        entry = path.stat()
    return f"{entry.st_size} {entry.st_mtime_ns} {shown(root)}"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # gone since it was listed: `read` says so
