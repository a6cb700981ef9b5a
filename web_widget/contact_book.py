import logging
import time
from collections.abc import Iterable
from threading import Lock

from web_widget import words
from web_widget.borders import JsonObject, Knowledge
from web_widget.errors import UnavailableError

log = logging.getLogger(__name__)

FRESH_SECONDS = 2.0  # what editors publish is to be seen within five
RETRY_SECONDS = 5.0
SHOWN = ("id", "name", "phone", "email", "url", "for_whom", "open_now", "opens")


class ContactBook:
    """The contact points by id, a little old at most, and still there when knowledge is not."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._lock = Lock()
        self._good_until = 0.0
        self._loaded = False
        self._known = {str(contact["id"]): contact for contact in words.ALWAYS_THERE}

    def cards(self, ids: Iterable[str]) -> list[JsonObject]:
        """Return the contact points with these ids, in that order; unknown ids are left out."""
        known = self._contacts()
        return [known[name] for name in ids if name in known]

    def _contacts(self) -> dict[str, JsonObject]:
        # Only the very first asker waits; later, one refreshes and the others take what is known.
        if time.monotonic() >= self._good_until and self._lock.acquire(blocking=not self._loaded):
            try:
                self._refresh()
            finally:
                self._lock.release()
        return self._known

    def _refresh(self) -> None:
        if time.monotonic() < self._good_until:
            return
        try:
            contacts = self._knowledge.contacts()
        except UnavailableError as error:
            log.warning("contact points not refreshed", extra={"reason": error.reason})
            self._good_until = time.monotonic() + RETRY_SECONDS
        else:
            self._known = {str(contact["id"]): as_card(contact) for contact in contacts}
            self._good_until = time.monotonic() + FRESH_SECONDS
        self._loaded = True


def as_card(contact: JsonObject) -> JsonObject:
    return {name: contact.get(name) for name in SHOWN}
