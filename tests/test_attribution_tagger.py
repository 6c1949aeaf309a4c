"""The attribution tagger: what it reads, how it decodes, what it promises for any text, and its weights on disk."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.attribution.decode import Marked, Posteriors, choose, link, posteriors
from corpus.attribution.features import INSIDE, MARK, OUTSIDE, featurise, quotation, windows
from corpus.attribution.labels import ALLOWED, LABELS, POINTERS, ROLES
from corpus.attribution.model import Network, Transitions, collate, encoder_folder, load, save, size
from corpus.attribution.tagger import Tagger
from corpus.errors import ModelError

TEXT = "Mr Otieno said the bridge would open in May. “It is safe,” the engineer added.\n\nNobody objected."


@pytest.fixture(scope="module")
def small() -> Network:
    """A network of one layer that knows nothing, and so marks far more than there is."""
    torch.manual_seed(3)
    network = Network(torch.randn(30522, 384), layers=1)
    with torch.no_grad():
        network.roles.weight *= 4
    return network


@pytest.fixture(scope="module")
def tagger(small: Network) -> Tagger:
    return Tagger(small, encoder_folder())


# -- what the network reads ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "we are ready" today', "we are ready"),
        ("He said “we are ready” today", "we are ready"),
        ("He said ''we are ready'' today", "we are ready"),
        ("He said ``we are ready'' today", "we are ready"),
        ("He said ‘we are ready’ today", "we are ready"),
        ("He said 'we are ready' today", "we are ready"),
        ("He said “we aren't ready” today", "we aren't ready"),
        ("“We go on.\nHe left.", "We go on."),
        ("the workers' rights and the '90s", ""),
    ],
)
def test_quotation_marks_of_every_style_show_what_stands_within_them(text: str, inside: str) -> None:
    state = quotation(text)
    assert "".join(c for c, where in zip(text, state, strict=True) if where == INSIDE) == inside


def test_a_quotation_mark_is_neither_inside_nor_outside() -> None:
    assert quotation('a "b" c').tolist() == [OUTSIDE, OUTSIDE, MARK, INSIDE, MARK, OUTSIDE, OUTSIDE]


def test_words_point_at_themselves_in_the_text() -> None:
    text = "Café owners said:\nnaïve [SEP] talk"
    (words,) = featurise([text], encoder_folder())
    found = [text[start:end] for start, end in zip(words.start, words.end, strict=True)]
    assert found == ["Café", "owners", "said", ":", "naïve", "[", "SEP", "]", "talk"]
    assert words.paragraph[words.first].tolist() == [1, 0, 0, 0, 1, 0, 0, 0, 0]
    assert 102 not in words.piece  # "[SEP]" in a report is no separator


@given(st.integers(1, 60), st.lists(st.sampled_from(["said", "Mr", "unbelievably.", "\n", "“no”"]), max_size=200))
@settings(max_examples=50, deadline=None)
def test_windows_hold_every_word_once_and_no_more_than_their_limit(limit: int, parts: list[str]) -> None:
    (words,) = featurise([" ".join(parts)], encoder_folder())
    cut = windows(words, limit + 10, limit)
    assert [w for window in cut for w in range(window.start, window.end)] == list(range(len(words)))
    assert all(size(words, window) <= limit + 10 for window in cut)


def test_a_window_ends_between_paragraphs_where_it_can() -> None:
    (words,) = featurise(["one two three\nfour five six seven"], encoder_folder())
    assert [(w.start, w.end) for w in windows(words, 5)] == [(0, 3), (3, 7)]


# -- decoding -----------------------------------------------------------------------------------------------


def _every_labelling(emissions: np.ndarray, transitions: np.ndarray) -> dict[tuple[int, ...], float]:
    count, labels = emissions.shape
    return {
        y: sum(emissions[i, y[i]] for i in range(count)) + sum(transitions[a, b] for a, b in itertools.pairwise(y))
        for y in itertools.product(range(labels), repeat=count)
        if all(ALLOWED[a, b] for a, b in itertools.pairwise(y))
    }


def test_the_loss_is_the_negative_log_probability_of_the_labels_among_all() -> None:
    torch.manual_seed(0)
    crf = Transitions()
    torch.nn.init.normal_(crf.learned)
    emissions, labels = torch.randn(2, 4, len(LABELS)), torch.tensor([[0, 1, 2, 3], [5, 6, 0, 0]])
    words = torch.tensor([[True, True, True, True], [True, True, False, False]])
    expected = 0.0
    for row, length in ((0, 4), (1, 2)):
        scores = _every_labelling(emissions[row, :length].numpy(), crf().detach().numpy())
        expected += np.logaddexp.reduce(list(scores.values())) - scores[tuple(labels[row, :length].tolist())]
    assert crf.loss(emissions, labels, words).item() == pytest.approx(expected, rel=1e-4)


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_posteriors_are_sums_over_all_labellings(seed: int, length: int) -> None:
    random = np.random.default_rng(seed)
    transitions = np.where(ALLOWED, random.normal(size=ALLOWED.shape), -1e4).astype(np.float32)
    emissions = random.normal(scale=2, size=(2, 6, len(LABELS))).astype(np.float32)
    window = posteriors(emissions, np.array([length, 6]), transitions)[0]
    scores = _every_labelling(emissions[0, :length], transitions)
    scores = {y: score for y, score in scores.items() if y[0] == 0 or y[0] % 2 == 1}  # no I- without its B-
    total = np.logaddexp.reduce(list(scores.values()))
    span, word = np.zeros_like(window.span), np.zeros_like(window.word)
    for y, score in scores.items():
        for role, start, end in _spans_of(y):
            span[role, start, end - 1] += np.exp(score - total)
            word[role, start:end] += np.exp(score - total)
    assert window.span == pytest.approx(span, abs=1e-3)
    assert window.word == pytest.approx(word, abs=1e-3)


def _spans_of(labels: tuple[int, ...]) -> set[tuple[int, int, int]]:
    """(role, start, end) of each span."""
    spans = set()
    for start, label in enumerate(labels):
        if label % 2 == 1:
            inside = itertools.takewhile(lambda other, label=label: other == label + 1, labels[start + 1 :])
            spans.add(((label - 1) // 2, start, start + 1 + len(list(inside))))
    return spans


def _window(words: int, spans: dict[tuple[str, int, int], float]) -> Posteriors:
    """A window in which these spans (role, start, end) have these chances, and nothing else has any."""
    span, word = np.zeros((3, words, words), dtype=np.float32), np.zeros((3, words), dtype=np.float32)
    for (role, start, end), chance in spans.items():
        span[ROLES.index(role), start, end - 1] = chance
        word[ROLES.index(role), start:end] += chance
    return Posteriors(span, word)


def test_of_spans_that_overlap_the_likelier_is_chosen() -> None:
    window = _window(5, {("cue", 0, 1): 0.9, ("content", 1, 4): 0.5, ("content", 1, 5): 0.4, ("source", 3, 4): 0.2})
    (chosen,) = choose([window])
    assert [(one.start, one.end) for one in chosen["cue"]] == [(0, 1)]
    assert [(one.start, one.end) for one in chosen["content"]] == [(1, 4)]
    assert chosen["source"] == []


def _pointing(words: int, **arrows: dict[int, int]) -> dict[str, np.ndarray]:
    """Pointers that are nearly sure of these arrows (word to word, -1 for none) and know nothing else."""
    scores = {name: np.zeros((words + 1, words + 1), dtype=np.float32) for name in POINTERS}
    for name, pairs in arrows.items():
        for word, head in pairs.items():
            scores[name][word + 1, head + 1] = 9
    return scores


def _marked(**spans: list[tuple[int, int]]) -> dict[str, list[Marked]]:
    return {role: [Marked(start, end, 1.0) for start, end in spans.get(role, [])] for role in ROLES}


def test_a_source_serves_both_cues_that_point_at_it() -> None:
    marked = _marked(source=[(0, 1)], cue=[(1, 2), (4, 5)], content=[(2, 3), (5, 6)])
    arrows = _pointing(6, source_of_cue={1: 0, 4: 0}, cue_of_source={0: 1}, cue_of_content={2: 1, 5: 4})
    assert [(one.source, one.cue, one.content) for one in link(marked, _window(6, {}), arrows)] == [
        ((0, 1), (1, 2), ((2, 3),)),
        ((0, 1), (4, 5), ((5, 6),)),
    ]


def test_a_cue_that_points_at_nobody_has_no_source() -> None:
    marked = _marked(source=[(0, 1)], cue=[(2, 3)], content=[(3, 4)])
    (found,) = link(marked, _window(4, {}), _pointing(4, source_of_cue={2: -1}, cue_of_content={3: 2}))
    assert found.source is None


def test_content_in_two_pieces_stays_together() -> None:
    marked = _marked(cue=[(1, 2)], content=[(0, 1), (2, 3)])
    (found,) = link(marked, _window(3, {}), _pointing(3, source_of_cue={1: -1}, cue_of_content={0: 1, 2: 1}))
    assert found.content == ((0, 1), (2, 3))


def test_content_that_points_elsewhere_goes_to_no_cue() -> None:
    marked = _marked(cue=[(0, 1)], content=[(4, 5)])
    (found,) = link(marked, _window(5, {}), _pointing(5, cue_of_content={4: 2}))
    assert found.content == ()


def test_a_likely_cue_that_content_points_at_is_taken_up() -> None:
    marked = _marked(content=[(2, 3)])
    (found,) = link(marked, _window(3, {("cue", 1, 2): 0.2}), _pointing(3, cue_of_content={2: 1}))
    assert (found.cue, found.content) == ((1, 2), ((2, 3),))


# -- any text -----------------------------------------------------------------------------------------------

ANY = st.text(st.characters(), max_size=80)
NEWSLIKE = st.lists(st.sampled_from(["“", "”", '"', "''", "said", " ", "\n", "Mr Ó", "’", "x\ud800", "東京", ","])).map(
    "".join
)


@given(st.lists(st.one_of(ANY, NEWSLIKE), max_size=4))
@settings(max_examples=60, deadline=None)
def test_spans_lie_within_any_text_and_never_cut_a_word(tagger: Tagger, texts: list[str]) -> None:
    found = tagger.tag(texts)
    assert len(found) == len(texts)
    for text, attributions in zip(texts, found, strict=True):
        (words,) = featurise([text], encoder_folder())
        starts, ends = set(words.start.tolist()), set(words.end.tolist())
        for one in attributions:
            for span in (*one.source, *one.cue, *one.content):
                assert 0 <= span.start < span.end <= len(text)
                assert span.start in starts
                assert span.end in ends
            assert len(one.cue) == 1
            assert len(one.source) <= 1
            assert 0 <= one.score <= 1


def test_attributions_come_in_the_order_in_which_they_begin(tagger: Tagger) -> None:
    (found,) = tagger.tag([TEXT * 20])
    begins = [min(span.start for span in (*one.source, *one.cue, *one.content)) for one in found]
    assert found
    assert begins == sorted(begins)


def test_nothing_is_said_in_an_empty_text(tagger: Tagger) -> None:
    assert tagger.tag(["", " \n "]) == [[], []]
    assert tagger.tag([]) == []


@pytest.mark.parametrize(
    "text",
    ["x" * 2_000_000, '"' * 10_000, "''" * 5_000, "“" * 10_000, "\n" * 100_000, ("y" * 150 + " ") * 13_000],
)
def test_a_text_like_no_report_is_read_all_the_same(tagger: Tagger, text: str) -> None:
    assert len(tagger.tag([text])) == 1


# -- weights on disk ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    torch.manual_seed(0)
    save(Network.from_encoder(encoder_folder() / "model.safetensors"), folder, {})
    return folder


def test_weights_come_back_as_they_were_to_half_precision(written: Path) -> None:
    torch.manual_seed(0)
    before = Network.from_encoder(encoder_folder() / "model.safetensors")
    after = load(written)
    assert torch.equal(after.words, before.words)
    for name, value in before.state_dict().items():
        assert torch.equal(after.state_dict()[name], value.half().float())


def test_the_network_reads_as_its_encoder_does() -> None:
    """With nothing added, the last layer is the encoder's own: cosine 1 with what sentence_transformers' copy says."""
    from transformers import AutoModel

    network = Network.from_encoder(encoder_folder() / "model.safetensors").eval()
    with torch.no_grad():
        for added in (network.case, network.quote, network.paragraph):
            added.weight.zero_()
    (words,) = featurise([TEXT], encoder_folder())
    batch = collate([(words, windows(words, 300)[0])])
    theirs = AutoModel.from_pretrained(str(encoder_folder())).eval()
    with torch.inference_mode():
        ours = network.read(batch)[0]
        every = theirs(input_ids=batch.piece, attention_mask=batch.pieces.long()).last_hidden_state[0]
    assert torch.allclose(ours, every[batch.first[0]], atol=1e-4)


def test_weights_that_changed_on_disk_are_refused(written: Path, tmp_path: Path) -> None:
    for path in written.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    content = bytearray((tmp_path / "weights.safetensors").read_bytes())
    content[-1] ^= 1
    (tmp_path / "weights.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match="aren't those of its config"):
        Tagger.load(tmp_path)


def test_weights_for_another_encoder_are_refused(written: Path, tmp_path: Path) -> None:
    config = json.loads((written / "config.json").read_text())
    config["encoder"]["sha256"] = "0" * 64
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "weights.safetensors").write_bytes((written / "weights.safetensors").read_bytes())
    with pytest.raises(ModelError, match="another encoder"):
        Tagger.load(tmp_path)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no attribution model in .*Reinstall"):
        Tagger.load(tmp_path)


# -- the weights that ship ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Tagger:
    return Tagger.load()


def read(shipped: Tagger, text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """(source, cue, contents) of each attribution, in words; outer quotation marks aside."""
    (found,) = shipped.tag([text])
    return [
        (
            " ".join(span.of(text) for span in one.source),
            one.cue[0].of(text),
            tuple(span.of(text).strip("“”\"', ") for span in one.content),
        )
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mr Otieno said the bridge would open in May.",
            [("Mr Otieno", "said", ("the bridge would open in May",))],
        ),
        (
            "“The road is closed,” said Amina Yusuf.",
            [("Amina Yusuf", "said", ("The road is closed",))],
        ),
        (
            "''The road is closed,'' the driver said.",
            [("the driver", "said", ("The road is closed",))],
        ),
        (
            "According to the report, prices rose by a tenth last year.",
            [("the report", "According to", ("prices rose by a tenth last year",))],
        ),
        (
            "The ministry said the dam was safe and denied that water had escaped.",
            [("The ministry", "said", ("the dam was safe",)), ("The ministry", "denied", ("that water had escaped",))],
        ),
        (
            "The pump, the engineer said, had been broken since June.",
            [("the engineer", "said", ("The pump", "had been broken since June"))],
        ),
        ("Snow fell in the valley on Monday. The road was closed for three hours.", []),
    ],
)
def test_the_shipped_weights_read_plain_sentences(
    shipped: Tagger, text: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert read(shipped, text) == expected


def test_a_report_reads_alike_alone_and_among_others(shipped: Tagger) -> None:
    alone = [(one.source, one.cue, one.content) for one in shipped.tag([TEXT])[0]]
    among = [(one.source, one.cue, one.content) for one in shipped.tag(["", TEXT * 3, TEXT, "Nothing."])[2]]
    assert alone
    assert alone == among
