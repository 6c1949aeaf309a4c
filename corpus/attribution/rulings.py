"""The owner's word on who is who: speakers.yaml, with aliases, and with merges to force or to forbid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import yaml

from corpus.attribution.cast import key
from corpus.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Rulings:
    """What the owner decided, by names in any case: overrides what the names themselves suggest."""

    aliases: Mapping[str, str] = field(default_factory=dict)  # alias, folded -> the name to show
    force: tuple[tuple[str, ...], ...] = ()  # folded names that are one
    forbid: frozenset[tuple[str, str]] = frozenset()  # pairs of folded names that are two, each sorted


def load(path: Path) -> Rulings:
    """The owner's rulings in a YAML file with the keys `aliases`, `force` and `forbid`, each optional.

        aliases: {Sergei Lavrov: [S. Lavrov, Lavrov]}
        force:   [[Bibi, Benjamin Netanyahu]]
        forbid:  [[Bill Clinton, Hillary Clinton]]

    Raises SettingsError when the file can't be read, isn't of that form or contradicts itself.
    """
    content = _content(path)
    aliases: dict[str, str] = {}
    named = content.get("aliases") or {}
    if not isinstance(named, dict) or not all(isinstance(name, str) for name in named):
        raise SettingsError(
            f"In {path}, aliases must map a name to a list of names, as in: Sergei Lavrov: [S. Lavrov]."
        )
    for name, others in named.items():
        for alias in (name, *_names(path, "aliases", others)):
            if aliases.setdefault(fold(alias), name) != name:
                raise SettingsError(f"In {path}, {alias!r} is an alias of two names. Keep it under one.")

    def shown(name: str) -> str:
        return fold(aliases.get(fold(name), name))

    force = tuple(tuple(map(shown, names)) for names in _lists(path, "force", content))
    apart = (pair(shown(a), shown(b)) for names in _lists(path, "forbid", content) for a, b in combinations(names, 2))
    forbid = frozenset(apart)
    for one, other in sorted(forbid):
        if one == other or any(one in names and other in names for names in force):
            raise SettingsError(
                f"In {path}, {one!r} and {other!r} are both joined and kept apart. Remove one of the rulings."
            )
    return Rulings(aliases, force, forbid)


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name for comparing: small letters, no accents, points or Arabic article, one space between words."""
    return " ".join(filter(None, (key(part) for part in name.replace(",", " ").split())))


def pair(one: str, other: str) -> tuple[str, str]:
    """Two folded names as a pair that doesn't depend on their order."""
    return (one, other) if one <= other else (other, one)


def _content(path: Path) -> dict[str, object]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} can't be read ({error}). Check the path and that the file is UTF-8 text."
        ) from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{path} isn't valid YAML ({' '.join(str(error).split())}). Correct that line.") from error
    if not isinstance(content, dict) or content.keys() - {"aliases", "force", "forbid"}:
        raise SettingsError(f"{path} may have the keys aliases, force and forbid only. Remove or rename the others.")
    return content


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
