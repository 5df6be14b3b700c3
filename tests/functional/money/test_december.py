"""After the last payment of a year and before the next: what it left, and days that are to come."""

from __future__ import annotations

from datetime import date

from flask import Flask

from tests.factories.lending import Lending
from tests.functional.money.conftest import AUTUMN_2023, browser, plain
from tests.page_client import words

AUTUMN_2026 = (date(2026, 12, 1), date(2026, 9, 30))
EARLY_2026 = (date(2026, 10, 5), date(2026, 9, 15))


def waiting(lending: Lending) -> None:
    """32 loans of 2022 at €0.31: €9.92 waits from the first payment on."""
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2022,32")
    lending.run("autumn", *AUTUMN_2023)


def test_what_the_last_payment_left_expires_and_is_said(app: Flask, lending: Lending) -> None:
    waiting(lending)
    lending.run("autumn", *EARLY_2026)
    page = browser(app, lending).get("/money")
    year = plain(page.text("section", id="year"))
    assert "The last day of the loans of 2022: about €9.92 of yours expires." in year
    clock = [plain(words(one)) for one in page.one("section", id="expiry").iter("li")]
    assert clock[0] == (
        "31 December 2026 Loans of 2022. "
        "€9.92 of yours waits, and no payment comes before this day."
    )
    assert [one[:16] for one in clock[1:]] == [f"31 December {year}" for year in (2027, 2028, 2029)]


def test_what_is_disputed_after_the_last_payment_expires_too(app: Flask, lending: Lending) -> None:
    for code in ("P1", "P2"):
        lending.person(code)
    lending.edition(1)
    lending.claim("P1", 1, heads=1)
    lending.claim("P2", 1, heads=2)
    lending.loans("1,2022,100")
    lending.run("autumn", *AUTUMN_2023)
    lending.run("autumn", *EARLY_2026)
    page = browser(app, lending).get("/money")
    # two say 1 and 2 heads: 100 × €0.31 = €31.00, of which half is certain and half disputed
    [first, *_others] = [plain(words(one)) for one in page.one("section", id="expiry").iter("li")]
    assert first == "31 December 2026 Loans of 2022. About €15.50 of yours is disputed."


def test_a_payment_to_come_is_not_told_as_past(app: Flask, lending: Lending) -> None:
    waiting(lending)
    lending.run("autumn", *AUTUMN_2026)
    text = browser(app, lending).get("/money/payments/2026-autumn-1").text("main")
    assert "This payment has nothing for you. The reasons are below." in text
    assert "Nothing was paid to you on this day" not in text


def test_a_year_to_come_is_not_told_as_past(app: Flask, lending: Lending) -> None:
    waiting(lending)
    lending.loans("1,2024,32", source="Espoo")
    lending.run("spring", date(2027, 4, 29), date(2026, 10, 10))
    text = browser(app, lending).get("/money?year=2027").text("section", id="year")
    assert "Nothing has been paid to you in this year so far." in text
