"""Who said what in a text, as spans: `Tagger.load().tag([text])`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from corpus.attribution.decode import Found, Range, decode
from corpus.attribution.features import Features, Window, featurise, windows
from corpus.attribution.labels import POINTERS
from corpus.attribution.model import Network, collate, encoder_folder, load, padded
from corpus.types import Span

SHIPPED = Path(__file__).parent / "model"
WINDOW = 222  # wordpieces, as in training
TOKENS = 24 * 224  # wordpieces a batch: fewer cost speed, more cost memory

Job = tuple[int, Window]  # a window of the text of that number


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words or thoughts as a text reports them; each role in pieces where the text splits it."""

    source: tuple[Span, ...]  # who: "Mr Otieno"; () where nobody is named
    cue: tuple[Span, ...]  # how: "told reporters"
    content: tuple[Span, ...]  # what: "that the bridge would open"
    score: float  # how sure, in [0, 1]


class Tagger:
    """The attribution model, ready to read. It keeps nothing between calls."""

    def __init__(self, network: Network, encoder: Path) -> None:
        self._network = network.eval()
        self._encoder = encoder
        self._transitions = network.transitions().detach().float().numpy()
        capabilities = torch.cpu.get_capabilities()
        # without these instructions half precision is emulated, and slower than single
        if capabilities.get("amx_bf16") or capabilities.get("avx512_bf16"):
            self._network = network.bfloat16()

    @classmethod
    def load(cls, path: Path | None = None) -> Tagger:
        """The tagger in a folder that training wrote, or the one that ships. Raises ModelError."""
        return cls(load(path or SHIPPED), encoder_folder())

    def tag(self, texts: Sequence[str]) -> list[list[Attribution]]:
        """The attributions of each text, in the order in which they begin.

        Spans are offsets into that text and begin and end with whole words. For speech within speech, tag the
        slices that contents are. One call reads all its texts at once: give it some hundred reports a time.
        """
        features = featurise(texts, self._encoder)
        jobs = [(number, window) for number, one in enumerate(features) for window in windows(one, WINDOW)]
        found: list[list[Attribution]] = [[] for _ in texts]
        for batch in _batches(jobs, features):
            read = self._read([(features[number], window) for number, window in batch])
            for (number, window), attributions in zip(batch, read, strict=True):
                found[number] += [_placed(one, features[number], window) for one in attributions]
        return [sorted(attributions, key=_beginning) for attributions in found]

    @torch.inference_mode()
    def _read(self, batch: Sequence[tuple[Features, Window]]) -> list[list[Found]]:
        emissions, pointed = self._network(collate(batch))
        lengths = np.array([window.end - window.start for _, window in batch], dtype=np.int64)
        return decode(
            emissions[:, 1:].numpy(),
            lengths,
            self._transitions,
            {name: pointed[name].numpy() for name in POINTERS},
        )


def _batches(jobs: Sequence[Job], features: Sequence[Features]) -> Iterator[list[Job]]:
    by_width: dict[int, list[Job]] = {}
    for number, window in jobs:
        by_width.setdefault(padded(features[number], window), []).append((number, window))
    for width, alike in by_width.items():
        rows = TOKENS // width
        yield from (alike[i : i + rows] for i in range(0, len(alike), rows))


def _placed(found: Found, words: Features, window: Window) -> Attribution:
    def place(part: Range) -> Span:
        first, last = window.start + part[0], window.start + part[1] - 1
        return Span(int(words.start[first]), int(words.end[last]))

    return Attribution(
        source=(place(found.source),) if found.source else (),
        cue=(place(found.cue),),
        content=tuple(place(part) for part in found.content),
        score=found.score,
    )


def _beginning(attribution: Attribution) -> tuple[int, int]:
    every = (*attribution.source, *attribution.cue, *attribution.content)
    return min(span.start for span in every), attribution.cue[0].start
