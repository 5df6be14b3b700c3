"""The nightly check of everything that must hold; how it ended stands in the audit afterwards."""

from __future__ import annotations

from pathlib import Path

import structlog

from portal.kernel.identity import SYSTEM
from portal.services.base import database
from portal.services.verification import verification, verify_outcomes

_log = structlog.get_logger()


def verify(database_url: str, data_dir: Path) -> int:
    """Checks without writing, then keeps the outcome; returns how many checks failed.

    What fails is logged as an error.
    """
    with database.transaction(database_url, writes=False) as session:
        checks = list(verification.verify(session, data_dir))
    for check in checks:
        say = _log.error if check.problems else _log.info
        say("checked", check=check.code, problems=list(check.problems))
    with database.transaction(database_url) as session:
        verify_outcomes.record(session, SYSTEM, checks)
    return sum(bool(check.problems) for check in checks)
