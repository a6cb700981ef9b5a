from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from web_widget.article_page import shown_article
from web_widget.bodies import clean_text
from web_widget.chat.access import services
from web_widget.chat.catalogue import by_category, search_answer
from web_widget.masking import hide_identity_numbers

MAX_QUERY = 300
RESULTS = 10


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/artikler")(index)
    blueprint.get("/artikler/<slug>")(article)


def index() -> ResponseReturnValue:
    query = hide_identity_numbers(clean_text(request.args.get("q", "")))[:MAX_QUERY]
    found = services().knowledge.search(query, RESULTS) if query else None
    return render_template(
        "articles.html",
        categories=by_category(services().knowledge.articles()),
        **(search_answer(found, query) if found else {}),
    )


def article(slug: str) -> ResponseReturnValue:
    found = services().knowledge.article(slug)
    shown = shown_article(found, services().knowledge.articles(), services().knowledge.contacts())
    return render_template("article.html", article=shown)
