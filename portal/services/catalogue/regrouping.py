"""A person's word on which editions are one work: joining, splitting, and undoing for some days.

A work is shared by all who have entries on its editions, so she may change it only while every
entry that stands is her own; otherwise the office decides. Source: docs/decisions/0013.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor, Identity
from portal.rules import grouping as rules
from portal.rules import sharing
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.catalogue import grouping
from portal.services.catalogue.grouping import APART, BY_HAND
from portal.services.catalogue.regrouping_refusals import (
    GroupingMoved,
    GroupingUnusable,
    WorkShared,
)
from portal.services.parameters import parameters
from portal.services.titles.works_list import ListedWork, claims_of
from portal.store.catalogue import Claim, Edition, GroupingChange
from portal.store.models import metadata

_EDITION = metadata.tables["edition"]
_REASON_LONGEST = 200


@dataclass(frozen=True)
class Done:
    """A change that was made: its number, and the work that the editions came to."""

    change_id: int
    work_id: int


@dataclass(frozen=True)
class Change:
    """A change of a party's works that can be undone until a day, or was undone."""

    change_id: int
    kind: str
    title: str
    isbns: tuple[int, ...]
    done_on: date
    undo_until: date
    undone: bool
    may_undo: bool


def own_work(session: Session, party_id: int, work_id: int) -> ListedWork:
    """A work on which the party has entries that stand; raises NotFound for any other."""
    found = [one for one in claims_of(session, party_id) if one.work_id == work_id and one.stands]
    if not found:
        raise NotFound
    return found[0]


def is_free(session: Session, party_id: int, work_ids: Collection[int]) -> bool:
    """Whether nobody else has an entry that stands on any edition of these works."""
    others = (
        select(Claim.id)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Edition.work_id.in_(list(work_ids)), Claim.party_id != party_id)
        .where(Claim.withdrawn_on.is_(None))
        .limit(1)
    )
    return session.scalar(others) is None


def check_split(session: Session, who: Identity, work_id: int, isbns: Collection[int]) -> None:
    """Raises what would refuse a split: GroupingUnusable, WorkShared, NotFound."""
    _taken_out(session, who, work_id, isbns)


def split(
    session: Session, who: Identity, work_id: int, isbns: Collection[int], today: date
) -> Done:
    """Takes editions out of a work into one of their own. Raises as `check_split`.

    Editions that stand alone already are left as they are, so the same again changes nothing.
    """
    locks.catalogue(session)
    out = _taken_out(session, who, work_id, isbns)
    target = grouping.new_work(session, out[0].title)
    return made(session, who, "split", out, target, {APART: "yes"}, today)


def check_join(session: Session, who: Identity, work_id: int, other_id: int) -> None:
    """Raises what would refuse a join: GroupingUnusable, WorkShared, NotFound."""
    _brought(session, who, work_id, other_id)


def join(session: Session, who: Identity, work_id: int, other_id: int, today: date) -> Done:
    """Puts every edition of another work into this one, once. Raises as `check_join`."""
    locks.catalogue(session)
    if (before := _joined_before(session, who, work_id, other_id)) is not None:
        return before
    brought = _brought(session, who, work_id, other_id)
    return made(session, who, "join", brought, work_id, {}, today)


def _joined_before(session: Session, who: Identity, work_id: int, other_id: int) -> Done | None:
    """The same, done by her and not undone, while nothing is left in the other work."""
    row = GroupingChange
    same = (row.party_id == who.subject_id, row.kind == "join", row.work_id == work_id)
    rows = session.scalars(select(row).where(*same, row.undone_at.is_(None)))
    done = [one for one in rows if other_id in _works(one)]
    stands = work_id != other_id and done and not editions_in(session, other_id)
    return Done(done[-1].id, work_id) if stands else None


def undo(session: Session, who: Identity, change_id: int, today: date) -> int:
    """Puts the editions back where they were; returns a work of theirs. Twice is once.

    Raises NotFound for another's change, GroupingMoved, and WorkShared.
    """
    locks.catalogue(session)
    row = session.get(GroupingChange, change_id)
    if row is None or who.subject_id is None or row.party_id != who.subject_id:
        raise NotFound
    if row.undone_at is None:
        _check_days(session, row, today)
        if not is_free(session, who.subject_id, _works(row)):
            raise WorkShared
    return put_back(session, who, row)


def put_back(session: Session, who: Actor | Identity, row: GroupingChange) -> int:
    """Undoes a change, whoever made it, unless it was undone; returns a work of the editions.

    Raises GroupingMoved where one of them was moved again since.
    """
    before, after = json.loads(row.before), json.loads(row.after)
    if row.undone_at is None:
        places = _now(session, {one["id"] for one in after})
        if any(places[one["id"]].work_id != one["work"] for one in after):
            raise GroupingMoved(reason="moved")
        _place(session, before)
        actor = who.actor if isinstance(who, Identity) else who
        row.undone_at, row.undone_by = datetime.now(UTC), actor.label[:200]
        session.flush()
        audit.record(session, who, "grouping_undone", change=row.id)
        session.expire_all()
    work_id: int = before[0]["work"]
    return work_id


def changes(session: Session, party_id: int, work_id: int, today: date) -> tuple[Change, ...]:
    """What the party changed about a work within the days to undo, the latest first."""
    days = sharing.days(parameters.book(session), rules.UNDO_DAYS, today)
    query = (
        select(GroupingChange)
        .where(GroupingChange.party_id == party_id, GroupingChange.done_on >= today - days)
        .order_by(GroupingChange.id.desc())
    )
    rows = [row for row in session.scalars(query) if work_id in _works(row)]
    ids = {one["id"] for row in rows for one in json.loads(row.after)}
    places = _now(session, ids) if ids else {}
    return tuple(_seen(row, places, days.days) for row in rows)


def _works(row: GroupingChange) -> set[int]:
    return {one["work"] for text in (row.before, row.after) for one in json.loads(text)}


def _seen(row: GroupingChange, places: dict[int, Any], days: int) -> Change:
    after = json.loads(row.after)
    until = date.fromordinal(row.done_on.toordinal() + days)
    still = all(one["id"] in places and places[one["id"]].work_id == one["work"] for one in after)
    known = [places[one["id"]] for one in after if one["id"] in places]
    return Change(
        row.id, row.kind, known[0].title if known else "",
        tuple(one.isbn for one in known if one.isbn is not None), row.done_on, until,
        row.undone_at is not None, row.undone_at is None and still,
    )  # fmt: skip


def _taken_out(
    session: Session, who: Identity, work_id: int, isbns: Collection[int]
) -> Sequence[Edition]:
    party_id = who.subject_id or 0
    own_work(session, party_id, work_id)
    editions = editions_in(session, work_id)
    out = [one for one in editions if one.isbn in set(isbns)]
    if not out:
        raise GroupingUnusable(reason="nothing")
    if len(out) == len(editions):
        raise GroupingUnusable(reason="all")
    if not is_free(session, party_id, [work_id]):
        raise WorkShared
    return out


def _brought(session: Session, who: Identity, work_id: int, other_id: int) -> Sequence[Edition]:
    party_id = who.subject_id or 0
    if work_id == other_id:
        raise GroupingUnusable(reason="same")
    own_work(session, party_id, work_id)
    own_work(session, party_id, other_id)
    both = editions_in(session, work_id, other_id)
    here, there = ([one for one in both if one.work_id == place] for place in (work_id, other_id))
    languages = [{one.language for one in several} - {""} for several in (here, there)]
    if all(languages) and not languages[0] & languages[1]:
        raise GroupingUnusable(reason="language")
    if not is_free(session, party_id, [work_id, other_id]):
        raise WorkShared
    return there


def editions_in(session: Session, *work_ids: int) -> Sequence[Edition]:
    """Every edition of some works as it stands now, the oldest first."""
    query = select(Edition).where(Edition.work_id.in_(work_ids)).order_by(Edition.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def made(
    session: Session,
    who: Actor | Identity,
    kind: str,
    editions: Sequence[Edition],
    target: int,
    said: dict[str, str],
    today: date,
    reason: str = "",
) -> Done:
    """Moves editions by a person's or the office's word, and keeps how they stood before."""
    actor = who.actor if isinstance(who, Identity) else who
    note = _canonical(said | {"day": today.isoformat()})
    before = [_as_it_stands(one) for one in editions]
    after = [{"id": one.id, "work": target, "by": BY_HAND, "note": note} for one in editions]
    row = GroupingChange(
        kind=kind, work_id=target, before=_canonical(before), after=_canonical(after),
        reason=reason, party_id=who.subject_id if isinstance(who, Identity) else None,
        staff_id=actor.staff_id, done_by=actor.label[:200], done_at=datetime.now(UTC),
        done_on=today,
    )  # fmt: skip
    session.add(row)
    _place(session, after)
    session.flush()
    event = "works_joined" if kind == "join" else "work_split"
    audit.record(session, who, event, change=row.id, editions=len(editions))
    done = Done(row.id, target)
    session.expire_all()
    return done


def _as_it_stands(one: Edition) -> dict[str, Any]:
    return {"id": one.id, "work": one.work_id, "by": one.grouped_by, "note": one.grouped_note}


def _place(session: Session, places: Sequence[dict[str, Any]]) -> None:
    change = update(_EDITION).where(_EDITION.c.id == bindparam("number"))
    columns: dict[str, Any] = {
        "work_id": bindparam("work"), "grouped_by": bindparam("by"),
        "grouped_note": bindparam("said"),
    }  # fmt: skip
    rows = [
        {"number": one["id"], "work": one["work"], "by": one["by"], "said": one["note"]}
        for one in places
    ]
    session.execute(change.values(columns), rows)


def _check_days(session: Session, row: GroupingChange, today: date) -> None:
    days = sharing.days(parameters.book(session), rules.UNDO_DAYS, today)
    if today > row.done_on + days:
        raise GroupingMoved(reason="late")


def _now(session: Session, ids: Collection[int]) -> dict[int, Any]:
    query = select(Edition.id, Edition.work_id, Edition.isbn, Edition.title)
    rows = session.execute(query.where(Edition.id.in_(list(ids))).order_by(Edition.id))
    return {row.id: row for row in rows}


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
