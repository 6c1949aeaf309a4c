"""Who may talk with the bot."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import SettingsError


@dataclass(frozen=True, slots=True)
class AllowList:
    """The people who may use the bot: `user_id in allowed`. Empty lets nobody in."""

    ids: frozenset[int] = frozenset()
    everybody: bool = False

    @classmethod
    def parse(cls, setting: str) -> AllowList:
        """The list that a setting stands for: "" is nobody, "*" everybody, "1, 2" the people with these ids.

        Raises SettingsError where an entry is neither.
        """
        entries = [entry.strip() for entry in setting.split(",") if entry.strip()]
        for entry in entries:
            if entry != "*" and not (entry.isascii() and entry.isdigit()):
                raise SettingsError(
                    f"“{entry}” in the list of allowed people is no Telegram user id. "
                    "Write numbers with commas between them, or * for everybody."
                )
        return cls(frozenset(int(entry) for entry in entries if entry != "*"), everybody="*" in entries)

    def __contains__(self, user_id: int) -> bool:
        return self.everybody or user_id in self.ids

    def __bool__(self) -> bool:
        """False when nobody is let in."""
        return self.everybody or bool(self.ids)
