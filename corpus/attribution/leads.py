"""Whom a report's opening describes before it names them: "The mayor said no.", and then "Ana Solano, the mayor"."""

from __future__ import annotations

from corpus.attribution import lexicon
from corpus.attribution.cast import Cast, Figure, key
from corpus.attribution.descriptions import DETERMINERS
from corpus.attribution.roles import noun_gender
from corpus.attribution.words import Words, capitalised, singular

_OPENING = 4  # sentences, the title among them
_REACH = 12  # sentences in which the name must follow
_BINDING = ("of", "for", "at", "to", "in", "with")


def named_later(words: Words, cast: Cast, base: str, span: range, head: int) -> Figure | None:
    """The only person who is named further down with the role that a definite description in the opening tells.

    `base` is its head noun, at word head. None where somebody had that role before, where two get it, and where a name
    in the description is not theirs.
    """
    sentence, gender = words.sentence[span.start], noun_gender(base)
    if sentence >= _OPENING:
        return None
    plain = DETERMINERS | lexicon.RANKING
    proper = {key(words.form[at]) for at in span if at != head and capitalised(words.form[at])} - plain
    fitting: list[tuple[int, Figure]] = []
    for figure in cast.figures:
        if figure.kind != "person" or not figure.mentions or base not in map(_head, figure.roles):
            continue
        first = cast.mentions[min(figure.mentions)].first
        told = {key(part) for phrase in (*figure.roles, *figure.organisations) for part in phrase.split()}
        near = words.sentence[first] - sentence <= _REACH
        if first < span.stop or (near and proper <= told and figure.gender in ("", gender or figure.gender)):
            fitting.append((first, figure))
    return fitting[0][1] if len(fitting) == 1 and fitting[0][0] >= span.stop else None


def _head(role: str) -> str:
    """The noun of a role: "master" of "master of the harbour"."""
    parts = [singular(part.strip(".,").casefold()) for part in role.split()]
    bound = next((at for at, part in enumerate(parts) if at and part in _BINDING), len(parts))
    return lexicon.TITLES.get(parts[bound - 1], parts[bound - 1]).split()[-1] if parts else ""
