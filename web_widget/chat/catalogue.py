"""Search, articles, contact points and municipal contacts, as the knowledge service has them."""

from typing import Annotated

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from web_widget import words
from web_widget.bodies import JsonBody, WithoutIdentityNumbers, read_body, visible
from web_widget.borders import JsonObject
from web_widget.chat.access import services
from web_widget.chat.answering import screen
from web_widget.chat.bodies import Audience
from web_widget.markup import markup

Query = Annotated[str, Field(max_length=2000), AfterValidator(visible), WithoutIdentityNumbers]
Typed = Annotated[str, Field(max_length=200), AfterValidator(visible), WithoutIdentityNumbers]
MOST_SUGGESTIONS = 4
LISTED = ("slug", "title", "category", "summary", "audience")
SHOWN = ("slug", "title", "category", "section", "snippet", "url", "score")


class SearchQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    q: Query
    limit: int = Field(default=5, ge=1, le=20)


class SuggestionsBody(JsonBody):
    text: Typed
    audience: Audience | None = None


class CoordinatorQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kommune: Annotated[str, Field(max_length=100), AfterValidator(visible)]


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/search")(search)
    blueprint.post("/suggestions")(suggestions)
    blueprint.get("/topics")(topics)
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


def suggestions() -> ResponseReturnValue:
    """Suggest articles for what is being typed; nothing of it is stored or logged."""
    body = read_body(SuggestionsBody)
    # Who is in danger gets the text about it in answer, and is not led away to something to read.
    if screen(services(), body.text, body.audience):
        return {"suggestions": []}
    audience = body.audience if body.audience == "barn" else None
    return {"suggestions": services().knowledge.suggestions(body.text, MOST_SUGGESTIONS, audience)}


def topics() -> ResponseReturnValue:
    return {"topics": by_category(services().knowledge.articles())}


def by_category(articles: list[JsonObject]) -> list[JsonObject]:
    """Group the articles by the categories that have any, in the order of the topics."""
    grouped = [
        {
            "category": category,
            "title": title,
            "articles": [
                {name: each[name] for name in LISTED}
                for each in articles
                if each["category"] == category
            ],
        }
        for category, title in words.CATEGORIES.items()
    ]
    return [group for group in grouped if group["articles"]]


def articles() -> ResponseReturnValue:
    return {"articles": services().knowledge.articles()}


def article(slug: str) -> ResponseReturnValue:
    found = services().knowledge.article(slug)
    titles = {each["slug"]: each["title"] for each in services().knowledge.articles()}
    return {
        **found,
        "sections": [{**each, "markup": markup(each["body"])} for each in found["sections"]],
        "category_title": words.CATEGORIES.get(found["category"], found["category"]),
        "contact_cards": services().contact_book.cards(found["contacts"]),
        "related_articles": [
            {"slug": slug, "title": titles[slug], "url": f"/artikler/{slug}"}
            for slug in found["related"]
            if slug in titles
        ],
    }


def contacts() -> ResponseReturnValue:
    return {"contacts": services().knowledge.contacts()}


def coordinators() -> ResponseReturnValue:
    query = CoordinatorQuery.model_validate(request.args.to_dict())
    return services().knowledge.coordinators(query.kommune)
