"""The list of pictures, leaving for who pays them, and the question how it went."""

from __future__ import annotations

import csv
import io

from flask import Flask
from sqlalchemy import select, update

from portal.store.catalogue import Claim, Edition
from portal.store.records import AuditEvent
from portal.store.referrals import Referral
from tests.factories.lending import Lending, isbn
from tests.functional.conftest import TODAY
from tests.functional.works.steps import signed_in
from tests.page_client import Page, PageClient, words

PICTURES, LEAVING = "/works/pictures", "/works/pictures/leaving"
ONE, TWO, THREE = isbn(1), isbn(2), isbn(3)


def rows(page: Page, caption: str) -> list[list[str]]:
    tables = [t for t in page.all("table") if words(next(t.iter("caption"))) == caption]
    body = next(tables[0].iter("tbody"))
    return [[words(cell) for cell in row] for row in body.iter("tr")]


def events(lending: Lending) -> list[str]:
    with lending.session() as session:
        return list(session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)))


def referrals(lending: Lending) -> list[Referral]:
    with lending.session() as session:
        found = list(session.scalars(select(Referral)))
        session.expunge_all()
    return found


def test_the_list_has_what_she_drew_and_nothing_else(ilona: PageClient) -> None:
    page = ilona.get(PICTURES)
    assert "2 editions are in the list for Kopiosto" in page.text("main")
    listed = [(row[0], row[2]) for row in rows(page, "The list")]
    assert listed == [("=Kissan päivät", "Illustrator, Writer"), ("Talvi saaressa", "Illustrator")]


def test_the_list_can_be_copied_without_scripts(ilona: PageClient) -> None:
    field = ilona.get(PICTURES).one("textarea", id="copy")
    assert field.get("readonly") is not None
    assert (field.text or "").splitlines() == [
        "978-951-0-10002-8; =Kissan päivät; Illustrator, Writer",
        "978-951-0-10001-1; Talvi saaressa; 2019; Illustrator",
    ]


def test_the_file_says_the_same_and_cannot_run(ilona: PageClient) -> None:
    answer = ilona.client.get(f"{PICTURES}/list.csv", base_url=ilona.base_url)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert list(csv.reader(io.StringIO(answer.text))) == [
        ["ISBN", "Title", "Year", "Role"],
        [str(TWO), "'=Kissan päivät", "", "Illustrator, Writer"],
        [str(ONE), "Talvi saaressa", "2019", "Illustrator"],
    ]


def test_both_halves_of_a_book_of_her_own(ilona: PageClient) -> None:
    page = ilona.get(PICTURES)
    (row,) = rows(page, "Books of which you made both halves")
    assert "41\N{NO-BREAK SPACE}% of a loan’s money" in row[1]
    assert row[2] == "paid by Kopiosto"
    assert "59" not in page.text("main").replace("978", "")


def test_books_whose_pictures_nobody_has_claimed_are_asked_about(ilona: PageClient) -> None:
    page = ilona.get(PICTURES)
    asked = page.text("ul", class_="tasks")
    assert "Rumpu ja kumpu" in asked
    assert "Romaani" not in asked
    review = ilona.post("/works/add", {"text": str(THREE)}, token_from=PICTURES)
    assert isinstance(review, Page)
    assert "Rumpu ja kumpu" in review.html


def test_a_year_is_said_once_and_gets_a_receipt(ilona: PageClient, lending: Lending) -> None:
    address = f"{PICTURES}/{TWO}/year"
    ilona.post(address, {"year": "2021"}, redirects_to=f"{PICTURES}#list")
    page = ilona.get(PICTURES)
    assert "The year is in the list. Receipt " in page.text("div", role="status")
    assert rows(page, "The list")[0][3].startswith("2021")
    ilona.post(address, {"year": "2021"}, redirects_to=f"{PICTURES}#list")
    assert events(lending).count("edition_year_said") == 1


def test_a_year_that_is_none_is_refused_with_the_mend(ilona: PageClient, lending: Lending) -> None:
    address = f"{PICTURES}/{TWO}/year"
    for typed, said in (
        ("", "Write the year of publication"),
        ("next", "Write the year of publication"),
        ("1449", "from 1450 to 2026"),
        ("2027", "from 1450 to 2026"),
    ):
        page = ilona.post(address, {"year": typed})
        assert said in page.text("div", id="errors")
        assert page.text("title").startswith("Error: ")
    assert events(lending).count("edition_year_said") == 0


def test_a_known_year_of_a_shared_edition_stays(ilona: PageClient, lending: Lending) -> None:
    page = ilona.post(f"{PICTURES}/{ONE}/year", {"year": "2020"})
    assert "Others have this edition in their lists too" in page.text("div", id="errors")
    with lending.session() as session:
        assert session.scalar(select(Edition.published_year).where(Edition.isbn == ONE)) == 2019


def test_an_edition_outside_of_the_list_is_not_found(ilona: PageClient, app: Flask,
                                                     lending: Lending) -> None:  # fmt: skip
    ilona.get(f"{PICTURES}/{isbn(4)}/year", 404)
    signed_in(app, lending, "P2").get(f"{PICTURES}/{ONE}/year", 404)


def test_leaving_names_the_address_and_is_remembered_once(
    ilona: PageClient, lending: Lending
) -> None:
    page = ilona.get(LEAVING)
    assert "https://www.kopiosto.fi" in page.text("dl", class_="summary")
    for _ in "twice":
        ilona.post(LEAVING, redirects_to=LEAVING)
    (kept,) = referrals(lending)
    assert (kept.organisation, kept.editions, kept.referred_on) == ("kopiosto", 2, TODAY)
    assert events(lending).count("referral_made") == 1
    outgoing = [a for a in ilona.get(LEAVING).all("a") if "kopiosto.fi" in (a.get("href") or "")]
    assert [(a.get("href"), a.get("rel")) for a in outgoing] == [
        ("https://www.kopiosto.fi", "noreferrer noopener")
    ]


def test_no_answer_leads_elsewhere_by_itself(ilona: PageClient) -> None:
    for address in (LEAVING, f"{LEAVING}?next=https://evil.example"):
        assert "evil" not in ilona.get(address).text("main")
    ilona.post(f"{LEAVING}?to=https://evil.example", redirects_to=LEAVING)


def test_the_question_is_answered_once(ilona: PageClient, lending: Lending) -> None:
    ilona.post(LEAVING, redirects_to=LEAVING)
    number = referrals(lending)[0].id
    address = f"{PICTURES}/asked/{number}"
    assert ilona.get(address).h1 == "Did it work with Kopiosto?"
    wrong = ilona.post(address)
    assert "Choose one of the answers" in wrong.text("div", id="errors")
    for _ in "twice":
        ilona.post(address, {"answer": "waiting"}, redirects_to=PICTURES)
    assert events(lending).count("referral_answered") == 1
    assert "You have applied and wait for an answer." in ilona.get(PICTURES).text("main")


def test_another_s_question_is_not_found(ilona: PageClient, app: Flask, lending: Lending) -> None:
    ilona.post(LEAVING, redirects_to=LEAVING)
    eero = signed_in(app, lending, "P2")
    eero.get(f"{PICTURES}/asked/{referrals(lending)[0].id}", 404)


def test_a_form_opened_for_another_saves_nothing(ilona: PageClient, lending: Lending) -> None:
    ilona.post(LEAVING, {"acted_for": "999"}, token_from=LEAVING, status=422)
    assert referrals(lending) == []


def test_an_empty_list_says_what_to_do(app: Flask, lending: Lending) -> None:
    page = signed_in(app, lending, "P2").get(PICTURES)
    assert "Your list is empty" in page.text("main")
    assert page.all("textarea") == []
    assert [words(a) for a in page.all("a", class_="button")] == ["Add works"]


def test_a_visitor_is_asked_to_sign_in(app: Flask) -> None:
    answer = PageClient(app).client.get(PICTURES, base_url="http://localhost")
    assert answer.status_code == 303


def test_a_withdrawn_entry_is_not_handed_over(ilona: PageClient, lending: Lending) -> None:
    mine = select(Edition.id).where(Edition.isbn == ONE).scalar_subquery()
    with lending.session() as session:
        session.execute(
            update(Claim)
            .where(Claim.edition_id == mine, Claim.role == "illustrator")
            .values(withdrawn_on=TODAY)
        )
    assert [row[0] for row in rows(ilona.get(PICTURES), "The list")] == ["=Kissan päivät"]
