"""A simulated person: writes, waits, leaves, comes back, and hears by streams that are cut."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

import httpx

from benchmarks.chat_clients import Conversation, Told, new_message

Call = Callable[[], Awaitable[httpx.Response]]
Deed = Callable[[], Awaitable[object]]
PASSING = {429, 503}
TRIES = 60


@dataclass
class Findings:
    """What happened how often, and what must never have happened."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def expect(self, holds: bool, claim: str) -> None:
        if not holds:
            self.broken.append(claim)
            print(f"BROKEN  {claim}", flush=True)


async def send(call: Call, rng: Random, findings: Findings) -> httpx.Response:
    """Make a call whose connection may be cut, or which goes out twice, until it is answered."""
    chance = rng.random()
    if chance < 0.15:  # noqa: PLR2004 one of seven is cut
        findings.counts["calls cut"] += 1
        with suppress(TimeoutError, httpx.TransportError):
            await asyncio.wait_for(call(), rng.uniform(0, 0.15))
    elif chance < 0.25:  # noqa: PLR2004 one of ten goes out twice
        findings.counts["calls doubled"] += 1
        both = await asyncio.gather(call(), call(), return_exceptions=True)
        said = [words_of(each) for each in both if isinstance(each, httpx.Response)]
        said = [each for each in said if each is not None]
        findings.expect(said[1:] == said[:-1], f"a doubled call is answered alike: {said}")
    for _ in range(TRIES):
        with suppress(httpx.TransportError):
            response = await call()
            if response.status_code not in PASSING:
                return response
            findings.counts[f"answered {response.status_code}"] += 1
        await asyncio.sleep(1)
    raise RuntimeError("a call was never answered")


def words_of(answer: httpx.Response) -> object:
    """Return what an answer says was said; None when it was about something else."""
    if answer.status_code != httpx.codes.OK:
        return None
    return answer.json().get("messages", answer.json())


@dataclass
class Visitor:
    name: str
    http: httpx.AsyncClient
    rng: Random
    findings: Findings
    talk: Conversation = field(init=False)
    # The ids of the messages heard, in order, and the last event that was told.
    heard: list[str] = field(default_factory=list)
    cursor: int = 0
    state: str = "bot"
    said: list[str] = field(default_factory=list)
    # The past conversations that this person has deleted.
    deleted: list[Conversation] = field(default_factory=list)
    number: int = 0
    listening: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Start a conversation and listen to it."""
        self.talk = await Conversation.start(self.http)
        self.heard, self.cursor, self.state, self.said = [], 0, "bot", []
        self.listening = asyncio.create_task(self.listen())

    async def listen(self) -> None:
        """Hear by a stream that is cut, by asking, or by loading the page again; by turns."""
        while True:
            how = self.rng.choices([self.stream, self.poll, self.reload], [6, 2, 1])[0]
            with suppress(TimeoutError, httpx.HTTPError):
                await asyncio.wait_for(how(), self.rng.uniform(0.5, 20))
            self.findings.counts[f"{how.__name__} left"] += 1
            await asyncio.sleep(self.rng.choice([0, 0, 0.5, 3, 10]))

    async def stream(self) -> None:
        async for told in self.talk.follow(self.cursor):
            self.hear(told)

    async def poll(self) -> None:
        while True:
            answer = await self.talk.call("GET", f"/events?after={self.cursor}")
            answer.raise_for_status()
            asked = answer.json()
            for each in asked["events"]:
                if each["event"] != "typing":
                    self.hear(Told(int(each["id"]), each["event"], each["data"]))
            claim = f"{self.talk.id}: asked, it is {asked['state']}; told, {self.state}"
            self.findings.expect(asked["state"] == self.state, claim)
            await asyncio.sleep(self.rng.uniform(0.5, 2))

    async def reload(self) -> None:
        """Load the conversation anew and go on from there, as a page that was closed."""
        page = (await self.talk.call("GET")).raise_for_status().json()
        ids = [each["id"] for each in page["messages"]]
        claim = f"{self.talk.id}: a page loaded again begins with what was heard"
        self.findings.expect(ids[: len(self.heard)] == self.heard, claim)
        self.heard, self.state = ids, page["state"]
        self.cursor = max(self.cursor, int(page["last_event_id"]))

    def hear(self, told: Told) -> None:
        if told.id is None:
            return
        claim = f"{self.talk.id}: event {told.id} after {self.cursor}"
        self.findings.expect(told.id > self.cursor, claim)
        self.cursor = told.id
        if told.event == "state":
            self.state = told.data["state"]
        if told.event == "message":
            is_new = told.data["id"] not in self.heard
            self.findings.expect(is_new, f"{self.talk.id}: message {told.id} is told once")
            self.heard.append(told.data["id"])

    async def act(self) -> None:
        """Do one thing that a person might do now."""
        chances: dict[str, list[tuple[Deed, float]]] = {
            "bot": [(self.say, 5), (self.ask, 4), (self.ask_bot, 1)],
            "waiting": [(self.say, 4), (self.ask, 1), (self.type, 2), (self.leave, 1)],
            "human": [(self.say, 9), (self.type, 3), (self.ask, 1)],
        }
        rare: list[Deed] = [
            self.cry,
            self.call_back,
            self.come_back,
            self.rate,
            self.download,
            self.delete,
        ]
        deeds = [*chances[self.state], *((each, 0.3) for each in rare)]
        deed = self.rng.choices([each for each, _ in deeds], [chance for _, chance in deeds])[0]
        self.findings.counts[f"person: {deed.__name__}"] += 1
        await deed()

    async def say(self, words: str = "") -> httpx.Response:
        self.number += 1
        text = f"{self.name} sier {self.number}. {words}".strip()
        body = new_message(text)
        answer = await send(lambda: self.talk.call("POST", "/messages", body), *self.ways)
        self.expect_status(answer, 200)
        self.said.append(text)
        return answer

    async def cry(self) -> None:
        await self.say("Jeg vil ta livet av meg")

    async def ask(self) -> None:
        body = {"consent": True, "topic": self.rng.choice(["okonomi", "kontakt"])}
        answer = await send(lambda: self.talk.call("POST", "/handoff", body), *self.ways)
        self.expect_status(answer, 202)

    async def ask_bot(self) -> None:
        body = new_message("") | {"payload": "/talk_to_human"}
        del body["text"]
        answer = await send(lambda: self.talk.call("POST", "/messages", body), *self.ways)
        self.expect_status(answer, 200)
        self.said.append("Snakk med en rådgiver")

    async def leave(self) -> None:
        answer = await send(lambda: self.talk.call("DELETE", "/handoff"), *self.ways)
        self.expect_status(answer, 204, 409)

    async def type(self) -> None:
        self.expect_status(await self.talk.call("POST", "/typing", {}), 204)

    async def call_back(self) -> None:
        body = {"consent": True, "email": "made-up@example.org"}
        self.expect_status(await self.talk.call("POST", "/callback", body), 201)

    async def rate(self) -> None:
        self.expect_status(await self.talk.call("POST", "/feedback", {"helpful": True}), 204)

    async def download(self) -> None:
        self.expect_status(await self.talk.call("GET", "/transcript"), 200)

    async def come_back(self) -> None:
        """Go on with the conversation on another device."""
        code = (await self.talk.call("POST", "/return-code", {})).json()["code"]
        answer = await self.http.post("/api/v1/conversations/return", json={"code": code})
        self.expect_status(answer, 200)
        self.talk.token = answer.json()["token"]

    async def delete(self) -> None:
        await self.hang_up()
        answer = await send(lambda: self.talk.call("DELETE"), *self.ways)
        self.expect_status(answer, 204, 404)  # 404: a call that was cut has deleted it already
        self.deleted.append(self.talk)
        await self.begin()

    async def hang_up(self) -> None:
        if self.listening is not None:
            self.listening.cancel()
            await asyncio.gather(self.listening, return_exceptions=True)

    @property
    def ways(self) -> tuple[Random, Findings]:
        return self.rng, self.findings

    def expect_status(self, answer: httpx.Response, *wanted: int) -> None:
        claim = f"{answer.request.method} {answer.url.path}: {answer.status_code}, not {wanted}"
        self.findings.expect(answer.status_code in wanted, claim)
