"""A conversation over a few reports with a visible rule, for tests of the bot.

A question is answered with each sentence that holds its last word; "which" brings two choices. A line of a report is a
passage. What a chat is about is its last question.
"""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from hashlib import sha256

from bot.memory import Memory
from bot.types import Answer, Citation, Excerpt, Said
from corpus.errors import Changed, OnrecordError
from corpus.types import Span


class Shelf:
    """The reports by their id. In a question "slowly" waits for `go`, "fail" and "bug" raise."""

    def __init__(self, reports: dict[str, str]) -> None:
        self.reports = reports
        self.asked: list[tuple[str, str]] = []
        self.after: list[Memory | None] = []  # with each question asked
        self.forgotten: list[str] = []
        self._memories: dict[str, Memory] = {}
        self.go = threading.Event()

    def reply(self, chat: str, text: str, *, after: Memory | None = None) -> Answer:
        self.asked.append((chat, text))
        self.after.append(after)
        self._memories[chat] = Memory(text)
        if "slowly" in text:
            self.go.wait(20)
        if "fail" in text:
            raise OnrecordError("There is no index. Run: onrecord index build")
        if "bug" in text:
            raise ZeroDivisionError("a detail that is none of the person's business")
        if text.startswith("which "):
            return Answer(text, abstained=False, lead="Whom?", choices=("What of water?", "What of the bridge?"))
        word = text.rstrip("?").split()[-1]
        found = tuple(
            self._cite(report_id, sentence)
            for report_id, report in self.reports.items()
            for sentence in re.finditer(r"[^\s.][^.\n]*\.?", report)
            if word in sentence[0]
        )
        if not found:
            report_id, report = next(iter(self.reports.items()))
            nearest = self._cite(report_id, re.match(r".[^.\n]*\.?", report))
            return Answer(text, abstained=True, lead="The reports do not say.", nearest=(nearest,))
        said = Said("Ann Baker", "mayor", "said", "direct", "asserts", 0, found[0].span, found[0].quote)
        return Answer(text, abstained=False, lead="", citations=found, statements=(said,), spoken=True)

    def memory(self, chat: str) -> Memory:
        return self._memories.get(chat, Memory())

    def forget(self, chat: str) -> None:
        self.forgotten.append(chat)

    def excerpt(self, citation: Citation, step: int = 0) -> Excerpt:
        report = self.reports.get(citation.report_id, "")
        if _digest(report) != citation.digest:
            raise Changed("This report has changed since the answer was given. Ask the question again.")
        lines = [Span(m.start(), m.end()) for m in re.finditer(r".+", report)]
        at = next(i for i, line in enumerate(lines) if line.covers(citation.span)) + step
        if not 0 <= at < len(lines):
            raise OnrecordError("The report has no more passages on this side.")
        line, span = lines[at], citation.span
        here = line.covers(span)
        marked = Span(span.start - line.start, span.end - line.start) if here else Span(0, 0)
        return Excerpt(line.of(report), marked, citation)

    def examples(self) -> list[str]:
        return ["What was said about water?", "Who spoke of the bridge?"]

    def about(self) -> str:
        return f"{len(self.reports)} reports, up to 28 Oct 2016."

    def _cite(self, report_id: str, sentence: re.Match[str] | None) -> Citation:
        if sentence is None:
            raise ValueError("a report of this shelf begins with a sentence")
        report, span = self.reports[report_id], Span(*sentence.span())
        here = Citation(report_id, span, span.of(report), span, _digest(report))
        return replace(here, title=f"Report {report_id}", source="Wire", page=2)


def _digest(report: str) -> str:
    return sha256(report.encode()).hexdigest()
