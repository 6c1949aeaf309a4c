"""What a report's first lines tell of it where the format tells nothing: title, source, author, date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.readers.dates import day, day_in

_LINES = 5  # non-empty lines that are looked at
_REACH = 200  # characters of each of them
_TITLE = 120

_FIELDS = {
    "title": "title",
    "headline": "title",
    "source": "source",
    "publisher": "source",
    "author": "author",
    "by": "author",
    "byline": "author",
    "date": "date",
    "published": "date",
    "updated": "date",
}
_HEADER = re.compile(rf"({'|'.join(_FIELDS)})\s*:\s*(\S.*)", re.IGNORECASE)
_NAME = r"(?:(?:[A-Z]|al-)[\w.'’-]*|and|de|del|della|van|von|der|bin|&)"
_BYLINE = re.compile(rf"(?:By|BY|by) ({_NAME}(?:,? {_NAME}){{1,8}})")
# "BEIRUT, Oct 28 (Reuters) - ", "SEOUL (Yonhap) -- "
_DATELINE = re.compile(r"[A-Z]{2}[^()]{1,60}\(([A-Z][\w .&'’/-]{1,30})\)\s*[-–—]")
# after a dash or alone on a line only these: a dash and a name also end a saying
_CREDIT = re.compile(
    r"(?:.*[—–]\s*)?((?:Thomson )?Reuters|AP|(?:The )?Associated Press|AFP|Agence France-Presse|UPI|dpa|EFE"
    r"|ANSA|Xinhua|TASS|Interfax|RIA Novosti|Anadolu Agency|Kyodo|Yonhap|PTI|IANS|Bernama|IRNA|SANA|MENA"
    r"|Al Jazeera|BBC)\.?"
)
# Alone on a line or beside the date: "The Harbour Gazette, 5 May 2023". Without a word that newspapers are
# called by, a name beside a date is as likely that of a town.
_OUTLET = re.compile(
    r"(?i:(?!breaking|latest)(?:the )?)(?:[A-Z][\w'’-]* ){0,3}(?i:times|post|tribune|herald|gazette|courier"
    r"|journal|chronicle|guardian|observer|register|ledger|mercury|telegraph|standard|star|sun|mail|express"
    r"|press|news|agency|independent|globe|examiner|inquirer|dispatch|monitor|echo|mirror)"
    r"|(?i:radio) [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"
)
# a sentence's full stop ends no title, that of "in the U.S." may; nor is a bullet or an address one
_NO_TITLE = re.compile(r"(?<!\.[A-Z])\.[\"”’)]?$|[,;:]$|^[-*•]\s|://")
_PROGRAM = re.compile(
    r"^(?:microsoft word\b.*|untitled.*|document ?\d*|title|slide \d+|\W*)$"
    r"|\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|txt)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What the first lines tell; "" and None where they tell nothing."""

    title: str = ""
    source: str = ""
    author: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    day: date | None
    parts: list[str]  # what stands beside the day, or else the line itself


def guess(text: str, language: str = "en") -> Guess:
    """Title, source, author and date as the first five lines of text have them.

    By headers ("Source: ..."), by lines of their own, by a dateline ("BEIRUT, Oct 28, 2016 (Reuters) -") or a
    date in a caption. A photographer's credit ("Reuters/Jane Doe") says who took the picture, not whose the
    report is, so it is no source.
    """
    headers: dict[str, str] = {}
    lines: list[_Line] = []
    for line in _first_lines(text):
        if header := _HEADER.fullmatch(line):
            headers.setdefault(_FIELDS[header[1].lower()], header[2])
        else:
            lines.append(_line(line, language))
    return Guess(
        title=headers.get("title") or _title(lines),
        source=headers.get("source") or next(filter(None, map(_source, lines)), ""),
        author=headers.get("author") or next(filter(None, map(_author, lines)), ""),
        date=day(headers.get("date", ""), language) or next((line.day for line in lines if line.day), None),
    )


def titled(words: str) -> str:
    """The title that a document's properties give; "" when it is what a program put there."""
    title = " ".join(words.split())[:_REACH]
    return "" if _PROGRAM.search(title) else title


def _first_lines(text: str) -> list[str]:
    lines: list[str] = []
    start = 0
    while start < len(text) and len(lines) < _LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if line := " ".join(text[start : min(end, start + _REACH)].split()):
            lines.append(line)
        start = end + 1
    return lines


def _line(text: str, language: str) -> _Line:
    told, before, after = day_in(text, language)
    if told is None:
        return _Line(text, None, [text])
    parts = re.split(r"[,.|()–—]\s*|\s-\s", f"{before}|{after}")
    return _Line(text, told, [part.strip() for part in parts if part.strip()])


def _title(lines: list[_Line]) -> str:
    """The first line that is more than a date, a byline or an outlet's name, if it looks like a title."""
    for line in lines:
        rest = [part for part in line.parts if not _outlet(part) and not _BYLINE.fullmatch(part)]
        if not rest or (line.day and sum(len(part.split()) for part in rest) <= 2):  # "Published", a town
            continue
        if line is lines[-1] or _DATELINE.match(line.text) or len(line.text) > _TITLE:
            return ""
        if not re.search(r"[^\W\d_]{2}", line.text) or _NO_TITLE.search(line.text):
            return ""
        return line.text
    return ""


def _source(line: _Line) -> str:
    if dateline := _DATELINE.match(line.text):
        return dateline[1].strip()
    return next(filter(None, map(_outlet, line.parts)), "")


def _outlet(part: str) -> str:
    if credit := _CREDIT.fullmatch(part):
        return credit[1]
    return part if _OUTLET.fullmatch(part) else ""


def _author(line: _Line) -> str:
    for byline in filter(None, map(_BYLINE.fullmatch, line.parts)):
        name = byline[1]
        return (name if " and " in name else name.split(",")[0]).rstrip(".")
    return ""
