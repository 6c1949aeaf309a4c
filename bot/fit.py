"""Fits weights.json to questions whose evidence is known: `python -m bot.fit --on QUESTIONS.jsonl DIR`.

Ranking: the likelihood that a softmax over all candidates of a question puts on those that cover evidence. Confidence:
a logistic regression of "the reports answer" on what doubts() tells; each answerable question counts a second time with
the reports that hold its evidence left out, as one that the remaining reports don't answer. Both with five-fold
cross-validation by question, whose figures are printed and kept in the file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from bot.answer import SHOWN, shown
from bot.evaluate import same_speaker
from bot.memory import Memory, remember
from bot.quotes import CONFIDENCE, FEATURES, Features, Finder, Quote, Topic, Weights, best, confidence, doubts
from corpus.types import Span
from index.encoder import Encoder
from index.search import Index

PENALTY = 0.02  # on squared weights of standardised features; .003 and .02 gave the same cross-validated figures
FOLDS = 5
MISATTRIBUTED = 0.1  # of the likelihood: evidence under a wrong name is still the right place to look


@dataclass(frozen=True)
class Example:
    """A question with its candidates and which of them cover evidence."""

    row: dict[str, Any]
    topic: Topic
    quotes: list[Quote]
    right: Features  # 1 where the candidate covers evidence, see wanted()
    answerable: bool


def covers(quote: Quote, evidence: Sequence[dict[str, Any]]) -> bool:
    """True when at least half of an evidence span, or 60 characters of it, lies in the quote."""
    return any(
        e["report"] == quote.report.id
        and quote.span.overlap(Span(e["start"], e["end"])) >= min(0.5 * (e["end"] - e["start"]), 60)
        for e in evidence
    )


def wanted(quote: Quote, row: dict[str, Any]) -> float:
    """1 for a quote that covers evidence, and less where it is shown under the name of somebody else."""
    if not covers(quote, row["evidence"]):
        return 0.0
    if row["type"] not in ("who_said", "what_said") or not row.get("speakers"):
        return 1.0
    accepted = [name for s in row["speakers"] for name in (s["name"], *s.get("aliases", []))]
    return 1.0 if quote.said and same_speaker(quote.said.statement.speaker.name, accepted) else MISATTRIBUTED


def read(index: Index, file: Path) -> tuple[list[Example], list[Example]]:
    """The examples as asked, and the answerable ones again without the reports that answer them."""
    asked, without = [], []
    finder, weights = Finder(index), Weights.load()
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        memory = Memory()
        for turn in row.get("turns") or []:
            before = finder.understand(turn, memory)
            first = best(finder.candidates(finder.topic(before), before), weights, SHOWN)
            memory = remember(before, *shown(first))
        question = finder.understand(row["question"], memory)
        topic = finder.topic(question)
        quotes = finder.candidates(topic, question)
        right = np.array([wanted(q, row) for q in quotes])
        asked.append(Example(row, topic, quotes, right, row["answerable"]))
        if row["answerable"]:
            gold = frozenset(e["report"] for e in row["evidence"])
            others = finder.candidates(topic, question, gold)
            without.append(Example(row, topic, others, np.zeros(len(others)), False))
    return asked, without


def fit_ranking(examples: Sequence[Example]) -> Features:
    """Weights of the features as they are; a feature's scale is taken into its weight."""
    usable = [e for e in examples if e.right.any()]
    rows = [np.stack([q.features for q in e.quotes]) for e in usable]
    scale = np.vstack(rows).std(0) + 1e-6
    rows = [r / scale for r in rows]

    def loss(w: Features) -> tuple[float, Features]:
        total, slope = 0.0, np.zeros_like(w)
        for x, e in zip(rows, usable, strict=True):
            s = x @ w
            everything, right = logsumexp(s), logsumexp(s, b=e.right)
            total += everything - right
            slope += x.T @ (np.exp(s - everything) - e.right * np.exp(s - right))
        return total / len(rows) + PENALTY * float(w @ w), slope / len(rows) + 2 * PENALTY * w

    return np.asarray(minimize(loss, np.zeros(len(FEATURES)), jac=True).x / scale)


def fit_confidence(examples: Sequence[Example], ranking: Features) -> Features:
    """Weights of what doubts() tells."""
    weights = Weights(ranking, np.zeros(len(CONFIDENCE)))
    x = np.stack([doubts(e.topic, best(e.topic, e.quotes, weights, SHOWN)) for e in examples])
    y = np.array([1.0 if e.answerable else -1.0 for e in examples])

    def loss(w: Features) -> float:
        return float(np.logaddexp(0, -y * (x @ w)).mean() + 1e-3 * w[1:] @ w[1:])

    return np.asarray(minimize(loss, np.zeros(len(CONFIDENCE))).x)


def report(asked: Sequence[Example], without: Sequence[Example], weights: Weights) -> dict[str, float]:
    """Evidence among the first quotes, and how often each kind of question is refused."""
    found, refused, rightly, emptied = [], [], [], []
    for example in asked:
        first = best(example.topic, example.quotes, weights, SHOWN)
        no = confidence(weights, doubts(example.topic, first)) < 0.5
        if example.answerable:
            chosen = {id(q) for q in first}
            found.append(any(r and id(q) in chosen for q, r in zip(example.quotes, example.right, strict=True)))
            refused.append(no)
        else:
            rightly.append(no)
    for example in without:
        first = best(example.topic, example.quotes, weights, SHOWN)
        emptied.append(confidence(weights, doubts(example.topic, first)) < 0.5)
    names = ("evidence", "refused_though_answerable", "refused_unanswerable", "refused_without_its_reports")
    return {
        n: round(float(np.mean(v)), 3) if v else 0.0
        for n, v in zip(names, (found, refused, rightly, emptied), strict=True)
    }


def fit(asked: Sequence[Example], without: Sequence[Example], even: float) -> Weights:
    """Both fits. `even` shifts the confidence so that this share of the answerable examples is refused."""
    ranking = fit_ranking(asked)
    sure = fit_confidence([*asked, *without], ranking)
    weights = Weights(ranking, sure)
    scores = [doubts(e.topic, best(e.topic, e.quotes, weights, SHOWN)) @ sure for e in asked if e.answerable]
    sure[0] -= float(np.quantile(scores, even))
    return Weights(ranking, sure)


def main() -> None:
    """Reads the questions, cross-validates, fits on all, writes weights.json beside this module."""
    p = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    p.add_argument(
        "--on", nargs=2, action="append", required=True, metavar=("QUESTIONS", "INDEX"), help="may be repeated"
    )
    p.add_argument("--refuse", type=float, default=0.04, help="share of the answerable questions that may be refused")
    p.add_argument("--out", type=Path, default=Path(__file__).parent / "weights.json")
    o = p.parse_args()
    asked, without = list[Example](), list[Example]()
    for questions, folder in o.on:
        some = read(Index(Path(folder), Encoder), Path(questions))
        asked += some[0]
        without += some[1]
    order = np.random.default_rng(0).permutation(len(asked))
    folds = []
    owner = [i for i, e in enumerate(asked) if e.answerable]  # the question that each of `without` comes from
    for k in range(FOLDS):
        held = set(order[k::FOLDS].tolist())
        weights = fit(
            [e for i, e in enumerate(asked) if i not in held],
            [e for i, e in zip(owner, without, strict=True) if i not in held], o.refuse,
        )  # fmt: skip
        folds.append(
            report(
                [e for i, e in enumerate(asked) if i in held],
                [e for i, e in zip(owner, without, strict=True) if i in held], weights,
            )
        )  # fmt: skip
    crossed = {n: round(float(np.mean([f[n] for f in folds])), 3) for n in folds[0]}
    weights = fit(asked, without, o.refuse)
    fitted = report(asked, without, weights)
    print(f"cross-validated {crossed}\nfitted {fitted}")
    o.out.write_text(
        json.dumps(
            {
                "about": f"fitted on {len(asked)} questions by python -m bot.fit",
                "cross_validated": crossed, "fitted": fitted,
                "quote": {n: round(float(w), 4) for n, w in zip(FEATURES, weights.quote, strict=True)},
                "confidence": {n: round(float(w), 4) for n, w in zip(CONFIDENCE, weights.confidence, strict=True)},
            },
            indent=2,
        )
        + "\n"
    )  # fmt: skip


if __name__ == "__main__":
    main()
