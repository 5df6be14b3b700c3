"""A message when somebody signs in on a device that her account has not been seen on before."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.kernel.identity import SYSTEM, Identity
from portal.services.messages import notices
from portal.store.records import AuditEvent

SIGN_INS = ("signed_in", "signed_in_by_passkey", "signed_in_by_email")
CODE = "device_new"


def tell(session: Session, who: Identity, device: str, day: date | None) -> None:
    """Tells the account's own party, unless it is the first sign-in of all; before it is audited.

    `device` is what the browser says of itself, in words; one that says nothing tells nothing.
    """
    party = who.actor.party_id
    if day is None or party is None or not device:
        return
    earlier = (
        AuditEvent.event.in_(SIGN_INS),
        AuditEvent.actor_account_id == who.actor.account_id,
    )
    said = f'"device": {json.dumps(device, ensure_ascii=False)}'
    known = AuditEvent.details.contains(said, autoescape=True)
    if session.scalar(select(exists().where(*earlier))) and not session.scalar(
        select(exists().where(*earlier, known))
    ):
        notices.notify(session, SYSTEM, party, CODE, day, device=device)
