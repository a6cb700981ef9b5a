from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web_widget import words
from web_widget.chat.openapi import load_description


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/")(demo)
    blueprint.get("/api/docs")(api_docs)


def demo() -> ResponseReturnValue:
    topics = [
        {"category": category, "title": title} for category, title in words.CATEGORIES.items()
    ]
    return render_template("demo.html", topics=topics)


def api_docs() -> ResponseReturnValue:
    return render_template("api_docs.html", spec=load_description())
