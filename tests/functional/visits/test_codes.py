"""The support code under Help: shown once, one at a time, withdrawn, and never kept in clear."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.services.visits import support_codes
from portal.store.access import SupportCode
from portal.store.people import Account, Party
from tests.functional.visits.conftest import DRAWN, asked, herself
from tests.page_client import Page, PageClient

HELP = "/help/support-code"


def digits(page: Page) -> str:
    said = "".join(page.one("p", class_="digits").itertext())
    found = re.search(r"(\d{3}) (\d{3})$", said)
    assert found
    return found[1] + found[2]


def test_the_code_is_shown_once_and_opens_her_pages(
    author: PageClient, support: PageClient, database: Any
) -> None:
    assert "Let customer service see my pages" in author.get("/help").text()
    drawn = author.get(HELP).one("input", name="drawn").get("value")
    author.post(HELP, {"mode": "reading", "drawn": drawn}, redirects_to=HELP)
    page = author.get(HELP)
    code = digits(page)
    assert "opens your pages once" in page.text()
    again = author.get(HELP)
    assert again.all("p", class_="digits") == []
    assert "Its digits were shown once." in again.text()
    with database() as session:
        row = session.scalars(select(SupportCode)).one()
    assert code not in "".join(map(str, vars(row).values()))
    support.post("/staff/visits/ask/P1", asked(code), redirects_to="/")
    assert "is looking at your pages now" in author.get(HELP).text()


def test_a_form_that_is_sent_twice_makes_one_code(author: PageClient, database: Any) -> None:
    form = {**author.hidden(HELP), "mode": "edit", "drawn": DRAWN}
    for _sent in range(2):
        assert author.client.post(HELP, data=form).status_code == 303
    with database() as session:
        assert [row.mode for row in session.scalars(select(SupportCode))] == ["edit"]


def test_a_new_code_takes_the_place_of_the_old_one(author: PageClient, support: PageClient) -> None:
    codes = []
    for _made in range(2):
        author.post(HELP, {"mode": "reading", "drawn": "ab" * 15 + f"{_made:02d}"},
                    redirects_to=HELP)  # fmt: skip
        codes.append(digits(author.get(HELP)))
    support.post("/staff/visits/ask/P1", asked(codes[0]), status=422)
    support.post("/staff/visits/ask/P1", asked(codes[1]), redirects_to="/")


def test_a_withdrawn_code_opens_nothing(
    author: PageClient, support: PageClient, code: Callable[..., str]
) -> None:
    told = code()
    author.post(f"{HELP}/withdraw", redirects_to=HELP)
    page = support.post("/staff/visits/ask/P1", asked(told), status=422)
    assert "There is no code that holds." in page.text()
    assert "Took the code for customer service back" in author.get("/me/access-log").text()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"mode": "everything"}, "Choose what customer service may do with the code."),
        ({"mode": "reading", "drawn": ""}, "No code was made."),
        ({"mode": "reading", "drawn": "guess"}, "No code was made."),
    ],
)
def test_what_is_not_ours_makes_no_code(
    author: PageClient, form: dict[str, str], said: str
) -> None:
    sent = {**author.hidden(HELP), "drawn": DRAWN, **form}
    answer = author.client.post(HELP, data=sent)
    assert answer.status_code == 422
    assert said in answer.text


def test_there_is_no_code_for_an_estate(author: PageClient, database: Any) -> None:
    with database() as session:
        session.execute(update(Party).values(death_year=2020))
    answer = author.client.post(
        HELP, data={**author.hidden(HELP), "mode": "reading", "drawn": DRAWN}
    )
    assert "There are no codes for an estate." in answer.text


def test_a_colleague_cannot_use_anothers_code(
    database: Any, aino: Account, code: Callable[..., str]
) -> None:
    told, now = code(), datetime.now(UTC)
    with database() as session, pytest.raises(support_codes.SupportCodeWrong):
        support_codes.take(session, (aino.party_id or 0) + 1, told, "reading", now)
    with database() as session:
        assert support_codes.live(session, aino.party_id or 0, now)
        assert support_codes.withdraw(session, herself(aino), now)
