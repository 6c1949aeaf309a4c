"""What somebody is asked to have said, beside their statements: what speaks for it and what against, as plain figures.

Each word of the claim is looked for in a statement, also by its like or its opposite, and each has a sign on either
side (bot/signs.py). What is found is weighed in bot/verdict.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.counted import amount
from bot.features import AT
from bot.figures import asks_figure, tells_figure
from bot.question import Question
from bot.quotes import Quote
from bot.signs import IRREGULAR, NOT, TURN, Signed, are_opposite, are_same, marks, sides, signed, spelled, term, turned
from bot.topic import Topic
from bot.words import Vocabulary, cut, stem
from corpus.attribution.verbs import reports_speech
from corpus.sentences import sentences
from corpus.types import Statement
from index.catalog import StatementRow
from index.fulltext import stems

# Of a statement beside a claim: "unclear" where no word tells, "silent" where it is none that could say or deny it.
Sense = Literal["same", "unclear", "opposite", "figure", "declined", "silent"]
Signs = NDArray[np.float64]

FEATURES = (
    "one",
    "sure",  # how sure the statement answers the question, as logarithm of the odds: see Quote.sure
    "behind",  # how much less sure it is than the surest
    "meaning",  # cosine of the statement and the question
    "told",  # how much of the statement is words of the claim
    "missing",  # share of the claim's heaviest word that stands nowhere in the quote
    "verb",  # how alike a word of it is to the claim's verb; 0.5 where the claim has none
    "signs",  # share of the claim in words of equal sign, less that in words of unequal sign, from -1 to 1
    "turned",  # 1 where both are denials or neither is, else -1
    "denial",  # the claim is one
    "length",  # of the statement in words, as logarithm
)

LIKE = 0.2  # how alike two words must be for one to stand for the other; see Vocabulary.alike
ELLIPTIC = 3  # words of topic at most in a statement that leans on the words before it
WINDOW = 2  # sentences of a long statement that are read together: words scattered over many make no claim
STEEP = 4  # how fast signs come to 1 or -1: a quarter of the claim is nearly enough

# What tells nothing of a claim, though it stands in few passages.
_SLIGHT = frozenset(
    """
    d ll ve re s t hed theyd youd wed weve theyve hes shes theyre theyll itll thats get got gets getting even ever
    itself himself herself themselves myself own something someone somebody anything anyone anybody everything else
    also really actually just still yet at all during despite use
    instead rather
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
_DEMANDS = re.compile(  # ... or promises; what is to be done is then the claim
    r"\W*(?:ever |really |also )?(?:want|wish|ask|call|push|press|demand|urge|promise|vow|pledg|threaten)\w*\b", re.I
)
_LAST = re.compile(r"(\w+)\W*$")
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

    quote: Quote
    sense: Sense
    features: Signs  # in the order of FEATURES
    figure: str = ""  # the statement's, where it is another than the claim's


@dataclass(frozen=True, slots=True)
class _Read:
    """A statement as words: those of its sentences, of which the first has the cue before it, and those around it."""

    quote: Quote
    statement: Statement
    texts: list[str]
    told: list[Signed]
    around: tuple[str, ...]
    cue: str

    @property
    def words(self) -> list[str]:
        return [*self.around, *(word for some in self.told for word in some.words)]


class Claim:
    """What somebody is asked to have said: its words, what each weighs, and whether it is affirmed or denied."""

    def __init__(self, question: Question, topic: Topic, vocabulary: Vocabulary) -> None:
        self.text = _tail(question)
        self.is_perfect = question.words.lower().startswith(("has", "have", "had"))  # "has she resigned?"
        self.declines = question.polarity == "declines" and bool(_SILENT.search(self.text))
        self.asks_for_more = bool(_ASKS_FOR_MORE.match(self.text))
        self._vocabulary = vocabulary
        self._figures = _figures(self.text)
        self._performed = next((some for some in _performed() if some & set(stems(self.text)[:1])), frozenset[str]())
        self._turned = turned(self.text)
        told = signed(self.text)
        first = next(iter(re.findall(r"\w+", spelled(self.text.lower()))), "")
        cue = first if reports_speech(first) and not self._performed else ""  # "own up that ...": many words do for it
        words = {
            term(word): word
            for word in reversed(told.words)
            if word not in _SLIGHT and word != cue and not NOT.fullmatch(word)
        }
        signs = dict(zip(map(term, reversed(told.words)), reversed(told.signs), strict=True))
        shares = topic.apart if topic.apart.any() else topic.all
        weights = {term(w): float(x) for w, x in zip(topic.words, shares, strict=True) if x}
        weights |= {term(w): weights[t] for w in words.values() for t in weights if are_same(w, t)}
        mean = sum(weights.values()) / max(len(weights), 1) or 1.0
        typed = question.words.lower()  # a word that was not typed is one for several that were
        terms = [t for t, w in words.items() if t in weights or sides(w) or w[0].isdigit() or w not in typed]
        self._words = [words[t] for t in terms]
        self._signs = np.array([signs[t] for t in terms])
        held = np.array([weights.get(t, mean) for t in terms])
        self._weights = held / (held.sum() or 1.0)
        self._verb = _predicate(spelled(self.text), self._words)
        self.demanded = self._verb if _DEMANDS.match(self.text) else ""
        self._supposes = any(told.supposed)
        self._denies = question.polarity == "denies"

    def beside(self, quotes: Sequence[Quote]) -> list[Beside]:
        """How the statement of each quote stands to the claim, in order; quotes without one are left out."""
        read = [_read(quote, quote.said) for quote in quotes if quote.said]
        at = {word: i for i, word in enumerate(dict.fromkeys(word for one in read for word in one.words))}
        alike = self._alike(list(at))
        surest = max((one.quote.sure for one in read), default=0.0)
        return [self._beside(one, alike, at, surest) for one in read]

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

    def _beside(self, one: _Read, alike: Signs, at: dict[str, int], surest: float) -> Beside:
        # 1. the sentences that have most of the claim
        windows = [one.told[i : i + WINDOW] for i in range(max(1, len(one.told) - WINDOW + 1))]
        found = [self._within(window, alike, at) for window in windows]
        shares = [float(self._weights @ columns.max(axis=1, initial=0.0)) for columns in found]
        first = int(np.argmax(shares))
        window, columns = windows[first], found[first]
        text = "\n".join(one.texts[first : first + WINDOW])

        # 2. whether they say the same
        most = columns.max(axis=1, initial=0.0)
        words = [word for some in window for word in some.words]
        denied = -1.0 if one.statement.polarity in ("denies", "declines") else 1.0
        is_turned = turned(text)
        agrees = denied if is_turned == self._turned else -denied
        vote = denied * self._vote(words, [sign for some in window for sign in some.signs], columns)
        leans = len(words) <= ELLIPTIC and (is_turned or self._turned or denied < 0)  # "said that it would not"
        figure = self._other_figure(text)
        sense = self._sense(one, text, most, vote or (agrees if leans else 0.0), figure)

        # 3. the figures
        around = np.maximum(most, alike[:, [at[word] for word in one.around]].max(axis=1, initial=0.0))
        quote, sure = one.quote, float(np.clip(one.quote.sure, 0.01, 0.99))
        features = (
            1.0,
            np.log(sure / (1 - sure)),
            surest - quote.sure,
            quote.features[AT["meaning"]],
            columns.max(axis=0, initial=0.0).mean() if words else 0.0,
            (self._weights * (around < LIKE)).max(initial=0.0),
            most[self._words.index(self._verb)] if self._verb else 0.5,
            np.tanh(STEEP * vote),
            agrees,
            float(self._turned),
            np.log1p(len(text.split())),
        )
        return Beside(quote, sense, np.array(features, np.float64), figure if sense == "figure" else "")

    def _within(self, window: Sequence[Signed], alike: Signs, at: dict[str, int]) -> Signs:
        """How alike each word of the claim is to each of some sentences; what is only supposed counts nothing."""
        columns = alike[:, [at[word] for some in window for word in some.words]]
        return columns if self._supposes else columns * [not it for some in window for it in some.supposed]

    def _sense(self, one: _Read, text: str, most: Signs, vote: float, figure: str) -> Sense:
        polarity, cue = one.statement.polarity, one.cue
        # who "never said that ..." tells something, who "would not say" does not
        unsaid = polarity == "declines" and (not TURN.search(cue) or bool(_WOULD_NOT.search(cue)))
        if unsaid and self._denies:
            return "silent"
        if self.declines or unsaid:
            return "same" if self.declines and unsaid else "declined"
        if polarity == "asks" or _ONLY_ASKS.fullmatch(text.strip()):
            return "silent"
        if self.asks_for_more:
            if _UNTOLD.search("\n".join(one.texts)):
                return "opposite"
            return "silent" if asks_figure(self.text) and not tells_figure(self.text, text) else "same"
        if figure:
            return "figure"
        # to call for a licence to be withdrawn is not to call for it to be renewed
        if self.demanded and most[self._words.index(self.demanded)] < LIKE:
            return "silent"
        figures = [m for word, m in zip(self._words, most, strict=True) if word[0].isdigit()]
        if vote > 0 and self._figures and figures and max(figures) < LIKE:
            return "silent"
        unperformed = self._performed and not self._performed & set(stems(f"{cue} {text}"))
        if unperformed and (vote >= 0 or self._performed == _performed()[0]):  # "he would not" is no word on an apology
            return "silent"
        return "same" if vote > 0 else "opposite" if vote < 0 else "unclear"

    def _alike(self, words: Sequence[str]) -> Signs:
        """How alike each word of the claim is to each of a text, shape (claim, text), in [0, 1]; 1 for an opposite."""
        ids = self._vocabulary.ids
        found = np.asarray(self._vocabulary.alike(ids(self._words), ids(list(words))), np.float64)
        for i, word in enumerate(self._words):
            if word[0].isdigit():
                found[i] = [amount(word) == amount(other) for other in words]
            else:
                wanted = marks(word)
                found[i, [j for j, other in enumerate(words) if not wanted.isdisjoint(marks(other))]] = 1.0
        return found

    def _vote(self, words: Sequence[str], signs: Sequence[float], alike: Signs) -> float:
        """The weight of the words that both affirm or both deny, less that of the others."""
        if not alike.size:
            return 0.0
        votes, against = 0.0, 0.0
        for i, j in enumerate(alike.argmax(axis=1).tolist()):
            if alike[i, j] >= LIKE:
                vote = float(self._weights[i] * alike[i, j] * self._signs[i] * signs[j])
                votes += vote
                against -= vote if are_opposite(self._words[i], words[j]) else 0.0
        return against or votes  # where an opposite is said, the rest only tells of what

    def _other_figure(self, statement: str) -> str:
        """The statement's figure for what the claim has a figure for, when they differ; else ""."""
        told = _figures(statement) if self._figures else []
        for value, what, _ in self._figures:
            same = [(v, words) for v, counted, words in told if counted == what]
            if same and all(v != value for v, _ in same):
                return same[0][1]
            bare = _BARE.fullmatch(statement)  # "The police said 8,000."
            if bare and amount(bare["figure"]) != value:
                return bare["figure"].strip()
        return ""


def _read(quote: Quote, row: StatementRow) -> _Read:
    statement, text = row.statement, quote.report.text
    content = "\n".join(piece.of(text) for piece in statement.content)
    texts = [span.of(content) for span in sentences(content)] or [content]
    cue = statement.cue.of(text) if statement.cue else ""
    # a cue's own "not" is in the polarity, but for "stopped short of accepting"
    before = f"{cue} " if statement.polarity == "asserts" else NOT.sub("", TURN.sub("", cue)) + "\n"
    told = [signed(before + texts[0]), *map(signed, texts[1:])]
    around = (*cut(statement.sentence.of(text)).words, *cut(quote.span.of(text)).words)
    return _Read(quote, statement, texts, told, around, cue)


@lru_cache(1)
def _performed() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems(words)) for words in _PERFORMED)


def _tail(question: Question) -> str:
    """The question behind those whose words are asked for: "deny that the bridge was closed"."""
    text, whom = _WHEN.sub("", question.words), question.whom
    at = text.lower().find(whom.lower()) if whom else -1
    return text[at + len(whom) :].rstrip(" ?.!") if at >= 0 else question.topic or question.search


def _predicate(text: str, words: Sequence[str]) -> str:
    """What a claim says of its subject, as one of its words: "would run for mayor", "was wrong"; "" if unclear."""
    done = _LAST.search(text) if _DEMANDS.match(text) else None  # "want the licence renewed"
    found = [*_OTHERS_ACT.finditer(text), *_PREDICATE.finditer(text)]
    held = [match[1].lower() for match in found]
    held += [done[1].lower()] if done and (done[1].endswith("ed") or done[1].lower() in IRREGULAR) else []
    return next((word for word in held if word in words and IRREGULAR.get(word, word) not in _LIGHT), "")


def _figures(text: str) -> list[tuple[float, str, str]]:
    """Each figure that says what it counts: its value, the stem of that, and its words."""
    found = []
    for match in _FIGURE.finditer(text):
        value, what = amount(match["figure"]), stem(match["noun"].lower())
        if value is not None and what:
            found.append((value, what, match["figure"].strip()))
    return found
