"""Who a source is: names, pronouns and descriptions go to the person or body that the report means by them.

Resolution comes after tagging and changes no span. Where the text doesn't decide, the speaker keeps the source's own
words: `unnamed` for somebody whom the report describes but doesn't name, `unresolved` where it means somebody whom
this module can't tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.attribution import lexicon
from corpus.attribution.cast import Cast, Figure, key
from corpus.attribution.names import Mention, mentions
from corpus.attribution.words import Words, capitalised, plain_case, read, role_noun, singular
from corpus.attribution.polarity import reports_speech
from corpus.types import Body, Report, Resolved, Span, Speaker

_PREPOSITIONS = frozenset("of for to from with by in at on against about under among between over near like including such who whom which that whose".split())
_DETERMINERS = frozenset("the a an this that these those his her their its my our your another some any several many few most all both other two three four five no one".split())
_GENERIC = frozenset("company firm group organisation organization agency party body union movement organisations institution network charity team outfit operator manufacturer".split())
_STATES = frozenset("country government nation state kingdom republic administration regime".split())
_MANY = frozenset("people critics residents voters analysts experts authorities police troops families relatives men women children".split())
# What a report calls the person it is about, without having said so before; True where it may stand beside another role.
_PROMINENT = {
    **dict.fromkeys("candidate nominee incumbent frontrunner front-runner contender politician billionaire businessman businesswoman mogul tycoon magnate".split(), True),
    **dict.fromkeys("president premier minister senator governor mayor lawmaker congressman congresswoman envoy ambassador diplomat commander general author actor actress singer".split(), False),
}
_BACK = 6  # sentences that "they", "it" and "the group" look back over


@dataclass(frozen=True, slots=True)
class _Spoke:
    """A source that has been resolved, for "they", "it" and "the group" after it."""

    sentence: int
    speaker: Speaker
    head: str  # singular head noun of a description, "" for a name
    plural: bool
    words: int


class Speakers:
    """Resolves the sources of one report. `sources` are all of them, in any order: who speaks is who pronouns mean."""

    def __init__(self, report: Report, sentences: Sequence[Span], sources: Sequence[Span], quoted: Callable[[int], bool]) -> None:
        self.report = report
        self.words: Words = read(report.text, sentences)
        self.cast = Cast(self.words, mentions(self.words), sources, lambda word: quoted(self.words.start[word]))
        self._settled: dict[Span, tuple[Speaker, Figure | None]] = {}
        self._history: list[_Spoke] = []
        self._unnamed: list[tuple[int, str, Figure]] = []  # sentence, head noun, figure
        described: dict[int, Figure] = {}
        for source in sorted(set(sources)):
            span = self.words.within(source)
            if span and self.words.low[span.start] not in _PRONOUNS:
                speaker, figure = self._settled[source] = self._settle(source)
                if figure is not None and not self.cast.at(span.start, span.stop):
                    described[span.start] = figure
        self.cast.follow(described)

    def resolve(self, source: Span, around: Speaker | None) -> Speaker:
        """Who source is; call in the report's order. `around` is the speaker of the quotation it stands in, if any."""
        span = self.words.within(source)
        if not span:
            return Speaker(_plain(source.of(self.report.text)), "unresolved")
        low = self.words.low[span.start]
        pronoun = low in _PRONOUNS and (len(span) == 1 or len(span) == 2 and self.words.low[span.start + 1] in ("himself", "herself", "themselves", "itself", "both", "all", "'s"))
        if pronoun:
            speaker = self._pronoun(source, span.start, low, around)
        elif source in self._settled:
            speaker = self._settled[source][0]
        else:
            speaker = self._settle(source)[0]
        self._remember(span, speaker)
        return speaker

    # -- pronouns -------------------------------------------------------------------------------------------------

    def _pronoun(self, source: Span, at: int, low: str, around: Speaker | None) -> Speaker:
        kept = Speaker(_plain(source.of(self.report.text)), "unresolved")
        if low in lexicon.PERSONAL:
            figure, margin = self.cast.pronouns.get(at, (None, 0.0))
            return kept if figure is None or margin < self.cast.margin else self._of_figure(figure, "pronoun", source)
        if low in lexicon.FIRST_PERSON:
            if around is not None:
                return _as(around, "pronoun")
            return self._author() or kept
        if low in lexicon.RELATIVE:
            return self._relative(at) or kept
        if low in lexicon.PLURAL:
            return self._several(at) or kept
        if low in lexicon.NEUTER:
            return self._earlier(at, lambda spoke: not spoke.plural and spoke.speaker.body != "person") or self._latest_body(at) or kept
        return kept

    def _earlier(self, at: int, fits: Callable[[_Spoke], bool]) -> Speaker | None:
        """The last speaker that fits, not too far back."""
        sentence = self.words.sentence[at]
        for spoke in reversed(self._history[-8:]):
            if 0 <= sentence - spoke.sentence <= _BACK and fits(spoke) and spoke.speaker.resolved != "unresolved":
                return _as(spoke.speaker, "pronoun")
        return None

    def _author(self) -> Speaker | None:
        """Who writes "I" outside quotations: the report's author, without "By" and a byline's capitals."""
        name = re.sub(r"(?i)^by\s+", "", _plain(self.report.author)).split(". ")[0]
        if not name:
            return None
        outlet = any(part.casefold() in lexicon.OUTLETS for part in name.split())
        return Speaker(plain_case(name), "pronoun", "outlet" if outlet else "person")

    def _several(self, at: int) -> Speaker | None:
        """Who "they" are: of the speakers, named bodies and plural nouns shortly before, the one nearest and most prominent."""
        sentence = self.words.sentence[at]
        found: list[tuple[float, int, Speaker]] = []
        for spoke in self._history[-8:]:
            apart = sentence - spoke.sentence
            if 0 <= apart <= _BACK and (spoke.plural or spoke.speaker.body not in ("person", "document", "poll")) and spoke.speaker.resolved != "unresolved":
                found.append((1.0 - apart, 0, spoke.speaker))
        for index in self.cast.at(max(0, at - 80), at):
            figure, mention = self.cast.owner[index], self.cast.mentions[index]
            apart = sentence - self.words.sentence[mention.first]
            if figure is not None and figure.kind in ("organisation", "outlet") and apart <= 1 and figure.sure and self.cast.leads(index):
                found.append((0.6 - apart, mention.first, self._of_figure(figure, "pronoun", None)))
        begin = at
        while begin > 0 and sentence - self.words.sentence[begin - 1] <= 1 and at - begin < 80:
            begin -= 1
            low = self.words.low[begin]
            if (low in _MANY or (singular(low) != low and role_noun(singular(low)))) and self.words.form[begin][0].islower() | self._opens(begin):
                first = self._phrase_start(begin)
                leads = self._opens(first)
                span = range(first, begin + 1)
                apart = sentence - self.words.sentence[begin]
                found.append((0.4 - apart + 0.5 * leads, begin, Speaker(self._shown(span), "unnamed", "group")))
        return _as(max(found, key=lambda item: item[:2])[2], "pronoun") if found else None

    def _opens(self, index: int) -> bool:
        return index == 0 or self.words.sentence[index - 1] != self.words.sentence[index] or self.words.form[index - 1] in ",\"“"

    def _phrase_start(self, head: int) -> int:
        """Where the noun phrase with its head at word head begins."""
        begin = head
        while begin > max(0, head - 6) and self.words.adjacent(begin):
            low = self.words.low[begin - 1]
            if low in _DETERMINERS:
                return begin - 1
            if low in lexicon.FUNCTION or not self.words.form[begin - 1][0].isalnum() and low != "'s" or reports_speech(low) or low in lexicon.CALENDAR:
                break
            begin -= 1
        return begin

    def _latest_body(self, at: int) -> Speaker | None:
        sentence = self.words.sentence[at]
        for index in reversed(self.cast.at(max(0, at - 80), at)[-12:]):
            figure = self.cast.owner[index]
            if figure and figure.kind in ("organisation", "outlet") and sentence - self.words.sentence[self.cast.mentions[index].first] <= 2:
                return self._of_figure(figure, "pronoun", None)
        return None

    def _relative(self, at: int) -> Speaker | None:
        """The person that "who" follows: the name before it, or before the apposition before it."""
        stop = at - 1 if at and self.words.form[at - 1] in (",", "—", "–", "-") else at
        near = [index for index in self.cast.at(max(0, stop - 30), stop) if self.words.sentence[self.cast.mentions[index].first] == self.words.sentence[at]]
        thing = self.words.low[at] == "which"
        for index in near:  # the earliest first: what stands in another's apposition belongs to that one
            mention, figure = self.cast.mentions[index], self.cast.owner[index]
            behind = mention.stop == stop or mention.whole[1] in (stop, stop + 1)
            if figure is not None and behind and (figure.kind in ("organisation", "outlet") if thing else figure.kind == "person"):
                return self._of_figure(figure, "pronoun", None)
        if thing:
            return None
        begin = stop
        while begin > max(0, stop - 8) and self.words.sentence[begin - 1] == self.words.sentence[at]:
            low = self.words.low[begin - 1]
            if not self.words.form[begin - 1][0].isalnum() and low != "'s" or (low in lexicon.FUNCTION and low not in _DETERMINERS and low != "of") or (reports_speech(low) and begin < stop):
                break
            begin -= 1
            if low in ("a", "an", "those", "the") and not (begin and self.words.low[begin - 1] == "of"):
                break
        while begin < stop and self.words.low[begin] == "of":
            begin += 1
        if not any(role_noun(singular(self.words.low[index])) or self.words.low[index] in lexicon.GROUPS for index in range(begin, stop)):
            return None
        speaker = self._settle(Span(self.words.start[begin], self.words.end[stop - 1]))[0]
        return speaker if speaker.resolved == "unnamed" else _as(speaker, "pronoun")

    # -- names and descriptions -------------------------------------------------------------------------------------

    def _settle(self, source: Span) -> tuple[Speaker, Figure | None]:
        """The speaker that a source without a pronoun means, and their figure."""
        span = self.words.within(source)
        heads = self._heads(span)
        if heads:
            figures = [figure for index in heads if (figure := self.cast.owner[index]) is not None]
            if len({id(figure) for figure in figures}) > 1 and all(figure.kind == "person" for figure in figures):
                return Speaker(self._shown(span), "name", "group"), None
            if figures and self._with_others(self.cast.mentions[heads[0]], span):
                return Speaker(self._shown(span), "name", "group"), None
            if figures:
                return self._of_figure(figures[0], "name", source), figures[0]
        return self._described(source, span)

    def _heads(self, span: range) -> list[int]:
        """The mentions that are the source itself, not "of the UN" or "Trump's" within it."""
        found: list[int] = []
        for index in self._overlapping(span):
            mention = self.cast.mentions[index]
            figure = self.cast.owner[index]
            if figure is None or (found and not self._joined(found[-1], mention)):
                continue
            if figure.kind == "unknown" and len(span) > 3 or figure.kind == "place" and not self._alone(mention, span):
                continue
            if mention.stop < span.stop and self._modifies(mention.stop, span):
                continue
            begin = min(mention.whole[0], mention.first)
            before = [self.words.low[at] for at in range(span.start, max(span.start, begin))]
            while before and before[-1] in ("the", "a", "an", "'s") or before and before[-1] in lexicon.HONORIFICS:
                before.pop()
            if not found and before and not self._introduces(mention, figure, before, span):
                continue
            found.append(index)
        return found

    def _overlapping(self, span: range) -> list[int]:
        inside = self.cast.at(span.start, span.stop)
        # the source is only the role of a name: "His father" of "His father Juan Solano"
        after = self.cast.at(span.stop, min(span.stop + 6, len(self.words)))[:1]
        for index in after:
            mention = self.cast.mentions[index]
            behind_comma = mention.first == span.stop + 1 and self.words.form[span.stop] in (",", "—", "–")
            if mention.kind != "place" and (
                mention.whole[0] <= span.stop - 1 and mention.whole[0] < mention.first and self.words.low[span.stop - 1] != "'s"
                or (behind_comma or mention.first == span.stop) and self._is_role(span) and self.words.low[span.start] in ("the", "his", "her", "their", "its")
            ):  # fmt: skip
                inside.append(index)
        return inside

    def _is_role(self, span: range) -> bool:
        head = self._head(span)
        low = self.words.low[head]
        return role_noun(low) or low in lexicon.ORGANISATIONS or low in lexicon.OUTLETS

    def _alone(self, mention: Mention, span: range) -> bool:
        return len(span) - (mention.stop - mention.first) <= 1 or self.words.low[mention.stop] in (",", "and") if mention.stop < span.stop else mention.first - span.start <= 1

    def _joined(self, before: int, mention: Mention) -> bool:
        """True when only "and" or a comma stands between the mention and the one before it."""
        begin, end = self.cast.mentions[before].whole[1], mention.whole[0]
        between = [self.words.low[at] for at in range(begin, end)]
        return bool(between) and set(between) <= {"and", ",", "&", "or", "the"} and "and" in between and self.cast.mentions[before].kind == mention.kind

    def _with_others(self, mention: Mention, span: range) -> bool:
        """True for "Bos and colleagues"."""
        after = mention.stop
        return after + 1 < span.stop and self.words.low[after] in ("and", "&") and self.words.form[after + 1][0].islower()

    def _modifies(self, stop: int, span: range) -> bool:
        """True when the name before word stop qualifies a noun behind it: "Sanders supporters", "Trump's campaign"."""
        low, form = self.words.low[stop], self.words.form[stop]
        if low == "'s" or form in "'’":
            return stop + 1 < span.stop
        return form[0].islower() and self.words.adjacent(stop) and low not in lexicon.FUNCTION and not reports_speech(low) and not low.endswith("ly")

    def _introduces(self, mention: Mention, figure: Figure, before: list[str], span: range) -> bool:
        """True when what stands before a name in a source belongs to it: a role, "both", "the Florida senator, "."""
        if figure.kind in ("organisation", "outlet", "place"):
            return all(word in _DETERMINERS or word in lexicon.FUNCTION - _PREPOSITIONS for word in before)
        if before[-1] in (",", "—", "–"):
            return not any(word in (",", "who") for word in before[:-1]) or role_noun(before[0])
        last_name = [at for at in range(span.start, mention.first) if self.words.low[at] in _PREPOSITIONS]
        return not last_name or self.words.low[last_name[-1]] in ("that",)

    def _described(self, source: Span, span: range) -> tuple[Speaker, Figure | None]:
        """A speaker by description, from its head noun: "the minister", "a senior official who ...", "the group"."""
        shown = self._shown(span)
        head = self._head(span)
        low = self.words.low[head]
        base = singular(low)
        first = self.words.low[span.start]
        plural = low in lexicon.GROUPS or (base != low and low not in lexicon.ORGANISATIONS) or first in ("some", "many", "several", "most", "both", "few", "all", "those", "these", "other")
        named = any(capitalised(self.words.form[at]) and (at > span.start or self.words.low[at] in lexicon.COUNTRIES) and self.words.low[at] not in lexicon.FUNCTION for at in range(span.start, head + 1))
        body = self._body(low, base, plural)
        definite = first in ("the", "that", "this", "his", "her", "their", "its", "these", "those")
        bare = head - span.start <= 2 and head == span.stop - 1
        if head + 1 < span.stop and self.words.low[head + 1] == "and":
            return Speaker(shown, "unnamed", "group"), None
        if body == "person":
            figure = self._by_role(base, span, head) if definite or first not in _DETERMINERS else None
            if figure is None and bare and first in ("the", "this", "that"):
                figure = self._only_person(base, span.start)
            if figure is not None:
                return self._of_figure(figure, "description", source), figure
            return self._somebody(source, span, base, shown, definite and bare)
        if body in ("organisation", "outlet") and definite and not named and head == span.start + 1 and (figure := self._by_body(base, span.start)) is not None:
            return self._of_figure(figure, "description", source), figure
        if definite and not named and first in ("the", "these", "those", "this", "that") and (known := self._same_head(base, span.start, plural)):
            return known, None
        name = self._without_determiner(span)
        if named and not plural:
            return Speaker(name, "name", body), None
        return Speaker(name if named else shown, "unnamed", body), None

    def _body(self, low: str, base: str, plural: bool) -> Body:
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
        if plural:
            return "group"
        return "person" if low.endswith(("er", "or", "ee", "ist", "ian", "ant", "-old")) or low in ("one", "who", "someone", "somebody", "anyone") else "organisation"

    def _head(self, span: range) -> int:
        """The head noun of a description: the last word before a preposition, a comma or a clause."""
        begin = span.start
        while begin + 1 < span.stop and (self.words.low[begin] in _DETERMINERS or self.words.low[begin] in ("of", "more", "than", "about", "nearly", "at", "least") or self.words.form[begin][0].isdigit()):
            begin += 1
        head = begin
        for at in range(begin, span.stop):
            low = self.words.low[at]
            if at > begin and (low in _PREPOSITIONS or low in ("and", "or", "as") or not self.words.form[at][0].isalnum() and low != "'s"):
                if low == "of" and (singular(self.words.low[head]) in ("percent", "majority", "minority", "number", "group", "dozen", "hundred", "thousand", "member", "pair", "handful", "score", "lot", "rest", "cent", "half") ) and at + 1 < span.stop:
                    continue
                break
            if at > begin and low.endswith("ed") and (role_noun(self.words.low[head]) or self.words.low[head] in lexicon.ORGANISATIONS | lexicon.GROUPS):
                break
            if at > begin and low.endswith("ing") and self.words.form[at][0].islower() and not role_noun(low) and low not in lexicon.DOCUMENTS | lexicon.ORGANISATIONS:
                break
            if low not in lexicon.FUNCTION and low != "'s" and self.words.form[at][0].isalnum():
                head = at
        return head

    def _by_role(self, base: str, span: range, head: int) -> Figure | None:
        """The person whose role a definite description names; None when nobody or two do about equally."""
        wider = {base, *lexicon.WIDER.get(base, "").split()}
        gender = lexicon.ROLES.get(base, "") or ("f" if base.endswith("woman") else "")
        modifiers = {key(self.words.form[at]) for at in range(span.start, head)} - _DETERMINERS - {"former", "senior", "then", "'s"}
        proper = {key(self.words.form[at]) for at in range(span.start, head) if capitalised(self.words.form[at])}
        scored: list[tuple[float, int, Figure]] = []
        for order, figure in enumerate(self.cast.figures):
            if figure.kind != "person" or (gender and figure.gender not in ("", gender)):
                continue
            before = [index for index in figure.mentions if self.cast.mentions[index].first < span.start]
            if not before:
                continue
            best = 0.0
            for role in figure.roles:
                heads = {lexicon.TITLES.get(word, word).split()[-1] for word in (singular(part.strip(".,").casefold()) for part in role.split())}
                parts = {key(part) for part in role.split()} | {key(part) for part in " ".join(figure.organisations).split()}
                exact = base in heads
                if exact or wider & heads:
                    missing = sum(2.0 if word in proper else 0.5 for word in modifiers - parts)
                    best = max(best, (3.0 if exact else 1.5) + len(modifiers & parts) - missing)
            if best > 0:
                apart = self.words.sentence[span.start] - self.words.sentence[self.cast.mentions[before[-1]].first]
                scored.append((best - 0.25 * min(apart, 8) + 0.1 * min(len(before), 5), order, figure))
        scored.sort(key=lambda item: item[:2], reverse=True)
        if not scored or scored[0][0] <= 0.5 or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.2):
            return None
        return scored[0][2]

    def _only_person(self, base: str, at: int) -> Figure | None:
        """For "the businessman": the one person whom the sentences just before are about, if there is only one."""
        if base not in _PROMINENT:
            return None
        gender = lexicon.ROLES.get(base, "")
        sentence = self.words.sentence[at]
        near: dict[int, Figure] = {}
        for index in self.cast.at(max(0, at - 90), at):
            figure = self.cast.owner[index]
            if figure is not None and figure.kind == "person" and sentence - self.words.sentence[self.cast.mentions[index].first] <= 2:
                near[id(figure)] = figure
        only = next(iter(near.values())) if len(near) == 1 else None
        if only is None or (gender and only.gender not in ("", gender)) or (only.roles and not _PROMINENT[base]):
            return None
        return only

    def _somebody(self, source: Span, span: range, base: str, shown: str, anaphoric: bool) -> tuple[Speaker, Figure | None]:
        """A person without a name: the one described before in the same words, or a new one."""
        sentence = self.words.sentence[span.start]
        if anaphoric:
            for before, head, figure in reversed(self._unnamed[-6:]):
                if head == base and sentence - before <= 2 * _BACK:
                    return Speaker(figure.title, "unnamed"), figure
        gender = lexicon.ROLES.get(base, "") or ("f" if base.endswith("woman") else "")
        figure = Figure((shown,), "person", True)
        figure.genders[gender or ""] += 4 if gender else 0
        self._unnamed.append((sentence, base, figure))
        resolved: Resolved = "unresolved" if anaphoric and self.words.low[span.start] == "the" else "unnamed"
        return Speaker(shown, resolved), figure

    def _by_body(self, base: str, at: int) -> Figure | None:
        """The named body that "the ministry", "the group" or "the country" means."""
        sentence = self.words.sentence[at]
        latest: dict[int, tuple[int, Figure]] = {}
        for index in self.cast.at(max(0, at - 400), at):
            figure = self.cast.owner[index]
            if figure is not None and figure.kind in ("organisation", "outlet", "place", "unknown"):
                latest[id(figure)] = (index, figure)
        ranked = sorted(latest.values(), key=lambda item: item[0], reverse=True)
        for _, figure in ranked:
            if len(figure.name) == 1 and figure.name[0].casefold() == base:
                continue
            if singular(figure.name[-1].casefold()) == base or base in (part.casefold() for part in figure.name[:1]):
                return figure
        kinds = ("organisation", "outlet", "unknown") if base in _GENERIC else ("place",) if base in ("country", "nation") else ()
        near = [figure for index, figure in ranked if figure.kind in kinds and sentence - self.words.sentence[self.cast.mentions[index].first] <= _BACK]
        if base in ("country", "nation"):
            near = [figure for figure in near if figure.name[-1].casefold() in lexicon.COUNTRIES]
        spoke = [figure for figure in near if any(self.cast.mentions[index].first in self.cast.spoken for index in figure.mentions)]
        return (spoke or near)[0] if len(near) == 1 or spoke else None

    def _same_head(self, base: str, at: int, plural: bool) -> Speaker | None:
        """The speaker that was described before with the same head noun and in more words."""
        for speaker, _ in reversed(list(self._settled.values())[-10:]):
            if speaker.resolved in ("unnamed", "name") and speaker.body in ("group", "document", "poll", "organisation"):
                tail = speaker.name.split(",")[0].split(" of ")[0].split(" who ")[0].split(" for ")[0].split()
                if tail and singular(tail[-1].casefold()) == base and len(tail) > 1 and (speaker.body == "group") == plural:
                    return Speaker(speaker.name, "unnamed" if speaker.resolved == "unnamed" else "description", speaker.body)
        return None

    # -- what a speaker is shown as ----------------------------------------------------------------------------------

    def _of_figure(self, figure: Figure, resolved: Resolved, source: Span | None) -> Speaker:
        if not figure.mentions:
            return Speaker(figure.title, "unnamed" if resolved == "description" else resolved)
        bodies: dict[str, Body] = {"person": "person", "unknown": "person" if figure.genders else "organisation", "outlet": "outlet"}
        body = bodies.get(figure.kind, "organisation")
        last = figure.name[-1].casefold()
        if body != "person" and (last in lexicon.POLLS or last in lexicon.DOCUMENTS):
            body = "poll" if last in lexicon.POLLS else "document"
        best = max(figure.mentions, key=lambda index: (len(self.cast.mentions[index].name), -index))
        mention = self.cast.mentions[best]
        named = Span(self.words.start[mention.first], self.words.end[mention.stop - 1])
        role = _fullest(figure.roles) if body == "person" else ""
        organisation = figure.organisations[0] if figure.organisations and body == "person" else ""
        here = source is not None and source.overlap(named) > 0
        return Speaker(figure.title, resolved, body, role, organisation, None if here else named)

    def _shown(self, span: range) -> str:
        return self.words.slice(span.start, span.stop).rstrip(" ,;:—–-")

    def _without_determiner(self, span: range) -> str:
        begin = span.start + (self.words.low[span.start] in ("the", "a", "an") and len(span) > 1)
        return self._shown(range(begin, span.stop))

    def _remember(self, span: range, speaker: Speaker) -> None:
        head = self._head(span)
        base = singular(self.words.low[head])
        plural = speaker.body == "group" or (base != self.words.low[head] and not capitalised(self.words.form[head]))
        self._history.append(_Spoke(self.words.sentence[span.start], speaker, base, plural, len(span)))


_PRONOUNS = (
    lexicon.PERSONAL.keys() | lexicon.FIRST_PERSON | lexicon.SECOND_PERSON | lexicon.PLURAL | lexicon.NEUTER | {"who", "whom", "which", "whose"}
)


def _as(speaker: Speaker, resolved: Resolved) -> Speaker:
    keep = speaker.resolved in ("unnamed", "unresolved")
    return Speaker(speaker.name, speaker.resolved if keep else resolved, speaker.body, speaker.role, speaker.organisation, speaker.mention)


def _fullest(roles: Sequence[str]) -> str:
    """The first role, or a later one that says it in more words."""
    if not roles:
        return ""
    first = roles[0]
    return next((role for role in roles[1:] if len(role) > len(first) and first.casefold() in role.casefold()), first)


def _plain(text: str) -> str:
    return " ".join(text.split())

