"""Let simulated people and advisers chat, with connections that are cut, and check that it holds.

    python -m benchmarks.live_chat [--minutes 5] [--seed 1] [--people 20] [--advisers 5]

Starts the real web process on a free port with a database of its own. All the time and at the
end: nothing is lost, doubled or out of order on either side, exactly one has each conversation,
places in the queue have no gaps, the bot is silent while an adviser has it, and no conversation is
stuck.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx

from benchmarks.chat_clients import Desk, new_client
from benchmarks.live_adviser import Adviser
from benchmarks.live_checks import check_log, check_now, check_sides, whole_log
from benchmarks.live_visitor import Findings, Visitor
from benchmarks.web_process import WebProcess, hire, running_web
from web_widget.database import Database
from web_widget.keyring import Keyring

VANISH_SECONDS = 75.0
RUSH_EVERY = 8.0  # seconds
DRAIN_LIMIT = 180.0  # seconds until every conversation must be back with the bot
HEAR_LIMIT = 60.0


@dataclass
class World:
    web: WebProcess
    database: Database
    rng: Random
    ends: float
    findings: Findings = field(default_factory=Findings)
    visitors: list[Visitor] = field(default_factory=list)
    advisers: list[Adviser] = field(default_factory=list)

    @property
    def is_on(self) -> bool:
        return time.monotonic() < self.ends

    async def lead(self, visitor: Visitor) -> None:
        while self.is_on:
            await asyncio.sleep(visitor.rng.uniform(1, 4))
            await visitor.act()

    async def work(self, adviser: Adviser) -> None:
        while self.is_on:
            await asyncio.sleep(adviser.rng.uniform(0.5, 2))
            async with adviser.busy:
                await adviser.act()

    async def vanish_in_turn(self) -> None:
        """Let one adviser after the other vanish, as often as there is time for it."""
        turn = 0
        while self.ends - time.monotonic() > VANISH_SECONDS:
            await asyncio.sleep(self.rng.uniform(5, 15))
            await self.advisers[turn % len(self.advisers)].vanish(VANISH_SECONDS)
            turn += 1

    async def rush_now_and_then(self) -> None:
        while self.is_on:
            await asyncio.sleep(RUSH_EVERY)
            await self.rush()

    async def rush(self) -> None:
        """Let all advisers at hand take the same conversation at the same instant."""
        at_hand = [each for each in self.advisers if not each.busy.locked()]
        for each in at_hand:
            await each.busy.acquire()
        try:
            queue = [waiting["id"] for each in at_hand for waiting in each.overview["queue"][:1]]
            if queue:
                answers = await asyncio.gather(*(each.take(queue[0]) for each in at_hand))
                self.findings.counts["rushes"] += 1
                self.findings.counts["rushes won"] += answers.count(httpx.codes.NO_CONTENT)
                claim = f"{queue[0]}: one of those who take it at once has it: {answers}"
                self.findings.expect(answers.count(httpx.codes.NO_CONTENT) <= 1, claim)
        finally:
            for each in at_hand:
                each.busy.release()

    async def watch(self) -> None:
        while True:
            check_now(self.database, self.findings)
            self.findings.counts["looks at the database"] += 1
            await asyncio.sleep(1)

    async def drain(self) -> None:
        """Let the advisers end everything: no conversation is in a state nobody can leave."""
        await eventually(self._is_drained, DRAIN_LIMIT)
        self.findings.expect(await self._is_drained(), "every conversation can be ended")
        answers = await asyncio.gather(*(each.say("Takk") for each in self.visitors))
        for visitor, answer in zip(self.visitors, answers, strict=True):
            spoke = [each["sender"] for each in answer.json()["messages"]]
            self.findings.expect("bot" in spoke, f"{visitor.talk.id}: the bot answers again")

    async def _is_drained(self) -> bool:
        for each in self.advisers:
            await each.look()
            for waiting in each.overview["queue"]:
                await each.take(waiting["id"])
            await each.look()
            for held in each.mine:
                await each.say(held)
                await each.end(held)
        await asyncio.gather(*(each.look() for each in self.advisers))
        return not any(each.mine or each.overview["queue"] for each in self.advisers)

    async def check(self) -> None:
        """Compare what was said, stored and heard, when all is over."""
        refused = {text for each in self.advisers for text in each.refused}
        for visitor in self.visitors:
            log = await whole_log(visitor.talk, self.findings)
            await eventually(lambda: is_up_to(visitor, log[-1].id), HEAR_LIMIT)  # noqa: B023
            self.findings.counts["messages"] += sum(each.event == "message" for each in log)
            self.findings.counts["events"] += len(log)
            check_log(visitor.talk.id, log, self.findings)
            check_sides(visitor, log, self.advisers, self.findings)
            stored = refused & {each.data.get("text") for each in log}
            self.findings.expect(not stored, f"{visitor.talk.id}: refused and stored: {stored}")
            for gone in visitor.deleted:
                status = (await gone.call("GET")).status_code
                self.findings.expect(status == httpx.codes.NOT_FOUND, f"{gone.id}: deleted")
        self.findings.expect(not self.web.complaints(), f"log: {self.web.complaints()[:3]}")


async def is_up_to(visitor: Visitor, last: int | None) -> bool:
    return visitor.cursor >= (last or 0)


async def eventually(holds: Callable[[], Awaitable[bool]], limit: float) -> None:
    deadline = time.monotonic() + limit
    while not await holds() and time.monotonic() < deadline:
        await asyncio.sleep(0.5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--advisers", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running_web(Path(folder)) as web:
        world = World(
            web,
            Database(web.database_url, keyring=Keyring.at(Path(folder) / "encryption_keys")),
            Random(given.seed),
            time.monotonic() + given.minutes * 60,
        )
        asyncio.run(run(world, given.people, given.advisers))
        world.database.close()
    return report(world.findings)


async def run(world: World, people: int, advisers: int) -> None:
    for email in hire(world.web.database_url, advisers):
        desk = await Desk.sign_in(world.web.url, email)
        world.advisers.append(Adviser(desk, Random(world.rng.random()), world.findings))
    for each in world.advisers:
        each.colleagues = [other for other in world.advisers if other is not each]
        await each.look()
        each.come()
    async with new_client(world.web.url) as http:
        for number in range(people):
            rng = Random(world.rng.random())
            world.visitors.append(Visitor(f"Person{number + 1}", http, rng, world.findings))
        await asyncio.gather(*(each.begin() for each in world.visitors))
        watching = asyncio.create_task(world.watch())
        async with asyncio.TaskGroup() as group:
            for visitor in world.visitors:
                group.create_task(world.lead(visitor))
            for adviser in world.advisers:
                group.create_task(world.work(adviser))
            group.create_task(world.vanish_in_turn())
            group.create_task(world.rush_now_and_then())
        await world.drain()
        await world.check()
        watching.cancel()
        await asyncio.gather(*(each.hang_up() for each in world.visitors))
        await asyncio.gather(*(each.go() for each in world.advisers))


def report(findings: Findings) -> int:
    for name, count in sorted(findings.counts.items()):
        print(f"{name:32} {count:>7}")
    for claim in findings.broken[:20]:
        print(f"BROKEN  {claim}")
    print(f"{len(findings.broken)} broken" if findings.broken else "everything held")
    return 1 if findings.broken else 0


if __name__ == "__main__":
    sys.exit(main())
