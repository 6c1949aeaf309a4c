"""From hits to the sentences that answer: which words of a report are worth showing, and how sure that is.

Every run of one or two sentences of the passages found is a candidate, described by a dozen plain features. A linear
score ranks them; its weights, and those of the confidence, stand in weights.json and are fitted by `python -m bot.fit`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import sentences
from corpus.types import Report, Span
from index.catalog import PassageRow
from index.fulltext import stems, stop_stems
from index.search import Hit, Index

LONGEST = 450  # characters of two sentences joined; a single sentence stands whole, however long

Features = NDArray[np.float64]

FEATURES = (
    "said",  # share of the question's weight in the quote
    "near",  # ... in the quote and a sentence on either side
    "context",  # ... only before the quote, in its passage or title: "He said ..." after the sentence that names him
    "passage",  # ... in the passage or title
    "title",  # ... in the title
    "cosine",  # of the passage
    "words",  # the passage's BM25 beside the best passage's
    "dense_rank",  # 1 / (1 + rank)
    "words_rank",
    "length",  # in units of 300 characters, at most 1.33
    "cue",  # a verb of saying stands in it
    "figure",  # a figure stands in it and the question asks for one
    "marks",  # quotation marks stand in it
    "opens",  # it opens the passage
    "joined",  # it is two sentences
)
CONFIDENCE = ("one", "near", "passage", "cosine", "unknown")

_CUES = (
    "said says told tweeted wrote called claimed argued denied insisted added asked announced according statement"
    " promised warned demanded urged accused admitted confirmed"
)
_ASKS_FIGURE = re.compile(
    r"\b(?:how (?:many|much|big|long|old|far|often|high)|when|what (?:day|date|year|share|percent\w*|number|figure))\b"
    r"|\b(?:percent|percentage|share|fraction|number) of\b",
    re.I,
)
_MARKS = re.compile(r"[\"“”«»]|''")
_WEIGHTS = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Quote:
    """A run of whole sentences of a report that may answer."""

    report: Report
    span: Span
    passage: Span
    features: Features  # in the order of FEATURES


@dataclass(frozen=True, slots=True)
class Weights:
    """What the features count."""

    quote: Features  # (len(FEATURES),)
    confidence: Features  # (len(CONFIDENCE),)

    @classmethod
    @lru_cache(1)
    def load(cls) -> Weights:
        """The weights that ship with the product."""
        held = json.loads(_WEIGHTS.read_text())
        return cls(
            np.array([held["quote"][name] for name in FEATURES]),
            np.array([held["confidence"][name] for name in CONFIDENCE]),
        )


class Topic:
    """The terms of a question and how much each counts: inverse document frequency over the index's passages.

    Okapi's form, ln(1 + (N - n + 0.5) / (n + 0.5)); a term that stands nowhere weighs most, as it should when a
    question asks about somebody whom no report names.
    """

    def __init__(self, index: Index, text: str) -> None:
        total = len(index.passages.fulltext)
        counts = {t: index.passages.fulltext.frequency(t) for t in dict.fromkeys(stems(text)) if t not in stop_stems()}
        self._weight = {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in counts.items()}
        self._sum = sum(self._weight.values())
        self.unknown = self.share({t for t, n in counts.items() if not n})  # share that stands nowhere at all
        self.asks_figure = bool(_ASKS_FIGURE.search(text))

    def share(self, terms: set[str]) -> float:
        """The share of the question's weight that these terms hold, in [0, 1]; 0 for a question without topic."""
        return sum(w for t, w in self._weight.items() if t in terms) / self._sum if self._sum else 0.0


def candidates(index: Index, topic: Topic, hits: Sequence[Hit[PassageRow]]) -> list[Quote]:
    """Every run of one or two sentences of the hits' passages, with its features."""
    most = max((hit.words for hit in hits), default=0.0) or 1.0
    found: list[Quote] = []
    for hit in hits:
        report = index.catalog.report(hit.row.passage.report_id)
        if report is not None:  # gone since the search: a build may be at work
            found += _runs(report, hit, topic, most)
    return found


def best(quotes: Sequence[Quote], weights: Weights, count: int) -> list[Quote]:
    """The `count` best quotes, best first, none overlapping another."""
    if not quotes:
        return []
    scores = np.stack([quote.features for quote in quotes]) @ weights.quote
    kept: list[Quote] = []
    for i in np.argsort(-scores, kind="stable"):
        quote = quotes[i]
        if all(q.report.id != quote.report.id or not q.span.overlap(quote.span) for q in kept):
            kept.append(quote)
            if len(kept) == count:
                break
    return kept


def verbatim(index: Index, phrases: Sequence[str], hits: Sequence[Hit[PassageRow]]) -> list[Quote]:
    """The sentences that hold the phrases, of each passage that holds them all to the letter, in the order of the hits.

    Case, white space and punctuation apart; the full text, which brings the hits, compares stems.
    """
    patterns = [_to_the_letter(phrase) for phrase in phrases]
    kept: list[Quote] = []
    for hit in hits:
        report, inside = index.catalog.report(hit.row.passage.report_id), hit.row.passage.span
        found = [p.search(report.text, inside.start, inside.end) for p in patterns] if report else [None]
        if report is None or None in found:
            continue
        spans = [Span(s.start + inside.start, s.end + inside.start) for s in sentences(inside.of(report.text))]
        for match in filter(None, found):
            held = [s for s in spans if s.overlap(Span(*match.span()))]
            span = Span(held[0].start, held[-1].end)
            if all(q.report.id != report.id or not q.span.overlap(span) for q in kept):
                kept.append(Quote(report, span, inside, np.zeros(len(FEATURES))))  # nothing to rank by
    return kept


def _to_the_letter(phrase: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in re.findall(r"[^\W_]+", phrase)] or [re.escape(phrase)]
    return re.compile(r"(?<!\w)" + r"[\W_]+".join(words) + r"(?!\w)", re.I)


def doubts(topic: Topic, quotes: Sequence[Quote]) -> Features:
    """What tells whether the best quotes answer at all, in the order of CONFIDENCE."""
    of = {name: max((float(q.features[i]) for q in quotes), default=0.0) for i, name in enumerate(FEATURES)}
    return np.array([1.0, of["near"], of["passage"], of["cosine"], topic.unknown])


def confidence(weights: Weights, told: Features) -> float:
    """How likely it is that the reports answer, in [0, 1]; a logistic function of `doubts`."""
    return float(1 / (1 + np.exp(-np.clip(told @ weights.confidence, -30, 30))))


@lru_cache(1)
def _cue_stems() -> frozenset[str]:
    return frozenset(stems(_CUES))


def _runs(report: Report, hit: Hit[PassageRow], topic: Topic, most: float) -> Iterator[Quote]:
    inside = hit.row.passage.span
    spans = [Span(s.start + inside.start, s.end + inside.start) for s in sentences(inside.of(report.text))]
    terms = [set(stems(s.of(report.text))) for s in spans]
    title = set(stems(report.title))
    passage, titled = topic.share(title.union(*terms)), topic.share(title)
    before = set(title)
    for i in range(len(spans)):
        for last in (i, i + 1):
            if last == len(spans):
                continue
            span = Span(spans[i].start, spans[last].end)
            # also over a paragraph's end: agencies give each sentence its own, "..." and "he said" apart
            if last > i and len(span) > LONGEST:
                continue
            text, held = span.of(report.text), set().union(*terms[i : last + 1])
            features = (
                topic.share(held), topic.share(set().union(*terms[max(0, i - 1) : last + 2])),
                topic.share(before - held), passage, titled, hit.cosine, hit.words / most,
                1 / (1 + (hit.dense_rank or 60)), 1 / (1 + (hit.words_rank or 60)), min(len(text), 400) / 300,
                not held.isdisjoint(_cue_stems()), topic.asks_figure and any(c.isdigit() for c in text),
                bool(_MARKS.search(text)), i == 0, last > i,
            )  # fmt: skip
            yield Quote(report, span, inside, np.array(features, np.float64))
        before |= terms[i]
