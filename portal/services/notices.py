"""Notices: what the portal itself tells a party, as a code with facts, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor, Identity
from portal.services import audit, receipts
from portal.store import bulk
from portal.store.catalogue import Claim
from portal.store.messages import Message
from portal.store.people import Party

PAYMENT = "payment_calculated"
LOANS = "loans_arrived"
_COLUMNS = ("number", "party_id", "kind", "subject", "body", "code", "details", "written_by",
            "day", "at")  # fmt: skip


def notify(
    session: Session, who: Actor, party_id: int, code: str, day: date, **details: Any
) -> str:
    """Tells a party something, in the caller's transaction; returns the message's number.

    `code` names the sentence in portal.wording.notices; `details` are what it names, plain values
    that JSON can hold.
    """
    [number] = tell(session, [(party_id, details)], code, day)
    audit.record(session, Identity(who, party_id), "notice_sent", message=number, code=code)
    return number


def tell(
    session: Session, facts: Iterable[tuple[int, dict[str, Any]]], code: str, day: date
) -> list[str]:
    """Writes a notice to each party at once; the caller's own event of the audit covers them.

    Returns the messages' numbers in the order of the facts.
    """
    now = datetime.now(UTC)
    rows = [
        (receipts.draw(), party_id, "notice", "", "", code, _canonical(said), "", day, now)
        for party_id, said in facts
    ]
    session.flush()
    bulk.insert_rows(session, Message.__table__, _COLUMNS, rows)  # type: ignore[arg-type]
    return [row[0] for row in rows]


def loans_arrived(session: Session, years: Sequence[int], today: date) -> int:
    """Tells everybody with works once that the loans of a year have begun to arrive.

    Returns how many were told.
    """
    told = 0
    for year in sorted(years):
        said = {"year": year}
        again = exists().where(
            Message.party_id == Party.id, Message.code == LOANS, Message.details == _canonical(said)
        )
        query = select(Party.id).where(_has_works(today), Party.joined_on <= today, ~again)
        found = session.scalars(query.order_by(Party.id)).all()
        told += len(tell(session, ((party, said) for party in found), LOANS, today))
    return told


def _has_works(today: date) -> Any:
    stands = or_(Claim.withdrawn_on.is_(None), Claim.withdrawn_on > today)
    return exists().where(Claim.party_id == Party.id, Claim.added_on <= today, stands)


def _canonical(details: dict[str, Any]) -> str:
    return json.dumps(details, sort_keys=True, ensure_ascii=False)
