from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.audience import Audience, as_audience, audience_in
from actions.language import Language, language_of


@dataclass(frozen=True)
class Turn:
    """What the user has just said, and what the conversation knows already."""

    text: str = ""
    intent: str = ""
    confidence: float = 1.0
    entities: Mapping[str, str] = field(default_factory=dict)
    audience: Audience | None = None
    audience_is_new: bool = False
    language: Language | None = None
    question: str | None = None
    article: str | None = None
    shown: tuple[int, ...] = ()
    topic: str | None = None
    danger: str | None = None
    kommune: str | None = None
    last_offer: str | None = None
    offered: tuple[str, ...] = ()
    failures: int = 0
    last_decision: str | None = None
    is_first: bool = False

    @property
    def is_button(self) -> bool:
        return self.text.startswith("/")

    @property
    def is_foreign(self) -> bool:
        return self.language not in (None, "nn")

    def shown_of(self, slug: str) -> tuple[int, ...]:
        """Return the positions of the passages of an article that the user has just seen."""
        return self.shown if slug == self.article else ()

    @property
    def words(self) -> int:
        return len(self.text.split())


def read_turn(
    message: Mapping[str, Any], slots: Mapping[str, Any], *, is_first: bool = False
) -> Turn:
    """Read Rasa's latest message and slots; what is missing or of a wrong type is left out."""
    text = str(message.get("text") or "")
    intent = message.get("intent") or {}
    metadata = message.get("metadata") or {}
    known = as_audience(slots.get("audience")) or as_audience(metadata.get("audience"))
    said = None if text.startswith("/") else audience_in(text, known)
    return Turn(
        text=text,
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        entities={e["entity"]: str(e["value"]) for e in message.get("entities") or []},
        audience=said or known,
        audience_is_new=said is not None and said != known,
        language=language_of(text, slots.get("language"), metadata.get("locale")),
        question=slots.get("question"),
        article=slots.get("article"),
        shown=tuple(slots.get("shown") or ()),
        topic=slots.get("topic"),
        danger=slots.get("danger"),
        kommune=slots.get("kommune"),
        last_offer=slots.get("last_offer"),
        offered=tuple(slots.get("offered") or ()),
        failures=int(slots.get("failures") or 0),
        last_decision=slots.get("last_decision"),
        is_first=is_first,
    )
