"""Interviews without labels: a question is a paragraph of its own, and what follows answers it.

Recognised only when title or introduction speak of an interview, questions and answers alternate, and the answers are
in the first person. A question mark in ordinary news makes no turn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.attribution.cast import key
from corpus.attribution.names import Mention, mentions
from corpus.attribution.turns import Turn
from corpus.attribution.words import Words, read, role_noun, singular
from corpus.types import Report, Span, Speaker

_QUESTIONS = 3  # at least
_ANNOUNCED = re.compile(
    r"(?i)\binterview\w*|\bq ?& ?a\b|\bquestions? (?:and|with|for|to)\b|\btells\b|"
    r"\b(?:talks?|talked|speaks?|spoke|conversation|discuss(?:es|ed)?|sat down|chat(?:s|ted)?)\b "
    r"(?:\w+ ){0,4}(?:to|with)\b"
)
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|we|our|us)\b|\bI['’]")
_SECOND_PERSON = re.compile(r"\byou(?:r|['’]\w+)?\b", re.IGNORECASE)
_CREDIT = re.compile(r"(?i)\b(?:image|photo|picture|credit|file photo|video)s?\s?[:;]|\(c\)|©")
_END = re.compile(
    r"(?i)(?:sources?|references|categories|related (?:news|articles?)|external links|see also|share this)\b:?.{0,3}\Z"
)
# What stands before and after the name of somebody who is interviewed.
_BEFORE = re.compile(
    r"\b(?:interview\w*|q&a|questions|talk\w*|speak\w*|spoke|conversation|sat down|chat\w*|caught up|discuss\w*)\b"
    r"(?: [\w']+){0,5}?(?: with| to| for)?(?: the| with)?\Z"
)
_AFTER = re.compile(
    r"\A(?:: (?:an |the )?interview|,? (?:was |is )?interviewed\b|.{0,40}\binterviewed by\b|"
    r"(?:tells?|told|talks?|talked|speaks?|spoke|discuss\w*|answers?|explains?|now discusses)\b)"
)
_ROLE = re.compile(r"interview\w* (?:with |one of )*(?:the |a |an )?((?:[\w']+ ){1,5})")


def interview(report: Report, lines: Sequence[Span]) -> list[Turn]:
    """The questions and answers of an interview in order, [] where the report is none. `lines` are not blank."""
    text = report.text
    asked = {number for number, line in enumerate(lines) if _is_question(line.of(text))}
    first = min(asked, default=0)
    intro = f"{report.title}\n{text[: lines[first].start]}" if asked else ""
    if len(asked) < _QUESTIONS or not _ANNOUNCED.search(intro):
        return []
    stop = next((number for number in range(max(asked), len(lines)) if ends(lines[number].of(text))), len(lines))
    parts: list[tuple[bool, Span]] = []  # whether it is a question
    for number in range(first, stop):
        paragraph = lines[number].of(text)
        caption = len(paragraph) < 250 and _CREDIT.search(paragraph)
        heading = len(paragraph) < 40 and paragraph[-1] not in ".!?\"”'’…"
        if caption or heading:
            continue
        remark = len(paragraph) < 300 and _SECOND_PERSON.search(paragraph) and not _FIRST_PERSON.search(paragraph)
        parts.append((number in asked or bool(remark), lines[number]))
    answers = [span for question, span in parts if not question]
    answered = sum(question and not following for (question, _), (following, _) in pairwise(parts))
    own = sum(bool(_FIRST_PERSON.search(span.of(text))) for span in answers)
    if answered < _QUESTIONS or own < 0.4 * len(answers):
        return []
    answering = interviewee(report, intro) or Speaker("interviewee", "unresolved")
    asking = Speaker(report.source, "name", "outlet") if report.source else Speaker("interviewer", "unnamed")
    return [Turn(asking if question else answering, None, span) for question, span in parts]


def interviewee(report: Report, intro: str) -> Speaker | None:
    """Who an interview is with, from its title and introduction; None where two may be meant."""
    words = read(intro, [])
    people = [mention for mention in mentions(words, headlines=True) if mention.kind == "person"]
    people = [mention for mention in people if mention.sure] or people
    best: dict[str, Mention] = {}  # by surname
    score: dict[str, float] = {}
    for mention in people:
        surname = key(mention.last)
        known = best.setdefault(surname, mention)
        if len(mention.name) > len(known.name) or (mention.role and not known.role):
            best[surname] = mention
        score[surname] = score.get(surname, 0.0) + _meets(words, mention, report.title)
    ranked = sorted(score, key=lambda surname: -score[surname])
    if not ranked or score[ranked[0]] < 1 or (len(ranked) > 1 and score[ranked[0]] - score[ranked[1]] < 0.8):
        return None
    mention = best[ranked[0]]
    return Speaker(" ".join(mention.name), "description", "person", mention.role, mention.organisation)


def ends(line: str) -> bool:
    """True for the heading of what follows a report: "Sources", "See also"."""
    return bool(_END.match(line))


def _is_question(paragraph: str) -> bool:
    return paragraph.rstrip(' *_"”').endswith("?") and len(paragraph) < 600 and paragraph[0] not in "\"“”'‘"


def _meets(words: Words, mention: Mention, title: str) -> float:
    """How much a mention looks like that of the person who is interviewed."""
    begin = min(mention.whole[0], mention.first)
    score = 0.3
    if _BEFORE.search(" ".join(words.low[max(0, begin - 8) : begin])):
        score += 2.0
    if _AFTER.search(" ".join(words.low[mention.stop : mention.stop + 6])):
        score += 1.5
    if words.start[mention.first] < len(title):
        score += 0.7
    sought = _ROLE.search(words.text.casefold())
    role = mention.role.casefold()
    if sought and role and any(role_noun(word) and singular(word) in role for word in sought[1].split()):
        score += 1.5
    return score
