"""Calculate a run: facts, result, digest, frozen snapshot and rows, in one transaction."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import KINDS
from portal.kernel.columns import Column
from portal.kernel.errors import Refusal
from portal.kernel.identity import SYSTEM, Actor
from portal.kernel.periods import RUN_KINDS, additional_year, period_of
from portal.rules.schemes import lending, scheme
from portal.rules.settlement.digest import digest
from portal.rules.settlement.facts import Undistributed
from portal.rules.settlement.run import PayeeResult, Result
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.parameters import parameters
from portal.services.settlement import engines, freezing
from portal.services.settlement.collecting import Order, snapshot
from portal.services.settlement.history import approvals_so_far
from portal.services.settlement.summary import RunSummary, summary_of
from portal.store import bulk
from portal.store.settlement import Run, RunPayee, RunPeriod, RunUndistributed

_PAYEE_COLUMNS = (
    "run_id", "party_id", "gross_cents", "tax_cents", "net_cents", "waiting_cents",
    "disputed_cents", "tax_ppm", "tax_basis",
)  # fmt: skip
_PERIOD_COLUMNS = (
    "run_id", "party_id", "period_start", "period_end", "kind", "additional", "entitled_cents",
    "capped_cents", "disputed_cents", "paid_before_cents", "moved_cents", "waiting_cents",
    "debt_after_cents",
)  # fmt: skip


Stated: TypeAlias = Undistributed


class NotAnOfficer(Refusal):
    """Only a settlement officer, or the system, calculates a run; `role`."""

    code = "not_an_officer"


class UnknownRunKind(Refusal):
    """`kind` is neither autumn nor spring."""

    code = "unknown_run_kind"


class NotTheAdditionalYear(Refusal):
    """Undistributed money was `stated` for a year that this run does not distribute, or none.

    `reason`: autumn (which distributes none), spring (which distributes `year`), nothing.
    """

    code = "not_the_additional_year"


class StatedTwice(Refusal):
    """Undistributed money was stated more than once for a year; `loan_year`."""

    code = "stated_twice"


def calculate_run(
    session: Session, data_dir: Path, scheme_code: str, order: Order, *, today: date, actor: Actor
) -> RunSummary:
    """Calculates a run in draft; a preview for ever when its cutoff is today or later.

    Raises NotAnOfficer, UnknownScheme, UnknownRunKind, NotTheAdditionalYear, StatedTwice,
    ParameterNotSet, RateNotDecided, SparkNotHere, SparkFailed.
    """
    check(session, scheme_code, order, actor)
    locks.runs(session)
    with engines.opened(session, data_dir) as engine:
        facts, party_ids = snapshot(session, data_dir, order, engine.counted)
        result = engine.calculated(facts)
    run_digest = digest(facts, result)
    path, sha256 = freezing.freeze(data_dir, run_digest, facts, result)
    run = _run(session, scheme_code, order, result, today, actor)
    run.digest, run.snapshot_path, run.snapshot_sha256 = run_digest, path, sha256
    session.add(run)
    session.flush()
    _store(session, run, result, party_ids)
    audit.record(
        session,
        actor,
        "run_calculated",
        run=run.code,
        digest=run_digest,
        preview=run.preview,
        after_approvals=run.after_approvals,
    )
    return summary_of(run)


def check(session: Session, scheme_code: str, order: Order, actor: Actor) -> None:
    """Raises what calculate_run refuses without having looked at a single loan."""
    scheme(scheme_code)
    if actor != SYSTEM and actor.staff_role != "officer":
        raise NotAnOfficer(role=actor.staff_role or "")
    if order.kind not in RUN_KINDS:
        raise UnknownRunKind(kind=order.kind)
    back = lending.years_open(parameters.book(session), order.pays_on)
    year = additional_year(order.kind, order.pays_on.year, back)
    for money in order.undistributed:
        if money.loan_year != year:
            raise NotTheAdditionalYear(stated=money.loan_year, year=year, reason=order.kind)
        if money.cents <= 0:
            raise NotTheAdditionalYear(stated=money.loan_year, year=year, reason="nothing")
    if len(order.undistributed) > 1:
        raise StatedTwice(loan_year=year)


def undistributed(loan_year: int, cents: int, other_share_loans: int = 0) -> Stated:
    """Money stated as undistributed, for an Order."""
    return Undistributed(loan_year, cents, other_share_loans)


def _run(
    session: Session, scheme_code: str, order: Order, result: Result, today: date, actor: Actor
) -> Run:
    gross = sum(payee.gross for payee in result.payees)
    tax = sum(payee.tax for payee in result.payees)
    return Run(
        code=_next_code(session, order),
        scheme=scheme_code,
        kind=order.kind,
        pays_on=order.pays_on,
        cutoff=order.cutoff,
        preview=order.cutoff >= today,
        people=sum(1 for payee in result.payees if payee.gross),
        lines=line_count(result),
        gross_cents=gross,
        tax_cents=tax,
        net_cents=gross - tax,
        waiting_cents=sum(payee.waiting for payee in result.payees),
        disputed_cents=sum(payee.disputed for payee in result.payees),
        after_approvals=approvals_so_far(session),
        calculated_by_id=actor.staff_id,
        calculated_at=datetime.now(UTC),
    )


def line_count(result: Result) -> int:
    """Lines that pay something, and the rows of additional money: what the export lists."""
    additional = sum(
        1 for payee in result.payees for period in payee.periods if _is_additional_row(period)
    )
    return int((result.lines.denominator > 0).sum()) + additional


def _is_additional_row(period: object) -> bool:
    return bool(getattr(period, "additional", 0)) and getattr(period, "capped", 0) > 0


def _next_code(session: Session, order: Order) -> str:
    stem = f"{order.pays_on.year}-{order.kind}"
    earlier = select(func.count()).select_from(Run).where(Run.code.startswith(f"{stem}-"))
    return f"{stem}-{(session.scalar(earlier) or 0) + 1}"


def _store(session: Session, run: Run, result: Result, party_ids: Column) -> None:
    ids = party_ids.tolist()
    payees = [(run.id, ids[p.payee], *_payee_row(p)) for p in result.payees]
    bulk.insert_rows(session, RunPayee.__table__, _PAYEE_COLUMNS, payees)  # type: ignore[arg-type]
    periods = [
        (run.id, ids[p.payee], *period_of(period.loan_year), KINDS[period.kind],
         bool(period.additional), period.entitled, period.capped, period.disputed,
         period.paid_before, outcome.moved, outcome.waiting, outcome.debt_after)
        for p in result.payees
        for period, outcome in zip(p.periods, p.outcomes, strict=True)
    ]  # fmt: skip
    bulk.insert_rows(session, RunPeriod.__table__, _PERIOD_COLUMNS, periods)  # type: ignore[arg-type]
    for money in result.distributed:
        start, end = period_of(money.loan_year)
        session.add(
            RunUndistributed(
                run_id=run.id,
                period_start=start,
                period_end=end,
                stated_cents=money.stated,
                distributed_cents=money.distributed,
            )
        )
    session.flush()


def _payee_row(p: PayeeResult) -> tuple[int | str, ...]:
    return p.gross, p.tax, p.net, p.waiting, p.disputed, p.tax_ppm, p.tax_basis
