"""What a chat was about: enough to understand a question that leans on the one before."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from bot.grammar import Kind
from corpus.types import Polarity
from index.catalog import NO_FILTER, Filter

if TYPE_CHECKING:  # a question is understood with a memory, a memory made of a question
    from bot.question import Question

CHATS = 10_000  # remembered at once; the one silent for longest is forgotten first
MENTIONED = 30  # persons kept in mind
LONGEST = 1000  # characters of what is remembered as looked for, and LISTED of everything shown
LISTED = 500

Passage = tuple[str, int, int]  # report id, start and end of what was shown of it


@dataclass(frozen=True, slots=True)
class Memory:
    """One chat's thread: what was asked for last, in full words, within which limits, and what was shown."""

    search: str = ""
    filter: Filter = NO_FILTER
    reports: tuple[str, ...] = ()  # ids of the reports shown last, or that came nearest
    kind: Kind = "fact"
    topic: str = ""
    whom: str = ""
    speakers: tuple[tuple[str, ...], ...] = ()  # whose words were asked for
    people: tuple[str, ...] = ()  # whose words were shown last
    polarity: Polarity = "asserts"
    when: tuple[date, date] | None = None
    phrases: tuple[str, ...] = ()
    shown: tuple[Passage, ...] = ()  # along a thread of "more"
    mentioned: tuple[str, ...] = ()  # persons: asked for, shown, spoken of; those of the newest question first


def remember(
    question: Question, shown: Sequence[Passage] = (), people: Sequence[str] = (), nearest: Sequence[str] = ()
) -> Memory:
    """The memory of a chat after a question was answered with the places `shown`, spoken by `people` (keys).

    Of those whom a half name may have meant the chat goes on with the ones who were heard. Where the reports didn't say
    it goes on from those that came `nearest` (ids), and from the ones before.
    """
    heard = tuple(tuple(p for p in some if p in people) or some for some in question.speakers)
    asked, about = ([some[0] for some in persons if some] for persons in (heard, question.about))
    return Memory(
        question.search[-LONGEST:],
        question.filter,
        tuple(dict.fromkeys([report for report, _, _ in shown] or [*nearest, *question.near])),
        question.kind,
        question.topic,
        question.whom,
        heard,
        tuple(dict.fromkeys([*question.without_people, *people])),
        question.polarity,
        question.when,
        question.phrases,
        (*question.without, *shown)[-LISTED:],
        tuple(dict.fromkeys([*asked, *people, *about, *question.mentioned]))[:MENTIONED],
    )


class Memories:
    """The memory of every chat; safe to use from several threads."""

    def __init__(self) -> None:
        self._chats: OrderedDict[str, Memory] = OrderedDict()
        self._lock = Lock()

    def of(self, chat: str) -> Memory:
        """What is remembered of a chat; an empty memory for a new one."""
        with self._lock:
            return self._chats.get(chat, Memory())

    def keep(self, chat: str, memory: Memory) -> None:
        """Puts a memory in place of the chat's former one."""
        with self._lock:
            self._chats[chat] = memory
            self._chats.move_to_end(chat)
            while len(self._chats) > CHATS:
                self._chats.popitem(last=False)

    def forget(self, chat: str) -> None:
        """Forgets a chat."""
        with self._lock:
            self._chats.pop(chat, None)
