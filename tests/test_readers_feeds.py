"""E-mails and lines of JSON as reports."""

from __future__ import annotations

import json
from datetime import date
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers import Skipped, read
from corpus.types import Report
from tests.test_readers import BODY, report_of, same_folder


def lines_of(path: Path, *lines: dict[str, Any] | str) -> list[Report | Skipped]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return list(read(path, path.parent))


def message(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    for name, value in headers.items():
        mail[name] = value
    return mail


class TestEml:
    def test_has_its_body_as_text_and_tells_of_itself(self, tmp_path: Path) -> None:
        mail = message(
            Subject="Port shut: été",
            From='"Jane Doe" <jane@example.org>',
            Date="Sun, 04 Mar 2018 23:30:00 -0500",
            Organization="Example Port",
        )
        mail.set_content(f"{BODY}\n\nÉté.\n", cte="quoted-printable")
        mail.add_alternative(f"<p>{BODY}</p>", subtype="html")
        mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="x.pdf")
        report = report_of(tmp_path / "a.eml", mail.as_bytes())
        assert report.text == f"{BODY}\n\nÉté."
        assert (report.title, report.author, report.source) == ("Port shut: été", "Jane Doe", "Example Port")
        assert (report.date, report.guessed) == (date(2018, 3, 4), frozenset({"language"}))

    def test_without_plain_text_has_that_of_its_html(self, tmp_path: Path) -> None:
        mail = message(Subject="Port shut")
        mail.set_content(f"<h2>News</h2><p>{BODY}</p><script>evil()</script>", subtype="html")
        report = report_of(tmp_path / "a.eml", mail.as_bytes())
        assert report.text == f"News\n\n{BODY}"
        assert [span.of(report.text) for span in report.headings] == ["News"]

    def test_an_address_without_a_name_is_the_author(self, tmp_path: Path) -> None:
        mail = message(From="desk@example.org")
        mail.set_content(BODY)
        assert report_of(tmp_path / "a.eml", mail.as_bytes()).author == "desk@example.org"

    def test_with_nothing_but_an_attachment_is_an_error(self, tmp_path: Path) -> None:
        mail = message(Subject="See attached")
        mail.add_attachment(b"x", maintype="application", subtype="pdf", filename="x.pdf")
        with pytest.raises(ReadError, match="has no body of text"):
            report_of(tmp_path / "a.eml", mail.as_bytes())

    def test_in_a_charset_that_is_none_is_read_by_detection(self, tmp_path: Path) -> None:
        head = b"Subject: x\nContent-Type: text/plain; charset=klingon\nContent-Transfer-Encoding: 8bit\n\n"
        data = head + b"A caf\xe9 in the port.\n"
        assert report_of(tmp_path / "a.eml", data).text == "A café in the port."


class TestJsonLines:
    def test_each_line_is_a_report_with_its_fields(self, tmp_path: Path) -> None:
        one = {
            "id": "r1",
            "title": "Talks fail",
            "source": "Example News",
            "author": "Jane Doe",
            "date": "2018-03-04",
            "url": "https://example.org",
            "language": "en",
            "text": BODY,
        }
        two: dict[str, Any] = {
            "text": BODY,
            "publisher": "Other News",
            "date": "March 4, 2018",
            "title": None,
            "n": {"ignored": []},
        }
        first, second = lines_of(tmp_path / "a.jsonl", one, "", two)
        assert isinstance(first, Report)
        assert isinstance(second, Report)
        assert (first.id, first.title, first.source, first.author) == (
            "r1",
            "Talks fail",
            "Example News",
            "Jane Doe",
        )
        assert (first.date, first.url, first.guessed) == (
            date(2018, 3, 4),
            "https://example.org",
            frozenset(),
        )
        assert (second.id, second.source, second.date) == ("a.jsonl:3", "Other News", date(2018, 3, 4))
        assert second.path == "a.jsonl"

    def test_the_digest_is_of_the_line(self, tmp_path: Path) -> None:
        line = json.dumps({"text": BODY})
        (report,) = lines_of(tmp_path / "a.jsonl", line)
        assert isinstance(report, Report)
        assert report.digest == sha256(line.encode()).hexdigest()

    @same_folder
    @given(
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
        st.booleans(),
    )
    def test_any_text_comes_back_to_the_character(self, tmp_path: Path, text: str, ascii_only: bool) -> None:
        (report,) = lines_of(tmp_path / "a.jsonl", json.dumps({"id": "x", "text": text}, ensure_ascii=ascii_only))
        assert isinstance(report, Report)
        assert report.text == text

    @pytest.mark.parametrize(
        ("bad", "why"),
        [
            ('{"text": "x"', "is not JSON"),
            ('["x"]', "is not a JSON object"),
            ('{"title": "x"}', 'has no field "text"'),
            ('{"text": 5}', 'has no field "text", or one that is not text'),
            ('{"text": "  "}', "is empty"),
            ('{"text": "a \\ud800 b"}', "lone surrogate"),
            ('{"text": "x", "title": {"en": "x"}}', "has a field title that is neither text nor a number"),
            ('{"text": "x", "title": "\\ud800"}', "has a field title with half a character"),
            ("[" * 100_000, "nests too deep"),
            ('{"text": "x", "n": ' + "1" * 5000 + "}", "too long a number"),
            ('{"text": "x", "id": "a\\u0000b"}', "control characters"),
            (json.dumps({"text": "x", "id": "x" * 201}), "of 201 characters: give it an id of 1 to 200"),
        ],
    )
    def test_a_bad_line_is_skipped_by_number_and_the_others_are_read(self, tmp_path: Path, bad: str, why: str) -> None:
        good = {"text": BODY}
        first, skipped, last = lines_of(tmp_path / "a.jsonl", good, bad, good)
        assert isinstance(first, Report)
        assert isinstance(last, Report)
        assert isinstance(skipped, Skipped)
        assert skipped.path == f"{tmp_path / 'a.jsonl'}:2"
        assert "a.jsonl line 2 " in skipped.reason
        assert why in skipped.reason

    def test_a_line_that_is_not_utf_8_is_skipped(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_bytes(b'\xef\xbb\xbf{"text": "one"}\r\n{"text": "caf\xe9"}\r\n')
        first, skipped = read(tmp_path / "a.jsonl", tmp_path)
        assert isinstance(first, Report)
        assert isinstance(skipped, Skipped)
        assert "line 2 is not UTF-8" in skipped.reason

    def test_in_utf_16_or_without_a_line_is_an_error(self, tmp_path: Path) -> None:
        for data, why in (
            ('{"text": "one"}'.encode("utf-16"), "is UTF-16: save it as UTF-8"),
            (b"\n\n", "is empty"),
        ):
            (tmp_path / "a.jsonl").write_bytes(data)
            with pytest.raises(ReadError, match=why):
                list(read(tmp_path / "a.jsonl", tmp_path))
