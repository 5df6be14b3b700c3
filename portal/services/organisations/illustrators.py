"""The list of pictures that a party hands over to the organisation that pays them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import COMIC, ILLUSTRATOR, PICTURE_BOOK, STORY_BOOK, WRITER_ROLES
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.rules.parameters import number
from portal.rules.schemes.lending import CLASS_PREFIX
from portal.services.access import visit_limits
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.catalogue.claims import sole_claimant
from portal.services.messages import receipts
from portal.services.parameters import parameters
from portal.services.titles.works_list import claims_of
from portal.store.catalogue import Claim, Edition

FIRST_YEAR = 1450
"""No printed book is older."""
WITH_PICTURES = (STORY_BOOK, PICTURE_BOOK, COMIC)


class NotAPublishedYear(Refusal):
    """The year lies before printing or in the future; `smallest`, `largest`."""

    code = "not_a_published_year"


class PublishedYearShared(Refusal):
    """Somebody has said the year already and others have the edition in their lists; `isbn`."""

    code = "published_year_shared"


@dataclass(frozen=True)
class PictureEdition:
    """An edition whose pictures are the party's, or might be.

    `roles` are all the party's standing roles in it; `year` of publication, None while nobody has
    said it. `text_ppm` is the text's part of the class in parts per million where the party also
    wrote the text and somebody has said the class.
    """

    isbn: int
    title: str
    language: str | None
    year: int | None
    roles: tuple[str, ...]
    class_: str | None
    text_ppm: int | None

    @property
    def wrote(self) -> bool:
        """Whether the text is the party's too."""
        return bool(set(self.roles) & set(WRITER_ROLES))


@dataclass(frozen=True)
class PictureList:
    """`editions` are handed over; of `unsaid` the party wrote the text, and nobody has said who
    made the pictures. `text_here` says whether any text of the party is paid here.
    """

    editions: tuple[PictureEdition, ...]
    unsaid: tuple[PictureEdition, ...]
    text_here: bool

    @property
    def without_year(self) -> tuple[PictureEdition, ...]:
        """Editions of the list whose year nobody has said."""
        return tuple(one for one in self.editions if one.year is None)


def picture_list(session: Session, party_id: int, today: date) -> PictureList:
    """The party's editions with pictures, by title."""
    years = _years(session, party_id)
    parts = _text_parts(session, today)
    found, text_here = [], False
    for work in claims_of(session, party_id):
        for edition in work.editions:
            roles = tuple(entry.role for entry in edition.standing)
            text_here |= any(role != ILLUSTRATOR for role in roles)
            if edition.isbn is None:
                continue
            class_ = edition.class_
            wrote = bool(set(roles) & set(WRITER_ROLES))
            text_ppm = parts.get(class_ or "") if wrote else None
            year = years.get(edition.isbn)
            found.append(PictureEdition(
                edition.isbn, edition.title, work.language, year, roles, class_, text_ppm
            ))  # fmt: skip
    drawn = tuple(one for one in found if ILLUSTRATOR in one.roles)
    unsaid = tuple(
        one
        for one in found
        if one.wrote and one.class_ in WITH_PICTURES and ILLUSTRATOR not in one.roles
    )
    return PictureList(drawn, unsaid, text_here)


def edition_of(session: Session, party_id: int, isbn: int, today: date) -> PictureEdition:
    """One edition of the party's list; raises NotFound."""
    for one in picture_list(session, party_id, today).editions:
        if one.isbn == isbn:
            return one
    raise NotFound


def say_year(session: Session, identity: Identity, isbn: int, year: int, today: date) -> str:
    """Keeps the year in which an edition was published; returns the receipt's number.

    Empty when it was kept already. Raises NotFound for an edition outside of the party's list,
    NotAPublishedYear, and PublishedYearShared when the year is known and not hers alone to change.
    """
    if identity.subject_id is None:
        raise NotFound
    if not FIRST_YEAR <= year <= today.year:
        raise NotAPublishedYear(smallest=str(FIRST_YEAR), largest=str(today.year))
    locks.catalogue(session)
    edition_of(session, identity.subject_id, isbn, today)
    visit_limits.check(session, identity, [isbn], today)
    query = select(Edition).where(Edition.isbn == isbn)
    edition = session.scalars(query.execution_options(populate_existing=True)).one()
    before = edition.published_year
    if before == year:
        return ""
    if before is not None and not sole_claimant(session, identity.subject_id, edition.id):
        raise PublishedYearShared(isbn=isbn)
    edition.published_year = year
    session.flush()
    event = audit.record(
        session, identity, "edition_year_said", isbn=isbn, year=year, before=before
    )
    return receipts.give(session, identity, "works", event.id, event.id, today)


def _years(session: Session, party_id: int) -> dict[int, int | None]:
    rows = session.execute(
        select(Edition.isbn, Edition.published_year)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Claim.party_id == party_id, Edition.isbn.is_not(None))
    )
    return {row.isbn: row.published_year for row in rows if row.isbn is not None}


def _text_parts(session: Session, today: date) -> dict[str, int]:
    """Class with pictures → the text's part in force, in parts per million."""
    book = parameters.book(session)
    values = {name: book.on(CLASS_PREFIX + name, today) for name in WITH_PICTURES}
    return {name: number(value) for name, value in values.items() if value is not None}
