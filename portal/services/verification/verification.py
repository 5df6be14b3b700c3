"""Checks of what must always hold: ledger, audit chain, runs recomputed from their snapshots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.periods import period_of
from portal.rules.settlement.digest import digest
from portal.rules.settlement.run import calculate
from portal.services.audit import access_seals, audit
from portal.services.counts.counts_files import active_counts, changed_counts, changed_lookups
from portal.services.matching import match_runs
from portal.services.messages import receipts
from portal.services.proposals import parameter_history
from portal.services.settlement.approving import APPROVALS_NEEDED
from portal.services.settlement.freezing import thaw
from portal.services.usage import assigned_counts, library_counts
from portal.services.verification import verified_people, verified_rows, verified_visits
from portal.store import snapshots
from portal.store.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from portal.store.payments import Payment
from portal.store.people import Staff
from portal.store.records import AuditEvent
from portal.store.settlement import Run, RunApproval, RunPeriod

Found = tuple[int, list[str]]
"""How many things were looked at, and what is wrong with them."""


@dataclass(frozen=True)
class Check:
    """A check by its code and what it found; no problems means that it holds."""

    code: str
    looked_at: int
    problems: tuple[str, ...]


def verify(session: Session, data_dir: Path) -> Iterator[Check]:
    """Every check, one after the other. What a check cannot even read is a fault that it found."""
    for code, run_checks in _CHECKS.items():
        try:
            looked_at, problems = run_checks(session, data_dir)
        except (LookupError, ValueError, TypeError, AttributeError) as stop:
            looked_at, problems = 0, [f"unreadable: {type(stop).__name__}: {stop}"]
        yield Check(code, looked_at, tuple(problems))


def _balanced(session: Session, _data_dir: Path) -> Found:
    sums = session.execute(
        select(LedgerTransaction.key, func.sum(LedgerEntry.amount))
        .outerjoin(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .group_by(LedgerTransaction.key)
        .having(func.coalesce(func.sum(LedgerEntry.amount), 1) != 0)
        .order_by(LedgerTransaction.key)
    )
    problems = [f"{key}: {amount}" for key, amount in sums]
    of_no_run = select(LedgerTransaction.key).where(LedgerTransaction.run_id.is_(None))
    problems += [f"{key}: of no run" for key in session.scalars(of_no_run)]
    total = session.scalar(select(func.count()).select_from(LedgerTransaction)) or 0
    return total, problems


def _payments_match(session: Session, _data_dir: Path) -> Found:
    """Each payee's payable account holds exactly the nets of the approved payments."""
    owed = session.execute(
        select(LedgerAccount.party_id, -func.sum(LedgerEntry.amount))
        .join(LedgerEntry, LedgerEntry.account_id == LedgerAccount.id)
        .where(LedgerAccount.kind == "payable")
        .group_by(LedgerAccount.party_id)
    )
    paid = session.execute(
        select(Payment.party_id, func.sum(Payment.net_cents)).group_by(Payment.party_id)
    )
    nets = {party: int(net) for party, net in paid if net}
    held = {party: int(sum_) for party, sum_ in owed}
    parties = sorted(set(nets) | set(held), key=str)
    wrong = [
        f"party {party}: {nets.get(party or 0, 0)} paid, {held.get(party, 0)} in the ledger"
        for party in parties
        if nets.get(party or 0, 0) != held.get(party, 0)
    ]
    return len(parties), wrong


def _withheld_match(session: Session, _data_dir: Path) -> Found:
    """The tax account holds exactly what the payments withheld."""
    held = session.scalar(
        select(func.sum(LedgerEntry.amount))
        .join(LedgerAccount, LedgerAccount.id == LedgerEntry.account_id)
        .where(LedgerAccount.kind == "tax")
    )
    withheld = session.scalar(select(func.sum(Payment.tax_cents)))
    same = -int(held or 0) == int(withheld or 0)
    return 1, [] if same else [f"{withheld or 0} withheld, {-int(held or 0)} in the ledger"]


def _counts(session: Session, data_dir: Path) -> Found:
    """Each file of counts that counts is the one that its import wrote; pages look up the same."""
    changed = [*changed_counts(session, data_dir), *changed_lookups(session, data_dir)]
    return len(active_counts(session)), changed


def _chain(session: Session, _data_dir: Path) -> Found:
    broken = [f"event {link.event_id}: {link.problem}" for link in audit.broken_links(session)]
    return session.scalar(select(func.count()).select_from(AuditEvent)) or 0, broken


def _receipts(session: Session, _data_dir: Path) -> Found:
    """Each receipt's events are all there, and as they were when it was given."""
    return receipts.broken(session)


def _recorded(session: Session, _data_dir: Path) -> Found:
    """Runs and approvals are those that the audit recorded, none more and none fewer."""
    runs = session.scalars(select(Run)).all()
    codes = {run.id: run.code for run in runs}
    stored: Counter[tuple[Any, ...]] = Counter(
        ("run_calculated", run.code, run.digest, run.calculated_by_id, run.preview,
         run.after_approvals)
        for run in runs
    )  # fmt: skip
    stored.update(
        ("run_approved", codes.get(given.run_id, ""), given.digest, given.staff_id)
        for given in session.scalars(select(RunApproval))
    )
    said = Counter(audit.said_of_runs(session))
    problems = [f"{row[0]} {row[1]}: without its event" for row in stored - said]
    problems += [f"{row[0]} {row[1]}: recorded, but not there" for row in said - stored]
    return stored.total(), sorted(problems)


def _approvals(session: Session, _data_dir: Path) -> Found:
    """Every approved run has two approvals of its own digest, by two people; no other has two."""
    problems = []
    runs = session.scalars(select(Run).order_by(Run.id)).all()
    who = {
        row.id: (row.id, row.party_id) for row in session.execute(select(Staff.id, Staff.party_id))
    }
    for run in runs:
        given = session.scalars(select(RunApproval).where(RunApproval.run_id == run.id)).all()
        people = _people([approval.staff_id for approval in given], run.calculated_by_id, who)
        settled = people == APPROVALS_NEEDED
        if settled != (run.state == "approved") or any(a.digest != run.digest for a in given):
            problems.append(f"{run.code}: {people} approvals, {run.state}")
    order = [run.after_approvals for run in runs if run.state == "approved"]
    if sorted(order) != list(range(len(order))):
        problems.append(f"approved runs in the order {sorted(order)}")
    return len(runs), problems


def _people(
    given: list[int], calculated_by: int | None, who: dict[int, tuple[int, int | None]]
) -> int:
    """How many different people approved: one with two accounts is one, who calculated is none."""
    party = who.get(calculated_by or 0, (0, None))[1]
    others = [
        who[staff] for staff in given
        if staff != calculated_by and (party is None or who[staff][1] != party)
    ]  # fmt: skip
    return len(
        {("party", known) if known is not None else ("staff", staff) for staff, known in others}
    )


def _runs(session: Session, data_dir: Path) -> Found:
    """Each run's snapshot is untouched, computes to its digest, and its rows say the same."""
    problems: list[str] = []
    runs = session.scalars(select(Run).order_by(Run.id)).all()
    for run in runs:
        try:
            snapshots.check(data_dir, run.snapshot_path, run.snapshot_sha256)
            facts = thaw(data_dir, run.snapshot_path)
            result = calculate(facts)
        except (Refusal, OSError, ValueError, KeyError) as error:
            problems.append(f"{run.code}: {error}")
            continue
        if digest(facts, result) != run.digest:
            problems.append(f"{run.code}: another digest")
        found = verified_rows.different(session, run, facts, result)
        problems += [f"{run.code}: {what} differ from the snapshot" for what in found]
    return len(runs), problems


def _caps(session: Session, data_dir: Path) -> Found:
    """Nobody was paid more for a year and kind than its cap."""
    approved = session.scalars(select(Run).where(Run.state == "approved").order_by(Run.id)).all()
    caps: dict[tuple[int, str], int] = {}
    problems, sums = [], 0
    for run in approved:
        try:
            terms_by_year = thaw(data_dir, run.snapshot_path).terms.years
        except (OSError, ValueError, KeyError) as error:
            problems.append(f"{run.code}: {error}")
            continue
        for year, terms in terms_by_year.items():
            caps.update({(year, kind): cents for kind, cents in terms.cap_cents.items()})
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


_CHECKS: dict[str, Callable[[Session, Path], Found]] = {
    "ledger_balance": _balanced,
    "ledger_payments": _payments_match,
    "ledger_tax": _withheld_match,
    "audit_chain": _chain,
    "audit_runs": _recorded,
    "approvals": _approvals,
    "run_digests": _runs,
    "counts": _counts,
    "receipts": _receipts,
    "libraries": library_counts.looked_at,
    "assigned": assigned_counts.looked_at,
    "evidence": match_runs.looked_at,
    "visits": verified_visits.looked_at,
    "rules": lambda session, _data_dir: parameter_history.broken_values(session),
    "staff": verified_people.staff,
    "accounts": verified_people.accounts,
    "mandates": access_seals.mandates,
    "passkeys": access_seals.passkeys,
    "entries": verified_people.entries,
    "caps": _caps,
}
