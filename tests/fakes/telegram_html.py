"""Telegram's HTML as its server reads it: to a text and entities, or a refusal.

Format: core.telegram.org/bots/api#html-style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_UNITS = 4096
MAX_ENTITIES = 100
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_ATTRIBUTES = {"a": {"href"}, "blockquote": {"expandable"}, "code": {"class"}}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(r"<(/?)([^<>]*)>|&(#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);|([^<&]+|[<&])")
_ATTRIBUTE = re.compile(r"""\s+([a-z-]+)(?:="([^"]*)"|='([^']*)')?""")


class BadHtml(ValueError):
    """What the server says after "Bad Request: "."""


@dataclass(frozen=True)
class Entity:
    kind: str  # "bold", "blockquote", "expandable_blockquote", "text_link", ...
    offset: int  # in UTF-16 units
    length: int
    url: str = ""


@dataclass
class Parsed:
    text: str = ""
    entities: list[Entity] = field(default_factory=list)

    def of(self, kind: str) -> list[str]:
        """The parts of the text that such an entity covers."""
        encoded = self.text.encode("utf-16-le")
        return [
            encoded[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le")
            for e in self.entities
            if e.kind == kind
        ]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> Parsed:
    """The text and entities of Telegram HTML. Raises BadHtml for what Telegram refuses."""
    parsed = Parsed()
    opened: list[tuple[str, dict[str, str], int]] = []
    for match in _TOKEN.finditer(html):
        closing, tag, reference, plain = match.groups()
        if plain == "<":
            raise BadHtml(f"can't parse entities: Unclosed start tag at byte offset {match.start()}")
        if plain is not None:
            parsed.text += plain
        elif reference is not None:
            parsed.text += _character(reference)
        elif closing:
            if not opened or opened[-1][0] != tag.strip():
                raise BadHtml(f"can't parse entities: Unexpected end tag at byte offset {match.start()}")
            name, attributes, start = opened.pop()
            parsed.entities.append(_entity(name, attributes, start, units(parsed.text) - start))
        else:
            name, attributes = _tag(tag)
            if name == "blockquote" and any(outer == "blockquote" for outer, _, _ in opened):
                raise BadHtml("can't parse entities: blockquotes can't be nested")
            opened.append((name, attributes, units(parsed.text)))
    if opened:
        raise BadHtml(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1][0]}\"")
    return parsed


def checked(parsed: Parsed) -> Parsed:
    """The same, if Telegram takes it as a message's text. Raises BadHtml."""
    if not parsed.text.strip():
        raise BadHtml("message text is empty")
    if units(parsed.text) > MAX_UNITS:
        raise BadHtml("message is too long")
    if len(parsed.entities) > MAX_ENTITIES:
        raise BadHtml("too many entities")  # Telegram drops the rest; a bot had better not count on that
    return parsed


def _tag(tag: str) -> tuple[str, dict[str, str]]:
    name = re.match(r"[^\s]*", tag)[0].lower()  # type: ignore[index]
    attributes = {m[1]: m[2] or m[3] or "" for m in _ATTRIBUTE.finditer(tag[len(name) :])}
    if name not in _KINDS:
        raise BadHtml(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset 0')
    if unknown := set(attributes) - _ATTRIBUTES.get(name, set()):
        raise BadHtml(f"can't parse entities: tag {name} has no attribute {unknown}")
    return name, attributes


def _entity(name: str, attributes: dict[str, str], offset: int, length: int) -> Entity:
    kind = _KINDS[name]
    if "expandable" in attributes:
        kind = "expandable_blockquote"
    url = re.sub(r"&(lt|gt|amp|quot);", lambda m: _NAMED[m[1]], attributes.get("href", ""))
    return Entity(kind, offset, length, url)


def _character(reference: str) -> str:
    if reference in _NAMED:
        return _NAMED[reference]
    code = int(reference[2:], 16) if reference[1] in "xX" else int(reference[1:])
    return chr(code)
