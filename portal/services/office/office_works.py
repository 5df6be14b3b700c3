"""Works as the office looks at them: found by ISBN or title, with everybody's entries and loans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.kernel import isbn as isbns
from portal.kernel.bibliography import Record
from portal.kernel.catalogue import ROLES
from portal.kernel.errors import NotFound
from portal.rules import sharing
from portal.rules.sharing import Part
from portal.services.matching import match_runs
from portal.services.matching.match_runs import Evidence
from portal.services.records import bibliographic_records
from portal.services.records.bibliographic_records import Found
from portal.services.records.record_names import written
from portal.services.records.record_parts import heads_of, roles_of
from portal.services.sharing import disagreements
from portal.services.titles.title_facts import Counted, counted_titles
from portal.services.titles.works_list import entries
from portal.store.catalogue import Claim, Edition, Work
from portal.store.people import Party
from portal.store.sharing import Dispute

A_PAGE = 50


@dataclass(frozen=True)
class FoundEdition:
    """An edition that a search found, with how many people have entries that stand."""

    work_id: int
    isbn: int | None
    title: str
    language: str | None
    medium: str
    people: int


@dataclass(frozen=True)
class EditionOfWork:
    """An edition of a work: form, people with entries that stand, and loans by year."""

    isbn: int | None
    title: str
    medium: str
    year: int | None
    people: int
    disagrees: bool
    loans: Mapping[int, int]


@dataclass(frozen=True)
class OfficeWork:
    """A work with its editions; `years` are those of which loans are counted, newest first."""

    work_id: int
    title: str
    language: str | None
    editions: tuple[EditionOfWork, ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class Version:
    """A version of what somebody says of an edition; `stands` for the one that counts now."""

    code: str
    name: str
    role: str
    heads: int
    separate: bool
    added_on: date
    withdrawn_on: date | None
    recorded_by: str
    stands: bool


@dataclass(frozen=True)
class Said:
    """What a library's record says: source, day, title, and each name with its roles.

    `heads` says for each role how many people the record names, and whether these are all.
    """

    source: str
    fetched_on: date
    title: str
    names: tuple[tuple[str, tuple[str, ...]], ...]
    heads: Mapping[str, tuple[int, bool]]


@dataclass(frozen=True)
class OfficeEdition:
    """All that is known of an edition.

    `waits` as in services/sharing/disagreements; `together` are the other ISBNs of its library
    records; `disputes` are (number, state, day), the newest first.
    """

    edition_id: int
    work_id: int
    isbn: int
    title: str
    language: str | None
    medium: str
    versions: tuple[Version, ...]
    about: tuple[str, ...]
    records: tuple[Said, ...]
    loans: tuple[Counted, ...]
    evidence: tuple[Evidence, ...]
    disputes: tuple[tuple[str, str, date], ...]
    waits: int | None
    run: str

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Code and name of everybody with an entry that stands."""
        return tuple(dict.fromkeys((one.code, one.name) for one in self.versions if one.stands))

    @property
    def together(self) -> tuple[int, ...]:
        """The other ISBNs under whose library records its loans are counted."""
        return tuple(sorted({isbn for row in self.loans for isbn in row.members} - {self.isbn}))


def search(session: Session, text: str, page: int = 1) -> tuple[tuple[FoundEdition, ...], int]:
    """Editions with an ISBN or with words of a title, by title; a page of them and how many."""
    wanted = _wanted(text)
    if wanted is None:
        return (), 0
    total = session.scalar(select(func.count()).select_from(Edition).where(wanted)) or 0
    people = func.count(Claim.party_id.distinct()).filter(Claim.withdrawn_on.is_(None))
    columns = (Edition.work_id, Edition.isbn, Edition.title, Work.language, Edition.medium)
    rows = session.execute(
        select(*columns, people)
        .join(Work, Work.id == Edition.work_id)
        .outerjoin(Claim, Claim.edition_id == Edition.id)
        .where(wanted)
        .group_by(Edition.id, *columns)
        .order_by(Edition.title, Edition.id)
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    return tuple(FoundEdition(*row) for row in rows), total


def work(session: Session, data_dir: Path, work_id: int) -> OfficeWork:
    """A work with its editions and their loans; raises NotFound."""
    row = session.get(Work, work_id)
    if row is None:
        raise NotFound
    editions = session.scalars(
        select(Edition).where(Edition.work_id == work_id).order_by(Edition.isbn, Edition.id)
    ).all()
    claims = disagreements.standing(session, [one.id for one in editions])
    counted = counted_titles(
        session, data_dir, sorted(one.isbn for one in editions if one.isbn is not None)
    )
    return OfficeWork(
        work_id=work_id,
        title=row.title,
        language=row.language,
        editions=tuple(_of_work(one, claims.get(one.id, []), counted) for one in editions),
        years=tuple(sorted({one.loan_year for one in counted}, reverse=True)),
    )


def edition(session: Session, data_dir: Path, isbn: int) -> OfficeEdition:
    """An edition with everything that is said of it; raises NotFound."""
    found = session.execute(
        select(Edition, Work.language)
        .join(Work, Work.id == Edition.work_id)
        .where(Edition.isbn == isbn)
    ).first()
    if found is None:
        raise NotFound(what="edition", name=str(isbn))
    row, language = found
    newest = disagreements.waits(session, data_dir)
    parts = disagreements.standing(session, [row.id]).get(row.id, [])
    records = bibliographic_records.for_isbns(session, [isbn]).get(isbn, ())
    return OfficeEdition(
        edition_id=row.id,
        work_id=row.work_id,
        isbn=isbn,
        title=row.title,
        language=language,
        medium=row.medium,
        versions=_versions(session, row.id),
        about=sharing.disagreements(parts),
        records=tuple(_said(one) for one in records),
        loans=counted_titles(session, data_dir, [isbn]),
        evidence=match_runs.evidence_of(session, data_dir, isbn),
        disputes=_disputes(session, row.id),
        waits=newest.by_isbn.get(isbn, 0) if newest else None,
        run=newest.run if newest else "",
    )


def _wanted(text: str) -> ColumnElement[bool] | None:
    """What an edition has that is sought; None for nothing that can be sought."""
    try:
        return Edition.isbn == isbns.parse(text)
    except isbns.NotAnIsbn:
        words = " ".join(text.split())[:100]
    if len(words) < 2:
        return None
    # SQLite folds ASCII alone: a title is sought in each way of writing it that is likely.
    spelt = {words, words.lower(), words.upper(), words.capitalize(), words.title()}
    return or_(*(Edition.title.icontains(one, autoescape=True) for one in sorted(spelt)))


def _of_work(row: Edition, parts: Sequence[Part], counted: Sequence[Counted]) -> EditionOfWork:
    loans: dict[int, int] = defaultdict(int)
    for one in counted:
        if row.isbn in one.members:
            loans[one.loan_year] += one.loans
    return EditionOfWork(
        row.isbn, row.title, row.medium, row.published_year, len({one.party for one in parts}),
        bool(sharing.disagreements(parts)), dict(loans),
    )  # fmt: skip


def _versions(session: Session, edition_id: int) -> tuple[Version, ...]:
    """Every version, each person's together, the newest first."""
    rows = session.execute(
        select(Claim, Party.code, Party.name)
        .join(Party, Party.id == Claim.party_id)
        .where(Claim.edition_id == edition_id)
        .order_by(Claim.added_on, Claim.id)
    ).all()
    by_party: dict[int, list[Any]] = defaultdict(list)
    for claim, _code, _name in rows:
        by_party[claim.party_id].append(claim)
    standing = {
        one.claim_id
        for own in by_party.values()
        for one in entries(own)
        if one.withdrawn_on is None
    }
    found = [
        Version(code, name, claim.role, claim.heads, claim.separate, claim.added_on,
                claim.withdrawn_on, claim.recorded_by, claim.id in standing)
        for claim, code, name in reversed(rows)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.stands, one.name)))


def _said(one: Found) -> Said:
    record: Record = one.record
    named = [(written(who.name), roles_of(record, who)) for who in record.contributors]
    roles = [role for role in ROLES if any(role in having for _, having in named)]
    return Said(
        one.source, one.fetched_on, record.title, tuple(named),
        {role: heads_of(record, role) for role in roles},
    )  # fmt: skip


def _disputes(session: Session, edition_id: int) -> tuple[tuple[str, str, date], ...]:
    rows = session.execute(
        select(Dispute.number, Dispute.state, Dispute.opened_on)
        .where(Dispute.edition_id == edition_id)
        .order_by(Dispute.id.desc())
    )
    return tuple((number, state, day) for number, state, day in rows)
