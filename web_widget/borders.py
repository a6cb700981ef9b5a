"""What the web application expects of its neighbours, whoever stands in for them."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from pydantic import BaseModel, Field

JsonObject = dict[str, Any]

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


class Button(BaseModel):
    title: str
    payload: str


class ArticleCard(BaseModel):
    slug: str
    title: str
    category: str | None = None
    url: str
    section: str | None = None
    reviewed: str | None = None
    score: float = 0.0


class Handover(BaseModel):
    step: Literal["offer", "start"]
    topic: str | None = None


class Custom(BaseModel):
    route: Route
    urgent: bool = False
    articles: list[ArticleCard] = []
    contacts: list[str] = []
    handover: Handover | None = None
    audience: str | None = Field(default=None, max_length=20)


class BotMessage(BaseModel):
    """One message that the user will see, as Rasa gives it."""

    text: str = ""
    buttons: list[Button] = []
    custom: Custom


class Dialogue(Protocol):
    """The dialogue server; every failure is an UnavailableError."""

    def ask(self, sender: str, message: str, metadata: Mapping[str, Any]) -> list[BotMessage]: ...

    def forget(self, sender: str) -> None: ...


class Knowledge(Protocol):
    """The knowledge service; every failure is an UnavailableError, a missing slug NotFoundError."""

    def search(self, text: str, limit: int = 3, audience: str | None = None) -> JsonObject: ...

    def suggestions(self, text: str, limit: int, audience: str | None) -> list[JsonObject]: ...

    def articles(self) -> list[JsonObject]: ...

    def article(self, slug: str) -> JsonObject: ...

    def contacts(self) -> list[JsonObject]: ...

    def coordinators(self, kommune: str) -> JsonObject: ...

    def questions(self) -> list[JsonObject]: ...

    def embed(self, texts: Sequence[str]) -> JsonObject: ...

    def release(self) -> JsonObject:
        """Return which release the service answers from, and which it should."""
        ...

    def trial_search(self, documents: list[JsonObject], texts: list[str]) -> JsonObject:
        """Answer the texts with and without the documents."""
        ...

    def start_trial(self, documents: list[JsonObject]) -> str:
        """Begin to ask all questions on file with and without the documents; return its id."""
        ...

    def trial(self, trial_id: str) -> JsonObject:
        """Return how far a trial has come, and what it has found."""
        ...


class Hit(Protocol):
    """What a safety rule has found: the route, and which text to show."""

    @property
    def route(self) -> str: ...

    @property
    def text_id(self) -> str: ...


class Safety(Protocol):
    """The safety rules, which need no other process."""

    def screen(self, text: str, audience: str | None = None) -> Hit | None: ...

    def text(self, text_id: str) -> str: ...
