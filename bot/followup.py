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
from bot.whom import Whom, choices, persons_in, spoken_of
from corpus.attribution.lexicon import NEUTER, PERSONAL
from corpus.attribution.roles import role_gender
from corpus.attribution.rulings import fold
from corpus.attribution.words import role_noun

if TYPE_CHECKING:  # a question is completed here, and understood with this
    from bot.question import Question

_SHOWN_REPORT = re.compile(
    r"\b(?:this|that|the same) (?:report|article|story|piece)\b"
    r"|^what (?:does|did) the (?:report|article|story|piece) say\W*$",
    re.I,
)

_PRONOUN = r"(?:he|she|they|it|him|her|them|his|hers|their|theirs|its|himself|herself|themselves|that|this|those|these)"
_LEANING = re.compile(rf"\b{_PRONOUN}\b", re.I)
_PRONOUN_ALONE = re.compile(
    rf"(?:about |of |on |with |to |against )?(?:there|{_PRONOUN}(?: (?:him|her|it)self| themselves)?|so|the same"
    rf"|(?:it|all) (?:all|this|that)"
    rf"|{_PRONOUN} {_PRONOUN})",
    re.I,
)
_OF_PRONOUN = re.compile(
    r"\b(?:did|does|do|has|have|had|is|are|was|were|will|would) (?:he|she|they|his|her|their)\b", re.I
)
_POSSESSIVE = re.compile(r"(?:his|her|their|its)\b", re.I)
_RELATIVE = re.compile(
    r"(his|her|their) (wife|husband|sister|brother|son|daughter|mother|father|widow|widower|niece|nephew)$",
    re.I,
)
_OWNERS = {"his": "he", "her": "she", "their": "they", "its": "it"}
_ELSE = re.compile(r"\b(?:who|what|any(?:one|body|thing)|where) else\b|\bthe same\b", re.I)
_OBJECT = re.compile(r"^(?:\w+ )?(?:(?:him|them)\b|(?:it|that|this|so|her)\W*$)", re.I)  # "who told him ..."
_BARE = re.compile(
    r"\b(?:respond|react|reply|answer|hit back)(?:ed|s)?\W*$"
    r"|^(?:why|why not|how come|how so|what for|when|where|since when|(?:about|to|with) (?:what|who|whom)"
    r"|which(?: ones?| of (?:them|the two)| (?:report|article|paper|outlet))?|really|(?:are you |is it )?(?:sure"
    r"|true))\W*$"
    r"|^who (?:is|was|are|were) (?:right|wrong|lying|correct)\W*$",
    re.I,
)
_SO = re.compile(
    r"\b(?:(?:dis)?agree|concur|object|comment|care|(?:think|say|believe) so|mind|accept|confirm|deny)(?:ed|s)?\W*$",
    re.I,
)
_WHY = re.compile(r"^(?:(?:and|but) )?(?:why|why not|how come|how so|what for)\W*$", re.I)
_FIGURE_ALONE = re.compile(r"(?:and |but )?how (?:many|much|long|old|far|big|often|high)(?: \w+){0,2}", re.I)
_THERE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )\bthere\W*$", re.I)  # "does she live there"
_RESPONDS = re.compile(r"\b(?:respond|react|reply|answer|hit back|comment)(?:ed|s)?\W*$", re.I)
_REPLY = re.compile(r"\b(?:reactions?|responses?|repl(?:y|ies)|answers?|comments?)\b", re.I)
_ASKED_ALONE: dict[str, Kind] = {"when": "when_said", "where": "where_said", "since when": "first"}
_AT_ANOTHER_TIME: tuple[tuple[Kind, re.Pattern[str]], ...] = (  # the same, earlier or later
    ("first", re.compile(
        r"(?:(?:and|what about) )?(?:before(?: that| then)?|(?:(?:\w+ )?(?:days?|weeks?|months?"
        r"|years?) )?(?:earlier|before)"
        r"(?: on)?|at first|first)", re.I,
    )),
    ("latest", re.compile(
        r"(?:(?:and|what about) )?(?:after(?: that|wards)?|later(?: on)?|now|since(?: then)?|(?:\w+ )?(?:days?"
        r"|weeks?|months?"
        r"|years?) later|these days|today|in the end|finally|at the end)", re.I,
    )),
)  # fmt: skip
_ONE = re.compile(r"(the (?:\w+ )*)ones?", re.I)  # "the first one"
_WHOLE_QUOTE = re.compile(
    r"(?:(?:show|give) me )?(?:the )?(?:full|whole|entire|complete|exact) (?:quotes?|words|statements?|text)", re.I
)
_BODIES = frozenset(  # that speak more often than they are spoken of; "and the port?" is a topic
    "union government army navy police ministry company council committee commission court opposition party authority"
    " authorities association board agency administration team campaign federation cabinet parliament senate congress"
    " coalition charity regulator militia junta delegation treasury department embassy church watchdog firm rebels"
    " unions parties courts".split()
)
_HE_OR_SHE = re.compile(r"\b(?:he|she|him|his|her)\b", re.I)
_OWN_TOPIC = re.compile(r"^\W*(?:(?:and|but|also|plus|ok(?:ay)?|so)\W+)?(?:about|on|over)\b", re.I)
_NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]+")
_SOMEBODY = re.compile(rf"\b(?:the|an?) (?:\w+ ){{1,8}}?{_PRONOUN}\b", re.I)  # "the governor ... his office"
_ABOUT_PERSON = re.compile(r"\b(?:about|of|on|over) (him|her)\W*$", re.I)


def leans(text: str, reading: Reading, memory: Memory, names: Names, *, limited: bool, known: bool) -> bool:
    """True when the words need an earlier question to make sense.

    A question that names somebody stands by itself, unless it opens like a continuation or its topic is a pronoun.
    `limited`: it also gives days or an outlet; `known`: those whose words it asks for are found without the chat.
    """
    if _WHOLE_QUOTE.fullmatch(_bare(text)) or _picked(reading, memory, names):
        return True
    if reading.kind == "more" or _of_shown_report(text, reading, memory):
        return True
    if any(form.search(text) for form in (_ELSE, _BARE)) or (reading.stub and _opens_as_topic(text)):
        return True
    if (_FIGURE_ALONE.fullmatch(_bare(text)) or _is_asked_after(text, reading, memory)) and reading.stub:
        return bool(reading.goes_on or not names.mentions(text) or "?" in text)
    if reading.goes_on or (reading.stub and not reading.topic):  # there is more to "and (" than "and"
        return bool(limited or reading.topic or reading.who or reading.verb or reading.kind != "fact")
    if not reading.topic and (reading.kind == "source_of" or (reading.kind == "who_said" and not names.mentions(text))):
        return True  # "source?", "who disagreed?"
    if not reading.topic and reading.kind == "what_said" and _REPLY.search(text):
        return True  # "any reaction from the union?"
    if (
        not (reading.topic or known)
        and reading.kind in ("what_said", "did_say")
        and re.match("the ", reading.who, re.I)
    ):
        return True  # "what did the police say?": on that
    if not reading.topic and reading.kind in ("did_say", "what_said") and _SO.search(text):
        return True  # "did Ash agree?"
    if _PRONOUN_ALONE.fullmatch(reading.topic) or _PRONOUN_ALONE.fullmatch(reading.who):
        return True
    if _LEANING.search(reading.topic) and spoken_of(reading.who, memory, names):
        return True  # "what did the governor say about where he got it"
    if reading.kind == "who_said":  # "who said they won't leave": they are the ones asked for
        object_of = f"{reading.verb} {reading.topic}".strip()
        return bool(_OBJECT.match(object_of) or _OBJECT.match(f"told {reading.to}")) and not names.mentions(text)
    if _POSSESSIVE.match(reading.who):
        return True
    before = _OF_PRONOUN.search(text)  # "how long did he think ..." has its name after the pronoun, if any
    if before and not names.mentions(text[: before.start()]) and not _NAME.search(text[: before.start()]):
        return True
    named = names.mentions(text) or _NAME.search(text) or _SOMEBODY.search(text)
    return not named and bool(_LEANING.search(text) or _THERE.search(_bare(text)))


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
    if reading.stub and not topic:  # "and according to the driver?"
        topic = who
    if _ELSE.search(who):
        who = ""
    if _of_shown_report(text, reading, memory):
        known = replace(known, filter=replace(known.filter, reports=memory.reports[:1]))
        if who.lower() == "it":
            return replace(known, kind="about", whom="", speakers=(), search=topic or memory.search)
        return replace(known, search=f"{memory.search} {topic}".strip())
    if _WHOLE_QUOTE.fullmatch(_bare(text)):  # nothing is ever cut short in an answer: the same again
        return before
    if picked := _picked(reading, memory, names):  # "the doctor", once asked back which of two
        shown = names.shown[picked]
        return replace(
            before, speakers=((picked,),), whom=shown, understood=(shown,), search=f"{shown} {memory.topic}".strip()
        )
    # 1. more of the same; the same at another time or in another outlet
    if reading.kind == "more":
        return replace(before, without=memory.shown)
    if reading.stub and not _FIGURE_ALONE.fullmatch(_bare(text)):
        bare = _bare(topic)
        for kind, form in _AT_ANOTHER_TIME:
            if form.fullmatch(bare):
                return replace(before, kind=kind if memory.topic or memory.whom else memory.kind)
        if _WHY.match(text) and memory.kind == "did_say":
            return replace(before, kind="what_said", polarity="asserts")
        if not topic or _BARE.match(_bare(text)):
            return replace(before, kind=_ASKED_ALONE.get(_bare(text).lower(), memory.kind))
    # 2. "who else?"
    if _ELSE.search(text) and (not who or reading.kind == "who_said"):
        return replace(
            before, kind="who_said", whom="", speakers=(), topic=memory.topic or topic, without=memory.shown,
            without_people=memory.people,
            search=" ".join(filter(None, (_subject_of(memory), who, _ELSE.sub("", topic)))),
        )  # fmt: skip
    # 3. "and the mayor?" is another speaker on the same topic, "and about the bridge?" another topic
    if reading.stub and not _FIGURE_ALONE.fullmatch(_bare(text)):
        return _stub(known, before, topic, memory, names)
    # 4. a whole question with a pronoun in it
    return _whole(known, text, reading, memory, names)


def _of_shown_report(text: str, reading: Reading, memory: Memory) -> bool:
    """True for what the report says that was shown: "what does it say about fares", behind a list of reports."""
    listed = memory.kind in ("reports", "in_report") and reading.who.lower() == "it"
    return bool(memory.reports) and (listed or bool(_SHOWN_REPORT.search(text)))


def _bare(text: str) -> str:
    return re.sub(r"[\s,]*(?:\b(?:please|pls|plz)\b)?[\s?.!]*$", "", text, flags=re.I)


def _is_asked_after(text: str, reading: Reading, memory: Memory) -> bool:
    """True for "callum?" where somebody else's words on something were asked for."""
    return bool(memory.topic and memory.whom and text.rstrip().endswith("?")) and len(reading.topic.split()) < 3


def _opens_as_topic(text: str) -> bool:
    return bool(_OWN_TOPIC.match(text))


def _subject_of(memory: Memory) -> str:
    """What the question before was about, without those whose words it asked for."""
    return memory.topic or ("" if memory.whom else memory.search)


def _picked(reading: Reading, memory: Memory, names: Names) -> str:
    """The one (key) of several with one name whom a few words pick: "nadia", "the doctor"; "" for none."""
    if not reading.stub or len(memory.speakers) != 1 or not reading.topic:
        return ""
    whole = [person for person in memory.speakers[0] if person not in names.half_names(memory.speakers[0])]
    if len(whole) < 2:
        return ""
    words = set(fold(re.sub("^the ", "", reading.topic)).split())
    called = [person for person in whole if words <= set(fold(names.shown[person]).split())]
    one = called if called else list(names.in_role(whole, reading.topic))
    return one[0] if len(one) == 1 else ""


def _stub(known: Question, before: Question, topic: str, memory: Memory, names: Names) -> Question:
    if found := _ONE.fullmatch(topic):
        topic = f"{found[1]}{re.sub('^(?:the|an?) ', '', memory.topic)}"
        return replace(before, topic=topic, search=f"{memory.whom} {topic}".strip())
    somebody = persons_in(topic, "", memory, names)
    # "and edgar?" behind Clara Voss, "and her brother?"
    if relative := names.relative(topic, memory.mentioned) or _relative(topic, memory, names):
        somebody = Whom(((relative,),), (names.shown[relative],))
    owner = _owner(topic, memory, names)
    if (somebody.speakers or owner or _is_heard(topic, names)) and not _opens_as_topic(known.text):
        kind: Kind = "what_said" if memory.kind in ("who_said", "did_say", "fact", "about") else memory.kind
        whom = owner or topic
        whom = whom if not relative else names.shown[relative]
        return replace(
            before, kind=kind, whom=whom, speakers=somebody.speakers, understood=somebody.worked_out,
            ambiguous=choices(known.text, somebody, names), search=f"{_subject_of(memory)} {whom}".strip(),
        )  # fmt: skip
    return replace(before, topic=topic, search=f"{memory.whom or memory.search} {topic}")


def _is_heard(topic: str, names: Names) -> bool:
    """True for words that name or describe somebody who speaks: "the union", "general Voss"."""
    first, *others = topic.split() or [""]
    if names.mentions(topic) or role_noun((others or [first])[-1].lower()):
        return True
    body = re.match(r"the (?:\w+ )*?(\w+)$", topic, re.I)
    return bool(body and body[1].lower() in _BODIES) or (len(others) == 1 and role_noun(first.lower()))


def _whole(known: Question, text: str, reading: Reading, memory: Memory, names: Names) -> Question:
    topic, who = reading.topic, reading.who
    known = replace(known, without=memory.shown if _ELSE.search(text) else ())
    if reading.kind == "did_say" and not topic and _RESPONDS.search(text):  # "did she respond?": in what words
        reading = replace(reading, kind="what_said")
        known = replace(known, kind="what_said")
    own = who
    if _PRONOUN_ALONE.fullmatch(who):
        found = _meant(who, memory, names)
        shown = tuple(names.shown.get(some[0], "") for some in found)
        own = " and ".join(shown) or _described_before(who, memory)
        known = replace(known, speakers=found, whom=own, understood=shown)
        if reading.kind == "did_say":  # a claim is read off the text
            known = replace(known, mended=_in_full(known.words, who, own, topic, memory))
        if found and _ELSE.search(text) and not topic:  # "what else did she say?": the list of all that it is
            return replace(known, topic="", search=own, without=())
    elif relative := _relative(who, memory, names):
        own = names.shown[relative]
        known = replace(known, speakers=((relative,),), whom=own, understood=(own,))
    elif owner := _owner(who, memory, names):  # "his campaign"
        own = owner
    elif (
        not who and reading.kind != "who_said" and (named := _named(topic, memory, names))
    ):  # "was she threatened?", "what is his job"
        topic, name = named
        known = replace(known, topic=topic, understood=(name,))
    elif not who and reading.kind in ("when_said", "where_said"):  # "when was that?"
        known = replace(known, whom=memory.whom, speakers=memory.speakers)
        own = memory.whom
    if reading.kind == "who_said" and reading.polarity == "denies" and (not topic or _PRONOUN_ALONE.fullmatch(topic)):
        known = replace(known, without_people=memory.speakers[0] if memory.speakers else memory.people[:1])
    if not topic or _PRONOUN_ALONE.fullmatch(topic) or _BARE.search(text):
        told_of = _told_of(text, known, memory, names)
        known = replace(known, topic=told_of or _subject_of(memory))
        search = f"{own} {told_of} {memory.topic}" if own and memory.topic else f"{memory.search} {own} {told_of}"
        return replace(known, search=" ".join(f"{search} {reading.verb}".split()))
    search = f"{memory.search} {own} {reading.verb} {reading.to} {topic}"
    return replace(known, search=" ".join(dict.fromkeys(search.split())))


def _in_full(text: str, pronoun: str, name: str, topic: str, memory: Memory) -> str:
    """A typed claim with the name in place of the pronoun, and what it is about in place of "it" at its end."""
    if not name:
        return text
    text = re.sub(rf"\b{re.escape(pronoun)}\b", lambda _: name, text, count=1, flags=re.I)
    if _PRONOUN_ALONE.fullmatch(topic) and memory.topic:
        text = re.sub(r"\b(?:it|that|this|so)\W*$", lambda _: memory.topic, text, flags=re.I)
    return text


def _described_before(pronoun: str, memory: Memory) -> str:
    """The man or woman of whom the question before spoke without a name: "her brother"; "" for none."""
    found = re.search(r"\b(?:his|her|their|the|['’]s) (\w+)$", memory.topic, re.I)
    return f"the {found[1]}" if found and pronoun.lower() in PERSONAL and role_noun(found[1].lower()) else ""


def _owner(who: str, memory: Memory, names: Names) -> str:
    """The words with the name in place of the possessive they open with: "Ash's sister"; "" where nobody is meant."""
    whose = _POSSESSIVE.match(who)
    found = _meant(_OWNERS[whose[0].lower()], memory, names) if whose else ()
    return f"{names.shown[found[0][0]]}'s{who[whose.end() :]}" if whose and found else ""


def _relative(who: str, memory: Memory, names: Names) -> str:
    """The one (key) of a family whom "his sister" means: of the same surname and her gender; "" for none."""
    whose = _RELATIVE.match(who)
    found = _meant(_OWNERS[whose[1].lower()], memory, names) if whose else ()
    if not whose or not found:
        return ""
    surname, gender = fold(names.shown[found[0][0]]).split()[-1], role_gender(whose[2].lower())
    family = [
        person
        for person, shown in names.shown.items()
        if person not in found[0] and len(fold(shown).split()) > 1 and fold(shown).split()[-1] == surname
        and names.body(person) == "person" and gender and names.gender(person) == gender
    ]  # fmt: skip
    return family[0] if len(family) == 1 else ""


def _named(topic: str, memory: Memory, names: Names) -> tuple[str, str] | None:
    """A topic with the name in place of the first "he" or "her" in it, and the name; None where nobody is meant."""
    pronoun = _HE_OR_SHE.search(topic)
    found = _meant(pronoun[0], memory, names) if pronoun else ()
    if not pronoun or not found:
        return None
    name = names.shown.get(found[0][0], "")
    owns = pronoun[0].lower() == "his" or (pronoun[0].lower() == "her" and re.match(r" \w", topic[pronoun.end() :]))
    return f"{topic[: pronoun.start()]}{name}{chr(39) + 's' if owns else ''}{topic[pronoun.end() :]}", name


def _told_of(text: str, question: Question, memory: Memory, names: Names) -> str:
    """The name of whom "about him" means; "" where the words don't ask for what is said about a person."""
    found = _ABOUT_PERSON.search(text)
    meant = _meant(found[1], memory, names) if found else ()
    return names.shown.get(meant[0][0], "") if meant and meant[0] not in question.speakers else ""


def _meant(pronoun: str, memory: Memory, names: Names) -> tuple[tuple[str, ...], ...]:
    """Whom a pronoun means: the last of that gender who was asked for, shown or spoken of in this chat.

    "They" are several, or a body. A name of one word that nobody asked about may be anything that was quoted.
    """
    word = pronoun.lower().split()[0]
    if word in NEUTER:
        return _first([(p,) for p in memory.mentioned if names.body(p) not in ("", "person")])
    gender = PERSONAL.get(word)
    if gender is None:
        they = memory.speakers or tuple((person,) for person in memory.people)
        return they if len(they) > 1 or any(names.body(some[0]) != "person" for some in they) else ()
    persons = [p for p in memory.mentioned if names.body(p) == "person" and names.gender(p) in ("", gender)]
    sure = [
        p for p in persons if names.gender(p) or " " in names.shown[p] or any(p in some for some in memory.speakers)
    ]
    halves = {p: next((names.half_names(some) for some in memory.speakers if p in some), ()) for p in sure}
    return _first([(p, *(half for half in halves[p] if half != p)) for p in sure])


def _first(persons: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(persons[:1])
