"""Support visits that are over end every minute, and those whose pages they were are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import structlog

from portal.services.base import database
from portal.services.messages.outgoing import Render
from portal.services.visits import visit_ends

_log = structlog.get_logger()


def end_lapsed(database_url: str, today: Callable[[], date], letters: Render | None = None) -> int:
    """Ends visits whose time is over, or whose visitor has lost the right; returns how many."""
    with database.transaction(database_url, letters=letters) as session:
        ended = visit_ends.close_lapsed(session, datetime.now(UTC), today())
    _log.info("visits_ended", number=ended)
    return ended
