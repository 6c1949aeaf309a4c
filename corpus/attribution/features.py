"""What the tagger reads of a report: wordpieces, and three things about them that wordpieces don't show.

The encoder is uncased and forgets where a paragraph began. So each wordpiece also carries the case of its
word, whether it stands inside quotation marks, and whether it is the first of a paragraph. Labels and links
live on *words* (BERT's pre-tokens: runs of letters and digits, single marks), each read at its first
wordpiece, so that no span can begin or end within a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

Ints = NDArray[np.int64]

NO_CASE, LOWER, CAPITAL, UPPER, MIXED = range(5)  # "42", "talks", "Aleppo", "UN", "iPhone"
OUTSIDE, INSIDE, MARK = range(3)  # of quotation marks; MARK is the mark itself
CASES, QUOTES = 5, 3

# marks that open, marks that close, and marks that do whichever is due
_DOUBLE = re.compile(r"(?P<opens>[“„«]|``)|(?P<closes>[”»])|''|\"")
_SINGLE = re.compile(r"(?P<opens>(?<!\w)[‘'](?=\w))|(?P<closes>(?<=[^\s‘'])[’'](?!\w))")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Features:
    """One report as arrays: four with an entry a wordpiece, three with an entry a word, all in order."""

    piece: Ints  # wordpiece ids
    case: Ints  # NO_CASE .. MIXED
    quote: Ints  # OUTSIDE, INSIDE, MARK
    paragraph: Ints  # 1 on the wordpieces of a paragraph's first word, else 0
    first: Ints  # of each word, the index of its first wordpiece
    start: Ints  # of each word, where it starts in the text
    end: Ints  # of each word, where it ends in the text

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True)
class Window:
    """Words [start, end) of a report: as much as the network reads at once."""

    start: int
    end: int


def featurise(texts: Sequence[str], encoder: Path) -> list[Features]:
    """The features of each text, cut into wordpieces by the tokenizer in the encoder's folder."""
    # the tokenizer takes no lone surrogates; a stand-in of the same length keeps the offsets
    clean = [_SURROGATE.sub("\ufffd", text) for text in texts]
    encodings = _tokenizer(encoder).encode_batch(clean, add_special_tokens=False)
    return [_features(text, encoding) for text, encoding in zip(clean, encodings, strict=True)]


def windows(features: Features, limit: int, opening: int | None = None) -> list[Window]:
    """The report in windows of at most `limit` wordpieces, side by side, cut between paragraphs where possible.

    `opening` makes the first window that much shorter or longer, so that training meets other cuts each time.
    """
    place = np.append(features.first, len(features.piece))
    breaks = np.flatnonzero(features.paragraph[features.first])
    cuts, start, room = [], 0, min(opening or limit, limit)
    while start < len(features):
        end = int(np.searchsorted(place, place[start] + room, side="right")) - 1
        end = max(end, start + 1)  # one word always fits: it has at most 100 wordpieces
        if end < len(features):
            low, high = np.searchsorted(breaks, [(start + end) // 2, end], side="right")
            end = int(breaks[high - 1]) if low < high else end
        cuts.append(Window(start, end))
        start, room = end, limit
    return cuts


@cache
def _tokenizer(encoder: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True  # "[SEP]" in a report is text, not a separator
    return tokenizer


def _features(text: str, encoding: Encoding) -> Features:
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    word = np.array(encoding.word_ids, dtype=np.int64)
    first = np.flatnonzero(np.diff(word, prepend=-1))
    start = offsets[first, 0]
    end = offsets[np.append(first[1:], len(word)) - 1, 1] if len(word) else start
    of_word = np.cumsum(np.diff(word, prepend=-1) != 0) - 1  # of each wordpiece, the index of its word

    case = np.array([_case(text[a:b]) for a, b in zip(start.tolist(), end.tolist(), strict=True)], dtype=np.int64)
    lines = np.cumsum(np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32) == ord("\n"))
    line = lines[start] if len(start) else start
    opens = (np.diff(line, prepend=-1) != 0).astype(np.int64)
    return Features(
        piece=np.array(encoding.ids, dtype=np.int64),
        case=case[of_word],
        quote=quotation(text)[offsets[:, 0]],
        paragraph=opens[of_word],
        first=first,
        start=start,
        end=end,
    )


def _case(word: str) -> int:
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else CAPITAL
    if word[:1].isupper():
        return CAPITAL
    return MIXED if any(map(str.isalpha, word)) else NO_CASE


def quotation(text: str) -> Ints:
    """For each character, whether it stands OUTSIDE, INSIDE or is a MARK of quotation, shape (len(text),).

    A paragraph ends what it leaves open: newspapers open each paragraph of a long quotation, and close only
    the last. Single marks count where a paragraph has no double ones.
    """
    state = np.zeros(len(text), dtype=np.int64)
    begin = 0
    while begin <= len(text):  # paragraph by paragraph
        stop = text.find("\n", begin)
        stop = len(text) if stop < 0 else stop
        double = list(_DOUBLE.finditer(text, begin, stop))
        opened: int | None = None
        for mark in double or _SINGLE.finditer(text, begin, stop):
            closes = mark.lastgroup == "closes" or (mark.lastgroup is None and opened is not None)
            if closes and opened is None and not double:
                continue  # the apostrophe of "the workers' rights"
            state[mark.start() : mark.end()] = MARK
            if opened is not None:
                state[opened : mark.start()] = INSIDE
            opened = None if closes else mark.end()
        if opened is not None and double:
            state[opened:stop] = INSIDE
        begin = stop + 1
    return state
