"""Adding works: what was pasted, what was recognised, what is ticked and answered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.kernel.isbn import hyphenated
from portal.store.catalogue import Edition
from portal.store.receipts import Receipt
from tests.factories.lending import Lending, isbn
from tests.functional.works.steps import LAST_YEAR, ONE, TWO, answers, save, stored
from tests.page_client import Page, PageClient, words


def test_an_empty_list_says_what_to_do(aino: PageClient) -> None:
    page = aino.get("/works")
    assert page.h1 == "Your works"
    assert "Your list is empty" in page.text("main")


def test_pasting_shows_what_was_found_and_stores_nothing(
    aino: PageClient, lending: Lending
) -> None:
    text = f"Hei Aino! {hyphenated(ONE)} ja {TWO}\n9789510000000, {hyphenated(ONE)[:-1]}X"
    page = aino.post("/works/add", {"text": text})
    assert isinstance(page, Page)
    assert page.h1 == "Tick what you wrote or translated"
    assert "2 ISBNs were found" in page.text("main")
    assert "“9789510000000” has been rounded" in page.text("main")
    ticks = [field for field in page.all("input", type_="checkbox")
             if (field.get("name") or "").startswith("mine_")]  # fmt: skip
    assert [field.get("name") for field in ticks] == [f"mine_{ONE}", f"mine_{TWO}"]
    assert all(field.get("checked") is not None for field in ticks)
    assert stored(lending) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste a text that has an ISBN in it."),
        ("no number here", "No ISBN was found"),
        (f"{ONE + 1}", "The check digit of"),
        ("0317-8471", "is an ISSN"),
        ("4006381333931", "is the bar code of another article"),
    ],
)
def test_a_text_without_an_isbn_comes_back_with_the_reason(
    aino: PageClient, text: str, said: str
) -> None:
    page = aino.post("/works/add", {"text": text})
    assert isinstance(page, Page)
    assert page.text("title").startswith("Error: ")
    assert said in page.text("div", class_="error-summary")
    assert words(page.one("textarea")) == text


def test_what_is_ticked_is_added_with_a_receipt(aino: PageClient, lending: Lending) -> None:
    sent = answers(ONE, TWO, role_1="translator", heads_1="2", separate_1="y")
    sent.pop(f"mine_{ONE}")
    answer = save(aino, sent)
    assert answer.status_code == 303
    assert stored(lending) == [(TWO, "translator", 2, True, None)]
    page = aino.get(answer.location)
    number = answer.location.removeprefix("/messages/receipts/")
    assert page.h1 == f"Receipt {number}"
    assert "1 entry is saved." in page.text("main")
    assert f"counts from {lending.today.day} {lending.today:%B %Y}," in page.text("main")
    assert "We received this on" in page.text("main")
    assert f"Title {TWO}" in page.text("table")


def test_an_old_address_of_a_receipt_leads_to_its_number(
    aino: PageClient, lending: Lending
) -> None:
    address = save(aino, answers(ONE, TWO)).location
    with lending.session() as session:
        row = session.scalars(select(Receipt)).one()
        old = f"/works/receipts/{row.first_event}-{row.last_event}"
    aino.get_redirect(old, address)


def test_a_double_click_adds_once(aino: PageClient, lending: Lending) -> None:
    first, second = save(aino, answers(ONE)), save(aino, answers(ONE))
    assert "/messages/receipts/" in first.location
    assert second.location == "/works"
    assert "nothing was changed" in aino.get("/works").text("main")
    assert len(stored(lending)) == 1


BAD_ANSWERS = {
    "heads 0": ({"heads_0": "0"}, "whole number from 1 to 999"),
    "heads -1": ({"heads_0": "-1"}, "whole number from 1 to 999"),
    "heads 1000": ({"heads_0": "1000"}, "whole number from 1 to 999"),
    "heads 1.5": ({"heads_0": "1.5"}, "whole number from 1 to 999"),
    "no heads": ({"heads_0": ""}, "whole number from 1 to 999"),
    "no role": ({"role_0": ""}, "Choose a role"),
    "another role": ({"role_0": "editor"}, "Choose a role"),
    "no title": ({"title_0": "  "}, "Write the title of the book"),
    "a long title": ({"title_0": "t" * 501}, "more than 500 characters"),
    "no tick": ({f"mine_{ONE}": ""}, "Tick at least one edition"),
}


@pytest.mark.parametrize("what", BAD_ANSWERS)
def test_an_answer_that_cannot_be_is_said_beside_its_field(
    aino: PageClient, lending: Lending, what: str
) -> None:
    changed, said = BAD_ANSWERS[what]
    sent = {name: value for name, value in answers(ONE, **changed).items()
            if value or not name.startswith("mine_")}  # fmt: skip
    page = aino.post("/works/review", sent, token_from="/works/add")
    assert isinstance(page, Page)
    assert said in page.text("div", class_="error-summary")
    assert stored(lending) == []


def test_what_failed_is_still_said_when_the_review_comes_back(aino: PageClient) -> None:
    page = aino.post("/works/add", {"text": f"{ONE}\n{TWO + 1} 9789510000000"})
    assert isinstance(page, Page)
    for _ in range(2):
        failed = page.one("input", name="failed").get("value")
        sent = {**answers(ONE, heads_0="0"), "failed": failed}
        page = aino.post("/works/review", sent, token_from="/works/add")
        assert isinstance(page, Page)
        assert "2 numbers are not ISBNs and are left out:" in page.text("main")
        assert "The check digit of" in page.text("main")
        assert "“9789510000000” has been rounded" in page.text("main")


def test_a_made_up_list_of_failures_is_bounded_and_is_text(aino: PageClient) -> None:
    made_up = "\n".join(["length <b>x</b>", "other 1", *(f"length {n}" for n in range(600))])
    sent = {**answers(ONE, heads_0="0"), "failed": made_up}
    page = aino.post("/works/review", sent, token_from="/works/add")
    assert isinstance(page, Page)
    assert "99 numbers are not ISBNs" in page.text("main")
    assert "<b>x</b>" in page.text("main")


def test_editions_of_one_title_get_the_same_answers(aino: PageClient, lending: Lending) -> None:
    lending.edition(1, "Talvi saaressa")
    lending.edition(2, "Talvi saaressa : romaani", medium="ebook")
    page = aino.post("/works/add", {"text": f"{ONE} {TWO}"})
    assert isinstance(page, Page)
    assert [words(heading) for heading in page.all("h2")] == ["Talvi saaressa"]
    assert page.all("select") == []  # the catalogue knows the form of both
    sent = {"isbns": f"{ONE} {TWO}", f"mine_{ONE}": "y", f"mine_{TWO}": "y",
            "role_0": "author", "heads_0": "3"}  # fmt: skip
    save(aino, sent)
    assert stored(lending) == [
        (ONE, "author", 3, False, None), (TWO, "author", 3, False, None),
    ]  # fmt: skip


def test_adding_changes_no_edition_that_exists(aino: PageClient, lending: Lending) -> None:
    lending.edition(1, "Talvi saaressa", medium="ebook")
    save(aino, answers(ONE, title_0="Mine alone", **{f"medium_{ONE}": "physical"}))
    with lending.session() as session:
        edition = session.scalars(select(Edition)).one()
        assert (edition.title, edition.medium) == ("Talvi saaressa", "ebook")


def test_title_and_loans_come_from_the_libraries(aino: PageClient, lending: Lending) -> None:
    lending.record((1, 2), LAST_YEAR, 44)
    lending.record((1, 2), LAST_YEAR - 3, 1000)  # before the years that are shown
    page = aino.post("/works/add", {"text": f"{ONE} {TWO}"})
    assert isinstance(page, Page)
    assert [words(heading) for heading in page.all("h2")] == ["Talvi"]
    assert page.text("main").count("loans 2023 to 2025: 44") == 2
    assert stored(lending) == []


def test_what_is_in_the_list_already_is_said_and_not_ticked(
    aino: PageClient, lending: Lending
) -> None:
    lending.edition(1)
    lending.claim("P1", 1, role="translator", heads=2)
    page = aino.post("/works/add", {"text": f"{ONE}"})
    assert isinstance(page, Page)
    assert "in your list already as: Translator, 1 of 2" in page.text("main")
    assert page.one("input", name=f"mine_{ONE}").get("checked") is None
    checked = [field.get("value") for field in page.all("input", type_="radio")
               if field.get("checked") is not None]  # fmt: skip
    assert checked == ["translator"]


def test_more_isbns_than_a_page_takes_are_counted(aino: PageClient) -> None:
    page = aino.post("/works/add", {"text": "\n".join(str(isbn(n)) for n in range(502))})
    assert isinstance(page, Page)
    assert "500 ISBNs were found" in page.text("main")
    assert "2 more ISBNs were in the text." in page.text("main")
