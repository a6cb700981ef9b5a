import json
import re
from dataclasses import dataclass

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
# The buttons' intents, each with the entities it carries.
PAYLOADS: dict[str, dict[str, str]] = {
    "choose_article": {"slug": SLUG},
    "choose_topic": {"category": SLUG},
    "choose_audience": {"audience": r"[a-zæøå_]{2,20}"},
    "choose_kommune": {"kommune": r"\d{4,6}"},
    "talk_to_human": {},
    "consent_to_handover": {},
    "affirm": {},
    "deny": {},
    "restart": {},
}
# And those that it may carry besides: from which article on a topic is listed.
OPTIONAL: dict[str, dict[str, str]] = {"choose_topic": {"from": r"\d{1,3}"}}
PAYLOAD = re.compile(r"^/(?P<intent>[a-z_]{1,40})(?P<entities>\{.*\})?$", re.DOTALL)


@dataclass(frozen=True)
class Payload:
    """A button's choice: one of the allowed intents with its entities."""

    intent: str
    entities: dict[str, str]

    def __str__(self) -> str:
        if not self.entities:
            return f"/{self.intent}"
        return f"/{self.intent}{json.dumps(self.entities, ensure_ascii=False)}"


def parse_payload(text: str) -> Payload | None:
    """Read a button's payload; None when it is not one that a button may carry."""
    match = PAYLOAD.match(text)
    expected = PAYLOADS.get(match["intent"]) if match else None
    if match is None or expected is None:
        return None
    try:
        entities = json.loads(match["entities"] or "{}")
    except (ValueError, RecursionError):
        return None
    allowed = expected | OPTIONAL.get(match["intent"], {})
    if not set(expected) <= set(entities) <= set(allowed):
        return None
    for name, value in entities.items():
        pattern = allowed[name]
        if not isinstance(value, str) or len(value) > 80 or not re.fullmatch(pattern, value):  # noqa: PLR2004
            return None
    return Payload(match["intent"], entities)


def as_typed(text: str) -> str:
    """Return the text so that Rasa never takes it for an intent of its own."""
    return text.lstrip("/ \n\t") or "?"
