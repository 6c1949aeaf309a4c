"""From the network's scores to attributions: which spans there are, how sure each is, and who said what.

The CRF's single likeliest labelling isn't what pays: it marks nothing where several readings compete. So every
span's posterior probability is computed, and those spans are chosen, apart from each other, whose sum of gains is
greatest (minimum Bayes risk). Everything here counts in words of a window; windows are decoded side by side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.attribution.labels import ROLES

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Range = tuple[int, int]  # words [start, end) of a window

# by role: a span must be this probable, both ends as they are (a source less: those that no cue takes are dropped)
WORTH = (0.2, 0.35, 0.35)
WORD_GAIN = 0.05  # unless its words make up for it: each gains this times (its chance of the role - 1/2)
LOOSE = 0.2  # content that points at every cue with less than this goes to none
ADOPTED = 0.25  # a word that content points at with this or more begins a cue that wasn't chosen,
ADOPTED_SPAN = 0.1  # if the likeliest one that begins there is at least this probable


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in words of its window; source is None where nobody is named."""

    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    score: float  # in [0, 1]


@dataclass(frozen=True, slots=True)
class Marked:
    """A span of one role, and how sure its words are to have that role, in [0, 1]."""

    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True)
class Posteriors:
    """What the CRF makes of one window, in probabilities."""

    span: Floats  # (roles, words, words): words i to j, both included, are one span of the role
    word: Floats  # (roles, words): the word has the role


def decode(emissions: Floats, lengths: Ints, transitions: Floats, pointed: Mapping[str, Floats]) -> list[list[Found]]:
    """The attributions of each window, in the order of their cues.

    emissions (windows, words, labels), padded at the right to the longest of `lengths` or more; transitions
    (labels, labels); pointed: by pointer, (windows, 1 + words, 1 + words), where 0 is [CLS], that is "none".
    """
    windows = posteriors(emissions, lengths, transitions)
    return [
        link(spans, window, {name: scores[row, : length + 1, : length + 1] for name, scores in pointed.items()})
        for row, (length, window, spans) in enumerate(zip(lengths.tolist(), windows, choose(windows), strict=True))
    ]


def posteriors(emissions: Floats, lengths: Ints, transitions: Floats) -> list[Posteriors]:
    """The posteriors of each window, by the forward-backward algorithm and its extension to spans."""
    width = int(lengths.max())
    emissions = emissions[:, :width].copy()
    emissions[:, 0, 2::2] = -1e4  # no I- without its B-
    # 1. the total score of all labellings up to each word, and of all after it
    forward, backward = np.empty_like(emissions), np.zeros_like(emissions)
    forward[:, 0] = emissions[:, 0]
    for t in range(1, width):
        forward[:, t] = _logsumexp(forward[:, t - 1, :, None] + transitions, 1) + emissions[:, t]
    for t in range(width - 2, -1, -1):
        follows = _logsumexp(transitions + (emissions[:, t + 1] + backward[:, t + 1])[:, None, :], 2)
        backward[:, t] = np.where((t + 1 < lengths)[:, None], follows, 0)
    everything = _logsumexp(forward[np.arange(len(lengths)), lengths - 1], 1)[:, None]
    # 2. words, and spans: a B- at i, I- up to j, and no further I-
    word = np.exp(np.minimum(forward + backward - everything[..., None], 0))
    word = word[..., 1::2] + word[..., 2::2]
    span = np.empty((len(lengths), len(ROLES), width, width), dtype=np.float32)
    ends = np.arange(width) == lengths[:, None] - 1
    after = (emissions + backward)[:, 1:]
    one, more = np.eye(width, dtype=bool), np.triu(np.ones((width, width), dtype=bool), 1)
    for role in range(len(ROLES)):
        begin, within = 2 * role + 1, 2 * role + 2
        closing = np.zeros((2, *ends.shape), dtype=np.float32)
        for number, last in enumerate((begin, within)):
            other = np.arange(len(transitions)) != within
            closing[number, :, :-1] = _logsumexp(transitions[last, other] + after[..., other], 2)
        closing = np.where(ends, 0, closing)
        run = np.cumsum(emissions[..., within] + transitions[within, within], axis=1)
        entering = transitions[begin, within] - transitions[within, within]
        longer = entering + run[:, None, :] - run[:, :, None] + closing[1][:, None, :]
        score = forward[..., begin][..., None] + np.where(one, closing[0][:, None, :], longer)
        chance = np.exp(np.minimum(score - everything[..., None], 0))
        span[:, role] = np.where(one | more, chance, 0)
    return [
        Posteriors(span[row, :, :length, :length], word[row, :length].T) for row, length in enumerate(lengths.tolist())
    ]


def choose(windows: Sequence[Posteriors]) -> list[dict[str, list[Marked]]]:
    """For each window, by role, the spans that lie apart and together gain most."""
    # 1. the best gain of a span of words i to j, and of which role
    rows, width = len(windows), max(window.word.shape[1] for window in windows)
    gains = np.full((rows, width, width), -1.0, dtype=np.float32)
    roles = np.zeros((rows, width, width), dtype=np.int8)
    for row, window in enumerate(windows):
        length = window.word.shape[1]
        surplus = np.concatenate([np.zeros((len(ROLES), 1)), np.cumsum(window.word - 0.5, axis=1)], axis=1)
        gain = window.span - np.array(WORTH)[:, None, None] + WORD_GAIN * (surplus[:, None, 1:] - surplus[:, :-1, None])
        gains[row, :length, :length] = np.where(np.triu(np.ones((length, length), dtype=bool)), gain.max(0), -1)
        roles[row, :length, :length] = gain.argmax(0)
    # 2. the most to be gained before each word
    total, begins = np.zeros((rows, width + 1), dtype=np.float32), np.full((rows, width + 1), -1)
    for end in range(1, width + 1):
        with_span = total[:, :end] + gains[:, :end, end - 1]
        begin = with_span.argmax(1)
        best = with_span[np.arange(rows), begin]
        better = best > total[:, end - 1]
        total[:, end] = np.where(better, best, total[:, end - 1])
        begins[:, end] = np.where(better, begin, -1)
    # 3. back from the end
    chosen: list[dict[str, list[Marked]]] = []
    for row, window in enumerate(windows):
        spans: dict[str, list[Marked]] = {role: [] for role in ROLES}
        end = window.word.shape[1]
        while end > 0:
            begin = int(begins[row, end])
            if begin >= 0:
                role = int(roles[row, begin, end - 1])
                spans[ROLES[role]].insert(0, Marked(begin, end, float(window.word[role, begin:end].mean())))
            end = begin if begin >= 0 else end - 1
        chosen.append(spans)
    return chosen


def link(marked: Mapping[str, Sequence[Marked]], window: Posteriors, pointed: Mapping[str, Floats]) -> list[Found]:
    """The attributions of one window: each content goes to the cue it points at, each cue takes its source.

    A source may serve several cues ("said this and denied that"); a cue has one source at most.
    """
    towards = [_chances(pointed["cue_of_content"], content) for content in marked["content"]]
    cues = [*marked["cue"], *_adopted(marked, window, towards)]
    cues.sort(key=lambda cue: cue.start)
    if not cues:
        return []
    heads = np.array([cue.start for cue in cues]) + 1
    ends = {cue.end: number for number, cue in enumerate(cues)}  # what begins right behind a cue is its content
    contents: list[list[Marked]] = [[] for _ in cues]
    for content, chances in zip(marked["content"], towards, strict=True):
        owner = ends.get(content.start, int(chances[heads].argmax()))
        if content.start in ends or chances[heads[owner]] >= math.log(LOOSE):
            contents[owner].append(content)
    sources = marked["source"]
    places = np.array([source.start for source in sources], dtype=np.int64) + 1
    back = np.array([_chances(pointed["cue_of_source"], source)[heads] for source in sources])
    found = []
    for number, cue in enumerate(cues):
        forth = _chances(pointed["source_of_cue"], cue)
        source: Marked | None = None
        if sources:
            likeliest = int((forth[places] + back[:, number]).argmax())
            source = sources[likeliest] if forth[places[likeliest]] > forth[0] else None
        parts = [cue, *contents[number], *([source] if source else [])]
        found.append(
            Found(
                source=(source.start, source.end) if source else None,
                cue=(cue.start, cue.end),
                content=tuple((content.start, content.end) for content in contents[number]),
                score=min(1.0, math.prod(part.sure for part in parts) ** (1 / len(parts))),
            )
        )
    return found


def _adopted(marked: Mapping[str, Sequence[Marked]], window: Posteriors, towards: Sequence[Floats]) -> list[Marked]:
    """Cues that weren't chosen, but that content points at."""
    taken = np.zeros(window.word.shape[1], dtype=bool)
    for span in (*marked["source"], *marked["cue"], *marked["content"]):
        taken[span.start : span.end] = True
    cue = ROLES.index("cue")
    adopted = []
    for chances in towards:
        start = int(chances.argmax()) - 1
        if start < 0 or chances[start + 1] < math.log(ADOPTED):
            continue
        end = int(window.span[cue, start].argmax()) + 1
        if window.span[cue, start, end - 1] >= ADOPTED_SPAN and not taken[start:end].any():
            adopted.append(Marked(start, end, float(window.word[cue, start:end].mean())))
            taken[start:end] = True
    return adopted


def _chances(scores: Floats, span: Marked) -> Floats:
    """Mean log-probability, over the span's words, of pointing at each position, shape (1 + words,)."""
    rows = scores[span.start + 1 : span.end + 1]
    mean: Floats = (rows - _logsumexp(rows, 1)[:, None]).mean(0)
    return mean


def _logsumexp(scores: Floats, axis: int) -> Floats:
    top = scores.max(axis=axis, keepdims=True)
    summed: Floats = np.log(np.exp(scores - top).sum(axis=axis)) + top.squeeze(axis)
    return summed
