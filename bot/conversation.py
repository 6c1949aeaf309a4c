"""A conversation over an index: what every face (console, Telegram, JSON) talks to."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from bot.answer import compose
from bot.citing import check
from bot.forms.tables import IN_TABLE
from bot.memory import CHATS, Memories, Memory, remember
from bot.question import LONGEST, Question, printable
from bot.quotes import Finder
from bot.types import Answer, Citation, Excerpt
from corpus.errors import OnrecordError
from corpus.types import Span
from index.catalog import Filter
from index.rerank import TextReranker
from index.search import Index

HELP = (
    "Ask who said what, what somebody said about something, or for a fact; for example the questions below. "
    "Every answer is a word-for-word quote with the report it stands in. What the reports don't say is not answered. "
    "Put words in quotation marks to find them exactly. A short follow-up (and in October? what about the mayor?) "
    "is read with the question before it."
)


class Conversation:
    """Answers questions, one thread of memory for each chat. Safe to use from several threads."""

    def __init__(self, index: Index, reranker: TextReranker | None = None) -> None:
        self.index = index
        self._finder = Finder(index, reranker)
        self._memories = Memories()
        self._asked = OrderedDict[str, Question]()  # what each chat's list answers
        self._lock = Lock()

    def warm(self) -> None:
        """Loads ahead what the first questions would wait for: seconds of work, best done in a thread of its own."""
        self._finder.warm()

    def reply(self, chat: str, text: str, limits: Filter | None = None, *, after: Memory | None = None) -> Answer:
        """The answer to what a person typed in a chat; `limits` narrows where it is looked for.

        It is read with the chat's memory, or with `after`, that of an older answer.
        """
        memory = after or self._memories.of(chat)
        question = self._finder.understand(text, memory, limits)
        if question.intent != "ask":
            return self._small_talk(question)
        answer = compose(self._finder, self._going_on(chat, question), self.index)
        answer = replace(answer, question=printable(text)[:LONGEST].strip())
        places = [(c.report_id, c.span.start, c.span.end) for c in answer.citations]
        places += [(IN_TABLE, row, row) for row in range(len(answer.table))]
        people = [s.person for s in answer.statements if s.person]
        nearest = [c.report_id for c in answer.nearest]
        self._memories.keep(chat, remember(question, places, people, nearest))
        return answer

    def memory(self, chat: str) -> Memory:
        """What a chat is about now."""
        return self._memories.of(chat)

    def forget(self, chat: str) -> None:
        """Begins the chat anew."""
        self._memories.forget(chat)
        with self._lock:
            self._asked.pop(chat, None)

    def excerpt(self, citation: Citation, step: int = 0) -> Excerpt:
        """The passage around a citation, or the one `step` passages on.

        Beside the citation's own passage, only what of the cited words lies in the passage shown is marked.
        Raises Changed when the report has changed, OnrecordError beyond its first and its last passage.
        """
        report = check(self.index.catalog.report(citation.report_id), citation)
        spans = [row.passage.span for row in self.index.catalog.passages.of(report.id)]
        here = next((i for i, s in enumerate(spans) if s == citation.passage), None)
        if here is None:  # cut otherwise since: the passage that holds most of the quote
            here = max(range(len(spans)), key=lambda i: spans[i].overlap(citation.span))
        if not 0 <= here + step < len(spans):
            raise OnrecordError(f"The report {'begins' if step < 0 else 'ends'} here: turn back, or ask a question.")
        shown = spans[here + step]
        start = min(max(citation.span.start, shown.start), shown.end)
        end = max(start, min(citation.span.end, shown.end))
        return Excerpt(shown.of(report.text), Span(start - shown.start, end - shown.start), citation)

    def examples(self) -> list[str]:
        """Three or four questions that this collection answers: on who is quoted most, and on its newest reports."""
        people = [p.name for p in self.index.catalog.people.all() if p.body == "person"][:2]
        titles = self.index.catalog.newest_titles(2)
        return [*(f"What did {name} say?" for name in people), *(f"Who said what about: {title}" for title in titles)]

    def about(self) -> str:
        """One line: how many reports, from when to when."""
        counts = self.index.catalog.counts()
        many = f"{counts.reports:,} report{'s' * (counts.reports != 1)}"
        if counts.first and counts.last:
            many += f" from {counts.first:%-d %b %Y} to {counts.last:%-d %b %Y}"
        return many + (f", {counts.sources} publishers" if counts.sources > 1 else "")

    def _going_on(self, chat: str, question: Question) -> Question:
        """The question, or for the next page of a list the one that the list answers: in other words it is another."""
        with self._lock:
            asked = self._asked.get(chat, question)
            same = [(q.kind, q.search, q.filter, q.phrases, q.without_people) for q in (asked, question)]
            if question.without and same[0] == same[1]:
                return replace(asked, without=question.without)
            self._asked[chat] = question
            self._asked.move_to_end(chat)
            while len(self._asked) > CHATS:
                self._asked.popitem(last=False)
        return question

    def _small_talk(self, question: Question) -> Answer:
        lead = {
            "hello": f"Hello. I answer from {self.about()}. {HELP}",
            "thanks": "You're welcome.",
            "help": f"{HELP} I answer from {self.about()}.",
            "empty": "Please type a question in words, for example: who said the bridge would open again?",
        }[question.intent]
        examples = tuple(self.examples()) if question.intent in ("hello", "help") else ()
        return replace(Answer(question.text, False, lead), example_questions=examples)
