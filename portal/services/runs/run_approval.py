"""An approval on a page: bound to the digest and the sum seen, and to who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Identity
from portal.services.messages.outgoing import Render
from portal.services.runs import run_checks
from portal.services.settlement import approving
from portal.services.settlement.approving import NotAnApprover, approve_run
from portal.services.settlement.summary import RunSummary
from portal.store.people import Staff


class ChecksNotLookedAt(Refusal):
    """Some checks ask for a look, and the approver does not say that they got one; `run`."""

    code = "checks_not_looked_at"


@dataclass(frozen=True)
class Seen:
    """What the approver saw: the run's whole digest, its net sum in cents, and its checks."""

    digest: str
    net_cents: int
    looked: bool = False
    passkey_id: int | None = None


def approve(
    session: Session,
    data_dir: Path,
    identity: Identity,
    code: str,
    seen: Seen,
    *,
    today: date,
    render: Render | None = None,
) -> RunSummary:
    """One approval by whoever is signed in; nobody approves in a visit or a reading session.

    Raises ChecksNotLookedAt and what approve_run does.
    """
    member = _member(session, identity)
    asking = run_checks.asking(run_checks.checks(session, data_dir, code, today))
    if asking and not seen.looked:
        raise ChecksNotLookedAt(run=code)
    return approve_run(
        session,
        data_dir,
        code,
        member.code,
        seen.digest,
        today=today,
        render=render,
        net_cents=seen.net_cents,
        passkey_id=seen.passkey_id,
        looked=len(asking),
    )


def objection(session: Session, identity: Identity, code: str, today: date) -> Refusal | None:
    """Why whoever is signed in may not approve the run now, None when she may; raises NotFound."""
    try:
        member = _member(session, identity)
    except NotAnApprover as refusal:
        return refusal
    return approving.objection(session, code, member.code, today)


def _member(session: Session, identity: Identity) -> Staff:
    """The staff member who is signed in, neither in a visit nor only reading."""
    if identity.visit is not None or identity.reading or identity.actor.staff_id is None:
        raise NotAnApprover(staff=identity.actor.label, role=identity.actor.staff_role or "")
    return session.get_one(Staff, identity.actor.staff_id)
