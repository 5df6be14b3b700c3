"""What would be withheld from the next payment and why, and what a missing card costs. Cents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.kernel.dated import DatedValue
from portal.rules.tax.withholding import CARD, withheld
from portal.services.money.estimates import NextPayment
from portal.services.money.estimating import Worked
from portal.services.people.tax_cards import CardSaid, cards_of

__all__ = ["CardSaid", "TaxNow", "cards_of", "tax_now"]


@dataclass(frozen=True)
class TaxNow:
    """The percentage of the next payment: by the `card`, or by the parameter `default`.

    `tax_cents` of `gross_cents` would be withheld; `by_earlier_card_cents` is what it would be by
    the party's latest earlier card, where there was one and now there is none.
    """

    ppm: int
    card: CardSaid | None
    default: DatedValue | None
    gross_cents: int
    tax_cents: int
    earlier_card: CardSaid | None
    by_earlier_card_cents: int | None

    @property
    def more_cents(self) -> int | None:
        """What is withheld more than by the earlier card; None without one."""
        if self.by_earlier_card_cents is None:
            return None
        return self.tax_cents - self.by_earlier_card_cents


def tax_now(
    known: Worked, coming: NextPayment, cards: Iterable[CardSaid], today: date
) -> TaxNow:  # fmt: skip
    """The tax of the next payment, by the card or the parameter of its day."""
    day = coming.run.pays_on or today
    until = [card for card in cards if card.valid_from <= day]
    by_card = coming.tax_basis == CARD
    earlier = [] if by_card else [card for card in until if card.ppm is not None]
    last = earlier[-1] if earlier else None
    return TaxNow(
        ppm=coming.tax_ppm,
        card=until[-1] if by_card else None,
        default=None if by_card else known.book.on(coming.tax_basis, day),
        gross_cents=coming.gross_cents,
        tax_cents=coming.tax_cents,
        earlier_card=last,
        by_earlier_card_cents=_by(last, coming.gross_cents),
    )


def _by(card: CardSaid | None, gross_cents: int) -> int | None:
    return None if card is None or card.ppm is None else withheld(gross_cents, card.ppm)
