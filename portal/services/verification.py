"""Checks of what must always hold: ledger, audit chain, runs recomputed from their snapshots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.periods import period_of
from portal.rules.settlement.digest import digest
from portal.rules.settlement.run import Result, calculate
from portal.services import audit
from portal.services.settlement.freezing import thaw
from portal.store import snapshots
from portal.store.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from portal.store.payments import Payment
from portal.store.people import Party
from portal.store.records import AuditEvent
from portal.store.settlement import Run, RunApproval, RunPayee, RunPeriod

_Problems = Iterator[str]


@dataclass(frozen=True)
class Check:
    """A check by its code and what it found; no problems means that it holds."""

    code: str
    looked_at: int
    problems: tuple[str, ...]


def verify(session: Session, data_dir: Path) -> Iterator[Check]:
    """Every check, one after the other."""
    for code, run_checks in _CHECKS.items():
        looked_at, problems = run_checks(session, data_dir)
        yield Check(code, looked_at, tuple(problems))


def _balanced(session: Session, _data_dir: Path) -> tuple[int, list[str]]:
    sums = session.execute(
        select(LedgerTransaction.key, func.sum(LedgerEntry.amount))
        .outerjoin(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .group_by(LedgerTransaction.key)
        .having(func.coalesce(func.sum(LedgerEntry.amount), 1) != 0)
        .order_by(LedgerTransaction.key)
    )
    total = session.scalar(select(func.count()).select_from(LedgerTransaction)) or 0
    return total, [f"{key}: {amount}" for key, amount in sums]


def _payments_match(session: Session, _data_dir: Path) -> tuple[int, list[str]]:
    """Each payee's payable account holds exactly the nets of the approved payments."""
    owed = dict(
        session.execute(
            select(LedgerAccount.party_id, -func.sum(LedgerEntry.amount))
            .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
            .where(LedgerAccount.kind == "payable")
            .group_by(LedgerAccount.party_id)
        )
        .tuples()
        .all()
    )
    paid = dict(
        session.execute(
            select(Payment.party_id, func.sum(Payment.net_cents)).group_by(Payment.party_id)
        )
        .tuples()
        .all()
    )
    nets = {party: int(net) for party, net in paid.items() if net}
    held = {party: int(sum_) for party, sum_ in owed.items()}
    parties = sorted(set(nets) | set(held), key=str)
    wrong = [
        f"party {party}: {nets.get(party or 0, 0)} paid, {held.get(party, 0)} in the ledger"
        for party in parties
        if nets.get(party or 0, 0) != held.get(party, 0)
    ]
    return len(parties), wrong


def _withheld_match(session: Session, _data_dir: Path) -> tuple[int, list[str]]:
    """The tax account holds exactly what the payments withheld."""
    held = session.scalar(
        select(func.sum(LedgerEntry.amount))
        .join(LedgerAccount, LedgerAccount.id == LedgerEntry.account_id)
        .where(LedgerAccount.kind == "tax")
    )
    withheld = session.scalar(select(func.sum(Payment.tax_cents)))
    same = -int(held or 0) == int(withheld or 0)
    return 1, [] if same else [f"{withheld or 0} withheld, {-int(held or 0)} in the ledger"]


def _chain(session: Session, _data_dir: Path) -> tuple[int, list[str]]:
    broken = [f"event {link.event_id}: {link.problem}" for link in audit.broken_links(session)]
    return session.scalar(select(func.count()).select_from(AuditEvent)) or 0, broken


def _approvals(session: Session, _data_dir: Path) -> tuple[int, list[str]]:
    """Every approved run has two approvals of its own digest, by two people."""
    problems = []
    runs = session.scalars(select(Run).where(Run.state == "approved").order_by(Run.id)).all()
    for run in runs:
        given = session.scalars(select(RunApproval).where(RunApproval.run_id == run.id)).all()
        people = {approval.staff_id for approval in given} - {run.calculated_by_id}
        if len(people) != 2 or any(approval.digest != run.digest for approval in given):
            problems.append(f"{run.code}: {len(people)} approvals")
    return len(runs), problems


def _runs(session: Session, data_dir: Path) -> tuple[int, list[str]]:
    """Each run's snapshot is untouched, computes to its digest, and its rows say the same."""
    problems: list[str] = []
    runs = session.scalars(select(Run).order_by(Run.id)).all()
    for run in runs:
        try:
            snapshots.check(data_dir, run.snapshot_path, run.snapshot_sha256)
            facts = thaw(data_dir, run.snapshot_path)
            result = calculate(facts)
        except (Refusal, OSError) as error:
            problems.append(f"{run.code}: {error}")
            continue
        if digest(facts, result) != run.digest:
            problems.append(f"{run.code}: another digest")
        problems += _rows_differ(session, run, facts.payees.code, result)
    return len(runs), problems


def _rows_differ(session: Session, run: Run, codes: tuple[str, ...], result: Result) -> _Problems:
    expected = {
        (codes[p.payee], p.gross, p.tax, p.net, p.waiting, p.disputed) for p in result.payees
    }
    rows = session.execute(
        select(
            Party.code,
            RunPayee.gross_cents,
            RunPayee.tax_cents,
            RunPayee.net_cents,
            RunPayee.waiting_cents,
            RunPayee.disputed_cents,
        )
        .join(RunPayee, RunPayee.party_id == Party.id)
        .where(RunPayee.run_id == run.id)
    )
    if {tuple(row) for row in rows} != expected:
        yield f"{run.code}: payees differ from the snapshot"
    moved = sum(outcome.moved for p in result.payees for outcome in p.outcomes)
    stored = session.scalar(
        select(func.sum(RunPeriod.moved_cents)).where(RunPeriod.run_id == run.id)
    )
    if int(stored or 0) != moved or run.gross_cents != moved:
        yield f"{run.code}: sums differ from the snapshot"
    if run.state == "approved":
        yield from _payments_differ(session, run)


def _payments_differ(session: Session, run: Run) -> _Problems:
    paid = session.execute(
        select(func.count(), func.sum(Payment.gross_cents)).where(Payment.run_id == run.id)
    ).one()
    if (paid[0], int(paid[1] or 0)) != (run.people, run.gross_cents):
        yield f"{run.code}: payments differ from the run"


def _caps(session: Session, data_dir: Path) -> tuple[int, list[str]]:
    """Nobody was paid more for a year and kind than its cap."""
    approved = session.scalars(select(Run).where(Run.state == "approved").order_by(Run.id)).all()
    caps: dict[tuple[int, str], int] = {}
    for run in approved:
        for year, terms in thaw(data_dir, run.snapshot_path).terms.years.items():
            caps.update({(year, kind): cents for kind, cents in terms.cap_cents.items()})
    problems, sums = [], 0
    for (year, kind), cap in sorted(caps.items()):
        start, _ = period_of(year)
        over = session.execute(
            select(RunPeriod.party_id, func.sum(RunPeriod.moved_cents))
            .join(Run, Run.id == RunPeriod.run_id)
            .where(
                Run.state == "approved",
                RunPeriod.period_start == start,
                RunPeriod.kind == kind,
                RunPeriod.additional.is_(False),
            )
            .group_by(RunPeriod.party_id)
        ).all()
        sums += len(over)
        problems += [f"party {p}, {year} {kind}: {paid}" for p, paid in over if int(paid) > cap]
    return sums, problems


_CHECKS: dict[str, Callable[[Session, Path], tuple[int, list[str]]]] = {
    "ledger_balance": _balanced,
    "ledger_payments": _payments_match,
    "ledger_tax": _withheld_match,
    "audit_chain": _chain,
    "approvals": _approvals,
    "run_digests": _runs,
    "caps": _caps,
}
