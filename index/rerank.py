"""Texts ordered anew by a cross-encoder, which reads a question and a text together. Off unless one is configured."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

Scores = NDArray[np.float32]


class TextReranker(Protocol):
    """What the choice of quotes asks of a reranker; tests pass a toy one with a visible rule."""

    def scores(self, question: str, texts: Sequence[str]) -> Scores: ...


class Reranker:
    """A sentence-transformers CrossEncoder, by name or folder; loaded when it is first asked, and safe from threads."""

    def __init__(self, model: str) -> None:
        self.model = model
        self._loaded: CrossEncoder | None = None
        self._turn = threading.Lock()  # the tokenizer keeps its settings in itself, as the encoder's does

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """How well each text answers the question, shape (len(texts),); higher is better, comparable in one call only.

        A text is cut where the model's own limit is. Raises SettingsError when the model can't be loaded or gives
        another number of scores than one a pair.
        """
        if not texts:
            return np.zeros(0, np.float32)
        with self._turn:
            if self._loaded is None:
                self._loaded = _load(self.model)
            found = self._loaded.predict([(question, text) for text in texts], show_progress_bar=False)
        return np.asarray(found, np.float32)


def _load(model: str) -> CrossEncoder:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    for noisy in ("sentence_transformers", "huggingface_hub"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    import transformers
    from sentence_transformers import CrossEncoder

    transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        try:  # without a network the hub is waited for in vain, also for a model that is here already
            loaded: CrossEncoder = CrossEncoder(model, device="cpu", local_files_only=True)
        except Exception:
            if Path(model).is_dir():
                raise
            loaded = CrossEncoder(model, device="cpu")
    except Exception as error:  # the library raises whatever its loaders raise
        raise SettingsError(
            f"The reranker {model!r} could not be loaded ({type(error).__name__}: {' '.join(str(error).split())}). "
            "Check RERANKER_MODEL: it takes the name or the folder of a sentence-transformers CrossEncoder, or nothing."
        ) from error
    wrong = ""
    if any(name.endswith("Model") for name in getattr(loaded.config, "architectures", None) or ()):
        wrong = "has no layer that scores"  # the library would make one up at random
    elif loaded.num_labels != 1:
        wrong = f"gives {loaded.num_labels} figures a text instead of one"
    if wrong:
        raise SettingsError(
            f"The reranker {model!r} {wrong}. "
            "Set RERANKER_MODEL to a CrossEncoder that was trained to rank, or to nothing."
        )
    return loaded
