"""Last days follow the parameter of how many years loans are open, on every page alike."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from portal.store.parameters import ParameterValue
from tests.factories.lending import NOON, Lending
from tests.functional.money.conftest import AUTUMN_2023, browser, plain


@pytest.fixture
def five_years(lending: Lending) -> Lending:
    """Loans are open for five years, not four; P1 has one edition."""
    with lending.session() as session:
        session.add(ParameterValue(
            name="lending.years_open", valid_from=date(2020, 1, 1), value="5", unit="years",
            source="decided in a test", imported_at=NOON,
        ))  # fmt: skip
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    return lending


def test_what_waits_and_its_payment_say_the_day_of_the_parameter(
    app: Flask, five_years: Lending
) -> None:
    five_years.loans("1,2022,32")
    five_years.run("autumn", *AUTUMN_2023)
    client = browser(app, five_years)
    # 32 × €0.31 = €9.92 waits; 2022 and five years are 2027
    assert "€9.92 €0.00 31 December 2027" in plain(client.get("/money").text("main"))
    page = client.get("/money/payments/2023-autumn-1")
    assert "31 December 2027" in plain(page.text("section", id="not-paid"))
    assert "31 December 2026" not in plain(page.text("main"))


def test_the_page_of_a_work_says_the_day_of_the_parameter(
    app: Flask, five_years: Lending
) -> None:  # fmt: skip
    five_years.loans("1,2022,32")
    client = browser(app, five_years)
    assert "31 December 2026" not in plain(client.get("/works/1").text("main"))
    assert "31 December 2027" in plain(client.get("/works/1").text("main"))


def test_what_is_open_by_the_parameter_has_not_expired(app: Flask, five_years: Lending) -> None:
    five_years.loans("1,2021,32")
    five_years.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    text = plain(browser(app, five_years).get("/money").text("main"))
    assert "31 December 2026" in text
    assert "31 December 2025" not in text


def test_an_entry_made_later_is_in_time_for_a_year_that_is_still_open(
    app: Flask, five_years: Lending
) -> None:
    five_years.edition(2, "Uusi")
    five_years.loans("1,2022,100", "2,2019,100", "2,2022,100")
    five_years.run("autumn", *AUTUMN_2023)
    five_years.claim("P1", 2, added=date(2023, 11, 20))
    five_years.run("spring", date(2024, 4, 29), date(2024, 3, 31))
    page = browser(app, five_years).get("/money/payments/2023-autumn-1")
    section = plain(page.text("section", id="not-paid"))
    assert "Loans of 2019: paid with the payment of 29 April 2024" in section
