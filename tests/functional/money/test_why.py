"""Why a sum is what it is: whether it was got, by which payment, by which card; sums by hand."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction
from math import floor

import pytest
from flask import Flask

from tests.factories.lending import Lending
from tests.functional.money.conftest import AUTUMN_2023, browser, chain, plain
from tests.page_client import words

SPRING_2024 = (date(2024, 4, 29), date(2024, 3, 31))


@pytest.fixture
def shared_out(lending: Lending) -> Lending:
    """€123.01 left of 2018: 100 share loans of P1; of P2 400 × 73 % ÷ 2 = 146."""
    for code in ("P1", "P2"):
        lending.person(code)
    lending.edition(1, "Talvi saaressa")
    lending.edition(2, "Kesä", class_="story_book")
    lending.claim("P1", 1)
    lending.claim("P2", 2, heads=2)
    lending.loans("1,2018,100", "2,2018,400")
    lending.rate(2018, "0.20")
    lending.run("spring", date(2023, 4, 29), date(2023, 3, 31), stated={2018: 12301})
    return lending


def test_additional_money_is_explained_to_the_cent(app: Flask, shared_out: Lending) -> None:
    client = browser(app, shared_out)
    payment = client.get("/money/payments/2023-spring-1")
    [address] = [a.get("href") for a in payment.all("a") if words(a) == "Why this sum"]
    page = client.get(address or "")
    assert page.h1 == "Why did I get €50.00?"
    stated, mine, everybody, cents = chain(page)
    assert stated.startswith("Money of 2018 that nobody could be paid in time")
    assert stated.endswith("€123.01")
    assert mine == "Your share loans of the year, printed books × times 100"
    # €123.01 × 100 ÷ 246 = €50.00406…
    assert everybody.endswith("÷ divided by 246 €50.0041")
    assert cents == "Your part, fractions of a cent dropped €50.00"
    assert chain(page, 1) == ["In this payment, before tax €50.00"]
    assert "Talvi saaressa" in page.text("section", id="share-loans")


def test_additional_money_of_a_part_names_every_factor(app: Flask, shared_out: Lending) -> None:
    page = browser(app, shared_out, "P2").get("/money/payments/2023-spring-1/additional/2018")
    # €123.01 × 146 ÷ 246 = €73.00593…
    assert page.h1 == "Why did I get €73.00?"
    row = plain(page.text("section", id="share-loans"))
    for factor in ("400", "73 %", "1 of 2", "146.0000"):
        assert factor in row


def test_lines_of_additional_money_can_be_recomputed(app: Flask, shared_out: Lending) -> None:
    answer = browser(app, shared_out, "P2").client.get("/money/payments/2023-spring-1/lines.csv")
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert (row["line"], row["distribution"]) == ("additional-2018-1", "additional")
    exact = Fraction(int(row["stated_cents"]) * int(row["loans"]) * int(row["class_ppm"]))
    exact /= 1_000_000 * int(row["role_denominator"]) * int(row["heads"])
    assert floor(exact / Fraction(row["all_share_loans"])) == 7300
    assert row["recompute"] == "12301*400*730000/(1000000*1*2)/(246)"


def test_additional_money_is_explained_only_where_it_was(app: Flask, shared_out: Lending) -> None:
    shared_out.person("X1")
    for code, address in (("P1", "additional/2019"), ("X1", "additional/2018")):
        browser(app, shared_out, code).get(f"/money/payments/2023-spring-1/{address}", 404)


def test_a_share_that_was_paid_before_says_so_first(app: Flask, paid: Lending) -> None:
    paid.run("spring", *SPRING_2024)
    page = browser(app, paid).get("/money/payments/2024-spring-1/why/1")
    assert page.h1 == "Your share of €49.5597: why?"
    assert page.text("p", class_="lede") == "Paid on 5 December 2023"
    before = "/money/payments/2023-autumn-1#year-2022-physical"
    assert [a.get("href") for a in page.all("a") if words(a) == "Paid on 5 December 2023"] == [
        before
    ]
    assert chain(page, 1)[1] == "Already paid on 5 December 2023 −€49.56"
    assert [a.get("href") for a in page.all("ol", class_="chain")[1].iter("a")][1] == before


def test_a_new_share_beside_one_paid_before_was_got_here(app: Flask, paid: Lending) -> None:
    paid.edition(2, "Uusi")
    paid.claim("P1", 2, added=date(2024, 1, 2))
    paid.loans("2,2022,100", source="Espoo")
    paid.run("spring", *SPRING_2024)
    client = browser(app, paid)
    found = {client.get(f"/money/payments/2024-spring-1/why/{number}").h1 for number in (1, 2)}
    assert found == {"Why did I get €31.00?", "Your share of €49.5597: why?"}


def test_what_waits_was_not_got(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2022,32")
    lending.run("autumn", *AUTUMN_2023)
    page = browser(app, lending).get("/money/payments/2023-autumn-1/why/1")
    assert page.h1 == "Your share of €9.92: why?"
    assert page.text("p", class_="lede").startswith("Not paid yet")


def test_nothing_names_what_is_disputed(app: Flask, lending: Lending) -> None:
    for code, role in (("P1", "translator"), ("P2", "author")):
        lending.person(code)
        if code == "P1":
            lending.edition(1)
        lending.claim(code, 1, role)
    lending.loans("1,2022,1000")
    lending.run("autumn", *AUTUMN_2023)
    page = browser(app, lending).get("/money/payments/2023-autumn-1/why/1")
    assert page.h1 == "Why did I get nothing?"
    # half of €310.00
    said = "€155.00 is disputed, and nothing can be paid before it is settled"
    assert page.text("p", class_="lede") == said
    assert "the smallest part that all of them allow is nothing" in page.text("main")


def test_the_tax_link_leads_to_the_card(app: Flask, paid: Lending) -> None:
    page = browser(app, paid).get("/money/payments/2023-autumn-1")
    assert "#tax" in [a.get("href") for a in page.all("ol", class_="chain")[0].iter("a")]
    said = plain(page.text("section", id="tax"))
    assert "Your card says 24.5 % from 1 January 2000 on." in said
    assert "Where we have it from: test." in said


def test_without_a_card_the_parameter_is_said(app: Flask, paid: Lending) -> None:
    page = browser(app, paid, "P2").get("/money/payments/2023-autumn-1")
    said = plain(page.text("section", id="tax"))
    assert "No tax card was known on the day, so 60 % was withheld." in said
    assert "Source:" in said


def test_a_card_that_was_changed_later_is_said(app: Flask, paid: Lending) -> None:
    paid.replace_card("P1", 300_000)
    said = plain(browser(app, paid).get("/money/payments/2023-autumn-1").text("section", id="tax"))
    assert "This payment took 24.5 % by the card that was known on the day." in said


def test_a_part_that_nobody_claimed_says_until_when(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1, heads=2)
    lending.loans("1,2022,1000")
    lending.run("autumn", *AUTUMN_2023)
    page = browser(app, lending).get("/money/payments/2023-autumn-1/why/1")
    assert (
        "One more part: Not claimed. It can be claimed until 31 December 2026; "
        "after that it stays in the year’s money."
    ) in page.text("section", id="shares")


def test_shares_in_a_table_have_four_decimals(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2022,100")
    lending.run("autumn", *AUTUMN_2023)
    page = browser(app, lending).get("/money/payments/2023-autumn-1")
    assert "€31.0000" in page.text("table")
