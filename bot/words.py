"""Texts as words beside the words of a question: which are the same, and which mean nearly the same."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.fulltext import DOTTED, stems, stop_stems, undotted

Ids = NDArray[np.int64]

KEPT = 100_000  # words known at once; 51 MB at 128 numbers a word
UNLIKE, LIKE = 0.3, 0.8  # cosines of two words: from "nothing in common" to "the same"

_WORD = re.compile(rf"{DOTTED}|[^\W_]+")
_OPENS = re.compile(r"(?:^|[.!?:\n])[\s\"“”„«'‘(\[]*$")  # what stands before the first word of a sentence
_START = 4  # letters that names of one root share: Syria, Syrian


@dataclass(frozen=True, slots=True)
class Cut:
    """A text's words with a topic."""

    words: tuple[str, ...]  # in small letters, without those that questions are made of
    starts: Ids  # offset of each word, ascending
    names: NDArray[np.bool_]  # written with a capital within a sentence


@lru_cache(4096)
def cut(text: str) -> Cut:
    """The text cut up; remembered, as titles and names come again and again."""
    found = [
        (m.start(), word, m[0].lower() != m[0]) for m in _WORD.finditer(text) if stem(word := undotted(m[0]).lower())
    ]
    words, starts = tuple(word for _, word, _ in found), np.array([at for at, _, _ in found], np.int64)
    return Cut(
        words,
        starts,
        np.array([cased and not _OPENS.search(text, max(0, at - 8), at) for at, _, cased in found], np.bool_),
    )


@lru_cache(200_000)
def stem(word: str) -> str:
    """The term of a word as the full-text index holds it; "" for one that carries no topic."""
    terms = stems(word)
    return terms[0] if terms and terms[0] not in stop_stems() else ""


class Vocabulary:
    """The words met so far, each with its stem and its vector. Threads may share it: words are only ever added."""

    def __init__(self, vectors: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
        self._vectors_of = vectors
        self._turn = threading.Lock()
        self._ids: dict[str, int] = {}
        self._stem_ids: dict[str, int] = {}
        self._starts: dict[str, int] = {}
        self._stems = np.empty((0, 2), np.int64)  # of the stem, and of the first letters
        self._vectors = np.empty((0, 0), np.float32)  # with room for more words than there are

    @property
    def is_full(self) -> bool:
        """True when it is time to begin with a new one."""
        return len(self._ids) > KEPT

    def ids(self, words: Sequence[str]) -> Ids:
        """A number for each word."""
        known = self._ids
        if any(word not in known for word in words):
            with self._turn:
                self._learn([word for word in dict.fromkeys(words) if word not in known])
        return np.array([known[word] for word in words], np.int64)

    def _learn(self, new: Sequence[str]) -> None:
        known = self._ids
        if new:
            held, total = len(known), len(known) + len(new)
            vectors = self._vectors_of(new)
            if total > len(self._vectors):
                grown = np.zeros((2 * total, vectors.shape[1]), np.float32)
                grown[:held] = self._vectors[:held] if held else 0
                stems = np.zeros((2 * total, 2), np.int64)
                stems[:held] = self._stems[:held]
                self._vectors, self._stems = grown, stems
            self._vectors[held:total] = vectors
            for word in new:
                self._stems[len(known)] = (
                    self._stem_ids.setdefault(stem(word), len(self._stem_ids)),
                    self._starts.setdefault(word[:_START], len(self._starts)),
                )
                known[word] = len(known)

    def alike(self, some: Ids, others: Ids, names: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
        """How alike words are, shape (len(some), len(others)): 1 for the same stem, else by meaning, in [0, 1).

        Of the others those that are `names` are like nothing but what begins as they do: Yemen is not Syria.
        """
        if not len(some) or not len(others):
            return np.zeros((len(some), len(others)), np.float32)
        distinct, place = np.unique(others, return_inverse=True)
        found = self._vectors[some] @ self._vectors[distinct].T
        found = np.clip((found - UNLIKE) / (LIKE - UNLIKE), 0, 0.99)
        same = self._stems[some][:, None] == self._stems[distinct][None]
        found[same[:, :, 0]] = 1
        every = np.asarray(found[:, place], np.float32)
        if names is not None:
            every[names[None] & ~same[:, place, 1]] = 0
        return every
