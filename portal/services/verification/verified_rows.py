"""A run's rows beside what its snapshot computes to: every column of every row, both ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import KINDS
from portal.kernel.periods import period_of
from portal.rules.settlement.facts import Snapshot
from portal.rules.settlement.postings import entries
from portal.rules.settlement.run import Result
from portal.services.settlement.calculating import line_count
from portal.store.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from portal.store.payments import Payment
from portal.store.people import Party
from portal.store.settlement import Run, RunPayee, RunPeriod, RunUndistributed

Rows: TypeAlias = Iterable[tuple[Any, ...]]


def different(session: Session, run: Run, facts: Snapshot, result: Result) -> Iterator[str]:
    """The kinds of rows that are not exactly what the frozen facts compute to."""
    settled = run.state == "approved"
    expected: dict[str, tuple[Rows, Rows]] = {
        "sums": ([_sums(run)], [_computed(facts, result)]),
        "payees": (_payees(session, run), _payees_computed(facts, result)),
        "periods": (_periods(session, run), _periods_computed(facts, result)),
        "undistributed amounts": (_stated(session, run), _stated_computed(result)),
        "payments": (
            _payments(session, run),
            _payments_computed(facts, result) if settled else (),
        ),
        "postings": (
            _postings(session, run),
            _postings_computed(run, facts, result) if settled else (),
        ),
    }
    for name, (stored, computed) in expected.items():
        if Counter(stored) != Counter(computed):
            yield name


def _sums(run: Run) -> tuple[Any, ...]:
    return (
        run.kind, run.pays_on, run.cutoff, run.people, run.lines, run.gross_cents, run.tax_cents,
        run.net_cents, run.waiting_cents, run.disputed_cents,
    )  # fmt: skip


def _computed(facts: Snapshot, result: Result) -> tuple[Any, ...]:
    names = ("gross", "tax", "net", "waiting", "disputed")
    people = sum(1 for payee in result.payees if payee.gross)
    totals = (sum(getattr(payee, name) for payee in result.payees) for name in names)
    return facts.kind, facts.pays_on, facts.cutoff, people, line_count(result), *totals


def _payees(session: Session, run: Run) -> Rows:
    amounts = (
        RunPayee.gross_cents, RunPayee.tax_cents, RunPayee.net_cents, RunPayee.waiting_cents,
        RunPayee.disputed_cents, RunPayee.tax_ppm, RunPayee.tax_basis,
    )  # fmt: skip
    mine = RunPayee.run_id == run.id
    rows = select(Party.code, *amounts).join(RunPayee, RunPayee.party_id == Party.id).where(mine)
    return map(tuple, session.execute(rows))


def _payees_computed(facts: Snapshot, result: Result) -> Rows:
    for p in result.payees:
        amounts = p.gross, p.tax, p.net, p.waiting, p.disputed, p.tax_ppm, p.tax_basis
        yield facts.payees.code[p.payee], *amounts


def _periods(session: Session, run: Run) -> Rows:
    columns = (
        RunPeriod.period_start, RunPeriod.period_end, RunPeriod.kind, RunPeriod.additional,
        RunPeriod.entitled_cents, RunPeriod.capped_cents, RunPeriod.disputed_cents,
        RunPeriod.paid_before_cents, RunPeriod.moved_cents, RunPeriod.waiting_cents,
        RunPeriod.debt_after_cents,
    )  # fmt: skip
    mine = RunPeriod.run_id == run.id
    rows = select(Party.code, *columns).join(RunPeriod, RunPeriod.party_id == Party.id).where(mine)
    return map(tuple, session.execute(rows))


def _periods_computed(facts: Snapshot, result: Result) -> Rows:
    for payee in result.payees:
        for p, outcome in zip(payee.periods, payee.outcomes, strict=True):
            yield (
                facts.payees.code[payee.payee], *period_of(p.loan_year), KINDS[p.kind],
                bool(p.additional), p.entitled, p.capped, p.disputed, p.paid_before,
                outcome.moved, outcome.waiting, outcome.debt_after,
            )  # fmt: skip


def _stated(session: Session, run: Run) -> Rows:
    columns = (
        RunUndistributed.period_start, RunUndistributed.period_end, RunUndistributed.stated_cents,
        RunUndistributed.distributed_cents,
    )  # fmt: skip
    rows = session.execute(select(*columns).where(RunUndistributed.run_id == run.id))
    return map(tuple, rows)


def _stated_computed(result: Result) -> Rows:
    for money in result.distributed:
        yield *period_of(money.loan_year), money.stated, money.distributed


def _payments(session: Session, run: Run) -> Rows:
    columns = (
        Payment.pays_on, Payment.currency, Payment.gross_cents, Payment.tax_cents,
        Payment.net_cents,
    )  # fmt: skip
    mine = Payment.run_id == run.id
    rows = select(Party.code, *columns).join(Payment, Payment.party_id == Party.id).where(mine)
    return map(tuple, session.execute(rows))


def _payments_computed(facts: Snapshot, result: Result) -> Rows:
    for p in result.payees:
        if p.gross:
            yield facts.payees.code[p.payee], facts.pays_on, "EUR", p.gross, p.tax, p.net


def _postings(session: Session, run: Run) -> Rows:
    """Transaction, day, account, its kind and payee, and cents; an empty transaction too."""
    rows = (
        select(
            LedgerTransaction.key, LedgerTransaction.posted_on, LedgerAccount.code,
            LedgerAccount.kind, LedgerAccount.currency, Party.code, LedgerEntry.amount,
        )
        .outerjoin(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .outerjoin(LedgerAccount, LedgerAccount.id == LedgerEntry.account_id)
        .outerjoin(Party, Party.id == LedgerAccount.party_id)
        .where(LedgerTransaction.run_id == run.id)
    )  # fmt: skip
    return map(tuple, session.execute(rows))


def _postings_computed(run: Run, facts: Snapshot, result: Result) -> Rows:
    for payee in result.payees:
        if not any(outcome.moved for outcome in payee.outcomes):
            continue
        code = facts.payees.code[payee.payee]
        for entry in entries(run.scheme, code, payee):
            whose = code if entry.kind == "payable" else None
            key = f"run:{run.code}:{code}"
            yield key, facts.pays_on, entry.account, entry.kind, "EUR", whose, entry.cents
