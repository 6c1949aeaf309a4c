"""From the network's scores to attributions: the likeliest spans, how likely each is, and who said what.

Everything here counts in words of a window; windows are decoded side by side, as arrays.
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


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in words of its window; source is None where nobody is named."""

    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    score: float  # in [0, 1]


@dataclass(frozen=True, slots=True)
class Marked:
    """A span of one role and its posterior probability, the beginning and the end both as they are."""

    start: int
    end: int
    sure: float


def decode(emissions: Floats, lengths: Ints, transitions: Floats, pointed: Mapping[str, Floats]) -> list[list[Found]]:
    """The attributions of each window, in the order of their cues.

    emissions (windows, words, labels), padded at the right to the longest of `lengths`; transitions
    (labels, labels); pointed: by pointer, (windows, 1 + words, 1 + words), where 0 is [CLS], that is "none".
    """
    marked = spans(emissions, lengths, transitions)
    return [
        link(marked[row], {name: scores[row, : length + 1, : length + 1] for name, scores in pointed.items()})
        for row, length in enumerate(lengths.tolist())
    ]


def spans(emissions: Floats, lengths: Ints, transitions: Floats) -> list[dict[str, list[Marked]]]:
    """The spans of the likeliest labels of each window, by role."""
    # 1. the CRF forwards: the best and the total score of each label at each word
    rows, width, count = emissions.shape
    emissions = emissions.copy()
    emissions[:, 0, 2::2] = -1e4  # no I- without its B-
    best, total = emissions[:, 0], emissions[:, 0]
    back = np.zeros((rows, width, count), dtype=np.int8)
    forward = np.empty(emissions.shape, dtype=np.float32)
    forward[:, 0] = total
    for t in range(1, width):
        step = best[:, :, None] + transitions
        back[:, t] = step.argmax(1)
        best = np.where((t < lengths)[:, None], step.max(1) + emissions[:, t], best)
        back[t >= lengths, t] = np.arange(count)
        total = _logsumexp(total[:, :, None] + transitions, 1) + emissions[:, t]
        forward[:, t] = total
    # 2. backwards: the likeliest labels, and the total score of what follows each label
    labels = np.zeros((rows, width), dtype=np.int64)
    labels[:, -1] = best.argmax(1)
    backward = np.zeros(emissions.shape, dtype=np.float32)
    for t in range(width - 2, -1, -1):
        labels[:, t] = back[np.arange(rows), t + 1, labels[:, t + 1]]
        follows = _logsumexp(transitions + (emissions[:, t + 1] + backward[:, t + 1])[:, None, :], 2)
        backward[:, t] = np.where((t + 1 < lengths)[:, None], follows, 0)
    # 3. spans, each with its probability among all labellings
    found: list[dict[str, list[Marked]]] = []
    for row, length in enumerate(lengths.tolist()):
        everything = float(_logsumexp(forward[row, length - 1], 0))
        by_role: dict[str, list[Marked]] = {role: [] for role in ROLES}
        for start, end, begin in _runs(labels[row, :length]):
            within = begin + 1
            score = float(forward[row, start, begin])
            if end > start + 1:
                score += float(transitions[begin, within] + (end - start - 2) * transitions[within, within])
                score += float(emissions[row, start + 1 : end, within].sum())
            last = within if end > start + 1 else begin
            if end < length:
                on = transitions[last] + emissions[row, end] + backward[row, end]
                score += float(_logsumexp(np.delete(on, within), 0))
            sure = math.exp(min(0.0, score - everything))
            by_role[ROLES[(begin - 1) // 2]].append(Marked(start, end, sure))
        found.append(by_role)
    return found


def _runs(labels: Ints) -> list[tuple[int, int, int]]:
    """(start, end, its B- label) of each span."""
    starts = np.flatnonzero(labels % 2 == 1)
    ends = np.append(np.flatnonzero((labels % 2 == 1) | (labels == 0)), len(labels))
    after = ends[np.searchsorted(ends, starts, side="right")]
    return list(zip(starts.tolist(), after.tolist(), labels[starts].tolist(), strict=True))


def _logsumexp(scores: Floats, axis: int) -> Floats:
    top = scores.max(axis=axis, keepdims=True)
    summed: Floats = np.log(np.exp(scores - top).sum(axis=axis)) + top.squeeze(axis)
    return summed


def link(marked: Mapping[str, Sequence[Marked]], pointed: Mapping[str, Floats]) -> list[Found]:
    """The attributions of one window: each content goes to the cue it points at, each cue takes its source.

    A source may serve several cues ("said this and denied that"); a cue has one source at most.
    """
    cues = marked["cue"]
    if not cues:
        return []
    heads = np.array([cue.start for cue in cues]) + 1
    contents: list[list[Marked]] = [[] for _ in cues]
    links = [1.0 for _ in cues]
    for content in marked["content"]:
        chances = _mean_rows(pointed["cue_of_content"], content)[heads]
        owner = int(chances.argmax())
        contents[owner].append(content)
    sources = marked["source"]
    places = np.array([source.start for source in sources], dtype=np.int64) + 1
    back = np.array([_mean_rows(pointed["cue_of_source"], source)[heads] for source in sources])  # (sources, cues)
    found = []
    for number, cue in enumerate(cues):
        chances = _mean_rows(pointed["source_of_cue"], cue)
        source: Marked | None = None
        if sources:
            forth = chances[places]
            pick = int((forth + back[:, number]).argmax())
            if forth[pick] > chances[0]:
                source = sources[pick]
        parts = [cue, *contents[number], *([source] if source else [])]
        score = float(np.prod([part.sure for part in parts]) ** (1 / len(parts))) * links[number]
        found.append(
            Found(
                (source.start, source.end) if source else None,
                (cue.start, cue.end),
                tuple((content.start, content.end) for content in contents[number]),
                score,
            )
        )
    return found


def _mean_rows(scores: Floats, span: Marked) -> Floats:
    """Mean log-probability, over the span's words, of pointing at each position, shape (1 + words,)."""
    rows = scores[span.start + 1 : span.end + 1]
    mean: Floats = (rows - _logsumexp(rows, 1)[:, None]).mean(0)
    return mean
