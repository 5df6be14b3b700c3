"""What every edition's figures are made of: a party's titles, loans, lines and claims by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from portal.kernel.catalogue import ELECTRONIC, KINDS, MEDIA, kind_of
from portal.kernel.columns import Column, column
from portal.rules.settlement import entitlement
from portal.rules.settlement.facts import ILLUSTRATOR_CODE
from portal.rules.settlement.payable import ENTITLEMENT
from portal.rules.settlement.run import prior_sums
from portal.services.money.estimating import Worked


@dataclass(frozen=True)
class View:
    """What every edition's figures need: where titles are shown, and their loans of the year."""

    known: Worked
    cutoff: date | None
    homes: dict[int, list[int]]
    loans: dict[int, int]
    """By position of the title; without those that have none."""
    over_cap: frozenset[int]
    """Kinds of the latest year whose shares together are over the cap."""
    unpaid: frozenset[int]
    """Kinds of the latest year that can no longer be paid and were not paid whole."""
    e_loans: dict[int, int]
    """Those of e-books and e-audiobooks among the loans."""
    lines: dict[int, list[int]]
    """By position of the title: the rows of the latest year's lines."""
    stakes: dict[int, list[int]]
    """By position of the title: the rows of the party's own stakes."""
    claims: dict[int, list[int]]
    """By ISBN: the rows of the party's own claims."""

    def lines_of(self, titles: list[int]) -> list[int]:
        """The rows of the latest year's lines of some titles."""
        return [row for title in titles for row in self.lines.get(title, ())]

    def loans_of(self, titles: list[int]) -> int:
        """The loans of some titles."""
        return sum(self.loans.get(title, 0) for title in titles)


def view_of(known: Worked, cutoff: date | None) -> View:
    """The view of the latest year; `cutoff` is that of the year's latest payment."""
    over_cap, unpaid = _years_limits(known)
    at, claims, me, year = known.stakes, known.facts.claims, known.facts.me, known.latest_year or 0
    return View(
        known=known,
        cutoff=cutoff,
        homes=_homes(known),
        loans=_loans(known, MEDIA),
        over_cap=over_cap,
        unpaid=unpaid,
        e_loans=_loans(known, [medium for medium in MEDIA if kind_of(medium) == ELECTRONIC]),
        lines=_by(known.lines.title, known.lines.loan_year == year),
        stakes=_by(at.title, at.payee == me),
        claims=_by(claims.isbn, claims.payee == me),
    )


def _homes(known: Worked) -> dict[int, list[int]]:
    """ISBN of the party → positions of the titles shown under it: each title once."""
    facts = known.facts
    in_force = (facts.claims.payee == facts.me) & (facts.claims.role != ILLUSTRATOR_CODE)
    mine = set(facts.claims.isbn[in_force].tolist())
    homes: dict[int, list[int]] = defaultdict(list)
    for title, members in enumerate(facts.members):
        own = [isbn for isbn in members if isbn in facts.own]
        best = [isbn for isbn in own if isbn in mine] or own
        if best:
            homes[best[0]].append(title)
    return homes


def _years_limits(known: Worked) -> tuple[frozenset[int], frozenset[int]]:
    """Of the latest year: the kinds over the cap, and those that expired before they were paid."""
    year = known.latest_year or 0
    rows = known.lines.take(column(np.flatnonzero(known.lines.loan_year == year)))
    sums = entitlement.entitlements(rows)
    paid = {place[2]: sums[0] for place, sums in prior_sums(known.snapshot).items()
            if place[:2] == (known.facts.me, year) and place[3] == ENTITLEMENT}  # fmt: skip
    over, unpaid = set(), set()
    for kind, cents in zip(sums.kind.tolist(), sums.cents.tolist(), strict=True):
        cap = known.terms.years[year].cap_cents[KINDS[kind]]
        over |= {kind} if cents > cap else set()
        unpaid |= {kind} if min(cents, cap) > paid.get(kind, 0) else set()
    return frozenset(over), frozenset(unpaid) if is_closed(known) else frozenset()


def is_closed(known: Worked) -> bool:
    """Whether no payment to come can pay the latest year."""
    return (known.latest_year or 0) < min(known.next_run.open_years)


def _by(values: Column, chosen: Any) -> dict[int, list[int]]:
    """Value → the chosen rows that have it."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = np.flatnonzero(chosen)
    for row, value in zip(rows.tolist(), values[rows].tolist(), strict=True):
        found[value].append(row)
    return found


def _loans(known: Worked, media: Collection[str]) -> dict[int, int]:
    place = {members: title for title, members in enumerate(known.facts.members)}
    loans: dict[int, int] = defaultdict(int)
    for row in known.facts.counted:
        if row.loan_year == known.latest_year and row.medium in media:
            loans[place[row.members]] += row.loans
    return dict(loans)
