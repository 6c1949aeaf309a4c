"""A question that leans on an earlier one: whether it does, and what it lacks from the chat's memory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.clauses import Reading
from bot.grammar import Kind
from bot.memory import Memory
from bot.people import Names
from bot.whom import choices, persons_in
from corpus.attribution.lexicon import NEUTER, PERSONAL
from corpus.attribution.words import role_noun

if TYPE_CHECKING:  # a question is completed here, and understood with this
    from bot.question import Question

SHOWN_REPORT = re.compile(
    r"\b(?:this|that|the same) (?:report|article|story|piece)\b"
    r"|^what (?:does|did) the (?:report|article|story|piece) say\W*$",
    re.I,
)

_PRONOUN = r"(?:he|she|they|it|him|her|them|his|hers|their|theirs|its|himself|herself|themselves|that|this|those|these)"
_LEANING = re.compile(rf"\b{_PRONOUN}\b", re.I)
_PRONOUN_ALONE = re.compile(
    rf"(?:about |of |on )?(?:{_PRONOUN}(?: (?:him|her|it)self| themselves)?|so|the same|(?:it|all) (?:all|this|that)"
    rf"|{_PRONOUN} {_PRONOUN})",
    re.I,
)
_OF_PRONOUN = re.compile(
    r"\b(?:did|does|do|has|have|had|is|are|was|were|will|would) (?:he|she|they|his|her|their)\b", re.I
)
_POSSESSIVE = re.compile(r"(?:his|her|their|its)\b", re.I)
_OWNERS = {"his": "he", "her": "she", "their": "they", "its": "it"}
_ELSE = re.compile(r"\b(?:who|what|any(?:one|body|thing)|where) else\b|\bthe same\b", re.I)
_OBJECT = re.compile(r"^(?:\w+ )?(?:(?:him|them)\b|(?:it|that|this|so|her)\W*$)", re.I)  # "who told him ..."
_BARE = re.compile(r"\b(?:respond|react|reply|answer|hit back)(?:ed|s)?\W*$|^(?:why|how come|when|where)\W*$", re.I)
_REPLY = re.compile(r"\b(?:reactions?|responses?|repl(?:y|ies)|answers?|comments?)\b", re.I)
_ASKED_ALONE: dict[str, Kind] = {"when": "when_said", "where": "where_said"}
_WHOLE_QUOTE = re.compile(
    r"(?:(?:show|give) me )?(?:the )?(?:full|whole|entire|complete|exact) (?:quotes?|words|statements?|text)", re.I
)
_BODIES = frozenset(  # that speak more often than they are spoken of; "and the port?" is a topic
    "union government army navy police ministry company council committee commission court opposition party authority"
    " authorities association board agency administration team campaign federation cabinet parliament senate congress"
    " coalition charity regulator militia junta delegation treasury department embassy church watchdog firm rebels"
    " unions parties courts".split()
)
_OPENS = re.compile(r"(?:he|she|they|it)\b", re.I)
_OWN_TOPIC = re.compile(r"^\W*(?:and|but|also|plus)\W+(?:about|on|over)\b", re.I)
_NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]+")
_SOMEBODY = re.compile(rf"\b(?:the|an?) (?:\w+ ){{1,8}}?{_PRONOUN}\b", re.I)  # "the governor ... his office"
_ABOUT_PERSON = re.compile(r"\b(?:about|of|on|over) (him|her)\W*$", re.I)


def leans(text: str, reading: Reading, names: Names) -> bool:
    """True when the words need an earlier question to make sense.

    A question that names somebody stands by itself, unless it opens like a continuation or its topic is a pronoun.
    """
    if _WHOLE_QUOTE.fullmatch(_bare(text)):
        return True
    if reading.goes_on or reading.kind == "more" or (reading.stub and not reading.topic):
        return True
    if any(form.search(text) for form in (_ELSE, _BARE, SHOWN_REPORT)):
        return True
    if not reading.topic and (reading.kind == "source_of" or (reading.kind == "who_said" and not names.mentions(text))):
        return True  # "source?", "who disagreed?"
    if not reading.topic and reading.kind == "what_said" and _REPLY.search(text):
        return True  # "any reaction from the union?"
    if _PRONOUN_ALONE.fullmatch(reading.topic) or _PRONOUN_ALONE.fullmatch(reading.who):
        return True
    if reading.kind == "who_said":  # "who said they won't leave": they are the ones asked for
        object_of = f"{reading.verb} {reading.topic}".strip()
        return bool(_OBJECT.match(object_of) or _OBJECT.match(f"told {reading.to}")) and not names.mentions(text)
    if _POSSESSIVE.match(reading.who):
        return True
    before = _OF_PRONOUN.search(text)  # "how long did he think ..." has its name after the pronoun, if any
    if before and not names.mentions(text[: before.start()]) and not _NAME.search(text[: before.start()]):
        return True
    named = names.mentions(text) or _NAME.search(text) or _SOMEBODY.search(text)
    return not named and bool(_LEANING.search(text))


def leaning(question: Question, text: str, reading: Reading, memory: Memory, names: Names) -> Question:
    """The question with what it lacks from the chat's memory."""
    known = replace(
        question, leans=True, near=memory.reports, when=question.when or memory.when,
        phrases=question.phrases or memory.phrases,
    )  # fmt: skip
    before = replace(
        known, kind=memory.kind, whom=memory.whom, speakers=memory.speakers, topic=memory.topic,
        polarity=memory.polarity, search=memory.search, understood=(), ambiguous=(),
    )  # fmt: skip
    topic, who = reading.topic, reading.who
    if SHOWN_REPORT.search(text):
        return replace(known, search=f"{memory.search} {topic}".strip())
    if _WHOLE_QUOTE.fullmatch(_bare(text)):  # nothing is ever cut short in an answer: the same again
        return before
    # 1. more of the same; the same at another time or in another outlet
    if reading.kind == "more":
        return replace(before, without=memory.shown)
    if reading.stub and (not topic or _BARE.match(topic)):
        return replace(before, kind=_ASKED_ALONE.get(text.lower().rstrip(" ?!."), memory.kind))
    # 2. "who else?"
    if _ELSE.search(text) and (not who or reading.kind == "who_said"):
        return replace(
            before, kind="who_said", whom="", speakers=(), topic=memory.topic, without=memory.shown,
            without_people=memory.people,
            search=" ".join(filter(None, (memory.topic or memory.search, who, topic))),
        )  # fmt: skip
    # 3. "and the mayor?" is another speaker on the same topic, "and about the bridge?" another topic
    if reading.stub:
        return _stub(known, before, topic, memory, names)
    # 4. a whole question with a pronoun in it
    return _whole(known, text, reading, memory, names)


def _bare(text: str) -> str:
    return re.sub(r"[\s,]*(?:\b(?:please|pls|plz)\b)?[\s?.!]*$", "", text, flags=re.I)


def _stub(known: Question, before: Question, topic: str, memory: Memory, names: Names) -> Question:
    somebody = persons_in(topic, "", memory, names)
    role = bool(topic) and role_noun(topic.split()[-1].lower())
    body = re.match(r"the (?:\w+ )*?(\w+)$", topic, re.I)  # "and the union?"
    role = role or bool(body and body[1].lower() in _BODIES)
    if (somebody.speakers or names.mentions(topic) or role) and not _OWN_TOPIC.match(known.text):
        kind: Kind = "what_said" if memory.kind in ("who_said", "did_say", "fact") else memory.kind
        return replace(
            before, kind=kind, whom=topic, speakers=somebody.speakers, understood=somebody.worked_out,
            ambiguous=choices(known.text, somebody, names), search=f"{memory.topic or memory.search} {topic}",
        )  # fmt: skip
    return replace(before, topic=topic, search=f"{memory.whom or memory.search} {topic}")


def _whole(known: Question, text: str, reading: Reading, memory: Memory, names: Names) -> Question:
    topic, who = reading.topic, reading.who
    known = replace(known, without=memory.shown if _ELSE.search(text) else ())
    own = who
    done_to = _OPENS.match(topic) if reading.kind == "fact" and not who else None
    if done_to and (found := _meant(done_to[0], memory, names)):  # "was she threatened?"
        name = names.shown.get(found[0][0], "")
        known = replace(known, topic=f"{name}{topic[done_to.end() :]}", understood=(name,))
        return replace(known, search=" ".join(f"{memory.search} {known.topic}".split()))
    if _PRONOUN_ALONE.fullmatch(who):
        found = _meant(who, memory, names)
        shown = tuple(names.shown.get(some[0], "") for some in found)
        own = " and ".join(shown)
        known = replace(known, speakers=found, whom=own or memory.whom, understood=shown)
    elif (whose := _POSSESSIVE.match(who)) and (found := _meant(_OWNERS[whose[0].lower()], memory, names)):
        own = f"{names.shown[found[0][0]]}'s{who[whose.end() :]}"  # "his campaign"
    if not topic or _PRONOUN_ALONE.fullmatch(topic) or _BARE.search(text):
        told_of = _told_of(text, known, memory, names)
        known = replace(known, topic=told_of or memory.topic or memory.search)
        search = f"{own} {told_of} {memory.topic}" if own and memory.topic else f"{memory.search} {own} {told_of}"
        return replace(known, search=" ".join(f"{search} {reading.verb}".split()))
    search = f"{memory.search} {own} {reading.verb} {reading.to} {topic}"
    return replace(known, search=" ".join(search.split()))


def _told_of(text: str, question: Question, memory: Memory, names: Names) -> str:
    """The name of whom "about him" means; "" where the words don't ask for what is said about a person."""
    found = _ABOUT_PERSON.search(text)
    meant = _meant(found[1], memory, names) if found else ()
    return names.shown.get(meant[0][0], "") if meant and meant[0] not in question.speakers else ""


def _meant(pronoun: str, memory: Memory, names: Names) -> tuple[tuple[str, ...], ...]:
    """Whom a pronoun means: the last of that gender who was asked for, shown or spoken of in this chat."""
    word = pronoun.lower().split()[0]
    if word in NEUTER:
        return _first([(p,) for p in memory.mentioned if names.body(p) not in ("", "person")])
    gender = PERSONAL.get(word)
    if gender is None:
        return memory.speakers or tuple((person,) for person in memory.people)
    persons = [p for p in memory.mentioned if names.body(p) == "person" and names.gender(p) in ("", gender)]
    return _first([next((some for some in memory.speakers if p in some), (p,)) for p in persons])


def _first(persons: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(persons[:1])
