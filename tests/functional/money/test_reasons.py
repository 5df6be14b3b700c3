"""Why something was not paid, on the page: each reason once, in its words."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from portal.services.money.unpaid import REASONS, NotPaid
from portal.store.catalogue import Work
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
    "additional_lost": (
        {**YEAR, "limit_cents": 1000},
        "€6.20 of the additional distribution of 2021. The smallest payment is €10.00.",
    ),
    "no_additional_at_cap": (
        {**YEAR, "limit_cents": 3_000_000},
        "Additional distribution of 2021, printed books. "
        "The cap of €30,000.00 for one person and year was reached.",
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
    "no_loans_reported": (
        {"isbn": isbn(1), "loan_years": (2019, 2020, 2021)},
        "loans of 2019, 2020, and 2021",
    ),
    "term_over": (
        {"isbn": isbn(1), "loan_years": (2019,)},
        "loans of 2019: the protection has ended",
    ),
    "e_loans_not_paid": (
        {"isbn": isbn(1), "loan_years": (2020, 2021)},
        "loans of 2020 and 2021",
    ),
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
        "E-loans of years that are not paid",
        "No loans reported",
        "Paid by another organisation",
        "Narrators without an agreement",
    ]
    # 6 × €0.31 ÷ 3 = €0.62 waits
    assert "€0.62 of 2022, printed books." in words(section)
    titles = [words(link) for link in section.iter("a")]
    assert titles == [
        "Work 3", "Work 1", "Work 5", "Work 2", "Work 5", "Work 4", "Work 6",
    ]  # fmt: skip
    came = "Loans of 2022: come with the next payment, until 31 December 2026"
    assert came in words(section)


def test_a_late_edition_leads_to_the_payment_that_paid_it(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    for number in (1, 2):
        lending.edition(number, f"Work {number}")
    lending.claim("P1", 1)
    lending.claim("P1", 2, added=date(2023, 11, 4))
    lending.loans("1,2022,500", "2,2022,500")
    lending.run("autumn", *AUTUMN_2023)
    lending.run("spring", date(2024, 4, 29), date(2024, 3, 31))
    section = (
        browser(app, lending).get("/money/payments/2023-autumn-1").one("section", id="not-paid")
    )
    links = {words(link): link.get("href") for link in section.iter("a")}
    said = "Loans of 2022: paid with the payment of 29 April 2024"
    assert links[said] == "/money/payments/2024-spring-1"


def test_money_says_what_expired_and_who_pays_pictures(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    for number in (1, 2):
        lending.edition(number, f"Work {number}")
    lending.claim("P1", 1)
    lending.claim("P1", 2, "illustrator")
    lending.loans("1,2021,32")
    lending.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    page = browser(app, lending).get("/money")
    # 32 × €0.31; the fixed day is 15 October 2026
    assert "2021printed books €9.92 31 December 2025" in page.text("section", id="expired")
    assert "Pictures are paid by Kopiosto" in page.text("section", id="pictures")


def test_whoever_was_never_paid_reads_why(app: Flask, lending: Lending) -> None:
    lending.person("P1", death_year=1950)
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2022,500")
    lending.run("autumn", *AUTUMN_2023)
    section = browser(app, lending).get("/money").text("section", id="not-paid")
    assert section.startswith("Why the payment of 5 December 2023 had nothing for you")
    assert "loans of 2022: the protection has ended" in section


def test_what_was_taken_for_an_overpayment_is_not_nothing(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    for number in (1, 2):
        lending.edition(number)
        lending.claim("P1", number)
    lending.loans("1,2021,1000")
    lending.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    lending.claim("P1", 1, heads=2, added=date(2023, 1, 1))
    lending.loans("2,2022,100", source="Espoo")
    lending.run("autumn", *AUTUMN_2023)
    client = browser(app, lending)
    said = "Nothing paid: €31.00 was taken for an earlier overpayment"
    assert said in client.get("/money").text("main")
    page = client.get("/money/payments/2023-autumn-1")
    taken = "Due: €31.00, taken for the overpayment of 2021"
    assert taken in page.text("section", id="year-2022-physical")
    assert "Taken back, because we paid too much before" in page.text("section", id="not-paid")


def test_nothing_is_said_to_be_paid_that_was_not(app: Flask, paid: Lending) -> None:
    paid.run("spring", date(2024, 4, 29), date(2024, 3, 31))
    page = browser(app, paid).get("/money/payments/2024-spring-1")
    assert "Nothing was paid to you on this day: what is due was paid before." in page.text("main")
    assert "Only entries made by 31 March 2024 counted." in page.text("main")


def test_two_lines_of_an_edition_are_told_apart_by_class(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1, class_="story_book")
    lending.claim("P1", 1)
    lending.loans("1,2022,picture_book,500", "1,2022,,500", columns="isbn,year,class,loans")
    lending.run("autumn", *AUTUMN_2023)
    text = browser(app, lending).get("/money/payments/2023-autumn-1").text("table")
    assert "printed book, story book" in text
    assert "printed book, picture book" in text


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


def test_titles_carry_their_own_language(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    lending.person("P2")
    for number, title in ((1, "Talvi saaressa"), (2, "Vinter")):
        lending.edition(number, title)
        lending.claim("P1", number)
    lending.claim("P2", 1, heads=3)
    with lending.session() as session:
        for title, language in (("Talvi saaressa", "fi"), ("Vinter", "sv")):
            session.execute(update(Work).where(Work.title == title).values(language=language))
    lending.loans("1,2022,900")
    lending.run("autumn", *AUTUMN_2023)
    client = browser(app, lending)
    for address in ("/money/payments/2023-autumn-1", "/money/payments/2023-autumn-1/why/1"):
        page = client.get(address)
        said = [(words(one), one.get("lang")) for one in page.one("main").iter("span")]
        assert ("Talvi saaressa", "fi") in said
    page = client.get("/money/payments/2023-autumn-1")
    section = page.one("section", id="not-paid")
    titles = [(words(one), one.get("lang")) for one in section.iter("span") if one.get("lang")]
    assert titles == [("Talvi saaressa", "fi"), ("Vinter", "sv")]
