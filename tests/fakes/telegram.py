"""Telegram's Bot API on loopback, as strict as the real one, with people who write and faults by rule.

    async with FakeTelegram() as telegram:
        anna = telegram.person(7)
        telegram.say(anna, "who said so?")
        await telegram.quiet()
        telegram.messages(anna.id)[-1].text

It refuses what Telegram refuses, and in a few places more (unknown parameters, too many entities), where the
real one lets a mistake pass in silence.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes import telegram_rules as rules
from tests.fakes.telegram_api import BotApi, Message, Person
from tests.fakes.telegram_html import BadHtml
from tests.fakes.telegram_rules import Json, Refused


@dataclass
class Fault:
    """What goes wrong the next few times that a method ("file" for a download, "*" for any) is called."""

    method: str
    how: str  # "status", "bad gateway", "hang", "drop", "drop after", "garble"
    times: int
    status: int
    retry_after: int | None


class FakeTelegram(BotApi):
    def __init__(self, token: str = "123456:a-secret-that-nobody-may-see") -> None:
        super().__init__(int(token.split(":")[0]))
        self.token = token
        self.url = ""
        self.calls: list[tuple[str, Json]] = []
        self._faults: list[Fault] = []
        self._next_update = 1000
        self.idle: Callable[[], bool] | None = None  # asks the bot whether it has nothing more to do
        self.impatient = 0  # calls before the end of a retry_after
        self._closed_until = 0.0
        self._busy = 0
        self._moved = time.monotonic()

    # A person's side

    def person(self, id: int, name: str = "Anna") -> Person:
        self._chats.setdefault(id, {"id": id, "type": "private", "first_name": name})
        return Person(id, name)

    def group(self, id: int, title: str = "Newsroom") -> int:
        self._chats[id] = {"id": id, "type": "supergroup", "title": title}
        return id

    def say(
        self, who: Person, text: str, chat: int | None = None, reply_to: int | None = None, **content: Any
    ) -> Message:
        """A person's message, in their own chat with the bot or in a group."""
        place = who.id if chat is None else chat
        message = self._write(place, _user(who), text, reply_to=reply_to)
        if self._is_delivered(message):
            self.deliver("message", self._json(message) | content)
        return message

    def edit(self, who: Person, message: Message, text: str) -> None:
        message.text = text
        self.deliver("edited_message", self._json(message) | {"edit_date": int(time.time())})

    def press(self, who: Person, message: Message, label: str) -> None:
        self.press_data(who, message, message.button(label)["callback_data"])

    def press_data(self, who: Person, message: Message, data: str) -> None:
        """As a client that was tampered with may: any data."""
        query = f"query-{self._next_update}"
        self._queries.add(query)
        content = {"id": query, "from": _user(who), "chat_instance": "1", "data": data}
        self.deliver("callback_query", content | {"message": self._json(message)})

    def remove(self, message: Message) -> None:
        """As when a person deletes it."""
        del self._messages[message.chat][message.id]

    def deliver(self, kind: str, content: Json) -> None:
        if self._wanted and kind not in self._wanted:
            return
        self.updates.append({"update_id": self._next_update, kind: content})
        self._next_update += 1
        self._news.set()

    def messages(self, chat: int) -> list[Message]:
        """All that stands in a chat now, in order."""
        return [message for _, message in sorted(self._messages.get(chat, {}).items())]

    def answers(self, chat: int) -> list[Message]:
        """What the bot has written there."""
        return [message for message in self.messages(chat) if message.sender["id"] == self.me["id"]]

    def count(self, method: str) -> int:
        return sum(called == method for called, _ in self.calls)

    def fault(self, method: str, how: str, times: int = 1, status: int = 500, retry_after: int | None = None) -> None:
        self._faults.append(Fault(method, how, times, status, retry_after))

    async def quiet(self, still: float = 0.0) -> None:
        """Waits until the bot has fetched everything, is idle and has called nothing for a moment."""
        # A bot in another process can't be asked whether it is idle: it gets more time to show that it isn't.
        still = max(still, 0.03 if self.idle else 0.2)
        await self.until(
            lambda: (
                not self.updates
                and not self._busy
                and (self.idle is None or self.idle())
                and time.monotonic() - self._moved > still
            )
        )

    async def until(self, condition: Callable[[], object], seconds: float = 10) -> None:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.01)

    # The server

    async def __aenter__(self) -> FakeTelegram:
        app = web.Application()
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._serve)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        polls = method == "getUpdates"
        self._busy += not polls
        self._moved = time.monotonic()
        try:
            return await self._answer(request, method)
        finally:
            self._busy -= not polls
            self._moved = time.monotonic()

    async def _answer(self, request: web.Request, method: str) -> web.StreamResponse:
        fault = self._due(method)
        if method != "getUpdates" and time.monotonic() < self._closed_until:
            self.impatient += 1
        try:
            if fault and fault.how != "drop after":
                return await self._fail(request, fault)
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            if method not in rules.METHODS:
                raise Refused(404, "Not Found")
            given = rules.parameters(method, dict(await request.post()))
            self.calls.append((method, given))
            result = getattr(self, f"_{method}")(**given)
            body = {"ok": True, "result": await result if asyncio.iscoroutine(result) else result}
            status = 200
        except BadHtml as error:
            status, body = 400, {"ok": False, "error_code": 400, "description": f"Bad Request: {error}"}
        except Refused as error:
            status = error.status
            body = {"ok": False, "error_code": status, "description": error.description}
            if error.parameters:
                body["parameters"] = error.parameters
        if fault:
            return await self._fail(request, fault)
        return web.json_response(body, status=status)

    def _due(self, method: str) -> Fault | None:
        for fault in self._faults:
            if fault.times and fault.method in (method, "*"):
                fault.times -= 1
                return fault
        return None

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.how == "status":
            self._closed_until = time.monotonic() + (fault.retry_after or 0)
            parameters = {} if fault.retry_after is None else {"retry_after": fault.retry_after}
            body = {"ok": False, "error_code": fault.status, "description": "fault", "parameters": parameters}
            return web.json_response(body, status=fault.status)
        if fault.how == "bad gateway":
            return web.Response(status=502, text="<h1>Bad Gateway</h1>", content_type="text/html")
        if fault.how == "garble":
            return web.Response(text='{"ok": true, "result": {', content_type="application/json")
        if fault.how == "hang":
            await asyncio.sleep(3600)
        if request.transport:  # "drop", "drop after"
            request.transport.abort()
        return web.Response()

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if fault := self._due("file"):
            return await self._fail(request, fault)
        if request.match_info["token"] != self.token or request.match_info["path"] not in self.files:
            return web.Response(status=404)
        return web.Response(body=self.files[request.match_info["path"]])


def _user(person: Person) -> Json:
    return {"id": person.id, "is_bot": False, "first_name": person.name}
