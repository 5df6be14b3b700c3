"""The demo's proposed value: a lower cap, which waits for its decision with its shadow run.

It is the demo's own: no society has proposed it. It changes no run, because nobody approves it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from portal.jobs import orders
from portal.services.access import staff
from portal.services.base import database
from portal.services.proposals import parameter_proposals

OFFICER = "kaarlo-petajasuo"
REASON = """The money of the year has grown less than the loans. A lower cap leaves more for those
whose works are lent less."""
CAP = {
    "name": "lending.cap",
    "kind": "physical",
    "loan_year": 2025,
    "value": "9000",
    "unit": "EUR",
    "source": "demo assumption: no public source",
    "status": "assumed",
}


def propose(database_url: str, data_dir: Path, today: date) -> None:
    """Proposes it as the page would, and lets the queue's work try it in the shadow."""
    with database.transaction(database_url) as session:
        officer = staff.actor(session, OFFICER, today)
        table = {**CAP, "valid_from": today}
        parameter_proposals.propose(session, officer, table, REASON, today)
    orders.advance(database_url, data_dir, today)
