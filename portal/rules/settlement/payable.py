"""What a payee is paid in a run: offsets, the threshold, what waits. Plain Python over sums, cents.

Source: contract, "Year and kind", "Corrections", "Threshold".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

ENTITLEMENT, ADDITIONAL = range(2)


class Period(NamedTuple):
    """One loan year and kind of one payee. `additional` money stands in a row of its own.

    `capped` less `paid_before` is due; below zero it is a debt.
    """

    loan_year: int
    kind: int
    additional: int
    entitled: int
    capped: int
    disputed: int
    paid_before: int


class Outcome(NamedTuple):
    """What a run does with a period: money moved (negative: a debt set off), waiting, debt left."""

    moved: int
    waiting: int
    debt_after: int


def settle(periods: Sequence[Period], threshold: int) -> tuple[Outcome, ...]:
    """Settles one payee; `periods` sorted oldest loan year first, then by kind.

    Debts are set off against what is due, oldest first on both sides, and do not expire with their
    year. What remains is open money: all of it is paid from the threshold on, else all of it waits.
    """
    balance = [period.capped - period.paid_before for period in periods]
    if min(balance, default=0) < 0:
        return _with_debts(balance, threshold)
    if sum(balance) >= threshold:
        return tuple([Outcome(cents, 0, 0) for cents in balance])
    return tuple([Outcome(0, cents, 0) for cents in balance])


def _with_debts(balance: list[int], threshold: int) -> tuple[Outcome, ...]:
    left = [max(cents, 0) for cents in balance]
    owed = [max(-cents, 0) for cents in balance]
    _set_off(left, owed)
    paid = sum(left) >= threshold
    return tuple(
        Outcome(
            moved=cents + owed[i] - (0 if paid else left[i]),
            waiting=0 if paid else left[i],
            debt_after=owed[i],
        )
        for i, cents in enumerate(balance)
    )


def _set_off(left: list[int], owed: list[int]) -> None:
    """Takes the debts out of the dues, in place, oldest first on both sides."""
    for i, amount in enumerate(owed):
        for j in range(len(left)):
            taken = min(amount, left[j])
            left[j] -= taken
            amount -= taken
        owed[i] = amount
