"""A passage cut into all that may answer: what of it doesn't depend on the question, worked out once."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.words import Ids, Vocabulary, cut
from corpus.sentences import sentences
from corpus.types import Report, Span
from index.catalog import Catalog, PassageRow, StatementRow

KEPT = 10_000  # shapes; some 20 KB each
AHEAD = 16  # passages cut at once before they are asked for: a question that comes meanwhile waits for no more

SENTENCES = 3  # at most in a quote
LONGEST = 380  # characters of several; a single sentence stands whole, however long

Features = NDArray[np.float64]
Vectors = NDArray[np.float32]

FORM = ("length", "cue", "figure", "marks", "opens", "joined", "statement")  # features that a candidate has by itself

_CUE = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?)|tweet|wrote|writes?|call(?:s|ed)|claim|argu|den(?:y|ied|ies)|insist"
    r"|add(?:s|ed)|ask(?:s|ed)|announc|according|statement|promis|warn|demand|urg(?:e|ing)|accus|admit|confirm)",
    re.I,
)
_MARKS = re.compile(r"[\"“”«»]|''")
_FIGURE = re.compile(r"\d")
_ENDED = re.compile(r"[.!?…:;,\"”’'»)\]]\s*$")

# stretches of the row of words, in the order in which they stand for each candidate
QUOTE, NEAR, BEFORE, PASSAGE, TITLE, CONTENT, NAME, OFFICE = range(8)


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
    stretches: Ids  # (n, 5, 2): QUOTE to TITLE
    whose: Ids  # (s + 1, 3, 2): CONTENT, NAME and OFFICE; the last for nobody
    form: Features  # (n, len(FORM))
    runs: Ids  # (n, 2): first sentence, and the one behind the last
    sentences: Vectors  # unit rows
    lengths: Ids  # of the sentences, in characters
    norms: Features  # (n,): of the sum of a candidate's sentences, each as long as it is


class Shapes:
    """The shapes of an index's passages, kept at hand, with the words that they are cut into. Threads may share it."""

    def __init__(self, catalog: Catalog, word_vectors: Callable[[Sequence[str]], Vectors], kept: int = KEPT) -> None:
        self._catalog, self._word_vectors, self._kept = catalog, word_vectors, kept
        self._state = -1
        self._held: dict[int, Shape] = {}
        self._turn = threading.Lock()
        self.vocabulary = Vocabulary(word_vectors)

    @contextmanager
    def of(self, rows: Sequence[PassageRow]) -> Iterator[dict[int, Shape]]:
        """The shapes of passages by key, in the order given; within it their words stay in `vocabulary`.

        A passage that is gone has none.
        """
        with self._turn:
            if self._state != (state := self._catalog.state) or self.vocabulary.is_full:
                self._held, self._state, self.vocabulary = {}, state, Vocabulary(self._word_vectors)
            held = self._held
            self._cut([row for row in rows if row.key not in held])
            yield {row.key: held[row.key] for row in rows if row.key in held}
            for key in list(held)[: max(0, len(held) - self._kept)]:
                del held[key]

    def fill(self) -> None:
        """Cuts as many passages as are kept, newest first, so that the first questions are answered as fast as later.

        Half a millisecond each, with as long a pause after each few: questions go before.
        """
        keys = self._catalog.passages.keys()[::-1][: self._kept].tolist()
        for start in range(0, len(keys), AHEAD):
            began = time.perf_counter()
            with self._catalog.view(), self.of(self._catalog.passages.rows(keys[start : start + AHEAD])):
                pass
            time.sleep(time.perf_counter() - began)

    def _cut(self, new: Sequence[PassageRow]) -> None:
        keys = [row.key for row in new]
        vectors, statements = self._catalog.passages.sentences(keys), self._catalog.statements.touching(keys)
        reports = self._catalog.reports_of({row.passage.report_id for row in new})
        # those without a report are gone since the search: a build may be at work
        whole = [row for row in new if row.key in vectors and row.passage.report_id in reports]
        parts = [(reports[r.passage.report_id], r.passage.span, statements[r.key], vectors[r.key]) for r in whole]
        self._held.update(zip([row.key for row in whole], shapes(parts, self.vocabulary), strict=True))


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
    stretches[:, QUOTE] = before + np.searchsorted(body.starts, at - passage.start)
    whose[:-1, 0] = before + np.searchsorted(body.starts, of - passage.start)
    stretches[:, NEAR, 0] = sentence_at[0][np.maximum(run[:, 0] - 1, 0)]
    stretches[:, NEAR, 1] = sentence_at[1][np.minimum(run[:, 1], len(starts) - 1)]
    stretches[:, BEFORE, 1] = sentence_at[0][run[:, 0]]
    stretches[:, PASSAGE, 1] = before + len(body.words)
    stretches[:, TITLE, 1] = before

    # 3. the form
    form = np.zeros((len(spans), len(FORM)))
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
    sums = running(lengths[:, None] * units)
    return Shape(
        report, passage, statements, spans, holds, _only_report(statements), words, names, stretches, whose,
        form, run, units, lengths, np.maximum(np.linalg.norm(sums[run[:, 1]] - sums[run[:, 0]], axis=1), 1e-9),
    )  # fmt: skip


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


def _ends(spans: Sequence[Span]) -> Ids:
    return np.array([(s.start, s.end) for s in spans], np.int64).reshape(-1, 2)


def running(rows: NDArray[np.floating]) -> Features:
    """Sums of the first 0, 1, 2, ... rows."""
    return np.concatenate([np.zeros((1, *rows.shape[1:])), np.cumsum(rows, axis=0, dtype=np.float64)])
