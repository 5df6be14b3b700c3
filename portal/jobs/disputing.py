"""What the days do to disputes, each morning; done twice it does nothing more."""

from __future__ import annotations

from datetime import date

from portal.services.base import database
from portal.services.messages.outgoing import Render
from portal.services.sharing import dispute_days
from portal.services.sharing.dispute_days import Day


def move(database_url: str, today: date, render: Render) -> Day:
    """Reminds who has not answered, and hands over what nobody answered in time."""
    with database.transaction(database_url) as session:
        return dispute_days.daily(session, today, render)
