"""A book is found by its title and its people when no ISBN is at hand."""

from __future__ import annotations

import pytest

from tests.factories.lending import Lending
from tests.factories.records import by, keep, record
from tests.functional.works.steps import ONE
from tests.functional.works.test_review import aino, app, lending
from tests.page_client import Page, PageClient, words

__all__ = ["aino", "app", "lending"]


def titles(page: Page) -> list[str]:
    return [words(one) for one in page.all("h3")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("title=Talv", ["Talvi"]),
        ("title=talvi&author=quill", ["Talvi"]),
        ("title=talvi&author=virta", []),
        ("author=Salo+Aino", ["Kevät", "Talvi"]),
        ("author=aino+salo", ["Kevät", "Talvi"]),
        ("title=%25", []),
        ("title=_alvi", []),
        ("title=++&author=", []),
    ],
)
def test_words_of_a_title_and_a_name_in_any_order_find_it(
    aino: PageClient, asked: str, found: list[str]
) -> None:
    assert titles(aino.get(f"/works/no-isbn?{asked}")) == found


def test_what_is_found_leads_to_the_review(aino: PageClient) -> None:
    page = aino.get("/works/no-isbn?title=Talvi")
    assert "Mary Quill, Aino Salo · Otava · 2019 · printed book · fennica" in page.text("main")
    text = page.one("input", name="text").get("value")
    after = aino.post("/works/add", {"text": text}, token_from="/works/add")
    assert isinstance(after, Page)
    assert after.h1 == "Tick what you wrote or translated"
    assert str(ONE) in (after.one("input", name="isbns").get("value") or "")


def test_an_edition_without_a_number_is_asked_of_the_office(
    aino: PageClient, lending: Lending
) -> None:
    keep(lending, record("Vanha talvi", people=(by("Salo, Aino"),), year=1951))
    page = aino.get("/works/no-isbn?title=vanha")
    assert titles(page) == ["Vanha talvi"]
    assert "This edition has no ISBN." in page.text("main")
    assert page.all("a", href="/messages/ask?about=works")


def test_nothing_found_says_what_else_to_do(aino: PageClient) -> None:
    assert "Write fewer words" in aino.get("/works/no-isbn?title=nowhere").text("main")
    assert "Write fewer words" not in aino.get("/works/no-isbn").text("main")
