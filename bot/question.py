"""A person's words, and what was said before, to a Question."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bot.memory import Memory
from index.catalog import NO_FILTER, Filter

LONGEST = 1000  # characters of a question that are read; nobody asks in more, and search time grows with it

Intent = Literal["ask", "hello", "thanks", "help", "empty"]

_HELLO = re.compile(r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|/start)\b[\s!.,]*(?:there|bot)?\W*", re.I)
_THANKS = re.compile(r"(?:thanks?|thank you|thx|cheers|great|ok(?:ay)?)(?: (?:a lot|so much|very much|you))?\W*", re.I)
_HELP = re.compile(r"(?:/?help|what can (?:you|i) (?:do|ask)|how does this work)\W*", re.I)
# words that lean on something said before
_LEANING = re.compile(
    r"^(?:and|but|so|also|(?:what|how) about|why|(?:when|where) was (?:that|it)|(?:who|what) else|more)\b"
    r"|\b(?:he|him|his|she|her|hers|they|them|their|it|its|that|this|those|these|there|then|same)\b",
    re.I,
)
_WHO = re.compile(
    r"^\W*(?:who|whose|which|whats? (?:is )?the source|what'?s the source|according to (?:who|whom|which)|by whom)\b"
    r"|\b(?:source (?:for|of)|who (?:said|says|claimed|told|called|denied|warned|wants?|is|was))\b",
    re.I,
)
_PHRASE = re.compile(r'"([^"]{2,})"|“([^”]{2,})”|«([^»]{2,})»')
_DAYS = "|".join([*calendar.month_name[1:], *calendar.day_name])
_NAME = re.compile(rf"(?<!^)\b(?!(?:{_DAYS})s?\b)[A-Z][\w'’-]+")  # "on Monday" names nobody


@dataclass(frozen=True, slots=True)
class Question:
    """What a person wants to know."""

    text: str  # as typed, made printable
    search: str  # the words to look for, with those of the question it leans on
    intent: Intent = "ask"
    filter: Filter = NO_FILTER
    phrases: tuple[str, ...] = ()  # put in quotation marks: to be found word for word
    leans: bool = False  # on an earlier question

    @property
    def asks_who(self) -> bool:
        """True when it asks who said something, not what somebody said."""
        return bool(_WHO.search(self.text))


def understand(text: str, memory: Memory, limits: Filter | None = None) -> Question:
    """The question in a person's words. `limits` are those set beside the words (options of a command)."""
    clean = printable(text)[:LONGEST].strip()
    intent = _intent(clean)
    if intent != "ask":
        return Question(clean, "", intent)
    leans = bool(memory.search) and _leans(clean)
    found = limits if limits else memory.filter if leans else NO_FILTER
    phrases = tuple(next(filter(None, m.groups())) for m in _PHRASE.finditer(clean))
    return Question(clean, f"{memory.search} {clean}" if leans else clean, "ask", found, phrases, leans)


def printable(text: str) -> str:
    """The text without control characters and half characters; white space becomes single spaces."""
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Co")
    )
    return " ".join(kept.split())


def _intent(text: str) -> Intent:
    if not any(c.isalnum() for c in text):
        return "empty"
    for pattern, intent in ((_HELLO, "hello"), (_THANKS, "thanks"), (_HELP, "help")):
        if pattern.fullmatch(text):
            return intent  # type: ignore[return-value]
    return "ask"


def _leans(text: str) -> bool:
    """True when the words need an earlier question to make sense.

    A question that names somebody stands by itself, unless it opens like a continuation ("and Clinton?").
    """
    found = _LEANING.search(text)
    if not found:
        return False
    return found.start() == 0 or len(_NAME.findall(text)) == 0
