"""Sending what waits in the outbox: take one letter, send it, write down what became of it.

A letter is taken in one transaction, sent outside of any, and marked in another. Killed in between,
it is taken again after LEASE: its Message-ID is the same, so that a second copy can be told.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.clients import mail
from portal.clients.mail import MailAway, MailRefused, Server, Wire
from portal.kernel.identity import SYSTEM, Identity
from portal.services.audit import audit
from portal.services.messages.outgoing import ADDRESS_REFUSED, EMAIL
from portal.store.messages import Outgoing

__all__ = ["LEASE", "MailAway", "MailRefused", "Server", "Taken", "Wire", "connected", "due",
           "failed", "sent", "server", "take"]  # fmt: skip

LEASE = timedelta(minutes=10)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(days=1)

connected = mail.connected
server = mail.server


@dataclass(frozen=True)
class Taken:
    """A letter that is on its way: its row and what is sent."""

    id: int
    post: mail.Post


def due(session: Session, now: datetime) -> bool:
    """Whether an e-mail is to be sent now."""
    return session.scalar(select(Outgoing.id).where(*_due(now)).limit(1)) is not None


def take(session: Session, now: datetime) -> Taken | None:
    """Takes the letter that has waited longest, so that no other worker sends it; None: no more."""
    row = session.scalar(
        select(Outgoing)
        .where(*_due(now))
        .order_by(Outgoing.next_try_at, Outgoing.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.tries += 1
    row.next_try_at = now + LEASE
    session.flush()
    key = hashlib.sha256(row.key.encode()).hexdigest()[:32]
    post = mail.Post(key, row.address, row.subject, row.body, row.locale, row.written_at)
    return Taken(row.id, post)


def sent(session: Session, letter: int, now: datetime) -> None:
    """The server has taken the letter; its words, and the links in them, are not kept.

    One that its party took back meanwhile is not there any more.
    """
    row = session.get(Outgoing, letter)
    if row is None:
        return
    row.sent_at, row.problem, row.body = now, None, ""
    session.flush()


def failed(
    session: Session, letter: int, now: datetime, error: MailAway | MailRefused, most_tries: int
) -> bool:
    """The server has not taken it: later again, twice as long each time, or never; True for never.

    A refused address is shown to its party. A letter that was taken back meanwhile is over.
    """
    row = session.get(Outgoing, letter)
    if row is None:
        return True
    for_ever = isinstance(error, MailRefused)
    row.problem = str(error.arguments["problem"])[:200]
    if for_ever and error.arguments["of_address"]:
        row.problem = ADDRESS_REFUSED
        who = Identity(SYSTEM, row.party_id)
        audit.record(session, who, "email_refused", letter=row.id)
    if for_ever or row.tries >= most_tries:
        row.gave_up_at, row.body = now, ""
    else:
        row.next_try_at = now + pause(row.tries)
    session.flush()
    return row.gave_up_at is not None


def pause(tries: int) -> timedelta:
    """How long to wait after so many tries: a minute, then twice as long each time, up to a day."""
    wanted: timedelta = FIRST_PAUSE * (1 << min(tries - 1, 20))
    return min(wanted, LONGEST_PAUSE)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    open_ = (Outgoing.sent_at.is_(None), Outgoing.gave_up_at.is_(None))
    return (Outgoing.channel == EMAIL, *open_, Outgoing.next_try_at <= now)
