"""Several speakers, each under a heading: those who speak about somebody, those whom nobody names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from datetime import date

from bot.citing import called
from bot.forms.asked import MOST, NOBODY, SURE, Asked, absent, answer, joined, relevant
from bot.forms.records import whole
from bot.quotes import Quote
from bot.types import Answer
from corpus.attribution.lexicon import PERSONAL
from corpus.attribution.rulings import fold
from corpus.attribution.words import gender_of, role_noun
from corpus.sentences import sentences
from corpus.types import Report, Span, Speaker
from index.catalog import StatementRow

_PRONOUN = re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.I)
_ANYBODY = re.compile(r"(?:(?:any|no|every|some)(?:one|body)|who|which|what|it)$", re.I)
_HAS_A_NAME = re.compile(  # "the nominee", who has one in another report; not "the source"
    r"(?:the|this|that|his|her|its|their)\b(?!.*\b(?:source|insider|official|aide|advis[eo]r|person)s?\b)", re.I
)
_CAPITAL = re.compile(r"\s[^\W\d_a-z]")
_OFFICE = re.compile(r"\bthe (\w+)", re.I)
_SOURCE = re.compile(r"\b(?:sources?|insiders?)$", re.I)
_ONE_OF_THEM = re.compile(
    r"(?:one|some|both|all|each|another|neither)(?: of (?:them|these|those))?$|(?:the |an)others?$|the one\b|they$"
    r"|their accounts?$",
    re.I,
)
_GAP = 300  # characters, a sentence or two, between statements of one account
_PAPERS = ("document", "poll")  # say much, but don't keep their names to themselves
_MOST_NAMING = 300  # statements that name somebody, of which the newest come first
_MOST_PASSAGES = 100  # that name somebody, in which others may say "he"
_REACH = 400  # characters before a "he" in which its name is looked for


def about(asked: Asked) -> Answer:
    """What others say about somebody or something, by speaker.

    Of somebody without a further topic it is every statement that names them, newest first.
    """
    whole_topic = set(fold(asked.question.topic).split())
    persons = _head(asked)
    surnames = {fold(asked.name(person) or person).split()[-1] for person in persons}
    others = [q for q in asked.quotes if q.said and q.said.person not in persons]
    if not persons:
        further = [q for q in asked.further() if q.said]
        listed = joined([q for q in others if asked.on_topic(q)], further)
    else:
        meant = [q for q in others if q.sure >= SURE and _means(q, surnames)]
        listed = joined([q for q in relevant(others) if _names(asked, q, persons, surnames)], meant)
        if whole_topic <= _words_of(asked, persons):
            naming = [q for q in _naming(asked, persons, surnames) if q.said and q.said.person not in persons]
            every = joined(naming, meant, _meaning(asked, persons, surnames))
            listed = sorted(every, key=lambda q: q.report.date or date.min, reverse=True)
    if not listed:
        return absent(asked, asked.quotes)
    return by_speaker(asked, listed)


def _head(asked: Asked) -> set[str]:
    """Those whom the question is about: the topic begins with them.

    "The hospital in Qasvel" is about a hospital, though somebody may be called Qasvel; and an organisation is what is
    spoken about only where nothing but its name is told.
    """
    topic, names = asked.question.topic, asked.finder.names
    spoken = {person for some in asked.question.about for person in some}
    first = next(iter(names.mentions(topic)), None)
    before = topic[: first.span.start].lower().split() if first else ["?"]
    if first is not None and not all(word in ("the", "mr", "mrs", "ms", "dr") or role_noun(word) for word in before):
        return set()
    if any(names.body(p) != "person" for p in spoken) and not set(fold(topic).split()) <= _words_of(asked, spoken):
        return set()
    return spoken


def unnamed(asked: Asked) -> Answer:
    """The words of those who are described and not named, under their descriptions as written."""
    described = [(q, q.said.statement.speaker) for q in asked.only(people=("",)) if q.said]
    listed = [q for q, speaker in described if _is_unnamed(speaker) and speaker.body not in _PAPERS]
    listed.sort(key=lambda q: bool(q.said and _HAS_A_NAME.match(q.said.statement.speaker.name)))
    if not listed:
        return absent(asked, asked.quotes, note="Nobody who is not named says anything on that.")
    return by_speaker(asked, joined(q for first in listed for q in (first, *_going_on(asked, first))))


def _going_on(asked: Asked, first: Quote) -> list[Quote]:
    """What follows in the same account: "One of them said ...", "The other ..."; its topic is told before."""
    if first.said is None:
        return []
    last, more = first.said, list[StatementRow]()
    for row in asked.catalog.statements.of(first.report.id):
        apart = row.statement.sentence.start - last.statement.sentence.end
        follows = row.statement.number > last.statement.number and 0 <= apart <= _GAP
        if follows and not row.person and _ONE_OF_THEM.match(row.statement.speaker.name):
            more.append(row)
            last = row
    return whole(asked.catalog, more)


def _is_unnamed(speaker: Speaker) -> bool:
    """True for "a senior official", and for "the source" behind whom the report tells nobody."""
    if _ANYBODY.match(speaker.name):
        return False
    return speaker.resolved == "unnamed" or (speaker.resolved == "unresolved" and bool(_SOURCE.search(speaker.name)))


def by_speaker(asked: Asked, listed: Sequence[Quote]) -> Answer:
    """A page of a list, each speaker's words under a heading, those with the best words first."""
    page, counts = asked.page(listed, MOST)
    parts: dict[str, list[Quote]] = {}
    for quote in page:
        parts.setdefault(_heading(asked, quote), []).append(quote)
    ordered = sorted(parts.items(), key=lambda part: part[0] == NOBODY)
    return answer(asked, ordered, counts=counts)


def _heading(asked: Asked, quote: Quote) -> str:
    if quote.said is None or not quote.said.statement.speaker.name:
        return NOBODY
    return asked.name(quote.said.person) or called(quote.said.statement.speaker)


def _naming(asked: Asked, persons: Set[str], surnames: Set[str]) -> list[Quote]:
    """Every statement whose content has one of the names, newest first."""
    held = asked.index.statements.fulltext
    keys = {key for name in surnames for key, _ in held.best(name, _MOST_NAMING, asked.question.filter, (name,))}
    quotes = whole(asked.catalog, asked.catalog.statements.rows(sorted(keys)))
    named = [q for q in quotes if _names(asked, q, persons, surnames)]
    named.sort(key=lambda q: (q.report.id, q.span.start))
    return sorted(joined(named), key=lambda q: q.report.date or date.min, reverse=True)


def _meaning(asked: Asked, persons: Set[str], surnames: Iterable[str]) -> list[Quote]:
    """The direct words of others in which "he" means one of these persons, in the passages that name them."""
    held = asked.index.passages.fulltext
    keys = {key for name in surnames for key, _ in held.best(name, _MOST_PASSAGES, asked.question.filter, (name,))}
    rows = {row.key: row for some in asked.catalog.statements.touching(sorted(keys)).values() for row in some}
    reports = asked.catalog.reports_of({row.statement.report_id for row in rows.values()})
    meant = []
    for row in rows.values():
        report = reports.get(row.statement.report_id)
        if report and row.statement.kind == "direct" and row.person not in persons:
            meant += [row] if _is_last_named(asked, report, row, persons) else []
    return whole(asked.catalog, meant)


def _is_last_named(asked: Asked, report: Report, row: StatementRow, persons: Set[str]) -> bool:
    """True when a "he" in the words has one of the persons as the last of that gender who is named before them.

    Who speaks doesn't count: nobody calls themselves so in their own words.
    """
    names = asked.finder.names
    pronoun = _PRONOUN.search(" ".join(piece.of(report.text) for piece in row.statement.content))
    if pronoun is None:
        return False
    gender = PERSONAL[pronoun[0].lower()]
    before = report.text[max(0, row.span.start - _REACH) : row.span.start]
    offices = [found for found in _OFFICE.finditer(before) if names.in_role(sorted(persons), found[1])]
    for mention in reversed(names.mentions(before)):
        if offices and offices[-1].start() > mention.span.end:
            return True  # "the chairman", who is one of them
        fitting = [p for p in mention.persons if names.body(p) == "person" and names.gender(p) in ("", gender)]
        if fitting and row.person not in fitting:
            return not persons.isdisjoint(fitting)
    return bool(offices)


def _names(asked: Asked, quote: Quote, persons: Set[str], surnames: Set[str]) -> bool:
    """True when the words have one of the names; "Paul Ryan" in them is nobody called Rand Paul."""
    words, names = _content(quote), asked.finder.names
    if surnames.isdisjoint(_words_in(words)):
        return False
    if any(names.body(person) != "person" for person in persons):
        return True
    mentions = [mention.span for mention in names.mentions(words) if not persons.isdisjoint(mention.persons)]
    if any(not gender_of(span.of(words)) for span in mentions):
        return True
    # a surname that is a first name too is theirs only where no other follows and the report has the whole name
    alone = [span for span in mentions if not _CAPITAL.match(words[span.end :])]
    text = quote.report.text.casefold()
    return bool(alone) and any(asked.name(person).casefold() in text for person in persons)


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
