from dataclasses import dataclass
from datetime import datetime

from web_widget import words
from web_widget.borders import JsonObject
from web_widget.chat.wire import instant
from web_widget.conversations.log import Reply
from web_widget.conversations.models import now
from web_widget.conversations.opening_hours import OSLO
from web_widget.services import Services

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)


@dataclass(frozen=True)
class AdvisersAway:
    """No adviser can take the conversation: when one can, and the other ways to reach someone."""

    opens: datetime | None
    contacts: list[JsonObject]

    @property
    def text(self) -> str:
        if self.opens is None:
            return words.ADVISERS_NOT_IN_CHAT
        return words.ADVISERS_CLOSED.format(opens=spoken(self.opens))

    @property
    def reply(self) -> Reply:
        return Reply(text=self.text, route="human", contacts=self.contacts)


def advisers_away(services: Services) -> AdvisersAway | None:
    """Tell why no adviser can be asked now; None when one can."""
    moment = now()
    hours = services.adviser_hours
    if hours.is_open(moment):
        return None
    opens = hours.next_opening(moment)
    return AdvisersAway(opens, services.contact_book.cards(["radgivningstjenesten"]))


def advisers_json(services: Services) -> JsonObject:
    """Say whether advisers are open, and when that changes next."""
    moment = now()
    changes_at = services.adviser_hours.next_change(moment)
    return {
        "open": services.adviser_hours.is_open(moment),
        "changes_at": instant(changes_at) if changes_at else None,
    }


def known_topic(topic: str | None) -> str | None:
    """Keep a topic only when it is one of the categories of articles."""
    return topic if topic in words.CATEGORIES else None


def spoken(moment: datetime) -> str:
    """Write a time as one says it: «mandag 23. november klokken 09.00»."""
    local = moment.astimezone(OSLO)
    day = f"{WEEKDAYS[local.weekday()]} {local.day}. {MONTHS[local.month - 1]}"
    return f"{day} klokken {local:%H.%M}"
