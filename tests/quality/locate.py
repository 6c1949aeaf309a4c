"""Fill in where the evidence of the gold questions stands in the sample reports.

    python -m tests.quality.locate

Each quote in gold.jsonl is looked up in its report, as corpus.readers reads it; `start`, `end` and the exact
slice are written back. White space and the kind of quotation marks need not agree: a quote can be copied from
an HTML source or typed with straight quotes. Ends with 1, and writes nothing, when a quote is missing or
stands in more than one place, or a report can't be read, with one line for each.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.readers import Skipped, read_all
from corpus.types import Report, Span

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "corpus" / "reports"
GOLD = Path(__file__).with_name("gold.jsonl")

_DOUBLE = "[\"“”„«»]|''"
_SINGLE = "['‘’‛]"


def pattern(quote: str) -> re.Pattern[str]:
    """What matches quote with any white space between its words and any marks for its quotation marks."""
    parts = []
    for piece in re.findall(rf"{_DOUBLE}|{_SINGLE}|\s+|[^\s\"“”„«»'‘’‛]+", quote.strip()):
        if re.fullmatch(_DOUBLE, piece):
            parts.append(f"(?:{_DOUBLE})")
        elif re.fullmatch(_SINGLE, piece):
            parts.append(_SINGLE)
        else:
            parts.append(r"\s+" if piece.isspace() else re.escape(piece))
    return re.compile("".join(parts))


def places(quote: str, text: str) -> list[Span]:
    """Every place at which quote stands in text, in order."""
    return [Span(*found.span()) for found in pattern(quote).finditer(text)]


def located(question: dict[str, Any], texts: dict[str, str]) -> Iterator[str]:
    """What is wrong with question's evidence, a sentence each; what is right gets its place, in place."""
    for evidence in question["evidence"]:
        name = f"{question['id']}: {evidence['quote']!r}"
        if evidence["report"] not in texts:
            yield f"{name}: there is no report {evidence['report']!r}."
            continue
        text = texts[evidence["report"]]
        match places(evidence["quote"], text):
            case [span]:
                evidence.update(start=span.start, end=span.end, quote=span.of(text))
            case []:
                yield f"{name} is not in {evidence['report']}."
            case spans:
                yield f"{name} stands {len(spans)} times in {evidence['report']}: lengthen it."


def main() -> int:
    found = list(read_all([REPORTS]))
    texts = {report.id: report.text for report in found if isinstance(report, Report)}
    skipped = [skip.reason for skip in found if isinstance(skip, Skipped)]
    questions = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    wrong = skipped or [sentence for question in questions for sentence in located(question, texts)]
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    GOLD.write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions), encoding="utf-8")
    print(f"{sum(len(q['evidence']) for q in questions)} quotes located in {len(texts)} reports.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
