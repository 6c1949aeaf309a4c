"""Trains the attribution tagger: python -m corpus.attribution.train TRAIN.jsonl --out DIR

About half an hour on two cores; a GPU is used where there is one. Killed at any moment, the same command
goes on from its last checkpoint. Each epoch leaves its weights in DIR/epoch-N; their last three, averaged, go to DIR.
With --dev, each epoch also says how well its weights do on the first of those reports.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from corpus.attribution import examples
from corpus.attribution.evaluate import evaluate
from corpus.attribution.examples import Example, Targets
from corpus.attribution.features import Features, Window, featurise, windows
from corpus.attribution.model import Batch, Network, collate, encoder_folder, load, padded, save, size
from corpus.attribution.tagger import Tagger
from corpus.errors import OnrecordError, SettingsError

WINDOW = 222  # wordpieces, and [CLS] and [SEP]: 7 times 32
TOKENS = 11 * 224  # wordpieces a batch, padding included
RATE, HEAD_RATE, CRF_RATE = 1.2e-4, 1e-3, 5e-3
WARMUP = 0.06  # of all steps
AVERAGE = 0.998  # how much of the averaged weights stays at each step
LINKS = 0.25  # weight of each pointer's loss beside the CRF's
MEAN_OF = 3  # epochs
CHECKPOINT = 120.0  # seconds between checkpoints
DEV = 15  # reports to evaluate on after each epoch: enough to see that it learns

Piece = tuple[Features, Targets, Window]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m corpus.attribution.train", description=__doc__)
    parser.add_argument("train", type=Path, help="annotated reports, one JSON object a line")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and weights")
    parser.add_argument("--dev", type=Path, help="annotated reports to evaluate on, apart from those trained on")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="folder of a trained tagger to go on from, not the bare encoder")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    try:
        train(
            examples.read(arguments.train),
            arguments.out,
            epochs=arguments.epochs,
            seed=arguments.seed,
            start=arguments.start,
            dev=examples.read(arguments.dev)[:DEV] if arguments.dev else [],
        )
    except OnrecordError as error:
        raise SystemExit(str(error)) from error


def train(
    reports: Sequence[Example],
    out: Path,
    *,
    epochs: int,
    seed: int,
    start: Path | None = None,
    dev: Sequence[Example] = (),
) -> None:
    """Trains on the reports and writes the weights to `out`; prints loss and rate as it goes."""
    if not reports:
        raise SettingsError("There is no report to train on. Give a file with annotated reports, one a line.")
    if epochs < 1:
        raise SettingsError(f"{epochs} epochs train nothing. Give --epochs 1 or more.")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(0)  # the heads begin alike for every seed, so that weights of several seeds can be averaged
    network = load(start) if start else Network.from_encoder(encoder_folder() / "model.safetensors")
    network.to(device).train()
    run = Run(network, out, seed, epochs)
    run.resume()
    print(
        f"{len(reports)} reports, seed {seed}, {run.epoch} of {epochs} epochs done, on {device}",
        flush=True,
    )

    while run.epoch < epochs:
        batches = plan(reports, np.random.default_rng([seed, run.epoch]))
        while run.batch < len(batches):
            run.step(batches[run.batch], of=len(batches))
        run.finish_epoch()
        if dev:
            score = evaluate(dev, Tagger.load(out / f"epoch-{run.epoch}").tag)
            print(f"epoch {run.epoch} on {len(dev)} reports: {score.summary()}", flush=True)
    # the mean of the last epochs is a little better than the last, and less sure of itself
    last = range(max(1, epochs - MEAN_OF + 1), epochs + 1)
    states = [load(out / f"epoch-{epoch}").state_dict() for epoch in last]
    network.load_state_dict({name: torch.stack([one[name] for one in states]).mean(0) for name in states[0]})
    save(network, out, {"training": {"seed": seed, "epochs": epochs, "mean_of_epochs": list(last)}})


class Run:
    """A training run: the network, its averaged weights, the optimiser, and how far it has come."""

    def __init__(self, network: Network, out: Path, seed: int, epochs: int) -> None:
        self.network, self.out, self.seed, self.epochs = network, out, seed, epochs
        self.epoch = self.batch = self.steps = 0
        self.average = {name: value.detach().clone() for name, value in network.named_parameters()}
        groups: dict[float, list[Tensor]] = {RATE: [], HEAD_RATE: [], CRF_RATE: []}
        for name, value in network.named_parameters():
            part = name.split(".")[0]
            rate = CRF_RATE if part == "transitions" else HEAD_RATE if part in ("roles", "pointers") else RATE
            groups[rate].append(value)
        self.optimiser = torch.optim.AdamW(
            [{"params": values, "lr": rate, "peak": rate} for rate, values in groups.items()],
            weight_decay=0.01,
            fused=True,
        )
        torch.manual_seed(seed)
        self.saved = self.said = time.monotonic()
        self.losses: list[list[float]] = []
        self.tokens = 0

    def step(self, pieces: list[Piece], of: int) -> None:
        """One batch, the batch-th `of` this epoch's: loss, gradient, update, average."""
        progress = (self.epoch + self.batch / of) / self.epochs
        share = min(progress / WARMUP, (1 - progress) / (1 - WARMUP))
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * max(share, 0.005)
        device = next(self.network.parameters()).device
        losses = loss(self.network, pieces, device)
        self.optimiser.zero_grad()
        torch.stack(losses).sum().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.steps += 1
        self.batch += 1
        keep = min(AVERAGE, self.steps / (10 + self.steps))
        with torch.no_grad():
            current = [value.detach() for value in self.network.parameters()]
            torch._foreach_lerp_(list(self.average.values()), current, 1 - keep)
        self._report(pieces, losses, of)
        if time.monotonic() - self.saved > CHECKPOINT:
            self.checkpoint()

    def _report(self, pieces: list[Piece], losses: list[Tensor], of: int) -> None:
        self.losses.append([float(part.detach()) for part in losses])
        self.tokens += sum(size(features, window) for features, _, window in pieces)
        if self.batch % 50 == 0 or self.batch == of:
            now = time.monotonic()
            labels, *links = np.mean(self.losses, axis=0)
            print(
                f"epoch {self.epoch + 1} batch {self.batch}/{of} labels {labels:.4f} "
                f"links {' '.join(f'{link / LINKS:.4f}' for link in links)} "
                f"{self.tokens / (now - self.said):.0f} wordpieces/s {time.strftime('%H:%M:%S')}",
                flush=True,
            )
            self.losses, self.tokens, self.said = [], 0, now

    def finish_epoch(self) -> None:
        """Writes the epoch's weights and goes to the next."""
        self.epoch, self.batch = self.epoch + 1, 0
        self._save(self.out / f"epoch-{self.epoch}")
        self.checkpoint()

    def _save(self, folder: Path) -> None:
        own = {name: value.detach().clone() for name, value in self.network.named_parameters()}
        self.network.load_state_dict(self.average)
        save(self.network, folder, {"training": {"seed": self.seed, "epochs": self.epoch, "steps": self.steps}})
        self.network.load_state_dict(own)

    def checkpoint(self) -> None:
        """Writes all that it takes to go on from here."""
        self.out.mkdir(parents=True, exist_ok=True)
        partial = self.out / "checkpoint.partial"
        state = {
            "seed": self.seed,
            "place": (self.epoch, self.batch, self.steps),
            "network": self.network.state_dict(),
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
            "random": torch.get_rng_state(),
        }
        torch.save(state, partial)
        partial.replace(self.out / "checkpoint.pt")  # whole or not at all, whenever it is killed
        self.saved = time.monotonic()

    def resume(self) -> None:
        """Goes back to the last checkpoint, where there is one. Raises SettingsError when it is another seed's."""
        path = self.out / "checkpoint.pt"
        if not path.exists():
            return
        state: dict[str, Any] = torch.load(path, weights_only=True, map_location="cpu")
        if state["seed"] != self.seed:
            raise SettingsError(
                f"{path} is of a run with seed {state['seed']}. Give that seed, or another folder with --out."
            )
        self.epoch, self.batch, self.steps = state["place"]
        self.network.load_state_dict(state["network"])
        self.average = {name: value.to(self.average[name].device) for name, value in state["average"].items()}
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])


def loss(network: Network, pieces: list[Piece], device: torch.device) -> list[Tensor]:
    """The loss of the labels, a word, and of each pointer, a pointing word, weighted."""
    batch: Batch = collate([(features, window) for features, _, window in pieces]).to(device)
    label, links = examples.in_batch([(target, window) for _, target, window in pieces], batch.first.shape[1])
    with torch.autocast(device.type, dtype=torch.bfloat16):
        scores, pointed = network(batch)
    labels = torch.from_numpy(label).to(device)
    # without [CLS]: a window may begin within a span, and no I- may follow an O
    marked = network.transitions.loss(scores[:, 1:], labels[:, 1:], batch.words[:, 1:])
    losses = [marked / batch.words[:, 1:].sum()]
    for name, right in links.items():
        rows = torch.from_numpy(right.any(2)).to(device)
        found, wanted = pointed[name][rows], torch.from_numpy(right).to(device)[rows]
        if len(found):
            # a source may have several cues: all that it points at them counts
            missed = found.logsumexp(1) - found.masked_fill(~wanted, -1e4).logsumexp(1)
            losses.append(LINKS * missed.mean())
        else:
            losses.append(scores.new_zeros(()))
    return losses


def plan(reports: Sequence[Example], random: np.random.Generator) -> list[list[Piece]]:
    """An epoch's batches: every report once, restyled, cut in windows elsewhere than last time, alike in length."""
    restyled = [examples.restyle(report, random) for report in reports]
    pieces: list[Piece] = []
    for report, features in zip(
        restyled, featurise([report.text for report in restyled], encoder_folder()), strict=True
    ):
        target = examples.targets(features, report)
        opening = int(random.integers(WINDOW // 4, WINDOW + 1))
        pieces += [(features, target, window) for window in windows(features, WINDOW, opening)]
    batches: list[list[Piece]] = []
    by_width: dict[int, list[Piece]] = {}
    for piece in (pieces[i] for i in random.permutation(len(pieces))):
        by_width.setdefault(padded(piece[0], piece[2]), []).append(piece)
    for width, alike in by_width.items():
        batches += [alike[i : i + TOKENS // width] for i in range(0, len(alike), TOKENS // width)]
    return [batches[i] for i in random.permutation(len(batches))]


if __name__ == "__main__":
    main()
