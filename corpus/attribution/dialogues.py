"""A stretch of conversation within a report that is no transcript as a whole: "SOLANO: ..." and "HALL: ..." lines.

The labels are in capitals: names that the report has in ordinary letters or in full too, "REPORTER", and whoever else
speaks to them more than once. A heading or a shouted word before a colon makes no turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from corpus.attribution import lexicon
from corpus.attribution.cast import key
from corpus.attribution.names import mentions
from corpus.attribution.turns import TALK, Turn, trimmed
from corpus.attribution.words import gender_of, plain_case, read
from corpus.types import Report, Span, Speaker

_LABEL = re.compile(r"[ \t>*]{0,4}(?P<mark>[\"“]?)(?P<label>[^\W\d_a-zß](?:[^\W\d_a-zß]|[.'’ -]){2,30})\*{0,2}:\s")
_ANYBODY = frozenset("reporter question moderator host caller interviewer anchor audience unidentified".split())
_THINGS = (
    lexicon.COUNTRIES, lexicon.PLACES, lexicon.ORGANISATIONS, lexicon.OUTLETS, lexicon.DOCUMENTS, lexicon.FUNCTION,
)  # fmt: skip
_FEWEST = 3  # labelled lines
_APART = 5  # lines without a label between two of one conversation


def dialogue(report: Report, lines: Sequence[Span]) -> list[Turn]:
    """The turns of the conversations in a report, in order."""
    text = report.text
    matches = ((number, _LABEL.match(text, line.start, line.end)) for number, line in enumerate(lines))
    labelled = {number: match for number, match in matches if match}
    if len(labelled) < _FEWEST:
        return []
    names = _names(text)
    labels = [match["label"] for match in labelled.values()]
    for label in labels:
        given, *rest = label.split()
        if rest and (gender_of(given) or rest[-1] in labels):  # "ANA SOLANO: ..." tells who "SOLANO: ..." is
            names.setdefault(key(rest[-1]), Counter())[plain_case(label)] += 1
    known = {number for number, match in labelled.items() if key(match["label"].split()[-1]) in names}
    times = Counter(filter(_may_be_named, labels))
    speakers = {
        number: _speaker(match["label"], names)
        for number, match in labelled.items()
        if number in known or _is_anybody(match["label"]) or (known and times[match["label"]] > 1)
    }
    talk = sum(bool(TALK.search(text, labelled[number].end(), lines[number].end)) for number in speakers)
    names_used = {speaker.name for speaker in speakers.values()}
    if len(speakers) < _FEWEST or len(names_used) < 2 or talk < 0.5 * len(speakers):
        return []
    numbers = sorted(speakers)
    turns = []
    for number, following in zip(numbers, [*numbers[1:], len(lines)], strict=True):
        match, last = labelled[number], number
        quoted = bool(match["mark"])
        within = following < len(lines) and following - number <= _APART
        while last + 1 < following and (_goes_on(lines[last + 1].of(text)) if quoted else within):
            last += 1
        body = trimmed(text, match.end(), lines[last].end)
        if len(body):
            turns.append(Turn(speakers[number], Span(match.start("label"), match.end("label")), body))
    return turns


def _goes_on(line: str) -> bool:
    """True for a further paragraph of a quotation: it opens with a mark again."""
    return line.lstrip()[:1] in ("“", '"')


def _names(text: str) -> dict[str, Counter[str]]:
    """The full names of a report by surname, with how often each is used."""
    found: dict[str, Counter[str]] = {}
    for mention in mentions(read(text, []), headlines=True):
        if mention.kind == "person" and not mention.last.isupper():
            found.setdefault(key(mention.last), Counter())[" ".join(mention.name)] += len(mention.name) > 1
    return found


def _may_be_named(label: str) -> bool:
    """True for one word that is no place's, body's or document's: "KABUL: ..." is a dateline."""
    low = label.casefold()
    return " " not in label and not any(low in words for words in _THINGS)


def _is_anybody(label: str) -> bool:
    parts = label.casefold().split()
    return parts[0] in _ANYBODY or parts[-1] in _ANYBODY


def _speaker(label: str, names: Mapping[str, Counter[str]]) -> Speaker:
    """The person of that surname who is named most; one of a label that nobody else explains has the label's name."""
    if _is_anybody(label):
        return Speaker(plain_case(label, shouted=True), "unnamed")
    parts = label.split()
    family = names.get(key(parts[-1]), Counter())
    fitting = {name: count for name, count in family.items() if count and (len(parts) == 1 or key(name) == key(label))}
    plain = plain_case(label, shouted=True)
    return Speaker(max(fitting, key=lambda one: (fitting[one], one), default=plain), "name")
