"""Statistics by a second way of computing, and what no difference of two figures may tell."""

from __future__ import annotations

import statistics as stdlib
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.rules.statistics import Limits, Spread, published, published_whole, spread

CENTS = st.integers(0, 3_200_000)
PAYMENTS = st.lists(CENTS, max_size=150)
LIMITS = st.builds(
    Limits,
    smallest_group=st.integers(1, 15),
    largest_part=st.integers(200_000, 1_000_000),
    step=st.sampled_from([1, 100, 1_000]),
)
MANY = st.integers(0, 25)
FEW = st.integers(0, 4)
Year = list[tuple[int | None, int | None]]


@st.composite
def years(draw: st.DrawFn) -> Year:
    """Person → what the first and the second payment gave; None who had nothing to do with it."""
    sizes = MANY | FEW
    kinds: list[tuple[int | None, int | None]] = [
        (50_00, None), (None, 50_00), (50_00, 50_00), (0, None), (0, 50_00), (0, 0), (50_00, 0)
    ]  # fmt: skip
    return [kind for kind in kinds for _ in range(draw(sizes))]


def cut(ordered: list[int], part: Fraction) -> Fraction:
    """Between the first payment that at least `part` lie at or below, and the first with more."""
    count = len(ordered)
    at_least = next(x for n, x in enumerate(ordered, 1) if Fraction(n, count) >= part)
    more = next(x for n, x in enumerate(ordered, 1) if Fraction(n, count) > part)
    return Fraction(at_least + more, 2)


@given(PAYMENTS)
def test_the_cuts_are_those_of_the_distribution(amounts: list[int]) -> None:
    found = spread(amounts)
    paid = sorted(x for x in amounts if x)
    wanted = [2 * cut(paid, Fraction(tenth, 10)) for tenth in range(1, 10)] if paid else []
    assert list(found.cut_twice) == wanted
    assert all(first <= second for first, second in pairwise(found.cut_twice))


@given(PAYMENTS.filter(any))
def test_the_middle_is_that_of_the_standard_library(amounts: list[int]) -> None:
    found = spread(amounts)
    paid = [Fraction(x) for x in amounts if x]
    assert Fraction(found.cut_twice[4], 2) == stdlib.median(paid)
    assert Fraction(found.total, found.people) == stdlib.mean(paid)


@given(PAYMENTS, st.randoms(use_true_random=False))
def test_the_order_of_payments_does_not_matter(amounts: list[int], random: object) -> None:
    shuffled = list(amounts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert spread(shuffled) == spread(amounts)


@given(PAYMENTS, LIMITS)
def test_what_is_published_is_of_a_group(amounts: list[int], limits: Limits) -> None:
    figures = published(spread(amounts), limits)
    paid = [x for x in amounts if x]
    if figures.people:
        assert len(paid) >= limits.smallest_group
        assert max(paid) * 1_000_000 <= sum(paid) * limits.largest_part
    assert figures.nothing is None or figures.nothing in (0, *range(limits.smallest_group, 151))
    for lines, parts in ((figures.median, 2), (figures.deciles, 10)):
        assert lines is None or len(paid) // parts >= limits.smallest_group


def spreads(year: Year) -> tuple[Spread, Spread, Spread]:
    first = [a for a, _ in year if a is not None]
    second = [b for _, b in year if b is not None]
    both = [(a or 0) + (b or 0) for a, b in year if a is not None or b is not None]
    return spread(first), spread(second), spread(both)


@given(years(), LIMITS)
def test_no_difference_tells_of_fewer_people_than_a_group(year: Year, limits: Limits) -> None:
    first, second, both = spreads(year)
    whole = published_whole(both, [first, second], limits)
    parts = [published(one, limits) for one in (first, second)]
    if not whole.shown:
        return
    assert len({one.shown for one in parts}) == 1, "the other payment is the difference"
    if not parts[0].shown:
        return
    only_first = sum(1 for a, b in year if a and not b)
    only_second = sum(1 for a, b in year if b and not a)
    in_both = sum(1 for a, b in year if a and b)
    smaller = [n for n in (only_first, only_second, in_both) if 0 < n < limits.smallest_group]
    assert smaller == []
    assert whole.total == first.total + second.total


@given(years(), LIMITS)
def test_who_got_nothing_is_never_found_by_a_difference(year: Year, limits: Limits) -> None:
    first, second, both = spreads(year)
    whole = published_whole(both, [first, second], limits)
    for one in (first, second):
        said = published(one, limits).nothing
        if whole.shown and whole.nothing is not None and said is not None:
            apart = abs(whole.nothing - said)
            assert apart == 0 or apart >= limits.smallest_group
