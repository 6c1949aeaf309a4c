"""Who of those who speak in the quotes found answers to a description: "the finance chief", "apple's boss"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.citing import mouth
from bot.quotes import Quote
from bot.words import Vocabulary, cut
from corpus.attribution.rulings import fold
from corpus.attribution.words import role_noun, singular

LEAST = 0.5  # of 1 that a speaker must fit
LESS = 0.07  # than the best
BESIDE = 0.9  # what a word counts beside their name
AROUND = 0.6  # ... elsewhere in a passage with words of theirs
REACH = 4  # words between a name and what its bearer is: "Abel Torrance, the company's finance director"

BEHIND = re.compile(r" (?:of|in|at|from|for|with|on|by|who|that)\b", re.I)  # what stands behind the noun
_END = re.compile(r"[.!?:;\n]")


def described(whom: str, quotes: Sequence[Quote], vocabulary: Vocabulary) -> frozenset[str]:
    """The speakers whom a description by what they are fits best, by `mouth`; none where it fits nobody.

    What somebody is stands in what the report calls them, or beside their name in a passage found. The rest of the
    description ("apple's") may stand anywhere in these.
    """
    head = cut(BEHIND.split(whom)[0]).words
    noun, rest = head[-1:], [word for word in cut(whom).words if word not in head[-1:]]
    if not noun:
        return frozenset()
    own, near, around = (defaultdict[str, set[str]](set) for _ in range(3))
    for quote in quotes:
        if quote.said is None:
            continue
        key, speaker, text = mouth(quote.said), quote.said.statement.speaker, quote.passage.of(quote.report.text)
        own[key].update(cut(f"{speaker.name} {speaker.role} {speaker.organisation}").words)
        near[key].update(_beside(fold(speaker.name).split()[-1:], text))
        around[key].update(cut(f"{quote.report.title} {text}").words)
    words = list(set().union(*around.values(), *own.values(), *near.values()))
    wanted = [*noun, *rest]
    alike = vocabulary.alike(vocabulary.ids(wanted), vocabulary.ids(words)).tolist()
    likes = {word: dict(zip(words, row, strict=True)) for word, row in zip(wanted, alike, strict=True)}

    def fits(word: str, *places: tuple[set[str], float]) -> float:
        return max((share * likes[word][other] for held, share in places for other in held), default=0.0)

    found = dict[str, float]()
    for key, held in own.items():
        offices = {word for word in near[key] if role_noun(word)}  # nobody is what else stands beside their name
        fit = fits(noun[0], (held, 1.0), (offices, BESIDE))
        others = [fits(word, (held, 1.0), (near[key], BESIDE), (around[key], AROUND)) for word in rest]
        found[key] = (fit + sum(others) / len(others)) / 2 if others else fit
    best = max(found.values(), default=0.0)
    return frozenset(key for key, fit in found.items() if fit >= max(LEAST, best - LESS))


def is_role(whom: str) -> bool:
    """True for a description by an office, a trade or a part: "the rail investigator"."""
    head = cut(BEHIND.split(whom)[0]).words
    return bool(head and (role_noun(head[-1]) or role_noun(singular(head[-1]))))


def _beside(last: Sequence[str], text: str) -> list[str]:
    """The words that stand near a last name, within its sentence."""
    found = list[str]()
    for match in re.finditer(rf"\b{re.escape(last[0])}\b", fold(text)) if last else ():
        before, behind = _END.split(text[: match.start()])[-1], _END.split(text[match.end() :])[0]
        found += [*cut(" ".join(before.split()[-REACH:])).words, *cut(" ".join(behind.split()[:REACH])).words]
    return found
