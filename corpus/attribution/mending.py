"""Where a tagger's attribution can't be right by its place in the sentence, and what it must have been.

A subject marked as content, a source from a later sentence, a piece of the sentence before, an outlet that only passes
on what somebody said. Spans are in the text's offsets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.attribution import lexicon
from corpus.attribution.verbs import ASSERTING, any_speech, lemma
from corpus.types import Span

_NAMED = re.compile(r"\s(?P<who>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}):\s*[\"“']*\Z")
_LONGEST = 12  # words of a subject
_PASSIVE = re.compile(r"(?i)\b(?:is|are|was|were|be|been|being|am)\b")
_NO_SUBJECT = frozenset("asked told nobody none nothing there here it this that".split())
_DETERMINERS = frozenset("the a an his her its their one two three some several many most another".split())
_PLAIN = re.compile(r"[^,;:\"“”()\n–—]+")
_SAID = re.compile(
    r"\s*,\s+(?P<who>[^,;:\"“”\n]{3,90}?(?:, [^,;:\"“”\n]{3,60},)?)\s(?P<how>said|says|told \w+|tells \w+|added|wrote)"
    r"(?: (?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?,?\s*\Z"
)

# "Minutes of a meeting, which THE TRIBUNE HAS READ, show ..."
_SEEN = re.compile(r"[^,]{3,60} (?:has|have|had) (?:read|seen|obtained|reviewed|examined),?")
# "..., according to A COPY SEEN BY THE TRIBUNE": who wrote it speaks
_COPY = re.compile(
    r"(?:an? |the )?(?:\w+ )?(?:cop(?:y|ies)|drafts?|excerpts?|screenshots?|scans?)(?: of (?:it|the \w+|an? \w+))?,?"
    r"(?: (?:that|which))?(?: (?:was|were|has|have|had))? "
    r"(?:seen|obtained|reviewed|read|published|shared|released) (?:by|to)\b.*"
)
_WHICH = re.compile(r"(?P<who>[^,;:\"“”\n]{3,90}), (?:which|that) ")


class Parts(NamedTuple):
    """Source, cue and content of an attribution, and who passed it on."""

    source: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    relay: Span | None = None


def inverted(text: str, cue: Span, content: Span) -> Span | None:
    """The name between cue and content that a tagger may miss: "Said SOLANO: ..."."""
    match = _NAMED.match(text[cue.end : content.start]) if any_speech(cue.of(text)) else None
    return Span(cue.end + match.start("who"), cue.end + match.end("who")) if match else None


def one_line(text: str, source: Span, cue: Span) -> Span:
    """A source that runs over a line's end holds a caption or a heading as well: the line next to the cue stays."""
    lines = source.of(text).strip().split("\n")
    if len(lines) == 1:
        return source
    line = lines[-1] if cue.start >= source.end else lines[0]
    start = text.index(line, source.start) if line is lines[0] else text.rindex(line, source.start, source.end)
    return Span(start, start + len(line)) if line else source


def shows_only(source: str) -> bool:
    """True for "a copy seen by the Tribune": no one says anything by it, it shows what somebody wrote."""
    return _COPY.fullmatch(source) is not None


def mended(text: str, sentence: Span, parts: Parts, quoted: Sequence[bool], openings: Sequence[bool]) -> Parts:
    """The attribution as it must have been; itself where nothing is wrong.

    `sentence` is the cue's; `quoted` tells of each piece of content whether it begins in quotation marks, `openings`
    whether it begins a sentence.
    """
    source, cue, content, _ = parts
    # 1. the end of another sentence is no part of what is said
    led = cue[0].start == sentence.start  # "According to ..."
    kept = tuple(
        span
        for span, marked, opening in zip(content, quoted, openings, strict=True)
        if marked
        or span.overlap(sentence)
        or (not (led and span.end <= sentence.start) if opening else _is_next(text, sentence, span))
    )
    if kept and any(span.overlap(sentence) for span in kept):
        content = kept
    # 2. nobody speaks by a verb of the sentence before
    unquoted = not any(quoted) and all(span.overlap(sentence) for span in content)
    if source is not None and source.start >= sentence.end and unquoted:
        begin = Span(sentence.start, max(sentence.start, cue[0].start))
        apart = not any(begin.overlap(span) for span in content)
        plain = apart and _is_active(cue[0].of(text)) and _is_subject(begin.of(text))
        source = Span(begin.start, begin.start + len(begin.of(text).rstrip())) if plain else None
    if source is not None and source.overlap(sentence) and _SEEN.fullmatch(source.of(text)):
        match = _WHICH.match(text, sentence.start, source.start)
        source = Span(*match.span("who")) if match else None
    # 3. "according to the Tribune, Ana Solano said": she speaks
    if source is not None and (passed := _passed_on(text, source, cue[0], content)):
        return passed
    # 4. the subject of "told", marked as content
    if source is None and _is_active(cue[0].of(text)):
        first, rest = content[0], content[1:]
        marked = rest and not quoted[0] and not text[first.end : cue[0].start].strip() and first.end <= cue[0].start
        if marked and len(first.of(text).split()) <= _LONGEST and _is_person(first.of(text)):
            return Parts(first, cue, rest)
    return Parts(source, cue, content)


def _is_next(text: str, sentence: Span, span: Span) -> bool:
    """True for what stands behind the sentence in its paragraph."""
    return span.start >= sentence.end and "\n" not in text[sentence.end : span.start]


def _passed_on(text: str, source: Span, cue: Span, content: Sequence[Span]) -> Parts | None:
    outlet = any(part in lexicon.OUTLETS for part in source.of(text).casefold().split())
    if not outlet or not cue.of(text).casefold().startswith("according") or content[0].start < source.end:
        return None
    match = _SAID.match(text[source.end : content[0].start])
    if match is None:
        return None
    who, how = (Span(source.end + match.start(part), source.end + match.end(part)) for part in ("who", "how"))
    return Parts(who, (how,), tuple(content), source)


def _is_active(cue: str) -> bool:
    """True for a verb of saying with a subject: "told", "has denied"; not "was told", "asked", "saying"."""
    first = cue.split()[0].casefold()
    finite = (cue[0].islower() and first.endswith(("ed", "s"))) or first in ("said", "told", "wrote", "have", "had")
    return finite and any_speech(cue) and _PASSIVE.search(cue) is None


def _is_person(phrase: str) -> bool:
    low = phrase.casefold().split()
    return low[0] in _DETERMINERS or (phrase[0].isupper() and low[0] not in lexicon.FUNCTION | _NO_SUBJECT)


def _is_subject(phrase: str) -> bool:
    """True for "Owners of houses in the valley": a plain noun phrase, no clause."""
    words = phrase.split()
    plain = 0 < len(words) <= _LONGEST and phrase[0].isupper() and _PLAIN.fullmatch(phrase.rstrip())
    return bool(plain) and _is_person(phrase) and not any(lemma(word) in ASSERTING for word in words)
