"""What somebody is asked to have said, beside one statement: the same, the opposite, another figure, or neither.

Each word of the claim is looked for in the statement, also by its like or its opposite, and each has a sign on either
side (bot/signs.py). Words of equal sign speak for the same, the others for the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.contradictions import amount
from bot.question import Question
from bot.signs import IRREGULAR, NOT, TURN, Signed, are_opposite, are_same, sides, signed, spelled, term, turned
from bot.topic import Topic
from bot.words import Vocabulary, stem
from corpus.types import Polarity
from index.fulltext import stems

Sense = Literal["same", "opposite", "figure", "declined", "silent"]  # of a statement beside a claim
Signs = NDArray[np.float64]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]  # unit rows

LIKE = 0.4  # how alike two words must be for one to stand for the other; see Vocabulary.alike
ELLIPTIC = 3  # words of topic at most in a statement that leans on the words before it
LEAST = 0.05  # share of the claim in a statement that denies nothing and says the same
FIRM = 1.0  # share of the claim and likeness as a whole together, from which on a statement makes it
DENIED = 0.8  # the same where it is a denial that is asked about, and one by its very verb
HEAVY = 0.33  # share of one word without which, as without its verb, a claim of several words is not made
CLOSE = 0.75  # likeness as a whole at which the verb of the claim may be put otherwise

# What tells nothing of a claim, though it stands in few passages.
_SLIGHT = frozenset(
    """
    d ll ve re s t hed theyd youd wed weve theyve hes shes theyre theyll itll thats get got gets getting even ever
    itself himself herself themselves myself own something someone somebody anything anyone anybody everything else
    also really actually just still yet at all during despite use
    """.split()
)
# Verbs that need another word to tell anything, and what only says how sure or how ready somebody is.
_LIGHT = frozenset(
    """
    take give get make do have go come put let keep set be want like need try use going able ready willing prepared due
    likely about more less very so as part no not never say said tell told think want
    """.split()
)
_AUXILIARY = r"(?:would|will|could|might|may|should|shall|must|can|to|was|were|is|are|be|been|being|had|has|have)"
_PREDICATE = re.compile(
    rf"\b{_AUXILIARY} (?:(?:not|never|ever|also|still|really|be|been|have|a|an|the|no|any|\w+ly) )*(\w+)", re.I
)
_OTHERS_ACT = re.compile(r"^\W*(?:\w+ )?(?:want|need|ask|tell|urge|order|expect)\w*\b.*\bto (\w+)", re.I)
# "did X say who fired first": to be told, or not
_ASKS_FOR_MORE = re.compile(
    r"^\W*(?:\w+ ){0,2}?(?:say|said|tell|told|know|explain|reveal|confirm)\w* "
    r"(?:who|what|when|where|why|how|which|whether|if)\b",
    re.I,
)
_UNTOLD = re.compile(r"(?:n['’]t|\bnot) (?:know|guess|say|tell|speculate|discuss)\b|\btoo (?:early|soon) to\b", re.I)
_WOULD_NOT = re.compile(r"\b(?:would|will|could|can) ?not\b|\b(?:wo|would|could|ca)n['’]t\b", re.I)
# "did X comment?" asks for words, "did X refuse to comment?" for silence
_SILENT = re.compile(r"\b(?:declin|refus|avoid|sile|quiet|mum\b|no comment|not\b|never\b)|n['’]t\b", re.I)
# tells when, not what
_WHEN = re.compile(
    r"\b(?:at (?:the )?(?:(?:very )?(?:start|beginning|outset|time)|first)|in the beginning|initially|originally"
    r"|(?:right|just|shortly|soon|immediately)(?= (?:after|before)\b))",
    re.I,
)
_ONLY_ASKS = re.compile(r"[^.!?]*\?[\s\"”’']*")
_PERFORMED = (  # what is done by saying so, and what no statement that does it is without a word for
    "apologise apologize apology apologies sorry regret forgive",
    "accept acceptance agree abide welcome",
    "endorse endorsement support back backing vote",
)
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?: (?:hundred|thousand|million|billion|trillion))?"
    r"|(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion)[ -]?)+"
)
# with what it counts: "12 of the miners", "40 percent"
_FIGURE = re.compile(rf"(?<![\w.,-])(?P<figure>{_NUMBER})(?:%| of (?:the )?| )(?P<noun>[^\W\d_]{{3,}})", re.I)
_BARE = re.compile(rf"\W*(?:about |some |around |only |nearly |at least )?(?P<figure>{_NUMBER})\W*", re.I)


@dataclass(frozen=True, slots=True)
class Beside:
    """A statement beside a claim."""

    sense: Sense
    share: float  # of the claim's weight in the statement, words of like meaning included; in [0, 1]
    figure: str = ""  # the statement's, where it is another than the claim's
    is_whole: bool = True  # what the claim says of its subject stands in it too, and what weighs most


class Claim:
    """What somebody is asked to have said: its words, what each weighs, and whether it is affirmed or denied."""

    def __init__(self, question: Question, topic: Topic, vocabulary: Vocabulary, encode: Encode) -> None:
        self.text = _tail(question)
        self.whom = question.whom
        self.is_perfect = question.text.lower().startswith(("has", "have", "had"))  # "has she resigned?"
        self.declines = question.polarity == "declines" and bool(_SILENT.search(self.text))
        self._vocabulary, self._encode = vocabulary, encode
        self._figures = _figures(self.text)
        self._stems = set(stems(self.text))
        self._performed = next((some for some in _performed() if some & set(stems(self.text)[:1])), frozenset[str]())
        self._asks_for_more = bool(_ASKS_FOR_MORE.match(self.text))
        self._turned = turned(self.text)
        told = signed(self.text)
        words = {term(word): word for word in reversed(told.words) if word not in _SLIGHT and not NOT.fullmatch(word)}
        signs = dict(zip(map(term, reversed(told.words)), reversed(told.signs), strict=True))
        shares = topic.apart if topic.apart.any() else topic.all
        weights = {term(w): float(x) for w, x in zip(topic.words, shares, strict=True) if x}
        weights |= {term(w): weights[t] for w in words.values() for t in weights if are_same(w, t)}
        mean = sum(weights.values()) / max(len(weights), 1) or 1.0
        typed = question.text.lower()  # a word that was not typed is one for several that were
        terms = [t for t, w in words.items() if t in weights or sides(w) or w[0].isdigit() or w not in typed]
        self._words = [words[t] for t in terms]
        self._signs = np.array([signs[t] for t in terms])
        held = np.array([weights.get(t, mean) for t in terms])
        self._weights = held / (held.sum() or 1.0)
        self._verb = _predicate(spelled(self.text), self._words)
        self._supposes = any(told.supposed)
        self._denies = question.polarity == "denies"

    def beside(self, statement: str, cue: str = "", polarity: Polarity = "asserts", sentence: str = "") -> Beside:
        """How a statement stands to the claim; `statement` is its content, a line for each piece."""
        # a cue's own "not" is in the polarity, but for "stopped short of accepting"
        opening = f"{cue} " if polarity == "asserts" else NOT.sub("", TURN.sub("", cue)) + "\n"
        told = signed(opening + statement)
        alike = self._alike(told.words)
        if not self._supposes:
            alike = alike * ~np.array(told.supposed, bool)
        most = alike.max(axis=1, initial=0.0)
        share = float(self._weights @ most)
        is_whole = self._is_whole(most, sentence)
        # who "never said that ..." tells something, who "would not say" does not
        unsaid = polarity == "declines" and (not TURN.search(cue) or bool(_WOULD_NOT.search(cue)))
        if unsaid and self._denies:
            return Beside("silent", share)
        if self.declines or unsaid:
            return Beside("same" if self.declines and unsaid else "declined", share)
        if polarity == "asks" or _ONLY_ASKS.fullmatch(statement.strip()):
            return Beside("silent", share)
        if self._asks_for_more:
            return Beside("opposite" if _UNTOLD.search(statement) else "same", share, "", is_whole)
        if other := self._other_figure(statement):
            return Beside("figure", share, other)
        denied = -1.0 if polarity in ("denies", "declines") else 1.0
        vote = denied * self._vote(told, alike)
        if not vote:  # "said that it would not": what it is about stands before it
            is_turned = turned(statement)
            leans = len(told.words) <= ELLIPTIC
            if not leans if is_turned or self._turned or denied < 0 else share < LEAST:
                return Beside("silent", share)
            vote = denied if is_turned == self._turned else -denied
        figures = [m for word, m in zip(self._words, most, strict=True) if word[0].isdigit()]
        if vote > 0 and self._figures and figures and max(figures) < LIKE:
            return Beside("silent", share)
        unperformed = self._performed and not self._performed & set(stems(f"{cue} {statement}"))
        if unperformed and (vote > 0 or self._performed == _performed()[0]):  # "he would not" is no word on an apology
            return Beside("silent", share)
        return Beside("same" if vote > 0 else "opposite", share, "", is_whole)

    def likeness(self, statements: Sequence[str]) -> Signs:
        """How like each statement is to the claim as a whole: the cosines."""
        asked, *told = self._encode([f"{self.whom} {some}" for some in (self.text, *statements)])
        return np.array([float(asked @ row) for row in told])

    def is_made(self, beside: Beside, likeness: float, polarity: Polarity) -> bool:
        """True when a statement has enough of the claim to make it or to deny it.

        Either nearly all of its words, or most of them in a statement that is like it as a whole, with what it says of
        its subject: a statement on the same matter shares words with a claim that it doesn't make.
        """
        if self._denies and polarity == "denies":
            return beside.share + likeness >= DENIED
        return beside.share + likeness >= FIRM and (beside.is_whole or likeness >= CLOSE)

    def share(self, text: str, verb: str) -> float:
        """How much of the claim's weight apart from its verb stands in a text, words of like meaning included."""
        weights = self._weights * [not are_same(word, verb) for word in self._words]
        most = self._alike(signed(text).words).max(axis=1, initial=0.0)
        return float(weights @ most / weights.sum()) if weights.any() else 1.0

    def alike(self, one: str, others: Sequence[str]) -> Signs:
        """How alike a word is to others, in [0, 1]."""
        ids = self._vocabulary.ids
        found = np.asarray(self._vocabulary.alike(ids([one]), ids(list(others))), np.float64)[0]
        same = np.array([are_same(one, other) for other in others], np.float64)
        return np.asarray(np.maximum(found, same), np.float64)

    def _is_whole(self, most: Signs, sentence: str) -> bool:
        """True when the claim's verb is in a statement, and what else weighs much in it or its sentence.

        `most` tells of each word of the claim how alike the nearest of the statement is.
        """
        if self._verb and most[self._words.index(self._verb)] < LIKE:
            return False
        missing = np.maximum(most, self._alike(signed(sentence).words).max(axis=1, initial=0.0)) < LIKE
        few = 0.0 if self._performed else 1.0  # "endorse him": endorsing others is another matter
        heavy = self._weights >= (HEAVY if len(most) > 2 else few)
        return len(most) == 1 or not (missing & heavy).any()

    def _alike(self, words: Sequence[str]) -> Signs:
        """How alike each word of the claim is to each of a text, shape (claim, text), in [0, 1]; 1 for an opposite."""
        ids = self._vocabulary.ids
        found = np.asarray(self._vocabulary.alike(ids(self._words), ids(list(words))), np.float64)
        for i, word in enumerate(self._words):
            for j, other in enumerate(words):
                if word[0].isdigit():
                    found[i, j] = float(amount(word) == amount(other))
                elif are_opposite(word, other) or are_same(word, other):
                    found[i, j] = 1.0
        return found

    def _vote(self, told: Signed, alike: Signs) -> float:
        """The weight of the words that both affirm or both deny, less that of the others."""
        if not alike.size:
            return 0.0
        votes, against = 0.0, 0.0
        for i, j in enumerate(alike.argmax(axis=1).tolist()):
            if alike[i, j] >= LIKE:
                vote = float(self._weights[i] * alike[i, j] * self._signs[i] * told.signs[j])
                votes += vote
                against -= vote if are_opposite(self._words[i], told.words[j]) else 0.0
        return against or votes  # where an opposite is said, the rest only tells of what

    def _other_figure(self, statement: str) -> str:
        """The statement's figure for what the claim has a figure for, when they differ; else ""."""
        told = _figures(statement)
        for value, what, _ in self._figures:
            same = [(v, words) for v, counted, words in told if counted == what]
            if same and all(v != value for v, _ in same):
                return same[0][1]
            bare = _BARE.fullmatch(statement)  # "The police said 8,000."
            if bare and amount(bare["figure"]) != value:
                return bare["figure"].strip()
        return ""


@lru_cache(1)
def _performed() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems(words)) for words in _PERFORMED)


def _tail(question: Question) -> str:
    """The question behind those whose words are asked for: "deny that the bridge was closed"."""
    text, whom = _WHEN.sub("", question.text), question.whom
    at = text.lower().find(whom.lower()) if whom else -1
    return text[at + len(whom) :].rstrip(" ?.!") if at >= 0 else question.topic or question.search


def _predicate(text: str, words: Sequence[str]) -> str:
    """What a claim says of its subject, as one of its words: "would run for mayor", "was wrong"; "" if unclear."""
    found = [*_OTHERS_ACT.finditer(text), *_PREDICATE.finditer(text)]
    held = (match[1].lower() for match in found)
    return next((word for word in held if word in words and IRREGULAR.get(word, word) not in _LIGHT), "")


def _figures(text: str) -> list[tuple[float, str, str]]:
    """Each figure that says what it counts: its value, the stem of that, and its words."""
    found = []
    for match in _FIGURE.finditer(text):
        value, what = amount(match["figure"]), stem(match["noun"].lower())
        if value is not None and what:
            found.append((value, what, match["figure"].strip()))
    return found
