"""Which of the index's speakers a person means: by whole names, half names, small letters and typing errors."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from corpus.attribution import lexicon
from corpus.attribution.roles import role_gender
from corpus.attribution.rulings import fold
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import gender_of, role_noun, singular
from corpus.types import Body, Span
from index.catalog.people import Name

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_POSSESSIVES = re.compile(r"['’]s?(?=\s|$)")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_SHORTEST_TYPO = 5  # letters; below it a near spelling is more often another word
_COMPARABLE = 3  # times as many statements: who speaks so much more is evidently meant
_LONGEST = 6  # words; what is longer describes somebody and is not what people type
_OFFICES = frozenset("president premier chancellor governor mayor king queen pope".split())  # held by one at a time
_SHARE = 0.2  # of somebody's statements: less often told, an organisation is hardly theirs
_ANYBODY = frozenset("guy man woman lady person rep representative".split())  # of an organisation
_SPOKES = re.compile(r"(?:(?:the )?(.+?)(?:['’]s)? )?spokes(?:man|woman|person)", re.I)
_PAST = ("former", "ex", "late", "onetime", "retired")
_PLACES = lexicon.PLACES | lexicon.COUNTRIES
# Words of names that name nobody by themselves, nor by a slip of the finger, in any collection.
_NOT_A_NAME = lexicon.FUNCTION | lexicon.CALENDAR | lexicon.GROUPS | lexicon.ORGANISATIONS | lexicon.DOCUMENTS
_NOT_A_NAME |= frozenset(
    "ex democrat democrats republican republicans"
    " none nobody everyone everybody anyone anybody someone somebody others many most few half some all plenty enough"
    " new old big small long short rose hope grace bill may will mark price power point fight time times post hill love"
    " ban self guy art sue young day man men women king black white first second third last next people"
    " say says said claim report reports reporter news press media daily world state states city house court poll polls"
    " police official"
    " officials spokesman spokeswoman spokesperson chief president minister secretary governor senator mayor judge"
    " general doctor chairman leader director head former early late video story article quote quotes source sources"
    " north south east west united american think thinks thought react did does have should would could debate deal"
    " vote election campaign attack strike storm flood talks plan rally school union tax taxes".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names somebody, and all persons that may be meant: who speaks most first."""

    span: Span
    persons: tuple[str, ...]  # keys


class Names:
    """The names of an index, ready to be found in a question.

    `ordinary` are words that the reports mostly write in small letters (People.ordinary_words): alone and in small
    letters they name nobody, though somebody may be called Rice or Love.
    """

    def __init__(self, names: Iterable[Name], ordinary: Collection[str] = ()) -> None:
        self.ordinary = _NOT_A_NAME.union(ordinary)
        self._spoken: Counter[str] = Counter()  # person -> statements
        self._whole: dict[str, set[str]] = defaultdict(set)  # folded whole name -> persons
        self._given: dict[str, set[str]] = defaultdict(set)  # first name of a full name -> persons
        self._last: dict[str, set[str]] = defaultdict(set)  # surname -> persons
        self._short: dict[str, set[str]] = defaultdict(set)  # what a body is called for short -> bodies
        self._hyphened: dict[str, set[str]] = defaultdict(set)  # half of a double surname -> persons
        self._initials: dict[str, set[str]] = defaultdict(set)  # of bodies of three words or more: IMF
        self._roles: dict[str, Counter[str]] = defaultdict(Counter)  # person -> words of roles -> statements
        self._past: dict[str, Counter[str]] = defaultdict(Counter)  # the same of "former" roles alone
        self._with_role: dict[str, set[str]] = defaultdict(set)  # word of a role -> persons
        self._belongs: dict[str, Counter[str]] = defaultdict(Counter)  # person -> words of organisations -> statements
        self._members: dict[str, set[str]] = defaultdict(set)  # word of an organisation -> persons
        self._voices: dict[str, set[str]] = defaultdict(set)  # folded name of a body -> persons
        self._unnamed: set[str] = set()  # words for those who have no name in the reports
        self._by_letter: dict[str, list[str]] = defaultdict(list)  # made when first asked for
        self._bodies: dict[str, Body] = {}
        self._near = lru_cache(1000)(self._near_surnames)  # asked for several times in a question
        self._found = lru_cache(256)(self._mentions)  # ... as are parts of it
        self._longest: dict[str, int] = defaultdict(int)  # first word of a whole name -> most words of one
        self._surnames: dict[str, list[str]] = defaultdict(list)  # by first letter, those long enough to be mistyped
        self.shown: dict[str, str] = {}
        for name in names:
            if not name.person:
                self._unnamed.update(_words(name.shown), _words(name.role))
                continue
            self._spoken[name.person] += name.statements
            self.shown[name.person] = name.shown
            self._bodies[name.person] = name.body
            role = set(_words(name.role))
            for word in role:
                self._roles[name.person][word] += name.statements
                self._with_role[word].add(name.person)
                if not role.isdisjoint(_PAST):
                    self._past[name.person][word] += name.statements
            if spokes := _SPOKES.fullmatch(name.role):
                self._voices[_bare(name.organisation or spokes[1] or "")].add(name.person)
            for word in set(_words(name.organisation)):
                self._belongs[name.person][word] += name.statements
                self._members[word].add(name.person)
            for called in {name.shown, name.called}:
                self._add(name.person, fold(called).removeprefix("the ").split(), name.body)
        for whole in self._whole:
            words = whole.split(" ")
            self._longest[words[0]] = max(self._longest[words[0]], len(words))
        for last in self._last:
            if len(last) >= _SHORTEST_TYPO:
                self._surnames[last[0]].append(last)

    def _add(self, person: str, words: list[str], body: Body) -> None:
        if not words or len(words) > _LONGEST or (body in ("person", "group") and "and" in words):
            return  # "Ryan and McConnell" are two: each is found
        self._whole[" ".join(words)].add(person)
        self._whole[" ".join(words).replace("-", " ")].add(person)  # "ban ki moon"
        if len(words) == 1:
            return
        if body == "person":
            while len(words) > 2 and words[-1] in lexicon.SUFFIXES:
                words = words[:-1]
            self._given[words[0]].add(person)
            self._last[words[-1]].add(person)
            for half in words[-1].split("-") if "-" in words[-1] else ():
                self._hyphened[half].add(person)
            if len(words) > 2:
                self._whole[" ".join(words[-2:])].add(person)  # Suu Kyi
        elif body in ("organisation", "outlet") and len(words) <= 3 and len(words[0]) >= 5 and "police" not in words:
            self._short[words[0]].add(person)  # Norvane for Norvane Hydro
        content = [word for word in words if word not in lexicon.FUNCTION]
        if body in ("organisation", "outlet") and len(content) > 2:
            self._initials["".join(word[0] for word in content)].add(person)

    def within(self, text: str) -> list[tuple[str, ...]]:
        """Who a text names, in the order in which it does: each time all persons that may be meant."""
        return list(dict.fromkeys(mention.persons for mention in self.mentions(text)))

    def mentions(self, text: str) -> Sequence[Mention]:
        """Where a text names whom.

        The longest name wins ("Hillary Clinton" is not Bill); a surname alone may mean several. A given name with a
        surname that nobody of that given name has ("Theresa Moor") means nobody.
        """
        return self._found(text) if self._whole else ()

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        words = [_Word(found) for found in _WORD.finditer(text)]
        # capitals tell something in a text that also has small letters; the first word has one anyway
        cased = any(c.islower() for c in text) and any(word.text[0].isupper() for word in words[1:])
        for word in words:
            word.capital = cased and word is not words[0] and word.text[0].isupper()
            word.plain = word.folded in (_NOT_A_NAME if word.capital else self.ordinary)
        found: list[Mention] = []
        at = 0
        while at < len(words):
            length, persons = self._at(words, at, text)
            if persons:
                ordered = tuple(sorted(persons, key=lambda person: (-self._spoken[person], person)))
                found.append(Mention(Span(words[at].start, words[at + length - 1].end), ordered))
            at += length
        return tuple(found)

    def called(self, name: str) -> Sequence[str]:
        """Everybody whom a name or a part of one may mean, who speaks most first; also by a near spelling."""
        found = self.within(name)
        if len(found) == 1:
            return found[0]
        wanted = set(fold(name).split())
        some = [p for p, shown in self.shown.items() if wanted and wanted <= set(fold(shown).split())]
        return sorted(some, key=lambda person: (-self._spoken[person], person))

    def relative(self, given: str, of: Collection[str]) -> str:
        """The only person of a given name who shares a surname with one of these; "" for none."""
        named = self._given.get(fold(given), set()).difference(of)
        surnames = {fold(self.shown[person]).split()[-1] for person in of if self.body(person) == "person"}
        family = [person for person in named if fold(self.shown[person]).split()[-1] in surnames]
        return family[0] if len(family) == 1 else ""

    def evident(self, persons: Sequence[str]) -> tuple[str, ...]:
        """Who of several with one name is meant when nothing else tells: those who speak about as much as the first.

        A name that is only a part of another's ("Clinton" beside "Hillary Clinton") stands for it and stays.
        """
        whole = [person for person in persons if " " in _plain(person)]
        if not whole:
            return tuple(persons)
        most = self._spoken[whole[0]]
        meant = [person for person in whole if _COMPARABLE * self._spoken[person] >= most]
        return (*meant, *self.half_names(persons))

    def half_names(self, persons: Sequence[str]) -> tuple[str, ...]:
        """Those of several with one name of whom the index knows no more than this one word."""
        return tuple(person for person in persons if " " not in _plain(person))

    def in_role(self, persons: Sequence[str], description: str) -> tuple[str, ...]:
        """The one of these persons whose role has a word of the description ("secretary", "dr"); else none.

        One stands above the others when the role is theirs in thrice as many statements.
        """
        words = {form for word in _words(description) for form in _forms(word)}
        held = {p: sum(n for role, n in self._roles[p].items() if role in words) for p in persons}
        first, *others = sorted(held, key=lambda p: -held[p])
        return (first,) if held[first] and all(held[first] >= 3 * held[p] for p in others) else ()

    def described(self, description: str) -> tuple[str, ...]:
        """Whom a description fits, all of whose words tell their role or organisation: "the IMF's economist".

        "The judge" is another one in each report: by a noun alone only who holds an office is meant, or who alone in
        all reports is called so. Who was something formerly gives way to who is. "The IMF guy" may be several.
        """
        words = [word for word in _words(description) if word not in lexicon.FUNCTION]
        nouns = [word for word in words if role_noun(word) or word in _ANYBODY]
        if not nouns or len(words) > _LONGEST:
            return ()
        noun, *others = [nouns[-1], *(word for word in words if word != nouns[-1])]
        now, once = Counter[str](), Counter[str]()
        for form in _forms(noun):
            for person in self._with_role.get(form, ()):
                if self._bodies[person] == "person" and self._fits(person, others):
                    past = 0 if set(others) & set(_PAST) else self._past[person][form]
                    now[person] = max(now[person], self._roles[person][form] - past)
                    once[person] = max(once[person], past)
        if noun in _ANYBODY and not +now and others:
            for person in self._members.get(others[0], ()):
                if self._bodies[person] == "person" and self._fits(person, others):
                    now[person] = self._belongs[person][others[0]]
            return tuple(sorted(now, key=lambda person: (-now[person], person)))
        held = +now or once
        ordered = [(person, held[person]) for person in sorted(held, key=lambda person: (-held[person], person))]
        if not others and noun not in _OFFICES:
            definite = description.lower().startswith("the ")
            alone = definite and len(ordered) == 1 and not self._unnamed.intersection(_forms(noun))
            return (ordered[0][0],) if alone else ()
        clear = ordered and (len(ordered) == 1 or ordered[0][1] >= _COMPARABLE * ordered[1][1])
        return (ordered[0][0],) if clear else ()

    def vocabulary(self, letter: str) -> Sequence[str]:
        """The ordinary words of the reports, and those of roles, that begin with a letter."""
        if not self._by_letter:
            for word in self.ordinary.union(self._with_role):
                self._by_letter[word[0]].append(word)
        return self._by_letter.get(letter, ())

    def statements(self, person: str) -> int:
        """How many statements somebody makes in the reports."""
        return self._spoken[person]

    def body(self, person: str) -> str:
        """What somebody is: "person", "organisation", ...; "" for a key that the index doesn't know."""
        return self._bodies.get(person, "")

    def voices(self, body: str) -> Set[str]:
        """Who speaks for a body, by what the reports call them: "Jo Reed, a spokeswoman for the port"."""
        return self._voices.get(_bare(self.shown.get(body, "")), set()) if self.body(body) != "person" else set()

    def gender(self, person: str) -> str:
        """ "m", "f", or "" where neither the given name nor a role tells."""
        if self._bodies.get(person) != "person":
            return ""
        given = gender_of(self.shown[person].split(" ")[0])
        return given or next((g for role in self._roles[person] if (g := role_gender(role))), "")

    def _fits(self, person: str, words: Collection[str]) -> bool:
        """True when these words stand in somebody's roles and organisations."""
        most = _SHARE * self._spoken[person]
        return all(word in self._roles[person] or self._belongs[person][word] > most for word in words)

    def _at(self, words: Sequence[_Word], at: int, text: str) -> tuple[int, Set[str]]:
        """How many words to go on from word `at`, and who is named by them."""
        # 1. a whole name of several words
        for length in range(min(self._longest.get(words[at].folded, 0), len(words) - at), 1, -1):
            whole_name = self._whole.get(" ".join(word.folded for word in words[at : at + length]))
            if whole_name:
                return length, whole_name
        word = words[at]
        if word.plain:
            return 1, set()
        # 2. a given name and a surname that don't stand together in the index as they do here
        given: Set[str] = self._given.get(word.folded, set())
        if word.capital and word.text.isupper():
            given = set()  # GAO is not Mr Gao's first name
        following = words[at + 1] if at + 1 < len(words) and not word.possessive else None
        if following and following.text.islower() and following.text.endswith(("ed", "ing")):
            following = following if not reports_speech(following.text) else None  # "was Mei threatened"
        together = following and text[word.end : following.start].isspace()
        if following and together and (following.capital or not following.plain):
            persons = self._surname(following)
            if persons & given:
                return 2, persons & given
            near = {p for p in given if self._is_nearly(p, following.folded)}  # also with a wrong first letter
            if near:
                return 2, near
            if word.folded not in self._last and (given or (persons and gender_of(word.text.capitalize()))):
                return 2, {p for p in persons if self._answers_to(p, word.folded)}
        # 3. one word
        persons = self._surname(word)
        whole = self._whole.get(word.folded, set())
        before = words[at - 1] if at else None
        beside = before and before.capital and text[before.end : word.start].isspace() and not role_noun(before.text)
        if beside and not persons and not together:
            return 1, set()  # "Morning Joe" is no Joe
        if given and not persons:
            most, *others = sorted((self._spoken[p] for p in given), reverse=True)
            if most >= sum(others):  # a given name that many share names nobody
                persons = given
        short = self._short.get(word.folded, set())
        if not persons and not whole and len(word.folded) > 3:
            persons = self._hyphened.get(word.folded, set())
        if not persons and len(short) == 1 and word.folded not in _PLACES:
            persons = short
        if not persons and not whole and (word.text.isupper() or not word.plain):
            persons = self._initials.get(word.folded, set())
        return 1, persons | whole

    def _surname(self, word: _Word) -> Set[str]:
        known = self._last.get(word.folded)
        if known or word.plain or len(word.folded) < _SHORTEST_TYPO or word.folded in self._whole:
            return known or set()
        if word.folded in self._given or word.folded in _PLACES or singular(word.folded) in self.ordinary:
            return set()
        return self._near(word.folded)

    def _near_surnames(self, typed: str) -> frozenset[str]:
        # one slip of the finger in a short name, two in a long one
        slips = 1 if len(typed) < 8 else 2
        # the first letter is rarely mistyped, and without it "later" would be Slater
        alike = self._surnames.get(typed[0], ())
        near = process.extract(typed, alike, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=5)
        same = [(name, off) for name, off, _ in near]
        return frozenset().union(*(self._last[name] for name, off in same if off == same[0][1]))

    def _is_nearly(self, person: str, surname: str) -> bool:
        """True when somebody's surname is meant but for one slip; beside the given name also a short one."""
        own = fold(self.shown[person]).split()[-1:]
        return bool(own) and DamerauLevenshtein.distance(own[0], surname, score_cutoff=1) <= 1 < len(own[0]) - 1

    def _answers_to(self, person: str, given: str) -> bool:
        """True when a given name may be another form of the person's: Charlie for Charles, Jim for James."""
        own = fold(self.shown[person]).split(" ")[0]
        return own[:1] == given[:1] and (own[:2] == given[:2] or min(len(own), len(given)) <= 3)


def _bare(name: str) -> str:
    return fold(name).removeprefix("the ")


def _words(text: str) -> list[str]:
    return [part for word in fold(_POSSESSIVES.sub("", text)).split() for part in word.split("-")]


def _plain(person: str) -> str:
    """A key without the number that keeps it apart from another of the same name."""
    return re.sub(r" \d+$", "", person)


def _forms(role: str) -> set[str]:
    """The words by which somebody of a role may be called: "dr" and "surgeon" for "doctor"."""
    role = {"dr": "doctor"}.get(role, lexicon.TITLES.get(role, role))
    wider = lexicon.WIDER.get({"boss": "leader"}.get(role, role), "")
    return {role, singular(role), *wider.split()}


class _Word:
    """A word of a text and where it stands."""

    def __init__(self, found: re.Match[str]) -> None:
        self.text = _POSSESSIVE.sub("", found[0]) or found[0]
        self.start, self.end = found.start(), found.start() + len(self.text)
        self.possessive = self.end < found.end()
        self.folded = fold(self.text)
        self.capital = False  # beyond the first word, in a text that has both
        self.plain = False  # no name by itself


EMPTY = Names(())
