"""Notices: what the portal itself tells a party, as a code with facts, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor, Identity
from portal.services.audit import audit
from portal.services.messages import message_drafts, security_letters
from portal.services.messages.message_drafts import Draft, Written
from portal.services.messages.outgoing import EMAIL, Render
from portal.store.catalogue import Claim
from portal.store.messages import Message
from portal.store.payments import Payment
from portal.store.people import Party
from portal.store.settlement import Run

PAYMENT = "payment_calculated"
LOANS = "loans_arrived"


def notify(
    session: Session, who: Actor, party_id: int, code: str, day: date, **details: Any
) -> str:
    """Tells a party something, in the caller's transaction; returns the message's number.

    What touches security leaves by letter too.

    `code` names the sentence in portal.wording.notices; `details` are what it names, plain values
    that JSON can hold.
    """
    [written] = tell(session, [(party_id, details)], code, day)
    said = {"message": written.number, "code": code}
    audit.record(session, Identity(who, party_id), "notice_sent", **said)
    if code in security_letters.CODES:
        security_letters.write(session, written, code, _canonical(details))
    return written.number


def tell(
    session: Session, facts: Iterable[tuple[int, dict[str, Any]]], code: str, day: date
) -> list[Written]:
    """Writes a notice to each party at once; the caller's own event of the audit covers them."""
    drafts = [Draft(party, "notice", code=code, details=_canonical(said)) for party, said in facts]
    return message_drafts.write(session, drafts, day)


def payments_calculated(
    session: Session, run: Run, today: date, render: Render | None = None
) -> int:
    """Tells every payee of a run what is paid and when; returns how many were told.

    With a writer of letters an e-mail says that it is so, and no sum.
    """
    columns = (Payment.party_id, Payment.gross_cents, Payment.tax_cents, Payment.net_cents)
    rows = session.execute(
        select(*columns).where(Payment.run_id == run.id).order_by(Payment.party_id)
    )
    base = {"run": run.code, "pays_on": run.pays_on.isoformat()}
    facts = (
        (row.party_id, {**base, "gross_cents": row.gross_cents, "tax_cents": row.tax_cents,
                        "net_cents": row.net_cents})
        for row in rows
    )  # fmt: skip
    written = tell(session, facts, PAYMENT, today)
    if render is not None:
        message_drafts.announce(
            session, written, render, PAYMENT, channels=(EMAIL,), pays_on=run.pays_on
        )
    return len(written)


def loans_arrived(session: Session, years: Iterable[int], today: date) -> int:
    """Tells everybody with works, once, that the loans of the latest year have begun to arrive.

    Older years are filled in without a word. Returns how many were told.
    """
    said = {"year": today.year - 1}
    if said["year"] not in years:
        return 0
    told = (Message.party_id == Party.id, Message.code == LOANS)
    again = exists().where(*told, Message.details == _canonical(said))
    query = select(Party.id).where(_has_works(today), Party.joined_on <= today, ~again)
    found = session.scalars(query.order_by(Party.id)).all()
    return len(tell(session, ((party, said) for party in found), LOANS, today))


def _has_works(today: date) -> Any:
    stands = or_(Claim.withdrawn_on.is_(None), Claim.withdrawn_on > today)
    return exists().where(Claim.party_id == Party.id, Claim.added_on <= today, stands)


def _canonical(details: dict[str, Any]) -> str:
    return json.dumps(details, sort_keys=True, ensure_ascii=False)
