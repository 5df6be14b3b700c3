"""What the tests of suggestions do again and again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from portal.kernel.identity import Actor, Identity
from portal.services.suggestions import suggestions
from portal.services.suggestions.suggestions import Inbox, Mine
from portal.store.catalogue import Claim, Edition
from portal.store.matching import Suggestion
from tests.factories.lending import Lending
from tests.factories.records import by

AINO = by("Salo, Aino", dates="1950-")


def begin(lending: Lending) -> None:
    """Aino, born in 1950, who has claimed Talvi; and Eero."""
    lending.person("P1", "Aino Salo", birth_year=1950)
    lending.person("P2", "Eero Salo")
    lending.edition(1, "Talvi")
    lending.claim("P1", 1)


def refresh(lending: Lending, code: str = "P1", today: date | None = None) -> Any:
    with lending.session() as session:
        return suggestions.refresh(
            session, lending.data_dir, lending.ids[code], today or lending.today
        )


def inbox(lending: Lending, code: str = "P1", today: date | None = None) -> Inbox:
    with lending.session(writes=False) as session:
        return suggestions.listed(
            session, lending.data_dir, lending.ids[code], today or lending.today
        )


def identity(lending: Lending, code: str = "P1") -> Identity:
    number = lending.ids[code]
    return Identity(Actor(label=code, party_id=number), subject_id=number)


def claim(lending: Lending, ids: tuple[int, ...], role: str = "author", heads: int = 1) -> Any:
    with lending.session() as session:
        said = Mine(ids, role, heads)
        return suggestions.claim(
            session, lending.data_dir, identity(lending), said, lending.today
        )  # fmt: skip


def refuse(lending: Lending, ids: tuple[int, ...]) -> int:
    with lending.session() as session:
        return suggestions.refuse(session, identity(lending), ids, lending.today)


def undo(lending: Lending, ids: tuple[int, ...], today: date | None = None) -> int:
    with lending.session() as session:
        return suggestions.undo(session, identity(lending), ids, today or lending.today)


def states(lending: Lending) -> dict[str, str]:
    with lending.session(writes=False) as session:
        rows = session.execute(select(Suggestion.key, Suggestion.state).order_by(Suggestion.key))
        return {row.key: row.state for row in rows}


def claims(lending: Lending, code: str = "P1") -> set[tuple[Any, ...]]:
    query = (
        select(Edition.isbn, Claim.role, Claim.heads)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Claim.party_id == lending.ids[code], Claim.withdrawn_on.is_(None))
    )
    with lending.session(writes=False) as session:
        return {tuple(row) for row in session.execute(query)}
