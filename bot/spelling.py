"""Slips of the finger in ordinary words, put right by the words of the reports: "hosptial"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.people import Names
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import role_noun, singular

_FEWEST = 3  # passages in which the right word stands
_SHORTEST = 5  # letters
_LONG, _VERY_LONG = 7, 10  # letters from which one slip of any kind is put right, or two
_WORD = re.compile(r"(?<![\w@#./-])[^\W\d_]{%d,}(?![\w@/-]|['’]\w|\.\w)" % _SHORTEST)


def corrected(
    text: str, names: Names, frequency: Callable[[str], int] | None, quoted: re.Pattern[str]
) -> tuple[str, tuple[str, ...]]:
    """The text with its slips put right, and the right words; what stands in quotation marks stays as typed.

    A slip is a word that stands in no passage, names nobody and is next to one that stands in several. In short words
    only two letters in the wrong order are one: "horse" may well be missing where there are houses.
    """
    if frequency is None:
        return text, ()
    hidden = quoted.sub(lambda found: " " * len(found[0]), text)
    unknown = [
        word for word in _WORD.finditer(hidden)
        if word[0].islower() and not _is_known(word[0], names) and not frequency(word[0])
    ]  # fmt: skip
    named = [mention.span for mention in names.mentions(hidden)] if unknown else []
    right: list[str] = []
    for word in reversed(unknown):  # from the end, so that the places before stay
        if any(span.start < word.end() and word.start() < span.end for span in named):
            continue
        meant = _meant(word[0], names.vocabulary(word[0][0]), frequency)
        if meant:
            right.append(meant)
            text = text[: word.start()] + meant + text[word.end() :]
    return text, tuple(reversed(right))


def _is_known(word: str, names: Names) -> bool:
    return word in names.ordinary or singular(word) in names.ordinary or role_noun(word) or reports_speech(word)


def _meant(typed: str, words: Sequence[str], frequency: Callable[[str], int]) -> str:
    """The frequent word with the fewest slips; "" where all are too far. The first letter is rarely mistyped."""
    most = 2 if len(typed) >= _VERY_LONG else 1
    near = process.extract(typed, words, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=5)
    if len(typed) < _LONG:
        near = [found for found in near if sorted(found[0]) == sorted(typed)]
    some = [(off, -frequency(word), word) for word, off, _ in near if frequency(word) >= _FEWEST]
    return min(some)[2] if some else ""
