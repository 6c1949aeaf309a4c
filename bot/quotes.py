"""From a question to the words that answer it, and how sure that is.

The search brings passages and statements. Every statement, and every run of one or two sentences of the passages, is a
candidate, described by some twenty plain features. A linear score ranks them; its weights, and those of the confidence,
stand in weights.json and are fitted by `python -m bot.fit`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.memory import Memory
from bot.people import Names
from bot.question import Question, understand
from corpus.sentences import sentences
from corpus.types import Report, Span
from index.catalog import Filter, PassageRow, StatementRow
from index.fulltext import stems, stop_stems
from index.search import Found, Hit, Index, Query

DEPTH = 20  # passages and statements looked at
LONGEST = 450  # characters of two sentences joined; a single sentence stands whole, however long

AFTERWARDS = timedelta(days=7)  # how long after a day it is still reported

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
    "statement",  # it is the content of a statement
    "reported",  # a statement stands in it, or it is one
    "speaker",  # share of the question's weight in the name of who speaks
    "role",  # ... in their role and organisation
    "somebody",  # the question asks who, and it is known who speaks
    "topic",  # the question asks who, and who speaks is named in it: the one spoken about, not the one asked for
    "asked",  # who speaks is the one whose words the question asks for
    "other",  # the question asks for somebody's words, and somebody else speaks
    "meaning",  # cosine of the statement
    "terms",  # BM25 of the statement beside the best statement's
    "nested",  # it is said within another statement
    "polar",  # the question asks for denials, promises, ..., and it is one
    "dated",  # the question asks about days, and the report is of these or the week after
)
_STATEMENT = FEATURES.index("statement")
CONFIDENCE = ("one", "near", "passage", "cosine", "meaning", "unknown", "absent")

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
_ENDED = re.compile(r"[.!?…:;,\"”’'»)\]]\s*$")
_WEIGHTS = Path(__file__).parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report that may answer, and who says them as far as a statement tells."""

    report: Report
    span: Span
    passage: Span
    said: StatementRow | None  # the statement that it is, or that holds most of it
    features: Features  # in the order of FEATURES
    score: float = 0.0  # by which it is ranked; comparable within one question
    sure: float = 0.0  # how likely it answers, in [0, 1]; comparable between questions


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
        # a feature that is newer than the fit counts nothing until the next one
        return cls(
            np.array([held["quote"].get(name, 0.0) for name in FEATURES]),
            np.array([held["confidence"].get(name, 0.0) for name in CONFIDENCE]),
        )


class Topic:
    """What a question is about: its terms and how much each counts, and whose words it asks for.

    A term counts by its inverse document frequency over the index's passages, in Okapi's form
    ln(1 + (N - n + 0.5) / (n + 0.5)); one that stands nowhere weighs most, as it should when a question asks about
    somebody whom no report names.
    """

    def __init__(self, index: Index, question: Question) -> None:
        words = index.passages.fulltext
        total = len(words)
        counts = {t: words.frequency(t) for t in dict.fromkeys(stems(question.search)) if t not in stop_stems()}
        self._weight = {t: math.log(1 + (total - n + 0.5) / (n + 0.5)) for t, n in counts.items()}
        self._sum = sum(self._weight.values())
        self.unknown = self.share({t for t, n in counts.items() if not n})  # share that stands nowhere at all
        self.asks_figure = bool(_ASKS_FIGURE.search(question.text))
        self.asks_who = question.asks_who
        # "what did X say about Y": X's words; "who called Y a fool": anybody's
        self.asked = frozenset(person for some in question.speakers for person in some)
        self.people = self.asked | {person for some in question.about for person in some}
        self.polarity = question.polarity
        self.days = (question.when[0], question.when[1] + AFTERWARDS) if question.when else None

    def share(self, terms: set[str]) -> float:
        """The share of the question's weight that these terms hold, in [0, 1]; 0 for a question without topic."""
        return sum(w for t, w in self._weight.items() if t in terms) / self._sum if self._sum else 0.0


class Finder:
    """Finds quotes in an index. Keeps the names of its speakers at hand."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._state = -1
        self._names, self._sources = Names(()), list[str]()
        self._last: date | None = None

    def understand(self, text: str, memory: Memory, limits: Filter | None = None) -> Question:
        """What a person wants to know, told with the names, publishers and dates of the index as it is now."""
        catalog = self._index.catalog
        if (state := catalog.state) != self._state:
            self._names = Names(catalog.people.names(), catalog.people.ordinary_words())
            self._sources = [source for source, _ in catalog.sources() if source]
            self._last, self._state = catalog.counts().last, state
        return understand(text, memory, limits, names=self._names, sources=self._sources, last=self._last)

    @property
    def names(self) -> Names:
        """The names of the index's speakers."""
        return self._names

    def is_unknown(self, words: str) -> bool:
        """True when no word of a name or description stands in any passage."""
        terms = [t for t in stems(words) if t not in stop_stems()]
        return bool(terms) and not any(self._index.passages.fulltext.frequency(t) for t in terms)

    def topic(self, question: Question) -> Topic:
        """What a question is about."""
        return Topic(self._index, question)

    def candidates(self, topic: Topic, question: Question, without: frozenset[str] = frozenset()) -> list[Quote]:
        """Everything in what the search brings that may answer; reports in `without` (ids) are passed over."""
        limit = DEPTH + (15 if without else 0)
        meaning = question.search if question.leans else question.text
        found = self._index.search(Query(question.search, question.filter, question.phrases, limit, meaning=meaning))
        quotes = list(self._quotes(topic, found, without))
        if question.filter.of_statements:  # only what is a statement, and one of those that the filter lets through
            wanted = {h.row.key for h in found.statements}
            quotes = [q for q in quotes if q.features[_STATEMENT] and q.said and q.said.key in wanted]
        return _to_the_letter(quotes, question.phrases) if question.phrases else quotes

    def _quotes(self, topic: Topic, found: Found, without: frozenset[str]) -> Iterator[Quote]:
        passages = [h for h in found.passages if h.row.passage.report_id not in without][:DEPTH]
        said = [h for h in found.statements if h.row.statement.report_id not in without][:DEPTH]
        most = max((h.words for h in passages), default=0.0) or 1.0
        most_said = max((h.words for h in said), default=0.0) or 1.0
        hits = {h.row.key: h for h in said}
        seen: set[int] = set()
        for hit in [*passages, *self._around(said, found.vector)]:
            report = None if hit.row.key in seen else self._index.catalog.report(hit.row.passage.report_id)
            seen.add(hit.row.key)
            if report is None:  # gone since the search: a build may be at work
                continue
            rows = self._index.catalog.statements.of(report.id, hit.row.passage.span)
            about = [
                _Told(row, topic, hits.get(row.key), self._meaning(row.key, found.vector), most_said) for row in rows
            ]
            if topic.asks_who:
                about = [t for t in about if not _only_reports(t, about)]
            yield from _of_passage(report, hit, topic, most, about)

    def _around(self, said: Sequence[Hit[StatementRow]], vector: NDArray[np.float32]) -> Iterator[Hit[PassageRow]]:
        """The passages in which the statements found stand."""
        for hit in said:
            for row in self._index.catalog.passages.of(hit.row.statement.report_id):
                if row.passage.span.overlap(hit.row.span):
                    cosine = float(self._index.passages.vectors.vector(row.key) @ vector)
                    yield Hit(row, 0.0, cosine, 0.0, None, None)
                    break

    def _meaning(self, key: int, vector: NDArray[np.float32]) -> float:
        return float(self._index.statements.vectors.vector(key) @ vector)


def _to_the_letter(quotes: Sequence[Quote], phrases: Sequence[str]) -> list[Quote]:
    """The quotes that hold every phrase, case, white space and punctuation apart; the search compares stems.

    Where none does, the sentences of a passage from the first phrase to the last: some phrases are longer than a quote.
    """
    words = [[re.escape(word) for word in re.findall(r"[^\W_]+", phrase)] or [re.escape(phrase)] for phrase in phrases]
    patterns = [re.compile(r"(?<!\w)" + r"[\W_]+".join(some) + r"(?!\w)", re.I) for some in words]
    if held := [q for q in quotes if all(p.search(q.report.text, q.span.start, q.span.end) for p in patterns)]:
        return held
    for q in {(q.report.id, q.passage): q for q in quotes}.values():
        found = [p.search(q.report.text, q.passage.start, q.passage.end) for p in patterns]
        reached = [Span(*match.span()) for match in found if match]
        if len(reached) == len(patterns):
            whole = Span(min(m.start for m in reached), max(m.end for m in reached))
            inside = [
                Span(s.start + q.passage.start, s.end + q.passage.start) for s in sentences(q.passage.of(q.report.text))
            ]
            touched = [s for s in inside if s.overlap(whole)]
            held.append(replace(q, span=Span(touched[0].start, touched[-1].end), said=None))
    return held


class _Told:
    """A statement beside a question."""

    def __init__(
        self, row: StatementRow, topic: Topic, hit: Hit[StatementRow] | None, meaning: float, most: float
    ) -> None:
        speaker = row.statement.speaker
        self.row = row
        self.meaning = meaning
        self.is_topic = topic.asks_who and row.person in topic.people
        self.features = (
            topic.share(set(stems(speaker.name))),
            topic.share(set(stems(f"{speaker.role} {speaker.organisation}"))),
            topic.asks_who and speaker.resolved != "unresolved",
            self.is_topic,
            row.person in topic.asked,
            bool(topic.asked) and row.person not in topic.asked,
            meaning,
            hit.words / most if hit else 0.0,
            row.statement.nested,
            topic.polarity != "asserts" and row.statement.polarity == topic.polarity,
        )


def _only_reports(told: _Told, others: Sequence[_Told]) -> bool:
    """True for a statement that does little more than report another's: that one is the answer to who said it."""
    span = told.row.span
    return any(
        other.row.statement.nested
        and other.row.key != told.row.key
        and span.covers(other.row.span)
        and len(span) > len(other.row.span) > 0.5 * len(span)
        for other in others
    )


_UNTOLD = (0.0,) * 10


def best(topic: Topic, quotes: Sequence[Quote], weights: Weights, count: int) -> list[Quote]:
    """The `count` best quotes, best first, none overlapping another, with their score and how sure each is."""
    if not quotes:
        return []
    scores = np.stack([quote.features for quote in quotes]) @ weights.quote
    kept: list[Quote] = []
    for i in np.argsort(-scores, kind="stable"):
        quote = quotes[i]
        if all(q.report.id != quote.report.id or not q.span.overlap(quote.span) for q in kept):
            sure = confidence(weights, doubts(topic, [quote]))
            kept.append(replace(quote, score=float(scores[i]), sure=sure))
            if len(kept) == count:
                break
    return kept


def doubts(topic: Topic, quotes: Sequence[Quote]) -> Features:
    """What tells whether the best quotes answer at all, in the order of CONFIDENCE."""
    of = {name: max((float(q.features[i]) for q in quotes), default=0.0) for i, name in enumerate(FEATURES)}
    absent = bool(topic.asked) and not of["asked"]  # somebody's words are asked for and none is theirs
    return np.array([1.0, of["near"], of["passage"], of["cosine"], of["meaning"], topic.unknown, absent])


def confidence(weights: Weights, told: Features) -> float:
    """How likely it is that the reports answer, in [0, 1]; a logistic function of `doubts`."""
    return float(1 / (1 + np.exp(-np.clip(told @ weights.confidence, -30, 30))))


@lru_cache(1)
def _cue_stems() -> frozenset[str]:
    return frozenset(stems(_CUES))


def _of_passage(
    report: Report, hit: Hit[PassageRow], topic: Topic, most: float, about: Sequence[_Told]
) -> Iterator[Quote]:
    inside = hit.row.passage.span
    spans = [Span(s.start + inside.start, s.end + inside.start) for s in sentences(inside.of(report.text))]
    terms = [set(stems(s.of(report.text))) for s in spans]
    title = set(stems(report.title))
    whole = (topic.share(title.union(*terms)), topic.share(title), hit.cosine, hit.words / most)
    ranks = (1 / (1 + (hit.dense_rank or 60)), 1 / (1 + (hit.words_rank or 60)))
    dated = bool(topic.days and report.date and topic.days[0] <= report.date <= topic.days[1])
    before = [title.union(*terms[:i]) for i in range(len(spans))]

    def quote(span: Span, held: set[str], first: int, last: int, told: _Told | None, is_statement: bool) -> Quote:
        text = span.of(report.text)
        features = (
            topic.share(held), topic.share(set().union(*terms[max(0, first - 1) : last + 2])),
            topic.share(before[first] - held), *whole, *ranks, min(len(text), 400) / 300,
            not held.isdisjoint(_cue_stems()), topic.asks_figure and any(c.isdigit() for c in text),
            bool(_MARKS.search(text)), first == 0, last > first,
            is_statement, told is not None, *(told.features if told else _UNTOLD), dated,
        )  # fmt: skip
        return Quote(report, span, inside, told.row if told else None, np.array(features, np.float64))

    # 1. runs of sentences
    for i in range(len(spans)):
        for last in (i, i + 1):
            if last == len(spans):
                continue
            span = Span(spans[i].start, spans[last].end)
            # also over a paragraph's end: agencies give each sentence its own, "..." and "he said" apart
            if last > i and (len(span) > LONGEST or not _ENDED.search(spans[i].of(report.text))):
                continue  # too long, or a heading, which is no part of what follows
            within = [t for t in about if 2 * t.row.span.overlap(span) >= len(t.row.span)]
            told = max(
                within, key=lambda t: (not t.is_topic, bool(t.row.statement.speaker.name), t.meaning), default=None
            )
            yield quote(span, set().union(*terms[i : last + 1]), i, last, told, False)
    # 2. statements, from the first piece of their content to the last
    for t in about:
        span = t.row.span
        touched = [i for i, s in enumerate(spans) if s.overlap(span)]
        if touched and inside.covers(span):
            yield quote(span, set(stems(span.of(report.text))), touched[0], touched[-1], t, True)
