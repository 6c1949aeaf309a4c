"""An answer as blocks of runs: what plain text and Telegram's HTML have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Literal

from bot.types import Answer, Citation, Counts, Elsewhere, Group, Said, SpeakerRow

NOT_FOUND = "The reports do not say."
SLIGHT = 40  # characters of a statement: fewer say little without their sentence

# "told: ..." lacks whom; the others stand well before a colon
_NEEDS_OBJECT = re.compile(r"(?:t(?:old|ells?|elling)|inform\w*|assur\w+|remind\w*|notif\w+|accus\w+)", re.I)
_NOTHING = "Nothing on that in these reports."
_OUTLETS = 3  # named in a table; the others are counted
_OPENING_MARKS = tuple("“\"„«‹‘'")
# They steer a terminal ("clear the screen") and are nothing that Telegram takes; a report may hold them all the same.
_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    style: Literal["", "bold", "italic", "quote"] = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    runs: tuple[Run, ...]
    gap: str = "\n\n"  # between this block and the one before

    def units(self) -> int:
        """Its length as Telegram counts."""
        return units(self.gap) + sum(units(run.text) + 1 for run in self.runs)

    def entities(self) -> int:
        """How many entities Telegram makes of it."""
        return sum(bool(run.style) + bool(run.link) for run in self.runs)


def shown(answer: Answer) -> tuple[Citation, ...]:
    """The citations that carry a number, from 1: the nearest passages where the reports do not say."""
    return answer.nearest if answer.abstained else answer.citations


def blocks(answer: Answer, *, longest_quote: float = inf, aligned: bool = False) -> Iterator[Block]:
    """The whole answer but for its example questions. `aligned`: a table in columns, for letters of one width."""
    citations = shown(answer)
    if lead := answer.lead.strip() or (NOT_FOUND if answer.abstained or not (citations or answer.table) else ""):
        yield Block((Run(lead),))
    # 1. The table, then what is cited, in the order of the numbers.
    if answer.table:
        yield from _columns(answer.table) if aligned else _rows(answer.table)
    if answer.abstained and (note := answer.note.strip()):
        yield Block((Run(note, "italic"),))
    if answer.abstained and citations:
        yield Block((Run("Nearest to the question; it may not answer it:"),))
    listing = answer.kind == "reports" and not answer.abstained  # the reports themselves are asked for
    if not listing:
        yield from _quotes(answer, citations, longest_quote)
    # 2. What is worth knowing besides, and where it all stands.
    for line in (_counted(answer.counts), "" if answer.abstained else answer.note.strip()):
        if line:
            yield Block((Run(line, "italic"),))
    if answer.understood:
        yield Block((Run(f"Understood: {', '.join(answer.understood)}.", "italic"),))
    if citations:
        yield Block((Run("Reports" if listing else "Sources", "bold"),))
        yield from _sources(citations)
    if answer.choices:
        yield Block((Run("\n".join(["Did you mean:", *(f"- {choice}" for choice in answer.choices)])),))


def in_words(counts: Counts) -> str:
    """ "12 statements in 5 reports", "3 reports", "at least 8 statements in 4 reports"."""
    reports = f"{counts.reports:,} report{'s' * (counts.reports != 1)}"
    if not counts.statements:
        return reports
    least = "at least " if counts.at_least else ""
    return f"{least}{counts.statements:,} {counts.unit}{'s' * (counts.statements != 1)} in {reports}"


def needs_object(cue: str) -> bool:
    """True for a cue that says nothing without whom it was said to: "told"."""
    return bool(_NEEDS_OBJECT.fullmatch(cue.strip(" :,")))


def visible(text: str) -> str:
    """The text as it is shown, of the same length: each control character but newline and tab as U+FFFD."""
    return text.translate(_CONTROLS)


def quoted(quote: str) -> str:
    """A quote in quotation marks, unless it brings its own."""
    return quote if quote.lstrip().startswith(_OPENING_MARKS) else f"“{quote}”"


def title_of(citation: Citation) -> str:
    """The report's title in a line; its id where it has none."""
    return " ".join(citation.title.split()) or citation.report_id


def origin_of(cited: Sequence[Citation]) -> str:
    """Publisher, date and pages of citations of one report."""
    first = cited[0]
    day = _day(first.date)
    if day and first.date_guessed:
        day += " (date guessed)"
    pages = sorted({c.page for c in cited if c.page is not None})
    leaves = f"{'p.' if len(pages) == 1 else 'pp.'} {', '.join(map(str, pages))}" if pages else ""
    return ", ".join(filter(None, (" ".join(first.source.split()), day, leaves)))


def units(text: str) -> int:
    """How Telegram counts: UTF-16 units, two for a character beyond the first plane."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def head(text: str, room: int, hard: bool = True) -> str:
    """As much of the text's beginning as fits into so many UTF-16 units, ending with a word.

    A first word that is longer than that is cut when hard, and else nothing is left.
    """
    if units(text) <= room:
        return text
    end, taken = 0, 0
    for letter in text:
        taken += units(letter)
        if taken > room:
            break
        end += 1
    border = max((m.start() for m in re.finditer(r"\s+", text[: end + 1])), default=0)
    return text[: border or (end if hard else 0)]


# Quotes


def _quotes(answer: Answer, citations: Sequence[Citation], longest: float) -> Iterator[Block]:
    told = {} if answer.abstained else {said.citation: said for said in answer.statements}
    groups = () if answer.abstained else answer.groups
    for number, citation in enumerate(citations, 1):
        heading = ""
        for group, empty in _opened(groups, number - 1):
            heading = group.title
            yield from _heading(group, empty)
        heading = heading or next((g.title for g in reversed(groups) if g.first < number), "")
        said = told.get(number - 1)
        if said is None or not answer.spoken:
            yield Block((*_quotation(citation.quote, number, longest), *_according(said, citation)))
        else:
            yield _spoken(said, citation, number, heading, longest)
    for group, _ in _opened(groups, len(citations)):
        yield from _heading(group, True)


def _opened(groups: Sequence[Group], place: int) -> Iterator[tuple[Group, bool]]:
    """The groups that begin at a citation, and whether they end there too."""
    here = [group for group in groups if group.first == place]
    for i, group in enumerate(here):
        yield group, i < len(here) - 1


def _heading(group: Group, empty: bool) -> Iterator[Block]:
    yield Block((Run(group.title, "bold"), *([Run(f"\n{_NOTHING}")] if empty else [])))


def _spoken(said: Said, citation: Citation, number: int, heading: str, longest: float) -> Block:
    """Words under the name of who says them; the name is not said again under a heading that has it."""
    # a few words are shown in their sentence, which may hold others' words too, and so it is said; so are several
    # statements, of which one may be a denial
    is_more = len(said.quote) < len(citation.quote)
    lacks_whom = needs_object(said.cue)
    is_part = len(said.quote) < SLIGHT and (len(citation.quote) > SLIGHT or said.kind == "indirect")
    slight = len(said.parts) > 1 or (is_more and (is_part or (lacks_whom and said.kind != "direct")))
    # the cue is the report's own word; "according to" stands before a name and not behind it
    cue = "" if slight or lacks_whom or said.cue.lower().startswith("according") else said.cue.rstrip(" :,")
    words = citation.quote if slight else said.quote
    who = (said.speaker, f"{said.speaker} ({said.role})")
    if heading == said.speaker or heading.endswith(tuple(f"from {name}" for name in who)):
        opening = [Run("In:")] if slight else [Run(f"{cue}:")] if cue else []
        return Block((*opening, *_quotation(words, number, longest)))
    role = f" ({said.role})" if said.role else ""
    through = f", through {' and '.join(said.chain)}" if said.chain else ""
    told = ", in:" if slight else f"{',' * bool(through)} {cue}:" if cue else ":"
    name = Run(said.speaker, "bold")
    return Block((name, Run(f"{role}{through}{told}"), *_quotation(words, number, longest)))


def _according(said: Said | None, citation: Citation) -> Iterator[Run]:
    """Who says it, where the words themselves don't name them."""
    if said and said.speaker and said.speaker.split()[-1] not in citation.quote:
        yield Run(f"\naccording to {said.speaker}{f' ({said.role})' if said.role else ''}")


def _quotation(quote: str, number: int, longest: float) -> Iterator[Run]:
    if units(quote) <= longest:
        yield Run(f"{quoted(quote)} [{number}]", "quote")
    else:
        yield Run(quoted(head(quote, int(longest))), "quote")
        yield Run(f"\n(continues; open [{number}])")


# Lines


def _counted(counts: Counts | None) -> str:
    if counts is None or max(counts.statements, counts.reports) < 2 or not counts.last:
        return ""
    whole = counts.statements or counts.reports
    line = in_words(counts)
    line = line[0].upper() + line[1:]
    if counts.last - counts.first + 1 < whole:
        line += f", {counts.first:,} to {counts.last:,}" if counts.last > counts.first else f", number {counts.first:,}"
    newest = f"; the newest is [{counts.newest}]" if counts.newest else ""
    goes_on = counts.last < whole or counts.at_least
    return f"{line}{newest}; say more for the next." if goes_on else f"{line}{newest}."


def _sources(citations: Sequence[Citation]) -> Iterator[Block]:
    """One line a report, with the numbers of all its citations."""
    reports: dict[str, list[int]] = {}
    for number, citation in enumerate(citations, 1):
        reports.setdefault(citation.report_id, []).append(number)
    for numbers in reports.values():
        cited = [citations[number - 1] for number in numbers]
        origin = origin_of(cited)
        also = _elsewhere({e.report_id: e for c in cited for e in c.also_in})
        yield Block(
            (
                Run(f"[{', '.join(map(str, numbers))}] "),
                Run(title_of(cited[0]), link=_web_address(cited[0].url)),
                *([Run(f" — {origin}")] if origin else []),
                *([Run(f"; also in {also}")] if also else []),
            ),
            gap="\n",
        )


def _elsewhere(reports: dict[str, Elsewhere]) -> str:
    """ "Reuters, 3 Oct 2016; Politico, 4 Oct 2016"."""
    places = [
        ", ".join(filter(None, (" ".join((e.source or e.title or e.report_id).split()), _day(e.date))))
        for e in reports.values()
    ]
    return "; ".join(dict.fromkeys(places))


def _web_address(url: str) -> str:
    return url if re.fullmatch(r"https?://\S+", url) and visible(url) == url else ""


# Tables


def _rows(table: Sequence[SpeakerRow]) -> Iterator[Block]:
    """A line a speaker: Telegram has no tables."""
    for i, row in enumerate(table):
        _, _, _, outlets, days = _cells(row)
        count = in_words(Counts(row.statements, row.reports, 0, 0))
        role = f" ({row.role})" if row.role else ""
        told = "; ".join(filter(None, (count, outlets, days)))
        yield Block((Run(row.name, "bold"), Run(f"{role}: {told}")), gap="\n\n" if i == 0 else "\n")


def _columns(table: Sequence[SpeakerRow]) -> Iterator[Block]:
    rows = [("speaker", "statements", "reports", "outlets", "dates"), *map(_cells, table)]
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if i in (1, 2) else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    yield Block((Run("\n".join(lines)),))


def _cells(row: SpeakerRow) -> tuple[str, str, str, str, str]:
    name = " ".join(f"{row.name}{f' ({row.role})' if row.role else ''}".split())
    outlets = list(row.sources[:_OUTLETS])
    if more := len(row.sources) - len(outlets):
        outlets.append(f"{more:,} more")
    days = dict.fromkeys(filter(None, (_day(row.first), _day(row.last))))
    return name, f"{row.statements:,}", f"{row.reports:,}", ", ".join(outlets), " to ".join(days)


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
