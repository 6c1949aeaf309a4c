"""The forms of questions: what kind one is, whose words it asks for, and about what.

FORMS is the grammar: the first form that fits tells the kind. Chat language is forgiven: small letters, "whats", "u".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.people import Names
from corpus.attribution.polarity import polarity
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import role_noun
from corpus.types import Polarity

Kind = Literal[
    "who_said",  # anybody's words; with a polarity "who denied ...", "who declined to comment"
    "what_said",  # somebody's words
    "did_say",  # a verdict
    "fact",
    "when_said",
    "where_said",
    "compare",  # the words of several, side by side
    "change",  # what somebody said, in time order
    "first",
    "latest",
    "who_speaks",  # a table of speakers
    "about",  # what anybody says about somebody or something
    "unnamed",  # the words of sources without a name
    "exact",  # words to be found to the letter
    "source_of",  # the chain behind a claim
    "reports",  # which reports there are
    "in_report",  # the statements of one report
    "more",  # the next of what was shown
]

_AUX = r"(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could|should)(?:n['’]?t)?"
_BE = r"(?:is|are|was|were)"
_ON = r"(?:on|about|over|regarding|re|concerning)"
_SOMEONE = r"(?:any(?:one|body)|some(?:one|body))"
_PEOPLE = r"(?:people|others|every(?:one|body)|any(?:one|body)|the (?:reports|papers|press|media|articles))"
_SAID = r"(?:speaks?|spoke|spoken|talk(?:s|ed|ing)?|comment(?:s|ed|ing)?|weigh(?:s|ed)? in|quoted|cited)"
_REPORT = r"(?:reports?|articles?|stor(?:y|ies)|coverage|pieces?)"
_QUOTE = r"(?:statements?|quotes?|quotations?|comments?|remarks?|words?)"
_VIEW = r"(?:mind|position|views?|tune|line|stance|story|tone|version|opinion)"
_WORDS = (  # what somebody has who says something
    r"(?:reactions?|responses?|repl(?:y|ies)|answers?|statements?|quotes?|comments?|remarks?|views?|opinions?|take"
    r"|stance|position|line|reasoning|reasons?|arguments?|explanation|excuse|advice|gripes?|complaints?|comeback"
    r"|criticism|claims?|pledges?|promises?|demands?|warnings?|message|thoughts|words|account|version|defen[cs]e"
    r"|verdict|assessment)"
)
_TELL = r"(?:say|says|said|tell|tells|told|think|thinks|thought)"
_PLACE = (
    r"(?:programme|program|show|interview|speech|rally|event|forum|meeting|occasion|place|town|city|channel|station)"
)

# The grammar. Groups: who (whose words), topic, rest (subject, verb and topic still to be parted), role (a noun that
# must be a person's).
_GRAMMAR: tuple[tuple[Kind, str], ...] = (
    # 1. what has a form of its own
    ("more", r"^(?:more|next|go on|continue|(?:show|tell|give)(?: me)? more|any(?:thing)? (?:more|else)|what else)$"),
    ("exact", rf"^{_AUX} {_SOMEONE} (?:ever |really |actually )?\w+,? (?=[\"“«])"),
    ("exact", r"^(?:where|wh(?:ich|at) report) .{0,20}\b(?:this|that|the(?: following)?) (?:quote|line|sentence)"),
    ("source_of", r"\b(?:sources?|origin|basis) (?:of|for|behind)\b|^where (?:does|did|do) .+ come from"),
    ("unnamed", r"\b(?:anonymous|unnamed|unidentified|undisclosed)(?:ly)?\b|\bof anonymity\b"),
    ("unnamed", r"\bnot (?:to be |been )?named\b|\b(?:sources?|insiders?) (?:close to|familiar with|said|say|claim)\b"),
    ("in_report", rf"\b(?:{_QUOTE}|speakers?|quoted|speaks?)\b.* (?:in|from) (?:the |this |that )?(?:latest |last )?"
                  r"(?:report|article|story|piece)\b"),
    ("reports", rf"^(?:(?:list|show|find|any|all|are there|is there)\b.{{0,20}})?"
                rf"(?:which |what |the |latest |newest |last )*{_REPORT}\b"),
    ("reports", r"^what (?:do|have|did) (?:you|u|we) (?:have|got|know|find)|^(?:do|have) (?:you|u) (?:have|got)\b"),
    ("who_speaks", rf"^who(?: all| else)? (?:has |have |had |{_BE} )?(?:been )?{_SAID}\b(?: (?:the )?most\b)?(?! to\b)"
                   r"|^(?:list |all |top |main )*speakers\b"),
    ("who_speaks", rf"^how (?:often|many times) (?P<rest>.+\b(?:{_SAID}|say|said|mentioned)\b.*)"),
    ("change", rf"^(?:how {_AUX}|{_AUX}) (?P<who>.+?)(?:['’]s?)? {_VIEW} {_ON} (?P<topic>.+?) (?:chang|evolv|shift)"),
    ("change", rf"^(?:how {_AUX}|{_AUX}) (?P<who>(?:(?!{_TELL}\b).)+?) (?:ever )?chang\w+"
               rf"(?: (?:his|her|their|its|the))?(?: {_VIEW})?(?: {_ON})?(?P<topic>.*)"),
    ("change", r"\bflip-?flop|\bback(?:track|pedal)|\bu-turn"),
    ("change", rf"\bstill (?:say|think|insist|claim|believe|want|den)|^{_AUX} .+ (?:go|gone|went) back on"
               r"|\bover time\b|\bfrom report to report"),
    ("first", r"^(?:when|where|what day|who|what) .*\bfirst (?:time|say|said|speak|spoke|talk|mention|claim|den|announc"
              r"|call|warn|suggest|admit|raise|tell|told)"),
    ("first", rf"^who {_BE} (?:the )?first\b|^(?:the )?first (?:statement|mention|time)\b"),
    ("latest", rf"^(?:what {_BE} )?(?:the )?(?:latest|newest|most recent)(?: \w+)? (?:from|by|of) (?P<who>.+?)"
               rf"(?: {_ON} (?P<topic>.+))?$"),
    ("latest", rf"^(?:what(?: {_BE})? |any )?(?:the )?(?:latest|newest|most recent)\b|^what is new\b"
               r"|^(?:any )?(?:updates?|news) (?:on|about|from)\b|\b(?:last|most recently) (?:say|said|speak|spoke)"),
    ("compare", r"\b(?:vs\.?|versus)(?= )|^compare\b|\bdiffer(?:s|ed|ences?)?\b|\b(?:dis)?agree\b|\bcontradict"),
    ("compare", rf"^(?:what|how|where) {_AUX} .{{0,60}}?\b(?:both|each|sides)\b"
                r"|^who (?:says?|said|claims?) (?:what|when|how|where)|^who (?:is |are )?\w+ (?:whom|who)\b"),
    ("about", rf"^what (?:else )?{_AUX} (?:been |being )?(?:said|written|reported|told|claimed)\b"
              rf"|^what {_AUX} {_PEOPLE} .*?\b{_ON}(?= )"),
    ("about", rf"^(?:(?:tell me|anything|something|all|{_QUOTE}|reactions?) )+(?:said )?(?:{_ON}|to)\b"),
    # 2. who, when, where
    ("what_said", r"^who(?:m|se \w+)? (?:did|does|do|has|have|will|would) (?P<rest>.+\b(?:say|said|think|thought|blame"
                  r"|accuse|call|tell|told|want|believe|expect|suggest|warn|thank|claim|mean|name)\w*\b.*)"),
    ("who_said", rf"^(?:whose \w+ {_BE} (?:it|this|that)|whose|who|whom|by whom|according to (?:who|whom|which))\b"),
    ("when_said", r"^(?:when|(?:on |since )?(?:what|which) (?:day|date|year|month|time))\b (?P<rest>.+)"),
    ("where_said", rf"^(?:where|(?:at |on |in )?(?:what|which)(?: \w+)? {_PLACE})\b (?P<rest>.+)"),
    ("who_said", r"^which (?!(?:percent\w*|share|number|fraction|way)\b)"),
    ("who_said", r"^what (?P<role>\w+)(?= \w+(?:ed|s|d)\b)"),  # "what official bragged ..."
    # 3. somebody's words
    ("what_said", rf"^(?:(?:is|are|was) there |{_AUX} .{{0,30}})?(?:any |a |an |the |all |some |direct )*{_WORDS}"
                  rf" (?:from|by|of) (?P<who>.+?) (?:to|{_ON})(?= )(?P<topic>.+)"),
    ("what_said", rf"^(?:{_BE} there |what {_BE} )?(?:any |a |all |some |direct )*{_QUOTE} (?:from|by|of) (?P<who>.+)"),
    ("what_said", rf"^(?:what {_BE} )?(?!how|what|why|{_AUX}\b)(?P<who>(?:[^\s,]+ ){{1,5}}?)"
                  rf"(?:(?<=['’]s )\w+ )?{_WORDS}(?: (?:to|of|for|against|when|after|{_ON})(?= )(?P<topic>.*))?$"),
    ("what_said", rf"^(?:what|how|why)(?: else| exactly)? {_AUX} (?P<rest>.+)"),
    ("did_say", rf"^{_AUX} (?P<rest>.+)"),
    ("what_said", rf"^(?!(?:how|what|why|in|at|on|total|number|death)\b)(?P<who>[^?]{{2,60}}?) {_ON} (?P<topic>.+)"),
)  # fmt: skip
FORMS = tuple((kind, re.compile(form, re.I)) for kind, form in _GRAMMAR)  # the first that fits tells the kind

# Verbs that report nothing in a report, but ask for words in a question.
_ASKING = frozenset("react stand mean make find talk hit go back stick stay reckon speak feel respond".split())
_PLAIN = frozenset("say says said saying tell tells told think thinks thought claim claims claimed claiming".split())
_POSSESSIVES = frozenset("his her their its".split())
_BEFORE_A_NOUN = _POSSESSIVES | frozenset("the a an this that any no some".split())
_LEAD = re.compile(  # what stands before the question itself
    r"^(?:(?P<on>and|but|also|plus)|so|then|hi|hello|hey|ok(?:ay)?|well|please|pls|now|um+|hm+|listen|sorry|right"
    r"|(?:(?:can|could|would|will) (?:you|u) )?(?:please )?(?:tell|show|give|remind) (?:me|us)(?! (?:more|about)\b)"
    r"|do (?:you|u) know|i(?: would|'d) like to know|i (?:want|need) to know|i wonder|any idea"
    r"|(?P<about>what about|how about))"
    r"\b[\s,:]*",
    re.I,
)
_ASKS = rf"(?:who|whose|what|which|when|where|why|how|{_AUX})"
_ASIDE = re.compile(rf"^(?!{_ASKS}\b)[^?]{{3,}}[,:] (?={_ASKS}\b)", re.I)  # "back in July, while ..., did ..."
_ACCORDING = re.compile(
    rf"^according to (?P<first>(?!who|which).+?),? (?={_ASKS}\b)"
    r"|,? ?\b(?:according to|acc to) (?P<last>(?!who|which)[^,?]+)",
    re.I,
)
_SLIPS = {  # spellings of a chat
    "wat": "what", "waht": "what", "whta": "what", "hwo": "who", "wich": "which", "whcih": "which", "siad": "said",
    "sadi": "said", "sya": "say", "abuot": "about", "abot": "about", "dose": "does", "wen": "when", "didnt": "didn't",
    "whats": "what is", "what's": "what is", "whos": "who is", "who's": "who is", "wheres": "where is",
    "where's": "where is", "whens": "when is", "when's": "when is", "hows": "how is", "how's": "how is",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OPENING = re.compile(
    r"^(?:(?:that(?= \w)|else|whether|if|about|on|of|to|for|regarding|as|when|how many|how much)\b"
    rf"|{_AUX}\b|what {_BE}\b|[^\w\"“«'‘]+)\s*",
    re.I,
)
_ADVERBS = re.compile(
    r"(?: (?:ha(?:ve|s|d) to|ever|really|actually|also|just|finally|publicly|first|last|yet|not|each|both))+$", re.I
)
_SUBJECT = re.compile(
    rf"^(?:(?:what|which|how|where|when|who|why|compare)\b (?:\w+ (?={_AUX}\b))?)?(?:{_AUX}\b )?", re.I
)
_BESIDE = re.compile(rf"(?P<one>.+?) (?:vs\.?|versus) (?P<other>.+?)(?: {_ON} (?P<topic>.+))?$", re.I)
_APPOSITION = re.compile(r"^([^,]{2,40}), ((?:that|the|an?|who) [^,]{2,80}), (?!and\b|or\b)(.+)", re.I)
_BEING = re.compile(rf"^(?:{_BE}|has|have|had|been)\b ", re.I)
_DEMONSTRATIVE = re.compile(r"(?:that|this|it|those|these)(?: said)?", re.I)
_JOINING = frozenset("when while after before that because if whether who which".split())
_PRONOUN = re.compile(r"(?:he|she|they|it)\b", re.I)
_QUOTED = re.compile(r"[\"“«][^\"”»]*[\"”»]")
_OUTSIDE = re.compile(r"^[\s,.;:!?-]+|[\s,.;:!?-]+$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A question in its parts, all as typed."""

    kind: Kind
    who: str = ""  # those whose words are asked for: "the mayor", "she"
    verb: str = ""  # "deny"; "" for one that only says that something is said
    topic: str = ""
    polarity: Polarity = "asserts"
    goes_on: bool = False  # opens like a continuation: "and ..."
    stub: bool = False  # has no verb and no form: "and the mayor?"


def plain_words(text: str) -> str:
    """The text with the usual slips of a chat put right."""
    return _WORD.sub(lambda found: _SLIPS.get(found[0].lower().replace("’", "'"), found[0]), text)


def read(text: str, names: Names, has_phrase: bool = False) -> Reading:
    """The parts of a question. `has_phrase`: words of it stand in quotation marks."""
    goes_on = False
    while found := _LEAD.match(text):
        goes_on = goes_on or bool(found["on"] or found["about"])
        text = text[found.end() :]
    said_by = _ACCORDING.search(text)
    if said_by:
        text = text[: said_by.start()] + text[said_by.end() :]
    aside = _ASIDE.match(text)
    asked = _trimmed(text[aside.end() :] if aside else text)
    reading = _formed(asked, names, has_phrase, goes_on)
    who = reading.who or _trimmed((said_by["first"] or said_by["last"]) if said_by else "")
    topic = f"{aside[0]}{reading.topic}" if aside else reading.topic
    if aside and _PRONOUN.fullmatch(who) and names.mentions(aside[0]):
        who, topic = aside[0].rstrip(" ,:"), reading.topic  # "what about Voss, did she agree?"
    return replace(reading, who=who, topic=_trimmed(topic), goes_on=goes_on)


def _formed(asked: str, names: Names, has_phrase: bool, goes_on: bool) -> Reading:
    for kind, form in FORMS:
        found = form.search(asked)
        if not found:
            continue
        part = found.groupdict()
        if part.get("role") and not role_noun(part["role"].lower()):
            continue
        if part.get("who"):
            who = re.sub(r"['’]s?$", "", part["who"].strip())
            return Reading(kind, who, "", _topic(part.get("topic") or ""))
        if part.get("rest"):
            return _parted(kind, part["rest"], names)
        if kind == "who_said":
            return _anybody(asked[found.end() :].strip() if not part.get("role") else asked[5:])
        behind = found.start() == 0 or kind in ("source_of", "in_report")
        if kind in ("change", "first", "unnamed") or (kind == "latest" and not behind):
            return _parted(kind, asked, names)
        if kind == "compare" and not found[0].lower().startswith("who"):
            return _parted(kind, asked, names)
        return Reading(kind, topic=_topic(asked[found.end() :] if behind else asked))
    if has_phrase and len(_WORD.findall(_QUOTED.sub("", asked))) < 3:
        return Reading("exact", topic=asked)
    return Reading("fact", topic=_topic(asked), stub=goes_on or len(asked.split()) < 4)


def _parted(kind: Kind, rest: str, names: Names) -> Reading:
    """Subject, verb of saying and topic of a clause in question order: "did the mayor deny that ..."."""
    rest = _APPOSITION.sub(r"\1 \3, \2", _SUBJECT.sub("", rest))
    if kind in ("when_said", "where_said") and _DEMONSTRATIVE.fullmatch(rest):
        return Reading(kind, topic=rest)
    if beside := _BESIDE.match(rest):
        return Reading(kind, f"{beside['one']}, {beside['other']}", "", _topic(beside["topic"] or ""))
    mentions = [m.span for m in names.mentions(rest)]
    words = list(_WORD.finditer(rest))
    for i, word in enumerate(words[:15]):
        low, before = word[0].lower(), words[i - 1][0].lower() if i else "the"
        if low in _JOINING or (low in _POSSESSIVES and i and before != "and" and rest[word.start() - 2] != ","):
            break
        if any(span.start <= word.start() < span.end for span in mentions) or not _asks_words(low):
            continue
        following = words[i + 1][0].lower() if i + 1 < len(words) else ""
        if before in _BEFORE_A_NOUN or before.endswith(("'s", "’s")) or following in ("say", "says", "said", "think"):
            continue  # "the state department", "her report says"
        if kind == "where_said" and low == "stand":
            kind = "what_said"
        who = _ADVERBS.sub("", _trimmed(rest[: word.start()]))
        return Reading(kind, who, *_said(rest, word))
    # no verb of saying: whoever is named first is the subject, if it opens the clause
    opens = mentions and len(rest[: mentions[0].start].split()) < 3 and rest[mentions[0].end :][:2] not in ("'s", "’s")
    if opens and kind != "what_said":
        who, topic = rest[: mentions[0].end], rest[mentions[0].end :]
        return Reading(kind, who, "", _topic(topic))
    if kind == "did_say" and (pronoun := _PRONOUN.match(rest)):
        return Reading(kind, pronoun[0], "", _topic(rest[pronoun.end() :]))
    return Reading("fact" if kind in ("what_said", "when_said", "where_said") else kind, topic=_topic(rest))


def _anybody(rest: str) -> Reading:
    """The topic of a who-question, with the noun and the verb that say more than that something was said."""
    rest = _BEING.sub("", rest)
    for word in list(_WORD.finditer(rest))[:8]:
        if word[0].lower() in _JOINING or word[0].lower() == "and":
            break
        if _asks_words(word[0].lower()):
            verb, topic, done = _said(rest, word)
            plain = word.start() == 0
            return Reading("who_said", "", verb if plain else "", topic if plain else _topic(rest), done)
    return Reading("who_said", topic=_topic(rest))


def _said(rest: str, verb: re.Match[str]) -> tuple[str, str, Polarity]:
    """A verb of saying, "" where it tells nothing, what stands behind it, and what whoever says it does."""
    before, behind = rest[max(0, verb.start() - 12) : verb.start()], rest[verb.end() :]
    if verb[0].lower() in _PLAIN | _ASKING:
        return "", _topic(behind), "asserts"
    return verb[0], _topic(behind), polarity(verb[0], before, behind)


def _asks_words(word: str) -> bool:
    return word in _ASKING or reports_speech(word)


def _topic(text: str) -> str:
    while found := _OPENING.match(text):
        text = text[found.end() :]
    return _trimmed(text)


def _trimmed(text: str) -> str:
    return _OUTSIDE.sub("", text)
