from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.attribution.rulings import Rulings
from corpus.types import Span
from index.build import Silent, Summary, build
from index.catalog import Catalog
from index.verify import verify
from tests.fakes.encoder import ToyEncoder, write_jsonl

TALK = (
    "Ana Voss said that the bridge stays shut. Ben Ruud said that the engineers are done. It rained all day. "
    "Ana Voss said that nobody has to wait for ever."
)


@dataclass(frozen=True)
class Found:
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


class ToyTagger:
    """Finds "Somebody Named said that something." Called, it loads itself."""

    def __init__(self, fingerprint: str = "toy tagger") -> None:
        self.fingerprint = fingerprint
        self.loaded = 0

    def __call__(self) -> ToyTagger:
        self.loaded += 1
        return self

    def tag(self, texts: Sequence[str]) -> list[list[Found]]:
        rule = re.compile(r"([A-Z]\w+ [A-Z]\w+) (said) that ([^.]+)\.")
        return [
            [Found(*((Span(*match.span(n)),) for n in (1, 2, 3))) for match in rule.finditer(text)] for text in texts
        ]


@pytest.fixture
def again(tmp_path: Path) -> Callable[..., Summary]:
    """A build of two reports, with a new toy encoder unless one is given."""
    reports = tmp_path / "reports"
    write_jsonl(reports / "a.jsonl", {"id": "talk", "text": TALK}, {"id": "note", "text": "It rained."})

    def run(encoder: ToyEncoder | None = None, tagger: ToyTagger | None = None, **more: object) -> Summary:
        used = encoder or ToyEncoder()
        done = build([reports], tmp_path / "index", lambda: used, "toy", tagger=tagger or ToyTagger(), **more)
        assert verify(tmp_path / "index", ToyEncoder)[1] == []
        return done

    return run


def speakers(folder: Path) -> dict[str, int]:
    return {person.name: person.statements for person in Catalog(folder).people.all()}


def test_each_statement_is_stored_with_who_makes_it(again: Callable[..., Summary], tmp_path: Path) -> None:
    done = again()
    rows = Catalog(tmp_path / "index").statements.of("talk")
    assert done.statements == len(rows) == 3
    assert [row.statement.content[0].of(TALK) for row in rows] == [
        "the bridge stays shut", "the engineers are done", "nobody has to wait for ever"
    ]  # fmt: skip
    assert speakers(tmp_path / "index") == {"Ana Voss": 2, "Ben Ruud": 1}


def test_a_second_build_loads_no_tagger(again: Callable[..., Summary]) -> None:
    again()
    second = ToyTagger()
    assert again(tagger=second).added == second.loaded == 0


def test_another_tagger_reads_every_report_again_but_encodes_nothing_that_is_known(
    again: Callable[..., Summary],
) -> None:
    again()
    encoder = ToyEncoder()
    done = again(encoder, ToyTagger("better"))
    assert (done.added, encoder.texts) == (2, [])


def test_rulings_that_come_change_or_go_are_followed_without_encoding(
    again: Callable[..., Summary], tmp_path: Path
) -> None:
    again()
    state = Catalog(tmp_path / "index").state
    again(rulings=Rulings(aliases={"ben ruud": "Benjamin Ruud"}))
    assert set(speakers(tmp_path / "index")) == {"Ana Voss", "Benjamin Ruud"}
    assert Catalog(tmp_path / "index").state > state  # so that an open index sees it
    again()
    assert set(speakers(tmp_path / "index")) == {"Ana Voss", "Ben Ruud"}
    state = Catalog(tmp_path / "index").state
    again()
    assert Catalog(tmp_path / "index").state == state


def test_who_is_who_is_said_after_a_build_that_was_stopped_before_it_could(
    again: Callable[..., Summary], tmp_path: Path
) -> None:
    class Stopped(Silent):
        def read(self, done: int, total: int) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        again(progress=Stopped(), batch=0)
    catalog = Catalog(tmp_path / "index")
    assert catalog.counts().reports > 0 and speakers(tmp_path / "index") == {}
    again()
    assert set(speakers(tmp_path / "index")) == {"Ana Voss", "Ben Ruud"}
