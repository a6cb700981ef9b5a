import asyncio
import logging
import time
from asyncio import AbstractEventLoop

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from sanic import Sanic

log = logging.getLogger(__name__)

SENDER = "warm-up"
QUESTION = "hvor lenge kan jeg få sykepenger"
LONGEST = 60.0  # seconds, after which the process is as ready as it gets


async def warm_up(app: Sanic, _: AbstractEventLoop) -> None:
    """Take a turn that nobody waits for, since the first one is slow; nothing of it is kept."""
    agent = app.ctx.agent
    message = UserMessage(QUESTION, CollectingOutputChannel(), SENDER, input_channel="web")
    started = time.monotonic()
    try:
        await asyncio.wait_for(agent.handle_message(message), LONGEST)
        log.info("took the first turn", extra={"seconds": round(time.monotonic() - started, 1)})
    except Exception:
        log.exception("warm-up turn failed")
    finally:
        await agent.tracker_store._tracker_store.forget(SENDER)
        app.ctx.is_warm = True
