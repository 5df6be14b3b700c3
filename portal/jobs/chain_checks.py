"""The queue's walk along the audit chain: how many rows, which links are broken, and its head."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from portal.services.audit import audit_heads
from portal.services.base import database
from portal.services.orders import work_orders
from portal.services.orders.work_orders import Report, Taken


def handle(database_url: str, data_dir: Path, order: Taken, report: Report) -> dict[str, Any]:
    """Walks without writing; the outcome stands in the audit itself, and ends the order."""
    with database.transaction(database_url, writes=False) as session:
        found = audit_heads.walked(session, partial(report, "rows"))
    with database.transaction(database_url) as session:
        audit_heads.record_check(session, order.actor, found)
        work_orders.finish(session, order.number, found.said())
    return found.said()
