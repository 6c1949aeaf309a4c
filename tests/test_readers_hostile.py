"""Folders as they are found, and files made to do harm: each is skipped with a sentence, none ends a build."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest

from corpus.errors import ReadError
from corpus.readers import SUFFIXES, Skipped, read, read_all
from corpus.types import Report
from tests.fakes.pdf import pdf_bytes
from tests.test_readers import BODY, ROOT, report_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports, b.txt and sub/a.txt."""
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "b.txt").write_text(BODY)
    (tmp_path / "in" / "sub" / "a.txt").write_text(BODY)
    return tmp_path / "in"


def ids(*paths: Path) -> list[str]:
    return [found.id for found in read_all(paths) if isinstance(found, Report)]


def reasons(*paths: Path) -> list[str]:
    return [found.reason for found in read_all(paths) if isinstance(found, Skipped)]


class TestFolders:
    def test_are_read_in_the_order_of_names(self, folder: Path) -> None:
        for name in ("z.txt", "a.txt", "sub/c.txt"):
            (folder / name).write_text(BODY)
        assert ids(folder) == ["a.txt", "b.txt", "sub/a.txt", "sub/c.txt", "z.txt"]

    def test_with_hidden_files_give_the_others_without_a_word(self, folder: Path) -> None:
        (folder / ".git").mkdir()
        (folder / ".git" / "x.txt").write_text(BODY)
        (folder / ".hidden.txt").write_text(BODY)
        assert (ids(folder), reasons(folder)) == (["b.txt", "sub/a.txt"], [])

    def test_with_a_file_of_another_kind_say_so(self, folder: Path) -> None:
        (folder / "c.xlsx").write_text("x")
        assert reasons(folder) == [
            f"{folder / 'c.xlsx'} is of no kind that can be read: convert it to one of {' '.join(SUFFIXES)}."
        ]

    def test_with_a_file_that_cant_be_read_give_the_others(self, folder: Path) -> None:
        (folder / "c.pdf").write_bytes(b"%PDF-1.4 torn")
        assert ids(folder) == ["b.txt", "sub/a.txt"]
        assert reasons(folder) == [f"{folder / 'c.pdf'} is damaged or no PDF: get it anew."]

    def test_that_arent_there_are_an_error_before_anything_is_read(self, folder: Path) -> None:
        with pytest.raises(ReadError, match=r"nowhere isn't there: check the path, or give another one\.$"):
            read_all([folder, folder / "nowhere"])

    def test_and_files_given_together_are_read_once(self, folder: Path) -> None:
        assert ids(folder / "sub", folder / "sub" / "a.txt", folder) == ["a.txt", "b.txt"]
        assert len(reasons(folder / "sub", folder / "sub" / "a.txt", folder)) == 2

    def test_with_a_link_to_themselves_end(self, folder: Path) -> None:
        (folder / "sub" / "loop").symlink_to(folder)
        assert ids(folder) == ["b.txt", "sub/a.txt"]
        assert reasons(folder) == [
            f"{folder / 'sub' / 'loop'} leads to what was read already: remove the link or the second path."
        ]

    def test_that_link_to_each_other_many_times_end(self, tmp_path: Path) -> None:
        for number in range(30):  # 2 ** 30 ways to the last
            (tmp_path / f"d{number}").mkdir()
            for name in ("x", "y"):
                (tmp_path / f"d{number}" / name).symlink_to(tmp_path / f"d{number + 1}")
        (tmp_path / "d30").mkdir()
        (tmp_path / "d30" / "a.txt").write_text(BODY)
        assert len(ids(tmp_path / "d0")) == 1

    def test_with_a_link_to_a_file_elsewhere_have_it(self, folder: Path) -> None:
        (folder.parent / "else.txt").write_text(BODY)
        (folder / "c.txt").symlink_to(folder.parent / "else.txt")
        assert ids(folder) == ["b.txt", "sub/a.txt", "c.txt"]

    def test_with_links_that_lead_nowhere_say_so(self, folder: Path) -> None:
        (folder / "c.txt").symlink_to(folder / "gone.txt")
        (folder / "d.txt").symlink_to(folder / "d.txt")
        first, second = reasons(folder)
        assert first == f"{folder / 'c.txt'} isn't there: check the path, or the link that leads to it."
        assert second.startswith(f"{folder / 'd.txt'} can't be opened (Too many levels of symbolic links)")

    def test_with_pipes_and_sockets_dont_wait_for_them(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        os.mkfifo(folder / "c.txt")
        os.mkfifo(folder / "d.jsonl")
        monkeypatch.chdir(folder)  # a socket's path has to be short
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("e.txt")
            found = reasons(folder)
        assert len(found) == 3
        assert all(reason.endswith("is no regular file: give a file or a folder of files.") for reason in found)

    def test_with_a_name_that_isnt_unicode_or_has_line_ends_say_so_on_one_line(self, folder: Path) -> None:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text(BODY)
        (folder / "two\nlines.txt").write_text(BODY)
        found = reasons(folder)
        assert len(found) == 2
        for reason in found:
            assert reason.encode("utf-8").count(b"\n") == 0
            assert "has an id with control characters or broken Unicode" in reason

    def test_with_a_path_too_long_for_an_id_say_so(self, folder: Path) -> None:
        (folder / ("x" * 198 + ".txt")).write_text(BODY)
        assert "of 202 characters: give it an id of 1 to 200." in reasons(folder)[0]

    def test_with_two_reports_of_one_id_have_the_first_and_name_both(self, folder: Path) -> None:
        (folder / "c.jsonl").write_text(
            '{"id": "b.txt", "text": "x"}\n{"id": "n", "text": "x"}\n{"id": "n", "text": "y"}'
        )
        assert ids(folder) == ["b.txt", "n", "sub/a.txt"]
        assert reasons(folder) == [
            f"{folder / 'c.jsonl'} line {line} has the id {own!r}, and so has a report in {first}: "
            "give each an id of its own."
            for line, own, first in ((1, "b.txt", folder / "b.txt"), (3, "n", folder / "c.jsonl"))
        ]


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that everybody can enter, and a process without root's right to read everything."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        (Path(name) / "a.txt").write_text(BODY)
        (Path(name) / "b.txt").write_text(BODY)
        (Path(name) / "c").mkdir()
        (Path(name) / "a.txt").chmod(0)
        (Path(name) / "c").chmod(0)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            if root:
                os.seteuid(0)
            (Path(name) / "c").chmod(0o755)


def test_without_permission_a_file_and_a_folder_are_skipped(as_nobody: Path) -> None:
    found = list(read_all([as_nobody]))
    assert [one.path for one in found] == [str(as_nobody / "a.txt"), "b.txt", str(as_nobody / "c")]
    for one in (found[0], found[2]):
        assert isinstance(one, Skipped)
        assert one.reason == f"{one.path} can't be opened: give yourself the permission to read it."


class TestSize:
    def test_over_100_mb_is_refused(self, tmp_path: Path) -> None:
        with (tmp_path / "a.txt").open("wb") as stream:
            stream.truncate(100 * 1024 * 1024 + 1)
        with pytest.raises(ReadError, match=r"a\.txt is larger than 100 MB: split it into several reports\.$"):
            list(read(tmp_path / "a.txt", tmp_path))

    def test_over_100_mb_is_read_line_by_line_where_it_is_jsonl(self, tmp_path: Path) -> None:
        with (tmp_path / "a.jsonl").open("wb") as stream:
            stream.write(b'{"text": "one"}\n')
            stream.seek(120 * 1024 * 1024)  # a line of zeros that takes no disk
            stream.write(b'\n{"text": "two"}\n')
        one, skipped, two = read(tmp_path / "a.jsonl", tmp_path)
        assert isinstance(one, Report)
        assert isinstance(two, Report)
        assert isinstance(skipped, Skipped)
        assert (one.id, two.id) == ("a.jsonl:1", "a.jsonl:3")
        assert skipped.reason.endswith("a.jsonl line 2 is over 20 MB: split it into several reports.")


def zipped(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx_with(body: bytes) -> bytes:
    """A Word document that is whole but for its text part."""
    out = BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | {"word/document.xml": body})


WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class TestBombs:
    def test_a_docx_that_unpacks_to_a_thousand_times_its_size_is_refused(self, tmp_path: Path) -> None:
        data = zipped({"word/document.xml": bytes(20 * 1024 * 1024)})
        with pytest.raises(ReadError, match=r"a\.docx would unpack to 21 MB, as a zip bomb does: "):
            report_of(tmp_path / "a.docx", data)

    def test_a_docx_with_one_part_too_long_is_refused(self, tmp_path: Path) -> None:
        noise = random.Random(1).randbytes(1024 * 1024)
        data = zipped({"word/document.xml": bytes(33 * 1024 * 1024), "word/media/a.png": noise})
        with pytest.raises(ReadError, match="as a zip bomb does"):
            report_of(tmp_path / "a.docx", data)

    def test_a_docx_nested_without_end_is_an_error(self, tmp_path: Path) -> None:
        body = b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (
            WORD,
            b"<w:p>" * 30_000 + b"</w:p>" * 30_000,
        )
        with pytest.raises(ReadError, match="is damaged or not what its name says"):
            report_of(tmp_path / "a.docx", docx_with(body))

    def test_a_docx_whose_entities_multiply_gives_none_of_them(self, tmp_path: Path) -> None:
        entities = b'<!ENTITY a "lol">' + b"".join(
            b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in range(ord("b"), ord("k"))
        )
        text = b"<w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body>"
        body = b'<!DOCTYPE x [%s]><w:document xmlns:w="%s">' + text + b"</w:document>"
        with pytest.raises(ReadError):
            report_of(tmp_path / "a.docx", docx_with(body % (entities, WORD)))

    @pytest.mark.parametrize(
        "front",
        [
            "a: &a [x, x]\n"
            + "".join(f"{two}: &{two} [*{one}, *{one}]\n" for one, two in zip("abcdefgh", "bcdefghi", strict=True)),
            "a: &a {x: y}\nb: &b {<<: *a}\n",
            "a: " + "[" * 5000 + "]" * 5000,
            "a: {b: {c: d}}",
        ],
    )
    def test_front_matter_that_nests_or_multiplies_is_refused(self, tmp_path: Path, front: str) -> None:
        with pytest.raises(ReadError, match=r"front matter that is more than names and values, on line \d"):
            report_of(tmp_path / "a.md", f"---\n{front}\n---\n{BODY}")

    def test_front_matter_over_64_kb_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="front matter of over 65,536 characters: shorten it"):
            report_of(tmp_path / "a.md", f"---\ntitle: {'x' * 70_000}\n---\n{BODY}")

    def test_front_matter_makes_no_objects(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.md", f"---\ntitle: !!python/object/apply:os.getcwd []\nid: x\n---\n{BODY}")
        assert (report.id, report.title) == ("x", "")

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("a.html", "<div>" * 20_000 + BODY),
            ("a.md", "> " * 5_000 + BODY),
            ("a.md", "[" * 20_000 + BODY),
            ("a.md", "*a **b " * 5_000),
            ("a.txt", " " * 1_000_000 + BODY),
            ("a.txt", "1 " * 500_000),
            ("a.txt", "A" * 1_000_000),
            ("a.txt", "AA " * 300_000 + "(X) -"),
            (
                "a.eml",
                "Content-Type: multipart/mixed; boundary=a\n\n"
                + "--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 3_000,
            ),
            ("a.eml", "From: " + '"' * 20_000 + f"\n\n{BODY}"),
            ("a.jsonl", '{"text": "x", "date": "' + "1 " * 100_000 + '"}'),
        ],
    )
    def test_what_is_made_to_be_slow_isnt(self, tmp_path: Path, name: str, data: str) -> None:
        (tmp_path / name).write_text(data)
        start = time.perf_counter()
        assert len(list(read_all([tmp_path]))) == 1
        assert time.perf_counter() - start < 10


def whole_files() -> dict[str, bytes]:
    out = BytesIO()
    document = docx.Document()
    document.add_paragraph(BODY)
    document.save(out)
    return {
        "a.md": f"---\ntitle: x\n---\n# A\n\n{BODY}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(),
        "a.html": f"<html><head><title>x</title></head><body><h1>A</h1><p>{BODY}</p></body></html>".encode(),
        "a.pdf": pdf_bytes([["A", BODY[:60]], [BODY[60:120]]]),
        "a.docx": out.getvalue(),
        "a.eml": f"Subject: x\nFrom: a@b.org\nDate: Sun, 04 Mar 2018 10:00:00 +0000\n\n{BODY}\n".encode(),
        "a.jsonl": f'{{"text": "{BODY}", "date": "2018-03-04"}}\n'.encode(),
    }


@pytest.mark.parametrize("name", whole_files())
def test_damaged_files_give_a_report_or_a_reason_and_nothing_else(tmp_path: Path, name: str) -> None:
    data, chance = whole_files()[name], random.Random(name)
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        (tmp_path / name).write_bytes(damaged[: chance.choice([len(damaged), chance.randrange(1, len(damaged))])])
        for found in read_all([tmp_path]):
            assert isinstance(found, Report) or found.reason.endswith(".")


def test_nothing_is_written_to_the_terminal(tmp_path: Path) -> None:
    for name, data in whole_files().items():
        (tmp_path / name).write_bytes(data)
        (tmp_path / f"torn-{name}").write_bytes(data[: len(data) // 2])
    (tmp_path / "b.html").write_text("<html></html>")
    (tmp_path / "c.html").write_text("words")
    (tmp_path / "d.txt").write_text("October 28, 2016\n" + BODY)
    code = "import sys, pathlib, corpus.readers; list(corpus.readers.read_all([pathlib.Path(sys.argv[1])]))"
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
