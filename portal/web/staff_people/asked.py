"""What an address asks for."""

from __future__ import annotations

from flask import request


def page_asked() -> int:
    """The page of a list, the first unless the address names another."""
    return max(1, request.args.get("page", 1, type=int) or 1)
