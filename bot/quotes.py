"""From a question to the words that answer it, and how sure that is.

The search brings passages and statements. Every statement, and every run of up to three sentences of the passages, is a
candidate, described by the plain figures of bot/features.py. A linear score ranks them; its weights, and those of the
confidence, stand in weights.json and are fitted by `python -m bot.fit`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.features import AT, FEATURES, Candidate, Candidates, Said, describe
from bot.memory import Memory
from bot.people import Names
from bot.question import Question, understand
from bot.shapes import Features, Shape, Shapes
from bot.topic import Topic
from bot.types import Elsewhere
from bot.words import Vocabulary
from corpus.attribution.words import role_noun
from corpus.sentences import sentences
from corpus.types import Report, Span
from index.catalog import NO_FILTER, Filter, PassageRow, StatementRow
from index.fulltext import stems, stop_stems
from index.rerank import TextReranker
from index.search import Found, Hit, Index, Query

DEPTH = 30  # passages and statements that the search brings
PASSAGES = 16  # of those and of those in which the statements stand: the ones that are looked at sentence by sentence
RANK_K = 10  # a passage is worth 1 / (RANK_K + rank) in each of the four searches that bring it, or a statement in it
USUAL = 32  # words of a question, at most
RERANKED = 10  # quotes that a reranker reads
NEARBY = 6  # passages of the reports shown last, where a question leans on them
BEHIND = slice(5, 15)  # quotes beside which the best stand out

KINDS = ("always", "asks who", "asks for somebody's words")  # of questions: each feature has a weight for each

_LARGEST = ("topic_near", "topic_passage", "cosine", "sentence", "meaning")
_THEIRS = tuple(f"their {name}" for name in _LARGEST)
CONFIDENCE = (
    "one",
    *_LARGEST,  # of the best quotes, each the largest: see FEATURES
    "score",  # by which they are ranked
    "lead",  # how far that is above the quotes behind the first few, which answer nothing
    "size",  # of the index: the more there is, the nearer comes what doesn't answer
    "detail",  # terms of the topic: the more a question tells, the less is like all of it by chance
    "unknown",  # share of the question's weight that no report has
    "leans",  # it leans on an earlier one, whose topic may not be all that it is about
    "again",  # ... and the words found are of the reports that answered that one
    "somebody's",  # somebody's words are asked for
    *_THEIRS,  # the same as _LARGEST where that is so, else 0
    "absent",  # the index knows them, and none of the words found is theirs
    "nobody's",  # the index doesn't know them: the share of the words for them that are in no name or role found
    "others'",  # how much more of the topic is in others' words than in theirs
)
_NAMED = re.compile(r"(?:the )?([^\W\d_a-z][\w'’.-]+(?: [^\W\d_a-z][\w'’-]+)+)(?: (?:of|from|at|in) .*)?$")
_OFFICE = re.compile(r"\b(?:prime minister|vice[ -]president|attorney[ -]general|chief justice)s?\b", re.I)
_ALSO = {"prime minister": "premier", "vice president": "veep"}  # ... that a report may have for it
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
    also_in: tuple[Elsewhere, ...] = ()  # other reports with the same words
    beside: Sequence[StatementRow] = field(default=(), repr=False)  # all that touch its passage, where it was ranked


@dataclass(frozen=True, slots=True)
class Weights:
    """What the features count."""

    quote: Features  # (len(KINDS), len(FEATURES))
    confidence: Features  # (len(CONFIDENCE),)

    @classmethod
    @lru_cache(1)
    def load(cls) -> Weights:
        """The weights that ship with the product."""
        held = json.loads(_WEIGHTS.read_text())
        # a feature that is newer than the fit counts nothing until the next one
        return cls(
            np.array([held["quote"].get(name, [0.0] * len(KINDS)) for name in FEATURES]).T,
            np.array([held["confidence"].get(name, 0.0) for name in CONFIDENCE]),
        )

    def of(self, topic: Topic) -> Features:
        """The weight of each feature for a question, in the order of FEATURES."""
        return np.asarray(kinds(topic) @ self.quote)


def kinds(topic: Topic) -> Features:
    """1 for each of KINDS that a question is, else 0."""
    return np.array([1.0, topic.asks_who, topic.asks_somebody])


class Finder:
    """Finds quotes in an index. Keeps the names of its speakers at hand, and the reports found last."""

    def __init__(self, index: Index, reranker: TextReranker | None = None) -> None:
        self._index, self._reranker = index, reranker
        self._state = -1
        self._names, self._sources = Names(()), list[str]()
        self._last: date | None = None
        self._months = list[tuple[int, int]]()
        self._shapes = Shapes(index.catalog, lambda words: index.encoder.word_vectors(words))

    def understand(self, text: str, memory: Memory, limits: Filter | None = None) -> Question:
        """What a person wants to know, told with the names, publishers and dates of the index as it is now."""
        self._follow()
        return understand(
            text, memory, limits, names=self._names, sources=self._sources, last=self._last, months=self._months,
            frequency=self._frequency, is_common=self._is_common,
        )  # fmt: skip

    def _frequency(self, word: str) -> int:
        return min((self._index.passages.fulltext.frequency(term) for term in stems(word)), default=1)

    def _is_common(self, word: str) -> bool:
        return self._index.encoder.wordpieces([word]) == [1]  # its pieces are the words that English has most of

    @property
    def names(self) -> Names:
        """The names of the index's speakers."""
        return self._names

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of what was looked at lately, with their vectors."""
        return self._shapes.vocabulary

    def warm(self) -> None:
        """Loads what the first questions would wait for: encoder, dates in words, passages as they are looked at."""
        question = self.understand("who said that on 5 November?", Memory())
        self.candidates(self.topic(question), question)
        # a recorded graph is at its speed from the third run on, and that for each number of wordpieces by itself
        for words in (n for n in range(1, USUAL) for _ in range(3)):
            self._index.encoder.question("word " * words)
        self._shapes.fill()

    def is_unknown(self, whom: str) -> bool:
        """True when the words for a speaker are in no passage, or are a proper name under which nobody speaks.

        For words that name no speaker of the index; a title with a surname counts only where no passage has the two.
        An office of two words is told apart from the bare one: where ministers speak the prime minister may not.
        """
        office = _OFFICE.search(whom)
        if office and not any(self._index.passages.fulltext.best(o, 1, NO_FILTER, (o,)) for o in _called(office[0])):
            return True
        terms = [t for t in stems(whom) if t not in stop_stems()]
        if terms and not any(self._index.passages.fulltext.frequency(t) for t in terms):
            return True
        name = found[1].split() if (found := _NAMED.match(whom)) else []
        bare = [w for i, w in enumerate(name) if not (i == 0 and (w.endswith(".") or role_noun(w.lower())))]
        if len(bare) > 1 or not name:
            return bool(name)
        whole = " ".join(name)
        return not self._index.passages.fulltext.best(whole, 1, NO_FILTER, (whole,))

    def topic(self, question: Question) -> Topic:
        """What a question is about."""
        asked = [person for some in question.speakers for person in some]
        names = " ".join(self._names.shown.get(person, "") for person in asked)
        voices = (voice for person in asked for voice in self._names.voices(person))
        return Topic(question, self._index.passages.fulltext, names, frozenset(voices))

    def query(self, question: Question, limit: int = DEPTH) -> Query:
        """What a question looks for."""
        meaning = question.search if question.leans else question.words
        return Query(question.search, question.filter, question.phrases, limit, meaning=meaning)

    def candidates(self, topic: Topic, question: Question, without: frozenset[str] = frozenset()) -> Candidates:
        """Everything in what the search brings that may answer; reports in `without` (ids) are passed over."""
        self._follow()
        with self._index.catalog.view():
            found = self._index.search(self.query(question, DEPTH + (15 if without else 0)))
            hits = self._hits(found, PASSAGES, without)
            if question.near:  # a question that leans on another is often answered in the report that answered that one
                nearby = replace(question, filter=replace(question.filter, reports=question.near))
                hits = self._hits(self._index.search(self.query(nearby)), NEARBY, without) | hits
            with self._shapes.of([hit.row for hit in hits.values()]) as at:
                beside = self._beside(at.values(), found)
                around = [(hits[key], shape) for key, shape in at.items()]
                # of statements only those that the filter lets through
                only = frozenset(h.row.key for h in found.statements) if question.filter.of_statements else None
                every = describe(topic, around, beside, found.vector, self._shapes.vocabulary, only)
        return _to_the_letter(every, question.phrases) if question.phrases else every

    def reranked(self, question: Question, quotes: list[Quote]) -> list[Quote]:
        """The quotes, the first few in the reranker's order where there is one."""
        if self._reranker is None:
            return quotes
        few = quotes[:RERANKED]
        scores = self._reranker.scores(question.words, [f"{q.report.title}\n{q.span.of(q.report.text)}" for q in few])
        order = np.argsort(-scores, kind="stable")
        return [*(few[i] for i in order), *quotes[RERANKED:]]

    def _follow(self) -> None:
        catalog = self._index.catalog
        if (state := catalog.state) != self._state:
            self._names = Names(catalog.people.names(), catalog.people.ordinary_words())
            self._sources = [source for source, _ in catalog.sources() if source]
            self._months = catalog.months()
            self._last, self._state = catalog.counts().last, state

    def _hits(self, found: Found, count: int, without: frozenset[str]) -> dict[int, Hit[PassageRow]]:
        """By key, the best of the passages found and of those in which the statements found begin."""
        around = self._index.catalog.passages.holding([hit.row.key for hit in found.statements])
        cosines = self._index.passages.vectors.rows([row.key for row in around]) @ found.vector
        hits = {row.key: Hit(row, 0.0, float(c), 0.0, None, None) for row, c in zip(around, cosines, strict=True)}
        hits |= {hit.row.key: hit for hit in found.passages}
        ranks: dict[int, dict[str, int]] = {
            key: {"dense": hit.dense_rank or 0, "words": hit.words_rank or 0} for key, hit in hits.items()
        }
        of_report = defaultdict[str, list[PassageRow]](list)
        for row in around:
            of_report[row.passage.report_id].append(row)
        for said in found.statements:  # best first, so the first of a passage is its best
            start = said.row.span.start
            for row in of_report[said.row.statement.report_id]:
                if row.passage.span.start <= start < row.passage.span.end:
                    ranks[row.key].setdefault("said, dense", said.dense_rank or 0)
                    ranks[row.key].setdefault("said, words", said.words_rank or 0)
        worth = {key: sum(1 / (RANK_K + rank) for rank in some.values() if rank) for key, some in ranks.items()}
        best = sorted(worth, key=lambda key: (-worth[key], key))
        return {key: hits[key] for key in [k for k in best if hits[k].row.passage.report_id not in without][:count]}

    def _beside(self, shapes: Collection[Shape], found: Found) -> dict[int, Said]:
        most = max((h.words for h in found.statements), default=0.0) or 1.0
        words = {h.row.key: h.words / most for h in found.statements}
        keys = list({row.key: None for at in shapes for row in at.statements})
        cosines = self._index.statements.vectors.rows(keys) @ found.vector
        return {key: Said(float(c), words.get(key, 0.0)) for key, c in zip(keys, cosines, strict=True)}


def _called(office: str) -> list[str]:
    """What an office may be called in a report."""
    name = office.lower().replace("-", " ").removesuffix("s")
    return [name, *filter(None, [_ALSO.get(name)])]


def _to_the_letter(every: Candidates, phrases: Sequence[str]) -> Candidates:
    """Those that hold every phrase, case, white space and punctuation apart; the search compares stems.

    Where none does, the sentences of a passage from the first phrase to the last: some phrases are longer than a quote.
    """
    words = [[re.escape(word) for word in re.findall(r"[^\W_]+", phrase)] or [re.escape(phrase)] for phrase in phrases]
    patterns = [re.compile(r"(?<!\w)" + r"[\W_]+".join(some) + r"(?!\w)", re.I) for some in words]
    held = every.only([all(p.search(c.report.text, c.span.start, c.span.end) for p in patterns) for c in every.some])
    if held.some:
        return held
    longer, features = list[Candidate](), list[Features]()
    for i, c in {(c.report.id, c.passage): (i, c) for i, c in enumerate(every.some)}.values():
        text, inside = c.report.text, c.passage
        found = [p.search(text, inside.start, inside.end) for p in patterns]
        reached = [Span(*match.span()) for match in found if match]
        if len(reached) == len(patterns):
            whole = Span(min(m.start for m in reached), max(m.end for m in reached))
            cut = [Span(s.start + inside.start, s.end + inside.start) for s in sentences(inside.of(text))]
            touched = [s for s in cut if s.overlap(whole)]
            longer.append(c._replace(span=Span(touched[0].start, touched[-1].end), said=None))
            features.append(every.features[i])
    return Candidates(longer, np.array(features).reshape(len(longer), len(FEATURES)))


def best(topic: Topic, every: Candidates, weights: Weights, count: int) -> list[Quote]:
    """The `count` best quotes, best first, none overlapping another, with their score and how sure each is."""
    scores = every.features @ weights.of(topic)
    kept: list[int] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for i in np.argsort(-scores, kind="stable").tolist():
        c = every.some[i]
        begin, behind, spans = c.span.start, c.span.end, taken.setdefault(c.report.id, [])
        for start, end in spans:  # most overlap one: a generator each would take longer than the rest
            if start < behind and begin < end:
                break
        else:
            spans.append((begin, behind))
            kept.append(i)
            if len(kept) == count:
                break
    sure = confidence(weights, _doubts(topic, every.features[kept], every.features[kept], scores[kept], scores[kept]))
    return [
        Quote(c.report, c.span, c.passage, c.said, every.features[i], float(scores[i]), float(s), beside=c.beside)
        for i, s, c in ((i, s, every.some[i]) for i, s in zip(kept, sure, strict=True))
    ]


def doubts(topic: Topic, quotes: Sequence[Quote]) -> Features:
    """What tells whether the quotes answer, in the order of CONFIDENCE.

    The best few count; where somebody's words are asked for, the best few of theirs, if there are any.
    """
    rows = np.array([q.features for q in quotes]).reshape(-1, len(FEATURES))
    scores = np.array([q.score for q in quotes])
    theirs = rows[:, AT["asked"]] > 0
    few = np.flatnonzero(theirs)[:5] if theirs.any() else slice(3)
    best_of = rows[few].max(axis=0, initial=0.0)
    return np.asarray(_doubts(topic, best_of[None], rows, scores[few].max(initial=0.0, keepdims=True), scores)[0])


def _doubts(topic: Topic, rows: Features, every: Features, scores: Features, all_scores: Features) -> Features:
    """The same of each row of features and its score, shape (len(rows), len(CONFIDENCE)), where `every` was found."""
    of = {name: rows[:, AT[name]] for name in _LARGEST}
    asked = rows[:, AT["asked"]]
    others = np.where(asked > 0, every[:, AT["topic_passage"]].max(initial=0.0) - of["topic_passage"], 0.0)
    one = np.ones(len(rows))
    if not topic.apart.any():  # "what did X say?": nothing that could be missing
        of |= {"topic_near": one, "topic_passage": one}
        others = 0 * one
    somebody = float(topic.asks_somebody)
    nobodys = somebody * (not topic.asked) * (1 - rows[:, AT["whom"]])
    return np.stack(
        [
            one, *of.values(), scores, scores - np.mean(all_scores[BEHIND] if len(all_scores) > BEHIND.start else 0.0),
            topic.size * one, topic.detail * one, topic.unknown * one, topic.leans * one, rows[:, AT["again"]],
            somebody * one, *(somebody * value for value in of.values()), bool(topic.asked) * (1 - asked), nobodys,
            others,
        ],
        axis=1,
    )  # fmt: skip


def confidence(weights: Weights, told: Features) -> NDArray[np.float64]:
    """How likely it is that the reports answer, in [0, 1]; a logistic function of `doubts`, of one or of many rows."""
    return np.asarray(1 / (1 + np.exp(-np.clip(told @ weights.confidence, -30, 30))))
