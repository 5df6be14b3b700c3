"""Parties by the identifier that files use."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.store.people import Party


class PersonUnknown(Refusal):
    """No person has this identifier; `person` is what was given."""

    code = "person_unknown"


def by_code(session: Session, code: str) -> Party:
    """The party that files call `code`; raises PersonUnknown."""
    found = session.scalar(select(Party).where(Party.code == code))
    if found is None:
        raise PersonUnknown(person=code)
    return found
