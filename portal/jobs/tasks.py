"""What the worker does by itself. Every task may run twice, or be killed in the middle."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import structlog
from huey import Huey, crontab

from portal.services import database, sign_in, verification

_log = structlog.get_logger()


def register(queue: Huey, database_url: str, data_dir: Path) -> dict[str, Callable[[], object]]:
    """Gives the queue its tasks; returns them by name, to call at once."""

    def forget_ended_sessions() -> int:
        """Removes sessions that are over."""
        with database.transaction(database_url) as session:
            gone = sign_in.forget_ended(session)
        _log.info("sessions_forgotten", number=gone)
        return gone

    def verify_nightly() -> int:
        """Checks ledger, audit chain and runs; what fails is logged as an error."""
        failed = 0
        with database.transaction(database_url, writes=False) as session:
            for check in verification.verify(session, data_dir):
                failed += bool(check.problems)
                say = _log.error if check.problems else _log.info
                say("checked", check=check.code, problems=list(check.problems))
        return failed

    queue.periodic_task(crontab(minute="17"), name="forget_ended_sessions")(forget_ended_sessions)
    queue.periodic_task(crontab(minute="41", hour="3"), name="verify_nightly")(verify_nightly)
    return {"forget_ended_sessions": forget_ended_sessions, "verify_nightly": verify_nightly}
