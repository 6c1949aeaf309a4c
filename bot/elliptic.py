"""Questions that leave out half of what they ask: "Voss's crack about fares", "..., says who?"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.clauses import WORD, Reading, anybody, as_topic, asks_words, is_person, trimmed
from bot.grammar import ASKS, AUX, Kind
from bot.people import Names
from corpus.attribution.lexicon import FUNCTION
from corpus.attribution.rulings import fold
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import role_noun, singular

# What somebody has who says something; beside those that are also other things in a question ("a plan", "a record").
_SAYING = frozenset(
    """
    account accusation admission advice alibi allegation analogy anecdote answer apology appeal argument assertion
    assessment assurance attitude attack barb beef bet blast boast case caveat charge claim comeback comment comparison
    complaint compliment concern conclusion condemnation confession criticism critique crack defence defense defiance
    demand denial description diagnosis dig disavowal dismissal doubt endorsement estimate excuse expectation
    explanation fear feeling forecast grade gripe grumble guess hint hope hunch idea impression insinuation insult
    invitation jab jibe joke judgment judgement justification lament lecture lesson line message mockery objection
    observation offer opinion outlook parallel phrase pitch plea pledge position praise prediction promise proposal
    put-down putdown qualm quip quote rant rationale reaction reading reasoning reason rebuff rebuke rebuttal
    recommendation recipe recollection regret rejection remark remedy reply response retort ridicule riposte shot shrug
    slam slip slogan slur sneer snub solution speculation spin stance statement story suggestion summary suspicion swipe
    take tale taunt tease testimonial testimony theory thinking thought threat tirade tribute tweet ultimatum verdict
    version view vow warning welcome wish word worry choice email e-mail letter op-ed column post memo address speech
    irony example alternative
    """.split()
)
_BEHIND_SAYING = re.compile(
    r"$|[,:;]| (?:on|about|to|of|at|that|when|after|for|in|into|over|against|as|while|if|who|from|with|during|before"
    r"|toward|towards|regarding|behind|why|how|what|whether|upon|amid|back|right|once|following|concerning|by"
    r"|the (?:day|night|week))\b(?! (?:was|is|did)\b)",
    re.I,
)
_OWN = frozenset("own one first last early good great two three second big".split())  # that may stand before a saying
_WITHIN_A_NAME = frozenset("the a an of from at in for and".split())
_JUST_HOW = re.compile(  # one word before a saying that tells nothing about the topic: "her sharp reply"
    r"\w+(?:er|est|ous|ful|ive|ed|less|ish|ic)|sharp|short|long|harsh|brief|gut|quick|bitter|full|public|private|main"
    r"|odd|little|blunt|angry|various|whole|exact|final|main|usual|oval|key|only|new|old", re.I,
)  # fmt: skip
_LONGEST = 8  # words of a description

_ANY_PERSON = re.compile(
    r"(?:(?:the|an?|those|all) )*(?:\w+ )?(?:people|persons?|m[ae]n|wom[ae]n|ones?|guys?|kids?)", re.I
)
_RELATIVE = re.compile(r"(?P<whose>.+?),? (?:who|that|which) (?=\w)", re.I)
_DOING = re.compile(
    r"(?:amaz|angr|anger|annoy|appall|asham|attack|baffl|bash|begg|blast|bragg|brand|brush|caution|chid|cheer|chuckl"
    r"|compar|confess|cringe|curs|deal|defend|delight|depict|deplor|despair|dismiss|dread|dub|embarrass|endors|enrag"
    r"|enthus|explain|fault|fret|frighten|fum|fuss|glad|gloat|grip|grous|grumbl|gush|hail|hop|insinuat|jab|jeer|jok"
    r"|justif|kid|lash|lectur|liken|look|mak|marvel|mock|moan|mourn|mus|outrag|pictur|poke|pok|ponder|prais|preach"
    r"|puzzl|quip|rail|rant|rav|rattl|reckon|reflect|regrett|remember|resent|retort|ridicul|savag|scar|scoff|scold"
    r"|shock|shrugg|siding|snapp|sneer|snip|sound|speculat|spill|startl|stunn|support|surpris|talk|tak|tear|teas"
    r"|troubl|unnerv|upset|vent|whin)"
    r"(?:ing|ed)|furious|uneasy|unhappy|glad|proud|sorry|unrepentant|adamant|livid|sure|weary|ashamed|siding",
    re.I,
)
FEELING = frozenset("opposed worried concerned convinced determined committed prepared pleased inclined".split())
_WHEN_ASKED = re.compile(
    r" ?,? (?:when|after|once) (?:asked|told|pressed|questioned|quizzed|confronted|challenged)\b", re.I
)
_SAYS_WHO = re.compile(
    r"^(?P<topic>.{8,}?)[\s,:;–—-]+(?P<verb>[^\W\d_]+|according to) (?:who(?:m)?|(?:which|what)"
    r" (?P<whose>[^,]{3,60}))$", re.I,
)  # fmt: skip
_WHO_WAS_IT = re.compile(
    r"^(?P<topic>.{8,}?)(?:,| [–—-]+)\s*(?:and )?(?:who (?:said|says|told|wrote|claimed|thought"
    r"|came up with)(?: (?:it|so|that|this|(?:that|this|the) \w+))?|(?:the )?names?(?: (?:him|her|them|please"
    r"|of (?:the )?\w+|the \w+))?|whose (?:\w+ )?(?:words?|views?|quote|line|claim|opinion|idea|verdict)(?: (?:is"
    r"|was) (?:it|that|this))?)$", re.I,
)  # fmt: skip
_WHY_SO = re.compile(
    r"^(?P<topic>.{8,}), (?:and )?what (?:is|are|was|were) (?:the|his|her|their) (?:reasoning|reasons?|explanation"
    r"|argument|logic|rationale|excuse|point|message)$", re.I,
)  # fmt: skip
_HEADED = re.compile(
    rf"^(?P<who>[^:?]{{2,40}}?)(?P<where>,? (?:to|on|at|in|with|after|before|for|about|when|telling)\b[^:?]*)?"
    rf"(?:: (?=\S)|, (?={ASKS}\b))(?P<topic>.+)", re.I,
)  # fmt: skip


def around(text: str, names: Names) -> Reading | None:
    """A question said of a whole sentence, or put to somebody: "..., says which pilot", "Ash on fares: who pays?"."""
    if found := _WHO_WAS_IT.match(text):
        told = _RELATIVE.match(found["topic"])
        described = _described(found["topic"], names) if told else None
        return described or Reading("who_said", topic=as_topic(found["topic"]))
    found = None if re.match(rf"{ASKS}\b", text, re.I) else _SAYS_WHO.match(text)
    if found and (found["verb"].lower() == "according to" or reports_speech(found["verb"])):
        return Reading("who_said", trimmed(found["whose"] or ""), "", as_topic(found["topic"]))
    if (found := _HEADED.match(text)) and (headed := _headed(found, names)):
        return headed
    if found := _WHY_SO.match(text):
        return saying_of(found["topic"], names) or _doing(found["topic"], names)
    reply = re.match(r"^(?P<topic>.{8,}), (?P<last>(?:what (?:is|was) )?[^,]{3,50})$", text)
    if reply and not re.match(rf"{ASKS}\b", text, re.I):
        said = saying_of(reply["last"], names)
        if said and not said.topic:
            return replace(said, topic=as_topic(reply["topic"]))
    return None


def short(text: str, names: Names) -> Reading | None:
    """A question without a verb of its own: somebody's saying, or a description of who said something."""
    return saying_of(text, names) or _doing(text, names) or _described(text, names)


def saying_of(text: str, names: Names) -> Reading | None:
    """ "Voss's crack about fares", "ashs own reply to the union"; None for what is no saying or nobody's."""
    asks = re.match(r"(?:(?:what|how) (?:is|are|was|were)|and|any|in) ", text, re.I)
    text = re.sub(r"\b(?:piece|bit)s? of (?=\w)", "", text[asks.end() :] if asks else text)
    words = list(WORD.finditer(text))
    for i, word in enumerate(words[:_LONGEST]):
        low = word[0].lower()
        if re.fullmatch(rf"{ASKS}", low) or (low in FUNCTION and low not in _WITHIN_A_NAME):
            return None
        if i + 1 == len(words) or text[word.end() : words[i + 1].start()].strip("'’ "):
            return None
        owner = _owner(text, word, names)
        if not owner:
            continue
        for noun in words[i + 1 : i + 6]:
            between = text[word.end() : noun.start()].strip("'’ ")
            told = re.match(r" (?:about|that)\b", text[noun.end() :])
            if singular(noun[0].lower()) in _OTHER_THINGS and not (told or _is_somebody(owner, names)):
                break
            a_saying = is_saying(noun[0]) and _BEHIND_SAYING.match(text, noun.end())
            if a_saying and not (noun[0].lower() in ("case", "line", "lines", "read") and text[noun.end() :] == ""):
                behind = text[noun.end() :]
                kept = " ".join(w for w in between.split() if w.lower() not in _OWN)
                kept = "" if _JUST_HOW.fullmatch(kept) else kept
                return Reading("what_said", owner, "", as_topic(f"{kept} {as_topic(behind)}" if kept else behind))
            if noun[0].lower() in FUNCTION and noun[0].lower() not in _OWN:
                break
            if re.search(r"[,:;]", text[noun.end() : noun.end() + 1]):
                break
            if noun[0].endswith(("'s", "’s")) or role_noun(noun[0].lower()):
                break  # "Voss's aide's reply" is the aide's
    return None


def _owner(text: str, word: re.Match[str], names: Names) -> str:
    """The words up to this one when they say whose something is; "" for a thing's, or when no mark or name tells."""
    marked = re.search(r"['’]s?$", text[: word.end() + 1].rstrip())
    if marked:
        owner = text[: marked.start()]
        unknown = not set(owner.lower().split()[:-1] or [owner.lower()]) & FUNCTION and owner.count(" ") < 3
        return owner if unknown or _is_somebody(owner, names) else ""
    if not word[0].lower().endswith("s"):
        return ""
    whole, cut = text[: word.end()], text[: word.end() - 1]
    known = [owner for owner in (cut, whole) if _speaks(owner, names)]
    return max(known, key=lambda owner: _speaks(owner, names), default="")


def _speaks(owner: str, names: Names) -> int:
    """How much whoever these words end with speaks, by exactly this name; 0 for nobody of it."""
    mentions = names.mentions(owner)
    if not mentions or mentions[-1].span.end != len(owner):
        return 0
    last = fold(owner).split()[-1]
    exact = (p for p in mentions[-1].persons if last in fold(names.shown[p]).split())
    opening = owner[: mentions[-1].span.start].lower().split()
    plain = all(word in ("the", "mr", "mrs", "ms", "dr") or role_noun(word) for word in opening)
    return max(map(names.statements, exact), default=0) if plain or len(opening) < 4 else 0


def _is_somebody(owner: str, names: Names) -> bool:
    mentions = names.mentions(owner)
    if mentions and mentions[-1].span.end == len(owner):
        return True
    return any(map(is_person, owner.lower().split()))


_OTHER_THINGS = frozenset(  # than sayings, of what has no name in the reports: "the bill's promise", "japan's case"
    "account admission assurance bet blast case charge choice column concern demand e-mail email address endorsement"
    " estimate example expectation fear feeling forecast grade idea impression invitation irony lesson letter line"
    " memo message offer outlook parallel phrase pitch position post praise promise proposal reading reason recipe"
    " record rejection remedy shot slip slogan solution speech spin story summary tale testimony theory threat"
    " version view"
    " welcome wish word worry defence defense speculation attack alternative answer reply verdict".split()
)


def is_saying(word: str) -> bool:
    """True for a noun of what somebody says: "retort", "promises"."""
    word = word.lower()
    return word in _SAYING or singular(word) in _SAYING or word in ("guesses", "wishes", "mea")


def is_feeling(word: str) -> bool:
    """True for a participle of what somebody feels or thinks, who may say so: "amazed", "opposed"."""
    return bool(_DOING.fullmatch(word)) or word in FEELING


def _is_doing(word: str) -> bool:
    """True for a participle or an adjective of what is said or felt: "warning", "amazed", "furious"."""
    return bool(_DOING.fullmatch(word)) or (word.endswith("ing") and reports_speech(word))


def _doing(text: str, names: Names) -> Reading | None:
    """ "Ash comparing the ferry to a bath", "Voss when asked about fares"."""
    mention = next(iter(names.mentions(text)), None)
    if mention is None:
        return None
    opening = text[: mention.span.start].lower().split()
    if not all(word == "the" or role_noun(word.rstrip(".")) for word in opening):
        return None
    who, rest = text[: mention.span.end], text[mention.span.end :]
    if asked := _WHEN_ASKED.match(rest):
        return Reading("what_said", who, "", as_topic(rest[asked.end() :]))
    word = WORD.match(rest, 1)
    if word is None or rest[:1] != " " or word[0].lower().endswith("ed"):
        return None
    if _is_doing(word[0].lower()):
        return Reading("what_said", who, "", as_topic(rest))
    return None


def _described(text: str, names: Names) -> Reading | None:
    """ "an attorney from Brenn who said ...", "pilot amazed that ..."; with "the", whoever it is, it is their words."""
    if re.match(rf"(?:{ASKS}|how|any(?:one|body)|some(?:one|body))\b", text, re.I):
        return None
    end = _description_end(text)
    if not end:
        return None
    whose, rest = text[:end], text[end:].lstrip(" ,")
    if relative := re.match(r"(?:who|that|which)(?: had| has| have)? (?=\w)", rest, re.I):
        if _ANY_PERSON.fullmatch(whose) and not any(asks_words(word[0].lower()) for word in WORD.finditer(rest)):
            return None  # "the man who drowned"
        return _who_said(whose, rest[relative.end() :])
    word = WORD.match(rest)
    if word is None or not (word[0] == "behind" or _is_doing(word[0].lower())):
        return None
    kind: Kind = "what_said" if re.match(r"the ", whose, re.I) else "who_said"
    return _who_said(whose, rest) if kind == "who_said" else Reading(kind, whose, "", as_topic(rest))


def _description_end(text: str) -> int:
    """Where a description of a person ends with which a text opens, before "who" or a participle; 0 for none."""
    words = list(WORD.finditer(text))[:14]
    noun = 0
    for i, word in enumerate(words):
        low = word[0].lower()
        gap = text[words[i - 1].end() : word.start()] if i else " "
        if low in ("who", "that", "which"):
            before = words[i - 1][0].lower() if i else "that"
            person = noun or (low == "who" and before not in FUNCTION and not reports_speech(before))
            return words[i - 1].end() if person and "?" not in gap else 0
        if re.fullmatch(AUX, low) or re.search(r"[:;?]", gap):
            return 0
        if noun and _is_doing(low) and "," not in gap:
            return words[i - 1].end()
        if not noun and low in FUNCTION and low not in ("the", "a", "an", "one", "some", "another"):
            return 0
        if noun and low in FUNCTION and low not in _WITHIN_A_NAME and low not in ("with", "to"):
            return 0
        if not noun and i < _LONGEST and is_person(low):
            noun = i + 1
            if text.startswith(" behind the ", word.end()):
                return word.end()
    return 0


def _who_said(whose: str, rest: str) -> Reading:
    """Who is asked for with what they did: the parts of "who" and the rest, and the description."""
    who = re.sub(r"^(?:the|an?|some) ", "", trimmed(whose), flags=re.I)
    return replace(anybody(rest), kind="who_said", who=who)


def _headed(found: re.Match[str], names: Names) -> Reading | None:
    """ "Ash on fares: who is to pay?" asks for Ash's words; not "on Monday, who said ..."."""
    lips = re.compile(r"['’]?s (?:own )?(?:lips|mouth|words|book)$", re.I)
    who, where, topic = lips.sub("", found["who"]), found["where"] or "", found["topic"]
    owned = saying_of(f"{who}{where}", names)
    if owned is None:
        mention = next(iter(names.mentions(who)), None)
        opening = who[: mention.span.start].lower().split() if mention else ["?"]
        if mention is None or mention.span.end != len(who) or not all(w == "the" or role_noun(w) for w in opening):
            return None
    subject = re.match(rf"(?:{ASKS}(?: \w+)? )?{AUX} (?P<subject>.+)", topic, re.I)
    if re.match(r"who (?:said|says|told|claimed)\b", topic, re.I):
        return None
    if subject and found[0][found.end("where") if where else found.end("who")] == ",":
        own = names.mentions(subject["subject"])
        if re.match(r"(?:he|she|they|it)\b", subject["subject"], re.I) or (own and own[0].span.start < 8):
            return None  # "what about Ash, did she agree?"
    return Reading("what_said", owned.who if owned else who, "", as_topic(f"{owned.topic if owned else where} {topic}"))
