"""Eight people, what is theirs, and a way to try every address as each of them."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select
from werkzeug.routing import Rule

from knowledge.editions.importing import import_at_first_start
from tests.web_widget.conftest import made_settings
from tests.web_widget.fakes import FakeDialogue, FakeKnowledge, FakeSafety
from tests.web_widget.people import new_client_id, visit
from web_widget import create_app
from web_widget.access import Role
from web_widget.conversations import handover
from web_widget.conversations.handover import Adviser
from web_widget.conversations.models import CannedReply, Message, Sender, now
from web_widget.services import Services, services_with
from web_widget.settings import Settings
from web_widget.staff import accounts, sessions
from web_widget.staff.accounts import Profile

CONTENT = Path("knowledge/content")
CSRF = re.compile(r'<meta name="csrf-token" content="([^"]+)">')
USERS = ("bruker 1", "bruker 2")
STAFF = {
    "rådgiver 1": Profile("Siv", frozenset({Role.ADVISER}), "nurse"),
    "rådgiver 2": Profile("Jon", frozenset({Role.ADVISER}), "lawyer"),
    "redaktør": Profile("Eva", frozenset({Role.EDITOR}), None),
    "fagansvarlig": Profile("Roar", frozenset({Role.REVIEWER}), None),
    "administrator": Profile("Astrid", frozenset({Role.ADMINISTRATOR}), None),
}
OUTSIDER = "utenforstående"
PEOPLE = (*USERS, *STAFF, OUTSIDER)
CHANGES = frozenset({"POST", "PUT", "DELETE", "PATCH"})


@dataclass(frozen=True)
class Person:
    """What a browser sends for this one: cookie, token against forgery, and a user's own token."""

    headers: dict[str, str]


@dataclass
class Scene:
    """A world in a file: user 1 talks with adviser 1, user 2 waits, the editor has a draft."""

    app: Flask
    settings: Settings
    people: dict[str, Person]
    # What stands for each argument of an address: user 1's conversation, and so on.
    things: dict[str, str]
    waiting: str
    _services: Services | None = None

    def status(self, person: str, method: str, rule: Rule) -> int:
        """Try an address in the world as it was at first; give the status of the answer."""
        self.app.extensions["web_widget"] = self._fresh()
        # A client of its own each time: signing out would else sign out of all that follows.
        client = self.app.test_client(use_cookies=False)
        headers = self.people[person].headers
        body = _body(rule.endpoint)
        with client.open(self.path(rule), method=method, headers=headers, **body) as answer:
            status = int(answer.status_code)
        if method in CHANGES and status < 400:
            self._close()
        return status

    def path(self, rule: Rule) -> str:
        things = {**self.things, **_things_of(rule.endpoint, self)}
        _, path = rule.build({name: things[name] for name in rule.arguments}) or ("", "")
        return path

    def _fresh(self) -> Services:
        """Return a copy of the world in which nothing has been changed."""
        if self._services is None:
            original = Path(self.settings.database_url.removeprefix("sqlite:///"))
            copy = original.with_name("copy.db")
            for left in copy.parent.glob("copy.db*"):
                left.unlink()
            shutil.copyfile(original, copy)
            changed = self.settings.model_copy(update={"database_url": f"sqlite:///{copy}"})
            self._services = _services(changed)
            # So that a stream of events ends at once.
            self._services.stopping.set()
        return self._services

    def _close(self) -> None:
        if self._services is not None:
            self._services.database.close()
        self._services = None


def build(folder: Path) -> Scene:
    settings = made_settings(folder, f"sqlite:///{folder / 'scene.db'}")
    settings = settings.model_copy(
        update=dict.fromkeys(
            ("rate_limit_start", "rate_limit_write", "rate_limit_return", "rate_limit_sign_in"),
            "1000000/minute",
        )
    )
    services = _services(settings)
    services.database.upgrade()
    engine = create_engine(settings.database_url)
    import_at_first_start(engine, CONTENT)
    engine.dispose()
    app = create_app(settings, services)
    scene = _peopled(app, services, settings)
    services.database.close()
    return scene


def _peopled(app: Flask, services: Services, settings: Settings) -> Scene:
    people, ids = {}, {}
    for name, profile in STAFF.items():
        people[name], ids[name] = _employee(app, services, name, profile)
    visitors = [visit(app.test_client()) for _ in USERS]
    for name, visitor in zip(USERS, visitors, strict=True):
        visitor.say("Hvor lenge kan jeg få sykepenger?")
        people[name] = Person(_as_sent(app, visitor.client) | visitor.headers)
    people[OUTSIDER] = Person(_as_sent(app, app.test_client()))
    first, second = visitors
    first.post("/callback", {"phone": "98 76 54 32", "consent": True})
    siv = Adviser(ids["rådgiver 1"], "Siv", "nurse")
    with services.database.writing() as session:
        for visitor in visitors:
            handover.ask_for_adviser(session, visitor.id, "okonomi")
        session.flush()
        handover.take(session, first.id, siv)
    editor = people["redaktør"]
    text = (CONTENT / "articles/okonomi/sykepenger.md").read_text("utf8")
    draft = {"text": text + "\nMer.\n", "revision": None}
    path = "/redaksjon/article/sykepenger/utkast"
    writing = app.test_client(use_cookies=False)
    assert writing.put(path, json=draft, headers=editor.headers).status_code == 200
    with services.database.reading() as session:
        message = session.scalars(
            select(Message.id).where(
                Message.conversation_id == first.id, Message.sender == Sender.USER
            )
        ).one()
        reply = session.scalars(select(CannedReply.id).limit(1)).one()
        request = _only_callback(session)
    things = {
        "conversation_id": first.id,
        "message_id": message,
        "request_id": request,
        "reply_id": reply,
        "account_id": ids["rådgiver 1"],
        "slug": "sykepenger",
        "kind": "article",
        "key": "sykepenger",
        "number": "0",
        "trial_id": "ukjent",
        "token": "ukjent",
        "name": "ukjent",
        "filename": "pages/icon.svg",
    }
    return Scene(app, settings, people, things, second.id)


def _only_callback(session: Any) -> str:  # noqa: ANN401 an SQLAlchemy session
    from web_widget.conversations.models import CallbackRequest

    found: str = session.scalars(select(CallbackRequest.id)).one()
    return found


def _employee(app: Flask, services: Services, name: str, profile: Profile) -> tuple[Person, str]:
    email = f"{name.replace(' ', '').replace('å', 'a').replace('ø', 'o')}@example.org"
    with services.database.writing() as session:
        account = accounts.create(session, email, profile, password_hash=None)
        token = sessions.start(session, account, complete=True, moment=now())
        account_id = account.id
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return Person(_as_sent(app, client, "/konto")), account_id


def _as_sent(app: Flask, client: FlaskClient, page: str = "/logg-inn") -> dict[str, str]:
    """Give the headers with which this browser sends a form of the page."""
    found = CSRF.search(client.get(page).text)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert found
    assert cookie
    return {
        "X-CSRFToken": found[1],
        "Cookie": f"{name}={cookie.value}",
        "Accept": "application/json",
    }


def _services(settings: Settings) -> Services:
    return services_with(settings, FakeDialogue(), FakeKnowledge(), FakeSafety())


def _things_of(endpoint: str, scene: Scene) -> dict[str, str]:
    """Say which thing is tried where the usual one would not do."""
    if endpoint == "console.take":
        return {"conversation_id": scene.waiting}
    if endpoint in {"editor.row", "editor.change", "editor.remove"}:
        return {"kind": "contacts", "key": "contacts"}
    return {"name": "x.js"} if endpoint == "pages.chunk" else {}


def _body(endpoint: str) -> dict[str, Any]:
    """Give a body that fits: a body that does not would be refused before whose the thing is."""
    made: Callable[[], dict[str, Any]] | None = BODIES.get(endpoint)
    if made is not None:
        return {"json": made()}
    if endpoint in FORMS:
        return {"data": FORMS[endpoint]}
    return {}


BODIES: dict[str, Callable[[], dict[str, Any]]] = {
    "chat.say": lambda: {"text": "Hei", "client_message_id": new_client_id()},
    "chat.handoff": lambda: {"consent": True},
    "chat.callback": lambda: {"consent": True, "phone": "98 76 54 32"},
    "chat.feedback": lambda: {"helpful": True},
    "chat.try_code": lambda: {"code": "en to tre fire fem"},
    "console.say": lambda: {"text": "Hei", "client_message_id": new_client_id()},
    "console.add_note": lambda: {"text": "Et notat"},
    "console.mark_read": lambda: {"seq": 1},
    "console.pass_on": lambda: {"queue": True},
    "console.end": lambda: {"topic": "okonomi"},
    "console.give": lambda: {"text": "Hvor lenge kan jeg få sykepenger?"},
    **dict.fromkeys(
        ("editor.save", "editor.check", "editor.as_form", "editor.preview"),
        lambda: {"text": "Tekst", "revision": 1},
    ),
    "editor.merge": lambda: {"text": "Tekst", "base": "Tekst"},
    "editor.attempt": lambda: {"text": "Tekst", "message": "Hei"},
    "editor.ask": lambda: {"texts": ["Hei"], "documents": []},
    "editor.start": dict,
}
FORMS = {
    "console.add": {"title": "Hei", "text": "Hei"},
    "console.change": {"title": "Hei", "text": "Hei"},
    "staff.change_person": {"name": "Siv", "roles": "adviser", "profession": "nurse"},
    "staff.invite": {"name": "Ny", "email": "ny@example.org", "roles": "editor"},
}
