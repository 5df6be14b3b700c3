"""The list of works: fifty a page, found by words or ISBN, in four orders; its states."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from portal.services.base import kept
from tests.factories.lending import Lending, isbn
from tests.functional.works.steps import LAST_YEAR, signed_in
from tests.page_client import Page, PageClient, words

MOST_STATEMENTS = 12


def titles(page: Page) -> list[str]:
    """The works of a page of the list, in its order."""
    return [words(link) for link in page.one("tbody").iter("a")]


def states(page: Page) -> list[str]:
    """The state of each work."""
    return [words(tag) for tag in page.one("tbody").iter("span") if tag.get("class") == "tag plain"
            or (tag.get("class") or "").startswith("tag")]  # fmt: skip


@pytest.fixture
def sixty(lending: Lending) -> None:
    """Sixty works of one edition; the first is the most lent."""
    for number in range(1, 61):
        lending.edition(number, f"Kirja {number:02d}")
        lending.claim("P1", number, added=date(2015, 1, number % 28 + 1))
    lending.loans(*(f"{number},{LAST_YEAR},{1000 - number}" for number in range(1, 61)))


@pytest.mark.usefixtures("sixty")
def test_fifty_works_a_page(aino: PageClient) -> None:
    page = aino.get("/works")
    assert "60 works in 60 editions." in page.text("p", class_="lede")
    assert titles(page) == [f"Kirja {number:02d}" for number in range(1, 51)]
    assert "Works 1 to 50 of 60" in page.text("nav", class_="pages")
    assert page.one("a", rel="next").get("href") == "/works?page=2"
    assert not page.all("a", rel="prev")
    second = aino.get("/works?page=2")
    assert titles(second) == [f"Kirja {number:02d}" for number in range(51, 61)]
    assert "Works 51 to 60 of 60" in second.text("nav", class_="pages")
    assert second.one("a", rel="prev").get("href") == "/works"
    for nowhere in ("0", "3", "-1", "99999999999999999999"):
        aino.get(f"/works?page={nowhere}", status=404)
    aino.get("/works?page=two")


@pytest.mark.usefixtures("sixty")
def test_works_are_found_by_words_and_by_isbn(aino: PageClient) -> None:
    assert titles(aino.get("/works?q=KIRJA+17")) == ["Kirja 17"]
    written = f"978-951-01-{isbn(42) // 10 % 10000:04d}"
    assert titles(aino.get(f"/works?q={written}")) == ["Kirja 42"]
    page = aino.get("/works?q=Sinuhe")
    assert "No work in your list has “Sinuhe”" in page.text("main")
    assert page.one("input", id="q").get("value") == "Sinuhe"
    assert titles(aino.get("/works?q=kirja&sort=title&page=2"))[-1] == "Kirja 60"
    file = aino.client.get("/works/list.csv").text
    assert len(list(csv.DictReader(io.StringIO(file)))) == 60


def test_orders(app: Flask, lending: Lending) -> None:
    for number, title, loans, heads, added in (
        (1, "Zen", 10, 1, 1), (2, "Ärjyvä", 300, 5, 2), (3, "Aamu", 100, 1, 3),
    ):  # fmt: skip
        lending.edition(number, title)
        lending.claim("P1", number, heads=heads, added=date(2020, 1, added))
        lending.loans(f"{number},{LAST_YEAR},{loans}", source=f"Library {number}")
    lending.rate(LAST_YEAR, "0.31")
    aino = signed_in(app, lending, "P1")
    assert titles(aino.get("/works")) == ["Ärjyvä", "Aamu", "Zen"]
    assert titles(aino.get("/works?sort=title")) == ["Aamu", "Ärjyvä", "Zen"]
    assert titles(aino.get("/works?sort=share")) == ["Aamu", "Ärjyvä", "Zen"]
    assert titles(aino.get("/works?sort=added")) == ["Aamu", "Ärjyvä", "Zen"]
    assert titles(aino.get("/works?sort=nonsense")) == ["Ärjyvä", "Aamu", "Zen"]
    aino.post("/language", {"language": "fi"}, redirects_to="/", token_from="/works")
    assert titles(aino.get("/works?sort=title")) == ["Aamu", "Zen", "Ärjyvä"]


def test_a_share_over_the_cap_says_so(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P1", 1)
    # 32,000 ÷ 0.31 = 103,225.8 loans
    lending.loans(f"1,{LAST_YEAR},103226")
    lending.rate(LAST_YEAR, "0.31")
    page = aino.get("/works")
    assert states(page) == ["Over the cap of the year"]
    link = page.one("tbody").find(".//a")
    assert link is not None
    text = aino.get(link.get("href") or "").text("main")
    assert "which is €32,000 for printed books and €15,000 for e-books" in text


def test_just_below_the_cap_all_is_in_order(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans(f"1,{LAST_YEAR},103225")
    lending.rate(LAST_YEAR, "0.31")
    assert states(aino.get("/works")) == ["In order"]


def test_money_that_could_not_be_paid_in_time_has_expired(
    aino: PageClient, lending: Lending
) -> None:
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2021,100")  # the latest year, and its last day was 31 December 2025
    page = aino.get("/works")
    assert states(page) == ["Expired"]
    link = page.one("tbody").find(".//a")
    assert link is not None
    assert "could be paid until 31 December 2025" in aino.get(link.get("href") or "").text("main")


def test_small_money_names_the_smallest_payment(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans(f"1,{LAST_YEAR},10")
    lending.rate(LAST_YEAR, "0.31")
    assert states(aino.get("/works")) == ["Builds up to €10"]


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is sent to the database; the beginning of a transaction asks nothing."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.usefixtures("sixty")
def test_no_page_asks_more_for_more_works(aino: PageClient, lending: Lending) -> None:
    first = lending.claim("P1", 60, heads=2, added=date(2016, 1, 1))
    lending.claim("P2", 60, heads=3)
    link = aino.get("/works").one("tbody").find(".//a")
    assert link is not None
    for address in ("/", "/works", "/works?page=2&sort=title", "/missing",
                    f"/works/what-if/{first}?heads=3", link.get("href") or ""):  # fmt: skip
        kept.forget()
        with statements() as sent:
            aino.get(address)
        assert len(sent) <= MOST_STATEMENTS, (address, sent)
