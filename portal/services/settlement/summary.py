"""A run in a few values: what commands print and pages list."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.store.settlement import Run

_PRINTED = (
    "run", "people", "lines", "gross_cents", "tax_cents", "net_cents", "waiting_cents",
    "disputed_cents", "digest",
)  # fmt: skip


@dataclass(frozen=True)
class RunSummary:
    """A run: its code, sums in cents, digest, days and state. `people` are those paid."""

    run: str
    people: int
    lines: int
    gross_cents: int
    tax_cents: int
    net_cents: int
    waiting_cents: int
    disputed_cents: int
    digest: str
    kind: str
    date: datetime.date
    cutoff: datetime.date
    state: str

    def printed(self) -> dict[str, Any]:
        """What `settlement calculate` prints."""
        return {name: value for name, value in asdict(self).items() if name in _PRINTED}

    def exported(self) -> dict[str, Any]:
        """What run.json holds: the printed values and kind, date, cutoff, state."""
        days = {"date": self.date.isoformat(), "cutoff": self.cutoff.isoformat()}
        return {**self.printed(), "kind": self.kind, **days, "state": self.state}


def summary_of(run: Run) -> RunSummary:
    """The summary of a row; the state says `preview` for a run that is never approved."""
    return RunSummary(
        run=run.code,
        people=run.people,
        lines=run.lines,
        gross_cents=run.gross_cents,
        tax_cents=run.tax_cents,
        net_cents=run.net_cents,
        waiting_cents=run.waiting_cents,
        disputed_cents=run.disputed_cents,
        digest=run.digest,
        kind=run.kind,
        date=run.pays_on,
        cutoff=run.cutoff,
        state="preview" if run.preview else run.state,
    )


def run_by_code(session: Session, code: str) -> Run:
    """The row of a run; raises NotFound."""
    run = session.scalar(select(Run).where(Run.code == code))
    if run is None:
        raise NotFound(what="run", name=code)
    return run
