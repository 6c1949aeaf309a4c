"""Words with their author's name below or behind them: reactions in a row, tweets, letters to the editor.

    "We will not leave." — Ana Solano                    a quotation, then a dash and a name, also on the next line
    We stay. — Ana Solano (@anasolano) May 3, 2021       a tweet as pages embed it
    Dear editor, ...  /  Ana Solano  /  Brenn            letters, where a heading says that these are letters

A dash and a name behind anything else are no signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.attribution import lexicon
from corpus.attribution.names import Mention, mentions
from corpus.attribution.quotations import Quotations
from corpus.attribution.turns import Turn, trimmed
from corpus.attribution.words import read
from corpus.types import Body, Report, Span, Speaker

_DASH = r"[―—–-]{1,2}[\s\xa0]*"
_QUOTED = r"[\s>*•\xa0]*(?P<quote>[\"“”«‘'].{15,}[\"”»’'])"
_QUOTE = re.compile(rf"{_QUOTED}[\s\xa0.]*\Z")
_SIGNED_QUOTE = re.compile(rf"{_QUOTED}[\s\xa0]*{_DASH}(?P<by>[^\"“”«»]{{3,100}})\Z")
_SIGNATURE = re.compile(rf"\s*{_DASH}(?P<by>[^\"“”«»]{{3,100}})\Z")
_TWEET = re.compile(
    rf"(?P<body>.*?){_DASH}(?P<by>(?:(?!\s[―—–-])[^\n]){{1,50}}?)\s?\((?P<handle>@\w{{1,20}})\)"
    r"[\s,]*(?:\w+\.? \d{1,2}, \d{4})?\s*\Z"
)
_LETTERS = re.compile(r"(?i)\W*(?:your |readers['’] )?letters?(?: to the editors?)?\W*\Z|to the editors?\W*\Z")
_ASKED = re.compile(r"We asked\b")  # the editors, before what readers answered
_HANDLE = re.compile(r"@\w{2,20}\Z")
_HEADING = 60  # characters; a shorter line without a stop is no letter
_OPENING = 12  # lines in which a page of letters says that it is one


def signed(report: Report, lines: Sequence[Span]) -> list[Turn]:
    """Every signed quotation, tweet and letter of a report, in order; the label stands behind the body."""
    text = report.text
    start = next((at for at, line in enumerate(lines[:_OPENING]) if _LETTERS.match(line.of(text))), None)
    if start is not None:
        return list(_letters(text, lines[start + 1 :]))
    return list(_signatures(text, lines))


def _signatures(text: str, lines: Sequence[Span]) -> Iterator[Turn]:
    quotations: Quotations | None = None
    before: Span | None = None  # the line before, when nobody has signed it
    for line in lines:
        words = line.of(text)
        tweet = _TWEET.match(words)
        same, below, whole = _SIGNED_QUOTE.match(words), _SIGNATURE.match(words), before and before.of(text)
        body = speaker = label = None
        if tweet and (speaker := _account(tweet["by"], tweet["handle"])):
            own = trimmed(text, line.start, line.start + tweet.end("body"))
            body = own if len(own) else before
            label = _at(line, tweet, "by")
        elif same and (speaker := _author(same["by"])):
            body, label = _at(line, same, "quote"), _at(line, same, "by")
        elif below and whole and before and (quote := _QUOTE.match(whole)) and (speaker := _author(below["by"])):
            body, label = _at(before, quote, "quote"), _at(line, below, "by")
        before = line
        if not (speaker and body and label):
            continue
        quotations = quotations or Quotations(text)
        if tweet or quotations.kind([body]) == "direct":
            before = None
            yield Turn(speaker, _named(text, label, speaker), body)


def _letters(text: str, lines: Sequence[Span]) -> Iterator[Turn]:
    """Each letter with who signs it; where they live may stand below the name."""
    begin = 0
    for number, line in enumerate(lines):
        words = line.of(text).strip().rstrip(".,")
        speaker = Speaker(words, "name") if _HANDLE.match(words) else _author(words) if len(words) < 40 else None
        if speaker is None or number == begin:
            continue
        while begin < number and (_is_heading(lines[begin].of(text)) or _ASKED.match(lines[begin].of(text))):
            begin += 1
        if begin < number:
            yield Turn(speaker, _named(text, line, speaker), Span(lines[begin].start, lines[number - 1].end), True)
        placed = number + 1 < len(lines) and _is_heading(lines[number + 1].of(text))
        begin = number + 1 + placed


def _is_heading(line: str) -> bool:
    """True for "FACEBOOK." and "Lower Brenn, Ruritania"."""
    words = line.strip().rstrip(".:").split()
    function = any(word.casefold() in lexicon.FUNCTION for word in words[1:])
    return len(line) < _HEADING and line.rstrip()[-1:] not in '?!"”' and not function and len(words) < 6


def _at(line: Span, match: re.Match[str], group: str) -> Span:
    return Span(line.start + match.start(group), line.start + match.end(group))


def _named(text: str, label: Span, speaker: Speaker) -> Span:
    """The name itself in a signature."""
    start = text.find(speaker.name, label.start, label.end)
    return Span(start, start + len(speaker.name)) if start >= 0 else trimmed(text, label.start, label.end)


def _account(shown: str, handle: str) -> Speaker:
    """Who tweets: by the name that is shown, where that is a name, else by the handle."""
    return _author(shown) or Speaker(handle, "name")


def _author(signature: str) -> Speaker | None:
    """Whom a signature names; None where it is something else than a name, and what belongs to it."""
    words = read(signature.strip(), [])
    found = mentions(words, headlines=True)
    if not found or found[0].whole[0] > 0:
        return None
    mention = found[0]
    rest = words.form[mention.stop : mention.stop + 1]
    if rest and rest[0] not in (".", ",", "(", "/", "|"):
        return None
    body = _body(mention)
    return Speaker(" ".join(mention.name), "name", body, mention.role, mention.organisation) if body else None


def _body(mention: Mention) -> Body | None:
    if mention.kind == "person":
        return "person" if len(mention.name) > 1 else None
    if mention.kind == "outlet" or (mention.kind == "organisation" and mention.sure):
        return "outlet" if mention.kind == "outlet" else "organisation"
    return None
