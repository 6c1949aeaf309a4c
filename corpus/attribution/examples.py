"""Annotated reports, and what the network should say of them.

An annotated report is a JSON line {"id", "text", "attributions": [{"source", "cue", "content"}]}, each role a list
of [start, end) offsets into the text (PolNeAR's annotations, Newell et al. 2018, have this shape).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.attribution.features import Features, Ints, Window
from corpus.attribution.labels import POINTERS, ROLES
from corpus.errors import ReadError

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution, in characters; source or content may be empty."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated report."""

    id: str
    text: str
    attributions: tuple[Gold, ...]


def read(path: Path) -> list[Example]:
    """The annotated reports of a .jsonl file. Raises ReadError with the line that isn't one."""
    examples = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                gold = tuple(
                    Gold(*(tuple((int(s), int(e)) for s, e in attribution[role]) for role in ROLES))
                    for attribution in record["attributions"]
                )
                examples.append(Example(str(record["id"]), record["text"], gold))
            except (ValueError, KeyError, TypeError) as error:
                raise ReadError(
                    f"Line {number} of {path} is no annotated report ({error!r}). "
                    'Write {"id", "text", "attributions": [{"source", "cue", "content"}]} on each line.'
                ) from error
    return examples


@dataclass(frozen=True, slots=True)
class Targets:
    """What the network should say of one report, by word."""

    label: Ints  # of each word, an index into LABELS
    links: dict[str, Ints]  # by pointer, rows (word, word it points at, or -1 for none); a word may have several


def targets(features: Features, example: Example) -> Targets:
    """The annotations by word; a word that a span only touches belongs to it."""
    label = np.zeros(len(features), dtype=np.int64)
    links: dict[str, list[tuple[int, int]]] = {name: [] for name in POINTERS}
    for gold in example.attributions:
        source, cue, content = ([_words(features, span) for span in getattr(gold, role)] for role in ROLES)
        for number, spans in enumerate((source, cue, content)):
            for start, end in spans:
                label[start:end] = 2 * number + 2
                label[start : start + 1] = 2 * number + 1
        heads = [start for start, end in cue[:1] if start < end]
        named = [start for start, end in source[:1] if start < end] or [-1]
        links["source_of_cue"] += _pairs(cue, named)
        links["cue_of_source"] += _pairs(source, heads)
        links["cue_of_content"] += _pairs(content, heads)
    # where spans overlap the later one overwrites; what is left of the earlier one begins anew
    before = np.concatenate([[0], label[:-1]])
    inside = (label > 0) & (label % 2 == 0)
    label[inside & (before != label) & (before != label - 1)] -= 1
    return Targets(label, {name: np.array(pairs, dtype=np.int64).reshape(-1, 2) for name, pairs in links.items()})


def _words(features: Features, span: tuple[int, int]) -> tuple[int, int]:
    start = int(np.searchsorted(features.end, span[0], side="right"))
    return start, int(np.searchsorted(features.start, span[1], side="left"))


def _pairs(spans: Iterable[tuple[int, int]], heads: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((word, head) for start, end in spans for word in range(start, end) for head in heads)


def in_batch(windows: Sequence[tuple[Targets, Window]], words: int) -> tuple[Ints, dict[str, NDArray[np.bool_]]]:
    """Labels (windows, words) and by pointer which word should point at which, (windows, words, words).

    Position 0 is [CLS]: label O, and what points at nothing points at it. A link that leaves its window is left out.
    """
    label = np.zeros((len(windows), words), dtype=np.int64)
    links = {name: np.zeros((len(windows), words, words), dtype=np.bool_) for name in POINTERS}
    for row, (target, window) in enumerate(windows):
        label[row, 1 : window.end - window.start + 1] = target.label[window.start : window.end]
        for name, pairs in target.links.items():
            word, head = pairs.T
            ours = (window.start <= word) & (word < window.end)
            ours &= (head == -1) | ((window.start <= head) & (head < window.end))
            head = np.where(head == -1, 0, head - window.start + 1)
            links[name][row, word[ours] - window.start + 1, head[ours]] = True
    return label, links


# -- the same report as another outlet would have printed it ------------------------------------------------

_MARKS = re.compile(r"''|``|[\"“”]|\n")
_STYLES = (('"', '"'), ("“", "”"), ("''", "''"), ("``", "''"), ("‘", "’"), ("«", "»"))
_PLACES = (
    *("GENEVA", "Nairobi", "BEIRUT", "KYIV", "Islamabad", "New York", "PORT-AU-PRINCE", "Amman", "BRUSSELS"),
    *(
        "Khartoum",
        "DHAKA",
        "Manila",
        "LIMA",
        "Abuja",
        "TOKYO",
        "Ottawa",
        "GAZA CITY",
        "Juba",
        "ANKARA",
        "Sanaa",
    ),
)
_AGENCIES = (
    "Reuters",
    "AP",
    "AFP",
    "Xinhua",
    "TASS",
    "UPI",
    "dpa",
    "EFE",
    "Kyodo",
    "OCHA",
    "IRIN",
    "Interfax",
)
_MONTHS = (
    "Jan.",
    "February",
    "March",
    "Apr",
    "May",
    "June",
    "Jul",
    "August",
    "Sept.",
    "Oct",
    "Nov.",
    "December",
)


def restyle(example: Example, random: np.random.Generator) -> Example:
    """The report with other quotation marks (3 in 10), with none (1 in 20), or under a dateline (1 in 10)."""
    edits: list[tuple[int, int, str]] = []  # (start, end, what stands there instead), in order
    if random.random() < 0.1:
        edits.append((0, 0, _dateline(random)))
    chance = random.random()
    if chance < 0.35:
        opening, closing = _STYLES[random.integers(len(_STYLES))] if chance < 0.3 else ("", "")
        inside = False
        for mark in _MARKS.finditer(example.text):
            if mark[0] == "\n":
                inside = False
                continue
            inside = not inside if mark[0] in ('"', "''") else mark[0] in ("“", "``")
            edits.append((mark.start(), mark.end(), opening if inside else closing))
    return edited(example, edits) if edits else example


def _dateline(random: np.random.Generator) -> str:
    place = _PLACES[random.integers(len(_PLACES))]
    day = f"{_MONTHS[random.integers(12)]} {random.integers(1, 29)}"
    agency = _AGENCIES[random.integers(len(_AGENCIES))]
    shapes = (
        f"{place}, {day} ({agency})",
        f"{place} ({agency})",
        f"{place}, {day}",
        f"({place}, {day})",
        place,
    )
    return f"{shapes[random.integers(len(shapes))]} {'-–—'[random.integers(3)]} "


def edited(example: Example, edits: Sequence[tuple[int, int, str]]) -> Example:
    """The report with each edit's [start, end) replaced, in order and apart; its spans keep their words."""
    pieces, last = [], 0
    ends, shifts = [-1], [0]
    for start, end, instead in edits:
        pieces += [example.text[last:start], instead]
        last = end
        ends.append(end)
        shifts.append(shifts[-1] + len(instead) - (end - start))
    text = "".join([*pieces, example.text[last:]])

    def moved(spans: Spans) -> Spans:
        if not spans:
            return spans
        places = np.array(spans)
        new = places + np.array(shifts)[np.searchsorted(ends, places, side="right") - 1]
        return tuple((int(s), int(e)) for s, e in new if s < e)

    gold = tuple(Gold(*(moved(getattr(one, role)) for role in ROLES)) for one in example.attributions)
    return Example(example.id, text, gold)
