"""How well a statement agrees with who is asked for: "which paper mocked the wall" asks for a paper, mocking.

The ranking (bot/features.py) weighs words of the topic wherever they stand. The reports' word of saying is no topic,
what kind of body speaks isn't told by words, and a run of sentences may hold what others say besides: here each of its
statements is looked at for itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.question import Question
from bot.quotes import Quote
from bot.topic import Topic
from bot.words import Vocabulary, cut, stem
from corpus.attribution import lexicon
from corpus.attribution.verbs import POLARITY, lemma, reports_speech
from corpus.attribution.words import role_noun, singular
from corpus.types import Body, Polarity

# In units of a quote's score. Chosen on tests/quality/election.jsonl: with two thirds or half as much again of any, and
# among the first three or eight quotes, the share of first speakers who are right changes by less than a hundredth.
ACT = 1.6  # a word of saying with the meaning of the question's
OTHER = 2.0  # another kind of body than the question asks for
TOLD = 1.7  # all of the topic in what is said, against none
BESIDE = 0.3  # a statement in the same quote that the ranking did not choose
ISSUED = 1.0  # what a body issues: who says so is asked of those who are quoted
PLAIN = 0.25  # how alike "said" is to any word of saying
LOOKED = 5  # quotes

_SAYING = frozenset(("say", "tell", "add", "note", "state"))  # tell nothing of how it is said
_POLARITIES = {word: {polarity} for word, polarity in POLARITY.items()}
_POLARITIES |= {word: {"demands", "expects"} for word in ("want", "wish", "desire")}  # who wants it may call for it
_PAPERS = lexicon.OUTLETS | frozenset("paper outlet network site channel station publication tabloid".split())
_BODIES = lexicon.ORGANISATIONS | lexicon.GROUPS | lexicon.POLLS | lexicon.DOCUMENTS | lexicon.PLACES
_OPENING = 8  # words of a question among which its word of saying stands
_WORD = re.compile(r"[a-z]+")


def by_agreement(
    question: Question,
    topic: Topic,
    quotes: Sequence[Quote],
    vocabulary: Vocabulary,
) -> list[Quote]:
    """The quotes, of which the first few are ordered anew, each under the statement that agrees best."""
    # 1. each quote, and again with each of its other statements; the place tells the score, as a reranker may have
    #    ordered them otherwise
    first, rest = quotes[:LOOKED], quotes[LOOKED:]
    some, worth, on_it = list[tuple[int, Quote]](), list[float](), list[bool]()
    beside = [_others(quote) for quote in first]
    shares = iter(
        _told([q for main, others in zip(first, beside, strict=True) for q in (main, *others)], topic, vocabulary)
    )
    scores = sorted((quote.score for quote in first), reverse=True)
    for place, (quote, score, others) in enumerate(zip(first, scores, beside, strict=True)):
        some += [(place, one) for one in (quote, *others)]
        # who is nobody can't be who said it: "she was asked whether they would march. She said that they would not"
        share, further = next(shares), [next(shares) for _ in others]
        told = share * _is_named(quote)
        worth += [score, *(score - BESIDE + TOLD * (other - told) for other in further)]
        on_it += [other > 0 for other in (share, *further)]
    # 2. how they agree
    wanted, act = _kind(question.whom), _act(question)
    alike = _alike(act, [_cue(quote) for _, quote in some], vocabulary)
    asked = {polarity for word in map(lemma, act) for polarity in _POLARITIES.get(word, ())}
    acts = [
        1.0 if on and _polarity(quote) in asked else like
        for like, on, (_, quote) in zip(alike, on_it, some, strict=True)
    ]
    worth = [
        value + ACT * act - OTHER * (wanted is not None and wanted != _body(quote)) - ISSUED * _is_issued(quote)
        for value, act, (_, quote) in zip(worth, acts, some, strict=True)
    ]
    # 3. of each place the best
    kept: dict[int, Quote] = {}
    for i in sorted(range(len(some)), key=lambda i: -worth[i]):
        kept.setdefault(*some[i])
    return [*kept.values(), *rest]


def _others(quote: Quote) -> list[Quote]:
    """The quote under each other statement of somebody named that lies in it, but for one that only reports its own."""
    if quote.said is None:
        return []
    own = quote.said
    inside = (row for row in quote.beside if 2 * quote.span.overlap(row.span) >= len(row.span) and row.key != own.key)
    return [replace(quote, said=row) for row in inside if row.statement.speaker.name and not row.span.covers(own.span)]


def _told(quotes: Sequence[Quote], topic: Topic, vocabulary: Vocabulary) -> list[float]:
    """The share of the topic that stands in what is said in each, in [0, 1]; words of like meaning count."""
    found = [cut(q.said.span.of(q.report.text)) if q.said else cut("") for q in quotes]
    filled = [i for i, words in enumerate(found) if words.words]
    shares = np.zeros(len(quotes))
    if filled and topic.words:
        words = vocabulary.ids([word for i in filled for word in found[i].words])
        names = np.concatenate([found[i].names for i in filled])
        starts = np.cumsum([0, *(len(found[i].words) for i in filled[:-1])])
        alike = vocabulary.alike(vocabulary.ids(topic.words), words, names)
        shares[filled] = np.asarray(topic.apart) @ np.maximum.reduceat(alike, starts, axis=1)
    return [float(share) for share in shares]


def _alike(act: Sequence[str], cues: Sequence[Sequence[str]], vocabulary: Vocabulary) -> list[float]:
    """How alike the act asked for is to each cue, in [0, 1]."""
    words = [word for cue in cues for word in cue]
    if not act or not words:
        return [PLAIN] * len(cues)
    found = vocabulary.alike(vocabulary.ids(act), vocabulary.ids(words)).max(axis=0).tolist()
    return [max(found.pop(0) for _ in cue) if cue else PLAIN for cue in cues]


def _act(question: Question) -> list[str]:
    """The question's word of saying; where it has none that tells how, the first words of what it asks."""
    whom = set(_WORD.findall(question.whom.lower()))
    words = [word for word in _WORD.findall(question.words.lower())[1:] if word not in whom]
    said = [word for word in words[:_OPENING] if reports_speech(word) and lemma(word) not in _SAYING]
    return said[:1] or [word for word in words if stem(word)][:2]


def _cue(quote: Quote) -> list[str]:
    cue = quote.said.statement.cue if quote.said else None
    words = _WORD.findall(cue.of(quote.report.text).lower()) if cue else []
    return [word for word in words if stem(word) and lemma(word) not in _SAYING]


def _kind(whom: str) -> Body | None:
    """What kind of body the words for whoever is asked for mean: "paper", "ex senator"; None where it may be any."""
    words = [singular(word) for word in _WORD.findall(whom.lower())]
    if not words:
        return None
    if any(role_noun(word) and word not in _BODIES for word in words):
        return "person"
    if any(word in _PAPERS for word in words):
        return "outlet"
    return None if any(word in _BODIES for word in words) else "person"


def _is_named(quote: Quote) -> bool:
    return bool(quote.said and quote.said.statement.speaker.name)


def _is_issued(quote: Quote) -> bool:
    """True for what no cue tells to be said, of a body: a situation report's own words."""
    return bool(quote.said and quote.said.statement.cue is None and _body(quote) == "organisation")


def _polarity(quote: Quote) -> Polarity | None:
    return quote.said.statement.polarity if quote.said else None


def _body(quote: Quote) -> Body | None:
    return quote.said.statement.speaker.body if quote.said else None
