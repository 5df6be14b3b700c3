"""Money as integers: cents in the ledger, micro-cents (millionths of a cent) inside a line.

Parts per million (ppm) carry shares and tax rates: 1_000_000 ppm is the whole.
Every function takes Python integers (a page) or NumPy int64 arrays (a settlement); arrays that
would pass 2^63 go through Python integers, so the result is exact whatever the size.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import numpy as np

from portal.kernel.errors import Refusal

MICRO_PER_CENT = 1_000_000
CENTS_PER_EURO = 100
PPM = 1_000_000
_INT64_SAFE = 2**62
_AMOUNT = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,12})?", re.ASCII)

Number = TypeVar("Number", int, "np.ndarray[Any, Any]")


class NotAnAmount(Refusal):
    """A text that should be a decimal number with a point is not one, or has too many decimals."""

    code = "not_an_amount"


def scaled(text: str, decimals: int) -> int:
    """The decimal `text` times ten to the power of `decimals`, exactly: ("0.25", 8) → 25_000_000.

    Raises NotAnAmount when the text is no decimal number or has a decimal that would be lost.
    """
    text = text.strip()
    if not _AMOUNT.fullmatch(text):
        raise NotAnAmount(text=text)
    sign = -1 if text.startswith("-") else 1
    whole, _, fraction = text.lstrip("+-").partition(".")
    kept, lost = fraction[:decimals], fraction[decimals:]
    if lost.strip("0"):
        raise NotAnAmount(text=text)
    return sign * int(whole + kept.ljust(decimals, "0"))


def cents_from_text(text: str) -> int:
    """Euro as text ("1234.50") in cents."""
    return scaled(text, 2)


def text_from_cents(cents: int) -> str:
    """Cents as euro with a point and two decimals ("-0.05"), for files and logs."""
    whole, rest = divmod(abs(cents), CENTS_PER_EURO)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


def fits_int64(largest: int) -> bool:
    """Whether a product up to `largest` can be rounded in int64 without passing 2^63."""
    return 0 <= largest < _INT64_SAFE


def divide_half_up(numerator: Number, denominator: Number) -> Number:
    """numerator ÷ denominator rounded half-up once; numerator >= 0, denominator > 0."""
    quotient: Any = numerator // denominator
    remainder: Any = numerator - quotient * denominator
    return quotient + (remainder >= denominator - remainder)  # type: ignore[no-any-return]


def line_microcents(loans: Number, rate: Number, class_ppm: Number, divisor: Number) -> Number:
    """Micro-cents of one line: loans × rate (micro-cents) × class (ppm) ÷ (1,000,000 × divisor).

    `divisor` is role denominator × heads. Rounded half-up once. Source: contract, "Line".
    """
    largest = _largest(loans) * _largest(rate) * _largest(class_ppm)
    if isinstance(loans, int) or fits_int64(largest):
        return divide_half_up(loans * rate * class_ppm, divisor * PPM)
    exact: list[Any] = [np.asarray(x, dtype=object) for x in (loans, rate, class_ppm, divisor)]
    rounded = divide_half_up(exact[0] * exact[1] * exact[2], exact[3] * PPM)
    return np.asarray(rounded, dtype=np.int64)


def cents_half_up(microcents: Number) -> Number:
    """Micro-cents rounded half-up to cents."""
    return divide_half_up(microcents, _like(microcents, MICRO_PER_CENT))


def _like(values: Number, number: int) -> Number:
    """A divisor of the same shape family as the values."""
    return number if isinstance(values, int) else np.int64(number)  # type: ignore[return-value]


def part_of(cents: int, ppm: int) -> int:
    """`ppm` of `cents`, fractions of a cent dropped: the withholding of a payment."""
    return cents * ppm // PPM


def _largest(values: Any) -> int:
    """The largest value of an array or number, as a Python integer."""
    array = np.asarray(values)
    return int(array.max()) if array.size else 0
