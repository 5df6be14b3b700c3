"""Receipt numbers: one wrong sign is always found, look-alikes and hyphens are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.receipt_numbers import (
    ALPHABET,
    POSSIBLE,
    ReceiptNumberWrong,
    number_of,
    parse,
    written,
)

drawn = st.integers(min_value=0, max_value=POSSIBLE - 1)


def test_numbers_worked_out_by_hand() -> None:
    # Nine zeros sum to 0, so the check sign is 0.
    assert number_of(0) == "0000000000"
    # A last payload sign of 1 is doubled to 2; 32 - 2 = 30, the sign Y.
    assert number_of(1) == "000000001Y"
    # Z stands for 31; doubled it is 62 = 1 × 32 + 30, digits 1 + 30 = 31; 32 - 31 = 1.
    assert number_of(31) == "00000000Z1"


def test_the_alphabet_has_no_look_alikes() -> None:
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)


@given(drawn)
def test_a_number_is_read_back(value: int) -> None:
    number = number_of(value)
    assert len(number) == 10
    assert parse(number) == number
    assert parse(f" {written(number).lower()} ") == number


@given(drawn, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_found(value: int, place: int, sign: str) -> None:
    number = number_of(value)
    changed = number[:place] + sign + number[place + 1 :]
    if changed == number:
        return
    with pytest.raises(ReceiptNumberWrong) as refused:
        parse(changed)
    assert refused.value.arguments["reason"] == "check_sign"


def test_numbers_with_every_sign_differ() -> None:
    assert len({number_of(value) for value in range(5_000)}) == 5_000


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" - ", "empty"),
        ("00000-0000", "length"),
        ("00000-000000", "length"),
        ("00000-0000U", "signs"),
        ("00000-0000Å", "signs"),
        ("00000-00001", "check_sign"),
    ],
)
def test_what_is_no_number_says_why(text: str, reason: str) -> None:
    with pytest.raises(ReceiptNumberWrong) as refused:
        parse(text)
    assert refused.value.arguments["reason"] == reason


def test_letters_that_look_like_digits_are_read_as_those() -> None:
    assert parse("oOOOO-000Zl") == "00000000Z1"
    assert parse("00000-000ZI") == "00000000Z1"
