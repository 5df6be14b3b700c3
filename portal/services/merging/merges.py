"""Two parties that are one person: the entries of one go to the other, and can come back.

Every version of an entry is made anew for the kept party with the same days, and the old one counts
as never made, whatever the cutoff: a run sees one person with all entries. Whoever was ever paid is
kept, so that no earlier payment changes its owner. Source: docs/decisions/0014.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor, Identity
from portal.services.access import staff_interests
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.base.texts import checked_name
from portal.services.merging.merge_objections import MERGERS, MergeRefused, objections
from portal.services.messages import notices
from portal.services.people.person_page import party_of
from portal.services.settlement.history import approvals_so_far
from portal.store.catalogue import Claim, Edition
from portal.store.office import Merge
from portal.store.people import Account, Party, PartyName, SignedIn, Staff

LONGEST = 500


@dataclass(frozen=True)
class Merged:
    """What was done: the merge's id and how many versions of entries were made anew."""

    merge_id: int
    entries: int


def merge(
    session: Session, kept_code: str, merged_code: str, reason: str, who: Actor, today: date
) -> Merged:
    """Joins two parties; sent twice it is done once. Raises MergeRefused, NotFound, TextUnusable.

    The office may take it back until the next run is approved.
    """
    reason = checked_name("reason", reason, LONGEST)
    locks.catalogue(session)
    locks.runs(session)
    locks.alone(session)
    kept, merged = party_of(session, kept_code), party_of(session, merged_code)
    done = _standing(session, merged)
    if done is not None and done.kept_id == kept.id:
        return Merged(done.id, 0)
    _check(session, kept, merged, who, today)
    moved = _moved(session, kept, merged, who)
    row = Merge(
        kept_id=kept.id, merged_id=merged.id, reason=reason, moved=_canonical(moved),
        staff_id=who.staff_id, at=datetime.now(UTC),
    )  # fmt: skip
    merged.merged_into_id = kept.id
    session.add(row)
    session.flush()
    for party, other in ((kept, merged), (merged, kept)):
        said = {"merge": row.id, "person": other.code}
        audit.record(session, Identity(who, party.id), "person_merged", **said)
    notices.notify(session, who, kept.id, "person_merged", today, name=merged.name)
    return Merged(row.id, len(moved["made"]))


def undo(session: Session, merge_id: int, who: Actor, today: date) -> str:
    """Takes a merge back: every entry stands again where and as it stood. Twice is once.

    Returns the kept person's code. Raises MergeRefused when a run was approved since, or an entry
    was changed since; NotFound.
    """
    locks.catalogue(session)
    locks.runs(session)
    locks.alone(session)
    row = session.get(Merge, merge_id)
    if row is None:
        raise NotFound(what="merge", name=merge_id)
    kept, merged = session.get_one(Party, row.kept_id), session.get_one(Party, row.merged_id)
    if row.undone_at is not None:
        return kept.code
    moved = json.loads(row.moved)
    _check_undo(session, kept, merged, moved, who)
    _put_back(session, moved, merged)
    merged.merged_into_id = None
    row.undone_at, row.undone_by_id = datetime.now(UTC), who.staff_id
    session.flush()
    for party, other in ((kept, merged), (merged, kept)):
        said = {"merge": row.id, "person": other.code}
        audit.record(session, Identity(who, party.id), "merge_undone", **said)
    notices.notify(session, who, kept.id, "merge_undone", today, name=merged.name)
    return kept.code


def _check(session: Session, kept: Party, merged: Party, who: Actor, today: date) -> None:
    if who.staff_role not in MERGERS:
        raise MergeRefused(reason="role", roles=", ".join(MERGERS))
    if {kept.id, merged.id} & staff_interests.concerns(session, who):
        raise MergeRefused(reason="own")
    found = objections(session, kept, merged, today)
    if found:
        raise found[0]


def _standing(session: Session, merged: Party) -> Merge | None:
    query = select(Merge).where(Merge.merged_id == merged.id, Merge.undone_at.is_(None))
    return session.scalars(query).first()


def _moved(session: Session, kept: Party, merged: Party, who: Actor) -> dict[str, Any]:
    """Moves entries, names and sign-ins; what is needed to put all of it back."""
    versions = session.scalars(
        select(Claim).where(Claim.party_id == merged.id).order_by(Claim.id)
    ).all()
    before = {one.id: one.withdrawn_on for one in versions}
    made = [_anew(one, kept, merged, who) for one in versions]
    session.add_all(made)
    for one in versions:
        one.withdrawn_on = one.added_on
    names = _names(session, kept, merged)
    session.flush()
    accounts = _repoint(session, Account, merged.id, kept.id)
    staff = _repoint(session, Staff, merged.id, kept.id)
    _end_sessions(session, accounts)
    return {
        "approvals": approvals_so_far(session),
        "made": {one.id: _iso(one.withdrawn_on) for one in made},
        "before": {number: _iso(day) for number, day in before.items()},
        "names": [one.id for one in names],
        "accounts": accounts,
        "staff": staff,
    }


def _anew(one: Claim, kept: Party, merged: Party, who: Actor) -> Claim:
    return Claim(
        party_id=kept.id, edition_id=one.edition_id, role=one.role, heads=one.heads,
        separate=one.separate, translation=one.translation, added_on=one.added_on,
        withdrawn_on=one.withdrawn_on, recorded_at=datetime.now(UTC),
        recorded_by=f"{who.label}: from {merged.code}"[:200],
    )  # fmt: skip


def _names(session: Session, kept: Party, merged: Party) -> list[PartyName]:
    """The merged party's names as names of the kept one, those that it lacks."""
    known = set(session.scalars(select(PartyName.name).where(PartyName.party_id == kept.id)))
    known.add(kept.name)
    theirs = session.scalars(
        select(PartyName.name).where(
            PartyName.party_id == merged.id, PartyName.state == "confirmed"
        )
    )
    new = [name for name in dict.fromkeys([merged.name, *theirs]) if name not in known]
    rows = [PartyName(party_id=kept.id, name=name) for name in new]
    session.add_all(rows)
    return rows


def _repoint(session: Session, table: type[Account | Staff], old: int, new: int) -> list[int]:
    ids = list(session.scalars(select(table.id).where(table.party_id == old)))
    if ids:
        session.execute(update(table).where(table.id.in_(ids)).values(party_id=new))
    return ids


def _end_sessions(session: Session, accounts: Sequence[int]) -> None:
    """Whoever is signed in as the merged one signs in anew."""
    if accounts:
        now = datetime.now(UTC)
        rows = update(SignedIn).where(SignedIn.account_id.in_(accounts))
        session.execute(rows.values(expires_at=now))


def _check_undo(
    session: Session, kept: Party, merged: Party, moved: dict[str, Any], who: Actor
) -> None:
    if who.staff_role not in MERGERS:
        raise MergeRefused(reason="role", roles=", ".join(MERGERS))
    if {kept.id, merged.id} & staff_interests.concerns(session, who):
        raise MergeRefused(reason="own")
    if kept.merged_into_id is not None:
        raise MergeRefused(reason="gone", person=kept.code)
    if approvals_so_far(session) != moved["approvals"]:
        raise MergeRefused(reason="approved")
    made = {int(number): day for number, day in moved["made"].items()}
    rows = session.scalars(select(Claim).where(Claim.id.in_(made))).all()
    changed = [one for one in rows if _iso(one.withdrawn_on) != made[one.id]]
    for one in changed or _said_again(session, kept, rows):
        isbn = session.get_one(Edition, one.edition_id).isbn
        raise MergeRefused(reason="changed", isbn=isbn)


def _said_again(session: Session, kept: Party, made: Sequence[Claim]) -> list[Claim]:
    """Newer versions of the entries that were made, which undoing would leave without a ground."""
    newest = max((one.id for one in made), default=0)
    keys = {(one.edition_id, one.role) for one in made}
    query = select(Claim).where(Claim.party_id == kept.id, Claim.id > newest)
    return [one for one in session.scalars(query) if (one.edition_id, one.role) in keys]


def _put_back(session: Session, moved: dict[str, Any], merged: Party) -> None:
    for one in session.scalars(
        select(Claim).where(Claim.id.in_([int(number) for number in moved["made"]]))
    ):
        one.withdrawn_on = one.added_on
    for number, day in moved["before"].items():
        row = session.get_one(Claim, int(number))
        row.withdrawn_on = date.fromisoformat(day) if day else None
    for number in moved["names"]:
        name = session.get(PartyName, number)
        if name is not None:
            session.delete(name)
    for table, ids in ((Account, moved["accounts"]), (Staff, moved["staff"])):
        if ids:
            session.execute(update(table).where(table.id.in_(ids)).values(party_id=merged.id))
    _end_sessions(session, moved["accounts"])


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _canonical(moved: dict[str, Any]) -> str:
    return json.dumps(moved, sort_keys=True)
