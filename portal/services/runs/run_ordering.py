"""Ordering a run, or its recomputation, from the queue: checked before, done by the worker."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.rules.schemes.lending import CODE
from portal.services.orders import work_orders
from portal.services.runs.run_check_facts import RECOMPUTE
from portal.services.settlement import calculating
from portal.services.settlement.collecting import Order
from portal.services.settlement.summary import run_by_code


def order_run(session: Session, order: Order, who: Actor) -> str:
    """Puts the calculation of a draft before the queue; returns the order's number.

    Raises what calculate_run refuses at once, and OrderRefused.
    """
    calculating.check(session, CODE, order, who)
    told = {
        "scheme": CODE,
        "kind": order.kind,
        "pays_on": order.pays_on.isoformat(),
        "cutoff": order.cutoff.isoformat(),
        "undistributed": [[money.loan_year, money.cents] for money in order.undistributed],
    }
    return work_orders.order(session, who, "calculate_run", told).number


def order_recomputing(session: Session, code: str, who: Actor) -> str:
    """Puts the recomputation of a run before the queue; raises NotFound and OrderRefused."""
    run = run_by_code(session, code)
    return work_orders.order(session, who, RECOMPUTE, {"run": run.code}).number
