"""Writes reminders, a few people at a time: what is written is kept when the rest is killed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from portal.kernel.identity import SYSTEM
from portal.services.base import database
from portal.services.messages.outgoing import Render
from portal.services.suggestions import reminders


def remind_all(database_url: str, data_dir: Path, today: date, render: Render) -> int:
    """Writes what is to be reminded of on this day; returns how many letters that were."""
    with database.transaction(database_url, writes=False) as session:
        about = reminders.coming(session, today)
    written = after = 0
    while about is not None:
        with database.transaction(database_url) as session:
            found = reminders.waiting(session, about, after)
            if not found:
                break
            written += reminders.remind(session, data_dir, about, found, SYSTEM, today, render)
        after = found[-1]
    return written
