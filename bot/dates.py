"""Dates in words, and the days they mean: "since Tuesday", "in early October", "between 3 and 9 March"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from corpus.attribution.verbs import reports_speech
from corpus.types import Span

Month = tuple[int, int]  # year, month

_OLD = timedelta(days=30)  # without a report for so long, a collection is closed
_OPEN = date.min  # "before 8 Nov" begins with the first report

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"  # noqa: E501
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_FULL = (  # a day that needs no word before it
    rf"(?:{_YEAR}-\d\d-\d\d|\d\d?[./]\d\d?[./]{_YEAR}|(?:the )?{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?"
    rf"|{_MONTH} (?:the )?{_DAY}(?!\d)(?:,? {_YEAR}(?!\d))?)"
)
_COUNT = r"(?:\d{1,3}|a (?:few|couple of)|an?|two|three|four|five|six|seven|eight|nine|ten)"
_AGO = (
    r"(?:(?:the )?day before yesterday|yesterday|(?-i:today)|tonight|last night|this (?:morning|afternoon|evening)"
    rf"|{_COUNT} (?:hours?|days?|weeks?|months?|years?) ago)"
)
_RECENT = (
    r"(?:(?:last|this|past) (?:week|month|year)(?! of)|(?:last|past|this) weekend(?! (?:of|in)\b)|the weekend"
    rf"|(?:last|past) (?:{_COUNT}|few|couple of) (?:hours|days|weeks|months|years))"
)
_PART = (
    r"(?:(?:(?<=\bat )|\bat )?(?P<part>early|mid|late|(?:the )?(?:beginning|start|middle|end|(?:first|second) half"
    r"|(?:first|last) (?:week|weekend|days)|week) (?:of|in))[- ](?:the )?)?"
)
_SEASON = rf"(?:spring|summer|autumn|fall|winter)(?: of)? {_YEAR}|(?:last|this|past) (?:spring|summer|autumn|winter)"
_DATE = (
    rf"(?P<date>{_FULL}|{_AGO}|(?:the )?{_RECENT}|(?:last |this )?{_WEEKDAY}|(?:the )?{_SEASON}|{_MONTH}(?: {_YEAR})?"
    rf"|{_YEAR})"
)
_DATED = re.compile(
    # 1. two days: "between 3 and 9 March", "from 1 May to 3 June", "3-9 March", "March 3-9"
    rf"\b(?:between|from|in|during) (?P<first>{_FULL}|{_DAY}|{_MONTH} {_YEAR}|{_MONTH}|{_YEAR})"
    rf"(?: (?:and|or|to|till|until) | ?[-–] ?)(?P<last>{_FULL}|{_MONTH} {_YEAR}|{_MONTH}|{_YEAR})\b"
    rf"|\b(?:on |from )?(?P<day>{_DAY}) ?(?:-|–|to) ?(?P<until>{_DAY} {_MONTH}(?:,? {_YEAR})?)\b"
    rf"|\b(?:on |from )?(?P<month>{_MONTH} {_DAY}) ?(?:-|–|to) ?(?P<end>{_DAY}(?:,? {_YEAR})?)\b"
    # 2. one, behind a word that says how it limits, and maybe the event of that day
    rf"|(?:\b(?P<away>(?:(?:in|on|during) )?(?:the )?(?:{_COUNT} |first |next |few )?(?:day|week"
    rf"|month)s? (?=after|before|follow))?"
    r"\b(?P<how>since|after|following|from|before|prior to|(?:up )?until|till|by|up to|back in|within|in|on|during|over"
    r"|around|of|as of)"
    rf" (?P<event>(?:the |his |her |their )?(?:[a-z]+ ){{1,3}}(?:on|of) )??(?:the )?)?\b{_PART}{_DATE}\b(?!['’]|\w)"
    r"(?P<on> on\b(?! \w)| onwards?)?",
    re.I,
)
_BARE = re.compile(rf"{_FULL}|{_AGO}|(?:the )?{_RECENT}|(?:last|this) {_WEEKDAY}|{_SEASON}|{_MONTH} {_YEAR}", re.I)
_NUMBERED = re.compile(r"(\d)(?:st|nd|rd|th)\b", re.I)
# "flour would last nine days", "did the truce last two days": a verb
_LASTING = re.compile(
    r"(?:\b(?:to|will|would|can|could|may|might|must|shall|should|do|does|did)(?:n['’]?t| not)?|\bwo?n['’]?t"
    r"|['’](?:ll|d))\b"
    r"(?P<between>(?: [\w'’-]+){0,5})\s*$",
    re.I,
)
_LIMITS = ("since", "after", "following", "before", "prior to", "until", "up until", "till", "by", "up to", "as of")
_PARTS = {  # first and last day of a month; 0 is its end, -6 counts from there
    "early": (1, 10), "beginning": (1, 10), "start": (1, 10), "mid": (10, 20), "middle": (10, 20), "late": (20, 0),
    "end": (20, 0), "first half": (1, 15), "second half": (16, 0), "first week": (1, 7), "last week": (-6, 0),
    "first days": (1, 7), "last days": (-6, 0), "first weekend": (1, 8), "last weekend": (-8, 0),
}  # fmt: skip
_PARTS_OF_YEAR = {  # first and last month
    "early": (1, 4), "beginning": (1, 3), "start": (1, 3), "mid": (5, 8), "middle": (5, 8), "late": (9, 12),
    "end": (10, 12), "first half": (1, 6), "second half": (7, 12),
}  # fmt: skip
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # the first of three months, in the north
_NUMBERS = {word: n for n, word in enumerate("a two three four five six seven eight nine ten".split(), 1)} | {"an": 1}
_NUMBERS |= {"a couple of": 2, "a few": 3}
_HOURS = {"hour": 1, "day": 24, "week": 168, "month": 720, "year": 8760}
_NEAR = {"today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "yesterday": 1}
_NEAR |= {"last night": 1, "day before yesterday": 2}


@dataclass(frozen=True, slots=True)
class When:
    """The days that words mean, both inclusive; `since` is date.min where only an end is given."""

    since: date
    until: date
    words: str  # the same for a person: "early Oct 2016"
    span: Span  # of the words that say so, and say nothing else
    is_year: bool = False  # a year alone is as often part of what was said ("the 2012 debate")
    limits: bool = False  # "since", "before" or counted back from today: of the reports rather than of what they tell


def anchor(today: date, last: date | None) -> tuple[date, str]:
    """The day from which relative dates count, and how to call it: today, or a closed collection's last report."""
    if last is None or today - last <= _OLD:
        return today, "today"
    return last, f"the last report, {last:%-d %b %Y}"


def when_in(text: str, today: date, last: date | None = None, months: Collection[Month] = ()) -> When | None:
    """What a text says about time first, None when nothing.

    A month or a day without a year is the latest one not after the day from which relative dates count; of a year that
    has reports of that month, where one has: `months` are those of the collection.
    """
    base, called = anchor(today, last)
    for found in _DATED.finditer(text):
        if _is_lasting(text, found):
            continue
        two = found["first"] or found["day"] or found["month"]
        when = _between(found, two, base, months) if two else _single(found, base, called, months)
        if when is not None:
            return when
    return None


def _is_lasting(text: str, found: re.Match[str]) -> bool:
    """True where "last" says how long something lasts."""
    if found["how"] or not (found["date"] or "").lower().startswith("last "):
        return False
    before = _LASTING.search(text[: found.start()])
    return bool(before) and not any(reports_speech(word.lower()) for word in before["between"].split())  # type: ignore[index]


def _between(found: re.Match[str], opening: str, base: date, months: Collection[Month]) -> When | None:
    closing = found["last"] or found["until"]
    if found["month"]:  # "March 3-9": the last day shares the month
        closing = f"{re.match(_MONTH, opening, re.I)[0]} {found['end']}"  # type: ignore[index]
    last = _range(closing, base, months)
    if last is None:
        return None
    if re.fullmatch(_DAY, opening, re.I) and not re.fullmatch(_YEAR, opening):
        opening = f"{opening} {last[0]:%B %Y}"  # "3 and 9 March": the first shares the month
    first = _range(opening, last[1])
    if first is None or first[0] > last[1]:
        return None
    return When(first[0], last[1], in_words(first[0], last[1]), Span(*found.span()))


def _single(found: re.Match[str], base: date, called: str, months: Collection[Month]) -> When | None:
    how, part, words = (found["how"] or "").lower(), (found["part"] or "").lower(), found["date"]
    if not (how or part or _BARE.fullmatch(words)):
        return None  # "may" and "march" are words too, and a year alone may count anything
    if how == "on" and re.fullmatch(rf"{_MONTH}|{_YEAR}", words, re.I):
        return None  # "on the January plan"
    if found["event"] and how not in _LIMITS:
        return None
    weekday = re.fullmatch(_WEEKDAY, words, re.I)
    if weekday and called != "today" and how in ("", "on"):
        return None  # in a closed collection it may be the Wednesday of any report, as its words say
    days = _range(words, base, months)
    if days is None:
        return None
    days = _parts(part, *days)
    shown = in_words(*days, "" if "week" in part or "days" in part else part)
    is_year = bool(re.fullmatch(_YEAR, words)) and not part
    # the event stays among the words to look for: "before the vote on 8 Nov" is about the vote
    start = found.start("event") + len(found["event"].rsplit(" ", 2)[0]) + 1 if found["event"] else found.start()
    span = Span(start, found.end())
    relative = re.fullmatch(rf"(?:the )?(?:{_RECENT}|{_AGO}|(?:last |this )?{_WEEKDAY})", words, re.I)
    if found["away"]:
        since, until = _away(found["away"].lower(), how, *days)
        said = in_words(since, until)
    elif how in ("after", "following") and not found["event"]:  # what follows on an event is told on its day too
        since = days[1] + timedelta(1)
        until, said = max(base, since), f"after {shown}"
    elif how in ("since", "after", "following") or (how == "from" and found["on"]):
        since, until, said = days[0], max(base, days[1]), f"since {shown}"
    elif how in ("before", "prior to"):
        since, until, said = _OPEN, days[0] - timedelta(1), f"before {shown}"
    elif how in _LIMITS:
        since, until, said = _OPEN, days[1], f"until {shown}"
    else:
        since, until, said = *days, shown
    if relative:
        typed = " ".join(filter(None, (how if how in _LIMITS else "", words.lower().removeprefix("the "))))
        said = f"{typed} (counted from {called}): {shown}"
    return When(since, until, said, span, is_year, how in _LIMITS or bool(relative))


def _away(words: str, how: str, first: date, last: date) -> tuple[date, date]:
    """The days of "three days before", "in the week after" a date or what happened then; "the days" are a week."""
    found = re.search(rf"(?P<count>{_COUNT})? ?(?:first |next |few )?(?P<unit>day|week|month)(?P<s>s?) $", words)
    count, unit = found["count"] if found else None, found["unit"] if found else "week"
    number = int(count) if count and count.isdigit() else _NUMBERS.get(count or "a", 3)
    span = timedelta(number * _HOURS[unit] // 24)
    if unit == "day" and not count and found and found["s"]:
        span = timedelta(7)
    if how in ("before", "prior to"):
        return first - span, (first - span if count and unit == "day" else first - timedelta(1))
    return (last + span if count and unit == "day" else last), last + span


def _range(words: str, base: date, months: Collection[Month] = ()) -> tuple[date, date] | None:
    """First and last day of a date in words; the latest that doesn't lie after `base`. None for a 30 February.

    Without a year, of a year that has reports of that month, see when_in.
    """
    words = _NUMBERED.sub(r"\1", words.lower())
    if re.fullmatch(rf"(?:the )?{_RECENT}", words):
        return _recent(words.removeprefix("the "), base)
    words = words.removeprefix("the ")
    if season := re.fullmatch(_SEASON, words):
        return _season(season[0], base)
    if ago := re.fullmatch(rf"({_COUNT}) (week|month|year)s? ago", words):
        return _ago(int(ago[1]) if ago[1].isdigit() else _NUMBERS[ago[1]], ago[2], base)
    words = re.sub(r"^a (?:few|couple of) ", lambda some: f"{_NUMBERS[some[0].strip()]} ", words)
    if words in _NEAR:
        return base - timedelta(_NEAR[words]), base - timedelta(_NEAR[words])
    if re.fullmatch(_YEAR, words):
        return date(int(words), 1, 1), date(int(words), 12, 31)
    if re.fullmatch(_WEEKDAY, words.removeprefix("this ")) and words.endswith(f"{base:%A}".lower()):
        return base, base
    if re.fullmatch(_WEEKDAY, words.removeprefix("this ").removeprefix("last ")):
        words = words.removeprefix("this ").removeprefix("last ")
    parsed = _parsed(words.replace("sept.", "sep"), base)
    if parsed is None:
        return None
    day, period = parsed
    if re.search(rf"\b{_MONTH}", words) and not re.search(_YEAR, words):
        years = [year for year, month in months if month == day.month and year <= day.year]
        if years and (day.month, day.day) != (2, 29):
            day = day.replace(year=max(years))
    if period == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day, day


@lru_cache(1000)  # a few milliseconds each
def _parsed(words: str, base: date) -> tuple[date, str] | None:
    """The day that words mean, and how much they tell: "day", "month", "year"."""
    from dateparser.date import DateDataParser  # a fifth of a second; most questions have no date

    settings = {"RELATIVE_BASE": datetime.combine(base, time.max), "PREFER_DATES_FROM": "past"}
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    return (found.date_obj.date(), found.period) if found.date_obj else None


def _season(words: str, base: date) -> tuple[date, date]:
    """Three months: of the year in the words, else the latest that has begun; "last summer" is over."""
    start = next(month for name, month in _SEASONS.items() if name in words)
    year = re.search(_YEAR, words)
    first = date(int(year[0]) if year else base.year, start, 1)
    while not year and (first > base or (words.startswith("last") and _after(first, 3) > base)):
        first = first.replace(year=first.year - 1)
    return first, _after(first, 3) - timedelta(1)


def _ago(number: int, unit: str, base: date) -> tuple[date, date]:
    """The days around "two weeks ago", the month of "three months ago", the year of "a year ago"."""
    if unit == "week":
        day = base - timedelta(7 * number)
        return day - timedelta(3), day + timedelta(3)
    if unit == "year":
        return date(base.year - number, 1, 1), date(base.year - number, 12, 31)
    first = _after(base.replace(day=1), -number)
    return first, _after(first, 1) - timedelta(1)


def _after(first: date, months: int) -> date:
    """The first day of a month so many months on."""
    month = first.year * 12 + first.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def _recent(words: str, base: date) -> tuple[date, date]:
    """The calendar's week for "last week", the seven days to the base for "past week"; "this week" ends with it."""
    *which_of, unit = words.split()
    which, count = which_of[0] if which_of else "", " ".join(which_of[1:])
    if unit == "weekend":
        saturday = base - timedelta((base.weekday() - 5) % 7 or 7)
        return saturday, saturday + timedelta(1)
    if count:
        number = int(count) if count.isdigit() else _NUMBERS.get(count, 3)
        return base - timedelta(-(-number * _HOURS[unit.rstrip("s")] // 24)), base
    if which == "past":
        return base - timedelta(_HOURS[unit] // 24), base
    monday = base - timedelta(base.weekday())
    start = {"week": monday, "month": base.replace(day=1), "year": date(base.year, 1, 1)}[unit]
    if which == "this":
        return start, base
    end = start - timedelta(1)
    return {"week": end - timedelta(6), "month": end.replace(day=1), "year": date(end.year, 1, 1)}[unit], end


def _parts(part: str, since: date, until: date) -> tuple[date, date]:
    """The early, middle or late days of a month, its halves and weeks; a week from a day; of other spans the whole."""
    words = re.sub("^the | (?:of|in)$", "", part)
    if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31) and words in _PARTS_OF_YEAR:
        first, last = _PARTS_OF_YEAR[words]
        return since.replace(month=first), _after(since.replace(month=last), 1) - timedelta(1)
    if words == "week" and since == until:
        return since, since + timedelta(6)
    if not part or since.day != 1 or (since.year, since.month) != (until.year, until.month):
        return since, until
    first, last = _PARTS.get(words, (1, until.day))
    return since.replace(day=max(first, until.day + first) if first < 0 else first), since.replace(
        day=last or until.day
    )


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
    return f"{since:%-d %b}{'' if since.year == until.year else f' {since.year}'} to {until:%-d %b %Y}"


def _whole(since: date, until: date) -> bool:
    return since.day == 1 and (until + timedelta(1)).day == 1
