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
from corpus.attribution.leads import named_later
from corpus.attribution.names import mentions, shouted
from corpus.attribution.own import author_of
from corpus.attribution.pronouns import Pronouns
from corpus.attribution.relatives import Relatives
from corpus.attribution.roles import noun_gender
from corpus.attribution.words import Words, read, role_noun, singular
from corpus.types import Body, Report, Resolved, Span, Speaker

_ALONE = frozenset("himself herself themselves itself both all 's".split())  # "he himself" is a pronoun all the same
_ANYBODY = (lexicon.PRONOUNS - DETERMINERS) | {"whose"}
_RELATIVE = ("who", "which", "whom")
_POINTING = ("this", "these", "that", "those", "one")  # alone they name nobody
_OWN = frozenset("my our his her their its whose".split())
_SUBJECTS = frozenset("i we he she they".split())
_DEFINITE = ("the", "that", "this", "his", "her", "their", "its", "these", "those")
_MANY = frozenset(
    "people critics residents voters analysts experts authorities police troops families women men".split()
)
_ACCOUNT = re.compile(r"(?:(?:\A|\b(?:one|a|an|the) )(?P<role>[\w ]+) )?\(?(?P<handle>@\w{2,20})\)?\Z")
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
        self._relatives = Relatives(self._words, self._cast, self._describe)
        self._settled: dict[Span, tuple[Speaker, Figure | None]] = {}
        self._history: list[_Spoke] = []
        self._several_named: list[tuple[int, tuple[Figure, ...], Speaker]] = []  # sentence, who, as a speaker
        self._strangers: list[tuple[int, str, Figure]] = []  # sentence, head noun, figure of each unnamed person
        self._own: dict[int, list[range]] = {}  # what each source says, by its first word
        described: dict[int, Figure] = {}
        headlines = shouted(self._words)
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
                if not named and figure.kind == "person" and (figure.mentions or span.start not in headlines):
                    described[span.start] = figure
        for first in self._kin():
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
        acronym = len(low) > 1 and self._words.form[span.start].isupper()  # WHO, US
        alone = not acronym and all(self._words.low[at] in _ALONE for at in span[1:])
        relative = low in _RELATIVE and not acronym  # also "who, like many in the town,"
        pronoun = alone and low in (*lexicon.PRONOUNS, *_POINTING)
        if relative or pronoun or self._opens_clause(span):
            speaker = self._pronoun(span.start, around)
        else:
            speaker, _ = self._settled.get(source) or self._settle(source)
            if low in _OWN and speaker.resolved in ("unnamed", "unresolved"):
                speaker = self._owned(speaker, span, around)
        head = self._describe.head(span)
        plural = self._describe.is_plural(span, head) and not self._words.is_capital(head)
        several = speaker.body == "group" or (plural and speaker.body != "person")
        self._history.append(_Spoke(self._words.sentence[span.start], speaker, several))
        return speaker

    def subject(self, sentence: Span, until: int) -> Speaker | None:
        """Who a sentence that opens with a person's name is about, by the words up to an offset."""
        span = self._words.within(Span(sentence.start, until))
        for index in self._cast.at(span.start, span.stop)[:1]:
            mention, figure = self._cast.mentions[index], self._cast.owner[index]
            opens = min(mention.whole[0], mention.first) == span.start and self._cast.leads(index)
            if opens and figure is not None and figure.kind == "person":
                return self._of_figure(figure, "name", None)
        return None

    def _kin(self) -> list[int]:
        """Where a sentence is about somebody's wife, father, spokeswoman ...: "he" and "she" after it may be them."""
        words, found = self._words, []
        for first in range(len(words) - 2):
            own = words.low[first] in ("my", "his", "her", "our") and words.opens_sentence(first)
            if own and noun_gender(words.low[first + 1]) and words.form[first + 2][0].islower():
                found.append(first)
        return found

    # -- pronouns -------------------------------------------------------------------------------------------------

    def _pronoun(self, at: int, around: Speaker | None) -> Speaker:
        """Whom the pronoun at a word means; nobody where it can't be told."""
        low = self._words.low[at]
        found: Speaker | None = None
        if low in lexicon.PERSONAL:
            figure = self._pronouns.meant(at)
            found = self._of_figure(figure, "pronoun", None) if figure is not None else None
        elif low in lexicon.FIRST_PERSON:
            found = _by_pronoun(around) if around is not None else self._author()
        elif low in lexicon.PLURAL:
            found = self._several(at)
        elif low in lexicon.NEUTER:
            found = self._thing(at)
        elif low in (*_RELATIVE, "whose", "that"):
            found = self._relative(at)
        return found or Speaker("", "unresolved")

    def _opens_clause(self, span: range) -> bool:
        """True for "she shattered all rules", marked as a source; not for "She and her aides"."""
        low = self._words.low
        return low[span.start] in _SUBJECTS and low[span.start + 1] not in ("and", "or", ",", "&")

    def _owned(self, speaker: Speaker, span: range, around: Speaker | None) -> Speaker:
        """ "Ana Solano's aides" for "her aides", where the report tells who she is."""
        if "and" in self._words.low[span.start : span.stop]:
            return speaker
        whose = self._pronoun(span.start, around)
        if whose.resolved in ("unnamed", "unresolved"):
            nobody = self._words.low[span.start] in ("my", "our", "whose")
            return replace(speaker, name="", resolved="unresolved") if nobody else speaker
        if not self._describe.may_speak(self._describe.head(span)):
            return _by_pronoun(whose)  # "her insistence", "his face"
        what = shown(self._words, range(span.start + 1, span.stop))
        return replace(speaker, name=f"{whose.name}’s {what}", resolved="unnamed")

    def _author(self) -> Speaker | None:
        """Who writes "I" and "we" outside quotations."""
        author = author_of(self._report)
        return replace(author, resolved="pronoun") if author is not None else None

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
            near &= not self._cast.is_bound(index)  # "The ruling by the army shocked many. It shows that ..."
            if figure is not None and near and figure.kind in ("organisation", "outlet"):
                return self._of_figure(figure, "pronoun", None)
        return None

    def _relative(self, at: int) -> Speaker | None:
        """Whom "who", "which" or "that" follows."""
        found = self._relatives.antecedent(at)
        if isinstance(found, Figure):
            return self._of_figure(found, "pronoun", None)
        return _by_pronoun(self._settle(found)[0]) if found is not None else None

    # -- names ----------------------------------------------------------------------------------------------------

    def _settle(self, source: Span) -> tuple[Speaker, Figure | None]:
        """The speaker that a source without a pronoun means, and their figure."""
        span = self._words.within(source)
        heads = self._heads.of(span)
        figures = [figure for index in heads if (figure := self._cast.owner[index]) is not None]
        if not figures and (account := _ACCOUNT.search(shown(self._words, span))):
            return Speaker(account["handle"], "name", role=account["role"] or ""), None
        if not figures:
            named = self._heads.before(span) or self._cast.called(self._words.form[span.start : span.stop])
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
        others = self._cast.named(self._own.get(span.start, ()))
        if words.low[head + 1 : head + 2] == ["and"] and head + 1 < span.stop:
            both = describe.by_both_roles(span, head, others) if definite and not plural else None
            if both is not None:
                return self._of_figure(both, "description", source), both
            return Speaker(phrase, "unnamed", "group"), None
        if body == "person":
            figure = describe.by_role(base, span, head) if definite or first not in DETERMINERS else None
            qualified = head - span.start > 1 and not named
            if figure is None and first in ("the", "this", "that"):
                figure = describe.only_person(base, span, head, others)
            if figure is None and (first == "the" or first not in DETERMINERS):
                figure = named_later(words, self._cast, base, span, head)
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


def _by_pronoun(speaker: Speaker) -> Speaker:
    return speaker if speaker.resolved in ("unnamed", "unresolved") else replace(speaker, resolved="pronoun")


def _fullest(roles: Sequence[str]) -> str:
    """The first role, or a later one that says it in more words."""
    first = roles[0] if roles else ""
    return next((role for role in roles if len(role) > len(first) and first.casefold() in role.casefold()), first)


def _plain(text: str) -> str:
    return " ".join(text.split())
