"""The business day of a request."""

from __future__ import annotations

from datetime import date

from flask import current_app


def today() -> date:
    """Europe/Helsinki's day, or the fixed one."""
    day: date = current_app.extensions["portal.today"]()
    return day
