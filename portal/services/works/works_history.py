"""What happened to a party's entries: what was said, instead of what, on which day, by whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.services.titles.works_list import ListedEdition
from portal.store.records import AuditEvent


@dataclass(frozen=True)
class Said:
    """What a version of an entry says."""

    role: str
    heads: int
    separate: bool


@dataclass(frozen=True)
class Event:
    """An entry was added, changed or withdrawn: what it says since, and what it said before.

    `by` is the label of whoever wrote it down, empty when no record says so.
    """

    day: date
    kind: str
    isbn: int | None
    said: Said
    before: Said | None = None
    by: str = ""


def history_of(
    session: Session, party_id: int, editions: Sequence[ListedEdition], claims: Sequence[Any]
) -> tuple[Event, ...]:
    """What happened to the party's entries on these editions, the latest first.

    `claims` are everybody's on them (see edition_claims).
    """
    isbns = {edition.edition_id: edition.isbn for edition in editions}
    claims = [claim for claim in claims if claim.party_id == party_id]
    gone = any(claim.withdrawn_on is not None for claim in claims)
    withdrawers = _withdrawers(session, party_id) if gone else {}
    events: list[Event] = []
    for edition_id, isbn in isbns.items():
        own = [claim for claim in claims if claim.edition_id == edition_id]
        events += _with_new_roles(_events(own, isbn, withdrawers))
    return tuple(sorted(events, key=lambda event: event.day))[::-1]


def _events(
    claims: Sequence[Any], isbn: int | None, withdrawers: dict[tuple[int | None, str], str]
) -> list[Event]:
    """The events of one edition, each role by itself."""
    events: list[Event] = []
    last: dict[str, Any] = {}
    for claim in claims:
        earlier = last.get(claim.role)
        if earlier is not None and earlier.withdrawn_on not in (None, claim.withdrawn_on):
            earlier = None
        before = _said(earlier) if earlier else None
        kind = "changed" if before else "added"
        events.append(Event(claim.added_on, kind, isbn, _said(claim), before, by=claim.recorded_by))
        last[claim.role] = claim
    return events + [
        Event(claim.withdrawn_on, "withdrawn", isbn, _said(claim),
              by=withdrawers.get((isbn, role), ""))
        for role, claim in last.items()
        if claim.withdrawn_on is not None
    ]  # fmt: skip


def _with_new_roles(events: list[Event]) -> list[Event]:
    """A role withdrawn on the day on which another was added is one change of the role."""
    kept = list(events)
    for gone in [event for event in events if event.kind == "withdrawn"]:
        came = next((one for one in kept if one.kind == "added" and one.day == gone.day
                     and one.said.role != gone.said.role), None)  # fmt: skip
        if came is not None:
            kept.remove(gone)
            place = kept.index(came)
            kept[place] = Event(came.day, "changed", came.isbn, came.said, gone.said, came.by)
    return kept


def _withdrawers(session: Session, party_id: int) -> dict[tuple[int | None, str], str]:
    """ISBN and role → who withdrew the entry last, by the audit."""
    rows = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.subject_id == party_id, AuditEvent.event == "claim_withdrawn")
        .order_by(AuditEvent.id)
    )
    told = ((json.loads(row.details), row.actor) for row in rows)
    return {(details["isbn"], details["role"]): actor for details, actor in told}


def _said(claim: Any) -> Said:
    return Said(claim.role, claim.heads, claim.separate)
