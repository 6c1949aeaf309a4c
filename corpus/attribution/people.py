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
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz.fuzz import ratio

from corpus.attribution import lexicon
from corpus.attribution.cast import key
from corpus.attribution.words import gender_of, singular
from corpus.errors import SettingsError
from corpus.types import Body

_NEAR_SURNAME, _NEAR_GIVEN, _NEAR_BODY = 84, 70, 92  # of 100, by rapidfuzz.ratio

_SHORT_FORMS = {
    short: full
    for full, shorts in {
        "william": "bill will billy", "robert": "bob rob bobby", "richard": "dick rick", "james": "jim jimmy",
        "john": "jack johnny", "joseph": "joe", "michael": "mike mick", "thomas": "tom tommy", "charles": "chuck charlie",
        "edward": "ed ted eddie", "anthony": "tony", "daniel": "dan danny", "david": "dave", "donald": "don",
        "benjamin": "ben benny bibi", "samuel": "sam", "steven": "steve stephen stefan", "timothy": "tim", "gregory": "greg",
        "christopher": "chris", "nicholas": "nick", "patrick": "pat", "andrew": "andy", "kenneth": "ken",
        "lawrence": "larry", "ronald": "ron", "matthew": "matt", "jeffrey": "jeff geoffrey", "peter": "pete",
        "alexander": "alex sasha", "vladimir": "volodymyr", "elizabeth": "liz beth betty", "katherine": "kate kathy",
        "margaret": "maggie peggy meg", "jennifer": "jen jenny", "susan": "sue", "deborah": "debbie deb",
        "barbara": "barb", "patricia": "patty trish", "bernard": "bernie", "mohammed": "muhammad mohamed mohammad mohamad muhammed mehmet",
    }.items()
    for short in shorts.split()
}  # fmt: skip
_GENERIC_WORDS = frozenset("the of for and group party inc ltd corp corporation company plc llc co organisation organization".split())
_SPELLINGS = (("isation", "ization"), ("defence", "defense"), ("centre", "center"), ("labour", "labor"), ("programme", "program"))


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


@dataclass(frozen=True, slots=True)
class Rulings:
    """What the owner decided, by names in any case: overrides what the names themselves suggest."""

    aliases: Mapping[str, str] = field(default_factory=dict)  # alias, folded -> the name to show
    force: tuple[tuple[str, ...], ...] = ()  # folded names that are one
    forbid: frozenset[tuple[str, str]] = frozenset()  # pairs of folded names that are two, each sorted


@dataclass(eq=False, slots=True)
class _Cluster:
    rows: list[Row] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # folded
    roles: set[str] = field(default_factory=set)  # content words of all roles

    def add(self, row: Row, name: str) -> None:
        self.rows.append(row)
        self.names.add(name)
        self.roles |= _role_words(row)


def load(path: Path) -> Rulings:
    """The owner's rulings in a YAML file with the keys `aliases`, `force` and `forbid`, each optional.

        aliases: {Sergei Lavrov: [S. Lavrov, Lavrov]}
        force:   [[Bibi, Benjamin Netanyahu]]
        forbid:  [[Bill Clinton, Hillary Clinton]]

    Raises SettingsError when the file can't be read, isn't of that form or contradicts itself.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} can't be read ({error}). Check the path and that the file is UTF-8 text.") from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{path} isn't valid YAML ({' '.join(str(error).split())}). Correct that line.") from error
    if not isinstance(content, dict) or content.keys() - {"aliases", "force", "forbid"}:
        raise SettingsError(f"{path} may have the keys aliases, force and forbid only. Remove or rename the others.")
    aliases: dict[str, str] = {}
    named = content.get("aliases") or {}
    if not isinstance(named, dict):
        raise SettingsError(f"In {path}, aliases must map a name to a list of names, as in: Sergei Lavrov: [S. Lavrov].")
    for name, others in named.items():
        for alias in (name, *_names(path, "aliases", others)):
            if aliases.setdefault(fold(str(alias)), str(name)) != str(name):
                raise SettingsError(f"In {path}, {alias!r} is an alias of two names. Keep it under one.")
    force = tuple(tuple(fold(aliases.get(fold(name), name)) for name in names) for names in _lists(path, "force", content))
    forbid = frozenset(
        _pair(aliases.get(fold(a), a), aliases.get(fold(b), b))
        for names in _lists(path, "forbid", content) for index, a in enumerate(names) for b in names[index + 1 :]
    )  # fmt: skip
    for one, other in forbid:
        if one == other or any(one in names and other in names for names in force):
            raise SettingsError(f"In {path}, {one!r} and {other!r} are both joined and kept apart. Remove one of the two rulings.")
    return Rulings(aliases, force, forbid)


def merge(rows: Iterable[Row], rulings: Rulings | None = None) -> dict[Row, Person]:
    """Who each row is. Deterministic: the order of the rows doesn't matter."""
    rulings = rulings or Rulings()
    ordered = sorted(set(rows), key=lambda row: (-row.count, row.name, row.role, row.organisation, row.body))
    named = {row: rulings.aliases.get(fold(row.name), row.name) for row in ordered}
    people = _People(rulings)
    people.add({row: name for row, name in named.items() if row.body == "person"})
    bodies = _Bodies(rulings)
    bodies.add({row: name for row, name in named.items() if row.body != "person"})
    clusters = _forced([*people.clusters, *bodies.clusters], rulings)
    shown = [(cluster, _person(cluster, named)) for cluster in clusters]
    taken: Counter[str] = Counter()
    merged: dict[Row, Person] = {}
    for cluster, person in sorted(shown, key=lambda item: (item[1].key, -item[1].count, item[1].role, item[1].body)):
        taken[person.key] += 1
        number = taken[person.key]
        unique = person if number == 1 else Person(f"{person.key} {number}", person.name, person.role, person.organisation, person.body, person.count)
        merged.update(dict.fromkeys(cluster.rows, unique))
    return merged


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name for comparing: small letters, no accents, points or Arabic article, one space between words."""
    return " ".join(filter(None, (key(part) for part in name.replace(",", " ").split())))


class _People:
    """Persons: full names first, each in its block of like-sounding surnames; then bare surnames."""

    def __init__(self, rulings: Rulings) -> None:
        self.clusters: list[_Cluster] = []
        self._rulings = rulings

    def add(self, named: Mapping[Row, str]) -> None:
        exact: dict[str, _Cluster] = {}
        blocks: dict[tuple[str, str], list[tuple[list[str], _Cluster]]] = defaultdict(list)
        tails: dict[tuple[str, ...], list[_Cluster]] = defaultdict(list)  # by surname, of one and of two words
        bare: list[tuple[Row, list[str]]] = []
        initials: list[tuple[Row, list[str]]] = []
        # middle names first: "George Bush" comes when both of the name are known
        for row, name in sorted(named.items(), key=lambda item: -len(item[1].split())):
            parts = [part for part in fold(name).split() if part not in lexicon.SUFFIXES and part not in lexicon.HONORIFICS]
            if len(parts) < 2 or parts[0] in lexicon.PARTICLES:
                bare.append((row, parts or [fold(name)]))
            elif len(parts[0]) == 1 and len(parts) == 2:
                initials.append((row, parts))
            else:
                self._found(row, name, parts, exact, blocks)
        for cluster in self.clusters:
            for name in cluster.names:
                parts = [part for part in name.split() if part not in lexicon.SUFFIXES]
                for length in (1, 2):
                    if len(parts) > length and cluster not in tails[tuple(parts[-length:])]:
                        tails[tuple(parts[-length:])].append(cluster)
        self._join_tails(tails)
        for row, parts in initials:
            fitting = [one for one in tails[(parts[-1],)] if any(name[0] == parts[0] for name in one.names)]
            self._join(row, parts, fitting, exact)
        for row, parts in bare:
            name = [part for part in parts if part not in lexicon.PARTICLES] or parts
            self._join(row, parts, tails[tuple(parts[-2:])] if len(parts) > 1 and tails[tuple(parts[-2:])] else tails[tuple(name[-1:])], exact)

    def _found(self, row: Row, name: str, parts: list[str], exact: dict[str, _Cluster], blocks: dict[tuple[str, str], list[tuple[list[str], _Cluster]]]) -> None:
        folded = fold(name)
        cluster = exact.get(folded)
        block = blocks[_sound(parts[-1]), _sound(_SHORT_FORMS.get(parts[0], parts[0]))]
        if cluster is None:
            fitting = list({id(one): one for other, one in block if self._one_person(row, parts, folded, other, one)}.values())
            if len(fitting) > 1 and _role_words(row):
                fitting = [one for one in fitting if _role_words(row) & one.roles]
            cluster = fitting[0] if len(fitting) == 1 else None
        if cluster is None:
            cluster = _Cluster()
            self.clusters.append(cluster)
        if folded not in exact:
            exact[folded] = cluster
            block.append((parts, cluster))
        cluster.add(row, folded)

    def _one_person(self, row: Row, parts: list[str], folded: str, other: list[str], cluster: _Cluster) -> bool:
        given, known = (_SHORT_FORMS.get(name[0], name[0]) for name in (parts, other))
        if ratio(parts[-1], other[-1]) < _NEAR_SURNAME or ratio(given, known) < _NEAR_GIVEN:
            return False
        one, two = gender_of(parts[0]), gender_of(other[0])
        if one and two and one != two:
            return False
        middle, middles = parts[1:-1], other[1:-1]
        if middle and middles and middle[0][0] != middles[0][0]:
            return False  # George W. Bush and George H. W. Bush
        spelled = parts[-1] == other[-1] and (given == known or not _role_words(row) or not cluster.roles)
        return (spelled or _agree(row, cluster)) and not self._forbidden(folded, cluster)

    def _join_tails(self, tails: dict[tuple[str, ...], list[_Cluster]]) -> None:
        """ "Wasserman Schultz" is Debbie Wasserman Schultz, when there is only one."""
        for cluster in list(self.clusters):
            name = next(iter(cluster.names))
            parts = tuple(name.split())
            fitting = [one for one in tails[parts] if one is not cluster] if len(parts) == 2 and len(cluster.names) == 1 else []
            if len(fitting) == 1 and not gender_of(parts[0]) and not self._forbidden(name, fitting[0]):
                for row in cluster.rows:
                    fitting[0].add(row, name)
                self.clusters.remove(cluster)
                for clusters in (tails[(parts[-1],)], tails[parts]):
                    if cluster in clusters:
                        clusters.remove(cluster)

    def _join(self, row: Row, parts: list[str], family: Sequence[_Cluster], exact: dict[str, _Cluster]) -> None:
        """A bare surname goes to the only one of the family that it can be, else it is someone of its own."""
        folded = " ".join(parts)
        fitting = [one for one in family if _agree(row, one) and not self._forbidden(folded, one)]
        if len(fitting) > 1 and _role_words(row):
            fitting = [one for one in fitting if _role_words(row) & one.roles]
        cluster = fitting[0] if len(fitting) == 1 else exact.get(f"{folded} ")
        if cluster is None or (len(fitting) != 1 and not _agree(row, cluster)):
            cluster = _Cluster()
            self.clusters.append(cluster)
            exact.setdefault(f"{folded} ", cluster)  # the space: a bare name is no full one
        cluster.add(row, folded)

    def _forbidden(self, name: str, cluster: _Cluster) -> bool:
        return bool(self._rulings.forbid) and any(_pair(name, other) in self._rulings.forbid for other in cluster.names)


class _Bodies:
    """Organisations, outlets and groups by their words; documents and polls by their whole name only."""

    def __init__(self, rulings: Rulings) -> None:
        self.clusters: list[_Cluster] = []
        self._rulings = rulings

    def add(self, named: Mapping[Row, str]) -> None:
        by_words: dict[tuple[str, ...], _Cluster] = {}
        near: dict[str, list[tuple[str, _Cluster]]] = defaultdict(list)
        by_initials: dict[str, list[_Cluster]] = defaultdict(list)
        acronyms: list[tuple[Row, str]] = []
        for row, name in named.items():
            if row.body in ("document", "poll"):
                self._put(row, name, by_words, (row.body, fold(name)))
                continue
            bare = name.replace(".", "")
            if bare.isupper() and " " not in bare and 1 < len(bare) <= 6:
                acronyms.append((row, bare.casefold()))
                continue
            core = _core(name)
            cluster = by_words.get(tuple(sorted(core)))
            spelled = " ".join(core)
            if cluster is None and len(spelled) >= 8:
                cluster = next((one for other, one in near[_sound(core[0])] if ratio(spelled, other) >= _NEAR_BODY and not self._forbidden(fold(name), one)), None)
            if cluster is None:
                cluster = _Cluster()
                self.clusters.append(cluster)
                near[_sound(core[0])].append((spelled, cluster))
                words = [part for part in fold(name).split() if part not in lexicon.FUNCTION]
                by_initials["".join(part[0] for part in words)].append(cluster)
            by_words.setdefault(tuple(sorted(core)), cluster)
            cluster.add(row, fold(name))
        for row, letters in acronyms:
            long = [one for one in by_initials[letters] if not self._forbidden(letters, one)]
            if len(long) == 1:
                long[0].add(row, letters)
            else:
                self._put(row, letters, by_words, (letters,))

    def _put(self, row: Row, name: str, by_words: dict[tuple[str, ...], _Cluster], words: tuple[str, ...]) -> None:
        if words not in by_words:
            by_words[words] = _Cluster()
            self.clusters.append(by_words[words])
        by_words[words].add(row, fold(name))

    def _forbidden(self, name: str, cluster: _Cluster) -> bool:
        return bool(self._rulings.forbid) and any(_pair(name, other) in self._rulings.forbid for other in cluster.names)


def _forced(clusters: Sequence[_Cluster], rulings: Rulings) -> list[_Cluster]:
    kept = list(clusters)
    for names in rulings.force:
        together = [cluster for cluster in kept if cluster.names & set(names)]
        for cluster in together[1:]:
            for row in cluster.rows:
                together[0].rows.append(row)
            together[0].names |= cluster.names
            kept.remove(cluster)
    return kept


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
    return Person(fold(name) or name, name, _most(roles), _most(organisations), body, sum(row.count for row in cluster.rows))


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
    words = {singular(lexicon.TITLES.get(part, part)) for part in re.findall(r"[^\W\d_]+", role.casefold()) if part not in lexicon.FUNCTION}
    words -= {"former", "senior", "deputy", "vice", "acting", "then", "chief", "s"}
    return frozenset(words) | {other for word in words for other in lexicon.WIDER.get(word, "").split()}


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    """A rough skeleton of how a name sounds, the same for most transliterations: Sergei and Sergey, Mohammed and Muhammad."""
    for spelled, plain in (("ph", "f"), ("kh", "k"), ("ck", "k"), ("sch", "s"), ("sh", "s"), ("tch", "c"), ("ch", "c"), ("th", "t"), ("gh", "g"), ("q", "k"), ("w", "v"), ("z", "s"), ("c", "k"), ("dj", "j"), ("x", "ks")):
        word = word.replace(spelled, plain)
    skeleton = word[:1].translate(_VOWELS) + re.sub(r"[aeiouyjh'-]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", skeleton)


_VOWELS = str.maketrans("eiouyj", "aaaaaa")


def _core(name: str) -> list[str]:
    folded = fold(name)
    for british, american in _SPELLINGS:
        folded = folded.replace(american, british)
    return [part for part in folded.split() if part not in _GENERIC_WORDS] or folded.split() or [name]


def _pair(one: str, other: str) -> tuple[str, str]:
    a, b = sorted((fold(one), fold(other)))
    return a, b


def _names(path: Path, where: str, value: object) -> list[str]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise SettingsError(f"In {path}, {where} must hold lists of names. Write them as: [Name, Other Name].")
    return names


def _lists(path: Path, where: str, content: Mapping[str, object]) -> list[list[str]]:
    value = content.get(where) or []
    if not isinstance(value, list):
        raise SettingsError(f"In {path}, {where} must be a list of lists of names. Write it as: [[Name, Other Name]].")
    found = [_names(path, where, item) for item in value]
    if any(len(names) < 2 for names in found):
        raise SettingsError(f"In {path}, each list under {where} needs at least two names. Add the other name.")
    return found
