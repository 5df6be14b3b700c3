"""Whether pages have changed: a number for each party, and one for what everybody's pages show.

Each change draws a new number at random: one that was rolled back, or that a restored backup has
forgotten, never comes again for other facts.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, bindparam, select, update
from sqlalchemy.orm import Session

from portal.store.catalogue import Claim, Edition
from portal.store.people import Party
from portal.store.versions import Epoch

BITS = 62
_EVERYBODYS, _PARTY = Epoch.__table__, Party.__table__
_EPOCH = select(_EVERYBODYS.c.number).where(_EVERYBODYS.c.id == 1)
_STAMP = (
    select(_PARTY.c.version, _EVERYBODYS.c.number)
    .join_from(_PARTY, _EVERYBODYS, _EVERYBODYS.c.id == 1)
    .where(_PARTY.c.id == bindparam("party_id"))
)


def touch(
    session: Session, touches: str, party_id: int | None = None, isbns: Collection[int] = ()
) -> None:
    """Notes that pages changed: of nobody, of the party, of all who share the works, of all.

    Where it is not said whose pages they are, they may be anybody's.
    """
    if touches == "all" or (touches == "own" and party_id is None):
        session.execute(update(Epoch).values(number=secrets.randbits(BITS)))
    elif touches == "shared":
        _touch_parties(session, Party.id.in_(_sharing(isbns)) | (Party.id == party_id))
    elif touches == "own":
        _touch_parties(session, Party.id == party_id)


def stamp(session: Session, party_id: int) -> tuple[int, int]:
    """The party's version and everybody's: equal numbers mean equal facts."""
    version, number = session.execute(_STAMP, {"party_id": party_id}).one()
    return version, number


def epoch(session: Session) -> int:
    """Everybody's number alone."""
    number: int = session.execute(_EPOCH).scalar_one()
    return number


def _sharing(isbns: Collection[int]) -> Select[int]:
    """Who has an entry on any edition of the works: a page names the editions that others have."""
    works = select(Edition.work_id).where(Edition.isbn.in_(isbns))
    on_works = select(Claim.party_id).join(Edition, Edition.id == Claim.edition_id)
    return on_works.where(Edition.work_id.in_(works))


def _touch_parties(session: Session, who: ColumnElement[bool]) -> None:
    # An object in the session may be older than the row: the row alone counts here.
    session.execute(
        update(Party).where(who).values(version=secrets.randbits(BITS)),
        execution_options={"synchronize_session": False},
    )
