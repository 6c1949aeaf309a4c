"""Reports made of turns: committee transcripts, briefings, questions and answers, interviews.

In a labelled transcript most lines begin with who speaks: "Mr. Garnett Hall (Brenn, Lib.): ...", "SPEAKER 1: ...",
"Q. ...", "NB: ...". It is recognised only when the report consistently looks so: enough lines, several speakers, and
talk behind the labels. A colon in ordinary news, a dateline or the headings of a situation report make no turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from corpus.attribution import lexicon
from corpus.attribution.cast import key
from corpus.attribution.dialogues import dialogue
from corpus.attribution.interviews import ends, interview, interviewee
from corpus.attribution.names import mentions
from corpus.attribution.own import authored
from corpus.attribution.signed import signed
from corpus.attribution.turns import TALK, Turn, apart, trimmed
from corpus.attribution.words import gender_of, plain_case, read, role_noun
from corpus.types import Body, Report, Span, Speaker

_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(
    r"""[ \t>*_•–—-]{0,6}
        (?P<label>[^\W\d_][^\n:()\[\]?!]{0,70}?            # Mr. Garnett Hall
           (?:\s*[(\[][^\n]{1,140}?[)\]]{1,2})?)           # (Brenn, Lib.), (Hon. Ana Solano (Brenn, Lib.))
        [*_]{0,2}\s?[:：][*_]{0,2}(?:\s+|$)
      | [ \t>*_]{0,4}(?P<letter>[QA])[*_]{0,2}[.)][*_]{0,2}\s+""",
    re.VERBOSE,
)
_NUMBERED = re.compile(
    r"(?i)(?:speaker|witness|participant|caller|reporter|journalist|voice|man|woman|question|answer|host)\s?\d{0,3}\Z"
)
_SEVERAL = re.compile(r"(?i)(?:some|several|many|all)\s|voices?\b|audience|members\b|crowd")
_UNKNOWN = re.compile(r"(?i)an?\s|unidentified|unknown|unnamed")
_PARTY = re.compile(r", (?:[A-Z]{2,4}|[A-Z][a-z]{1,3}\.)\Z")  # (Prince Albert, CPC): a seat, not a role
_HEADINGS = frozenset(
    """note notes image images photo photos picture source sources date time place location venue subject title read
    update updated caption video map table figure background summary highlights contact phone fax email tel address
    copyright tags category categories see overview needs response gaps objectives abstract introduction conclusion
    recommendations warning example correction editor url website price cost weather next previous related more also
    total deaths injured cases status from to cc sent re""".split()
)
_BEFORE_ROLES = ("the", "deputy", "vice", "acting", "prime", "foreign", "first")
_SHARE_OF_LINES = 0.3  # of the lines from the first label on: an answer may have several paragraphs
_SHARE_OF_TALK = 0.34  # of the turns: "I", "we", "you", a question
_SHARE_OF_PEOPLE = 0.6  # of the labels: what looks like a person's


class _Label(NamedTuple):
    line: int
    text: str
    span: Span
    stop: int  # where the speaker's words begin


def turns(report: Report) -> list[Turn]:
    """The turns of a report in order, without overlaps, [] where nothing in it is a turn.

    Where it isn't made of turns as a whole: those of a conversation within it, and what is signed; else all of it where
    its author writes in the first person.
    """
    lines = [Span(match.start(), match.end()) for match in _LINE.finditer(report.text) if not match[0].isspace()]
    whole = _labelled(report, lines) or interview(report, lines)
    return whole or apart([*dialogue(report, lines), *signed(report, lines)]) or authored(report, lines)


def _labelled(report: Report, lines: Sequence[Span]) -> list[Turn]:
    text = report.text
    labels: list[_Label] = []
    for number, line in enumerate(lines):
        match = _LABEL.match(text, line.start, line.end)
        headline = number == 0 and report.title and text.startswith(report.title[:30])
        if match is None or headline:
            continue
        group = "label" if match["label"] else "letter"
        label = match[group].strip(" *_\t")
        if _may_speak(label):
            labels.append(_Label(number, label, Span(match.start(group), match.start(group) + len(label)), match.end()))
    if not _made_of_turns(text, lines, labels):
        return []
    roll = _Roll(report, [label.text for label in labels], f"{report.title}\n{text[: labels[0].span.start]}")
    found: list[Turn] = []
    for place, label in enumerate(labels):
        until = labels[place + 1].line if place + 1 < len(labels) else len(lines)
        last = label.line
        while last + 1 < until and not ends(lines[last + 1].of(text)):
            last += 1
        body = trimmed(text, min(label.stop, lines[last].end), lines[last].end)
        if len(body):
            found.append(Turn(roll.speaker(label.text), label.span, body))
    return found


def _made_of_turns(text: str, lines: Sequence[Span], labels: Sequence[_Label]) -> bool:
    if len(labels) < 3:
        return False
    counts = Counter(label.text.split("(")[0].casefold().strip() for label in labels)
    before, rest = labels[0].line, len(lines) - labels[0].line
    people = sum(_is_personal(label.text) for label in labels)
    talk = sum(bool(TALK.search(text, label.stop, lines[label.line].end)) for label in labels)
    return (
        len(counts) > 1
        and (max(counts.values()) > 1 or len(labels) == rest)
        and len(labels) >= max(_SHARE_OF_LINES * rest, 0.5 * before)
        and people >= _SHARE_OF_PEOPLE * len(labels)
        and talk >= _SHARE_OF_TALK * len(labels)
    )


def _may_speak(label: str) -> bool:
    """True when a label can be a speaker's: a few capitalised words, initials, Q or A, SPEAKER 1."""
    outer = re.split(r"[(\[]", label)[0].strip()
    parts = outer.split()
    heading = not parts or parts[0].casefold().strip(".") in _HEADINGS or outer.casefold() in _HEADINGS
    if heading or len(parts) > 7:
        return False
    if _NUMBERED.match(outer) or _SEVERAL.match(outer) or _UNKNOWN.match(outer):
        return True
    joining = lexicon.PARTICLES | {"of", "the", "for", "and", "hon.", "to"}
    written = (part[0].isupper() or part.casefold() in joining or part[:2] in ("d'", "d’", "al") for part in parts)
    return parts[0][0].isupper() and all(written) and not any(part.endswith((",", ";")) for part in parts[:-1])


def _is_personal(label: str) -> bool:
    """True when a label looks like a person's, not a heading's: "Mr. Hall", "Ana Solano", "CHAIR", "NB", "Q"."""
    outer = label.split("(")[0].strip()
    if outer.isupper() or "(" in label or _NUMBERED.match(outer) or _SEVERAL.match(outer) or _UNKNOWN.match(outer):
        return True
    kept = [part for part in outer.split() if not (part.isupper() and part.casefold() in lexicon.POSTNOMINALS)]
    parts = [part.casefold().strip(".,") for part in kept]
    if any(part in lexicon.HONORIFICS or gender_of(part) or role_noun(part) for part in parts):
        return True
    things = lexicon.ORGANISATIONS | lexicon.PLACES | lexicon.FUNCTION
    return 2 <= len(parts) <= 4 and not any(part in things for part in parts)


class _Roll:
    """Who the labels of a transcript are; what one label tells about a person holds for the others."""

    def __init__(self, report: Report, labels: Sequence[str], intro: str) -> None:
        self._report = report
        self._intro = intro
        self._named = [mention for mention in mentions(read(intro, []), headlines=True) if mention.kind != "place"]
        self._full = {key(mention.last): " ".join(mention.name) for mention in self._named if len(mention.name) > 1}
        for label in labels:
            name = _role_and_name(label.split("(")[0])[1]
            if " " in name:
                self._full[key(name.split()[-1])] = name
        self._by_label: dict[str, Speaker] = {}
        self._by_role: dict[str, Speaker] = {}  # "The Chair" after "The Chair (Hon. Ana Solano)"
        self._by_name: dict[str, Speaker] = {}
        for label in dict.fromkeys(labels):
            speaker = self._read(label)
            if speaker.resolved == "name":
                known = self._by_name.get(key(speaker.name), speaker)
                role, organisation = speaker.role or known.role, speaker.organisation or known.organisation
                speaker = replace(speaker, role=role, organisation=organisation)
                self._by_name[key(speaker.name)] = speaker
                if label.casefold().startswith("the "):
                    self._by_role[speaker.role.casefold()] = speaker
            self._by_label[label] = speaker

    def speaker(self, label: str) -> Speaker:
        """The speaker of a turn."""
        speaker = self._by_label[label]
        if speaker.resolved == "name":
            return self._by_name.get(key(speaker.name), speaker)
        return self._by_role.get(speaker.role.casefold(), speaker) if speaker.role else speaker

    def _read(self, label: str) -> Speaker:
        outer, _, inner = (part.strip(" *_") for part in label.partition("("))
        inner = inner.removesuffix(")")
        if _SEVERAL.match(outer) or _UNKNOWN.match(outer):
            body: Body = "group" if _SEVERAL.match(outer) else "person"
            return Speaker(outer, "unnamed", body)
        if outer in ("A", "Answer", "ANSWER"):
            return interviewee(self._report, self._intro) or Speaker(outer, "unresolved")
        if outer in ("Q", "Question", "QUESTION") or _NUMBERED.match(outer):
            return Speaker(outer, "unnamed")
        if outer.isupper() and 2 <= len(outer.replace(".", "")) <= 3 and " " not in outer:
            return self._initials(outer)
        role, name = _role_and_name(outer)
        if not name:
            return self._by_office(outer, inner)
        is_role = any(role_noun(part.strip(",")) for part in inner.split()[:4]) and not _PARTY.search(inner)
        role = role or (inner if is_role else "")
        full = name if " " in name else self._full.get(key(name), name)
        return Speaker(full, "name", "person", role, "" if is_role else inner)

    def _by_office(self, outer: str, inner: str) -> Speaker:
        """ "The Chair (Hon. Ana Solano (Brenn, Lib.))" is Ana Solano; "The Chair" alone may be somebody known."""
        role = re.sub(r"(?i)^the\s+", "", outer)
        named, _, rest = inner.partition("(")
        inner_role, name = _role_and_name(named.strip())
        if name and not inner_role:
            return Speaker(name, "name", "person", role, rest.strip(") "))
        return Speaker(outer, "unnamed", role=role)

    def _initials(self, label: str) -> Speaker:
        letters = label.replace(".", "").casefold()
        fitting = {mention.name: mention for mention in self._named if _initials(mention.name) == letters}
        if len(fitting) == 1:
            mention = next(iter(fitting.values()))
            body: Body = "outlet" if mention.kind == "outlet" else "person"
            return Speaker(" ".join(mention.name), "name", body, mention.role, mention.organisation)
        outlets = [" ".join(mention.name) for mention in self._named if mention.kind == "outlet"]
        for outlet in (self._report.source, *outlets):  # "HW" for Harbourwatch
            low = outlet.casefold()
            if not fitting and low.startswith(letters[0]) and all(letter in low for letter in letters):
                return Speaker(outlet, "name", "outlet")
        return Speaker(label, "unresolved")


def _initials(name: Sequence[str]) -> str:
    return "".join(part[0] for part in name).casefold()


def _role_and_name(label: str) -> tuple[str, str]:
    """("Secretary", "Kerry") for "SECRETARY KERRY": honorifics are dropped, capitals made plain, post-nominals cut."""
    parts = label.replace(",", " ").split()
    shouted = label.isupper() and len(parts) > 1
    role: list[str] = []
    while parts:
        bare = parts[0].casefold().strip(".")
        if bare in ("of", "for", "and") and role:
            return label, ""  # "Minister of Health": an office, no name
        if bare not in lexicon.HONORIFICS and not role_noun(bare) and not (bare in _BEFORE_ROLES and len(parts) > 1):
            break
        part = parts.pop(0)
        if bare not in lexicon.HONORIFICS and bare != "the":
            role.append(part)
    while len(parts) > 1 and parts[-1].casefold().strip(".") in lexicon.POSTNOMINALS and parts[-1].isupper():
        parts.pop()
    return plain_case(" ".join(role), shouted), plain_case(" ".join(parts), shouted)
