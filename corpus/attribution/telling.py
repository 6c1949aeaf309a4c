"""Whose each attribution of a report is: its source by name, or whoever it goes on from, and through whom."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpus.attribution import lexicon
from corpus.attribution.hearsay import relay
from corpus.attribution.pieces import Piece, is_introduced
from corpus.attribution.quotations import Quotations
from corpus.attribution.speakers import Speakers
from corpus.attribution.turns import Turn
from corpus.attribution.verbs import may_quote
from corpus.types import Report, Span, Speaker

_NEIGHBOURS = 40  # attributions on either side among which "I" and "and added" find who they go on from


class Told(NamedTuple):
    """Who says something, and through whom."""

    speaker: Speaker
    chain: tuple[str, ...] = ()


class Telling:
    """The attributions of one report, to be told whose they are."""

    def __init__(
        self,
        report: Report,
        pieces: Sequence[Piece],
        turns: Sequence[Turn],
        sentences: Sequence[Span],
        quotations: Quotations,
    ) -> None:
        self._report = report
        self._pieces = pieces
        self._turns = turns
        self._sentences = sentences
        self._starts = [span.start for span in sentences]
        self._quotations = quotations

    def all(self) -> dict[int, Told]:
        """Whose each attribution is. Outer ones first, and first persons last: they lean on the others."""
        if not self._pieces:
            return {}
        sources: dict[Span, list[Span]] = {}
        for piece in self._pieces:
            for source in filter(None, (piece.source, piece.relay)):
                sources.setdefault(source, []).extend(piece.content)
        quoted = self._quotations.at
        speakers = Speakers(self._report, self._sentences, sources, lambda offset: quoted(offset) is not None)
        order = sorted(range(len(self._pieces)), key=lambda index: self._pieces[index].start)
        order.sort(key=lambda index: (self._is_first_person(index), self._pieces[index].within is not None))
        told: dict[int, Told] = {}
        neighbours = _Neighbours([(piece.start, index) for index, piece in enumerate(self._pieces)])
        for index in order:
            told[index] = self._told(index, speakers, told, neighbours)
        return told

    def _told(self, index: int, speakers: Speakers, told: dict[int, Told], neighbours: _Neighbours) -> Told:
        piece = self._pieces[index]
        near = [other for other in neighbours.of(piece.start) if other in told]
        outer = told.get(piece.within) if piece.within is not None else None
        turn = self._turns[piece.turn] if piece.turn is not None else None
        # what a body issues is told through nobody, and speaks of the body itself as "the ministry"
        if outer is None and turn and not (turn.written and turn.speaker.body == "organisation"):
            outer = Told(turn.speaker)
        if piece.source is None:
            found = self._went_on(piece, near, told) or self._subject(piece, near, speakers)
            speaker = found or Speaker("", "unresolved")
        else:
            around = self._around(piece, outer, near, told) if self._is_first_person(index) else None
            speaker = speakers.resolve(piece.source, around)
            quoted = piece.turn is not None or self._quotations.at(piece.source.start) is not None
            if outer is not None and quoted and around is None and speaker.resolved in ("pronoun", "description"):
                # whoever is quoted says "I" of themselves, never "he" or "the minister"
                speaker = self._other_than(outer.speaker, speaker, piece.source)
        through = [*outer.chain, outer.speaker.name] if outer is not None else []
        if piece.relay is not None:
            through.append(speakers.resolve(piece.relay, None).name)
        sentence = self._sentences[self._sentence(piece.cue[0].start)]
        through.append(relay(self._report.text, sentence, piece.cue[0], piece.spans))
        chain = tuple(name for name in dict.fromkeys(through) if name and name != speaker.name)
        return Told(speaker, chain)

    def _other_than(self, one: Speaker, found: Speaker, source: Span) -> Speaker:
        if one.name.split()[-1:] != found.name.split()[-1:]:
            return found
        words = "" if found.resolved == "pronoun" else " ".join(source.of(self._report.text).split())
        return Speaker(words, "unresolved")

    def _is_first_person(self, index: int) -> bool:
        source = self._pieces[index].source
        return source is not None and source.of(self._report.text).split()[0].casefold() in lexicon.FIRST_PERSON

    def _around(self, piece: Piece, outer: Told | None, near: Sequence[int], told: dict[int, Told]) -> Speaker | None:
        """Whose words a first person stands in: a quotation's, a turn's, or those behind "The minister said:"."""
        at = piece.start if piece.source is None else piece.source.start
        quotation = self._quotations.at(at)
        if (
            piece.within is not None
            and outer is not None
            and (quotation or is_introduced(self._report.text, self._pieces[piece.within]))
        ):
            return outer.speaker
        if piece.turn is not None and (quotation is None or self._is_spoken(piece)):
            return self._turns[piece.turn].speaker
        others = [other for other in near if self._pieces[other] is not piece]
        if quotation is not None:
            same = [other for other in others if any(span.overlap(quotation) for span in self._pieces[other].content)]
            closest = min(same, key=lambda other: abs(self._pieces[other].start - at), default=None)
            return told[closest].speaker if closest is not None else None
        for other in reversed([other for other in others if self._pieces[other].start < at]):
            before = self._pieces[other]
            if is_introduced(self._report.text, before):
                return told[other].speaker
            if told[other].speaker.resolved == "name" and self._quotations.at(before.cue[0].start) is None:
                return None
        return None

    def _went_on(self, piece: Piece, near: Sequence[int], told: dict[int, Told]) -> Speaker | None:
        """For a cue without a source, "and added that": who spoke just before it in the sentence."""
        text, cue = self._report.text, piece.cue[0]
        before = text[max(0, cue.start - 12) : cue.start].rstrip(" \"”'’").casefold()
        participle = cue.of(text).split()[0].endswith("ing") and before.endswith((",", "—", "–", "-"))
        if not participle and not before.endswith((" and", " but", ", then")):
            return None
        sentence = self._sentence(cue.start)
        cues = [(self._pieces[other].cue[0].start, other) for other in near]
        same = [item for item in cues if item[0] < cue.start and self._sentence(item[0]) == sentence]
        return told[max(same)[1]].speaker if same else None

    def _subject(self, piece: Piece, near: Sequence[int], speakers: Speakers) -> Speaker | None:
        """For "Ana Solano, while admitting that ...": who the sentence is about."""
        cue, sentence = piece.cue[0], self._sentences[self._sentence(piece.cue[0].start)]
        participle = cue.of(self._report.text).split()[0].endswith("ing") and may_quote(cue.of(self._report.text))
        before = (self._pieces[other].cue[0] for other in near)
        alone = not any(sentence.covers(other) and other.start < cue.start for other in before)
        return speakers.subject(sentence, cue.start) if participle and alone else None

    def _is_spoken(self, piece: Piece) -> bool:
        """True within a turn that somebody speaks."""
        return piece.turn is not None and not self._turns[piece.turn].written

    def _sentence(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)


class _Neighbours:
    """The attributions near a place in the text, in its order."""

    def __init__(self, starts: Iterable[tuple[int, int]]) -> None:
        self._ordered = sorted(starts)

    def of(self, start: int) -> list[int]:
        place = bisect_left(self._ordered, (start, 0))
        return [index for _, index in self._ordered[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]]
