"""The page on which a person sees why editions are one work, and can join, split and undo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz.fuzz import ratio
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import isbn as isbns
from portal.kernel.identity import Identity
from portal.kernel.names import title_key
from portal.services.catalogue import regrouping
from portal.services.catalogue.regrouping import Change
from portal.services.catalogue.regrouping_refusals import GroupingUnusable
from portal.services.titles.works_list import ListedWork, claims_of
from portal.store.catalogue import Edition

_ALIKE = 70
_MOST = 8


@dataclass(frozen=True)
class SeenEdition:
    """An edition of the work; `note` says what was the same, and with which ISBN."""

    isbn: int | None
    title: str
    medium: str
    year: int | None
    by: str
    note: Mapping[str, Any]


@dataclass(frozen=True)
class GroupingPage:
    """A work's editions with their reasons. `free`: nobody else has entries on them.

    `near` are other works of hers with titles alike, the most alike first.
    """

    work: ListedWork
    editions: tuple[SeenEdition, ...]
    free: bool
    near: tuple[ListedWork, ...]
    changes: tuple[Change, ...]


def seen(session: Session, who: Identity, work_id: int, today: date) -> GroupingPage:
    """The page of one of her works; raises NotFound for any other."""
    party_id = who.subject_id or 0
    work = regrouping.own_work(session, party_id, work_id)
    return GroupingPage(
        work,
        editions_of(session, work_id),
        regrouping.is_free(session, party_id, [work_id]),
        _near(work, claims_of(session, party_id)),
        regrouping.changes(session, party_id, work_id, today),
    )


def editions_of(session: Session, work_id: int) -> tuple[SeenEdition, ...]:
    """Every edition of a work, hers and others', by ISBN."""
    query = select(Edition).where(Edition.work_id == work_id).order_by(Edition.isbn, Edition.id)
    return tuple(
        SeenEdition(
            one.isbn, one.title, one.medium, one.published_year, one.grouped_by,
            json.loads(one.grouped_note) if one.grouped_note else {},
        )
        for one in session.scalars(query)
    )  # fmt: skip


def other_work(
    session: Session, who: Identity, work_id: int, asked: str, chosen: str
) -> ListedWork:
    """The work that is to come to this one: of an ISBN of hers, else the one chosen in the list.

    Raises NotFound where this one is not hers, GroupingUnusable where no other is meant.
    """
    regrouping.own_work(session, who.subject_id or 0, work_id)
    works = [one for one in claims_of(session, who.subject_id or 0) if one.stands]
    number = isbns.judge(asked).isbn if asked.strip() else None
    for work in works:
        if number is not None and any(one.isbn == number for one in work.editions):
            return work
        if not asked.strip() and chosen == str(work.work_id):
            return work
    raise GroupingUnusable(reason="unknown")


def _near(work: ListedWork, works: tuple[ListedWork, ...]) -> tuple[ListedWork, ...]:
    key = title_key(work.title)
    scored = [
        (ratio(key, title_key(one.title)), one)
        for one in works
        if one.work_id != work.work_id and one.stands
    ]
    alike = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    return tuple(one for _, one in alike[:_MOST])
