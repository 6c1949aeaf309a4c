"""Whom "he" and "she" mean: the figure that scores best on where and how it was mentioned last.

A pronoun counts as a mention itself, so that a chain of them stays with one person. The weights were fitted (see
WEIGHTS); what is about equal stays undecided.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.attribution import lexicon
from corpus.attribution.cast import Cast, Figure

_REACH = 24  # figures that a pronoun looks back over
_SENTENCES = 8  # and sentences
_CLAUSE = 10  # words of a clause that "his" may be away from its "who"
# a line that parts one piece of news from the next: "___", "* * *", the hour above an entry of a live report
_RULE = re.compile(r"\n\s*(?:[_*#=~–—-](?: ?[_*#=~–—-]){2,}\.?|\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?)\s*\n", re.I)
_MARGIN = 0.15  # of log-odds: candidates closer than this are "about equal"

# Fitted by maximum likelihood on 232 pronouns of news reports labelled by hand, one softmax over the candidates of
# each, L2 penalty 1; ten-fold cross-validation by report gives the right figure for 93 of 100.
WEIGHTS = {
    "same_sentence": 0.3,
    "previous_sentence": 0.85,
    "distance": -2.6,  # log(1 + sentences back)
    "subject": 0.95,
    "spoke": 1.2,
    "bound": -0.8,  # "Brenn's", "with Brenn"
    "pronoun": 1.15,  # last mentioned by a pronoun
    "latest": 0.4,
    "count": 0.4,  # log(mentions so far)
    "gender": 1.75,  # known to agree, not only unknown
    "paragraph": 0.4,
    "quoted": -2.1,  # last mentioned within a quotation, the pronoun outside
    "reported": -1.0,  # last mentioned in what somebody says, the pronoun outside; set by hand
    "own": -2.5,  # named in what the pronoun says; set by hand
    "relative": 2.0,  # "A doctor, who asked for HER name ..."; set by hand
}


@dataclass(slots=True)
class _Trace:
    """Where a figure was last mentioned, as a pronoun sees it."""

    at: int  # word
    sentence: int
    subject: bool
    spoke: bool
    bound: bool
    pronoun: bool
    reported: bool  # in what somebody else says
    count: int


class Pronouns:
    """The he and she of a report, each with whom it means. `quoted` tells whether a word stands in a quotation.

    `described` has the figures that are meant by descriptions ("the minister"), by the description's first word;
    `speaking` are the words at which a mention or a description is the source of a statement. `own` has the words of
    what each pronoun says, by the pronoun's word: nobody calls themselves by name there.
    """

    def __init__(
        self,
        cast: Cast,
        described: Mapping[int, Figure],
        speaking: Collection[int],
        quoted: Callable[[int], bool],
        own: Mapping[int, Sequence[range]],
    ) -> None:
        self._cast = cast
        self._own = own
        # the words that somebody says, by whose source they go
        self._said = {word: first for first, parts in own.items() for part in parts for word in part if word != first}
        self._words = cast.words
        self._quoted = quoted
        self._speaking = speaking
        self._traces: dict[int, _Trace] = {}
        self._order: list[Figure] = []  # by latest mention, the latest last
        self._meant: dict[int, Figure] = {}
        self._vote_genders()
        self._follow(described)

    def meant(self, word: int) -> Figure | None:
        """Whom the pronoun at a word means; None where two are about equal or there is nobody."""
        return self._meant.get(word)

    def _vote_genders(self) -> None:
        """A pronoun after the only person so far, or after the only one of the sentence before, tells the gender."""
        words = self._words
        people: dict[int, list[tuple[int, Figure]]] = defaultdict(list)
        for mention, owner in zip(self._cast.mentions, self._cast.owner, strict=True):
            if owner is not None and owner.kind == "person":
                people[words.sentence[mention.first]].append((mention.first, owner))
        for index, low in enumerate(words.low):
            if low not in lexicon.PERSONAL:
                continue
            sentence = words.sentence[index]
            before = [(first, owner) for first, owner in people.get(sentence, ()) if first < index]
            before = before or people.get(sentence - 1, [])
            alone = len({id(owner) for _, owner in before}) == 1
            if alone and self._quoted(before[0][0]) == self._quoted(index):
                before[0][1].genders[lexicon.PERSONAL[low]] += 1

    def _follow(self, described: Mapping[int, Figure]) -> None:
        mentions, place = self._cast.mentions, 0
        for index, low in enumerate(self._words.low):
            while place < len(mentions) and mentions[place].first <= index:
                owner = self._cast.owner[place]
                if owner is not None and owner.kind in ("person", "unknown"):
                    subject, bound = self._cast.leads(place), self._cast.is_bound(place)
                    self._touch(owner, mentions[place].first, subject, bound)
                place += 1
            if index in described:
                self._touch(described[index], index, subject=True, bound=False)
            if low not in lexicon.PERSONAL:
                continue
            figure = self._best(index)
            if figure is not None:
                self._meant[index] = figure
                if not figure.mentions and not figure.gender:  # somebody without a name: now it shows
                    figure.genders[lexicon.PERSONAL[low]] += 1
                if not self._quoted(index):
                    own = low in ("his", "her", "him", "hers")
                    self._touch(figure, index, subject=not own, bound=own)

    def _touch(self, figure: Figure, at: int, subject: bool, bound: bool) -> None:
        old = self._traces.get(id(figure))
        sentence = self._words.sentence[at]
        if old is not None and old.sentence == sentence:  # within a sentence the more prominent mention counts
            subject, bound = subject or old.subject, bound and old.bound
        pronoun, reported = self._words.low[at] in lexicon.PERSONAL, at in self._said
        if old is not None and old.sentence == sentence:
            reported = reported and old.reported
        count = (old.count if old else 0) + 1
        self._traces[id(figure)] = _Trace(at, sentence, subject, at in self._speaking, bound, pronoun, reported, count)
        if figure in self._order[-_REACH:]:
            self._order.remove(figure)
        self._order.append(figure)

    def candidates(self, index: int) -> list[tuple[Figure, dict[str, float]]]:
        """Who the pronoun at word index may mean, the latest mentioned first, with the features of each."""
        words = self._words
        gender, sentence = lexicon.PERSONAL[words.low[index]], words.sentence[index]
        clause = self._subject_of_clause(index)
        talked_of = self._cast.named(self._own.get(index, ()))
        found: list[tuple[Figure, dict[str, float]]] = []
        for figure in reversed(self._order[-_REACH:]):
            trace = self._traces[id(figure)]
            apart = sentence - trace.sentence
            if apart > _SENTENCES and found:
                break
            if figure.gender not in ("", gender) or (figure.kind == "unknown" and not figure.gender):
                continue
            between = words.text[words.end[trace.at] : words.start[index]]
            if _RULE.search(between):
                break
            features = {
                "same_sentence": float(apart == 0),
                "previous_sentence": float(apart == 1),
                "distance": math.log1p(apart),
                "subject": float(trace.subject),
                "spoke": float(trace.spoke),
                "bound": float(trace.bound),
                "pronoun": float(trace.pronoun),
                "latest": float(not found),
                "count": math.log(trace.count),
                "gender": float(figure.gender == gender),
                "paragraph": float("\n" not in between),
                "quoted": float(self._quoted(trace.at) and not self._quoted(index)),
                "reported": float(trace.reported and self._said.get(trace.at) != self._said.get(index)),
                "own": float(figure in talked_of),
                "relative": float(trace.at == clause),
            }
            found.append((figure, features))
        return found

    def _subject_of_clause(self, index: int) -> int | None:
        """The word at which the last one mentioned before "who" was, where a "his" or "her" stands in its clause."""
        words = self._words
        possessive = words.low[index] in ("his", "her") and words.low[index + 1 : index + 2]
        if not possessive or words.low[index + 1] in lexicon.FUNCTION or not words.is_word(index + 1):
            return None
        at = index - 1
        while at > index - _CLAUSE and words.is_word(at) and words.sentence[at] == words.sentence[index]:
            if words.low[at] == "who":
                traces = (self._traces[id(figure)] for figure in self._order[-_REACH:] if figure.kind == "person")
                before = (trace.at for trace in traces if trace.sentence == words.sentence[at] and not trace.bound)
                return max((place for place in before if place < at), default=None)
            at -= 1
        return None

    def _best(self, index: int) -> Figure | None:
        scored = [
            (sum(WEIGHTS[name] * value for name, value in features.items()), -rank, figure)
            for rank, (figure, features) in enumerate(self.candidates(index))
        ]
        scored.sort(key=lambda item: item[:2], reverse=True)
        if not scored:
            return None
        best, *others = scored
        if others and (best[0] - others[0][0] < _MARGIN or self._paired(best[2], others[0][2])):
            return None
        return best[2]

    def _paired(self, one: Figure, other: Figure) -> bool:
        """True when two were last mentioned together: after "Luis Brandt and Carl Okafor met", he may be either."""
        words = self._words
        first, second = sorted((self._traces[id(one)].at, self._traces[id(other)].at))
        place = self._cast.around(first)
        stop = self._cast.mentions[place].stop if place is not None else first + 1
        return words.low[stop:second] == ["and"]
