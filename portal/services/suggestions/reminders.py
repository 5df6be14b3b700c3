"""Reminders before the last day of the coming payment: only when something is missing, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import String, cast, exists, or_, select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.rules import reminders
from portal.services.audit import audit
from portal.services.messages import outgoing
from portal.services.messages.outgoing import Render
from portal.services.money import estimating
from portal.services.parameters import parameters
from portal.services.suggestions import missing
from portal.services.suggestions.missing_money import NO_TAX_CARD
from portal.store.catalogue import Claim
from portal.store.messages import Outgoing
from portal.store.people import Party

BATCH = 50


@dataclass(frozen=True)
class Coming:
    """The payment that is reminded of: `code` says kind and year, `last_day` to add and mend."""

    code: str
    last_day: date


def coming(session: Session, today: date) -> Coming | None:
    """The payment whose time of reminders this is; None outside of it, or while no day is set."""
    book = parameters.book(session)
    run = estimating.next_run(session, book, today)
    if run.cutoff is None or today > run.cutoff:
        return None
    if today < reminders.begins(book, run.cutoff, today):
        return None
    return Coming(f"{run.year}-{run.kind}", run.cutoff)


def waiting(session: Session, about: Coming, after: int, most: int = BATCH) -> Sequence[int]:
    """The next parties with works, by row after `after`, that have no reminder of it yet."""
    key = f"reminder-{about.code}-" + cast(Party.id, String)
    stands = or_(Claim.withdrawn_on.is_(None), Claim.withdrawn_on > about.last_day)
    query = (
        select(Party.id)
        .where(Party.id > after)
        .where(exists().where(Claim.party_id == Party.id, stands))
        .where(~exists().where(Outgoing.key == key))
        .order_by(Party.id)
        .limit(most)
    )
    return session.scalars(query).all()


def remind(
    session: Session,
    data_dir: Path,
    about: Coming,
    found: Sequence[int],
    who: Actor,
    today: date,
    render: Render,
) -> int:
    """Writes to those of the parties who miss something, by the channel they chose; how many."""
    written = sum(
        _remind_one(session, party, about, render)
        for party in found
        if something_missing(session, data_dir, party, today)
    )
    if written:
        audit.record(session, who, "reminders_written", run=about.code, letters=written)
    return written


def something_missing(session: Session, data_dir: Path, party_id: int, today: date) -> bool:
    """Whether the party could get more by doing something; what was put aside does not count.

    A tax card of an earlier year is no reason: it may be the right one.
    """
    hints = missing.missing(session, data_dir, party_id, today).hints
    return any(one.missing or one.code == NO_TAX_CARD for one in hints)


def _remind_one(session: Session, party_id: int, about: Coming, render: Render) -> bool:
    way = outgoing.way_to(session, party_id)
    letter = render("reminder", way.locale, name=way.name, last_day=about.last_day)
    key = f"reminder-{about.code}-{party_id}"
    return outgoing.write(session, key, way, letter, party_id=party_id)
