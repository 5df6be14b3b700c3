"""Looks for works that may be somebody's, a few people at a time. Can be done twice.

Killed at any point it begins again at the first party; what is found already is not found twice.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from portal.services.base import database
from portal.services.matching import unmatched
from portal.services.suggestions import suggestions
from portal.services.suggestions.suggestions import Refreshed

A_BATCH = 50


def find_all(database_url: str, data_dir: Path, today: date) -> Refreshed:
    """Refreshes everybody's suggestions; a party that cannot be done is left, and why is said."""
    sums, last, lent = Refreshed(), 0, unmatched.read_once(data_dir)
    while True:
        with database.transaction(database_url) as session:
            parties = suggestions.after(session, last, A_BATCH)
            sums += suggestions.refresh_some(session, data_dir, parties, today, lent)
        if not parties:
            break
        last = parties[-1]
    return sums
