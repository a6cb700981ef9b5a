import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from actions.language import Language
from actions.passage import Passage

Route = Literal[
    "answer",
    "clarify",
    "coordinator",
    "human",
    "emergency",
    "crisis",
    "medical_advice",
    "smalltalk",
    "out_of_scope",
    "no_answer",
]
URGENT = ("crisis", "emergency")


@dataclass(frozen=True)
class Button:
    title: str
    payload: str
    nynorsk: str | None = None  # its title there, where that differs

    def in_language(self, language: Language | None) -> dict[str, str]:
        title = self.nynorsk if language == "nn" and self.nynorsk else self.title
        return {"title": title, "payload": self.payload}


@dataclass(frozen=True)
class Message:
    """One bot message: a text of its own, or a response of bot/domain by its name."""

    route: Route
    text: str = ""
    response: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    buttons: Sequence[Button] = ()
    articles: Sequence[Passage] = ()
    contacts: Sequence[str] = ()
    handover: Mapping[str, str] | None = None
    urgent: bool = False
    audience: str | None = None

    def custom(self) -> dict[str, Any]:
        """Return the JSON that docs/contracts.md describes; only what is set is there."""
        parts: dict[str, Any] = {
            "urgent": self.urgent or self.route in URGENT,
            "articles": [article.card() for article in self.articles],
            "contacts": list(self.contacts),
            "handover": dict(self.handover or {}),
            "audience": self.audience,
        }
        return {"route": self.route, **{name: part for name, part in parts.items() if part}}

    def arguments(self, language: Language | None) -> dict[str, Any]:
        """Return what the dispatcher needs to utter this; every response has a nynorsk one."""
        is_nynorsk = language == "nn" and self.response is not None
        return {
            "text": self.text or None,
            "response": f"{self.response}_nn" if is_nynorsk else self.response,
            "buttons": [button.in_language(language) for button in self.buttons],
            "json_message": self.custom(),
            **self.values,
        }


@dataclass(frozen=True)
class Outcome:
    """What a turn leads to: messages, and the slots that change."""

    messages: tuple[Message, ...]
    slots: Mapping[str, Any] = field(default_factory=dict)


def say(message: Message, **slots: Any) -> Outcome:  # noqa: ANN401 -- slots hold any JSON value
    """Return one message and forget the last offer, unless the slots make a new one."""
    forgotten = {"last_offer": None, "offered": None, "last_decision": None}
    return Outcome((message,), {**forgotten, **slots})


def payload(intent: str, **entities: str) -> str:
    """Return a button's payload, such as /choose_article{"slug": "aap"}."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"


def article_button(slug: str, title: str) -> Button:
    return Button(title, payload("choose_article", slug=slug))


TALK: Final = Button(
    "Snakk med en rådgiver", payload("talk_to_human"), nynorsk="Snakk med ein rådgjevar"
)
