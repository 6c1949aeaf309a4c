"""Dates in words, and the day that a line gives a report."""

from __future__ import annotations

import re
from datetime import date

_REACH = 200  # characters: no date is longer

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T\s].*)?", re.DOTALL)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[\s,].*)?", re.DOTALL)
_FOUR_DIGITS = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")

_MONTH = r"[^\W\d_]{3,12}\.?"
_BETWEEN = r"(?:\s*\([^()\d]{1,20}\))?"  # an agency: "Oct 28 (Reuters), 2016"
_DAY = re.compile(
    rf"""(?<![\d/.-])(?:
        \d{{4}}(?P<mark>[-/.])\d{{1,2}}(?P=mark)\d{{1,2}}
      | \d{{1,2}}(?P<sign>[-/.])\d{{1,2}}(?P=sign)\d{{4}}
      | \d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?{_MONTH}(?:\sde)?{_BETWEEN},?\s\d{{4}}
      | {_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?{_BETWEEN},?\s\d{{4}}
    )(?!\d|[-/.]\d)""",
    re.VERBOSE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*$", re.IGNORECASE)
# What may stand before the day of a report: nothing, a mark, a place. In "on March 15, 2011" and
# "the March 15, 2011 rally" the day is that of an event.
_OF_A_REPORT = re.compile(
    r"(?:^|[^\w\s]|\b(?i:published|posted|updated|issued|released|dated|filed)(?:\son)?"
    r"|\b(?!(?:On|In|Since|By|After|Before|From|Until|Between|The)\b)[A-Z]\w*)\s*$"
)


def day(words: str, language: str = "en") -> date | None:
    """The date that words are, in any usual form; None when they are none, or not one for certain.

    A date needs its day, month and year, the year in four digits: nothing is filled in from today. Of a
    moment it is the day as written, in its own time zone. 03/04/2016 is None, as it has two readings;
    28/10/2016 and 03.04.2016 have one. Months may be named in English or in `language` (ISO 639-1).
    """
    words = words.strip()[:_REACH]
    if parts := _YEAR_FIRST.fullmatch(words):
        return _date(parts[1], parts[3], parts[4])
    if parts := _YEAR_LAST.fullmatch(words):
        first, second = int(parts[1]), int(parts[3])
        if parts[2] == "." or first > 12 or first == second:
            return _date(parts[4], parts[3], parts[1])
        return _date(parts[4], parts[1], parts[3]) if second > 12 else None
    if not _FOUR_DIGITS.search(words) or not re.search(r"[^\W\d_]", words):
        return None
    return _parsed(words, "en") or (_parsed(words, language) if language not in {"", "en"} else None)


def day_in(line: str, language: str = "en") -> tuple[date | None, str, str]:
    """The day that line gives the report it begins, and what stands before and after it there.

    None, line and "" where it gives none, or only that of an event.
    """
    for found in _DAY.finditer(line):
        before = _WEEKDAY.sub("", line[: found.start()])
        if _OF_A_REPORT.search(before) and (told := day(re.sub(r"\s*\(.*?\)", "", found[0]), language)):
            return told, before, line[found.end() :]
    return None, line, ""


def _date(year: str, month: str, day_of_month: str) -> date | None:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None


def _parsed(words: str, language: str) -> date | None:
    import dateparser  # here: rarely needed, and slow to import

    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "STRICT_PARSING": True,
        "PARSERS": ["absolute-time"],  # no "two days ago", no seconds since 1970
    }
    try:
        moment = dateparser.parse(words, languages=[language], settings=settings)
    except ValueError:  # a language it doesn't know
        return None
    return moment.date() if moment else None
