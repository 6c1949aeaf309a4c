"""Several speakers side by side: those asked for, those who speak about somebody, those whom nobody names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from bot.citing import called
from bot.features import AT
from bot.forms.asked import MOST, NOBODY, SHOWN, SURE, Asked, Part, absent, answer, by, called_by, divided, joined, relevant
from bot.forms.records import whole
from bot.quotes import Quote
from bot.types import Answer
from bot.whom import Persons
from corpus.attribution.lexicon import PERSONAL
from corpus.attribution.rulings import fold
from corpus.attribution.words import gender_of, role_noun
from corpus.sentences import sentences
from corpus.types import Report, Span, Speaker
from index.catalog import StatementRow
from index.fulltext import stems, stop_stems

_AND = re.compile(r",\s*(?:and\s+)?|\s+(?:and|vs\.?|versus)\s+", re.I)
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
_MOST_NAMED = 5  # speakers asked for that are looked up one by one
_AROUND = 0.35  # share of a topic in the passage of what somebody says beside another
_SUBJECT = 3  # terms at the head of a sentence that tell who is spoken of
_BESIDE = 2  # quotes of one who says nothing surely, where others do


@dataclass(frozen=True, slots=True)
class _Side:
    """One of those asked for: the words for them, and who is meant; nobody where the index knows none of that name."""

    words: str
    persons: Persons


def compare(asked: Asked) -> Answer:
    """A group for each of those asked for, in that order, and for nobody else; also for one who says nothing on it."""
    sides, heard = _sides(asked)[:_MOST_NAMED], divided(asked, asked.quotes)
    found = [_of_one(asked, heard, side) if side.persons else _of_described(asked, heard, side.words) for side in sides]
    theirs = _weighed(asked, sides, found)
    if not any(side.persons for side in sides) and (len(sides) < 2 or not any(theirs)):
        return by_speaker(asked, joined(relevant(asked.quotes), *theirs, asked.further()))
    rounds = joined(q for some in zip_longest(*theirs) for q in some if q)
    if not rounds:
        return absent(asked, asked.quotes)
    page, counts = asked.page(rounds, MOST)
    counts = replace(counts, at_least=any(_fill_a_page(asked, own) for own in theirs))
    parts = list[Part]()
    for side, own in zip(sides, theirs, strict=True) if page else ():
        if side.persons:
            # a surname may be that of several: each has a group
            spoken = [person for person in side.persons if by(page, [person])] or side.persons[:1]
            parts += [(asked.name(person) or side.words, by(page, [person])) for person in spoken]
        elif left := [q for q in page if any(q is one for one in own)]:
            parts.append((f"{side.words[0].upper()}{side.words[1:]}", left))
    # whoever it is may speak under a name: a heading with nothing below it would say too much
    silent = [f"“{side.words}”" for side, own in zip(sides, theirs, strict=True) if not (side.persons or own)]
    note = f"Nobody is called {' or '.join(silent)} in what is said on that." if silent and page else ""
    return answer(asked, parts, counts=counts, note=note)


def _sides(asked: Asked) -> list[_Side]:
    """Those asked for, in the order of the question; behind them those whom only the chat's memory tells."""
    question, names = asked.question, asked.finder.names
    left, sides = list(question.speakers), list[_Side]()
    for words in filter(None, map(str.strip, _AND.split(question.whom))):
        meant = {person for mention in names.mentions(words) for person in mention.persons}
        meant.update(names.described(words))
        own = [some for some in left if not meant.isdisjoint(some)]
        left = [some for some in left if some not in own]
        sides += [_Side(words, some) for some in own] if meant else [_Side(words, ())]
    return [*sides, *(_Side(question.whom, some) for some in left)]


def _of_one(asked: Asked, heard: Sequence[Quote], side: _Side) -> list[Quote]:
    """The words of one of those asked for, those that surely answer first; of all that they say where these are few."""
    own = by(heard, side.persons)
    found = list[Quote]()
    if not _fill_a_page(asked, relevant(own, 0)):
        found = asked.rank(replace(asked.question, filter=replace(asked.question.filter, people=side.persons)))
    return joined(sorted([*own, *found], key=lambda q: q.sure < SURE))


def _fill_a_page(asked: Asked, own: Sequence[Quote]) -> bool:
    """True for as many as a first page shows of one of those asked for."""
    return not asked.goes_on and len(own) * len(asked.question.speakers) >= MOST


def _of_described(asked: Asked, heard: Sequence[Quote], words: str) -> list[Quote]:
    """The words of those who answer to a description, of whom the more of it fits the better.

    "The union gave another account" tells as well whose words come next.
    """
    terms = set(stems(words)) - stop_stems()
    found = list(heard)
    if not any(q.sure >= SURE and terms & called_by(q) for q in heard):
        sought = replace(asked.question, search=f"{words} {asked.question.topic}")
        found = joined(heard, divided(asked, asked.rank(sought)))
    fitting = [(q, len(terms & called_by(q))) for q in found]
    most = max((many for _, many in fitting), default=0)
    return [q for q, many in fitting if many == most > 0 or (not many and terms & _introduced(asked, q))]


def _introduced(asked: Asked, quote: Quote) -> set[str]:
    """The stems of the subject of the sentence before a person's words."""
    if quote.said is None:
        return set()
    rows = asked.catalog.statements.of(quote.report.id, quote.span)
    first = min((row.statement.sentence.start for row in rows if row.person == quote.said.person), default=0)
    text = quote.report.text[quote.passage.start : first]
    before = sentences(text)[-1:]
    return set(stems(before[0].of(text))[:_SUBJECT]) if before else set()


def _weighed(asked: Asked, sides: Sequence[_Side], found: Sequence[Sequence[Quote]]) -> list[list[Quote]]:
    """What counts of each side's words: what surely answers, and the best around the topic where the sides meet.

    What several say on one occasion is told in one report, and what it is about often only once in it.
    """
    best = {q.report.id for q in asked.quotes[:SHOWN]}
    near = [[q for q in own if q.sure >= SURE or _is_around(q) or q.report.id in best] for own in found]
    sure = [[q for q in own if q.sure >= SURE] for own in found]
    places = {q.report.id for own in sure for q in own}
    meeting = _meeting(near)
    weighed = []
    for side, own, surely in zip(sides, near, sure, strict=True):
        here = meeting - {q.report.id for q in surely} if side.persons and surely else meeting | places
        weighed.append([*surely, *[q for q in own if q.sure < SURE and q.report.id in here][:_BESIDE]])
    return weighed


def _meeting(near: Sequence[Sequence[Quote]]) -> set[str]:
    """The report (its id) in which most of several sides speak around the topic, of these the best; none for one."""
    best = dict[str, dict[int, float]]()  # report -> side -> score
    for side, own in enumerate(near):
        for quote in own:
            scores = best.setdefault(quote.report.id, {})
            scores[side] = max(scores.get(side, quote.score), quote.score)
    meeting = {report: scores for report, scores in best.items() if len(scores) > 1}
    return {max(meeting, key=lambda report: (len(meeting[report]), sum(meeting[report].values())))} if meeting else set()


def _is_around(quote: Quote) -> bool:
    return bool(quote.features[AT["topic_passage"]] >= _AROUND)


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
