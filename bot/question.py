"""A person's words, and what was said before, to a Question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.dates import When, in_words, when_in
from bot.intents import Kind, Reading, plain_words, read
from bot.memory import Memory, Passage
from bot.outlets import outlets_in
from bot.people import EMPTY, Names
from corpus.attribution.words import role_noun
from corpus.types import Polarity, Span
from index.catalog import NO_FILTER, Filter

LONGEST = 1000  # characters of a question that are read; nobody asks in more, and search time grows with it

Intent = Literal["ask", "hello", "thanks", "help", "empty"]
Persons = tuple[str, ...]  # all keys that one name may mean, who speaks most first

_HELLO = re.compile(r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|/start)\b[\s!.,]*(?:there|bot)?\W*", re.I)
_THANKS = re.compile(r"(?:thanks?|thank you|thx|cheers|great|ok(?:ay)?)(?: (?:a lot|so much|very much|you))?\W*", re.I)
_HELP = re.compile(r"(?:/?help|what can (?:you|i) (?:do|ask)|how does this work)\W*", re.I)
_PHRASE = re.compile(r'"([^"]{2,})"|“([^”]{2,})”|«([^»]{2,})»')
# "reports from October" are limited by the date; "killed in October" may be told in November
_IN_REPORTS = re.compile(
    r"\b(?:(?:reports?|articles?|stor(?:y|ies)|coverage|news)(?: \w+)?|reported|published|printed|written)\W*$", re.I
)
_SHOWN_REPORT = re.compile(r"\b(?:this|that|the same) (?:report|article|story|piece)\b", re.I)

# What leans on something said before.
_PRONOUN = r"(?:he|she|they|it|him|her|them|his|hers|their|theirs|its|himself|herself|that|this|those|these)"
_LEANING = re.compile(rf"\b{_PRONOUN}\b", re.I)
_PRONOUN_ALONE = re.compile(rf"(?:{_PRONOUN}|so|the same|(?:it|all) (?:all|this|that)|{_PRONOUN} {_PRONOUN})", re.I)
_OF_PRONOUN = re.compile(
    r"\b(?:did|does|do|has|have|had|is|are|was|were|will|would) (?:he|she|they|his|her|their)\b", re.I
)
_POSSESSIVE = re.compile(r"(?:his|her|their|its)\b", re.I)
_ELSE = re.compile(r"\b(?:who|what|any(?:one|body|thing)|where) else\b|\bthe same\b", re.I)
_OBJECT = re.compile(r"^(?:\w+ )?(?:(?:him|them)\b|(?:it|that|this|so|her)\W*$)", re.I)  # "who told him ..."
_BARE = re.compile(r"\b(?:respond|react|reply|answer|hit back)(?:ed|s)?\W*$|^(?:why|how come|when|where)\W*$", re.I)
_ASKED_ALONE: dict[str, Kind] = {"when": "when_said", "where": "where_said"}
_OWN_TOPIC = re.compile(r"^\W*(?:and|but|also|plus)\W+(?:about|on|over)\b", re.I)
_NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]+")
_SOMEBODY = re.compile(rf"\b(?:the|an?) (?:\w+ ){{1,8}}?{_PRONOUN}\b", re.I)  # "the governor ... his office"


@dataclass(frozen=True, slots=True)
class Question:
    """What a person wants to know."""

    text: str  # as typed, made printable
    search: str  # the words to look for: `whom` and `topic`, and for a follow-up what it leans on
    intent: Intent = "ask"
    filter: Filter = NO_FILTER  # what counts
    phrases: tuple[str, ...] = ()  # put in quotation marks: to be found word for word
    leans: bool = False  # on an earlier question
    kind: Kind = "fact"  # of an "ask"
    polarity: Polarity = "asserts"  # of the statements asked for: "who denied ..."
    whom: str = ""  # the words for those whose words are asked for, also where the index knows nobody of that name
    speakers: tuple[Persons, ...] = ()  # the same as persons
    topic: str = ""  # the words for what it is about
    about: tuple[Persons, ...] = ()  # the persons in it
    when: tuple[date, date] | None = None  # days asked about, both inclusive; reports may follow some days later
    understood: str = ""  # dates, outlets and persons that were worked out, for a person: "Oct 2016, Politico"
    without: tuple[Passage, ...] = ()  # shown already: to be passed over
    without_people: tuple[str, ...] = ()  # heard already: "who else?"

    @property
    def asks_who(self) -> bool:
        """True when it asks who said something, not what somebody said."""
        return self.kind in ("who_said", "who_speaks", "source_of", "exact")


def understand(
    text: str,
    memory: Memory,
    limits: Filter | None = None,
    *,
    names: Names = EMPTY,
    sources: Sequence[str] = (),
    today: date | None = None,
    last: date | None = None,
) -> Question:
    """The question in a person's words.

    `limits` are those set beside the words (options of a command), `names` the index's speakers, `sources` its
    publishers, `last` the date of its last report. A date in words limits the reports only when it is said of them;
    else it is `when`, a preference.
    """
    clean = printable(text)[:LONGEST].strip()
    intent = _intent(clean)
    if intent != "ask":
        return Question(clean, "", intent)
    phrases = tuple(next(filter(None, m.groups())) for m in _PHRASE.finditer(clean))
    words = plain_words(clean)

    # 1. dates and outlets, which are then no words to look for; what is quoted stays as it is
    unquoted = _PHRASE.sub(lambda found: '"' * len(found[0]), words)
    when = when_in(unquoted, today or date.today(), last)
    outlets = outlets_in(unquoted, sources, names)
    rest = _without(words, [*outlets.spans, *([when.span] if when and not when.is_year else [])])

    # 2. the form of the question
    reading = read(rest, names, bool(phrases))
    question = Question(
        clean,
        " ".join(filter(None, (reading.who, reading.verb, reading.topic))) or rest,
        phrases=phrases,
        kind=reading.kind,
        polarity=reading.polarity,
        whom=reading.who,
        speakers=_speakers(reading.who, names),
        topic=reading.topic,
        when=(when.since, when.until) if when else None,
    )
    if reading.kind == "exact" and phrases:
        question = replace(question, search=" ".join(phrases), whom="", speakers=(), topic="")
    if reading.stub and not reading.goes_on and names.mentions(reading.topic):
        question = _bare_name(question, names)
    if len(question.speakers) > 1 and question.kind == "what_said":
        question = replace(question, kind="compare")

    # 3. what it leans on
    leans = bool(memory.search) and _leans(rest, reading, names)
    if leans:
        question = _leaning(question, rest, reading, memory, names)
    spoken = {person for persons in question.speakers for person in persons}
    about = tuple(some for some in names.within(question.topic) if not spoken.issuperset(some))
    wanted = limits if limits else memory.filter if leans else NO_FILTER
    if leans and _SHOWN_REPORT.search(rest):
        wanted = replace(wanted, reports=memory.reports[:1])
    if outlets.sources and not (limits and limits.sources):
        wanted = replace(wanted, sources=outlets.sources)
    if when and _limits_reports(unquoted, when, question.kind) and not (limits and (limits.since or limits.until)):
        wanted = replace(wanted, since=None if when.since == date.min else when.since, until=when.until)
    days = when.words if when else in_words(*question.when) if question.when else ""
    understood = ", ".join(filter(None, (question.understood, days, *wanted.sources)))
    return replace(question, about=about, filter=wanted, understood=understood)


def printable(text: str) -> str:
    """The text without control characters and half characters; white space becomes single spaces."""
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Co")
    )
    return " ".join(kept.split())


def _intent(text: str) -> Intent:
    if not any(c.isalnum() for c in text):
        return "empty"
    for pattern, intent in ((_HELLO, "hello"), (_THANKS, "thanks"), (_HELP, "help")):
        if pattern.fullmatch(text):
            return intent  # type: ignore[return-value]
    return "ask"


def _without(words: str, spans: Sequence[Span]) -> str:
    for span in sorted(spans, key=lambda span: -span.start):
        words = f"{words[: span.start]} {words[span.end :]}"
    return re.sub(r"\s+(?=[,.?!])|^[\s,]+", "", " ".join(words.split())) or words.strip()


def _limits_reports(text: str, when: When, kind: Kind) -> bool:
    return kind in ("reports", "in_report") or bool(_IN_REPORTS.search(text[: when.span.start]))


def _speakers(who: str, names: Names) -> tuple[Persons, ...]:
    """The persons of a subject: not those who only tell whose it is ("Voss's brother", "the mayor of Voss")."""
    found = []
    for mention in names.mentions(who):
        before, behind = who[: mention.span.start].split(), who[mention.span.end :]
        following = re.match(r"['’]s? \w|['’]?s? (?!(?:wo)?man\b|lady\b)(\w+)", behind)
        if following and (not following[1] or role_noun(following[1].lower()) or following[1] in ("campaign", "team")):
            continue
        if before and before[-1].lower() in ("of", "at", "for", "from", "in", "with", "against"):
            continue
        found.append(mention.persons)
    if len(found) == 1 and re.search(r"\b(?:two|both)\b", who, re.I):
        return tuple((person,) for person in found[0])  # "the two Vosses"
    return tuple(dict.fromkeys(found))


def _bare_name(question: Question, names: Names) -> Question:
    """A name and nothing else ("clara voss?"): what they said."""
    speakers = _speakers(question.topic, names)
    if not speakers:
        return question
    return replace(question, kind="what_said", whom=question.topic, speakers=speakers, topic="")


def _leans(text: str, reading: Reading, names: Names) -> bool:
    """True when the words need an earlier question to make sense.

    A question that names somebody stands by itself, unless it opens like a continuation or its topic is a pronoun.
    """
    if reading.goes_on or reading.kind == "more" or (reading.stub and not reading.topic):
        return True
    if any(form.search(text) for form in (_ELSE, _BARE, _SHOWN_REPORT)):
        return True
    if _PRONOUN_ALONE.fullmatch(reading.topic) or _PRONOUN_ALONE.fullmatch(reading.who):
        return True
    if reading.kind == "who_said":  # "who said they won't leave": they are the ones asked for
        return bool(_OBJECT.match(f"{reading.verb} {reading.topic}".strip())) and not names.mentions(text)
    if _POSSESSIVE.match(reading.who):
        return True
    before = _OF_PRONOUN.search(text)  # "how long did he think ..." has its name after the pronoun, if any
    if before and not names.mentions(text[: before.start()]) and not _NAME.search(text[: before.start()]):
        return True
    named = names.mentions(text) or _NAME.search(text) or _SOMEBODY.search(text)
    return not named and bool(_LEANING.search(text))


def _leaning(question: Question, text: str, reading: Reading, memory: Memory, names: Names) -> Question:
    """The question with what it lacks from the chat's memory."""
    known = replace(
        question, leans=True, when=question.when or memory.when, phrases=question.phrases or memory.phrases,
    )  # fmt: skip
    before = replace(
        known, kind=memory.kind, whom=memory.whom, speakers=memory.speakers, topic=memory.topic,
        polarity=memory.polarity, search=memory.search,
    )  # fmt: skip
    topic, who = reading.topic, reading.who
    if _SHOWN_REPORT.search(text):
        return replace(known, search=f"{memory.search} {topic}".strip())
    # 1. more of the same; the same at another time or in another outlet
    if reading.kind == "more":
        return replace(before, without=memory.shown)
    if reading.stub and (not topic or _BARE.match(topic)):
        return replace(before, kind=_ASKED_ALONE.get(text.lower().rstrip(" ?!."), memory.kind))
    # 2. "who else?"
    if _ELSE.search(text) and not who:
        return replace(
            before, kind="who_said", whom="", speakers=(), topic=memory.topic, without=memory.shown,
            without_people=memory.people, search=" ".join(filter(None, (memory.topic or memory.search, topic))),
        )  # fmt: skip
    # 3. "and the mayor?" is another speaker on the same topic, "and about the bridge?" another topic
    if reading.stub:
        somebody = names.mentions(topic) or (topic and role_noun(topic.split()[-1].lower()))
        kind: Kind = "what_said" if memory.kind in ("who_said", "did_say", "fact") else memory.kind
        if somebody and not _OWN_TOPIC.match(question.text):
            return replace(
                before, kind=kind, whom=topic, speakers=_speakers(topic, names),
                search=f"{memory.topic or memory.search} {topic}",
            )  # fmt: skip
        return replace(before, topic=topic, search=f"{memory.whom or memory.search} {topic}")
    # 4. a whole question with a pronoun in it
    shown = ""
    if _PRONOUN_ALONE.fullmatch(who):
        persons = memory.speakers or tuple((person,) for person in memory.people)
        plural = who.lower().startswith("they")
        known = replace(known, speakers=persons if plural else persons[:1], whom=memory.whom)
        shown = ", ".join(names.shown.get(some[0], "") for some in known.speakers)
    if not topic or _PRONOUN_ALONE.fullmatch(topic) or _BARE.search(text):
        known = replace(known, topic=memory.topic or memory.search)
        own = "" if _PRONOUN_ALONE.fullmatch(who) else who
        search = f"{own} {memory.topic}" if own and memory.topic else f"{memory.search} {own}"
        search = f"{search} {reading.verb}"
    else:
        search = " ".join([memory.search, "" if _PRONOUN_ALONE.fullmatch(who) else who, reading.verb, topic])
    return replace(
        known,
        search=" ".join(search.split()),
        understood=shown,
        without=memory.shown if _ELSE.search(text) else (),
    )
