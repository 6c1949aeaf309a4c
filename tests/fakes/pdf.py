"""A PDF writer of one font, for tests: what it writes is known to the character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Line = str | tuple[str, int]  # its words, or its words and the size of its type


def pdf_bytes(
    pages: Sequence[Sequence[Line]], about: Mapping[str, str] | None = None, encrypted: bool = False
) -> bytes:
    """A PDF of the pages, their lines in Helvetica of 11 points, 14 points apart; "" leaves a line free.

    about: entries of the information dictionary (Title, Author, CreationDate). encrypted: with a password
    that nobody has.
    """
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<<" + b"".join(b"/" + name.encode() + _string(words) for name, words in (about or {}).items()) + b">>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>",
    ]
    for number, lines in enumerate(pages):
        content = _content(lines)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (7 + 2 * number)
        )
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, key = len(objects) + 1, b"/Encrypt 5 0 R/ID[<00><00>]" if encrypted else b""
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer<</Size %d/Root 1 0 R/Info 4 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, key, len(out))
    )


def _content(lines: Sequence[Line]) -> bytes:
    out = b"BT 72 740 Td 14 TL "
    for line in lines:
        words, size = (line, 11) if isinstance(line, str) else line
        out += b"/F %d Tf %s Tj T* " % (size, _string(words)) if words else b"T* "
    return out + b"ET"


def _string(words: str) -> bytes:
    for char in "\\()":
        words = words.replace(char, "\\" + char)
    return b"(" + words.encode("cp1252") + b")"
