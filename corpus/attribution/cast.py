"""The people and bodies of one report: every mention of one under one figure.

A full name founds a figure, shorter forms join it: "Ms Solano", "Solano", "WHO" for "World Health Organisation". What
is doubtful alone ("Silver Creek", "Vasta") becomes a person only when it speaks or has a role.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.attribution import lexicon
from corpus.attribution.names import Mention
from corpus.attribution.roles import organisation
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import Words, gender_of
from corpus.types import Span

# Verbs that are no nouns as well: "Harbour plans" says nothing.
_SAYS = frozenset(
    "said says told tells wrote writes adds argues asks believes explains insists thinks warns recalls".split()
)
_BINDING = frozenset(
    "of by with for to from in on at against about under between over behind than among like via".split()
)
_SUBJECT_OPENERS = frozenset("the even and but that as while when because if where ,".split())
_NO_VERB = frozenset("and or in on at by for from to of with".split()) | lexicon.PARTICLES


@dataclass(eq=False, slots=True)
class Figure:
    """A person or body of the report, with everything that the report calls it."""

    name: tuple[str, ...]
    kind: str  # as Mention.kind
    sure: bool
    mentions: list[int] = field(default_factory=list)  # indices into Cast.mentions
    roles: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)  # votes for "m" and "f"

    @property
    def gender(self) -> str:
        """The gender with the heavier evidence: "m", "f" or ""."""
        man, woman = self.genders["m"], self.genders["f"]
        return "" if man == woman else "m" if man > woman else "f"

    @property
    def title(self) -> str:
        """The name as it is shown."""
        return " ".join(self.name)


class Cast:
    """The figures of a report; `owner[i]` is whose mention `mentions[i]` is, None where it is no one's."""

    def __init__(self, words: Words, mentions: Sequence[Mention], sources: Iterable[Span]) -> None:
        self.words = words
        self.mentions = mentions
        self.figures: list[Figure] = []
        self.owner: list[Figure | None] = [None] * len(mentions)
        self.spoken = {index for span in sources for index in _opening(words, span)}  # words that name a speaker
        self._starts = [mention.first for mention in mentions]
        self._families: dict[str, list[Figure]] = defaultdict(list)  # by surname
        self._others: dict[str, list[Figure]] = defaultdict(list)  # by another word of the name
        self._bodies: dict[str, Figure] = {}  # by whole name
        self._gather_people()
        self._gather_bodies()
        self._gather_single_names()

    def at(self, first: int, stop: int) -> list[int]:
        """Indices of the mentions whose name lies in words [first, stop)."""
        begin, end = bisect_left(self._starts, first), bisect_left(self._starts, stop)
        return [index for index in range(begin, end) if self.mentions[index].stop <= stop]

    def around(self, word: int) -> int | None:
        """The index of the mention whose name goes through a word."""
        place = bisect_right(self._starts, word) - 1
        return place if place >= 0 and word < self.mentions[place].stop else None

    def named(self, parts: Iterable[range]) -> set[Figure]:
        """Who is named in some words, but for "Brenn's": whoever speaks these words is somebody else, as a rule."""
        low, found = self.words.low, set()
        for index in (index for part in parts for index in self.at(part.start, part.stop)):
            stop, owner = self.mentions[index].stop, self.owner[index]
            if owner is not None and low[stop : stop + 1] != ["'s"]:
                found.add(owner)
        return found

    def called(self, words: Sequence[str]) -> Figure | None:
        """Who is called so where capitals tell nothing, as in a headline; None where nobody is, or several are."""
        keys = [key(word) for word in words]
        if len(keys) > 2 and (namesakes := self._others.get(keys[0])):  # "Ana Solano Lambasts Brenn Mayor"
            begun = [one for one in namesakes if [key(part) for part in one.name] == keys[: len(one.name)]]
            if len(begun) == 1 and all(word[0].isupper() for word in words):
                return begun[0]
        family = [*self._families.get(keys[-1], ()), *(self._others.get(keys[-1], ()) if len(keys) == 1 else ())]
        fitting = [one for one in family if len(keys) == 1 or [key(part) for part in one.name] == keys]
        if not fitting and len(keys) > 1:
            return self._bodies.get(" ".join(keys))
        return fitting[0] if len(fitting) == 1 and words[0][0].isupper() else None

    def full_name(self, index: int) -> str:
        """A person's name as it is shown; as this mention has it where others bear the surname."""
        figure, mention = self.owner[index], self.mentions[index]
        alone = len(self._families.get(key(mention.last), ())) == 1
        return figure.title if figure is not None and alone else " ".join(mention.name)

    def leads(self, index: int) -> bool:
        """True when a mention is its sentence's subject, as far as word order tells."""
        words = self.words
        if self.is_bound(index):
            return False
        begin, end = self.mentions[index].whole
        begin = min(begin, self.mentions[index].first)
        opened = words.low[begin - 1] in _SUBJECT_OPENERS or words.low[begin - 1] in _SAYS
        if words.opens_sentence(begin) or opened or self._is_topic(begin):
            return True
        if end >= len(words) or not words.form[end][0].islower():
            return False
        low = words.low[end]
        return low.endswith(("ed", "s")) or low in _SAYS or (low in lexicon.FUNCTION and low not in _NO_VERB)

    def is_bound(self, index: int) -> bool:
        """True for a mention in the possessive or behind a preposition, also as one of several behind it."""
        words = self.words
        begin, end = self.mentions[index].whole[0], self.mentions[index].stop
        if end < len(words):
            bare = words.form[end] in "'’" and words.adjacent(end) and words.low[end - 1].endswith("s")
            if words.low[end] == "'s" or bare:
                return True
        before = begin - 1
        while before > 0 and words.low[before] == "'s":  # "with the Courier's Ana Solano"
            before -= 2
            while before > 0 and words.is_capital(before):
                before -= 1
        if before > 0 and words.low[before] in ("the", "a", "an", "both"):
            before -= 1
        if before > 0 and words.low[before] == "and" and index and self.mentions[index - 1].stop == before:
            return self.is_bound(index - 1)
        return before >= 0 and words.low[before] in _BINDING and not self._is_topic(before + 1)

    def _is_topic(self, begin: int) -> bool:
        """True for "As for Brenn, he ..."."""
        return self.words.low[max(0, begin - 2) : begin] == ["as", "for"]

    def _gather_people(self) -> None:
        """Full names; those that are plainly persons' first, so that a doubtful one joins them."""
        full = [
            index
            for index, mention in enumerate(self.mentions)
            if len(mention.name) > 1 and (mention.kind == "person" or self._speaks_like_a_person(index))
        ]
        # "Norvane Hydro, which runs the dam": a thing, wherever else it speaks
        things = {
            _whole(mention)
            for mention in self.mentions
            if self.words.low[mention.stop : mention.stop + 2] == [",", "which"]
        }
        for index in sorted(full, key=lambda at: (not self.mentions[at].sure, at)):
            mention = self.mentions[index]
            keys = [key(part) for part in mention.name]
            family = self._families[keys[-1]]
            figure = next((one for one in family if _one_person(one.name, mention.name)), None)
            if figure is None and not mention.sure and _whole(mention) in things:
                continue
            if figure is None and not mention.sure and not self._acts(index):
                if not family or not self.words.opens_sentence(mention.first):
                    continue  # "Silver Creek": a name of something else, until it says or does something
                figure = family[0]  # "Given Brenn's plan, ...": the first word is none of the name
            if figure is None:
                figure = self._found(mention, "person")
                family.append(figure)
                for part in keys[:-1]:
                    self._others[part].append(figure)
            self._join(figure, index)
        for figure in self.figures:
            forms = Counter(self.mentions[index].name for index in figure.mentions)
            # with a given name that is known as one: "Ana Solano", not "Whenever Ana Solano"
            figure.name = max(forms, key=lambda form: (bool(gender_of(form[0])), forms[form], len(form)))

    def _gather_bodies(self) -> None:
        """Bodies and places by their whole name, then acronyms and last words with what they stand for."""
        for index, mention in enumerate(self.mentions):
            if mention.kind not in ("organisation", "outlet", "place") or self.owner[index] is not None:
                continue
            whole = _whole(mention)
            if len(mention.name) == 1 and self._families.get(whole) and mention.kind != "outlet":
                continue
            if whole not in self._bodies:
                self._bodies[whole] = self._found(mention, mention.kind)
            self._join(self._bodies[whole], index)
        by_initials = {_initials(figure.name): figure for figure in self._bodies.values() if len(figure.name) > 1}
        by_last: dict[str, list[Figure]] = defaultdict(list)
        for figure in self._bodies.values():
            if len(figure.name) > 1 and figure.kind == "outlet":
                by_last[key(figure.name[-1])].append(figure)
        for short in [figure for figure in self._bodies.values() if len(figure.name) == 1]:
            letters = short.name[0].replace(".", "")
            long = by_initials.get(letters.casefold()) if letters.isupper() and len(letters) > 1 else None
            outlets = by_last[key(letters)] if key(letters) in lexicon.OUTLETS else []
            if long is None and len(outlets) == 1:
                long = outlets[0]  # "the Tribune" is the Lindaro Tribune
            if long is not None:
                for index in short.mentions:
                    self.owner[index] = long
                long.mentions = sorted(long.mentions + short.mentions)
                short.mentions = []

    def _gather_single_names(self) -> None:
        """Each the person of that surname, else of that given name, else someone of their own."""
        for index, mention in enumerate(self.mentions):
            if self.owner[index] is not None:
                continue
            part = key(mention.last)
            family = self._families.get(part) or self._others.get(part)
            if family and len(mention.name) == 1:
                self._join(self._meant(family, mention), index)
                continue
            if mention.kind == "title":
                continue
            whole = _whole(mention)
            if whole not in self._bodies:
                self._bodies[whole] = self._found(mention, mention.kind)
                if mention.kind == "person":
                    self._families[part].append(self._bodies[whole])
            figure = self._bodies[whole]
            if figure.kind == "unknown" and (mention.kind == "person" or self._acts(index)):
                figure.kind = "person"
            self._join(figure, index)

    def _found(self, mention: Mention, kind: str) -> Figure:
        figure = Figure(mention.name, kind, mention.sure)
        self.figures.append(figure)
        return figure

    def _join(self, figure: Figure, index: int) -> None:
        mention = self.mentions[index]
        self.owner[index] = figure
        figure.mentions.append(index)
        figure.sure = figure.sure or mention.sure
        if mention.role and mention.role not in figure.roles:
            figure.roles.append(mention.role)
        body = organisation(mention.organisation) if mention.organisation else ""
        if body and body not in figure.organisations:
            figure.organisations.append(body)
        if mention.gender:
            figure.genders[mention.gender] += 8 if lexicon.HONORIFICS.get(mention.honorific) else 4
        elif len(mention.name) == 1 and key(mention.last) == key(figure.name[0]):  # "Warren" may be a surname
            figure.genders[gender_of(mention.last)] += 1

    def _meant(self, family: Sequence[Figure], mention: Mention) -> Figure:
        """Whom of a family a bare surname means: agreeing in gender and role, else the one introduced first.

        Reports write the other one in full each time: "Clinton said ... Bill Clinton said ...".
        """
        fitting = [one for one in family if not mention.gender or one.gender in ("", mention.gender)] or list(family)
        if mention.role and len(fitting) > 1:
            heads = set(mention.role.casefold().split())
            fitting = [
                one for one in fitting if any(heads & set(role.casefold().split()) for role in one.roles)
            ] or fitting
        return min(fitting, key=lambda one: min(one.mentions))

    def _acts(self, index: int) -> bool:
        """True when something around a doubtful name shows a person: they speak or have a role."""
        mention = self.mentions[index]
        if mention.role or mention.honorific:
            return True
        if mention.first in self.spoken and not self._qualifies(mention.stop):
            return True
        after = mention.whole[1]
        if after >= len(self.words) or self.is_bound(index):
            return False
        low = self.words.low[after]
        return low in _SAYS or (low.endswith("ed") and reports_speech(low))

    def _qualifies(self, stop: int) -> bool:
        """True when a name that ends at word stop qualifies a noun behind it: "the Brenn chief executive"."""
        if stop >= len(self.words) or not self.words.adjacent(stop) or not self.words.form[stop][0].islower():
            return False
        low = self.words.low[stop]
        return low not in lexicon.FUNCTION and not reports_speech(low) and not low.endswith(("ed", "ly", "s"))

    def _speaks_like_a_person(self, index: int) -> bool:
        """True for "German Ibarra, ... said": a name that begins like a place's and ends like a person's."""
        mention = self.mentions[index]
        surname = key(mention.last) not in lexicon.PLACES and key(mention.last) not in lexicon.COUNTRIES
        return mention.kind == "place" and not mention.sure and surname and mention.first in self.spoken


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


def _whole(mention: Mention) -> str:
    return " ".join(key(part) for part in mention.name)


def _initials(name: Sequence[str]) -> str:
    return "".join(part[0] for part in name if part.casefold() not in lexicon.FUNCTION).casefold()


def _opening(words: Words, source: Span) -> range:
    """The words of a source up to its first comma or preposition: who it is, not what is said of them."""
    span = words.within(source)
    for index in span[1:]:
        if words.form[index] in ",(—–" or words.low[index] in ("of", "for", "from", "with", "who", "at", "in", "to"):
            return range(span.start, index)
    return span


def _one_person(known: Sequence[str], name: Sequence[str]) -> bool:
    """True when two full names with one surname can be one person's: "Donald J. Trump" and "Donald Trump"."""
    forms = [[part for word in one if (part := key(word)) not in lexicon.SUFFIXES] for one in (known, name)]
    if forms[0] == forms[1] and len(known) != len(name):
        return False  # "Donald Trump" and "Donald Trump Jr."
    short, long = sorted(forms, key=len)
    if not short or long[-len(short) :] == short:
        return True
    first, other = short[0], long[0]
    initial = min(len(first), len(other)) == 1 and first[:1] == other[:1]
    return first == other or initial or (len(short) > 1 and first in long[:-1])
