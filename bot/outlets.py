"""The publishers that a question limits itself to: "in politico", "reported by the Halyard"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from bot.people import Names
from corpus.attribution.rulings import fold
from corpus.types import Span

_CITED = re.compile(
    r"\b(?P<printed>(?:reported|published|printed|written|reports?|articles?|stor(?:y|ies)|coverage|pieces?"
    r"|news) )?"
    r"(?P<how>in|on|by|from|via|per|according to)\s+(?P<the>the )?(?=\w)",
    re.I,
)
_ON_AIR = re.compile(r"\b(?:radio|tv|television|fm|news|channel|network|broadcast\w*|live|voice|podcast)\b", re.I)
_RARELY = 3  # statements; an outlet with fewer is no speaker but reports them: "quotes from the Gazette"
_OF_REPORTS = re.compile(
    r"(?:['’]s?)? (?=(?:latest |last )?(?:reports?|articles?|stor(?:y|ies)|coverage|pieces?)\b)", re.I
)
_ASKED = re.compile(r"\b(?:did|does|do|has|have|had|would|will)\b", re.I)
_AND_ALSO = re.compile(r"(?:,| and| or|, and) (?=\w)", re.I)
_WORD = re.compile(r"[\w.&]+(?:[-'’]\w+)*")
# "in the Courier poll" and "in the Courier's newsroom" are about the outlet, not out of it
_NOT_OUT_OF_IT = re.compile(r"['’]s?\b|[-/]\w| (?:poll|survey|interview|forum|debate|columnist|reporter|editor)", re.I)
_LONGEST = 6  # words
_SHORTEST_TYPO = 6  # letters


@dataclass(frozen=True, slots=True)
class Outlets:
    """Publishers as the collection writes them, and the words of the question that name them."""

    sources: tuple[str, ...]
    spans: tuple[Span, ...]


def outlets_in(text: str, sources: Sequence[str], names: Names) -> Outlets:
    """The publishers out of which a question wants its answer.

    Whoever also speaks in the reports is no limit behind "according to", "by" and "from": others may cite them. One
    says something "on" a station; "on" a newspaper one has a view.
    """
    known: dict[str, list[str]] = {}
    for source in sources:
        known.setdefault(fold(source).removeprefix("the "), []).append(source)
    found: list[str] = []
    spans = []
    for cited in _CITED.finditer(text) if known else ():
        for end, some in _named(text, cited.end(), known, bool(cited["the"]), names):
            if _NOT_OUT_OF_IT.match(text, end) or _OF_REPORTS.match(text, end):
                continue
            if cited["how"].lower() == "on" and not _ON_AIR.search(some[0]):
                continue
            speaks = names.within(f"{text[cited.end() : end]}, {some[0]}")
            if speaks and not cited["printed"] and cited["how"].lower() in ("by", "from", "according to"):
                spoken = sum(names.statements(person) for some_of in speaks for person in some_of)
                if cited["how"].lower() != "from" or spoken >= _RARELY:
                    continue
            found += some
            while also := _AND_ALSO.match(text, end):  # "in the Courier and the Gazette"
                named = next(_named(text, also.end(), known, False, names), None)
                if named is None:
                    break
                end, some = named
                found += some
            spans.append(Span(cited.start("how"), end))
            break
    for owned in _OF_REPORTS.finditer(text) if known else ():  # "the Courier's report on ..."
        words = list(_WORD.finditer(text, 0, owned.start()))[-_LONGEST:]
        if not owned[0].strip() and _ASKED.search(text[: owned.start()]) and text.startswith("report", owned.end()):
            continue  # "what did the Courier report about it"
        for first in (word for word in words if word[0].lower() not in ("the", "a", "an")):
            article = text[: first.start()].lower().endswith("the ")
            named = next(_named(text[: owned.start()], first.start(), known, article, names), None)
            if named and named[0] == owned.start():
                found += named[1]
                spans.append(Span(first.start(), owned.end()))
                break
    return Outlets(tuple(dict.fromkeys(found)), tuple(spans))


def _named(
    text: str, start: int, known: dict[str, list[str]], article: bool, names: Names
) -> Iterator[tuple[int, list[str]]]:
    """Each publisher that the words from `start` on may name, and where its name ends; the longest first."""
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text, start):
        if len(words) == _LONGEST or (words and text[words[-1].end() : word.start()].strip()):
            break
        words.append(word)
    for count in range(len(words), 0, -1):
        end = words[count - 1].end()
        typed = re.sub(r"['’]s$", "", text[start:end])
        name = fold(typed).removeprefix("the ")
        if count == 1 and typed.islower() and name in names.ordinary:
            return  # "in time" is not in Time
        some = known.get(name) or [
            source
            for whole, spelled in known.items()
            if _near(name, whole) or _initials(whole) == name or (article and whole.endswith(f" {name}"))
            for source in spelled
        ]
        if some:
            yield start + len(typed), some


def _near(name: str, whole: str) -> bool:
    long = len(whole) >= _SHORTEST_TYPO and name[:1] == whole[:1]
    return long and DamerauLevenshtein.distance(name, whole, score_cutoff=1) <= 1


def _initials(whole: str) -> str:
    words = whole.split()
    return "".join(word[0] for word in words) if len(words) > 2 else ""
