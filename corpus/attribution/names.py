"""Names in running text: who is named where, with the role and the organisation split off.

One pass over a report's words finds runs of capitalised words ("Russian Foreign Minister Sergei Lavrov") and splits
each into role and name; the words around it give a lower-case role before it ("senior rebel official Zakaria
Malahifji"), an apposition ("Paul Dewar, an Ottawa MP,") and an organisation ("of the Fastaqim group"). There is no
model in it: what a name looks like, a few closed lists (lexicon.py) and the rest of the report decide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.attribution import lexicon
from corpus.attribution.given import FEMALE, MALE
from corpus.attribution.polarity import reports_speech
from corpus.types import Span

NameKind = Literal["person", "organisation", "outlet", "place", "unknown"]

_TOKEN = re.compile(
    r"""(?:[^\W\d_]\.){2,}                                   # U.S., J.K.
      | (?:Mr|Mrs|Ms|Mx|Dr|Prof|Hon|Rt|Gen|Col|Lt|Maj|Brig|Capt|Cpt|Cmdr|Adm|Sgt|Cpl|Pvt|Sens?|Reps?|Gov|Pres|Rev|Fr|Amb
          |Supt|Insp|Det|Atty|Sec|Jr|Sr|St|Cllr|Messrs)\.
      | [^\W\d_]\.(?=[\s-]*[^\W\d_a-z])                      # an initial: J.
      | [^\W_]+(?:(?:[-‐‑&@/+_]|['’ʼ](?![sS]\b)|\.(?=[^\W_]))[^\W_]+)*   # O'Brien, al-Assad, Secunia.com
      | ['’]s\b                                              # the possessive is a word of its own
      | ''|``|[^\s\w]""",
    re.VERBOSE,
)
_ARTICLED = re.compile(r"(?:al|el|ul|ad|as|an|ar|at|az|ibn|bin|abu|[dlmo]['’])[-‐‑]?(?=[^\W\d_a-z])")
_AGE = re.compile(r"\d{1,3}\Z")
_APPOSITION = 14  # words; longer ones are clauses
_ROLE = 7  # words before a name
_PASSIVE_ENDINGS = ("ed", "ing")
_SUBJECT_WORDS = frozenset(
    """affairs health defence defense finance foreign education justice trade labour labor agriculture energy environment
    transport interior security treasury state commerce culture tourism industry information communications house exchequer
    children women youth sport sports science technology relations development housing water works""".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words and marks, in order, with their places."""

    text: str
    form: list[str]
    low: list[str]
    start: list[int]
    end: list[int]
    sentence: list[int]  # of each word, the index of its sentence

    def __len__(self) -> int:
        return len(self.form)

    def at(self, offset: int) -> int:
        """The index of the first word that starts at or after offset."""
        return bisect_left(self.start, offset)

    def within(self, span: Span) -> range:
        """The indices of the words that start within span."""
        return range(self.at(span.start), self.at(span.end))

    def slice(self, first: int, stop: int) -> str:
        """The text of words [first, stop), inner white space made plain."""
        return " ".join(self.text[self.start[first] : self.end[stop - 1]].split()) if stop > first else ""

    def adjacent(self, index: int) -> bool:
        """True when word index follows the word before it on the same line, with at most a space between."""
        return 0 < index < len(self.form) and self.text[self.end[index - 1] : self.start[index]] in ("", " ", "\xa0")


def words(text: str, sentences: Sequence[Span]) -> Words:
    """The words of text; a word outside every sentence belongs to the one before it."""
    form, start, end = [], [], []
    for match in _TOKEN.finditer(text):
        form.append(match[0])
        start.append(match.start())
        end.append(match.end())
    sentence, current = [], 0
    for offset in start:
        while current + 1 < len(sentences) and sentences[current + 1].start <= offset:
            current += 1
        sentence.append(current)
    return Words(text, form, [word.casefold().replace("’", "'") for word in form], start, end, sentence)


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a person or body in a text; indices are of words, [first, stop) the name itself."""

    first: int
    stop: int
    whole: tuple[int, int]  # with role before and apposition behind
    name: tuple[str, ...]  # the words of the name, without honorific, role and possessive
    kind: NameKind
    sure: bool  # the words around it say what kind of name it is
    honorific: str = ""
    gender: str = ""  # "m", "f" or "": by honorific, role or given name
    role: str = ""
    organisation: str = ""

    @property
    def last(self) -> str:
        return self.name[-1] if self.name else ""


def capitalised(word: str) -> bool:
    """True for a word written as a name is: Lavrov, UN, al-Assad, d'Ettorre, iPhone isn't."""
    return word[:1].isupper() or bool((match := _ARTICLED.match(word)) and len(word) > match.end())


def gender_of(given: str) -> str:
    """"m", "f" or "" by the given name."""
    low = given.casefold()
    head = low.split("-")[0]
    if low in MALE or (head in MALE and head not in FEMALE):
        return "m"
    return "f" if low in FEMALE or head in FEMALE else ""


def role_noun(word: str) -> bool:
    """True for "minister", "co-owner", "coauthors", "economist": what a person is called by."""
    low = word.casefold()
    if low in lexicon.ROLES or low.rstrip(".") in lexicon.TITLES:
        return True
    for affix in ("ex-", "vice-", "co-", "co", "deputy-", "under", "sub", "arch", "step", "great-"):
        if low.startswith(affix) and low[len(affix) :] in lexicon.ROLES:
            return True
    base = low.removesuffix("-elect").removesuffix("-designate").removesuffix("-general")
    if base in lexicon.ROLES or singular(base) in lexicon.ROLES:
        return True
    return len(low) > 6 and low.endswith(("ologist", "woman", "person", "women")) or (len(low) > 7 and low.endswith("ist") and low != word.upper())


def singular(word: str) -> str:
    """The singular of a regular English noun, and of -men; other words as they are."""
    if word.endswith("men") and len(word) > 4:
        return f"{word[:-3]}man"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def mentions(words: Words, headlines: bool = False) -> list[Mention]:
    """Every naming of a person or body, in order; of sentences in a headline's capitals only where `headlines`."""
    skip = set() if headlines else _headlines(words)
    found, index = [], 0
    while index < len(words):
        if index in skip or not _opens(words, index):
            index += 1
            continue
        stop = _run(words, index, skip)
        found += _split(words, index, stop)
        index = stop
    return found


def _headlines(words: Words) -> set[int]:
    """Words of sentences in which nearly every word has a capital: there a capital tells nothing."""
    counts: dict[int, list[int]] = {}
    for index, form in enumerate(words.form):
        if form[0].isalpha() and words.low[index] not in lexicon.FUNCTION:
            tally = counts.setdefault(words.sentence[index], [0, 0])
            tally[0] += 1
            tally[1] += form[0].isupper()
    shouted = {sentence for sentence, (total, upper) in counts.items() if total >= 5 and upper >= 0.85 * total}
    return {index for index, sentence in enumerate(words.sentence) if sentence in shouted} if shouted else set()


def _opens(words: Words, index: int) -> bool:
    form, low = words.form[index], words.low[index]
    if low in lexicon.FUNCTION or low in lexicon.CALENDAR or not form[0].isalpha():
        return False
    if capitalised(form):
        if form in ("A", "I") or (_first(words, index) and not _next_capital(words, index) and _common(low)):
            return False
        return not (_first(words, index) and reports_speech(low) and not _next_capital(words, index))
    return (
        low in lexicon.OPENING_PARTICLES
        and words.adjacent(index + 1)
        and words.form[index + 1][0].isupper()
        and words.low[index + 1] not in lexicon.FUNCTION
    )


def _common(low: str) -> bool:
    """True for words that a sentence may begin with and that name nobody: "Teams", "Officials", "Statements"."""
    return low in lexicon.GROUPS or low in lexicon.DOCUMENTS or (
        singular(low) != low and (role_noun(singular(low)) or singular(low) in lexicon.ORGANISATIONS | lexicon.DOCUMENTS | lexicon.POLLS)
    )


def _next_capital(words: Words, index: int) -> bool:
    return words.adjacent(index + 1) and capitalised(words.form[index + 1])


def _first(words: Words, index: int) -> bool:
    """True for the first word of a sentence or of a quotation."""
    return index == 0 or words.sentence[index] != words.sentence[index - 1] or not words.form[index - 1][0].isalnum() and words.form[index - 1] not in ",-–—()&/"


def _run(words: Words, index: int, skip: set[int]) -> int:
    """The end of the run of name words that begins at index."""
    stop, joins = index + 1, words.low[index] in lexicon.ORGANISATIONS or role_noun(words.low[index])
    while stop < len(words) and words.adjacent(stop) and stop not in skip:
        low, form = words.low[stop], words.form[stop]
        if low in lexicon.SUFFIXES or (capitalised(form) and low not in lexicon.FUNCTION and low not in lexicon.CALENDAR):
            joins = joins or low in lexicon.ORGANISATIONS or role_noun(low)
            stop += 1
            continue
        if low in lexicon.PARTICLES and (after := _capital_after(words, stop)) and (not joins or low not in ("as", "ad", "st")):
            stop = after
            continue
        # "Minister of Defence", "Council on Foreign Relations"; not "Senator Ann Solano of Arizona" or "Mr. Brenn on Monday"
        heads = words.low[stop - 1] in lexicon.ORGANISATIONS or words.low[stop - 1] in _SUBJECT_WORDS
        if (heads or (low != "on" and role_noun(words.low[stop - 1]))) and low in ("of", "for", "on") and (after := _capital_after(words, stop)):
            if words.low[after - 1] in lexicon.CALENDAR:
                break
            stop = after
            continue
        if low == "to" and words.low[stop - 1] in ("ambassador", "envoy", "adviser", "secretary", "representative") and (
            after := _capital_after(words, stop)
        ):
            stop = after
            continue
        if low in ("and", "&") and joins and _is_connected(words, index, stop) and (after := _capital_after(words, stop)):
            stop = after
            continue
        break
    return stop


def _capital_after(words: Words, index: int) -> int:
    """The end of "of (the) Capital" or "de la Capital" that begins at index; 0 where no capital follows."""
    after = index + 1
    while after < index + 3 and words.adjacent(after):
        if capitalised(words.form[after]) and words.low[after] not in lexicon.FUNCTION:
            return after + 1
        if words.low[after] != "the" and words.low[after] not in lexicon.PARTICLES:
            return 0
        after += 1
    return 0


def _is_connected(words: Words, first: int, stop: int) -> bool:
    """True for "Ministry of Health and": two persons joined by and are not one name."""
    return words.form[stop] == "&" or (
        any(words.low[index] in ("of", "for", "on") for index in range(first, stop))
        and (words.low[stop - 1] in _SUBJECT_WORDS or words.low[stop + 1] in _SUBJECT_WORDS)
    )


def _split(words: Words, first: int, stop: int) -> Iterator[Mention]:
    """The mention in the run of name words [first, stop): role, then name."""
    low, form = words.low, words.form
    # 1. a possessive before the run's name belongs to the role: "Trump's adviser Jason Miller" is two runs already
    name_first = first
    honorific, role_first = "", first
    for index in range(first, stop):
        bare = low[index].rstrip(".")
        following = index + 1 < stop
        if bare in lexicon.HONORIFICS and following:
            honorific, name_first = bare, index + 1
        elif following and (bare in lexicon.TITLES or role_noun(low[index])) and not _surname_like(words, first, index, stop):
            name_first = index + 1
    name_first = _after_object(words, name_first, stop)
    if name_first >= stop:  # "Foreign Minister", "Speaker of the House"
        return
    # a lone role word is no name: "the President said", "Democrats"
    if stop - name_first == 1 and not honorific and role_noun(low[name_first]) and name_first == first:
        return
    # "Certainly Donald Trump": a first word that opens the sentence is none of the name
    if name_first == first and stop - first > 2 and _first(words, first) and gender_of(form[first + 1]) and not gender_of(form[first]):
        first = name_first = role_first = first + 1
    role_stop = name_first
    while role_stop > role_first and low[role_stop - 1].rstrip(".") in lexicon.HONORIFICS and low[role_stop - 1].rstrip(".") not in lexicon.TITLES:
        role_stop -= 1
    has_role = role_stop > first
    if name_first == first or (honorific and not has_role):
        role_first = _role_before(words, first)
        has_role = role_first < first
        role_stop = first if has_role else role_stop
    elif has_role:
        role_first = _role_before(words, first, within=True)
    name = tuple(form[name_first:stop])
    while len(name) > 1 and name[-1].casefold() in lexicon.POSTNOMINALS and name[-1].isupper():
        name = name[:-1]
        stop -= 1
    role = words.slice(role_first, role_stop) if has_role else ""
    kind, sure = _kind(words, name_first, stop, bool(honorific), bool(role))
    whole_stop, apposition, organisation = _behind(words, stop, kind)
    if apposition and kind in ("unknown", "place"):
        kind, sure = "person", True
    elif kind == "unknown" and stop + 1 < len(words) and form[stop] == "," and _AGE.match(form[stop + 1]) and form[stop + 2 : stop + 3] == [","]:
        kind, sure = "person", True
    if kind == "person":
        if not role and not apposition:
            before, apposition = _apposition_before(words, name_first)
            role_first = min(role_first, before)
        role = role or apposition
        if role and not organisation:
            role, organisation = split_role(role)
        gender = lexicon.HONORIFICS.get(honorific, "") or role_gender(role) or (gender_of(name[0]) if len(name) > 1 else "")
        yield Mention(name_first, stop, (role_first, whole_stop), name, kind, sure, honorific, gender, role, organisation)
    else:
        yield Mention(name_first, stop, (first, stop), name, kind, sure)


def _surname_like(words: Words, first: int, index: int, stop: int) -> bool:
    """True where a role word is a person's own name: "Julie Bishop said", "Stephen King", but not "Sergei Minister"."""
    return index > first and bool(gender_of(words.form[index - 1])) and index == stop - 1


def _after_object(words: Words, name_first: int, stop: int) -> int:
    """Where the name begins behind "Minister of Education ..." or "Ambassador to the United States ..."; stop if none does."""
    if name_first >= stop or words.low[name_first] not in ("of", "for", "to", "on"):
        return name_first
    tail = [index for index in range(name_first, stop) if capitalised(words.form[index])]
    for place, index in enumerate(tail):
        if place and index + 1 < stop and gender_of(words.form[index]) and words.low[index] not in lexicon.COUNTRIES:
            return index
    if len(tail) >= 3 and not {words.low[index] for index in tail[-2:]} & (_SUBJECT_WORDS | lexicon.ORGANISATIONS | lexicon.COUNTRIES | lexicon.PLACES):
        return tail[-2]
    return stop


def _role_before(words: Words, first: int, within: bool = False) -> int:
    """Where the role before the name at first begins: "senior rebel official" for "official" right before it."""
    index = first
    if not within:
        if not (words.adjacent(first) and _lower_role(words, first - 1)):
            return first
        index = first - 1
    floor = max(0, first - _ROLE)
    while index > floor and words.adjacent(index):
        low = words.low[index - 1]
        if low in lexicon.FUNCTION or not words.form[index - 1][0].isalnum() and low != "'s":
            break
        if low != "'s" and not capitalised(words.form[index - 1]):
            if reports_speech(low) or (low.endswith(_PASSIVE_ENDINGS) and low not in ("retired", "united", "appointed", "elected", "leading", "acting", "outgoing", "incoming", "commanding", "managing", "visiting", "sitting", "ruling", "training", "self-proclaimed", "so-called")):
                break
        elif within and words.low[index - 1] == "'s":
            break
        index -= 1
    return index


def _lower_role(words: Words, index: int) -> bool:
    form = words.form[index]
    return form[0].islower() and role_noun(words.low[index])


def _kind(words: Words, first: int, stop: int, honorific: bool, role: bool) -> tuple[NameKind, bool]:
    """What kind of name words [first, stop) are, and whether that is plain."""
    low = words.low[first:stop]
    form = words.form[first:stop]
    if honorific or (role and not low[-1] in lexicon.ORGANISATIONS):
        lone_place = len(low) == 1 and (low[0] in lexicon.COUNTRIES or (not honorific and low[0] in lexicon.PLACES))
        return ("place", True) if lone_place else ("person", True)
    if any(word in lexicon.OUTLETS for word in low[-2:]) and not (len(low) == 2 and gender_of(form[0]) and low[1] not in ("post", "times", "news")):
        return "outlet", True
    if len(low) == 2 and gender_of(form[0]) and low[0] not in lexicon.COUNTRIES and low[1] not in lexicon.COUNTRIES:
        return "person", True
    if any(word in lexicon.ORGANISATIONS for word in low) or any(word in ("of", "for", "&", "and") for word in low):
        return "organisation", True
    if any(word in lexicon.COUNTRIES for word in low) or low[-1] in lexicon.PLACES or low[0] in lexicon.PLACES:
        return "place", low[-1] in lexicon.COUNTRIES
    if len(low) == 1:
        return ("organisation", True) if form[0].isupper() and len(form[0]) > 1 else ("unknown", False)
    if gender_of(form[0]) or any(word in lexicon.PARTICLES or _ARTICLED.match(word) for word in form) or re.fullmatch(r"(?:[^\W\d_]\.)+", form[-2] if len(form) > 2 else form[0]) or low[-1].rstrip(".") in ("jr", "sr"):
        return "person", True
    if any(word.isupper() and len(word) > 1 for word in form) or (low[-1].endswith("s") and role_noun(low[-1])):
        return "organisation", False
    return ("person", False) if len(low) <= 4 else ("unknown", False)


def _behind(words: Words, stop: int, kind: NameKind) -> tuple[int, str, str]:
    """What stands behind a name: where it ends, the role in it and the organisation.

    "..., an Ottawa New Democrat MP," gives a role; "of the Fastaqim group" an organisation; "(R-S.C.)" is passed over.
    """
    index = stop
    if index + 2 < len(words) and words.form[index] == "(":
        close = next((at for at in range(index + 1, min(index + 9, len(words))) if words.form[at] == ")"), 0)
        inner = words.slice(index + 1, close) if close else ""
        if close and kind == "person" and words.low[close - 1] in lexicon.COUNTRIES:
            return close + 1, "", inner
        index = close + 1 if close else index
    if index < len(words) and words.low[index] in ("of", "from", "with", "for", "at") and words.adjacent(index):
        end = _noun_phrase_end(words, index + 1)
        inside = range(index + 1, end)
        if end > index + 1 and (
            words.low[index + 1] in ("the", "a", "an") and any(capitalised(words.form[at]) or words.low[at] in lexicon.ORGANISATIONS for at in inside)
            or any(words.low[at] in lexicon.ORGANISATIONS or words.low[at] in lexicon.OUTLETS or words.form[at].isupper() and len(words.form[at]) > 1 for at in inside)
        ):  # fmt: skip
            return end, "", words.slice(index + 1 + (words.low[index + 1] in ("the", "a", "an")), end)
    if index + 1 < len(words) and words.form[index] in (",", "—", "–", "-", "("):
        opening = words.form[index]
        begin = index + 1
        if begin + 1 < len(words) and _AGE.match(words.form[begin]) and words.form[begin + 1] == ",":
            begin += 2
        if begin < len(words) and words.low[begin] in ("of", "from", "with") and opening == ",":
            end = _noun_phrase_end(words, begin + 1)
            return end, "", words.slice(begin + 1 + (words.low[begin + 1] in ("the", "a", "an") if begin + 1 < len(words) else 0), end)
        end = _apposition_end(words, begin, opening)
        if end and (head := _role_head(words, begin, end)) is not None:
            start = begin + (words.low[begin] in ("the", "a", "an", "his", "her", "their", "its", "our"))
            # "Smith, Mayor Jones and ..." is a list: a role word followed by a name is the next person's
            if head + 1 < end and capitalised(words.form[head + 1]) and words.low[head + 1] not in lexicon.FUNCTION and words.low[head + 1] not in lexicon.PLACES:
                return index, "", ""
            return end, words.slice(start, end), ""
    return index, "", ""


def _noun_phrase_end(words: Words, index: int) -> int:
    """Where the noun phrase that begins at index ends: before a mark, a function word or a verb of saying."""
    end = index
    while end < len(words) and end < index + 8 and (end == index or words.adjacent(end)):
        low, form = words.low[end], words.form[end]
        if not form[0].isalnum() and low != "'s":
            break
        if low in lexicon.FUNCTION and not (end == index and low in ("the", "a", "an")) and not (low in ("of", "for", "and") and end > index and _next_capital(words, end)):
            break
        if form[0].islower() and end > index and (reports_speech(low) and low not in ("state", "report", "claim", "call", "order") or low.endswith("ed")):
            break
        end += 1
    return end


def _apposition_end(words: Words, begin: int, opening: str) -> int:
    """The end of an apposition that begins at begin; 0 if it is too long or a clause."""
    closing = {"(": ")", ",": ",", "—": "—", "–": "–", "-": "-"}[opening]
    for index in range(begin, min(begin + _APPOSITION, len(words))):
        form, low = words.form[index], words.low[index]
        if words.sentence[index] != words.sentence[begin]:
            return index if words.form[index - 1] not in (closing, ".") else index - 1
        if form == closing or form in ".;:\"“”)" or form == "''":
            return index
        if index > begin and low in ("who", "whose", "which", "and", "said", "says", "told", "was", "is", "has", "had", "were") and (low != "and"):
            return index if low in ("said", "says", "told", "who", "whose") else 0
    return 0


def _role_head(words: Words, begin: int, end: int) -> int | None:
    """The head noun of an apposition when it is a role: it comes before the first preposition, and not as a clause."""
    if words.low[begin] in lexicon.FUNCTION and words.low[begin] not in ("the", "a", "an", "his", "her", "their", "its", "our", "one", "another", "then", "first", "second"):
        return None
    head = None
    for index in range(begin, end):
        low = words.low[index]
        if low in ("of", "for", "at", "in", "with", "from", "to", "on", "by", "who", "and", ",") or (low.endswith("ed") and index == begin):
            break
        head = index
        if role_noun(low) and not (index + 1 < end and words.form[index + 1][0].islower() and words.low[index + 1] not in lexicon.FUNCTION):
            return index
    return head if head is not None and role_noun(words.low[head]) else None


def _apposition_before(words: Words, first: int) -> tuple[int, str]:
    """The role in "the secretary general of the union, Ana Solano": where it begins, and its words."""
    if first < 3 or words.form[first - 1] not in (",", "—", "–") or words.sentence[first - 1] != words.sentence[first]:
        return first, ""
    begin = first - 2
    while begin > max(0, first - _APPOSITION) and words.sentence[begin] == words.sentence[first]:
        if not words.form[begin][0].isalnum() and words.low[begin] not in ("'s", "(", ")"):
            return first, ""
        if words.low[begin] in ("the", "his", "her", "their", "its", "our", "my") or words.low[begin] == "'s":
            if words.low[begin] == "the" and begin and words.low[begin - 1] in ("of", "for", "to", "at", "in", "from", "with"):
                begin -= 1  # "the head OF THE union, ..."
                continue
            if _role_head(words, begin + 1, first - 1) is None:
                return first, ""
            return begin, words.slice(begin + 1, first - 1)
        begin -= 1
    # "Harbour owner, Juan Brenn, ...": a bare role opens the sentence
    if (begin == 0 or words.sentence[begin] != words.sentence[first]) and role_noun(words.low[first - 2]):
        begin += begin > 0 or words.sentence[begin] != words.sentence[first]
        return begin, words.slice(begin, first - 1)
    return first, ""


def split_role(role: str) -> tuple[str, str]:
    """Role and organisation: "spokesman for the port" is a spokesman of "port"; "UN envoy" has its role whole, and "UN".

    >>> split_role("senior adviser at Norvane Hydro")
    ('senior adviser', 'Norvane Hydro')
    """
    match = re.match(r"(.+?)\s(?:for|at|with|from|of|in)\s+(?:the\s+)?(.+)", role)
    if match:
        head, rest = match[1], match[2]
        minister = re.search(r"(?i)\b(?:minister|secretary|ministers|head|speaker|chief|president|king|queen|prince|mayor|governor|member)$", head)
        kept = f" {match[0][len(head) :].split()[0]} " == " of " and minister and not _is_body(rest)
        return (role, "") if kept else (head, rest)
    lead = []
    pieces = role.split()
    for piece in pieces[:-1]:
        if not capitalised(piece) or piece.casefold().rstrip(".") in lexicon.TITLES or role_noun(piece):
            break
        lead.append(piece)
    named = " ".join(lead)
    if lead and (all(len(word) > 1 and word.isupper() for word in lead) or _is_body(named) or lead[-1].casefold() in lexicon.OUTLETS) and pieces[-1][0].islower():
        return role, named
    return role, ""


def _is_body(phrase: str) -> bool:
    return any(word.casefold() in lexicon.ORGANISATIONS or (word.isupper() and len(word) > 1) for word in phrase.split())


def role_gender(role: str) -> str:
    """"m", "f" or "" by the nouns of a role: "spokeswoman", "former congressman"."""
    head = re.split(r"\b(?:of|for|at|to|from|with|in|who|,)\b", role.casefold(), maxsplit=1)[0]
    for word in reversed(head.split()):
        gender = lexicon.ROLES.get(word, "")
        if gender or word.endswith("woman"):
            return gender or "f"
        if word.endswith("man") and word in lexicon.ROLES:
            return "m"
    return ""
