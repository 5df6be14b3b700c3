"""The numbers of the rules that the states of works speak of, as they hold for the latest year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.kernel.catalogue import KINDS
from portal.kernel.periods import expires_on
from portal.rules.schemes import lending
from portal.rules.schemes.lending import NO_CAP
from portal.services.money.estimating import Worked


@dataclass(frozen=True)
class Limits:
    """Numbers of the latest loan year: cents, years, and the last day of its money.

    `caps` are cents by kind, without the kinds that have none.
    """

    smallest_cents: int
    caps: dict[str, int]
    last_day: date
    term_years: int
    e_loans_from: int


def limits_of(known: Worked, today: date) -> Limits:
    """The limits by which a party's states were decided."""
    year = known.latest_year or max(known.terms.years)
    terms = known.terms.years[year]
    caps = {kind: terms.cap_cents[kind] for kind in KINDS}
    return Limits(
        smallest_cents=known.terms.threshold_cents,
        caps={kind: cents for kind, cents in caps.items() if cents < NO_CAP},
        last_day=expires_on(year, lending.years_open(known.book, today)),
        term_years=terms.term_years,
        e_loans_from=known.terms.e_loans_from,
    )
