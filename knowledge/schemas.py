from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_QUESTION = 2_000
Audience = Literal["pasient", "parorende", "barn", "alle"]
EmbedText = Annotated[str, StringConstraints(max_length=8_000)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class EmbedRequest(_Request):
    texts: list[EmbedText] = Field(min_length=1, max_length=512)
    kind: Literal["query", "passage"] = "query"
