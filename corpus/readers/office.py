"""Word documents."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.oxml.ns import qn

from corpus.readers.guess import titled
from corpus.readers.plain import Block, Unreadable, lay_out, one_line
from corpus.types import Report

_UNPACKED = 100 * 1024 * 1024  # bytes of all parts together
_PART = 32 * 1024 * 1024  # bytes of one part of XML: its tree takes about ten times that
_RATIO, _SMALL = 200, 1024 * 1024  # XML packs to a fiftieth at best; a nearly empty document has no ratio
_OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1")  # also what a document with a password is packed in

_P, _TABLE, _ROW, _CELL, _TEXT, _BOX = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:t", "w:txbxContent"))
# Of tracked changes the document has what was inserted, not what was deleted or moved away. A drawing that is
# written twice, once for older versions, is read once. Properties have tab stops that are no tabs.
_OUT = {
    *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_NUMBERED = f"{qn('w:pPr')}/{qn('w:numPr')}"
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}


def docx(data: bytes) -> Report:
    """The paragraphs, lists and tables in their order, insertions accepted and deletions left out.

    Headings as spans; list items as "- " lines; table rows as cells between " | ". The title is the
    paragraph of that style, or else the property. The day of creation only suggests the date: it may be that
    of a template.
    """
    _check(data)
    document = Document(BytesIO(data))
    styles = {style.style_id: style.name or "" for style in document.styles}
    body = document.element.body
    text, headings = lay_out(_blocks(body, styles))
    titles = (one_line(_words(p)[0]) for p in body.iter(_P) if _style(p, styles) == "Title")
    properties = document.core_properties
    return Report(
        id="",
        text=text,
        title=next(filter(None, titles), "") or titled(properties.title),
        author="" if properties.author == "python-docx" else one_line(properties.author),
        date=properties.created.date() if properties.created else None,
        guessed=frozenset({"date"}) if properties.created else frozenset(),
        headings=headings,
    )


def _check(data: bytes) -> None:
    """Raises Unreadable for what would fill the memory when unpacked, going by the directory of the archive.

    The directory can't understate: what is unpacked stops at the size that it gives.
    """
    if data.startswith(_OLD_WORD):
        raise Unreadable("has a password or is in the old .doc format: save it as .docx without a password")
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except BadZipFile as error:
        raise Unreadable("is damaged or no Word document: save it anew as .docx") from error
    unpacked = sum(part.file_size for part in parts)
    longest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if unpacked > _UNPACKED or longest > _PART or unpacked > max(_RATIO * len(data), _SMALL):
        raise Unreadable(f"would unpack to {unpacked / 1e6:,.0f} MB, as a zip bomb does: split it, or save it as text")


def _blocks(element: Any, styles: dict[str, str]) -> Iterator[Block]:
    for child in element:
        if child.tag in _OUT:
            continue
        if child.tag == _TABLE:
            yield from _rows(child, styles)
        elif child.tag == _P:
            words, boxes = _words(child)
            style = _style(child, styles)
            if style == "Title" or style.lower().startswith("heading"):
                yield Block(" ".join(words.split()), "heading")
            elif words.strip() and (style.startswith("List") or child.find(_NUMBERED) is not None):
                yield Block(f"- {words.strip()}", "item")
            else:
                yield Block(words)
            for box in boxes:
                yield from _blocks(box, styles)
        else:  # content controls, insertions
            yield from _blocks(child, styles)


def _rows(table: Any, styles: dict[str, str]) -> Iterator[Block]:
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is not table:
            continue
        cells = [cell for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row]
        if len(cells) == 1:  # a frame around text
            yield from _blocks(cells[0], styles)
        else:
            words = (" ".join(block.text for block in _blocks(cell, styles)) for cell in cells)
            yield Block(" | ".join(" ".join(cell.split()) for cell in words).strip(" |"), "row")


def _words(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, and the text boxes that hang on it."""
    words: list[str] = []
    boxes: list[Any] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == _TEXT:
            words.append(element.text or "")
        elif element.tag in _MARKS:
            words.append(_MARKS[element.tag])
        elif element.tag == _BOX:
            boxes.append(element)
        elif element.tag not in _OUT:
            waiting += reversed(element)
    return "".join(words), boxes


def _style(paragraph: Any, styles: dict[str, str]) -> str:
    return styles.get(paragraph.style or "", "")
