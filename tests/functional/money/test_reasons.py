"""Why something was not paid, on the page: each reason once, in its words."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from portal.services.not_paid import REASONS, NotPaid
from portal.store.parameters import ParameterValue
from portal.web.money.reasons import grouped
from tests.factories.lending import NOON, Lending, isbn
from tests.functional.money.conftest import AUTUMN_2023, browser, chain
from tests.page_client import words

YEAR = {"loan_year": 2021, "kind": "physical", "cents": 620}
SAID = {
    "below_threshold": (
        {**YEAR, "limit_cents": 1000, "day": date(2025, 12, 31)},
        "€6.20 of 2021, printed books. The smallest payment is €10.00. "
        "It expires on 31 December 2025.",
    ),
    "set_off": (
        {**YEAR, "limit_cents": 120},
        "€6.20 of 2021, printed books. After this payment €1.20 is still owed.",
    ),
    "over_cap": (
        {**YEAR, "limit_cents": 3_000_000},
        "€6.20 of 2021, printed books. The cap is €30,000.00 for one person and year.",
    ),
    "expired": (
        {**YEAR, "day": date(2025, 12, 31)},
        "€6.20 of 2021, printed books, on 31 December 2025.",
    ),
    "not_in_list": ({"isbn": isbn(1), "day": date(2023, 11, 4)}, "added on 4 November 2023"),
    "disputed": ({"isbn": isbn(1)}, ""),
    "no_loans_reported": ({"isbn": isbn(1)}, ""),
    "term_over": ({"isbn": isbn(1)}, ""),
    "e_loans_not_paid": ({"isbn": isbn(1)}, ""),
    "paid_elsewhere": ({"isbn": isbn(1)}, ""),
    "narrator_not_paid": ({"isbn": isbn(1)}, ""),
}


def test_every_reason_has_its_words(app: Flask) -> None:
    assert set(SAID) == set(REASONS)
    with app.test_request_context():
        shown = grouped(NotPaid(code, **SAID[code][0]) for code in REASONS)
    assert [reason.sentences for reason in shown] == [[SAID[code][1]] for code in REASONS]
    assert len({reason.heading for reason in shown}) == len(REASONS)
    assert all(reason.advice.endswith(".") for reason in shown)


def test_each_reason_stands_once_on_the_page(app: Flask, lending: Lending) -> None:
    for code in ("P1", "P2"):
        lending.person(code)
    for number in range(1, 7):
        medium = {5: "ebook", 6: "eaudiobook"}.get(number, "physical")
        lending.edition(number, f"Work {number}", medium=medium)
    lending.claim("P1", 1, added=date(2023, 11, 4))
    lending.claim("P1", 2)
    lending.claim("P1", 3)
    lending.claim("P2", 3, heads=3)
    lending.claim("P1", 4, "illustrator")
    lending.claim("P1", 5)
    lending.claim("P1", 6, "narrator")
    lending.loans("1,2022,5", "3,2022,6", "4,2022,7", "6,2022,8", "5,2021,500")
    lending.run("autumn", *AUTUMN_2023)
    page = browser(app, lending).get("/money/payments/2023-autumn-1")
    section = page.one("section", id="not-paid")
    assert [words(heading) for heading in section.iter("h3")] == [
        "Waits, because it is less than the smallest payment",
        "Disputed, because claims disagree",
        "Not in your list on the last day",
        "No loans reported",
        "E-loans before 2022",
        "Paid by another organisation",
        "Narrators without an agreement",
    ]
    # 6 × €0.31 ÷ 3 = €0.62 waits
    assert "€0.62 of 2022, printed books." in words(section)
    titles = [words(link) for link in section.iter("a")]
    assert titles == ["Work 3", "Work 1", "Work 2", "Work 5", "Work 4", "Work 6"]


@pytest.mark.parametrize(("value", "noted"), [("0.31", False), ("0.33", True)])
def test_a_rate_that_was_changed_after_the_payment_is_said(
    app: Flask, paid: Lending, value: str, noted: bool
) -> None:
    with paid.session() as session:
        session.add(ParameterValue(
            name="lending.rate", loan_year=2022, kind="both", valid_from=date(2023, 1, 1),
            value=value, unit="EUR/loan", source="corrected", imported_at=NOON,
        ))  # fmt: skip
    rate = chain(browser(app, paid).get("/money/payments/2023-autumn-1/why/1"))[1]
    assert ("The rate was changed later" in rate) is noted
    assert rate.endswith("× times €0.31 €271.56")
