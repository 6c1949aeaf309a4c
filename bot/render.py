"""An Answer as a person or a program reads it: plain text, Telegram's HTML, JSON.

A quote is never altered here. Escaping apart, it is shown as it stands in its report, line breaks included;
where a message has no room for all of it, its beginning is shown and a note outside of the quotation says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import accumulate
from math import inf
from typing import Any, Literal

from bot.types import Answer, Citation, Excerpt, Said

__all__ = [
    "NOT_FOUND",
    "SLIGHT",
    "Message",
    "as_json",
    "copy_text",
    "plain",
    "reference",
    "shown",
    "telegram",
    "telegram_excerpt",
    "words",
]

NOT_FOUND = "The reports do not say."

# Telegram takes 4,096 UTF-16 units and 100 entities a message (core.telegram.org/bots/api#sendmessage).
_MESSAGE_UNITS = 3500
_MESSAGE_ENTITIES = 90
_QUOTE_UNITS = 3000
_EXPANDABLE_UNITS = 700  # a longer quote is folded
_COPY_UNITS = 256
SLIGHT = 40  # characters of a statement: fewer say little without their sentence
_OPENING_MARKS = tuple("“\"„«‹‘'")


@dataclass(frozen=True, slots=True)
class Message:
    """One Telegram message twice: as HTML, and as the plain text to fall back on."""

    html: str
    plain: str


def shown(answer: Answer) -> tuple[Citation, ...]:
    """The citations that carry a number, from 1: the nearest passages where the reports do not say."""
    return answer.nearest if answer.abstained else answer.citations


def plain(answer: Answer) -> str:
    """The whole answer without markup."""
    blocks = list(_blocks(answer))
    if answer.example_questions:
        blocks.append(_Block((_Run("\n".join(["Try:", *(f"- {q}" for q in answer.example_questions)])),)))
    return _plain(blocks)


def telegram(answer: Answer) -> list[Message]:
    """The answer in one or more messages within Telegram's limits; example questions are left to buttons."""
    messages, page = [], list[_Block]()
    units = entities = 0
    for whole in _blocks(answer, longest_quote=_QUOTE_UNITS):
        for block in _fitting(whole):
            size, marks = block.units(), block.entities()
            if page and (units + size > _MESSAGE_UNITS or entities + marks > _MESSAGE_ENTITIES):
                messages.append(_message(page))
                page, units, entities = [], 0, 0
            page.append(block)
            units, entities = units + size, entities + marks
    return [*messages, _message(page)]


def telegram_excerpt(excerpt: Excerpt, number: int) -> Message:
    """The passage around citation `number`, the cited words in bold; trimmed at its ends to fit a message."""
    citation = excerpt.citation
    title = f"[{number}] {_beginning(_title(citation), 300)}"
    origin = _beginning(_origin([citation]) or citation.report_id, 300)
    before, marked, after, note = _window(excerpt)
    bold = f"<b>{_escaped(marked)}</b>" if marked else ""
    html = (
        f"<b>{_escaped(title)}</b>\n{_escaped(origin)}\n"
        f"<blockquote expandable>{_escaped(before)}{bold}{_escaped(after)}</blockquote>{note}"
    )
    return Message(html=html, plain=f"{title}\n{origin}\n\n{before}{marked}{after}\n{note}".rstrip())


def words(text: str) -> Message:
    """The product's own words (or an error's) as a message; cut where they are longer than a message."""
    text = _beginning(text, _MESSAGE_UNITS)
    return Message(html=_escaped(text), plain=text)


def reference(citation: Citation) -> str:
    """Where a citation stands, in a line: "Title — Source, 28 Oct 2016, p. 2"."""
    return " — ".join(filter(None, (_title(citation), _origin([citation]))))


def copy_text(citation: Citation) -> str:
    """1 to 256 UTF-16 units to paste elsewhere: quote, reference and address.

    What doesn't fit whole is left out: the address first, then the quote.
    """
    place = reference(citation)
    quoted = f"{_quoted(citation.quote)} ({place})"
    for text in (f"{quoted} {citation.url}".rstrip(), quoted, f"{place} {citation.url}".rstrip()):
        if _units(text) <= _COPY_UNITS:
            return text
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
        "citation": said.citation + 1,
    }


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
    }


# An answer as blocks of runs: what plain text and HTML have in common.


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    style: Literal["", "bold", "italic", "quote"] = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    runs: tuple[_Run, ...]
    gap: str = "\n\n"  # between this block and the one before

    def units(self) -> int:
        return _units(self.gap) + sum(_units(run.text) + 1 for run in self.runs)

    def entities(self) -> int:
        return sum(bool(run.style) + bool(run.link) for run in self.runs)


def _blocks(answer: Answer, longest_quote: float = inf) -> Iterator[_Block]:
    citations = shown(answer)
    if lead := answer.lead.strip() or (NOT_FOUND if answer.abstained or not citations else ""):
        yield _Block((_Run(lead),))
    if answer.abstained and citations:
        yield _Block((_Run("Nearest to the question, but no answer to it:"),))
    # 1. In the order of the numbers: who said what where the answer is speech, else the words that answer.
    spoken = {said.citation: said for said in answer.statements} if answer.spoken and not answer.abstained else {}
    for number, citation in enumerate(citations, 1):
        said = spoken.get(number - 1)
        if said is None:
            yield _Block(tuple(_quotation(citation.quote, number, longest_quote)))
        else:
            role = f" ({said.role})" if said.role else ""
            # the cue is the report's own word; "according to" stands before a name and not behind it
            cue = f" {said.cue}" if said.cue and not said.cue.lower().startswith("according") else ""
            # a few words are shown in their sentence, which may hold others' words too, and so it is said
            slight = len(said.quote) < SLIGHT < len(citation.quote)
            words, told = (citation.quote, ", in:") if slight else (said.quote, f"{cue}:")
            opening = (_Run(said.speaker, "bold"), _Run(f"{role}{told}"))
            yield _Block((*opening, *_quotation(words, number, longest_quote)))
    # 2. What is worth knowing besides, and where it all stands.
    if note := answer.note.strip():
        yield _Block((_Run(note, "italic"),))
    if citations:
        yield _Block((_Run("Sources", "bold"),))
        yield from _sources(citations)


def _quotation(quote: str, number: int, longest: float) -> Iterator[_Run]:
    if _units(quote) <= longest:
        yield _Run(f"{_quoted(quote)} [{number}]", "quote")
    else:
        yield _Run(_quoted(_head(quote, int(longest))), "quote")
        yield _Run(f"\n(continues; open [{number}])")


def _sources(citations: Sequence[Citation]) -> Iterator[_Block]:
    """One line a report, with the numbers of all its citations."""
    reports: dict[str, list[int]] = {}
    for number, citation in enumerate(citations, 1):
        reports.setdefault(citation.report_id, []).append(number)
    for numbers in reports.values():
        cited = [citations[number - 1] for number in numbers]
        origin = _origin(cited)
        yield _Block(
            (
                _Run(f"[{', '.join(map(str, numbers))}] "),
                _Run(_title(cited[0]), link=_web_address(cited[0].url)),
                *([_Run(f" — {origin}")] if origin else []),
            ),
            gap="\n",
        )


def _title(citation: Citation) -> str:
    return " ".join(citation.title.split()) or citation.report_id


def _origin(cited: Sequence[Citation]) -> str:
    """Publisher, date and pages of citations of one report."""
    first = cited[0]
    day = f"{first.date.day} {first.date:%b %Y}" if first.date else ""
    if day and first.date_guessed:
        day += " (date guessed)"
    pages = sorted({c.page for c in cited if c.page is not None})
    leaves = f"{'p.' if len(pages) == 1 else 'pp.'} {', '.join(map(str, pages))}" if pages else ""
    return ", ".join(filter(None, (" ".join(first.source.split()), day, leaves)))


def _quoted(quote: str) -> str:
    return quote if quote.lstrip().startswith(_OPENING_MARKS) else f"“{quote}”"


def _web_address(url: str) -> str:
    return url if re.fullmatch(r"https?://\S+", url) else ""


def _plain(blocks: Sequence[_Block]) -> str:
    text = ""
    for block in blocks:
        text += block.gap if text else ""
        for position, run in enumerate(block.runs):
            text += f" {run.text}" if run.style == "quote" and position else run.text
    return text


def _html(block: _Block) -> str:
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
            fold = " expandable" if _units(run.text) > _EXPANDABLE_UNITS else ""
            text = ("\n" if html else "") + f"<blockquote{fold}>{text}</blockquote>"
        html += text
    return html


def _message(blocks: Sequence[_Block]) -> Message:
    html = "".join((block.gap if position else "") + _html(block) for position, block in enumerate(blocks))
    return Message(html=html, plain=_plain(blocks))


# Cutting: always the text, before it is escaped, so that no entity and no surrogate pair can be torn.


def _fitting(block: _Block) -> Iterator[_Block]:
    """The block, or where it is too long the pieces of it that each fit a message; a quote stays whole."""
    piece, room = list[_Run](), _MESSAGE_UNITS
    for run in block.runs:
        while _units(run.text) + 1 > room:
            head = "" if run.style == "quote" else _head(run.text, room - 1, hard=not piece)
            if head:
                piece.append(replace(run, text=head))
                run = replace(run, text=run.text[len(head) :].lstrip())
            yield _Block(tuple(piece), block.gap)
            piece, room = [], _MESSAGE_UNITS
        piece.append(run)
        room -= _units(run.text) + 1
    yield _Block(tuple(piece), block.gap)


def _window(excerpt: Excerpt) -> tuple[str, str, str, str]:
    """What stands before the cited words, those words, what stands after, a note where the words are cut."""
    text, marked = excerpt.text, excerpt.marked
    cited = _head(marked.of(text), _QUOTE_UNITS)
    note = "" if len(cited) == len(marked) else "(the cited words go on in the report)"
    before, after = text[: marked.start], text[marked.end :]
    room = _QUOTE_UNITS - _units(cited)
    front = max(room // 2, room - _units(after))
    tail = _head(before[::-1], front)[::-1]
    rest = "" if note else _head(after, room - _units(tail))
    return (
        tail if len(tail) == len(before) else f"…{tail}",
        cited,
        rest if len(rest) == len(after) or note else f"{rest}…",
        note,
    )


def _beginning(text: str, units: int) -> str:
    """The text, or its beginning and "…" where it is longer than so many units."""
    return text if _units(text) <= units else f"{_head(text, units - 1)}…"


def _head(text: str, units: int, hard: bool = True) -> str:
    """As much of the text's beginning as fits into so many UTF-16 units, ending with a word.

    A first word that is longer than that is cut when hard, and else nothing is left.
    """
    if _units(text) <= units:
        return text
    end = sum(1 for size in accumulate(map(_units, text)) if size <= units)
    border = max((m.start() for m in re.finditer(r"\s+", text[: end + 1])), default=0)
    return text[: border or (end if hard else 0)]


def _units(text: str) -> int:
    """How Telegram counts: UTF-16 units, two for a character beyond the first plane."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _escaped(text: str) -> str:
    return escape(text, quote=False)
