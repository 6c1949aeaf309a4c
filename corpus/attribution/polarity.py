"""How something was said: asserted, denied, declined, asked, demanded, promised or expected; and when the claim holds.

Read from the cue's words, from a negation just before them, and from the first words of the content. The lexicon
below is small and made of lemmas; a verb that it doesn't have asserts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from corpus.types import Polarity, Tense

_LEMMAS: dict[Polarity, str] = {
    "denies": "deny refute dispute reject rebut disavow disown contradict repudiate rebuff debunk denial rejection "
    "disagree negate disprove disclaim",
    "declines": "decline demur",
    "asks": "ask wonder question inquire enquire query inquiry",
    "demands": "demand urge call_for call_on request appeal order instruct command beg plead implore beseech summon "
    "entreat petition press_for push_for exhort clamour clamor require compel insist_on plea ultimatum",
    "promises": "promise vow pledge swear guarantee commit undertake threaten assure offer volunteer threat commitment "
    "assurance",
    "expects": "expect predict hope believe think anticipate forecast foresee fear worry suspect intend plan aim want "
    "wish doubt feel consider suppose assume presume reckon imagine guess prefer desire project estimate "
    "expectation belief prediction hopeful fearful confident optimistic pessimistic concern concerned worried afraid "
    "sceptical skeptical convinced prediction envisage envision dream long yearn intention",
}
_OF_LEMMA: dict[str, Polarity] = {lemma: polarity for polarity, words in _LEMMAS.items() for lemma in words.split()}

# Verbs of saying that assert: no polarity of their own, but known to report speech.
ASSERTING = frozenset(
    """say tell add note report announce state claim argue acknowledge admit explain declare accuse warn stress emphasise
    emphasize insist write tweet post recall remark comment observe reply respond answer conclude confirm reveal disclose
    suggest indicate maintain contend assert allege describe call name cite quote mention reiterate repeat concede
    criticise criticize condemn denounce blame praise welcome complain lament joke quip shout cry whisper mutter exclaim
    testify recount relate inform brief notify advise remind caution counter continue agree accept voice signal show find
    publish broadcast speak talk discuss hint imply boast brag protest object propose recommend according know learn see
    understand deem decry hail slam blast lash mock dismiss applaud thank apologise apologize congratulate specify clarify
    point underline underscore highlight estimate calculate put hear mean read sing chant yell scream argue reason""".split()
)
_IRREGULAR = {
    "said": "say", "told": "tell", "thought": "think", "wrote": "write", "written": "write", "swore": "swear",
    "sworn": "swear", "spoke": "speak", "spoken": "speak", "knew": "know", "known": "know", "saw": "see", "seen": "see",
    "felt": "feel", "found": "find", "held": "hold", "meant": "mean", "made": "make", "gave": "give", "sought": "seek",
    "taught": "teach", "heard": "hear", "understood": "understand", "foresaw": "foresee", "foreseen": "foresee",
    "undertook": "undertake", "forecasted": "forecast", "pled": "plead", "besought": "beseech", "did": "do",
    "went": "go", "refuses": "refuse", "declines": "decline",
}  # fmt: skip

_NEGATION = frozenset("not no never neither nor n't cannot without refuse refused refuses refusing hardly stopped".split())
_SPEAKING = frozenset(
    """comment say discuss answer speak confirm elaborate identify give talk respond reply disclose reveal specify provide
    name tell explain address return be make offer take acknowledge detail divulge release mention state""".split()
)
_DECLINING = re.compile(
    r"\bno comment\b|\b(?:not|n['’]t|never|no|nor|un(?:able|available|reachable)|cannot|failed|without)\b[^.;]{0,40}?"
    r"\b(?:respond|repl(?:y|ied)|respon(?:se|ded)|be (?:immediately |independently )?reached|return(?:ed)? (?:\w+ ){0,3}(?:calls?|messages?|e-?mails?|requests?)|"
    r"comment(?:ed|ing)?|available for comment|elaborat(?:e|ed|ing))\b"
    r"|\bwould (?:only|neither confirm)\b|\bcould not be reached\b|\bneither confirm(?:ed|s)? nor den(?:y|ied|ies)\b"
    r"|\b(?:refus|declin)(?:e[ds]?|ing) (?:to )?(?:\w+ly )?(?:comment|confirm or deny)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TO_DO = re.compile(
    r"[^.;:\"“]{0,60}?\bto (?!be\b)(?:not )?[a-z]+|for\b|that\b[^.;]{0,60}\b(?:should|must|be)\b|[^.;]{0,50}\bnot to\b", re.IGNORECASE
)


@cache
def lemma(word: str) -> str:
    """The dictionary form of an English verb or noun, by simple morphology: "denied" and "denies" give "deny"."""
    word = word.casefold()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    known = ASSERTING | _OF_LEMMA.keys()
    if word in known:
        return word
    for ending, replacements in (
        ("ies", ("y",)), ("ied", ("y",)), ("ing", ("", "e")), ("ed", ("", "e")), ("es", ("", "e")), ("s", ("",)), ("d", ("",)),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            doubled = (stem[:-1],) if len(stem) > 3 and stem[-1] == stem[-2] else ()
            for form in (*(stem + end for end in replacements), *doubled):
                if form in known:
                    return form
    return word


def reports_speech(word: str) -> bool:
    """True when word is a form of a verb or noun of saying, asking, thinking ... that the lexicon knows."""
    form = lemma(word)
    return form in ASSERTING or form in _OF_LEMMA


def polarity(cue: str, before: str, content: str) -> Polarity:
    """What the speaker does, from the cue's words, up to a few words before it, and the content.

    "has not said" declines, "did not rule out" asserts, "asked them to leave" demands, "does not believe" denies.
    """
    words = [word.casefold() for word in _WORD.findall(cue)]
    spoken = f"{before} {cue}"
    if _DECLINING.search(spoken) or (
        _DECLINING.search(f"{spoken} {content[:60]}") and lemma(words[-1] if words else "") not in ("say", "tell", "report")
    ):
        return "declines"
    negated = any(_negates(word) for word in (*_WORD.findall(before.casefold()), *words))
    if "refuse" in map(lemma, words) or any(word in ("refused", "refuses", "refuse", "refusing", "refusal") for word in words):
        return _refusal(words, content)
    found = _of_words(words, content)
    if found == "declines":
        return _refusal(words, content)
    if not negated or _only_part(words):
        return found
    if found == "expects":
        return "denies"  # "does not believe that ...": the content is what they hold to be untrue
    if found == "denies":
        return "asserts"  # "did not deny", "has not ruled out"
    if found in ("asks", "demands", "promises"):
        return "declines"
    return "declines" if any(lemma(word) in ASSERTING for word in words) else found


def _refusal(words: Sequence[str], content: str) -> Polarity:
    """To refuse to speak is to decline; to refuse anything else is to deny it."""
    to_do = [word.casefold() for word in _WORD.findall(content[:40])]
    after = [word for word in words if lemma(word) not in ("refuse", "decline") and word not in ("refused", "refuses", "refusing")]
    doing = [word for word in (*after, *to_do) if word not in ("to", "has", "have", "also", "had", "he", "she", "they", "publicly", "even", "further")]
    return "declines" if not doing or doing[0] in _SPEAKING or "declin" in " ".join(words) else "denies"


def _of_words(words: Sequence[str], content: str) -> Polarity:
    lemmas = [lemma(word) for word in words]
    for index, word in enumerate(lemmas):
        phrase = f"{word}_{words[index + 1]}" if index + 1 < len(words) else word
        opening = content.lstrip(" \"“'‘").casefold()
        if word == "call" and (phrase in _OF_LEMMA or opening.startswith(("for ", "on ", "upon "))):
            return "demands"
        if word == "rule" and "out" in words or word in ("dismiss", "reject"):
            return "denies"
        if word in ("press", "push") and (phrase in _OF_LEMMA or opening.startswith("for ")):
            return "demands"
        if word == "tell" and _TO_DO.match(content) and opening.startswith(("to ", "not to ")):
            return "demands"
        if word == "ask":
            return "demands" if _asks_to_do(words[index + 1 :], content) else "asks"
        if phrase in _OF_LEMMA:
            return _OF_LEMMA[phrase]
        if word in _OF_LEMMA and not (word in ("hope", "plan", "fear", "doubt") and index and words[index - 1] in ("the", "a")):
            return _OF_LEMMA[word]
    return "asserts"


def _asks_to_do(after: Sequence[str], content: str) -> bool:
    opening = content.lstrip().casefold()
    if "?" in content or opening.startswith(("if ", "whether ", "why ", "how ", "what ", "when ", "where ", "who ", "about ", '"', "“", "''")):
        return False
    return "for" in after or "to" in after or bool(_TO_DO.match(content))


def _negates(word: str) -> bool:
    return word in _NEGATION or word.endswith(("n't", "n’t"))


def _only_part(words: Sequence[str]) -> bool:
    """True for "not only said": the negation is of the adverb."""
    return "only" in words and "not" in words


_FUTURE = re.compile(r"\b(?:will|would|shall|won['’]t|wouldn['’]t|(?:is|are|am|was|were|['’](?:s|re|m)) (?:\w+ )?going to|gonna)\b|\w['’](?:ll|d) \w", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:was|were|had|did|wasn['’]t|weren['’]t|hadn['’]t|didn['’]t|went|came|took|gave|made|saw|got|fell|began|held|left|met|lost|won|"
    r"broke|killed|died|fired|attacked|seized|arrested|voted|signed|destroyed|[a-z]{3,}(?:ed))\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:is|are|am|has|have|does|do|isn['’]t|aren['’]t|hasn['’]t|haven['’]t|don['’]t|doesn['’]t|can|must|should|may|need|needs|want|wants|"
    r"believe|believes|think|thinks|know|knows|hope|hopes)\b|\w['’](?:s|re|m|ve)\b",
    re.IGNORECASE,
)


def tense(content: str, cue: str, direct: bool) -> Tense:
    """When the claim holds, from its first finite verb; "" where the words don't show it.

    After "said", indirect speech moves its verbs back ("said it was ready"): only "had" and "would" stay plain.
    """
    opening = content[:160]
    found = {name: match.start() for name, pattern in _TENSES if (match := pattern.search(opening))}
    if not found:
        return ""
    first = min(found, key=lambda name: (found[name], name != "future"))
    moved = not direct and _PAST.search(cue) or "said" in cue or "told" in cue
    if first == "past" and moved and not direct:
        return "past" if re.search(r"\bhad\b|\bhadn['’]t\b", opening[found["past"] :][:40]) else ""
    return first


_TENSES: tuple[tuple[Tense, re.Pattern[str]], ...] = (("future", _FUTURE), ("past", _PAST), ("present", _PRESENT))
