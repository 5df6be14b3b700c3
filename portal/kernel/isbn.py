"""ISBN: cleaning, checking and writing; inside the portal an ISBN is its 13 digits as an integer.

Nothing is guessed into an ISBN. Source: contract, "Loan files"; ISO 2108 for the check digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from stdnum import isbn as isbn_ranges

from portal.kernel.errors import Refusal

_SEPARATORS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")
_ROUNDED = 10_000_000


class NotAnIsbn(Refusal):
    """`reason` is one of REASONS; `text` is what was read."""

    code = "not_an_isbn"


REASONS = ("empty", "length", "characters", "check_digit", "issn", "ean", "ismn", "rounded")


@dataclass(frozen=True)
class Verdict:
    """The ISBN-13 as an integer, or None with the reason (one of REASONS)."""

    isbn: int | None
    reason: str | None = None


def cleaned(text: str) -> str:
    """The text without spaces and hyphens, in capitals: only what counts for the check digit."""
    return _SEPARATORS.sub("", text).upper()


def check_digit_10(first_nine: str) -> str:
    """The tenth character of an ISBN-10 ("0" to "9" or "X")."""
    total = sum((10 - place) * int(digit) for place, digit in enumerate(first_nine))
    value = -total % 11
    return "X" if value == 10 else str(value)


def check_digit_13(first_twelve: str) -> str:
    """The thirteenth digit of an ISBN-13."""
    total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(first_twelve))
    return str(-total % 10)


def judge(text: str) -> Verdict:
    """Checks one ISBN as written; never raises."""
    code = cleaned(text)
    if not code:
        return Verdict(None, "empty")
    if not code.isascii() or not re.fullmatch(r"\d*X?", code):
        return Verdict(None, "characters")
    judges = {8: _judge_8, 10: _judge_10, 13: _judge_13}
    if len(code) not in judges:
        return Verdict(None, "length")
    return judges[len(code)](code)


def parse(text: str) -> int:
    """The ISBN-13 of an ISBN-10 or ISBN-13 with or without hyphens; raises NotAnIsbn."""
    verdict = judge(text)
    if verdict.isbn is None:
        raise NotAnIsbn(text=text.strip()[:40], reason=verdict.reason)
    return verdict.isbn


@lru_cache(maxsize=50_000)
def hyphenated(isbn: int) -> str:
    """With hyphens where the agency's ranges know them, else the bare 13 digits."""
    return str(isbn_ranges.format(str(isbn))) or str(isbn)


def _judge_8(code: str) -> Verdict:
    total = sum((8 - place) * int(digit) for place, digit in enumerate(code[:7]))
    expected = -total % 11
    is_issn = code[7] == ("X" if expected == 10 else str(expected))
    return Verdict(None, "issn" if is_issn else "length")


def _judge_10(code: str) -> Verdict:
    if "X" in code[:9]:
        return Verdict(None, "characters")
    if check_digit_10(code[:9]) != code[9]:
        return Verdict(None, "check_digit")
    first_twelve = "978" + code[:9]
    return Verdict(int(first_twelve + check_digit_13(first_twelve)))


def _judge_13(code: str) -> Verdict:
    if not code.isdigit():
        return Verdict(None, "characters")
    fits = check_digit_13(code[:12]) == code[12]
    if code.startswith("977"):
        return Verdict(None, "issn")
    if code.startswith("9790"):
        return Verdict(None, "ismn" if fits else "check_digit")
    if not code.startswith(("978", "979")):
        return Verdict(None, "ean" if fits else "check_digit")
    if int(code) % _ROUNDED == 0:
        return Verdict(None, "rounded")
    if not fits:
        return Verdict(None, "check_digit")
    return Verdict(int(code))
