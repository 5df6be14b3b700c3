"""The overview and every page below it open, for the person, an heir and an agent."""

from __future__ import annotations

from typing import Any

import pytest

from portal.store.people import Account
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

READ = ["/me", "/me/names", "/me/devices", "/me/access-log", "/me/data"]
CHANGE = ["/me/names/add", "/me/contact", "/me/email", "/me/consent", "/me/reminders",
          "/me/language"]  # fmt: skip


@pytest.mark.parametrize("address", [*READ, *CHANGE])
def test_every_page_opens(kaisa: PageClient, address: str) -> None:
    kaisa.get(address)
