"""What the days do to disputes, each morning; done twice it does nothing more."""

from __future__ import annotations

from datetime import date

from portal.services import database, dispute_days
from portal.services.dispute_days import Day
from portal.services.outgoing import Render


def move(database_url: str, today: date, render: Render) -> Day:
    """Reminds who has not answered, and hands over what nobody answered in time."""
    with database.transaction(database_url) as session:
        return dispute_days.daily(session, today, render)
