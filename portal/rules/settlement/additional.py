"""Additional distribution of money stated as undistributed: cents in and out, exact between.

Source: contract, "Additional distribution": the key is loans × class × part of the loan year,
undisputed; fractions of a cent are dropped and the cap cuts; what is over stays in the pot.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np

from portal.kernel.columns import column, sums_by
from portal.rules.settlement.entitlement import Lines
from portal.rules.settlement.facts import Undistributed
from portal.rules.settlement.stakes import is_narrator

Room = dict[tuple[int, int], int]
"""(payee, kind) → cents below the cap; a missing key has no cap."""


def shares(lines: Lines, money: Undistributed, room: Room) -> dict[int, int]:
    """Each payee's additional cents. `lines` are those of the loan year."""
    found = keys(lines, room)
    total = everybody(found, money)
    if not total:
        return {}
    parts: dict[int, Fraction] = {}
    for place, key in sorted(found.items()):
        part = cut(money.cents * key / total, room.get(place))
        parts[place[0]] = parts.get(place[0], Fraction(0)) + part
    return {payee: floor(part) for payee, part in parts.items() if part >= 1}


def keys(lines: Lines, room: Room) -> dict[tuple[int, int], Fraction]:
    """Share loans by payee and kind, of those who are below the cap of the kind."""
    return {place: key for place, key in _keys(lines).items() if room.get(place, 1) > 0}


def everybody(of: dict[tuple[int, int], Fraction], money: Undistributed) -> Fraction:
    """The share loans that divide the money: all keys, and those of people not in the facts."""
    return _total(of) + money.other_share_loans


def cut(part: Fraction, limit: int | None) -> Fraction:
    """Exact cents cut at what is left below the cap; None is no cap."""
    return part if limit is None or part <= limit else Fraction(limit)


def counted(lines: Lines) -> Lines:
    """The lines that have a key: not a narrator's, and not nothing where claims disagree."""
    rows = np.flatnonzero((lines.denominator > 0) & (is_narrator(lines.role) == 0))
    return lines.take(column(rows))


def _keys(lines: Lines) -> dict[tuple[int, int], Fraction]:
    """Share loans by payee and kind: exact fractions, summed by divisor first."""
    rows = counted(lines)
    divisor = rows.denominator * rows.heads
    key = np.stack((rows.payee, rows.kind, divisor))
    groups, place = np.unique(key, axis=1, return_inverse=True)
    weights = sums_by(column(place).ravel(), rows.loans * rows.class_ppm, groups.shape[1])
    keys: dict[tuple[int, int], Fraction] = {}
    for payee, kind, by, weight in zip(*groups.tolist(), weights.tolist(), strict=True):
        place_of = (payee, kind)
        keys[place_of] = keys.get(place_of, Fraction(0)) + Fraction(weight, 1_000_000 * by)
    return keys


def _total(keys: dict[tuple[int, int], Fraction]) -> Fraction:
    """The sum of all keys; by denominator first, so that a nation's sum stays quick."""
    by_denominator: dict[int, int] = {}
    for key in keys.values():
        by_denominator[key.denominator] = by_denominator.get(key.denominator, 0) + key.numerator
    return sum((Fraction(n, d) for d, n in sorted(by_denominator.items())), Fraction(0))
