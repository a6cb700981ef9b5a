from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web_widget import words
from web_widget.chat.access import services
from web_widget.chat.openapi import load_description


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("/")(demo)
    blueprint.get("/personvern")(privacy)
    blueprint.get("/demo/lekeplass")(playground)
    blueprint.get("/api/docs")(api_docs)


def demo() -> ResponseReturnValue:
    topics = [
        {"category": category, "title": title} for category, title in words.CATEGORIES.items()
    ]
    return render_template("demo.html", topics=topics)


def privacy() -> ResponseReturnValue:
    """Say what becomes of what people write, by the settings in use."""
    return render_template(
        "privacy.html",
        periods=services().periods,
        mask_contact_details=services().mask_contact_details,
        privacy_contact=services().privacy_contact,
    )


def playground() -> ResponseReturnValue:
    return render_template("playground.html", topics=words.CATEGORIES)


def api_docs() -> ResponseReturnValue:
    return render_template("api_docs.html", spec=load_description())
