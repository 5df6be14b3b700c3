"""Who said that figures of a run are right after somebody had found them wrong by hand."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.records import AuditEvent

CHECKED = "sample_checked"
_WRONG, _RIGHT = "wrong", "right"


def overturned_by(session: Session, run_code: str) -> frozenset[int]:
    """The staff members who took back a "wrong" of the run's sample, whoever had said it.

    The sample keeps the latest word alone, so the audit is asked for all of them.
    """
    said = {_told(run_code, verdict): verdict for verdict in (_WRONG, _RIGHT)}
    rows = session.execute(
        select(AuditEvent.subject_id, AuditEvent.details, AuditEvent.actor_staff_id)
        .where(AuditEvent.event == CHECKED, AuditEvent.details.in_(said))
        .order_by(AuditEvent.id)
    )
    wrong: set[int | None] = set()
    found: set[int | None] = set()
    for subject, details, staff in rows:
        if said[details] == _WRONG:
            wrong.add(subject)
        elif subject in wrong:
            wrong.remove(subject)
            found.add(staff)
    return frozenset(one for one in found if one is not None)


def _told(run_code: str, verdict: str) -> str:
    return json.dumps({"run": run_code, "verdict": verdict}, sort_keys=True, ensure_ascii=False)
