"""Texts as words beside the words of a question: which are the same, and which mean nearly the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.fulltext import stems, stop_stems

Ids = NDArray[np.int64]

KEPT = 100_000  # words known at once; 51 MB at 128 numbers a word
UNLIKE, LIKE = 0.3, 0.8  # cosines of two words: from "nothing in common" to "the same"

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Cut:
    """A text's words with a topic."""

    words: tuple[str, ...]  # in small letters, without those that questions are made of
    starts: Ids  # offset of each word, ascending


@lru_cache(4096)
def cut(text: str) -> Cut:
    """The text cut up; remembered, as titles and names come again and again."""
    found = [(m.start(), word) for m in _WORD.finditer(text) if stem(word := m[0].lower())]
    return Cut(tuple(word for _, word in found), np.array([at for at, _ in found], np.int64))


@lru_cache(200_000)
def stem(word: str) -> str:
    """The term of a word as the full-text index holds it; "" for one that carries no topic."""
    terms = stems(word)
    return terms[0] if terms and terms[0] not in stop_stems() else ""


class Vocabulary:
    """The words met so far, each with its stem and its vector. Not safe to share between threads."""

    def __init__(self, vectors: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
        self._vectors_of = vectors
        self._ids: dict[str, int] = {}
        self._stem_ids: dict[str, int] = {}
        self._stems = np.empty(0, np.int64)
        self._vectors = np.empty((0, 0), np.float32)  # with room for more words than there are

    @property
    def is_full(self) -> bool:
        """True when it is time to begin with a new one."""
        return len(self._ids) > KEPT

    def ids(self, words: Sequence[str]) -> Ids:
        """A number for each word."""
        known = self._ids
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new:
            held, total = len(known), len(known) + len(new)
            vectors = self._vectors_of(new)
            if total > len(self._vectors):
                grown = np.zeros((2 * total, vectors.shape[1]), np.float32)
                grown[:held] = self._vectors[:held] if held else 0
                self._vectors, self._stems = (
                    grown,
                    np.resize(self._stems, 2 * total) if held else np.zeros(2 * total, np.int64),
                )
            self._vectors[held:total] = vectors
            for word in new:
                self._stems[len(known)] = self._stem_ids.setdefault(stem(word), len(self._stem_ids))
                known[word] = len(known)
        return np.array([known[word] for word in words], np.int64)

    def alike(self, some: Ids, others: Ids) -> NDArray[np.float32]:
        """How alike words are, shape (len(some), len(others)): 1 for the same stem, else by meaning, in [0, 1)."""
        if not len(some) or not len(others):
            return np.zeros((len(some), len(others)), np.float32)
        distinct, place = np.unique(others, return_inverse=True)
        found = self._vectors[some] @ self._vectors[distinct].T
        found = np.clip((found - UNLIKE) / (LIKE - UNLIKE), 0, 0.99)
        found[self._stems[some][:, None] == self._stems[distinct][None, :]] = 1
        return np.asarray(found[:, place], np.float32)
