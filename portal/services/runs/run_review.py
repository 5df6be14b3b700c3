"""Runs as the office sees them: the list, and the head of one with who did what and how far it is.

Sums are cents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.services.settlement.approving import APPROVALS_NEEDED
from portal.services.settlement.history import approvals_so_far
from portal.services.settlement.summary import RunSummary, run_by_code, summary_of
from portal.store.people import Staff
from portal.store.settlement import Run, RunApproval, RunPeriod

A_PAGE = 50
StageState = Literal["done", "now", "coming"]
STAGES = ("inputs", "calculate", "review", "approve_first", "approve_second")


@dataclass(frozen=True)
class Approval:
    """One yes: who gave it when, over which sum (None by command), and whether by a passkey."""

    staff_id: int
    name: str
    at: datetime
    net_cents: int | None
    by_passkey: bool


@dataclass(frozen=True)
class Listed:
    """A run in the list: who calculated it (empty: the portal itself), and who approved it."""

    summary: RunSummary
    loan_years: tuple[int, ...]
    calculated_by: str
    approved_by: tuple[str, ...]
    stale: bool


@dataclass(frozen=True)
class Head:
    """One run with what was done to it; `loan_years` are those that it pays."""

    run_id: int
    summary: RunSummary
    loan_years: tuple[int, ...]
    calculated_by: str
    calculated_by_id: int | None
    calculated_at: datetime
    approved_at: datetime | None
    approvals: tuple[Approval, ...]
    stale: bool
    """Another run was approved after this draft was calculated."""

    @property
    def may_be_approved(self) -> bool:
        """Whether an approval is possible at all, by somebody who may give it."""
        return self.summary.state == "draft" and not self.stale

    @property
    def stages(self) -> tuple[tuple[str, StageState], ...]:
        """The steps of the run, each done, now or coming."""
        given = len(self.approvals)
        done = 2 + (given + 1 if given else 0)
        if self.summary.state == "approved":
            done = len(STAGES)
        return tuple((code, _state(place, done)) for place, code in enumerate(STAGES))


def listed(session: Session, page: int = 1) -> tuple[tuple[Listed, ...], int]:
    """A page of runs, the newest first, and how many pages there are."""
    total = session.scalar(select(func.count()).select_from(Run)) or 0
    query = select(Run).order_by(Run.id.desc()).limit(A_PAGE).offset((max(page, 1) - 1) * A_PAGE)
    runs = session.scalars(query).all()
    ids = [run.id for run in runs]
    approvals, years = _approvals(session, ids), _years(session, ids)
    names, approved = _names(session, runs), approvals_so_far(session)
    found = tuple(
        Listed(
            summary=summary_of(run),
            loan_years=years.get(run.id, ()),
            calculated_by=names.get(run.calculated_by_id or 0, ""),
            approved_by=tuple(one.name for one in approvals.get(run.id, ())),
            stale=_is_stale(run, approved),
        )
        for run in runs
    )
    return found, max(-(-total // A_PAGE), 1)


def head(session: Session, code: str) -> Head:
    """One run; raises NotFound."""
    return head_of(session, run_by_code(session, code), approvals_so_far(session))


def summary(session: Session, code: str) -> RunSummary:
    """The run in a few values alone; raises NotFound."""
    return summary_of(run_by_code(session, code))


def head_of(session: Session, run: Run, approved: int) -> Head:
    """The head of a row; `approved` is how many runs have been approved so far."""
    return Head(
        run_id=run.id,
        summary=summary_of(run),
        loan_years=_years(session, [run.id]).get(run.id, ()),
        calculated_by=_names(session, [run]).get(run.calculated_by_id or 0, ""),
        calculated_by_id=run.calculated_by_id,
        calculated_at=run.calculated_at,
        approved_at=run.approved_at,
        approvals=_approvals(session, [run.id]).get(run.id, ()),
        stale=_is_stale(run, approved),
    )


def approvals_wanted(session: Session) -> int:
    """How many drafts wait for an approval: no previews, and none that another made stale."""
    runs = session.scalars(select(Run).where(Run.state == "draft", Run.preview.is_(False)))
    approved = approvals_so_far(session)
    return sum(1 for run in runs if not _is_stale(run, approved))


def still_needed(found: Head) -> int:
    """How many approvals are missing."""
    return max(APPROVALS_NEEDED - len(found.approvals), 0)


def _state(place: int, done: int) -> StageState:
    if place < done:
        return "done"
    return "now" if place == done else "coming"


def _is_stale(run: Run, approved: int) -> bool:
    return run.state == "draft" and run.after_approvals != approved


def _names(session: Session, runs: object) -> dict[int, str]:
    wanted = {run.calculated_by_id for run in runs if run.calculated_by_id}  # type: ignore[attr-defined]
    if not wanted:
        return {}
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def _approvals(session: Session, runs: list[int]) -> dict[int, tuple[Approval, ...]]:
    rows = session.execute(
        select(RunApproval, Staff.name)
        .join(Staff, Staff.id == RunApproval.staff_id)
        .where(RunApproval.run_id.in_(runs))
        .order_by(RunApproval.id)
    )
    found: dict[int, tuple[Approval, ...]] = {}
    for row, name in rows:
        said = Approval(row.staff_id, name, row.approved_at, row.net_cents, bool(row.passkey_id))
        found[row.run_id] = (*found.get(row.run_id, ()), said)
    return found


def _years(session: Session, runs: list[int]) -> dict[int, tuple[int, ...]]:
    """The loan years in which each run moves money or lets it wait."""
    rows = session.execute(
        select(RunPeriod.run_id, RunPeriod.period_start)
        .where(RunPeriod.run_id.in_(runs))
        .distinct()
        .order_by(RunPeriod.period_start)
    )
    found: dict[int, tuple[int, ...]] = {}
    for run_id, start in rows:
        found[run_id] = (*found.get(run_id, ()), _year(start))
    return found


def _year(start: date) -> int:
    return start.year
