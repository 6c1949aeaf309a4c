"""The parts of one clause of a question: whose words it asks for, the verb of saying, who is told, and what about."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.grammar import AUX, BE, IN_WORDS, ON, WORDS, Kind
from bot.people import Names
from corpus.attribution.lexicon import FUNCTION, ORGANISATIONS, OUTLETS
from corpus.attribution.polarity import polarity
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import role_noun
from corpus.types import Polarity

# Verbs that report nothing in a report, but ask for words in a question.
_ASKING = frozenset(
    "react stand mean make find talk hit go back stick stay reckon speak feel respond elaborate expand own address"
    " support oppose favour favor lash weigh".split()
)
PLAIN = frozenset(
    "say says said saying tell tells told think thinks thought claim claims claimed claiming comment commented"
    " mention mentioned discuss discussed".split()
)
_NAMING = "call calls called calling describe describes described liken likens likened compare compared".split()
_POSSESSIVES = frozenset("his her their its".split())
_BEFORE_A_NOUN = _POSSESSIVES | frozenset("the a an this that any no some".split())
_TALKING = re.compile(  # "... when talking about schools" is about schools too
    r"\b(?:when|while) (?:talking|speaking|asked|questioned|discussing|answering|responding)"
    r"(?: (?:an? |the )?questions?)?(?: (?:about|on|to))?\b",
    re.I,
)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OPENING = re.compile(
    r"^(?:(?:that(?= \w)|else|publicly|whether|if|about|on|of|to|for|regarding|towards?|as|when|how many|how much"
    r"|in public"
    r"|exactly|actually|really|recently|back then|(?:any|some)thing(?= (?:about|on|regarding|to)\b|$)|do when)\b"
    rf"|{AUX}\b|what {BE}\b|[^\w\"“«'‘]+)\s*",
    re.I,
)
_PARTICLE = re.compile(
    r"^\s*(?:back|up|out|off|by|after|into|in|on|with|against|at|to)\b(?: (?:for|at|about|on|to|of)\b)?"
)
_ADVERBS = re.compile(
    r"(?: (?:(?:willing|ready|able|happy|prepared|likely|planning) to|ha(?:ve|s|d) to|been|ever|really|actually"
    r"|also|just|finally|publicly|first|last|yet|not|each|both|all|still"
    r"|even|recently|exactly|going to))+$",
    re.I,
)
SET_BESIDE = r"(?:compare|contrast|(?:the |any )?differences? (?:between|in)) "
_SUBJECT = re.compile(
    rf"^(?:{SET_BESIDE})?(?:(?:what|which|how|where|when|who|why)\b (?:\w+ (?={AUX}\b))?)?(?:{AUX}\b )?", re.I
)
_PAIR = re.compile(  # "(how do) Ash and the mayor differ on it", "(compare) Ash's and Voss's views on it"
    r"(?P<who>.+?(?:,| and | or | with ).+?)(?:['’]s?)?(?P<apart> (?:(?:dis)?agree|differ|clash|compare)[sd]?)?"
    rf"(?: {WORDS})?(?: (?:{ON}|in|when it comes to)(?: (?P<topic>.+?))?)?"
    r"(?P<differ> (?:differ|diverge|clash)s?)?$", re.I,
)  # fmt: skip
_BESIDE = re.compile(
    rf"(?:(?P<before>.*)[,:] )?(?P<one>.+?) (?:vs\.?|versus) (?P<other>.+?)(?: {ON} (?P<topic>.+))?$", re.I
)
_APPOSITION = re.compile(r"^([^,]{2,40}), ((?:that|the|an?|who) [^,]{2,80}), (?!and\b|or\b)(.+)", re.I)
_SECOND = re.compile(rf",? and (?:what|how) {AUX} (?P<who>.+?) (?:say|think|reply|react|respond|answer)\b", re.I)
_BEING = re.compile(rf"^(?:{BE}|has|have|had|been)\b ", re.I)
_SAID_TO = re.compile(rf"^ to (?:him|her|them|it|us|me)(?= (?:that|{ON})\b)", re.I)  # "say to him about it"
_TOLD = re.compile(r"^tell|^told", re.I)
_ADDRESSEE = re.compile(  # "told the paper about the leak"; not "told (that) he met the union about fares"
    r"^(?P<to>(?!that\b|about\b|(?:he|she|they|it|we|i)['’]?\w{0,2}\b)"
    r"(?:(?:[^\s,]+ ){1,5}?(?=(?:about|regarding) \w)|(?:(?!at |in |of )[^\s,]+ ){1,2}(?=that \w)))",
    re.I,
)
BODY_OF = frozenset("campaign team camp office administration government people side staff circle".split())
_JOINING = frozenset("when while after before that because if whether who which".split())
_NAMELESS = re.compile(  # "any unnamed sources on the truce"
    rf"^(?:(?:there )?(?:any|some|the) )?(?:anonymous|unnamed|unidentified|undisclosed) \w+ (?={ON}\b)", re.I
)
_DEMONSTRATIVE = re.compile(r"(?:that|this|it|those|these)(?: said)?", re.I)
PRONOUN = re.compile(r"(?:he|she|they|it)\b", re.I)
_ABOUT_ANYTHING = re.compile(rf"^(?:any(?:thing)?|something|much)(?: else)?(?: (?:{ON}|to)\b|$)", re.I)
_REMARKS = re.compile(rf"^(?:comment|commented|speak|spoken|talk|talked|elaborate|weigh)\b.* ?\b{ON}\b", re.I)
_PERSONS = re.compile(  # that the lexicon of roles leaves out, as in a report they hardly ever speak
    r"(?:reader|viewer|listener|caller|pensioner|retiree|teen(?:ager)?|guru|crusader|hopeful|outfit|site|newcomer|kid"
    r"|newspaper|paper|publication|\w{3,}worker|\w{3,}maker|democrat|worker|student|shopkeeper|neighbou?r|(?!hu|ger"
    r"|ro|otto|talis)\w{2,}(?<=[dhklnprst])man)s?", re.I,
)  # fmt: skip
_NO_BODIES = frozenset(  # words of names of bodies that are mostly other things in a question
    "time house order show world wire post press power state system force business country capital body energy gas"
    " oil news media radio television tv daily sky register project initiative exchange convention front ambulance"
    " conference service services standard mirror mission nation nations lines".split()
)
_BODIES = (ORGANISATIONS | OUTLETS) - _NO_BODIES - FUNCTION
_MOVING = re.compile(
    r"go(?:es|ne|ing)?|went|c[oa]m(?:e|es|ing)|held|hold(?:s|ing)?|g[eo]t(?:s|ting)?|g[ia]ve[ns]?|br(?:ing|ought)|put|t[ao]ke?n?"
    r"|took|pull(?:ed)?|sen[dt]|turn(?:ed)?|be|is|are|was|were|been|it|him|her|them|that|words?", re.I,
)  # fmt: skip
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
    to: str = ""  # who is told: "the paper"
    by: str = ""  # according to whom somebody else says it


def parted(kind: Kind, rest: str, names: Names) -> Reading:
    """Subject, verb of saying and topic of a clause in question order: "did the mayor deny that ..."."""
    beside = re.match(SET_BESIDE, rest, re.I)
    rest = _APPOSITION.sub(r"\1 \3, \2", _SUBJECT.sub("", rest))
    rest = re.sub(r"^the (statement|comment|remark|claim)s? (?:by|of|from) (.+)", r"\2 \1", rest)
    if kind in ("when_said", "where_said") and _DEMONSTRATIVE.fullmatch(rest):
        return Reading(kind, topic=rest)
    if two := _BESIDE.match(rest):
        return Reading(kind, f"{two['one']}, {two['other']}", "", as_topic(two["topic"] or two["before"] or ""))
    pair = _PAIR.match(rest) if kind == "compare" else None
    if pair and (pair["apart"] or pair["differ"] or (beside and names.mentions(pair["who"]))):
        who = re.sub(r"['’]s?(?= )", "", pair["who"]).replace(" with ", " and ")
        return Reading(kind, who, "", as_topic(pair["topic"] or ""))
    mentions = [m.span for m in names.mentions(rest)]
    words = list(WORD.finditer(rest))
    for i, word in enumerate(words[:15]):
        low, before = word[0].lower(), words[i - 1][0].lower() if i else "the"
        if low in _JOINING or (low in _POSSESSIVES and i and before != "and" and rest[word.start() - 2] != ","):
            break
        following = words[i + 1][0].lower() if i + 1 < len(words) else ""
        if low == "back" and _MOVING.fullmatch(before):
            continue  # "gone back to work"
        if i and low in ("rule", "ruled", "ruling") and following == "out":
            end = words[i + 1].end()
            return Reading(kind, _ADVERBS.sub("", trimmed(rest[: word.start()])), rest[word.start() : end],
                           as_topic(rest[end:]), "denies")  # fmt: skip
        if any(span.start <= word.start() < span.end for span in mentions) or not asks_words(low):
            continue
        noun = before in _BEFORE_A_NOUN or before in ("in", "of", "with") or before.endswith(("'s", "’s"))
        if noun or following in ("say", "says", "said", "think"):
            continue  # "the state department", "her report says"
        if kind == "where_said" and low == "stand":
            kind = "what_said"
        if kind == "did_say" and (
            _REMARKS.match(rest[word.start() :]) or _ABOUT_ANYTHING.match(rest[word.end() :].strip())
        ):
            kind = "what_said"  # "did she comment on the leak?" asks for the words, not for a yes
        if kind in ("did_say", "what_said") and before == "still":
            kind = "change"
        who = _ADVERBS.sub("", trimmed(rest[: word.start()]))
        return said(kind, who, rest, word)
    # no verb of saying: whoever opens the clause is the subject
    end = subject_end(rest, names)
    if end and kind != "what_said":
        who, topic = rest[:end], rest[end:]
        kind = "change" if kind == "did_say" and topic.lower().startswith(" still ") else kind
        return Reading(kind, who, "", as_topic(re.sub(r"^ still\b", "", topic)))
    if end and (found := re.match(r" (against|for|in favou?r of)\b", rest[end:], re.I)):
        return Reading(kind, rest[:end], found[1], as_topic(rest[end + found.end() :]))
    if kind in ("change", "first", "latest", "compare", "unnamed", "who_speaks"):
        return Reading(kind, topic=as_topic(_NAMELESS.sub("", rest) if kind == "unnamed" else rest))
    return Reading("fact", topic=as_topic(re.sub(r"^(?:he|she|they)\b", "", rest)))


def subject_end(clause: str, names: Names, *, bodies: bool = False) -> int:
    """Where the person ends with whom a clause opens: a pronoun, a name or a role ("the mayor of X"); 0 for none.

    `bodies`: also "the company", which does more often than it speaks.
    """
    if pronoun := PRONOUN.match(clause):
        return pronoun.end()
    mention = next((m for m in names.mentions(clause)), None)
    if mention and len(clause[: mention.span.start].split()) < 3 and clause[mention.span.end :][:2] not in ("'s", "’s"):
        opening = clause[: mention.span.start].lower().split()
        if all(word in ("the", "mr", "mrs", "ms", "dr") or role_noun(word.rstrip(".")) for word in opening):
            return mention.span.end
    words = list(WORD.finditer(clause))[:6]
    opens = words and (
        re.match(r"(?:the|an?|his|her|their|its)$", words[0][0], re.I)
        or any(word[0].endswith(("'s", "’s")) for word in words[:3])
    )
    if len(words) < 2 or not (opens or (mention and mention.span.start < 5)):
        return 0
    for word in words[1:]:
        if word[0].lower() in FUNCTION:
            break
        owned = mention is not None and (mention.span.end < word.start()) and word[0].lower() in BODY_OF
        if owned or role_noun(word[0].lower()) or (bodies and is_person(word[0])):
            of = re.match(r" (?:of|from) (?:the )?[^\s,]+", clause[word.end() :])
            return word.end() + (of.end() if of else 0)
    return 0


def with_second(reading: Reading, names: Names) -> Reading:
    """ "What did Ash say and what did Voss say about it": both, and the topic behind the second."""
    second = _SECOND.search(f" and {reading.topic}" if reading.topic.startswith(("and what", "and how")) else "")
    second = _SECOND.search(f" {reading.topic}") if not second and reading.topic.startswith("and ") else second
    if second is None or not names.mentions(second["who"]):
        return reading
    topic = second.string[second.end() :]
    return Reading("compare", f"{reading.who} and {second['who']}", "", as_topic(topic))


def anybody(rest: str, whose: bool = False) -> Reading:
    """The topic of a who-question and the verb that tells more than that something was said.

    `whose`: it begins with who is asked for, "(which) official denied ...".
    """
    rest = _BEING.sub("", rest)
    rest = re.sub(r"^(?:the one |it )?(?:who|that) (?=\w)", "", rest, flags=re.I)
    for done, form in IN_WORDS:
        if found := form.match(rest):
            return Reading("who_said", "", found["done"], as_topic(rest[found.end() :]), done)
    for i, word in enumerate(list(WORD.finditer(rest))[:8]):
        if word[0].lower() in _JOINING and not (i and word[0].lower() in ("who", "that")):
            break
        if word[0].lower() == "and":
            break
        if i and rest[: word.start()].lower().split()[-1] in _BEFORE_A_NOUN:
            continue
        if asks_words(word[0].lower()):
            reading = said("who_said", _described(rest[: word.start()]), rest, word)
            if reading.who and not whose:
                return Reading("who_said", topic=as_topic(rest), polarity=reading.polarity)
            if word[0].lower() in _NAMING:  # what somebody is called is what is asked for
                return replace(reading, verb="", topic=as_topic(rest[word.start() :]))
            return reading
    return Reading("who_said", topic=as_topic(rest))


def _described(words: str) -> str:
    """Who is asked for beyond "who": "phoenix official", without "who" and "has"."""
    return trimmed(re.sub(rf"(?:\s(?:who|that|not|also|ever|really|{AUX})(?=\s|$))+", "", f" {words}"))


def said(kind: Kind, who: str, rest: str, verb: re.Match[str]) -> Reading:
    """A clause about its verb of saying: "" for one that tells nothing, who is told, and the topic behind it."""
    before, behind, low = rest[max(0, verb.start() - 12) : verb.start()], rest[verb.end() :], verb[0].lower()
    done = polarity(verb[0], before, behind)
    if low in _ASKING:
        return Reading(kind, who, "", as_topic(_PARTICLE.sub("", behind)))
    behind = _SAID_TO.sub("", behind)
    topic = as_topic(re.sub(r"^ (?:out|off)\b", "", behind))
    to = _ADDRESSEE.match(topic) if _TOLD.match(low) else None
    topic = as_topic(topic[to.end() :]) if to else topic
    told = to["to"].strip() if to else ""
    if low in PLAIN:
        return Reading(kind, who, "", topic, done if done == "declines" else "asserts", to=told)
    return Reading(kind, who, verb[0], topic, done, to=told)


def is_person(word: str) -> bool:
    """True for a noun of persons or bodies that speak: "senator", "reader", "watchdog"."""
    word = word.lower()
    return role_noun(word) or word in _BODIES or bool(_PERSONS.fullmatch(word))


def asks_words(word: str) -> bool:
    return word in _ASKING or reports_speech(word)


def as_topic(text: str) -> str:
    text = _TALKING.sub(",", text)
    while found := _OPENING.match(text):
        text = text[found.end() :]
    return re.sub(r"\s+(?=[,.])", "", " ".join(trimmed(text).split()))


def trimmed(text: str) -> str:
    return _OUTSIDE.sub("", text)
