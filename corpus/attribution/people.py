"""The same person or body across reports: "Sergei Lavrov", "Lavrov" and "Foreign Minister Lavrov" are one speaker.

Each report resolves its own speakers first; here only what they are called comes together, never the texts. The result
depends on nothing but the set of rows and the owner's rulings, so it can be made anew after every change.

A full name founds a person; another spelling joins it when surname and given name are near (Sergei and Sergey), and
nothing speaks against it (gender, middle initials, for other spellings also the role). A bare surname joins the only
person of that surname whose role agrees; where two are possible it stays by itself. Unnamed speakers don't come here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from corpus.attribution import lexicon
from corpus.attribution.rulings import Rulings, fold, pair
from corpus.attribution.words import gender_of, singular
from corpus.types import Body

_NEAR_SURNAME, _NEAR_GIVEN, _NEAR_BODY = 84, 70, 92  # of 100, by rapidfuzz.ratio
_MANY, _NEARLY_ALL = 20, 0.9  # statements of somebody, of their family's: then a bare surname means them
_LONG = 8  # characters of a body's name from which other spellings of it are looked for
_ACRONYM = 6  # letters
_SHORT_ACRONYMS = ("UN", "EU", "UK", "US", "AP", "AU")  # other pairs of letters stand for too much

# Given names by their first form, with others that the same person may be called by.
_FORMS = """
    william bill will billy, robert bob rob bobby, richard dick rick, james jim jimmy, john jack johnny, joseph joe,
    michael mike mick, thomas tom tommy, charles chuck charlie, edward ed ted eddie, anthony tony, daniel dan danny,
    david dave, donald don, benjamin ben benny bibi, samuel sam, steven steve stephen stefan, timothy tim, gregory greg,
    christopher chris, nicholas nick, patrick pat, andrew andy, kenneth ken, lawrence larry, ronald ron, matthew matt,
    jeffrey jeff geoffrey, peter pete, alexander alex sasha, vladimir volodymyr, elizabeth liz beth betty,
    katherine kate kathy, margaret maggie peggy meg, jennifer jen jenny, susan sue, deborah debbie deb, barbara barb,
    patricia patty trish, bernard bernie, mohammed muhammad mohamed mohammad mohamad muhammed mehmet
"""
_SHORT_FORMS = {form: forms.split()[0] for forms in _FORMS.split(",") for form in forms.split()}
_SOUNDS = tuple(
    pair.split(":") for pair in "ph:f kh:k ck:k sch:s sh:s tch:c ch:c th:t gh:g q:k w:v z:s c:k dj:j x:ks".split()
)
_GENERIC_WORDS = frozenset(
    "the of for and group party inc ltd corp corporation company plc llc co organisation organization".split()
)
_SPELLINGS = (
    ("isation", "ization"),
    ("defence", "defense"),
    ("centre", "center"),
    ("labour", "labor"),
    ("programme", "program"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One way in which reports call a named speaker, and how many statements they make under it."""

    name: str
    role: str = ""
    organisation: str = ""
    body: Body = "person"
    count: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker of the whole collection."""

    key: str  # the name in small letters without accents: stable as long as the name is
    name: str  # as most statements call them
    role: str
    organisation: str
    body: Body
    count: int


@dataclass(eq=False, slots=True)
class _Cluster:
    rows: list[Row] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # folded
    roles: set[str] = field(default_factory=set)  # content words of all roles

    def add(self, row: Row, name: str) -> None:
        self.rows.append(row)
        self.names.add(name)
        self.roles |= _role_words(row)


def merge(rows: Iterable[Row], rulings: Rulings | None = None) -> dict[Row, Person]:
    """Who each row is. Deterministic: the order of the rows doesn't matter."""
    rulings = rulings or Rulings()
    ordered = sorted(set(rows), key=lambda row: (-row.count, row.name, row.role, row.organisation, row.body))
    named = {row: rulings.aliases.get(fold(row.name), row.name) for row in ordered}
    people = _People({row: name for row, name in named.items() if row.body == "person"}, rulings)
    bodies = _Bodies({row: name for row, name in named.items() if row.body != "person"}, rulings)
    clusters = _joined([*people.clusters, *bodies.clusters], rulings)
    shown = [(cluster, _person(cluster, named)) for cluster in clusters]
    taken: Counter[str] = Counter()
    merged: dict[Row, Person] = {}
    for cluster, person in sorted(shown, key=lambda item: (item[1].key, -item[1].count, item[1].role, item[1].body)):
        taken[person.key] += 1
        number = taken[person.key]
        unique = person if number == 1 else replace(person, key=f"{person.key} {number}")
        merged.update(dict.fromkeys(cluster.rows, unique))
    return merged


class _People:
    """Persons: full names first, each in its block of like-sounding names; then initials and bare surnames."""

    def __init__(self, named: Mapping[Row, str], rulings: Rulings) -> None:
        self.clusters: list[_Cluster] = []
        self._rulings = rulings
        self._exact: dict[str, _Cluster] = {}  # by folded full name
        self._bare: dict[str, _Cluster] = {}  # by folded surname, those that stay by themselves
        self._blocks: dict[tuple[str, str], list[tuple[list[str], _Cluster]]] = defaultdict(list)  # by sound
        self._families: dict[tuple[str, ...], list[_Cluster]] = defaultdict(list)  # by surname, of one word or two
        short: list[tuple[Row, list[str]]] = []
        # middle names first: "George Bush" comes when both of the name are known
        for row, name in sorted(named.items(), key=lambda item: -len(item[1].split())):
            dropped = lexicon.SUFFIXES | lexicon.HONORIFICS.keys()
            parts = [part for part in fold(name).split() if part not in dropped] or [fold(name)]
            surname = len(parts) < 2 or parts[0] in lexicon.PARTICLES
            if surname or (len(parts) == 2 and len(parts[0]) == 1):
                short.append((row, parts))
            else:
                self._add_full(row, fold(name), parts)
        self._gather_families()
        for row, parts in sorted(short, key=lambda item: -len(item[1])):
            self._add_short(row, parts)

    def _add_full(self, row: Row, name: str, parts: list[str]) -> None:
        cluster = self._exact.get(name)
        if cluster is None:
            block = self._blocks[_sound(parts[-1]), _sound(_SHORT_FORMS.get(parts[0], parts[0]))]
            near = {id(one): one for other, one in block if self._is_one(row, name, parts, other, one)}
            fitting = list(near.values())
            if len(fitting) > 1 and row.role:
                fitting = [one for one in fitting if _role_words(row) & one.roles]
            cluster = fitting[0] if len(fitting) == 1 else self._new()
            self._exact[name] = cluster
            block.append((parts, cluster))
        cluster.add(row, name)

    def _is_one(self, row: Row, name: str, parts: list[str], other: list[str], cluster: _Cluster) -> bool:
        """True when two full names that sound alike can be one person's."""
        given, known = (_SHORT_FORMS.get(full[0], full[0]) for full in (parts, other))
        if ratio(parts[-1], other[-1]) < _NEAR_SURNAME or ratio(given, known) < _NEAR_GIVEN:
            return False
        genders = {gender_of(parts[0]), gender_of(other[0])} - {""}
        middle, middles = parts[1:-1], other[1:-1]
        if any(_generations(name, full) for full in cluster.names):
            return False
        if len(genders) > 1 or (middle and middles and middle[0][0] != middles[0][0]):
            return False  # Maria and Mario; George W. Bush and George H. W. Bush
        spelled_alike = parts[-1] == other[-1] and given == known
        return (spelled_alike or _agree(row, cluster)) and not _forbidden(self._rulings, name, cluster)

    def _gather_families(self) -> None:
        for cluster in self.clusters:
            for name in cluster.names:
                parts = [part for part in name.split() if part not in lexicon.SUFFIXES]
                for length in (1, 2):
                    family = self._families[tuple(parts[-length:])]
                    if len(parts) > length and cluster not in family:
                        family.append(cluster)
        for cluster in list(self.clusters):  # "Wasserman Schultz" is Debbie Wasserman Schultz, when there is only one
            name = next(iter(cluster.names))
            whole = tuple(name.split())
            family = self._families.get(whole, []) if len(whole) == 2 and len(cluster.names) == 1 else []
            if len(family) == 1 and not gender_of(whole[0]) and not _forbidden(self._rulings, name, family[0]):
                for row in cluster.rows:
                    family[0].add(row, name)
                self.clusters.remove(cluster)
                self._families[whole[-1:]].remove(cluster)

    def _add_short(self, row: Row, parts: list[str]) -> None:
        """A bare surname goes to the only one of the family that it can be, else it is someone of its own."""
        name = " ".join(parts)
        initial = parts[0] if len(parts[0]) == 1 and len(parts) > 1 else ""
        family = self._families.get(tuple(parts[-2:])) if not initial else None
        family = family or self._families.get(tuple(parts[-1:]), [])
        if initial:
            family = [one for one in family if any(full[0] == initial for full in one.names)]
        fitting = [one for one in family if _agree(row, one) and not _forbidden(self._rulings, name, one)]
        if len(fitting) > 1 and row.role:
            fitting = [one for one in fitting if _role_words(row) & one.roles] or fitting
        known = _outstanding(fitting)
        if known is not None:
            known.add(row, name)
            return
        own = self._bare.get(name)
        if own is None or not _agree(row, own):
            own = self._bare[name] = self._new()
        own.add(row, name)

    def _new(self) -> _Cluster:
        cluster = _Cluster()
        self.clusters.append(cluster)
        return cluster


class _Bodies:
    """Organisations, outlets and groups by their words; documents and polls by their whole name only."""

    def __init__(self, named: Mapping[Row, str], rulings: Rulings) -> None:
        self.clusters: list[_Cluster] = []
        self._rulings = rulings
        self._by_words: dict[tuple[str, ...], _Cluster] = {}
        self._near: dict[str, list[tuple[str, _Cluster]]] = defaultdict(list)  # by the sound of the first word
        self._by_initials: dict[str, list[_Cluster]] = defaultdict(list)
        acronyms: list[tuple[Row, str]] = []
        for row, name in named.items():
            bare = name.replace(".", "")
            if row.body in ("document", "poll"):
                self._at((row.body, fold(name))).add(row, fold(name))
            elif bare.isupper() and " " not in bare and (2 < len(bare) <= _ACRONYM or bare in _SHORT_ACRONYMS):
                acronyms.append((row, bare.casefold()))
            else:
                self._add(row, name)
        for row, letters in acronyms:
            long = [one for one in self._by_initials[letters] if not _forbidden(rulings, letters, one)]
            (long[0] if len(long) == 1 else self._at((letters,))).add(row, letters)

    def _add(self, row: Row, name: str) -> None:
        core = _core(name)
        words, spelled = tuple(sorted(core)), " ".join(core)
        cluster = self._by_words.get(words)
        if cluster is None and len(spelled) >= _LONG:
            near = self._near[_sound(core[0])]
            alike = (one for other, one in near if ratio(spelled, other) >= _NEAR_BODY)
            cluster = next((one for one in alike if not _forbidden(self._rulings, fold(name), one)), None)
        if cluster is None:
            cluster = self._at(words)
            self._near[_sound(core[0])].append((spelled, cluster))
            initials = "".join(part[0] for part in fold(name).split() if part not in lexicon.FUNCTION)
            self._by_initials[initials].append(cluster)
        self._by_words.setdefault(words, cluster)
        cluster.add(row, fold(name))

    def _at(self, words: tuple[str, ...]) -> _Cluster:
        if words not in self._by_words:
            self._by_words[words] = _Cluster()
            self.clusters.append(self._by_words[words])
        return self._by_words[words]


def _outstanding(family: Sequence[_Cluster]) -> _Cluster | None:
    """The only one of a family, or whose statements are nearly all of the family's: whom a bare surname means."""
    counts = [sum(row.count for row in one.rows) for one in family]
    best = max(range(len(family)), key=counts.__getitem__, default=None)
    if best is None or (len(family) > 1 and (counts[best] < _MANY or counts[best] < _NEARLY_ALL * sum(counts))):
        return None
    return family[best]


def _generations(one: str, other: str) -> bool:
    """True for Donald Trump and Donald Trump Jr.; "Joseph R. Biden Jr." is only Joe Biden's longer name."""
    ends = [name.rsplit(" ", 1)[-1] for name in (one, other)]
    suffixes = [end if end in lexicon.SUFFIXES else "" for end in ends]
    if suffixes[0] == suffixes[1]:
        return False
    plain = (
        len(name.split()) - bool(suffix) == 2 for name, suffix in zip((one, other), suffixes, strict=True) if suffix
    )
    return all(suffixes) or any(plain)


def _forbidden(rulings: Rulings, name: str, cluster: _Cluster) -> bool:
    return bool(rulings.forbid) and any(pair(name, other) in rulings.forbid for other in cluster.names)


def _joined(clusters: Sequence[_Cluster], rulings: Rulings) -> list[_Cluster]:
    """The clusters after what the owner forces, and with one for a name that is a person's here and a body's there."""
    kept = {id(cluster): cluster for cluster in clusters}
    together = [set(names) for names in rulings.force]
    shared = Counter(name for cluster in clusters for name in cluster.names if " " in name)
    together += [{name} for name, count in sorted(shared.items()) if count > 1 and not rulings.forbid]
    by_name: dict[str, list[_Cluster]] = defaultdict(list)
    for cluster in clusters:
        for name in cluster.names:
            by_name[name].append(cluster)
    into: dict[int, _Cluster] = {}
    for names in together:
        found: dict[int, _Cluster] = {}
        for cluster in (one for name in sorted(names) for one in by_name[name]):
            while id(cluster) in into:
                cluster = into[id(cluster)]
            found[id(cluster)] = cluster
        first, *others = found.values() if found else [_Cluster()]
        for other in others:
            first.rows += other.rows
            first.names |= other.names
            into[id(other)] = first
            del kept[id(other)]
    return list(kept.values())


def _person(cluster: _Cluster, named: Mapping[Row, str]) -> Person:
    names: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    organisations: Counter[str] = Counter()
    bodies: Counter[Body] = Counter()
    for row in cluster.rows:
        names[named[row]] += row.count
        roles[row.role] += row.count if row.role else 0
        organisations[row.organisation] += row.count if row.organisation else 0
        bodies[row.body] += row.count
    full = {name: count for name, count in names.items() if len(name.split()) > 1} or names
    name = min(full, key=lambda one: (-full[one], -len(one), one))
    body = min(bodies, key=lambda one: (-bodies[one], one))
    return Person(
        fold(name) or name, name, _most(roles), _most(organisations), body, sum(row.count for row in cluster.rows)
    )


def _most(counted: Mapping[str, int]) -> str:
    return min(counted, key=lambda one: (-counted[one], one), default="") if counted else ""


def _agree(row: Row, cluster: _Cluster) -> bool:
    """True when nothing in the roles speaks against one person: one of the two has none, or they share a word."""
    mine = _role_words(row)
    return not mine or not cluster.roles or bool(mine & cluster.roles)


def _role_words(row: Row) -> frozenset[str]:
    return _words_of(row.role) if row.role else frozenset()


@lru_cache(maxsize=65536)
def _words_of(role: str) -> frozenset[str]:
    """The words of a role that matter, with what else they may be called."""
    words = {
        singular(lexicon.TITLES.get(part, part))
        for part in re.findall(r"[^\W\d_]+", role.casefold())
        if part not in lexicon.FUNCTION
    }
    words -= {"former", "senior", "deputy", "vice", "acting", "then", "chief", "s"}
    return frozenset(words) | {other for word in words for other in lexicon.WIDER.get(word, "").split()}


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    """A rough skeleton of how a name sounds, the same for most transliterations: Sergei and Sergey."""
    for spelled, plain in _SOUNDS:
        word = word.replace(spelled, plain)
    skeleton = word[:1].translate(_VOWELS) + re.sub(r"[aeiouyjh'-]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", skeleton)


_VOWELS = str.maketrans("eiouyj", "aaaaaa")


def _core(name: str) -> list[str]:
    folded = fold(name)
    for british, american in _SPELLINGS:
        folded = folded.replace(american, british)
    return [part for part in folded.split() if part not in _GENERIC_WORDS] or folded.split() or [name]
