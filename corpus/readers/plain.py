"""Plain text, normalised once: what every reader's bytes and strings go through on their way in."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from corpus.readers.language import language_of
from corpus.types import Span

# Latin text has few bytes above 127, other scripts are made of them. On so few, charset-normalizer takes one
# curly apostrophe for a Chinese character; but most letters are plain ones, which tell the language.
_FEW = 0.3
_LATIN = dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "cp1250")
_LATIN |= {"az": "cp1254", "tr": "cp1254", "et": "cp1257", "lt": "cp1257", "lv": "cp1257"}
_OTHER = ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "gb18030", "shift_jis", "euc_jp", "euc_kr"]
_SAMPLE = 1 << 16  # bytes around the first one that is not UTF-8: enough to tell an encoding by

# UTF-32's mark begins with UTF-16's, so it is tried first
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# controls, the byte order mark, and the soft hyphen (a hint of layout that would hide its word from a search)
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\ufeff\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


class Unreadable(Exception):
    """Why a file or a line is no report: the predicate of a sentence whose subject the door knows.

    "has no text layer: run it through OCR first" becomes the ReadError "a.pdf has no text layer: ...".
    """


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a marked-up document. Items of a list and rows of a table stand directly under each other."""

    text: str
    kind: Literal["paragraph", "heading", "item", "row"] = "paragraph"


def lay_out(blocks: Iterable[Block]) -> tuple[str, tuple[Span, ...]]:
    """The text of the blocks, normalised, and the spans of its headings; a blank line between paragraphs."""
    pieces: list[str] = []
    headings: list[Span] = []
    length = 0
    before = ""
    for block in blocks:
        words = clean(block.text).strip()
        if not words:
            continue
        if pieces:
            gap = "\n" if block.kind == before and before in {"item", "row"} else "\n\n"
            pieces.append(gap)
            length += len(gap)
        if block.kind == "heading":
            headings.append(Span(length, length + len(words)))
        pieces.append(words)
        length += len(words)
        before = block.kind
    return "".join(pieces), tuple(headings)


def clean(text: str) -> str:
    """text with \\n line ends, in Unicode NFC, without control characters or blank lines around it.

    Nothing else changes: a non-breaking space stays one. clean(clean(x)) == clean(x).
    """
    # dropping first: what stood on either side of a dropped character may compose
    kept = unicodedata.normalize("NFC", _DROPPED.sub("", _BREAKS.sub("\n", text)))
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", kept).rstrip()


def one_line(text: str) -> str:
    """text as a title or a name is kept: normalised, with single spaces."""
    return " ".join(clean(text).split())


def decode(data: bytes, declared: str | None = None) -> str:
    """The text that data encodes: by its mark, as UTF-8, as declared, or as detected.

    Raises Unreadable when it is no text, or is in an encoding that can't be told.
    """
    text = _decoded(data, declared)
    if len(_CONTROL.findall(text)) > len(text) * 0.02:
        raise Unreadable("is not text, or is in an encoding that can't be told: save it as UTF-8")
    return text


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if wide := _utf16(data):
        return _strictly(data, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    if sum(char > "\x7f" for char in lenient) - broken >= broken:
        # to read it as windows-1252 would garble every accent of a text with one damaged byte
        raise Unreadable(f"is UTF-8 but for a damaged byte at {first:,}: save it anew as UTF-8")
    if encoding := _named(declared):
        return _strictly(data, encoding)
    return _strictly(data, _detected(data, first))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError) as error:
        raise Unreadable(f"seems to be {encoding} but can't be decoded as that: save it as UTF-8") from error


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: ASCII in it has a zero in every other byte, which is valid UTF-8 as well."""
    head = data[:4096]
    if head.count(0) * 4 < len(head) or len(data) % 2:
        return ""
    return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"


def _named(declared: str | None) -> str:
    """The codec for a declared charset; "" when there is none. Latin-1 is windows-1252, as in browsers."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return ""
    if name in {"utf-8", "ascii"}:  # it isn't: that was tried
        return ""
    return "cp1252" if name == "iso8859-1" else name


def _detected(data: bytes, first: int) -> str:
    sample = data[max(0, first - _SAMPLE // 2) : first + _SAMPLE // 2]
    if len(sample) == _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample  # not to end within a character
    if sum(byte > 127 for byte in sample) < _FEW * len(sample):
        return _LATIN.get(language_of(sample.decode("cp1252", "ignore")), "cp1252")
    from charset_normalizer import from_bytes  # here: rarely needed

    if best := from_bytes(sample, cp_isolation=_OTHER).best():
        return best.encoding
    raise Unreadable("is in an encoding that can't be told: save it as UTF-8")
