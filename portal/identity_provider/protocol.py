"""The protocol: OpenID Connect's code flow with PKCE, by Authlib, kept in memory."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask
from joserfc.jwk import KeySet, RSAKey

ALGORITHM = "RS256"
CODE_SECONDS = 120
TOKEN_SECONDS = 600


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in: `sub` never changes, the description is shown on the button."""

    sub: str
    name: str
    description: str = ""
    email: str = ""
    translated: tuple[tuple[str, str], ...] = ()

    def described(self, language: str) -> str:
        """The description in a language, in English where it is not translated."""
        return dict(self.translated).get(language, self.description)


@dataclass(frozen=True)
class RelyingParty(ClientMixin):
    """The portal, as the provider knows it."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    after_sign_out_uris: tuple[str, ...] = ()
    client_metadata: dict[str, str] = field(
        default_factory=lambda: {"id_token_signed_response_alg": ALGORITHM}
    )

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uris[0]

    def get_allowed_scope(self, scope: str) -> str:
        return " ".join(word for word in scope.split() if word in ("openid", "profile", "email"))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self.client_secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass(frozen=True)
class Code(AuthorizationCodeMixin):
    """An authorization code, for one use within two minutes."""

    code: str
    client_id: str
    redirect_uri: str
    scope: str
    person: Person
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None
    made_at: float

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.made_at)

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


@dataclass(frozen=True)
class Token(TokenMixin):
    """An access token; it opens only the person's own name and address."""

    person: Person
    client_id: str
    scope: str
    expires_at: float

    def check_client(self, client: RelyingParty) -> bool:
        return client.client_id == self.client_id

    def get_scope(self) -> str:
        return self.scope

    def get_expires_in(self) -> int:
        return TOKEN_SECONDS

    def is_expired(self) -> bool:
        return time.time() > self.expires_at

    def is_revoked(self) -> bool:
        return False


class Memory:
    """What the provider knows: its key, its people, its one relying party, codes and tokens."""

    def __init__(self, issuer: str, party: RelyingParty, people: list[Person]) -> None:
        self.issuer = issuer
        self.party = party
        self.people = {person.sub: person for person in people}
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, Token] = {}

    def keys(self, *, private: bool) -> dict[str, Any]:
        """The key set as JSON; the public half is what anybody may read."""
        return dict(KeySet([self.key]).as_dict(private=private))

    def claims(self, person: Person, scope: str) -> UserInfo:
        """What a person's token says, by scope."""
        claims = {"sub": person.sub}
        if "profile" in scope:
            claims["name"] = person.name
        if "email" in scope and person.email:
            claims["email"] = person.email
        return UserInfo(claims)

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        """Keeps an access token that was handed out."""
        self.tokens[token["access_token"]] = Token(
            request.user, self.party.client_id, token["scope"], time.time() + TOKEN_SECONDS
        )

    def spend(self, code: str) -> None:
        """Forgets a code and all that were never used."""
        oldest = time.time() - CODE_SECONDS
        self.codes.pop(code, None)
        for old in [name for name, kept in list(self.codes.items()) if kept.made_at < oldest]:
            self.codes.pop(old, None)


def authorization_server(app: Flask, memory: Memory) -> AuthorizationServer:
    """The server with the one grant that it knows."""
    app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": TOKEN_SECONDS}
    server = AuthorizationServer(
        app,
        query_client=lambda name: memory.party if name == memory.party.client_id else None,
        save_token=memory.save_token,
    )
    server.register_grant(_grant(memory), [_id_token(memory), CodeChallenge(required=True)])
    return server


def bearer(memory: Memory) -> BearerTokenValidator:
    """Reads access tokens from memory."""

    class Bearer(BearerTokenValidator):
        def authenticate_token(self, token_string: str) -> Token | None:
            return memory.tokens.get(token_string)

    return Bearer()


def _grant(memory: Memory) -> type[grants.AuthorizationCodeGrant]:
    class CodeGrant(grants.AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

        def save_authorization_code(self, code: str, request: Any) -> None:
            data = request.payload.data
            memory.codes[code] = Code(
                code=code,
                client_id=request.client.client_id,
                redirect_uri=request.payload.redirect_uri,
                scope=request.payload.scope,
                person=request.user,
                nonce=data.get("nonce"),
                code_challenge=data.get("code_challenge"),
                code_challenge_method=data.get("code_challenge_method"),
                made_at=time.time(),
            )

        def query_authorization_code(self, code: str, client: RelyingParty) -> Code | None:
            kept = memory.codes.get(code)
            fresh = kept is not None and time.time() - kept.made_at <= CODE_SECONDS
            return kept if fresh else None

        def delete_authorization_code(self, authorization_code: Code) -> None:
            memory.spend(authorization_code.code)

        def authenticate_user(self, authorization_code: Code) -> Person:
            return authorization_code.person

    return CodeGrant


def _id_token(memory: Memory) -> OpenIDCode:
    class IdToken(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(kept.nonce == nonce for kept in list(memory.codes.values()))

        def generate_user_info(self, user: Person, scope: str) -> UserInfo:
            return memory.claims(user, scope)

        def get_client_algorithm(self, client: RelyingParty) -> str:
            return ALGORITHM

        def resolve_client_private_key(self, client: RelyingParty) -> KeySet:
            return KeySet([memory.key])

        def get_client_claims(self, client: RelyingParty) -> dict[str, Any]:
            return {"iss": memory.issuer}

    return IdToken(require_nonce=True)
