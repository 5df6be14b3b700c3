"""The outbox: letters written down in the transaction that they tell of, to leave after it.

Rows hold subject and body as they leave, rendered by floor 4 in the party's language; an e-mail
holds nothing personal but a name and a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.kernel import email_address
from portal.kernel.letter import Letter as Letter
from portal.store.messages import Outgoing
from portal.store.people import Party
from portal.store.preferences import Preference

EMAIL, PAPER, NONE = "email", "paper", "none"
ADDRESS_REFUSED = "address_refused"
"""The problem of a letter whose address the other server does not know."""
_KEY_TAKEN = ("uq_outgoing_key", "outgoing.key")


class Render(Protocol):
    """Floor 4's writer: the letter of a code in a language, with the facts that it names."""

    def __call__(self, code: str, locale: str, /, **facts: Any) -> Letter:
        """The letter."""
        ...


@dataclass(frozen=True)
class Way:
    """How a party is reached: `channel` email, paper or none; the address for it, maybe empty."""

    channel: str
    address: str
    name: str
    locale: str


@dataclass(frozen=True)
class Waiting:
    """A row of the outbox as the office sees it: never whom it goes to."""

    id: int
    channel: str
    written_at: datetime
    next_try_at: datetime
    tries: int
    sent_at: datetime | None
    gave_up_at: datetime | None
    problem: str | None


def way_to(session: Session, party_id: int) -> Way:
    """The channel that the party chose; paper where e-mail is chosen and no address is usable."""
    party = session.get_one(Party, party_id)
    return way_of(party, session.get(Preference, party_id))


def way_of(party: Party, preference: Preference | None) -> Way:
    """The same from rows that are at hand."""
    chosen = preference.reminders if preference else EMAIL
    if chosen == EMAIL and email_address.usable(party.email):
        return Way(EMAIL, party.email or "", party.name, party.locale)
    address = _post_address(party, preference) if chosen != NONE else ""
    return Way(NONE if chosen == NONE else PAPER, address, party.name, party.locale)


def way_for_security(session: Session, party_id: int) -> Way:
    """How a letter about security leaves, whatever was chosen about reminders.

    By e-mail where an address is usable, else on paper to a known address, else not at all.
    """
    party = session.get_one(Party, party_id)
    if email_address.usable(party.email):
        return Way(EMAIL, party.email or "", party.name, party.locale)
    address = _post_address(party, session.get(Preference, party_id))
    return Way(PAPER if address else NONE, address, party.name, party.locale)


def write_email(
    session: Session,
    *,
    key: str,
    address: str,
    locale: str,
    letter: Letter,
    party_id: int | None = None,
    message_id: int | None = None,
) -> bool:
    """Writes an e-mail into the outbox, in the caller's transaction; it leaves after the commit.

    `key` makes it one: False when a letter of that key is there already. `address` must be
    `email_address.usable`, which the caller has said no to before.
    """
    way = Way(EMAIL, address, "", locale)
    return write(session, key, way, letter, party_id=party_id, message_id=message_id)


def write(
    session: Session,
    key: str,
    way: Way,
    letter: Letter,
    *,
    party_id: int | None = None,
    message_id: int | None = None,
) -> bool:
    """Writes a letter into the outbox for its channel; nothing for "none".

    False when nothing was written: for "none", and when the key is there already.
    """
    if way.channel == NONE or _is_there(session, key):
        return False
    now = datetime.now(UTC)
    row = Outgoing(
        key=key,
        party_id=party_id,
        message_id=message_id,
        channel=way.channel,
        address=way.address,
        locale=way.locale,
        subject=" ".join(letter.subject.split())[:200],
        body=letter.body,
        written_at=now,
        next_try_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        if not any(name in str(error.orig) for name in _KEY_TAKEN):
            raise
        return False
    return True


def address_fails(session: Session, party_id: int) -> datetime | None:
    """When the party's present e-mail address was last refused, None when it works or is new."""
    ended = func.coalesce(Outgoing.sent_at, Outgoing.gave_up_at)
    last = session.execute(
        select(Outgoing.problem, Outgoing.gave_up_at)
        .join(Party, Party.id == Outgoing.party_id)
        .where(Party.id == party_id, Outgoing.channel == EMAIL, Outgoing.address == Party.email)
        .where(ended.is_not(None))
        .order_by(ended.desc(), Outgoing.id.desc())
        .limit(1)
    ).first()
    return last.gave_up_at if last and last.problem == ADDRESS_REFUSED else None


def standing(session: Session) -> dict[str, int]:
    """How many letters wait, left and were given up, by channel: email_waiting, paper_sent …"""
    return {
        f"{channel}_{state}": session.scalar(
            select(func.count()).where(Outgoing.channel == channel, *having)
        )
        or 0
        for channel in (EMAIL, PAPER)
        for state, having in _STATES.items()
    }


def listed(session: Session, most: int = 200) -> list[Waiting]:
    """The letters that wait or were given up, the oldest first; at most `most`."""
    query = select(Outgoing).where(Outgoing.sent_at.is_(None)).order_by(Outgoing.id).limit(most)
    return [
        Waiting(
            row.id, row.channel, row.written_at, row.next_try_at, row.tries, row.sent_at,
            row.gave_up_at, row.problem,
        )
        for row in session.scalars(query)
    ]  # fmt: skip


@dataclass(frozen=True)
class RefusedEmail:
    """An e-mail that was given up: whose it was, when, and why (a code or the server's words)."""

    person: str
    name: str
    at: datetime
    problem: str


def refused(session: Session, most: int = 200) -> list[RefusedEmail]:
    """Those whose latest e-mail to their present address was given up, the latest first."""
    newest = select(func.max(Outgoing.id)).where(
        Outgoing.channel == EMAIL, Outgoing.address != "",
        func.coalesce(Outgoing.sent_at, Outgoing.gave_up_at).is_not(None),
    ).group_by(Outgoing.party_id)  # fmt: skip
    rows = session.execute(
        select(Party.code, Party.name, Outgoing.gave_up_at, Outgoing.problem)
        .join(Party, Party.id == Outgoing.party_id)
        .where(Outgoing.id.in_(newest), Outgoing.gave_up_at.is_not(None))
        .where(Outgoing.address == Party.email)
        .order_by(Outgoing.gave_up_at.desc(), Outgoing.id.desc())
        .limit(most)
    )
    return [RefusedEmail(code, name, at, problem or "") for code, name, at, problem in rows if at]


_STATES: dict[str, Sequence[ColumnElement[bool]]] = {
    "waiting": (Outgoing.sent_at.is_(None), Outgoing.gave_up_at.is_(None)),
    "sent": (Outgoing.sent_at.is_not(None),),
    "given_up": (Outgoing.gave_up_at.is_not(None),),
}


def _is_there(session: Session, key: str) -> bool:
    return session.scalar(select(Outgoing.id).where(Outgoing.key == key)) is not None


def _post_address(party: Party, preference: Preference | None) -> str:
    """Name, street, town and country, each on a line; empty where a line is missing."""
    if preference is None or not (preference.street and preference.post_code and preference.town):
        return ""
    town = f"{preference.post_code} {preference.town}"
    return "\n".join((party.name, preference.street, town, preference.post_country))
