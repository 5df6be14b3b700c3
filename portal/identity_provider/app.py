"""The provider's own application: discovery, authorization, token, user info, keys and sign-out."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.integrations.flask_oauth2 import ResourceProtector, current_token
from authlib.oauth2 import OAuth2Error
from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from flask_babel import Babel, get_locale

from portal.identity_provider import protocol
from portal.identity_provider.protocol import Memory, Person, RelyingParty

POLICY = "; ".join(
    (
        "default-src 'none'", "style-src 'self'", "font-src 'self'", "img-src 'self'",
        "form-action 'self' {targets}", "frame-ancestors 'none'", "base-uri 'none'",
    )
)  # fmt: skip


def create_provider(
    issuer: str, party: RelyingParty, people: list[Person], *, root: Path,
    translate: Callable[[Flask], object] = Babel,
) -> Flask:  # fmt: skip
    """An application to mount under the path of `issuer`; `root` holds templates/ and static/.

    `translate` makes the application choose a language, as the portal beside it does.
    """
    app = Flask(
        __name__, template_folder=str(root / "templates"), static_folder=str(root / "static")
    )
    app.secret_key = secrets.token_hex(32)
    translate(app)
    memory = Memory(issuer, party, people)
    _publish(app, memory)
    _authorize(app, memory, protocol.authorization_server(app, memory))
    _user_info(app, memory)
    _end_session(app, memory)
    app.after_request(lambda response: _headers(response, memory))
    return app


def metadata(memory: Memory) -> dict[str, Any]:
    """The discovery document."""
    issuer = memory.issuer
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/keys",
        "end_session_endpoint": f"{issuer}/end-session",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "scopes_supported": ["openid", "profile", "email"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "id_token_signing_alg_values_supported": [protocol.ALGORITHM],
        "code_challenge_methods_supported": ["S256"],
    }


def _publish(app: Flask, memory: Memory) -> None:
    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        return jsonify(metadata(memory))

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(memory.keys(private=False))


def _authorize(app: Flask, memory: Memory, server: Any) -> None:
    @app.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        person = memory.people.get(request.form.get("person", ""))
        try:
            grant = server.get_consent_grant(end_user=person)
        except OAuth2Error as error:
            return server.handle_error_response(None, error)
        if person is None:
            return _people_page(memory)
        return server.create_authorization_response(grant=grant, grant_user=person)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()


def _people_page(memory: Memory) -> str:
    language = str(get_locale() or "en")
    people = [(one.sub, one.name, one.described(language)) for one in memory.people.values()]
    return render_template(
        "identity_provider/people.html", people=people, language_tag=language.replace("_", "-")
    )


def _user_info(app: Flask, memory: Memory) -> None:
    require = ResourceProtector()
    require.register_token_validator(protocol.bearer(memory))

    @app.route("/userinfo", methods=["GET", "POST"])
    @require("openid")
    def userinfo() -> Response:
        return jsonify(memory.claims(current_token.person, current_token.scope))


def _end_session(app: Flask, memory: Memory) -> None:
    @app.route("/end-session", methods=["GET", "POST"])
    def end_session() -> Any:
        # Nobody is kept signed in here: there is nothing to end, only the way back.
        target = request.values.get("post_logout_redirect_uri", "")
        if target not in memory.party.after_sign_out_uris:
            abort(400)
        state = request.values.get("state")
        return redirect(add_params_to_uri(target, {"state": state}) if state else target)


def _headers(response: Response, memory: Memory) -> Response:
    targets = " ".join(sorted({_origin(uri) for uri in memory.party.redirect_uris}))
    response.headers["Content-Security-Policy"] = POLICY.format(targets=targets)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _origin(uri: str) -> str:
    return "/".join(uri.split("/", 3)[:3])
