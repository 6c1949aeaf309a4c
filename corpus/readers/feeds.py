"""Reports that come one a line (.jsonl) or one a message (.eml)."""

from __future__ import annotations

import json
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import BinaryIO

from corpus.readers.fields import described
from corpus.readers.language import iso_639
from corpus.readers.plain import Unreadable, clean, decode, one_line
from corpus.types import Report

LINE_LIMIT = 20 * 1024 * 1024  # bytes
_HEADERS = {"subject", "from", "date", "organization", "content-language"}
_HEADER_LIMIT = 4000  # characters
_NESTED = 100


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines that aren't blank, with their numbers from 1; None in place of one over LINE_LIMIT."""
    number = 0
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        if number == 1:
            if line.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
                raise Unreadable("is UTF-16: save it as UTF-8")
            line = line.removeprefix(BOM_UTF8)
        if len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            while (rest := stream.readline(LINE_LIMIT)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif stripped := line.strip():
            yield number, stripped


def json_line(line: bytes) -> Report:
    """The report that a line of .jsonl is; its text is kept to the character."""
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not UTF-8 at byte {error.start:,}: save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"is not JSON ({error.msg} at character {error.pos + 1:,}): correct it") from error
    except (RecursionError, ValueError) as error:
        raise Unreadable("nests too deep or has too long a number: correct it") from error
    if not isinstance(fields, dict):
        raise Unreadable('is not a JSON object: write {"text": "...", "title": "...", ...}')
    text = fields.get("text")
    if not isinstance(text, str):
        raise Unreadable('has no field "text", or one that is not text: add it')
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        where = f"{error.start:,} of its text"
        raise Unreadable(f"has half a character (a lone surrogate) at {where}: correct it") from error
    return described(Report(id="", text=text), fields)


def eml(data: bytes) -> Report:
    """The body of a message, as text or else as HTML; attachments are left out.

    The title is its subject, the author its sender's name, the source its Organization header.
    """
    if data.lower().count(b"boundary=") > _NESTED:
        raise Unreadable(f"nests over {_NESTED} messages in each other: save the one that matters")
    message = message_from_bytes(data, policy=policy.default)
    if not message.keys():
        raise Unreadable("is not an e-mail: it has no headers")
    for name, value in message.raw_items():
        # to take one apart takes time that grows with the square of its length
        if len(value) > _HEADER_LIMIT and name.lower() in _HEADERS:
            raise Unreadable(f"has a header {name} of over {_HEADER_LIMIT:,} characters: shorten it")
    body = message.get_body(("plain", "html"))
    if body is None:
        raise Unreadable("has no body of text: an attachment has to be saved as a file of its own")
    # not get_content, which puts U+FFFD in place of what it can't decode
    content = body.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise Unreadable("has no body of text: save the message anew")
    charset = body.get_content_charset()
    if body.get_content_subtype() == "html":
        from corpus.readers.html import message as html_message  # here: slow to import

        report = html_message(content, charset)
    else:
        report = Report(id="", text=clean(decode(content, charset)))
    sender = message["from"]
    addresses = sender.addresses if sender else ()
    sent = message["date"]
    moment = sent.datetime if sent else None
    return replace(
        report,
        title=one_line(str(message["subject"] or "")),
        author=one_line(", ".join(address.display_name or address.addr_spec for address in addresses)),
        source=one_line(str(message["organization"] or "")),
        date=moment.date() if moment else None,
        language=iso_639(str(message["content-language"] or "")),
    )
