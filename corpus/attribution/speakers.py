"""Who a source is: names, pronouns and descriptions go to the person or body that the report means by them.

Resolution comes after tagging and changes no span. Where the text doesn't decide, the speaker keeps the source's own
words: `unnamed` for somebody whom the report describes but doesn't name, `unresolved` where it means somebody whom
this module can't tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.attribution import lexicon
from corpus.attribution.cast import Cast, Figure
from corpus.attribution.descriptions import BACK, DETERMINERS, Descriptions
from corpus.attribution.heads import Heads, shown
from corpus.attribution.names import mentions
from corpus.attribution.pronouns import Pronouns
from corpus.attribution.roles import noun_gender
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import Words, plain_case, read, role_noun, singular
from corpus.types import Body, Report, Resolved, Span, Speaker

_ALONE = frozenset("himself herself themselves itself both all 's".split())  # "he himself" is a pronoun all the same
_SUBJECTS = frozenset("i you he she it we they who that".split())
_ANYBODY = (lexicon.PRONOUNS - DETERMINERS) | {"whose"}
_RELATIVE = ("who", "which", "whom")
_DEFINITE = ("the", "that", "this", "his", "her", "their", "its", "these", "those")
_MANY = frozenset(
    "people critics residents voters analysts experts authorities police troops families women men".split()
)
_NEAR = 80  # words that "they" looks back over


@dataclass(frozen=True, slots=True)
class _Spoke:
    """A source that has been resolved, for "they" and "it" after it."""

    sentence: int
    speaker: Speaker
    plural: bool


class Speakers:
    """Resolves the sources of one report: all of them, in any order, each with what it is the source of.

    Who speaks is who pronouns mean, and who is spoken of by name isn't.
    """

    def __init__(
        self,
        report: Report,
        sentences: Sequence[Span],
        sources: Mapping[Span, Sequence[Span]],
        quoted: Callable[[int], bool],
    ) -> None:
        self._report = report
        self._words: Words = read(report.text, sentences)
        found = mentions(self._words)
        self._cast = Cast(self._words, found, sources)
        self._describe = Descriptions(self._words, self._cast)
        self._heads = Heads(self._words, self._cast, self._describe)
        self._settled: dict[Span, tuple[Speaker, Figure | None]] = {}
        self._history: list[_Spoke] = []
        self._several_named: list[tuple[int, tuple[Figure, ...], Speaker]] = []  # sentence, who, as a speaker
        self._strangers: list[tuple[int, str, Figure]] = []  # sentence, head noun, figure of each unnamed person
        self._own: dict[int, list[range]] = {}  # what each source says, by its first word
        described: dict[int, Figure] = {}
        speaking: set[int] = set()  # words
        for source in sorted(sources):
            span = self._words.within(source)
            if span:
                self._own[span.start] = [self._words.within(said) for said in sources[source]]
            if not span or self._words.low[span.start] in lexicon.PRONOUNS:
                continue
            _, figure = self._settled[source] = self._settle(source)
            near = self._cast.at(span.start, span.stop + 6)  # the name may follow: "His father Juan Brenn"
            named = [found[at].first for at in near if self._cast.owner[at] is figure]
            if figure is not None:
                speaking.add(named[0] if named else span.start)
                if not named and figure.kind == "person":
                    described[span.start] = figure
        for first in self._relatives():
            if first not in described:
                _, figure = self._described(self._words.span(first, first + 2), range(first, first + 2))
                if figure is not None:
                    described[first] = figure
        start = self._words.start
        self._pronouns = Pronouns(self._cast, described, speaking, lambda word: quoted(start[word]), self._own)

    def resolve(self, source: Span, around: Speaker | None) -> Speaker:
        """Who source is; call in the report's order. `around` is the speaker of the quotation it stands in, if any."""
        span = self._words.within(source)
        if not span:
            return self._kept(source)
        low = self._words.low[span.start]
        relative = low == "that" and len(span) == 1 and self._words.is_word(max(0, span.start - 1))
        relative = relative or low in _RELATIVE  # also "who, like many in the town,"
        if relative or (low in lexicon.PRONOUNS and all(self._words.low[at] in _ALONE for at in span[1:])):
            speaker = self._pronoun(source, span.start, around)
        else:
            speaker, _ = self._settled.get(source) or self._settle(source)
        head = self._describe.head(span)
        plural = self._describe.is_plural(span, head) and not self._words.is_capital(head)
        several = speaker.body == "group" or (plural and speaker.body != "person")
        self._history.append(_Spoke(self._words.sentence[span.start], speaker, several))
        return speaker

    def _relatives(self) -> list[int]:
        """Where a sentence is about somebody's wife, father, spokeswoman ...: "he" and "she" after it may be them."""
        words, found = self._words, []
        for first in range(len(words) - 2):
            own = words.low[first] in ("my", "his", "her", "our") and words.opens_sentence(first)
            if own and noun_gender(words.low[first + 1]) and words.form[first + 2][0].islower():
                found.append(first)
        return found

    # -- pronouns -------------------------------------------------------------------------------------------------

    def _pronoun(self, source: Span, at: int, around: Speaker | None) -> Speaker:
        low = self._words.low[at]
        found: Speaker | None = None
        if low in lexicon.PERSONAL:
            figure = self._pronouns.meant(at)
            found = self._of_figure(figure, "pronoun", source) if figure is not None else None
        elif low in lexicon.FIRST_PERSON:
            found = _by_pronoun(around) if around is not None else self._author()
        elif low in lexicon.PLURAL:
            found = self._several(at)
        elif low in lexicon.NEUTER:
            found = self._thing(at)
        elif low not in lexicon.SECOND_PERSON:
            found = self._relative(at)
        return found or self._kept(self._words.span(at, at + 1) if low in _RELATIVE else source)

    def _author(self) -> Speaker | None:
        """Who writes "I" outside quotations: the report's author, without "By" and a byline's capitals."""
        name = re.sub(r"(?i)^by\s+", "", _plain(self._report.author)).split(". ")[0]
        outlet = any(part.casefold() in lexicon.OUTLETS for part in name.split())
        return Speaker(plain_case(name), "pronoun", "outlet" if outlet else "person") if name else None

    def _several(self, at: int) -> Speaker | None:
        """Who "they" are: of speakers, named bodies and plural nouns shortly before, the nearest and most prominent."""
        words, cast = self._words, self._cast
        sentence = words.sentence[at]
        found: list[tuple[float, int, Speaker]] = []
        for spoke in self._history[-8:]:
            apart = sentence - spoke.sentence
            country = spoke.speaker.name.casefold() in lexicon.COUNTRIES
            fits = spoke.plural or not (country or spoke.speaker.body in ("person", "document", "poll"))
            known = spoke.speaker.resolved != "unresolved" or spoke.speaker.body == "group"  # "She and her aides"
            if fits and 0 <= apart <= BACK and known:
                found.append((1.0 - apart, 0, spoke.speaker))
        for index in cast.at(max(0, at - _NEAR), at):
            figure, first = cast.owner[index], cast.mentions[index].first
            apart = sentence - words.sentence[first]
            body = figure is not None and figure.kind in ("organisation", "outlet") and figure.sure
            if figure is not None and body and apart <= 1 and cast.leads(index):
                found.append((0.6 - apart, first, self._of_figure(figure, "pronoun", None)))
        for head in range(at - 1, max(-1, at - _NEAR), -1):
            apart = sentence - words.sentence[head]
            if apart > 1:
                break
            low = words.low[head]
            plural = low in _MANY or (singular(low) != low and role_noun(singular(low)))
            # "Friends," is how a letter begins
            called = words.form[head + 1 : head + 2] == [","] and not words.adjacent(head + 2)
            if plural and not called and (words.form[head][0].islower() or words.opens_sentence(head)):
                first = self._describe.phrase_start(head)
                leads = words.opens_sentence(first) or words.form[first - 1] in ',"“'
                group = Speaker(shown(self._words, range(first, head + 1)), "unnamed", "group")
                found.append((0.4 - apart + 0.5 * leads, head, group))
        return _by_pronoun(max(found, key=lambda item: item[:2])[2]) if found else None

    def _thing(self, at: int) -> Speaker | None:
        """What "it" is: the last speaker that is no person, else a body named shortly before."""
        sentence = self._words.sentence[at]
        for spoke in reversed(self._history[-8:]):
            fits = not spoke.plural and spoke.speaker.body != "person" and spoke.speaker.resolved != "unresolved"
            if fits and 0 <= sentence - spoke.sentence <= BACK:
                return _by_pronoun(spoke.speaker)
        for index in reversed(self._cast.at(max(0, at - _NEAR), at)):
            figure = self._cast.owner[index]
            near = sentence - self._words.sentence[self._cast.mentions[index].first] <= 2
            if figure is not None and near and figure.kind in ("organisation", "outlet"):
                return self._of_figure(figure, "pronoun", None)
        return None

    def _relative(self, at: int) -> Speaker | None:
        """Whom "who" follows: the name before it or before the apposition before it, else the noun before it."""
        words, cast = self._words, self._cast
        stop = at - (at > 0 and words.form[at - 1] in (",", "—", "–", "-"))
        thing = words.low[at] in ("which", "that")
        for index in cast.at(max(0, stop - 30), stop):
            # the earliest first: a name in another's apposition belongs to that one
            mention, figure = cast.mentions[index], cast.owner[index]
            behind = mention.stop == stop or mention.whole[1] in (stop, stop + 1)
            if figure is None or not behind or words.sentence[mention.first] != words.sentence[at]:
                continue
            if self._is_object_of_role(mention.first):
                continue
            if figure.kind in (("organisation", "outlet") if thing else ("person",)):
                return self._of_figure(figure, "pronoun", None)
        begin = stop
        while not thing and begin > max(0, stop - 8) and words.sentence[begin - 1] == words.sentence[at]:
            low = words.low[begin - 1]
            function = low in lexicon.FUNCTION and low not in DETERMINERS and low != "of"
            if not words.is_word(begin - 1) or function or (reports_speech(low) and begin < stop):
                break
            begin -= 1
            if low in ("a", "an", "those", "the") and not (begin and words.low[begin - 1] == "of"):
                break
        while begin < stop and words.low[begin] == "of":
            begin += 1
        if begin and words.low[begin - 1] in _SUBJECTS:
            begin += 1  # "They MET villagers who ..."
        people = (role_noun(singular(words.low[at])) or words.low[at] in lexicon.GROUPS for at in range(begin, stop))
        if any(people):
            return _by_pronoun(self._settle(words.span(begin, stop))[0])
        return self._relative_thing(at, stop) if thing else None

    def _is_object_of_role(self, first: int) -> bool:
        """True for the name in "an adviser to both Brandts, who ...": it may be the adviser who does."""
        before = first - 1
        while before > 0 and self._words.low[before] in DETERMINERS:
            before -= 1
        return before > 0 and self._words.low[before] in ("of", "to", "for") and role_noun(self._words.low[before - 1])

    def _relative_thing(self, at: int, stop: int) -> Speaker | None:
        """What "which" or "that" follows, where it is something that can say something: "a report", "the ministry"."""
        words, begin = self._words, stop - 1
        while words.low[begin] not in ("a", "an", "the", "its", "his", "her", "their"):
            inside = words.is_word(begin) and words.sentence[begin] == words.sentence[at] and begin > stop - 8
            if not inside or begin == 0 or (words.low[begin] in lexicon.FUNCTION and words.low[begin] != "of"):
                return None
            begin -= 1
        span = range(begin, stop)
        if not span or not _is_thing(words.low[self._describe.head(span)]):
            return None
        return _by_pronoun(self._settle(words.span(begin, stop))[0])

    # -- names ----------------------------------------------------------------------------------------------------

    def _settle(self, source: Span) -> tuple[Speaker, Figure | None]:
        """The speaker that a source without a pronoun means, and their figure."""
        span = self._words.within(source)
        heads = self._heads.of(span)
        figures = [figure for index in heads if (figure := self._cast.owner[index]) is not None]
        if not figures:
            named = self._heads.before(span)
            return (self._of_figure(named, "description", source), named) if named else self._described(source, span)
        if self._heads.with_others(self._cast.mentions[heads[0]], span):
            return Speaker(shown(self._words, span), "name", "group"), None
        if len(set(figures)) > 1 and all(figure.kind == "person" for figure in figures):
            several = Speaker(self._heads.together(heads, span), "name", "group")
            self._several_named.append((self._words.sentence[span.start], tuple(figures), several))
            return several, None
        return self._of_figure(figures[0], "name", source), figures[0]

    # -- descriptions ---------------------------------------------------------------------------------------------

    def _described(self, source: Span, span: range) -> tuple[Speaker, Figure | None]:
        """A speaker by description: "the minister", "a senior official who ...", "the group", "a Kelver poll"."""
        words, describe = self._words, self._describe
        head = describe.head(span)
        base, first, phrase = singular(words.low[head]), words.low[span.start], shown(words, span)
        plural, named = describe.is_plural(span, head), describe.is_named(span, head)
        body = describe.body(head, plural)
        definite = first in _DEFINITE
        bare = head - span.start <= 2 and head == span.stop - 1
        if first in _ANYBODY:
            # "She and her aides", "whose lawyers"
            return Speaker(phrase, "unresolved", "group" if "and" in words.low[span.start : span.stop] else body), None
        if "one" in words.low[span.start : span.start + 2] and len(span) > 1:
            body = "person"  # "one of the agents", "one of them"
        if words.low[head + 1 : head + 2] == ["and"] and head + 1 < span.stop:
            both = describe.by_both_roles(span, head) if definite and not plural else None
            if both is not None:
                return self._of_figure(both, "description", source), both
            return Speaker(phrase, "unnamed", "group"), None
        if body == "person":
            others = self._cast.named(self._own.get(span.start, ()))
            figure = describe.by_role(base, span, head) if definite or first not in DETERMINERS else None
            qualified = head - span.start > 1 and not named
            if figure is None and first in ("the", "this", "that"):
                figure = describe.only_person(base, span, head, others)
            if figure is not None:
                return self._of_figure(figure, "description", source), figure
            return self._stranger(span, base, definite and bare and not qualified)
        if plural and role_noun(base) and first in ("the", "these", "both") and not named:
            for sentence, figures, several in reversed(self._several_named[-3:]):
                near = words.sentence[span.start] - sentence <= 2 * BACK
                if near and any(describe.has_role(figure, base) for figure in figures):
                    return replace(several, resolved="description"), None
        if definite and not named:
            if body in ("organisation", "outlet") and head == span.start + 1:
                figure = describe.by_body(base, span.start)
                if figure is not None:
                    return self._of_figure(figure, "description", source), figure
            known = self._said_before(base, plural) if first not in ("his", "her", "their", "its") else None
            if known is not None:
                return known, None
        article = first in ("the", "a", "an") and len(span) > 1
        name = shown(self._words, range(span.start + article, span.stop)) if named else phrase
        if body != "group":
            # "The army, which has deposed two presidents": a body is who it is without; "a poll of 1,012 people" stays
            name = re.split(r",(?!\d)", name)[0]
        return Speaker(name, "name" if named and not plural else "unnamed", body), None

    def _stranger(self, span: range, base: str, anaphoric: bool) -> tuple[Speaker, Figure | None]:
        """A person without a name: the one described before with the same noun, or a new one."""
        sentence, phrase = self._words.sentence[span.start], shown(self._words, span)
        if anaphoric:
            for before, head, figure in reversed(self._strangers[-6:]):
                if head == base and sentence - before <= 2 * BACK:
                    return Speaker(figure.title, "unnamed"), figure
        figure = Figure((phrase,), "person", True)
        figure.genders[noun_gender(base)] += 4
        self._strangers.append((sentence, base, figure))
        return Speaker(phrase, "unresolved" if anaphoric else "unnamed"), figure

    def _said_before(self, base: str, plural: bool) -> Speaker | None:
        """The speaker that was described before with the same head noun and in more words."""
        for speaker, _ in reversed(list(self._settled.values())[-10:]):
            tail = re.split(r",|\s(?:of|who|for)\s", speaker.name)[0].split()
            if len(tail) < 2 or singular(tail[-1].casefold()) != base or (speaker.body == "group") != plural:
                continue
            if speaker.body not in ("person", "outlet") and speaker.resolved in ("unnamed", "name"):
                return replace(speaker, resolved="unnamed" if speaker.resolved == "unnamed" else "description")
        return None

    # -- what a speaker is shown as ---------------------------------------------------------------------------------

    def _of_figure(self, figure: Figure, resolved: Resolved, source: Span | None) -> Speaker:
        if not figure.mentions:
            return Speaker(figure.title, "unnamed")
        last = figure.name[-1].casefold()
        body: Body = "organisation"
        if figure.kind == "person" or (figure.kind == "unknown" and figure.gender):
            body = "person"
        elif figure.kind == "outlet":
            body = "outlet"
        elif last in lexicon.POLLS:
            body = "poll"
        elif last in lexicon.DOCUMENTS:
            body = "document"
        best = max(figure.mentions, key=lambda index: (len(self._cast.mentions[index].name), -index))
        mention = self._cast.mentions[best]
        named = self._words.span(mention.first, mention.stop)
        here = source is not None and source.overlap(named) > 0
        if body != "person":
            return Speaker(figure.title, resolved, body, mention=None if here else named)
        organisation = figure.organisations[0] if figure.organisations else ""
        return Speaker(figure.title, resolved, body, _fullest(figure.roles), organisation, None if here else named)

    def _kept(self, source: Span) -> Speaker:
        return Speaker(_plain(source.of(self._report.text)), "unresolved")


def _is_thing(low: str) -> bool:
    """True for what may say something without being somebody: a report, a ministry, a poll."""
    things = lexicon.DOCUMENTS | lexicon.POLLS | lexicon.ORGANISATIONS | lexicon.OUTLETS
    return not things.isdisjoint((low, singular(low)))


def _by_pronoun(speaker: Speaker) -> Speaker:
    return speaker if speaker.resolved in ("unnamed", "unresolved") else replace(speaker, resolved="pronoun")


def _fullest(roles: Sequence[str]) -> str:
    """The first role, or a later one that says it in more words."""
    first = roles[0] if roles else ""
    return next((role for role in roles if len(role) > len(first) and first.casefold() in role.casefold()), first)


def _plain(text: str) -> str:
    return " ".join(text.split())
