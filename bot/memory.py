"""What a chat was about: enough to understand a question that leans on the one before."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from index.catalog import NO_FILTER, Filter

CHATS = 10_000  # remembered at once; the one silent for longest is forgotten first


@dataclass(frozen=True, slots=True)
class Memory:
    """One chat's thread: what was looked for last, in full words, and within which limits."""

    search: str = ""
    filter: Filter = NO_FILTER
    reports: tuple[str, ...] = ()  # ids of the reports shown last


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
