"""What the owner of a report says of it: the fields of a .md front matter and of a .jsonl line."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from corpus.readers.dates import day
from corpus.readers.language import iso_639, language_of
from corpus.readers.plain import Unreadable, one_line
from corpus.types import Report

ID_LIMIT = 200


def described(report: Report, fields: Mapping[str, object]) -> Report:
    """report with what the fields say of it; fields of other names are left alone.

    Fields: id, title, source (or publisher), author, date, url, language. A value is text, a number, or a
    list of these; a date that can't be read for certain is as good as none.
    Raises Unreadable for a value of another kind and for an id that can't be one.
    """
    date = _words(fields, "date")
    own = _words(fields, "id")
    return replace(
        report,
        id=sane_id(own) if own else report.id,
        title=_words(fields, "title") or report.title,
        source=_words(fields, "source") or _words(fields, "publisher") or report.source,
        author=_words(fields, "author") or report.author,
        date=day(date) or (day(date, language_of(report.text)) if date else report.date),
        url=_words(fields, "url") or report.url,
        language=iso_639(_words(fields, "language")) or report.language,
    )


def sane_id(words: str) -> str:
    """words as an id. Raises Unreadable when it is empty, too long, or has control characters."""
    own = words.strip()
    if not own or len(own) > ID_LIMIT:
        raise Unreadable(f"has an id (or a path) of {len(own)} characters: give it an id of 1 to {ID_LIMIT}")
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in own):
        raise Unreadable("has an id with control characters or broken Unicode in it: give it a plain one")
    return own


def _words(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    values = value if isinstance(value, list) else [value]
    words = []
    for part in values:
        if isinstance(part, bool) or not isinstance(part, str | int | float | None):
            raise Unreadable(f"has a field {name} that is neither text nor a number: correct it")
        if part is not None:
            if any(unicodedata.category(char) == "Cs" for char in str(part)):
                raise Unreadable(f"has a field {name} with half a character (a lone surrogate): correct it")
            words.append(str(part).strip() if name == "id" else one_line(str(part)))
    return ", ".join(filter(None, words))
