"""What several test modules share: one real encoder and one index of the sample reports for the whole run."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import LoadShipped
from bot.conversation import Conversation
from bot.settings import SAMPLES
from index.build import build
from index.encoder import DEFAULT_MODEL, Encoder
from index.search import Index


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real model, loaded once."""
    return Encoder()


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """The folder of an index over the sample reports, built with the real model."""
    folder = tmp_path_factory.mktemp("samples")
    done = build([SAMPLES], folder, lambda: encoder, DEFAULT_MODEL, tagger=LoadShipped())
    assert not done.skipped, done.skipped
    return folder


@pytest.fixture
def conversation(sample_index: Path, encoder: Encoder) -> Conversation:
    """A fresh conversation over the sample reports."""
    return Conversation(Index(sample_index, lambda _: encoder))
