"""Search, articles, contact points and municipal contacts, as the knowledge service has them."""

from typing import Annotated

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from web_widget.bodies import WithoutIdentityNumbers, visible
from web_widget.borders import JsonObject
from web_widget.chat.access import services

Query = Annotated[str, Field(max_length=2000), AfterValidator(visible), WithoutIdentityNumbers]
SHOWN = ("slug", "title", "category", "section", "snippet", "url", "score")


class SearchQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    q: Query
    limit: int = Field(default=5, ge=1, le=20)


class CoordinatorQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kommune: Annotated[str, Field(max_length=100), AfterValidator(visible)]


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/search")(search)
    blueprint.get("/articles")(articles)
    blueprint.get("/articles/<slug>")(article)
    blueprint.get("/contacts")(contacts)
    blueprint.get("/coordinators")(coordinators)


def search() -> ResponseReturnValue:
    query = SearchQuery.model_validate(request.args.to_dict())
    return search_answer(services().knowledge.search(query.q, query.limit), query.q)


def search_answer(found: JsonObject, query: str) -> JsonObject:
    return {
        "query": query,
        "answerable": found["decision"] != "no_answer",
        "results": [{name: result.get(name) for name in SHOWN} for result in found["results"]],
    }


def articles() -> ResponseReturnValue:
    return {"articles": services().knowledge.articles()}


def article(slug: str) -> ResponseReturnValue:
    return services().knowledge.article(slug)


def contacts() -> ResponseReturnValue:
    return {"contacts": services().knowledge.contacts()}


def coordinators() -> ResponseReturnValue:
    query = CoordinatorQuery.model_validate(request.args.to_dict())
    return services().knowledge.coordinators(query.kommune)
