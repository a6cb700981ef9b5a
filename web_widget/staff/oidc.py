"""The one file that talks to the organisation's own sign-in (OpenID Connect)."""

import hashlib
from dataclasses import dataclass
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, Response, current_app, url_for
from joserfc.errors import JoseError
from requests import RequestException

from web_widget.access import Role
from web_widget.outside_roles import OutsideRole
from web_widget.settings import Settings
from web_widget.staff.errors import OutsideSignInError

NAME = "oidc"
SECONDS = 5.0


class BoundedSession(OAuth2Session):  # type: ignore[misc]  # it has no types
    def request(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 requests' signature
        kwargs.setdefault("timeout", SECONDS)
        return super().request(*args, **kwargs)


class BoundedClient(FlaskOAuth2App):  # type: ignore[misc]  # it has no types
    client_cls = BoundedSession


@dataclass(frozen=True)
class Outsider:
    """Who the provider says is there."""

    identity: str
    email: str
    name: str
    # None: the provider says nothing of roles here, and they are given at /konto/ansatte.
    roles: frozenset[Role] | None
    profession: str | None
    has_second_factor: bool


class Provider:
    def __init__(self, app: Flask, settings: Settings) -> None:
        self.settings = settings
        self.name = settings.oidc_name
        scopes = f"openid email profile {settings.oidc_scopes}".strip()
        self._client: Any = OAuth(app).register(
            NAME,
            client_cls=BoundedClient,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
            client_kwargs={"scope": scopes, "code_challenge_method": "S256"},
        )

    def redirect(self) -> Response:
        """Send the browser to the provider, with a state, a nonce and a PKCE challenge."""
        asked = {"acr_values": " ".join(self.settings.oidc_mfa_acr)}
        answer = url_for("staff.oidc_answer", _external=True)
        try:
            sent: Response = self._client.authorize_redirect(
                answer, **{name: value for name, value in asked.items() if value}
            )
        except (AuthlibBaseError, RequestException, RuntimeError, ValueError) as error:
            raise OutsideSignInError(type(error).__name__) from error
        return sent

    def outsider(self) -> Outsider:
        """Read who has come back from the provider; raises OutsideSignInError."""
        expected = {
            "iss": {"essential": True, "value": self.settings.oidc_issuer},
            "aud": {"essential": True, "value": self.settings.oidc_client_id},
            "exp": {"essential": True},
            "sub": {"essential": True},
        }
        try:
            token = self._client.authorize_access_token(claims_options=expected)
        # An answer that is no JSON, lacks a field, or has a key nobody knows.
        except (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError) as error:
            raise OutsideSignInError(type(error).__name__) from error
        claims = token.get("userinfo")
        if not claims:
            raise OutsideSignInError("no ID token")
        return self._read(claims)

    def _read(self, claims: dict[str, Any]) -> Outsider:
        # An address that the provider has not verified could be anybody's.
        verified = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
        granted = self._granted(claims)
        return Outsider(
            identity=_identity(self.settings.oidc_issuer, str(claims["sub"])),
            email=verified.lower(),
            name=str(claims.get("name") or verified)[:100],
            roles=None if granted is None else frozenset(Role(each.role) for each in granted),
            profession=next((each.profession for each in granted or () if each.profession), None),
            has_second_factor=self._has_second_factor(claims),
        )

    def _granted(self, claims: dict[str, Any]) -> list[OutsideRole] | None:
        if not self.settings.oidc_roles:
            return None
        value = claims.get(self.settings.oidc_roles_claim)
        values = {str(each) for each in (value if isinstance(value, list) else [value])}
        return [each for each in self.settings.oidc_roles if each.value in values]

    def _has_second_factor(self, claims: dict[str, Any]) -> bool:
        methods = claims.get("amr")
        used = {str(each) for each in methods} if isinstance(methods, list) else set()
        return bool(used & self.settings.oidc_mfa_amr) or (
            claims.get("acr") in self.settings.oidc_mfa_acr
        )


def connect(app: Flask, settings: Settings) -> None:
    """Let the staff sign in with the organisation's accounts too, where that is set up."""
    provider = Provider(app, settings) if settings.oidc_issuer else None
    app.extensions["outside_sign_in"] = provider
    app.jinja_env.globals["outside_sign_in"] = provider.name if provider else ""


def provider() -> Provider | None:
    found: Provider | None = current_app.extensions["outside_sign_in"]
    return found


def _identity(issuer: str, subject: str) -> str:
    """Return what is stored of a subject: the same number of two issuers is two people."""
    return hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest()
