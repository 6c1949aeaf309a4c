"""An Answer as a person or a program reads it: plain text, Telegram's HTML, JSON.

A quote is never altered here. Escaping apart, it is shown as it stands in its report, line breaks included, with
control characters made visible; where a message has no room for all of it, its beginning is shown and a note outside
of the quotation says so. JSON has every quote to the character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from html import escape
from typing import Any

from bot.blocks import (
    NOT_FOUND,
    SLIGHT,
    Block,
    Run,
    blocks,
    head,
    in_words,
    origin_of,
    quoted,
    shown,
    title_of,
    units,
    visible,
)
from bot.types import Answer, Citation, Excerpt, Part, Said, SpeakerRow

__all__ = [
    "NOT_FOUND",
    "SLIGHT",
    "Message",
    "as_json",
    "copy_text",
    "in_words",
    "plain",
    "reference",
    "shown",
    "telegram",
    "telegram_excerpt",
    "visible",
    "words",
]

# Telegram takes 4,096 UTF-16 units and 100 entities a message (core.telegram.org/bots/api#sendmessage).
_MESSAGE_UNITS = 3500
_MESSAGE_ENTITIES = 90
_QUOTE_UNITS = 3000
_EXPANDABLE_UNITS = 700  # a longer quote is folded
_COPY_UNITS = 256


@dataclass(frozen=True, slots=True)
class Message:
    """One Telegram message twice: as HTML, and as the plain text to fall back on."""

    html: str
    plain: str


def plain(answer: Answer) -> str:
    """The whole answer without markup."""
    whole = list(blocks(answer, aligned=True))
    if answer.example_questions:
        whole.append(Block((Run("\n".join(["Try:", *(f"- {q}" for q in answer.example_questions)])),)))
    return _plain(whole)


def telegram(answer: Answer) -> list[Message]:
    """The answer in one or more messages within Telegram's limits; example questions are left to buttons."""
    messages, page = [], list[Block]()
    length = entities = 0
    for whole in blocks(answer, longest_quote=_QUOTE_UNITS):
        for block in _fitting(whole):
            size, marks = block.units(), block.entities()
            if page and (length + size > _MESSAGE_UNITS or entities + marks > _MESSAGE_ENTITIES):
                messages.append(_message(page))
                page, length, entities = [], 0, 0
            page.append(block)
            length, entities = length + size, entities + marks
    return [*messages, _message(page)]


def telegram_excerpt(excerpt: Excerpt, number: int) -> Message:
    """The passage around citation `number`, the cited words in bold; trimmed at its ends to fit a message."""
    citation = excerpt.citation
    title = f"[{number}] {_beginning(title_of(citation), 300)}"
    origin = _beginning(origin_of([citation]) or citation.report_id, 300)
    before, marked, after, note = _window(excerpt)
    bold = f"<b>{_escaped(marked)}</b>" if marked else ""
    html = (
        f"<b>{_escaped(title)}</b>\n{_escaped(origin)}\n"
        f"<blockquote expandable>{_escaped(before)}{bold}{_escaped(after)}</blockquote>{note}"
    )
    return Message(html=html, plain=visible(f"{title}\n{origin}\n\n{before}{marked}{after}\n{note}".rstrip()))


def words(text: str) -> Message:
    """The product's own words (or an error's) as a message; cut where they are longer than a message."""
    text = _beginning(text, _MESSAGE_UNITS)
    return Message(html=_escaped(text), plain=visible(text))


def reference(citation: Citation) -> str:
    """Where a citation stands, in a line: "Title — Source, 28 Oct 2016, p. 2"."""
    return visible(" — ".join(filter(None, (title_of(citation), origin_of([citation])))))


def copy_text(citation: Citation) -> str:
    """1 to 256 UTF-16 units to paste elsewhere: quote, reference and address.

    What doesn't fit whole is left out: the address first, then the quote.
    """
    place = reference(citation)
    whole = f"{quoted(citation.quote)} ({place})"
    for text in (f"{whole} {citation.url}".rstrip(), whole, f"{place} {citation.url}".rstrip()):
        if units(text) <= _COPY_UNITS:
            return visible(text)
    return _beginning(place, _COPY_UNITS)


def as_json(answer: Answer, id: str = "") -> dict[str, Any]:
    """The answer as `onrecord ask --json` prints it; start and end are offsets into the report's text."""
    statements = () if answer.abstained else answer.statements
    speakers = dict.fromkeys((said.speaker, said.role) for said in statements)
    return {
        "id": id,
        "question": answer.question,
        "kind": answer.kind,
        "abstained": answer.abstained,
        "verdict": answer.verdict,
        "text": plain(answer),
        "speakers": [{"name": name, "role": role} for name, role in speakers],
        "statements": [_statement_json(said, answer.citations[said.citation]) for said in statements],
        "citations": [] if answer.abstained else [_citation_json(c) for c in answer.citations],
        "nearest": [_citation_json(c) for c in answer.nearest],
        "note": answer.note,
        "understood": list(answer.understood),
        "counts": asdict(answer.counts) if answer.counts else None,
        "groups": [{"title": group.title, "first": group.first + 1} for group in answer.groups],
        "table": [_row_json(row) for row in answer.table],
        "choices": list(answer.choices),
        "score": answer.score,
    }


def _statement_json(said: Said, citation: Citation) -> dict[str, Any]:
    return {
        "speaker": said.speaker,
        "role": said.role,
        "cue": said.cue,
        "kind": said.kind,
        "polarity": said.polarity,
        "report_id": citation.report_id,
        "quote": said.quote,
        "start": said.span.start,
        "end": said.span.end,
        "parts": [_part_json(part) for part in said.parts],
        "citation": said.citation + 1,
        "chain": list(said.chain),
    }


def _part_json(part: Part) -> dict[str, Any]:
    place = {"start": part.span.start, "end": part.span.end}
    return {"quote": part.quote, **place, "kind": part.kind, "polarity": part.polarity}


def _row_json(row: SpeakerRow) -> dict[str, Any]:
    days = {"first": row.first.isoformat() if row.first else None, "last": row.last.isoformat() if row.last else None}
    return asdict(row) | {"sources": list(row.sources)} | days


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "report_id": citation.report_id,
        "quote": citation.quote,
        "start": citation.span.start,
        "end": citation.span.end,
        "title": citation.title,
        "source": citation.source,
        "date": citation.date.isoformat() if citation.date else None,
        "date_guessed": citation.date_guessed,
        "page": citation.page,
        "url": citation.url,
        "also_in": [
            {
                "report_id": other.report_id,
                "title": other.title,
                "source": other.source,
                "date": other.date.isoformat() if other.date else None,
            }
            for other in citation.also_in
        ],
    }


def _plain(page: Sequence[Block]) -> str:
    text = ""
    for block in page:
        text += block.gap if text else ""
        for position, run in enumerate(block.runs):
            text += f" {run.text}" if run.style == "quote" and position else run.text
    return visible(text)


def _html(block: Block) -> str:
    html = ""
    for run in block.runs:
        text = _escaped(run.text)
        if run.link:
            text = f'<a href="{escape(run.link)}">{text}</a>'
        if run.style == "bold":
            text = f"<b>{text}</b>"
        elif run.style == "italic":
            text = f"<i>{text}</i>"
        elif run.style == "quote":
            fold = " expandable" if units(run.text) > _EXPANDABLE_UNITS else ""
            text = ("\n" if html else "") + f"<blockquote{fold}>{text}</blockquote>"
        html += text
    return html


def _message(page: Sequence[Block]) -> Message:
    html = "".join((block.gap if position else "") + _html(block) for position, block in enumerate(page))
    return Message(html=html, plain=_plain(page))


# Cutting: always the text, before it is escaped, so that no entity and no surrogate pair can be torn.


def _fitting(block: Block) -> Iterator[Block]:
    """The block, or where it is too long the pieces of it that each fit a message; a quote stays whole."""
    piece, room = list[Run](), _MESSAGE_UNITS
    for run in block.runs:
        run = replace(run, text=visible(run.text))  # a carriage return is shown as a sign: no space to cut at
        while units(run.text) + 1 > room:
            begun = "" if run.style == "quote" else head(run.text, room - 1, hard=not piece)
            if begun:
                piece.append(replace(run, text=begun))
                run = replace(run, text=run.text[len(begun) :].lstrip())
            yield Block(tuple(piece), block.gap)
            piece, room = [], _MESSAGE_UNITS
        piece.append(run)
        room -= units(run.text) + 1
    yield Block(tuple(piece), block.gap)


def _window(excerpt: Excerpt) -> tuple[str, str, str, str]:
    """What stands before the cited words, those words, what stands after, a note where the words are cut."""
    text, marked = excerpt.text, excerpt.marked
    cited = head(marked.of(text), _QUOTE_UNITS)
    note = "" if len(cited) == len(marked) else "(the cited words go on in the report)"
    before, after = text[: marked.start], text[marked.end :]
    room = _QUOTE_UNITS - units(cited)
    front = max(room // 2, room - units(after))
    tail = head(before[::-1], front)[::-1]
    rest = "" if note else head(after, room - units(tail))
    return (
        tail if len(tail) == len(before) else f"…{tail}",
        cited,
        rest if len(rest) == len(after) or note else f"{rest}…",
        note,
    )


def _beginning(text: str, room: int) -> str:
    """The text, or its beginning and "…" where it is longer than so many units."""
    return text if units(text) <= room else f"{head(text, room - 1)}…"


def _escaped(text: str) -> str:
    return escape(visible(text), quote=False)
