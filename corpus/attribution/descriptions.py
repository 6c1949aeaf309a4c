"""What a source without a name describes: its head noun, what kind of speaker that is, and whom of the report it means.

"The minister" is the person with that role, "the ministry" the body with that word in its name, "the businessman" the
only person that the report has just been about. Where two fit about equally it is nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from corpus.attribution import lexicon
from corpus.attribution.bodies import COMPANIES, OF_MEMBERS, is_no_company, is_of_members
from corpus.attribution.cast import Cast, Figure, key
from corpus.attribution.roles import noun_gender
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import Words, capitalised, role_noun, singular
from corpus.types import Body

BACK = 6  # sentences that "they", "it" and "the group" look back over
DETERMINERS = frozenset(
    """the a an this that these those his her their its my our your another some any several many few most all both
    other two three four five no one each every""".split()
)
PREPOSITIONS = frozenset(
    """of for to from with by in at on against about under among between over near like including such as who whom
    which that whose""".split()
)
# What a report calls the person it is about, without having said so before; True where another role is no hindrance.
_PROMINENT = {
    **dict.fromkeys(
        """candidate nominee incumbent frontrunner front-runner contender politician billionaire businessman
        businesswoman mogul tycoon magnate republican democrat conservative socialist""".split(),
        True,
    ),
    **dict.fromkeys(
        """president premier minister secretary senator governor mayor lawmaker congressman congresswoman envoy
        ambassador diplomat commander general author actor actress singer developer""".split(),
        False,
    ),
}
_ANY_BODY = frozenset(
    """company firm group organisation organization agency party body union movement institution network charity
    team operator manufacturer""".split()
)
_AMOUNTS = frozenset(
    """percent cent majority minority number group dozen hundred thousand pair handful score lot rest half
    quarter third one two three four five six seven eight nine ten many some most several few each""".split()
)
_KIN = frozenset(
    """brother sister cousin father mother son daughter husband wife uncle aunt nephew niece twin widow widower
    colleague friend neighbour neighbor partner rival""".split()
)
_LEADING: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("led", "leads"), ("leader", "commander", "head", "chief")),
    **dict.fromkeys(("headed", "heads"), ("head", "chief", "director", "leader")),
    **dict.fromkeys(("commanded", "commands"), ("commander", "leader", "chief")),
    **dict.fromkeys(("chaired", "chairs"), ("chair", "chairman", "chairwoman")),
}
_PERSON_ENDINGS = ("er", "or", "ee", "ist", "ian", "ant", "-old")
_PERSON_WORDS = frozenset("one who someone somebody anyone everyone".split())


class Descriptions:
    """Reads the descriptions of one report; spans are ranges of words."""

    def __init__(self, words: Words, cast: Cast) -> None:
        self._words = words
        self._cast = cast

    def head(self, span: range) -> int:
        """The head noun: the last word before a preposition, a comma or a clause; behind "of" for amounts."""
        words = self._words
        head = begin = self._behind_determiners(span)
        for at in range(begin, span.stop):
            low = words.low[at]
            if at > begin and words.form[at] in "'’" and words.low[at - 1].endswith("s") and words.adjacent(at):
                continue  # "the bishops' conference"
            if at > begin and (low in PREPOSITIONS or low in ("and", "or") or not words.is_word(at)):
                if low == "of" and singular(words.low[head]) in _AMOUNTS and at + 1 < span.stop:
                    continue
                break
            small = at > begin and words.form[at][0].islower()
            noun = role_noun(words.low[head]) or words.low[head] in lexicon.ORGANISATIONS | lexicon.GROUPS
            adjective = (
                noun
                and not self._is_noun(singular(low))
                and words.low[at + 1 : at + 2]
                and words.low[at + 1] in PREPOSITIONS
            )
            if small and adjective and at + 1 < span.stop:
                break  # "officials FAMILIAR with", "a person CLOSE to"
            if small and ((low.endswith("ed") and noun) or (low.endswith("ing") and not self._is_noun(low))):
                break  # "officials BRIEFED on", "residents LIVING near"
            if low not in lexicon.FUNCTION and low not in lexicon.CALENDAR and words.form[at][0].isalnum():
                head = at
        return head

    def is_plural(self, span: range, head: int) -> bool:
        """True for "officials", "some people", "the police"."""
        low = self._words.low[head]
        plural = singular(low) != low and low not in lexicon.ORGANISATIONS
        many = ("some", "many", "several", "most", "both", "few", "all", "those", "these", "other")
        return plural or low in lexicon.GROUPS or self._words.low[span.start] in many

    def is_named(self, span: range, head: int) -> bool:
        """True where a name is part of the description: "the Brenn campaign", "a Kelver poll"."""
        words = self._words
        return any(
            words.is_capital(at)
            and words.low[at] not in lexicon.CALENDAR
            and (at > span.start or words.low[at] in lexicon.COUNTRIES)
            for at in range(span.start, head + 1)
        )

    def body(self, head: int, plural: bool) -> Body:
        """What kind of speaker the head noun names."""
        low = self._words.low[head]
        base = singular(low)
        if low in lexicon.POLLS or base in lexicon.POLLS:
            return "poll"
        if low in lexicon.ORGANISATIONS and not (plural and role_noun(base)):
            return "organisation"
        if role_noun(base):
            return "group" if plural else "person"
        if base in lexicon.OUTLETS or low in lexicon.OUTLETS:
            return "outlet"
        if low in lexicon.DOCUMENTS or base in lexicon.DOCUMENTS:
            return "document"
        if base in lexicon.ORGANISATIONS:
            return "organisation"
        if plural or low in _AMOUNTS or low.isdigit():
            return "group"
        return "person" if low.endswith(_PERSON_ENDINGS) or low in _PERSON_WORDS else "organisation"

    def may_speak(self, head: int) -> bool:
        """True where a head noun is known for somebody, or something, that can say something."""
        low = self._words.low[head]
        known = lexicon.GROUPS | lexicon.ORGANISATIONS | lexicon.OUTLETS | lexicon.DOCUMENTS | lexicon.POLLS
        return role_noun(singular(low)) or not known.isdisjoint((low, singular(low)))

    def by_role(self, base: str, span: range, head: int) -> Figure | None:
        """The person whose role a definite description names; None when nobody or two do about equally."""
        words, cast = self._words, self._cast
        if self._is_first_of_list(span, head):
            return None
        wider = {base, *lexicon.WIDER.get(base, "").split()}
        gender = noun_gender(base)
        qualifying = (
            {key(words.form[at]) for at in range(span.start, head)} - DETERMINERS - {"former", "senior", "then", "'s"}
        )
        behind = {  # "Minister of Trade"
            key(words.form[at]) for at in range(head + 1, self._bound_end(span, head)) if words.is_capital(at)
        }
        proper = {key(words.form[at]) for at in range(span.start, head) if capitalised(words.form[at])} | behind
        qualifying |= behind
        kin = base in _KIN and words.low[span.start] in ("his", "her")
        whose = self._latest_person(span.start) if kin else None
        scored: list[tuple[float, int, Figure]] = []
        called: set[Figure] = set()  # by that very noun, however long ago
        for order, figure in enumerate(cast.figures):
            if figure.kind != "person" or figure is whose or (gender and figure.gender not in ("", gender)):
                continue
            before = [index for index in figure.mentions if cast.mentions[index].first < span.start]
            if not before:
                continue
            doctor = any(cast.mentions[index].honorific == "dr" for index in figure.mentions)
            best = 2.0 if doctor and base in ("doctor", "physician", "surgeon") else 0.0
            known = set(_keys(figure.organisations))
            for role in figure.roles:
                heads = {lexicon.TITLES.get(part, part).split()[-1] for part in _plain_words(role)}
                if wider & heads:
                    missing = qualifying - known - set(_keys([role]))
                    fits = len(qualifying) - len(missing) - sum(2.0 if part in proper else 0.5 for part in missing)
                    best = max(best, (3.0 if base in heads else 1.5) + fits)
            if base in self._implied(figure):
                best = max(best, 1.5)
                called.add(figure)
            if (doctor and base in ("doctor", "physician", "surgeon")) or self._is_called(figure, base):
                called.add(figure)
            if best > 0:
                apart = words.sentence[span.start] - words.sentence[cast.mentions[before[-1]].first]
                scored.append((best - 0.25 * min(apart, 8) + 0.1 * min(len(before), 5), order, figure))
        scored.sort(key=lambda item: item[:2], reverse=True)
        if not scored or scored[0][0] <= 0.5 or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.2):
            bare = words.low[span.start] == "the" and head == span.start + 1 and span.stop == head + 1
            return next(iter(called)) if bare and len(called) == 1 and not self._has_another(base, span) else None
        return scored[0][2]

    def _implied(self, figure: Figure) -> set[str]:
        """What one may be called who leads or commands: "are led by LUIS BRANDT", "LUIS BRANDT, who leads"."""
        words = self._words
        found: set[str] = set()
        for index in figure.mentions:
            mention = self._cast.mentions[index]
            begin = min(mention.whole[0], mention.first)
            before, behind = words.low[max(0, begin - 2) : begin], words.low[mention.stop : mention.stop + 3]
            if before[1:] == ["by"]:
                found.update(_LEADING.get(before[0], ()))
            if behind[:2] == [",", "who"]:
                found.update(_LEADING.get(behind[-1], ()))
        return found

    def _is_called(self, figure: Figure, base: str) -> bool:
        """True when a role of a figure has that very noun at its head."""
        return any(base == (_plain_words(role) or [""])[-1] for role in figure.roles)

    def _has_another(self, base: str, span: range) -> bool:
        """True when the report spoke of "a doctor" or "one of the doctors": then "the doctor" may be that one."""
        words = self._words
        return any(
            singular(words.low[at]) == base and not words.is_capital(at) and self._is_indefinite(at)
            for at in range(span.start)
        )

    def _is_indefinite(self, at: int) -> bool:
        """True for "doctors", "a doctor at ..."; False for "Rosa Ibarra, a doctor"."""
        words, first = self._words, self.phrase_start(at)
        if singular(words.low[at]) != words.low[at]:
            return "one" in words.low[max(0, first - 2) : first]  # "one of the doctors"
        named = first > 1 and words.form[first - 1] in (",", "—", "–") and self._cast.around(first - 2) is not None
        named = named or (words.form[at + 1 : at + 2] == [","] and self._cast.around(at + 2) is not None)
        return words.low[first] in ("a", "an", "another", "one") and not named

    def _latest_person(self, at: int) -> Figure | None:
        """Whom "his" at a word may well mean: the last person named before it."""
        near = [figure for _, figure in self._figures_before(at, 90, 2) if figure.kind == "person"]
        return near[-1] if near else None

    def by_both_roles(self, span: range, head: int, others: Collection[Figure]) -> Figure | None:
        """The person whom "the former senator and current candidate" describes by two roles; two with "and the".

        `others` are whom they speak of by name.
        """
        words, behind = self._words, range(head + 2, span.stop)
        if not behind or words.low[behind.start] in DETERMINERS:
            return None
        second = self.head(behind)
        bases = [singular(words.low[head]), singular(words.low[second])]
        if not all(map(role_noun, bases)) or self.is_plural(behind, second):
            return None
        first, last = range(span.start, head + 1), range(head + 1, span.stop)
        found = self.by_role(bases[0], first, head) or self.by_role(bases[1], last, second)
        return found or self.only_person(bases[1], last, second, others)

    def has_role(self, figure: Figure, base: str) -> bool:
        """True when a figure has a role that may be called so."""
        wider = {base, *lexicon.WIDER.get(base, "").split()}
        heads = {lexicon.TITLES.get(part, part).split()[-1] for role in figure.roles for part in _plain_words(role)}
        return not wider.isdisjoint(heads)

    def _is_first_of_list(self, span: range, head: int) -> bool:
        """True for "the president, lawmakers and the press"; an apposition begins with an article or "who"."""
        after = self._words.low[head + 1 : span.stop]
        listed = after[:1] == [","] and "and" in after
        return listed and after[1] not in ("a", "an", "the", "who", "whose", "which")

    def _bound_end(self, span: range, head: int) -> int:
        """Where what is bound to a head noun ends: "of State" of "the secretary of State and candidate, who ..."."""
        low, at = self._words.low, head + 1
        while at < span.stop and self._words.is_word(at) and low[at] not in ("and", "who", "whose", "which", "that"):
            at += 1
        return at

    def only_person(self, base: str, span: range, head: int, others: Collection[Figure]) -> Figure | None:
        """For "the businessman", "the Lower Brenn senator": whom the sentences just before are about, if only one.

        `others` are whom the described person speaks of by name.
        """
        words, gender, sentence = self._words, noun_gender(base), self._words.sentence[span.start]
        alone = span.stop == head + 1 or words.low[head : span.stop] == ["secretary", "of", "state"]
        alone = alone and not self._has_noun_behind(span.stop)
        if base not in _PROMINENT or not alone or not all(map(self._qualifies_nobody, range(span.start + 1, head))):
            return None
        recent = [item for item in self._figures_before(span.start, 90, 2) if item[1].kind == "person"]
        latest = [(index, figure) for index, figure in recent if self._is_spoken_of(index, span.start)]
        leading = {figure for index, figure in latest if self._cast.leads(index)}
        near = leading if leading and len({figure for _, figure in latest}) == 1 else {figure for _, figure in recent}
        if len(near) > 1 and head - span.start > 1:  # "the Ruritanian senator": who spoke last, but not of the senator
            spoke = {figure for index, figure in recent if self._cast.mentions[index].first in self._cast.spoken}
            here = {figure for index, figure in recent if words.sentence[self._cast.mentions[index].first] == sentence}
            near = spoke - here
        only = next(iter(near)) if len(near) == 1 else None
        if only is None or only in others or (gender and only.gender not in ("", gender)):
            return None
        return None if only.roles and not _PROMINENT[base] else only

    def _is_spoken_of(self, index: int, at: int) -> bool:
        """True for a mention in the sentence of word at or the one before that no preposition or possessive binds."""
        sentence = self._words.sentence
        return sentence[at] - sentence[self._cast.mentions[index].first] <= 1 and not self._cast.is_bound(index)

    def _has_noun_behind(self, stop: int) -> bool:
        """True for "the Republican CASE that ..."."""
        words = self._words
        if stop >= len(words) or not words.adjacent(stop) or not words.form[stop][0].islower():
            return False
        low = words.low[stop]
        return low not in lexicon.FUNCTION and not reports_speech(low) and not low.endswith(("ed", "s", "ing", "ly"))

    def _qualifies_nobody(self, at: int) -> bool:
        """True for what comes before a role and isn't somebody else: "former", "Republican", "Ruritanian"."""
        low = self._words.low[at]
        owner = self._cast.around(at)
        person = owner is not None and (figure := self._cast.owner[owner]) is not None and figure.kind == "person"
        other = low in PREPOSITIONS or low in ("'s", "attorney", "only", "other", "next", "first", "last")
        return not person and self._words.is_word(at) and not other

    def by_body(self, base: str, at: int) -> Figure | None:
        """The named body that "the ministry", "the group" or "the country" means."""
        latest = {id(figure): (index, figure) for index, figure in self._figures_before(at, 400, 99)}
        bodies = [figure for _, figure in sorted(latest.values(), key=lambda item: -item[0]) if figure.kind != "person"]
        for figure in bodies:
            parts = [singular(part.casefold()) for part in figure.name]
            if len(parts) > 1 and base in (parts[-1], parts[0]):
                return figure
        near = {id(figure): figure for _, figure in self._figures_before(at, 400, BACK)}
        if base in ("country", "nation"):
            fitting = [one for one in near.values() if one.name[-1].casefold() in lexicon.COUNTRIES]
        elif base in _ANY_BODY:
            kinds = ("organisation", "outlet") if base in ("network", "agency") else ("organisation",)
            fitting = [one for one in near.values() if one.kind in kinds]
            if base in OF_MEMBERS:
                fitting = [one for one in fitting if is_of_members(base, one.name)]
        else:
            fitting = []
        fitting = [one for one in fitting if len(one.name) > 1 or one.name[0].casefold() != base]
        spoke = [
            one
            for one in fitting
            if any(self._cast.mentions[index].first in self._cast.spoken for index in one.mentions)
        ]
        only = spoke or fitting
        return only[0] if len(only) == 1 and not (base in COMPANIES and is_no_company(only[0].name)) else None

    def phrase_start(self, head: int) -> int:
        """Where the noun phrase with its head at word head begins."""
        words, begin = self._words, head
        while begin > max(0, head - 6) and words.adjacent(begin):
            low = words.low[begin - 1]
            if low in DETERMINERS:
                return begin - 1
            stops = low in lexicon.FUNCTION or low in lexicon.CALENDAR or reports_speech(low)
            if stops or not words.is_word(begin - 1):
                break
            begin -= 1
        return begin

    def _behind_determiners(self, span: range) -> int:
        words, begin = self._words, span.start
        while (
            begin + 1 < span.stop
            and words.is_word(begin + 1)
            and words.low[begin + 1] not in PREPOSITIONS - {"of"}
            and (
                words.low[begin] in DETERMINERS
                or words.low[begin] in ("of", "more", "than", "about", "nearly", "at", "least")
                or words.form[begin][0].isdigit()
            )
        ):
            begin += 1
        return begin

    def _is_noun(self, low: str) -> bool:
        return role_noun(low) or low in lexicon.DOCUMENTS or low in lexicon.ORGANISATIONS

    def _figures_before(self, at: int, words: int, sentences: int) -> Iterable[tuple[int, Figure]]:
        """The mentions and figures of the last so many words and sentences before word at, in order."""
        sentence = self._words.sentence[at]
        for index in self._cast.at(max(0, at - words), at):
            figure = self._cast.owner[index]
            if figure is not None and sentence - self._words.sentence[self._cast.mentions[index].first] <= sentences:
                yield index, figure


def _plain_words(role: str) -> list[str]:
    return [singular(part.strip(".,").casefold()) for part in role.split()]


def _keys(phrases: Iterable[str]) -> list[str]:
    return [key(part) for phrase in phrases for part in phrase.split()]
