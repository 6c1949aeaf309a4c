"""Every statement of a report, from what the tagger marks: who, how, what, how sure, and through whom.

The steps are those of `attribute`: turns of transcripts, the tagger on the text, the tagger again inside contents,
speakers, and then for each attribution its kind, polarity and tense. Every span is a slice of `report.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from corpus.attribution import lexicon
from corpus.attribution.hearsay import is_silence, quoted_by, relay
from corpus.attribution.mending import Parts, inverted, mended, one_line
from corpus.attribution.missed import missed
from corpus.attribution.polarity import polarity, tense
from corpus.attribution.quotations import Quotations
from corpus.attribution.speakers import Speakers
from corpus.attribution.transcripts import turns
from corpus.attribution.turns import cut
from corpus.attribution.verbs import any_speech, may_quote
from corpus.sentences import sentences
from corpus.types import Report, Span, Speaker, Statement

_BATCH = 200_000  # characters tagged at once: enough to fill the tagger's batches, little enough to hold
_SHORTEST = 25  # characters of a content that is worth looking into for speech within speech
_NEIGHBOURS = 40  # attributions on either side among which "I" and "and added" find who they go on from


class Attribution(Protocol):
    """What a tagger finds: source, cue and content, each in pieces, in the offsets of the text it was given."""

    @property
    def source(self) -> tuple[Span, ...]: ...
    @property
    def cue(self) -> tuple[Span, ...]: ...
    @property
    def content(self) -> tuple[Span, ...]: ...


class Tags(Protocol):
    """A tagger: the attributions of each text, in the texts' order."""

    def tag(self, texts: Sequence[str]) -> Sequence[Sequence[Attribution]]: ...


@dataclass(frozen=True, slots=True)
class _Piece:
    """An attribution in a report's own offsets."""

    source: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    within: int | None = None  # index of the attribution whose content holds it
    turn: int | None = None  # index of the turn that holds it
    relay: Span | None = None  # who quotes the source

    @property
    def spans(self) -> tuple[Span, ...]:
        return (*((self.source,) if self.source else ()), *self.cue, *self.content)

    @property
    def start(self) -> int:
        return min(span.start for span in self.spans)


class _Told(NamedTuple):
    speaker: Speaker
    chain: tuple[str, ...] = ()


def attribute(reports: Iterable[Report], tagger: Tags) -> Iterator[list[Statement]]:
    """The statements of each report, in the reports' order, each list in the order of the text."""
    batch: list[Report] = []
    size = 0
    for report in reports:
        batch.append(report)
        size += len(report.text)
        if size >= _BATCH:
            yield from _attribute(batch, tagger)
            batch, size = [], 0
    yield from _attribute(batch, tagger)


def _attribute(reports: Sequence[Report], tagger: Tags) -> Iterator[list[Statement]]:
    drafts = [_Draft(report) for report in reports]
    # 1. what the tagger finds in the running text, and in the turns of transcripts
    segments = [(draft, span, turn) for draft in drafts for span, turn in draft.segments()]
    found = tagger.tag([span.of(draft.report.text) for draft, span, _ in segments]) if segments else []
    for (draft, span, turn), attributions in zip(segments, found, strict=True):
        draft.add(attributions, span.start, None, turn)
    for draft in drafts:
        draft.add_missed()
    # 2. speech within speech
    contents = [(draft, index, span) for draft in drafts for index, span in draft.contents()]
    found = tagger.tag([span.of(draft.report.text) for draft, _, span in contents]) if contents else []
    for (draft, index, span), attributions in zip(contents, found, strict=True):
        draft.add(attributions, span.start, index, draft.pieces[index].turn)
    # 3. who, and how
    for draft in drafts:
        yield draft.statements()


class _Draft:
    """One report on its way to statements."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.pieces: list[_Piece] = []
        self._sentences = sentences(report.text)
        self._starts = [span.start for span in self._sentences]
        self._turns = turns(report)
        self._quotations = Quotations(report.text)

    def segments(self) -> Iterator[tuple[Span, int | None]]:
        """The stretches of text to tag: each turn's words, and what stands outside the turns."""
        begin = 0
        for number, turn in enumerate(self._turns):
            outside = Span(begin, turn.whole.start)
            if outside.of(self.report.text).strip():
                yield outside, None
            yield turn.body, number
            begin = turn.whole.end
        if self.report.text[begin:].strip():
            yield Span(begin, len(self.report.text)), None

    def contents(self) -> list[tuple[int, Span]]:
        """Contents in which someone else may be reported to speak, with the index of their attribution."""
        text = self.report.text
        return [
            (index, span)
            for index, piece in enumerate(self.pieces)
            for span in piece.content
            if len(span) >= _SHORTEST and may_quote(span.of(text))
        ]

    def add(self, found: Iterable[Attribution], offset: int, within: int | None, turn: int | None) -> None:
        """Keep what the tagger found in the text from offset on, unless it says nothing or nobody said it."""
        text = self.report.text
        for attribution in found:
            source, cue = _moved(attribution.source, offset), _moved(attribution.cue, offset)
            content = tuple(filter(len, (_trimmed(text, span) for span in _moved(attribution.content, offset))))
            if not content or not cue:
                continue
            who = one_line(text, source[0], cue[0]) if source else inverted(text, cue[-1], content[0])
            piece = self._mended(_Piece(who, cue, content, within, turn))
            if not self._is_slight(piece):
                self.pieces.append(self._unfolded(piece))

    def add_missed(self) -> None:
        """Keep the clauses that the tagger passes over, outside of turns and of what it found."""
        taken = list(self.pieces)
        for sentence in self._sentences:
            for source, cue, content in missed(self.report.text, sentence):
                whole = Span(source.start, content.end)
                known = any(span.overlap(whole) for piece in taken for span in (*piece.cue, *piece.content))
                spoken = any(turn.whole.overlap(whole) for turn in self._turns)
                if not known and not spoken and self._quotations.at(source.start) is None:
                    self.pieces.append(_Piece(source, (cue,), (content,)))

    def statements(self) -> list[Statement]:
        """Everything that is said in the report, numbered in the order of the text."""
        found: list[tuple[int, int, Statement]] = []
        for turn in self._turns:
            first, last = self._sentence(turn.body.start), self._sentence(turn.body.end - 1)
            for span in cut(turn.body, self._sentences[first : last + 1], self.report.text):
                whole = self._whole([span])
                said = Statement(self.report.id, 0, turn.label, None, (span,), whole, turn.speaker, "direct")
                found.append((span.start, 0, said))
        for index, told in self._tell().items():
            piece = self.pieces[index]
            found.append((piece.start, 1 + (piece.within is not None), self._statement(piece, told)))
        found.sort(key=lambda item: item[:2])
        return [replace(statement, number=number) for number, (_, _, statement) in enumerate(found)]

    # -- what to keep ---------------------------------------------------------------------------------------------

    def _is_slight(self, piece: _Piece) -> bool:
        """True for what is no statement: nobody's, or a verb found by the second look that nobody speaks by."""
        source = piece.source.of(self.report.text) if piece.source else ""
        if is_silence(self.report.text, self._sentences[self._sentence(piece.cue[0].start)], source, piece.cue[0]):
            return True
        inner = piece.within is not None or self._is_spoken(piece)
        addressed = inner and source.casefold() in lexicon.SECOND_PERSON
        second_look = piece.within is not None and (
            not source
            or sum(map(len, piece.content)) < _SHORTEST
            or not any(any_speech(span.of(self.report.text)) for span in piece.cue)
        )
        nothing = not source and all(span.of(self.report.text).casefold() in lexicon.PRONOUNS for span in piece.content)
        return addressed or second_look or nothing

    def _mended(self, piece: _Piece) -> _Piece:
        """A piece with what can't be right by its place in the sentence put right."""
        sentence = self._sentences[self._sentence(piece.cue[0].start)]
        quoted = [any(map(self._quotations.at, range(span.start, span.start + 3))) for span in piece.content]
        openings = [self._sentences[self._sentence(span.start)].start == span.start for span in piece.content]
        parts = mended(self.report.text, sentence, Parts(piece.source, piece.cue, piece.content), quoted, openings)
        return replace(piece, source=parts.source, cue=parts.cue, content=parts.content, relay=parts.relay)

    def _unfolded(self, piece: _Piece) -> _Piece:
        """For "Reuters quoted a ministry source as saying ...": the one quoted is the source, Reuters the relay."""
        quoted = quoted_by(self.report.text, piece.cue[0])
        if quoted is None or quoted.rest >= piece.content[-1].end:
            return piece
        pieces = (Span(max(span.start, quoted.rest), span.end) for span in piece.content if span.end > quoted.rest)
        content = tuple(filter(len, (_trimmed(self.report.text, span) for span in pieces)))
        return replace(piece, source=quoted.source, cue=(quoted.cue,), content=content, relay=piece.source)

    def _is_spoken(self, piece: _Piece) -> bool:
        """True within a turn that somebody speaks."""
        return piece.turn is not None and not self._turns[piece.turn].written

    # -- who ------------------------------------------------------------------------------------------------------

    def _tell(self) -> dict[int, _Told]:
        """Whose each attribution is. Outer ones first, and first persons last: they lean on the others."""
        if not self.pieces:
            return {}
        sources: dict[Span, list[Span]] = {}
        for piece in self.pieces:
            for source in filter(None, (piece.source, piece.relay)):
                sources.setdefault(source, []).extend(piece.content)
        quoted = self._quotations.at
        speakers = Speakers(self.report, self._sentences, sources, lambda offset: quoted(offset) is not None)
        order = sorted(range(len(self.pieces)), key=lambda index: self.pieces[index].start)
        order.sort(key=lambda index: (self._is_first_person(index), self.pieces[index].within is not None))
        told: dict[int, _Told] = {}
        neighbours = _Neighbours([(piece.start, index) for index, piece in enumerate(self.pieces)])
        for index in order:
            told[index] = self._told(index, speakers, told, neighbours)
        return told

    def _told(self, index: int, speakers: Speakers, told: dict[int, _Told], neighbours: _Neighbours) -> _Told:
        piece = self.pieces[index]
        near = [other for other in neighbours.of(piece.start) if other in told]
        outer = told.get(piece.within) if piece.within is not None else None
        if outer is None and piece.turn is not None:
            outer = _Told(self._turns[piece.turn].speaker)
        if piece.source is None:
            speaker = self._went_on(piece, near, told) or Speaker("", "unresolved")
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
        through.append(relay(self.report.text, sentence, piece.cue[0], piece.spans))
        chain = tuple(name for name in dict.fromkeys(through) if name and name != speaker.name)
        return _Told(speaker, chain)

    def _other_than(self, one: Speaker, found: Speaker, source: Span) -> Speaker:
        same = one.name.split()[-1:] == found.name.split()[-1:]
        return Speaker(" ".join(source.of(self.report.text).split()), "unresolved") if same else found

    def _is_first_person(self, index: int) -> bool:
        source = self.pieces[index].source
        return source is not None and source.of(self.report.text).casefold() in lexicon.FIRST_PERSON

    def _around(
        self, piece: _Piece, outer: _Told | None, near: Sequence[int], told: dict[int, _Told]
    ) -> Speaker | None:
        """Whose words a first person stands in: a quotation's, a turn's, or those behind "The minister said:"."""
        at = piece.start if piece.source is None else piece.source.start
        quotation = self._quotations.at(at)
        if (
            piece.within is not None
            and outer is not None
            and (quotation or self._is_introduced(self.pieces[piece.within]))
        ):
            return outer.speaker
        if piece.turn is not None:
            return self._turns[piece.turn].speaker
        others = [other for other in near if self.pieces[other] is not piece]
        if quotation is not None:
            same = [other for other in others if any(span.overlap(quotation) for span in self.pieces[other].content)]
            closest = min(same, key=lambda other: abs(self.pieces[other].start - at), default=None)
            return told[closest].speaker if closest is not None else None
        for other in reversed([other for other in others if self.pieces[other].start < at]):
            before = self.pieces[other]
            if self._is_introduced(before):
                return told[other].speaker
            if told[other].speaker.resolved == "name" and self._quotations.at(before.cue[0].start) is None:
                return None
        return None

    def _went_on(self, piece: _Piece, near: Sequence[int], told: dict[int, _Told]) -> Speaker | None:
        """For a cue without a source, "and added that": who spoke just before it in the sentence."""
        text, cue = self.report.text, piece.cue[0]
        before = text[max(0, cue.start - 12) : cue.start].rstrip(" \"”'’").casefold()
        participle = cue.of(text).split()[0].endswith("ing") and before.endswith((",", "—", "–", "-"))
        if not participle and not before.endswith((" and", " but", ", then")):
            return None
        sentence = self._sentence(cue.start)
        cues = [(self.pieces[other].cue[0].start, other) for other in near]
        same = [item for item in cues if item[0] < cue.start and self._sentence(item[0]) == sentence]
        return told[max(same)[1]].speaker if same else None

    # -- how ------------------------------------------------------------------------------------------------------

    def _statement(self, piece: _Piece, told: _Told) -> Statement:
        text = self.report.text
        said = " … ".join(span.of(text) for span in piece.content)
        cue = " ".join(span.of(text) for span in piece.cue)
        kind = (
            self._quotations.kind_within(piece.content)
            if piece.within is not None
            else self._quotations.kind(piece.content)
        )
        if kind == "indirect" and self._is_introduced(piece):
            kind = "direct"
        return Statement(
            report_id=self.report.id,
            number=0,
            source=piece.source,
            cue=next((span for span in piece.cue if any_speech(span.of(text))), piece.cue[0]),
            content=piece.content,
            sentence=self._whole(piece.spans),
            speaker=told.speaker,
            kind=kind,
            polarity=polarity(cue, self._before(piece), said),
            tense=tense(said, cue, kind == "direct"),
            chain=told.chain,
            nested=piece.within is not None or self._is_spoken(piece),
        )

    def _is_introduced(self, piece: _Piece) -> bool:
        """True for "The minister said:" and then the words themselves, without marks."""
        text, content = self.report.text, piece.content[0]
        gap = text[piece.cue[-1].start : content.start]
        return gap.rstrip().endswith(":") and len(gap.strip(" :\n")) > 1 and text[content.start].isupper()

    def _before(self, piece: _Piece) -> str:
        """The few words before the cue in its sentence that belong to neither source nor content: "has not", "did"."""
        cue = piece.cue[0]
        begin = max(self._starts[self._sentence(cue.start)], cue.start - 24)
        ends = (span.end for span in piece.spans if span.end <= cue.start)
        before = self.report.text[max(begin, max(ends, default=0)) : cue.start]
        clause, *aside = re.split(r"[,;:—–]\s", before)
        if len(aside) > 1 and not aside[-1].strip() and len(aside[-2].split()) < 3:
            return clause if len(aside) == 2 else aside[-3]  # "has not, however, said"
        return aside[-1] if aside else before

    def _whole(self, spans: Sequence[Span]) -> Span:
        """The sentence or sentences that hold all the spans."""
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        start, end = self._sentences[self._sentence(first)].start, self._sentences[self._sentence(last - 1)].end
        return Span(min(first, start), max(last, end))

    def _sentence(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)


class _Neighbours:
    """The attributions near a place in the text, in its order."""

    def __init__(self, starts: Iterable[tuple[int, int]]) -> None:
        self._ordered = sorted(starts)

    def of(self, start: int) -> list[int]:
        place = bisect_left(self._ordered, (start, 0))
        return [index for _, index in self._ordered[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]]


def _moved(spans: Iterable[Span], offset: int) -> tuple[Span, ...]:
    return tuple(Span(span.start + offset, span.end + offset) for span in spans)


def _trimmed(text: str, span: Span) -> Span:
    """A content without the white space, colon or comma at its ends; empty if no letter is left."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",:;"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",:;"):
        end -= 1
    return Span(start, end) if any(map(str.isalnum, text[start:end])) else Span(start, start)
