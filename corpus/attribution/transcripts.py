"""Reports made of turns: committee transcripts, briefings, questions and answers, interviews.

Two forms. In a *labelled* transcript most lines begin with who speaks ("Mr. Garnett Hall (Brenn, Lib.): ...", "Q. ...",
"NB: ..."); in an *interview* a question is a paragraph of its own and what follows answers it. Either is recognised
only when the report consistently looks so: a colon or a question mark in ordinary news makes no turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.attribution import lexicon
from corpus.attribution.cast import key
from corpus.attribution.given import FEMALE, MALE
from corpus.attribution.names import Mention, mentions
from corpus.attribution.words import Words, plain_case, read, role_noun, singular
from corpus.types import Report, Span, Speaker

QUOTE = 300  # characters; a turn is cut into statements of about this length, between sentences

_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(
    r"""[ \t>*_•–—-]{0,6}
        (?P<label>[^\W\d_][^\n:()\[\]?!]{0,70}?            # Mr. Garnett Hall
           (?:\s*[(\[][^\n]{1,140}?[)\]]{1,2})?)           # (Brenn, Lib.), (Hon. Ana Solano (Brenn, Lib.))
        [*_]{0,2}\s?[:：][*_]{0,2}(?:\s+|$)
      | [ \t>*_]{0,4}(?P<letter>[QA])[*_]{0,2}[.):][*_]{0,2}\s+""",
    re.VERBOSE,
)
_TALK = re.compile(r"\b(?:I|we|you|our|your|my|me|us|thank|thanks|yes|okay)\b|\?|I['’]", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|we|our|us)\b|\bI['’]")
_SECOND_PERSON = re.compile(r"\byou(?:r|['’]\w+)?\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?i)(?:speaker|witness|participant|caller|reporter|journalist|voice|man|woman|question|answer|host)\s?\d{0,3}\Z")
_SEVERAL = re.compile(r"(?i)(?:some|several|an|a|many|all)\s|voices?\b|audience|members\b|crowd|unidentified|unknown|unnamed")
_PARTY = re.compile(r", (?:[A-Z]{2,4}|[A-Z][a-z]{1,3}\.)\Z")  # (Prince Albert, CPC): a seat, not a role
_HEADINGS = frozenset(
    """note notes image images photo photos picture source sources date time place location venue subject title read update updated caption
    video map table figure background summary highlights contact phone fax email tel address copyright tags category categories see
    overview needs response gaps objectives abstract introduction conclusion recommendations warning example correction editor url
    website price cost weather next previous related more also total deaths injured cases status from to cc sent re""".split()
)
_INTERVIEW = re.compile(r"(?i)\binterview\w*|\bq ?& ?a\b|\bquestions? (?:and|with|for|to)\b|\b(?:talks?|talked|speaks?|spoke|conversation|discuss(?:es|ed)?|sat down|chat(?:s|ted)?)\b (?:\w+ ){0,4}(?:to|with)\b|\btells\b")
_CREDIT = re.compile(r"(?i)\b(?:image|photo|picture|credit|file photo|video)s?\s?[:;]|\(c\)|©")
_END = re.compile(r"(?i)(?:sources?|references|categories|related (?:news|articles?)|external links|see also|share this)\b:?.{0,3}\Z")


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch."""

    speaker: Speaker
    label: Span | None  # where the speaker is named; None in an interview without labels
    body: Span


def turns(report: Report, sentences: Sequence[Span]) -> list[Turn]:
    """The turns of a report in order, or [] where it isn't made of turns."""
    lines = [Span(match.start(), match.end()) for match in _LINE.finditer(report.text) if not match[0].isspace()]
    labelled = _labelled(report, lines)
    return labelled or _interview(report, lines, sentences)


def cut(body: Span, sentences: Sequence[Span], text: str) -> Iterator[Span]:
    """A turn's body in runs of whole sentences of about QUOTE characters, without outer white space."""
    begin, end = body.start, body.start
    for sentence in sentences:
        start, stop = max(sentence.start, body.start), min(sentence.end, body.end)
        if start >= stop:
            continue
        if end > begin and stop - begin > QUOTE:
            yield _trimmed(text, begin, end)
            begin = start
        end = stop
    if end > begin:
        yield _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


# -- labelled transcripts ---------------------------------------------------------------------------------------------


def _labelled(report: Report, lines: Sequence[Span]) -> list[Turn]:
    text = report.text
    found: list[tuple[int, str, Span, int]] = []  # line number, label, its span, where the words begin
    for number, line in enumerate(lines):
        match = _LABEL.match(text, line.start, line.end)
        if match is None or (number == 0 and report.title and text.startswith(report.title[:30])):
            continue  # a headline with a colon
        group = "label" if match["label"] else "letter"
        label = match[group].strip(" *_\t")
        if _names_somebody(label):
            start = match.start(group)
            found.append((number, label, Span(start, start + len(label)), match.end()))
    if not _made_of_turns(text, lines, found):
        return []
    people = _Roll(report, [label for _, label, _, _ in found], found[0][2].start)
    turns: list[Turn] = []
    for place, (number, label, span, begin) in enumerate(found):
        until = found[place + 1][0] if place + 1 < len(found) else len(lines)
        last = number
        while last + 1 < until and not _END.match(lines[last + 1].of(text)):
            last += 1
        body = _trimmed(text, begin, lines[last].end) if begin < lines[last].end else Span(begin, begin)
        if len(body):
            turns.append(Turn(people.speaker(label), span, body))
    return turns


def _made_of_turns(text: str, lines: Sequence[Span], found: Sequence[tuple[int, str, Span, int]]) -> bool:
    """True when enough lines, by several speakers, begin with a label, and sound like talk."""
    if len(found) < 3:
        return False
    counts = Counter(label.casefold() for _, label, _, _ in found)
    within = len(lines) - found[0][0]
    personal = sum(_personal(label) for _, label, _, _ in found) / len(found)
    talk = sum(bool(_TALK.search(text, begin, lines[number].end)) for number, _, _, begin in found) / len(found)
    return (
        len(counts) > 1
        and len(found) / within >= 0.3
        and len(found) >= 0.5 * found[0][0]
        and personal >= 0.6
        and talk >= 0.34
        and (max(counts.values()) > 1 or len(found) == within)
    )


def _names_somebody(label: str) -> bool:
    """True when a label can be a speaker's: a few capitalised words, initials, Q or A, SPEAKER 1."""
    outer = label.split("(")[0].split("[")[0].strip()
    parts = outer.split()
    if not parts or len(parts) > 7 or parts[0].casefold().strip(".") in _HEADINGS or outer.casefold() in _HEADINGS:
        return False
    if _NUMBERED.match(outer) or _SEVERAL.match(outer):
        return True
    return all(
        part[0].isupper() or part.casefold() in lexicon.PARTICLES or part.casefold() in ("of", "the", "for", "and", "hon.", "to") or part[:2] in ("d'", "d’", "al")
        for part in parts
    ) and parts[0][0].isupper() and not any(part.endswith((",", ";")) for part in parts[:-1] if not part.startswith("("))


def _personal(label: str) -> bool:
    """True when a label looks like a person's, not a heading's: "Mr. Hall", "Ana Solano", "CHAIR", "NB", "Q"."""
    outer = label.split("(")[0].strip()
    parts = [part.casefold().strip(".,") for part in outer.split() if not (part.isupper() and part.casefold() in lexicon.POSTNOMINALS)]
    return (
        outer.isupper()
        or "(" in label
        or bool(_NUMBERED.match(outer) or _SEVERAL.match(outer))
        or any(part in lexicon.HONORIFICS or part in lexicon.TITLES or part in MALE or part in FEMALE or role_noun(part) for part in parts)
        or (2 <= len(parts) <= 4 and not any(part in lexicon.ORGANISATIONS or part in lexicon.PLACES or part in lexicon.FUNCTION for part in parts))
    )


class _Roll:
    """Who the labels of a transcript are; what one label tells about a person holds for the others."""

    def __init__(self, report: Report, labels: Sequence[str], intro_end: int) -> None:
        self._report = report
        self._intro = f"{report.title}\n{report.text[:intro_end]}"
        self._by_label: dict[str, Speaker] = {}
        self._by_role: dict[str, Speaker] = {}
        self._by_name: dict[str, Speaker] = {}
        intro_words = read(self._intro, [])
        self._named = [mention for mention in mentions(intro_words, headlines=True) if mention.kind in ("person", "outlet", "organisation", "unknown")]
        self._full_names = {key(name.split()[-1]): name for label in labels if " " in (name := _role_and_name(label.split("(")[0])[1])}
        for label in dict.fromkeys(labels):
            speaker = self._read(label)
            if "(" in label and speaker.resolved == "name" and speaker.role and label.casefold().startswith("the "):
                self._by_role[speaker.role.casefold()] = speaker
            known = self._by_name.get(key(speaker.name))
            if known is not None and speaker.resolved == "name":
                speaker = replace(speaker, role=speaker.role or known.role, organisation=speaker.organisation or known.organisation)
            if speaker.resolved == "name":
                self._by_name[key(speaker.name)] = speaker
            self._by_label[label] = speaker

    def speaker(self, label: str) -> Speaker:
        """The speaker of a turn."""
        speaker = self._by_label[label]
        if speaker.resolved == "name":
            return self._by_name.get(key(speaker.name), speaker)
        return self._by_role.get(speaker.role.casefold(), speaker) if speaker.role else speaker

    def _read(self, label: str) -> Speaker:
        outer, _, inner = label.partition("(")
        outer, inner = outer.strip(" *_"), inner.strip(" *_")
        inner = inner[:-1] if inner.endswith(")") else inner
        if _SEVERAL.match(outer):
            return Speaker(outer, "unnamed", "group" if outer.casefold().startswith(("some", "several", "many", "all", "voices", "audience")) else "person")
        if outer in ("A", "Answer", "ANSWER"):
            return self._answerer(outer)
        if outer in ("Q", "Question", "QUESTION") or _NUMBERED.match(outer):
            return Speaker(outer, "unnamed")
        if outer.isupper() and 2 <= len(outer.replace(".", "")) <= 3 and " " not in outer:
            return self._initials(outer)
        role, name = _role_and_name(outer)
        if not name:  # "The Chair (Hon. Ana Solano (Brenn, Lib.))"
            role = re.sub(r"(?i)^the\s+", "", outer)
            named, _, rest = inner.partition("(")
            inner_role, inner_name = _role_and_name(named.strip())
            if inner_name and not inner_role and named:
                return Speaker(inner_name, "name", "person", role, rest.strip(") "))
            return Speaker(outer, "description" if role.casefold() in self._by_role else "unnamed", role=role)
        organisation = ""
        if inner:
            if any(role_noun(part.strip(",")) for part in inner.split()[:4]) and not _PARTY.search(inner):
                role = inner if not role else role
            else:
                organisation = inner
        return Speaker(self._full(name), "name", "person", role, organisation)

    def _full(self, name: str) -> str:
        """The full name for a bare surname, where the introduction has it."""
        if " " in name:
            return name
        if key(name) in self._full_names:
            return self._full_names[key(name)]
        for mention in self._named:
            if len(mention.name) > 1 and key(mention.last) == key(name) and mention.kind == "person":
                return " ".join(mention.name)
        return name

    def _initials(self, label: str) -> Speaker:
        letters = label.replace(".", "").casefold()
        outlets = [self._report.source] if self._report.source else []
        fitting = {" ".join(m.name): m for m in self._named if "".join(part[0] for part in m.name).casefold() == letters}
        if len(fitting) == 1:
            name, mention = next(iter(fitting.items()))
            return Speaker(name, "name", "outlet" if mention.kind == "outlet" else "person", mention.role, mention.organisation)
        outlets += [" ".join(m.name) for m in self._named if m.kind == "outlet"]
        for outlet in outlets:  # WN for Wikinews
            low = outlet.casefold()
            if not fitting and low.startswith(letters[0]) and all(letter in low for letter in letters):
                return Speaker(outlet, "name", "outlet")
        return Speaker(label, "unresolved")

    def _answerer(self, label: str) -> Speaker:
        interviewed = _interviewee(self._report, self._intro)
        return interviewed or Speaker(label, "unresolved")


def _role_and_name(label: str) -> tuple[str, str]:
    """("Secretary", "Kerry") for "SECRETARY KERRY": honorifics are dropped, capitals made plain, post-nominals cut."""
    parts = label.replace(",", " ").split()
    role: list[str] = []
    while parts:
        bare = parts[0].casefold().strip(".")
        if bare in lexicon.HONORIFICS:
            parts.pop(0)
        elif (role_noun(bare) or bare in lexicon.TITLES or (bare in ("the", "deputy", "vice", "acting", "prime", "foreign", "first") and len(parts) > 1)) and not (len(parts) == 1 and role and not role_noun(bare)):
            role.append(parts.pop(0))
        elif bare in ("of", "for", "and") and role:
            return label, ""
        else:
            break
    while len(parts) > 1 and parts[-1].casefold().strip(".") in lexicon.POSTNOMINALS and parts[-1].isupper():
        parts.pop()
    name = " ".join(parts)
    words_of_role = " ".join(part for part in role if part.casefold() != "the")
    return plain_case(words_of_role), plain_case(name)


# -- interviews -------------------------------------------------------------------------------------------------------


def _interview(report: Report, lines: Sequence[Span], sentences: Sequence[Span]) -> list[Turn]:
    text = report.text
    asked = [number for number, line in enumerate(lines) if _question(line.of(text))]
    if len(asked) < 3:
        return []
    first = asked[0]
    intro = f"{report.title}\n{text[: lines[first].start]}"
    if not _INTERVIEW.search(intro):
        return []
    stop = next((number for number in range(asked[-1], len(lines)) if _END.match(lines[number].of(text))), len(lines))
    spans: list[tuple[bool, Span]] = []
    for number in range(first, stop):
        paragraph = lines[number].of(text)
        if _CREDIT.search(paragraph) and len(paragraph) < 250 or len(paragraph) < 40 and paragraph[-1:] not in ".!?\"”'’…":
            continue  # a caption, a heading
        question = number in asked or (len(paragraph) < 300 and bool(_SECOND_PERSON.search(paragraph)) and not _FIRST_PERSON.search(paragraph))
        spans.append((question, lines[number]))
    answers = [span for question, span in spans if not question]
    answered = sum(1 for (question, _), (following, _) in zip(spans, spans[1:], strict=False) if question and not following)
    own = sum(bool(_FIRST_PERSON.search(span.of(text))) for span in answers)
    if answered < 3 or own < 0.4 * len(answers):
        return []
    interviewee = _interviewee(report, intro) or Speaker("interviewee", "unresolved")
    interviewer = Speaker(report.source, "name", "outlet") if report.source else Speaker("interviewer", "unnamed")
    return [Turn(interviewer if question else interviewee, None, span) for question, span in spans]


def _question(paragraph: str) -> bool:
    stripped = paragraph.rstrip(" *_\"”")
    return stripped.endswith("?") and len(paragraph) < 600 and paragraph[0] not in "\"“”'‘"


def _interviewee(report: Report, intro: str) -> Speaker | None:
    """Who an interview is with, from its title and introduction; None where two may be meant."""
    found = read(intro, [])
    named = mentions(found, headlines=True)
    score: dict[str, float] = {}
    first: dict[str, Mention] = {}
    for mention in named:
        if mention.kind != "person":
            continue
        name = next((known for known in first if key(first[known].last) == key(mention.last)), " ".join(mention.name))
        full = first.setdefault(name, mention)
        if len(mention.name) > len(full.name) or (mention.role and not full.role):
            first[name] = mention
        score[name] = score.get(name, 0.0) + _met(found, mention, report.title)
    ranked = sorted(score, key=lambda name: score[name], reverse=True)
    if not ranked or score[ranked[0]] < 1.5 or (len(ranked) > 1 and score[ranked[0]] - score[ranked[1]] < 0.8):
        return None
    mention = first[ranked[0]]
    return Speaker(" ".join(mention.name), "description", "person", mention.role, mention.organisation)


def _met(found: Words, mention: Mention, title: str) -> float:
    """How much a mention looks like the person who is interviewed."""
    before = " ".join(found.low[max(0, min(mention.whole[0], mention.first) - 8) : min(mention.whole[0], mention.first)])
    after = " ".join(found.low[mention.stop : mention.stop + 6])
    score = 0.3 + 0.4 * mention.sure
    if _MET_BEFORE.search(before):
        score += 2.0
    if _MET_AFTER.search(after):
        score += 1.5
    if found.start[mention.first] < len(title):
        score += 0.7
    asked = _MET_ROLE.search(found.text.casefold())
    if asked and mention.role and any(role_noun(word) and singular(word) in mention.role.casefold() for word in asked[1].split()):
        score += 1.5
    return score


_MET_BEFORE = re.compile(r"\b(?:interview\w*|q&a|questions|talk\w*|speak\w*|spoke|conversation|sat down|chat\w*|caught up|discuss\w*)\b(?: [\w']+){0,5}?(?: with| to| for)?(?: the| with)?\Z")
_MET_AFTER = re.compile(r"\A(?:: (?:an |the )?interview|,? (?:was |is )?interviewed\b|(?:tells?|told|talks?|talked|speaks?|spoke|discuss\w*|answers?|explains?|now discusses)\b|.{0,40}\binterviewed by\b)")
_MET_ROLE = re.compile(r"interview\w* (?:with |one of )*(?:the |a |an )?((?:[\w']+ ){1,5})")
