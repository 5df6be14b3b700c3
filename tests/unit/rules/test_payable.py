"""What one payee is paid: offsets and the threshold, each sum by hand. Source: contract."""

from __future__ import annotations

import pytest

from portal.rules.settlement.payable import Outcome, Period, settle

TEN_EURO = 10_00


def periods(*capped_and_paid: tuple[int, int]) -> list[Period]:
    """One loan year after the other: the entitlement now, and what was paid before."""
    rows = enumerate(capped_and_paid, start=2020)
    return [Period(year, 0, 0, capped, capped, 0, paid) for year, (capped, paid) in rows]


def outcomes(*capped_and_paid: tuple[int, int]) -> list[tuple[int, int, int]]:
    found: list[Outcome] = list(settle(periods(*capped_and_paid), TEN_EURO))
    return [(one.moved, one.waiting, one.debt_after) for one in found]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # without debts: 10.00 is paid, 9.99 waits, every year of it
        ([(10_00, 0)], [(10_00, 0, 0)]),
        ([(9_99, 0)], [(0, 9_99, 0)]),
        ([(4_00, 0), (6_00, 0)], [(4_00, 0, 0), (6_00, 0, 0)]),
        ([(4_00, 0), (5_99, 0)], [(0, 4_00, 0), (0, 5_99, 0)]),
        # after a debt of 5.00: 15.00 leaves exactly 10.00, 14.99 leaves 9.99
        ([(0, 5_00), (15_00, 0)], [(-5_00, 0, 0), (15_00, 0, 0)]),
        ([(0, 5_00), (14_99, 0)], [(-5_00, 0, 0), (5_00, 9_99, 0)]),
        # what is due is exactly the debt: nothing is left on either side
        ([(0, 5_00), (5_00, 0)], [(-5_00, 0, 0), (5_00, 0, 0)]),
        # a debt that is larger than what is due: the rest stays owed
        ([(0, 20_00), (5_00, 0)], [(-5_00, 0, 15_00), (5_00, 0, 0)]),
        # two debts and too little money: the oldest debt is set off first
        ([(0, 4_00), (0, 7_00), (6_00, 0)], [(-4_00, 0, 0), (-2_00, 0, 5_00), (6_00, 0, 0)]),
        # one debt and two dues: the oldest money pays it
        ([(6_00, 0), (0, 4_00), (3_00, 0)], [(4_00, 2_00, 0), (-4_00, 0, 0), (0, 3_00, 0)]),
        # a debt is older or newer than the money: it makes no difference to the sum
        ([(30_00, 0), (0, 8_00)], [(30_00, 0, 0), (-8_00, 0, 0)]),
        # paid already
        ([(30_00, 30_00)], [(0, 0, 0)]),
        ([], []),
    ],
)
def test_by_hand(rows: list[tuple[int, int]], expected: list[tuple[int, int, int]]) -> None:
    assert outcomes(*rows) == expected
