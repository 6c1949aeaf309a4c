from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import IndexDamaged, ModelError, OnrecordError, ReadError, SettingsError
from corpus.readers import Skipped, read
from index.build import Silent, build
from index.catalog import Catalog
from index.verify import verify
from tests.fakes.encoder import ToyEncoder, prose, toy_build, write_jsonl


class Watched(Silent):
    """A progress that does something when `after` passages have been encoded, or a file has been read."""

    def __init__(
        self, encoded: Callable[[], None] | None = None, after: int = 0, read: Callable[[], None] | None = None
    ) -> None:
        self._encoded, self._left, self._read = encoded, after, read

    def encoded(self, passages: int) -> None:
        self._left -= passages
        if self._encoded and self._left <= 0:
            self._encoded()

    def read(self, done: int, total: int) -> None:
        assert 0 <= done <= total
        if self._read:
            self._read()


def interrupt() -> None:
    raise KeyboardInterrupt


def never() -> ToyEncoder:
    raise AssertionError("nothing had to be encoded")


def held(folder: Path, load: Callable[[str], ToyEncoder] = ToyEncoder) -> dict[str, tuple[str, str]]:
    """The text and path of every report of an index, by its id; each word of it lies in a passage and has a vector."""
    _, wrong = verify(folder, load)
    assert wrong == []
    return {report.id: (report.text, report.path) for _, report, _ in Catalog(folder).reports()}


def four(encoder: ToyEncoder, tmp_path: Path) -> tuple[Path, Path]:
    """A folder of two files with two reports each, and its index."""
    reports, folder = tmp_path / "reports", tmp_path / "index"
    for name in "ab":
        write_jsonl(
            reports / f"{name}.jsonl", *({"id": f"{name}{n}", "text": prose(f"{name}{n}tower")} for n in range(2))
        )
    toy_build(reports, folder, encoder)
    return reports, folder


def test_an_index_of_a_folder_holds_each_report_as_it_was_read(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    (reports / "deep" / "er").mkdir(parents=True)
    (reports / "one.txt").write_text("The bridge is shut\n\nThe mayor said on Monday the bridge would stay shut.\n")
    (reports / "deep" / "two.md").write_text("---\ntitle: Harbour\ndate: 2020-02-03\n---\n\n# Harbour\n\nShips wait.\n")
    write_jsonl(reports / "deep" / "er" / "three.jsonl", {"id": "x", "text": "Line one."}, {"text": "Line two."})
    done = toy_build(reports, tmp_path / "index", ToyEncoder())
    expected = [
        report
        for name in ("deep/er/three.jsonl", "deep/two.md", "one.txt")
        for report in read(reports / name, reports)
        if not isinstance(report, Skipped)
    ]
    catalog = Catalog(tmp_path / "index")
    assert [report for _, report, _ in catalog.reports()] == expected
    assert (done.reports, done.added, done.removed, done.skipped) == (4, 4, 0, [])
    assert done.passages == done.encoded == catalog.passages.count()
    held(tmp_path / "index")


def test_a_second_build_of_an_unchanged_folder_reads_nothing_and_loads_no_encoder(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    state, caches = Catalog(folder).state, {f: f.stat().st_mtime_ns for f in folder.glob("*.faiss")}
    for file in reports.iterdir():  # same size and time, so only who reads it can see that it is another
        then = file.stat()
        file.write_bytes(b"\xff" * then.st_size)
        os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
    done = build([reports], folder, never, "toy")
    assert (done.reports, done.added, done.removed, done.encoded, done.reused, done.skipped) == (4, 0, 0, 0, 0, [])
    assert Catalog(folder).state == state
    assert {f: f.stat().st_mtime_ns for f in folder.glob("*.faiss")} == caches


def test_a_file_that_was_touched_but_is_equal_encodes_nothing(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    for file in reports.iterdir():
        os.utime(file, (1, 1))
    done = build([reports], folder, never, "toy")
    assert (done.reports, done.added, done.removed) == (4, 0, 0)


def test_of_a_changed_report_only_the_changed_passages_are_encoded(tmp_path: Path) -> None:
    reports, encoder = tmp_path / "reports", ToyEncoder()
    paragraphs = [prose(word) for word in ("harbour", "station", "market", "school")]
    write_jsonl(reports / "a.jsonl", {"id": "r", "text": "\n\n".join(paragraphs)})
    toy_build(reports, tmp_path / "index", encoder)
    before = set(encoder.texts)
    paragraphs[3] += " The roof was new."
    write_jsonl(reports / "a.jsonl", {"id": "r", "text": "\n\n".join(paragraphs)})
    encoder.texts.clear()
    done = toy_build(reports, tmp_path / "index", encoder)
    assert (done.reports, done.added, done.removed) == (1, 1, 0)
    assert len(encoder.texts) == done.encoded == 1
    assert "The roof was new." in encoder.texts[0]
    assert done.reused == done.passages - 1 == len(before) - 1
    held(tmp_path / "index")


def test_the_reports_of_a_file_that_is_gone_go(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    (reports / "a.jsonl").unlink()
    done = build([reports], folder, never, "toy")
    assert (done.reports, done.removed) == (2, 2)
    assert set(held(folder)) == {"b0", "b1"}


def test_a_report_that_moves_to_another_file_is_not_encoded_again(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    (reports / "a.jsonl").rename(reports / "z.jsonl")
    done = toy_build(reports, folder, encoder := ToyEncoder())
    assert (done.reports, done.removed, encoder.texts) == (4, 0, [])
    assert {name: path[0] for name, (_, path) in held(folder).items()} == {"a0": "z", "a1": "z", "b0": "b", "b1": "b"}


def test_a_file_that_can_not_be_read_today_keeps_what_was_read_of_it(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    (reports / "a.jsonl").write_bytes(b"")
    before = held(folder)
    for _ in range(2):  # said each time, until it can be read
        done = build([reports], folder, never, "toy")
        assert (done.reports, done.removed) == (4, 0)
        assert [path for path, _ in done.skipped] == [str(reports / "a.jsonl")]
        assert Catalog(folder).skipped() == done.skipped
        assert held(folder) == before
    (reports / "a.jsonl").unlink()
    done = build([reports], folder, never, "toy")
    assert (done.reports, done.removed, done.skipped) == (2, 2, [])


def test_a_folder_that_can_not_be_reached_today_keeps_what_was_read_in_it(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    far = write_jsonl(reports / "far" / "c.jsonl", {"id": "c", "text": "Far away."}).parent
    near = write_jsonl(reports / "far0.jsonl", {"id": "d", "text": "Near by."})
    toy_build(reports, folder, ToyEncoder())
    far.rename(tmp_path / "elsewhere")
    far.symlink_to(tmp_path / "not mounted")
    near.unlink()
    done = build([reports], folder, never, "toy")
    assert set(held(folder)) == {"a0", "a1", "b0", "b1", "c"}
    assert len(done.skipped) == 1 and str(far) in done.skipped[0][1]


def test_a_file_that_vanishes_while_the_build_is_at_work_is_skipped_with_a_sentence(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    late = write_jsonl(reports / "c.jsonl", {"id": "c", "text": "Too late."})
    done = toy_build(reports, folder, ToyEncoder(), Watched(read=lambda: late.unlink(missing_ok=True)))
    assert len(done.skipped) == 1 and "c.jsonl isn't there" in done.skipped[0][1]
    assert set(held(folder)) == {"a0", "a1", "b0", "b1"}


def test_two_reports_with_one_paragraph_both_keep_it_and_it_is_encoded_once(tmp_path: Path) -> None:
    encoder, text = ToyEncoder(), prose("quay")
    reports = write_jsonl(tmp_path / "a.jsonl", *({"id": name, "title": "T", "text": text} for name in ("one", "two")))
    done = toy_build(reports, tmp_path / "index", encoder)
    assert (done.passages, done.encoded) == (2, 1) and len(encoder.texts) == 1
    assert {name: text for name, (text, _) in held(tmp_path / "index").items()} == {"one": text, "two": text}


def test_of_two_reports_with_one_id_the_second_is_skipped_with_a_sentence_that_names_both(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "r" / "a.jsonl", {"id": "x", "text": "First."})
    write_jsonl(tmp_path / "r" / "b.jsonl", {"id": "y", "text": "Third."}, {"id": "x", "text": "Second."})
    done = toy_build(tmp_path / "r", tmp_path / "index", ToyEncoder())
    [(_, reason)] = done.skipped
    assert "b.jsonl" in reason and str(tmp_path / "r" / "a.jsonl") in reason and "'x'" in reason
    assert {name: text for name, (text, _) in held(tmp_path / "index").items()} == {"x": "First.", "y": "Third."}


def test_a_report_kept_out_by_its_id_comes_in_when_the_other_is_gone(tmp_path: Path) -> None:
    first = write_jsonl(tmp_path / "r" / "a.jsonl", {"id": "x", "text": "First."})
    write_jsonl(tmp_path / "r" / "b.jsonl", {"id": "x", "text": "Second."})
    toy_build(tmp_path / "r", tmp_path / "index", ToyEncoder())
    first.write_text('{"id": "other", "text": "First."}\n')
    done = toy_build(tmp_path / "r", tmp_path / "index", ToyEncoder())
    assert {name: text for name, (text, _) in held(tmp_path / "index").items()} == {"x": "Second.", "other": "First."}
    assert done.skipped == []


Files = dict[str, list[tuple[str, str]]]
COLLECTIONS: st.SearchStrategy[list[Files]] = st.lists(
    st.dictionaries(
        st.sampled_from(["a.jsonl", "b.jsonl", "c/a.jsonl"]),
        st.lists(st.tuples(st.sampled_from("xyz?"), st.sampled_from(["One.", "Two.", "Six."])), max_size=3),
        min_size=1,
    ),
    min_size=2,
    max_size=3,
)


@settings(max_examples=8, deadline=None)
@given(COLLECTIONS)
def test_building_on_gives_what_building_anew_gives(
    tmp_path_factory: pytest.TempPathFactory, states: list[Files]
) -> None:
    """Whatever is added, changed, removed, made unreadable or given a taken id in between."""
    root = tmp_path_factory.mktemp("on")
    reports, now = root / "reports", Files()
    for moment, files in enumerate(states, 1):
        for name in set(now) - set(files):
            (reports / name).unlink()
        for name in (name for name in files if files[name] != now.get(name)):
            file = write_jsonl(reports / name, *({} if i == "?" else {"id": i, "text": t} for i, t in files[name]), {})
            os.utime(file, ns=(moment, moment))  # a clock may stand still between two writes
        now = files
        on = toy_build(reports, root / "on", ToyEncoder())
    anew = toy_build(reports, root / "anew", ToyEncoder())
    assert held(root / "on") == held(root / "anew")
    assert on.skipped == anew.skipped


def test_ids_that_are_paths_are_told_from_the_folder_that_is_built(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "r" / "deep" / "a.jsonl", {"text": "Words."})
    toy_build(tmp_path / "r", tmp_path / "index", ToyEncoder())
    assert set(held(tmp_path / "index")) == {"deep/a.jsonl:1"}
    for paths in ([tmp_path / "r" / "deep"], [tmp_path / "r"], [tmp_path / "r" / "deep", tmp_path / "r"]):
        build(paths, tmp_path / "index", ToyEncoder, "toy")
        assert set(held(tmp_path / "index")) == {"deep/a.jsonl:1" if paths == [tmp_path / "r"] else "a.jsonl:1"}


def test_a_path_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    _, folder = four(ToyEncoder(), tmp_path)
    before = held(folder)
    with pytest.raises(ReadError, match="nowhere isn't there"):
        build([tmp_path / "nowhere"], folder, never, "toy")
    assert held(folder) == before


def test_a_folder_without_a_file_changes_nothing(tmp_path: Path) -> None:
    _, folder = four(ToyEncoder(), tmp_path)
    before = held(folder)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match=r"No file in .*empty"):
        build([tmp_path / "empty"], folder, never, "toy")
    assert held(folder) == before


def test_a_file_whose_name_is_no_unicode_is_skipped_with_a_sentence(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "r" / "a.jsonl", {"id": "x", "text": "Words."})
    (tmp_path / "r" / os.fsdecode(b"\xff.jsonl")).write_text('{"id": "y", "text": "Words."}')
    done = toy_build(tmp_path / "r", tmp_path / "index", ToyEncoder())
    assert done.reports == 1 and "?.jsonl has a name that is not Unicode: rename it." in done.skipped[0][1]


def test_an_index_can_not_be_kept_where_a_file_is(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "a.jsonl", {"text": "Words."})
    with pytest.raises(SettingsError, match="Choose another folder"):
        build([file], file, never, "toy")


def test_another_encoder_encodes_everything_again(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    other = ToyEncoder("other", dimensions=64)
    done = toy_build(reports, folder, other)
    assert done.encoded == done.passages == len(other.texts) == 4
    assert set(held(folder, lambda _: other)) == {"a0", "a1", "b0", "b1"}


def test_an_encoder_that_can_not_be_loaded_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    before = held(folder)

    def load() -> ToyEncoder:
        raise ModelError("No such model.")

    with pytest.raises(ModelError):
        build([reports], folder, load, "a slip of the pen")
    assert held(folder) == before


def test_other_weights_under_the_same_name_are_refused_with_a_sentence(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    write_jsonl(reports / "c.jsonl", {"text": "New."})
    trained_on = ToyEncoder()
    trained_on.fingerprint = "other weights"
    with pytest.raises(IndexDamaged, match=r"weights of toy are not those .* run: onrecord index build"):
        toy_build(reports, folder, trained_on)
    assert set(held(folder)) == {"a0", "a1", "b0", "b1"}


@pytest.mark.parametrize("after", [1, 30, 55])
def test_a_build_that_is_interrupted_leaves_a_whole_index_and_the_next_goes_on_from_there(
    tmp_path: Path, after: int
) -> None:
    rows = [{"id": str(n), "text": prose(f"tower{n}")} for n in range(60)]
    reports, folder, encoder = write_jsonl(tmp_path / "a.jsonl", *rows), tmp_path / "index", ToyEncoder()
    with pytest.raises(KeyboardInterrupt):
        toy_build(reports, folder, encoder, Watched(interrupt, after), batch=8)
    stored = {text for text, _ in held(folder).values()}
    assert len(stored) < 60 and (stored or after == 1)
    encoder.texts.clear()
    done = toy_build(reports, folder, encoder, batch=8)
    assert not stored & set(encoder.texts)
    assert (done.reports, len(held(folder))) == (60, 60)


def test_what_is_encoded_and_stored_together_is_small_however_large_the_collection(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": prose(f"tower{n}")} for n in range(100)]
    encoder = ToyEncoder()
    toy_build(write_jsonl(tmp_path / "a.jsonl", *rows), tmp_path / "index", encoder, batch=8)
    assert sum(encoder.calls) == 100 and max(encoder.calls) <= 2 * 8


def test_of_two_builds_at_once_the_second_is_told_to_wait(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    write_jsonl(reports / "c.jsonl", {"text": "New."})
    told = []

    def load() -> ToyEncoder:
        with pytest.raises(OnrecordError, match=r"Another process is building .* then try again") as second:
            toy_build(reports, folder, ToyEncoder())
        told.append(second)
        return ToyEncoder()

    assert build([reports], folder, load, "toy").reports == 5
    assert told


@pytest.mark.parametrize("cache", ["passages-*.faiss", "fulltext"])
def test_a_cache_that_was_deleted_comes_back_without_encoding(tmp_path: Path, cache: str) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    [place] = folder.glob(cache)
    subprocess.run(["rm", "-r", place], check=True)
    build([reports], folder, never, "toy")
    assert [*folder.glob(cache)] == [place]
    held(folder)


def test_caches_of_a_catalogue_that_is_gone_do_not_pass_for_those_of_a_new_one(tmp_path: Path) -> None:
    reports, folder = four(ToyEncoder(), tmp_path)
    for file in folder.glob("catalog.sqlite*"):
        file.unlink()
    for name in "ab":
        write_jsonl(
            reports / f"{name}.jsonl", *({"id": f"{name}{n}", "text": prose(f"other{n}{name}")} for n in (0, 1))
        )
    toy_build(reports, folder, ToyEncoder())
    held(folder)


KILLED = """
import os, signal, sys, time
from pathlib import Path
from tests.fakes.encoder import ToyEncoder, toy_build
from index import fulltext, vectors
from corpus.readers import read
reports, folder = Path(sys.argv[1]), Path(sys.argv[2])
list(read(reports, reports.parent))  # what is loaded here, once, is there in each child
class Slow(ToyEncoder):
    def encode(self, texts, progress=None):
        time.sleep(0.01)
        return super().encode(texts, progress)
for delay in range(int(sys.argv[3])):
    child = os.fork()
    if not child:
        toy_build(reports, folder, Slow(), batch=4)
        os._exit(0)
    time.sleep(0.02 * (1 + delay))
    os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_build_that_is_killed_again_and_again_goes_on_and_ends_whole(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": prose(f"tower{n}")} for n in range(150)]
    reports, folder = write_jsonl(tmp_path / "a.jsonl", *rows), tmp_path / "index"
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, reports, folder, "14"], capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    ends = [int(line) for line in ran.stdout.split()]
    assert -signal.SIGKILL in ends and set(ends) <= {0, -signal.SIGKILL}
    encoder = ToyEncoder()
    assert toy_build(reports, folder, encoder).reports == 150
    assert len(held(folder)) == 150
