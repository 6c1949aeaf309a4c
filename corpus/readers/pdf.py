"""PDF files with a text layer: their lines, less those that run along the head or foot of every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from corpus.readers.dates import day
from corpus.readers.guess import titled
from corpus.readers.plain import Unreadable, clean, one_line
from corpus.readers.typeset import SPLIT, Line, paragraphs
from corpus.types import Report

_PAGES = 5000
_EDGE = 3  # lines at the top and at the bottom of a page among which running ones are looked for


def pdf(data: bytes) -> Report:
    """The text, its lines joined to paragraphs; a sentence that runs over a page's end reads on.

    Report.pages has the offset at which each page begins. Running headers and footers are left out, when the
    document has three pages or more and they stand on most of them. Headings are those set in larger type.
    The day of creation only suggests the date.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise Unreadable("is encrypted: save a copy without the password") from error
        raise Unreadable("is damaged or no PDF: get it anew") from error
    with closing(document):
        if len(document) > _PAGES:
            raise Unreadable(f"has over {_PAGES:,} pages: split it")
        pages = [list(_lines(document[number])) for number in range(len(document))]
        about = document.get_metadata_dict()
    if not any(pages):
        raise Unreadable("has no text layer: run it through OCR first, for example with ocrmypdf")
    text, starts, headings = paragraphs(_without_running_lines(pages))
    created = _created(about["CreationDate"])
    return Report(
        id="",
        text=text,
        title=titled(about["Title"]),
        author=one_line(about["Author"]),
        date=created,
        guessed=frozenset({"date"}) if created else frozenset(),
        pages=starts,
        headings=headings,
    )


def _lines(page: pdfium.PdfPage) -> Iterator[Line]:
    with closing(page), closing(page.get_textpage()) as textpage:
        count = textpage.count_chars()
        codes = [pdfium_c.FPDFText_GetUnicode(textpage, index) for index in range(count)]
        start = 0
        for end in [*(index for index, code in enumerate(codes) if code == 10), count]:
            words = _words(codes[start:end])
            inked = [index for index in range(start, end) if codes[index] > 32]
            start = end + 1
            if words and inked:
                left, foot, _, top = textpage.get_charbox(inked[0], loose=True)
                _, last_foot, right, _ = textpage.get_charbox(inked[-1], loose=True)
                yield Line(words, left, right, foot, last_foot, top - foot)


def _words(codes: Iterable[int]) -> str:
    # a character beyond the first 65,536 comes as its two halves
    words = "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    # clean would drop the sign as a control character
    return SPLIT.join(" ".join(clean(part).split()) for part in words.split(SPLIT))


def _without_running_lines(pages: list[list[Line]]) -> list[list[Line]]:
    if len(pages) < 3:
        return pages
    edges = [{*range(_EDGE), *range(len(lines) - _EDGE, len(lines))} for lines in pages]
    counts: Counter[str] = Counter()
    for number, (lines, edge) in enumerate(zip(pages, edges, strict=True)):
        counts.update({key for at in edge if 0 <= at < len(lines) for key in _keys(lines[at].text, number)})
    running = {key for key, count in counts.items() if count * 2 > len(pages)}
    kept = [
        [line for at, line in enumerate(lines) if at not in edge or not _keys(line.text, number) & running]
        for number, (lines, edge) in enumerate(zip(pages, edges, strict=True))
    ]
    return kept if any(kept) else pages


def _keys(line: str, number: int) -> set[str]:
    """What is the same in a running line on every page: all of it, or all but the page's number.

    Other figures count: "300 dead" and "400 dead" at the foot of two pages are no running line.
    """
    return {line} | {
        f"{line[: figure.start()]}\0{int(figure[0]) - number}\0{line[figure.end() :]}"
        for figure in re.finditer(r"[0-9]{1,5}", line)
    }


def _created(stamp: str) -> date | None:
    """The day of a PDF date, "D:20161028120000+02'00'"."""
    return day(stamp.removeprefix("D:")[:8])
