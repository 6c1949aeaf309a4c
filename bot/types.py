"""What a conversation gives back. Faces (console, Telegram, JSON) only render these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.types import Kind, Polarity, Span

Verdict = Literal["yes", "no", "not_found"]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another report with the same words: the same wire story in another outlet."""

    report_id: str
    title: str = ""
    source: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim slice of a report and where it stands."""

    report_id: str
    span: Span  # of the quote in the report's text
    quote: str  # report.text[span.start:span.end], cut when the answer was made
    passage: Span  # the passage around it, shown when a person opens the citation
    digest: str  # of the report when the answer was made: tells whether the report has changed since
    title: str = ""
    source: str = ""
    date: date | None = None
    date_guessed: bool = False
    page: int | None = None
    url: str = ""
    also_in: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One of several statements that somebody makes in a citation."""

    span: Span  # of the content in the report's text, from its first piece to its last
    quote: str  # report.text[span.start:span.end]
    kind: Kind
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in an answer: who, what, and which citation it stands in or beside.

    Cue, kind and polarity are those of the part that was found.
    """

    speaker: str
    role: str
    cue: str  # "said", "denied"; "" in a transcript
    kind: Kind
    polarity: Polarity
    citation: int  # index into Answer.citations
    span: Span  # of the content in the report's text, from its first part to its last
    quote: str  # report.text[span.start:span.end]: of one part the speaker's words and nothing else
    person: str = ""  # key of the person or body in the index; "" where nobody is named
    chain: tuple[str, ...] = ()  # outlets or people between the report and the speaker
    parts: tuple[Part, ...] = ()  # in the order of the report


@dataclass(frozen=True, slots=True)
class Group:
    """A heading above some of the citations: a speaker of several, a day, one side of a contradiction."""

    title: str
    first: int  # index into Answer.citations of the first below it; the group ends where the next begins, also at once


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are in all, and which of them are shown: "12 statements in 5 reports, 1 to 3"."""

    statements: int  # 0 in a list of reports
    reports: int
    first: int  # from 1
    last: int
    newest: int = 0  # number, from 1, of the newest of the citations shown; 0 where no date tells it apart
    unit: Literal["statement", "quote"] = "statement"  # "quote" where some are a report's own words
    at_least: bool = False  # there may be more than were looked at


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A line of a table of speakers."""

    name: str
    role: str
    statements: int
    reports: int
    sources: tuple[str, ...]  # publishers
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets. Not found is abstained=True with the nearest passages, never None."""

    question: str
    abstained: bool
    lead: str  # the product's own words: "The reports do not say.", "Yes, in other words."; may be ""
    citations: tuple[Citation, ...] = ()  # in the order shown, numbered from 1
    statements: tuple[Said, ...] = ()  # best first
    verdict: Verdict | None = None  # for "did X say ..."
    nearest: tuple[Citation, ...] = ()  # offered when abstained; no answer
    note: str = ""  # what is worth knowing besides: counts, filters understood; may be ""
    score: float = 0.0  # how sure, in [0, 1]
    kind: str = ""  # of the question: "who_said", "fact", ...
    spoken: bool = False  # the answer is what people say: shown under their names
    example_questions: tuple[str, ...] = ()  # offered with a greeting
    understood: tuple[str, ...] = ()  # what was worked out of the question's words: "Oct 2016", "Politico"
    counts: Counts | None = None  # of a list
    groups: tuple[Group, ...] = ()  # in the order of `first`
    table: tuple[SpeakerRow, ...] = ()  # who speaks, most first
    choices: tuple[str, ...] = ()  # whole questions to choose from when it could mean several


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage as it stands in its report, with the cited words marked."""

    text: str
    marked: Span  # of the cited words within `text`
    citation: Citation
