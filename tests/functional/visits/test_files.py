"""An author's data are taken away by herself: no file of hers opens in a visit, in either mode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.store.people import Account
from tests.factories.lending import Lending, isbn
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

FILES = (
    "/works/list.csv", "/works/download", "/works/download/csv", "/loans/loans.csv",
    f"/loans/{isbn(1)}/loans.csv", "/works/pictures/list.csv", "/me/access-log.csv",
)  # fmt: skip


@pytest.fixture
def lending(app: Flask, aino: Account, tmp_path: Path) -> Lending:
    made = Lending(app.extensions["portal.engine"], tmp_path)
    made.ids["P1"] = aino.party_id or 0
    made.edition(1)
    made.claim("P1", 1)
    made.loans("1,2025,100")
    return made


@pytest.mark.parametrize("mode", ["reading", "edit"])
def test_no_file_of_an_author_is_taken_in_a_visit(
    visit: Callable[..., PageClient], lending: Lending, mode: str
) -> None:
    browser = visit(mode=mode)
    for address in (*FILES, "/money/payments/2025-autumn/lines.csv"):
        page = browser.get(address, status=403)
        assert "Nobody does this for an author in a visit." in page.text("main")
    for address in ("/works", "/loans", "/me/access-log", "/works/pictures"):
        leads = {link.get("href") for link in browser.get(address).all("a")}
        assert leads & set(FILES) == set()


def test_she_takes_them_herself(app: Flask, aino: Account, lending: Lending) -> None:
    own = sign_in(PageClient(app), aino)
    answers = {one: own.client.get(one, base_url=own.base_url).status_code for one in FILES}
    assert answers == dict.fromkeys(FILES, 200)
