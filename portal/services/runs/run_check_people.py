"""Whom a check of a run is about: one query a check, counted on the run's page, listed on its own.

Every query selects ids of parties in the run; None stands for what only the snapshot could say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select

from portal.kernel.periods import period_of
from portal.store.catalogue import Claim
from portal.store.people import Party, Staff
from portal.store.settlement import Run, RunPayee, RunPeriod

PeopleQuery = Select[int]
OF_HEADER = ("caps", "threshold", "expired")


def queries(run: Run, header: Mapping[str, Any] | None) -> dict[str, PeopleQuery | None]:
    """The people of every check by its code; `header` is the snapshot's, None where it is lost."""
    return {
        **(_of_header(run, header) if header else dict.fromkeys(OF_HEADER)),
        "negative": _payees(run).where(_negative()),
        "people_periods": _differing(run),
        "twice": _periods(run).where(_paid_twice()),
        "no_card": _payees(run).where(RunPayee.gross_cents > 0, RunPayee.tax_basis != "card"),
        "staff": _payees(run).where(RunPayee.party_id.in_(_staff())),
        "merged": _payees(run).where(RunPayee.party_id.in_(_gone(Party.merged_into_id))),
        "closed": _payees(run).where(RunPayee.party_id.in_(_gone(Party.closed_on))),
        "withdrawn": _payees(run).where(RunPayee.party_id.in_(_withdrawn(run))),
        "entered_since": _payees(run).where(RunPayee.party_id.in_(_entered(run))),
    }


def _of_header(run: Run, header: Mapping[str, Any]) -> dict[str, PeopleQuery | None]:
    return {
        "caps": _periods(run).where(_over_cap(header)),
        "threshold": _payees(run).where(_below(header["threshold_cents"])),
        "expired": _periods(run).where(RunPeriod.moved_cents > 0, _closed(header)),
    }


def _payees(run: Run) -> PeopleQuery:
    return select(RunPayee.party_id).where(RunPayee.run_id == run.id)


def _periods(run: Run) -> PeopleQuery:
    return select(RunPeriod.party_id).where(RunPeriod.run_id == run.id).distinct()


def _negative() -> Any:
    sums = (
        RunPayee.gross_cents, RunPayee.tax_cents, RunPayee.net_cents, RunPayee.waiting_cents,
        RunPayee.disputed_cents,
    )  # fmt: skip
    return or_(*(one < 0 for one in sums))


def _differing(run: Run) -> PeopleQuery:
    """Payees whose loan years do not add up to what is paid."""
    moved = (
        select(RunPeriod.party_id, func.sum(RunPeriod.moved_cents).label("cents"))
        .where(RunPeriod.run_id == run.id)
        .group_by(RunPeriod.party_id)
        .subquery()
    )
    joined = _payees(run).outerjoin(moved, moved.c.party_id == RunPayee.party_id)
    return joined.where(func.coalesce(moved.c.cents, 0) != RunPayee.gross_cents)


def _paid_twice() -> Any:
    """Money moves although what was paid before and this together pass what is due."""
    together = RunPeriod.paid_before_cents + RunPeriod.moved_cents
    return and_(RunPeriod.moved_cents > 0, together > RunPeriod.capped_cents)


def _over_cap(header: Mapping[str, Any]) -> Any:
    together = RunPeriod.paid_before_cents + RunPeriod.moved_cents
    over = [
        and_(
            RunPeriod.period_start == _start(year),
            RunPeriod.kind == kind,
            or_(RunPeriod.capped_cents > cap, and_(RunPeriod.moved_cents > 0, together > cap)),
        )
        for year, terms in header["years"].items()
        for kind, cap in terms["cap_cents"].items()
    ]
    return and_(RunPeriod.additional.is_(False), or_(false(), *over))


def _below(threshold_cents: int) -> Any:
    return and_(RunPayee.gross_cents > 0, RunPayee.gross_cents < threshold_cents)


def _closed(header: Mapping[str, Any]) -> Any:
    """Years that the run does not pay: entitlements of others, additional money of others."""
    is_open = RunPeriod.period_start.in_([_start(year) for year in header["open_years"]])
    stated = [_start(money["loan_year"]) for money in header["undistributed"]]
    return or_(
        and_(RunPeriod.additional.is_(False), ~is_open),
        and_(RunPeriod.additional.is_(True), RunPeriod.period_start.not_in(stated)),
    )


def _start(year: int | str) -> date:
    return period_of(int(year))[0]


def _staff() -> Select[int | None]:
    """The parties that staff at work also are."""
    return select(Staff.party_id).where(Staff.party_id.is_not(None), Staff.ended_on.is_(None))


def _gone(column: Any) -> Select[int]:
    return select(Party.id).where(column.is_not(None))


def _withdrawn(run: Run) -> Select[int]:
    """Whoever has withdrawn an entry after the last day that counts."""
    return select(Claim.party_id).where(
        Claim.added_on <= run.cutoff, Claim.withdrawn_on > run.cutoff
    )


def _entered(run: Run) -> Select[int]:
    """Whose entries were recorded after the calculation, for days that count in it."""
    return select(Claim.party_id).where(
        Claim.recorded_at > run.calculated_at, Claim.added_on <= run.cutoff
    )
