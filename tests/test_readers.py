"""What every report gets, and plain text and Markdown as reports."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers import SUFFIXES, read, read_all
from corpus.readers.plain import clean
from corpus.types import Report

ROOT = Path(__file__).parents[1]
BODY = (
    "The harbour master said on Sunday that the port would stay shut until the water had gone down, and that "
    "nobody should try to reach the eastern quay before the engineers had looked at it."
)
same_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


def report_of(path: Path, data: bytes | str) -> Report:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (report,) = read(path, path.parent)
    assert isinstance(report, Report)
    return report


class TestEveryReport:
    def test_has_its_path_in_the_folder_as_id(self, tmp_path: Path) -> None:
        (tmp_path / "north" / "east").mkdir(parents=True)
        (tmp_path / "north" / "east" / "a.txt").write_text(BODY)
        (report,) = read_all([tmp_path / "north"])
        assert isinstance(report, Report)
        assert (report.id, report.path) == ("east/a.txt", "east/a.txt")

    def test_given_as_a_file_has_its_name_as_id(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(BODY)
        (report,) = read_all([tmp_path / "a.txt"])
        assert isinstance(report, Report)
        assert report.id == "a.txt"

    def test_has_the_digest_of_its_bytes(self, tmp_path: Path) -> None:
        data = f"{BODY}\r\n".encode()
        assert report_of(tmp_path / "a.txt", data).digest == sha256(data).hexdigest()

    def test_has_a_language_that_is_guessed(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.txt", "Der Hafenmeister sagte am Sonntag, dass der Hafen geschlossen bleibt.")
        assert (report.language, "language" in report.guessed) == ("de", True)

    def test_too_short_to_tell_has_no_language(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "a.txt", "12 April").language == ""

    def test_is_read_whatever_the_case_of_its_suffix(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "A.TXT", BODY).text == BODY

    def test_without_text_is_an_error_that_says_so(self, tmp_path: Path) -> None:
        for name in ("a.txt", "a.md", "a.html"):
            with pytest.raises(ReadError, match=rf"{name} is empty: .*\.$"):
                report_of(tmp_path / name, " \n\n\t\n")

    def test_file_of_no_readable_kind_is_an_error_that_lists_the_kinds(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"a\.xlsx is of no kind that can be read: convert it to one of \.txt"):
            report_of(tmp_path / "a.xlsx", BODY)


class TestText:
    def test_line_ends_become_newlines(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "a.txt", b"one\r\ntwo\rthree\nfour").text == "one\ntwo\nthree\nfour"

    def test_letters_and_their_accents_become_one(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "a.txt", "Cafe\u0301").text == "Caf\u00e9"

    def test_control_characters_go(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "a.txt", f"{BODY}\x00\x1b\x07 End\tof it").text == f"{BODY} End\tof it"

    def test_a_non_breaking_space_stays(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "a.txt", "10\u00a0000 people").text == "10\u00a0000 people"

    def test_blank_lines_around_it_go(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "a.txt", "\n \n  one\n\ntwo\n\n\n").text == "  one\n\ntwo"

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1250"]
    )
    def test_latin_encodings_are_told(self, tmp_path: Path, encoding: str) -> None:
        text = "Minister řekl: „Město je klidné.“ Žádný voják neodjíždí." if encoding == "cp1250" else (
            "“We won’t go,” said the owner of the café — and left. Le ministre a déclaré que la ville est calme."
        )  # fmt: skip
        assert report_of(tmp_path / "a.txt", text.encode(encoding)).text == text

    @pytest.mark.parametrize(
        ("encoding", "text"),
        [
            ("cp1251", "Министр заявил, что город останется под контролем."),
            ("koi8-r", "Министр заявил, что город останется под контролем."),
            ("cp1256", "قال الوزير إن المدينة هادئة"),
            ("gb18030", "部长说城市很平静,谈判将继续进行。"),
            ("shift-jis", "大臣は市は平穏だと述べた。交渉は続く。"),
        ],
    )
    def test_other_encodings_are_told(self, tmp_path: Path, encoding: str, text: str) -> None:
        assert report_of(tmp_path / "a.txt", text.encode(encoding)).text == text

    def test_a_damaged_byte_in_utf_8_is_an_error_and_no_garbled_text(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="damaged byte at 7: save it anew as UTF-8"):
            report_of(tmp_path / "a.txt", "café, ".encode() + b"\xff" + " déjà vu".encode())

    def test_an_image_called_txt_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"is not text|encoding that can't be told"):
            report_of(tmp_path / "a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4)

    @given(st.text())
    def test_cleaned_twice_is_cleaned_once(self, text: str) -> None:
        once = clean(text)
        assert clean(once) == once == unicodedata.normalize("NFC", once)
        assert not set("\r\x00\x85\u2028") & set(once)

    @same_folder
    @given(st.binary(max_size=400))
    def test_any_bytes_give_a_report_or_a_read_error(self, tmp_path: Path, data: bytes) -> None:
        try:
            assert "\r" not in report_of(tmp_path / "a.txt", data).text
        except ReadError as error:
            assert str(error).startswith(str(tmp_path / "a.txt"))


class TestMarkdown:
    def test_front_matter_tells_of_the_report_and_is_no_part_of_the_text(self, tmp_path: Path) -> None:
        front = "id: talks-1\ntitle: Talks fail\nsource: Example News\nauthor: Jane Doe\ndate: 2018-03-04"
        report = report_of(tmp_path / "a.md", f"---\n{front}\nurl: https://example.org/1\n---\n\n{BODY}\n")
        assert report.text == BODY
        assert (report.id, report.title, report.source) == ("talks-1", "Talks fail", "Example News")
        assert (report.author, report.date, report.url) == (
            "Jane Doe",
            date(2018, 3, 4),
            "https://example.org/1",
        )
        assert report.guessed == {"language"}

    def test_publisher_is_another_name_for_source(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "a.md", f"---\npublisher: Example News\n---\n{BODY}").source == "Example News"

    def test_words_of_front_matter_stay_words(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.md", f"---\nid: 007\ntitle: No\nauthor: [A. B., C. D.]\n---\n{BODY}")
        assert (report.id, report.title, report.author) == ("007", "No", "A. B., C. D.")

    def test_markup_goes_and_words_stay(self, tmp_path: Path) -> None:
        report = report_of(
            tmp_path / "a.md",
            "He **did** *not* [say](https://x.org) `so` &amp; left.\\\nNext <b>line</b>\nruns on.",
        )
        assert report.text == "He did not say so & left.\nNext line runs on."

    def test_lists_quotes_tables_and_code_are_lines(self, tmp_path: Path) -> None:
        lists = "- one\n- two\n  more\n    - three\n\n1. first\n2. second\n"
        source = f"{lists}\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n"
        expected = "- one\n- two more\n- three\n1. first\n2. second\n\nquoted\n\na | b\n1 | 2\n\ncode"
        assert report_of(tmp_path / "a.md", source).text == expected

    def test_headings_are_spans(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.md", f"# Talks *fail*\n\n{BODY}\n\nWhat next\n---\n\nNothing.")
        assert [span.of(report.text) for span in report.headings] == ["Talks fail", "What next"]
        assert report.text == f"Talks fail\n\n{BODY}\n\nWhat next\n\nNothing."

    def test_a_heading_that_begins_the_text_is_its_title(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.md", f"# Talks fail\n\n{BODY}")
        assert (report.title, "title" in report.guessed) == ("Talks fail", False)

    def test_html_within_loses_its_tags_and_scripts(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.md", f"{BODY}\n\n<div><script>alert(1)</script><p>In a box.</p></div>\n\nEnd.")
        assert report.text == f"{BODY}\n\nIn a box.\n\nEnd."

    def test_broken_front_matter_is_an_error_with_its_line(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"a\.md has broken front matter on line 3 \(.*\): .*\.$"):
            report_of(tmp_path / "a.md", f"---\nid: x\ntitle: He said: no\n---\n{BODY}")

    def test_front_matter_that_never_ends_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="close it with a line ---"):
            report_of(tmp_path / "a.md", f"---\ntitle: x\n\n{BODY}")


def test_the_menu_names_every_suffix_that_can_be_read() -> None:
    assert set(SUFFIXES) == {".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".eml", ".jsonl"}


def test_nothing_heavy_is_imported_before_a_file_needs_it() -> None:
    heavy = "trafilatura docx pypdfium2 dateparser py3langid charset_normalizer markdown_it yaml".split()
    code = f"import sys, corpus.readers; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
