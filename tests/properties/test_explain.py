"""The steps of any line lead to the amount that the settlement stored for it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from portal.kernel.money import line_microcents
from portal.rules.settlement.explain import LineFactors, Step, steps

FACTORS = st.tuples(
    st.integers(0, 10_000_000),  # loans
    st.integers(0, 200_000_000),  # rate: up to two euro
    st.integers(0, 1_000_000),  # class
    st.sampled_from((0, 1, 2, 3)),  # role denominator
    st.integers(1, 999),  # heads
)


def line(loans: int, rate: int, class_ppm: int, denominator: int, heads: int) -> LineFactors:
    divisor = max(denominator, 1) * heads
    stored = line_microcents(loans, rate, class_ppm, divisor) if denominator else 0
    return LineFactors(loans, rate, class_ppm, denominator, heads, stored)


def rounded_half_up(exact: Fraction) -> int:
    """A second opinion on the last rounding, in decimals."""
    with localcontext() as context:
        context.prec = 60
        decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
        return int(decimal.quantize(Decimal(1), ROUND_HALF_UP))


@given(FACTORS)
@example((876, 31_000_000, 730_000, 2, 2))
@example((1, 1, 500_000, 1, 1))  # half a micro-cent is rounded up
def test_the_last_step_is_the_amount_of_the_line(factors: tuple[int, int, int, int, int]) -> None:
    of = line(*factors)
    last = steps(of)[-1]
    assert (last.code, last.factor, last.running) == ("amount", of.amount, of.amount)


@given(FACTORS)
def test_each_step_follows_from_the_one_before(factors: tuple[int, int, int, int, int]) -> None:
    loans, rate, class_ppm, denominator, heads = factors
    chain = {step.code: step for step in steps(line(*factors))}
    expected = Fraction(loans) * rate
    assert chain["rate"].running == expected
    expected = expected * Fraction(class_ppm, 1_000_000)
    assert chain["class"].running == expected
    expected = expected / (denominator * heads) if denominator else Fraction(0)
    last_exact = chain["heads"] if denominator else chain["nothing_left"]
    assert last_exact.running == expected
    assert chain["amount"].running == rounded_half_up(expected)


def test_the_published_case_reads_as_on_paper() -> None:
    """876 loans of a translated story book with two writers at €0.31, from the rules."""
    found = steps(LineFactors(876, 31_000_000, 730_000, 2, 2, 4_955_970_000))
    assert found == (
        Step("loans", "", 876, None),
        Step("rate", "×", 31_000_000, Fraction(27_156_000_000)),
        Step("class", "×", 730_000, Fraction(19_823_880_000)),
        Step("translation", "÷", 2, Fraction(9_911_940_000)),
        Step("heads", "÷", 2, Fraction(4_955_970_000)),
        Step("amount", "=", 4_955_970_000, Fraction(4_955_970_000)),
    )
