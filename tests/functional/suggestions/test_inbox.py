"""The inbox of suggestions: one tap for a work, remembered, and taken back."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.store.catalogue import Claim, Edition
from portal.store.matching import Suggestion
from portal.store.preferences import Preference
from tests.factories.lending import Lending, isbn
from tests.factories.records import by, keep, record
from tests.functional.suggestions.steps import AINO, found
from tests.functional.works.steps import signed_in
from tests.page_client import Page, PageClient

INBOX = "/works/suggestions"


def sent(page: Page, place: int = 0) -> dict[str, str]:
    """What the form of a work carries, without the button."""
    form = page.all("section", class_="suggestion")[place].find(".//form")
    assert form is not None
    return {one.get("name") or "": one.get("value") or "" for one in form.iter("input")}


def standing(lending: Lending) -> set[tuple[int, str, int]]:
    query = (
        select(Edition.isbn, Claim.role, Claim.heads)
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Claim.withdrawn_on.is_(None), Claim.party_id == lending.ids["P1"])
    )
    with lending.session(writes=False) as session:
        return {tuple(row) for row in session.execute(query)}


def test_the_inbox_says_what_why_and_what_it_is_worth(aino: PageClient) -> None:
    page = aino.get(INBOX)

    assert page.h1 == "2 works may be yours"
    first, second = page.all("section", class_="suggestion")
    kesa, syksy = ("".join(one.itertext()) for one in (first, second))
    # 120 loans × €0.25
    assert "Sure" in kesa
    assert "about €30" in kesa
    assert "The year of birth is yours: 1950." in kesa
    assert "Mine: add 3 editions" in kesa
    assert "Not sure" in syksy
    assert "The person’s years are 1921–, which are not yours." in syksy
    assert "worth about €30 before tax" in page.text("main")
    assert [one.get("lang") for one in first.findall(".//h2/span")] == ["fi"]


def test_one_tap_claims_every_edition_and_a_second_tap_changes_nothing(
    aino: PageClient, lending: Lending
) -> None:
    form = {**sent(aino.get(INBOX)), "answer": "mine"}
    aino.post(INBOX, form, redirects_to=INBOX)
    claimed = {(isbn(n), "author", 1) for n in (1, 2, 3, 4)}
    assert standing(lending) == claimed
    assert "3 entries are saved. Receipt number" in aino.get(INBOX).text("main")
    aino.post(INBOX, form, redirects_to=INBOX)
    assert standing(lending) == claimed
    assert "You have answered this already" in aino.get(INBOX).text("body")


def test_not_mine_later_and_back_again(aino: PageClient, lending: Lending) -> None:
    aino.post(INBOX, {**sent(aino.get(INBOX), 1), "answer": "not_mine"}, redirects_to=INBOX)
    aino.post(INBOX, {**sent(aino.get(INBOX)), "answer": "later"}, redirects_to=INBOX)
    page = aino.get(INBOX)
    assert page.h1 == "We know of no other works of yours"
    assert "We ask again on 14 November 2026." in page.text("body")
    assert "1 work waits for a later day." in page.text("main")
    [first, second] = [
        "".join(one.itertext()) for one in page.all("ul", class_="two-parts")[0].iter("li")
    ]
    assert "Not mine, 15 October 2026" in second + first
    ids = [one.get("value") or "" for one in page.all("input", name="ids")]
    for one in ids:
        aino.post(f"{INBOX}/undo", {"ids": one}, redirects_to=INBOX, token_from=INBOX)
    assert aino.get(INBOX).h1 == "2 works may be yours"
    assert standing(lending) == {(isbn(1), "author", 1)}


def test_role_number_and_editions_can_be_changed_before(aino: PageClient, lending: Lending) -> None:
    number = sent(aino.get(INBOX))["ids"].split()
    address = f"{INBOX}/{number[0]}"
    page = aino.get(address)
    assert page.h1 == "Kesä"
    form = {f"take_{number[0]}": "y", "role": "translator", "heads": "2", "answer": "mine"}
    aino.post(address, form, redirects_to=INBOX)
    assert standing(lending) == {(isbn(1), "author", 1), (isbn(2), "translator", 2)}
    assert aino.get(INBOX).h1 == "2 works may be yours"
    aino.post(address, form, redirects_to=f"{INBOX}#answered", token_from=INBOX)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"role": "cook"}, "Choose a role"),
        ({"heads": "0"}, "999"),
        ({"heads": "many"}, "whole number"),
        ({"none": "y"}, "Tick at least one edition"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    aino: PageClient, lending: Lending, wrong: dict[str, str], sentence: str
) -> None:
    number = sent(aino.get(INBOX))["ids"].split()
    ticks = {} if "none" in wrong else {f"take_{one}": "y" for one in number}
    form = {**ticks, "role": "author", "heads": "1", **wrong, "answer": "mine"}
    page = aino.post(f"{INBOX}/{number[0]}", form)
    assert page.text("title").startswith("Error: ")
    assert sentence in page.text("main")
    assert standing(lending) == {(isbn(1), "author", 1)}


def test_who_acts_for_another_cannot_answer(app: Flask, lending: Lending, aino: PageClient) -> None:
    form = {**sent(aino.get(INBOX)), "answer": "mine"}
    eero = signed_in(app, lending, "P2")
    number = form["ids"].split()[0]
    eero.get(f"{INBOX}/{number}", status=404)
    own = eero.hidden("/works/add")
    eero.post(INBOX, {**form, **own}, status=404, token_from="/works/add")
    eero.post(f"{INBOX}/undo", {"ids": number}, status=404, token_from="/works/add")
    with lending.session(writes=False) as session:
        assert set(session.scalars(select(Suggestion.state))) == {"open"}


@pytest.mark.parametrize("answer", ["not_mine", "later"])
def test_an_old_page_does_not_say_that_an_answer_changed(
    aino: PageClient, lending: Lending, answer: str
) -> None:
    form = {**sent(aino.get(INBOX)), "answer": "mine"}
    aino.post(INBOX, form, redirects_to=INBOX)
    claimed = standing(lending)
    aino.get(INBOX)
    aino.post(INBOX, {**form, "answer": answer}, redirects_to=INBOX)
    said = aino.get(INBOX).text("body")
    assert "so nothing was changed" in said
    assert "Noted" not in said
    assert standing(lending) == claimed


def test_loans_without_an_isbn_are_of_no_book_of_an_empty_list(
    aino: PageClient, lending: Lending
) -> None:
    lending.titled("Talvi", "Salo, Aino", 2024, 412)
    found(lending)
    page = aino.get(INBOX)
    link = next(one for one in page.all("a", class_="button") if "which book" in (one.text or ""))
    with lending.session() as session:
        session.scalars(select(Claim)).one().withdrawn_on = lending.today
    aino.post(link.get("href") or "", {"answer": "mine"}, status=422, token_from=INBOX)


LONG = "9" * 40


@pytest.mark.parametrize(
    "form",
    [
        {}, {"ids": "x"}, {"ids": LONG}, {"ids": "9" * 5000}, {"ids": "\u0661"},
        {"ids": " ".join(map(str, range(1, 70_000)))}, {"answer": "perhaps"},
    ],
    ids=["none", "word", "beyond the column", "beyond a number", "other digits", "many", "answer"],
)  # fmt: skip
def test_a_form_without_an_answer_says_so(aino: PageClient, form: dict[str, str]) -> None:
    given = {"ids": sent(aino.get(INBOX))["ids"], **form} if "answer" in form else form
    page = aino.post(INBOX, given, status=422)
    assert "Press one of the buttons below a work" in page.text("main")


@pytest.mark.parametrize("heads", ["9" * 5000, LONG, "\u00b2", "-1", ""])
def test_a_number_of_people_that_is_none_is_said(
    aino: PageClient, lending: Lending, heads: str
) -> None:
    form = {**sent(aino.get(INBOX)), "answer": "mine", "heads": heads}
    page = aino.post(INBOX, form, status=422)
    assert "999" in page.text("main")
    assert standing(lending) == {(isbn(1), "author", 1)}


def test_new_editions_by_themselves_are_chosen_and_told(aino: PageClient, lending: Lending) -> None:
    address = f"{INBOX}/new-editions"
    aino.post(address, {"chosen": "yes"}, redirects_to=f"{INBOX}#new-editions", token_from=INBOX)
    keep(lending, record("Talvi", 7, people=(AINO,)))
    found(lending)
    assert (isbn(7), "author", 1) in standing(lending)
    page = aino.get(INBOX)
    assert "Added by itself, 15 October 2026" in page.text("main")
    assert "Ask me first from now on" in page.text("main")
    assert "1 new edition is in your list" in aino.get("/messages").text("main")
    aino.post(address, {"chosen": "no"}, redirects_to=f"{INBOX}#new-editions", token_from=INBOX)
    with lending.session(writes=False) as session:
        assert not session.scalars(select(Preference.add_new_editions)).one()


def test_loans_without_an_isbn_go_to_the_office(aino: PageClient, lending: Lending) -> None:
    lending.titled("Talvi", "Salo, Aino", 2024, 412)
    found(lending)
    page = aino.get(INBOX)
    assert "Loans without an ISBN: 412 in 2024. Which of your books is it?" in page.text("main")
    link = next(one for one in page.all("a", class_="button") if "which book" in (one.text or ""))
    address = link.get("href") or ""
    page = aino.get(address)
    [chosen] = [one for one in page.all("option") if one.get("selected") is not None]
    assert chosen.text == "Talvi, printed book, 978-951-0-10001-1"
    aino.post(address, {"edition": chosen.get("value"), "answer": "mine"}, redirects_to=INBOX)
    with lending.session(writes=False) as session:
        row = session.scalars(select(Suggestion).where(Suggestion.kind == "unmatched")).one()
        assert (row.state, str(row.edition_id)) == ("mine", chosen.get("value"))


def test_a_name_without_a_role_is_asked_about_before_it_is_claimed(
    aino: PageClient, lending: Lending
) -> None:
    keep(lending, record("Ilta", 8, people=(by("Salo, Aino", "", dates="1950-"),)))
    found(lending)
    page = aino.get(INBOX)
    assert "Nobody says what you did" in page.text("main")
    assert "Mine: say what you did" in page.text("main")


def test_nobody_sees_suggestions_signed_out(client: PageClient) -> None:
    client.get_redirect(INBOX, f"/sign-in?next={INBOX}")
