"""What comes: between which sums, what builds up, what expires, and what tax would be withheld."""

from __future__ import annotations

from datetime import date

from flask import Flask

from portal.store.parameters import ParameterValue
from portal.store.people import TaxCard
from tests.factories.lending import NOON, Lending
from tests.functional.money.conftest import browser, drawn, plain
from tests.page_client import Page, words

AUTUMN_2026 = (date(2026, 12, 1), date(2026, 10, 30))


def said(page: Page, tag: str, name: str) -> str:
    return plain(page.text(tag, id=name))


def one_book(lending: Lending, loans: str, **more: object) -> None:
    lending.person("P1", **more)
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans(loans)


def test_an_undecided_rate_gives_a_range_and_says_why(app: Flask, lending: Lending) -> None:
    one_book(lending, "1,2025,1000")
    text = said(browser(app, lending).get("/money"), "div", "next")
    # decided: 2020 €0.32, 2021 and 2022 €0.31, 2024 €0.25; four years are open at a time
    assert "about €250 before tax" in text
    assert "It is at least about €250 and at most about €320 before tax." in text
    assert "The rate of 2025 is not decided yet" in text
    assert (
        "the lowest and the highest rate of 2020, 2021, 2022, 2024: €0.25 and €0.32." in text
    )  # fmt: skip


def test_a_decided_rate_needs_no_range(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.26")
    one_book(lending, "1,2025,1000")
    text = said(browser(app, lending).get("/money"), "div", "next")
    assert "about €260 before tax" in text
    assert "at least" not in text
    assert "not decided" not in text


def test_claims_that_disagree_give_a_range(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.30")
    one_book(lending, "1,2025,1000")
    lending.person("P2")
    lending.claim("P2", 1, heads=3)
    text = said(browser(app, lending).get("/money"), "div", "next")
    # €300.00: P1 says alone, P2 says three, two have claimed: a third at least, all at most
    assert "It is at least about €100 and at most about €300 before tax." in text
    assert "Claims disagree about your part." in text


def test_what_could_be_nothing_says_so(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.30")
    one_book(lending, "1,2025,90")
    lending.person("P2")
    lending.claim("P2", 1, heads=3)
    text = said(browser(app, lending).get("/money"), "div", "next")
    # €9.00 of €27.00 is below ten euro and waits; all of it would be paid
    assert "It can be nothing, and at most about €27 before tax." in text


def test_what_builds_up_says_how_far_it_is(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.25")
    one_book(lending, "1,2025,24")
    lending.loans("1,2022,5", source="Espoo")
    lending.run("autumn", *AUTUMN_2026, approve=False)
    page = browser(app, lending).get("/money")
    # 24 × €0.25 = €6.00 and 5 × €0.31 = €1.55
    text = said(page, "section", "builds-up")
    assert "About €7.55 has built up. The smallest payment is €10.00, so about €2.45" in text
    rows = [plain(words(row)) for row in page.one("section", id="builds-up").iter("tr")][1:]
    assert rows == [
        "2022printed books €1.55 31 December 2026",
        "2025printed books €6.00 31 December 2029",
    ]
    [filled] = drawn(page, "rect", "filled")
    assert filled.get("width") == "75"
    assert "1 December 2026 The next payment. About €7.55 has built up" in said(
        page, "section", "year"
    )
    clock = [plain(words(one)) for one in page.one("section", id="expiry").iter("li")]
    assert clock[0].startswith(
        "31 December 2026 Loans of 2022. About €1.55 of yours would still wait"
    )
    assert clock[1] == "Talvi saaressa: about €1.55"


def test_the_smallest_payment_is_the_parameter_s(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.25")
    one_book(lending, "1,2025,60")
    with lending.session() as session:
        session.add(ParameterValue(
            name="lending.threshold", valid_from=date(2026, 1, 1), value="20", unit="EUR",
            source="decided in a test", imported_at=NOON,
        ))  # fmt: skip
    page = browser(app, lending).get("/money")
    assert "The smallest payment is €20.00, so about €5.00" in said(page, "section", "builds-up")
    assert "€10.00" not in plain(page.text("main"))


def test_a_number_that_nobody_decided_is_named_and_nothing_is_guessed(
    app: Flask, lending: Lending
) -> None:
    one_book(lending, "1,2025,60")
    with lending.session() as session:
        session.add(ParameterValue(
            name="lending.threshold", valid_from=date(2000, 1, 1), value="10", unit="EUR",
            source="decided in a test", status="withdrawn", imported_at=NOON,
        ))  # fmt: skip
    page = browser(app, lending).get("/money", 422)
    assert "lending.threshold" in page.text("main")


def test_what_is_disputed_expires_by_work(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.30")
    one_book(lending, "1,2025,1000")
    lending.person("P2")
    lending.claim("P2", 1, heads=3)
    page = browser(app, lending).get("/money")
    clock = [plain(words(one)) for one in page.one("section", id="expiry").iter("li")]
    assert "31 December 2029 Loans of 2025. About €200.00 of yours is disputed." in clock[3]
    assert clock[4] == "Talvi saaressa: about €200.00"


def test_a_card_says_its_percentage_and_where_it_comes_from(app: Flask, paid: Lending) -> None:
    text = said(browser(app, paid).get("/money"), "section", "tax")
    assert text.startswith("Tax 24.5 % is withheld from the next payment.")
    assert "Your tax card says so from 1 January 2000 on. Where we have it from: test." in text


def test_a_missing_card_says_what_it_costs(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.25")
    one_book(lending, "1,2025,1000")
    lending.run("autumn", *AUTUMN_2026, approve=False)
    page = browser(app, lending).get("/money")
    text = said(page, "section", "tax")
    assert "60 % is withheld, because we know of no tax card of yours." in text
    assert "That is about €150 of about €250." in text
    assert "A card that we have by 30 October 2026 counts for the next payment." in text
    links = [link.get("href") for link in page.one("section", id="tax").iter("a")]
    assert links == ["/rules/tax", "/help"]


def test_a_card_that_ended_says_what_it_would_have_been(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.25")
    one_book(lending, "1,2025,1000")
    lending.card("P1", 200_000)
    with lending.session() as session:
        ended = {"valid_from": date(2026, 9, 1), "percent_ppm": None, "source": "test"}
        session.add(TaxCard(party_id=lending.ids["P1"], **ended))
    text = said(browser(app, lending).get("/money"), "section", "tax")
    # €250.00: 60 % is €150, 20 % is €50
    assert "By your earlier card of 20 % it would be about €50." in text
    assert "So the missing card costs about €100." in text


def test_a_card_of_the_day_of_payment_counts(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.25")
    one_book(lending, "1,2025,1000")
    lending.run("autumn", *AUTUMN_2026, approve=False)
    with lending.session() as session:
        later = {"valid_from": date(2026, 12, 1), "percent_ppm": 300_000, "source": "test"}
        session.add(TaxCard(party_id=lending.ids["P1"], **later))
    page = browser(app, lending).get("/money")
    assert "30 % is withheld from the next payment." in said(page, "section", "tax")
    assert "about €175 to you after about €75 of tax" in said(page, "div", "next")


def test_an_estate_and_somebody_abroad_have_their_own_percentage(
    app: Flask, lending: Lending
) -> None:
    lending.person("D1", death_year=2020)
    lending.person("S1", country="SE")
    estate = said(browser(app, lending, "D1").get("/money"), "section", "tax")
    abroad = said(browser(app, lending, "S1").get("/money"), "section", "tax")
    assert "30 % is withheld, because this estate has no tax card." in estate
    assert "28 % is withheld, because you live outside Finland" in abroad
