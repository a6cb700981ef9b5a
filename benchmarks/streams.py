"""Time the delivery of messages between people and advisers, while many streams are open.

    python -m benchmarks.streams [--streams 1000] [--chats 100] [--minutes 2]

Starts the real web process on a free port with a database of its own. In each chat
there is a message every five seconds, by turns from the person and from the adviser. The person's
widget hears by its event stream; the adviser's page is told by its stream and fetches, as the
console does.
"""

import argparse
import asyncio
import gc
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx

from benchmarks.chat_clients import Conversation, Desk, Json, new_client, new_message
from benchmarks.web_process import WebProcess, hire, running_web

EVERY = 5.0  # seconds between two messages of a chat
MEDIAN_LIMIT, P95_LIMIT = 100.0, 500.0  # ms
CHATS_OF_AN_ADVISER = 10
AT_ONCE = 20
LAST_WAIT = 15.0  # seconds for what was sent last to arrive


@dataclass
class Post:
    """What was sent when, and what arrived how often and how late, in one direction."""

    sent: dict[str, float] = field(default_factory=dict)
    arrived: Counter[str] = field(default_factory=Counter)
    late: list[float] = field(default_factory=list)

    def sends(self) -> Json:
        message = new_message("")
        message["text"] = message["client_message_id"]
        self.sent[message["text"]] = time.perf_counter()
        return message

    def hears(self, text: str) -> None:
        if text in self.sent:
            self.arrived[text] += 1
            self.late.append((time.perf_counter() - self.sent[text]) * 1000)

    @property
    def lost(self) -> int:
        return len(self.sent) - len(self.arrived)

    @property
    def doubled(self) -> int:
        return self.arrived.total() - len(self.arrived)


@dataclass
class Fetch:
    """One call at a time; asked for again meanwhile, it is made once more after this one."""

    call: Callable[[], Awaitable[object]]
    again: bool = False
    under_way: asyncio.Task[None] | None = None

    def ask(self) -> None:
        self.again = True
        if self.under_way is None or self.under_way.done():
            self.under_way = asyncio.create_task(self.run())

    async def run(self) -> None:
        while self.again:
            self.again = False
            await self.call()


@dataclass
class Load:
    """Everybody who is there, and what goes between them."""

    to_visitor: Post = field(default_factory=Post)
    to_adviser: Post = field(default_factory=Post)
    cursors: dict[str, int] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    cut: int = 0

    async def listen(self, conversation: Conversation, is_open: asyncio.Semaphore) -> None:
        """Hear all that is said in a conversation, as its widget does."""
        async for told in conversation.follow(0):
            if told.id == 1:  # the greeting: the stream is open
                is_open.release()
            if told.event == "message" and told.data["sender"] == "adviser":
                self.to_visitor.hears(told.data["text"])
        self.cut += 1

    async def attend(self, desk: Desk) -> None:
        """Do what the console's page does when it is told that something changed."""
        overview = Fetch(lambda: desk.get("/oversikt"))
        messages: dict[str, Fetch] = {}
        async for told in desk.follow():
            if told.event == "ping":
                await desk.post("/puls")
            for each in told.data.get("conversations", []):
                read = messages.setdefault(each, Fetch(partial(self.read, desk, each)))
                read.ask()
            overview.ask()
        self.cut += 1

    async def read(self, desk: Desk, conversation_id: str) -> None:
        after = self.cursors.get(conversation_id, 0)
        read = (await desk.get(f"/samtaler/{conversation_id}?after={after}")).json()
        self.cursors[conversation_id] = read["cursor"]
        for message in read["messages"]:
            if message["sender"] == "user":
                self.to_adviser.hears(message["text"])

    async def chat(self, conversation: Conversation, desk: Desk, begin: float, end: float) -> None:
        """Let the person and the adviser speak by turns."""
        is_adviser = False
        while begin < end:
            await asyncio.sleep(begin - time.monotonic())
            await (self.answer(conversation, desk) if is_adviser else self.ask(conversation))
            is_adviser = not is_adviser
            begin += EVERY

    async def ask(self, conversation: Conversation) -> None:
        message = self.to_adviser.sends()
        await self.expect_ok(conversation.call("POST", "/messages", message))

    async def answer(self, conversation: Conversation, desk: Desk) -> None:
        path = f"/samtaler/{conversation.id}"
        await desk.post(f"{path}/lest", {"seq": self.cursors.get(conversation.id, 0)})
        await self.expect_ok(desk.post(f"{path}/meldinger", self.to_visitor.sends()))

    async def expect_ok(self, call: Awaitable[httpx.Response]) -> None:
        try:
            status = (await call).status_code
        except httpx.TransportError as error:
            self.refused[type(error).__name__] += 1
            return
        if status != httpx.codes.OK:
            self.refused[str(status)] += 1

    async def until_all_arrived(self) -> None:
        deadline = time.monotonic() + LAST_WAIT
        while (self.to_visitor.lost or self.to_adviser.lost) and time.monotonic() < deadline:
            await asyncio.sleep(0.1)


@dataclass(frozen=True)
class Size:
    streams: int
    chats: int
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--chats", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=2)
    given = parser.parse_args()
    allow_many_connections()
    with tempfile.TemporaryDirectory() as folder, running_web(Path(folder)) as web:
        return asyncio.run(run(web, Size(given.streams, given.chats, given.minutes * 60)))


async def run(web: WebProcess, size: Size) -> int:
    load = Load()
    desks = await sign_in(web, size.chats)
    async with new_client(web.url) as streams, new_client(web.url) as calls:
        empty = sum(web.memory())
        begun = time.perf_counter()
        conversations = await in_turn(Conversation.start(calls) for _ in range(size.streams))
        is_open = asyncio.Semaphore(0)
        listeners = []
        for each in conversations:
            listening = Conversation(streams, each.id, each.token, each.started)
            listeners.append(asyncio.create_task(load.listen(listening, is_open)))
            await asyncio.wait_for(is_open.acquire(), 30)
        print(f"{size.streams} streams open after {time.perf_counter() - begun:.0f} s")
        listeners += [asyncio.create_task(load.attend(desk)) for desk in desks]
        chats = conversations[: size.chats]
        for number, each in enumerate(chats):
            await hand_over(each, desks[number % len(desks)])
        gc.freeze()  # else looking through a thousand streams stops this process while it measures
        cpu, begin = web.cpu_seconds(), time.monotonic()
        await asyncio.gather(
            *(
                load.chat(each, desks[number % len(desks)], begin + at, begin + size.seconds)
                for number, each in enumerate(chats)
                for at in [EVERY * number / len(chats)]
            )
        )
        busy = (web.cpu_seconds() - cpu) / (time.monotonic() - begin)
        await load.until_all_arrived()
        code = report(load, web, empty, busy)
        await hang_up(listeners)
    return code


async def sign_in(web: WebProcess, chats: int) -> list[Desk]:
    emails = hire(web.database_url, -(-chats // CHATS_OF_AN_ADVISER))
    return [await Desk.sign_in(web.url, email) for email in emails]


async def in_turn(coroutines: Iterable[Awaitable[Conversation]]) -> list[Conversation]:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(coroutine: Awaitable[Conversation]) -> Conversation:
        async with places:
            return await coroutine

    return await asyncio.gather(*map(one, coroutines))


async def hand_over(conversation: Conversation, desk: Desk) -> None:
    (await conversation.call("POST", "/handoff", {"consent": True})).raise_for_status()
    (await desk.post(f"/samtaler/{conversation.id}/ta")).raise_for_status()


async def hang_up(listeners: list[asyncio.Task[None]]) -> None:
    for each in listeners:
        each.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*listeners, return_exceptions=True)


def report(load: Load, web: WebProcess, empty: int, busy: float) -> int:
    kept = True
    for name, post in (("to people", load.to_visitor), ("to advisers", load.to_adviser)):
        median, p95 = statistics.median(post.late), statistics.quantiles(post.late, n=20)[-1]
        print(f"{name:12} {len(post.sent)} sent, {post.lost} lost, {post.doubled} doubled")
        print(f"{'':12} median {median:.0f} ms, p95 {p95:.0f} ms, most {max(post.late):.0f} ms")
        kept &= median <= MEDIAN_LIMIT and p95 <= P95_LIMIT and not post.lost and not post.doubled
    kept &= not load.refused and not load.cut
    print(f"refused {dict(load.refused)}, streams cut {load.cut}, errors {len(web.complaints())}")
    parts = ", ".join(f"{each / 1e6:.0f}" for each in web.memory())
    print(f"memory of the web processes (PSS) {parts} MB; before the streams {empty / 1e6:.0f} MB")
    print(f"processor {busy:.0%} of one core")
    print("within the limits" if kept else "OVER THE LIMIT")
    return 0 if kept else 1


def allow_many_connections() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    sys.exit(main())
