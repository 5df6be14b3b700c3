"""A run: from a frozen snapshot to lines, periods and payees. Deterministic; the same facts give
the same result in whatever order they came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from portal.kernel.catalogue import KINDS
from portal.kernel.columns import Column, column
from portal.rules.schemes.lending import NO_CAP
from portal.rules.settlement import additional, entitlement, payable, stakes
from portal.rules.settlement.additional import Room
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import ILLUSTRATOR_CODE, Claims, Snapshot, Undistributed
from portal.rules.settlement.payable import ADDITIONAL, ENTITLEMENT, Outcome, Period
from portal.rules.tax import withholding

Paid = dict[tuple[int, int, int, int], tuple[int, int, int]]
"""(payee, loan year, kind, sort) → (paid, capped, debt) of earlier approved runs."""
_NOTHING = (0, 0, 0)


class PayeeResult(NamedTuple):
    """One payee's run: periods beside their outcomes, and the payment; cents."""

    payee: int
    periods: tuple[Period, ...]
    outcomes: tuple[Outcome, ...]
    gross: int
    tax: int
    waiting: int
    disputed: int
    tax_ppm: int
    tax_basis: str

    @property
    def net(self) -> int:
        """Gross less tax, cents."""
        return self.gross - self.tax


@dataclass(frozen=True)
class Distributed:
    """What became of one amount stated as undistributed, cents; the rest stays in the pot."""

    loan_year: int
    stated: int
    distributed: int


@dataclass(frozen=True)
class Result:
    """Lines of the open years, payees with anything to say, what was distributed additionally."""

    lines: Lines
    payees: tuple[PayeeResult, ...]
    distributed: tuple[Distributed, ...]


def calculate(snapshot: Snapshot) -> Result:
    """Calculates a run; raises RateNotDecided when an open year's line has no rate."""
    all_stakes = stakes.stakes(snapshot.claims, snapshot.titles, snapshot.payees.died)
    all_lines = entitlement.lines(snapshot.counts, all_stakes, snapshot.terms, snapshot.open_years)
    return with_lines(snapshot, all_lines)


def with_lines(snapshot: Snapshot, all_lines: Lines) -> Result:
    """The run whose lines, of all its years, were calculated already."""
    is_open = np.isin(all_lines.loan_year, column(snapshot.open_years))
    lines = all_lines.take(column(np.flatnonzero(is_open)))
    prior = prior_sums(snapshot)
    periods: dict[int, list[Period]] = defaultdict(list)
    _add_open(periods, snapshot, lines, prior)
    _add_closed_debts(periods, snapshot, prior)
    distributed = tuple(
        _add_additional(periods, snapshot, all_lines, prior, money)
        for money in snapshot.undistributed
    )
    rates = _tax_rates(snapshot)
    payees = tuple(
        [_payee(snapshot, payee, periods[payee], rates[payee]) for payee in sorted(periods)]
    )
    return Result(lines, payees, distributed)


def _payee(
    snapshot: Snapshot, payee: int, periods: list[Period], rate: withholding.Rate
) -> PayeeResult:
    if len(periods) > 1:
        periods.sort(key=_age)
    outcomes = payable.settle(periods, snapshot.terms.threshold_cents)
    gross = sum([outcome.moved for outcome in outcomes])
    return PayeeResult(
        payee=payee,
        periods=tuple(periods),
        outcomes=outcomes,
        gross=gross,
        tax=withholding.withheld(gross, rate.ppm),
        waiting=sum([outcome.waiting for outcome in outcomes]),
        disputed=sum([period.disputed for period in periods]),
        tax_ppm=rate.ppm,
        tax_basis=rate.basis,
    )


def _age(period: Period) -> tuple[int, int, int]:
    """Oldest loan year first; additional money before the year's entitlements."""
    return period.loan_year, -period.additional, period.kind


def _tax_rates(snapshot: Snapshot) -> list[withholding.Rate]:
    """Each payee's withholding rate."""
    known: dict[tuple[int, str, int], withholding.Rate] = {}
    rows = zip(
        snapshot.payees.card_ppm.tolist(),
        snapshot.payees.country,
        snapshot.payees.estate.tolist(),
        strict=True,
    )
    rates = []
    for facts in rows:
        if facts not in known:
            card, country, estate = facts
            own = None if card < 0 else card
            known[facts] = withholding.rate(own, country, bool(estate), snapshot.withholding)
        rates.append(known[facts])
    return rates


def prior_sums(snapshot: Snapshot) -> Paid:
    """What earlier approved runs paid, by payee, loan year, kind and sort."""
    p = snapshot.prior
    parts = (p.payee, p.loan_year, p.kind, p.additional)
    keys = zip(*(part.tolist() for part in parts), strict=True)
    values = zip(p.paid.tolist(), p.capped.tolist(), p.debt.tolist(), strict=True)
    return dict(zip(keys, values, strict=True))


def _add_open(
    periods: dict[int, list[Period]], snapshot: Snapshot, lines: Lines, prior: Paid
) -> None:
    """The periods of the open years: those with lines, and those paid before without any."""
    sums = entitlement.entitlements(lines)
    caps = {
        (year, kind): snapshot.terms.years[year].cap_cents[name]
        for year in snapshot.open_years
        for kind, name in enumerate(KINDS)
    }
    seen = set()
    rows = zip(
        sums.payee.tolist(), sums.loan_year.tolist(), sums.kind.tolist(),
        sums.cents.tolist(), sums.largest_cents.tolist(), strict=True,
    )  # fmt: skip
    for payee, year, kind, cents, largest in rows:
        cap = caps[year, kind]
        capped = min(cents, cap)
        paid = prior.get((payee, year, kind, ENTITLEMENT), _NOTHING)[0]
        disputed = min(largest, cap) - capped
        periods[payee].append(Period(year, kind, ENTITLEMENT, cents, capped, disputed, paid))
        if prior:
            seen.add((payee, year, kind))
    for (payee, year, kind, sort), (paid, _, _) in sorted(prior.items()):
        unseen = (payee, year, kind) not in seen and year in snapshot.open_years
        if sort == ENTITLEMENT and unseen and paid:
            periods[payee].append(Period(year, kind, ENTITLEMENT, 0, 0, 0, paid))


def _add_closed_debts(periods: dict[int, list[Period]], snapshot: Snapshot, prior: Paid) -> None:
    """Debts of years that are no longer open, as they stood when they last were."""
    stated = {money.loan_year for money in snapshot.undistributed}
    for (payee, year, kind, sort), (paid, capped, debt) in sorted(prior.items()):
        closed = year not in snapshot.open_years if sort == ENTITLEMENT else year not in stated
        if debt and closed:
            periods[payee].append(Period(year, kind, sort, capped, capped, 0, paid))


def _add_additional(
    periods: dict[int, list[Period]],
    snapshot: Snapshot,
    all_lines: Lines,
    prior: Paid,
    money: Undistributed,
) -> Distributed:
    """The additional money of one closed year, less what an earlier run of it paid."""
    rows = column(np.flatnonzero(all_lines.loan_year == money.loan_year))
    lines = all_lines.take(rows)
    room = room_below_cap(snapshot, lines, prior, money.loan_year)
    shares = additional.shares(lines, money, room)
    before = {
        payee: paid
        for (payee, year, _, sort), (paid, _, _) in prior.items()
        if sort == ADDITIONAL and year == money.loan_year
    }
    for payee in sorted(shares.keys() | before.keys()):
        cents, paid = shares.get(payee, 0), before.get(payee, 0)
        if cents or paid:
            period = Period(money.loan_year, 0, ADDITIONAL, cents, cents, 0, paid)
            periods[payee].append(period)
    return Distributed(money.loan_year, money.cents, sum(shares.values()))


def room_below_cap(snapshot: Snapshot, lines: Lines, prior: Paid, year: int) -> Room:
    """Cents below the cap by payee and kind: cap less the entitlement, or less what was paid."""
    caps = snapshot.terms.years[year].cap_cents
    taken: dict[tuple[int, int], int] = {}
    priced = lines.take(column(np.flatnonzero(lines.rate >= 0)))
    sums = entitlement.entitlements(priced)
    for payee, kind, cents in zip(
        sums.payee.tolist(), sums.kind.tolist(), sums.cents.tolist(), strict=True
    ):
        taken[payee, kind] = cents
    for (payee, paid_year, kind, sort), (paid, _, _) in prior.items():
        # What was paid says it only where no rate does: this run itself sets debts of it off.
        if sort == ENTITLEMENT and paid_year == year:
            taken.setdefault((payee, kind), paid)
    places = set(taken) | set(zip(lines.payee.tolist(), lines.kind.tolist(), strict=True))
    limits = {place: caps[KINDS[place[1]]] for place in places}
    return {
        place: max(cap - taken.get(place, 0), 0) for place, cap in limits.items() if cap < NO_CAP
    }


def relevant(snapshot: Snapshot) -> Snapshot:
    """The same snapshot with only the claims that its titles can pay; payees stay."""
    claims = snapshot.claims
    kept = _among(claims.isbn, np.sort(snapshot.titles.member_isbn))
    kept &= claims.role != ILLUSTRATOR_CODE
    return replace(snapshot, claims=claims.take(column(np.flatnonzero(kept))))


def in_order(claims: Claims) -> Claims:
    """The claims in canonical order: by payee, ISBN and role."""
    return claims.take(column(np.lexsort((claims.role, claims.isbn, claims.payee))))


def _among(values: Column, ordered: Column) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether each value is one of the ordered ones."""
    if not ordered.size:
        return np.zeros(values.size, dtype=np.bool_)
    place = np.minimum(np.searchsorted(ordered, values), ordered.size - 1)
    found: np.ndarray[Any, np.dtype[np.bool_]] = ordered[place] == values
    return found
