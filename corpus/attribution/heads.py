"""Which names in a source are the source itself: not "the UN" in "a UN envoy", not "Brenn" in "Brenn's aides"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.attribution import lexicon
from corpus.attribution.cast import Cast, Figure
from corpus.attribution.descriptions import DETERMINERS, PREPOSITIONS, Descriptions
from corpus.attribution.names import Mention
from corpus.attribution.verbs import reports_speech
from corpus.attribution.words import Words, role_noun

_CLAUSE = re.compile(r"\s*,\s(?:who|which|whose|whom)\b.*|(?:[\s,;:—–-]+(?:who|which|whose|that))?[\s,;:—–-]*\Z")
_POSSESSIVES = ("the", "his", "her", "their", "its")


class Heads:
    """Reads the sources of one report; spans are ranges of words, mentions indices into the cast's."""

    def __init__(self, words: Words, cast: Cast, describe: Descriptions) -> None:
        self._words = words
        self._cast = cast
        self._describe = describe

    def of(self, span: range) -> list[int]:
        """The mentions that are the source itself, not "of the UN" or "Brenn's" within it."""
        cast, words = self._cast, self._words
        found: list[int] = []
        part = cast.around(span.start)
        if part is not None and cast.mentions[part].first < span.start and span.stop <= cast.mentions[part].stop:
            return [part]  # the source is part of a longer name
        for index in (*cast.at(span.start, span.stop), *self._named_behind(span)):
            mention, figure = cast.mentions[index], cast.owner[index]
            if figure is None:
                continue
            if found and figure.kind == "person" and self._has_office(cast.mentions[found[-1]], mention):
                found.clear()  # "The Task Force Commander, Gen. Hall": the body is part of the role
            if found and figure.kind == "person" and self._presents(cast.mentions[found[-1]], mention):
                found.clear()  # "Meet the Harbour host Ana Hall": so is the programme
            if found and not self._joined(cast.mentions[found[-1]], mention, span):
                continue
            adjective = len(figure.name) == 1 and figure.name[0].casefold() in lexicon.PLACES
            vague = (
                adjective
                or (figure.kind == "unknown" and len(span) > 3)
                or (figure.kind == "place" and not self._is_all(mention, span))
            )
            if vague or (mention.stop < span.stop and self._qualifies(mention.stop, span)):
                continue
            before = words.low[span.start : max(span.start, min(mention.whole[0], mention.first))]
            while before and (before[-1] in ("the", "a", "an", "'s") or before[-1].rstrip(".") in lexicon.HONORIFICS):
                before = [] if before[-1] == "'s" and figure.kind == "organisation" else before[:-1]
            if found or not before or self._introduces(mention, figure, before, span):
                found.append(index)
        return found

    def before(self, span: range) -> Figure | None:
        """Whose apposition a source is by itself: "China, ITS ONLY ALLY, said ..."."""
        words, cast, comma = self._words, self._cast, span.start - 1
        closed = words.form[span.stop - 1] == "," or words.form[span.stop : span.stop + 1] == [","]
        opens = words.low[span.start] in ("a", "an", "the") or "'s" in words.low[span.start : span.start + 4]
        listed = any(words.low[at] == "and" and words.low[at + 1] in ("the", "a", "an") for at in span[:-1])
        if comma < 1 or words.form[comma] != "," or not closed or not opens or listed:
            return None
        for index in cast.at(max(0, comma - 6), comma):
            behind = cast.mentions[index].stop == comma and cast.leads(index)
            if behind and words.sentence[comma] == words.sentence[cast.mentions[index].first]:
                return cast.owner[index]
        return None

    def with_others(self, mention: Mention, span: range) -> bool:
        """True for "Solano and colleagues"."""
        after = mention.stop + 1
        return after < span.stop and self._words.low[after - 1] in ("and", "&") and self._words.form[after][0].islower()

    def together(self, heads: Sequence[int], span: range) -> str:
        """Several persons' names, each in full where the report has one person of that surname only."""
        if not {"other", "others"}.isdisjoint(self._words.low[span.start : span.stop]):
            return shown(self._words, span)
        *first, last = dict.fromkeys(self._cast.full_name(index) for index in heads)
        return f"{', '.join(first)} and {last}"

    def _named_behind(self, span: range) -> list[int]:
        """The name that a source's role belongs to: "His father" of "His father Juan Brenn"."""
        words = self._words
        following = self._cast.at(span.stop, min(span.stop + 6, len(words)))[:1]
        found = []
        for index in following:
            mention = self._cast.mentions[index]
            if mention.kind == "place":
                continue
            inside = (
                mention.whole[0] < span.stop and mention.whole[0] < mention.first and words.low[span.stop - 1] != "'s"
            )
            behind_comma = mention.first == span.stop + 1 and words.form[span.stop] in (",", "—", "–")
            low = words.low[self._describe.head(span)]
            role = role_noun(low) or low in lexicon.ORGANISATIONS or low in lexicon.OUTLETS
            if inside or (
                role and words.low[span.start] in _POSSESSIVES and (behind_comma or mention.first == span.stop)
            ):
                found.append(index)
        return found

    def _is_all(self, mention: Mention, span: range) -> bool:
        """True when the name is the whole source, but for an article, or ends at a comma."""
        if mention.stop < span.stop:
            return self._words.low[mention.stop] in (",", "and")
        return mention.first - span.start <= 1

    def _has_office(self, body: Mention, mention: Mention) -> bool:
        """True when a role of the body before it stands between, then a comma, then the person."""
        begin = min(mention.whole[0], mention.first)
        marks = self._words.form[begin - 1] in (",", "—", "–") and begin - 2 >= body.stop
        return body.kind != "person" and marks and role_noun(self._words.low[begin - 2])

    def _presents(self, body: Mention, mention: Mention) -> bool:
        """True when a role stands right before the person, and no mark and no "and" between that and the body."""
        between = self._words.low[body.stop : mention.first]
        one_phrase = all(low[0].isalnum() or low == "&" for low in between) and "and" not in between
        return bool(between) and one_phrase and role_noun(between[-1])

    def _joined(self, before: Mention, mention: Mention, span: range) -> bool:
        """True when only "and", or the comma of a list, stands between two names."""
        between = self._words.low[before.whole[1] : mention.whole[0]]
        listed = "and" in between or "and" in self._words.low[mention.stop : span.stop]
        return bool(between) and listed and set(between) <= {"and", ",", "&", "the"}

    def _qualifies(self, stop: int, span: range) -> bool:
        """True when the name before word stop qualifies a noun behind it: "Brenn supporters", "Brenn's campaign"."""
        low, form = self._words.low[stop], self._words.form[stop]
        if low == "'s" or form in "'’":
            return stop + 1 < span.stop
        noun = low not in lexicon.FUNCTION and not reports_speech(low) and not low.endswith("ly")
        return noun and form[0].islower() and self._words.adjacent(stop)

    def _introduces(self, mention: Mention, figure: Figure, before: list[str], span: range) -> bool:
        """True when what stands before a name in a source belongs to it: a role, "both", "the Brenn senator, "."""
        if figure.kind in ("organisation", "outlet", "place"):
            return all(low in DETERMINERS or low in lexicon.FUNCTION - PREPOSITIONS for low in before)
        if "and" in before:  # "filmmaker and author Brandt"; not "the prime minister and President Brandt"
            article = self._words.low[span.start] in ("the", "a", "an")
            return not article and before[-1] == "and" and len(before) > 1 and role_noun(before[-2])
        if before[-1] in (",", "—", "–"):
            return not any(low in (",", "who") for low in before[:-1]) or role_noun(before[0])
        return not any(low in PREPOSITIONS - {"that"} for low in self._words.low[span.start : mention.first])


def shown(words: Words, span: range) -> str:
    """The words of a source as a speaker's name: without a clause behind a comma, a mark or a possessive at the end."""
    bare = _CLAUSE.sub("", words.slice(span.start, span.stop))
    return re.sub(r"(?:['’][sS]|(?<=s)['’])\Z", "", bare)
