"""Signing in at a certified OpenID provider, which runs as a process of its own."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web_widget.staff.people import Employee, audit_entries, hire
from web_widget import create_app
from web_widget.access import Role
from web_widget.outside_roles import PROFESSIONS, ROLES, read_outside_roles
from web_widget.services import Services
from web_widget.settings import Settings
from web_widget.staff import accounts, words
from web_widget.staff.accounts import Profile

HERE = "http://localhost"
ANSWER = "/logg-inn/oidc/svar"
NODE = shutil.which("node") or str(Path(".venv/bin/node"))
KARI = {"email": "kari@example.org", "email_verified": True, "name": "Kari Nordmann"}
GROUPS = "sykepleiere=adviser/nurse, redaksjon=editor, ledelse=administrator"


@dataclass
class Provider:
    issuer: str

    def expect(self, sub: str, **more: Any) -> None:  # noqa: ANN401 claims are of every kind
        who = {"sub": sub, "amr": ["pwd", "mfa"], "claims": KARI, **more}
        httpx.put(f"{self.issuer}/who", json=who, trust_env=False).raise_for_status()

    def follow(self, address: str) -> str:
        """Go through the provider's pages as a browser does; give the address that leads back."""
        with httpx.Client(trust_env=False) as browser:
            for _ in range(10):
                answer = browser.get(address)
                assert answer.is_redirect, f"{address}: {answer.status_code} {answer.text[:300]}"
                address = str(answer.url.join(answer.headers["Location"]))
                if address.startswith(HERE):
                    return address.removeprefix(HERE)
        raise AssertionError(address)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    command = [NODE, str(Path(__file__).parent / "provider.js"), HERE + ANSWER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        yield Provider(process.stdout.readline().decode().strip())
        process.terminate()


Made = Callable[..., Flask]


@pytest.fixture
def made(settings: Settings, services: Services, provider: Provider) -> Made:
    def make(**changed: object) -> Flask:
        oidc = {
            "oidc_issuer": provider.issuer,
            "oidc_client_id": "kreftveiviser",
            "oidc_client_secret": "a made-up secret for the tests",
            "oidc_name": "Kreftforeningen",
            "oidc_scopes": "groups",
        }
        return create_app(settings.model_copy(update=oidc | changed), services)

    return make


def invite(services: Services, email: str, *roles: Role) -> str:
    with services.database.writing() as session:
        return accounts.create(session, email, Profile("Kari", frozenset(roles), "nurse")).id


def sign_in(client: FlaskClient, provider: Provider, came_for: str = "") -> TestResponse:
    sent = client.get("/logg-inn/oidc", query_string={"next": came_for})
    assert sent.status_code == 302
    return client.get(provider.follow(sent.location))


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/konto").status_code == 200


def assert_not_let_in(client: FlaskClient, answer: TestResponse) -> None:
    assert (answer.status_code, answer.location) == (302, "/logg-inn")
    assert words.OUTSIDE_FAILED in client.get("/logg-inn").text
    assert not is_signed_in(client)


def test_who_was_invited_signs_in_with_the_second_factor_of_the_provider(
    made: Made, services: Services, provider: Provider
) -> None:
    invite(services, "kari@example.org", Role.EDITOR)
    client = made().test_client()
    page = client.get("/logg-inn").text
    assert "Logg inn med Kreftforeningen" in page
    provider.expect("sub-of-kari")
    answer = sign_in(client, provider, "/redaksjon")
    assert (answer.status_code, answer.location) == (302, "/redaksjon")
    assert is_signed_in(client)
    entry = audit_entries(services)[-1]
    assert (entry.action, entry.details) == ("sign_in.done", {"via": "oidc"})
    assert "passordet byttes der" in client.get("/konto").text


def test_without_a_second_factor_there_ours_is_asked_for(
    made: Made, services: Services, provider: Provider
) -> None:
    app = made()
    kari = hire(app, services, frozenset({Role.EDITOR}), name="Kari Nordmann")
    provider.expect("sub-of-kari", amr=["pwd"], claims={**KARI, "email": kari.email})
    answer = sign_in(kari.client, provider)
    assert answer.location == "/logg-inn/kode"
    assert not is_signed_in(kari.client)
    assert kari.give_code().status_code == 302
    assert is_signed_in(kari.client)


def test_a_level_that_is_set_counts_as_a_second_factor_and_is_asked_for(
    made: Made, services: Services, provider: Provider
) -> None:
    invite(services, "kari@example.org", Role.EDITOR)
    client = made(oidc_mfa_acr=frozenset({"urn:mfa"})).test_client()
    provider.expect("sub-of-kari", amr=["pwd"], acr="urn:mfa")
    sent = client.get("/logg-inn/oidc")
    assert parse_qs(urlsplit(sent.location).query)["acr_values"] == ["urn:mfa"]
    assert client.get(provider.follow(sent.location)).status_code == 302
    assert is_signed_in(client)


def test_state_nonce_and_challenge_are_sent_and_are_new_each_time(
    made: Made, provider: Provider
) -> None:
    client = made().test_client()
    first, second = (
        parse_qs(urlsplit(client.get("/logg-inn/oidc").location).query) for _ in range(2)
    )
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == [HERE + ANSWER]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 20
        assert first[name] != second[name]


@pytest.mark.parametrize("field", ["nonce", "code_verifier"])
def test_an_answer_that_belongs_to_another_sign_in_is_refused(
    made: Made, services: Services, provider: Provider, field: str
) -> None:
    invite(services, "kari@example.org", Role.EDITOR)
    client = made().test_client()
    provider.expect("sub-of-kari")
    back = provider.follow(client.get("/logg-inn/oidc").location)
    with client.session_transaction() as session:
        (name,) = (key for key in session if key.startswith("_state_oidc_"))
        session[name]["data"][field] = "x" * 48
        session.modified = True
    assert_not_let_in(client, client.get(back))


def test_somebody_elses_answer_opens_no_session(
    made: Made, services: Services, provider: Provider
) -> None:
    invite(services, "kari@example.org", Role.EDITOR)
    app = made()
    provider.expect("sub-of-kari")
    back = provider.follow(app.test_client().get("/logg-inn/oidc").location)
    victim = app.test_client()
    assert_not_let_in(victim, victim.get(back))
    assert_not_let_in(victim, victim.get(f"{ANSWER}?code=x&state=x"))


def test_an_answer_counts_once(made: Made, services: Services, provider: Provider) -> None:
    invite(services, "kari@example.org", Role.EDITOR)
    client = made().test_client()
    provider.expect("sub-of-kari")
    back = provider.follow(client.get("/logg-inn/oidc").location)
    other = client.application.test_client()
    cookie = client.get_cookie("kreftveiviser")
    assert cookie
    other.set_cookie("kreftveiviser", cookie.value)
    assert client.get(back).location != "/logg-inn"
    assert_not_let_in(other, other.get(back))


def test_who_is_signed_in_is_not_signed_out_by_a_link(
    made: Made, services: Services, provider: Provider
) -> None:
    invite(services, "kari@example.org", Role.EDITOR)
    client = made().test_client()
    provider.expect("sub-of-kari")
    sign_in(client, provider)
    for path in ("/logg-inn/oidc", f"{ANSWER}?code=x&state=x"):
        assert client.get(path).location != "/logg-inn"
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "who",
    [
        {"claims": {**KARI, "email": "ukjent@example.org"}},
        {"claims": {**KARI, "email_verified": False}},
        {"claims": {"name": "Kari"}},
        {"denies": True},
    ],
    ids=["unknown", "not verified", "no address", "denied"],
)
def test_who_was_not_invited_is_not_let_in(
    made: Made, services: Services, provider: Provider, who: dict[str, Any]
) -> None:
    invite(services, "kari@example.org", Role.EDITOR)
    client = made().test_client()
    provider.expect("sub-of-kari", **who)
    assert_not_let_in(client, sign_in(client, provider))
    assert audit_entries(services)[-1].action == "sign_in.failed"


def test_the_subject_counts_and_not_the_address_from_then_on(
    made: Made, services: Services, provider: Provider
) -> None:
    invite(services, "kari@example.org", Role.EDITOR)
    app = made()
    provider.expect("sub-of-kari")
    sign_in(app.test_client(), provider)
    heir = app.test_client()
    provider.expect("sub-of-another")
    assert_not_let_in(heir, sign_in(heir, provider))
    moved = app.test_client()
    provider.expect("sub-of-kari", claims={**KARI, "email": "kari@new.example"})
    sign_in(moved, provider)
    assert is_signed_in(moved)


def test_a_shut_account_stays_shut(made: Made, services: Services, provider: Provider) -> None:
    account_id = invite(services, "kari@example.org", Role.EDITOR)
    app = made()
    provider.expect("sub-of-kari")
    sign_in(app.test_client(), provider)
    with services.database.writing() as session:
        session.get_one(accounts.Account, account_id).active = False
    client = app.test_client()
    assert_not_let_in(client, sign_in(client, provider))


def test_the_provider_gives_and_takes_roles_where_that_is_set(
    made: Made, services: Services, provider: Provider
) -> None:
    app = made(oidc_roles=read_outside_roles(GROUPS), oidc_create_accounts=True)

    def signed_in_with(*groups: str) -> FlaskClient | None:
        provider.expect("sub-of-kari", claims={**KARI, "groups": list(groups)})
        client = app.test_client()
        return client if sign_in(client, provider).location != "/logg-inn" else None

    assert signed_in_with("kantine") is None
    as_nurse = signed_in_with("kantine", "sykepleiere")
    assert as_nurse
    with services.database.reading() as session:
        kari = accounts.by_email(session, "kari@example.org")
    assert kari
    assert (kari.name, kari.roles, kari.profession) == ("Kari Nordmann", ["adviser"], "nurse")
    assert as_nurse.get("/redaksjon").status_code == 403
    as_editor = signed_in_with("redaksjon")
    assert as_editor
    for client in (as_editor, as_nurse):
        assert client.get("/redaksjon").status_code == 200
    assert signed_in_with("kantine") is None
    with services.database.reading() as session:
        assert session.get_one(accounts.Account, kari.id).roles == []
    assert as_editor.get("/redaksjon").status_code == 403


def test_the_last_administrator_stays_one_whatever_the_provider_says(
    made: Made, services: Services, provider: Provider
) -> None:
    app = made(oidc_roles=read_outside_roles(GROUPS))
    account_id = invite(services, "kari@example.org", Role.ADMINISTRATOR)
    provider.expect("sub-of-kari", claims={**KARI, "groups": ["redaksjon"]})
    client = app.test_client()
    sign_in(client, provider)
    assert is_signed_in(client)
    with services.database.reading() as session:
        assert session.get_one(accounts.Account, account_id).roles == ["administrator"]


def test_without_a_provider_nothing_shows_and_nothing_answers(outsider: Employee) -> None:
    assert "Logg inn med" not in outsider.get("/logg-inn").text
    for path in ("/logg-inn/oidc", ANSWER):
        assert outsider.get(path).status_code == 404


def test_a_provider_that_is_down_is_told_kindly(made: Made) -> None:
    client = made(oidc_issuer="http://127.0.0.1:9").test_client()
    assert client.get("/logg-inn/oidc").location == "/logg-inn"
    assert words.OUTSIDE_FAILED in client.get("/logg-inn").text


def test_the_roles_of_the_setting_are_the_roles_there_are() -> None:
    assert set(Role) == ROLES
    assert set(words.PROFESSIONS) == PROFESSIONS


@pytest.mark.parametrize("text", ["redaksjon", "x=chef", "x=adviser", "x=editor/nurse", "=editor"])
def test_a_role_that_can_not_be_read_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="must look like"):
        read_outside_roles(text)
