"""What the bot keeps in its own SQLite."""

from __future__ import annotations

import datetime
import sqlite3
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.memory import Memory
from bot.telegram.store import Store
from bot.types import Answer, Citation, Counts, Group, Said, SpeakerRow
from corpus.errors import SettingsError
from corpus.types import Span
from index.catalog import Filter

spans = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: Span(min(pair), max(pair)))
citations = st.builds(
    Citation,
    span=spans,
    passage=spans,
    title=st.text(),
    date=st.none() | st.dates(min_value=datetime.date(1, 1, 1)),
    date_guessed=st.booleans(),
    page=st.none() | st.integers(1, 99),
)
answers = st.builds(
    Answer,
    citations=st.lists(citations, max_size=2).map(tuple),
    statements=st.lists(st.builds(Said, span=spans), max_size=2).map(tuple),
    verdict=st.sampled_from([None, "yes", "no", "not_found"]),
    nearest=st.lists(citations, max_size=2).map(tuple),
    score=st.floats(0, 1),
    example_questions=st.lists(st.text(), max_size=2).map(tuple),
    choices=st.lists(st.text(), max_size=2).map(tuple),
    counts=st.none() | st.builds(Counts),
    groups=st.lists(st.builds(Group), max_size=2).map(tuple),
    table=st.lists(st.builds(SpeakerRow, sources=st.just(("Wire",))), max_size=1).map(tuple),
)
days = st.none() | st.dates(min_value=datetime.date(1, 1, 1))
memories = st.builds(
    Memory,
    filter=st.builds(Filter, since=days, until=days, sources=st.just(("Wire", "Herald"))),
    speakers=st.lists(st.lists(st.text(), max_size=2).map(tuple), max_size=2).map(tuple),
    when=st.none() | st.tuples(st.dates(), st.dates()),
    shown=st.lists(st.tuples(st.text(), st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple),
)


@settings(max_examples=30, deadline=None)
@given(answer=answers)
def test_an_answer_comes_back_as_it_was_kept(answer: Answer, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(tmp_path_factory.getbasetemp() / "answers.db")
    store.keep("a", 7, answer)
    assert store.answer("a", 7) == answer
    store.close()


@settings(max_examples=30, deadline=None)
@given(memory=memories)
def test_the_memory_of_an_answer_comes_back_for_any_message_that_shows_it(
    memory: Memory, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store(tmp_path_factory.getbasetemp() / "memories.db")
    store.keep("a", 7, Answer("", abstained=False, lead=""), memory)
    store.shown("a", 7, [11, 12])
    assert store.memory(7, 11) == store.memory(7, 12) == memory
    assert store.memory(7, 13) is None and store.memory(8, 11) is None
    store.forget(7)
    assert store.memory(7, 11) is None
    store.close()


def test_a_file_of_the_version_before_keeps_its_answers(tmp_path: Path) -> None:
    path, answer = tmp_path / "bot.db", Answer("q", abstained=False, lead="l")
    store = Store(path)
    store.keep("a", 7, answer)
    store.close()
    with sqlite3.connect(path) as older:
        older.executescript("ALTER TABLE answers DROP COLUMN memory; DROP TABLE messages; PRAGMA user_version = 1")
    store = Store(path)
    assert store.answer("a", 7) == answer
    store.keep("b", 7, answer, Memory("bridge"))
    store.shown("b", 7, [3])
    assert store.memory(7, 3) == Memory("bridge")


def test_an_answer_is_found_in_its_own_chat_only(tmp_path: Path) -> None:
    store = Store(tmp_path / "bot.db")
    store.keep("a", 7, Answer("", abstained=True, lead=""))
    with pytest.raises(KeyError):
        store.answer("a", 8)


def test_a_chat_keeps_its_newest_200_answers(tmp_path: Path) -> None:
    store = Store(tmp_path / "bot.db")
    for number in range(201):
        store.keep(str(number), 7, Answer("", abstained=True, lead=""))
    store.keep("other", 8, Answer("", abstained=True, lead=""))
    assert store.answer("1", 7) and store.answer("200", 7) and store.answer("other", 8)
    with pytest.raises(KeyError):
        store.answer("0", 7)


def test_an_update_is_taken_once_and_left_open_until_it_is_done(tmp_path: Path) -> None:
    store = Store(tmp_path / "bot.db")
    assert store.take(5, 7, "five") and store.take(3, 7, "three") and not store.take(5, 7, "again")
    store.record_sent(5, 11)
    store.record_sent(5, 12)
    store.close()
    store = Store(tmp_path / "bot.db")
    assert store.unfinished() == ["five", "three"]
    assert store.sent(5) == [11, 12] and store.sent(3) == []
    store.done(5)
    assert store.unfinished() == ["three"] and not store.take(5, 7, "again")


def test_an_update_that_was_open_at_three_starts_is_given_up(tmp_path: Path) -> None:
    store = Store(tmp_path / "bot.db")
    store.take(1, 7, "what ends the process")
    assert [store.unfinished() for _ in range(4)] == [["what ends the process"]] * 3 + [[]]


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    Store(tmp_path / "deep" / "bot.db").take(1, 7, "{}")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "deep").iterdir()}
    assert modes == {0o600}


def test_a_file_of_another_version_is_refused_with_the_next_step(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "bot.db") as other:
        other.execute("PRAGMA user_version = 9")
    with pytest.raises(SettingsError, match=r"schema 9, wanted 2.* Move it away"):
        Store(tmp_path / "bot.db")


def test_a_file_that_is_no_database_is_refused_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("A report about a flood, which is not a database. " * 50)
    with pytest.raises(SettingsError, match="can't be the bot's database"):
        Store(tmp_path / "bot.db")
