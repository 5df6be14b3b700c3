"""The demo's tax cards of this year: the tax office sends them, with the percentages of before.

One person's card of this year has not come, so that a page has somebody to ask.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.store.people import Party, TaxCard

NOT_COME = "D018"
FIRST_DAY = (2, 1)
SOURCE = "The tax office, on 14 January (invented)"


def of_year(session: Session, today: date) -> None:
    """Adds a card from 1 February for everybody who has one of an earlier year."""
    day = date(today.year, *FIRST_DAY)
    cards = session.scalars(
        select(TaxCard)
        .join(Party, Party.id == TaxCard.party_id)
        .where(Party.code != NOT_COME, TaxCard.valid_from < day)
        .where(TaxCard.percent_ppm.is_not(None))
        .order_by(TaxCard.id)
    ).all()
    for card in cards:
        session.add(TaxCard(
            party_id=card.party_id, valid_from=day, percent_ppm=card.percent_ppm, source=SOURCE
        ))  # fmt: skip
