"""Turn new turns away at once when as many run as can be answered soon."""

from collections.abc import Iterator
from contextlib import contextmanager

from web_widget import metrics
from web_widget.borders import Hit
from web_widget.conversations.models import Conversation, State
from web_widget.errors import TooManyError
from web_widget.services import Services


@contextmanager
def place_for_turn(
    services: Services, conversation: Conversation, hit: Hit | None
) -> Iterator[bool]:
    """Hold one of the places for turns; danger gets in without, and is given False.

    Raises TooManyError when there is none. What is written to an adviser takes no place.
    """
    if conversation.state == State.HUMAN:
        yield True
        return
    if not services.turn_places.acquire(blocking=False):
        if hit is None:
            raise TooManyError
        yield False
        return
    try:
        with metrics.TURNS_RUNNING.track_inprogress():
            yield True
    finally:
        services.turn_places.release()
