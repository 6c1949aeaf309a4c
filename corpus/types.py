"""What a report is made of. A report's text is kept once; everything else points into it by a Span."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["direct", "indirect", "mixed"]
Polarity = Literal["asserts", "denies", "declines", "asks", "demands", "promises", "expects"]
Resolved = Literal["name", "pronoun", "description", "unnamed", "unresolved"]
Body = Literal["person", "group", "organisation", "document", "poll", "outlet"]
Tense = Literal["past", "present", "future", ""]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets [start, end) into a report's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of text that the span points at."""
        return text[self.start : self.end]

    def overlap(self, other: Span) -> int:
        """How many characters the two share; 0 when they are apart."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def covers(self, other: Span) -> bool:
        """True when other lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `text` is normalised once, by the reader, and never changes afterwards."""

    id: str
    text: str
    title: str = ""
    source: str = ""  # the publisher
    author: str = ""
    date: date | None = None  # when it was published
    url: str = ""
    language: str = ""  # ISO 639-1, "" when unknown
    digest: str = ""  # SHA-256 (hex) of the bytes it was read from; of its own line for .jsonl
    path: str = ""  # where it was read, relative to the corpus folder
    guessed: frozenset[str] = frozenset()  # which of title, source, author, date, language were guessed
    pages: tuple[int, ...] = ()  # the offset at which each page begins; () where the format has none
    headings: tuple[Span, ...] = ()  # headings that the format marks; () where it marks none

    def page(self, offset: int) -> int | None:
        """The page, from 1, on which the character at offset stands; None where the format has no pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one report: the unit that is embedded and searched."""

    report_id: str
    number: int  # 0, 1, ... in the report's order
    span: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a statement belongs to, as far as the report tells."""

    name: str  # "Sergei Lavrov"; the words of the source itself where nobody is named
    resolved: Resolved
    body: Body = "person"
    role: str = ""  # "Russian Foreign Minister"
    organisation: str = ""  # "Fastaqim group"
    mention: Span | None = None  # the mention that named them, when it isn't the source itself


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: who (source, speaker), how (cue, polarity) and what (content, in pieces where split)."""

    report_id: str
    number: int  # 0, 1, ... in the report's order
    source: Span | None
    cue: Span | None  # None for a turn of a transcript
    content: tuple[Span, ...]
    sentence: Span  # the sentence or sentences that hold all of it
    speaker: Speaker
    kind: Kind
    polarity: Polarity = "asserts"
    tense: Tense = ""
    chain: tuple[str, ...] = field(default=())  # outlets or people between the report and the speaker
    nested: bool = False  # said within another statement's content
