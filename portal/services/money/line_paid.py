"""Whether one line's money came with this payment, with an earlier one, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from portal.kernel.money import MICRO_PER_CENT
from portal.services.money.earlier_payments import Earlier
from portal.services.money.run_lines import RunLine, lines_of
from portal.services.money.statements import PeriodStatement, snapshot_of
from portal.services.settlement.run_rows import run_named

How = Literal["here", "capped", "set_off", "partly", "before", "waits", "taken", "nothing"]


@dataclass(frozen=True)
class LinePaid:
    """What became of a line: `before` names the earlier payment that paid all or a part of it.

    here: all of it in this payment. capped, set_off: in this payment, less what the cap cut or a
    debt took. partly: a part now, a part before. taken: a debt took all. nothing: the share is 0.
    """

    how: How
    before: Earlier | None = None


def line_paid(
    session: Session,
    data_dir: Path,
    party_id: int,
    line: RunLine,
    period: PeriodStatement,
    earlier: tuple[Earlier, ...],
) -> LinePaid:
    """What became of a line in its payment; `earlier` are the earlier payments of its period."""
    if not line.factors.amount:
        return LinePaid("nothing")
    before = None
    for payment in earlier:
        amount = _amount_in(session, data_dir, party_id, line, payment)
        if amount >= line.factors.amount:
            return LinePaid("before", payment)
        before = payment if amount else before
    if period.paid_cents <= 0:
        how: How = "waits" if period.waiting_cents else "taken"
        return LinePaid(how, before)
    if before:
        return LinePaid("partly", before)
    return LinePaid(_how_here(line, period))


def _how_here(line: RunLine, period: PeriodStatement) -> How:
    if period.over_cap_cents:
        return "capped"
    if period.taken:
        return "set_off"
    if period.paid_cents < line.factors.amount // MICRO_PER_CENT:
        return "partly"
    return "here"


def _amount_in(
    session: Session, data_dir: Path, party_id: int, line: RunLine, payment: Earlier
) -> int:
    """Micro-cents of the same line in an earlier payment that paid its period; 0 without one."""
    if payment.moved_cents <= 0:
        return 0
    run = run_named(session, payment.run)
    if run is None:
        return 0
    snapshot = snapshot_of(session, data_dir, run, party_id)
    return sum(
        one.factors.amount
        for one in lines_of(session, snapshot, party_id)
        if set(one.members) & set(line.members)
        and (one.role, one.loan_year, one.medium, one.class_)
        == (line.role, line.loan_year, line.medium, line.class_)
    )
