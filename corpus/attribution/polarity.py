"""How something was said: asserted, denied, declined, asked, demanded, promised or expected; and when the claim holds.

Read from the cue's words, from a negation just before them, and from the first words of the content. A verb that the
lexicon (verbs.py) doesn't have asserts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.attribution.verbs import ASSERTING, POLARITY, WORD, lemma
from corpus.types import Polarity, Tense

_NEGATIONS = frozenset("not no never neither nor cannot without hardly".split())
# What one refuses to do when one refuses to speak.
_SPEAKING = frozenset(
    """
    comment say discuss answer speak confirm elaborate identify give talk respond reply disclose reveal specify
    provide name tell explain address return be make acknowledge detail divulge release mention state
    """.split()
)
_PASSED_OVER = frozenset("all any further to has have had also he she they publicly even further it".split())
_NOT = r"\b(?:not|n['’]t|never|no|nor|un(?:able|available|reachable)|cannot|failed|without)\b[^.;]{0,40}?"
_DECLINING = re.compile(
    rf"\bno comment\b|{_NOT}\b(?:respond|repl(?:y|ied)|respon(?:se|ded)|be (?:\w+ly )?reached|comment(?:ed|ing)?|"
    r"return(?:ed)? (?:\w+ ){0,3}(?:calls?|messages?|e-?mails?|requests?)|elaborat(?:e|ed|ing))\b|"
    r"\bcould not be reached\b|\bneither confirm(?:ed|s)? nor den(?:y|ied|ies)\b|"
    r"\b(?:refus|declin)(?:e[ds]?|ing) (?:to )?(?:\w+ly )?(?:comment|confirm or deny)\b",
    re.IGNORECASE,
)
# "said that he would not go into documents"; not "it could not comment" (another's silence), "did not say" (a denial)
_OWN_SILENCE = re.compile(
    r"[\"“'‘]*(?:that )?(?:he|she|they|i|we) (?:(?:would not|wouldn['’]t|will not|won['’]t) (?:\w+ly )?"
    r"(?:comment|discuss|elaborate|speculate|apologi[sz]e|go into|be drawn)|(?:did|does|do)(?: not|n['’]t) comment)\b",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"[^.;:\"“]{0,60}?\bto (?!be\b)(?:not )?[a-z]+|for\b|that\b[^.;]{0,60}\b(?:should|must|be)\b|[^.;]{0,50}\bnot to\b",
    re.IGNORECASE,
)
_TOLD_TO = re.compile(
    r"(?:(?:me|him|her|us|them|you|(?:the |his |her |their )?\w+) )?(?:not )?to (?!the\b|an?\b)[a-z]+\b"
)
_QUESTION = ("if ", "whether ", "why ", "how ", "what ", "when ", "where ", "who ", "about ", '"', "“", "''")


def polarity(cue: str, before: str, content: str) -> Polarity:
    """What the speaker does, from the cue's words, up to a few words before it, and the content.

    "has not said" declines, "did not rule out" asserts, "asked them to leave" demands, "does not believe" denies.
    """
    words = [word.casefold() for word in WORD.findall(cue)]
    lemmas = [lemma(word) for word in words]
    spoken = f"{before} {cue}"
    told = lemmas[-1:] in (["say"], ["tell"], ["report"])  # "said it could not comment": another's silence
    if told and _OWN_SILENCE.match(content):
        return "declines"
    if _DECLINING.search(spoken) or (not told and _DECLINING.search(f"{spoken} {content[:60]}")):
        return "declines"
    found = _of_words(words, lemmas, content)
    if found == "declines":
        return _refusal(words, lemmas, content)
    negated = any(map(_negates, (*WORD.findall(before.casefold()), *words)))
    if not negated or ("not" in words and "only" in words):
        return found
    if found == "expects" and "doubt" in lemmas:
        return "asserts"
    if found == "expects":
        return "denies"  # "does not believe that ...": the content is what they hold to be untrue
    if found == "denies":
        return "asserts"  # "did not deny", "has not ruled out"
    known = found != "asserts" or any(word in ASSERTING for word in lemmas)
    return "declines" if known else found


def _of_words(words: Sequence[str], lemmas: Sequence[str], content: str) -> Polarity:
    """What the first word of the cue that tells something does."""
    opening = content.lstrip(" \"“'‘").casefold()
    for index, word in enumerate(lemmas):
        following = words[index + 1] if index + 1 < len(words) else opening.split(" ", 1)[0]
        if (found := POLARITY.get(f"{word}_{following}")) is not None:  # "called for", "called" with "for calm"
            return found
        if word == "ask":
            return "demands" if _asks_to_do(words[index + 1 :], content) else "asks"
        if word == "tell" and _TOLD_TO.match(opening):
            return "demands"
        article = index and words[index - 1] in ("the", "a")
        if word in POLARITY and not (article and word in ("hope", "plan", "fear", "doubt", "order", "offer")):
            return POLARITY[word]
    return "asserts"


def _asks_to_do(after: Sequence[str], content: str) -> bool:
    """True for "asked for help", "asked them to leave"; False for "asked whether", "asked: ...?"."""
    if "?" in content or content.lstrip().casefold().startswith(_QUESTION):
        return False
    return "for" in after or "to" in after or bool(_TO_DO.match(content))


def _refusal(words: Sequence[str], lemmas: Sequence[str], content: str) -> Polarity:
    """To refuse to speak is to decline; to refuse anything else is to deny it."""
    if "decline" in lemmas or "demur" in lemmas:
        return "declines"
    following = [word.casefold() for word in WORD.findall(content[:40])]
    rest = [word for word, form in zip(words, lemmas, strict=True) if form not in ("refuse", "refusal")]
    doing = next((word for word in (*rest, *following) if word not in _PASSED_OVER), "")
    return "declines" if not doing or doing in _SPEAKING else "denies"


def _negates(word: str) -> bool:
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))


_FUTURE = re.compile(
    r"\b(?:will|would|shall|won['’]t|wouldn['’]t|gonna|(?:is|are|am|was|were|['’](?:s|re|m)) (?:\w+ )?going to)\b|"
    r"\w['’](?:ll|d) \w",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:(?:was|were|had|did)(?:n['’]t)?|went|came|took|gave|made|saw|got|fell|began|held|left|met|lost|won|broke|"
    r"[a-z]{2,}ed)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:(?:is|are|has|have|does|do)(?:n['’]t)?|am|can|must|should|may|needs?|wants?|believes?|thinks?|knows?|"
    r"hopes?)\b|\w['’](?:s|re|m|ve)\b",
    re.IGNORECASE,
)
_TENSES: tuple[tuple[Tense, re.Pattern[str]], ...] = (("future", _FUTURE), ("past", _PAST), ("present", _PRESENT))
_OPENING = 160  # characters of a content in which its verb is looked for


def tense(content: str, cue: str, direct: bool) -> Tense:
    """When the claim holds, from its first finite verb; "" where the words don't show it.

    After "said", indirect speech moves its verbs back ("said it was ready"): only "had" and "would" stay plain.
    """
    opening = content[:_OPENING]
    found = {name: match.start() for name, pattern in _TENSES if (match := pattern.search(opening))}
    if not found:
        return ""
    first = min(found, key=lambda name: (found[name], name != "future"))
    moved = not direct and ("said" in cue or "told" in cue or _PAST.search(cue))
    if first == "past" and moved and not re.match(r"had\b", opening[found["past"] :], re.IGNORECASE):
        return ""
    return first
