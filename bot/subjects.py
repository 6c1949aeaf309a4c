"""Questions without a verb of saying, by their subject: "what pilot quit", "why did Ash sell", "which vow ..."."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from bot.clauses import PRONOUN, WORD, Reading, anybody, as_topic, asks_words, is_person, said, subject_end
from bot.elliptic import is_feeling, is_saying
from bot.grammar import AUX, BE
from bot.people import Names
from corpus.attribution.lexicon import FUNCTION
from corpus.attribution.words import role_noun

_PAST = frozenset(
    "quit threw gave told felt put began found wrote saw thought held took came went let made has had is was wants"
    " drew got kept laid led lost met paid ran read rode sang sat sent shot spent stood swore tore won broke brought"
    " spoke fell grew knew left rang rose sought struck taught isn't wasn't hasn't hadn't doesn't didn't once"
    " never still can't won't wouldn't couldn't would could will might".split()
)
_OF_PLACE = re.compile(r" (?:of|from|at|for|in|behind|with)(?= \w)", re.I)
_OBJECT = re.compile(
    rf"^(?:(?:in|on|to|for|with|by|at|from) )?(?P<asked>(?:which|what|whose)\b(?: (?!{AUX}\b)[^\s,?]+){{1,8}}"
    rf"|who|whom) (?P<aux>{AUX}) (?P<rest>.+)", re.I,
)  # fmt: skip
_MEASURE = re.compile(
    r"\b(?:share|percent\w*|numbers?|amounts?|price|dates?|years?|days?|months?|weeks?|time|hours?|figures?|sum"
    r"|proportion|fraction|score|rate|costs?|fees?|salary|age|height|length|distance|margin|total|many|much|long"
    r"|often|far|old|big|place|city|town|state|states|country|countries)\b", re.I,
)  # fmt: skip
_MENTIONING = re.compile(
    r"(?:cite|quote|mention|blame|reject|promise|vow|threaten|credit\b.* with|bring up|hold out|name\b.* as)\b", re.I
)
_NOT_SAYING = frozenset(  # verbs of saying that are mostly something else with an object: "which song did she sing"
    "put find know learn hear read publish broadcast order sing name want call offer show signal back hit stand"
    " make address understand see hold go stick stay".split()
)
_QUESTION = re.compile(rf"^(?P<why>why|how come|how|what|where) (?:(?P<aux>{AUX}) |might |must )?(?P<rest>.+)", re.I)
_HAPPENED = re.compile(  # what tells no opinion: "how did Ash die", "what did Ash do"
    r"^(?:ever |actually |end up )*(?:die|win|lose|fare|perform|poll|rank|vote|finish|become|get|got|make it|do|earn"
    r"|make|pay|cost|weigh|spend|buy|receive|own|wear|eat|drink|end|come|place|sell|raise|score|land|know|meet|have"
    r"|hold|start|begin|arrive|leave|escape|survive|grow|use|study|work|live|look like|play|sing|deliver|go wrong"
    r"|happen|name|order|word)\b", re.I,
)  # fmt: skip
_PASSIVE = re.compile(r"^(?:ever |also |not |never )*been ", re.I)
_STANDING = re.compile(r"^(?:\w+ing|after|up to|against)\b", re.I)
_ATTITUDE = re.compile(
    r"^(?:brush|snub|shrug|sum|turn|justif|defend|deal|fend|hit|rate|see|view|look|picture|mimic|mock|answer|wave"
    r"|laugh|play down|spin|sell|put|make of|square|excuse|dismiss|handle|greet|regard|foresee|propose|argue|count"
    r"|compare|liken)", re.I,
)  # fmt: skip
_HIMSELF = re.compile(r"^(?:himself|herself|itself|themselves|ever|really|actually) ", re.I)
_DOING_TO = re.compile(  # "what frightens Ash"
    r"^what (?P<verb>(?:most |really |so )?(?:frighten|scare|worr(?:y|ie)|anger|annoy|bother|puzzle|baffle|trouble"
    r"|amaze|shock|surprise|please|upset|irk|irritate|move|impresse?|disappoint|alarm|amuse|enrage|infuriate"
    r"|concern)(?:s|d|ed)?|(?:matters|mattered)(?: (?:more|most))? to|(?:hurt|hurts)) (?P<rest>.+)", re.I,
)  # fmt: skip
_DEED = re.compile(  # what a report tells of somebody, and nobody of himself: "who founded the paper"
    r"(?:founded|founds|created|invented|leads?|heads?|runs?|chairs?|commands?|died|drowned|resign(?:s|ed)|wins?"
    r"|won|owne?[sd]?(?! up)|belongs? to|takes? over|took over|replace[sd]"
    r"|succeed(?:s|ed)|gets? to|got to|got the|killed|shot dead|(?:is|was|are|were) (?:ahead|behind|in charge"
    r"|the (?:most|least|only))|ahead|paid for|pays for|hosts|hosted|directed|inherit(?:s|ed)|signed on|quit (?:his"
    r"|her|their) job)\b", re.I,
)  # fmt: skip
_THINGS_OWNER = re.compile(
    r"whose (?!(?:idea|claim|word|words|view|views|quote|line|opinion|figure|figures|numbers?|estimate|story"
    r"|theory|advice"
    r"|argument|position|account|version|verdict|promise|plan|proposal)\b)(?P<thing>\w+) (?:is|was|are"
    r"|were) (?!it\b|this\b|that\b)",
    re.I,
)
_SUFFERED = re.compile(
    r"(?:is|was|are|were|got|gets|has been|have been|had been|being|(?:must|should|will|can|could"
    r"|would) be) (?:also |not |never |ever |\w+ly )?(?P<word>\w+)",
    re.I,
)
_PARTICIPLES = frozenset(
    "hurt killed shot hit beaten found lost left taken sent held caught hidden thrown driven chosen given shown seen"
    " freed bitten stolen sworn put paid".split()
)
_BEING_SOMEONE = re.compile(
    r"(?:is|was|are|were) (?P<the>(?:the|his|her|their|its|our|\w+['’]s) )?(?P<whom>[^,?]{2,60}?)(?: (?:again"
    r"|anyway))?$",
    re.I,
)


def by_subject(text: str, names: Names) -> Reading | None:
    """The parts of a question that a form of grammar.py would misread, or None."""
    who = re.match(r"who (?=\w)", text, re.I)
    if who and _DEED.match(text, who.end()) and not any(asks_words(word[0].lower()) for word in WORD.finditer(text)):
        return Reading("fact", topic=as_topic(text))
    if who and (_done_to(text[who.end() :]) or _is_someone(text[who.end() :], names)):
        return Reading("fact", topic=as_topic(text))
    if _of_things(text) or _THINGS_OWNER.match(text):
        return Reading("fact", topic=as_topic(text))
    return _of_role(text, names) or _of_object(text, names)


def _done_to(rest: str) -> bool:
    """True for what was done to somebody, behind "who": "was hurt at the gate"; not for "is worried"."""
    found = _SUFFERED.match(rest)
    word = found["word"].lower() if found else ""
    if not found or is_feeling(word) or not (word in _PARTICIPLES or word.endswith("ed")):
        return False
    behind = rest[found.end() :].lower()  # "is quoted saying", "was treated there and saw nobody"
    return " and " not in behind and not any(asks_words(word[0]) for word in WORD.finditer(behind))


def _is_someone(rest: str, names: Names) -> bool:
    """True for who somebody is, behind "who": "is Clara Voss", "is the mayor of Brenn", "was his mother"."""
    found = _BEING_SOMEONE.match(rest)
    if not found or any(asks_words(word[0].lower()) or is_saying(word[0]) for word in WORD.finditer(rest)):
        return False
    if found["the"]:
        return role_noun((WORD.findall(re.split(r" (?:of|at|in|for|from|to)\b", found["whom"])[0]) or [""])[-1].lower())
    mentions = names.mentions(found["whom"])
    return bool(mentions) and mentions[0].span.start == 0 and mentions[-1].span.end == len(found["whom"])


def _of_things(text: str) -> bool:
    """True for "which river flooded": nobody is asked for, and nothing that was said."""
    found = re.match(r"which (?=\w)", text, re.I)
    was = re.search(r" (?=(?:is|was|are|were|got|must be|should be|will be|has been|have been) \w)", text)
    few = was is not None and len(text[: was.start()].split()) <= 4  # not "which lawyer felt the plan was doomed"
    suffered = was is not None and few and _done_to(text[was.end() :])
    clause = text[: was.start()] if was and suffered else text  # "which witness said it was billed as a gift"
    if found is None or any(asks_words(word[0].lower()) for word in WORD.finditer(clause)):
        return False
    first = WORD.findall(text[found.end() :])[:4]
    return suffered or (not any(is_person(word) or is_saying(word) for word in first) and "of" not in first[:1])


def by_person(text: str, names: Names) -> Reading | None:
    """What a speaker of the index thinks or does and why; None where a figure is asked for or nobody known acts."""
    if (found := _DOING_TO.match(text)) and (end := _person_end(found["rest"], names)):
        return Reading("what_said", found["rest"][:end], "", as_topic(f"{found['verb']} {found['rest'][end:]}"))
    found = _QUESTION.match(text)
    if found is None:
        return None
    rest, word = found["rest"], found["why"].lower()
    aux = (found["aux"] or "").lower()
    bare = not aux and word in ("what", "where")
    end = 0 if bare else _person_end(rest, names)
    behind = rest[end:].strip()
    if not end:
        end = subject_end(rest, names, bodies=True) if word in ("why", "how") and not re.fullmatch(BE, aux) else 0
        behind = rest[end:].strip()
        if not end or PRONOUN.match(rest) or not _ATTITUDE.match(_HIMSELF.sub("", behind)):
            return None
    behind = _HIMSELF.sub("", behind)
    if not behind or (not behind.startswith("have done") and _HAPPENED.match(behind)) or behind.startswith(("'", "’")):
        return None
    if re.fullmatch(BE, aux) and (word != "what" or not _STANDING.match(behind)):
        return None
    about_things = word in ("what", "where") and aux not in ("would", "could", "should") and not re.fullmatch(BE, aux)
    if about_things and not _ATTITUDE.match(behind):
        return None  # "what did Ash sell"
    if re.match(r"ha[sd]", aux) and _PASSIVE.match(behind):
        return None
    if not aux and re.match(rf"{AUX}\b", behind, re.I):
        return None
    return Reading("what_said", rest[:end], "", as_topic(behind))


def _person_end(clause: str, names: Names) -> int:
    """Where a named person ends with whom a clause opens: 0 for a role, a body or somebody's brother."""
    mention = next(iter(names.mentions(clause)), None)
    if mention is None or names.body(mention.persons[0]) != "person":
        return 0
    end = mention.span.end
    following = WORD.match(clause, end + 1)
    if clause[end : end + 1] not in ("", " ") or (following and is_person(following[0].lower())):
        return 0
    opening = clause[: mention.span.start].lower().split()
    return end if all(word in ("the", "mr", "mrs", "ms", "dr") or role_noun(word) for word in opening) else 0


def _of_role(text: str, names: Names) -> Reading | None:
    """ "what security expert wasn't persuaded", "which radio presenter quit": who, with the description."""
    found = re.match(r"(?:what|which) (?=\w)", text, re.I)
    if found is None:
        return None
    rest = text[found.end() :]
    words = list(WORD.finditer(rest))[:9]
    noun = 0
    for i, word in enumerate(words[:7]):
        low = word[0].lower()
        if low in FUNCTION or re.search(r"[,:;?]", rest[words[i - 1].end() : word.start()] if i else ""):
            break
        if is_person(low):
            noun = i + 1
        elif noun and (low.endswith(("ed", "s")) or low in _PAST):
            break
    if not noun or noun == len(words):
        return None
    end = _with_place(rest, words[noun - 1].end())
    if aside := re.match(r", an? [^,]+,(?= )", rest[end:]):  # "what pensioner, a fan of his, put ..."
        rest = rest[:end] + rest[end + aside.end() :]
    if rest[end : end + 1] != " ":
        return None
    behind = rest[end + 1 :]
    relative = re.match(r"(?:who|that) ", behind, re.I)
    behind = behind[relative.end() :] if relative else behind
    verb = WORD.match(behind)
    if verb is None:
        return None
    low = verb[0].lower().replace("’", "'")
    acts = low in _PAST or low.endswith(("ed", "s", "fits")) or asks_words(low)
    if re.fullmatch(AUX, low) and _acting(behind[verb.end() :].strip(), names):
        return None  # "which official did Ash sack"
    if not acts and not re.fullmatch(BE, low):
        return None
    if _DEED.match(behind) and not any(asks_words(word[0].lower()) for word in WORD.finditer(behind)):
        return Reading("fact", topic=as_topic(text))
    reading = anybody(behind)
    return replace(reading, who=rest[:end]) if reading.kind == "who_said" else None


def _with_place(rest: str, end: int) -> int:
    """Where a description ends that may go on behind its noun, before a verb: "scholar of small parties says"."""
    place = _OF_PLACE.match(rest, end)
    if place is None:
        return end
    words = list(WORD.finditer(rest, place.end()))[:6]
    for before, word in pairwise(words):
        low = word[0].lower()
        if low in _PAST or low in ("who", "that") or low.endswith("ed") or asks_words(low):
            return before.end()
    return end


def _acting(clause: str, names: Names) -> int:
    """Where the subject ends that acts in a clause behind its auxiliary; 0 for none."""
    mention = next(iter(names.mentions(clause)), None)
    end = subject_end(clause, names, bodies=True)
    if end and (mention is None or end != mention.span.end):
        return end
    if mention is None or clause[mention.span.end :][:1] not in ("", " "):
        return end
    opening = clause[: mention.span.start].lower().split()
    if not (len(opening) < 4 and (set(opening) <= {"the"} or is_person(opening[-1]))):
        return end
    end = mention.span.end
    following = WORD.match(clause, end + 1)
    if following and is_person(following[0]):  # "the Brenn candidate Lorne"
        end = following.end()
        name = next((m for m in names.mentions(clause) if m.span.start == end + 1), None)
        end = name.span.end if name else end
    return end


def _of_object(text: str, names: Names) -> Reading | None:
    """ "which threat did Ash leave hanging" is Ash's; "which record did she beat" is nobody's words."""
    found = _OBJECT.match(text)
    if found is None:
        return None
    end = _acting(found["rest"], names)
    verb = WORD.match(found["rest"], end + 1) if end else None
    if verb is None:  # "which school did Ash's son go to"; "which pilot does the work" has an article there
        somebody = re.match(r"(?:did|do|does)\b", found["aux"], re.I) and re.match(r"which\b", text, re.I)
        return Reading("fact", topic=as_topic(text)) if somebody else None
    who, behind, low = found["rest"][:end], found["rest"][end:], verb[0].lower()
    asked = re.sub(r"^(?:which|what|whose|whom?) ?", "", found["asked"], flags=re.I)
    objects = re.fullmatch(r"whom?", found["asked"], re.I)
    if re.fullmatch(BE, found["aux"], re.I):
        if not low.endswith("ing") or asks_words(low) or text.lower().startswith("what"):
            return None  # "whose claim is it"; "who was Ash trading with" is nobody's words
        return Reading("fact", topic=as_topic(text))
    if objects and re.match(r"(?:they|we|you|it)\b", who, re.I):
        return None
    says = (asks_words(low) and (bool(objects) or low not in _NOT_SAYING)) or bool(_MENTIONING.match(behind.strip()))
    if _MEASURE.search(asked):
        says = False
    elif not says and any(is_saying(word[0]) for word in WORD.finditer(asked)):
        return Reading("what_said", who, "", as_topic(f"{asked} {behind}"))
    if says:
        told = said("what_said", who, found["rest"], verb)
        return replace(told, topic=as_topic(f"{asked} {told.topic}"))
    if re.match(r"(?:what|in|on|to|for|with|by|at|from)\b", text, re.I):
        return None
    return Reading("fact", topic=as_topic(text))
