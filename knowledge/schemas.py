from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from knowledge.articles import SLUG, Audience
from knowledge.editions.models import Kind

LONGEST_QUESTION = 2_000
LONGEST_TYPED = 200
LONGEST_DOCUMENT = 1_000_000
MOST_DOCUMENTS = 20
MOST_TRIED = 50
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


class SuggestionsRequest(_Request):
    text: Annotated[str, StringConstraints(max_length=LONGEST_TYPED)]
    limit: int = Field(default=4, ge=1, le=10)
    audience: Audience | None = None


class TrialDocument(_Request):
    """A text that is to be tried; null takes the document away."""

    kind: Kind = Field(strict=False)
    key: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    text: Annotated[str, StringConstraints(max_length=LONGEST_DOCUMENT)] | None


class TrialRequest(_Request):
    documents: list[TrialDocument] = Field(max_length=MOST_DOCUMENTS)

    @property
    def texts(self) -> dict[tuple[Kind, str], str | None]:
        return {(each.kind, each.key): each.text for each in self.documents}


class TrialSearchRequest(TrialRequest):
    texts_asked: list[
        Annotated[str, StringConstraints(max_length=LONGEST_QUESTION, strip_whitespace=True)]
    ] = Field(alias="texts", min_length=1, max_length=MOST_TRIED)
    limit: int = Field(default=3, ge=1, le=20)


class CoordinatorsRequest(_Request):
    kommune: Annotated[str, StringConstraints(max_length=LONGEST_QUESTION)]
