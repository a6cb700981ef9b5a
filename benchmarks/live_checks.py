"""What must hold in every conversation, read from the log that is told to its user."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from benchmarks.chat_clients import Conversation, Json, Told
from benchmarks.live_adviser import Adviser
from benchmarks.live_visitor import Findings, Visitor
from web_widget.conversations.models import AdviserPresence, State, now
from web_widget.conversations.models import Conversation as Row
from web_widget.conversations.queue import waiting
from web_widget.conversations.states import TRANSITIONS
from web_widget.database import Database

# A minute without a sign, until the next sweep, and what a slow machine needs.
LOST_AFTER = timedelta(seconds=60 + 5 + 20)
# What the bot may say to somebody who waits: that they do, and whom to call.
SAID_IN_QUEUE = {"human", "crisis", "emergency"}
STREAM_LIMIT = 30.0  # seconds


def check_now(database: Database, findings: Findings) -> None:
    """Check what must hold at any moment, in one look at the database."""
    with database.reading() as session:
        queue = [each.conversation_id for each in waiting(session)]
        rows = {each.id: each for each in session.scalars(select(Row))}
        seen = {each.adviser_id: each.seen_at for each in session.scalars(select(AdviserPresence))}
    places = [rows[each].told_place for each in queue]
    findings.expect(places == list(range(1, len(queue) + 1)), f"places in the queue: {places}")
    limit = now() - LOST_AFTER
    for row in rows.values():
        is_held = row.adviser_id is not None
        findings.expect((row.state == State.HUMAN) == is_held, f"{row.id}: one holder")
        findings.expect((row.id in queue) == (row.state == State.WAITING), f"{row.id}: queued")
        signs = [row.taken_at, seen.get(row.adviser_id or "")]
        alive = any(sign and sign > limit for sign in signs)
        findings.expect(not is_held or alive, f"{row.id}: held by one who has vanished")


async def whole_log(talk: Conversation, findings: Findings) -> list[Told]:
    """Return all events of a conversation, told alike by a stream and by asking."""
    page = (await talk.call("GET")).raise_for_status().json()
    asked = await all_by_asking(talk)
    streamed = await by_stream(talk, len(asked))
    findings.expect(streamed == asked, f"{talk.id}: stream and questions tell the same")
    shown = [each["id"] for each in page["messages"]]
    told = [each["id"] for each in messages(asked)]
    findings.expect(shown == told, f"{talk.id}: page and events tell the same")
    return asked


async def all_by_asking(talk: Conversation) -> list[Told]:
    found: list[Told] = []
    while True:
        after = found[-1].id if found else 0
        events = (await talk.call("GET", f"/events?after={after}")).json()["events"]
        new = [each for each in events if each["event"] != "typing"]
        if not new:
            return found
        found += [Told(int(each["id"]), each["event"], each["data"]) for each in new]


async def by_stream(talk: Conversation, count: int) -> list[Told]:
    found: list[Told] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(STREAM_LIMIT):
            async for told in talk.follow(0):
                found += [told] if told.id is not None else []
                if len(found) >= count:
                    break
    return found


def messages(log: list[Told]) -> Iterator[Json]:
    return (told.data for told in log if told.event == "message")


def check_log(name: str, log: list[Told], findings: Findings) -> None:
    """Walk through a conversation: who may speak, and who may come next."""
    state, holder = State.BOT, None
    for number, told in enumerate(log, start=1):
        findings.expect(told.id == number, f"{name}: event {told.id} is the {number}th")
        if told.event == "state":
            next_state = State(told.data["state"])
            is_passed_on = state == next_state == State.HUMAN
            may_follow = next_state in TRANSITIONS[state] or is_passed_on
            findings.expect(may_follow, f"{name}: {state} became {next_state} at {number}")
            state, holder = next_state, (told.data["adviser"] or {}).get("name")
        elif told.event == "queue":
            findings.expect(state == State.WAITING, f"{name}: a place at {number} while {state}")
        elif told.event == "message":
            findings.expect(may_speak(told.data, state, holder), f"{name}: {told.data} in {state}")


def may_speak(message: Json, state: State, holder: str | None) -> bool:
    if message["sender"] == "adviser":
        return state == State.HUMAN and message["author_name"] == holder
    if message["sender"] == "bot":
        return state == State.BOT or (state == State.WAITING and message["route"] in SAID_IN_QUEUE)
    return True


def check_sides(
    visitor: Visitor, log: list[Told], advisers: list[Adviser], findings: Findings
) -> None:
    """Compare the log with what each side said and heard."""
    name, told = visitor.talk.id, list(messages(log))
    heard, ids = visitor.heard, [each["id"] for each in told]
    findings.expect(heard == ids, f"{name}: the person heard {len(heard)} of {len(ids)} messages")
    said = [each["text"] for each in told if each["sender"] == "user"]
    findings.expect(said == visitor.said, f"{name}: the person said {visitor.said}, stored {said}")
    numbered = [(each.id, each.data["id"]) for each in log if each.event == "message"]
    for adviser in advisers:
        author = adviser.desk.name
        stored = [each["text"] for each in told if each["author_name"] == author]
        mine = adviser.said.get(name, [])
        findings.expect(stored == mine, f"{name}: {author} said {mine}, stored {stored}")
        if name in adviser.views:
            view = adviser.views[name]
            until = [each for each in numbered if (each[0] or 0) <= view.cursor]
            findings.expect(view.messages == until, f"{name}: {author} saw all up to {view.cursor}")
