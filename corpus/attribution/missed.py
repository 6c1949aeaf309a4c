"""Clauses that a tagger passes over: refusals to comment, figures that somebody puts a thing at, "issued this:".

Only where the clause opens its sentence and its subject is plain: "Mr Brandt refused all comment", "The port puts it at
seven", "Ana Solano issued the following statement:". And where the tagger has a source and a cue and nothing said, what
stands right before them: "The bridge is closed, the port says."
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from corpus.attribution.verbs import may_quote
from corpus.types import Span

_ADVERB = r"(?:(?:also|again|repeatedly|immediately|publicly|initially|later|so far|has|have|had|both) )*"
_NAME = r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,4}"
# "The port", "The harbour master's office", "The Ministry of the Interior": no verb fits into that
_NOUNS = (
    r"(?:The|A|An|His|Her|Its|Their) (?:[\w-]+(?:['’]s?)? ){0,3}[\w-]+"
    r"(?: (?:of|for|at) (?:(?:the|an?|his|her|its) )?(?:[\w-]+ ){0,2}[\w-]+)?"
)
_ASIDE = r"(?:, (?:who|which|to which|the|an?|whose|relying on|citing) [^.,;:\"“”\n]{3,90},)?"
_SUBJECT = rf"(?P<who>He|She|It|They|{_NOUNS}|{_NAME}){_ASIDE} "
_ABOUT = r"(?: (?:on|about|for) [^.,;:\"“”\n]{2,80})?"
_REFUSALS = re.compile(
    rf"{_SUBJECT}"
    rf"(?:(?P<cue>{_ADVERB}(?:refused|refuses|declined|declines)) (?P<what>(?:all|any|further|to) comments?\b{_ABOUT})"
    rf"|(?P<silent>{_ADVERB}did not (?:immediately )?(?:respond|reply) to) (?P<asked>[^.,;:\"“”\n]{{0,40}}"
    rf"\b(?:questions?|requests?|calls?|messages?|e-?mails?|letters?|inquir(?:y|ies))\b[^.,;:\"“”\n]{{0,80}})"
    rf"|(?P<modal>{_ADVERB}(?:would|could|did|does|do|will) not (?:immediately |publicly )?)"
    rf"(?P<said>comment\b{_ABOUT}))"
)
_NUMBER = (
    r"(?:about |some |around |nearly |almost |over |only |just |roughly |at least |more than |less than )?"
    r"(?:[$€£]?\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|half)\b|hundreds|thousands)"
)
_AMOUNT = (
    r"(?:number|toll|figure|costs?|total|price|loss|losses|damage|bill|crowd|count|share|turnout|rate|value|estimate|size|"
    r"odds|chances?)"
)
_REST = r"(?:,(?=\d)|\.(?=\d)|[^.,;:\"“”\n])*?"
_PAIRS = (("cue", "what"), ("silent", "asked"), ("modal", "said"), ("given", "figure"), ("spoke", "many"))
_PUT = re.compile(
    rf"{_SUBJECT}"
    rf"(?:(?P<given>{_ADVERB}gave|gives) (?P<figure>a figure of {_NUMBER}{_REST})"
    rf"|(?P<spoke>{_ADVERB}(?:speaks?|spoke) of) (?P<many>{_NUMBER}{_REST})"
    rf"|(?P<cue>{_ADVERB}puts?) "
    rf"(?P<what>(?:it|(?:the|its|their|his|her) (?:[\w-]+ )?{_AMOUNT}(?: of [\w’' -]{{1,40}}?)?) at {_NUMBER}{_REST}))"
    r"(?=[.,;:\n](?!\d)| and | but | while |\Z)"
)
_ISSUED = re.compile(
    r"(?P<who>[^:;\"“”\n]{3,140}?),? (?:has )?(?P<cue>provided|issued|released|made|gave|offered|delivered) "
    r"(?:the following|this|these|a|an)(?: [\w-]+){0,2} (?:statements?|comments?|remarks?|responses?|update)\b"
    r"[^:\"“”\n]{0,80}:\s*(?P<what>[^\n]+)"
)
_INTRODUCED = re.compile(
    rf"{_SUBJECT}(?P<cue>{_ADVERB}(?:said|says|added|adds|continued|continues|went on|wrote|writes|replied|answered|"
    r"commented|stated|explained|declared|concluded|tweeted))(?: [^.:;\"“”\n]{1,60})?:\n+(?P<what>[^\n]+)"
)

# "KHOVAR, Nov 9 (Halyard) - "
_DATELINE = re.compile(r"[A-Z]{2}[^()\n:]{0,60}?(?:\([^()\n]{2,30}\) ?| )[-–—]{1,2} ")
_COMMA = re.compile(r",(?P<mark>['’]{1,2}|[\"”»])?\s+$")
_DAY = (
    r"(?:on |late |early |earlier )?(?:[A-Z][a-z]+day|yesterday|today|this \w+|last \w+)"
    r"(?: (?:morning|night|\w+noon|evening))?"
)
# what comes behind it: no "the fund, she said, is empty", which goes on
_ENDS = re.compile(
    rf"(?: {_DAY})?(?: (?:in|at) [^.,;:\n]{{1,40}})?"
    r"(?:[.;\n]|\Z|, (?:as|while|but|and|though|although|when|after|before|hours|days|a day|\w+ing)\b)"
)
_RELATIVE = re.compile(r"(?:who|which|that)\b", re.I)
_LEADS_IN = re.compile(r"(?:^|[:,—–-])\s*$")  # before a quotation that stands for itself
_WORDS = 4  # of a clause at least


class Clause(NamedTuple):
    """Who, how and what of a clause, in the text's offsets."""

    source: Span
    cue: Span
    content: Span


def missed(text: str, sentence: Span) -> Iterator[Clause]:
    """The clause that opens a sentence, if it is of one of these forms."""
    for pattern in (_REFUSALS, _PUT, _ISSUED, _INTRODUCED):
        # what is introduced stands in the sentences behind
        ahead = pattern in (_ISSUED, _INTRODUCED)
        match = pattern.match(text, sentence.start, len(text) if ahead else sentence.end)
        if match is None:
            continue
        cue, what = next(pair for pair in _PAIRS if match.groupdict().get(pair[0]))
        begin, end = match.span(cue)
        yield Clause(
            Span(*match.span("who")), Span(begin, begin + len(text[begin:end].rstrip())), Span(*match.span(what))
        )


def said_before(
    text: str, sentence: Span, source: Span, cue: Span, quotation: Callable[[int], Span | None]
) -> Span | None:
    """The clause or quotation that ends right before "the port says", where nothing else can be what it says.

    `quotation` gives the quotation, without its marks, in which an offset stands.
    """
    start, end = min(source.start, cue.start), max(source.end, cue.end)
    speaks = may_quote(cue.of(text)) or cue.of(text).lower() == "according to"
    if not speaks or end - start > len(source) + len(cue) + 1 or _RELATIVE.match(source.of(text)):
        return None
    comma = _COMMA.search(text, sentence.start, start)
    if comma is None or not _ENDS.match(text, end):
        return None
    inside = quotation(comma.start()) if comma["mark"] else None
    opens = inside.start - len(comma["mark"]) if inside else sentence.start
    dateline = _DATELINE.match(text, sentence.start, comma.start())
    clause = dateline.end() if dateline else sentence.start
    begin = opens if inside and _LEADS_IN.search(text[min(clause, opens) : opens]) else clause
    found = Span(begin, comma.end("mark") if inside else comma.start())
    return found if len(found.of(text).split()) >= _WORDS else None
