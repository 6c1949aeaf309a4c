"""The adapter of questions: what it changes, whose it is, and that fitting it brings evidence nearer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from bot.adapt import Asked, encoded, fit, typed
from corpus.errors import ModelError
from index.adapter import adapted, save
from index.encoder import DEFAULT_SHA256, Encoder, plain_model

QUESTIONS = ("who says the harbour should stay shut?", "what did the pilot think of the toll", "storm?")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_a_question_is_encoded_a_little_otherwise_than_a_text(encoder: Encoder) -> None:
    for text in QUESTIONS:
        vector = encoder.question(text)
        assert vector.shape == (384,) and np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
        assert 0.7 < float(vector @ encoder.encode([text])[0]) < 0.999


def test_the_recorded_graph_says_what_the_adapted_model_says(encoder: Encoder) -> None:
    model = adapted(encoder._model, DEFAULT_SHA256)
    for text in (*QUESTIONS, " ".join(QUESTIONS * 8)):
        plain = model.encode([text], convert_to_tensor=True)[0].float().numpy()
        assert float(encoder.question(text) @ plain) / np.linalg.norm(plain) > 0.9999


def test_an_adapter_of_other_weights_changes_nothing(encoder: Encoder) -> None:
    assert adapted(encoder._model, "another model's weights") is encoder._model


def test_an_adapter_leaves_the_model_that_it_is_added_to_as_it_was(encoder: Encoder) -> None:
    before = encoder.encode(QUESTIONS)
    encoder.question("a question")
    assert (encoder.encode(QUESTIONS) == before).all()


def test_a_damaged_or_missing_adapter_is_named_with_the_next_step(encoder: Encoder, tmp_path: Path) -> None:
    file = tmp_path / "question.safetensors"
    with pytest.raises(ModelError, match=r"can't be used.*Reinstall onrecord"):
        adapted(encoder._model, DEFAULT_SHA256, file)
    file.write_bytes(b"not an adapter")
    with pytest.raises(ModelError, match=r"can't be used.*Reinstall onrecord"):
        adapted(encoder._model, DEFAULT_SHA256, file)


def test_fitting_brings_the_evidence_nearer_and_what_is_stored_does_the_same(tmp_path: Path) -> None:
    model = plain_model()
    texts = ["The gate was opened at dawn.", "Nobody has paid the toll.", "A storm is coming.", "Bread was dear."]
    with torch.no_grad():
        rows = encoded(model, texts)
        before = encoded(model, [QUESTIONS[2]]) @ rows.T
    matrices = fit(model, [Asked(QUESTIONS[2], [rows], [torch.tensor([1])])] * 16, epochs=3)
    file = tmp_path / "question.safetensors"
    save(matrices, DEFAULT_SHA256, file)
    with torch.no_grad():
        after = encoded(adapted(plain_model(), DEFAULT_SHA256, file), [QUESTIONS[2]]) @ rows.T
    assert after[0, 1] - after[0, 2] > before[0, 1] - before[0, 2]


def test_a_question_typed_carelessly_keeps_its_words() -> None:
    class Careless:
        def random(self) -> float:
            return 0.0

        def choice(self, some: list[int]) -> int:
            return some[-1]

        def randrange(self, low: int, high: int) -> int:
            return low

    assert typed("Who shut the harbour?", Careless()) == "who shut the hrabour"  # type: ignore[arg-type]
