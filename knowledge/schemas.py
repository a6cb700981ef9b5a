from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from knowledge.articles import SLUG, Audience

LONGEST_QUESTION = 2_000
EmbedText = Annotated[str, StringConstraints(max_length=8_000)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class EmbedRequest(_Request):
    texts: list[EmbedText] = Field(min_length=1, max_length=512)
    kind: Literal["query", "passage"] = "query"
    keep: bool = False


class SearchRequest(_Request):
    text: Annotated[str, StringConstraints(max_length=LONGEST_QUESTION, strip_whitespace=True)]
    limit: int = Field(default=3, ge=1, le=20)
    audience: Audience | None = None
    context_slug: str | None = Field(default=None, pattern=SLUG, max_length=80)


class CoordinatorsRequest(_Request):
    kommune: Annotated[str, StringConstraints(max_length=LONGEST_QUESTION)]
