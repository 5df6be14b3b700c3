"""Approve a run: two approvers, bound to the digest; the second yes makes it count as paid."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor
from portal.rules.settlement.postings import entries
from portal.rules.settlement.run import calculate
from portal.services.access import staff_interests
from portal.services.access.staff import StaffUnknown
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.messages import notices
from portal.services.messages.outgoing import Render
from portal.services.settlement import ledger
from portal.services.settlement.freezing import thaw
from portal.services.settlement.history import approvals_so_far, joined_since
from portal.services.settlement.overturned import overturned_by
from portal.services.settlement.summary import RunSummary, run_by_code, summary_of
from portal.store import snapshots
from portal.store.office import SampleCheck
from portal.store.payments import Payment
from portal.store.people import Party, Staff
from portal.store.settlement import Run, RunApproval, RunPayee

APPROVALS_NEEDED = 2


class NotAnApprover(Refusal):
    """Only an approver approves; `staff`, `role`."""

    code = "not_an_approver"


class RunIsPreview(Refusal):
    """The run was calculated before its cutoff had passed; `run`, `cutoff`."""

    code = "run_is_preview"


class RunAlreadyApproved(Refusal):
    """The run has its two approvals; `run`."""

    code = "run_already_approved"


class ApproverCalculated(Refusal):
    """Whoever calculated a run does not approve it; `run`, `staff`."""

    code = "approver_calculated"


class ApproverOverturned(Refusal):
    """The approver said that figures of the run, found wrong by hand, are right; `run`, `staff`."""

    code = "approver_overturned"


class ApproverIsPayee(Refusal):
    """The approver has a line in the run; `run`, `staff`."""

    code = "approver_is_payee"


class ApprovedTwice(Refusal):
    """The same person has approved this run already; `run`, `staff`."""

    code = "approved_twice"


class DigestDiffers(Refusal):
    """The digest given is not the run's; `run`, `given`."""

    code = "digest_differs"


class SumDiffers(Refusal):
    """The sum that the approver saw is not the run's; `run`, `given` in cents."""

    code = "sum_differs"


class SampleIsWrong(Refusal):
    """A payee of the sample was counted by hand and found wrong; `run`, `person`."""

    code = "sample_is_wrong"


class RunBeforeMerge(Refusal):
    """Two persons were joined or parted after the run was calculated; `run`."""

    code = "run_before_merge"


class RunIsStale(Refusal):
    """Another run was approved after this one was calculated; `run`."""

    code = "run_is_stale"


def approve_run(
    session: Session,
    data_dir: Path,
    code: str,
    staff_code: str,
    digest: str,
    *,
    today: date,
    render: Render | None = None,
    net_cents: int | None = None,
    passkey_id: int | None = None,
    looked: int = 0,
) -> RunSummary:
    """One approval; the second posts the ledger, makes the payments and tells the payees, with a
    writer of letters by e-mail too. `net_cents` is the sum that a page showed, `looked` how many
    checks asked for a look and got one. Raises the refusals above, NotFound, StaffUnknown and
    SnapshotChanged.
    """
    locks.runs(session)
    run = run_by_code(session, code)
    staff = _approver(session, staff_code, today)
    _check_run(session, run, digest, today)
    if net_cents is not None and net_cents != run.net_cents:
        raise SumDiffers(run=run.code, given=net_cents)
    _check_sample(session, run)
    _check_person(session, run, staff)
    snapshots.check(data_dir, run.snapshot_path, run.snapshot_sha256)
    now = datetime.now(UTC)
    given_by = {"staff_id": staff.id, "net_cents": net_cents, "passkey_id": passkey_id}
    session.add(RunApproval(run_id=run.id, digest=digest, approved_at=now, **given_by))
    session.flush()
    session.refresh(run, ["approvals"])
    actor = Actor(label=staff.name, staff_id=staff.id, party_id=staff.party_id)
    given = len(run.approvals)
    said = {"digest": digest, "approvals": given, "net_cents": net_cents, "looked": looked}
    audit.record(session, actor, "run_approved", run=run.code, **said)
    if given == APPROVALS_NEEDED:
        _settle(session, data_dir, run, now)
        notices.payments_calculated(session, run, today, render)
    return summary_of(run)


def objection(session: Session, code: str, staff_code: str, today: date) -> Refusal | None:
    """Why this staff member may not approve this run now, None when she may; raises NotFound."""
    run = run_by_code(session, code)
    try:
        staff = _approver(session, staff_code, today)
        _check_run(session, run, run.digest, today)
        _check_sample(session, run)
        _check_person(session, run, staff)
    except Refusal as refusal:
        return refusal
    return None


def _approver(session: Session, code: str, today: date) -> Staff:
    staff = session.scalar(select(Staff).where(Staff.code == code))
    if staff is None:
        raise NotFound(what="staff", name=code)
    if staff.ended_on is not None and staff.ended_on < today:
        raise StaffUnknown(staff=staff.code)
    if staff.role != "approver":
        raise NotAnApprover(staff=staff.code, role=staff.role)
    return staff


def _check_run(session: Session, run: Run, digest: str, today: date) -> None:
    if run.state == "approved":
        raise RunAlreadyApproved(run=run.code)
    if run.preview or run.cutoff >= today:
        raise RunIsPreview(run=run.code, cutoff=run.cutoff)
    if digest != run.digest:
        raise DigestDiffers(run=run.code, given=digest)
    if approvals_so_far(session) != run.after_approvals:
        raise RunIsStale(run=run.code)
    if joined_since(session, run.calculated_at):
        raise RunBeforeMerge(run=run.code)


def _check_person(session: Session, run: Run, staff: Staff) -> None:
    """The same human with two staff accounts is one person."""
    if staff_interests.same_person(session, staff.id, run.calculated_by_id):
        raise ApproverCalculated(run=run.code, staff=staff.code)
    given = (approval.staff_id for approval in run.approvals)
    if any(staff_interests.same_person(session, staff.id, other) for other in given):
        raise ApprovedTwice(run=run.code, staff=staff.code)
    took_back = overturned_by(session, run.code)
    if any(staff_interests.same_person(session, staff.id, other) for other in took_back):
        raise ApproverOverturned(run=run.code, staff=staff.code)
    line = select(RunPayee.id).where(
        RunPayee.run_id == run.id,
        RunPayee.party_id.in_(staff_interests.parties_of(session, staff.id)),
    )
    if session.scalar(line.limit(1)) is not None:
        raise ApproverIsPayee(run=run.code, staff=staff.code)


def _check_sample(session: Session, run: Run) -> None:
    """Nobody approves while a payee of the sample is marked as wrong."""
    wrong = session.scalar(
        select(Party.code)
        .join(SampleCheck, SampleCheck.party_id == Party.id)
        .where(SampleCheck.run_id == run.id, SampleCheck.verdict == "wrong")
        .order_by(Party.code)
    )
    if wrong is not None:
        raise SampleIsWrong(run=run.code, person=wrong)


def _settle(session: Session, data_dir: Path, run: Run, now: datetime) -> None:
    """The second approval: state, ledger and payments, from the frozen facts."""
    run.state, run.approved_at = "approved", now
    facts = thaw(data_dir, run.snapshot_path)
    result = calculate(facts)
    codes = facts.payees.code
    ids = {row.code: row.id for row in session.execute(select(Party.code, Party.id))}
    postings = (
        ledger.Posting(
            key=f"run:{run.code}:{codes[payee.payee]}",
            entries=entries(run.scheme, codes[payee.payee], payee),
            party_id=ids[codes[payee.payee]],
        )
        for payee in result.payees
        if any(outcome.moved for outcome in payee.outcomes)
    )
    ledger.post(session, postings, day=run.pays_on, run_id=run.id)
    payments = [
        {
            "run_id": run.id,
            "party_id": ids[codes[payee.payee]],
            "pays_on": run.pays_on,
            "gross_cents": payee.gross,
            "tax_cents": payee.tax,
            "net_cents": payee.net,
        }
        for payee in result.payees
        if payee.gross
    ]
    if payments:
        session.execute(Payment.__table__.insert(), payments)  # type: ignore[attr-defined]
    session.flush()
