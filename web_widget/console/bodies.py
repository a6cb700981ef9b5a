from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from web_widget.bodies import ClientId, JsonBody, PersonalText, fault

Profession = Literal["nurse", "social_worker", "lawyer"]
Topic = Literal[
    "kontakt",
    "rettigheter",
    "okonomi",
    "rehabilitering",
    "barn-og-parorende",
    "kommune",
    "annet",
]


class EmptyBody(JsonBody):
    pass


class MessageBody(JsonBody):
    client_message_id: ClientId
    text: PersonalText
    article: Annotated[str, Field(max_length=100)] | None = None


class NoteBody(JsonBody):
    text: PersonalText


class ReadBody(JsonBody):
    seq: Annotated[int, Field(ge=0, lt=2**31)]


class PassBody(JsonBody):
    """To whom a conversation goes: one of a role, a colleague, and the queue."""

    role: Profession | None = None
    colleague: Annotated[str, Field(max_length=26)] | None = None
    queue: Literal[True] | None = None

    @model_validator(mode="after")
    def to_one(self) -> Self:
        if sum(each is not None for each in (self.role, self.colleague, self.queue)) != 1:
            raise fault("pass_to_one")
        return self


class EndBody(JsonBody):
    topic: Topic
