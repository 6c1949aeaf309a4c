"""A question in its parts: what kind it is, whose words it asks for, and about what; by the forms of grammar.py."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.grammar import ASKS, AUX, BE, FORMS, IN_WORDS, ON, TIMED, WORDS, Kind
from bot.people import Names
from corpus.attribution.lexicon import FUNCTION
from corpus.attribution.polarity import polarity
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import role_noun
from corpus.types import Polarity

# Verbs that report nothing in a report, but ask for words in a question.
_ASKING = frozenset(
    "react stand mean make find talk hit go back stick stay reckon speak feel respond elaborate expand own address"
    " support oppose favour favor lash weigh".split()
)
_PLAIN = frozenset(
    "say says said saying tell tells told think thinks thought claim claims claimed claiming comment commented"
    " mention mentioned discuss discussed".split()
)
_GUESSING = frozenset("reckon estimate expect believe predict report guess suppose want hope promise".split())
_NAMING = "call calls called calling describe describes described liken likens likened compare compared".split()
_POSSESSIVES = frozenset("his her their its".split())
_BEFORE_A_NOUN = _POSSESSIVES | frozenset("the a an this that any no some".split())
_LEAD = re.compile(  # what stands before the question itself
    r"^(?:(?P<on>and|but|also|plus|i mean|i meant)|so|then|hi|hello|hey|ok(?:ay)?|well|please|pls|now|um+|hm+"
    r"|listen|sorry|right|no(?=,| i mean)|(?:(?:can|could|would|will) (?:you|u) )?(?:please )?(?:tell|show|give|remind)"
    r" (?:me|us)(?! (?:more|about|others?|else)\b)|do (?:you|u) know|i(?: would|'d) like to know|i (?:want|need)"
    r" to know|i wonder|any idea"
    r"|(?:find|identify|name|list|search for)(?= (?:out |who |what |the \w+ who |\"|“|the quote))"
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
    rf"^according to (?P<first>(?!who|which).+?),? (?={ASKS}\b)"
    r"|,? ?\b(?:according to|acc to) (?P<last>(?!who|which)[^,?]+)",
    re.I,
)
_TALKING = re.compile(  # "... when talking about schools" is about schools too
    r"\b(?:when|while) (?:talking|speaking|asked|questioned|discussing|answering|responding)"
    r"(?: (?:an? |the )?questions?)?(?: (?:about|on|to))?\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_OPENING = re.compile(
    r"^(?:(?:that(?= \w)|else|whether|if|about|on|of|to|for|regarding|towards?|as|when|how many|how much|publicly"
    r"|exactly|actually|really|recently|back then|(?:any|some)thing(?= (?:about|on|regarding|to)\b|$)|do when)\b"
    rf"|{AUX}\b|what {BE}\b|[^\w\"“«'‘]+)\s*",
    re.I,
)
_PARTICLE = re.compile(
    r"^\s*(?:back|up|out|off|by|after|into|in|on|with|against|at|to)\b(?: (?:for|at|about|on|to|of)\b)?"
)
_ADVERBS = re.compile(
    r"(?: (?:ha(?:ve|s|d) to|ever|really|actually|also|just|finally|publicly|first|last|yet|not|each|both|all|still"
    r"|even|recently|exactly|going to))+$",
    re.I,
)
_SET_BESIDE = r"(?:compare|contrast|(?:the |any )?differences? (?:between|in)) "
_SUBJECT = re.compile(
    rf"^(?:{_SET_BESIDE})?(?:(?:what|which|how|where|when|who|why)\b (?:\w+ (?={AUX}\b))?)?(?:{AUX}\b )?", re.I
)
_PAIR = re.compile(  # "(how do) Ash and the mayor differ on it", "(compare) Ash's and Voss's views on it"
    r"(?P<who>.+?(?:,| and | or | with ).+?)(?:['’]s?)?(?P<apart> (?:(?:dis)?agree|differ|clash|compare)[sd]?)?"
    rf"(?: {WORDS})?(?: (?:{ON}|in|when it comes to)(?: (?P<topic>.+))?)?$", re.I,
)  # fmt: skip
_OF_SEVERAL = re.compile(rf"{AUX}|how|where|what {AUX}|{_SET_BESIDE}|.* (?:vs\.?|versus) ", re.I)
_RAISED = tuple(re.compile(form, re.I) for form in (  # what nobody in particular said first
    rf"^(?:when|where|how|by whom) (?:{AUX} )?(?P<topic>.+?) (?:was |were |been )?first (?:ever )?(?:been )?"
    r"(?:brought up|raised|mentioned|reported|suggested|proposed|floated|announced|discussed|talked about|spoken of"
    r"|spoken about|heard of|mooted|promised|demanded|called for|came up|come up)(?P<more>(?: .*)?)$",
    r"^who (?:was )?(?:the )?first (?:to )?(?:brought|bring|came|come) (?:up|forward|out)(?: with)? (?P<topic>.+)$",
    rf"^(?:(?:when|where|what) {BE} )?(?:the )?(?:very )?(?:first|earliest) (?:(?:mention|word|talk|report|reference"
    r"|news|sign)s? (?:of|about|on|to)|(?:statement|quote)s? (?:about|on)) (?P<topic>.+)$",
))  # fmt: skip
_OF_REPORT = re.compile(r"\s+(?:says?|said|tells?|told|reports?|contains?|is about|talks? about)(?: us)?$", re.I)
_BESIDE = re.compile(
    rf"(?:(?P<before>.*)[,:] )?(?P<one>.+?) (?:vs\.?|versus) (?P<other>.+?)(?: {ON} (?P<topic>.+))?$", re.I
)
_APPOSITION = re.compile(r"^([^,]{2,40}), ((?:that|the|an?|who) [^,]{2,80}), (?!and\b|or\b)(.+)", re.I)
_FIGURE_SAID = re.compile(
    rf"^(?P<asked>(?:in |by )?(?:how|what|which) (?!{AUX}\b)\w+(?: [^\s,]+){{0,4}}?) {AUX} (?P<rest>.+)", re.I
)
_SECOND = re.compile(rf",? and (?:what|how) {AUX} (?P<who>.+?) (?:say|think|reply|react|respond|answer)\b", re.I)
_BEING = re.compile(rf"^(?:{BE}|has|have|had|been)\b ", re.I)
_TOLD = re.compile(r"^tell|^told", re.I)
_ADDRESSEE = re.compile(  # "told the paper about the leak"; not "told (that) he met the union about fares"
    r"^(?P<to>(?!that\b|about\b|(?:he|she|they|it|we|i)['’]?\w{0,2}\b)"
    r"(?:(?:[^\s,]+ ){1,5}?(?=(?:about|regarding) \w)|(?:(?!at |in |of )[^\s,]+ ){1,2}(?=that \w)))",
    re.I,
)
_JOINING = frozenset("when while after before that because if whether who which".split())
_DEMONSTRATIVE = re.compile(r"(?:that|this|it|those|these)(?: said)?", re.I)
_PRONOUN = re.compile(r"(?:he|she|they|it)\b", re.I)
_ANYONE = re.compile(
    rf"^(?:{AUX} )?(?:there )?(?:any|some)(?:one|body)(?: (?:ever|really|actually|else|who|has|have))*(?= \w)", re.I
)
_PASSIVE = re.compile(r"(?:is|are|was|were|ha(?:s|ve|d)(?= .* been))\b", re.I)
_FEELING = frozenset("opposed worried concerned convinced determined committed prepared pleased".split())
_NOUN_OF_DENIAL = re.compile(r"^(?:any |the |all )*(?:denials?|rebuttals?)\b(?: (?:of|about|that|on|to))?", re.I)
_ABOUT_ANYTHING = re.compile(rf"^(?:any(?:thing)?|something|much)(?: else)?(?: (?:{ON}|to)\b|$)", re.I)
_REMARKS = re.compile(rf"^(?:comment|commented|speak|spoken|talk|talked|elaborate|weigh)\b.* ?\b{ON}\b", re.I)
_QUOTED = re.compile(r"[\"“«][^\"”»]*[\"”»]")
_LOOKING_UP = frozenset(
    "find search for look up the exact quote line words word sentence phrase is there a an where does did do it say"
    " said come from which report reports article in has have that this was were used of source appear contains"
    " contain any exactly anyone anybody someone somebody ever really actually".split()
)
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


def read(text: str, names: Names, has_phrase: bool = False) -> Reading:
    """The parts of a question. `has_phrase`: words of it stand in quotation marks."""
    # 1. what stands around the question itself
    goes_on = False
    while found := _LEAD.match(text):
        goes_on = goes_on or bool(found["on"] or found["about"])
        text = text[found.end() :]
    said_by = _ACCORDING.search(text)
    if said_by:
        text = text[: said_by.start()] + text[said_by.end() :]
    aside = _ASIDE.match(text)
    asked = _TAIL.sub("", _trimmed(text[aside.end() :] if aside else text))
    # 2. whose words and on what, and which of them
    for timed, form in TIMED:
        if found := form.search(asked):
            rest = " ".join(f"{asked[: found.start()]} {asked[found.end() :]}".split())
            reading = _formed(rest, names, has_phrase, goes_on) if rest else Reading(timed)
            if reading.stub and names.mentions(reading.topic):
                reading = Reading(timed, reading.topic)  # "voss latest"
            if reading.kind not in ("fact", "reports", "in_report", "exact") or reading.kind == timed:
                reading = replace(reading, kind=timed)
                if not reading.topic and _subject_end(f"{reading.who} ", names) != len(reading.who):
                    reading = Reading(timed, topic=reading.who)  # "how did the toll go up over time"
                break
    else:
        reading = _formed(asked, names, has_phrase, goes_on)
    # 3. what stood around it says more
    by = _trimmed((said_by["first"] or said_by["last"]) if said_by else "")
    who = reading.who or by
    if by and reading.kind == "who_said" and not reading.who:
        reading = replace(reading, kind="what_said")  # "according to Ash, who is to blame?"
    topic = f"{aside[0]}{reading.topic}" if aside else reading.topic
    if aside and _PRONOUN.fullmatch(who) and names.mentions(aside[0]):
        who, topic = aside[0].rstrip(" ,:"), reading.topic  # "what about Voss, did she agree?"
    by = by if reading.who else ""
    return replace(reading, who=who, topic=_TAIL.sub("", _trimmed(topic)), goes_on=goes_on, by=by)


def _formed(asked: str, names: Names, has_phrase: bool, goes_on: bool) -> Reading:
    if has_phrase and _is_look_up(asked):
        return Reading("exact", topic=asked)
    if (found := _NOUN_OF_DENIAL.match(asked)) and found.end() < len(asked):
        return Reading("who_said", "", "deny", _topic(asked[found.end() :]), "denies")
    if (found := _ANYONE.match(asked)) and not has_phrase:
        reading = _anybody(asked[found.end() :].strip())
        if reading.verb or reading.topic != _topic(asked[found.end() :]):
            return reading  # "did anyone deny it"; not "was anyone hurt"
    if claimed := _claimed(asked, names):
        return claimed
    if raised := next(filter(None, (form.match(asked) for form in _RAISED)), None):
        return Reading("first", topic=_topic(f"{raised['topic']}{raised.groupdict().get('more', '')}"))
    for kind, form in FORMS:
        found = form.search(asked)
        if not found:
            continue
        part = found.groupdict()
        if part.get("role") and not role_noun(part["role"].lower()):
            continue
        if part.get("who"):
            who = re.sub(r"['’]s?$", "", part["who"].strip())
            return Reading(kind, who, "", _topic(f"{part.get('topic') or ''} {part.get('more') or ''}"))
        if part.get("rest"):
            if kind == "did_say" and (told := _told(asked, part["rest"], names)):
                return told
            reading = _parted(kind, part["rest"], names)
            return _with_second(reading, names) if kind == "what_said" else reading
        if kind == "who_said":
            rest = asked.split(" ", 1)[1] if part.get("role") else asked[found.end() :].strip()
            return _anybody(rest, whose=found[0].lower().startswith(("which", "what", "the", "any")))
        behind = found.start() == 0 or kind in ("source_of", "in_report")
        clause = kind == "compare" and _OF_SEVERAL.match(asked)
        if clause or kind in ("change", "first", "unnamed") or (kind == "latest" and not behind):
            return _parted(kind, asked, names)
        about = asked[found.end() :] if behind else asked
        return Reading(kind, topic=_topic(_OF_REPORT.sub("", about) if kind == "in_report" else about))
    if figure := _FIGURE_SAID.match(asked):  # "how many died did she say", "how long does he think it takes"
        end = _subject_end(figure["rest"], names)
        word = _WORD.match(figure["rest"], end + 1) if end else None
        if word and (word[0].lower() in _PLAIN or word[0].lower() in _GUESSING):
            said = _said("fact", figure["rest"][:end], figure["rest"], word)
            return replace(said, verb="", polarity="asserts", topic=_topic(f"{figure['asked']} {said.topic}"))
    return Reading("fact", topic=_topic(asked), stub=goes_on or len(asked.split()) < 4)


def _told(asked: str, rest: str, names: Names) -> Reading | None:
    """What was done to somebody: "was she threatened", "was Ash accused of lying"; None for what somebody does."""
    end = _subject_end(rest, names) if _PASSIVE.match(asked) else 0
    word = _WORD.match(rest, end + 1) if end else None
    while word and word[0].lower() in ("been", "ever", "also", "really", "being"):
        word = _WORD.match(rest, word.end() + 1)
    if not end or word is None or word[0].lower() in _FEELING or not word[0].lower().endswith(("ed", "told", "shown")):
        return None
    return Reading("fact", topic=_topic(rest))


def _is_look_up(asked: str) -> bool:
    """True when nothing but the words in quotation marks is asked for: "find ...", "where is ..."."""
    return all(word[0].lower() in _LOOKING_UP for word in _WORD.finditer(_QUOTED.sub("", asked)))


def _claimed(asked: str, names: Names) -> Reading | None:
    """A claim put as a question, "ash said the toll would rise, right?", or a bare clause, "what ash said about it"."""
    text = _TAG.sub("", _CLAIMED.sub("", asked))
    clause = re.match(r"(?:what|how \w+|why|things?)\b (?=\S)", text, re.I)
    rest = text[clause.end() :] if clause else text
    end = _subject_end(rest, names)
    word = _WORD.match(rest, end + 1) if end else None
    if not end or not word or (clause and re.match(rf"{AUX}\b", rest, re.I)):
        return None
    low = word[0].lower()
    if clause and re.fullmatch(BE, low) and not clause[0].lower().startswith("what"):
        return Reading("what_said", rest[:end], "", _topic(f"{clause[0][4:]} {rest[word.end() :]}"))
    finite = low.endswith(("ed", "s")) or low in ("said", "told", "thought", "spoke", "wrote", "swore")
    if not finite or not reports_speech(low) or rest[end : word.start()].strip() or low in ("claims", "reports"):
        return None
    kind: Kind = "what_said" if clause or re.match(rf" (?:{ON})\b", rest[word.end() :], re.I) else "did_say"
    return _said(kind, rest[:end], rest, word)


def _parted(kind: Kind, rest: str, names: Names) -> Reading:
    """Subject, verb of saying and topic of a clause in question order: "did the mayor deny that ..."."""
    beside = re.match(_SET_BESIDE, rest, re.I)
    rest = _APPOSITION.sub(r"\1 \3, \2", _SUBJECT.sub("", rest))
    rest = re.sub(r"^the (statement|comment|remark|claim)s? (?:by|of|from) (.+)", r"\2 \1", rest)
    if kind in ("when_said", "where_said") and _DEMONSTRATIVE.fullmatch(rest):
        return Reading(kind, topic=rest)
    if two := _BESIDE.match(rest):
        return Reading(kind, f"{two['one']}, {two['other']}", "", _topic(two["topic"] or two["before"] or ""))
    pair = _PAIR.match(rest) if kind == "compare" else None
    if pair and (pair["apart"] or (beside and names.mentions(pair["who"]))):
        who = re.sub(r"['’]s?(?= )", "", pair["who"]).replace(" with ", " and ")
        return Reading(kind, who, "", _topic(pair["topic"] or ""))
    mentions = [m.span for m in names.mentions(rest)]
    words = list(_WORD.finditer(rest))
    for i, word in enumerate(words[:15]):
        low, before = word[0].lower(), words[i - 1][0].lower() if i else "the"
        if low in _JOINING or (low in _POSSESSIVES and i and before != "and" and rest[word.start() - 2] != ","):
            break
        following = words[i + 1][0].lower() if i + 1 < len(words) else ""
        if i and low in ("rule", "ruled", "ruling") and following == "out":
            end = words[i + 1].end()
            return Reading(kind, _ADVERBS.sub("", _trimmed(rest[: word.start()])), rest[word.start() : end],
                           _topic(rest[end:]), "denies")  # fmt: skip
        if any(span.start <= word.start() < span.end for span in mentions) or not _asks_words(low):
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
        who = _ADVERBS.sub("", _trimmed(rest[: word.start()]))
        return _said(kind, who, rest, word)
    # no verb of saying: whoever opens the clause is the subject
    end = _subject_end(rest, names)
    if end and kind != "what_said":
        who, topic = rest[:end], rest[end:]
        kind = "change" if kind == "did_say" and topic.lower().startswith(" still ") else kind
        return Reading(kind, who, "", _topic(re.sub(r"^ still\b", "", topic)))
    if end and (found := re.match(r" (against|for|in favou?r of)\b", rest[end:], re.I)):
        return Reading(kind, rest[:end], found[1], _topic(rest[end + found.end() :]))
    if kind in ("change", "first", "latest", "compare", "unnamed", "who_speaks"):
        return Reading(kind, topic=_topic(rest))
    return Reading("fact", topic=_topic(re.sub(r"^(?:he|she|they)\b", "", rest)))


def _subject_end(clause: str, names: Names) -> int:
    """Where the person ends with whom a clause opens: a pronoun, a name or a role ("the mayor of X"); 0 for none."""
    if pronoun := _PRONOUN.match(clause):
        return pronoun.end()
    mention = next((m for m in names.mentions(clause)), None)
    if mention and len(clause[: mention.span.start].split()) < 3 and clause[mention.span.end :][:2] not in ("'s", "’s"):
        opening = clause[: mention.span.start].lower().split()
        if all(word in ("the", "mr", "mrs", "ms", "dr") or role_noun(word.rstrip(".")) for word in opening):
            return mention.span.end
    words = list(_WORD.finditer(clause))[:6]
    if len(words) < 2 or not re.match(r"(?:the|an?|his|her|their|its)$|.*['’]s$", words[0][0].lower()):
        return 0
    for word in words[1:]:
        if word[0].lower() in FUNCTION:
            break
        if role_noun(word[0].lower()):
            of = re.match(r" (?:of|from) (?:the )?[^\s,]+", clause[word.end() :])
            return word.end() + (of.end() if of else 0)
    return 0


def _with_second(reading: Reading, names: Names) -> Reading:
    """ "What did Ash say and what did Voss say about it": both, and the topic behind the second."""
    second = _SECOND.search(f" and {reading.topic}" if reading.topic.startswith(("and what", "and how")) else "")
    second = _SECOND.search(f" {reading.topic}") if not second and reading.topic.startswith("and ") else second
    if second is None or not names.mentions(second["who"]):
        return reading
    topic = second.string[second.end() :]
    return Reading("compare", f"{reading.who} and {second['who']}", "", _topic(topic))


def _anybody(rest: str, whose: bool = False) -> Reading:
    """The topic of a who-question and the verb that tells more than that something was said.

    `whose`: it begins with who is asked for, "(which) official denied ...".
    """
    rest = _BEING.sub("", rest)
    rest = re.sub(r"^(?:the one |it )?(?:who|that) (?=\w)", "", rest, flags=re.I)
    for done, form in IN_WORDS:
        if found := form.match(rest):
            return Reading("who_said", "", found["done"], _topic(rest[found.end() :]), done)
    for i, word in enumerate(list(_WORD.finditer(rest))[:8]):
        if word[0].lower() in _JOINING and not (i and word[0].lower() in ("who", "that")):
            break
        if word[0].lower() == "and":
            break
        if i and rest[: word.start()].lower().split()[-1] in _BEFORE_A_NOUN:
            continue
        if _asks_words(word[0].lower()):
            reading = _said("who_said", _described(rest[: word.start()]), rest, word)
            if reading.who and not whose:
                return Reading("who_said", topic=_topic(rest), polarity=reading.polarity)
            if word[0].lower() in _NAMING:  # what somebody is called is what is asked for
                return replace(reading, verb="", topic=_topic(rest[word.start() :]))
            return reading
    return Reading("who_said", topic=_topic(rest))


def _described(words: str) -> str:
    """Who is asked for beyond "who": "phoenix official", without "who" and "has"."""
    return _trimmed(re.sub(rf"(?:\s(?:who|that|not|also|ever|really|{AUX})(?=\s|$))+", "", f" {words}"))


def _said(kind: Kind, who: str, rest: str, verb: re.Match[str]) -> Reading:
    """A clause about its verb of saying: "" for one that tells nothing, who is told, and the topic behind it."""
    before, behind, low = rest[max(0, verb.start() - 12) : verb.start()], rest[verb.end() :], verb[0].lower()
    done = polarity(verb[0], before, behind)
    if low in _ASKING:
        return Reading(kind, who, "", _topic(_PARTICLE.sub("", behind)))
    topic = _topic(re.sub(r"^ (?:out|off)\b", "", behind))
    to = _ADDRESSEE.match(topic) if _TOLD.match(low) else None
    topic = _topic(topic[to.end() :]) if to else topic
    told = to["to"].strip() if to else ""
    if low in _PLAIN:
        return Reading(kind, who, "", topic, done if done == "declines" else "asserts", to=told)
    return Reading(kind, who, verb[0], topic, done, to=told)


def _asks_words(word: str) -> bool:
    return word in _ASKING or reports_speech(word)


def _topic(text: str) -> str:
    text = _TALKING.sub(",", text)
    while found := _OPENING.match(text):
        text = text[found.end() :]
    return re.sub(r"\s+(?=[,.])", "", " ".join(_trimmed(text).split()))


def _trimmed(text: str) -> str:
    return _OUTSIDE.sub("", text)
