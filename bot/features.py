"""What tells whether words of a report answer a question: some forty plain figures, worked out for all at once.

The words of the passages found, of their titles and of who speaks in them are laid in one row. Beside each stands how
alike it is to each term of the question; the largest figure within a stretch tells how well the stretch has the term.
What doesn't depend on the question is worked out once for a passage: its Shape (bot/shapes.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.shapes import (
    BEFORE,
    CONTENT,
    FORM,
    NAME,
    NEAR,
    OFFICE,
    PASSAGE,
    QUOTE,
    TITLE,
    Features,
    Shape,
    Vectors,
    running,
)
from bot.topic import Topic
from bot.words import Ids, Vocabulary
from corpus.types import Report, Span
from index.catalog import PassageRow, StatementRow
from index.search import Hit

FEATURES = (
    # shares of the question's weight, by equal stems
    "said",  # in the quote
    "near",  # in the quote and a sentence on either side
    "context",  # only before the quote, in its passage or title: "He said ..." after the sentence that names him
    "passage",  # in the passage or title
    "title",  # in the title
    "report",  # in the passages found of its report, which tell what it is about
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

_TOLD = ("meaning", "terms", "asked", "other", "somebody", "subject", "named", "person", "nested", "polar")
_HIT = ("cosine", "words", "dense_rank", "words_rank", "dated", "again")
_AT_TOLD, _AT_FORM, _AT_HIT = ([AT[name] for name in names] for names in (_TOLD, FORM, _HIT))


@dataclass(frozen=True, slots=True)
class Said:
    """A statement beside a question: what the search tells of it."""

    meaning: float  # cosine
    terms: float  # BM25 beside the best


class Candidate(NamedTuple):  # there are hundreds for a question, and a dataclass takes three times as long to make
    """Words of a report that may answer."""

    report: Report
    span: Span
    passage: Span
    said: StatementRow | None  # the statement that it is, or that holds most of it
    beside: Sequence[StatementRow] = ()  # all that touch its passage


@dataclass(frozen=True, slots=True)
class Candidates:
    """All that may answer, and the features of each: shape (len(some), len(FEATURES))."""

    some: Sequence[Candidate]
    features: Features

    def only(self, wanted: Sequence[bool]) -> Candidates:
        """Those of them for which `wanted` is true."""
        kept = [i for i, is_wanted in enumerate(wanted) if is_wanted]
        return Candidates([self.some[i] for i in kept], self.features[kept])


def describe(
    topic: Topic, found: Sequence[tuple[Hit[PassageRow], Shape]], said: dict[int, Said], vector: Vectors,
    vocabulary: Vocabulary, only: frozenset[int] | None = None,
) -> Candidates:  # fmt: skip
    """The candidates of the passages found. `said` tells of statements by key; `vector` is the question's.

    With `only`, keys of statements, nothing but these is one.
    """
    # 1. of each passage the candidates that are kept, and the statement of each
    some: list[Candidate] = []
    picked, told, stretches, runs = [], [], [], []
    room, lines = 0, 0
    for _, at in found:
        of_statements = np.array([*(_told(s, topic, said[s.key]) for s in at.statements), (0.0,) * len(_TOLD)])
        kept, chosen = _kept(topic, at, of_statements, only)
        picked.append(kept)
        told.append(of_statements[chosen])
        stretches.append(room + np.concatenate([at.stretches[kept], at.whose[chosen]], axis=1))
        runs.append(lines + at.runs[kept])
        room += len(at.words)
        lines += len(at.sentences)
        some += [
            Candidate(
                at.report, at.spans[i], at.passage, at.statements[s] if s < len(at.statements) else None, at.statements
            )
            for i, s in zip(kept.tolist(), chosen.tolist(), strict=True)
        ]
    if not some:
        return Candidates((), np.zeros((0, len(FEATURES))))
    # 2. what the search, the form and the sentences tell
    rows = np.zeros((len(some), len(FEATURES)))
    of = np.repeat(np.arange(len(found)), [len(kept) for kept in picked])  # the passage of each
    rows[:, _AT_TOLD] = np.concatenate(told)
    rows[:, _AT_FORM] = np.concatenate([at.form[kept] for (_, at), kept in zip(found, picked, strict=True)])
    rows[:, _AT_HIT] = _hits(topic, found)[of]
    rows[:, AT["figure"]] *= topic.asks_figure
    rows[:, AT["reported"]] = [c.said is not None for c in some]
    cosines = np.concatenate([at.sentences for _, at in found]) @ vector
    run = np.concatenate(runs)
    sums = running(np.concatenate([at.lengths for _, at in found]) * cosines)
    norms = np.concatenate([at.norms[kept] for (_, at), kept in zip(found, picked, strict=True)])
    rows[:, AT["sentences"]] = (sums[run[:, 1]] - sums[run[:, 0]]) / norms
    rows[:, AT["sentence"]] = _most(cosines[None], run[:, None])[0, :, 0]
    # 3. what words tell
    words, names = (np.concatenate([getattr(at, part) for _, at in found]) for part in ("words", "names"))
    alike = vocabulary.alike(vocabulary.ids(topic.words), words, names)
    _, reports = np.unique([at.report.id for _, at in found], return_inverse=True)
    _of_words(rows, topic, alike, np.concatenate(stretches), reports[of])
    return Candidates(some, rows)


def _hits(topic: Topic, found: Sequence[tuple[Hit[PassageRow], Shape]]) -> Features:
    """What the search tells of each passage, shape (len(found), len(_HIT))."""
    most = max(hit.words for hit, _ in found) or 1.0
    return np.array(
        [
            (
                hit.cosine, hit.words / most, 1 / (1 + (hit.dense_rank or 60)), 1 / (1 + (hit.words_rank or 60)),
                bool(topic.days and at.report.date and topic.days[0] <= at.report.date <= topic.days[1]),
                at.report.id in topic.near,
            )
            for hit, at in found
        ],
        np.float64,
    )  # fmt: skip


def _kept(topic: Topic, at: Shape, told: Features, only: frozenset[int] | None) -> tuple[Ids, Ids]:
    """Which of a passage's candidates may answer, and the statement of each."""
    allowed = at.holds & ~at.reports if topic.asks_who else at.holds
    kept = np.flatnonzero(allowed.any(axis=1) | (at.form[:, FORM.index("statement")] == 0))
    kept, chosen = _chosen(topic, at, allowed[kept], kept, told)
    if only is not None:
        is_one = at.form[kept, FORM.index("statement")] == 1  # and not a sentence that holds it
        is_one &= np.array([i < len(at.statements) and at.statements[i].key in only for i in chosen.tolist()], np.bool_)
        kept, chosen = kept[is_one], chosen[is_one]
    return kept, chosen


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


def _of_words(features: Features, topic: Topic, alike: Vectors, stretches: Ids, reports: Ids) -> None:
    """Fills in what words tell; `alike` is (terms, words of the row), `stretches` is (candidates, 8, 2).

    `reports` numbers the report of each candidate, shape (candidates,).
    """
    within = _most(alike, stretches)  # (terms, candidates, stretches)
    same = within >= 1
    for name, stretch in (
        ("said", QUOTE), ("near", NEAR), ("passage", PASSAGE), ("title", TITLE), ("speaker", NAME),
        ("role", OFFICE),
    ):  # fmt: skip
        features[:, AT[name]] = topic.all @ same[:, :, stretch]
    features[:, AT["context"]] = topic.all @ (same[:, :, BEFORE] & ~same[:, :, QUOTE])
    for name, stretch in (
        ("topic_said", QUOTE),
        ("topic_near", NEAR),
        ("topic_passage", PASSAGE),
        ("topic_told", CONTENT),
    ):
        features[:, AT[name]] = topic.apart @ within[:, :, stretch]
    told = np.zeros((reports.max() + 1, len(alike)), np.bool_)
    np.logical_or.at(told, reports, same[:, :, PASSAGE].T)
    features[:, AT["report"]] = (told @ topic.all)[reports]
    by_name = topic.whom @ (same[:, :, NAME] | same[:, :, OFFICE])
    features[:, AT["whom"]] = np.maximum(by_name, features[:, AT["asked"]])
    features[:, AT["whom_like"]] = topic.whom @ np.maximum(within[:, :, NAME], within[:, :, OFFICE])
    features[:, AT["whom_near"]] = topic.whom @ within[:, :, NEAR]
    features[:, AT["pairs"]] = _pairs(topic, alike, stretches[:, NEAR : NEAR + 1])


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
    """The largest value in each stretch, shape (rows of values, *stretches.shape[:-1]); 0 in an empty one.

    From the largest of each 1, 2, 4, ... neighbours: two of these that overlap make up any stretch.
    """
    # there may be no words at all; np.pad takes longer than all the rest
    values = np.concatenate([values, np.zeros((len(values), 1), values.dtype)], axis=1)
    count = values.shape[1]
    starts, lengths = stretches[..., 0].ravel(), (stretches[..., 1] - stretches[..., 0]).ravel()
    filled = lengths > 0
    doubled = np.frexp(np.maximum(lengths, 1))[1] - 1  # how often 1 is doubled to the largest of these that fits
    tables = [values]
    for step in (1 << k for k in range(int(doubled.max(initial=0)))):
        wider = tables[-1].copy()
        np.maximum(wider[:, :-step], tables[-1][:, step:], out=wider[:, :-step])
        tables.append(wider)
    every = np.concatenate(tables, axis=1)
    first = np.where(filled, doubled * count + starts, 0)
    last = np.where(filled, first + lengths - (1 << doubled), 0)
    found = np.where(filled, np.maximum(every.take(first, axis=1), every.take(last, axis=1)), 0)
    return np.asarray(found.reshape(len(values), *stretches.shape[:-1]), np.float32)
