"""Two tabs, two people, one moment: what is said at once is stored once, and nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from portal.store.catalogue import Claim, Edition, Work
from tests.factories.lending import Lending
from tests.functional.works.steps import ONE, TWO, answers, signed_in, stored
from tests.page_client import PageClient

AT_ONCE = 4


def sent_at_once(clients: list[PageClient], url: str, sent: dict[str, str]) -> list[int]:
    """Sends the same form from every client in the same moment; the statuses."""
    hidden = [client.hidden("/works/add") for client in clients]
    ready = Barrier(len(clients))

    def send(client: PageClient, carried: dict[str, str]) -> int:
        ready.wait()
        return client.client.post(url, data={**carried, **sent}).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(send, clients, hidden))


def test_the_same_form_from_several_tabs_is_stored_once(app: Flask, lending: Lending) -> None:
    tabs = [signed_in(app, lending, "P1")]
    cookie = tabs[0].client.get_cookie("colophon")
    assert cookie is not None
    for _ in range(AT_ONCE - 1):
        tab = PageClient(app)
        tab.client.set_cookie("colophon", cookie.value, domain="localhost")
        tabs.append(tab)
    assert sent_at_once(tabs, "/works/review", answers(ONE, TWO)) == [303] * AT_ONCE
    assert [row[0] for row in stored(lending)] == [ONE, TWO]


def test_several_people_may_add_the_same_new_book_at_once(app: Flask, lending: Lending) -> None:
    people = [signed_in(app, lending, code) for code in ("P1", "P2", "P3")]
    assert sent_at_once(people, "/works/review", answers(ONE, heads_0="2")) == [303] * 3
    with lending.session() as session:
        counted = [session.scalar(select(func.count()).select_from(table))
                   for table in (Work, Edition, Claim)]  # fmt: skip
    assert counted == [1, 1, 3]
