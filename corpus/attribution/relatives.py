"""What "who", "which" and "that" follow: a name, what stands in apposition to it, or a noun phrase."""

from __future__ import annotations

from corpus.attribution import lexicon
from corpus.attribution.cast import Cast, Figure
from corpus.attribution.descriptions import DETERMINERS, Descriptions
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import Words, role_noun, singular
from corpus.types import Span

_ARTICLES = ("a", "an", "the", "its", "his", "her", "their")
_BINDING = ("of", "from", "by")
_THINGS = lexicon.DOCUMENTS | lexicon.POLLS | lexicon.ORGANISATIONS | lexicon.OUTLETS
_SUBJECTS = frozenset("i you he she it we they who that".split())


class Relatives:
    """Reads the relative clauses of one report."""

    def __init__(self, words: Words, cast: Cast, describe: Descriptions) -> None:
        self._words = words
        self._cast = cast
        self._describe = describe

    def antecedent(self, at: int) -> Figure | Span | None:
        """Whom the relative pronoun at a word means: a name before it, else where a noun phrase stands before it."""
        words, cast = self._words, self._cast
        stop = at - (at > 0 and words.form[at - 1] in (",", "—", "–", "-"))
        thing = words.low[at] in ("which", "that")
        for index in cast.at(max(0, stop - 30), stop):
            # the earliest first: a name in another's apposition belongs to that one
            mention, figure = cast.mentions[index], cast.owner[index]
            behind = mention.stop == stop or mention.whole[1] in (stop, stop + 1)
            if figure is None or not behind or words.sentence[mention.first] != words.sentence[at]:
                continue
            if self._is_object_of_role(mention.first):
                continue
            if figure.kind in (("organisation", "outlet") if thing else ("person",)):
                return figure
        return self._thing(at, stop) if thing else self._people(at, stop)

    def _is_object_of_role(self, first: int) -> bool:
        """True for the name in "an adviser to both Brandts, who ...": it may be the adviser who does."""
        before = first - 1
        while before > 0 and self._words.low[before] in DETERMINERS:
            before -= 1
        return before > 0 and self._words.low[before] in ("of", "to", "for") and role_noun(self._words.low[before - 1])

    def _people(self, at: int, stop: int) -> Span | None:
        words, begin = self._words, stop
        while begin > max(0, stop - 8) and words.sentence[begin - 1] == words.sentence[at]:
            low = words.low[begin - 1]
            function = low in lexicon.FUNCTION and low not in DETERMINERS and low != "of"
            if not words.is_word(begin - 1) or function or (reports_speech(low) and begin < stop):
                break
            begin -= 1
            if low in ("a", "an", "those", "the") and not (begin and words.low[begin - 1] == "of"):
                break
        while begin < stop and words.low[begin] == "of":
            begin += 1
        if begin and words.low[begin - 1] in _SUBJECTS:
            begin += 1  # "They MET villagers who ..."
        people = (role_noun(singular(words.low[at])) or words.low[at] in lexicon.GROUPS for at in range(begin, stop))
        return words.span(begin, stop) if any(people) else None

    def _thing(self, at: int, stop: int) -> Span | None:
        """What can say something without being somebody: "a report", "the ministry", "a letter from his doctor"."""
        words, begin = self._words, stop - 1
        while begin > max(0, stop - 9) and words.is_word(begin) and words.sentence[begin] == words.sentence[at]:
            if words.low[begin] in _ARTICLES:
                low = words.low[self._describe.head(range(begin, stop))] if begin + 1 < stop else ""
                if not _THINGS.isdisjoint((low, singular(low))):
                    return words.span(begin, stop)
                if words.low[begin - 1] not in _BINDING:
                    return None
            elif words.low[begin] in lexicon.FUNCTION and words.low[begin] not in _BINDING:
                return None
            begin -= 1
        return None
