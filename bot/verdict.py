"""Did they say that? Yes, in other words, no, or no record; by plain signs, not by judging what is true.

Each word of the claim is looked for in a statement, also by its like or its opposite, and each has a sign on either
side: denied behind a "not" or a "refused to", else affirmed. Words of equal sign speak for a yes, the others for a no.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.contradictions import amount
from bot.question import Question
from bot.quotes import Quote
from bot.topic import Topic
from bot.types import Verdict
from bot.words import Vocabulary, stem
from corpus.types import Polarity
from index.fulltext import stems

Sense = Literal["same", "opposite", "figure", "declined", "silent"]  # of a statement beside a claim

LIKE = 0.4  # how alike two words must be for one to stand for the other; see Vocabulary.alike
ANOTHERS = 0.75  # share of the claim in what somebody else says
ELLIPTIC = 3  # words of topic at most in a statement that leans on the words before it
LEAST = 0.05  # share of the claim in a statement that denies nothing and says yes
SURE = 0.35  # how sure a quote must be to be on the claim: see Quote.sure; that anything is was told by all together

# "is it true that ...", "was there ...": asks of nobody's words
NOBODY_NAMED = frozenset(("", "it", "this", "that", "there"))

Signs = NDArray[np.float64]

# Turns what stands behind it in its clause, once, however often it is there: "there is no list and no plan".
_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|hardly|scarcely|unless|far from|anything but)\b"
    r"|n['’]t\b",
    re.I,
)
# looks like one and is none
_NO_NOT = re.compile(
    r"\b(?:no (?:doubt|question|wonder|matter|less than|fewer than|sooner)|not (?:only|just|merely|simply|least)"
    r"|nothing (?:but|less))\b",
    re.I,
)
# Each turns what stands behind it, also where that has a "not" of its own: "never said there must be no cranes".
_TURN = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refus(?:e[ds]?|ing)|reject(?:s|ed|ing)?|rul(?:e[ds]?|ing) out|disput(?:e[ds]?|ing)"
    r"|refut(?:e[ds]?|ing)|turn(?:s|ed|ing)? down|declin(?:e[ds]?|ing) to|sa(?:y|ys|id|ying) no to"
    r"|stop(?:s|ped|ping)? (?:short of|(?:\w+ )?(?=\w+ing\b))|doubt(?:s|ed|ing)? (?:that|if|whether))\b"
    r"|(?:\b(?:not|never|nobody|cannot)|n['’]t) (?:\w+ ){0,2}?(?:sa(?:y|id)|claim(?:ed)?|suggest(?:ed)?|think|thought"
    r"|believed?|expect(?:ed)?|mean|meant|sure|certain|convinced)\b",
    re.I,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?$", re.I)
_BORDER = re.compile(
    r"[;:!?…—–\n]|\.(?!\d)|,? (?<!anything )(?<!nothing )\b(?:but|although|though|however|while|whereas|because|and)\b"
    r"|, (?=so |or else )|,? (?=(?:who|which|whose|unless) )"
)
_OPPOSITES = (
    "raise rise increase grow higher gain climb improve | lower fall cut decrease drop decline reduce shrink worsen",
    "more | fewer less",
    "support back endorse favour favor approve | oppose against",
    "agree | disagree",
    "win won victory | lose lost defeat",
    "guilty | innocent",
    "true right correct accurate | false wrong incorrect untrue inaccurate",
    "open reopen begin start | close shut end stop",
    "stay remain keep | leave quit withdraw scrap",
    "safe | unsafe dangerous",
    "legal | illegal",
    "fair | unfair",
    "possible | impossible",
    "succeed | fail",
    "better best | worse worst",
    "strong | weak",
    "allow permit | ban forbid prohibit",
    "healthy fit | unfit sick ill",
)
# "did X say who fired first": to be told, or not
_ASKS_FOR_MORE = re.compile(
    r"^\W*(?:\w+ ){0,2}?(?:say|said|tell|told|know|explain|reveal|confirm)\w* "
    r"(?:who|what|when|where|why|how|which|whether|if)\b",
    re.I,
)
_UNTOLD = re.compile(r"(?:n['’]t|\bnot) (?:know|guess|say|tell|speculate|discuss)\b|\btoo (?:early|soon) to\b", re.I)
_ONLY_ASKS = re.compile(r"[^.!?]*\?[\s\"”’']*")
# acts that no statement on the same matter is without a word for
_ACTS = ("apologise apologize apology apologies sorry regret forgive",)
_WORD = re.compile(r"[^\W_]+")
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?: (?:hundred|thousand|million|billion|trillion))?"
    r"|(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion)[ -]?)+"
)
# with what it counts: "12 of the miners", "40 percent"
_FIGURE = re.compile(rf"(?<![\w.,])(?P<figure>{_NUMBER})(?:%| of (?:the )?| )(?P<noun>[^\W\d_]{{3,}})", re.I)


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict, how it is put to a person, and the quote that it rests on."""

    answer: Verdict
    words: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A statement beside a claim."""

    sense: Sense
    share: float  # of the claim's weight in the statement, words of like meaning included; in [0, 1]
    figure: str = ""  # the statement's, where it is another than the claim's


@dataclass(frozen=True, slots=True)
class _Signed:
    """The words of topic in a text and the sign of each: 1 affirmed, -1 denied, 0 where a "not" is still to come."""

    words: list[str]
    signs: list[float]


class Claim:
    """What somebody is asked to have said: its words, what each weighs, and whether it is affirmed or denied."""

    def __init__(self, question: Question, topic: Topic, vocabulary: Vocabulary) -> None:
        self.text = _tail(question)
        self.declines = question.polarity == "declines"
        self._vocabulary = vocabulary
        self._figures = _figures(self.text)
        self._stems = set(stems(self.text))
        self._act = next((act for act in _acts() if act & self._stems), frozenset[str]())
        self._asks_for_more = bool(_ASKS_FOR_MORE.match(self.text))
        self._turned = _turned(self.text)
        told = _signed(self.text)
        words = {_term(word): word for word in reversed(told.words)}
        signs = dict(zip(map(_term, reversed(told.words)), reversed(told.signs), strict=True))
        shares = topic.apart if topic.apart.any() else topic.all
        weights = {_term(w): float(x) for w, x in zip(topic.words, shares, strict=True) if x}
        mean = sum(weights.values()) / max(len(weights), 1) or 1.0
        terms = [t for t in words if t in weights or _sides(words[t])]
        self._words = [words[term] for term in terms]
        self._signs = np.array([signs[term] for term in terms])
        held = np.array([weights.get(term, mean) for term in terms])
        self._weights = held / (held.sum() or 1.0)

    def beside(self, statement: str, cue: str = "", polarity: Polarity = "asserts") -> Beside:
        """How a statement stands to the claim; `statement` is its content, a line for each piece."""
        # a cue's own "not" is in the polarity, but for "stopped short of accepting"
        opening = f"{cue} " if polarity == "asserts" else _NOT.sub("", _TURN.sub("", cue)) + "\n"
        told = _signed(opening + statement)
        alike = self._alike(told.words)
        share = float(self._weights @ alike.max(axis=1, initial=0.0))
        unsaid = polarity == "declines" and not _TURN.search(cue)  # who "never said that ..." tells something
        if self.declines or unsaid:
            return Beside("same" if self.declines and unsaid else "declined", share)
        if polarity == "asks" or _ONLY_ASKS.fullmatch(statement.strip()):
            return Beside("silent", share)
        if self._asks_for_more:
            return Beside("opposite" if _UNTOLD.search(statement) else "same", share)
        if self._act and not self._act & set(stems(f"{cue} {statement}")):
            return Beside("silent", share)
        if other := self._other_figure(statement):
            return Beside("figure", share, other)
        denied = -1.0 if polarity in ("denies", "declines") else 1.0
        vote = denied * self._vote(told, alike)
        if not vote:  # "said that it would not": what it is about stands before it
            turned = _turned(statement)
            leans = len(told.words) <= ELLIPTIC
            if not leans if turned or self._turned or denied < 0 else share < LEAST:
                return Beside("silent", share)
            vote = denied if turned == self._turned else -denied
        return Beside("same" if vote > 0 else "opposite", share)

    def _alike(self, words: Sequence[str]) -> Signs:
        """How alike each word of the claim is to each of a text, shape (claim, text), in [0, 1]; 1 for an opposite."""
        ids = self._vocabulary.ids
        found = np.asarray(self._vocabulary.alike(ids(self._words), ids(list(words))), np.float64)
        for i, word in enumerate(self._words):
            for j, other in enumerate(words):
                if _are_opposite(word, other):
                    found[i, j] = 1.0
        return found

    def _vote(self, told: _Signed, alike: Signs) -> float:
        """The weight of the words that both affirm or both deny, less that of the others."""
        if not alike.size:
            return 0.0
        votes, against = 0.0, 0.0
        for i, j in enumerate(alike.argmax(axis=1).tolist()):
            if alike[i, j] >= LIKE:
                vote = float(self._weights[i] * alike[i, j] * self._signs[i] * told.signs[j])
                votes += vote
                against -= vote if _are_opposite(self._words[i], told.words[j]) else 0.0
        return against or votes  # where an opposite is said, the rest only tells of what

    def _other_figure(self, statement: str) -> str:
        """The statement's figure for what the claim has a figure for, when they differ; else ""."""
        told = _figures(statement)
        for value, what, _ in self._figures:
            same = [(v, words) for v, counted, words in told if counted == what]
            if same and all(v != value for v, _ in same):
                return same[0][1]
        return ""


def verdict(claim: Claim, whom: str, theirs: Sequence[Quote], others: Sequence[Quote] = ()) -> Told:
    """Whether one of somebody's statements says what the question asks; never a yes without one.

    `theirs` are the statements of those who are asked about, `others` those of everybody else, both best first. What
    decides is the statement that has most of the claim and most surely answers.
    """
    best = _decisive(claim, theirs, lambda quote, _: quote.sure >= SURE)
    if not best:
        other = _decisive(claim, others, lambda _, share: share >= ANOTHERS)
        if other and other[0].sense == "same" and (name := _speaker(other[1])):
            return Told("not_found", f"{_capital(whom)} is not on record with it; {name} said it:", other[1])
        nearest = "; the nearest that was said:" if theirs else "."
        return Told("not_found", f"No record that {whom} said it{nearest}")
    beside, quote = best
    if beside.sense == "same":
        return Told("yes", "Yes, in these words:" if _verbatim(claim, quote) else "Yes, in other words:", quote)
    return Told("no", _no(claim, beside, quote), quote)


def on_record(claim: Claim, quotes: Sequence[Quote]) -> Told:
    """Who says it, where nobody in particular is asked about; whether it is true is not for us to tell."""
    named = [q for q in quotes if q.said and q.said.statement.speaker.name]
    best = _decisive(claim, named, lambda quote, _: quote.sure >= SURE)
    if not best or not best[1].said:
        return Told("not_found", "Nobody is on record with it; the nearest:")
    beside, quote = best
    name = _capital(best[1].said.statement.speaker.name)
    if beside.sense == "same":
        return Told("yes", f"{name} says so:", quote)
    return Told("no", f"{name} says otherwise:", quote)


def _decisive(
    claim: Claim, quotes: Iterable[Quote], is_on_it: Callable[[Quote, float], bool]
) -> tuple[Beside, Quote] | None:
    """The statement that decides, and how it stands to the claim; None where none is on it."""
    found = []
    for quote in quotes:
        if quote.said:
            statement, text = quote.said.statement, quote.report.text
            content = "\n".join(piece.of(text) for piece in statement.content)
            cue = statement.cue.of(text) if statement.cue else ""
            beside = claim.beside(content, cue, statement.polarity)
            if beside.sense != "silent" and is_on_it(quote, beside.share):
                found.append((quote.sure + beside.share, beside, quote))
    return max(found, key=lambda one: one[0])[1:] if found else None


def _verbatim(claim: Claim, quote: Quote) -> bool:
    words, said = stems(claim.text), stems(quote.said.span.of(quote.report.text)) if quote.said else []
    tail = words[1:] if words else []  # without the verb of the question
    while tail and tail[0] in ("that", "about"):
        tail = tail[1:]
    return len(tail) > 1 and f" {' '.join(tail)} " in f" {' '.join(said)} "


def _no(claim: Claim, beside: Beside, quote: Quote) -> str:
    if beside.sense == "declined":
        return "No; asked to say something, that was declined:" if claim.declines else "No, there was no answer to it:"
    if beside.sense == "figure":
        return f"No, the figure is another, {beside.figure}:"
    if quote.said and quote.said.statement.polarity == "denies":
        return "No, it was denied:"
    return "No, the opposite was said:"


@lru_cache(1)
def _opposites() -> tuple[tuple[frozenset[str], ...], ...]:
    return tuple(tuple(frozenset(stems(side)) for side in pair.split("|")) for pair in _OPPOSITES)


@lru_cache(1)
def _acts() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems(words)) for words in _ACTS)


@lru_cache(50_000)
def _term(word: str) -> str:
    return "".join(stems(word)[:1])


@lru_cache(50_000)
def _sides(word: str) -> frozenset[tuple[int, int]]:
    """Where a word stands among the opposites: (pair, side)."""
    term = _term(word)
    return frozenset((i, j) for i, pair in enumerate(_opposites()) for j, side in enumerate(pair) if term in side)


def _are_opposite(one: str, other: str) -> bool:
    return any((i, 1 - j) in _sides(other) for i, j in _sides(one))


def _speaker(quote: Quote) -> str:
    return quote.said.statement.speaker.name if quote.said else ""


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _tail(question: Question) -> str:
    """The question behind those whose words are asked for: "deny that the bridge was closed"."""
    text, whom = question.text, question.whom
    at = text.lower().find(whom.lower()) if whom else -1
    return text[at + len(whom) :].rstrip(" ?.!") if at >= 0 else question.topic or question.search


def _signed(text: str) -> _Signed:
    """The words of topic of a text, in order, with the sign of each."""
    words, signs = list[str](), list[float]()
    start = 0
    for border in [*_BORDER.finditer(text), None]:
        clause = text[start : border.start() if border else len(text)]
        start = border.end() if border else start
        turns = list(_TURN.finditer(clause))
        hidden = _NO_NOT.sub(lambda m: " " * len(m[0]), _TURN.sub(lambda m: " " * len(m[0]), clause))
        nots = [m.end() for m in _NOT.finditer(hidden)][:1]
        for word in _WORD.finditer(clause):
            if not stem(word[0].lower()) and not _sides(word[0].lower()):
                continue
            sign = 1.0
            for turn in turns:
                passive = bool(_PASSIVE.search(clause[: turn.start()]))
                if turn.start() <= word.start() < turn.end():
                    sign = 0.0
                elif word.start() >= turn.end():
                    sign *= -1.0 if not passive else 1.0
                else:
                    sign *= -1.0 if passive else 0.0
            for at in nots:
                sign *= -1.0 if word.start() >= at else 0.0
            words.append(word[0].lower())
            signs.append(sign)
    return _Signed(words, signs)


def _turned(text: str) -> bool:
    """True when the first clause that has any denial has an odd number of them."""
    for clause in _BORDER.split(text):
        turns = len(_TURN.findall(clause))
        rest = _NO_NOT.sub(" ", _TURN.sub(" ", clause))
        if turns or _NOT.search(rest):
            return (turns + bool(_NOT.search(rest))) % 2 == 1
    return False


def _figures(text: str) -> list[tuple[float, str, str]]:
    """Each figure that says what it counts: its value, the stem of that, and its words."""
    found = []
    for match in _FIGURE.finditer(text):
        value, what = amount(match["figure"]), stem(match["noun"].lower())
        if value is not None and what:
            found.append((value, what, match["figure"].strip()))
    return found
