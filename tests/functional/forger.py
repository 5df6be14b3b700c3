"""An identity provider that answers as a test says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, jsonify
from joserfc.jwk import RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "own", "use": "sig", "alg": "RS256"})
SECRET = "the client secret, known to the portal and to its provider"


@dataclass
class Forger:
    """A provider that answers as a test says."""

    issuer: str
    discovery: dict[str, Any] = field(default_factory=dict)
    answer: Callable[[], dict[str, Any]] = dict
    asked: int = 0

    def application(self) -> Flask:
        app = Flask("forger")
        endpoints = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": "https://away.example.org/end",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        app.add_url_rule(
            "/.well-known/openid-configuration",
            "discovery",
            lambda: self.discovered(endpoints),
        )
        keys = {"keys": [KEY.as_dict(private=False)]}
        app.add_url_rule("/keys", "keys", lambda: jsonify(keys))
        app.add_url_rule("/token", "token", lambda: jsonify(self.answer()), methods=["POST"])
        return app

    def discovered(self, endpoints: dict[str, Any]) -> Any:
        self.asked += 1
        return jsonify({**endpoints, **self.discovery})
