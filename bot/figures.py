"""What kind of figure a question asks for, and whether words tell one of that kind."""

from __future__ import annotations

import re

from index.fulltext import stems, stop_stems

_TIME = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies))"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONEY = (
    r"(?:[$£€¥]|\b(?:usd|eur|dollars?|(?<!per )cents?|pounds?|euros?|crowns?|francs?|marks?|lira|rou?bles?|yen|yuan"
    r"|pesos?|rupees?)\b)"
)
_UNIT = r"(?:percent\w*|per cent|%|p\.?m\b|a\.?m\b|o['’]clock)"
_WORDS = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|(?:a )?hundreds?|thousands?|[mb]illions?|dozens?|half|thirds?|quarters?|none|nobody|both|twice|couple"
    r"|pair"
)
# "no" and "one" count things only right before these: "no deaths"
_NUMBER = re.compile(rf"\d[\d,.]*|\b(?:{_WORDS}|no|one|not a|single)\b", re.I)
_WEAK = re.compile(r"(?:no|one|not a|single)$", re.I)
_ANY = re.compile(rf"\d|\b(?:{_WORDS}|one|no|once|single|all|every\w*)\b", re.I)
_BEHIND = re.compile(rf"[\s-]*(?:(?:{_WORDS})[\s-]+)*(?:more |other |further )?({_TIME}|{_UNIT}|{_MONTH})", re.I)
_BEFORE = re.compile(rf"(?:{_MONEY}|{_MONTH})\s*$", re.I)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")

_DO = r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|might|may|must)"
_HOW_MANY = re.compile(
    r"\b(?:how many|(?:what|final|total|latest|current|exact) (?:number|count|total) of) (?:more )?"
    rf"(?:{_DO} )?(?P<things>(?:(?!{_DO}\b)[\w'’-]+ ?){{1,3}})",
    re.I,
)
# what reports count most, under any of these words
_TOLLS = tuple(
    frozenset(stems(words))
    for words in (
        "death deaths dead die dies died dying kill killed kills killing fatality fatalities drown drowned toll",
        "injury injuries injured injure hurt wound wounded",
        "arrest arrests arrested detain detained custody",
        "displaced displace homeless evacuate evacuated flee fled",
    )
)
_SUM = r"(?:money|cash|ransom|wages?|salar(?:y|ies)|compensation|bonus(?:es)?|rent|fines?|tax(?:es)?|debts?|pay)"
_AGE = rf"(?:\d{{1,3}}|{_WORDS})"
_REACH = 40  # characters between a number and what it counts
_SENTENCE_END = re.compile(r"[.!?][”\"']*\s")
# a question of this kind, and what an answer to it has
_KINDS = (
    (re.compile(r"\bhow long (?:ago|will|did|has|have|was|were|until|before|after|does|do|can|would)\b", re.I),
     re.compile(rf"\b{_TIME}\b|\b(?:since|until|till|overnight|indefinite\w*|permanent\w*|life)\b|\d\d?:\d\d", re.I)),
    (re.compile(r"\bhow old\b|\bwhat age\b", re.I),
     re.compile(rf",\s\d{{1,3}}(?=[,.;)])|\(\d{{1,3}}\)|\b{_AGE}[- ](?:years?|months?|weeks?|days?)[- ]olds?\b"
                rf"|\b(?:aged?(?: of)?|is|are|was|were|turn(?:s|ed|ing)?)(?: only| just)? {_AGE}\b(?! ?(?:%|per))",
                re.I)),
    (re.compile(rf"\bhow much (?:[\w'’-]+ ){{0,3}}?{_SUM}\b"
                rf"|\bhow much (?:[\w'’-]+ ){{0,2}}?{_DO}\b.*\b"
                r"(?:cost|pay|paid|get|earn\w*|raise\w*|sp[ei]nt|spend|donat\w+|owe\w*|receive\w*|sold|sell\w*|worth"
                r"|charge\w*|fined?|invest\w*|make|made|lose|lost|give|given)\b"
                rf"|\bwhat(?: is| was|['’]?s) (?:the |his |her |their )(?:[\w'’-]+ )?(?:price|cost|fee|{_SUM})\b",
                re.I),
     re.compile(rf"{_MONEY}|\b[mb]illions?\b|\bfree\b", re.I)),
    (re.compile(r"\bwhat (?:share|percent\w*|fraction|proportion)\b", re.I), re.compile(rf"{_ANY.pattern}|%", re.I)),
)  # fmt: skip
_TIMES = frozenset(stems("seconds minutes hours days nights weeks months years decades centuries"))
_ANYBODY = frozenset(stems("people persons person men women"))
_SOME = re.compile(r"\bhow (?:much|big|long|old|far|often|high|deep|fast|large)\b|\bwhat (?:number|figure)\b", re.I)


def asks_figure(question: str) -> bool:
    """True where a figure answers best."""
    return bool(_SOME.search(question)) or needs_figure(question)


def needs_figure(question: str) -> bool:
    """True where nothing but a figure of a kind that can be told answers: how many, how long, how much money."""
    return bool(_HOW_MANY.search(question)) or any(asks.search(question) for asks, _ in _KINDS)


def tells_figure(question: str, words: str) -> bool:
    """True for words with a figure of the kind that a question asks for; with any where it asks for none of these."""
    for asks, told in _KINDS:
        if asks.search(question):
            return bool(told.search(words))
    if found := _HOW_MANY.search(question):
        return _counts(set(stems(found["things"])), words)
    return bool(_ANY.search(words))


def has_number(words: str) -> bool:
    """True for words with any number; "no" and "one" are mostly none."""
    return any(not _WEAK.match(number[0]) for number in _NUMBER.finditer(words))


def tells_number(question: str, words: str) -> bool:
    """True for words with a number right beside what a question asks the number of: "seven were arrested".

    The dead, the hurt, the arrested and the displaced go by several words. A number of the question itself ("at gate
    4") answers nothing.
    """
    things = counted(question)
    asked = {number[0].lower().rstrip(".,") for number in _NUMBER.finditer(question)}
    for number in _NUMBER.finditer(words) if things else ():
        told = number[0].lower().rstrip(".,")
        if told in asked or _YEAR.match(told) or _BEHIND.match(words, number.end()):
            continue
        before, behind = words[max(0, number.start() - _REACH) : number.start()], words[number.end() :][:_REACH]
        beside = _SENTENCE_END.split(behind)[0]
        if not _WEAK.match(number[0]):
            beside = f"{_SENTENCE_END.split(before)[-1]} {beside}"
        if not things.isdisjoint(stems(beside)):
            return True
    return False


def counted(question: str) -> frozenset[str]:
    """The stems of what a question asks the number of; of the dead, the hurt, ... also without "how many"."""
    found = _HOW_MANY.search(question)
    asked = frozenset(stems(found["things"] if found else question))
    tolls = [toll for toll in _TOLLS if not asked.isdisjoint(toll)]
    if tolls or not found:
        return frozenset().union(*tolls)
    return asked - stop_stems() - _ANYBODY


def _counts(things: set[str], words: str) -> bool:
    """True where a number counts something: it is no year, day, hour, price or share, unless these are counted."""
    for number in _NUMBER.finditer(words):
        behind = _BEHIND.match(words, number.end())
        if times := things & _TIMES:
            if behind and not times.isdisjoint(stems(behind[1])):
                return True
            continue
        if things & set(stems(words[number.end() : number.end() + 40])):
            return True
        if _WEAK.match(number[0]) or _YEAR.match(number[0].rstrip(".,")):
            continue
        if not behind and not _BEFORE.search(words, max(0, number.start() - 12), number.start()):
            return True
    return False
