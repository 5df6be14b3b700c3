"""A person with a session, for the pages of her own details."""

from __future__ import annotations

from typing import Any

import pytest

from portal.store.people import Account
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient


@pytest.fixture
def account(database: Any) -> Account:
    with database() as session:
        party = people.person(session, email="kaisa@example.org", locale="fi")
        return people.account(session, party)


@pytest.fixture
def kaisa(client: PageClient, account: Account) -> PageClient:
    """A browser in which she is signed in."""
    return sign_in(client, account)
