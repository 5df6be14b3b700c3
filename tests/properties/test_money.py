"""Money: exact against fractions, for one number and for columns, on both sides of int64."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.kernel.columns import column, sums_by
from portal.kernel.money import (
    NotAnAmount,
    cents_from_text,
    cents_half_up,
    divide_half_up,
    fits_int64,
    line_microcents,
    part_of,
    scaled,
    text_from_cents,
)

EDGE = 2**62
LOANS = st.one_of(st.integers(0, 10**7), st.integers(0, 2**40))
RATE = st.integers(0, 200_000_000)
PPM = st.integers(0, 1_000_000)
FRACTION = st.text("0123456789", min_size=1, max_size=12)
DIVISOR = st.integers(1, 1998)
LINES = st.lists(st.tuples(LOANS, RATE, PPM, DIVISOR), min_size=1, max_size=20)


def half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


def exact(loans: int, rate: int, ppm: int, divisor: int) -> int:
    return half_up(Fraction(loans * rate * ppm, 1_000_000 * divisor))


@given(st.integers(0, 10**30), st.integers(1, 10**12))
@example(1, 2)
@example(3, 2)
@example(1, 3)
@example(2, 3)
@example(10**30, 1)
def test_division_rounds_half_up(numerator: int, denominator: int) -> None:
    assert divide_half_up(numerator, denominator) == half_up(Fraction(numerator, denominator))


@given(st.tuples(LOANS, RATE, PPM, DIVISOR))
@example((1, 1, 500_000, 1))  # half a micro-cent
@example((1, 1, 499_999, 1))
@example((10**7, 31_000_000, 1_000_000, 1))
def test_a_line_is_exact(line: tuple[int, int, int, int]) -> None:
    assert line_microcents(*line) == exact(*line)


@given(LINES)
@example([(EDGE // (31_000_000 * 1_000_000), 31_000_000, 1_000_000, 2)])
@example([(EDGE // (31_000_000 * 1_000_000) + 1, 31_000_000, 1_000_000, 2)])
@example([(EDGE, 1, 1, 1), (1, 1, 500_000, 1)])
@example([(2**40, 100_000_000, 1_000_000, 3)])
def test_columns_give_what_numbers_give(lines: list[tuple[int, int, int, int]]) -> None:
    columns = [column(part) for part in zip(*lines, strict=True)]
    expected = [exact(*line) for line in lines]
    if max(expected) >= 2**63:
        with pytest.raises(OverflowError):
            line_microcents(*columns)
        return
    found = line_microcents(*columns)
    assert found.dtype == np.int64
    assert found.tolist() == expected


@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=10))
@example([499_999, 500_000, 1_499_999, 1_500_000, 0])
def test_cents_are_rounded_half_up(microcents: list[int]) -> None:
    expected = [half_up(Fraction(amount, 1_000_000)) for amount in microcents]
    assert cents_half_up(column(microcents)).tolist() == expected
    assert [cents_half_up(amount) for amount in microcents] == expected


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2**61)), max_size=12))
@example([(0, EDGE), (0, EDGE)])
@example([(0, EDGE), (0, EDGE - 1)])
@example([(0, EDGE // 2), (0, EDGE // 2), (1, 5)])
def test_sums_are_exact_or_refused(rows: list[tuple[int, int]]) -> None:
    groups, values = (column([row[place] for row in rows]) for place in (0, 1))
    expected = [sum(value for group, value in rows if group == place) for place in range(5)]
    if max(expected) >= 2**63:
        with pytest.raises(OverflowError):
            sums_by(groups, values, 5)
        return
    assert sums_by(groups, values, 5).tolist() == expected


@pytest.mark.parametrize(("largest", "fits"), [(EDGE - 1, True), (EDGE, False), (-1, False)])
def test_the_bound_of_int64(largest: int, fits: bool) -> None:
    assert fits_int64(largest) is fits


@given(st.integers(0, 10**12), PPM)
@example(1, 999_999)
@example(99, 600_000)
def test_a_part_drops_fractions_of_a_cent(cents: int, ppm: int) -> None:
    assert part_of(cents, ppm) == floor(Fraction(cents * ppm, 1_000_000))


@given(st.integers(-(10**14), 10**14))
def test_cents_and_text_are_there_and_back(cents: int) -> None:
    text = text_from_cents(cents)
    assert cents_from_text(text) == cents
    assert Decimal(text) * 100 == cents


@given(
    st.integers(0, 10**15 - 1), st.text("0123456789", min_size=1, max_size=12), st.integers(0, 12)
)
@example(0, "005", 2)
@example(1, "50", 1)
def test_text_is_scaled_exactly_or_refused(whole: int, fraction: str, decimals: int) -> None:
    text = f"{whole}.{fraction}"
    with localcontext() as context:
        context.prec = 60
        number = Decimal(text) * 10**decimals
        rounded = number.quantize(Decimal(1), ROUND_HALF_UP)
    if number != rounded:
        with pytest.raises(NotAnAmount):
            scaled(text, decimals)
        return
    assert scaled(text, decimals) == int(number)
    assert scaled(f"-{text}", decimals) == -int(number)


NO_AMOUNTS = [
    "", ".", "1.", ".5", "1,5", "1 000", "1e3", "--1", "+-1", "0x10", "١", "²", "NaN", "inf",
    "1.5.5", "1_000", "9" * 16, "€1", "1\n.5",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmount):
        scaled(text, 2)
