"""Web pages: the main text, without menus, links and scripts, and what the page tells of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from trafilatura.settings import Document

from corpus.readers.dates import day
from corpus.readers.language import iso_639
from corpus.readers.plain import Block, Unreadable, decode, lay_out, one_line
from corpus.types import Report, Span

for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)  # they log pages they find odd as errors

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_BLOCKS = {"head", "p", "list", "item", "quote", "code", "table", "row", "cell", "div"}
# where a page states its own date, so that it isn't a guess
_STATED = "//meta/@content | //time/@datetime | //script[@type='application/ld+json']/text()"


def html(data: bytes) -> Report:
    """The main text of a page, its headings as spans, its title, author, date, site and address.

    The date is a guess unless a <meta>, a <time> or JSON-LD has it.
    """
    declared = _CHARSET.search(data[:2048])
    root = _tree(decode(data, declared[1].decode("ascii", "ignore") if declared else None))
    page = trafilatura.bare_extraction(
        root,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(page, Document):
        page = Document()
    text, headings = _text(page, root)
    stated = page.date is None or any(page.date in value for value in root.xpath(_STATED))
    return Report(
        id="",
        text=text,
        title=one_line(page.title or ""),
        source=one_line(page.sitename or ""),
        author=one_line(page.author or ""),
        date=day(page.date or ""),
        url=one_line(page.url or ""),
        language=iso_639(root.get("lang") or ""),
        guessed=frozenset() if stated else frozenset({"date"}),
        headings=headings,
    )


def message(data: bytes, charset: str | None) -> Report:
    """The text of an e-mail's body in HTML, and its headings: all of it, as there is no menu around it."""
    root = _tree(decode(data, charset))
    text, headings = _text(trafilatura.bare_extraction(root, include_comments=False, favor_recall=True), root)
    return Report(id="", text=text, headings=headings)


def without_tags(markup: str) -> str:
    """The text of a fragment of HTML, without scripts."""
    return str(trafilatura.html2txt(_tree(markup)))


def _tree(markup: str) -> Any:
    if not re.search("<(?:html|body)", markup, re.IGNORECASE):
        markup = f"<html><body>{markup}</body></html>"  # a bare fragment is refused otherwise
    root = trafilatura.load_html(markup)
    if root is None:
        raise Unreadable("is no web page: save it anew from the browser")
    return root


def _text(page: object, root: Any) -> tuple[str, tuple[Span, ...]]:
    text, headings = lay_out(_blocks(page.body)) if isinstance(page, Document) else ("", ())
    if text:
        return text, headings
    return lay_out([Block(trafilatura.html2txt(root))])  # no main text to tell from the rest: all of it


def _blocks(element: Any) -> Iterator[Block]:
    """The blocks of trafilatura's tree, whose names are those of TEI: head, p, list, item, row, cell, lb."""
    if element.tag == "row" and len(element) > 1:
        cells = (" ".join(block.text for block in _blocks(cell)) for cell in element)
        yield Block(" | ".join(" ".join(cell.split()) for cell in cells), "row")
        return
    words = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS:
            yield _block(element.tag, words)
            yield from _blocks(child)
            words = []
        elif child.tag == "lb":
            words.append("\n")
        else:
            words += child.itertext()
        words.append(child.tail or "")
    yield _block(element.tag, words)


def _block(tag: str, words: list[str]) -> Block:
    text = "".join(words).strip()
    if tag == "head":
        return Block(" ".join(text.split()), "heading")
    if tag == "item" and text:
        return Block(f"- {text}", "item")
    return Block(text)
