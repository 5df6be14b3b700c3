"""Create or migrate the database; the migration tool is loaded for this alone."""

from __future__ import annotations

from sqlalchemy.exc import OperationalError

from portal.services.base.database import unreachable
from portal.store import migrate


def upgrade(url: str) -> str:
    """Creates or migrates the database; returns the revision it is at now."""
    try:
        return migrate.upgrade(url)
    except OperationalError as error:
        raise unreachable(error) from error
