"""A party's works as they stand: works, their editions, and the entries on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import ILLUSTRATOR, ROLES
from portal.services.base import kept
from portal.store.catalogue import Claim, Edition, Work


@dataclass(frozen=True)
class Entry:
    """What a party says of its part in one edition: the version in force.

    `claim_id` is the version's id; every version's id leads to the entry. `withdrawn_on` is set
    when nothing of the entry stands any more.
    """

    claim_id: int
    edition_id: int
    role: str
    heads: int
    separate: bool
    added_on: date
    withdrawn_on: date | None = None
    versions: tuple[int, ...] = ()
    """The ids of all its versions."""


@dataclass(frozen=True)
class ListedEdition:
    """An edition with the party's entries on it, one for each role."""

    edition_id: int
    isbn: int | None
    title: str
    medium: str
    class_: str | None
    entries: tuple[Entry, ...]

    @property
    def standing(self) -> tuple[Entry, ...]:
        """The entries that are not withdrawn."""
        return tuple(entry for entry in self.entries if entry.withdrawn_on is None)


@dataclass(frozen=True)
class OtherEdition:
    """An edition of a work that others have and the party has not."""

    isbn: int
    medium: str
    class_: str | None = None


@dataclass(frozen=True)
class ListedWork:
    """A work with the editions that the party has entries on; `others` are those without any."""

    work_id: int
    title: str
    language: str | None
    editions: tuple[ListedEdition, ...]
    others: tuple[OtherEdition, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether any entry of the work is not withdrawn."""
        return any(edition.standing for edition in self.editions)


@kept.for_party
def claims_of(session: Session, party_id: int) -> tuple[ListedWork, ...]:
    """All works of a party with their entries, withdrawn ones marked; by title."""
    own = (Claim.edition_id == Edition.id) & (Claim.party_id == party_id)
    own_works = select(Edition.work_id).join(Claim, own)
    rows = session.execute(
        select(
            Claim.id, Edition.id.label("edition_id"), Claim.role, Claim.heads, Claim.separate,
            Claim.added_on, Claim.withdrawn_on, Edition.isbn, Edition.title, Edition.medium,
            Edition.class_, Edition.work_id, Work.title.label("work_title"), Work.language,
        )
        .select_from(Edition)
        .join(Work, Work.id == Edition.work_id)
        .outerjoin(Claim, own)
        .where(Edition.work_id.in_(own_works))
        .order_by(Claim.added_on, Claim.id, Edition.isbn)
    ).all()  # fmt: skip
    by_work: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_work[row.work_id].append(row)
    works = [_work(work_id, found) for work_id, found in by_work.items()]
    return tuple(sorted(works, key=lambda work: (work.title.casefold(), work.work_id)))


@kept.for_party
def only_pictures(session: Session, party_id: int) -> bool:
    """Whether a party has entries and all of them are an illustrator's."""
    roles = select(Claim.role).where(Claim.party_id == party_id, Claim.withdrawn_on.is_(None))
    return set(session.scalars(roles.distinct())) == {ILLUSTRATOR}


def in_force(versions: Sequence[Any]) -> Any:
    """Of one entry's versions, in their order, the one that stands; the last if none does."""
    standing = [version for version in versions if version.withdrawn_on is None]
    return (standing or versions)[-1]


def _work(work_id: int, rows: Sequence[Any]) -> ListedWork:
    by_edition: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        if row.id is not None:
            by_edition[row.edition_id].append(row)
    others = tuple(
        OtherEdition(row.isbn, row.medium, row.class_)
        for row in rows
        if row.id is None and row.isbn is not None
    )
    editions = sorted(
        (_edition(found) for found in by_edition.values()),
        key=lambda edition: (edition.isbn or 0, edition.edition_id),
    )
    return ListedWork(work_id, rows[0].work_title, rows[0].language, tuple(editions), others)


def _edition(rows: Sequence[Any]) -> ListedEdition:
    first = rows[0]
    return ListedEdition(
        first.edition_id, first.isbn, first.title, first.medium, first.class_, entries(rows)
    )


def entries(rows: Iterable[Any]) -> tuple[Entry, ...]:
    """The entries of one edition, in the order of roles, out of its versions in their order."""
    by_role: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_role[row.role].append(row)
    return tuple(_entry(by_role[role]) for role in ROLES if role in by_role)


def _entry(versions: Sequence[Any]) -> Entry:
    row = in_force(versions)
    first = min(version.added_on for version in versions)
    return Entry(
        row.id, row.edition_id, row.role, row.heads, row.separate, first, row.withdrawn_on,
        tuple(version.id for version in versions),
    )  # fmt: skip
