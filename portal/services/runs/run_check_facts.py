"""The facts that the checks of a run judge: sums by SQL, lines from the frozen snapshot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.periods import period_of
from portal.rules.parameters import Book
from portal.rules.schemes import lending
from portal.rules.settlement.digest import canonical_json
from portal.rules.tax import withholding
from portal.services.base import kept
from portal.services.orders import work_orders
from portal.services.parameters import parameters
from portal.services.runs.run_check_people import queries
from portal.services.settlement import run_line_sums
from portal.services.settlement.run_line_sums import LineSums
from portal.services.sharing.dispute_records import GOING_ON
from portal.services.usage.coverage import coverage
from portal.services.usage.doubts import doubts
from portal.store import snapshots
from portal.store.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from portal.store.office import SampleCheck, WorkOrder
from portal.store.parameters import ParameterValue
from portal.store.payments import Payment
from portal.store.settlement import Run, RunPayee, RunPeriod
from portal.store.sharing import Dispute
from portal.usage.errors import CountsMissing

RECOMPUTE = "recompute_run"
SUMS = ("gross_cents", "tax_cents", "net_cents", "waiting_cents", "disputed_cents")


@dataclass(frozen=True)
class Facts:
    """What is known of a run. `header` and `lines` are None when its files were changed.

    `people` counts the people of each check (None: not known), `sums` is everything else that SQL
    counts; `recomputed` is the digest of the last recomputation, None before the first.
    """

    run: Run
    header: Mapping[str, Any] | None
    lines: LineSums | None
    people: Mapping[str, int | None]
    sums: Mapping[str, int]
    recomputed: str | None
    stopped_libraries: tuple[str, ...]
    doubts: int | None
    changed_terms: tuple[str, ...]
    stale: bool


def facts_of(session: Session, data_dir: Path, run: Run, today: date, approved: int) -> Facts:
    """Everything that the checks need; the doubts are judged by the limits of `today`, and
    `approved` is how many runs have been approved so far.
    """
    header = header_of(data_dir, run)
    whole = header is not None
    people, sums = _counted(session, run, header)
    return Facts(
        run=run,
        header=header,
        lines=run_line_sums.of_run(data_dir, run.snapshot_path) if whole else None,
        people=people,
        sums=sums,
        recomputed=_recomputed(session, run),
        stopped_libraries=stopped(session, header) if header else (),
        doubts=_doubts(session, data_dir, max(header["open_years"]), today) if header else None,
        changed_terms=changed_terms(parameters.book(session), run, header) if header else (),
        stale=run.state == "draft" and approved != run.after_approvals,
    )


@kept.for_all
def _doubts(session: Session, data_dir: Path, loan_year: int, today: date) -> int | None:
    """How many doubts the loans of a year raise; None when their counts cannot be read."""
    try:
        return len(doubts(session, data_dir, loan_year, today).found)
    except CountsMissing:
        return None


def header_of(data_dir: Path, run: Run) -> dict[str, Any] | None:
    """The frozen days, years and parameters; None when the files are not those written."""
    try:
        snapshots.check(data_dir, run.snapshot_path, run.snapshot_sha256)
    except (Refusal, OSError):
        return None
    found: dict[str, Any] = json.loads(snapshots.header(data_dir, run.snapshot_path))
    return found


def stopped(session: Session, header: Mapping[str, Any]) -> tuple[str, ...]:
    """The library systems that reported the year before the newest, and not the newest."""
    newest = max(header["open_years"])
    covered = coverage(session)
    now = {one.library for one in covered.reported(newest)}
    return tuple(o.library for o in covered.reported(newest - 1) if o.library not in now)


def changed_terms(book: Book, run: Run, header: Mapping[str, Any]) -> tuple[str, ...]:
    """What the rules in force say otherwise than the run: loan years, or `withholding`."""
    years = tuple(int(year) for year in header["years"])
    terms = lending.terms(book, run.pays_on, years)
    now = json.loads(canonical_json({str(y): asdict(t) for y, t in terms.years.items()}))
    found = [year for year in sorted(now) if now[year] != header["years"][year]]
    if asdict(withholding.defaults(book, run.pays_on)) != header["withholding"]:
        found.append("withholding")
    if terms.threshold_cents != header["threshold_cents"]:
        found.append("threshold")
    return tuple(found)


def changed_since(run: Run) -> Any:
    """Values of parameters that were set since the last approved run before this one."""
    other = Run.__table__.alias("before")
    last = (
        select(func.max(other.c.calculated_at))
        .where(other.c.state == "approved", other.c.after_approvals < run.after_approvals)
        .scalar_subquery()
    )
    return ParameterValue.imported_at > last


def _counted(
    session: Session, run: Run, header: Mapping[str, Any] | None
) -> tuple[dict[str, int | None], dict[str, int]]:
    """All counts and sums in one statement."""
    wanted = queries(run, header)
    people = {
        f"people_{code}": select(func.count()).select_from(query.subquery()).scalar_subquery()
        for code, query in wanted.items()
        if query is not None
    }
    sums = {f"sum_{code}": query.scalar_subquery() for code, query in _sums(run, header).items()}
    columns = [query.label(code) for code, query in {**people, **sums}.items()]
    row = session.execute(select(*columns)).one()._mapping
    counted = {code: row.get(f"people_{code}") for code in wanted}
    return counted, {code.removeprefix("sum_"): int(row[code] or 0) for code in sums}


def _sums(run: Run, header: Mapping[str, Any] | None) -> dict[str, Any]:
    payees = {name: select(func.sum(getattr(RunPayee, name))) for name in SUMS}
    payees["people"] = select(func.count()).where(RunPayee.gross_cents > 0)
    found = {name: query.where(RunPayee.run_id == run.id) for name, query in payees.items()}
    starts = [period_of(year)[0] for year in (header or {}).get("open_years", ())]
    found["entitled"] = select(func.sum(RunPeriod.entitled_cents)).where(
        RunPeriod.run_id == run.id, RunPeriod.additional.is_(False),
        RunPeriod.period_start.in_(starts),
    )  # fmt: skip
    found["disputes"] = select(func.count()).where(Dispute.state.in_(GOING_ON))
    found["values"] = select(func.count()).where(changed_since(run)).select_from(ParameterValue)
    for verdict in ("right", "wrong"):
        found[verdict] = select(func.count()).where(
            SampleCheck.run_id == run.id, SampleCheck.verdict == verdict
        )
    for kind in ("payable", "tax"):
        found[kind] = _posted(run, kind)
    found["paid"] = select(func.sum(Payment.net_cents)).where(Payment.run_id == run.id)
    return found


def _posted(run: Run, kind: str) -> Any:
    """What the run's transactions owe on accounts of a kind, cents."""
    return (
        select(-func.sum(LedgerEntry.amount))
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerEntry.account_id)
        .where(LedgerTransaction.run_id == run.id, LedgerAccount.kind == kind)
    )


def _recomputed(session: Session, run: Run) -> str | None:
    told = work_orders.canonical({"run": run.code})
    outcome = session.scalar(
        select(WorkOrder.outcome)
        .where(WorkOrder.kind == RECOMPUTE, WorkOrder.told == told, WorkOrder.state == "done")
        .order_by(WorkOrder.id.desc())
        .limit(1)
    )
    return None if outcome is None else str(json.loads(outcome).get("digest", ""))
