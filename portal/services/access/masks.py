"""What a session by e-mail, or a support visit, does not see of a party."""

from __future__ import annotations

from dataclasses import dataclass

from portal.kernel.identity import Identity
from portal.kernel.masking import HIDDEN


@dataclass(frozen=True)
class Masks:
    """Which kinds are hidden: bank account, tax percentages and identity data; how to reach one;
    and sums of money.
    """

    sensitive: bool = False
    contact: bool = False
    sums: bool = False

    def of_contact(self, text: str) -> str:
        """An address or a number as it may be seen."""
        return HIDDEN if text and self.contact else text

    def of_sensitive(self, text: str) -> str:
        """A percentage of tax, an account or an identity code as it may be seen."""
        return HIDDEN if text and self.sensitive else text


def masks_for(identity: Identity | None) -> Masks:
    """The masks of this identity: a reading session hides all, a visit what is sensitive."""
    if identity is None:
        return Masks()
    reading = identity.reading
    return Masks(reading or identity.visit is not None, contact=reading, sums=reading)
