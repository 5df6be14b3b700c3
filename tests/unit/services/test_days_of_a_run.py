"""The run's very day: a card valid from it holds, and who died on it has left an estate.

By hand: 1,000 loans of 2024 × 0.25 = 250.00. The card's 20 % is 50.00, without a card 60 % is
150.00, an estate's 30 % is 75.00.
"""

from __future__ import annotations

from datetime import date

import pytest

from portal.store.people import TaxCard
from tests.factories.lending import Lending

CUTOFF, DAY, AFTER = date(2025, 11, 3), date(2025, 12, 5), date(2025, 12, 6)
LONG_BEFORE = date(2025, 1, 1)


def withheld(lending: Lending) -> tuple[int, int]:
    """Gross and tax of a run that pays P1 on the day, in cents."""
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2024,1000")
    run = lending.run("autumn", DAY, CUTOFF, approve=False)
    return run.gross_cents, run.tax_cents


def card(lending: Lending, valid_from: date, ppm: int) -> None:
    with lending.session() as session:
        row = TaxCard(party_id=lending.ids["P1"], percent_ppm=ppm, source="test")
        row.valid_from = valid_from
        session.add(row)


@pytest.mark.parametrize(("valid_from", "tax"), [(DAY, 50_00), (AFTER, 150_00)])
def test_a_card_holds_from_its_first_day(lending: Lending, valid_from: date, tax: int) -> None:
    lending.person("P1")
    card(lending, valid_from, 200_000)
    assert withheld(lending) == (250_00, tax)


@pytest.mark.parametrize(("valid_from", "tax"), [(DAY, 50_00), (AFTER, 25_00)])
def test_a_newer_card_replaces_the_older_from_its_first_day(
    lending: Lending, valid_from: date, tax: int
) -> None:
    lending.person("P1")
    card(lending, LONG_BEFORE, 100_000)
    card(lending, valid_from, 200_000)
    assert withheld(lending) == (250_00, tax)


@pytest.mark.parametrize(("died", "tax"), [(DAY, 75_00), (AFTER, 150_00)])
def test_a_death_on_the_day_leaves_an_estate(lending: Lending, died: date, tax: int) -> None:
    lending.person("P1", death_year=died.year, died_on=died)
    assert withheld(lending) == (250_00, tax)
