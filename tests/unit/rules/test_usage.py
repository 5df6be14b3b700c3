"""When a library system's figures are doubted: thresholds at their edges, by hand."""

from __future__ import annotations

import pytest

from portal.rules.usage import ALL_MONTHS, System, Thresholds, doubts

LIMITS = Thresholds(fell_ppm=500_000, rose_times=5, title_ppm=50_000, least_loans=1000)


@pytest.mark.parametrize(
    ("system", "codes"),
    [
        (System("A", 10_000, 10_000), []),
        (System("A", 5_001, 10_000), []),
        (System("A", 5_000, 10_000), ["fell"]),
        (System("A", 500, 10_000), ["fell"]),
        (System("A", 0, 10_000), ["fell"]),
        (System("A", 10, 999), []),
        (System("A", 49_999, 10_000), []),
        (System("A", 50_000, 10_000), ["rose"]),
        (System("A", 50_000, 0), []),
        (System("A", 50_000, None), []),
        (System("A", None, 10), ["gone"]),
        (System("A", None, None), []),
        (System("A", 10, None, months=ALL_MONTHS), []),
        (System("A", 10, None, months=ALL_MONTHS & ~0b100), ["months"]),
        (System("A", 1_000, None, isbn=9789510112441, title_loans=50), []),
        (System("A", 1_000, None, isbn=9789510112441, title_loans=51), ["one_title"]),
        (System("A", 999, None, isbn=9789510112441, title_loans=999), []),
    ],
)
def test_what_is_doubted(system, codes):
    assert [one.code for one in doubts(system, LIMITS)] == codes


def test_the_figures_of_a_doubt():
    (fell,) = doubts(System("A", 500, 10_000), LIMITS)
    assert (fell.percent, fell.before, fell.loans) == (95, 10_000, 500)
    (rose,) = doubts(System("A", 100_000, 10_000), LIMITS)
    assert rose.times == 10
    (months,) = doubts(System("A", 5, None, months=ALL_MONTHS & ~0b11), LIMITS)
    assert months.months == (1, 2)
