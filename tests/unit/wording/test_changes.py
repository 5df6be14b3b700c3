"""What became of the loans of a year, in words that claim no more than the numbers do."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from portal.wording import changes

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def english() -> object:
    app = Flask(__name__)
    Babel(app)
    with app.app_context(), force_locale("en"):
        yield


@pytest.mark.parametrize(
    ("before", "now", "percent"),
    [
        (1243, 1318, 6),  # 6.03
        (1000, 1005, 1),  # 0.5 is rounded up
        (1000, 1004, 0),
        (1000, 995, -1),  # and so is a fall of 0.5
        (1000, 996, 0),
        (200, 203, 2),  # 1.5
        (200, 199, -1),  # 0.5
        (876, 876, 0),
        (20, 21, 5),
        (21, 20, -5),  # 4.76
        (100, 199, 99),
        (100, 20, -80),
        (3, 1 << 62, None),
        (1 << 62, (1 << 62) + (1 << 61), 50),
    ],
)
def test_per_cent_is_exact_and_rounded_half_up(before: int, now: int, percent: int | None) -> None:
    assert changes.percent_changed(before, now) == percent


@pytest.mark.parametrize(
    ("before", "now"),
    [(19, 25), (25, 19), (0, 500), (500, 0), (19, 19), (100, 200), (200, 399), (10_000, 20)],
)
def test_no_per_cent_where_it_would_mislead(before: int, now: int) -> None:
    assert changes.percent_changed(before, now) is None


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (1243, 1318, f"Loans rose 6{NO_BREAK}% in 2025"),
        (1318, 1243, f"Loans fell 6{NO_BREAK}% in 2025"),
        (1000, 1004, "Loans stayed about the same in 2025"),
        (1000, 996, "Loans stayed about the same in 2025"),
        (1318, 1318, "Loans stayed the same in 2025: 1,318"),
        (12, 12, "Loans stayed the same in 2025: 12"),
        (12, 18, "Loans rose in 2025 from 12 to 18"),
        (120, 18, "Loans fell in 2025 from 120 to 18"),
        (120, 1460, "Loans rose in 2025 from 120 to 1,460"),
        (0, 1, "Loans rose in 2025 from none to 1"),
        (7, 0, "Loans fell in 2025 from 7 to none"),
        (0, 0, "No loans in 2025, and none the year before"),
        (None, 1318, "The first reported loans: 1,318 in 2025"),
        (None, 0, "No loans in 2025"),
    ],
)
def test_the_headline(before: int | None, now: int, said: str) -> None:
    assert changes.headline(2025, now, before) == said


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (0, "No loans in 2025 so far"),
        (1, "1 loan in 2025 so far"),
        (1318, "1,318 loans in 2025 so far"),
    ],
)
def test_nothing_is_compared_while_a_library_system_is_missing(now: int, said: str) -> None:
    assert changes.headline(2025, now, 5000, complete=False) == said
