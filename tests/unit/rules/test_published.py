"""Figures of many payments by hand, and what is left out of them. Source: decision 0006."""

from __future__ import annotations

import pytest

from portal.rules.statistics import LEFT_OUT, Limits, published, published_whole, spread

TEN = Limits(smallest_group=10, largest_part=500_000, step=1)
IN_EURO = Limits(smallest_group=10, largest_part=500_000, step=100)


def test_a_small_group_by_hand() -> None:
    # 3.00 and 8.00 are the middle two of four payments: 5.50; one got nothing
    found = spread([1_00, 8_00, 0, 3_00, 9_00])
    assert (found.people, found.nothing, found.total, found.largest) == (4, 1, 21_00, 9_00)
    assert found.cut_twice[4] == 2 * 5_50


def test_twenty_people_have_a_median_and_no_deciles() -> None:
    figures = published(spread(range(1_01, 1_21)), TEN)
    # 1.01 to 1.20: the sum is 22.10, the mean 1.105, the middle between 1.10 and 1.11
    assert (figures.people, figures.total, figures.mean) == (20, 22_10, 1_11)
    assert (figures.median, figures.deciles) == (1_11, None)


def test_nineteen_people_have_no_median() -> None:
    assert published(spread([5_00] * 19), TEN).median is None


def test_a_hundred_people_have_deciles_in_whole_euro() -> None:
    # 1.00, 2.00, … 100.00: the first tenth ends between 10.00 and 11.00
    figures = published(spread(range(1_00, 101_00, 1_00)), IN_EURO)
    assert figures.deciles == (11_00, 21_00, 31_00, 41_00, 51_00, 61_00, 71_00, 81_00, 91_00)
    assert figures.median == 51_00


def test_an_odd_number_is_cut_at_one_of_its_payments() -> None:
    # the middle of 21 is the 11th; 21 × 0.1 = 2.1, so the first tenth ends at the 3rd
    found = spread(range(1, 22))
    assert (found.cut_twice[0], found.cut_twice[4]) == (2 * 3, 2 * 11)


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_a_group_below_the_smallest_is_left_out(people: int, shown: bool) -> None:
    figures = published(spread([20_00] * people), TEN)
    assert figures.shown is shown
    assert (figures.total is not None) is shown


def test_nobody_is_no_secret() -> None:
    figures = published(spread([]), TEN)
    assert (figures.people, figures.total, figures.nothing) == (0, 0, 0)


@pytest.mark.parametrize(("largest", "shown"), [(90_00, True), (90_01, False)])
def test_a_sum_that_is_mostly_one_persons_is_left_out(largest: int, shown: bool) -> None:
    # nine others have 10.00 each: 90.00 is exactly half
    figures = published(spread([10_00] * 9 + [largest]), TEN)
    assert figures.shown is shown


@pytest.mark.parametrize(("nothing", "said"), [(0, 0), (1, None), (9, None), (10, 10)])
def test_who_got_nothing_is_counted_only_as_a_group(nothing: int, said: int | None) -> None:
    assert published(spread([20_00] * 30 + [0] * nothing), TEN).nothing == said


def test_a_year_is_left_out_when_one_of_its_payments_is() -> None:
    large, small = spread([20_00] * 30), spread([20_00] * 3)
    year = spread([40_00] * 3 + [20_00] * 27)
    assert published_whole(year, [large, small], TEN) == LEFT_OUT


def test_a_year_of_two_small_payments_is_published() -> None:
    small = spread([20_00] * 9)
    assert published_whole(spread([20_00] * 18), [small, small], TEN).total == 18 * 20_00


def test_a_year_with_one_person_more_is_left_out() -> None:
    first, second = spread([20_00] * 30), spread([20_00] * 20)
    assert published_whole(spread([20_00] * 50), [first, second], TEN).people == 50
    assert published_whole(spread([30_00] * 31), [first, second], TEN) == LEFT_OUT


def test_a_year_does_not_tell_who_got_nothing_by_a_difference() -> None:
    first = spread([20_00] * 30 + [0] * 12)
    second = spread([20_00] * 30 + [0] * 12)
    same = spread([40_00] * 30 + [0] * 12)
    other = spread([40_00] * 30 + [0] * 11)
    assert published_whole(same, [first, second], TEN).nothing == 12
    assert published_whole(other, [first, second], TEN).nothing is None


def test_a_year_does_not_tell_of_the_one_who_had_both_payments() -> None:
    first, second = spread([20_00] * 30), spread([20_00] * 30)
    assert published_whole(spread([20_00] * 58 + [40_00]), [first, second], TEN) == LEFT_OUT
    assert published_whole(spread([20_00] * 40 + [40_00] * 10), [first, second], TEN).shown
