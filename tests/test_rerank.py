"""The reranker: any CrossEncoder gives a score a text; what is none is refused with a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import CrossEncoder
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from corpus.errors import SettingsError
from index.rerank import Reranker, TextReranker

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] who said the ferry will sail mayor bridge is shut".split()
TEXTS = ["the ferry will sail", "the bridge is shut", "mayor", ""]


def saved(folder: Path, labels: int = 1) -> Path:
    """A CrossEncoder of one layer and 32 dimensions with random weights."""
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    shape = BertConfig(
        vocab_size=len(WORDS), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=64, num_labels=labels,
    )  # fmt: skip
    BertForSequenceClassification(shape).save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("reranker"))


def test_gives_each_text_the_score_of_the_cross_encoder_in_the_order_given(model: Path) -> None:
    reranker: TextReranker = Reranker(str(model))
    found = reranker.scores("who said the ferry will sail", TEXTS)
    kept = CrossEncoder(str(model), device="cpu")
    expected = kept.predict([("who said the ferry will sail", text) for text in TEXTS])
    assert (found.dtype, found.shape) == (np.float32, (len(TEXTS),))
    np.testing.assert_allclose(found, expected, atol=1e-6)
    np.testing.assert_allclose(reranker.scores("who said the ferry will sail", TEXTS[::-1]), found[::-1], atol=1e-6)


def test_no_text_has_no_score_and_loads_nothing() -> None:
    assert Reranker("no/such/model").scores("who?", []).shape == (0,)


def test_a_text_longer_than_the_model_reads_has_a_score(model: Path) -> None:
    assert np.isfinite(Reranker(str(model)).scores("who " * 2000, ["the ferry " * 2000])).all()


def test_is_loaded_when_it_is_first_asked() -> None:
    code = "import sys; from index.rerank import Reranker; Reranker('x'); print('torch' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "False\n"


def test_a_folder_that_holds_no_model_is_told_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(SettingsError, match=r"The reranker .* could not be loaded .* Check RERANKER_MODEL: ") as told:
        Reranker(str(tmp_path)).scores("who?", TEXTS)
    assert "\n" not in str(told.value)


def test_a_name_that_is_none_is_told_with_the_setting() -> None:
    with pytest.raises(SettingsError, match=r"'no/such/folder' could not be loaded .* Check RERANKER_MODEL: "):
        Reranker("no/such/folder").scores("who?", TEXTS)


def test_a_model_that_sorts_into_classes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="gives 3 figures a text instead of one"):
        Reranker(str(saved(tmp_path, labels=3))).scores("who?", TEXTS)


def test_a_model_that_only_encodes_is_refused_as_its_scores_would_be_random(tmp_path: Path) -> None:
    bare = BertForSequenceClassification.from_pretrained(saved(tmp_path)).bert
    bare.save_pretrained(tmp_path)
    with pytest.raises(SettingsError, match="has no layer that scores"):
        Reranker(str(tmp_path)).scores("who?", TEXTS)
