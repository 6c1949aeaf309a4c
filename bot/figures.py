"""What kind of figure a question asks for, and whether words tell one of that kind."""

from __future__ import annotations

import re

from index.fulltext import stems

_TIME = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies))"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONEY = (
    r"(?:[$£€¥]|\b(?:usd|eur|dollars?|cents?|pounds?|euros?|crowns?|francs?|marks?|lira|rou?bles?|yen|yuan|pesos?"
    r"|rupees?)\b)"
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

_HOW_MANY = re.compile(r"\bhow many ((?:[\w'’-]+ ?){1,3})|\bwhat (?:number|count|total) of ((?:[\w'’-]+ ?){1,3})", re.I)
# a question of this kind, and what an answer to it has
_KINDS = (
    (re.compile(r"\bhow long (?:ago|will|did|has|have|was|were|until|before|after|does|do|can|would)\b", re.I),
     re.compile(rf"\b{_TIME}\b|\b(?:since|until|till|overnight|indefinite\w*|permanent\w*|life)\b|\d\d?:\d\d", re.I)),
    (re.compile(r"\bhow old\b|\bwhat age\b", re.I),
     re.compile(r"\b\d{1,3}\b|\byears? old\b|-year-old|\baged?\b", re.I)),
    (re.compile(r"\bhow much (?:money|cash)\b|\bhow much (?:is|was|were|did|does|do|has|have|will|would)\b.*\b"
                r"(?:cost|pay|paid|get|earn\w*|raise\w*|sp[ei]nt|spend|donat\w+|owe\w*|receive\w*|sold|sell\w*|worth"
                r"|charge\w*|fined?|invest\w*|make|made|lose|lost|give|given)\b", re.I),
     re.compile(rf"{_MONEY}|\b[mb]illions?\b|\bfree\b", re.I)),
    (re.compile(r"\bwhat (?:share|percent\w*|fraction|proportion)\b", re.I), re.compile(rf"{_ANY.pattern}|%", re.I)),
)  # fmt: skip
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
        return _counts(set(stems(found[1] or found[2])), words)
    return bool(_ANY.search(words))


def _counts(things: set[str], words: str) -> bool:
    """True where a number counts something: it is no year, day, hour, price or share, unless these are counted."""
    for number in _NUMBER.finditer(words):
        behind = _BEHIND.match(words, number.end())
        if things & set(stems(words[number.end() : number.end() + 40])):
            return True
        if _WEAK.match(number[0]) or _YEAR.match(number[0].rstrip(".,")):
            continue
        if not behind and not _BEFORE.search(words, max(0, number.start() - 12), number.start()):
            return True
    return False
