"""Who of the staff is signed in, and what that lets them do; the slices ask only here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, redirect, request, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import HTTPException

from web_widget import words
from web_widget.problems import Problem, is_call

if TYPE_CHECKING:
    from web_widget.conversations.handover import Adviser

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC_BLUEPRINTS = frozenset({"chat", "pages", "health"})
ROLES_MARK = "allowed_roles"
BACKGROUND_MARK = "is_background"


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
    return [entry for entry in entries if member.has(*entry.roles)]


def current_member() -> Member:
    """Return who is signed in; raise the redirect or 401 of `require` when nobody is."""
    if not current_user.is_authenticated:
        raise _not_signed_in()
    member: Member = current_user._get_current_object()
    return member


def current_adviser() -> "Adviser":
    """Return who is signed in as the conversations know them."""
    from web_widget.conversations.handover import Adviser

    member = current_member()
    return Adviser(member.id, member.name, member.profession)


def is_still_signed_in(member: Member) -> bool:
    """Tell whether the session has not ended since; for streams, which outlive their request."""
    load: Callable[[str], Member | None] = current_app.extensions["load_member"]
    return load(member.session_token) is not None


def is_background_call() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, BACKGROUND_MARK, False)


def roles_of(app: Flask, endpoint: str) -> tuple[Role, ...] | None:
    """Return who may reach the endpoint: None means anybody, no roles any member.

    Raises LookupError for a view that nobody has said this of, so that none is open by oversight.
    """
    blueprint = endpoint.rpartition(".")[0]
    if endpoint == "static" or blueprint in PUBLIC_BLUEPRINTS:
        return None
    view = app.view_functions[endpoint]
    if hasattr(view, ROLES_MARK):
        marked: tuple[Role, ...] | None = getattr(view, ROLES_MARK)
        return marked
    guarded: tuple[Role, ...] = _guarded(app)[blueprint]
    return guarded


def check_access(app: Flask) -> None:
    """Put one gate before every view: first who may enter, then the token against forgery."""
    csrf = CSRFProtect(app)
    app.jinja_env.globals.update(staff_member=current_member, staff_menu=menu)

    def gate() -> None:
        endpoint = request.endpoint
        if endpoint is None or endpoint == "static" or request.blueprint in PUBLIC_BLUEPRINTS:
            return
        roles = roles_of(app, endpoint)
        if roles is not None and not current_member().has(*roles):
            raise Problem(403, words.NOT_YOUR_ROLE)
        csrf.protect()

    app.before_request(gate)
    app.after_request(_keep_from_caches)


def _not_signed_in() -> HTTPException:
    if is_call():
        return Problem(401, words.NOT_SIGNED_IN, code="not_signed_in")
    came_for = request.full_path.rstrip("?") if request.method == "GET" else ""
    query = f"?{urlencode({'next': came_for})}" if came_for else ""
    return HTTPException(response=redirect(url_for("staff.sign_in") + query))


def _guarded(app: Flask) -> dict[str, tuple[Role, ...]]:
    found: dict[str, tuple[Role, ...]] = app.extensions.setdefault("guarded_blueprints", {})
    return found


def _keep_from_caches(response: Response) -> Response:
    if session.accessed:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
