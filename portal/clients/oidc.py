"""OpenID Connect: sends people to their provider and reads the answer, by Authlib's Flask client.

State, nonce and PKCE verifier of a sign-in are a dictionary that the caller keeps on the server
(`Departure.pending`) and hands back with the answer.
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App, OAuth
from joserfc.errors import JoseError
from requests import RequestException

from portal.kernel.errors import Refusal

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
CONNECT_SECONDS, READ_SECONDS = 3, 5
SAYS_ISSUER = "authorization_response_iss_parameter_supported"
"""Who promises it names itself in every answer, errors too (RFC 9207, 2.4)."""
REMEMBERED_SECONDS = 30
"""How long a provider that failed is not asked again: each question would hold a thread."""
LEEWAY_SECONDS = 60
TURNED_BACK = ("access_denied", "consent_required", "interaction_required", "login_required")
"""Source: OpenID Connect Core 1.0, 3.1.2.6, and RFC 6749, 4.1.2.1."""

_pending: ContextVar[dict[str, Any] | None] = ContextVar("pending", default=None)


class SignInNotCompleted(Refusal):
    """The provider's answer does not hold; `reason` is for the log, never for the page."""

    code = "sign_in_not_completed"


class SignInCancelled(Refusal):
    """The person turned back at the provider."""

    code = "sign_in_cancelled"


class ProviderUnreachable(Refusal):
    """The provider did not answer, or not with a discovery document of its own."""

    code = "provider_unreachable"


@dataclass(frozen=True)
class Departure:
    """Where the browser goes to sign in, and what must be remembered until it comes back."""

    url: str
    pending: dict[str, Any]


@dataclass(frozen=True)
class Subject:
    """Who signed in: issuer and subject are the key, the name is only to be shown."""

    issuer: str
    subject: str
    name: str
    asked_at: datetime | None = None
    """When the provider asked who it is (UTC), where it says so."""


class _Remembered(FlaskIntegration):  # type: ignore[misc]
    """Keeps the state of a sign-in where the caller says, instead of in a cookie."""

    def set_state_data(self, session: Any, state: str, data: dict[str, Any]) -> None:
        _pending.set({"state": state, **data})

    def get_state_data(self, session: Any, state: str | None) -> dict[str, Any] | None:
        kept = _pending.get()
        if not kept or not hmac.compare_digest(str(kept.get("state", "")), state or ""):
            return None
        return kept

    def clear_state_data(self, session: Any, state: str | None) -> None:
        _pending.set(None)


class _Client(FlaskOAuth2App):  # type: ignore[misc]
    """Authlib's client, which takes only its own issuer and the algorithms of the list."""

    expected_issuer = ""

    def load_server_metadata(self) -> dict[str, Any]:
        first = "_loaded_at" not in self.server_metadata
        metadata: dict[str, Any] = super().load_server_metadata()
        if first:
            if str(metadata.get("issuer", "")).rstrip("/") != self.expected_issuer:
                self.server_metadata.clear()
                raise ProviderUnreachable(issuer=self.expected_issuer)
            offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
            allowed = [name for name in offered if name in ALGORITHMS]
            metadata["id_token_signing_alg_values_supported"] = allowed
        return metadata


class _Registry(OAuth):  # type: ignore[misc]
    oauth2_client_cls = _Client
    framework_integration_cls = _Remembered


class Provider:
    """One identity provider, known by its settings and its discovery document."""

    def __init__(
        self, app: Any, issuer: str, client_id: str, client_secret: str, scopes: str
    ) -> None:
        self.issuer = issuer.rstrip("/")
        self._failed_at: float | None = None
        self._client: _Client = _Registry(app).register(
            "portal",
            client_id=client_id,
            client_secret=client_secret,
            server_metadata_url=f"{self.issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": scopes,
                "code_challenge_method": "S256",
                "default_timeout": (CONNECT_SECONDS, READ_SECONDS),
            },
        )
        self._client.expected_issuer = self.issuer

    @property
    def is_known(self) -> bool:
        """Whether the discovery document has been read, so that `origins` is complete."""
        return "_loaded_at" in self._client.server_metadata

    def depart(self, redirect_uri: str, *, anew: bool = False) -> Departure:
        """Begins a sign-in; with `anew` the provider has to ask who it is, whomever it remembers.

        Raises ProviderUnreachable.
        """
        more = {"prompt": "login", "max_age": "0"} if anew else {}
        with self._network():
            _pending.set(None)
            answer = self._client.authorize_redirect(redirect_uri, **more)
        return Departure(answer.location, _pending.get() or {})

    def arrive(self, pending: dict[str, Any], issuer_said: str | None) -> Subject:
        """Reads the answer in the current request; raises SignInNotCompleted, SignInCancelled,
        ProviderUnreachable.

        `issuer_said` is the answer's `iss` (RFC 9207), which must be the provider's own.
        """
        if issuer_said is not None and issuer_said.rstrip("/") != self.issuer:
            raise SignInNotCompleted(reason="another issuer answered")
        if issuer_said is None and self._client.server_metadata.get(SAYS_ISSUER):
            raise SignInNotCompleted(reason="the answer names no issuer")
        with self._network(), _refusing():
            _pending.set(pending)
            token = self._client.authorize_access_token(
                claims_options=self._claims(), leeway=LEEWAY_SECONDS
            )
        # Without an ID token, Authlib leaves in `userinfo` whatever the answer said, unsigned.
        claims = token.get("userinfo") if token.get("id_token") else None
        if not claims:
            raise SignInNotCompleted(reason="the answer has no ID token")
        name = claims.get("name") or claims.get("preferred_username") or claims["sub"]
        asked_at = _moment(claims.get("auth_time"))
        return Subject(self.issuer, str(claims["sub"]), str(name)[:200], asked_at)

    def sign_out_url(self, return_to: str) -> str | None:
        """Where the provider ends its own session, None when it has no such page or is away.

        A page at another origin than the issuer's is left out: a browser that enforces the policy
        of the page with the button would not follow a form there.
        """
        try:
            with self._network():
                if "end_session_endpoint" not in self._client.load_server_metadata():
                    return None
                answer = self._client.create_logout_url(
                    return_to, state="signed-out", client_id=self._client.client_id
                )
        except (ProviderUnreachable, ValueError):
            return None
        url = str(answer["url"])
        return url if _origin(url) == _origin(self.issuer) else None

    def origins(self) -> list[str]:
        """The provider's own origins: where a form that signs in or out may lead."""
        known = self._client.server_metadata
        names = ("authorization_endpoint", "end_session_endpoint")
        urls = [self.issuer, *(str(known[name]) for name in names if known.get(name))]
        return sorted({_origin(url) for url in urls})

    @contextmanager
    def _network(self) -> Iterator[None]:
        """Asks the provider, unless it failed a moment ago; raises ProviderUnreachable."""
        failed = self._failed_at
        if failed is not None and time.monotonic() - failed < REMEMBERED_SECONDS:
            raise ProviderUnreachable(issuer=self.issuer)
        try:
            yield
        except (RequestException, RuntimeError) as error:
            self._failed_at = time.monotonic()
            raise ProviderUnreachable(issuer=self.issuer) from error
        except ProviderUnreachable:
            self._failed_at = time.monotonic()
            raise

    def _claims(self) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self._client.server_metadata.get("issuer")},
            "aud": {"essential": True, "value": self._client.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "nonce": {"essential": True},
        }


def _moment(seconds: Any) -> datetime | None:
    """A moment from a claim, None where there is none or it cannot be one."""
    if type(seconds) not in (int, float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (AuthlibBaseError, JoseError, KeyError, ValueError, TypeError) as error:
        # requests' own errors are ValueErrors too: those are the network's.
        if isinstance(error, RequestException):
            raise
        if getattr(error, "error", None) in TURNED_BACK:
            raise SignInCancelled from error
        raise SignInNotCompleted(reason=f"{type(error).__name__}: {error}") from error
