"""What a report says in its author's own name: columns, letters, bulletins, a ministry's statement.

Recognised by "I" and "we" outside quotations, often and from beginning to end, or by a line below that tells who the
author is: "Ana Solano teaches law at Lindaro". One "I" makes no column. What a ministry publishes, and a situation
report, is the publisher's own words in whatever person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.attribution import lexicon
from corpus.attribution.quotations import Quotations
from corpus.attribution.turns import Turn
from corpus.attribution.words import plain_case, role_noun, singular
from corpus.types import Report, Span, Speaker

FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|me|myself|[Ww]e|[Oo]urs?|us|ourselves)\b(?!\.)")
_OFTEN = 0.018  # of a text's words
_TIMES = 8  # in a text with an author's name
_TIMES_OF_BODY = 3  # in one that a body publishes itself: "The ministry deplores ... We call on ..."
# "The minister said:", and then the minister's words without marks
_SAID = re.compile(r"\b(?:said|says|added|adds|stated|commented|wrote)(?: [^.:;\"“”\n]{1,40})?:\s+(?=[^\W\d_a-z])")
_NOTE = 300  # characters of what tells below a column who wrote it
_ABOUT = (  # "Ana Solano, a member of the board, is the mayor of Brenn"
    r"(?:{name}|\b(?:Mr|Ms|Mrs|Dr|Prof|Professor)\.? {last})(?:, [^.;]{{1,80}},)? (?:serves|teaches|works|writes|"
    r"(?:is|was) (?:the |an? )?(?P<role>[^,.;]{{3,80}}))"
)
_QUOTED = 0.2  # of a text: with more in quotation marks it is news, whose reporter is introduced
_WORD = re.compile(r"\w+(?:['’]\w+)*")
# What is issued by whoever publishes it; a paper has no titles like these.
_ISSUED = re.compile(
    r"\b(?:(?:situation|operations?) (?:report|update)s?|sitreps?|flash (?:update|appeal)"
    r"|humanitarian (?:update|bulletin|snapshot|overview))\b|^(?:press|news|media) release(?: no\b|(?= ?[:|–—-]|\s*$))",
    re.I,
)
# In a publisher's name: all that it publishes is its own. "Business", "world" and "agency" are in papers' names too.
_INSTITUTIONS = frozenset(
    """ministry department government commission council committee authority office embassy parliament secretariat
    organisation organization foundation association federation university police court plc ltd llc inc corp
    corporation""".split()
)
_OUTLETS = lexicon.OUTLETS | {"broadcasting"}
_PRESS_OFFICE = re.compile(
    r",? (?:press|media|information|communications?) (?:office|service|team|department|desk)$", re.I
)
_BULLET = re.compile(r"\A[-–—•*·▪]\s+")
_FURNITURE = re.compile(  # of a situation report: tells of nothing but the report
    r"\b(?:this|the next) (?:situation )?(?:report|update|bulletin) (?:is|was|has been|will be) (?:\w+ly )?"
    r"(?:produced|prepared|issued|compiled|published)\b|^(?:for (?:more|further) information|(?:media )?contacts?\b)",
    re.I,
)
_FEWEST = 8  # words of a line without a full stop that is no heading
_NO_NAME = ("", "none", "unknown", "staff", "editor", "admin")


def author_of(report: Report) -> Speaker | None:
    """Who writes "I" and "we" in a report: its author, else the body that publishes it; None where it is an outlet."""
    name = _PRESS_OFFICE.sub("", _byline(report.author))
    if name.casefold() not in _NO_NAME:
        parts = _parts(name)
        outlet = not _OUTLETS.isdisjoint(parts)
        body = _is_body(parts) or name != _byline(report.author)
        return Speaker(name, "name", "outlet" if outlet else "organisation" if body else "person")
    source = _PRESS_OFFICE.sub("", " ".join(report.source.split()))
    parts = _parts(source)
    body = bool(source) and (_is_body(parts) or bool(_ISSUED.search(report.title)))
    return Speaker(source, "name", "organisation") if body and _OUTLETS.isdisjoint(parts) else None


def authored(report: Report, lines: Sequence[Span]) -> list[Turn]:
    """The whole report below its title as its author's, [] where neither its words nor a note below tell that."""
    text, author = report.text, author_of(report)
    title = " ".join(report.title.split())
    headed = next((at for at, line in enumerate(lines) if " ".join(line.of(text).split()).rstrip(".") not in title), 0)
    body = lines[headed:]
    if author is None or author.body == "outlet" or not body:
        return []
    if _SAID.search(text):
        return []
    if author.body == "organisation" and _is_issued(report, author.name):
        bare = (Span(line.end - len(_BULLET.sub("", line.of(text))), line.end) for line in body)
        return [Turn(author, None, line, written=True) for line in bare if _is_prose(line.of(text))]
    note, last = body[-1].of(text), author.name.split()[-1]  # "Ana Solano is the mayor of Brenn."
    about = None
    if len(body) > 1 and len(note) < _NOTE and last in note and not FIRST_PERSON.search(note):
        body = body[:-1]
        about = re.search(_ABOUT.format(name=re.escape(author.name), last=re.escape(last)), note)
        author = replace(author, role=about["role"]) if about and about["role"] else author
    quotations = Quotations(text)
    whole = Span(body[0].start, body[-1].end)
    places = [match.start() for match in FIRST_PERSON.finditer(text, whole.start, whole.end)]
    own = [place for place in places if quotations.at(place) is None]
    enough = _TIMES if report.author else _TIMES_OF_BODY
    often = len(own) >= max(enough, _OFTEN * sum(1 for _ in _WORD.finditer(text, whole.start, whole.end)))
    middle = (whole.start + whole.end) // 2
    throughout = often and own[0] < middle < own[-1]
    told = about is not None and sum(map(len, quotations.spans())) < _QUOTED * len(whole)
    return [Turn(author, None, whole, written=True)] if throughout or told else []


def _is_issued(report: Report, body: str) -> bool:
    """True for what a body publishes as its own."""
    by_office = any(map(_PRESS_OFFICE.search, (report.author, report.source)))
    return by_office or not _INSTITUTIONS.isdisjoint(_parts(body)) or bool(_ISSUED.search(report.title))


def _is_prose(line: str) -> bool:
    """False for a heading, and for what tells of the report itself."""
    if _FURNITURE.search(line):
        return False
    return line.rstrip("\"'”’)]").endswith((".", "!", "?", ";", ":")) or len(_WORD.findall(line)) >= _FEWEST


def _byline(author: str) -> str:
    """The first name of "By ANA SOLANO, Piet Holm contributed reporting. Email: ...", in plain letters."""
    bare = re.sub(r"(?i)^by\s+|[.;,]\s*(?:e-?mail|twitter|follow)\b.*", "", " ".join(author.split()))
    first = bare.split(",")[0]
    return plain_case(" ".join((first if " " in first.strip() else bare.replace(",", " ")).split()))


def _parts(name: str) -> list[str]:
    return name.casefold().replace(",", " ").split()


def _is_body(parts: Sequence[str]) -> bool:
    """True for "Ministry of Trade" and "Amalgamated Dock Workers"."""
    members = bool(parts) and singular(parts[-1]) != parts[-1] and role_noun(singular(parts[-1]))
    return members or any(part in lexicon.ORGANISATIONS for part in parts)
