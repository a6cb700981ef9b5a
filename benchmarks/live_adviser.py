"""A simulated adviser: takes, writes, passes on, ends, loses the connection, and vanishes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

import httpx

from benchmarks.chat_clients import Desk, Json, new_message
from benchmarks.live_visitor import Findings, send

Deed = Callable[[], Awaitable[object]]
MOST_AT_ONCE = 6
GONE = {404, 409}


@dataclass
class View:
    """One conversation on an adviser's page: number and id of each message."""

    cursor: int = 0
    messages: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Adviser:
    desk: Desk
    rng: Random
    findings: Findings
    colleagues: list["Adviser"] = field(default_factory=list)
    overview: Json = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    # What was said and stored by conversation, and what was refused since it was somebody else's.
    said: dict[str, list[str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    number: int = 0
    # Held by whoever lets this adviser do something, one thing at a time.
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    listening: asyncio.Task[None] | None = None

    def come(self) -> None:
        self.listening = asyncio.create_task(self.listen())

    async def go(self) -> None:
        """Be gone without a word: no stream, no sign of presence."""
        if self.listening is not None:
            self.listening.cancel()
            await asyncio.gather(self.listening, return_exceptions=True)
            self.listening = None

    async def listen(self) -> None:
        """Follow the console's stream, which is cut now and then."""
        while True:
            with suppress(TimeoutError, httpx.HTTPError):
                await self.look()
                await asyncio.wait_for(self.follow(), self.rng.uniform(2, 40))
            self.findings.counts["console streams cut"] += 1
            await asyncio.sleep(self.rng.choice([0, 0.5, 2]))

    async def follow(self) -> None:
        async for told in self.desk.follow():
            if told.event == "ping":
                await self.desk.post("/puls")
            await self.look()

    async def look(self) -> None:
        """Fetch the overview, and what is new in the conversations in it."""
        self.overview = (await self.desk.get("/oversikt")).raise_for_status().json()
        await asyncio.gather(*(self.read(each) for each in self.mine))

    @property
    def mine(self) -> list[str]:
        return [each["id"] for each in self.overview.get("mine", [])]

    async def read(self, conversation_id: str) -> None:
        view = self.views.setdefault(conversation_id, View())
        after = view.cursor
        answer = await self.desk.get(f"/samtaler/{conversation_id}?after={after}")
        if answer.status_code in GONE or view.cursor != after:
            return
        new = answer.raise_for_status().json()
        view.messages += [(each["seq"], each["id"]) for each in new["messages"]]
        view.cursor = new["cursor"]

    async def act(self) -> None:
        """Do one thing that an adviser might do now."""
        waiting = self.overview.get("queue", [])
        deeds: list[tuple[Deed, float]] = (
            [(self.take, 4)] if waiting and len(self.mine) < MOST_AT_ONCE else []
        )
        if self.mine:
            deeds += [(self.say, 12), (self.end, 2), (self.pass_on, 2), (self.read_up, 3)]
            deeds += [(self.type, 2), (self.note, 1)]
        if not deeds:
            return
        deed = self.rng.choices([each for each, _ in deeds], [chance for _, chance in deeds])[0]
        self.findings.counts[f"adviser: {deed.__name__}"] += 1
        await deed()

    async def take(self, conversation_id: str = "") -> int:
        conversation_id = conversation_id or self.overview["queue"][0]["id"]
        answer = await self.desk.post(f"/samtaler/{conversation_id}/ta")
        self.expect_status(answer, 204, *GONE)
        return answer.status_code

    async def say(self, conversation_id: str = "") -> None:
        conversation_id = conversation_id or self.one()
        self.number += 1
        body = new_message(f"{self.desk.name} svarer {self.number}")
        path = f"/samtaler/{conversation_id}/meldinger"
        answer = await send(lambda: self.desk.post(path, body), self.rng, self.findings)
        self.expect_status(answer, 200, *GONE)
        if answer.status_code == httpx.codes.OK:
            self.said.setdefault(conversation_id, []).append(body["text"])
        else:
            self.refused.append(body["text"])

    async def end(self, conversation_id: str = "") -> None:
        path = f"/samtaler/{conversation_id or self.one()}/avslutt"
        call = {"topic": "okonomi"}
        answer = await send(lambda: self.desk.post(path, call), self.rng, self.findings)
        self.expect_status(answer, 204, *GONE)

    async def pass_on(self) -> None:
        colleague = self.rng.choice(self.colleagues).desk.id
        to: Json = self.rng.choice([{"role": "lawyer"}, {"queue": True}, {"colleague": colleague}])
        path = f"/samtaler/{self.one()}/overfor"
        answer = await send(lambda: self.desk.post(path, to), self.rng, self.findings)
        self.expect_status(answer, 204, *GONE)

    async def read_up(self) -> None:
        conversation_id = self.one()
        seq = self.views.get(conversation_id, View()).cursor
        answer = await self.desk.post(f"/samtaler/{conversation_id}/lest", {"seq": seq})
        self.expect_status(answer, 204, *GONE)
        slip = await self.desk.get(f"/samtaler/{conversation_id}/utdrag")
        self.expect_status(slip, 200, *GONE)

    async def type(self) -> None:
        answer = await self.desk.post(f"/samtaler/{self.one()}/skriver")
        self.expect_status(answer, 204, *GONE)

    async def note(self) -> None:
        answer = await self.desk.post(f"/samtaler/{self.one()}/notater", {"text": "Ring i morgen"})
        self.expect_status(answer, 201, *GONE)

    async def vanish(self, seconds: float) -> None:
        """Be gone for longer than the conversations wait, and come back as if nothing was."""
        async with self.busy:
            self.findings.counts["advisers vanished"] += 1
            self.findings.counts["conversations they held"] += len(self.mine)
            await self.go()
            gone = time.monotonic()
            await asyncio.sleep(seconds)
            self.findings.counts["seconds vanished"] += int(time.monotonic() - gone)
            self.come()

    def one(self) -> str:
        return self.rng.choice(self.mine)

    def expect_status(self, answer: httpx.Response, *wanted: int) -> None:
        claim = f"{answer.request.method} {answer.url.path}: {answer.status_code}, not {wanted}"
        self.findings.expect(answer.status_code in wanted, claim)
