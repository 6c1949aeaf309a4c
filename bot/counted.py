"""Numbers in the words of a report, and what each counts: "at least 19 people were killed", "$3.5 million"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.quotes import Quote
from corpus.attribution.verbs import any_speech
from corpus.sentences import sentences
from corpus.types import Span
from index.fulltext import stems, stop_stems

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
} | {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SPELT = "|".join(sorted([*UNITS, *_SCALES], key=len, reverse=True))
_AMOUNT = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[ -](?:{'|'.join(_SCALES)}))?"
    rf"|(?:{_SPELT})(?:(?:[ -]|,? and )(?:{_SPELT}))*"
)
_ROUGHLY = "at least|at most|more than|fewer than|less than|up to|as many as|over|about|around|some|nearly|almost|only"
_ROUGH = re.compile(rf"(?:{_ROUGHLY}) ", re.I)
_NUMBER = rf"(?:(?:{_ROUGHLY}) )?(?:{_AMOUNT})"
_ENDED = r"\b(?![.,:]\d)"
# What is counted by whatever name it goes.
COUNTED = {
    "dead": "dead died die dies drowned deaths fatalities toll kill killed",
    "hurt": "hurt injured wounded injuries injur wound",
    "missing": "missing",
    "arrested": "arrested arrests detained arrest detain",
    "displaced": "displaced displac",
    "crowd": "crowd protesters demonstrators marchers",
}
_CLASS = {word: name for name, words in COUNTED.items() for word in words.split()}
_BETWEEN = (  # a number and what says what it counts: "12 people are now known to have died"
    r"(?: (?:people|persons?|civilians|residents|are|is|was|were|have|has|had|been|be|being|now|known|thought|feared"
    r"|believed|reported|confirmed|to|lost|their)\b)*"
)
_FIGURE = re.compile(
    # 1. "put the number of dead at 21", "the toll rose to 14", "estimated the crowd at 60,000"
    r"\b(?P<of>(?:number|count|total) of (?:the )?[a-z]+(?: \w+)?|toll(?: \w+){0,4}?|crowd)"
    rf" (?:at|to|as|of|was|is) (?P<a>{_NUMBER}){_ENDED}(?!%)"
    # 2. "killing at least 19 people"
    rf"|\b(?P<verb>kill|injur|wound|arrest|detain|displac)(?:ed|ing|s|es) (?P<b>{_NUMBER}){_ENDED}(?!%)"
    # 3. "12 people were killed", "$3.5 million", "47 percent of voters", "38 ships"
    rf"|(?<![\w.,:$€£-])(?P<money>[$€£])?(?P<c>{_NUMBER}){_ENDED}(?P<percent>%| per ?cent\b)?"
    rf"{_BETWEEN}(?: (?P<noun>[a-z][\w’'-]*))?",
    re.I,
)
_VAGUE = re.compile(r"\b(?:several|few|many|some|a couple of) $", re.I)  # "several hundred"
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONE = re.compile(rf"\W*(?:\w+ ){{1,5}}?(?P<a>{_NUMBER})\W*", re.I)  # "The police said 8,000."
_SOME_NUMBER = re.compile(rf"\d|\b(?:{_SPELT})\b", re.I)


class Count(NamedTuple):
    """A number in a quote that says what it counts."""

    quote: Quote
    sentence: Span
    number: Span
    what: str  # one of COUNTED, a stem, "percent" or a currency's sign
    alone: bool = True  # no other number of its sentence counts that: else it may be somebody else's share

    @property
    def value(self) -> float:
        return amount(_ROUGH.sub("", self.number.of(self.quote.report.text))) or 0.0


def counts(quote: Quote) -> Iterator[Count]:
    """The numbers of a quote that say what they count."""
    report, start = quote.report, quote.passage.start
    if not _SOME_NUMBER.search(report.text, quote.span.start, quote.span.end):
        return
    cut = [Span(start + s.start, start + s.end) for s in sentences(quote.passage.of(report.text))]
    first = next((i for i, sentence in enumerate(cut) if sentence.end > quote.span.start), 0)
    before: list[Count] = []
    for sentence in cut[max(0, first - 1) :]:
        if sentence.start >= quote.span.end:
            break
        here = [
            Count(quote, sentence, Span(*match.span(group)), what)
            for match in _FIGURE.finditer(report.text, sentence.start, sentence.end)
            for group in "abc"
            if match[group] and (what := _counted(match, group))
        ]
        lone = _LONE.fullmatch(sentence.of(report.text).rstrip())
        if not here and lone and len(before) == 1 and any_speech(lone[0]):  # "The police said 8,000."
            number = Span(sentence.start + lone.start("a"), sentence.start + lone.end("a"))
            here = [Count(quote, sentence, number, before[0].what)]
        kinds = [count.what for count in here]
        before = [count._replace(alone=kinds.count(count.what) == 1) for count in here]
        yield from (count for count in before if quote.span.covers(count.number))


def _counted(match: re.Match[str], group: str) -> str:
    """What the figure of a match counts; "" where it doesn't say."""
    before = match.string[max(0, match.start(group) - 20) : match.start(group)]
    if _YEAR.fullmatch(match[group]) or _VAGUE.search(before):
        return ""
    word = match["of"] or match["verb"] or match["noun"] or ""
    word = word.split(" of ")[-1].removeprefix("the ").split(" ")[0].lower()
    if word == "lives" and " lost " in match[0]:
        return "dead"
    if match["noun"] and not match["noun"].islower():
        return ""
    what = "percent" if match["percent"] else match["money"] or _CLASS.get(word) or "".join(stems(word)[:1])
    return "" if what in stop_stems() else what


def amount(words: str) -> float | None:
    """The number that words or digits say, None when they say none: "1,200", "twelve", "two hundred and five"."""
    total = part = 0.0
    tokens = re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", words.casefold())
    for token in tokens:
        if token[0].isdigit():
            part += float(token.replace(",", ""))
        elif token in UNITS:
            part += UNITS[token]
        elif token == "hundred":
            part = (part or 1) * 100
        elif token in _SCALES:
            total, part = total + (part or 1) * _SCALES[token], 0.0
        elif token != "and":
            return None
    return total + part if tokens and tokens != ["and"] else None
