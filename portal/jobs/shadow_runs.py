"""The queue's runs in the shadow: what a proposed value would do to the next run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from portal.services.base import database
from portal.services.orders import work_orders
from portal.services.orders.work_orders import Report, Taken
from portal.services.proposals import parameter_proposals, proposal_pages, shadow_runs


def handle(database_url: str, data_dir: Path, order: Taken, report: Report) -> dict[str, Any]:
    """Calculates without writing; then the proposal and its order change together."""
    number = order.told["proposal"]
    report("calculating", 0, 0)
    with database.transaction(database_url, writes=False) as session:
        value = proposal_pages.value(session, number)
        shadow = shadow_runs.calculated(session, data_dir, value, order.today)
    changed = shadow.comparison.changed
    outcome = {"proposal": number, "changed": len(changed)}
    with database.transaction(database_url) as session:
        parameter_proposals.keep_shadow(session, order.actor, number, shadow)
        work_orders.finish(session, order.number, outcome)
    return outcome
