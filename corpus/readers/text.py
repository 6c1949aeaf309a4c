"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.readers.fields import described
from corpus.readers.plain import Block, Unreadable, clean, decode, lay_out, one_line
from corpus.types import Report

_FRONT_MATTER = 64 * 1024  # characters
_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def txt(data: bytes) -> Report:
    """The text as it is, normalised; its first lines stay in it."""
    return Report(id="", text=clean(decode(data)))


def md(data: bytes) -> Report:
    """The text without markup; headings as spans; the fields of the front matter, which is no part of it.

    Without a title in the front matter, a heading of the first level that begins the text is the title.
    """
    source = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    fields, body = _front_matter(source)
    tokens = _MARKDOWN.parse(body)
    text, headings = lay_out(_blocks(tokens))
    title = ""
    if tokens and (tokens[0].type, tokens[0].tag) == ("heading_open", "h1") and headings:
        title = headings[0].of(text)
    return described(Report(id="", text=text, title=one_line(title), headings=headings), fields)


def _front_matter(source: str) -> tuple[dict[str, object], str]:
    lines = source.lstrip("\ufeff").split("\n", 1)
    if lines[0].rstrip() != "---" or len(lines) == 1:
        return {}, source
    end = re.compile(r"^(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.MULTILINE).search(lines[1])
    if not end:
        raise Unreadable("has front matter that begins on line 1 and never ends: close it with a line ---")
    if end.start() > _FRONT_MATTER:
        raise Unreadable(f"has front matter of over {_FRONT_MATTER:,} characters: shorten it")
    return _mapping(lines[1][: end.start()]), lines[1][end.end() :]


def _mapping(front: str) -> dict[str, object]:
    try:
        depth = 0
        for event in yaml.parse(front, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            # an alias can stand for a million values, deep nesting for a full stack: neither gets further
            if isinstance(event, yaml.AliasEvent) or depth > 2:
                line = event.start_mark.line + 2 if event.start_mark else 1
                raise Unreadable(
                    f"has front matter that is more than names and values, on line {line}: "
                    "keep to lines such as 'title: Talks fail'"
                )
        # BaseLoader keeps each value as its words: an id 007 stays 007, a country no stays no
        fields = yaml.load(front, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" on line {mark.line + 2}" if mark else ""
        why = getattr(error, "problem", None) or "it has characters that YAML doesn't allow"
        raise Unreadable(f"has broken front matter{where} ({why}): correct it, or quote the value") from error
    if fields in (None, ""):
        return {}
    if not isinstance(fields, dict):
        raise Unreadable("has front matter without names, on line 2: write lines such as 'title: Talks fail'")
    return {name: "" if value in ("~", "null") else value for name, value in fields.items()}


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """Paragraphs, headings, list items as "- " or "1. " lines, and table rows as cells between " | "."""
    marker = ""  # of the list item whose first paragraph comes next
    numbers: list[int | None] = []  # of each list that is open: its next number, None for bullets
    row: list[str] = []
    for at, token in enumerate(tokens):
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                number = numbers[-1]
                marker = "- " if number is None else f"{number}. "
                numbers[-1] = None if number is None else number + 1
            case "list_item_close":
                marker = ""
            case "tr_open":
                row = []
            case "tr_close":
                yield Block(" | ".join(row), "row")
            case "inline":
                words = _inline(token)
                opened = tokens[at - 1].type
                if opened in {"th_open", "td_open"}:
                    row.append(words)
                elif opened == "heading_open":
                    yield Block(words, "heading")
                else:
                    yield Block(marker + words, "item" if marker else "paragraph")
                    marker = ""
            case "fence" | "code_block":
                yield Block(token.content)
            case "html_block":
                from corpus.readers.html import without_tags  # here: rare, and slow to import

                yield Block(without_tags(token.content))


def _inline(token: Token) -> str:
    words = []
    for child in token.children or []:
        match child.type:
            case "text" | "code_inline" | "text_special":
                words.append(child.content)
            case "softbreak":
                words.append(" ")
            case "hardbreak":
                words.append("\n")
    return "".join(words)
