"""Which of the index's speakers a person means: by whole names, half names, small letters and typing errors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from corpus.attribution.people import fold

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s\b")
_SHORTEST_TYPO = 5  # letters; below it a near spelling is more often another word
# words of names that say nothing by themselves
_NOT_A_NAME = frozenset(
    "the of for and in on at to a an by with from who what when where said say says mr mrs ms dr sir president minister"
    " governor mayor senator general police court party government ministry office council committee state national"
    " united new city north south east west house white first people group union report agency news press"
    " department company official officials spokesman spokeswoman spokesperson chief former will may can mark bill grace"
    " hope rose long young day man men women king".split()
)


class Names:
    """The names of an index, ready to be found in a question.

    Made of (person, shown name, one way of calling them, role), see People.names.
    """

    def __init__(self, names: Iterable[tuple[str, str, str, str]]) -> None:
        self._by_name: dict[str, set[str]] = defaultdict(set)  # whole folded name -> persons
        self._by_word: dict[str, set[str]] = defaultdict(set)  # one word of a name -> persons
        self.shown: dict[str, str] = {}
        for person, shown, called, _ in names:
            self.shown[person] = shown
            for name in {shown, called}:
                folded = fold(name)
                words = folded.split()
                if words and (len(words) > 1 or words[0] not in _NOT_A_NAME):
                    self._by_name[folded].add(person)
                for word in words:
                    if len(word) > 2 and word not in _NOT_A_NAME:
                        self._by_word[word].add(person)
        self._longest = max((len(name.split()) for name in self._by_name), default=0)

    def within(self, text: str) -> list[tuple[str, ...]]:
        """Who a text names, in the order in which it does: each time all persons that are meant equally well.

        The longest name wins ("Hillary Clinton" is not Bill); a surname alone may mean several.
        """
        words = [fold(word) for word in _WORD.findall(_POSSESSIVE.sub("", text))]
        found: list[tuple[str, ...]] = []
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                persons = self._by_name.get(" ".join(words[at : at + length]))
                if persons:
                    found.append(tuple(sorted(persons)))
                    break
            else:
                length = 1
                persons = self._word(words[at])
                if persons:
                    found.append(tuple(sorted(persons)))
            at += length
        return list(dict.fromkeys(found))

    def called(self, name: str) -> Sequence[str]:
        """Everybody whom a name or a part of one may mean, best first; also by a near spelling."""
        folded = fold(name)
        exact = self._by_name.get(folded)
        if exact:
            return sorted(exact)
        parts = [self._word(word) for word in folded.split()]
        known = [part for part in parts if part]
        return sorted(set.intersection(*known)) if known and len(known) == len(parts) else []

    def _word(self, word: str) -> set[str]:
        if word in self._by_word or len(word) < _SHORTEST_TYPO or word in _NOT_A_NAME:
            return self._by_word.get(word, set())
        # one slip of the finger in a short name, two in a long one
        slips = 1 if len(word) < 8 else 2
        near = process.extractOne(
            word, self._by_word.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=slips
        )
        # the first letter is rarely mistyped, and without it "later" would be Slater
        return self._by_word[near[0]] if near and near[0][0] == word[0] and len(near[0]) >= _SHORTEST_TYPO else set()
