"""A report's words with their places, and what a single word tells: a capital, a role, a gender."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.attribution import lexicon
from corpus.attribution.given import FEMALE, MALE
from corpus.types import Span

_TOKEN = re.compile(
    r"""(?:[^\W\d_]\.){2,}                                   # U.S., J.K.
      | (?:Mr|Mrs|Ms|Mx|Dr|Prof|Hon|Rt|Gen|Col|Lt|Maj|Brig|Capt|Cpt|Cmdr|Adm|Sgt|Cpl|Pvt|Sens?|Reps?|Gov|Pres|Rev|Fr|Amb
          |Supt|Insp|Det|Atty|Sec|Jr|Sr|St|Cllr|Messrs|Del|Ald|Spc|Pfc)\.
      | [^\W\d_]\.(?=[\s-]*[^\W\d_a-z])                      # an initial: J.
      | \d{1,3}(?:,\d{3})+(?![\w])                          # 1,012
      | [^\W_]+(?:(?:[-‐‑&@/+_]|['’ʼ](?!(?:s|S|m|re|ve|ll|d)\b)|\.(?=[^\W_]))[^\W_]+)*   # O'Brien, al-Assad
      | ['’](?:s|m|re|ve|ll|d)\b                             # the possessive, and the verb of "I'm", are words
      | ''|``|[^\s\w]""",
    re.VERBOSE,
)
_ARTICLED = re.compile(r"(?:al|el|ul|ad|as|an|ar|at|az|ibn|bin|abu|[dlmo]['’])[-‐‑]?(?=[^\W\d_a-z])")
_PREFIXES = ("ex-", "vice-", "co-", "co", "deputy-", "under", "sub", "arch", "step", "great-")


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words and marks, in order, with their places."""

    text: str
    form: list[str]
    low: list[str]  # in small letters, with a straight apostrophe
    start: list[int]
    end: list[int]
    sentence: list[int]  # of each word, the index of its sentence

    def __len__(self) -> int:
        return len(self.form)

    def at(self, offset: int) -> int:
        """The index of the first word that starts at or after offset."""
        return bisect_left(self.start, offset)

    def within(self, span: Span) -> range:
        """The indices of the words that start within span."""
        return range(self.at(span.start), self.at(span.end))

    def span(self, first: int, stop: int) -> Span:
        """Where words [first, stop) stand; at least one."""
        return Span(self.start[first], self.end[stop - 1])

    def slice(self, first: int, stop: int) -> str:
        """The text of words [first, stop), inner white space made plain."""
        return " ".join(self.text[self.start[first] : self.end[stop - 1]].split()) if stop > first else ""

    def adjacent(self, index: int) -> bool:
        """True when word index follows the word before it on the same line, with at most a space between."""
        return 0 < index < len(self.form) and self.text[self.end[index - 1] : self.start[index]] in ("", " ", "\xa0")

    def is_word(self, index: int) -> bool:
        """True for a word, a number or a possessive 's; False for a mark."""
        return self.form[index][0].isalnum() or self.low[index] == "'s"

    def is_capital(self, index: int) -> bool:
        """True for a word written as a name is, and no "The" or "However"."""
        return capitalised(self.form[index]) and self.low[index] not in lexicon.FUNCTION

    def opens_sentence(self, index: int) -> bool:
        """True for the first word of a sentence."""
        return index == 0 or self.sentence[index - 1] != self.sentence[index]


def read(text: str, sentences: Sequence[Span]) -> Words:
    """The words of text; a word outside every sentence belongs to the one before it."""
    form, start, end = [], [], []
    for match in _TOKEN.finditer(text):
        form.append(match[0])
        start.append(match.start())
        end.append(match.end())
    sentence, current = [], 0
    for offset in start:
        while current + 1 < len(sentences) and sentences[current + 1].start <= offset:
            current += 1
        sentence.append(current)
    return Words(text, form, [word.casefold().replace("’", "'") for word in form], start, end, sentence)


def capitalised(word: str) -> bool:
    """True for a word written as a name is: Lavrov, UN, al-Assad, d'Ettorre; not iPhone."""
    return word[:1].isupper() or bool((match := _ARTICLED.match(word)) and len(word) > match.end())


def articled(word: str) -> bool:
    """True for al-Assad, d'Ettorre, O'Brien: such a word is a person's or a place's."""
    return bool(_ARTICLED.match(word))


@lru_cache(maxsize=65536)
def gender_of(given: str) -> str:
    """The gender that a given name tells: "m", "f" or ""."""
    low = given.casefold()
    head = low.split("-")[0]
    if low in MALE or (head in MALE and head not in FEMALE):
        return "m"
    return "f" if low in FEMALE or head in FEMALE else ""


@lru_cache(maxsize=65536)
def role_noun(word: str) -> bool:
    """True for "minister", "co-owner", "coauthors", "economist": what a person is called by."""
    low = word.casefold()
    if low in lexicon.ROLES or low.rstrip(".") in lexicon.TITLES:
        return True
    if any(low.startswith(prefix) and low[len(prefix) :] in lexicon.ROLES for prefix in _PREFIXES):
        return True
    base = low.removesuffix("-elect").removesuffix("-designate").removesuffix("-general")
    if base in lexicon.ROLES or singular(base) in lexicon.ROLES:
        return True
    return (len(low) > 6 and low.endswith(("woman", "women", "person"))) or (len(low) > 7 and low.endswith("ist"))


def singular(word: str) -> str:
    """The singular of a regular English noun, and of -men; other words as they are."""
    if word.endswith("men") and len(word) > 4:
        return f"{word[:-3]}man"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def plain_case(name: str, shouted: bool = False) -> str:
    """A name in the usual letters where it is written in capitals: "Ana Solano" for "ANA SOLANO".

    A short word alone stays ("UPI"), unless what stands around it is in capitals too: `shouted`.
    """
    if not name.isupper() or (not shouted and " " not in name and len(name) < 5):
        return name
    return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), name)
