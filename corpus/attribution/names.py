"""Names in running text: who is named where, with the role and the organisation split off.

One pass over a report's words finds runs of capitalised words ("Russian Foreign Minister Sergei Lavrov") and splits
each into role and name; roles.py reads what stands around it. There is no model in it: what a name looks like, a few
closed lists (lexicon.py) and, later, the rest of the report (cast.py) decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.attribution import lexicon, roles
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import Words, articled, gender_of, role_noun, singular

# "title": a lone word like "Cook" or "Judge", which is somebody's name only where the report has that surname
NameKind = Literal["person", "organisation", "outlet", "place", "unknown", "title"]

_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
_AGE = re.compile(r"\d{1,3}\Z")
_ACRONYM = 6  # letters
_JOINING = ("of", "for", "on")
_SENT = ("ambassador", "envoy", "adviser", "secretary", "representative")  # "to the United States"
_COMMON_NOUNS = lexicon.ORGANISATIONS | lexicon.DOCUMENTS | lexicon.POLLS


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a person or body in a text; indices are of words, [first, stop) the name itself."""

    first: int
    stop: int
    whole: tuple[int, int]  # with role before and apposition behind
    name: tuple[str, ...]  # the words of the name, without honorific, role and possessive
    kind: NameKind
    sure: bool  # the words in and around it say what kind of name it is
    honorific: str = ""
    gender: str = ""  # "m", "f" or "": by honorific, role or given name
    role: str = ""
    organisation: str = ""

    @property
    def last(self) -> str:
        """The last word of the name: a person's surname, as a rule."""
        return self.name[-1]


def mentions(words: Words, headlines: bool = False) -> list[Mention]:
    """Every naming of a person or body, in order; of sentences in a headline's capitals only where `headlines`."""
    skip = set() if headlines else shouted(words)
    within = {words.low[at] for at in range(len(words)) if words.is_capital(at) and not _begins(words, at)}
    found: list[Mention] = []
    index = 0
    while index < len(words):
        if index in skip or not _opens(words, index, within):
            index += 1
            continue
        stop = _run(words, index, skip)
        found += _split(words, index, stop)
        index = stop
    return found


def shouted(words: Words) -> set[int]:
    """The words of headlines: of sentences in which nearly every word has a capital: there a capital tells nothing."""
    counts: dict[int, list[int]] = {}
    for index, form in enumerate(words.form):
        if form[0].isalpha() and words.low[index] not in lexicon.FUNCTION:
            tally = counts.setdefault(words.sentence[index], [0, 0])
            tally[0] += 1
            tally[1] += form[0].isupper()
    found = {sentence for sentence, (total, upper) in counts.items() if total >= 5 and upper >= 0.9 * total}
    return {index for index, sentence in enumerate(words.sentence) if sentence in found} if found else set()


# -- runs of capitalised words ----------------------------------------------------------------------------------------


def _opens(words: Words, index: int, within: set[str]) -> bool:
    """True where a name may begin; `within` are the words that have a capital elsewhere than at a sentence's start."""
    form, low = words.form[index], words.low[index]
    if low in lexicon.FUNCTION or low in lexicon.CALENDAR or not form[0].isalpha():
        return False
    followed = index + 1 < len(words) and words.adjacent(index + 1) and words.is_capital(index + 1)
    if words.is_capital(index):
        plural = singular(low) != low and low not in within
        ordinary = _names_nobody(low) or reports_speech(low) or plural
        letter = form in ("A", "I") or (form in ("A.", "Q.") and words.opens_sentence(index))
        return not letter and (followed or not ordinary or not _begins(words, index))
    return low in lexicon.OPENING_PARTICLES and followed


def _begins(words: Words, index: int) -> bool:
    """True for the first word of a sentence or of a quotation."""
    return words.opens_sentence(index) or not (words.is_word(index - 1) or words.form[index - 1] in ",-–—()&/")


def _names_nobody(low: str) -> bool:
    """True for words that a sentence may begin with and that are no name: "Teams", "Officials", "Statements"."""
    one = singular(low)
    plural = one != low and (role_noun(one) or one in _COMMON_NOUNS)
    return plural or low in lexicon.GROUPS or low in lexicon.DOCUMENTS


def _run(words: Words, first: int, skip: set[int]) -> int:
    """The end of the run of name words that begins at word first."""
    stop = first + 1
    titled = _titled(words.low[first])
    while stop < len(words) and words.adjacent(stop) and stop not in skip:
        low, before = words.low[stop], words.low[stop - 1]
        if low in lexicon.SUFFIXES or (words.is_capital(stop) and low not in lexicon.CALENDAR):
            titled = titled or _titled(low)
            stop += 1
            continue
        after = _capital_after(words, stop)
        particle = low in lexicon.PARTICLES and not (titled and low in ("as", "ad", "st"))
        # "Minister of Defence", "Council on Foreign Relations"; not "Senator Ann Solano of Brenn", "Mr. Hall on Monday"
        body = before in lexicon.ORGANISATIONS or before in lexicon.FIELDS
        object_of = low in _JOINING and (body or (low != "on" and role_noun(before)))
        sent_to = low == "to" and before in _SENT
        joined = titled and (low == "&" or (low == "and" and _same_field(words, first, stop)))
        if not (after and (particle or object_of or sent_to or joined)) or words.low[after - 1] in lexicon.CALENDAR:
            break
        stop = after
    return stop


def _titled(low: str) -> bool:
    return low in lexicon.ORGANISATIONS or role_noun(low)


def _capital_after(words: Words, index: int) -> int:
    """The end of "of (the) Capital" or "de la Capital" that begins at word index; 0 where no capital follows."""
    after = index + 1
    while after < min(index + 3, len(words)) and words.adjacent(after):
        if words.is_capital(after):
            return after + 1
        if words.low[after] != "the" and words.low[after] not in lexicon.PARTICLES:
            return 0
        after += 1
    return 0


def _same_field(words: Words, first: int, stop: int) -> bool:
    """True for "Ministry of Health and Sport": two persons joined by "and" are not one name."""
    fields = words.low[stop - 1] in lexicon.FIELDS or words.low[stop + 1] in lexicon.FIELDS
    return fields and any(low in _JOINING for low in words.low[first:stop])


# -- role and name ----------------------------------------------------------------------------------------------------


def _split(words: Words, first: int, stop: int) -> Iterator[Mention]:
    """The mention in the run of name words [first, stop), if it names anybody."""
    low, form = words.low, words.form
    inverted = words.opens_sentence(first) and reports_speech(low[first]) and form[stop : stop + 1] == [":"]
    first += inverted and stop - first > 1  # "Said Solano: ..."
    # 1. role and honorific, then the name
    honorific, begin = "", first
    for index in range(first, stop - 1):
        bare = low[index].rstrip(".")
        if low[index + 1].rstrip(".") in lexicon.SUFFIXES:
            break
        if bare in lexicon.HONORIFICS:
            honorific, begin = bare, index + 1
        elif _is_title(words, first, index, stop):
            begin = index + 1
    begin = _behind_object(words, begin, stop)
    if begin == first and stop - first > 2 and _has_office(form[stop - 3], form[stop - 2]):
        begin = stop - 2  # "Harbour Recorder Rosa Ibarra": a role that no list has
    if begin >= stop:  # "Speaker of the House"
        return
    if begin == first and role_noun(low[stop - 1]) and not gender_of(form[first]) and not _is_body_of(low[first:stop]):
        several = stop - first > 2 and singular(low[stop - 1]) != low[stop - 1]
        if several:  # "Amalgamated Dock Workers"
            yield Mention(first, stop, (first, stop), tuple(form[first:stop]), "organisation", True)
        elif stop - first == 1 and not (first and low[first - 1] in ("the", "a", "an")):
            yield Mention(first, stop, (first, stop), (form[first],), "title", False)
        return  # "Foreign Secretary", "the President"
    if begin == first and stop - first > 2 and len(low[first]) > 6 and low[first].endswith("ly"):
        first = begin = first + 1  # "Certainly Ana Solano"
    while stop - begin > 1 and low[stop - 1] in lexicon.POSTNOMINALS and form[stop - 1].isupper():
        stop -= 1
    name = tuple(form[begin:stop])
    # 2. the role: in the run itself, or in small letters before it
    role_stop = begin
    while role_stop > first and low[role_stop - 1].rstrip(".") in lexicon.HONORIFICS:
        role_stop -= 1
    if role_stop > first:
        role_first = roles.title_before(words, first)
    else:
        role_first, role_stop = roles.role_before(words, first), first
    role = words.slice(role_first, role_stop)
    # 3. what kind of name, from the name and what stands behind it
    kind, sure = _kind(words, begin, stop, bool(honorific), bool(role))
    whole_stop, apposition, organisation = roles.behind(words, stop, kind == "person")
    if kind in ("unknown", "place") and not sure and (apposition or _has_age(words, stop)):
        placed = first > 0 and low[first - 1] in ("in", "at", "from", "near", "of", "to", "outside")
        kind, sure = (kind, sure) if placed else ("person", True)
    if kind != "person":
        yield Mention(begin, stop, (first, stop), name, kind, sure)
        return
    if not role and not apposition:
        before, apposition = roles.apposition_before(words, begin)
        role_first = min(role_first, before)
    role = role or apposition
    if role and not organisation:
        role, organisation = roles.split_role(role)
    given = gender_of(name[0]) if len(name) > 1 else ""
    gender = lexicon.HONORIFICS.get(honorific, "") or roles.role_gender(role) or given
    yield Mention(begin, stop, (role_first, whole_stop), name, kind, sure, honorific, gender, role, organisation)


def _is_title(words: Words, first: int, index: int, stop: int) -> bool:
    """True when the word at index is a role before a name: not "Julie Bishop", "Muslim Brotherhood"."""
    low = words.low[index]
    if not role_noun(low):
        return False
    before = words.low[first:index]
    if all(word in lexicon.ORGANISATIONS for word in words.low[index + 1 : stop]):
        return False  # "General Staff"
    if low in lexicon.CREEDS and not gender_of(words.form[index + 1]):
        return False
    if any(word in lexicon.ORGANISATIONS for word in before) and any(word in _JOINING for word in before):
        return False  # "Partnership for Conservative Leaders"
    last = all(words.low[at].rstrip(".") in lexicon.SUFFIXES for at in range(index + 1, stop))
    return not (last and before and (gender_of(words.form[index - 1]) or gender_of(words.form[first])))


def _behind_object(words: Words, begin: int, stop: int) -> int:
    """Where the name begins behind "Minister of Education ..." or "Ambassador to Peru ..."; stop if there is none."""
    if begin >= stop or words.low[begin] not in (*_JOINING, "to"):
        return begin
    tail = [index for index in range(begin, stop) if words.is_capital(index)]
    for index in tail[1:-1]:
        if gender_of(words.form[index]) and words.low[index] not in lexicon.COUNTRIES:
            return index
    things = lexicon.FIELDS | lexicon.ORGANISATIONS | lexicon.COUNTRIES | lexicon.PLACES
    return tail[-2] if len(tail) >= 3 and not things & {words.low[index] for index in tail[-2:]} else stop


def _has_office(before: str, given: str) -> bool:
    """True for "Recorder" before a given name."""
    office = before.casefold().endswith(("er", "or", "ist", "ant")) and not gender_of(before)
    return office and bool(gender_of(given)) and given.casefold() not in lexicon.COUNTRIES


def _is_body_of(low: list[str]) -> bool:
    """True for "Union of Teachers": the role belongs to a body's name."""
    return any(word in lexicon.ORGANISATIONS for word in low) and any(word in _JOINING for word in low)


def _has_age(words: Words, stop: int) -> bool:
    """True for "Rosa Ibarra, 43, ..."."""
    return words.form[stop : stop + 3 : 2] == [",", ","] and bool(_AGE.match(words.form[stop + 1]))


def _kind(words: Words, first: int, stop: int, honorific: bool, role: bool) -> tuple[NameKind, bool]:
    """What kind of name words [first, stop) are, and whether that is plain."""
    low, form = words.low[first:stop], words.form[first:stop]
    places = lexicon.COUNTRIES | lexicon.PLACES
    if honorific or (role and low[-1] not in lexicon.ORGANISATIONS):
        lone_place = len(low) == 1 and (low[0] in lexicon.COUNTRIES or (not honorific and low[0] in lexicon.PLACES))
        return "place" if lone_place else "person", True
    given = bool(gender_of(form[0])) and low[0] not in lexicon.COUNTRIES
    pair = len(low) == 2 and given
    outlet = low[-1] in lexicon.OUTLETS or (form[0].isupper() and low[0] in lexicon.OUTLETS)
    if outlet and not (pair and low[1] not in ("post", "times", "news")):
        return "outlet", True
    if pair and low[1] not in lexicon.COUNTRIES:
        return "person", True
    if any(word in lexicon.ORGANISATIONS or word in (*_JOINING, "&", "and") for word in low):
        return "organisation", True
    if len(low) > 1 and low[-1] in lexicon.DOCUMENTS | lexicon.POLLS | lexicon.GROUPS:
        return "organisation", True  # "Political Report", "Hispanic Americans"
    if low[0] in places or low[-1] in places or any(word in lexicon.COUNTRIES for word in low):
        return "place", low[-1] in lexicon.COUNTRIES
    if len(low) == 1:
        # a longer one is a dateline's city, unless it is made of several
        acronym = form[0].isupper() and (1 < len(form[0]) <= _ACRONYM or "-" in form[0])
        return ("organisation", True) if acronym else ("unknown", False)
    initial = _INITIAL.fullmatch(form[-2] if len(form) > 2 else form[0])
    suffix = low[-1].rstrip(".") in ("jr", "sr")
    if given or initial or suffix or any(word in lexicon.PARTICLES or articled(word) for word in form):
        return "person", True
    acronym = any(word.isupper() and len(word) > 1 and "." not in word for word in form)
    if acronym or (low[-1].endswith("s") and role_noun(low[-1])):
        return "organisation", False
    return ("person", False) if len(low) <= 4 else ("unknown", False)
