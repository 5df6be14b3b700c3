"""What a party says of its own works on a page: adding, changing, withdrawing, as versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.kernel.catalogue import HEADS_MAX, HEADS_MIN, MEDIA, PHYSICAL_MEDIUM, ROLES
from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.services.access import visit_limits
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.catalogue import catalogue_editions, grouping
from portal.services.catalogue.catalogue_editions import Shape
from portal.services.catalogue.catalogue_import import insert_versions
from portal.services.catalogue.catalogue_reading import TITLE_MAX, ClaimRow
from portal.services.catalogue.catalogue_versions import Version
from portal.services.catalogue.claim_refusals import ClaimUnreadable, EditionShared, TooManyClaims
from portal.services.messages import receipts
from portal.services.titles.works_list import in_force
from portal.store.catalogue import Claim, Edition
from portal.store.people import Party

MOST = 500


@dataclass(frozen=True)
class NewClaim:
    """What a party says of one edition; `title` and `medium` count where the edition is new."""

    isbn: int
    role: str
    heads: int
    title: str = ""
    medium: str = PHYSICAL_MEDIUM
    separate: bool = False


@dataclass(frozen=True)
class Change:
    """What an entry is to say from today; `medium` None leaves the edition's."""

    role: str
    heads: int
    separate: bool = False
    medium: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What was written: the first and last event of the audit, 0 when nothing changed.

    `number` is the receipt's ten signs, empty when nothing changed.
    """

    first: int
    last: int
    changed: int
    number: str = ""


def add_claims(
    session: Session, identity: Identity, new: Sequence[NewClaim], today: date
) -> Receipt:
    """Adds entries, or new versions where they say something else; the same again changes nothing.

    All or none; raises ClaimUnreadable, TooManyClaims.
    """
    if len(new) > MOST:
        raise TooManyClaims(count=len(new), most=MOST)
    for claim in new:
        _check(claim.role, claim.heads, claim.medium, claim.isbn)
    locks.catalogue(session)
    visit_limits.check(session, identity, [claim.isbn for claim in new], today)
    party = _party(session, identity)
    known = catalogue_editions.stored_editions(session, [claim.isbn for claim in new])
    titles = _titled(known, new)
    rows = [_row(party.code, titles.get(claim.isbn, ""), claim) for claim in new]
    editions = catalogue_editions.save(
        session, _without_known_shapes(known, rows), {party.code: party.id},
        identity.actor.label, known,
    )  # fmt: skip
    events = [
        event
        for claim in new
        for event in _say(session, identity, editions.ids[claim.isbn], claim.isbn,
                          Change(claim.role, claim.heads, claim.separate), today)
    ]  # fmt: skip
    grouping.group(session, [claim.isbn for claim in new], identity)
    return _receipt(session, identity, events, today)


def change_claim(
    session: Session, identity: Identity, claim_id: int, change: Change, today: date
) -> Receipt:
    """Makes an entry say something else from today; another role withdraws the one it had.

    Raises NotFound, ClaimUnreadable and EditionShared.
    """
    locks.catalogue(session)
    claim, edition = owned(session, identity, claim_id)
    visit_limits.check(session, identity, [edition.isbn], today)
    _check(change.role, change.heads, change.medium or edition.medium, edition.isbn)
    events = []
    if change.medium not in (None, edition.medium):
        events.append(_change_medium(session, identity, edition, change.medium or "", today))
    if change.role != claim.role:
        events += _withdraw(session, identity, claim, edition, today)
    events += _say(session, identity, edition.id, edition.isbn, change, today)
    return _receipt(session, identity, events, today)


def withdraw_claim(session: Session, identity: Identity, claim_id: int, today: date) -> Receipt:
    """Withdraws an entry, all its versions, from today; once withdrawn it changes nothing."""
    locks.catalogue(session)
    claim, edition = owned(session, identity, claim_id)
    visit_limits.check(session, identity, [edition.isbn], today)
    events = _withdraw(session, identity, claim, edition, today)
    return _receipt(session, identity, events, today)


def owned(session: Session, identity: Identity, claim_id: int) -> tuple[Claim, Edition]:
    """The standing version of the entry that any of its versions' ids names, and its edition.

    Raises NotFound when it is another party's.
    """
    named = session.get(Claim, claim_id)
    if named is None or named.party_id != identity.subject_id or identity.subject_id is None:
        raise NotFound
    versions = _versions(session, named.party_id, named.edition_id, named.role)
    return in_force(versions), session.get_one(Edition, named.edition_id)


@dataclass(frozen=True)
class OpenEntry:
    """An entry that is to be changed or withdrawn; `medium_free`: the party may change it."""

    claim_id: int
    isbn: int | None
    work_id: int
    title: str
    medium: str
    role: str
    heads: int
    separate: bool
    withdrawn: bool
    medium_free: bool


def entry_of(session: Session, identity: Identity, claim_id: int) -> OpenEntry:
    """An entry as a form shows it; raises NotFound when it is another party's."""
    claim, edition = owned(session, identity, claim_id)
    return OpenEntry(
        claim_id=claim.id,
        isbn=edition.isbn,
        work_id=edition.work_id,
        title=edition.title,
        medium=edition.medium,
        role=claim.role,
        heads=claim.heads,
        separate=claim.separate,
        withdrawn=claim.withdrawn_on is not None,
        medium_free=sole_claimant(session, claim.party_id, edition.id),
    )


def sole_claimant(session: Session, party_id: int, edition_id: int) -> bool:
    """Whether nobody else has an entry that stands on the edition."""
    others = select(func.count()).where(
        Claim.edition_id == edition_id,
        Claim.party_id != party_id,
        Claim.withdrawn_on.is_(None),
    )
    return session.scalar(others) == 0


def _check(role: str, heads: int, medium: str, isbn: int | None) -> None:
    if role not in ROLES:
        raise ClaimUnreadable(reason="role", isbn=isbn)
    if not HEADS_MIN <= heads <= HEADS_MAX:
        raise ClaimUnreadable(
            reason="heads", isbn=isbn, heads=heads, smallest=HEADS_MIN, largest=HEADS_MAX
        )
    if medium not in MEDIA:
        raise ClaimUnreadable(reason="medium", isbn=isbn)


def _party(session: Session, identity: Identity) -> Party:
    if identity.subject_id is None:
        raise NotFound
    return session.get_one(Party, identity.subject_id)


def _titled(known: Mapping[int, Shape], new: Sequence[NewClaim]) -> dict[int, str]:
    """The titles said of editions that are new; raises ClaimUnreadable when one has none."""
    titles = {c.isbn: " ".join(c.title.split()) for c in new if c.isbn not in known}
    for isbn, title in titles.items():
        if not title or len(title) > TITLE_MAX:
            reason = "title_long" if title else "title_missing"
            raise ClaimUnreadable(reason=reason, isbn=isbn, longest=TITLE_MAX)
    return titles


def _row(code: str, title: str, claim: NewClaim) -> ClaimRow:
    return ClaimRow(code, claim.isbn, claim.role, claim.heads, title, claim.medium)


def _without_known_shapes(known: Mapping[int, Shape], rows: Sequence[ClaimRow]) -> list[ClaimRow]:
    """A page changes no edition that exists: of those the rows say neither title nor medium."""
    return [replace(row, title="", medium="") if row.isbn in known else row for row in rows]


def _say(
    session: Session,
    identity: Identity,
    edition_id: int,
    isbn: int | None,
    change: Change,
    today: date,
) -> list[int]:
    """A new version of an entry, unless the standing one says the same; the events written."""
    party_id = identity.subject_id or 0
    versions = _versions(session, party_id, edition_id, change.role)
    standing = in_force(versions) if versions else None
    if standing is not None and standing.withdrawn_on is not None:
        standing = None
    if standing and (standing.heads, standing.separate) == (change.heads, change.separate):
        return []
    version = Version(
        change.heads, change.separate, standing.translation if standing else None, today
    )
    key = (party_id, edition_id, change.role)
    insert_versions(session, [(key, version)], identity.actor.label)
    said = {"isbn": isbn, "role": change.role, "heads": change.heads, "day": today.isoformat()}
    if standing is None:
        return [audit.record(session, identity, "claim_added", **said).id]
    return [audit.record(session, identity, "claim_changed", **said, before=standing.heads).id]


def _withdraw(
    session: Session, identity: Identity, claim: Claim, edition: Edition, today: date
) -> list[int]:
    entry = (
        (Claim.party_id == claim.party_id)
        & (Claim.edition_id == claim.edition_id)
        & (Claim.role == claim.role)
        & Claim.withdrawn_on.is_(None)
    )
    if claim.withdrawn_on is not None:
        return []
    session.execute(update(Claim).where(entry).values(withdrawn_on=today))
    said = {"isbn": edition.isbn, "role": claim.role, "day": today.isoformat()}
    return [audit.record(session, identity, "claim_withdrawn", **said).id]


def _change_medium(
    session: Session, identity: Identity, edition: Edition, medium: str, today: date
) -> int:
    if not sole_claimant(session, identity.subject_id or 0, edition.id):
        raise EditionShared(isbn=edition.isbn)
    edition.medium = medium
    session.flush()
    said = {"isbn": edition.isbn, "medium": medium, "title": edition.title}
    said |= {"day": today.isoformat()}
    return audit.record(session, identity, "edition_changed", **said).id


def _versions(session: Session, party_id: int, edition_id: int, role: str) -> Sequence[Claim]:
    query = select(Claim).where(
        Claim.party_id == party_id, Claim.edition_id == edition_id, Claim.role == role
    )
    return session.scalars(
        query.order_by(Claim.added_on, Claim.id).execution_options(populate_existing=True)
    ).all()


def _receipt(session: Session, identity: Identity, events: Sequence[int], today: date) -> Receipt:
    if not events:
        return Receipt(0, 0, 0)
    first, last = events[0], events[-1]
    number = receipts.give(session, identity, "works", first, last, today)
    return Receipt(first, last, len(events), number)
