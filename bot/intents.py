"""A question in its parts: what kind it is, whose words it asks for, and about what; by the forms of grammar.py."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.clauses import (
    PLAIN,
    PRONOUN,
    SET_BESIDE,
    WORD,
    Reading,
    anybody,
    as_topic,
    asks_words,
    parted,
    said,
    subject_end,
    trimmed,
    with_second,
)
from bot.elliptic import FEELING, around, short
from bot.grammar import ASKS, AUX, BE, FORMS, ON, TIMED, WORDS, Kind
from bot.people import Names
from bot.subjects import by_person, by_subject
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import role_noun

_GUESSING = frozenset("reckon estimate expect believe predict report guess suppose hope promise".split())
_LEAD = re.compile(  # what stands before the question itself
    r"^(?:(?P<on>and|but|also|plus|i mean|i meant)|so|then|hi|hello|hey|ok(?:ay)?|well|please|pls|now|um+|hm+"
    r"|listen|sorry|right|no(?=,| i mean)|(?:(?:can|could|would|will) (?:you|u) )?(?:please )?(?:tell|show|give|remind)"
    r" (?:me|us)(?! (?:more|about|others?|else)\b)|do (?:you|u) know|i(?: would|'d) like to know|i (?:want|need)"
    r" to know|i wonder|any idea"
    r"|(?:find|identify|name|list|search for)(?= (?:out |who |what |the \w+ who |every(?:one|body) |all |those "
    r"|\"|“|the quote))"
    r"(?: out)?|(?P<about>what about|how about))"
    r"\b[\s,:]*",
    re.I,
)
_TAIL = re.compile(
    r"(?:[\s,]+(?:(?:please|pls|plz|thanks|thx|btw|lol|exactly|then|though|tho|by the way|or not|or what)\b|\?+))+$",
    re.I,
)
_CLAIMED = re.compile(r"^(?:is it (?:true|right|correct|a fact)|true|so) (?:that )?(?=\w)", re.I)
_TAG = re.compile(r",? (?:right|correct|true|didn['’]?t (?:he|she|they)|is that (?:right|true))$", re.I)
_ASIDE = re.compile(rf"^(?!{ASKS}\b)[^?]{{3,}}[,:] (?={ASKS}\b)", re.I)  # "back in July, while ..., did ..."
_ACCORDING = re.compile(
    rf"^according to (?P<first>(?!who|which).+?),? (?={ASKS}\b)|^per (?P<opening>[^,]{{3,40}}), (?={ASKS}\b)"
    r"|,? ?\b(?:according to|acc to) (?P<last>(?!who|which)[^,?]+)"
    r"|, (?:per|in the words of) (?P<per>(?!cent|capita|head)[^,?]{3,40})$"
    r"|,? (?:in|from|by) (?P<eyes>(?!(?:his|her|their|its|my|your|our)\b)(?:the )?(?:[^\s,?]+ ){0,2}[^\s,?]+?)"
    r"(?:['’]s?|s) (?:own )?(?:eyes|opinion|view|mind|words|telling|account|reckoning|estimation|judg[e]?ment|book"
    r"|lips)(?=$|[,?])",
    re.I,
)
_OF_SEVERAL = re.compile(rf"{AUX}|how|where|what {AUX}|{SET_BESIDE}|.* (?:vs\.?|versus) ", re.I)
_RAISED = tuple(re.compile(form, re.I) for form in (  # what nobody in particular said first
    rf"^(?:when|where|how|by whom) (?:{AUX} )?(?P<topic>.+?) (?:was |were |been )?first (?:ever )?(?:been )?"
    r"(?:brought up|raised|mentioned|reported|suggested|proposed|floated|announced|discussed|talked about|spoken of"
    r"|spoken about|heard of|mooted|promised|demanded|called for|came up|come up)(?P<more>(?: .*)?)$",
    r"^who (?:was )?(?:the )?first (?:to )?(?:brought|bring|came|come) (?:up|forward|out)(?: with)? (?P<topic>.+)$",
    rf"^(?:(?:when|where|what) {BE} )?(?:the )?(?:very )?(?:first|earliest) (?:(?:mention|word|talk|report|reference"
    r"|news|sign)s? (?:of|about|on|to)|(?:statement|quote)s? (?:about|on)) (?P<topic>.+)$",
))  # fmt: skip
_GIVEN = re.compile(  # "what account of the fire did Ash and Voss give"
    rf"^what (?:(?!{AUX}\b)\w+ )?{WORDS} (?:of|on|to|about|for) (?P<topic>.+?) {AUX} (?P<who>.+?)"
    r" (?:give|offer|have|make)\b(?P<more>.*)",
    re.I,
)
_OF_REPORT = re.compile(r"\s+(?:says?|said|tells?|told|reports?|contains?|is about|talks? about)(?: us)?$", re.I)
_FIGURE_SAID = re.compile(
    rf"^(?P<asked>(?:in |by )?(?:how|what|which) (?!{AUX}\b)\w+(?: [^\s,]+){{0,4}}?) {AUX} (?P<rest>.+)", re.I
)
_ANYONE = re.compile(
    rf"^(?:{AUX} )?(?:there )?(?:any|some)(?:one|body)(?: (?:ever|really|actually|else|who|has|have))*(?= \w)", re.I
)
_PASSIVE = re.compile(r"(?:is|are|was|were|ha(?:s|ve|d)(?= .* been))\b", re.I)
_WAS_DONE = re.compile(
    rf"(?:how|why|when|where|what \w+|which \w+)(?: exactly)? (?:{BE}|(?:has|have|had)(?= .* been))\b", re.I
)
_WHICH_OR_WHY = re.compile(r"(?:how|why|where|when)\b", re.I)
_NOUN_OF_DENIAL = re.compile(r"^(?:any |the |all )*(?:denials?|rebuttals?)\b(?: (?:of|about|that|on|to))?", re.I)
_QUOTED = re.compile(r"[\"“«][^\"”»]*[\"”»]")
_LOOKING_UP = frozenset(
    "find search for look up the exact quote line words word sentence phrase is there a an where does did do it say"
    " said come from which report reports article in has have that this was were used of source appear contains"
    " contain any exactly anyone anybody someone somebody ever really actually real genuine authentic true".split()
)
_AMOUNT = re.compile(r"\b(?:cost|worth|price|spend|earn|weigh|pay|number|share|percent\w*|figures?)\b", re.I)
_OPEN = re.compile(r"(?:what|why|how)(?! (?:many|much|long|far|often|old|big|high|deep|large)\b)", re.I)
_OF_THEIR_OWN: frozenset[Kind | None] = frozenset(  # forms whose words leave no doubt
    ("more", "exact", "source_of", "in_report", "reports", "who_speaks", "when_said", "where_said")
)


def read(text: str, names: Names, has_phrase: bool = False) -> Reading:
    """The parts of a question. `has_phrase`: words of it stand in quotation marks."""
    # 1. what stands around the question itself
    goes_on = False
    while found := _LEAD.match(text):
        goes_on = goes_on or bool(found["on"] or found["about"])
        text = text[found.end() :]
    if not has_phrase and (elliptic := around(_TAIL.sub("", trimmed(text)), names)):
        return replace(elliptic, goes_on=goes_on)
    said_by = _ACCORDING.search(text)
    if said_by and said_by["per"] and not (_OPEN.match(text) or names.mentions(said_by["per"])):
        said_by = None  # "how big was the crowd, per police and organisers": both figures
    if said_by:
        text = text[: said_by.start()] + text[said_by.end() :]
    aside = _ASIDE.match(text)
    asked = _TAIL.sub("", trimmed(text[aside.end() :] if aside else text))
    asked = re.sub(r"^(who(?:se|m)?),? (?:exactly|precisely|if any(?:one|body)),? ", r"\1 ", asked, flags=re.I)
    # 2. whose words and on what, and which of them
    for timed, form in TIMED:
        if found := form.search(asked):
            rest = " ".join(f"{asked[: found.start()]} {asked[found.end() :]}".split())
            reading = _formed(rest, names, has_phrase, goes_on) if rest else Reading(timed)
            if reading.stub and names.mentions(reading.topic):
                reading = Reading(timed, reading.topic)  # "voss latest"
            if reading.kind not in ("fact", "reports", "in_report", "exact") or reading.kind == timed:
                reading = replace(reading, kind=timed)
                if not reading.topic and subject_end(f"{reading.who} ", names) != len(reading.who):
                    reading = Reading(timed, topic=reading.who)  # "how did the toll go up over time"
                break
    else:
        reading = _formed(asked, names, has_phrase, goes_on)
    # 3. what stood around it says more
    by = trimmed(next(filter(None, said_by.groups()), "") if said_by else "")
    if said_by and by and not aside and _is_thing_said(asked, reading, bool(said_by["eyes"])):
        reading = Reading("what_said", by, "", as_topic(asked))
    who = reading.who or by
    if by and reading.kind == "who_said" and not reading.who:
        reading = replace(reading, kind="what_said")  # "according to Ash, who is to blame?"
    claimed = reading.kind == "did_say" and reading.topic  # when it was said is no part of a claim
    topic = f"{aside[0]}{reading.topic}" if aside and not claimed else reading.topic
    if aside and PRONOUN.fullmatch(who) and names.mentions(aside[0]):
        who, topic = aside[0].rstrip(" ,:"), reading.topic  # "what about Voss, did she agree?"
    by = by if reading.who else ""
    return replace(reading, who=who, topic=_TAIL.sub("", trimmed(topic)), goes_on=goes_on, by=by)


def _is_thing_said(asked: str, reading: Reading, in_their_eyes: bool) -> bool:
    """True for what somebody says happened, no figure and nobody else's words: "why did the gauge break, per Ash"."""
    if reading.kind not in ("what_said", "fact") or _FIGURE_SAID.match(asked) or _AMOUNT.search(asked):
        return False
    if not _OPEN.match(asked):
        return False
    return in_their_eyes or not any(asks_words(word[0].lower()) for word in WORD.finditer(asked))


def _formed(asked: str, names: Names, has_phrase: bool, goes_on: bool) -> Reading:
    if has_phrase and _is_look_up(asked):
        return Reading("exact", topic=asked)
    if (found := _NOUN_OF_DENIAL.match(asked)) and (
        by := re.match(r" (?:from|by) (.+?)(?: (?:of|about|on) |$)", asked[found.end() :])
    ):
        return Reading("what_said", by[1], "deny", as_topic(asked[found.end() + by.end() :]), "denies")
    if found and found.end() < len(asked):
        return Reading("who_said", "", "deny", as_topic(asked[found.end() :]), "denies")
    if (found := _ANYONE.match(asked)) and not has_phrase:
        reading = anybody(asked[found.end() :].strip())
        if reading.verb or reading.topic != as_topic(asked[found.end() :]):
            return reading  # "did anyone deny it"; not "was anyone hurt"
    if claimed := _claimed(asked, names):
        return claimed
    if raised := next(filter(None, (form.match(asked) for form in _RAISED)), None):
        return Reading("first", topic=as_topic(f"{raised['topic']}{raised.groupdict().get('more', '')}"))
    if given := _GIVEN.match(asked):
        return Reading("what_said", given["who"], "", as_topic(f"{given['topic']}{given['more']}"))
    own_form = next((kind for kind, form in FORMS if form.search(asked)), None) in _OF_THEIR_OWN
    if not (has_phrase or own_form) and (elliptic := short(asked, names) or by_subject(asked, names)):
        return elliptic
    for kind, form in FORMS:
        found = form.search(asked)
        if not found:
            continue
        part = found.groupdict()
        if part.get("role") and not role_noun(part["role"].lower()):
            continue
        if part.get("who"):
            who = re.sub(r"['’]s?$", "", part["who"].strip())
            return Reading(kind, who, "", as_topic(f"{part.get('topic') or ''} {part.get('more') or ''}"))
        if part.get("rest"):
            if kind == "did_say" and (told := _told(asked, part["rest"], names)):
                return told
            reading = parted(kind, part["rest"], names)
            if _WAS_DONE.match(asked) and _is_done_to(asked, reading.who):
                return Reading("fact", topic=as_topic(asked))
            if kind == "did_say" and reading.kind == "did_say" and _tells_which(asked, reading.who):
                return replace(reading, kind="what_said")
            if kind == "what_said" and reading.kind == "fact":
                return by_person(asked, names) or reading
            return with_second(reading, names) if kind == "what_said" else reading
        if kind == "who_said":
            rest = asked.split(" ", 1)[1] if part.get("role") else asked[found.end() :].strip()
            return anybody(rest, whose=found[0].lower().startswith(("which", "what", "the", "any")))
        behind = found.start() == 0 or kind in ("source_of", "in_report")
        clause = kind == "compare" and _OF_SEVERAL.match(asked)
        if clause or kind in ("change", "first", "unnamed") or (kind == "latest" and not behind):
            return parted(kind, asked, names)
        about = part.get("topic") or (asked[found.end() :] if behind else asked)
        return Reading(kind, topic=as_topic(_OF_REPORT.sub("", about) if kind == "in_report" else about))
    if figure := _FIGURE_SAID.match(asked):  # "how many died did she say", "how long does he think it takes"
        end = subject_end(figure["rest"], names)
        word = WORD.match(figure["rest"], end + 1) if end else None
        if word and (word[0].lower() in PLAIN or word[0].lower() in _GUESSING):
            told = said("fact", figure["rest"][:end], figure["rest"], word)
            return replace(told, verb="", polarity="asserts", topic=as_topic(f"{figure['asked']} {told.topic}"))
    if person := by_person(asked, names):
        return person
    return Reading("fact", topic=as_topic(asked), stub=goes_on or len(asked.split()) < 4)


def _told(asked: str, rest: str, names: Names) -> Reading | None:
    """What was done to somebody: "was she threatened", "was Ash accused of lying"; None for what somebody does."""
    end = subject_end(rest, names) if _PASSIVE.match(asked) else 0
    word = WORD.match(rest, end + 1) if end else None
    while word and word[0].lower() in ("been", "ever", "also", "really", "being"):
        word = WORD.match(rest, word.end() + 1)
    if not end or word is None or word[0].lower() in FEELING or not word[0].lower().endswith(("ed", "told", "shown")):
        return None
    return Reading("fact", topic=as_topic(rest))


def _is_done_to(asked: str, who: str) -> bool:
    """True where a participle follows on a subject behind "was": "how was the brigade warned"."""
    behind = WORD.match(asked, asked.find(who) + len(who) + 1) if who else None
    word = behind[0].lower() if behind else ""
    return (word.endswith("ed") and word not in FEELING) or word in ("hit", "told", "shown", "found", "made")


def _tells_which(asked: str, who: str) -> bool:
    """True for "did Ash say how many came": the words are asked for, not a yes."""
    words = list(WORD.finditer(asked, asked.find(who) + len(who))) if who else []
    verb = next((i for i, word in enumerate(words[:4]) if asks_words(word[0].lower())), None)
    return verb is not None and verb + 1 < len(words) and bool(_WHICH_OR_WHY.match(asked, words[verb + 1].start()))


def _is_look_up(asked: str) -> bool:
    """True when nothing but the words in quotation marks is asked for: "find ...", "where is ..."."""
    return all(word[0].lower() in _LOOKING_UP for word in WORD.finditer(_QUOTED.sub("", asked)))


def _claimed(asked: str, names: Names) -> Reading | None:
    """A claim put as a question, "ash said the toll would rise, right?", or a bare clause, "what ash said about it"."""
    text = _TAG.sub("", _CLAIMED.sub("", asked))
    clause = re.match(rf"(?:what|how (?!{AUX}\b)\w+|why|things?|(?:any|some|every)thing|all)\b (?=\S)", text, re.I)
    rest = text[clause.end() :] if clause else text
    end = subject_end(rest, names)
    word = WORD.match(rest, end + 1) if end else None
    if not end or not word or (clause and re.match(rf"{AUX}\b", rest, re.I)):
        return None
    low = word[0].lower()
    if clause and re.fullmatch(BE, low) and not clause[0].lower().startswith("what"):
        return Reading("what_said", rest[:end], "", as_topic(f"{clause[0][4:]} {rest[word.end() :]}"))
    finite = low.endswith(("ed", "s")) or low in ("said", "told", "thought", "spoke", "wrote", "swore")
    if not finite or not reports_speech(low) or rest[end : word.start()].strip() or low in ("claims", "reports"):
        return None
    kind: Kind = "what_said" if clause or re.match(rf" (?:{ON})\b", rest[word.end() :], re.I) else "did_say"
    return said(kind, rest[:end], rest, word)
