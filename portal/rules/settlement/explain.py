"""The steps that lead to a line's amount, one factor at a time, exact until the last.

Source: contract, "Line": loans × rate × class × part, rounded half-up once to a micro-cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from portal.kernel.money import PPM, divide_half_up

Code = Literal["loans", "rate", "class", "translation", "nothing_left", "heads", "amount"]
Operator = Literal["", "×", "÷", "="]


@dataclass(frozen=True)
class LineFactors:
    """What a line is made of: rate in micro-cents, class in parts per million, amount micro-cents.

    `denominator` is the role's: 1, that of a translation, or 0 where claims leave nothing.
    """

    loans: int
    rate: int
    class_ppm: int
    denominator: int
    heads: int
    amount: int


@dataclass(frozen=True)
class Step:
    """One factor and what stands after it.

    `factor` is in the unit of its code: loans, micro-cents a loan, parts per million, or a divisor.
    `running` is exact micro-cents, None while there are only loans.
    """

    code: Code
    operator: Operator
    factor: int
    running: Fraction | None


def steps(line: LineFactors) -> tuple[Step, ...]:
    """The chain of a line; the last step is its amount, rounded half-up to a micro-cent.

    A part of a translation is a step only where there is one; `nothing_left` stands in its place
    where the claims that disagree leave nothing.
    """
    money = Fraction(line.loans * line.rate)
    found = [Step("loans", "", line.loans, None), Step("rate", "×", line.rate, money)]
    money = money * line.class_ppm / PPM
    found.append(Step("class", "×", line.class_ppm, money))
    if line.denominator == 0:
        return (*found, Step("nothing_left", "×", 0, Fraction(0)), _amount(Fraction(0)))
    if line.denominator > 1:
        money = money / line.denominator
        found.append(Step("translation", "÷", line.denominator, money))
    money = money / line.heads
    found.append(Step("heads", "÷", line.heads, money))
    return (*found, _amount(money))


def _amount(exact: Fraction) -> Step:
    rounded = divide_half_up(exact.numerator, exact.denominator)
    return Step("amount", "=", rounded, Fraction(rounded))
