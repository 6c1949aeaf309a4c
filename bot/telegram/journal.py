"""Logs that are safe to show and short enough to read."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

_REDACTED = "<token>"


class _Redacting(logging.Filter):
    """Takes a secret out of every record: message, arguments, traceback and stack."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._clean(record.getMessage())
        record.args = None
        if record.exc_info:
            # Formatted now and dropped: a handler that formats exceptions itself would show the secret.
            record.exc_text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = self._clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self._clean(record.stack_info)
        return True

    def _clean(self, text: str) -> str:
        return text.replace(self._secret, _REDACTED)


@contextmanager
def redacted(token: str) -> Iterator[None]:
    """While it lasts, the token stands in no log: not in a line, not in an exception's text.

    The filter sits on the root's handlers, since a logger's filter doesn't see what its children send up.
    """
    filter = _Redacting(token.partition(":")[2] or token)  # the part before the colon is the bot's public id
    handlers = [h for h in (*logging.getLogger().handlers, logging.lastResort) if h]
    noisy = [logging.getLogger(name) for name in ("httpx", "httpcore")]  # they log the address, token and all
    levels = [logger.level for logger in noisy]
    for handler in handlers:
        handler.addFilter(filter)
    for logger in noisy:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(filter)
        for logger, level in zip(noisy, levels, strict=True):
            logger.setLevel(level)


class Seldom:
    """Says the same thing at most once in so many seconds: `if seldom("no network"): logger.warning(...)`."""

    def __init__(self, seconds: float = 60.0) -> None:
        self._seconds = seconds
        self._last: dict[str, float] = {}

    def __call__(self, what: str) -> bool:
        now = time.monotonic()
        if now - self._last.get(what, float("-inf")) < self._seconds:
            return False
        self._last[what] = now
        return True
