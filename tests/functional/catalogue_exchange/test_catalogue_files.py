"""The list of works as files: taken away by its owner, brought back whole, and anybody's lists."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from portal.documents.catalogue import FORMATS
from portal.store.catalogue import Claim
from portal.store.models import metadata
from tests.factories.lending import Lending, isbn
from tests.functional.works.steps import signed_in, stored
from tests.page_client import Page, PageClient, words

ONE, TWO, THREE = isbn(1), isbn(2), isbn(3)


def bring(client: PageClient, content: bytes, name: str = "lista.csv") -> Page:
    """The page that answers to a file."""
    values = {**client.hidden("/works/upload"), "file": (io.BytesIO(content), name)}
    answer = client.client.post("/works/upload", data=values, base_url=client.base_url)
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 200
    return client._page(answer)


def take(client: PageClient, name: str) -> bytes:
    """A file of the list."""
    return client.client.get(f"/works/download/{name}", base_url=client.base_url).data


def save(client: PageClient, page: Page, *keys: str) -> Any:
    """Sends what is ticked of an own list."""
    carried = page.one("input", name="carried").get("value")
    values = {**client.hidden("/works/upload"), "carried": carried,
              **{f"take_{key}": "y" for key in keys}}  # fmt: skip
    return client.client.post("/works/upload/save", data=values, base_url=client.base_url)


@pytest.fixture
def filled(lending: Lending) -> Lending:
    """Two editions of Aino's: alone and with another role beside; one of Eero's."""
    for number in (1, 2, 3):
        lending.edition(
            number, title=f"Talvi {number}", medium="ebook" if number == 2 else "physical"
        )
    lending.claim("P1", 1, heads=2)
    lending.claim("P1", 1, role="illustrator", heads=1)
    lending.claim("P1", 2, role="translator", heads=3, separate=True)
    lending.claim("P2", 3)
    return lending


def test_the_page_says_for_whom_each_file_is(aino: PageClient) -> None:
    page = aino.get("/works/download")
    found = [link.get("href") for link in page.one("main").iter("a")]
    assert {f"/works/download/{name}" for name in FORMATS} <= set(found)
    assert "For publishers and booksellers" in page.text("main")


def test_a_file_has_the_own_list_and_nobody_elses(aino: PageClient, filled: Lending) -> None:
    for name in FORMATS:
        _has_the_own_list(aino, name)


def _has_the_own_list(aino: PageClient, name: str) -> None:
    answer = aino.client.get(f"/works/download/{name}", base_url=aino.base_url)
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename=works-2026-10-15.")
    assert "P2" not in answer.data.decode("latin-1")
    assert str(THREE).encode() not in answer.data
    page = bring(aino, answer.data, "takaisin.bin")
    assert "Everything in this file is in your list already" in page.text("main")
    assert "3 entries are in your list already" in page.text("main")


def test_a_format_that_there_is_not_is_not_found(aino: PageClient) -> None:
    aino.get("/works/download/pdf", status=404)


@pytest.mark.parametrize("name", FORMATS)
def test_an_own_list_comes_back_exactly(
    name: str, app: Flask, aino: PageClient, filled: Lending
) -> None:
    content = take(aino, name)
    with filled.session() as session:
        session.execute(delete(Claim).where(Claim.party_id == filled.ids["P1"]))
    page = bring(aino, content, f"works.{name}")
    assert "3 entries are not in your list" in page.text("main")
    keys = [f"{ONE}_author", f"{ONE}_illustrator", f"{TWO}_translator"]
    assert save(aino, page, *keys).status_code == 303
    own = [row for row in stored(filled) if row[0] != THREE]
    assert own == [
        (ONE, "author", 2, False, None),
        (ONE, "illustrator", 1, False, None),
        (TWO, "translator", 3, True, None),
    ]


def test_what_differs_shows_both_and_only_what_is_ticked_is_changed(
    aino: PageClient, filled: Lending
) -> None:
    data = json.loads(take(aino, "json"))
    data["works"][0]["editions"][0]["entries"][0]["versions"][0]["heads"] = 4
    page = bring(aino, json.dumps(data).encode())
    (row,) = [one for one in page.all("tr") if str(ONE)[-4:-1] in words(one)]
    assert "Writer, 1 of 4" in words(row)
    assert "Writer, 1 of 2" in words(row)
    assert save(aino, page).status_code == 200
    assert len(stored(filled)) == 4
    save(aino, page, f"{ONE}_author")
    save(aino, page, f"{ONE}_author")
    assert stored(filled)[4:] == [(ONE, "author", 4, False, None)]


def test_a_file_that_was_read_twice_is_kept_nowhere(aino: PageClient, filled: Lending) -> None:
    content, before = take(aino, "csv"), rows(filled)
    for _again in range(2):
        bring(aino, content)
    assert rows(filled) == before


def rows(lending: Lending) -> dict[str, int]:
    with lending.session(writes=False) as session:
        return {name: session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in metadata.tables.items()}  # fmt: skip


def test_long_titles_of_another_script_fit_into_the_form(
    app: Flask, aino: PageClient, lending: Lending
) -> None:
    for number in range(1, 301):
        lending.edition(number, title="書" * 480)
        lending.claim("P2", number)
    page = bring(aino, take(signed_in(app, lending, "P2"), "json"), "list.json")
    assert "do not fit here" in page.text("main")
    ticks = {one.get("name") or "": "y" for one in page.all("input", type="checkbox")}
    sent = {**aino.hidden("/works/upload"), **ticks,
            "carried": page.one("input", name="carried").get("value")}  # fmt: skip
    answer = aino.client.post(
        "/works/upload/save", data=sent, content_type="multipart/form-data"
    )  # fmt: skip
    assert answer.status_code == 303, answer.status
    assert len(stored(lending)) == 300 + len(ticks)


def test_an_own_table_that_a_spreadsheet_rewrote_is_read_as_any_list(
    aino: PageClient, filled: Lending
) -> None:
    rewritten = take(aino, "csv").replace(b"2015-01-01", b"1.1.2015").replace(b"false", b"EPATOSI")
    page = bring(aino, rewritten)
    assert page.h1 == "Tick what you wrote or translated"
    assert "Talvi 1" in page.text("main")


def test_a_list_from_elsewhere_comes_to_the_review(aino: PageClient, lending: Lending) -> None:
    page = bring(
        aino,
        f"Nimeke;ISBN;Rooli;Tekijöitä\r\nTyttö ja äiti;{ONE};kääntäjä;2\r\nX;978951;;\r\n".encode(
            "cp1252"
        ),
    )
    assert "Tyttö ja äiti" in page.text("main")
    assert "978951" in page.text("main")
    assert "Windows-1252" in page.text("body")
    assert stored(lending) == []


def test_records_that_name_her_are_told_from_those_that_do_not(aino: PageClient) -> None:
    product = (
        "<Product><RecordReference>r{0}</RecordReference><NotificationType>03</NotificationType>"
        "<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>{0}</IDValue>"
        "</ProductIdentifier><DescriptiveDetail><ProductForm>BC</ProductForm><TitleDetail>"
        "<TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>"
        "<TitleText>{2}</TitleText></TitleElement></TitleDetail><Contributor><ContributorRole>A01"
        "</ContributorRole><PersonName>{1}</PersonName></Contributor></DescriptiveDetail></Product>"
    )
    message = (
        '<ONIXMessage release="3.0">'
        + product.format(ONE, "Aino Salo", "Talvi")
        + product.format(TWO, "Somebody Else", "Kesä")
        + "</ONIXMessage>"
    )
    page = bring(aino, message.encode(), "kevat.xml")
    assert "Talvi" in page.text("main")
    assert "Kesä" not in page.text("main")
    assert "1 edition in the file does not name you" in page.text("body")


UNREADABLE = {
    "lista.csv": (b"", "is empty"),
    "ilman.csv": (b"Nimi;Vuosi\nTalvi;2019\n", "There is no ISBN in"),
    "luvut.csv": (b"ISBN\n9.78951E+12\n", "rounded every ISBN"),
    "iso.csv": (b"x" * (10 * 1024 * 1024 + 1), "more than 10 megabytes"),
    "uusi.json": (b'{"format": "colophon-catalogue", "version": 2}', "newer portal"),
    "rikki.json": (b'{"format": "colophon-catalogue", "version": 1, "works": 1}', "was changed"),
    "../<b>x.xml": (b"<ONIXMessage release='2.1'/>", "ONIX 2.1"),
}


def test_a_file_that_cannot_be_read_says_why_beside_the_field(aino: PageClient) -> None:
    for name, (content, said) in UNREADABLE.items():
        page = bring(aino, content, name)
        assert page.text("title").startswith("Error: ")
        assert said in page.text("span", id="file-error"), name


def test_nothing_in_a_file_turns_the_words_of_the_page(aino: PageClient, lending: Lending) -> None:
    turned = f"isbn;title;author\n{isbn(7)};Talvi \u202egnp.exe;Salo\u2067, Aino\n".encode()
    page = bring(aino, turned, "lista\u202evsc.csv")
    assert "Talvi gnp.exe" in page.text("main")
    assert not set(page.html) & set("\u202e\u2067")
    refused = bring(aino, b"\x89PNG\r\n\x1a\n0000", "lista\u202evsc.csv")
    assert not set(refused.html) & set("\u202e\u2067")


def test_no_file_and_a_form_of_somebody_else_change_nothing(
    app: Flask, aino: PageClient, filled: Lending
) -> None:
    page = aino.post("/works/upload", {"file": ""})
    assert isinstance(page, Page)
    assert "Choose a file" in page.text("span", id="file-error")
    answer = save(aino, bring(aino, take(signed_in(app, filled, "P2"), "json")), f"{THREE}_author")
    assert answer.status_code == 303
    assert stored(filled)[-1] == (THREE, "author", 1, False, None)
    wrong = {**aino.hidden("/works/upload"), "carried": "{", "take_1_author": "y"}
    refused = aino.client.post("/works/upload/save", data=wrong, base_url=aino.base_url)
    assert refused.status_code == 422
