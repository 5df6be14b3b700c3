"""The demo's moments: imports and runs bear the day on which they happened in the demo's story.

The services write down the real moment, which in a demo built in one go is the same for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.store.settlement import Run, RunApproval
from portal.store.usage import UsageImport

NOON = time(12, tzinfo=UTC)


def of_imports(session: Session, days: Iterable[date]) -> None:
    """Dates the imports of loans, in the order in which they were made."""
    rows = session.scalars(select(UsageImport).order_by(UsageImport.id))
    for row, day in zip(rows, days, strict=True):
        row.imported_at = datetime.combine(day, NOON)


def of_runs(session: Session, runs: Iterable[dict[str, Any]]) -> None:
    """Dates the runs, as the file of runs says them in their order."""
    rows = session.scalars(select(Run).order_by(Run.id))
    for run, said in zip(rows, runs, strict=True):
        run.calculated_at = datetime.combine(said["calculated"], NOON)
        if "approved" in said:
            run.approved_at = datetime.combine(said["approved"], NOON)
            approvals = update(RunApproval).where(RunApproval.run_id == run.id)
            session.execute(approvals.values(approved_at=run.approved_at))
