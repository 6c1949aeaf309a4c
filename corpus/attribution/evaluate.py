"""How well the tagger marks and links: python -m corpus.attribution.evaluate DEV.jsonl [--model DIR]

exact   a span counts when it starts and ends where an annotated span of its role does, outer white space, quotation
        marks and punctuation aside; a span counts once, however many attributions it is in
linked  attributions are paired one to one, largest overlap of contents first; a pair counts when the contents' IoU in
        characters is at least .5 and the sources' too, or neither has a source; those without content are left out
direct  at least nine tenths of the content's characters stand in quotation marks; indirect: none; mixed: else
speech  a word of the cue is one of saying, or some of the content is in quotation marks; non-speech: else
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from corpus.attribution import examples
from corpus.attribution.examples import Example
from corpus.attribution.features import OUTSIDE, featurise, quotation
from corpus.attribution.labels import ROLES
from corpus.attribution.model import encoder_folder
from corpus.attribution.tagger import Attribution, Tagger
from corpus.errors import OnrecordError

Span = tuple[int, int]
KINDS = ("all", "direct", "mixed", "indirect", "speech", "non-speech")

_OUTER = " \t\n\u00a0\"'“”‘’`,.;:"
_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|accord(?:ing|s|ed)?|according to|add(?:s|ed|ing)?|"
    r"an?nounc\w+|ask(?:s|ed|ing)?|answer\w*|repl(?:y|ies|ied)|respond\w*|den(?:y|ies|ied|ying)|claim\w*|"
    r"argu(?:e|es|ed|ing)|declar\w+|stat(?:e|es|ed|ing|ement)|report\w*|tweet\w*|wr(?:ite|ites|ote|itten|iting)|"
    r"sp(?:eak|eaks|oke|oken|eaking)|talk\w*|call(?:s|ed|ing)?|describ\w+|explain\w*|warn\w*|not(?:es|ed|ing)|"
    r"insist\w*|acknowledg\w+|admit\w*|confirm\w*|criticiz\w+|criticis\w+|blast\w*|slam\w*|accus\w+|urg(?:e|es|ed|ing)|"
    r"suggest\w*|promis\w+|vow\w*|pledg\w+|testif\w+|quot\w+|remark\w*|comment\w*|joke\w*|recall\w*|"
    r"mention\w*|point(?:s|ed|ing)? out|disput\w+|complain\w*|counter(?:s|ed)|concede\w*|predict\w*|prais\w+|"
    r"read(?:s|ing)?|shout\w*|yell\w*|chant\w*|demand\w*)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Counts:
    """How many were found, how many there are, and how many of the two agree."""

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.gold)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.gold)


@dataclass(frozen=True, slots=True)
class Plain:
    """An attribution, annotated or found, as evaluation compares them: the spans of each role, by ROLES."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def plain(attribution: Attribution) -> Plain:
    """The tagger's attribution in that shape."""
    return Plain(*(tuple((span.start, span.end) for span in getattr(attribution, role)) for role in ROLES))


class Score:
    """Sums over reports: `exact` by role and kind, `linked` by kind."""

    def __init__(self) -> None:
        self.exact = {(role, kind): Counts() for role in ROLES for kind in KINDS}
        self.linked = {kind: Counts() for kind in KINDS}

    def add(self, example: Example, found: Sequence[Plain]) -> None:
        """One report more."""
        text, gold = example.text, [Plain(one.source, one.cue, one.content) for one in example.attributions]
        quoted = quotation(text) != OUTSIDE
        ours, theirs = ([_kinds(one, text, quoted) for one in side] for side in (found, gold))
        for kind in KINDS:
            for role in ROLES:
                a, b = (
                    {
                        trimmed(span, text)
                        for one, of in zip(side, kinds, strict=True)
                        if kind in of
                        for span in getattr(one, role)
                    }
                    for side, kinds in ((found, ours), (gold, theirs))
                )
                counts = self.exact[role, kind]
                counts.right, counts.found, counts.gold = (
                    counts.right + len(a & b),
                    counts.found + len(a),
                    counts.gold + len(b),
                )
            self.linked[kind].found += sum(kind in of for one, of in zip(found, ours, strict=True) if one.content)
            self.linked[kind].gold += sum(kind in of for one, of in zip(gold, theirs, strict=True) if one.content)
        for number in linked(found, gold).values():
            for kind in theirs[number]:
                self.linked[kind].right += 1

    def summary(self) -> str:
        """F1 of all kinds in one line."""
        exact = " ".join(f"{role} {self.exact[role, 'all'].f1:.3f}" for role in ROLES)
        return f"exact {exact} linked {self.linked['all'].f1:.3f}"


def linked(found: Sequence[Plain], gold: Sequence[Plain]) -> dict[int, int]:
    """Which found attribution (its number) is which annotated one."""
    what = [[_characters(one.content) for one in side] for side in (found, gold)]
    overlaps = [(_iou(a, b), i, j) for i, a in enumerate(what[0]) for j, b in enumerate(what[1]) if not a.isdisjoint(b)]
    pairs: dict[int, int] = {}
    right: dict[int, int] = {}
    for overlap, i, j in sorted(overlaps, reverse=True):
        if i in pairs or j in pairs.values():
            continue
        pairs[i] = j
        who = _characters(found[i].source), _characters(gold[j].source)
        if overlap >= 0.5 and _iou(*who) >= 0.5:
            right[i] = j
    return right


def trimmed(span: Span, text: str) -> Span:
    """The span without outer white space, quotation marks and punctuation."""
    words = text[span[0] : span[1]]
    start = span[0] + len(words) - len(words.lstrip(_OUTER))
    return start, max(start, span[0] + len(words.rstrip(_OUTER)))


def _kinds(one: Plain, text: str, quoted: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> set[str]:
    inside = [quoted[start:end] for start, end in one.content]
    share = float(np.concatenate(inside).mean()) if inside else 0.0
    kind = "direct" if share >= 0.9 else "mixed" if share else "indirect"
    saying = share > 0 or any(_SAYING.search(text[start:end]) for start, end in one.cue)
    return {"all", kind, "speech" if saying else "non-speech"}


def _characters(spans: Iterable[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _iou(a: set[int], b: set[int]) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0


def evaluate(reports: Sequence[Example], tag: Callable[[Sequence[str]], list[list[Attribution]]]) -> Score:
    """How well `tag` does on the reports."""
    score = Score()
    for report, found in zip(reports, tag([report.text for report in reports]), strict=True):
        score.add(report, [plain(one) for one in found])
    return score


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m corpus.attribution.evaluate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("reports", type=Path, help="annotated reports, one JSON object a line")
    parser.add_argument("--model", type=Path, help="folder of a trained tagger; the shipped one without")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write what was found, one report a line")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    try:
        reports = examples.read(arguments.reports)
        began = time.perf_counter()
        tagger = Tagger.load(arguments.model)
        loading = time.perf_counter() - began
    except OnrecordError as error:
        raise SystemExit(str(error)) from error
    tagger.tag([report.text for report in reports[:2]])  # the first pass also warms up
    began = time.perf_counter()
    found = tagger.tag([report.text for report in reports])
    seconds = time.perf_counter() - began
    pieces = sum(len(one.piece) for one in featurise([report.text for report in reports], encoder_folder()))
    score = Score()
    for report, attributions in zip(reports, found, strict=True):
        score.add(report, [plain(one) for one in attributions])
    _print(score)
    print(f"loaded in {loading:.2f} s; {pieces} wordpieces in {seconds:.1f} s: {pieces / seconds:.0f} wordpieces/s")
    if arguments.json:
        with arguments.json.open("w", encoding="utf-8") as lines:
            for report, attributions in zip(reports, found, strict=True):
                lines.write(json.dumps({"id": report.id, "statements": [_record(one) for one in attributions]}) + "\n")


def _record(attribution: Attribution) -> dict[str, object]:
    one = plain(attribution)
    return {
        "source": one.source[0] if one.source else None,
        "cue": one.cue[0],
        "content": one.content,
        "score": round(attribution.score, 3),
    }


def _print(score: Score) -> None:
    for name, counts in (
        *((f"exact {role}", {kind: score.exact[role, kind] for kind in KINDS}) for role in ROLES),
        ("linked", score.linked),
    ):
        for kind, one in counts.items():
            print(
                f"{name:14} {kind:10} P {one.precision:.3f} R {one.recall:.3f} F1 {one.f1:.3f} (annotated {one.gold})"
            )


if __name__ == "__main__":
    main()
