"""What tells whether words of a report answer a question: some forty plain figures, worked out for all at once.

The words of the passages found, of their titles and of who speaks in them are laid in one row. Beside each stands how
alike it is to each term of the question; the largest figure within a stretch tells how well the stretch has the term.
What doesn't depend on the question is worked out once for a passage: its Shape.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.topic import Topic
from bot.words import Ids, Vocabulary, cut
from corpus.sentences import sentences
from corpus.types import Report, Span
from index.catalog import PassageRow, StatementRow
from index.search import Hit

SENTENCES = 3  # at most in a quote
LONGEST = 380  # characters of several; a single sentence stands whole, however long

Features = NDArray[np.float64]
Vectors = NDArray[np.float32]

FEATURES = (
    # shares of the question's weight, by equal stems
    "said",  # in the quote
    "near",  # in the quote and a sentence on either side
    "context",  # only before the quote, in its passage or title: "He said ..." after the sentence that names him
    "passage",  # in the passage or title
    "title",  # in the title
    "speaker",  # in the name of who speaks
    "role",  # in their role and organisation
    # shares of the topic's weight, that is of the question without whose words it asks for; words of like meaning count
    "topic_said",
    "topic_near",
    "topic_passage",
    "topic_told",  # in the content of the statement that it is or that lies in it
    "pairs",  # neighbours in the question that are neighbours near the quote
    # whose words are asked for
    "asked",  # they are whose it is
    "other",  # somebody else's
    "whom",  # share of the words for them in who speaks: "the mayor"
    "whom_like",  # the same with words of like meaning: "the boss" for a chief executive
    "whom_near",  # ... in the quote and a sentence on either side
    "somebody",  # the question asks who, and it is known who speaks
    "subject",  # the question asks who, and who speaks is named in it: the one spoken about, not the one asked for
    # the search
    "cosine",  # of the passage
    "sentences",  # of the sentences that the quote touches
    "sentence",  # of the one of these that is nearest
    "words",  # the passage's BM25 beside the best passage's
    "dense_rank",  # 1 / (1 + rank)
    "words_rank",
    "meaning",  # cosine of the statement
    "terms",  # BM25 of the statement beside the best statement's
    # the form
    "length",  # in units of 300 characters, at most 1.33
    "cue",  # a verb of saying stands in it
    "figure",  # a figure stands in it and the question asks for one
    "marks",  # quotation marks stand in it
    "opens",  # it opens the passage
    "joined",  # it is several sentences
    "statement",  # it is the content of a statement
    "reported",  # a statement stands in it, or it is one
    "named",  # who speaks is called by a name, here or elsewhere in the report
    "person",  # ... and is a person or a group of people
    "nested",  # it is said within another statement
    "polar",  # the question asks for denials, promises, ..., and it is one
    "dated",  # the question asks about days, and the report is of these or the week after
    "again",  # the question leans on an earlier one, whose answer was in this report
)
AT = {name: i for i, name in enumerate(FEATURES)}

_CUE = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?)|tweet|wrote|writes?|call(?:s|ed)|claim|argu|den(?:y|ied|ies)|insist"
    r"|add(?:s|ed)|ask(?:s|ed)|announc|according|statement|promis|warn|demand|urg(?:e|ing)|accus|admit|confirm)",
    re.I,
)
_MARKS = re.compile(r"[\"“”«»]|''")
_FIGURE = re.compile(r"\d")
_ENDED = re.compile(r"[.!?…:;,\"”’'»)\]]\s*$")

_TOLD = ("meaning", "terms", "asked", "other", "somebody", "subject", "named", "person", "nested", "polar")
_FORM = ("length", "cue", "figure", "marks", "opens", "joined", "statement")
_HIT = ("cosine", "words", "dense_rank", "words_rank", "dated", "again")
# stretches of the row of words, in the order in which they stand for each candidate
_QUOTE, _NEAR, _BEFORE, _PASSAGE, _TITLE, _CONTENT, _NAME, _OFFICE = range(8)


Part = tuple[Report, Span, Sequence[StatementRow], Vectors]  # a passage, what touches it, its sentences' vectors


@dataclass(frozen=True, slots=True)
class Shape:
    """A passage cut into all that may answer: n candidates, of s statements that touch it. Offsets are of its words."""

    report: Report
    passage: Span
    statements: Sequence[StatementRow]
    spans: Sequence[Span]  # of the candidates
    holds: NDArray[np.bool_]  # (n, s): the candidate is the statement, or at least half of it lies in it
    reports: NDArray[np.bool_]  # (s,): it does little more than report another's, which lies in it
    words: Ids  # of the title, the passage, the name and the office of each who speaks
    names: NDArray[np.bool_]  # which of them are names, in the passage
    stretches: Ids  # (n, 5, 2): _QUOTE to _TITLE
    whose: Ids  # (s + 1, 3, 2): _CONTENT, _NAME and _OFFICE; the last for nobody
    form: Features  # (n, len(_FORM))
    runs: Ids  # (n, 2): first sentence, and the one behind the last
    sentences: Vectors  # unit rows
    lengths: Ids  # of the sentences, in characters
    norms: Features  # (n,): of the sum of a candidate's sentences, each as long as it is


@dataclass(frozen=True, slots=True)
class Said:
    """A statement beside a question: what the search tells of it."""

    meaning: float  # cosine
    terms: float  # BM25 beside the best


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words of a report that may answer."""

    report: Report
    span: Span
    passage: Span
    said: StatementRow | None  # the statement that it is, or that holds most of it


@dataclass(frozen=True, slots=True)
class Candidates:
    """All that may answer, and the features of each: shape (len(some), len(FEATURES))."""

    some: Sequence[Candidate]
    features: Features

    def only(self, wanted: Sequence[bool]) -> Candidates:
        """Those of them for which `wanted` is true."""
        kept = [i for i, is_wanted in enumerate(wanted) if is_wanted]
        return Candidates([self.some[i] for i in kept], self.features[kept])


def shapes(parts: Sequence[Part], vocabulary: Vocabulary) -> list[Shape]:
    """Of each passage every run of up to three sentences, and every statement in it.

    The words of all are looked up at once: each look-up of new ones has its price.
    """
    rows = [_row(report, passage, statements) for report, passage, statements, _ in parts]
    ids = vocabulary.ids([word for words, _ in rows for word in words])
    ends = np.cumsum([len(words) for words, _ in rows])
    return [
        _shape(*part, ids[end - len(words) : end].copy(), whose)
        for part, (words, whose), end in zip(parts, rows, ends, strict=True)
    ]


def _row(report: Report, passage: Span, statements: Sequence[StatementRow]) -> tuple[list[str], Ids]:
    """The words of the title, the passage and those who speak, and where each name and office stands in them."""
    words = [*cut(report.title).words, *cut(passage.of(report.text)).words]
    whose = np.zeros((len(statements) + 1, 3, 2), np.int64)
    for i, s in enumerate(statements):
        speaker = s.statement.speaker
        for j, called in enumerate((speaker.name, f"{speaker.role} {speaker.organisation}"), 1):
            start = len(words)
            words += cut(called).words
            whose[i, j] = start, len(words)
    return words, whose


def _shape(
    report: Report, passage: Span, statements: Sequence[StatementRow], vectors: Vectors, words: Ids, whose: Ids
) -> Shape:
    text = passage.of(report.text)
    title, body, told = cut(report.title), cut(text), sentences(text)

    # 1. runs of sentences, then statements, from the first piece of their content to the last
    spans, runs = _runs(report, passage, told)
    said = [s.span for s in statements]
    starts = np.array([s.start for s in told], np.int64) + passage.start
    ends = np.array([s.end for s in told], np.int64) + passage.start
    own: list[int] = []
    for i, span in enumerate(said):
        first, behind = int(np.searchsorted(ends, span.start, "right")), int(np.searchsorted(starts, span.end, "left"))
        if passage.covers(span) and first < behind:
            own.append(i)
            spans.append(span)
            runs.append((first, behind))
    many = len(spans) - len(own)
    at, of = _ends(spans), _ends(said)
    shared = np.minimum(at[:, None, 1], of[None, :, 1]) - np.maximum(at[:, None, 0], of[None, :, 0])
    holds = 2 * shared >= of[None, :, 1] - of[None, :, 0]
    holds[many:] = np.array(own, np.int64)[:, None] == np.arange(len(said))

    # 2. stretches of words; the title's stand right before the passage's, so that what stands before a quote is one
    before = len(title.words)
    sentence_at = before + np.searchsorted(body.starts, [starts - passage.start, ends - passage.start])
    run = np.array(runs, np.int64).reshape(-1, 2)
    stretches = np.zeros((len(spans), 5, 2), np.int64)
    stretches[:, _QUOTE] = before + np.searchsorted(body.starts, at - passage.start)
    whose[:-1, 0] = before + np.searchsorted(body.starts, of - passage.start)
    stretches[:, _NEAR, 0] = sentence_at[0][np.maximum(run[:, 0] - 1, 0)]
    stretches[:, _NEAR, 1] = sentence_at[1][np.minimum(run[:, 1], len(starts) - 1)]
    stretches[:, _BEFORE, 1] = sentence_at[0][run[:, 0]]
    stretches[:, _PASSAGE, 1] = before + len(body.words)
    stretches[:, _TITLE, 1] = before

    # 3. the form
    form = np.zeros((len(spans), len(_FORM)))
    form[:, 0] = np.minimum(at[:, 1] - at[:, 0], 400) / 300
    for column, pattern in enumerate((_CUE, _FIGURE, _MARKS), 1):
        places = np.array([m.start() for m in pattern.finditer(text)], np.int64) + passage.start
        first, behind = np.searchsorted(places, at).T
        form[:, column] = behind > first
    form[:, 4] = run[:, 0] == 0
    form[:, 5] = run[:, 1] - run[:, 0] > 1
    form[many:, 6] = 1

    names = np.zeros(len(words), np.bool_)
    names[before : before + len(body.words)] = body.names
    if len(vectors) != len(starts):  # built without them
        vectors = np.zeros((len(starts), vectors.shape[1]), np.float32)
    units = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    lengths = ends - starts
    sums = _running(lengths[:, None] * units)
    return Shape(
        report, passage, statements, spans, holds, _only_report(statements), words, names, stretches, whose,
        form, run, units, lengths, np.maximum(np.linalg.norm(sums[run[:, 1]] - sums[run[:, 0]], axis=1), 1e-9),
    )  # fmt: skip


def describe(
    topic: Topic, found: Sequence[tuple[Hit[PassageRow], Shape]], said: dict[int, Said], vector: Vectors,
    vocabulary: Vocabulary,
) -> Candidates:  # fmt: skip
    """The candidates of the passages found. `said` tells of statements by key; `vector` is the question's."""
    most = max((hit.words for hit, _ in found), default=0.0) or 1.0
    some: list[Candidate] = []
    features, words, names, stretches = [], [], [], []
    room = 0
    for hit, at in found:
        rows, chosen, kept = _beside(topic, hit, at, said, vector, most)
        features.append(rows)
        stretches.append(room + np.concatenate([at.stretches[kept], at.whose[chosen]], axis=1))
        words.append(at.words)
        names.append(at.names)
        room += len(at.words)
        some += [
            Candidate(at.report, at.spans[i], at.passage, at.statements[s] if s < len(at.statements) else None)
            for i, s in zip(kept.tolist(), chosen.tolist(), strict=True)
        ]
    if not some:
        return Candidates((), np.zeros((0, len(FEATURES))))
    every = np.concatenate(features)
    alike = vocabulary.alike(vocabulary.ids(topic.words), np.concatenate(words), np.concatenate(names))
    _of_words(every, topic, alike, np.concatenate(stretches))
    return Candidates(some, every)


def _runs(report: Report, passage: Span, found: Sequence[Span]) -> tuple[list[Span], list[tuple[int, int]]]:
    spans, runs = list[Span](), list[tuple[int, int]]()
    for i, sentence in enumerate(found):
        start = passage.start + sentence.start
        spans.append(Span(start, passage.start + sentence.end))
        runs.append((i, i + 1))
        for last in range(i + 1, min(i + SENTENCES, len(found))):
            # also over a paragraph's end: agencies give each sentence its own, "..." and "he said" apart
            if not _ENDED.search(report.text[start : passage.start + found[last - 1].end]):
                break  # a heading is no part of what follows
            span = Span(start, passage.start + found[last].end)
            if len(span) > LONGEST:
                break
            spans.append(span)
            runs.append((i, last + 1))
    return spans, runs


def _only_report(statements: Sequence[StatementRow]) -> NDArray[np.bool_]:
    """True for a statement that does little more than report another's: that one is the answer to who said it."""
    spans = [s.span for s in statements]
    return np.array(
        [
            any(
                other.statement.nested and other.key != one.key and span.covers(inner)
                and len(span) > len(inner) > 0.5 * len(span)
                for other, inner in zip(statements, spans, strict=True)
            )
            for one, span in zip(statements, spans, strict=True)
        ],
        np.bool_,
    )  # fmt: skip


def _beside(
    topic: Topic, hit: Hit[PassageRow], at: Shape, said: dict[int, Said], vector: Vectors, most: float
) -> tuple[Features, Ids, Ids]:
    """Features of a passage's candidates but those of words, the statement of each, and which candidates are kept."""
    told = np.array([_told(s, topic, said[s.key]) for s in at.statements]).reshape(-1, len(_TOLD))
    told = np.concatenate([told, np.zeros((1, len(_TOLD)))])
    allowed = at.holds & ~at.reports if topic.asks_who else at.holds
    kept = np.flatnonzero(allowed.any(axis=1) | (at.form[:, _FORM.index("statement")] == 0))
    kept, chosen = _chosen(topic, at, allowed[kept], kept, told)
    rows = np.zeros((len(kept), len(FEATURES)))
    rows[:, [AT[name] for name in _TOLD]] = told[chosen]
    rows[:, [AT[name] for name in _FORM]] = at.form[kept]
    rows[:, AT["figure"]] *= topic.asks_figure
    rows[:, AT["reported"]] = chosen < len(at.statements)
    day = at.report.date
    rows[:, [AT[name] for name in _HIT]] = (
        hit.cosine, hit.words / most, 1 / (1 + (hit.dense_rank or 60)), 1 / (1 + (hit.words_rank or 60)),
        bool(topic.days and day and topic.days[0] <= day <= topic.days[1]), at.report.id in topic.near,
    )  # fmt: skip
    cosines, runs = at.sentences @ vector, at.runs[kept]
    sums = _running(at.lengths * cosines)
    rows[:, AT["sentences"]] = (sums[runs[:, 1]] - sums[runs[:, 0]]) / at.norms[kept]
    rows[:, AT["sentence"]] = _most(cosines[None], runs[:, None])[0, :, 0]
    return rows, chosen, kept


def _chosen(
    topic: Topic, at: Shape, allowed: NDArray[np.bool_], kept: Ids, told: Features
) -> tuple[Ids, Ids]:  # fmt: skip
    """Each candidate with one of its statements; where it is asked who, once with each of them."""
    nobody = len(at.statements)
    if topic.asks_who:
        which, chosen = np.nonzero(np.concatenate([allowed, ~allowed.any(axis=1, keepdims=True)], axis=1))
        return kept[which], chosen
    # theirs whose words are asked for; else of somebody named, the nearest
    named = np.array([bool(s.statement.speaker.name) for s in at.statements], np.float64)
    theirs, nearest = told[:-1, _TOLD.index("asked")], told[:-1, _TOLD.index("meaning")]
    liked = np.where(allowed, 4 * theirs + 2 * named + nearest, -np.inf)
    return kept, np.where(allowed.any(axis=1), liked.argmax(axis=1), nobody) if nobody else np.full(len(kept), nobody)


def _told(row: StatementRow, topic: Topic, said: Said) -> tuple[float, ...]:
    statement = row.statement
    return (
        said.meaning,
        said.terms,
        row.person in topic.asked,
        bool(topic.asked) and row.person not in topic.asked,
        topic.asks_who and statement.speaker.resolved != "unresolved",
        topic.asks_who and row.person in topic.people,
        bool(row.person),
        bool(row.person) and statement.speaker.body in ("person", "group"),
        statement.nested,
        topic.polarity != "asserts" and statement.polarity == topic.polarity,
    )


def _of_words(features: Features, topic: Topic, alike: Vectors, stretches: Ids) -> None:
    """Fills in what words tell; `alike` is (terms, words of the row), `stretches` is (candidates, 8, 2)."""
    within = _most(alike, stretches)  # (terms, candidates, stretches)
    same = within >= 1
    for name, stretch in (
        ("said", _QUOTE), ("near", _NEAR), ("passage", _PASSAGE), ("title", _TITLE), ("speaker", _NAME),
        ("role", _OFFICE),
    ):  # fmt: skip
        features[:, AT[name]] = topic.all @ same[:, :, stretch]
    features[:, AT["context"]] = topic.all @ (same[:, :, _BEFORE] & ~same[:, :, _QUOTE])
    for name, stretch in (
        ("topic_said", _QUOTE),
        ("topic_near", _NEAR),
        ("topic_passage", _PASSAGE),
        ("topic_told", _CONTENT),
    ):
        features[:, AT[name]] = topic.apart @ within[:, :, stretch]
    by_name = topic.whom @ (same[:, :, _NAME] | same[:, :, _OFFICE])
    features[:, AT["whom"]] = np.maximum(by_name, features[:, AT["asked"]])
    features[:, AT["whom_like"]] = topic.whom @ np.maximum(within[:, :, _NAME], within[:, :, _OFFICE])
    features[:, AT["whom_near"]] = topic.whom @ within[:, :, _NEAR]
    features[:, AT["pairs"]] = _pairs(topic, alike, stretches[:, _NEAR : _NEAR + 1])


def _pairs(topic: Topic, alike: Vectors, near: Ids) -> Vectors:
    """The share of the topic's neighbouring terms that are neighbours, with at most a word between, near the quote."""
    weight = np.sqrt(topic.apart[:-1] * topic.apart[1:])
    if not weight.sum():
        return np.zeros(len(near), np.float32)
    one, other = alike[:-1], alike[1:]
    found = np.zeros_like(one)
    for step in (1, 2):
        found[:, :-step] = np.maximum(found[:, :-step], np.minimum(one[:, :-step], other[:, step:]))
        found[:, step:] = np.maximum(found[:, step:], np.minimum(one[:, step:], other[:, :-step]))
    return np.asarray((weight / weight.sum()) @ _most(found, near)[:, :, 0], np.float32)


def _most(values: Vectors, stretches: Ids) -> Vectors:
    """The largest value in each stretch, shape (rows of values, *stretches.shape[:-1]); 0 in an empty one."""
    padded = np.concatenate([values, np.zeros((len(values), 2), np.float32)], axis=1)
    pairs = stretches.reshape(-1, 2)
    empty = pairs[:, :1] >= pairs[:, 1:]
    pairs = np.where(empty, [values.shape[1], values.shape[1] + 1], pairs)
    # reduceat takes a border that doesn't rise as a single place: each second figure, between two stretches, is dropped
    found = np.maximum.reduceat(padded, pairs.ravel(), axis=1)[:, ::2]
    return np.asarray(found.reshape(len(values), *stretches.shape[:-1]), np.float32)


def _ends(spans: Sequence[Span]) -> Ids:
    return np.array([(s.start, s.end) for s in spans], np.int64).reshape(-1, 2)


def _running(rows: NDArray[np.floating]) -> Features:
    """Sums of the first 0, 1, 2, ... rows."""
    return np.concatenate([np.zeros((1, *rows.shape[1:])), np.cumsum(rows, axis=0, dtype=np.float64)])
