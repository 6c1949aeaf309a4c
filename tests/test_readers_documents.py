"""Web pages, PDF files and Word documents as reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from corpus.errors import ReadError
from corpus.types import Report
from tests.fakes.pdf import pdf_bytes
from tests.test_readers import BODY, report_of

PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Talks fail | Example News</title>
<meta property="og:title" content="Talks fail"><meta property="og:site_name" content="Example News">
<meta name="author" content="Jane Doe"><meta property="article:published_time" content="2018-03-04T10:00:00Z">
<link rel="canonical" href="https://example.org/talks"><style>p {{color: red}}</style></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Talks fail</h1>
<p>{BODY} <a href="/x">He&nbsp;left</a>.</p><h2>What next</h2><ul><li>First demand</li><li>Second demand</li>
</ul><table><tr><th>Town</th><th>Dead</th></tr><tr><td>Aba</td><td>300</td></tr></table>
<p>He wanted to go on<br>but did not say how, and there was nobody there to ask him about it.</p></article>
<script>document.write("evil")</script><footer>Cookies</footer></body></html>"""


class TestHtml:
    def test_has_the_main_text_without_menus_links_and_scripts(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "a.html", PAGE).text == (
            f"Talks fail\n\n{BODY} He left.\n\nWhat next\n\n- First demand\n- Second demand\n\n"
            "Town | Dead\nAba | 300\n\n"
            "He wanted to go on\nbut did not say how, and there was nobody there to ask him about it."
        )

    def test_tells_of_itself(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.htm", PAGE)
        assert (report.title, report.source, report.author) == ("Talks fail", "Example News", "Jane Doe")
        assert (report.date, report.url, report.language) == (
            date(2018, 3, 4),
            "https://example.org/talks",
            "en",
        )
        assert not report.guessed

    def test_headings_are_spans(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.html", PAGE)
        assert [span.of(report.text) for span in report.headings] == ["Talks fail", "What next"]

    def test_a_date_that_no_tag_states_is_a_guess(self, tmp_path: Path) -> None:
        page = f"<html><body><article><h1>Port shut</h1><p>5 May 2023</p><p>{BODY}</p></article></body></html>"
        report = report_of(tmp_path / "a.html", page)
        assert (report.date, "date" in report.guessed) == (date(2023, 5, 5), True)

    def test_its_own_charset_counts(self, tmp_path: Path) -> None:
        page = f'<html><head><meta charset="iso-8859-2"></head><body><p>{BODY} Žádný.</p></body></html>'
        assert report_of(tmp_path / "a.html", page.encode("iso-8859-2")).text.endswith("Žádný.")

    def test_a_fragment_is_read(self, tmp_path: Path) -> None:
        assert report_of(tmp_path / "a.html", "<p>The port is shut.</p>").text == "The port is shut."


class TestPdf:
    def test_lines_of_a_paragraph_are_joined(self, tmp_path: Path) -> None:
        pages = [
            [
                "The harbour master said that the port",
                "would stay shut until Monday, and that nobody",
                "may leave.",
                "",
                "A second paragraph.",
            ]
        ]
        text = "The harbour master said that the port would stay shut until Monday, and that nobody may leave."
        assert report_of(tmp_path / "a.pdf", pdf_bytes(pages)).text == f"{text}\n\nA second paragraph."

    def test_knows_the_page_of_each_character(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.pdf", pdf_bytes([["Page one ends."], [], ["Page three."]]))
        assert report.text == "Page one ends.\n\nPage three."
        assert [report.page(report.text.index(word)) for word in ("Page one", "ends", "Page three")] == [
            1,
            1,
            3,
        ]

    def test_a_sentence_over_a_page_end_reads_on(self, tmp_path: Path) -> None:
        report = report_of(
            tmp_path / "a.pdf", pdf_bytes([["He said that the port would"], ["stay shut. Nobody left."]])
        )
        assert report.text == "He said that the port would stay shut. Nobody left."
        assert report.page(report.text.index("stay")) == 2

    def test_a_word_split_at_a_line_end_is_joined_where_it_stands_whole_elsewhere(self, tmp_path: Path) -> None:
        pages = [
            [
                "The government fell. A new govern-",
                "ment came, of well-",
                "known people, and a third govern-",
            ],
            ["ment went."],
        ]
        text = "The government fell. A new government came, of well-known people, and a third government went."
        report = report_of(tmp_path / "a.pdf", pdf_bytes(pages))
        assert report.text == text
        assert report.pages == (0, text.rindex("ment"))

    def test_running_lines_go(self, tmp_path: Path) -> None:
        pages = [
            ["Example Monthly", f"{word} thing happened here.", f"Page {number} of 4"]
            for number, word in enumerate(("One", "Another", "A third", "A last"), 1)
        ]
        text = report_of(tmp_path / "a.pdf", pdf_bytes(pages)).text
        assert text.split("\n\n") == [words for _, words, _ in pages]

    def test_lines_that_differ_in_a_figure_other_than_the_page_stay(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.pdf", pdf_bytes([[f"{dead} people died."] for dead in (300, 417, 520, 521)]))
        assert report.text == "300 people died.\n\n417 people died.\n\n520 people died.\n\n521 people died."

    def test_lines_in_larger_type_are_headings(self, tmp_path: Path) -> None:
        report = report_of(tmp_path / "a.pdf", pdf_bytes([[("Port shut", 16), "", BODY[:80], BODY[80:]]]))
        assert [span.of(report.text) for span in report.headings] == ["Port shut"]
        assert report.text == f"Port shut\n\n{BODY}"

    def test_properties_tell_title_and_author_and_suggest_the_date(self, tmp_path: Path) -> None:
        about = {"Title": "Port shut", "Author": "Jane Doe", "CreationDate": "D:20180304101500+02'00'"}
        report = report_of(tmp_path / "a.pdf", pdf_bytes([[BODY[:80]]], about))
        assert (report.title, report.author, report.date) == ("Port shut", "Jane Doe", date(2018, 3, 4))
        assert report.guessed == {"date", "language"}

    def test_a_title_that_a_program_wrote_is_none(self, tmp_path: Path) -> None:
        report = report_of(
            tmp_path / "a.pdf", pdf_bytes([["Port shut", "", BODY[:80]]], {"Title": "Microsoft Word - x.doc"})
        )
        assert (report.title, "title" in report.guessed) == ("Port shut", True)

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (pdf_bytes([["Secret."]], encrypted=True), "is encrypted: save a copy without the password"),
            (pdf_bytes([[], []]), "has no text layer: run it through OCR first, for example with ocrmypdf"),
            (pdf_bytes([["Torn."]])[:200], "is damaged or no PDF: get it anew"),
            (b"GIF89a", "is damaged or no PDF: get it anew"),
        ],
    )
    def test_that_gives_no_text_is_an_error_that_says_why(self, tmp_path: Path, data: bytes, why: str) -> None:
        with pytest.raises(ReadError, match=rf"a\.pdf {why}\.$"):
            report_of(tmp_path / "a.pdf", data)


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def save_docx(document: Any, path: Path) -> Report:
    document.save(str(path))
    return report_of(path, path.read_bytes())


class TestDocx:
    def test_has_headings_paragraphs_lists_and_tables_in_order(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_heading("Port shut", 0)
        document.add_paragraph(BODY)
        table = document.add_table(2, 2)
        for cell, word in zip((cell for row in table.rows for cell in row.cells), "abcd", strict=True):
            cell.text = word
        document.add_heading("Demands", 2)
        document.add_paragraph("one", style="List Bullet")
        document.add_paragraph("two", style="List Number")
        report = save_docx(document, tmp_path / "a.docx")
        assert report.text == f"Port shut\n\n{BODY}\n\na | b\nc | d\n\nDemands\n\n- one\n- two"
        assert [span.of(report.text) for span in report.headings] == ["Port shut", "Demands"]
        assert (report.title, report.author) == ("Port shut", "")

    def test_properties_tell_title_and_author_and_suggest_the_date(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph(BODY)
        document.core_properties.title = "Port shut"
        document.core_properties.author = "Jane Doe"
        report = save_docx(document, tmp_path / "a.docx")
        assert (report.title, report.author) == ("Port shut", "Jane Doe")
        assert report.guessed == {"date", "language"}

    def test_a_date_in_the_text_beats_the_day_of_creation(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph("5 May 2023")
        document.add_paragraph(BODY)
        assert save_docx(document, tmp_path / "a.docx").date == date(2023, 5, 5)

    def test_has_what_was_inserted_and_not_what_was_deleted(self, tmp_path: Path) -> None:
        document = docx.Document()
        paragraph = document.add_paragraph("He did ")
        for tag, inner, word in (
            ("ins", "t", "not "),
            ("del", "delText", "gladly "),
            ("moveFrom", "t", "then "),
        ):
            paragraph._p.append(
                parse_xml(
                    f'<w:{tag} {WORD} w:id="1" w:author="x"><w:r><w:{inner} xml:space="preserve">'
                    f"{word}</w:{inner}></w:r></w:{tag}>"
                )
            )
        paragraph.add_run("agree.")
        assert save_docx(document, tmp_path / "a.docx").text == "He did not agree."

    def test_has_what_stands_in_a_content_control_and_a_text_box(self, tmp_path: Path) -> None:
        document = docx.Document()
        inner = "<w:p><w:r><w:t>In a {}.</w:t></w:r></w:p>"
        control = f"<w:sdt {WORD}><w:sdtContent>{inner.format('control')}</w:sdtContent></w:sdt>"
        picture = f"<w:pict><w:txbxContent>{inner.format('box')}</w:txbxContent></w:pict>"
        box = f"<w:p {WORD}><w:r><w:t>Outside.</w:t>{picture}</w:r></w:p>"
        for xml in (box, control):
            document.element.body.insert(0, parse_xml(xml))
        assert save_docx(document, tmp_path / "a.docx").text == "In a control.\n\nOutside.\n\nIn a box."

    def test_in_the_old_format_or_with_a_password_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match=r"has a password or is in the old \.doc format"):
            report_of(tmp_path / "a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
