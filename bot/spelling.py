"""Slips of the finger in ordinary words, put right by the words of the reports, or by verbs of saying: "hosptial"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.people import Names
from corpus.attribution.verbs import ASSERTING, POLARITY, reports_speech
from corpus.attribution.words import role_noun, singular

_FEWEST = 3  # passages in which the right word stands
_SHORTEST = 4  # letters; of so few, and of others too, a letter that is doubled or isn't: "flod"
_DOUBLED = re.compile(r"(\w)\1")
_LONG, _VERY_LONG = 7, 10  # letters from which also a missing or needless one is put right, and any two slips
# behind these stands a name, or before a verb of saying: "what did denny say"
_NAMES_FOLLOW = re.compile(r"\b(?:did|do|does|has|have|had|is|was|are|were|by|of|to|from|and|mr|mrs|ms|dr)\s+$", re.I)
_DOUBLING = frozenset("admit brag commit compel demur plan quip rebut slam".split())  # "admitted"


def _forms(verb: str) -> tuple[str, str, str]:
    """A regular verb's forms; what is no form of an irregular one is typed by nobody."""
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied"
    past = f"{verb}{verb[-1] if verb in _DOUBLING else ''}ed"
    return verb, f"{verb}s", f"{verb}d" if verb[-1] == "e" else past


_VERBS = tuple(
    form
    for verb in sorted(ASSERTING | POLARITY.keys())
    if len(verb) >= _SHORTEST and verb.isalpha()
    for form in _forms(verb)
)
_WORD = re.compile(rf"(?<![\w@#./-])[^\W\d_]{{{_SHORTEST},}}(?![\w@/-]|['’]\w|\.\w)")


def corrected(
    text: str,
    names: Names,
    frequency: Callable[[str], int] | None,
    is_common: Callable[[str], bool],
    quoted: re.Pattern[str],
) -> tuple[str, tuple[str, ...]]:
    """The text with its slips put right, and the right words but for other spellings ("organise").

    What stands in quotation marks stays as typed. A slip is a word that stands in no passage, names nobody and is next
    to one that stands in several. Another letter in its place is one in long words only: "horse" and "charged" may well
    be missing where houses are changed. No common word is a slip in a verb that the reports may not even have:
    "started" is not "stated".
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
        meant = meant or ("" if is_common(word[0]) else _verb(hidden, word))
        if meant:
            right += [meant] if _variant(meant) != _variant(word[0]) else []
            text = text[: word.start()] + meant + text[word.end() :]
    return text, tuple(reversed(right))


def _is_known(word: str, names: Names) -> bool:
    return word in names.ordinary or singular(word) in names.ordinary or role_noun(word) or reports_speech(word)


def _variant(word: str) -> str:
    return word.replace("our", "or").replace("s", "z").replace("tre", "ter")


def _meant(typed: str, words: Sequence[str], frequency: Callable[[str], int]) -> str:
    """The frequent word with the fewest slips; "" where all are too far. The first letter is rarely mistyped."""
    most = 2 if len(typed) >= _VERY_LONG else 1
    near = process.extract(typed, words, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=5)
    if len(typed) < _VERY_LONG:
        near = [f for f in near if _is_slip(typed, f[0])]
    some = [(off, -frequency(word), word) for word, off, _ in near if frequency(word) >= _FEWEST]
    return min(some)[2] if some else ""


def _verb(text: str, typed: re.Match[str]) -> str:
    """The verb of saying with one slip, where no name would stand; "" where there is none."""
    behind = re.match(r"\s+([^\W\d_]+)", text[typed.end() :])
    if _NAMES_FOLLOW.search(text, 0, typed.start()) or (behind and _is_base(behind[1].lower())):
        return ""
    same = [verb for verb in _VERBS if verb[0] == typed[0][0]]
    near = process.extract(typed[0], same, scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=5)
    return next((verb for verb, _, _ in near if len(verb) != len(typed[0]) or sorted(verb) == sorted(typed[0])), "")


def _is_base(word: str) -> bool:
    return reports_speech(word) and not word.endswith(("ing", "ed"))


def _is_slip(typed: str, word: str) -> bool:
    """True for two letters changed about, a letter doubled or not, and in a long word one too few or too many."""
    if _DOUBLED.sub(r"\1", typed) == _DOUBLED.sub(r"\1", word):
        return True
    return len(typed) > _SHORTEST and (
        sorted(word) == sorted(typed) or (len(typed) >= _LONG and len(word) != len(typed))
    )
