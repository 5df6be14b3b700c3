"""One payee's part of an additional distribution, exact, from the frozen facts of the run.

Source: contract, "Additional distribution".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

import numpy as np

from portal.kernel.columns import Column, column
from portal.kernel.money import PPM
from portal.rules.settlement import additional, entitlement, stakes
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import Counts, Snapshot, Undistributed
from portal.rules.settlement.run import prior_sums, room_below_cap


@dataclass(frozen=True)
class KindPart:
    """Of one kind (a position in KINDS): share loans, exact cents, and the room below the cap.

    `room_cents` is None without a cap; with 0 the payee is at the cap and has no share of the kind.
    """

    kind: int
    share_loans: Fraction
    exact_cents: Fraction
    room_cents: int | None

    @property
    def cut_cents(self) -> Fraction:
        """The exact cents after the cap."""
        return additional.cut(self.exact_cents, self.room_cents)


@dataclass(frozen=True)
class AdditionalPart:
    """What a payee has of one amount stated as undistributed; `cents` is what the run says."""

    money: Undistributed
    everybody: Fraction
    kinds: tuple[KindPart, ...]
    lines: Lines
    """The payee's lines of the loan year that have share loans."""

    @property
    def cents(self) -> int:
        """All kinds together, fractions of a cent dropped once."""
        return floor(sum((part.cut_cents for part in self.kinds), Fraction(0)))


def share_loans(loans: int, class_ppm: int, denominator: int, heads: int) -> Fraction:
    """The key of one line: loans × class × part."""
    return Fraction(loans * class_ppm, PPM * denominator * heads)


def everybody(snapshot: Snapshot, money: Undistributed) -> Fraction:
    """The share loans of all payees that divide one amount."""
    lines = _lines(snapshot, money.loan_year)
    room = room_below_cap(snapshot, lines, prior_sums(snapshot), money.loan_year)
    return additional.everybody(additional.keys(lines, room), money)


def explained(
    snapshot: Snapshot, payee: int, money: Undistributed, total: Fraction
) -> AdditionalPart:
    """The part of one payee; `total` is what `everybody` gives for the same amount."""
    lines = _lines(_about(snapshot, payee), money.loan_year)
    own = lines.take(column(np.flatnonzero(lines.payee == payee)))
    room = room_below_cap(snapshot, own, prior_sums(snapshot), money.loan_year)
    kinds = []
    for place, key in sorted(additional.keys(own, {}).items()):
        limit = room.get(place)
        shares = total > 0 and limit != 0
        exact = money.cents * key / total if shares else Fraction(0)
        kinds.append(KindPart(place[1], key, exact, limit))
    return AdditionalPart(money, total, tuple(kinds), additional.counted(own))


def _lines(snapshot: Snapshot, loan_year: int) -> Lines:
    of = snapshot.counts
    counts = _take(of, column(np.flatnonzero(of.loan_year == loan_year)))
    found = stakes.stakes(snapshot.claims, snapshot.titles, snapshot.payees.died)
    return entitlement.lines(counts, found, snapshot.terms, ())


def _about(snapshot: Snapshot, payee: int) -> Snapshot:
    """The same facts, only of the titles on which the payee has a claim."""
    claims, titles, counts = snapshot.claims, snapshot.titles, snapshot.counts
    isbns = claims.isbn[claims.payee == payee]
    wanted = np.unique(titles.member_title[np.isin(titles.member_isbn, isbns)])
    members = titles.member_isbn[np.isin(titles.member_title, wanted)]
    return replace(
        snapshot,
        claims=claims.take(column(np.flatnonzero(np.isin(claims.isbn, members)))),
        counts=_take(counts, column(np.flatnonzero(np.isin(counts.title, wanted)))),
    )


def _take(counts: Counts, rows: Column) -> Counts:
    return Counts(*(getattr(counts, name)[rows] for name in counts.__dataclass_fields__))
