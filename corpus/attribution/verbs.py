"""Verbs and nouns of saying and thinking, what they do (assert, deny, ask ...), and their dictionary forms."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.types import Polarity

_BY_POLARITY: dict[Polarity, str] = {
    "denies": "deny refute dispute reject rebut disavow disown contradict repudiate rebuff debunk denial rejection "
    "disagree negate disprove disclaim dismiss rule_out",
    "declines": "decline demur refuse refusal",
    "asks": "ask wonder question inquire enquire query inquiry",
    "demands": "demand urge call_for call_on request appeal order instruct command beg plead implore beseech summon "
    "entreat petition press_for push_for exhort clamour clamor require compel insist_on plea ultimatum",
    "promises": "promise vow pledge swear guarantee commit undertake threaten assure offer volunteer threat commitment "
    "assurance",
    "expects": "expect predict hope believe think anticipate forecast foresee fear worry suspect intend plan aim want "
    "wish doubt feel consider suppose assume presume reckon imagine guess prefer desire project estimate "
    "expectation belief prediction hopeful fearful confident optimistic pessimistic concern concerned worried afraid "
    "sceptical skeptical convinced envisage envision dream long yearn intention",
}
POLARITY: dict[str, Polarity] = {lemma: name for name, lemmas in _BY_POLARITY.items() for lemma in lemmas.split()}

# Verbs of saying that assert: no polarity of their own, but known to report speech.
ASSERTING = frozenset(
    """
    say tell add note report announce state claim argue acknowledge admit explain declare accuse warn stress
    emphasise emphasize insist write tweet post recall remark comment observe reply respond answer conclude confirm
    reveal disclose suggest indicate maintain contend assert allege describe call name cite quote mention reiterate
    repeat concede criticise criticize condemn denounce blame praise welcome complain lament joke quip shout cry
    whisper mutter exclaim testify recount relate inform brief notify advise remind caution counter continue agree
    accept voice signal show find publish broadcast speak talk discuss hint imply boast brag protest object propose
    recommend according know learn see understand deem decry hail slam blast lash mock applaud thank apologise
    apologize congratulate specify clarify point underline underscore highlight calculate put hear mean read sing
    chant yell scream reason
    """.split()
)
# Of these and of the verbs with a polarity, too vague to make one look for somebody who speaks.
_VAGUE = frozenset(
    """
    note observe mention suggest indicate signal show find publish broadcast know learn see understand deem point put
    hear mean read continue agree accept call name describe cite relate hint imply voice reason propose object welcome
    recall recommend support thank talk speak discuss sing order offer question appeal command require commit
    """.split()
)
_SPOKEN = frozenset(
    lemma for lemma in ASSERTING | POLARITY.keys() if lemma not in _VAGUE and POLARITY.get(lemma) != "expects"
)
_IRREGULAR = {
    "said": "say", "told": "tell", "thought": "think", "wrote": "write", "written": "write", "swore": "swear",
    "sworn": "swear", "spoke": "speak", "spoken": "speak", "knew": "know", "known": "know", "saw": "see", "seen": "see",
    "felt": "feel", "found": "find", "meant": "mean", "sought": "seek", "heard": "hear", "understood": "understand",
    "foresaw": "foresee", "foreseen": "foresee", "undertook": "undertake", "pled": "plead", "besought": "beseech",
}  # fmt: skip
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ies", ("y",)), ("ied", ("y",)), ("ing", ("", "e")), ("ed", ("", "e")), ("es", ("", "e")), ("s", ("",)),
    ("d", ("",)),
)  # fmt: skip
_KNOWN: frozenset[str] = ASSERTING | POLARITY.keys()
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """The dictionary form of a word of this lexicon, by simple morphology: "denied" and "denies" give "deny"."""
    word = word.casefold()
    word = _IRREGULAR.get(word, word)
    if word in _KNOWN:
        return word
    for ending, replacements in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            forms = [stem + replacement for replacement in replacements]
            if len(stem) > 3 and stem[-1] == stem[-2]:
                forms.append(stem[:-1])
            for form in forms:
                if form in _KNOWN:
                    return form
    return word


def reports_speech(word: str) -> bool:
    """True when word is a form of a verb or noun of saying, asking, thinking ... that the lexicon knows."""
    return lemma(word) in _KNOWN


def may_quote(text: str) -> bool:
    """True when somebody may be reported to speak in a text: a word in it says, denies, asks, demands or promises."""
    return any(lemma(word) in _SPOKEN for word in WORD.findall(text))


def any_speech(text: str) -> bool:
    """True when a word of the text reports speech."""
    return any(map(reports_speech, WORD.findall(text)))
