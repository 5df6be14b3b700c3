"""The office's word on which editions are one work, shared works too; each with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor
from portal.services.base import locks
from portal.services.catalogue import grouping, regrouping
from portal.services.catalogue.grouping import APART
from portal.services.catalogue.regrouping import Done
from portal.services.catalogue.regrouping_refusals import GroupingUnusable
from portal.services.messages.messages import checked_words
from portal.store.catalogue import Edition, GroupingChange

DECIDERS = ("support", "officer", "administrator")
_LONGEST = 200


class GroupingNotDecided(Refusal):
    """Not the office's to decide: `reason` is role (of the staff member) or unknown (an ISBN)."""

    code = "grouping_not_decided"


@dataclass(frozen=True)
class OfficeChange:
    """A change that was kept: who made it and when, and whether it was undone."""

    number: int
    kind: str
    work: int
    done_by: str
    done_on: date
    reason: str
    undone: bool


def join(session: Session, isbn: int, other: int, reason: str, who: Actor, today: date) -> Done:
    """Puts the work of `other` into that of `isbn`.

    Raises GroupingNotDecided, GroupingUnusable and MessageUnusable.
    """
    _check(session, who)
    here, there = _work_of(session, isbn), _work_of(session, other)
    if here == there:
        raise GroupingUnusable(reason="same")
    brought = regrouping.editions_in(session, there)
    said = checked_words(reason)[:_LONGEST]
    return regrouping.made(session, who, "join", brought, here, {}, today, said)


def split(session: Session, isbns: Sequence[int], reason: str, who: Actor, today: date) -> Done:
    """Takes editions of one work into one of their own. Raises as `join`."""
    _check(session, who)
    works = {_work_of(session, isbn) for isbn in isbns}
    if len(works) != 1:
        raise GroupingUnusable(reason="several" if works else "nothing")
    editions = regrouping.editions_in(session, works.pop())
    out = [one for one in editions if one.isbn in set(isbns)]
    if len(out) == len(editions):
        raise GroupingUnusable(reason="whole")
    said = checked_words(reason)[:_LONGEST]
    target = grouping.new_work(session, out[0].title)
    return regrouping.made(session, who, "split", out, target, {APART: "yes"}, today, said)


def undo(session: Session, number: int, who: Actor) -> int:
    """Undoes anybody's change, on any day; raises NotFound, GroupingMoved, GroupingNotDecided."""
    _check(session, who)
    row = session.get(GroupingChange, number)
    if row is None:
        raise NotFound(what="change", name=str(number))
    return regrouping.put_back(session, who, row)


def latest(session: Session, most: int) -> tuple[OfficeChange, ...]:
    """The latest changes, by people and by the office."""
    query = select(GroupingChange).order_by(GroupingChange.id.desc()).limit(most)
    return tuple(
        OfficeChange(
            row.id, row.kind, row.work_id, row.done_by, row.done_on, row.reason,
            row.undone_at is not None,
        )
        for row in session.scalars(query)
    )  # fmt: skip


def _check(session: Session, who: Actor) -> None:
    if who.staff_role not in DECIDERS:
        raise GroupingNotDecided(reason="role", role=who.staff_role or "")
    locks.catalogue(session)


def _work_of(session: Session, isbn: int) -> int:
    found = session.scalar(select(Edition.work_id).where(Edition.isbn == isbn))
    if found is None:
        raise GroupingNotDecided(reason="unknown", isbn=isbn)
    return found
