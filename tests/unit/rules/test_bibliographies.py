"""How long a bibliography that fails is left alone, and that its numbers are parameters."""

from __future__ import annotations

from datetime import date

import pytest

from portal.rules.bibliographies import PARAMETERS, Politeness, politeness
from portal.rules.parameters import Book, ParameterNotSet
from portal.services.parameters.parameters import shipped

DAY = date(2026, 10, 15)
MANNERS = Politeness(30, 7, 1, 30, 500, 2, rest_first=60, rest_most=21_600)


@pytest.mark.parametrize(
    ("tries", "asked_for", "seconds"),
    [
        (1, None, 60), (2, None, 120), (3, None, 240), (9, None, 15_360), (10, None, 21_600),
        (10_000, None, 21_600), (0, None, 60), (1, 10, 60), (1, 3600, 3600), (20, 86_400, 86_400),
    ],
)  # fmt: skip
def test_each_failure_doubles_the_rest(tries: int, asked_for: int | None, seconds: int) -> None:
    assert MANNERS.rest(tries, asked_for) == seconds


def test_the_shipped_numbers_are_these() -> None:
    assert politeness(Book(shipped()), DAY) == MANNERS


def test_a_number_that_nobody_set_is_not_guessed() -> None:
    without = [value for value in shipped() if value.name != "bibliographies.a_minute"]
    with pytest.raises(ParameterNotSet) as refused:
        politeness(Book(without), DAY)
    assert refused.value.arguments["name"] == "bibliographies.a_minute"
    assert len(PARAMETERS) == 8
