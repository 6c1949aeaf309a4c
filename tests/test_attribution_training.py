"""What the attribution tagger learns from: annotated reports; that training resumes, and what its scores mean."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.attribution import examples, train
from corpus.attribution.evaluate import Plain, Score, linked, trimmed
from corpus.attribution.examples import Example, Gold, edited, restyle, targets
from corpus.attribution.features import featurise
from corpus.attribution.labels import ALLOWED, LABELS, ROLES
from corpus.attribution.model import Network, encoder_folder
from corpus.errors import ReadError, SettingsError

TEXT = "Mr Otieno said the bridge would open in May. “It is safe,” the engineer added.\n\nNobody objected."


def example(text: str, *attributions: tuple[str, str, str]) -> Example:
    """A report annotated by the words of source, cue and content, the source first."""

    def find(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),) if words else ()

    return Example("r", text, tuple(Gold(*map(find, words)) for words in attributions))


# -- annotations --------------------------------------------------------------------------------------------


def test_labels_and_links_follow_the_annotation() -> None:
    report = example(
        "Otieno said it works and denied delays.",
        ("Otieno", "said", "it works"),
        ("Otieno", "denied", "delays"),
    )
    (words,) = featurise([report.text], encoder_folder())
    target = targets(words, report)
    assert [LABELS[label] for label in target.label] == [
        *("B-source", "B-cue", "B-content", "I-content", "O", "B-cue", "B-content", "O")
    ]
    assert target.links["cue_of_source"].tolist() == [[0, 1], [0, 5]]  # one source, two cues
    assert target.links["source_of_cue"].tolist() == [[1, 0], [5, 0]]
    assert target.links["cue_of_content"].tolist() == [[2, 1], [3, 1], [6, 5]]


def test_a_cue_without_a_source_points_at_none() -> None:
    report = example("It is said that he left.", ("", "is said", "that he left"))
    (words,) = featurise([report.text], encoder_folder())
    assert targets(words, report).links["source_of_cue"].tolist() == [[1, -1], [2, -1]]


def test_overlapping_annotations_still_give_labels_that_can_follow_each_other() -> None:
    report = example("He said she said no.", ("He", "said", "she said no"), ("she", "said no", ""))
    (words,) = featurise([report.text], encoder_folder())
    label = targets(words, report).label
    assert all(ALLOWED[a, b] for a, b in itertools.pairwise(label))


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_a_restyled_report_keeps_what_was_said(seed: int) -> None:
    report = example(
        "“It is safe,” the engineer said.\n''Go home'', she added.",
        ("the engineer", "said", "It is safe"),
        ("she", "added", "Go home"),
    )
    other = restyle(report, np.random.default_rng(seed))
    for before, after in zip(report.attributions, other.attributions, strict=True):
        for role in ROLES:
            ((start, end),), ((other_start, other_end),) = getattr(before, role), getattr(after, role)
            assert report.text[start:end] == other.text[other_start:other_end]


def test_an_edit_moves_the_spans_behind_it_and_shrinks_the_one_around_it() -> None:
    other = edited(example("He said ''no''.", ("He", "said", "''no''")), [(0, 0, "Lima - "), (8, 10, ""), (12, 14, "")])
    (gold,) = other.attributions
    assert other.text == "Lima - He said no."
    assert [other.text[s:e] for spans_ in (gold.source, gold.cue, gold.content) for s, e in spans_] == [
        "He",
        "said",
        "no",
    ]


def test_a_line_that_is_no_annotated_report_is_named(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text('{"id": "a", "text": "", "attributions": []}\n{"id": "b"}\n')
    with pytest.raises(ReadError, match="Line 2 of"):
        examples.read(path)


# -- training -----------------------------------------------------------------------------------------------


def test_training_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    report = example(
        TEXT, ("Mr Otieno", "said", "the bridge would open in May"), ("the engineer", "added", "It is safe")
    )
    batches = [train.plan([report], np.random.default_rng(n))[0] for n in range(4)]

    def run(folder: str) -> train.Run:
        torch.manual_seed(0)
        return train.Run(Network(torch.randn(30522, 384), layers=1), tmp_path / folder, seed=1, epochs=1)

    whole = run("whole")
    for batch in batches:
        whole.step(batch, of=4)
    first = run("parts")
    for batch in batches[:2]:
        first.step(batch, of=4)
    first.checkpoint()
    second = run("parts")
    second.resume()
    assert second.batch == 2
    for batch in batches[2:]:
        second.step(batch, of=4)
    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, second.network.state_dict()[name]), name


def test_another_seed_does_not_go_on_from_a_checkpoint(tmp_path: Path) -> None:
    def run(seed: int) -> train.Run:
        return train.Run(Network(torch.zeros(9, 384), layers=1), tmp_path, seed=seed, epochs=1)

    run(1).checkpoint()
    with pytest.raises(SettingsError, match="seed 1"):
        run(2).resume()


# -- evaluation ---------------------------------------------------------------------------------------------


def test_a_perfect_tagger_scores_one() -> None:
    report = example(
        TEXT,
        ("Mr Otieno", "said", "the bridge would open in May"),
        ("the engineer", "added", "“It is safe,”"),
    )
    score = Score()
    score.add(report, [Plain(one.source, one.cue, one.content) for one in report.attributions])
    assert {score.linked["all"].f1, score.linked["direct"].f1, score.linked["indirect"].f1} == {1.0}
    assert all(score.exact[role, "all"].f1 == 1.0 for role in ROLES)
    assert score.linked["direct"].gold == score.linked["indirect"].gold == 1


def test_the_right_words_of_the_wrong_speaker_are_not_linked() -> None:
    gold = [Plain(((0, 6),), ((7, 11),), ((12, 30),))]
    assert linked([Plain(((40, 46),), ((7, 11),), ((12, 30),))], gold) == {}
    assert linked([Plain(((0, 6),), ((50, 51),), ((14, 30),))], gold) == {0: 0}


def test_outer_marks_do_not_count() -> None:
    text = "He said “no.”"
    assert trimmed((8, 13), text) == trimmed((9, 11), text) == (9, 11)
