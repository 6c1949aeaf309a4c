"""Whose words a question asks for: the persons behind its subject, and whether it has to be asked which of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clauses import BODY_OF, is_person
from bot.memory import Memory
from bot.people import Mention, Names
from corpus.attribution.lexicon import FUNCTION, HONORIFICS, PERSONAL, PLURAL
from corpus.attribution.rulings import fold
from corpus.attribution.words import role_noun

Persons = tuple[str, ...]  # all keys that one name may mean, who speaks most first

_MOST_CHOICES = 4  # persons of one name who may be asked back for; of more none is evidently meant
_SEVERAL = re.compile(r"\b(?:two|both)\b", re.I)
_JOINED = re.compile(r"\s*(?:,| and | & | or )\s*", re.I)
_OF_ANOTHER = ("of", "at", "for", "from", "in", "with", "against")
_MADE_BY = frozenset("ad ads advert commercial spot law video site page newspaper family estate company firm".split())
_SOMEBODY_OF = re.compile(r" (?:guy|man|woman|lady|person|rep)\b", re.I)
_BARE_ROLE = re.compile(r"the (?:(?:ex|former)[ -])?(\w+)", re.I)
_WORD = re.compile(r"[\w'’-]+")
# another's, where nobody else is named: "did Voss defend her?", but not "did Voss sell her boat?"
_OBJECT = re.compile(
    r"\b(?:him|her(?=\W*$| (?:over|after|for|on|in|at|when|as|to|from|with|against|about|during|and|or|before)\b))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Whom:
    """The persons of a subject."""

    speakers: tuple[Persons, ...] = ()
    worked_out: tuple[str, ...] = ()  # names that the words only hint at, for a person: "Hillary Clinton"
    unclear: tuple[tuple[str, Persons], ...] = ()  # part of a name as typed, and those who may be meant


def persons_in(who: str, rest: str, memory: Memory, names: Names) -> Whom:
    """Whom the subject `who` of a question means; `rest` is what it asks about them.

    Not those who only tell whose it is ("Voss's brother", "the mayor of Voss"). Of several with one name, the one with
    the role or gender that stands in the question; else who was spoken of before in this chat; else who speaks far
    more than the others. A description without a name means whom alone it fits.
    """
    parts = [part for part in _JOINED.split(who) if part]
    found = [_of_part(part, rest, memory, names) for part in (parts if len(parts) > 1 else [who])]
    speakers = tuple(dict.fromkeys(some for one in found for some in one.speakers))
    if len(speakers) == 1 and _SEVERAL.search(who) and (named := names.mentions(who)):
        return Whom(tuple((person,) for person in names.evident(named[0].persons)))  # "the two Vosses"
    return Whom(
        speakers,
        tuple(dict.fromkeys(name for one in found for name in one.worked_out)),
        tuple(unclear for one in found for unclear in one.unclear) if len(speakers) == 1 else (),
    )


def spelled_out(who: str, whom: Whom, names: Names) -> str:
    """The subject, and the last names of its persons where it lacks them: what to look for."""
    typed = set(fold(who).replace("'s", "").split())
    shown = (names.shown[persons[0]] for persons in whom.speakers)
    return " ".join([who, *(name for name in shown if fold(name).split()[-1] not in typed)]).strip()


def choices(text: str, whom: Whom, names: Names) -> tuple[str, ...]:
    """The question once with each whole name of those who may be meant; none where it is clear."""
    return tuple(
        re.sub(rf"\b{re.escape(typed)}(?!\w)", names.shown[person].replace("\\", ""), text, count=1, flags=re.I)
        for typed, persons in whom.unclear[:1]
        for person in persons
    )


def _of_part(who: str, rest: str, memory: Memory, names: Names) -> Whom:
    mentions = names.mentions(who)
    meant = [mention for mention in mentions if not _is_anothers(who, mention, names)]
    if not meant and (known := spoken_of(who, memory, names)):
        return Whom((known,), (names.shown[known[0]],))
    if not meant:
        fitting = names.described(who)
        if len(fitting) == 1:
            return Whom((fitting,), (names.shown[fitting[0]],))
        return Whom((fitting,), (), ((who, fitting),)) if 1 < len(fitting) <= _MOST_CHOICES else Whom()
    found = [_decided(who, mention, rest, memory, names) for mention in meant]
    return Whom(
        tuple(dict.fromkeys(some for one in found for some in one.speakers)),
        tuple(name for one in found for name in one.worked_out),
        tuple(unclear for one in found for unclear in one.unclear),
    )


def spoken_of(who: str, memory: Memory, names: Names) -> Persons:
    """The one of those spoken of in this chat who alone is "the governor"; more words may mean another governor."""
    role = _BARE_ROLE.fullmatch(who)
    return names.in_role(memory.mentioned, role[1]) if role and memory.mentioned and role_noun(role[1].lower()) else ()


def _is_anothers(who: str, mention: Mention, names: Names) -> bool:
    """True for a name that only tells whose the subject is."""
    before, behind = who[: mention.span.start].split(), who[mention.span.end :]
    if _SOMEBODY_OF.match(behind) and names.body(mention.persons[0]) in ("organisation", "outlet"):
        return True
    if re.match(r"['’]s? \w", behind):
        return True
    following = re.match(r"s? (?!(?:wo)?man\b|lady\b|guy\b)(\w+)(?: (\w+))?", behind)
    if following and following[1].lower() not in FUNCTION:
        words = [word.lower() for word in following.groups() if word]
        if any(is_person(word) or word in BODY_OF for word in words):
            return True  # "the Voss campaign", "voss old pilot"
        if names.body(mention.persons[0]) == "person" and words[-1] in _MADE_BY:
            return True  # "the Voss commercial"
    if re.search(r"(?:^| )team$", who[: mention.span.start].rstrip(), re.I):
        return True
    return bool(before) and before[-1].lower() in _OF_ANOTHER


def _decided(who: str, mention: Mention, rest: str, memory: Memory, names: Names) -> Whom:
    """One name of the subject, as the person or persons that it means."""
    persons, typed = mention.persons, mention.span.of(who)
    halves = names.half_names(persons)
    whole = [person for person in persons if person not in halves]
    if len(whole) < 2:
        shown = names.shown[(whole or persons)[0]]
        return Whom((persons,), () if set(fold(typed).split()) <= set(fold(shown).split()) else (shown,))
    if " " in typed and (same := [person for person in whole if fold(names.shown[person]) == fold(typed)]):
        return Whom((tuple(same),))  # "Ana Voss" is also how "Maria Ana Voss" is called
    around = f"{who[: mention.span.start]} {who[mention.span.end :]}"
    chosen: Sequence[str] = (
        names.in_role(whole, around)
        or _of_gender(whole, around, rest, names)
        or [person for person in memory.mentioned if person in whole][:1]
    )
    if not chosen:
        chosen = [person for person in names.evident(persons) if person not in halves]
    if len(chosen) == 1:
        shown = names.shown[chosen[0]]
        return Whom(((chosen[0], *halves),), () if typed.lower() == shown.lower() else (shown,))
    asked = len(chosen) <= _MOST_CHOICES and all(names.body(person) == "person" for person in chosen)
    return Whom((persons,), (), ((typed, tuple(chosen)),) if asked else ())


def _of_gender(persons: Sequence[str], around: str, rest: str, names: Names) -> tuple[str, ...]:
    """The only one of these of the gender of "Mrs" beside the name, or of a pronoun where nobody else is spoken of."""
    words = [word.lower().strip("'’") for word in _WORD.findall(around)]
    genders = {HONORIFICS[word] for word in words if HONORIFICS.get(word)}
    if not genders and not names.mentions(rest):
        others = [word.lower() for word in _WORD.findall(_OBJECT.sub("", rest))]
        if not any(word in PLURAL or role_noun(word) for word in others):
            genders = {PERSONAL[base] for word in others if (base := re.split(r"['’]", word)[0]) in PERSONAL}
    fitting = [person for person in persons if names.gender(person) in genders]
    return (fitting[0],) if len(genders) == 1 and len(fitting) == 1 else ()
