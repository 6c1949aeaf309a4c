"""When and where something was said: in the report's own words, and the day that they mean by the report's date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.dates import in_words, when_in
from bot.quotes import Quote
from corpus.attribution.verbs import any_speech
from corpus.attribution.words import role_noun
from corpus.types import Report, Span
from index.catalog import StatementRow

_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NEAR = {"yesterday": -1, "last night": -1, "overnight": -1, "tomorrow": 1}  # days from the report's own
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_YEAR = r"(?:19|20)\d\d\b"
_COUNT = r"(?:an?|one|two|three|four|five|six|seven|ten|several|a few|\d{1,2})"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WHEN = re.compile(
    # 1. a day of the week; "Friday's deal" is none, "on Friday's show" is
    r"(?:\b(?i:late|early) )?(?:\b(?P<on>(?i:on|in|during|at|by|from)) )?\b(?P<which>(?i:last|this|next|this past) )?"
    rf"(?P<weekday>{_WEEKDAY})\b(?P<owns>['’]s)?(?: (?:morning|afternoon|evening|night)\b)?"
    # 2. a day counted from the report's own; "Russia Today" is none
    r"|\b(?P<near>(?:yesterday|today|tonight|tomorrow|overnight|last night|this (?:morning|afternoon|evening))"
    r"|(?:\A|(?<=[.”\"] ))(?:Yesterday|Today|Tonight|Overnight|Last night|This (?:morning|afternoon|evening)))"
    r"\b(?!['’]s)"
    # 3. a date; a month or year behind "in"
    r"|(?:\b(?i:late|early) )?(?:\b(?i:on) )?\b"
    rf"(?P<date>{_YEAR}-\d\d-\d\d\b|{_MONTH} {_DAY}(?:,? {_YEAR})?|{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?)"
    rf"|\b(?P<month>(?i:in) (?:early |mid-?|late )?(?:{_MONTH}(?:,? {_YEAR})?|{_YEAR}))"
    # 4. weeks, months and years
    r"|\b(?P<weeks>(?:[Ee]arlier |[Ll]ate |[Ll]ater )?(?:[Ll]ast|[Tt]his) (?:week|month|year)"
    rf"|(?<!-)(?i:{_COUNT}) (?:day|week|month|year)s? ago)\b"
    # 5. counted from another day, which these words don't tell
    rf"|\b(?P<other>(?i:{_COUNT} (?:hour|day|week|month|year)s? (?:earlier|later|(?:before|after)(?= ?[,.;]))"
    r"|the day (?:before|after)(?= ?[,.;])|the (?:next|following|same|previous) (?:day|morning|evening|night|week)))\b"
)
_DATELINE = re.compile(r"\s*[A-Z][A-Z .'’-]{2,40}(?:, [^\0]{0,40}?)?(?:\([^)\0]*\) ?)?[-–—]")
_TO_COME = re.compile(r"\b(?:will|shall|is to|are to|due|scheduled|plans?|expected|going to|set to)\b[^.;\0]{0,80}$")
# "Smith, who resigned in May, said": the day of something else
_ASIDE = re.compile(
    r"\b(?:who|whom|which|whose|since|before|after|until|because|following|ahead of)\b[^,;—–\0]*$"
    r"|\b(?i:your|my|our|every|each) $"
)
_ANOTHER = re.compile(r"\b(?:later|earlier|then|since|again|previously|afterwards?)\b")  # another occasion than before
_PROPER = (  # a name, not the day or person that a preposition may stand before as well; or a title in quotation marks
    rf"(?:(?!{_WEEKDAY}|{_MONTH}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|President|I)\b)[A-Z][\w&-]*+(?:\.[A-Z]\.)?"
    r"|[“\"][^”\"\0]{2,40}[”\"])"
)
_NAME = rf"(?>{_PROPER}(?:(?:['’]s| of the| of| the| and)? {_PROPER})*)(?!['’]s? [a-z])"
_ARTICLE = r"(?:an?|the|his|her|their|its|this|that)"
_OCCASION = (
    "(?:interviews?|speech|statement|letter|tweets?|post|e-?mail|memo|address|appearance|message|op-ed|article|column"
    "|(?:news |press )?(?:conference|release|briefing)|testimony|conversation|debate|rally|event|hearing|fundraiser"
    "|meeting|dinner|campaign stop|forum|convention|summit|session|gathering|(?:town )?hall|club|corridor|gate|video"
    "|call|show|programme?|podcast|episode|note to clients)"
)
_STAGE = "(?:show|programme?|podcast|episode|call|balcony|stage|podium|floor|steps)"
_FEW = r"(?:[\w'’“”\"-]+ ){0,4}?"
_BEHIND = (  # what may stand behind an occasion; else it only describes something: "in her convention platform"
    r"(?=[^\w\s-]|\s*$|\s*\0|\s+(?:[A-Z]|(?:in|on|at|with|to|from|for|of|by|near|that|and|as|last|this|when"
    r"|where|while|during|before|after|earlier|late|early|yesterday|today|about|held|hosted|posted|published|sent"
    r"|broadcast|aired|dominated|he|she|they)\b))"
)
_TAIL = rf"(?: (?:in|at|on|with|to|from|for|of|by|near|outside) (?:{_ARTICLE} )?{_NAME})*"
_MADE = re.compile(
    rf"\b(?:(?i:in|at|during|through) (?:{_ARTICLE} )?{_FEW}{_OCCASION}|(?i:on|from) (?:{_ARTICLE} )?{_FEW}{_STAGE})\b"
    rf"{_BEHIND}{_TAIL}"
    r"|\b(?i:by|over) (?:the )?(?:satellite )?(?:telephone|phone|text message|e-?mail|video link)\b"
    r"|\b(?i:in writing)\b|\b(?i:on) (?:television|TV|the radio|stage|camera)\b"
    rf"|\b(?:told|telling|tells) (?:reporters|journalists|lawmakers|supporters|voters|parliament|a crowd|this \w+"
    rf"|(?:the )?{_NAME})(?: (?:in|at|on|outside|near) (?:{_ARTICLE} )?(?:{_NAME}|[a-z]+))?"
)
_AT = re.compile(rf"\b(?i:in|at|on|outside|near) {_NAME}")  # where nothing but a name tells
_CLOSE = 30  # characters from the cue, within which a name alone tells where
_PLACES = 2  # shown of a sentence


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a report and their place in it."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class When:
    """The report's words for a time, and the days they mean."""

    words: Words
    days: tuple[date, date] | None  # first and last; None where the words or the report don't tell
    worked_out: bool  # the days are not in the words: they follow from the report's date

    @property
    def in_words(self) -> str:
        """For a person: "on Monday (24 Oct 2016, worked out from the report's date)"."""
        if self.days is None or not self.worked_out:
            return self.words.text
        return f"{self.words.text} ({in_words(*self.days)}, worked out from the report's date)"


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where a quote was said, as far as its sentence tells."""

    when: When | None
    where: tuple[Words, ...]  # in the order of the text: "in an interview with CNN", "in Lodz"

    @property
    def in_words(self) -> str:
        """For a person, "" when nothing is told: "on Monday (24 Oct 2016, worked out ...), in a speech in Lodz"."""
        return ", ".join([*([self.when.in_words] if self.when else []), *(place.text for place in self.where)])


def occasion(quote: Quote, others: Sequence[StatementRow] = ()) -> Occasion:
    """When and where a quote was said, or where nobody says it, when and where what it tells took place.

    Of a statement only the words around its content count: "He said on Monday that she left in May" was said on Monday.
    Where they tell nothing, those around what the same speaker says before in the same passage do; `others` are the
    report's statements, or those of the passage.
    """
    found = _occasion(quote)
    said = quote.said
    if said is None or (found.when and found.where) or _ANOTHER.search(_around(quote)[0]):
        return found
    before = [
        row
        for row in others
        if row.person == said.person != ""
        and quote.passage.covers(row.statement.sentence)
        and row.statement.sentence.end <= said.statement.sentence.start
    ]
    for row in sorted(before, key=lambda row: -row.statement.sentence.start):
        earlier = _occasion(replace(quote, said=row, span=row.span))
        found = Occasion(found.when or earlier.when, found.where or earlier.where)
    return found


def _occasion(quote: Quote) -> Occasion:
    text, start, cue = _around(quote)

    def distance(match: re.Match[str]) -> int:
        return max(cue.start - match.end(), match.start() - cue.end)

    times = sorted((match for match in _WHEN.finditer(text) if _is_time(match, cue)), key=distance)
    places = [match for match in _MADE.finditer(text) if not _is_aside(match)]
    places += [match for match in _AT.finditer(text) if _is_place(match, cue) and not _within(match, places)]
    places = sorted(places, key=distance)[:_PLACES]
    when = _when(quote.report, start, times[0]) if times else None
    return Occasion(when, tuple(sorted((_words(start, match) for match in places), key=lambda words: words.span)))


def _around(quote: Quote) -> tuple[str, int, Span]:
    """The sentence with a zero for each character of what is said in it, where it begins, and its cue in it."""
    if quote.said is None:
        return quote.span.of(quote.report.text), quote.span.start, Span(0, 0)
    statement = quote.said.statement
    whole = statement.sentence
    text = list(whole.of(quote.report.text))
    for piece in statement.content:
        shared = range(max(piece.start, whole.start) - whole.start, min(piece.end, whole.end) - whole.start)
        for i in shared:
            text[i] = "\0"
    cue = statement.cue or Span(whole.start, whole.start)
    return "".join(text), whole.start, Span(max(0, cue.start - whole.start), max(0, cue.end - whole.start))


def _is_time(match: re.Match[str], cue: Span) -> bool:
    if (match["owns"] and not match["on"]) or _is_aside(match):
        return False
    line = _DATELINE.match(match.string)
    if line and match.start() < line.end():
        return False
    between = match.string[cue.end : match.start()]
    return "\0" not in between or not any_speech(between.rsplit("\0", 1)[1])  # "..., and said it would open on Monday"


def _is_aside(match: re.Match[str]) -> bool:
    return bool(_ASIDE.search(match.string, 0, match.start()))


def _is_place(match: re.Match[str], cue: Span) -> bool:
    """True for a name right behind the cue or at the head of the sentence: "In Lodz, he said", "said in Lodz"."""
    before = match.string[: match.start()]
    if not before.strip(' \0"“'):
        return True
    between = before[cue.end :]
    if match.start() < cue.end or len(between) > _CLOSE or any(c in between for c in ",;:\0"):
        return False
    return not role_noun(before.split()[-1]) and not _is_aside(match)


def _within(match: re.Match[str], others: Sequence[re.Match[str]]) -> bool:
    return any(other.start() < match.end() and match.start() < other.end() for other in others)


def _words(start: int, match: re.Match[str]) -> Words:
    text = re.sub(r"['’]s$", "", match[0].rstrip(" ,"))  # "on Tuesday's show"
    return Words(Span(start + match.start(), start + match.start() + len(text)), text)


def _when(report: Report, start: int, match: re.Match[str]) -> When:
    words = _words(start, match)
    is_full = bool(re.search(_YEAR, words.text))
    base = report.date or (date(9000, 1, 1) if is_full else None)
    days = _days(match, base) if base else None
    return When(words, days, days is not None and not is_full)


def _days(match: re.Match[str], base: date) -> tuple[date, date] | None:
    """The first and last day that a match of _WHEN means, counted from the report's."""
    which = (match["which"] or "").strip().lower()
    to_come = which == "next" or bool(_TO_COME.search(match.string, 0, match.start()))
    if match["weekday"]:
        ahead = (_WEEKDAYS.index(match["weekday"].lower()) - base.weekday()) % 7
        if to_come:
            day = base + timedelta(ahead or 7 if which == "next" else ahead)
        else:
            day = base - timedelta((7 - ahead) % 7 or (7 if which == "last" else 0))
        return day, day
    if match["near"]:
        day = base + timedelta(_NEAR.get(match["near"].lower(), 0))
        return (day, base) if match["near"].lower() == "overnight" else (day, day)
    if match["other"]:
        return None
    words = match["month"] or match["date"] or match["weeks"]
    found = when_in(words, base)
    if found and to_come and found.until < base and not re.search(_YEAR, words):
        found = when_in(words, date(found.since.year + 1, 12, 31))
    return (found.since, found.until) if found else None
