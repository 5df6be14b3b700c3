"""Tax cards: a party's withholding percentage from a day on. Source: contract, "Tax"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.services.base import kept
from portal.store import bulk
from portal.store.people import TaxCard

_COLUMNS = ("party_id", "valid_from", "percent_ppm", "source")


@dataclass(frozen=True)
class CardSaid:
    """A tax card: what it said from a day on (None: from then on there is no card), and by whom."""

    ppm: int | None
    valid_from: date
    source: str


@kept.for_party
def cards_of(session: Session, party_id: int) -> tuple[CardSaid, ...]:
    """Every card of the party, oldest first."""
    card = TaxCard.__table__.c
    rows = session.execute(
        select(card.percent_ppm, card.valid_from, card.source)
        .where(card.party_id == party_id)
        .order_by(card.valid_from)
    )
    return tuple(CardSaid(*row) for row in rows)


def save(
    session: Session,
    said: Mapping[int, int | None],
    joined: Mapping[int, date],
    source: str,
    today: date,
) -> set[int]:
    """Writes a dated card where `said` (party → ppm, None: no card) differs from what holds.

    A new party's card (one in `joined`) holds from the joining day, a changed one from today.
    Returns the parties whose card changed.
    """
    holds, dated_today = _in_force(session, today)
    changed = {party: ppm for party, ppm in said.items() if holds.get(party) != ppm}
    for party in changed.keys() & dated_today:
        session.execute(
            delete(TaxCard).where(TaxCard.party_id == party, TaxCard.valid_from == today)
        )
    rows = [
        (party, min(joined.get(party, today), today), ppm, f"import of {source}"[:200])
        for party, ppm in changed.items()
    ]
    bulk.insert_rows(session, TaxCard.__table__, _COLUMNS, rows)  # type: ignore[arg-type]
    return set(changed)


def _in_force(session: Session, today: date) -> tuple[dict[int, int | None], set[int]]:
    """The percentage in force today by party, and the parties with a card dated today."""
    query = (
        select(TaxCard.party_id, TaxCard.percent_ppm, TaxCard.valid_from)
        .where(TaxCard.valid_from <= today)
        .order_by(TaxCard.valid_from)
    )
    holds: dict[int, int | None] = {}
    dated_today = set()
    for party, ppm, valid_from in session.execute(query):
        holds[party] = ppm
        if valid_from == today:
            dated_today.add(party)
    return holds, dated_today
