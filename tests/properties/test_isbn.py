"""ISBNs: every form of a number is the same number, and one wrong digit is never read."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from stdnum import isbn as standard

from portal.kernel.isbn import NotAnIsbn, check_digit_10, check_digit_13, hyphenated, judge, parse

NINE = st.text("0123456789", min_size=9, max_size=9).filter(
    lambda nine: not nine.endswith("000000")
)
TWELVE = st.tuples(st.sampled_from(("978", "979")), NINE).map("".join)
TWELVE = TWELVE.filter(lambda twelve: not twelve.startswith("9790"))
SEPARATORS = st.sampled_from(
    [*" -\t\n\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2009"]
)


def whole(twelve: str) -> str:
    return twelve + check_digit_13(twelve)


@given(TWELVE)
@example("978952232000")
def test_parse_and_hyphens_are_there_and_back(twelve: str) -> None:
    number = int(whole(twelve))
    assert parse(str(number)) == number
    assert parse(hyphenated(number)) == number
    assert hyphenated(number).replace("-", "") == str(number)


@given(NINE)
@example("000000001")
@example("080442957")  # its check digit is X
def test_an_isbn_10_is_the_isbn_13_of_978(nine: str) -> None:
    ten = nine + check_digit_10(nine)
    assert standard.is_valid(ten)
    assert parse(ten) == int(standard.to_isbn13(ten)) == int(whole("978" + nine))
    assert parse(ten.lower()) == parse(ten)


@given(TWELVE)
def test_the_check_digit_is_the_standard_s(twelve: str) -> None:
    weights = [1, 3] * 6
    total = sum(int(digit) * weight for digit, weight in zip(twelve, weights, strict=True))
    assert (total + int(check_digit_13(twelve))) % 10 == 0
    assert standard.is_valid(whole(twelve))


@given(NINE)
def test_the_check_digit_of_ten_is_the_standard_s(nine: str) -> None:
    last = {"X": 10}.get(check_digit_10(nine)) or int(check_digit_10(nine).replace("X", "10"))
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True))
    assert (total + last) % 11 == 0


@given(TWELVE, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(twelve: str, place: int, by: int) -> None:
    right = whole(twelve)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert judge(wrong).isbn is None


@given(NINE, st.integers(0, 8))
def test_two_digits_of_an_isbn_10_that_changed_places_are_noticed(nine: str, place: int) -> None:
    right = nine + check_digit_10(nine)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assume(wrong != right)
    assert judge(wrong).isbn is None


@given(TWELVE, st.lists(st.tuples(st.integers(0, 13), SEPARATORS), max_size=6))
def test_spaces_and_hyphens_go(twelve: str, signs: list[tuple[int, str]]) -> None:
    text = whole(twelve)
    for place, sign in signs:
        text = text[:place] + sign + text[place:]
    assert parse(text) == int(whole(twelve))


@given(st.integers(0, 99))
def test_a_number_that_a_spreadsheet_rounded_is_refused_even_if_it_fits(group: int) -> None:
    for last in range(10):
        text = f"978{group:02d}{last}0000000"
        assert judge(text).reason == "rounded"


def test_the_rounded_numbers_of_real_files() -> None:
    assert judge("9789180000000").reason == "rounded"  # its check digit fits
    assert judge("9789510000000").reason == "rounded"


@given(st.text(max_size=20))
def test_anything_has_a_verdict(text: str) -> None:
    verdict = judge(text)
    assert (verdict.isbn is None) == (verdict.reason is not None)
    if verdict.isbn is None:
        with pytest.raises(NotAnIsbn) as refusal:
            parse(text)
        assert refusal.value.arguments["reason"] == verdict.reason
    else:
        assert standard.is_valid(str(verdict.isbn))
