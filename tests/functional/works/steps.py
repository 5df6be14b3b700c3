"""What the tests of the pages about works do again and again."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.store.catalogue import Claim, Edition
from portal.store.people import Party
from tests.factories import people
from tests.factories.lending import Lending, isbn
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

ONE, TWO = isbn(1), isbn(2)
LAST_YEAR = 2025


def signed_in(app: Flask, lending: Lending, code: str) -> PageClient:
    with lending.session() as session:
        party = session.scalars(select(Party).where(Party.code == code)).one()
        account = people.account(session, party)
    return sign_in(PageClient(app), account)


def stored(lending: Lending) -> list[tuple[Any, ...]]:
    """Every version of every claim, in their order."""
    columns = (Edition.isbn, Claim.role, Claim.heads, Claim.separate, Claim.withdrawn_on)
    query = select(*columns).join(Edition, Edition.id == Claim.edition_id).order_by(Claim.id)
    with lending.session() as session:
        return [tuple(row) for row in session.execute(query)]


def answers(*isbns: int, **more: Any) -> dict[str, Any]:
    """The review as a browser sends it: each of its own title, ticked, a writer alone."""
    sent: dict[str, Any] = {"isbns": " ".join(map(str, isbns))}
    for place, number in enumerate(isbns):
        sent |= {f"mine_{number}": "y", f"title_{place}": f"Title {number}",
                 f"role_{place}": "author", f"heads_{place}": "1",
                 f"medium_{number}": "physical"}  # fmt: skip
    return {**sent, **more}


def save(client: PageClient, sent: dict[str, Any]) -> Any:
    return client.client.post("/works/review", data={**client.hidden("/works/add"), **sent})


def work_url(client: PageClient) -> str:
    page = client.get("/works")
    return next(
        link.get("href") or "" for link in page.one("main").iter("a")
        if (link.get("href") or "").removeprefix("/works/").isdigit()
    )  # fmt: skip


def entry(lending: Lending, **claim: Any) -> int:
    lending.edition(1)
    return lending.claim("P1", 1, **claim)
