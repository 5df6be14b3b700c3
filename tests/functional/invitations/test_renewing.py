"""A new letter is written once for each time that it was asked for, on both databases."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.store.receipts import Receipt
from portal.store.records import AuditEvent
from tests.factories.lending import Lending
from tests.functional.invitations.steps import letter, rows
from tests.functional.works.steps import work_url
from tests.functional.works.test_at_once import sent_at_once
from tests.page_client import PageClient, words

AT_ONCE = 3


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def tabs(app: Flask, client: PageClient, number: int) -> list[PageClient]:
    """Browsers of the same session, none of which has seen the code."""
    cookie = client.client.get_cookie("colophon")
    assert cookie is not None
    made = [PageClient(app) for _ in range(number)]
    for one in made:
        one.client.set_cookie("colophon", cookie.value, domain="localhost")
    return made


def kept(shared: Lending) -> tuple[str, int, int]:
    """What is known of the code, and how many letters and receipts there are."""
    [row] = rows(shared)
    with shared.session(writes=False) as session:
        sent = select(func.count()).where(AuditEvent.event == "invitation_sent")
        receipts = select(func.count()).select_from(Receipt)
        return row.code_sha256, session.scalar(sent) or 0, session.scalar(receipts) or 0


def test_pressed_twice_writes_one_letter(app: Flask, aino: PageClient, shared: Lending) -> None:
    letter(aino, shared)
    [row] = rows(shared)
    base = f"{work_url(aino)}/invitations/{row.id}"
    first, *others = tabs(app, aino, 1 + AT_ONCE)
    asked = {"letters": first.get(f"{base}/letter").one("input", name="letters").get("value") or ""}
    assert asked == {"letters": "1"}
    before = kept(shared)
    assert sent_at_once(others, f"{base}/renew", asked) == [303] * AT_ONCE
    after = kept(shared)
    assert (after[0] != before[0], after[1:]) == (True, (before[1] + 1, before[2] + 1))
    page = first.post(f"{base}/renew", asked, redirects_to=f"{base}/letter")
    page = first.get(f"{base}/letter")
    assert "so no other was made" in page.text("body")
    assert kept(shared) == after
    shown = [one for one in others if one.get(f"{base}/letter").all("p", class_="code")]
    assert len(shown) == 1
    again = {"letters": page.one("input", name="letters").get("value") or ""}
    first.post(f"{base}/renew", again, redirects_to=f"{base}/letter")
    code = [words(one) for one in first.get(f"{base}/letter").one("p", class_="code").iter("span")]
    assert len("".join(code)) == 9
    assert kept(shared)[1] == after[1] + 1


def test_a_form_without_the_number_writes_nothing(aino: PageClient, shared: Lending) -> None:
    letter(aino, shared)
    [row] = rows(shared)
    base, before = f"{work_url(aino)}/invitations/{row.id}", kept(shared)
    for said in ({}, {"letters": "x"}, {"letters": "0"}):
        aino.post(f"{base}/renew", said, redirects_to=f"{base}/letter")
    assert kept(shared) == before
