"""Which bodies may be called "the union", "the party" or "the company", by the words of their names."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.attribution.words import role_noun, singular

# What is in the name of a body that may be called so.
OF_MEMBERS = {
    "union": "union federation association brotherhood guild confederation congress",
    "party": "party alliance front movement coalition league union congress",
    "movement": "movement front alliance brotherhood league resistance army brigade",
    "charity": "charity foundation trust fund society relief aid mission",
}
_MEMBERS = frozenset(" ".join((*OF_MEMBERS, *OF_MEMBERS.values())).split())
_OFFICIAL = frozenset(
    "ministry department court commission committee council parliament senate assembly police army government".split()
)
COMPANIES = ("company", "firm", "operator", "manufacturer")


def is_of_members(base: str, name: Sequence[str]) -> bool:
    """True where a body of that name may be called "the union", "the party" ...: no firm is."""
    parts = {singular(part.casefold()) for part in name}
    acronym = len(name) == 1 and name[0].isupper()
    return acronym or not parts.isdisjoint(OF_MEMBERS[base].split()) or (base in ("union", "party") and _is_many(name))


def is_no_company(name: Sequence[str]) -> bool:
    """True for "Ministry of Trade" and "Harbour Workers"."""
    return _is_many(name) or not {singular(part.casefold()) for part in name}.isdisjoint(_MEMBERS | _OFFICIAL)


def _is_many(name: Sequence[str]) -> bool:
    last = name[-1].casefold()
    return singular(last) != last and role_noun(singular(last))
