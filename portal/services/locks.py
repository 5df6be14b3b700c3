"""One at a time, where check and act must be one step; SQLite's write lock does so by itself."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

_CATALOGUE = 7_264_004


def catalogue(session: Session) -> None:
    """Until this transaction ends nobody else changes editions or claims."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CATALOGUE})
