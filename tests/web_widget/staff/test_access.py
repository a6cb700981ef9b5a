"""Every address of the application, tried by the outsider and with every wrong role."""

from collections.abc import Callable, Iterator

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import Rule

from tests.web_widget.staff.people import Employee
from web_widget import create_app
from web_widget.access import Role, guard, require, roles_of
from web_widget.services import Services
from web_widget.settings import Settings

Hire = Callable[..., Employee]

PUBLIC_STAFF = {
    "staff.sign_in", "staff.try_password", "staff.ask_code", "staff.try_code", "staff.set_up",
    "staff.confirm_set_up", "staff.first", "staff.make_first", "staff.choose_password",
    "staff.keep_password", "staff.oidc_start", "staff.oidc_answer",
}  # fmt: skip
PUBLIC_BLUEPRINTS = {"chat", "pages", "health"}


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Give endpoint, method and a made-up path of everything that is not for the public."""
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.rpartition(".")[0]
        is_public = blueprint in PUBLIC_BLUEPRINTS or rule.endpoint in PUBLIC_STAFF | {"static"}
        if not is_public:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, _path(rule)


def _path(rule: Rule) -> str:
    _, path = rule.build(dict.fromkeys(rule.arguments, "1")) or ("", "")
    return path.split("?")[0]


def test_what_is_open_to_all_is_on_the_list(app: Flask) -> None:
    is_open = {
        rule.endpoint for rule in app.url_map.iter_rules() if roles_of(app, rule.endpoint) is None
    }
    public = {name for name in is_open if name.rpartition(".")[0] in PUBLIC_BLUEPRINTS}
    assert is_open - public == PUBLIC_STAFF | {"static"}


def test_the_outsider_is_sent_to_the_sign_in_from_every_page(
    app: Flask, outsider: Employee
) -> None:
    for _, method, path in addresses(app):
        page = outsider.client.open(path, method=method)
        assert (page.status_code, page.location.split("?")[0]) == (302, "/logg-inn"), path
        assert len(page.get_data()) < 400, path


def test_the_outsiders_calls_are_answered_with_a_problem(app: Flask, outsider: Employee) -> None:
    for _, method, path in addresses(app):
        for headers in (
            {"Accept": "application/json"},
            {"Accept": "text/event-stream"},
            {"X-CSRFToken": "x"},
            {"Sec-Fetch-Mode": "cors"},
        ):
            answer = outsider.client.open(path, method=method, headers=headers)
            assert answer.status_code == 401, path
            assert answer.mimetype == "application/problem+json", path
            assert answer.get_json()["code"] == "not_signed_in"


@pytest.mark.parametrize("role", [None, *Role])
def test_a_wrong_role_reaches_nothing(app: Flask, employ: Hire, role: Role | None) -> None:
    employee = employ(*([role] if role else []), profession="nurse").signed_in()
    token = employee.token("/konto")
    tried = 0
    for endpoint, method, path in addresses(app):
        allowed = roles_of(app, endpoint)
        if allowed and role not in allowed:
            tried += 1
            answer = employee.client.open(path, method=method, headers={"X-CSRFToken": token})
            assert answer.status_code in {403, 404}, path
            assert answer.get_json()["detail"].startswith("Du har ikke tilgang"), path
    assert tried > 0 or role is Role.ADMINISTRATOR


def test_every_change_needs_the_token_against_forgery(app: Flask, employ: Hire) -> None:
    employee = employ(*Role, profession="nurse").signed_in()
    changes = [each for each in addresses(app) if each[1] != "GET"]
    for _, method, path in changes:
        for data in ({}, {"csrf_token": "made-up"}):
            answer = employee.client.open(path, method=method, data=data)
            assert answer.status_code == 400, path
            assert "Last den på nytt" in answer.text
    assert len(changes) > 10
    assert employee.is_signed_in()


@pytest.mark.parametrize("path", ["/logg-inn", "/logg-inn/kode", "/konto/forste/x"])
def test_the_open_forms_need_the_token_too(outsider: Employee, path: str) -> None:
    assert outsider.client.post(path, data={"email": "a@b.no"}).status_code == 400


def test_the_chat_needs_no_such_token(outsider: Employee) -> None:
    assert outsider.client.post("/api/v1/conversations").status_code == 201


def test_a_page_that_says_nothing_of_its_readers_is_open_to_nobody(
    settings: Settings, services: Services, employ: Hire
) -> None:
    app = create_app(settings, services)
    app._got_first_request = False
    forgotten = Blueprint("forgotten", __name__)
    forgotten.get("/glemt")(lambda: "hemmelig")
    app.register_blueprint(forgotten)
    answer = app.test_client().get("/glemt")
    assert answer.status_code == 500
    assert "hemmelig" not in answer.text


def test_a_guard_holds_for_the_whole_blueprint_and_a_view_may_be_stricter(
    settings: Settings, services: Services
) -> None:
    app = create_app(settings, services)
    guarded = Blueprint("guarded", __name__)
    guard(guarded, Role.EDITOR)
    guarded.get("/a", endpoint="a")(lambda: "a")
    guarded.get("/b", endpoint="b")(require(Role.REVIEWER)(lambda: "b"))
    app.register_blueprint(guarded)
    assert roles_of(app, "guarded.a") == (Role.EDITOR,)
    assert roles_of(app, "guarded.b") == (Role.REVIEWER,)
