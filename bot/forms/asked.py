"""A question with what was found for it, and what every form makes its answer with: a page of quotes, cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from bot.citing import alone, cited, mouth, said
from bot.described import BEHIND
from bot.duplicates import distinct
from bot.features import AT
from bot.question import Question
from bot.quotes import Finder, Quote
from bot.topic import Topic
from bot.types import Answer, Citation, Counts, Group, SpeakerRow, Verdict
from bot.words import stem
from corpus.attribution.words import role_noun, singular
from corpus.types import Span
from index.catalog import Catalog, Filter
from index.fulltext import stems, stop_stems
from index.search import Index

SHOWN = 3  # quotes in an answer
LISTED = 6  # ... where several people, days or reports are asked for
MOST = 10  # ... where all of them are asked for
NOBODY = "Under nobody's name"  # a heading
NEAR = 0.35  # share of a topic that stands by what is said on it
SURE = 0.5  # how sure a quote has to be to count beyond the first few

_ROUNDS = 3  # searches beyond the first for one list
_MOST_PASSAGES = 200  # with words of the topic, whose reports are searched in these

_TOLD = ("fact", "when_said", "where_said", "exact", "reports")
_TIMED = ("change", "first", "latest")


Part = tuple[str, Sequence[Quote]]  # a heading, "" for none, and what stands below it


@dataclass(frozen=True)
class Asked:
    """A question and the quotes that may answer it, best first; what the chat has been shown already is among them."""

    question: Question
    index: Index
    finder: Finder
    topic: Topic
    rank: Callable[[Question], list[Quote]]  # a search: the quotes that may answer, best first, none overlapping
    quotes: tuple[Quote, ...] = ()

    @property
    def catalog(self) -> Catalog:
        return self.index.catalog

    def name(self, person: str) -> str:
        """What a person or body (key) is called; "" for nobody."""
        return self.finder.names.shown.get(person, "")

    @property
    def goes_on(self) -> bool:
        """True when the chat has been shown the beginning of the answer: "more"."""
        return bool(self.question.without)

    @property
    def theirs(self) -> list[Quote]:
        """The words of those whose words are asked for: of a person, or of whoever answers to "the mayor".

        Of the latter also where a quote is mostly a body's, or nobody's, under theirs.
        """
        if self.topic.asked:
            return by(self.quotes, self.topic.asked)
        words = [word for word in BEHIND.split(self.question.whom)[0].split() if stem(word.lower())][-1:]
        noun = stem(words[0].lower()) if words else ""
        office = bool(words) and role_noun(singular(words[0].lower()))  # a former army engineer isn't the army

        def under(quote: Quote) -> Quote | None:
            held = [quote] if _is_persons(quote) else each(self, [quote])
            return next((one for one in held if noun in called_by(one, office=office)), None)

        return [one for quote in self.quotes if noun and (one := under(quote))]

    def fresh(self, quotes: Iterable[Quote]) -> list[Quote]:
        """Those that the chat has not been shown."""
        return [q for q in quotes if not any(_touches(q, *place) for place in self.question.without)]

    def on_topic(self, quote: Quote) -> bool:
        """True for what surely answers and has words of the topic, or of like meaning, in it or right beside it.

        Where everybody who speaks on something is asked for, the passage's being about it is not enough.
        """
        return quote.sure >= SURE and (self.is_near(quote) or not self.topic.apart.any())

    def is_near(self, quote: Quote) -> bool:
        """True where a good part of the topic stands in the quote or in a sentence beside it, however sure it is."""
        return bool(quote.features[AT["topic_near"]] >= NEAR)

    def only(self, **limits: tuple[str, ...]) -> list[Quote]:
        """All statements within limits (people, polarities: see Filter) that surely answer, best first.

        A search of its own: what is rare among the best of everything is complete here. Where none is sure, the best
        one that is near the topic.
        """
        wanted: Filter = replace(self.question.filter, **limits)  # type: ignore[arg-type]
        found = self.rank(replace(self.question, filter=wanted))
        return [q for q in found if q.sure >= SURE] or [q for q in found if self.is_near(q)][:1]

    def further(self) -> list[Quote]:
        """What surely answers in reports that the first search left out, best first as they were found.

        A search looks at a few passages and statements; what a long list lacks is searched for among the reports in
        which words of the topic stand, until they bring nothing more.
        """
        limits, held = self.question.filter, self.index.passages.fulltext
        keys = [key for key, _ in held.best(self.question.topic, _MOST_PASSAGES, limits)]
        left = dict.fromkeys(row.passage.report_id for row in self.catalog.passages.rows(keys))
        found, new = list[Quote](), list(self.quotes)
        for _ in range(_ROUNDS):
            for quote in new:
                left.pop(quote.report.id, None)
            if not left:
                break
            new = self.rank(replace(self.question, filter=replace(limits, reports=tuple(left))))
            sure = [quote for quote in new if self.on_topic(quote)]
            found += sure
            if not sure:
                break
        return found

    def page(self, listed: Sequence[Quote], size: int) -> tuple[list[Quote], Counts]:
        """The next of a list that the chat has not been shown, and the numbers that these have in it."""
        rest = self.fresh(listed)
        page = rest[:size]
        # a few words were shown in their sentence, which may hold others of the list: these count with it
        gone = min(len(listed) - len(rest), len(self.question.without))
        reports = len({q.report.id for q in listed})
        unit: Literal["statement", "quote"] = "statement" if all(q.said for q in listed) else "quote"
        return page, Counts(gone + len(rest), reports, gone + 1, gone + len(page), unit=unit)


def relevant(quotes: Iterable[Quote], least: int = SHOWN) -> list[Quote]:
    """The first few, and of the others those that surely answer."""
    return [q for i, q in enumerate(quotes) if i < least or q.sure >= SURE]


def each(asked: Asked, quotes: Iterable[Quote], *, same_speaker: bool = False) -> list[Quote]:
    """The quotes with a statement, once for each statement that they hold, or for each of the same speaker."""
    held = list[Quote]()
    for quote in quotes:
        if quote.said:
            rows = asked.catalog.statements.of(quote.report.id, quote.span)
            inside = [r for r in rows if quote.span.covers(r.span) and r.key != quote.said.key]
            wanted = [r for r in inside if r.person == quote.said.person or not same_speaker]
            held += [quote, *(replace(quote, said=row) for row in wanted)]
    return held


def divided(asked: Asked, quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes; one in which several speak once for each of them, with their sentences under their own name."""
    return [part for quote in quotes for part in _divided(asked, quote)]


def by(quotes: Iterable[Quote], people: Iterable[str]) -> list[Quote]:
    """The quotes that are the words of these people (keys)."""
    wanted = frozenset(people)
    return [q for q in quotes if q.said and q.said.person in wanted]


def called_by(quote: Quote, *, office: bool = True) -> set[str]:
    """The stems of what a report calls the speaker: name, organisation, and role unless without `office`."""
    speaker = quote.said.statement.speaker if quote.said else None
    return set(stems(f"{speaker.name} {speaker.role * office} {speaker.organisation}")) if speaker else set()


def _is_persons(quote: Quote) -> bool:
    return bool(quote.said and quote.said.person and quote.said.statement.speaker.body == "person")


def joined(*lists: Iterable[Quote]) -> list[Quote]:
    """The quotes of several lists, in order, none overlapping or repeating an earlier one."""
    kept: list[Quote] = []
    for quote in (q for some in lists for q in some):
        if not any(_touches(quote, q.report.id, q.span.start, q.span.end) for q in kept):
            kept.append(quote)
    return distinct(kept)


def answer(
    asked: Asked,
    parts: Sequence[Part],
    *,
    counts: Counts | None = None,
    lead: str = "",
    note: str = "",
    verdict: Verdict | None = None,
    table: tuple[SpeakerRow, ...] = (),
    newest: bool = False,
) -> Answer:
    """An answer from quotes under headings, each cut from its report as this is called; `newest` marks that one."""
    citations, groups, statements = list[Citation](), list[Group](), []
    wanted = sum(len(quotes) for _, quotes in parts)
    spoken = asked.question.filter.of_statements or not _is_told(asked)
    for heading, quotes in parts:
        if heading:
            groups.append(Group(heading, len(citations)))
        # whoever tells a fact, it may stand in the sentence behind theirs
        for quote, citation in cited([_alone(asked, q) for q in quotes] if spoken else quotes, asked.catalog):
            # a verdict rests on one statement; else all that somebody says there may be the answer
            told = said(quote, citation, len(citations), asked.catalog, alone=asked.question.kind == "did_say")
            if told:
                statements.append(told)
            citations.append(citation)
    if counts:
        counts = replace(counts, last=counts.last - (wanted - len(citations)))
        counts = replace(counts, newest=_newest(citations)) if newest else counts
    return Answer(
        asked.question.text,
        False,
        lead,
        tuple(citations),
        tuple(statements),
        verdict=verdict,
        note=note,
        kind=asked.question.kind,
        spoken=spoken,
        counts=counts,
        groups=tuple(groups),
        table=table,
    )


def absent(asked: Asked, quotes: Sequence[Quote] = (), *, lead: str = "", note: str = "") -> Answer:
    """The reports do not say; the first of the quotes is offered as the nearest."""
    nearest = tuple(citation for _, citation in cited(quotes[:1], asked.catalog))
    return Answer(asked.question.text, True, lead, nearest=nearest, note=note, kind=asked.question.kind)


def _divided(asked: Asked, quote: Quote) -> list[Quote]:
    if quote.said is None or quote.said.span == quote.span:
        return [quote]
    inside = asked.catalog.statements.of(quote.report.id, quote.span)
    told = [row for row in inside if mouth(row) and 2 * row.span.overlap(quote.span) >= len(row.span)]
    turns = [list(rows) for _, rows in groupby(told, mouth)]
    if len(turns) < 2:
        return [quote]
    # what nobody says belongs to the one who speaks before it, at the beginning to the first
    starts = [quote.span.start, *(rows[0].statement.sentence.start for rows in turns[1:])]
    parts = []
    for start, rows in zip(starts, turns, strict=True):
        last = rows[-1].statement.sentence.end
        end = min((other for other in starts if other >= last), default=quote.span.end)
        words = Span(start, start + len(quote.report.text[start:end].rstrip()))
        parts.append(replace(quote, said=max(rows, key=lambda row: row.span.overlap(quote.span)), span=words))
    return parts


def _alone(asked: Asked, quote: Quote) -> Quote:
    """The quote without others' sentences at its ends, unless more of the topic stands in these than in the rest."""
    own, text = alone(quote, asked.catalog), quote.report.text
    cut = f"{text[quote.span.start : own.span.start]} {text[own.span.end : quote.span.end]}"
    wanted = set(stems(asked.question.topic or asked.question.search)) - stop_stems()
    return quote if len(wanted.intersection(stems(cut))) > len(wanted.intersection(stems(own.span.of(text)))) else own


def _is_told(asked: Asked) -> bool:
    """True where the words answer, whoever says them: a fact, or how a thing went on."""
    kind = asked.question.kind
    return kind in _TOLD or (kind in _TIMED and not asked.topic.asked)


def _newest(citations: Sequence[Citation]) -> int:
    """The number of the newest citation; 0 where no date tells it apart."""
    days = [c.date for c in citations if c.date]
    if len(set(days)) < 2 or days.count(max(days)) > 1:
        return 0
    return 1 + next(i for i, c in enumerate(citations) if c.date == max(days))


def _touches(quote: Quote, report: str, start: int, end: int) -> bool:
    return report == quote.report.id and start < quote.span.end and quote.span.start < end
