"""Dates in words, and the days they mean: "since Tuesday", "in early October", "between 3 and 9 March"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from corpus.types import Span

_OLD = timedelta(days=60)  # without a report for so long, a collection is closed
_OPEN = date.min  # "before 8 Nov" begins with the first report

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"  # noqa: E501
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_FULL = (  # a day that needs no word before it
    rf"(?:{_YEAR}-\d\d-\d\d|\d\d?[./]\d\d?[./]{_YEAR}|(?:the )?{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?"
    rf"|{_MONTH} (?:the )?{_DAY}(?!\d)(?:,? {_YEAR}(?!\d))?)"
)
_AGO = r"(?:yesterday|(?-i:today)|(?:\d{1,3}|an?|two|three|four|five|six) (?:days?|weeks?|months?|years?) ago)"
_RECENT = r"(?:(?:last|this|past) (?:week|month|year)(?! of))"
_PART = r"(?:(?P<part>early|mid|late|(?:the )?(?:beginning|start|middle|end) of)[- ])?"
_DATE = rf"(?P<date>{_FULL}|{_AGO}|(?:the )?{_RECENT}|(?:last |this )?{_WEEKDAY}|{_MONTH}(?: {_YEAR})?|{_YEAR})"
_DATED = re.compile(
    # 1. two days: "between 3 and 9 March", "from 1 May to 3 June"
    rf"\b(?:between|from) (?P<first>{_FULL}|{_DAY}|{_MONTH} {_YEAR}|{_MONTH}|{_YEAR})"
    rf" (?:and|to|till|until) (?P<last>{_FULL}|{_MONTH} {_YEAR}|{_MONTH}|{_YEAR})\b"
    # 2. one, behind a word that says how it limits, and maybe the event of that day
    r"|(?:\b(?P<how>since|after|from|before|until|till|by|up to|in|on|during|over|around|of|as of)"
    rf" (?P<event>(?:the |his |her |their )?(?:[a-z]+ ){{1,3}}(?:on|of) )??(?:the )?)?\b{_PART}{_DATE}\b(?!['’]|\w)",
    re.I,
)
_BARE = re.compile(rf"{_FULL}|{_AGO}|{_RECENT}|(?:last|this) {_WEEKDAY}|{_MONTH} {_YEAR}", re.I)
_NUMBERED = re.compile(r"(\d)(?:st|nd|rd|th)\b", re.I)
_LIMITS = ("since", "after", "before", "until", "till", "by", "up to", "as of")
_THIRDS = {"early": (1, 10), "beginning": (1, 10), "start": (1, 10), "mid": (10, 20), "middle": (10, 20)}


@dataclass(frozen=True, slots=True)
class When:
    """The days that words mean, both inclusive; `since` is date.min where only an end is given."""

    since: date
    until: date
    words: str  # the same for a person: "early Oct 2016"
    span: Span  # of the words that say so, and say nothing else
    is_year: bool = False  # a year alone is as often part of what was said ("the 2012 debate")


def anchor(today: date, last: date | None) -> tuple[date, str]:
    """The day from which relative dates count, and how to call it: today, or a closed collection's last report."""
    if last is None or today - last <= _OLD:
        return today, "today"
    return last, f"the last report, {last:%-d %b %Y}"


def when_in(text: str, today: date, last: date | None = None) -> When | None:
    """What a text says about time first, None when nothing.

    A month or a day without a year is the latest one not after the day from which relative dates count.
    """
    base, called = anchor(today, last)
    for found in _DATED.finditer(text):
        when = _between(found, base) if found["first"] else _single(found, base, called)
        if when is not None:
            return when
    return None


def _between(found: re.Match[str], base: date) -> When | None:
    last = _range(found["last"], base)
    if last is None:
        return None
    opening = found["first"]
    if opening.rstrip("stndrh").isdigit() and len(opening) <= 4 and not re.fullmatch(_YEAR, opening):
        opening = f"{opening} {last[0]:%B %Y}"  # "3 and 9 March": the first shares the month
    first = _range(opening, last[1])
    if first is None or first[0] > last[1]:
        return None
    return When(first[0], last[1], in_words(first[0], last[1]), Span(*found.span()))


def _single(found: re.Match[str], base: date, called: str) -> When | None:
    how, part, words = (found["how"] or "").lower(), (found["part"] or "").lower(), found["date"]
    if not (how or part or _BARE.fullmatch(words)):
        return None  # "may" and "march" are words too, and a year alone may count anything
    if how == "on" and re.fullmatch(rf"{_MONTH}|{_YEAR}", words, re.I):
        return None  # "on the January plan"
    if found["event"] and how not in _LIMITS:
        return None
    days = _range(words, base)
    if days is None:
        return None
    days = _thirds(part, *days)
    shown = in_words(*days, part)
    is_year = bool(re.fullmatch(_YEAR, words))
    # the event stays among the words to look for: "before the vote on 8 Nov" is about the vote
    start = found.start("event") + len(found["event"].rsplit(" ", 2)[0]) + 1 if found["event"] else found.start()
    span = Span(start, found.end())
    if how in ("since", "after"):
        return When(days[0], max(base, days[1]), f"since {shown}", span, is_year)
    if how == "before":
        return When(_OPEN, days[0] - timedelta(1), f"before {shown}", span, is_year)
    if how in _LIMITS:
        return When(_OPEN, days[1], f"until {shown}", span, is_year)
    if re.fullmatch(rf"(?:the )?(?:{_RECENT}|{_AGO})", words, re.I):
        shown += f" (counted from {called})"
    return When(*days, shown, span, is_year)


def _range(words: str, base: date) -> tuple[date, date] | None:
    """First and last day of a date in words; the latest that doesn't lie after `base`. None for a 30 February."""
    words = _NUMBERED.sub(r"\1", words.lower().removeprefix("the "))
    if re.fullmatch(_RECENT, words):
        return _recent(words, base)
    if re.fullmatch(_YEAR, words):
        return date(int(words), 1, 1), date(int(words), 12, 31)
    if re.fullmatch(_WEEKDAY, words.removeprefix("this ").removeprefix("last ")):
        words = words.removeprefix("this ").removeprefix("last ")
    from dateparser.date import DateDataParser  # a fifth of a second; most questions have no date

    settings = {"RELATIVE_BASE": datetime.combine(base, time.max), "PREFER_DATES_FROM": "past"}
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(words.replace("sept.", "sep"))
    if found.date_obj is None:
        return None
    day = found.date_obj.date()
    if found.period == "month" and "ago" not in words:
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


def _recent(words: str, base: date) -> tuple[date, date]:
    """The calendar's week for "last week", the seven days to the base for "past week"; "this week" ends with it."""
    which, unit = words.split()
    if which == "past":
        return base - timedelta({"week": 7, "month": 30, "year": 365}[unit]), base
    monday = base - timedelta(base.weekday())
    start = {"week": monday, "month": base.replace(day=1), "year": date(base.year, 1, 1)}[unit]
    if which == "this":
        return start, base
    end = start - timedelta(1)
    return {"week": end - timedelta(6), "month": end.replace(day=1), "year": date(end.year, 1, 1)}[unit], end


def _thirds(part: str, since: date, until: date) -> tuple[date, date]:
    """The early, middle or late days of a month; of other spans the whole."""
    if not part or since.day != 1 or (since.year, since.month) != (until.year, until.month):
        return since, until
    word = part.split()[-2 if part.endswith("of") else -1]
    first, last = _THIRDS.get(word, (20, until.day))
    return since.replace(day=first), since.replace(day=last)


def in_words(since: date, until: date, part: str = "") -> str:
    """Days for a person: "9 May 2023", "Oct 2016", "until 8 Nov 2016"."""
    if since == _OPEN:
        return f"until {in_words(until, until)}"
    if since == until:
        return f"{since:%-d %b %Y}"
    if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31):
        return str(since.year)
    if (since.year, since.month) == (until.year, until.month) and (part or _whole(since, until)):
        return f"{part} {since:%b %Y}".strip()
    return f"{since:%-d %b %Y} to {until:%-d %b %Y}"


def _whole(since: date, until: date) -> bool:
    return since.day == 1 and (until + timedelta(1)).day == 1
