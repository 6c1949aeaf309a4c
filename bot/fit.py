"""Fits weights.json to questions whose evidence is known: `python -m bot.fit --on QUESTIONS.jsonl DIR`.

Ranking: the likelihood that a softmax over all candidates of a question puts on those that cover evidence. Confidence:
a logistic regression of "the first quotes answer" on what doubts() tells. Questions without an answer are rare, so
more are made of those with one: each again with the reports that hold its evidence left out, and each that asks for
somebody's words again for the words of others of whom the reports tell ("what did X say about Y" where X never spoke of
Y). Both with five-fold cross-validation by question, whose figures are printed and kept in the file.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bot.answer import RANKED, SHOWN, shown
from bot.evaluate import same_speaker
from bot.features import FEATURES, Candidate, Candidates
from bot.memory import Memory, remember
from bot.question import Question
from bot.quotes import CONFIDENCE, KINDS, Finder, Weights, best, confidence, doubts, kinds
from bot.shapes import Features
from bot.topic import Topic
from corpus.errors import SettingsError
from corpus.types import Span
from index.encoder import Encoder
from index.search import Index

PENALTY = 0.01  # on squared weights of standardised features; .02 gave the same cross-validated figures, .04 worse
SHARED = 0.5  # a collection of four times as many questions counts twice as much: some are far larger than others
FOLDS = 5
MISATTRIBUTED = 0.05  # of the likelihood: evidence under a wrong name is still the right place to look
STRANGERS = 3  # others whose words each question is asked again for
SPOKEN = range(4, 41)  # statements of such a one: enough to be found, few enough not to have spoken about everything
# what can't count the other way: a term that no report has makes no answer surer, though questions with slips have some
_DOUBTS = frozenset(("size", "unknown", "absent", "nobody's", "others'"))
_SURE = frozenset(("topic_near", "topic_passage", "cosine", "sentence", "meaning", "score", "lead", "detail", "again"))
# weight of each kind in the confidence; "lost" is asked, with its evidence not among the first quotes; what is asked
# "without" its reports is often answered by others
COUNTS = {"asked": 1.0, "lost": 0.5, "unanswerable": 6.0, "without": 0.2, "stranger": 0.5}


@dataclass(frozen=True)
class Example:
    """A question with its candidates and which of them cover evidence."""

    row: dict[str, Any]
    collection: str  # the file that the question is from
    made: str  # "asked", "unanswerable", "without" its reports, of a "stranger"
    topic: Topic
    candidates: Candidates
    right: Features  # 1 where the candidate covers evidence, see wanted()


def asked_of(questions: Path, index: Index) -> Iterator[dict[str, Any]]:
    """The questions of a file over the reports of an index.

    Evidence may name its report as `text`, by the first 16 digits (hex) of the SHA-256 of the report's text in UTF-8:
    so a file of questions gives away nothing of reports that aren't its writer's to give. Raises SettingsError for
    evidence in a report that the index doesn't hold.
    """
    ids = {sha256(report.text.encode()).hexdigest()[:16]: report.id for _, report, _ in index.catalog.reports()}
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for evidence in row["evidence"]:
            if "report" not in evidence:
                if (text := evidence.get("text")) not in ids:
                    raise SettingsError(
                        f"The evidence of {row['id']} in {questions} is in a report that the index doesn't hold. "
                        "Name the index of the reports that these questions are about."
                    )
                evidence["report"] = ids[text]
        yield row


def covers(report_id: str, span: Span, evidence: Sequence[dict[str, Any]]) -> bool:
    """True when at least half of an evidence span, or 60 characters of it, lies in a span of a report."""
    return any(
        e["report"] == report_id and span.overlap(Span(e["start"], e["end"])) >= min(0.5 * (e["end"] - e["start"]), 60)
        for e in evidence
    )


def wanted(candidate: Candidate, row: dict[str, Any]) -> float:
    """1 for one that covers evidence, and less where it is shown under the name of somebody else."""
    if not covers(candidate.report.id, candidate.span, row["evidence"]):
        return 0.0
    if row["type"] not in ("who_said", "what_said") or not row.get("speakers"):
        return 1.0
    accepted = [name for s in row["speakers"] for name in (s["name"], *s.get("aliases", []))]
    said = candidate.said
    return 1.0 if said and same_speaker(said.statement.speaker.name, accepted) else MISATTRIBUTED


class Reader:
    """Questions of one collection to examples."""

    def __init__(self, index: Index) -> None:
        self._index, self._finder = index, Finder(index)
        self._others = [
            p.name
            for p in index.catalog.people.all()
            if p.body == "person" and p.statements in SPOKEN and " " in p.name
        ]
        self._chance = np.random.default_rng(0)
        self._collection = ""

    def read(self, file: Path) -> list[Example]:
        """The examples as asked, and those made of them."""
        self._collection = str(file)
        found = []
        for row in asked_of(file, self._index):
            memory = Memory()
            for turn in row.get("turns") or []:
                before = self._finder.understand(turn, memory)
                topic = self._finder.topic(before)
                first = best(topic, self._finder.candidates(topic, before), Weights.load(), SHOWN)
                memory = remember(before, *shown(first))
            question = self._finder.understand(row["question"], memory)
            if not row["answerable"]:
                found.append(self._example(row, "unanswerable", question))
                continue
            found.append(self._example(row, "asked", question))
            gold = frozenset(e["report"] for e in row["evidence"])
            found.append(self._example(row, "without", question, gold))
            if not row.get("turns") and question.kind in ("what_said", "did_say", "when_said", "change"):
                found += [self._example(row, "stranger", other) for other in self._strangers(question)]
        return found

    def _example(
        self, row: dict[str, Any], made: str, question: Question, without: frozenset[str] = frozenset()
    ) -> Example:
        topic = self._finder.topic(question)
        every = self._finder.candidates(topic, question, without)
        right = np.array([wanted(c, row) if made == "asked" else 0.0 for c in every.some])
        return Example(row, self._collection, made, topic, every, right)

    def _strangers(self, question: Question) -> list[Question]:
        """The same question about others, where it names one person."""
        text, spoken = question.text, {p for some in question.speakers for p in some}
        named = [m for m in self._finder.names.mentions(text) if spoken.intersection(m.persons)]
        if len(named) != 1:
            return []
        others = [name for name in self._others if name.split()[-1] not in text]
        chosen = self._chance.choice(others, min(STRANGERS, len(others)), replace=False)
        span = named[0].span
        return [self._finder.understand(f"{text[: span.start]}{name}{text[span.end :]}", Memory()) for name in chosen]


def fit_ranking(examples: Sequence[Example]) -> Features:
    """Weights of the features as they are, shape (len(KINDS), len(FEATURES)); their scales are taken into them."""
    usable = [e for e in examples if e.right.any()]
    many = Counter(e.collection for e in usable)
    counts = np.array([many[e.collection] ** -SHARED for e in usable])
    counts /= counts.sum()
    scale = np.vstack([e.candidates.features for e in usable]).std(0) + 1e-6
    x = np.vstack([np.kron(kinds(e.topic), e.candidates.features / scale) for e in usable])
    right = np.concatenate([e.right for e in usable])
    of = np.repeat(np.arange(len(usable)), [len(e.right) for e in usable])  # the question of each row
    starts = np.searchsorted(of, np.arange(len(usable)))

    def loss(w: Features) -> tuple[float, Features]:
        s = x @ w
        odds = np.exp(s - np.maximum.reduceat(s, starts)[of])
        every, good = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        slope = (counts / every)[of] * odds - (counts / good)[of] * odds * right
        return float(counts @ np.log(every / good) + PENALTY * w @ w), x.T @ slope + 2 * PENALTY * w

    found = minimize(loss, np.zeros(len(KINDS) * len(FEATURES)), jac=True, method="L-BFGS-B").x
    return np.asarray(found.reshape(len(KINDS), -1) / scale)


def fit_confidence(examples: Sequence[Example], ranking: Features, refuse: float) -> Features:
    """Weights of what doubts() tells, shifted so that the share `refuse` of the questions well answered is refused.

    Well answered is one whose evidence is among the first quotes; where it isn't, silence is better than what there is.
    """
    weights = Weights(ranking, np.zeros(len(CONFIDENCE)))
    x = np.stack([_doubts(e, ranking) for e in examples])
    made = ["lost" if e.made == "asked" and not _is_found(e, weights) else e.made for e in examples]
    y = np.array([1.0 if how == "asked" else -1.0 for how in made])
    many = Counter(e.collection for e in examples)
    alike = np.array(
        [len(examples) / len(many) / many[e.collection] for e in examples]
    )  # each collection counts as much
    counts = alike * [COUNTS[how] for how in made]
    scale = x.std(0) + 1e-6
    scale[0] = 1
    x = x / scale

    def loss(w: Features) -> tuple[float, Features]:
        margin = y * (x @ w)
        slope = -(counts * y / (1 + np.exp(np.clip(margin, -30, 30)))) @ x / counts.sum()
        pull = np.array([0.0, *w[1:]])
        return float((counts * np.logaddexp(0, -margin)).sum() / counts.sum() + 0.01 * pull @ pull), slope + 0.02 * pull

    bounds = [(None, 0) if name in _DOUBTS else (0, None) if name in _SURE else (None, None) for name in CONFIDENCE]
    w = np.asarray(minimize(loss, np.zeros(len(CONFIDENCE)), jac=True, method="L-BFGS-B", bounds=bounds).x)
    found, share = (x @ w)[y > 0], alike[y > 0]
    order = np.argsort(found)
    w[0] -= float(found[order][np.searchsorted(np.cumsum(share[order]), refuse * share.sum())])
    return np.asarray(w / scale)


def fit(examples: Sequence[Example], refuse: float) -> Weights:
    """Both fits."""
    ranking = fit_ranking(examples)
    return Weights(ranking, fit_confidence(examples, ranking, refuse))


def report(examples: Sequence[Example], weights: Weights) -> dict[str, list[bool]]:
    """For each question: was evidence among the first quotes, and was it refused, by how it was made."""
    told: dict[str, list[bool]] = defaultdict(list)
    for e in examples:
        if e.made == "asked":
            told["evidence"].append(_is_found(e, weights))
        told[f"refused {e.made}"].append(bool(confidence(weights, _doubts(e, weights.quote)) < 0.5))
    return told


def crossed(examples: Sequence[Example], refuse: float) -> dict[str, float]:
    """Five-fold cross-validation; a question and all that is made of it are in one fold."""
    ids = list(dict.fromkeys(e.row["id"] for e in examples))
    fold = {name: i % FOLDS for i, name in enumerate(np.random.default_rng(0).permutation(ids).tolist())}
    told: dict[str, list[bool]] = defaultdict(list)
    for k in range(FOLDS):
        weights = fit([e for e in examples if fold[e.row["id"]] != k], refuse)
        for name, some in report([e for e in examples if fold[e.row["id"]] == k], weights).items():
            told[name] += some
    return _means(told)


def _is_found(example: Example, weights: Weights) -> bool:
    """True when evidence is among the first quotes."""
    first = best(example.topic, example.candidates, weights, SHOWN)
    return any(covers(q.report.id, q.span, example.row["evidence"]) for q in first)


def _doubts(example: Example, ranking: Features) -> Features:
    weights = Weights(ranking, np.zeros(len(CONFIDENCE)))
    return doubts(example.topic, best(example.topic, example.candidates, weights, RANKED))


def _means(told: dict[str, list[bool]]) -> dict[str, float]:
    return {name: round(float(np.mean(some)), 3) for name, some in told.items() if some}


def main() -> None:
    """Reads the questions, cross-validates, fits on all, writes weights.json beside this module."""
    p = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    p.add_argument(
        "--on", nargs=2, action="append", required=True, metavar=("QUESTIONS", "INDEX"), help="may be repeated"
    )
    p.add_argument("--held", nargs=2, action="append", default=[], metavar=("QUESTIONS", "INDEX"), help="never fitted")
    p.add_argument("--refuse", type=float, default=0.05, help="share of what is well answered that may be refused")
    p.add_argument("--out", type=Path, default=Path(__file__).parent / "weights.json")
    o = p.parse_args()
    sets = [Reader(Index(Path(folder), Encoder)).read(Path(questions)) for questions, folder in o.on]
    held = {file: Reader(Index(Path(folder), Encoder)).read(Path(file)) for file, folder in o.held}
    examples = [e for some in sets for e in some]
    weights = fit(examples, o.refuse)
    told: dict[str, Any] = {"cross_validated": crossed(examples, o.refuse), "fitted": _means(report(examples, weights))}
    if len(sets) > 1:  # what weights that have never seen a collection do on it
        told["not fitted on it"] = {
            questions: _means(report(one, fit([e for some in sets if some is not one for e in some], o.refuse)))
            for (questions, _), one in zip(o.on, sets, strict=True)
        }
    told["held"] = {file: _means(report(some, weights)) for file, some in held.items()}
    print(json.dumps(told, indent=2))
    asked = sum(e.made in ("asked", "unanswerable") for e in examples)
    o.out.write_text(
        json.dumps(
            {
                "about": f"fitted on {asked} questions by python -m bot.fit; each feature has a weight for: {KINDS}",
                **{name: told[name] for name in ("cross_validated", "fitted")},
                "quote": dict(zip(FEATURES, weights.quote.T.round(4).tolist(), strict=True)),
                "confidence": dict(zip(CONFIDENCE, weights.confidence.round(4).tolist(), strict=True)),
            },
            indent=2,
        )
        + "\n"
    )  # fmt: skip


if __name__ == "__main__":
    main()
