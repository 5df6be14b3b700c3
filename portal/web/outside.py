"""Full addresses of pages, for whoever is outside: the identity provider, a reader of a letter."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for


def outside(endpoint: str, **values: Any) -> str:
    """The full address of a page under the portal's public name."""
    base: str = current_app.extensions["portal.base_url"]
    if base:
        return f"{base}{url_for(endpoint, **values)}"
    return url_for(endpoint, _external=True, **values)
