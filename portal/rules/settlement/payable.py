"""What a payee is paid in a run: offsets, the threshold, what waits. Plain Python over sums, cents.

Source: contract, "Year and kind", "Corrections", "Threshold".
"""

from __future__ import annotations

from dataclasses import dataclass

ENTITLEMENT, ADDITIONAL = range(2)


@dataclass(frozen=True)
class Period:
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


@dataclass(frozen=True)
class Outcome:
    """What a run does with a period: money moved (negative: a debt set off), waiting, debt left."""

    moved: int
    waiting: int
    debt_after: int


def settle(periods: list[Period], threshold: int) -> list[Outcome]:
    """Settles one payee; `periods` sorted oldest loan year first, then by kind.

    Debts are set off against what is due, oldest first on both sides, and do not expire with their
    year. What remains is open money: all of it is paid from the threshold on, else all of it waits.
    """
    due = [max(p.capped - p.paid_before, 0) for p in periods]
    debt = [max(p.paid_before - p.capped, 0) for p in periods]
    left, owed = _set_off(due, debt)
    paid = sum(left) >= threshold
    return [
        Outcome(
            moved=_moved(due[i], left[i], paid) - (debt[i] - owed[i]),
            waiting=0 if paid else left[i],
            debt_after=owed[i],
        )
        for i in range(len(periods))
    ]


def _moved(due: int, left: int, paid: bool) -> int:
    return due if paid else due - left


def _set_off(due: list[int], debt: list[int]) -> tuple[list[int], list[int]]:
    """What is left of the dues and of the debts after setting one off against the other."""
    if not any(debt):
        return due, debt
    left, owed = list(due), list(debt)
    for i, amount in enumerate(debt):
        for j in range(len(left)):
            taken = min(amount, left[j])
            left[j] -= taken
            amount -= taken
        owed[i] = amount
    return left, owed
