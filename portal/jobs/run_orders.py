"""The queue's work on runs: calculating one, and calculating one again from its frozen facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from portal.services.base import database
from portal.services.orders import work_orders
from portal.services.orders.work_orders import Report, Taken
from portal.services.runs import run_recomputing
from portal.services.settlement import calculating
from portal.services.settlement.collecting import Order


def calculate(database_url: str, data_dir: Path, order: Taken, report: Report) -> dict[str, Any]:
    """Calculates a run in draft; the run and the end of its order are one transaction.

    Killed at any point it leaves no run, and is done again from its beginning.
    """
    report("calculating", 0, 0)
    told = order.told
    with database.transaction(database_url) as session:
        summary = calculating.calculate_run(
            session, data_dir, told["scheme"], _order(told), today=order.today, actor=order.actor
        )
        outcome = {"run": summary.run, "people": summary.people, "net_cents": summary.net_cents}
        work_orders.finish(session, order.number, outcome)
    return outcome


def recompute(database_url: str, data_dir: Path, order: Taken, report: Report) -> dict[str, Any]:
    """Calculates a run again from what was frozen; nothing is changed but the order."""
    report("calculating", 0, 0)
    with database.transaction(database_url, writes=False) as session:
        found = run_recomputing.recomputed(session, data_dir, order.told["run"])
    return {"run": order.told["run"], "digest": found.digest, "same": found.same}


def _order(told: dict[str, Any]) -> Order:
    money = tuple(
        calculating.undistributed(int(year), cents) for year, cents in told["undistributed"]
    )
    days = date.fromisoformat(told["pays_on"]), date.fromisoformat(told["cutoff"])
    return Order(told["kind"], *days, money)
