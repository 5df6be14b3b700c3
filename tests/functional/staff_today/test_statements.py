"""The office's pages ask the database at most fifteen times."""

from __future__ import annotations

from typing import Any

import pytest

from portal.store.people import Party
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.functional.test_statement_counts import asked
from tests.page_client import PageClient

MOST = 15
PAGES = ["/staff", "/staff/people?q=kai", "/staff/people/P1", "/staff/people/duplicates",
         "/staff/people/compare?kept=P1&other=P2", "/staff/people/estates",
         "/staff/people/P1/death", "/staff/people/P1/mandates?holder=kaisa", "/staff/members",
         "/staff/members/add"]  # fmt: skip


@pytest.fixture
def client_of_staff(client: PageClient, database: Any) -> PageClient:
    with database() as session:
        for number in range(1, 4):
            party = people.person(session, f"P{number}", death_year=1990)
            holder = people.account(session, party)
            people.mandate(session, holder, session.get_one(Party, 1))
        account = people.account(session, staff=people.staff(session, role="administrator"))
    return sign_in(client, account)


def test_every_page_asks_little(client_of_staff: PageClient) -> None:
    numbers = {url: len(asked(client_of_staff, url)[0]) for url in PAGES}
    assert {url: number for url, number in numbers.items() if number > MOST} == {}
    assert min(numbers.values()) > 0
