"""Home: what comes and when, what was paid, what to do, and what is new."""

from __future__ import annotations

from datetime import date

from flask import Flask

from portal.store.catalogue import Edition
from tests.factories import people
from tests.factories.lending import Lending
from tests.functional.conftest import sign_in
from tests.functional.works.steps import signed_in
from tests.page_client import Page, PageClient, words


def sums(page: Page) -> list[str]:
    """The three sums at the top, each with its words."""
    return [words(one) for one in page.one("dl", class_="trio").iter("div")]


def to_do(page: Page) -> list[str]:
    """What can be done, in its order."""
    return [words(one) for one in page.one("ol", class_="hints").iter("li")]


def test_an_empty_list_says_what_to_do(aino: PageClient) -> None:
    page = aino.get("/")
    assert page.h1 == "Welcome, Aino Salo"
    assert "Your list of works is empty" in page.text("main")
    assert page.one("a", href="/works/add").text == "Add works"
    assert not page.all("dl", class_="trio")


def test_nothing_needs_who_is_in_order(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2024,900", "1,2025,1000")
    page = aino.get("/")
    # 900 × 0.25 (the rate of 2024) + 1,000 × 0.31 = 535.00 before tax, less 20 % = 428.00
    assert sums(page)[0].startswith("Next payment, autumn 2026 about €535")
    assert "About €428 reaches you" in sums(page)[0]
    assert sums(page)[1].startswith("Paid in 2026 €0.00 Nothing so far this year.")
    assert sums(page)[2].startswith("You may be missing Nothing")
    # that the loans have come was told in a letter, and a letter is something to read
    assert "Read 1 new message" in page.text("main")
    assert "Nothing needs you" not in page.text("main")
    aino.post("/messages/read", redirects_to="/messages")
    assert "Nothing needs you" in aino.get("/").text("main")
    assert "Your work was lent 1,000 times in 2025." in page.text("main")
    # 1,000 of 900 is 11.1 per cent more
    assert words(page.all("h2")[-1]) == "Loans rose 11\u00a0% in 2025"
    assert "Talvi saaressa" in page.text("main")


def test_the_stage_of_today_and_what_was_paid_this_year(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2023,100", "1,2025,200")
    lending.run("spring", date(2026, 5, 12), date(2026, 3, 31))
    lending.run("autumn", date(2026, 12, 1), date(2026, 10, 30), approve=False)
    page = aino.get("/")
    # 100 × 0.31 in spring; 200 × 0.31 to come
    assert "Next payment, 1 December 2026 about €62" in sums(page)[0]
    assert "Paid in 2026 €31.00 Before tax, on 12 May 2026." in sums(page)[1]
    now = page.one("li", aria_current="step")
    assert words(now) == "Now: Check your works until 30 October 2026"


def test_what_to_do_is_sorted_by_euro(aino: PageClient, lending: Lending) -> None:
    lending.edition(1, "Riita")
    lending.claim("P1", 1, heads=2)
    lending.claim("P2", 1, heads=4)
    first = lending.edition(2, "Meri")
    lending.claim("P1", 2)
    with lending.session() as session:
        work_id = session.get_one(Edition, first).work_id
    lending.edition(3, "Meri", work_id=work_id, medium="ebook")
    lending.claim("P2", 3)
    lending.loans("1,2025,1000", "2,2025,10", "3,2025,400")
    page = aino.get("/")
    # 400 × 0.31 = 124; 1,000 × 0.31 × (1/2 − 1/4) = 77.50
    assert to_do(page)[0].startswith("Add another edition of “Meri” The e-book")
    assert to_do(page)[0].endswith("It was lent 400 times. To do about €124")
    assert to_do(page)[1].startswith("Agree on how many share “Riita”")
    assert to_do(page)[1].endswith("To do about €78")
    assert "You may be missing about €202" in sums(page)[2]  # 201.50
    link = page.one("ol", class_="hints").find(".//a")
    assert link is not None
    assert (link.get("href") or "").endswith(f"/works/{work_id}#others")
    aino.get(f"/works/{work_id}")


def test_roles_that_exclude_each_other(aino: PageClient, lending: Lending) -> None:
    lending.edition(1, "Riita")
    lending.claim("P1", 1, role="translator")
    lending.claim("P2", 1)
    lending.loans("1,2025,100")
    # the translator gets nothing, and half of 31.00 when they agree
    [hint] = to_do(aino.get("/"))
    assert hint.startswith("Agree on who did what in “Riita”")
    assert hint.endswith("about €16")  # 15.50


def test_money_that_expires_this_year(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2022,20", "1,2025,5")
    # 6.20 of 2022 and 1.55 of 2025 wait; 2.25 more would make 10.00
    [hint] = to_do(aino.get("/"))
    assert hint.startswith("Some money of 2022 expires on 31 December 2026")
    assert "About €2 more must come" in hint
    assert hint.endswith("Last chance about €6")


def test_a_missing_card_and_address(app: Flask, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P2", 1)
    lending.loans("1,2025,1000")
    page = signed_in(app, lending, "P2").get("/")
    # 60 % of 310.00
    assert to_do(page)[0].startswith("Ask the tax office for a tax card")
    assert to_do(page)[0].endswith("about €186")
    assert to_do(page)[1].startswith("Tell us your e-mail address")
    assert "You may be missing Nothing" in sums(page)[2]


def test_a_card_of_an_earlier_year(app: Flask, lending: Lending) -> None:
    lending.person("P4", "Olli Koski", email="olli@example.org")
    lending.card("P4", 250_000)
    lending.edition(1)
    lending.claim("P4", 1)
    lending.loans("1,2025,1000")
    [hint] = to_do(signed_in(app, lending, "P4").get("/"))
    assert hint.startswith("Check that your tax card of 2026 reaches us We know your card of 2000")


def test_what_was_added_after_the_last_day_waits_for_the_next_payment(
    aino: PageClient, lending: Lending
) -> None:
    lending.edition(1)
    lending.claim("P1", 1, added=date(2026, 9, 20))
    lending.edition(2, "Meri")
    lending.claim("P1", 2)
    lending.loans("1,2025,100", "2,2025,100")
    lending.run("autumn", date(2026, 10, 10), date(2026, 9, 15))
    [hint] = to_do(aino.get("/"))
    assert hint.startswith("“Talvi saaressa” came after the last day")
    assert hint.endswith("Waits about €31")


def test_whom_one_acts_for(app: Flask, lending: Lending) -> None:
    with lending.session() as session:
        estate = people.person(session, "P9", "Otso Salo", death_year=2015)
        account = people.account(session, people.person(session, "P8", "Helka Salo"))
        people.mandate(session, account, estate)
    client = sign_in(PageClient(app), account)
    text = client.get("/").text("main")
    assert "Whom you act for" in text
    assert "Act for Otso Salo" in text
