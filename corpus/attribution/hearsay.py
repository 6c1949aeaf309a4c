"""What came through somebody else ("Reuters quoted a source as saying"), and what nobody said ("no response")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.attribution import lexicon
from corpus.types import Span

_FAR = 400  # characters around a cue: a sentence may be as long as a text without stops
_NAME = (
    r"(?P<by>(?:the |The )?(?:[A-Z][\w.’'-]*|state|news|official|local|media)"
    r"(?: (?:[A-Z][\w’'-]*|of|news|state|media|agency|television|TV|radio|newspaper))*)"
)
_RELAYS = (
    re.compile(rf"(?:[Aa]ccording to|[Aa]s (?:reported|quoted) by|[Qq]uoted by|[Cc]ited by|[Ii]n a report by) {_NAME}"),
    re.compile(rf",[\"”’']? {_NAME} (?:reported|reports|has reported|said|says)(?: [A-Z]\w+day)?(?=[.\"”]*(?:\s|$))"),
)
_QUOTED = re.compile(
    r"(?:(?:has|have|had|also|was|later)\s)*(?:quot|cit)(?:ed|es|ing|e)\s(?P<who>(?!by\b|as\b)[^.;:\"“”\n]{2,90}?)"
    r"\sas\s(?:saying|telling|stating|warning|claiming|confirming|denying)\b"
)
_SILENCE = re.compile(
    r"\b[Tt]here (?:was|were|is|are|has been|have been|had been) (?:no|not|little)\b(?: \w+){0,3}? (?:responses?|"
    r"reactions?|comments?|word|reply|replies|claims?|confirmation|statements?|answer|indication|announcement|denial)\b"
)
_NOBODY = frozenset(("nobody", "no one", "no-one", "none"))


class Quoted(NamedTuple):
    """The parts of "Reuters quoted a ministry source as saying that ...", but for Reuters."""

    cue: Span
    source: Span
    rest: int  # where the content begins


def quoted_by(text: str, cue: Span) -> Quoted | None:
    """Who is quoted where a cue quotes somebody; None where it doesn't."""
    match = _QUOTED.match(text, cue.start, min(len(text), cue.end + 120))
    if match is None or match.start("who") <= cue.start:
        return None
    verb = text[cue.start : match.start("who")].rstrip()
    return Quoted(Span(cue.start, cue.start + len(verb)), Span(match.start("who"), match.end("who")), match.end())


def relay(text: str, sentence: Span, cue: Span, own: Sequence[Span]) -> str:
    """The outlet that a statement came through ("..., Reuters reported"), "" for none; `own` are its spans."""
    begin, end = max(sentence.start, cue.start - _FAR), min(sentence.end, cue.end + _FAR)
    for pattern in _RELAYS:
        for match in pattern.finditer(text, begin, end):
            named = Span(match.start("by"), match.end("by"))
            parts = named.of(text).casefold().split()
            outlet = any(part in lexicon.OUTLETS or part in ("agency", "agencies") for part in parts)
            if outlet and not any(named.overlap(span) for span in own):
                return re.sub(r"^[Tt]he\s+", "", named.of(text))
    return ""


def is_silence(text: str, sentence: Span, source: str, cue: Span) -> bool:
    """True where nothing was said, or by nobody: "there was no response from the country", "nobody said"."""
    if source.casefold() in _NOBODY:
        return True
    begin, end = max(sentence.start, cue.start - _FAR), min(sentence.end, cue.end + _FAR)
    return any(match.start() <= cue.end and cue.start <= match.end() for match in _SILENCE.finditer(text, begin, end))
