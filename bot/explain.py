"""Why a question gets its answer: how it was understood, what the search brought, what counted, how sure that is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.answer import RANKED
from bot.conversation import Conversation
from bot.features import FEATURES
from bot.memory import Memory, remember
from bot.question import Question
from bot.quotes import CONFIDENCE, Finder, Quote, Weights, best, confidence, doubts
from bot.render import as_json as answer_json
from bot.render import visible
from bot.types import Answer
from corpus.types import Report, Span
from index.catalog import PassageRow, StatementRow
from index.search import Found, Hit

if TYPE_CHECKING:
    from rich.console import RenderableType

CHAT = "explain"
CANDIDATES = 5  # explained
PARTS = 6  # of a candidate's score that a person is shown
_ELSEWHERE = ("text", "search", "intent", "kind")  # of a question: told in lines of their own
HITS = 8  # of each search that a person is shown; the JSON has all


@dataclass(frozen=True, slots=True)
class Part:
    """A figure and what it adds to a score."""

    name: str
    value: float
    weight: float

    @property
    def adds(self) -> float:
        return self.value * self.weight + 0.0  # no -0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the best quotes, with the parts of its score, the largest first."""

    quote: Quote
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was made of a question, step by step. Nothing is searched for a greeting."""

    question: Question
    people: dict[str, str]  # names of those whom the question names, by their keys
    terms: dict[str, float]  # what each word searched for counts, in [0, 1]; together at most 1
    found: Found
    candidates: tuple[Candidate, ...]  # best first
    considered: int  # how many there were
    doubts: tuple[Part, ...]  # whose sum makes `sure`, through a logistic function
    sure: float  # the confidence by these; an answer may have reasons of its own for another
    answer: Answer
    reports: dict[str, Report]  # those of `found`, by id


def explain(conversation: Conversation, text: str, before: Sequence[str] = ()) -> Explanation:
    """How a question is answered after earlier ones of the same chat."""
    index = conversation.index
    finder, weights = Finder(index), Weights.load()
    # 1. the question, with what the chat remembers of those before
    memory = Memory()
    for turn in before:
        question = finder.understand(turn, memory)
        answer = conversation.reply(CHAT, turn)
        if question.intent == "ask":
            places = [(c.report_id, c.span.start, c.span.end) for c in answer.citations]
            memory = remember(question, places, [s.person for s in answer.statements if s.person])
    question = finder.understand(text, memory)
    answer = conversation.reply(CHAT, text)
    conversation.forget(CHAT)
    persons = [*question.filter.people, *(p for some in (*question.speakers, *question.about) for p in some)]
    people = {person: finder.names.shown.get(person, "") for person in persons}
    if question.intent != "ask":
        return Explanation(question, people, {}, Found([], [], np.zeros(0, np.float32)), (), 0, (), 0.0, answer, {})
    # 2. the same search and the same choice as for the answer
    found = index.search(finder.query(question))
    topic = finder.topic(question)
    quotes = finder.candidates(topic, question)
    first = best(topic, quotes, weights, RANKED)
    told = doubts(topic, first)
    held = {h.row.passage.report_id for h in found.passages} | {h.row.statement.report_id for h in found.statements}
    return Explanation(
        question, people, dict(zip(topic.words, topic.all.tolist(), strict=True)), found,
        tuple(Candidate(q, _parts(FEATURES, q.features, weights.of(topic))) for q in first[:CANDIDATES]),
        len(quotes.some),
        _parts(CONFIDENCE, told, weights.confidence), float(confidence(weights, told)), answer,
        {id: report for id in held if (report := index.catalog.report(id))},
    )  # fmt: skip


def _parts(names: Sequence[str], values: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[Part, ...]:
    parts = [Part(n, float(v), float(w)) for n, v, w in zip(names, values, weights, strict=True)]
    return tuple(sorted(parts, key=lambda part: -abs(part.adds)))


# -- for a program


def as_json(told: Explanation) -> dict[str, Any]:
    """All of it; spans are `start` and `end` in the report's text."""
    return {
        "question": _plain({**asdict(told.question), "people": told.people, "terms": told.terms}),
        "passages": [_hit_json(h, h.row.passage.span, h.row.passage.report_id, told) for h in told.found.passages],
        "statements": [
            {**_hit_json(h, h.row.span, h.row.statement.report_id, told), "speaker": h.row.statement.speaker.name}
            for h in told.found.statements
        ],
        "considered": told.considered,
        "candidates": [
            {
                "report_id": c.quote.report.id, "start": c.quote.span.start, "end": c.quote.span.end,
                "quote": c.quote.span.of(c.quote.report.text), "speaker": _speaker(c.quote),
                "score": c.quote.score, "sure": c.quote.sure, "parts": [_part_json(part) for part in c.parts],
            }
            for c in told.candidates
        ],
        "confidence": {
            "score": told.answer.score, "by_parts": told.sure, "parts": [_part_json(part) for part in told.doubts],
        },
        "answer": answer_json(told.answer),
    }  # fmt: skip


def _hit_json(hit: Hit[Any], span: Span, report_id: str, told: Explanation) -> dict[str, Any]:
    return {
        "report_id": report_id, "start": span.start, "end": span.end, "text": _text(told, report_id, span),
        "score": hit.score, "cosine": float(hit.cosine), "dense_rank": hit.dense_rank,
        "bm25": float(hit.words), "words_rank": hit.words_rank,
    }  # fmt: skip


def _part_json(part: Part) -> dict[str, Any]:
    return {"name": part.name, "value": part.value, "weight": part.weight, "adds": part.adds}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(some) for name, some in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(some) for some in value]
    return value.isoformat() if isinstance(value, date) else value


def _text(told: Explanation, report_id: str, span: Span) -> str:
    return span.of(told.reports[report_id].text) if report_id in told.reports else ""


def _speaker(quote: Quote) -> str:
    return quote.said.statement.speaker.name if quote.said else ""


# -- for a person


def show(told: Explanation) -> None:
    """Prints it on standard output."""
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    for piece in _pieces(told):
        console.print(piece)


def _pieces(told: Explanation) -> Iterator[RenderableType]:
    from rich.text import Text  # never strings: these would be read for markup

    question, answer = told.question, told.answer
    yield Text(f"Understood as: {question.intent if question.intent != 'ask' else question.kind}", "bold")
    for name, value in _understood(told):
        yield Text(f"  {name:<12} {value}")
    if question.intent != "ask":
        yield Text("Nothing is searched for that.")
        return
    words = (told.question.search, *(f"{stem} {share:.2f}" for stem, share in told.terms.items() if share))
    yield Text(f"\nSearched for: {'; '.join(words)}", "bold")
    yield from _hits("passages", told.found.passages, told)
    yield from _hits("statements", told.found.statements, told)
    yield Text(f"\nThe best of {told.considered} candidates", "bold")
    for number, candidate in enumerate(told.candidates, 1):
        quote = candidate.quote
        who = f"{_speaker(quote)}: " if _speaker(quote) else ""
        place = f"{quote.report.id}, {quote.span.start}-{quote.span.end}"
        yield Text(visible(f"{number}. {who}{_short(quote.span.of(quote.report.text), 200)} ({place})"))
        sums = ", ".join(map(_sum, candidate.parts[:PARTS]))
        yield Text(f"   score {quote.score:.2f}: {sums}, ...; sure {quote.sure:.2f}", "dim")
    alone = "" if abs(told.sure - answer.score) < 0.005 else f"; by the figures below alone {told.sure:.2f}"
    yield Text(f"\nConfidence {answer.score:.2f}{alone} (below 0.50 nothing is told)", "bold")
    yield Text(", ".join(map(_sum, told.doubts)), "dim")
    yield Text(visible(f"\n{_outcome(answer)}"), "bold")


def _understood(told: Explanation) -> Iterator[tuple[str, str]]:
    """What differs from a question that has nothing special to it."""
    nothing = Question("", "")
    for name, value in ((field.name, getattr(told.question, field.name)) for field in fields(Question)):
        if not value or name in _ELSEWHERE or value == getattr(nothing, name):
            continue
        if name == "filter":
            yield from ((f"only {limit}", _worded(some, told.people)) for limit, some in asdict(value).items() if some)
        else:
            yield name, "yes" if value is True else _worded(value, told.people)


def _worded(value: Any, people: dict[str, str]) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(_worded(some, people) for some in value)
    return people.get(value, "") or str(value)


def _hits(
    name: str, hits: Sequence[Hit[PassageRow]] | Sequence[Hit[StatementRow]], told: Explanation
) -> Iterator[RenderableType]:
    from rich.table import Table
    from rich.text import Text

    yield Text(f"\nThe first {min(HITS, len(hits))} of {len(hits)} {name}", "bold")
    table = Table("fused", "rank cosine", "rank BM25", "from", box=None, pad_edge=False, expand=True)
    table.add_column("report", no_wrap=True, ratio=2)  # cut where the terminal is narrow; the JSON has all of it
    table.add_column("words", no_wrap=True, ratio=3)
    for hit in hits[:HITS]:
        row = hit.row
        if isinstance(row, StatementRow):
            report_id, span, who = row.statement.report_id, row.span, f"{row.statement.speaker.name}: "
        else:
            report_id, span, who = row.passage.report_id, row.passage.span, ""
        near, words = f"{hit.dense_rank or '-':>4} {hit.cosine:.2f}", f"{hit.words_rank or '-':>4} {hit.words:.2f}"
        text = who + _short(_text(told, report_id, span), 160)
        table.add_row(f"{hit.score:.4f}", near, words, str(span.start), Text(visible(report_id)), Text(visible(text)))
    yield table


def _outcome(answer: Answer) -> str:
    if answer.abstained:
        return f"Not answered: {answer.lead} {answer.note}".rstrip()
    many = f"{len(answer.citations)} citation{'s' * (len(answer.citations) != 1)}"
    return f"Answered with {many}. {answer.lead} {answer.note}".rstrip()


def _sum(part: Part) -> str:
    return f"{part.name} {part.value:.2f} x {part.weight:.2f} = {part.adds:+.2f}"


def _short(text: str, characters: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= characters else f"{text[: characters - 1]}…"
