"""The money pages: every number on them is recomputed by hand, and others' pages do not exist."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction

import pytest
from flask import Flask

from tests.factories.lending import Lending, isbn
from tests.functional.money.conftest import AUTUMN_2023, browser, chain, plain
from tests.page_client import Page, PageClient, words


def test_three_clicks_from_home_to_any_cent(app: Flask, paid: Lending) -> None:
    client = browser(app, paid)
    addresses = ["/"]
    for wanted in ("Money", "5 December 2023", "Talvi saaressa"):
        links = client.get(addresses[-1]).all("a")
        addresses.append(next(a.get("href") or "" for a in links if words(a) == wanted))
    assert client.get(addresses[-1]).h1 == "Why did I get €49.5597?"
    assert len(addresses) == 4


def test_the_chain_reads_as_on_paper(app: Flask, paid: Lending) -> None:
    page = browser(app, paid).get("/money/payments/2023-autumn-1/why/1")
    loans, rate, class_, half, heads, share = chain(page)
    assert loans == "Loans and renewals of 20221 library system has reported. 876 loans"
    assert rate.endswith("× times €0.31 €271.56")  # 876 × 0.31
    assert class_.endswith("× times 73 % €198.2388")  # × 0.73
    assert half.endswith("÷ divided by 2 €99.1194")
    assert heads.startswith("Two writers share equally: you and Eero Salo")
    assert heads.endswith("÷ divided by 2 €49.5597")
    assert share == "Your share of this edition, before tax €49.5597"
    assert [plain(words(a)) for a in page.all("ol", class_="chain")[0].iter("a")] == [
        "876 loans", "€0.31", "73 %", "2", "2",
    ]  # fmt: skip


def test_every_link_of_the_chain_leads_to_its_origin(app: Flask, paid: Lending) -> None:
    client = browser(app, paid)
    page = client.get("/money/payments/2023-autumn-1/why/1")
    for link in [a for one in page.all("ol", class_="chain") for a in one.iter("a")]:
        address, _, anchor = (link.get("href") or "").partition("#")
        origin = client.get(address or "/money/payments/2023-autumn-1/why/1")
        assert [e for e in origin.tree.iter() if e.get("id") == anchor], link.get("href")
    rates = client.get("/rules/rates").text("tr", id="rate-2022")
    assert "€0.31" in rates
    assert "Yle 74-20058086" in rates


def test_tax_and_cents_are_on_the_payment(app: Flask, paid: Lending) -> None:
    page = browser(app, paid).get("/money/payments/2023-autumn-1")
    assert page.h1 == "Payment of 5 December 2023"
    assert chain(page) == [
        "Loans of 2022, printed books €49.56",
        "Before tax €49.56",
        "Tax, fractions of a cent droppedBy the tax card that was valid on the day "
        "− minus 24.5 % −€12.14",
        "To you, paid on 5 December 2023 €37.42",
    ]
    assert Fraction(4956 * 245, 1000) // 1 == 1214
    assert "€49.5597" in page.text("table")


def test_the_overview_says_what_comes_and_what_was_paid(app: Flask, paid: Lending) -> None:
    paid.edition(2, "Uusi")
    paid.claim("P1", 2)
    paid.loans("2,2025,100", source="Espoo")
    text = browser(app, paid).get("/money").text("main")
    # 100 × the latest decided €0.25 = €25.00; 24.5 % of it is €6.12; whole euro
    assert "about €25 before tax" in text
    assert "about €19 to you after about €6 of tax" in text
    assert "The rate of 2025 is not decided yet" in text
    assert "5 December 2023 Loans of 2022 €49.56 €12.14 €37.42" in text


def test_what_waits_says_until_when(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2022,32")
    lending.run("autumn", *AUTUMN_2023)
    client = browser(app, lending)
    assert "2022 printed books €9.92 €0.00 31 December 2026" in _spaced(client.get("/money"))
    page = client.get("/money/payments/2023-autumn-1")
    assert "Nothing was paid to you on this day" in page.text("main")
    assert "€9.92 of 2022, printed books. The smallest payment is €10.00. It expires" in page.text(
        "section", id="not-paid"
    )


def _spaced(page: Page) -> str:
    return " ".join(" ".join(piece.split()) for piece in page.one("main").itertext()).replace(
        "  ", " "
    )


def test_what_is_another_s_does_not_exist(app: Flask, paid: Lending) -> None:
    paid.person("X1")
    paid.edition(9, "Somebody’s")
    client = browser(app, paid, "X1")
    for address in ("", "/why/1", "/lines.csv"):
        client.get(f"/money/payments/2023-autumn-1{address}", 404)
    client.get(f"/loans/{isbn(1)}", 404)
    client.get("/money/payments/2019-autumn-1", 404)
    assert "Nothing has been paid yet" in client.get("/money").text()


def test_a_draft_is_not_shown(app: Flask, paid: Lending) -> None:
    draft = paid.run("spring", date(2024, 4, 29), date(2024, 3, 31), approve=False)
    client = browser(app, paid)
    client.get(f"/money/payments/{draft.run}", 404)
    assert draft.run not in client.get("/money").html


def test_the_lines_can_be_recomputed_from_the_file(app: Flask, paid: Lending) -> None:
    client = browser(app, paid)
    answer = client.client.get("/money/payments/2023-autumn-1/lines.csv")
    [row] = csv.DictReader(io.StringIO(answer.text))
    exact = Fraction(int(row["loans"]) * int(row["rate_microcents"]) * int(row["class_ppm"]))
    exact /= 1_000_000 * int(row["role_denominator"]) * int(row["heads"])
    assert int(row["amount_microcents"]) == exact == 4_955_970_000
    assert row["recompute"] == "876*31000000*730000/(1000000*2*2)"
    assert answer.mimetype == "text/csv"


def test_a_formula_in_a_title_is_harmless_in_the_file(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1, '=HYPERLINK("http://example.org")')
    lending.claim("P1", 1)
    lending.loans("1,2022,100")
    lending.run("autumn", *AUTUMN_2023)
    answer = browser(app, lending).client.get("/money/payments/2023-autumn-1/lines.csv")
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert row["title"] == '\'=HYPERLINK("http://example.org")'


def test_a_class_that_the_library_said_otherwise_is_named(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1, class_="story_book")
    lending.claim("P1", 1)
    lending.loans("1,2022,picture_book,500", columns="isbn,year,class,loans")
    lending.run("autumn", *AUTUMN_2023)
    page = browser(app, lending).get("/money/payments/2023-autumn-1/why/1")
    said = "The library says picture book, the entry says story book. The library’s word counts."
    assert said in page.text("main")
    assert "× times 41 % €63.55" in chain(page)[2]  # 500 × 0.31 × 0.41


def test_a_disputed_line_says_what_waits(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    lending.person("P2")
    lending.edition(1)
    lending.claim("P1", 1, heads=2)
    lending.claim("P2", 1, heads=3)
    lending.loans("1,2022,1000")
    lending.run("autumn", *AUTUMN_2023)
    page = browser(app, lending).get("/money/payments/2023-autumn-1/why/1")
    # €310.00: a third is €103.3333, a half €155.00
    assert page.h1 == "Why did I get €103.3333?"
    assert "At most €155.00 would be yours" in page.text("main")
    assert "1 more has not claimed" not in page.text("main")
    assert "One more has not claimed a part." in chain(page)[3]


def test_money_paid_too_much_is_said_and_nothing_is_paid(app: Flask, paid: Lending) -> None:
    paid.claim("P1", 1, "original_author", 4, added=date(2024, 1, 2))
    paid.run("spring", date(2024, 4, 29), date(2024, 3, 31))
    client = browser(app, paid)
    # among four: 876 × 0.31 × 0.73 ÷ 8 = €24.77985; €49.56 was paid, so €24.78 is too much
    assert "too large by €24.78" in client.get("/money").text("main")
    page = client.get("/money/payments/2024-spring-1")
    said = "€24.78 of 2022, printed books. After this payment €24.78 is still owed."
    assert said in page.text("section", id="not-paid")
    assert chain(client.get("/money/payments/2024-spring-1/why/1"), 1) == [
        "Your only share of the year, rounded to cents €24.78",
        "Already paid on 5 December 2023 −€49.56",
        "Still owed, to be taken from later payments €24.78",
        "In this payment, before tax €0.00",
    ]


def test_years_without_a_change_are_folded_away(app: Flask, paid: Lending) -> None:
    paid.run("spring", date(2024, 4, 29), date(2024, 3, 31))
    page = browser(app, paid).get("/money/payments/2024-spring-1")
    assert "what is due was paid before" in page.text("main")
    folded = page.text("details", id="year-2022-physical")
    assert folded.startswith("Loans of 2022, printed books: €49.56")


def test_the_old_address_of_loans_leads_to_the_new_one(app: Flask, paid: Lending) -> None:
    answer = browser(app, paid).client.get(f"/money/loans/{isbn(1)}")
    assert (answer.status_code, answer.location) == (308, f"/loans/{isbn(1)}")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/rules/rates", "Inferred from published figures"),
        ("/rules/classes", "37.7 %"),
        ("/rules/limits", "€32,000.00"),
        ("/rules/limits", "Paid until 31 December, four years after the loans"),
        ("/rules/limits", "After the year of death 70 years"),
        ("/rules/tax", "60 %"),
    ],
)
def test_the_numbers_of_the_rules_are_public(app: Flask, address: str, said: str) -> None:
    assert said in plain(PageClient(app).get(address).text("main"))


def test_nobody_sees_money_without_signing_in(app: Flask) -> None:
    PageClient(app).get_redirect("/money", "/sign-in?next=/money")
