"""Fits verdict.json to questions whose verdict is known: `python -m bot.fit_verdict --on QUESTIONS.jsonl DIR`.

The likelihood that a softmax over all statements of those asked about, each saying it or saying otherwise, and over
there being none on it, puts on what is right: where the answer begins with yes, that a statement which covers evidence
says it; with no, that it says otherwise; else, that there is none. Each file counts alike. With five-fold
cross-validation by question, whose figures are printed and kept in the file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.answer import RANKED
from bot.claims import FEATURES
from bot.duplicates import distinct
from bot.fit import FOLDS, asked_of, covers
from bot.forms.asked import Asked
from bot.forms.said import beside_claim
from bot.memory import Memory
from bot.question import Question
from bot.quotes import Finder, Quote, Weights, best
from bot.shapes import Features
from bot.topic import Topic
from bot.verdict import LOOKED_AT, WEIGHTS, YES, options
from index.encoder import Encoder
from index.search import Index

PENALTY = 0.01  # on squared weights of standardised features
# What a question counts whose answer is yes. More, as the questions fitted to are more often of what was not said than
# people's are; less where no statement found covers its evidence: what is found had better be no yes.
COUNTS = {"yes": 1.5, "lost": 0.3}


@dataclass(frozen=True)
class Example:
    """A question with the statements of those asked about: n figures, what each can be, and what is right."""

    row: dict[str, Any]
    collection: str  # the file that the question is from
    figures: Features  # (n, len(FEATURES))
    can: Features  # (n, 2): say it, say otherwise
    right: Features  # (n, 2); nothing is right where none of it is

    @property
    def says(self) -> bool:
        return bool(self.row["answer"].lower().startswith("yes"))


def read(questions: Path, index: Index) -> list[Example]:
    """The questions of a file with a verdict as examples; those that are read as another kind are left out."""
    finder, found = Finder(index), []
    for row in asked_of(questions, index):
        is_one = "answer" in row and row["type"] in ("did_say", "unanswerable")
        question = finder.understand(row["question"], Memory()) if is_one else None
        if question is None or question.kind != "did_say" or row.get("turns"):
            continue
        topic = finder.topic(question)
        rank = partial(_ranked, finder, topic)
        claim, theirs, _ = beside_claim(Asked(question, index, finder, topic, rank, tuple(rank(question))))
        besides = claim.beside(sorted(theirs, key=lambda quote: -quote.sure)[:LOOKED_AT])
        figures, can = options(besides)
        evidence = [covers(b.quote.report.id, b.quote.said.span, row["evidence"]) for b in besides if b.quote.said]
        answer = row["answer"].lower()
        sides = [answer.startswith("yes"), answer.startswith("no") and not answer.startswith("none")]
        right = np.outer(evidence, sides) * can if besides else can
        found.append(Example(row, str(questions), figures, can, right))
    return found


def _ranked(finder: Finder, topic: Topic, question: Question) -> list[Quote]:
    return distinct(best(topic, finder.candidates(topic, question), Weights.load(), RANKED))


def fit(examples: Sequence[Example]) -> Features:
    """Weights of the figures as they are, shape (2, len(FEATURES)); their scales are taken into them."""
    usable = [e for e in examples if len(e.figures)]
    of = np.repeat(np.arange(len(usable)), [len(e.figures) for e in usable])
    scale = np.vstack([e.figures for e in usable]).std(axis=0)
    scale[scale == 0] = 1  # the constant
    figures = np.vstack([e.figures for e in usable]) / scale
    can, right = (np.vstack([getattr(e, name) for e in usable]) for name in ("can", "right"))
    none = np.array([float(not e.right.any()) for e in usable])
    many = Counter(e.collection for e in usable)
    counts = np.array([COUNTS["yes" if e.right.any() else "lost"] if e.says else 1.0 for e in usable])
    counts /= [many[e.collection] for e in usable]
    counts /= counts.sum()
    pulled = PENALTY * (np.arange(len(FEATURES)) > 0)

    def summed(values: Features) -> Features:
        return np.asarray(np.bincount(of, values.sum(axis=1), len(usable)), np.float64)

    def loss(w: NDArray[np.float64]) -> tuple[float, Features]:
        weights = w.reshape(2, -1)
        odds = np.exp(np.clip(figures @ weights.T, -30, 30)) * can
        every, good = 1 + summed(odds), none + summed(odds * right)
        slope = (counts / every)[of, None] * odds - (counts / good)[of, None] * odds * right
        total = counts @ (np.log(every) - np.log(good)) + (pulled * weights**2).sum()
        return float(total), (slope.T @ figures + 2 * pulled * weights).ravel()

    found = minimize(loss, np.zeros(2 * len(FEATURES)), jac=True, method="L-BFGS-B").x
    return np.asarray(found.reshape(2, -1) / scale)


def likely(example: Example, weights: Features) -> float:
    """How likely it is that one of the statements says it."""
    odds = np.exp(np.clip(example.figures @ weights.T, -30, 30)) * example.can
    return float(odds[:, 0].sum() / (1 + odds.sum()))


def report(examples: Sequence[Example], weights: Sequence[Features]) -> dict[str, int]:
    """How many verdicts are right by the weights for each example: of those that are to be a yes, and of the others."""
    told = Counter[str]()
    for example, w in zip(examples, weights, strict=True):
        says = likely(example, w) >= YES
        told["yes"] += example.says
        told["yes, found"] += example.says and says
        told["no"] += not example.says
        told["no, told yes"] += says and not example.says
    return dict(told)


def crossed(examples: Sequence[Example]) -> list[Features]:
    """For each example the weights of a fit without a fifth of them that it belongs to."""
    fold = np.random.default_rng(0).permutation(len(examples)) % FOLDS
    fits = [fit([e for e, k in zip(examples, fold, strict=True) if k != left]) for left in range(FOLDS)]
    return [fits[k] for k in fold]


def main() -> None:
    """Reads the questions, cross-validates, fits on all, writes verdict.json beside this module."""
    p = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    p.add_argument(
        "--on", nargs=2, action="append", required=True, metavar=("QUESTIONS", "INDEX"), help="may be repeated"
    )
    p.add_argument("--held", nargs=2, action="append", default=[], metavar=("QUESTIONS", "INDEX"), help="never fitted")
    p.add_argument("--out", type=Path, default=WEIGHTS)
    o = p.parse_args()
    examples = [e for questions, folder in o.on for e in read(Path(questions), Index(Path(folder), Encoder))]
    held = {questions: read(Path(questions), Index(Path(folder), Encoder)) for questions, folder in o.held}
    weights = fit(examples)
    told = {
        "cross-validated": report(examples, crossed(examples)),
        "fitted": report(examples, [weights] * len(examples)),
        **{name: report(some, [weights] * len(some)) for name, some in held.items()},
    }
    print(json.dumps(told, indent=2))
    o.out.write_text(
        json.dumps(
            {
                "about": f"fitted on {len(examples)} questions by python -m bot.fit_verdict; of each figure, what it "
                "counts for having said it and for having said otherwise",
                **{name: told[name] for name in ("cross-validated", "fitted")},
                "weights": dict(zip(FEATURES, weights.T.round(4).tolist(), strict=True)),
            },
            indent=2,
        )
        + "\n"
    )  # fmt: skip


if __name__ == "__main__":
    main()
