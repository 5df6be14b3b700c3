"""The list, one work, changing and withdrawing an entry, and what belongs to another."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.kernel.identity import SYSTEM
from portal.kernel.isbn import hyphenated
from portal.services.adding import catalogue
from portal.store.catalogue import Edition
from portal.store.records import AuditEvent
from tests.factories.lending import Lending
from tests.functional.works.steps import (
    LAST_YEAR,
    ONE,
    TWO,
    answers,
    entry,
    save,
    signed_in,
    stored,
    work_url,
)
from tests.page_client import Page, PageClient, words


def test_the_list_shows_loans_share_and_state(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P1", 1, heads=2)
    lending.claim("P2", 1, heads=2)
    lending.loans(f"1,{LAST_YEAR},876")
    lending.rate(LAST_YEAR, "0.31")
    row = [words(cell) for cell in aino.get("/works").one("tbody").iter("td")]
    # 876 × 0.31 ÷ 2 = 135.78
    assert row == ["Writer, 1 of 2", "876", "€135.78", "In order"]


def test_an_earlier_version_stands_again_when_the_later_is_withdrawn(
    aino: PageClient, lending: Lending
) -> None:
    lending.edition(1)
    lending.claim("P1", 1, heads=3)
    lending.claim("P1", 1, heads=5, added=date(2018, 1, 1), withdrawn_on=date(2019, 1, 1))
    row = [words(cell) for cell in aino.get("/works").one("tbody").iter("td")]
    assert row[0] == "Writer, 1 of 3"
    assert "Writer, 1 of 3" in words(aino.get(work_url(aino)).all("table")[0])


def test_a_work_says_who_shares_it_and_no_sum_of_theirs(
    app: Flask, aino: PageClient, lending: Lending
) -> None:
    lending.edition(1)
    lending.claim("P1", 1, heads=3)
    lending.claim("P2", 1, heads=3, added=date(2019, 8, 2))
    lending.loans(f"1,{LAST_YEAR},100")
    page = aino.get(work_url(aino))
    table = page.all("table")[1]
    rows = [[words(cell) for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    assert rows[1][:3] == ["Aino Salo, you", "Writer", "33.33\u00a0%"]
    assert rows[2] == [
        "Eero Salo", "Writer", "33.33\u00a0%", "3 share this role claimed 2 August 2019",
    ]  # fmt: skip
    assert rows[3][0] == "A writer"
    assert "until 31 December 2029" in rows[3][3]
    assert "@" not in page.text("main")


def test_claims_that_disagree_are_shown_to_everybody(
    app: Flask, aino: PageClient, lending: Lending
) -> None:
    lending.edition(1)
    lending.claim("P1", 1, heads=2)
    lending.claim("P2", 1, heads=3)
    lending.loans(f"1,{LAST_YEAR},100")
    for client in (aino, signed_in(app, lending, "P2")):
        text = client.get(work_url(client)).text("main")
        assert "Claims disagree" in text
        assert "2 share this role" in text
        assert "3 share this role" in text


CHANGE = {"role": "author", "heads": "2", "medium": "physical"}


def test_a_change_is_a_new_version_and_the_history_keeps_the_old(
    aino: PageClient, lending: Lending
) -> None:
    number = entry(lending)
    address = f"/works/entries/{number}/change"
    target = work_url(aino)
    aino.post(address, {**CHANGE, "medium": "ebook"}, redirects_to=target)
    assert stored(lending) == [(ONE, "author", 1, False, None), (ONE, "author", 2, False, None)]
    text = aino.get(target).text("main")
    assert "Saved. Receipt number" in text
    assert "changed from “Writer” to “Writer, 1 of 2”, by Aino Salo" in text
    assert "e-book" in text
    aino.post(address, {**CHANGE, "medium": "ebook"}, redirects_to=target)
    assert len(stored(lending)) == 2


def test_the_history_says_that_a_piece_became_one_of_its_own(
    aino: PageClient, lending: Lending
) -> None:
    number = entry(lending)
    sent = {**CHANGE, "heads": "1", "separate": "y"}
    aino.post(f"/works/entries/{number}/change", sent, redirects_to=work_url(aino))
    text = aino.get(work_url(aino)).text("main")
    assert "changed from “Writer” to “Writer, a piece of its own”" in text


def test_another_role_withdraws_the_one_before(aino: PageClient, lending: Lending) -> None:
    number = entry(lending)
    aino.post(f"/works/entries/{number}/change", {**CHANGE, "role": "translator"},
              redirects_to=work_url(aino))  # fmt: skip
    assert stored(lending) == [
        (ONE, "author", 1, False, lending.today), (ONE, "translator", 2, False, None),
    ]  # fmt: skip
    text = aino.get(work_url(aino)).text("main")
    assert "changed from “Writer” to “Translator, 1 of 2”, by Aino Salo" in text


@pytest.mark.parametrize("heads", ["0", "-1", "1000", "", "two", "1,000", "1e3"])
def test_a_change_that_cannot_be_is_said_beside_its_field(
    aino: PageClient, lending: Lending, heads: str
) -> None:
    number = entry(lending)
    page = aino.post(f"/works/entries/{number}/change", {**CHANGE, "heads": heads})
    assert isinstance(page, Page)
    assert "whole number from 1 to 999" in page.text("span", class_="field-error")
    field = page.one("input", name="heads")
    assert (field.get("type"), field.get("inputmode")) == ("text", "numeric")
    assert (field.get("value") or "") == heads
    assert len(stored(lending)) == 1


def test_the_form_of_a_shared_edition_is_not_one_persons_to_change(
    aino: PageClient, lending: Lending
) -> None:
    number = entry(lending)
    lending.claim("P2", 1)
    address = f"/works/entries/{number}/change"
    page = aino.get(address)
    assert [field for field in page.all("input") if field.get("name") == "medium"] == []
    aino.post(address, {**CHANGE, "medium": "ebook"}, redirects_to=work_url(aino))
    with lending.session() as session:
        assert session.scalars(select(Edition.medium)).one() == "physical"


def test_withdrawing_asks_first_and_keeps_the_history(aino: PageClient, lending: Lending) -> None:
    number = entry(lending)
    target = work_url(aino)
    address = f"/works/entries/{number}/withdraw"
    assert "counts as never made" in aino.get(address).text("main")
    assert stored(lending)[0][4] is None
    aino.post(address, redirects_to=target)
    aino.post(address, redirects_to=target)  # a second click changes nothing
    assert stored(lending) == [(ONE, "author", 1, False, lending.today)]
    assert "“Writer” withdrawn, by Aino Salo" in aino.get(target).text("main")
    assert aino.get("/works").text("ul", class_="tasks") == "Talvi saaressa"
    with lending.session() as session:
        events = select(func.count()).where(AuditEvent.event == "claim_withdrawn")
        assert session.scalar(events) == 1


def test_what_belongs_to_another_is_not_there(
    app: Flask, aino: PageClient, lending: Lending
) -> None:
    number = entry(lending)
    address = work_url(aino)
    receipt = save(aino, answers(TWO)).location
    mary = signed_in(app, lending, "P3")
    change, withdraw = (f"/works/entries/{number}/{what}" for what in ("change", "withdraw"))
    for other in (address, change, withdraw, receipt, "/works/99999"):
        mary.get(other, 404)
    mary.post(withdraw, status=404)
    mary.post(change, CHANGE, status=404)
    assert [row[4] for row in stored(lending)] == [None, None]


def test_the_list_as_a_file_cannot_run_in_a_spreadsheet(aino: PageClient, lending: Lending) -> None:
    lending.edition(1, '=HYPERLINK("http://x")')
    lending.claim("P1", 1)
    answer = aino.client.get("/works/list.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="works.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["isbn"], row["title"]) for row in rows] == [(str(ONE), '\'=HYPERLINK("http://x")')]


def test_markup_in_a_title_is_text(aino: PageClient, lending: Lending) -> None:
    title = '<b onclick="x">Talvi</b> & Ø'
    save(aino, answers(ONE, title_0=title))
    assert aino.get("/works").text("a", href=work_url(aino)) == title
    assert aino.get(work_url(aino)).h1 == title


@pytest.mark.parametrize(
    "address", ["/works", "/works/add", "/works/list.csv", "/works/1", "/works/entries/1/change"]
)
def test_nobody_sees_works_signed_out(client: PageClient, address: str) -> None:
    client.get_redirect(address, f"/sign-in?next={address}")


def test_an_illustrator_is_referred_and_no_amount_is_invented(
    aino: PageClient, lending: Lending
) -> None:
    lending.edition(1, class_="picture_book")
    lending.claim("P1", 1, role="illustrator")
    lending.loans(f"1,{LAST_YEAR},100")
    page = aino.get(work_url(aino))
    assert "Pictures are paid by Kopiosto" in page.text("main")
    assert "€" not in page.text("main")
    assert "nothing comes from here" in aino.get("/works").text("main")
    for address in ("/", "/works"):
        assert words(aino.get(address).one("a", href="/works/pictures")) == "Your list for Kopiosto"
    lending.edition(2)
    lending.claim("P1", 2)
    for address in ("/", "/works"):
        assert "nothing comes from here" not in aino.get(address).text("main")


@pytest.mark.parametrize("number", [10**15, 2**31, 2**63, 10**30, "9" * 5000])
@pytest.mark.parametrize(
    "address",
    ["/works/{}", "/works/entries/{}/change", "/works/receipts/{}-{}", "/works/receipts/1-{}",
     "/loans/{}", "/money/payments/2025-autumn/why/{}"],
)  # fmt: skip
def test_a_number_that_no_row_has_is_not_there(
    aino: PageClient, address: str, number: int | str
) -> None:
    aino.get(address.replace("{}", str(number)), 404)


def test_a_work_leads_to_the_latest_why_of_its_edition(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.edition(2, medium="ebook")
    lending.claim("P1", 1)
    lending.claim("P1", 2)
    lending.loans("1,2022,876", "1,2021,900")
    lending.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    lending.run("autumn", date(2023, 12, 5), date(2023, 11, 3))
    page = aino.get(work_url(aino))
    links = [link for link in page.one("main").iter("a") if words(link).startswith("Why")]
    assert [words(link) for link in links] == [f"Why, loans of 2022 {hyphenated(ONE)}"]
    why = aino.get(links[0].get("href") or "")
    assert "876 loans" in why.text("main")
    assert links[0].get("href", "").startswith("/money/payments/2023-autumn-1/why/")


def test_loans_in_both_forms_are_said_apart(aino: PageClient, lending: Lending) -> None:
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans(f"1,{LAST_YEAR},59036,physical", f"1,{LAST_YEAR},5420,ebook",
                  columns="isbn,year,loans,medium")  # fmt: skip
    row = [words(cell) for cell in aino.get("/works").one("tbody").iter("td")]
    assert row[1] == "59,036 printed, 5,420 e-loans"
    assert "59,036 printed, 5,420 e-loans" in aino.get(work_url(aino)).text("main")


def test_an_entry_from_a_file_is_said_in_words(
    aino: PageClient, lending: Lending, tmp_path: Path
) -> None:
    lending.edition(1)
    file = tmp_path / "claims.csv"
    file.write_text(
        f"person_id,isbn,role,heads,title,medium,added\nP1,{ONE},author,1,Talvi,physical,\n"
    )
    with lending.session() as session:
        catalogue.import_catalogue(session, file, today=lending.today, actor=SYSTEM)
    assert "“Writer” added, from a file of the society" in aino.get(work_url(aino)).text("main")


def test_the_list_leads_whoever_also_draws_to_the_list_for_kopiosto(
    aino: PageClient, lending: Lending
) -> None:
    lending.edition(1)
    lending.claim("P1", 1, role="author")
    assert aino.get("/works").all("a", href="/works/pictures") == []
    lending.claim("P1", 1, role="illustrator")
    found = aino.get("/works").one("a", href="/works/pictures")
    assert words(found) == "Your list for Kopiosto"
