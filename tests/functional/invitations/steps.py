"""What the tests of invitations do again and again: writing one, reading its code, answering."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from portal.store.catalogue import Edition
from portal.store.messages import Outgoing
from portal.store.sharing import Invitation
from tests.factories.lending import Lending
from tests.page_client import Page, PageClient, words

EERO = {"name": "Eero Salo", "way": "email", "email": "eero@example.org", "role": "author",
        "heads": "2"}  # fmt: skip
NEUTRAL = "This code opens no invitation."


def address(shared: Lending) -> str:
    with shared.session() as session:
        row = session.scalars(select(Edition)).one()
        return f"/works/{row.work_id}/invite/{row.id}"


def send(client: PageClient, shared: Lending, **more: Any) -> Any:
    url = address(shared)
    return client.client.post(url, data={**client.hidden(url), **EERO, **more})


def letter(client: PageClient, shared: Lending, **more: Any) -> str:
    """Writes a letter and reads its code from the page."""
    page = client.get(send(client, shared, way="letter", email="", **more).location)
    return "".join(words(one) for one in page.one("p", class_="code").iter("span"))


def emailed_code(shared: Lending) -> str:
    with shared.session() as session:
        row = session.scalars(select(Outgoing)).one()
        [code] = re.findall(r"\?code=(\w+)", row.body)
        return code


def rows(shared: Lending) -> list[Invitation]:
    with shared.session() as session:
        found = list(session.scalars(select(Invitation).order_by(Invitation.id)))
        session.expunge_all()
        return found


def open_code(client: PageClient, code: str) -> Page:
    page = client.post("/invitation", {"code": code})
    assert isinstance(page, Page)
    return page


def accept(client: PageClient, code: str, **more: str) -> Any:
    sent = {"code": code, "role": "author", "heads": "2", **more}
    return client.client.post("/invitation/accept", data={**client.hidden("/invitation"), **sent})
