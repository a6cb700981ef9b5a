"""The questions whose answers must not change without a reason: content/must_hold.yml."""

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from knowledge.articles import SLUG, first_fault, one_line
from knowledge.errors import ContentError


class MustHold(BaseModel):
    """A question, and the article that has to come first for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(min_length=1, max_length=2_000)
    slug: str = Field(pattern=SLUG)


LIST = TypeAdapter(list[MustHold])


def parse_must_hold(text: str, where: str = "must_hold.yml") -> list[MustHold]:
    """Read the list from its text; raise ContentError."""
    try:
        return LIST.validate_python(yaml.load(text, Loader=yaml.CSafeLoader) or [])
    except yaml.YAMLError as error:
        raise ContentError(f"{where}: {one_line(error)}") from error
    except ValidationError as error:
        raise ContentError(f"{where}: {first_fault(error)}") from error
