"""Every statement of a report, from what the tagger marks: who, how, what, how sure, and through whom.

The steps are those of `attribute`: turns of transcripts, the tagger on the text, the tagger again inside contents,
speakers, and then for each attribution its kind, polarity and tense. Every span is a slice of `report.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from corpus.attribution import lexicon
from corpus.attribution.continued import Covered, address, quoted_on
from corpus.attribution.hearsay import is_silence, quoted_by
from corpus.attribution.mending import Parts, inverted, mended, one_line, shows_only
from corpus.attribution.missed import Clause, missed, said_before
from corpus.attribution.pieces import Piece, is_introduced
from corpus.attribution.polarity import polarity, tense
from corpus.attribution.quotations import Quotations
from corpus.attribution.telling import Telling, Told
from corpus.attribution.transcripts import turns
from corpus.attribution.turns import cut
from corpus.attribution.verbs import any_speech, may_quote
from corpus.sentences import sentences
from corpus.types import Report, Span, Statement

_BATCH = 200_000  # characters tagged at once: enough to fill the tagger's batches, little enough to hold
_MOST = 0.6  # of what somebody says
_NO_SPEECH = 2  # words
_SHORTEST = 25  # characters of a content that is worth looking into for speech within speech


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
        draft.go_on()
    # 2. speech within speech
    contents = [(draft, *item) for draft in drafts for item in draft.contents()]
    found = tagger.tag([span.of(draft.report.text) for draft, span, _, _ in contents]) if contents else []
    for (draft, span, index, turn), attributions in zip(contents, found, strict=True):
        draft.add(attributions, span.start, index, turn)
    # 3. who, and how
    for draft in drafts:
        yield draft.statements()


class _Draft:
    """One report on its way to statements."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.pieces: list[Piece] = []
        self._sentences = sentences(report.text)
        self._starts = [span.start for span in self._sentences]
        self._turns = turns(report)
        self._quotations = Quotations(report.text)
        self._anew: list[tuple[Span, int | None]] = []  # to be tagged by themselves, and the turns that hold them
        self._bare: list[tuple[Span, Span]] = []  # sources and cues without anything said
        self._addresses: dict[int, Span] = {}  # what goes on below "The minister said:", by its attribution

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

    def contents(self) -> list[tuple[Span, int | None, int | None]]:
        """What is tagged anew, with the index of its attribution and of its turn.

        Contents in which someone else may be reported to speak, and what no content should have been.
        """
        text = self.report.text
        return [
            (span, index, piece.turn)
            for index, piece in enumerate(self.pieces)
            for span in piece.content
            if len(span) >= _SHORTEST and may_quote(span.of(text))
        ] + [(span, None, turn) for span, turn in self._anew]

    def add(self, found: Iterable[Attribution], offset: int, within: int | None, turn: int | None) -> None:
        """Keep what the tagger found in the text from offset on, unless it says nothing or nobody said it."""
        text = self.report.text
        for attribution in found:
            source, cue = _moved(attribution.source, offset), _moved(attribution.cue, offset)
            content = tuple(filter(len, (_trimmed(text, span) for span in _moved(attribution.content, offset))))
            if not content and source and cue and within is None and turn is None:
                self._bare.append((one_line(text, source[0], cue[0]), cue[0]))
            if not content or not cue:
                continue
            who = one_line(text, source[0], cue[0]) if source else inverted(text, cue[-1], content[0])
            content = self._without_others(content, cue[0], who, turn)
            if not content:
                continue
            piece = self._mended(Piece(who, cue, content, within, turn))
            if not self._is_slight(piece):
                self.pieces.append(self._unfolded(piece))

    def add_missed(self) -> None:
        """Keep the clauses that the tagger passes over, outside of turns and of what it found."""
        text, taken = self.report.text, list(self.pieces)
        found = [clause for sentence in self._sentences for clause in missed(text, sentence)]
        for source, cue in self._bare:
            content = said_before(text, self._sentence_at(cue.start), source, cue, self._quotations.at)
            found += [Clause(source, cue, content)] if content else []
        for source, cue, content in found:
            whole = Span(min(source.start, content.start), max(cue.end, content.end))
            known = any(span.overlap(whole) for piece in taken for span in (*piece.cue, *piece.content))
            spoken = any(turn.whole.overlap(whole) for turn in self._turns)
            if not known and not spoken and self._quotations.at(source.start) is None:
                self.pieces.append(Piece(source, (cue,), (content,)))

    def go_on(self) -> None:
        """Give each statement outside of turns what goes on from it without a source or a cue of its own."""
        text = self.report.text
        free = [index for index, piece in enumerate(self.pieces) if piece.turn is None]
        further = quoted_on(text, self._quotations, [self.pieces[index] for index in free], self._sentence_at)
        for place, quotations in further.items():
            piece = self.pieces[free[place]]
            self.pieces[free[place]] = replace(piece, content=(*piece.content, *quotations))
        end = 0  # of the latest address: what is introduced within it belongs to it
        for index in sorted(free, key=lambda index: self.pieces[index].cue[0].start):
            piece = self.pieces[index]
            if piece.cue[0].start < end:
                self.pieces[index] = replace(piece, within=max(self._addresses))
            elif self._opens_address(piece):
                first = Span(piece.content[0].start, self._whole(piece.content).end)
                if (rest := address(text, first, self._quotations)) is not None:
                    self._addresses[index], end = rest, rest.end
                    self.pieces[index] = replace(piece, content=(first,))

    def _opens_address(self, piece: Piece) -> bool:
        """True for "The minister said:" with a line of its own, or at the beginning of one."""
        text, first = self.report.text, self._sentence_at(piece.cue[0].start).start
        alone = "\n" in text[piece.cue[-1].end : piece.content[0].start] or text[first - 1 : first] in ("", "\n")
        plain = self._quotations.kind(piece.content) == "indirect" and may_quote(piece.cue[0].of(text))
        return alone and plain and is_introduced(text, piece)

    def statements(self) -> list[Statement]:
        """Everything that is said in the report, numbered in the order of the text."""
        found: list[tuple[int, int, Statement]] = []
        told = Telling(self.report, self.pieces, self._turns, self._sentences, self._quotations).all()
        spoken = [
            (turn.body, self._own_sentences(number, told), turn.label, turn.speaker)
            for number, turn in enumerate(self._turns)
        ] + [
            (rest, self._sentences_of(rest), self.pieces[index].source, told[index].speaker)
            for index, rest in self._addresses.items()
        ]
        for body, parts, label, speaker in spoken:
            for span in cut(body, parts, self.report.text):
                said = Statement(self.report.id, 0, label, None, (span,), self._whole([span]), speaker, "direct")
                found.append((span.start, 0, said))
        for index, one in told.items():
            piece = self.pieces[index]
            if piece.within is not None and self._is_shown(piece, one, self.pieces[piece.within], told[piece.within]):
                continue
            found.append((piece.start, 1 + (piece.within is not None), self._statement(piece, one)))
        found.sort(key=lambda item: item[:2])
        return [replace(statement, number=number) for number, (_, _, statement) in enumerate(found)]

    def _own_sentences(self, number: int, told: dict[int, Told]) -> list[Span]:
        """The sentences of a turn; of a written one those in which nobody else speaks."""
        turn = self._turns[number]
        sentences = self._sentences_of(turn.body)
        if not turn.written:
            return sentences
        text, others = self.report.text, Covered(len(self.report.text))
        for index, piece in enumerate(self.pieces):
            spoken = self._quotations.kind(piece.content) == "direct" or may_quote(piece.cue[0].of(text))
            # "A member likened the plan to a wall": whatever the verb, nothing else is in the sentence
            spoken = spoken or sum(map(len, piece.content)) > _MOST * len(self._sentence_at(piece.content[0].start))
            # "the clinic has stopped admitting patients": a word or two are no speech
            spoken = spoken and sum(len(span.of(text).split()) for span in piece.content) > _NO_SPEECH
            if piece.turn == number and spoken and told[index].speaker.name not in ("", turn.speaker.name):
                others.add(piece.content)
        return [one for one in sentences if not others.touch(one)]

    def _is_shown(self, piece: Piece, told: Told, outer: Piece, by: Told) -> bool:
        """True for what "a review shows" where that is all that an official says: the official says it."""
        paper = told.speaker.body in ("document", "poll") and told.speaker.resolved == "unnamed"
        same = sum(map(len, piece.content)) > _MOST * sum(map(len, outer.content))
        return paper and same and by.speaker.body == "person" and bool(by.speaker.name)

    # -- what to keep ---------------------------------------------------------------------------------------------

    def _is_slight(self, piece: Piece) -> bool:
        """True for what is no statement: nobody's, or a verb found by the second look that nobody speaks by."""
        source = piece.source.of(self.report.text) if piece.source else ""
        if is_silence(self.report.text, self._sentence_at(piece.cue[0].start), source, piece.cue[0]):
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

    def _without_others(
        self, content: tuple[Span, ...], cue: Span, source: Span | None, turn: int | None
    ) -> tuple[Span, ...]:
        """A content without other sentences in which others speak, and none where the source only shows a letter."""
        text, sentence = self.report.text, self._sentence_at(cue.start)
        shows = source is not None and shows_only(source.of(text))
        kept, others = list[Span](), list[Span]()
        for span in content:
            apart = shows or (not span.overlap(sentence) and self._quotations.kind([span]) == "indirect")
            (others if apart and len(span) >= _SHORTEST and may_quote(span.of(text)) else kept).append(span)
        if not shows and not any(span.overlap(sentence) for span in kept):
            return content
        self._anew += [(span, turn) for span in others]
        return tuple(kept)

    def _mended(self, piece: Piece) -> Piece:
        """A piece with what can't be right by its place in the sentence put right."""
        sentence = self._sentence_at(piece.cue[0].start)
        quoted = [any(map(self._quotations.at, range(span.start, span.start + 3))) for span in piece.content]
        openings = [self._sentences[self._sentence(span.start)].start == span.start for span in piece.content]
        parts = mended(self.report.text, sentence, Parts(piece.source, piece.cue, piece.content), quoted, openings)
        return replace(piece, source=parts.source, cue=parts.cue, content=parts.content, relay=parts.relay)

    def _unfolded(self, piece: Piece) -> Piece:
        """For "Reuters quoted a ministry source as saying ...": the one quoted is the source, Reuters the relay."""
        quoted = quoted_by(self.report.text, piece.cue[0])
        if quoted is None or quoted.rest >= piece.content[-1].end:
            return piece
        pieces = (Span(max(span.start, quoted.rest), span.end) for span in piece.content if span.end > quoted.rest)
        content = tuple(filter(len, (_trimmed(self.report.text, span) for span in pieces)))
        return replace(piece, source=quoted.source, cue=(quoted.cue,), content=content, relay=piece.source)

    def _is_spoken(self, piece: Piece) -> bool:
        """True within a turn that somebody speaks."""
        return piece.turn is not None and not self._turns[piece.turn].written

    # -- how ------------------------------------------------------------------------------------------------------

    def _statement(self, piece: Piece, told: Told) -> Statement:
        text = self.report.text
        said = " … ".join(span.of(text) for span in piece.content)
        cue = " ".join(span.of(text) for span in piece.cue)
        kind = (
            self._quotations.kind_within(piece.content)
            if piece.within is not None
            else self._quotations.kind(piece.content)
        )
        if kind == "indirect" and is_introduced(text, piece):
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

    def _before(self, piece: Piece) -> str:
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

    def _sentences_of(self, body: Span) -> list[Span]:
        return self._sentences[self._sentence(body.start) : self._sentence(body.end - 1) + 1]

    def _sentence_at(self, offset: int) -> Span:
        return self._sentences[self._sentence(offset)]

    def _sentence(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)


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
