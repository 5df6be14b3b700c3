"""What is not kept longer is deleted, every night; done twice it deletes nothing more."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog

from portal.services.base import database
from portal.services.privacy import retention

_log = structlog.get_logger()


def forget(database_url: str) -> int:
    """Deletes ended sessions, changes of e-mail addresses and proofs of refused names in time.

    Returns how many proofs went; their bytes go with the leftovers. Days are counted by UTC here:
    an hour more or less does not matter for what was kept for weeks.
    """
    with database.transaction(database_url) as session:
        gone = retention.forget(session, datetime.now(UTC).date())
    _log.info("forgotten", sessions=gone.sessions, changes=gone.email_changes, proofs=gone.proofs)
    return gone.proofs
