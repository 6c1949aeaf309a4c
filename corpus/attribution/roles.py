"""What stands around a name: a role before it, an apposition behind it, an organisation.

"senior rebel official TAREK HADDUR of the Vasta group", "the foreign minister, ANA SOLANO," and "PIET HOLM, a surgeon
from Brenn," each tell who somebody is. Found by word order and the closed lists of lexicon.py.
"""

from __future__ import annotations

import re

from corpus.attribution import lexicon
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import Words, capitalised, gender_of, role_noun

_APPOSITION = 14  # words; longer ones are cut behind their head
_BEFORE = 7  # words of a role before a name
_ARTICLES = ("the", "a", "an")
_POSSESSIVES = ("his", "her", "their", "its", "our", "my")
_BINDING = ("of", "for", "at", "in", "with", "from", "to", "on", "by")
_VERBS = frozenset("said told was is has had were are will would says".split())
_CLAUSE = frozenset("who which that before after when being".split())
_AGE = re.compile(r"\d{1,3}\Z")
_SENT = re.compile(r"(?i)\b(?:minister|secretary|ministers|envoy|representative|commissioner|ambassador)\Z")
_OFFICE = re.compile(r"(?i)\b(?:head|speaker|chief|president|king|queen|prince|mayor|governor|member)\Z")


def role_before(words: Words, first: int) -> int:
    """Where a role in small letters begins that stands right before the name at word first; first if there is none."""
    before = first - 1
    if not (words.adjacent(first) and words.form[before][0].islower() and role_noun(words.low[before])):
        return first
    index = before
    while index > max(0, first - _BEFORE) and words.adjacent(index):
        low, form = words.low[index - 1], words.form[index - 1]
        first_lady = words.low[index - 1 : index + 1] == ["first", "lady"]
        if (low in lexicon.FUNCTION and not first_lady) or low in lexicon.CALENDAR or not words.is_word(index - 1):
            break
        if gender_of(form):
            return before  # a person before it: what stands between may be a verb
        plain = low != "'s" and not capitalised(form)
        if plain and (reports_speech(low) or (low.endswith(("ed", "ing")) and low not in lexicon.RANKING)):
            break
        index -= 1
    while words.low[index] in ("'s", "another"):
        index += 1
    return index


def title_before(words: Words, first: int) -> int:
    """Where a title in capitals that begins at word first really begins: with "former" or "White House" before it."""
    index = first
    while index > max(0, first - _BEFORE) and words.adjacent(index):
        low = words.low[index - 1]
        if low in lexicon.CALENDAR or not (words.is_capital(index - 1) or low in lexicon.RANKING):
            break
        index -= 1
    return index


def behind(words: Words, stop: int, person: bool) -> tuple[int, str, str]:
    """What stands behind a name that ends at word stop: where it ends, the role in it and the organisation.

    "..., a surgeon from Brenn," gives a role; "of the Vasta group" an organisation; "(Brenn, Lib.)" is passed over.
    """
    index = stop
    if index + 2 < len(words) and words.form[index] == "(":
        close = next((at for at in range(index + 1, min(index + 9, len(words))) if words.form[at] == ")"), 0)
        if close and person and words.low[close - 1] in lexicon.COUNTRIES:
            return close + 1, "", words.slice(index + 1, close)  # "Tarek Haddur (Syria)"
        index = close + 1 if close else index
    if index < len(words) and words.adjacent(index) and words.low[index] in ("of", "from", "with", "for", "at"):
        end = noun_phrase_end(words, index + 1)
        if _names_body(words, index + 1, end):
            return end, "", words.slice(index + 1 + (words.low[index + 1] == "the"), end)
    if index + 1 < len(words) and words.form[index] in (",", "—", "–", "-", "("):
        begin = index + 1
        if begin + 1 < len(words) and _AGE.match(words.form[begin]) and words.form[begin + 1] == ",":
            begin += 2
        if begin + 1 < len(words) and words.form[index] == "," and words.low[begin] in ("of", "from", "with"):
            end = noun_phrase_end(words, begin + 1)
            return end, "", words.slice(begin + 1 + (words.low[begin + 1] in _ARTICLES), end)
        if begin < len(words):
            end, role = _apposition(words, begin, words.form[index])
            return (end, role, "") if role else (index, "", "")
    return index, "", ""


def apposition_before(words: Words, first: int) -> tuple[int, str]:
    """The role in "the secretary general of the union, Ana Solano": where it begins, and its words."""
    comma = first - 1
    if first < 3 or words.form[comma] not in (",", "—", "–") or words.sentence[comma] != words.sentence[first]:
        return first, ""
    begin = first - 2
    while begin > max(0, first - _APPOSITION) and words.sentence[begin] == words.sentence[first]:
        low = words.low[begin]
        if not words.is_word(begin) and low not in ("(", ")"):
            return first, ""
        if low == "the" and words.low[begin - 1] in _BINDING:
            begin -= 1  # "the head OF THE union, ..."
        elif low in ("the", "'s", *_POSSESSIVES):
            role = words.slice(begin + 1, comma) if _role_head(words, begin + 1, comma) is not None else ""
            return (begin, role) if role else (first, "")
        begin -= 1
    # "Harbour owner, Juan Brenn, ...": a bare role opens the sentence
    if (begin == 0 or words.sentence[begin] != words.sentence[first]) and role_noun(words.low[first - 2]):
        begin += words.sentence[begin] != words.sentence[first]
        opening = begin + (words.low[begin] in ("a", "an", "one", "another"))
        opening += 2 if words.low[opening : opening + 2] == ["of", "the"] else 0  # "One of the drivers, Piotr Mensah"
        return begin, words.slice(opening, comma)
    return first, ""


def noun_phrase_end(words: Words, begin: int) -> int:
    """Where the noun phrase that begins at word begin ends: before a mark, a function word or a verb of saying."""
    end = begin
    while end < len(words) and end < begin + 8 and (end == begin or words.adjacent(end)):
        low = words.low[end]
        if not words.is_word(end):
            break
        joins = low in ("of", "for", "and") and end > begin and end + 1 < len(words) and words.is_capital(end + 1)
        if low in lexicon.FUNCTION and not (end == begin and low in _ARTICLES) and not joins:
            break
        verb = low.endswith("ed") or (reports_speech(low) and low not in ("state", "report", "claim", "call", "order"))
        if words.form[end][0].islower() and end > begin and verb:
            break
        end += 1
    return end


def split_role(role: str) -> tuple[str, str]:
    """Role and organisation: a "spokesman for the port" is a spokesman of "port"; "UN envoy" stays whole, and has "UN".

    >>> split_role("senior adviser at Norvane Hydro")
    ('senior adviser', 'Norvane Hydro')
    """
    match = re.match(r"(.+)\sat\s+(?:the\s+)?(.+)", role) or re.match(
        r"(.+?)\s(?:for|with|from|of|in(?=\s+(?:the\s+)?[A-Z]))\s+(?:the\s+)?(.+)", role
    )
    if match:
        head, rest = match[1], match[2]
        bound = role[len(head) :].split()[0]
        sent = bound in ("of", "for", "to") and _SENT.search(head)
        office = sent or (bound == "of" and _OFFICE.search(head) and not _is_body(rest))
        return (role, "") if office else (head, rest)  # "Minister of Health" is a role whole
    pieces = role.split()
    lead: list[str] = []
    for piece in pieces[:-1]:
        if piece.casefold() in lexicon.RANKING and not lead:
            continue
        if not capitalised(piece) or role_noun(piece):
            break
        lead.append(piece)
    acronyms = all(len(word) > 1 and word.isupper() for word in lead)
    body = lead and (acronyms or _is_body(" ".join(lead)) or lead[-1].casefold() in lexicon.OUTLETS)
    return role, " ".join(lead) if body and pieces[-1][0].islower() else ""


def organisation(phrase: str) -> str:
    """A body's name in what follows "of", "at" or "for"; "" where the phrase names none.

    >>> organisation("Harbour Institute and a former minister"), organisation("working people"), organisation("the")
    ('Harbour Institute', '', '')
    """
    words = re.split(r"\sand(?=\s[^A-Z])|\sand\Z", phrase)[0].split()
    head = next((at for at, word in enumerate(words) if at and word in _BINDING), len(words)) - 1
    if head < 0 or words[0] in ("one", "some", "all") or any(word in _CLAUSE for word in words):
        return ""
    last = words[head].casefold().strip(".,")
    body = last in lexicon.ORGANISATIONS | lexicon.OUTLETS
    named = words[head][0].isupper() and last not in lexicon.CALENDAR | lexicon.FUNCTION and not role_noun(last)
    return " ".join(words) if body or named else ""


def role_gender(role: str) -> str:
    """The gender that the nouns of a role tell, "m", "f" or "": "spokeswoman", "former congressman"."""
    head = re.split(r"\b(?:of|for|at|to|from|with|in|who)\b|,", role.casefold(), maxsplit=1)[0]
    for word in reversed(head.split()):
        if gender := noun_gender(word):
            return gender
    return ""


def noun_gender(noun: str) -> str:
    """The gender of a role noun: "m", "f" or ""."""
    return lexicon.ROLES.get(noun, "") or ("f" if noun.endswith("woman") else "")


def _names_body(words: Words, begin: int, end: int) -> bool:
    """True when words [begin, end) name an organisation: "the Vasta group", "Harbour Magazine"; not "Texas"."""
    if end <= begin or words.low[begin] in ("a", "an") or words.low[begin] in lexicon.COUNTRIES:
        return False
    inside = range(begin, end)
    if words.low[begin] == "the" and any(capitalised(words.form[at]) for at in inside):
        return True
    return any(
        words.low[at] in lexicon.ORGANISATIONS
        or words.low[at] in lexicon.OUTLETS
        or (words.form[at].isupper() and len(words.form[at]) > 1)
        for at in inside
    )


def _apposition(words: Words, begin: int, opening: str) -> tuple[int, str]:
    """The end and the role of the apposition that begins at word begin; no role where it is none."""
    end = _apposition_end(words, begin, opening)
    head = _role_head(words, begin, end)
    if head is None:
        return begin, ""
    # "Smith, Mayor Jones and ..." is a list: a role followed by a name is the next person's
    if head + 1 < end and words.is_capital(head + 1) and words.low[head + 1] not in lexicon.PLACES:
        return begin, ""
    if end == begin + _APPOSITION:  # a long one: its head and what is bound to it, no more
        bound = head + 2 < len(words) and words.low[head + 1] in ("of", "for", "at", "with")
        end = noun_phrase_end(words, head + 2) if bound else head + 1
    start = begin + (words.low[begin] in (*_ARTICLES, *_POSSESSIVES))
    return end, re.sub(r"\s(?:of|for|at|in|with|to)\Z", "", words.slice(start, end))


def _apposition_end(words: Words, begin: int, opening: str) -> int:
    """Where an apposition ends that begins at word begin; begin itself where a verb shows that it is a clause."""
    closing = ")" if opening == "(" else opening
    for index in range(begin, min(begin + _APPOSITION, len(words))):
        form, low = words.form[index], words.low[index]
        if words.sentence[index] != words.sentence[begin]:
            return index - (words.form[index - 1] in (closing, "."))
        if form in (closing, ".", ";", ":", '"', "“", "”", ")", "''") or (
            index > begin and low in ("who", "whose", "which")
        ):
            return index
        if index > begin and (low in _VERBS or (low.endswith("ed") and reports_speech(low))):
            return begin  # "In Brenn, a young woman asked ..."
    return min(begin + _APPOSITION, len(words))


def _role_head(words: Words, begin: int, end: int) -> int | None:
    """The head noun of a phrase when it is a role: the last noun before a preposition."""
    leads = (*_ARTICLES, *_POSSESSIVES, "one", "another", "then", "first", "second")
    if begin >= end or (words.low[begin] in lexicon.FUNCTION and words.low[begin] not in leads):
        return None
    head = None
    for index in range(begin, end):
        low = words.low[index]
        if low in (*_BINDING, "who", "and", ",") or (low.endswith("ed") and index == begin):
            break
        head = index
        noun_follows = (
            index + 1 < end and words.form[index + 1][0].islower() and words.low[index + 1] not in lexicon.FUNCTION
        )
        if role_noun(low) and not noun_follows:
            return index
    return head if head is not None and role_noun(words.low[head]) else None


def _is_body(phrase: str) -> bool:
    return any(
        word.casefold() in lexicon.ORGANISATIONS or (word.isupper() and len(word) > 1) for word in phrase.split()
    )
