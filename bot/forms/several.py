"""Several speakers side by side: those asked for, those who speak about somebody, those whom nobody names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from bot.citing import called
from bot.forms.asked import LISTED, NOBODY, SURE, Asked, Part, absent, answer, by, joined, relevant
from bot.forms.records import whole
from bot.quotes import Quote
from bot.types import Answer
from corpus.attribution.rulings import fold
from corpus.sentences import sentences
from corpus.types import Span, Speaker

_AND = re.compile(r",\s*(?:and\s+)?|\s+(?:and|vs\.?|versus)\s+", re.I)
_PRONOUN = re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.I)
_SOURCE = re.compile(r"\b(?:sources?|insiders?)$", re.I)
_PAPERS = ("document", "poll")  # say much, but don't keep their names to themselves
_MOST_NAMING = 300  # statements that name somebody, of which the newest come first
_MOST_NAMED = 5  # speakers asked for that are looked up one by one


def compare(asked: Asked) -> Answer:
    """A group for each speaker asked for, in that order; also for one who says nothing on it."""
    speakers = asked.question.speakers[:_MOST_NAMED]
    if not speakers:
        return by_speaker(asked, relevant(asked.quotes))
    size = max(LISTED, 2 * len(speakers))
    theirs = [relevant(by(asked.quotes, some), 0) for some in speakers]
    few = [asked.goes_on or len(own) < size / len(speakers) for own in theirs]
    theirs = [
        joined(own, asked.only(people=some)) if lacking else own
        for own, some, lacking in zip(theirs, speakers, few, strict=True)
    ]
    rounds = [q for some in zip_longest(*theirs) for q in some if q]
    if not rounds:
        return absent(asked, asked.quotes)
    page, counts = asked.page(rounds, size)
    counts = replace(counts, at_least=not all(few))
    parts = list[Part]()
    for some in speakers if page else ():
        # a surname may be that of several: each has a group
        spoken = [person for person in some if by(page, [person])] or some[:1]
        parts += [(asked.name(person) or asked.question.whom, by(page, [person])) for person in spoken]
    # somebody is asked for whom the index doesn't know by name: "Voss and her lawyer"
    if not asked.goes_on and len(_AND.split(asked.question.whom)) > len(speakers):
        known = {person for some in speakers for person in some}
        others = [q for q in asked.quotes if q.sure >= SURE and q.said and q.said.person not in known]
        if beside := joined(page, others)[len(page) : LISTED]:
            parts.append(("Others", beside))
    return answer(asked, parts, counts=counts)


def about(asked: Asked) -> Answer:
    """What others say about somebody or something, by speaker.

    Of somebody without a further topic it is every statement that names them, newest first.
    """
    whole_topic = set(fold(asked.question.topic).split())
    persons = {person for some in asked.question.about for person in some}
    if any(asked.finder.names.body(p) != "person" for p in persons) and not whole_topic <= _words_of(asked, persons):
        persons = set()  # "the hospital in Qasvel" is not about those who speak for the town
    surnames = {fold(asked.name(person) or person).split()[-1] for person in persons}
    others = [q for q in asked.quotes if q.said and q.said.person not in persons]
    if not persons:
        listed = [q for q in others if asked.on_topic(q)]
    else:
        meant = [q for q in others if q.sure >= SURE and _means(q, surnames)]
        listed = joined([q for q in relevant(others) if _names(q, surnames)], meant)
        if whole_topic <= _words_of(asked, persons):
            naming = [q for q in _naming(asked, surnames) if q.said and q.said.person not in persons]
            listed = sorted(joined(naming, meant), key=lambda q: q.report.date or date.min, reverse=True)
    if not listed:
        return absent(asked, asked.quotes)
    return by_speaker(asked, listed)


def unnamed(asked: Asked) -> Answer:
    """The words of those who are described and not named, under their descriptions as written."""
    described = [(q, q.said.statement.speaker) for q in asked.only(people=("",)) if q.said]
    listed = [q for q, speaker in described if _is_unnamed(speaker) and speaker.body not in _PAPERS]
    if not listed:
        return absent(asked, asked.quotes, note="Nobody who is not named says anything on that.")
    return by_speaker(asked, listed)


def _is_unnamed(speaker: Speaker) -> bool:
    """True for "a senior official", and for "the source" behind whom the report tells nobody."""
    return speaker.resolved == "unnamed" or (speaker.resolved == "unresolved" and bool(_SOURCE.search(speaker.name)))


def by_speaker(asked: Asked, listed: Sequence[Quote]) -> Answer:
    """A page of a list, each speaker's words under a heading, those with the best words first."""
    page, counts = asked.page(listed, LISTED)
    parts: dict[str, list[Quote]] = {}
    for quote in page:
        parts.setdefault(_heading(asked, quote), []).append(quote)
    ordered = sorted(parts.items(), key=lambda part: part[0] == NOBODY)
    return answer(asked, ordered, counts=counts)


def _heading(asked: Asked, quote: Quote) -> str:
    if quote.said is None or not quote.said.statement.speaker.name:
        return NOBODY
    return asked.name(quote.said.person) or called(quote.said.statement.speaker)


def _naming(asked: Asked, surnames: Iterable[str]) -> list[Quote]:
    """Every statement whose content has one of the names, newest first."""
    held = asked.index.statements.fulltext
    keys = {key for name in surnames for key, _ in held.best(name, _MOST_NAMING, asked.question.filter, (name,))}
    quotes = whole(asked.catalog, asked.catalog.statements.rows(sorted(keys)))
    named = [q for q in quotes if _names(q, set(surnames))]
    named.sort(key=lambda q: (q.report.id, q.span.start))
    return sorted(joined(named), key=lambda q: q.report.date or date.min, reverse=True)


def _names(quote: Quote, surnames: set[str]) -> bool:
    """True when the words have one of the names."""
    return bool(surnames & _words_in(_content(quote)))


def _means(quote: Quote, surnames: set[str]) -> bool:
    """True when a "he" in the words may mean somebody of these names: the sentence before, or their own, has one.

    Not where a speaker is only described: "the chairman" who says "he" is often the one meant himself.
    """
    if not quote.said or not _PRONOUN.search(_content(quote)):
        return False
    if not quote.said.person and not _is_unnamed(quote.said.statement.speaker):
        return False
    text, sentence = quote.report.text, quote.said.statement.sentence
    before = sentences(Span(quote.passage.start, max(quote.passage.start, sentence.start)).of(text))[-1:]
    start = quote.passage.start + before[0].start if before else sentence.start
    return bool(surnames & _words_in(Span(start, max(start, quote.said.span.start)).of(text)))


def _content(quote: Quote) -> str:
    pieces = quote.said.statement.content if quote.said else (quote.span,)  # "said Ann Baker" stands between them
    return " ".join(piece.of(quote.report.text) for piece in pieces)


def _words_in(text: str) -> set[str]:
    return {word.removesuffix("'s").strip(".,;:!?\"'()“”‘’") for word in fold(text).split()}


def _words_of(asked: Asked, persons: Iterable[str]) -> set[str]:
    return {word for person in persons for word in fold(asked.name(person)).split()}
