"""Why something was not paid in a run: remarks with codes, by edition or by loan year. Cents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.catalogue import KINDS
from portal.services.money.not_paid_editions import disputed, of_editions
from portal.services.money.payment_list import expired_of
from portal.services.money.run_lines import Frozen, cap_of
from portal.services.money.statements import Statement, payment, run_of, snapshot_of
from portal.services.money.unpaid import (
    ADDITIONAL_LOST,
    BELOW_THRESHOLD,
    EXPIRED,
    NO_ADDITIONAL_AT_CAP,
    OVER_CAP,
    PAID_ELSEWHERE,
    REASONS,
    SET_OFF,
    NotPaid,
)
from portal.services.settlement.run_rows import approved, payees_of, periods_of
from portal.store.settlement import Run


def not_paid(session: Session, data_dir: Path, party_id: int, run_code: str) -> tuple[NotPaid, ...]:
    """Every reason of an approved run, years first; raises NotFound."""
    run, _ = run_of(session, party_id, run_code)
    statement = payment(session, data_dir, party_id, run_code)
    snapshot = snapshot_of(session, data_dir, run, party_id)
    return _in_order([
        *_of_years(statement),
        *_expired(session, party_id, run),
        *_at_cap(session, party_id, run, snapshot),
        *disputed(statement.lines),
        *of_editions(session, party_id, run, snapshot, statement.lines),
    ])  # fmt: skip


def without_payment(
    session: Session, data_dir: Path, party_id: int
) -> tuple[date | None, tuple[NotPaid, ...]]:
    """The day of the latest approved run and why it had nothing for the party's editions.

    None and no reasons where the run had a payment, or at least sums, for the party. Pictures are
    left out: no run ever pays them.
    """
    runs = approved(session)
    run = runs[-1] if runs else None
    if run is None or _has_sums(session, run, party_id):
        return None, ()
    snapshot = snapshot_of(session, data_dir, run, party_id)
    of_text = of_editions(session, party_id, run, snapshot, ())
    found = [one for one in of_text if one.reason != PAID_ELSEWHERE]
    return run.pays_on, _in_order([*_at_cap(session, party_id, run, snapshot), *found])


def _has_sums(session: Session, run: Run, party_id: int) -> bool:
    return any(payee.run_id == run.id for payee in payees_of(session, party_id))


def _in_order(found: list[NotPaid]) -> tuple[NotPaid, ...]:
    return tuple(sorted(found, key=lambda one: (REASONS.index(one.reason), one.loan_year or 0)))


def _of_years(statement: Statement) -> list[NotPaid]:
    found = []
    for period in statement.periods:
        waiting = NotPaid(BELOW_THRESHOLD, loan_year=period.loan_year, kind=period.kind)
        if period.waiting_cents and period.additional:
            lost = replace(waiting, reason=ADDITIONAL_LOST, cents=period.waiting_cents)
            found.append(replace(lost, limit_cents=statement.threshold_cents))
        elif period.waiting_cents:
            below = replace(waiting, cents=period.waiting_cents, day=period.expires)
            found.append(replace(below, limit_cents=statement.threshold_cents))
        if period.over_cap_cents:
            cut = replace(waiting, reason=OVER_CAP, cents=period.over_cap_cents)
            found.append(replace(cut, limit_cents=period.cap_cents))
        owed = period.paid_before_cents - period.capped_cents
        if owed > 0:
            debt = replace(waiting, reason=SET_OFF, cents=owed)
            found.append(replace(debt, limit_cents=period.debt_after_cents))
    return found


def _expired(session: Session, party_id: int, run: Run) -> list[NotPaid]:
    """What expired after the party's run before this one, or before its first one."""
    own = {payee.run_id for payee in payees_of(session, party_id)}
    earlier = [one for one in approved(session) if one.after_approvals < run.after_approvals]
    before = next((one.pays_on for one in reversed(earlier) if one.id in own), None)
    return [
        NotPaid(
            EXPIRED, loan_year=one.loan_year, kind=one.kind,
            cents=one.cents + one.disputed_cents, day=one.expires,
        )
        for one in expired_of(session, party_id, run.pays_on)
        if before is not None and one.expires >= before
    ]  # fmt: skip


def _at_cap(session: Session, party_id: int, run: Run, snapshot: Frozen) -> list[NotPaid]:
    """The kinds of a distributed year whose cap the party had reached before the distribution."""
    if not snapshot.distributed_years:
        return []
    year = snapshot.distributed_years[0]
    order = {one.id: one.after_approvals for one in approved(session)}
    earlier = [
        row
        for row in periods_of(session, party_id)
        if order.get(row.run_id, run.after_approvals) < run.after_approvals
        and (row.period_start.year, row.additional) == (year, False)
    ]
    earlier.sort(key=lambda row: order[row.run_id])
    latest = {row.kind: row.capped_cents for row in earlier}
    caps = {kind: cap_of(snapshot, year, kind) for kind in KINDS}
    return [
        NotPaid(NO_ADDITIONAL_AT_CAP, loan_year=year, kind=kind, limit_cents=cap)
        for kind, cap in caps.items()
        if cap is not None and latest.get(kind, 0) >= cap
    ]
