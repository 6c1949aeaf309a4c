"""Questions for fitting, over reports that aren't theirs to give away."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from bot.fit import asked_of
from corpus.errors import SettingsError
from tests.fakes.collection import shelve

REPORT = {"id": "ferry", "title": "Storm", "text": "Ann Baker said that the ferry would stay in port."}


def questions(tmp_path: Path, **evidence: object) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"id": "q1", "evidence": [{"start": 0, "end": 9, **evidence}]}) + "\n")
    return file


def test_evidence_may_name_its_report_by_the_digest_of_its_text(tmp_path: Path) -> None:
    index = shelve(tmp_path / "index", REPORT)
    [text] = [report.text for _, report, _ in index.catalog.reports()]
    file = questions(tmp_path, text=sha256(text.encode()).hexdigest()[:16])
    [row] = asked_of(file, index)
    assert row["evidence"][0]["report"] == "ferry"


def test_a_report_that_the_index_does_not_hold_is_named_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"q1.*doesn't hold\. Name the index"):
        list(asked_of(questions(tmp_path, text="0" * 16), shelve(tmp_path / "index", REPORT)))
