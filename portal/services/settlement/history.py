"""What earlier approved runs did: the sums that a new run subtracts and the debts it carries on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import KINDS
from portal.kernel.columns import column
from portal.rules.settlement.facts import Prior
from portal.services.settlement.run_rows import approved, periods_of
from portal.store.office import Merge
from portal.store.settlement import Run, RunPeriod


@dataclass(frozen=True)
class PriorRow:
    """One payee, loan year, kind and sort in all earlier approved runs; cents."""

    party_id: int
    loan_year: int
    kind: int
    additional: int
    paid: int
    capped: int
    debt: int


def prior_rows(session: Session, oldest: int) -> list[PriorRow]:
    """Sums of what was moved, from the oldest loan year on; before it only what is still owed."""
    place = (RunPeriod.party_id, RunPeriod.period_start, RunPeriod.kind, RunPeriod.additional)
    paid = func.sum(RunPeriod.moved_cents).over(partition_by=place)
    rank = func.row_number().over(partition_by=place, order_by=Run.after_approvals.desc())
    rows = (
        select(
            *place,
            cast(paid, BigInteger).label("paid"),
            RunPeriod.capped_cents.label("capped"),
            RunPeriod.debt_after_cents.label("debt"),
            rank.label("rank"),
        )
        .join(Run, Run.id == RunPeriod.run_id)
        .where(Run.state == "approved")
        .subquery()
    )
    wanted = or_(rows.c.period_start >= date(oldest, 1, 1), rows.c.debt > 0)
    latest = session.execute(select(rows).where(rows.c.rank == 1, wanted))
    return [
        PriorRow(
            party_id=row.party_id,
            loan_year=row.period_start.year,
            kind=KINDS.index(row.kind),
            additional=int(row.additional),
            paid=int(row.paid),
            capped=row.capped,
            debt=row.debt,
        )
        for row in latest
    ]


def prior_of(session: Session, oldest: int, party_id: int) -> list[PriorRow]:
    """The same of one party, out of the rows that its pages show anyway."""
    order = {run.id: run.after_approvals for run in approved(session)}
    rows = [row for row in periods_of(session, party_id) if row.run_id in order]
    rows.sort(key=lambda row: order[row.run_id])
    places = [(row.period_start, row.kind, row.additional) for row in rows]
    paid: Counter[tuple[date, str, bool]] = Counter()
    for place, row in zip(places, rows, strict=True):
        paid[place] += row.moved_cents
    latest = dict(zip(places, rows, strict=True))
    return [
        PriorRow(
            party_id=party_id,
            loan_year=start.year,
            kind=KINDS.index(kind),
            additional=int(additional),
            paid=paid[start, kind, additional],
            capped=row.capped_cents,
            debt=row.debt_after_cents,
        )
        for (start, kind, additional), row in latest.items()
        if start.year >= oldest or row.debt_after_cents > 0
    ]


def approvals_so_far(session: Session) -> int:
    """How many runs have been approved: their order, and what makes a draft stale."""
    number = select(func.count()).select_from(Run).where(Run.state == "approved")
    return int(session.scalar(number) or 0)


def joined_since(session: Session, moment: datetime) -> bool:
    """Whether parties were joined or parted since then: a run calculated before is stale."""
    later = or_(Merge.at > moment, Merge.undone_at > moment)
    return bool(session.scalar(select(exists().where(later))))


def renumbered(rows: list[PriorRow], place: dict[int, int]) -> Prior:
    """The rows as columns in canonical order, payees by their position."""
    ordered = sorted((place[r.party_id], r.loan_year, r.kind, r.additional, r) for r in rows)
    keys = [row[:4] for row in ordered]
    last = [row[4] for row in ordered]
    return Prior(
        payee=column([key[0] for key in keys]),
        loan_year=column([key[1] for key in keys]),
        kind=column([key[2] for key in keys]),
        additional=column([key[3] for key in keys]),
        paid=column([row.paid for row in last]),
        capped=column([row.capped for row in last]),
        debt=column([row.debt for row in last]),
    )
