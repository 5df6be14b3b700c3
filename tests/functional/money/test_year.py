"""The year of money: its list, its picture, its stages; every sum once more by SQL or by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import func, select, update

from portal.store.payments import Payment
from portal.store.people import TaxCard
from portal.store.settlement import Run, RunApproval
from portal.store.usage import UsageImport
from tests.factories.lending import Lending
from tests.functional.money.conftest import SVG, browser, drawn, plain
from tests.page_client import Page, words

AUTUMN_2026 = (date(2026, 12, 1), date(2026, 10, 30))


def listed(page: Page) -> list[str]:
    return [plain(words(one)) for one in page.all("ol", class_="year")[0].iter("li")]


def stages(page: Page) -> list[str]:
    [line] = page.all("ol", class_="stages")
    return [words(one) for one in line.iter("li")]


def dated(lending: Lending, run: str, calculated: date, approved: date) -> None:
    """The moments of a run, whose real ones are those of the test."""
    noon = [datetime(d.year, d.month, d.day, 12, tzinfo=UTC) for d in (calculated, approved)]
    with lending.session() as session:
        [run_id] = session.scalars(select(Run.id).where(Run.code == run))
        values = {"calculated_at": noon[0], "approved_at": noon[1]}
        session.execute(update(Run).where(Run.id == run_id).values(**values))
        session.execute(update(RunApproval).where(RunApproval.run_id == run_id).values(
            approved_at=noon[1]))  # fmt: skip


def reported(lending: Lending, day: datetime) -> None:
    with lending.session() as session:
        session.execute(update(UsageImport).values(imported_at=day))


def test_an_empty_year_says_that_nothing_is_there(app: Flask, lending: Lending) -> None:
    lending.person("P1")
    page = browser(app, lending).get("/money")
    assert "As things stand, nothing is due to you" in page.text("div", id="next")
    assert "Nothing has been paid to you in this year so far." in page.text("section", id="year")
    assert listed(page) == [
        "31 December 2026 The last day of the loans of 2022. Nothing of yours expires."
    ]
    clock = [words(one) for one in page.one("section", id="expiry").iter("li")]
    assert clock == [
        f"31 December {year + 4} Loans of {year}. Nothing of yours would be left."
        for year in (2022, 2023, 2024, 2025)
    ]
    assert "Nothing has been paid yet" in page.text("section", id="payments")
    assert not page.all("section", id="builds-up")


def test_the_year_says_each_day_and_each_sum(app: Flask, paid: Lending) -> None:
    paid.edition(2, "Uusi")
    paid.claim("P1", 2)
    paid.rate(2025, "0.26")
    paid.loans("2,2025,100", source="Espoo")
    paid.today = date(2026, 5, 2)
    paid.run("spring", date(2026, 5, 12), date(2026, 4, 24))
    paid.today = date(2026, 10, 15)
    paid.run("autumn", *AUTUMN_2026, approve=False)
    reported(paid, datetime(2026, 3, 15, 12, tzinfo=UTC))
    page = browser(app, paid).get("/money")
    # 100 × €0.26 = €26.00; 24.5 % of it is €6.37; whole euro
    assert listed(page) == [
        "15 March 2026 The loans of 2022 were reported.",
        "15 March 2026 The loans of 2025 were reported.",
        "12 May 2026 Payment day, with nothing for you.",
        "30 October 2026 The last day to add or change works for the next payment. "
        "A tax card that we have by then counts too.",
        "1 December 2026 The next payment: about €26 before tax, about €20 to you.",
        "31 December 2026 The last day of the loans of 2022. Nothing of yours expires.",
    ]
    assert stages(page) == [
        "Done: Loans reported 15 March 2026",
        "Now: Check your works until 30 October 2026",
        "Still to come: Calculated",
        "Still to come: Approved",
        "Still to come: Day of payment 1 December 2026",
    ]
    [now] = page.all("li", class_="now")
    assert now.get("aria-current") == "step"


def test_a_year_that_was_says_what_was_paid(app: Flask, paid: Lending) -> None:
    client = browser(app, paid)
    page = client.get("/money?year=2023")
    with paid.session(writes=False) as session:
        sums = [func.sum(c) for c in (Payment.gross_cents, Payment.tax_cents, Payment.net_cents)]
        own = select(*sums).where(Payment.party_id == paid.ids["P1"])
        assert tuple(session.execute(own).one()) == (4956, 1214, 3742)
    facts = [words(one) for one in page.one("section", id="year").iter("dd")]
    assert facts == ["€49.56", "€12.14", "€37.42"]
    assert listed(page) == ["5 December 2023 Paid: €49.56 before tax, €37.42 to you."]
    link = next(page.all("ol", class_="year")[0].iter("a"))
    assert link.get("href") == "/money/payments/2023-autumn-1"
    assert [words(one) for one in page.one("ul", class_="years").iter("a")] == ["2026", "2023"]
    assert client.get("/money?year=nonsense").text("section", id="year").startswith("The year 2026")
    client.get("/money?year=2024", 404)
    client.get("/money?year=-1", 404)


def test_the_picture_shows_the_days_of_the_list(app: Flask, paid: Lending) -> None:
    paid.run("autumn", *AUTUMN_2026, approve=False)
    page = browser(app, paid).get("/money")
    pictures = drawn(page, "svg", "year-picture")
    assert [picture.get("aria-hidden") for picture in pictures] == ["true", "true"]
    for picture in pictures:
        names = [words(one) for one in picture.iter(f"{SVG}text")]
        assert len([name for name in names if not name.isdigit()]) == 12
        place = names.index("Oct")
        # October 30, and in December the payment of the 1st and the last day of the 31st
        assert names[place : place + 2] == ["Oct", "30"]
        assert names[-3:] == ["Dec", "1", "31"]


def test_a_payment_that_is_approved_is_not_paid_before_its_day(app: Flask, paid: Lending) -> None:
    paid.edition(2, "Uusi")
    paid.claim("P1", 2)
    paid.rate(2025, "0.26")
    paid.loans("2,2025,100", source="Espoo")
    run = paid.run("autumn", date(2026, 10, 20), date(2026, 10, 9))
    dated(paid, run.run, date(2026, 10, 12), date(2026, 10, 14))
    reported(paid, datetime(2026, 3, 15, 12, tzinfo=UTC))
    client = browser(app, paid)
    page = client.get("/money")
    # €26.00 less 24.5 %, fractions of a cent dropped: €6.37
    said = "The payment of 20 October 2026 is approved: €19.63 to you."
    assert said in page.text("main")
    assert "The payment after that is in spring 2027" in page.text("div", id="next")
    assert "Nothing has been paid to you in this year so far." in page.text("section", id="year")
    assert "20 October 2026 Approved: €26.00 before tax, €19.63 to you." in listed(page)
    row = next(one for one in page.all("tr") if words(one).startswith("20 October"))
    assert words(row).endswith("Approved")
    own = client.get(f"/money/payments/{run.run}")
    assert "We pay you €19.63: €26.00 before tax, less €6.37 of tax." in own.text("main")
    assert stages(own)[-3:] == [
        "Done: Calculated 12 October 2026",
        "Done: Approved 14 October 2026",
        "Now: Day of payment 20 October 2026",
    ]


def test_a_paid_payment_opens_its_stages(app: Flask, paid: Lending) -> None:
    reported(paid, datetime(2023, 3, 14, 22, 30, tzinfo=UTC))  # in Helsinki it is the 15th
    dated(paid, "2023-autumn-1", date(2023, 11, 8), date(2023, 11, 10))
    assert stages(browser(app, paid).get("/money/payments/2023-autumn-1")) == [
        "Done: Loans reported 15 March 2023",
        "Done: Last day to change works 3 November 2023",
        "Done: Calculated 8 November 2023",
        "Done: Approved 10 November 2023",
        "Done: Paid 5 December 2023",
    ]


def test_a_tax_card_of_the_year_is_on_its_day(app: Flask, paid: Lending) -> None:
    with paid.session() as session:
        card = {"party_id": paid.ids["P1"], "source": "test"}
        session.add(TaxCard(valid_from=date(2026, 2, 1), percent_ppm=305_000, **card))
        session.add(TaxCard(valid_from=date(2026, 9, 1), percent_ppm=None, **card))
    said = listed(browser(app, paid).get("/money"))
    assert said[:2] == [
        "1 February 2026 Your tax card of 30.5 % begins.",
        "1 September 2026 From this day we know of no tax card of yours.",
    ]
