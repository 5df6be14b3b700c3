"""Browsers of people of the office, and how a form of theirs is sent."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.store.people import Account, Staff
from tests.factories import people
from tests.factories.lending import Lending
from tests.functional.conftest import sign_in
from tests.page_client import PageClient


def browser(app: Flask, portal: Lending, role: str = "support", code: str = "") -> PageClient:
    """Signed in as somebody of this role, the same one each time."""
    code = code or f"S-{role}"
    with portal.session() as session:
        row = session.scalar(select(Staff).where(Staff.code == code))
        row = row or people.staff(session, code, f"Minna {role}", role=role)
        account = session.scalar(select(Account).where(Account.staff_id == row.id))
        account = account or people.account(session, staff=row)
    return sign_in(PageClient(app), account)


def twice(client: PageClient, url: str, data: dict[str, Any], to: str, page: str) -> None:
    """A form that is sent twice leads to the same page both times."""
    for _ in range(2):
        client.post(url, data, redirects_to=to, token_from=page)
