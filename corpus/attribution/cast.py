"""The people and bodies of one report, and which of them "he", "she" and a bare surname mean.

Mentions (names.py) are gathered into figures: a full name founds one, shorter forms join it. A pronoun goes to the
figure that scores best on a few features of where it was last mentioned; the weights were fitted (see WEIGHTS). Pronouns
count as mentions themselves, so that a chain of them stays with one person.
"""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.attribution import lexicon
from corpus.attribution.names import Mention
from corpus.attribution.words import Words, gender_of
from corpus.attribution.polarity import reports_speech
from corpus.types import Span

_REACH = 24  # mentions that a pronoun looks back over
_SENTENCES = 8  # and sentences


@dataclass(eq=False, slots=True)
class Figure:
    """A person or body of the report, with everything that the report calls it."""

    name: tuple[str, ...]
    kind: str  # as Mention.kind
    sure: bool
    mentions: list[int] = field(default_factory=list)  # indices into Cast.mentions, in order
    roles: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)

    @property
    def gender(self) -> str:
        """ "m", "f" or "", by the heavier evidence."""
        man, woman = self.genders["m"], self.genders["f"]
        return "" if man == woman else "m" if man > woman else "f"

    @property
    def title(self) -> str:
        """The name as it is shown."""
        return " ".join(self.name)


@dataclass(slots=True)
class _Trace:
    """Where a figure was last mentioned, as a pronoun sees it."""

    at: int  # word
    sentence: int
    subject: bool
    spoke: bool
    bound: bool  # in the possessive or behind a preposition
    pronoun: bool
    count: int


# Verbs that are no nouns as well: "Medicare plans" says nothing.
_SAYS = frozenset("said says told tells wrote writes adds argues asks believes explains insists thinks warns admits recalls".split())

# Fitted by maximum likelihood on pronouns labelled by hand (not part of the product), one softmax over the candidates of each.
WEIGHTS = {
    "same_sentence": 0.2,
    "previous_sentence": 0.95,
    "distance": -2.3,
    "subject": 0.9,
    "spoke": 0.95,
    "bound": -1.2,
    "pronoun": 0.8,
    "latest": 0.35,
    "count": 0.35,
    "gender": 1.8,
    "sure": 0.3,
    "paragraph": 0.8,
    "quoted": -1.6,
}
_MARGIN = 0.25  # two candidates closer than this are "about equal": neither is named


class Cast:
    """The figures of a report; `mentions[i]` belongs to `owner[i]`, a list of two where the text doesn't decide."""

    def __init__(self, words: Words, mentions: Sequence[Mention], sources: Iterable[Span], quoted: Callable[[int], bool]) -> None:
        self.words = words
        self.mentions = mentions
        self.figures: list[Figure] = []
        self._quoted = quoted
        self.spoken = {index for span in sources for index in _opening(words, span)}
        self.owner: list[Figure | None] = [None] * len(mentions)
        self._starts = [mention.first for mention in mentions]
        self._meant: dict[int, Figure] = {}
        self._gather()

    def at(self, first: int, stop: int) -> list[int]:
        """Indices of the mentions whose name lies in words [first, stop)."""
        begin = bisect_left(self._starts, first)
        end = bisect_left(self._starts, stop)
        return [index for index in range(begin, end) if self.mentions[index].stop <= stop]

    def meant(self, pronoun: int) -> Figure | None:
        """Whom the he or she at a word means; None where two are about equal. Call `follow` first."""
        return self._meant.get(pronoun)

    # -- gathering ----------------------------------------------------------------------------------------------

    def _gather(self) -> None:
        by_surname: dict[str, list[Figure]] = defaultdict(list)
        by_any: dict[str, list[Figure]] = defaultdict(list)
        by_name: dict[str, Figure] = {}
        long = [index for index, mention in enumerate(self.mentions) if len(mention.name) > 1 and (mention.kind == "person" or self._person_after_all(index))]
        # 1. full names; the ones that are plainly persons first, so that a doubtful one joins them
        for index in sorted(long, key=lambda at: (not self.mentions[at].sure, at)):
            mention = self.mentions[index]
            keys = [key(part) for part in mention.name]
            figure = next((known for known in by_surname[keys[-1]] if _same_person(known.name, mention.name)), None)
            if figure is None and not mention.sure and by_surname[keys[-1]] and self._opens(index):
                figure = by_surname[keys[-1]][0]  # "Absent Sanders' plan, ...": the first word is none of the name
                self._join(figure, index)
                continue
            if figure is None and not mention.sure and not self._acts(index):
                continue  # "Mountain View": a name of something else, until it says or does something
            if figure is None:
                figure = Figure(mention.name, "person", mention.sure)
                self.figures.append(figure)
                by_surname[keys[-1]].append(figure)
                for part in keys[:-1]:
                    by_any[part].append(figure)
            elif len(mention.name) > len(figure.name):
                figure.name = mention.name
            self._join(figure, index)
        # 2. bodies and places, by their whole name
        for index, mention in enumerate(self.mentions):
            if mention.kind in ("organisation", "outlet", "place") and self.owner[index] is None:
                whole = " ".join(key(part) for part in mention.name)
                if len(mention.name) == 1 and by_surname[whole] and mention.kind != "outlet":
                    continue
                figure = by_name.get(whole)
                if figure is None:
                    figure = by_name[whole] = Figure(mention.name, mention.kind, mention.sure)
                    self.figures.append(figure)
                self._join(figure, index)
        self._join_acronyms(by_name)
        # 3. single names: the person of that surname, else of that given name, else someone of their own
        for index, mention in enumerate(self.mentions):
            if self.owner[index] is not None:
                continue
            part = key(mention.last)
            family = by_surname[part] or by_any[part] or by_any[key(mention.name[0])]
            if family and len(mention.name) == 1:
                self._join(self._choose(family, mention), index)
                continue
            whole = " ".join(key(word) for word in mention.name)
            figure = by_name.get(whole)
            if figure is None:
                kind = mention.kind if mention.kind != "unknown" or not self._acts(index) else "person"
                figure = by_name[whole] = Figure(mention.name, kind, mention.sure)
                self.figures.append(figure)
                if mention.kind == "person":
                    by_surname[part].append(figure)
            elif figure.kind == "unknown" and (mention.kind == "person" or self._acts(index)):
                figure.kind = "person"
            self._join(figure, index)

    def _join(self, figure: Figure, index: int) -> None:
        mention = self.mentions[index]
        self.owner[index] = figure
        figure.mentions.append(index)
        if mention.role and mention.role not in figure.roles:
            figure.roles.append(mention.role)
        if mention.organisation and mention.organisation not in figure.organisations:
            figure.organisations.append(mention.organisation)
        if mention.gender:
            figure.genders[mention.gender] += 8 if mention.honorific and lexicon.HONORIFICS[mention.honorific] else 4
        elif len(mention.name) == 1 and gender_of(mention.name[0]):
            figure.genders[gender_of(mention.name[0])] += 1
        figure.sure = figure.sure or mention.sure

    def _join_acronyms(self, by_name: dict[str, Figure]) -> None:
        """ "World Health Organisation" and "WHO" are one; the long name stays."""
        for short in [figure for figure in by_name.values() if len(figure.name) == 1 and figure.name[0].replace(".", "").isupper()]:
            letters = short.name[0].replace(".", "").casefold()
            for long in by_name.values():
                initials = "".join(part[0] for part in long.name if part.casefold() not in lexicon.FUNCTION).casefold()
                if len(letters) > 1 and long is not short and initials == letters and len(long.name) > 1:
                    for index in short.mentions:
                        self.owner[index] = long
                    long.mentions = sorted(long.mentions + short.mentions)
                    long.kind = "organisation" if long.kind == "place" and letters == "un" else long.kind
                    short.mentions = []
                    break

    def _choose(self, family: list[Figure], mention: Mention) -> Figure:
        """Who of a family a bare surname means: agreeing in gender and role, else the one the report is about."""
        fitting = [one for one in family if not (mention.gender and one.gender and one.gender != mention.gender)] or family
        if mention.role and len(fitting) > 1:
            heads = set(mention.role.casefold().split())
            fitting = [one for one in fitting if any(heads & set(role.casefold().split()) for role in one.roles)] or fitting
        return max(fitting, key=lambda one: len(one.mentions))

    def _acts(self, index: int) -> bool:
        """True when something around a doubtful name shows a person: they speak, have a role, or are he or she."""
        mention = self.mentions[index]
        if mention.first in self.spoken:
            return True
        if mention.role or mention.honorific:
            return True
        after = mention.whole[1]
        if after >= len(self.words) or self._bound(index):
            return False
        low = self.words.low[after]
        return low in _SAYS or (low.endswith("ed") and reports_speech(low))

    def _person_after_all(self, index: int) -> bool:
        """True for "German Ortega, ... said": a name that begins like a place's, and speaks like a person."""
        mention = self.mentions[index]
        return mention.kind == "place" and not mention.sure and key(mention.last) not in lexicon.PLACES | lexicon.COUNTRIES and mention.first in self.spoken

    def _opens(self, index: int) -> bool:
        first = self.mentions[index].first
        return first == 0 or self.words.sentence[first - 1] != self.words.sentence[first]

    # -- genders and pronouns -----------------------------------------------------------------------------------

    def _guess_genders(self) -> None:
        """A pronoun after the only person so far, or after the only one of the sentence before, tells the gender."""
        people: dict[int, list[tuple[int, Figure]]] = defaultdict(list)
        for mention, owner in zip(self.mentions, self.owner, strict=True):
            if owner is not None and owner.kind == "person":
                people[self.words.sentence[mention.first]].append((mention.first, owner))
        for index, low in enumerate(self.words.low):
            if low not in lexicon.PERSONAL:
                continue
            sentence = self.words.sentence[index]
            before = [(first, owner) for first, owner in people.get(sentence, ()) if first < index] or people.get(sentence - 1, [])
            if len({id(owner) for _, owner in before}) == 1 and self._quoted(before[0][0]) == self._quoted(index):
                before[0][1].genders[lexicon.PERSONAL[low]] += 1

    def follow(self, described: Mapping[int, Figure]) -> None:
        """Resolve every he and she, in order, each outside quotations becoming a mention for the next.

        `described` has the figures that are meant by descriptions ("the minister"), by the description's first word.
        """
        self._guess_genders()
        traces: dict[int, _Trace] = {}
        order: list[Figure] = []  # by latest mention, the latest last
        place = 0
        for index, low in enumerate(self.words.low):
            while place < len(self.mentions) and self.mentions[place].first <= index:
                owner = self.owner[place]
                if owner is not None and owner.kind in ("person", "unknown"):
                    self._touch(traces, order, owner, self.mentions[place].first, place)
                place += 1
            if index in described:
                self._touch(traces, order, described[index], index, None)
            if low in lexicon.PERSONAL:
                figure, margin = self._pick(index, traces, order)
                if figure is not None and margin >= _MARGIN:
                    self._meant[index] = figure
                    if not self._quoted(index):
                        self._touch(traces, order, figure, index, None)

    def _touch(self, traces: dict[int, _Trace], order: list[Figure], figure: Figure, at: int, mention: int | None) -> None:
        old = traces.get(id(figure))
        subject = self._subject(at, mention)
        bound = self._bound(mention) if mention is not None else self.words.low[at] in ("his", "her", "him")
        sentence = self.words.sentence[at]
        if old is not None and old.sentence == sentence:  # within a sentence the more prominent mention counts
            subject, bound = subject or old.subject, bound and old.bound
        spoke = at in self.spoken
        traces[id(figure)] = _Trace(at, sentence, subject, spoke, bound, self.words.low[at] in lexicon.PERSONAL, (old.count if old else 0) + 1)
        if figure in order[-_REACH:]:
            order.remove(figure)
        order.append(figure)

    def candidates(self, index: int, traces: dict[int, _Trace], order: list[Figure]) -> list[tuple[Figure, dict[str, float]]]:
        """Who the pronoun at index may mean, with the features of each."""
        gender = lexicon.PERSONAL[self.words.low[index]]
        sentence = self.words.sentence[index]
        found: list[tuple[Figure, dict[str, float]]] = []
        for figure in reversed(order[-_REACH:]):
            trace = traces[id(figure)]
            apart = sentence - trace.sentence
            if apart > _SENTENCES and found:
                break
            if figure.gender not in ("", gender) or (figure.kind == "unknown" and not figure.gender):
                continue
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
                "sure": float(figure.sure),
                "paragraph": float("\n" not in self.words.text[self.words.end[trace.at] : self.words.start[index]]),
                "quoted": float(self._quoted(trace.at) and not self._quoted(index)),
            }
            found.append((figure, features))
        return found

    def _pick(self, index: int, traces: dict[int, _Trace], order: list[Figure]) -> tuple[Figure | None, float]:
        scored = sorted(
            ((sum(WEIGHTS[name] * value for name, value in features.items()), -rank, figure)
             for rank, (figure, features) in enumerate(self.candidates(index, traces, order))),
            key=lambda item: item[:2], reverse=True,
        )  # fmt: skip
        if not scored:
            return None, 0.0
        return scored[0][2], scored[0][0] - scored[1][0] if len(scored) > 1 else 9.0

    def _subject(self, at: int, mention: int | None) -> bool:
        words = self.words
        if mention is None:
            return words.low[at] not in ("him", "his", "her", "hers")
        if self._bound(mention):
            return False
        begin, end = self.mentions[mention].whole
        begin = min(begin, self.mentions[mention].first)
        opens = begin == 0 or words.sentence[begin - 1] != words.sentence[begin] or words.low[begin - 1] in ("the", "and", "but", "that", "as", "while", "when", ",")
        verb = end < len(words) and words.form[end][0].islower() and (words.low[end].endswith(("ed", "s")) or words.low[end] in ("said", "told") or words.low[end] in lexicon.FUNCTION - lexicon.PARTICLES - {"and", "or", "in", "on", "at", "by", "for", "from"})
        return opens or verb

    def leads(self, mention: int) -> bool:
        """True when the mention is its sentence's subject, as far as word order tells."""
        return self._subject(self.mentions[mention].first, mention)

    def _bound(self, mention: int | None) -> bool:
        if mention is None:
            return False
        begin, end = self.mentions[mention].whole[0], self.mentions[mention].stop
        before = self.words.low[begin - 1] if begin else ""
        before = self.words.low[begin - 2] if before in ("the", "a", "an") and begin > 1 else before
        possessive = end < len(self.words) and (self.words.low[end] == "'s" or self.words.form[end] in "'’" and self.words.text[self.words.end[end - 1]] in "'’")
        return possessive or before in ("of", "by", "with", "for", "to", "from", "in", "on", "at", "against", "about", "under", "between", "over")


def _opening(words: Words, source: Span) -> range:
    """The words of a source up to its first comma or preposition: who it is, not what is said of them."""
    span = words.within(source)
    for index in span:
        if index > span.start and (words.form[index] in ",(—–" or words.low[index] in ("of", "for", "from", "with", "who", "at", "in", "to")):
            return range(span.start, index)
    return span


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """A name's word for comparing: without case, accents, points and the Arabic article."""
    plain = word.casefold()
    if not plain.isascii():
        plain = "".join(ch for ch in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(ch))
    plain = plain.replace("’", "'").removesuffix("'s").strip("'.")
    for article in ("al-", "el-", "ul-", "al‑", "el‑"):
        plain = plain.removeprefix(article)
    return plain


def _same_person(known: Sequence[str], name: Sequence[str]) -> bool:
    """True when two full names with one surname can be one person's: "Donald J. Trump" and "Donald Trump"."""
    a = [key(part) for part in known if key(part) not in lexicon.SUFFIXES]
    b = [key(part) for part in name if key(part) not in lexicon.SUFFIXES]
    short, long = sorted((a, b), key=len)
    if long[-len(short) :] == short:
        return True
    first, other = short[0], long[0]
    return first == other or (min(len(first), len(other)) == 1 and first[0] == other[0]) or (len(short) > 1 and first in long[:-1])

