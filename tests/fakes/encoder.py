"""A toy encoder, a bag of words, so that a test can work out any cosine by hand; and collections built with it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.types import Span
from index.build import Progress, Summary, build


class ToyEncoder:
    """Each lower-case word adds 1 to the dimension that its CRC-32 names; a row is then scaled to length 1.

    A text without a word is all in dimension 0. A word is one wordpiece. `texts` keeps all that was ever encoded, in
    order, and `calls` how many came at a time.
    """

    def __init__(self, model: str = "toy", dimensions: int = 256, batch: int = 8) -> None:
        self.model = model
        self.fingerprint = f"weights of {model}"
        self.dimensions = dimensions
        self.texts: list[str] = []
        self.calls: list[int] = []
        self._batch = batch

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        self.calls.append(len(texts))
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for start in range(0, len(texts), self._batch):
            batch = texts[start : start + self._batch]
            for row, text in zip(rows[start:], batch, strict=False):
                row += self._bag(text)
            self.texts += batch
            if progress:
                progress(len(batch))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Callable[[int], None] | None = None
    ) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """A part is what encode() makes of its words alone."""
        bags = [[self._bag(part.of(text)) for part in some] for text, some in zip(texts, parts, strict=True)]
        return self.encode(texts, progress), [np.array([b / np.linalg.norm(b) for b in some]) for some in bags]

    def question(self, text: str) -> NDArray[np.float32]:
        """The same as encode() makes of it."""
        return np.asarray(self.encode([text])[0])

    def word_vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        """No two words are alike, unless by chance."""
        return np.array([self._bag(word) for word in words], np.float32).reshape(len(words), self.dimensions)

    def _bag(self, text: str) -> NDArray[np.float32]:
        row = np.zeros(self.dimensions, np.float32)
        for word in _words(text):
            row[crc32(word.encode()) % self.dimensions] += 1
        row[0] += not row.any()
        return row

    def wordpieces(self, texts: Sequence[str]) -> list[int]:
        return [len(_words(text)) for text in texts]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def toy_build(
    path: Path, folder: Path, encoder: ToyEncoder, progress: Progress | None = None, batch: int = 512
) -> Summary:
    """A build of what lies under path, with a toy encoder."""
    return build([path], folder, lambda: encoder, encoder.model, progress, batch=batch)


def write_jsonl(path: Path, *reports: dict[str, Any]) -> Path:
    """A file of reports, one a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(report) + "\n" for report in reports))
    return path


def prose(topic: str, sentences: int = 12) -> str:
    """Sentences of ten words that name the topic and their own number: twelve of them are one passage."""
    return " ".join(f"{topic} {topic}{n} stood where the river met the old town." for n in range(sentences))
