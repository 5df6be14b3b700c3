"""What if: other answers, their effect side by side, and nothing is saved."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.lending import Lending
from tests.functional.works.steps import LAST_YEAR, entry, signed_in, stored, work_url
from tests.page_client import Page, PageClient, words


def rows(page: Page, place: int) -> dict[str, tuple[str, str]]:
    """A table of the comparison: words → now and then."""
    table = page.all("tbody")[place]
    found = [[words(cell) for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    return {row[0]: (row[1], row[2]) for row in found}


@pytest.fixture
def shared(lending: Lending) -> int:
    """An entry of Aino's: one of two writers of an edition that was lent 1,000 times."""
    number = entry(lending, heads=2)
    lending.claim("P2", 1, heads=2)
    lending.loans(f"1,{LAST_YEAR},1000")
    lending.rate(LAST_YEAR, "0.31")
    return number


def test_today_stands_on_both_sides(aino: PageClient, shared: int) -> None:
    page = aino.get(f"/works/what-if/{shared}")
    # 1,000 × 0.31 ÷ 2 = 155.00; without a card 60 % is withheld
    assert rows(page, 0)["Your share, before tax"] == ("€155.00", "€155.00")
    assert rows(page, 1)["Reaches you"] == ("€62.00", "€62.00")
    assert "would bring the same: €155.00" in page.text("main")
    assert "Use these in my entry" not in page.text("main")


def test_other_heads_disagree_with_the_other_writer(
    aino: PageClient, lending: Lending, shared: int
) -> None:
    page = aino.get(f"/works/what-if/{shared}?heads=4")
    # the smallest part that both allow: 310.00 ÷ 4 = 77.50; at most ÷ 2
    assert rows(page, 0)["People who share the role"] == ("÷ 2", "÷ 4")
    assert rows(page, 0)["Your share, before tax"] == ("€155.00", "€77.50")
    assert rows(page, 1)["Waits until the claims agree"] == ("€0.00", "€77.50")
    assert rows(page, 2) == {"Eero Salo, writer": ("1/2", "1/4")}
    text = page.text("main")
    assert "With these answers the claims disagree" in text
    assert "You cannot decide for them" in text
    assert len(stored(lending)) == 2


def test_other_loans(aino: PageClient, shared: int) -> None:
    page = aino.get(f"/works/what-if/{shared}?loans=20")
    # 20 × 0.31 ÷ 2 = 3.10, less than the smallest payment
    assert rows(page, 0)["Loans and renewals"] == ("1,000", "20")
    assert rows(page, 1)["Too little to be paid, and waits"] == ("€0.00", "€3.10")
    assert "Use these in my entry" not in page.text("main")


def test_loans_over_the_cap(aino: PageClient, shared: int) -> None:
    page = aino.get(f"/works/what-if/{shared}?loans=1000000")
    # 155,000.00 less 32,000.00
    assert rows(page, 1)["Over the cap of the year"] == ("€0.00", "€123,000.00")
    assert rows(page, 1)["Next payment, before tax"] == ("€155.00", "€32,000.00")


def test_an_edition_that_nobody_has_lent_may_be_tried(aino: PageClient, lending: Lending) -> None:
    number = entry(lending)
    lending.edition(2)
    lending.loans(f"2,{LAST_YEAR},5")
    lending.rate(LAST_YEAR, "0.31")
    page = aino.get(f"/works/what-if/{number}?loans=100")
    assert rows(page, 0)["Your share, before tax"] == ("–", "€31.00")


def test_the_answers_go_along_to_the_entry_and_back(
    aino: PageClient, lending: Lending, shared: int
) -> None:
    page = aino.get(f"/works/what-if/{shared}?heads=3&role=translator&loans=1000")
    [link] = [one for one in page.all("a") if words(one) == "Use these in my entry"]
    form = aino.get(link.get("href") or "")
    assert form.one("input", id="heads").get("value") == "3"
    [chosen] = [one for one in form.all("input", name="role") if one.get("checked") is not None]
    assert chosen.get("value") == "translator"
    change = f"/works/entries/{shared}/change"
    seen = f"/works/what-if/{shared}?role=author&heads=5"
    aino.post(change, {"role": "author", "heads": "5", "effect": "1"}, redirects_to=seen)
    assert len(stored(lending)) == 2
    aino.post(change, {"role": "author", "heads": "5"}, redirects_to=work_url(aino))
    assert len(stored(lending)) == 3


def test_strange_answers_are_said_in_the_form(aino: PageClient, shared: int) -> None:
    for query, said in (
        ("heads=0", "from 1 to 999"), ("heads=two", "from 1 to 999"),
        ("loans=-5", "up to 9,999,999"), ("loans=99999999999", "up to 9,999,999"),
        ("role=king", "Choose one of the answers"),
    ):  # fmt: skip
        page = aino.get(f"/works/what-if/{shared}?{query}")
        assert page.text("title").startswith("Error: "), query
        assert said in page.text("main"), query
        assert not page.all("table"), query
    changed = aino.get(f"/works/entries/{shared}/change?heads=9999&role=king")
    assert changed.one("input", id="heads").get("value") == "2"


def test_nobody_tries_with_the_entry_of_another(app: Flask, lending: Lending, shared: int) -> None:
    mary = signed_in(app, lending, "P3")
    mary.get(f"/works/what-if/{shared}", status=404)
    mary.get("/works/what-if/999999", status=404)
