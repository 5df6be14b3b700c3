"""Parties by the identifier that files use."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.services.base import kept
from portal.store.people import Party


class PersonUnknown(Refusal):
    """No person has this identifier; `person` is what was given."""

    code = "person_unknown"


@kept.for_party
def own_row(session: Session, party_id: int) -> Row[str, str, str, int | None, date | None]:
    """A party's code, name, country of tax, year of death and day of death."""
    columns = (Party.code, Party.name, Party.country, Party.death_year, Party.died_on)
    return session.execute(select(*columns).where(Party.id == party_id)).one()


def by_code(session: Session, code: str) -> Party:
    """The party that files call `code`; raises PersonUnknown."""
    found = session.scalar(select(Party).where(Party.code == code))
    if found is None:
        raise PersonUnknown(person=code)
    return found
