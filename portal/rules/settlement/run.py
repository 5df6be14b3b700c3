"""A run: from a frozen snapshot to lines, periods and payees. Deterministic; the same facts give
the same result in whatever order they came.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from portal.kernel.catalogue import KINDS
from portal.kernel.columns import Column, column
from portal.rules.schemes.lending import NO_CAP
from portal.rules.settlement import additional, entitlement, payable, stakes
from portal.rules.settlement.additional import Room
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import ILLUSTRATOR_CODE, Snapshot, Undistributed
from portal.rules.settlement.payable import ADDITIONAL, ENTITLEMENT, Outcome, Period
from portal.rules.tax import withholding

Paid = dict[tuple[int, int, int, int], tuple[int, int, int]]
"""(payee, loan year, kind, sort) → (paid, capped, debt) of earlier approved runs."""


@dataclass(frozen=True)
class PayeeResult:
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
    is_open = np.isin(all_lines.loan_year, column(snapshot.open_years))
    lines = all_lines.take(column(np.flatnonzero(is_open)))
    prior = _prior(snapshot)
    periods: dict[int, list[Period]] = defaultdict(list)
    _add_open(periods, snapshot, lines, prior)
    _add_closed_debts(periods, snapshot, prior)
    distributed = tuple(
        _add_additional(periods, snapshot, all_lines, prior, money)
        for money in snapshot.undistributed
    )
    payees = tuple(_payee(snapshot, payee, periods[payee]) for payee in sorted(periods))
    return Result(lines, payees, distributed)


def _payee(snapshot: Snapshot, payee: int, periods: list[Period]) -> PayeeResult:
    ordered = tuple(sorted(periods, key=lambda p: (p.loan_year, -p.additional, p.kind)))
    outcomes = tuple(payable.settle(list(ordered), snapshot.terms.threshold_cents))
    gross = sum(outcome.moved for outcome in outcomes)
    card = int(snapshot.payees.card_ppm[payee])
    rate = withholding.rate(
        None if card < 0 else card,
        snapshot.payees.country[payee],
        bool(snapshot.payees.estate[payee]),
        snapshot.withholding,
    )
    return PayeeResult(
        payee=payee,
        periods=ordered,
        outcomes=outcomes,
        gross=gross,
        tax=withholding.withheld(gross, rate.ppm),
        waiting=sum(outcome.waiting for outcome in outcomes),
        disputed=sum(period.disputed for period in ordered),
        tax_ppm=rate.ppm,
        tax_basis=rate.basis,
    )


def _prior(snapshot: Snapshot) -> Paid:
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
    seen = set()
    rows = zip(
        sums.payee.tolist(), sums.loan_year.tolist(), sums.kind.tolist(),
        sums.cents.tolist(), sums.largest_cents.tolist(), strict=True,
    )  # fmt: skip
    for payee, year, kind, cents, largest in rows:
        cap = snapshot.terms.years[year].cap_cents[KINDS[kind]]
        capped = min(cents, cap)
        paid = prior.get((payee, year, kind, ENTITLEMENT), (0, 0, 0))[0]
        seen.add((payee, year, kind))
        disputed = min(largest, cap) - capped
        periods[payee].append(Period(year, kind, ENTITLEMENT, cents, capped, disputed, paid))
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
    room = _room(snapshot, lines, prior, money.loan_year)
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


def _room(snapshot: Snapshot, lines: Lines, prior: Paid, year: int) -> Room:
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
        if sort == ENTITLEMENT and paid_year == year:
            taken[payee, kind] = max(taken.get((payee, kind), 0), paid)
    places = set(taken) | set(zip(lines.payee.tolist(), lines.kind.tolist(), strict=True))
    limits = {place: caps[KINDS[place[1]]] for place in places}
    return {
        place: max(cap - taken.get(place, 0), 0) for place, cap in limits.items() if cap < NO_CAP
    }


def relevant(snapshot: Snapshot) -> Snapshot:
    """The same snapshot with only the claims that its titles can pay, sorted; payees stay."""
    from_titles = np.isin(snapshot.claims.isbn, snapshot.titles.member_isbn)
    from_titles &= snapshot.claims.role != ILLUSTRATOR_CODE
    claims = snapshot.claims.take(column(np.flatnonzero(from_titles)))
    order: Column = column(np.lexsort((claims.role, claims.isbn, claims.payee)))
    return replace(snapshot, claims=claims.take(order))
