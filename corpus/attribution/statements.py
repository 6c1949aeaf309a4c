"""Every statement of a report, from what the tagger marks: who, how, what, how sure, and through whom.

The steps are those of `attribute`: turns of transcripts, the tagger on the text, the tagger again inside contents,
speakers, and then for each attribution its kind, polarity and tense. Every span is a slice of `report.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from corpus.attribution import lexicon
from corpus.attribution.features import INSIDE, Ints, quotation
from corpus.attribution.polarity import polarity, reports_speech, tense
from corpus.attribution.speakers import Speakers
from corpus.attribution.transcripts import Turn, cut, turns
from corpus.sentences import sentences
from corpus.types import Kind, Report, Span, Speaker, Statement

_BATCH = 200_000  # characters tagged at once: enough to fill the tagger's batches, little enough to hold
_SHORTEST = 25  # characters of a content worth looking into for speech within speech


Told = dict[int, tuple[Speaker, tuple[str, ...]]]  # by attribution: whose it is, and through whom it came


class Attribution(Protocol):
    """What a tagger finds: a source, its cue and its content, each in pieces, in the offsets of the text it was given."""

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

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    within: int | None = None  # index of the attribution whose content holds it
    turn: int | None = None  # index of the turn that holds it

    @property
    def start(self) -> int:
        return min(span.start for span in (*self.source, *self.cue, *self.content))

    @property
    def end(self) -> int:
        return max(span.end for span in (*self.source, *self.cue, *self.content))


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
        self.sentences = sentences(report.text)
        self.starts = [span.start for span in self.sentences]
        self.turns: list[Turn] = turns(report, self.sentences)
        self.pieces: list[_Piece] = []
        self._quotes: Ints = quotation(report.text)

    def segments(self) -> Iterator[tuple[Span, int | None]]:
        """The stretches of text to tag: each turn's words, and what stands outside the turns."""
        begin = 0
        for number, turn in enumerate(self.turns):
            outside = Span(begin, (turn.label or turn.body).start)
            if outside.of(self.report.text).strip():
                yield outside, None
            yield turn.body, number
            begin = turn.body.end
        if self.report.text[begin:].strip():
            yield Span(begin, len(self.report.text)), None

    def contents(self) -> list[tuple[int, Span]]:
        """Contents in which someone else may be reported to speak."""
        return [
            (index, span)
            for index, piece in enumerate(self.pieces)
            for span in piece.content
            if len(span) >= _SHORTEST and any(reports_speech(word) for word in _WORD.findall(span.of(self.report.text)))
        ]

    def add(self, attributions: Iterable[Attribution], offset: int, within: int | None, turn: int | None) -> None:
        """Keep what the tagger found in the text from offset on, unless it says nothing or nobody said it."""
        for found in attributions:
            source, cue, content = (_moved(role, offset) for role in (found.source, found.cue, found.content))
            content = tuple(trimmed for span in content if (trimmed := self._trimmed(span)))
            if not content or not cue:
                continue
            piece = _Piece(self._one_line(source, cue), cue, content, within, turn)
            # a second look into a few words finds verbs, not speakers
            slight = within is not None and (not source or sum(map(len, content)) < _SHORTEST)
            nobody = source and source[0].of(self.report.text).casefold() in _NOBODY | (lexicon.SECOND_PERSON if within or turn else set())
            if not slight and not nobody and not self._is_silence(piece):
                self.pieces.append(self._quoted_by(piece))

    def _trimmed(self, span: Span) -> Span | None:
        """A content without the white space, colon or comma that introduces it; None if nothing is left."""
        text, start, end = self.report.text, span.start, span.end
        while start < end and (text[start].isspace() or text[start] in ",:;"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",:;"):
            end -= 1
        return Span(start, end) if any(ch.isalnum() for ch in text[start:end]) else None

    def _one_line(self, source: tuple[Span, ...], cue: tuple[Span, ...]) -> tuple[Span, ...]:
        """A source that runs over a line's end holds a caption or a heading as well: the line next to the cue stays."""
        if not source or "\n" not in source[0].of(self.report.text).strip():
            return source
        start, end = source[0].start, source[0].end
        if cue[0].start >= end:
            start = self.report.text.rindex("\n", start, end) + 1
        else:
            end = self.report.text.index("\n", start, end)
        return (Span(start, end), *source[1:]) if start < end else source

    def statements(self) -> list[Statement]:
        """Everything that is said in the report, numbered in the order of the text."""
        text = self.report.text
        drafts: list[tuple[int, int, Statement]] = []
        for turn in self.turns:
            for span in cut(turn.body, self.sentences, text):
                drafts.append((span.start, 0, self._statement(turn.speaker, turn.label, None, (span,), "direct", span, span)))
        order = sorted(range(len(self.pieces)), key=lambda index: (self.pieces[index].within is not None, self.pieces[index].start))
        if order:
            speakers = Speakers(self.report, self.sentences, [piece.source[0] for piece in self.pieces if piece.source], self._is_quoted)
            told: Told = {}
            for index in (*[i for i in order if not self._first_person(i)], *[i for i in order if self._first_person(i)]):
                told[index] = self._speaker(index, speakers, told)
            for index in order:
                drafts.append((self.pieces[index].start, 1 + (self.pieces[index].within is not None), self._attributed(index, *told[index])))
        drafts.sort(key=lambda draft: draft[:2])
        return [replace(statement, number=number) for number, (_, _, statement) in enumerate(drafts)]

    # -- who --------------------------------------------------------------------------------------------------------

    def _speaker(self, index: int, speakers: Speakers, told: Told) -> tuple[Speaker, tuple[str, ...]]:
        """Whose statement it is, and through whom it came."""
        piece = self.pieces[index]
        outer: Speaker | None = None
        chain: tuple[str, ...] = ()
        if piece.within is not None and piece.within in told:
            outer, chain = told[piece.within]
        elif piece.turn is not None:
            outer = self.turns[piece.turn].speaker
        if piece.source:
            around = self._around(index, outer, told) if self._first_person(index) else outer
            speaker = speakers.resolve(piece.source[0], around)
        else:
            speaker = self._unsaid(index, told) or Speaker("", "unresolved")
        if outer is not None and outer.name and outer.name != speaker.name and outer.name not in chain:
            chain = (*chain, outer.name)
        relay = self._relay(piece)
        return speaker, (*chain, relay) if relay and relay not in (speaker.name, *chain) else chain

    def _around(self, index: int, outer: Speaker | None, told: Told) -> Speaker | None:
        """The speaker of the quotation or turn that a first person stands in."""
        piece = self.pieces[index]
        at = piece.source[0].start
        if piece.within is not None and (self._quotes[at] == INSIDE or self._is_introduced(self.pieces[piece.within])):
            return outer
        if piece.turn is not None:
            return self.turns[piece.turn].speaker
        if self._quotes[at] != INSIDE:  # "My husband says I should write": I is not the husband
            return self._block(index, told)
        begin, end = self._quotation(at)
        near = [other for other in told if other != index and not self._first_person(other) and any(span.start < end and begin < span.end for span in self.pieces[other].content)]
        return told[min(near, key=lambda other: abs(self.pieces[other].start - at))][0] if near else None

    def _block(self, index: int, told: Told) -> Speaker | None:
        """Whose unmarked words go on here: "The minister said:" and paragraphs in the first person."""
        before = [other for other in told if self.pieces[other].start < self.pieces[index].start and not self._first_person(other)]
        for other in sorted(before, key=lambda one: self.pieces[one].start, reverse=True):
            if self._is_introduced(self.pieces[other]) and self._kind(self.pieces[other]) == "direct":
                return told[other][0]
            if any(self._quotes[span.start] != INSIDE for span in self.pieces[other].cue) and told[other][0].resolved == "name":
                return None
        return None

    def _quotation(self, at: int) -> tuple[int, int]:
        begin, end = at, at
        while begin > 0 and self._quotes[begin - 1] == INSIDE:
            begin -= 1
        while end < len(self._quotes) and self._quotes[end] == INSIDE:
            end += 1
        return begin, end

    def _first_person(self, index: int) -> bool:
        source = self.pieces[index].source
        return bool(source) and source[0].of(self.report.text).casefold() in lexicon.FIRST_PERSON

    def _unsaid(self, index: int, told: Told) -> Speaker | None:
        """For a cue without a source, "and added that": who spoke just before it in the sentence."""
        cue = self.pieces[index].cue[0]
        before = self.report.text[max(0, cue.start - 12) : cue.start].rstrip(" \"”'’").casefold()
        participle = cue.of(self.report.text).split()[0].casefold().endswith("ing")
        if not (before.endswith((" and", " but", ", then")) or (participle and before.endswith(("," , "—", "–", "-")))):
            return None
        sentence = self._sentence(cue.start)
        near = [other for other in told if other != index and self.pieces[other].cue[0].start < cue.start and self._sentence(self.pieces[other].cue[0].start) == sentence]
        return told[max(near, key=lambda other: self.pieces[other].cue[0].start)][0] if near else None

    def _relay(self, piece: _Piece) -> str:
        """The outlet that a statement came through: "..., Reuters reported", "according to state media, ..."."""
        text = self.report.text
        sentence = self.sentences[self._sentence(piece.cue[0].start)]
        own = (*piece.source, *piece.cue, *piece.content)
        for pattern in _RELAYS:
            for match in pattern.finditer(text, sentence.start, sentence.end):
                named = Span(match.start("by"), match.end("by"))
                if not any(named.overlap(span) for span in own) and _is_outlet(named.of(text)):
                    return re.sub(r"^(?:the|The)\s+", "", named.of(text))
        return ""

    def _quoted_by(self, piece: _Piece) -> _Piece:
        """For "Reuters quoted a ministry source as saying ...": the one quoted is the source."""
        text = self.report.text
        cue = piece.cue[0]
        match = _QUOTED.match(text, cue.start, min(len(text), cue.end + 120))
        if match is None or not piece.content or match.end("who") > piece.content[0].start:
            return piece
        return replace(piece, source=(Span(match.start("who"), match.end("who")),), cue=(Span(cue.start, match.start("who")),) if match.start("who") > cue.start else piece.cue)

    def _is_silence(self, piece: _Piece) -> bool:
        """True for "there was no response from the country": nobody said anything."""
        text = self.report.text
        sentence = self.sentences[self._sentence(piece.cue[0].start)]
        return any(
            any(span.overlap(Span(match.start(), match.end())) for span in piece.cue) or match.end() >= piece.cue[0].start - 1 and match.start() <= piece.cue[0].start
            for match in _SILENCE.finditer(text, sentence.start, sentence.end)
        )

    # -- how --------------------------------------------------------------------------------------------------------

    def _attributed(self, index: int, speaker: Speaker, chain: tuple[str, ...]) -> Statement:
        piece, text = self.pieces[index], self.report.text
        said = " … ".join(span.of(text) for span in piece.content)
        words = " ".join(span.of(text) for span in piece.cue)
        kind = self._kind(piece)
        statement = self._statement(speaker, piece.source[0] if piece.source else None, self._cue(piece), piece.content, kind, Span(piece.start, piece.start), Span(piece.end - 1, piece.end))
        return replace(
            statement,
            polarity=polarity(words, self._before(piece), said),
            tense=tense(said, words, kind == "direct"),
            chain=chain,
            nested=piece.within is not None or piece.turn is not None,
        )

    def _statement(self, speaker: Speaker, source: Span | None, cue: Span | None, content: tuple[Span, ...], kind: Kind, first: Span, last: Span) -> Statement:
        sentence = Span(min(first.start, self.sentences[self._sentence(first.start)].start), max(last.end, self.sentences[self._sentence(last.start)].end))
        return Statement(self.report.id, 0, source, cue, content, sentence, speaker, kind)

    def _sentence(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)

    def _cue(self, piece: _Piece) -> Span:
        """One span for the cue: the piece with the verb."""
        return next((span for span in piece.cue if any(reports_speech(word) for word in _WORD.findall(span.of(self.report.text)))), piece.cue[0])

    def _before(self, piece: _Piece) -> str:
        """The few words before the cue in its sentence that belong to neither source nor content: "has not", "did"."""
        cue = piece.cue[0]
        begin = max(self.sentences[self._sentence(cue.start)].start, cue.start - 24)
        for span in (*piece.source, *piece.content):
            if span.end <= cue.start:
                begin = max(begin, span.end)
        return self.report.text[begin : cue.start]

    def _kind(self, piece: _Piece) -> Kind:
        text = self.report.text
        if piece.within is not None:
            opening, closing = piece.content[0].start, piece.content[-1].end
            around = text[max(0, opening - 1) : opening + 1], text[closing - 1 : closing + 1]
            return "direct" if all(any(mark in side for mark in "\"“”'‘’«»") for side in around) and around[0].strip()[:1] in "\"“'‘«" else "indirect"
        letters = quoted = 0
        for span in piece.content:
            for at in range(span.start, span.end):
                if text[at].isalnum():
                    letters += 1
                    quoted += self._quotes[at] == INSIDE
        if quoted and quoted >= 0.97 * letters:
            return "direct"
        if quoted:
            return "mixed"
        return "direct" if self._is_introduced(piece) else "indirect"

    def _is_introduced(self, piece: _Piece) -> bool:
        """True for "The minister said:" and then the words themselves, without marks."""
        text, content = self.report.text, piece.content[0]
        gap = text[piece.cue[-1].start : content.start]
        return gap.rstrip().endswith(":") and len(gap.strip(" :\n")) > 1 and text[content.start].isupper()

    def _is_quoted(self, offset: int) -> bool:
        return bool(self._quotes[offset] == INSIDE)


def _moved(spans: Iterable[Span], offset: int) -> tuple[Span, ...]:
    return tuple(Span(span.start + offset, span.end + offset) for span in spans)


def _is_outlet(name: str) -> bool:
    parts = name.casefold().split()
    return any(part in lexicon.OUTLETS or part in ("agency", "agencies") for part in parts)


_NOBODY = frozenset(("nobody", "no one", "no-one", "none"))
_WORD = re.compile(r"[^\W\d_]+")
_NAME = r"(?P<by>(?:the |The )?(?:[A-Z][\w.’'-]*|state|news|official|local|media)(?: (?:[A-Z][\w.’'-]*|of|news|state|media|agency|television|TV|radio|newspaper))*)"
_RELAYS = (
    re.compile(rf"(?:[Aa]ccording to|[Aa]s reported by|[Aa]s quoted by|[Qq]uoted by|[Cc]ited by|[Ii]n a report by) {_NAME}"),
    re.compile(rf",[\"”’']? {_NAME} (?:reported|reports|has reported|said|says)(?: [A-Z]\w+day)?[.\"”]?$", re.MULTILINE),
)
_QUOTED = re.compile(r"(?:(?:has|have|had|also|was|later)\s)*(?:quot|cit)(?:ed|es|ing|e)\s(?P<who>(?!by\b|as\b)[^.;:\"“”\n]{2,90}?)\sas\s(?:saying|telling|stating|having|warning|claiming|confirming|denying)\b")
_SILENCE = re.compile(
    r"\b[Tt]here (?:was|were|is|are|has been|have been|had been) (?:no|not|little|never any)\b(?: \w+){0,3}? (?:response|responses|reaction|reactions|comment|comments|word|reply|replies|"
    r"claims?|confirmation|statement|statements|answer|indication|announcement|denial)\b"
)
