"""Who speaks: a table of speakers, of the whole collection or on a topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.citing import called
from bot.features import AT
from bot.forms.asked import MOST, SHOWN, Asked, absent, answer, each, joined
from bot.quotes import Quote
from bot.types import Answer, SpeakerRow
from corpus.sentences import sentences
from index.catalog import Person
from index.fulltext import stems, stop_stems

_MOST_WORDS = re.compile(r"\b(?:most|often|main|top)\b", re.I)

WHOLE, HALF = 0.95, 0.5  # shares of a topic: where somebody speaks on all of it, who has less is on something else

IN_TABLE = ""  # the report of what a chat has been shown as a row of a table


def speakers(asked: Asked) -> Answer:
    """Everybody within the limits, or those who are asked for, counted from the catalogue: most statements first."""
    keys = tuple(dict.fromkeys(person for some in asked.question.speakers for person in some))
    everybody = asked.catalog.people.all(keys, asked.question.filter)
    if not everybody:
        return absent(asked)
    return _tabled(asked, [_row(person) for person in everybody], [])


def speakers_on(asked: Asked) -> Answer:
    """Who speaks on a topic, and the best of what the first few say.

    Whose words are best on it comes first; where it is asked who speaks most, who says most.
    """
    listed = [q for q in (asked.theirs if asked.topic.asked else asked.quotes) if asked.on_topic(q)]
    people = tuple(asked.topic.asked)
    listed = sorted(joined(listed, asked.only(people=people) if people else asked.further()), key=lambda q: -q.score)
    if any(q.features[AT["topic_near"]] >= WHOLE for q in listed):
        listed = [q for q in listed if q.features[AT["topic_near"]] >= HALF]
    spoken: dict[str, list[Quote]] = {}
    beside = [q for main in listed for q in each(asked, [main]) if q.said is not main.said and _is_on_it(asked, q)]
    for quote in [*listed, *beside]:  # who is found for what others say comes behind those
        if quote.said and (who := quote.said.person or called(quote.said.statement.speaker)):
            spoken.setdefault(who, []).append(quote)
    if not spoken:
        return absent(asked, asked.quotes)
    ordered = list(spoken.items())
    if _MOST_WORDS.search(asked.question.words):
        ordered.sort(key=lambda item: -len(item[1]))
    rows = [_counted(asked.name(person) or person, quotes) for person, quotes in ordered]
    return _tabled(asked, rows, [quotes[0] for _, quotes in ordered[:SHOWN]])


def _is_on_it(asked: Asked, quote: Quote) -> bool:
    """True for one of several statements of a quote with the topic in its sentence or the one before: "it", "he"."""
    if quote.said is None:
        return False
    text, sentence = quote.report.text, quote.said.statement.sentence
    before = sentences(text[quote.span.start : max(quote.span.start, sentence.start)])[-1:]
    start = quote.span.start + before[0].start if before else sentence.start
    return bool((set(stems(asked.question.topic)) - stop_stems()).intersection(stems(text[start : sentence.end])))


def _tabled(asked: Asked, rows: Sequence[SpeakerRow], quotes: Sequence[Quote]) -> Answer:
    """The next rows that the chat has not been shown; the quotes stand below the first of them."""
    seen = sum(report == IN_TABLE for report, _, _ in asked.question.without)
    page = tuple(rows[seen : seen + MOST])
    if asked.question.speakers:
        lead = "How often:"
    elif len(page) == len(rows):
        lead = f"{len(rows)} speaker{'s' * (len(rows) != 1)}:"
    else:
        more = "; say more for the next" if seen + len(page) < len(rows) else ""
        lead = f"Speakers {seen + 1:,} to {seen + len(page):,} of {len(rows):,}{more}:"
    return answer(asked, [("", [] if seen else quotes)], lead=lead if page else "", table=page)


def _row(person: Person) -> SpeakerRow:
    return SpeakerRow(
        person.name, person.role, person.statements, person.reports, tuple(filter(None, person.sources)), person.first,
        person.last,
    )  # fmt: skip


def _counted(name: str, quotes: Sequence[Quote]) -> SpeakerRow:
    reports = {q.report.id: q.report for q in quotes}
    days = sorted(r.date for r in reports.values() if r.date)
    told = [q.said.statement.speaker for q in quotes if q.said]
    roles = Counter(s.role for s in told if s.role).most_common(1)
    role = roles[0][0] if roles else ""
    sources = dict.fromkeys(r.source for r in reports.values() if r.source)
    return SpeakerRow(
        name, role, len(quotes), len(reports), tuple(sources), days[0] if days else None,
        days[-1] if days else None,
    )  # fmt: skip
