"""All addresses of the portal, as kept in routes.json; `python -m tests.house.routes` writes it."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

from portal.app import create_app
from portal.settings import OpenIdProvider, Settings
from portal.store.migrate import upgrade

KEPT = Path(__file__).with_name("routes.json")


def built(folder: Path) -> Flask:
    """The portal as production composes it, on an empty database."""
    url = f"sqlite:///{folder / 'portal.sqlite'}"
    upgrade(url)
    provider = OpenIdProvider("https://login.example.org", "portal", "a client secret of its own")
    secret = "0123456789abcdefghijklmnopqrstuvwxyz"
    return create_app(Settings(url, folder, secret_key=secret, oidc=provider))


def routes(app: Flask) -> dict[str, dict[str, object]]:
    """Address: its methods and the permission it asks for (`public` for pages without sign-in)."""
    return {
        f"{rule.rule} {method}": {
            "endpoint": rule.endpoint,
            "permission": permission(app, rule.endpoint),
        }
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if rule.endpoint != "static"  # files without a person's data
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def permission(app: Flask, endpoint: str) -> object:
    """What the view says about itself; None where it says nothing."""
    return getattr(app.view_functions[endpoint], "__permission__", None)


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        KEPT.write_text(json.dumps(routes(built(Path(name))), indent=2) + "\n", encoding="utf-8")
