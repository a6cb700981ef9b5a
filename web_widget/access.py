"""Who of the staff is signed in, and what that lets them do; the slices ask only here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, redirect, request, url_for
from flask.sansio.app import App
from flask.sansio.blueprints import BlueprintSetupState
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from web_widget import words
from web_widget.conversations.handover import Adviser
from web_widget.database import Database
from web_widget.problems import Problem, answer_http_error, is_call
from web_widget.secret_key import load_secret_key
from web_widget.services import current_services
from web_widget.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC_BLUEPRINTS = frozenset({"chat", "pages", "health"})
ROLES_MARK = "allowed_roles"
BACKGROUND_MARK = "is_background"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Role(StrEnum):
    ADVISER = "adviser"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Member:
    """Somebody of the staff who is signed in."""

    id: str
    name: str
    roles: frozenset[Role]
    profession: str | None
    session_token: str

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.session_token

    def has(self, *roles: Role) -> bool:
        """Tell whether the member has one of the roles; no role asked for is enough."""
        return not roles or not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class MenuEntry:
    title: str
    endpoint: str
    roles: tuple[Role, ...]


def require(*roles: Role) -> Callable[[View], View]:
    """Let only members with one of the roles reach the view; without roles, every member."""

    def mark(view: View) -> View:
        setattr(view, ROLES_MARK, roles)
        return view

    return mark


def open_to_all(view: View) -> View:
    """Let anybody reach a view of the staff's pages, such as the sign-in."""
    setattr(view, ROLES_MARK, None)
    return view


def background(view: View) -> View:
    """Mark a call that the page makes by itself; it does not keep an idle session alive."""
    setattr(view, BACKGROUND_MARK, True)
    return view


def guard(blueprint: Blueprint, *roles: Role) -> None:
    """Require one of the roles for every view of the blueprint that says nothing itself."""
    blueprint.record_once(lambda state: _guarded(state.app).update({blueprint.name: roles}))


def add_to_menu(blueprint: Blueprint, title: str, endpoint: str, *roles: Role) -> None:
    """Put a page into the menu of those who may see it."""

    def add(state: BlueprintSetupState) -> None:
        state.app.extensions.setdefault("staff_menu", []).append(MenuEntry(title, endpoint, roles))

    blueprint.record_once(add)


def menu() -> list[MenuEntry]:
    member = current_member()
    entries: list[MenuEntry] = current_app.extensions.get("staff_menu", [])
    mine = [entry for entry in entries if member.has(*entry.roles)]
    # The daily work first: the pages about accounts come last, whoever was registered first.
    return sorted(mine, key=lambda entry: entry.endpoint.startswith("staff."))


def signed_in_member() -> Member | None:
    member: Member | None = current_user._get_current_object()
    return member if member and member.is_authenticated else None


def is_adviser() -> bool:
    """Tell whether somebody is signed in who may have conversations."""
    member = signed_in_member()
    return member is not None and member.has(Role.ADVISER)


def current_member() -> Member:
    """Return who is signed in; raise the redirect or 401 of `require` when nobody is."""
    member = signed_in_member()
    if member is None:
        raise _not_signed_in()
    return member


def current_adviser() -> Adviser:
    """Return who is signed in as the conversations know them."""
    member = current_member()
    return Adviser(member.id, member.name, member.profession)


def session_check() -> Callable[[], bool]:
    """Return what tells whether this session still lives; for streams, which outlive a request."""
    database = current_services().database
    token = current_member().session_token
    is_live: Callable[[Database, str], bool] = current_app.extensions["is_live_session"]
    return lambda: is_live(database, token)


def is_background_call() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, BACKGROUND_MARK, False)


def roles_of(app: Flask, endpoint: str) -> tuple[Role, ...] | None:
    """Return who may reach the endpoint: None means anybody, no roles any member.

    Raises LookupError for a view that nobody has said this of, so that none is open by oversight.
    """
    if _is_public(endpoint):
        return None
    view = app.view_functions[endpoint]
    if hasattr(view, ROLES_MARK):
        marked: tuple[Role, ...] | None = getattr(view, ROLES_MARK)
        return marked
    return _guarded(app)[_blueprint(endpoint)]


def check_access(app: Flask, settings: Settings) -> None:
    """Put one gate before every view: first who may enter, then the token against forgery."""
    app.config.update(_session_config(settings))
    csrf = CSRFProtect(app)
    app.register_error_handler(
        CSRFError, lambda _: answer_http_error(Problem(400, words.FORGED, code="forged"))
    )
    app.jinja_env.globals.update(
        signed_in_member=signed_in_member, is_adviser=is_adviser, staff_menu=menu
    )

    def gate() -> None:
        if request.endpoint is None or _is_public(request.endpoint):
            return
        roles = roles_of(app, request.endpoint)
        if roles is not None and not current_member().has(*roles):
            raise Problem(403, words.NOT_YOUR_ROLE)
        if request.method not in SAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise Problem(400, words.FORGED, code="forged")
        csrf.protect()

    app.before_request(gate)
    app.after_request(_keep_from_caches)


def _is_public(endpoint: str) -> bool:
    return endpoint == "static" or _blueprint(endpoint) in PUBLIC_BLUEPRINTS


def _blueprint(endpoint: str) -> str:
    return endpoint.rpartition(".")[0]


def _session_config(settings: Settings) -> dict[str, object]:
    is_secure = settings.cookies_are_secure
    return {
        "SECRET_KEY": load_secret_key(settings),
        # The prefix lets a browser refuse the cookie from anywhere but this host over HTTPS.
        "SESSION_COOKIE_NAME": "__Host-kreftveiviser" if is_secure else "kreftveiviser",
        "SESSION_COOKIE_SECURE": is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The gate asks for the token, after it has asked who is there.
        "WTF_CSRF_CHECK_DEFAULT": False,
        # The token lasts as long as the session. No page of ours sends a referrer.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }


def _not_signed_in() -> HTTPException:
    if is_call():
        return Problem(401, words.NOT_SIGNED_IN, code="not_signed_in")
    came_for = request.full_path.rstrip("?") if request.method == "GET" else ""
    query = f"?{urlencode({'next': came_for})}" if came_for else ""
    return HTTPException(response=redirect(url_for("staff.sign_in") + query))


def _guarded(app: App) -> dict[str, tuple[Role, ...]]:
    found: dict[str, tuple[Role, ...]] = app.extensions.setdefault("guarded_blueprints", {})
    return found


def _keep_from_caches(response: Response) -> Response:
    if request.endpoint and not _is_public(request.endpoint):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
