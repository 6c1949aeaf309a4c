"""Fits the adapter of questions (index/adapter.py): `python -m bot.adapt --on QUESTIONS.jsonl DIR`.

For each question the likelihood that a softmax over all passages of the index, over all sentences and over all
statements puts on those that cover its evidence. The vectors of the index stay as they are; only how a question is
encoded changes, and not far: it is pulled back to where it was, which is what keeps it useful for other collections.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from bot.fit import asked_of, covers
from bot.memory import Memory
from bot.quotes import Finder
from corpus.sentences import sentences
from corpus.types import Span
from index.adapter import ADAPTER, linear_layers, save
from index.encoder import DEFAULT_SHA256, Encoder, plain_model
from index.search import Index

RANK = 8
EPOCHS = 4
RATE = 5e-4
BATCH = 16
SHARP = 20.0  # what cosines are multiplied by, as where the encoder was trained
PULL = 30.0  # on 1 - cosine with the question's own vector; without it MRR falls on other collections
DROPPED = 0.1
LOWERED, MISTYPED = 0.3, 0.15  # shares of the questions that are typed carelessly on purpose

Vectors = NDArray[np.float32]
Place = tuple[str, Span]  # a report's id, and where in it
Rows = tuple[torch.Tensor, Sequence[Place]]  # unit vectors (n, dimensions), and where the words of each row stand


@dataclass(frozen=True)
class Asked:
    """A question, and for each table of an index which rows cover its evidence."""

    text: str
    tables: Sequence[torch.Tensor]
    right: Sequence[torch.Tensor]  # row numbers


class ThinLinear(torch.nn.Module):
    """A linear layer that stays as it is, and beside it two thin matrices that learn."""

    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.a = torch.nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.b = torch.nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        thin = functional.linear(functional.dropout(x, DROPPED, self.training), self.a)
        return self.layer(x) + functional.linear(thin, self.b)  # type: ignore[no-any-return]


def tables(index: Index) -> list[Rows]:
    """Every passage, every sentence of a passage and every statement of an index."""
    catalog = index.catalog
    passages, cut = list[Place](), list[Place]()
    whole, parts, said, told = list[Vectors](), list[Vectors](), list[Place](), list[Vectors]()
    for keys, vectors in catalog.passages.vectors(catalog.passages.keys()):
        found = {row.key: row.passage for row in catalog.passages.rows(keys.tolist())}
        reports = catalog.reports_of({passage.report_id for passage in found.values()})
        of_sentences = catalog.passages.sentences(keys.tolist())
        for key, vector in zip(keys.tolist(), vectors, strict=True):
            id, span = found[key].report_id, found[key].span
            passages.append((id, span))
            whole.append(vector)
            spans = [Span(span.start + s.start, span.start + s.end) for s in sentences(span.of(reports[id].text))]
            if len(spans) == len(of_sentences[key]):
                cut += [(id, some) for some in spans]
                parts.extend(of_sentences[key])
    for keys, vectors in catalog.statements.vectors(catalog.statements.keys()):
        rows = {row.key: row for row in catalog.statements.rows(keys.tolist())}
        said += [(rows[key].statement.report_id, rows[key].span) for key in keys.tolist()]
        told.extend(vectors)
    return [(_units(whole), passages), (_units(parts), cut), (_units(told), said)]


def examples(questions: Path, index: Index) -> Iterator[Asked]:
    """The questions of a file that have evidence and stand alone, as they are looked for in an index."""
    finder, every = Finder(index), tables(index)
    of_report = [defaultdict[str, list[int]](list) for _ in every]
    for rows, (_, places) in zip(of_report, every, strict=True):
        for number, (id, _) in enumerate(places):
            rows[id].append(number)
    for row in asked_of(questions, index):
        if not row["answerable"] or row.get("turns"):
            continue
        query = finder.query(finder.understand(row["question"], Memory()))
        near = {e["report"] for e in row["evidence"]}
        right = [
            torch.tensor([n for id in near for n in rows[id] if covers(*places[n], row["evidence"])], dtype=torch.int64)
            for rows, (_, places) in zip(of_report, every, strict=True)
        ]
        yield Asked(query.meaning or query.text, [vectors for vectors, _ in every], right)


def fit(model: Any, asked: Sequence[Asked], epochs: int = EPOCHS) -> dict[str, torch.Tensor]:
    """The matrices of an adapter for a sentence-transformers model (float32), by name; the model is left changed."""
    torch.manual_seed(0)
    chance = random.Random(0)
    model.requires_grad_(False)
    with torch.no_grad():
        before = [vectors for a in asked for vectors in encoded(model, [a.text])]
    thin = {name: ThinLinear(layer) for name, layer in linear_layers(model)}
    for name, layer in thin.items():
        model.set_submodule(name, layer)
    matrices = {f"{name}.{x}": getattr(layer, x) for name, layer in thin.items() for x in "ab"}
    optimizer = torch.optim.AdamW(matrices.values(), lr=RATE)
    steps = epochs * -(-len(asked) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1, pct_start=0.1)
    order = list(range(len(asked)))
    for layer in thin.values():
        layer.train()
    for epoch in range(epochs):
        chance.shuffle(order)
        total = 0.0
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            found = encoded(model, [typed(asked[i].text, chance) for i in some])
            held = torch.stack([before[i] for i in some])
            loss = PULL * (1 - (found * held).sum(1)).mean() + _likelihood(found, [asked[i] for i in some])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(some)
        print(f"epoch {epoch + 1} of {epochs}: {total / len(order):.3f}", flush=True)  # noqa: T201
    return matrices


def _likelihood(found: torch.Tensor, asked: Sequence[Asked]) -> torch.Tensor:
    """Of what covers no evidence, negative logarithm, summed over the tables; the mean of the questions."""
    total = found.new_zeros(())
    for vector, one in zip(found, asked, strict=True):
        for table, right in zip(one.tables, one.right, strict=True):
            if len(right):
                scores = SHARP * (table @ vector)
                total = total + scores.logsumexp(0) - scores[right].logsumexp(0)
    return total / len(asked)


def encoded(model: Any, texts: list[str]) -> torch.Tensor:
    """Unit vectors of texts, with what is needed to learn from them."""
    return functional.normalize(model(model.preprocess(texts))["sentence_embedding"], dim=1)


def typed(text: str, chance: random.Random) -> str:
    """The question, at times without its capitals or with two letters of a word exchanged."""
    if chance.random() < LOWERED:
        text = text.lower().rstrip("?")
    words = text.split()
    long = [i for i, word in enumerate(words) if len(word) > 4]
    if long and chance.random() < MISTYPED:
        i = chance.choice(long)
        at = chance.randrange(1, len(words[i]) - 2)
        words[i] = words[i][:at] + words[i][at + 1] + words[i][at] + words[i][at + 2 :]
        text = " ".join(words)
    return text


def _units(rows: Sequence[Vectors]) -> torch.Tensor:
    return functional.normalize(torch.from_numpy(np.array(rows, np.float32)), dim=1)


def main() -> None:
    """Reads the questions, fits, writes index/question.safetensors."""
    p = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    p.add_argument(
        "--on", nargs=2, action="append", required=True, metavar=("QUESTIONS", "INDEX"), help="may be repeated"
    )
    p.add_argument("--out", type=Path, default=ADAPTER)
    o = p.parse_args()
    asked = [a for file, folder in o.on for a in examples(Path(file), Index(Path(folder), Encoder))]
    save(fit(plain_model(), asked), DEFAULT_SHA256, o.out)


if __name__ == "__main__":
    main()
