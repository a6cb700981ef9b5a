from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web_widget.access import background, current_adviser
from web_widget.borders import JsonObject
from web_widget.console.callbacks import open_callbacks
from web_widget.console.wire import adviser_json, held_json, instant, waiting_json
from web_widget.console.words import ROLES, TOPICS
from web_widget.conversations import presence, queue
from web_widget.conversations.models import now
from web_widget.services import current_services


def add_to(blueprint: Blueprint) -> None:
    blueprint.get("")(desk)
    blueprint.get("/oversikt")(overview)
    blueprint.post("/puls", endpoint="pulse")(background(beat))
    blueprint.post("/aktiv")(active)
    blueprint.app_context_processor(lambda: {"console_settings": _settings})


def desk() -> str:
    return render_template("console/desk.html")


@background
def overview() -> JsonObject:
    moment = now()
    adviser = current_adviser()
    hours = current_services().adviser_hours
    with current_services().database.reading() as session:
        waiting = queue.waiting(session)
        mine = queue.mine(session, adviser.id)
        present = presence.present(session, moment)
        callbacks = open_callbacks(session)
    if adviser.id not in {each.id for each in present}:
        # Who looks is there, before the page has given its first sign.
        beat()
        present = sorted([*present, adviser], key=lambda each: (each.name, each.id))
    changes_at = hours.next_change(moment)
    return {
        "queue": [waiting_json(each) for each in waiting],
        "mine": [held_json(each) for each in mine],
        "advisers": [adviser_json(each) for each in present],
        "callbacks": callbacks.count,
        "last_callback": callbacks.last_id,
        "open": hours.is_open(moment),
        "changes_at": instant(changes_at) if changes_at else None,
    }


def beat() -> ResponseReturnValue:
    """Say that the adviser's page is open."""
    with current_services().database.writing() as session:
        presence.beat(session, current_adviser())
    return "", 204


def active() -> ResponseReturnValue:
    """Say that the adviser does something on the page, which keeps the session alive."""
    return beat()


def _settings() -> JsonObject:
    return {
        "me": adviser_json(current_adviser()),
        "choices": {
            "roles": [{"role": role, "title": title} for role, title in ROLES.items()],
            "topics": [{"topic": topic, "title": title} for topic, title in TOPICS.items()],
        },
    }
