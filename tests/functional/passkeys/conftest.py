"""Kaisa with a passkey, and a portal where staff need one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from portal.app import create_app
from portal.settings import Settings
from portal.store.people import Account, SignedIn
from portal.web.limits import limiter
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient
from tests.soft_authenticator import SoftAuthenticator, options_of

STALE = timedelta(minutes=5, seconds=1)


@pytest.fixture
def account(database: Any) -> Account:
    with database() as session:
        return people.account(session, people.person(session, email="kaisa@example.org"))


@pytest.fixture
def kaisa(client: PageClient, account: Account) -> PageClient:
    """A browser in which she is signed in."""
    return sign_in(client, account)


@pytest.fixture
def strict(settings: Settings) -> Iterator[Flask]:
    """The portal where staff need a passkey, as it is unless the settings say otherwise."""
    made = create_app(replace(settings, staff_passkeys="required"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


def add_passkey(client: PageClient, name: str = "My phone") -> SoftAuthenticator:
    """Adds a passkey by its page."""
    device = SoftAuthenticator()
    answer = device.create(options_of(client.get("/passkeys/add")))
    client.post("/passkeys/add", {"name": name, "passkey": answer}, redirects_to="/passkeys")
    return device


def way_in(client: PageClient, target: str = "") -> str:
    """To the page that asks for a passkey; returns what it hands its script."""
    client.post("/sign-in/passkey", {"next": target}, redirects_to="/sign-in/passkey",
                token_from="/sign-in")  # fmt: skip
    return options_of(client.get("/sign-in/passkey"))


def token_of(client: PageClient) -> str:
    """The session's token that the browser has, empty without one."""
    cookie = client.client.get_cookie("colophon", domain="localhost")
    return cookie.value if cookie else ""


def age(database: Any, by: timedelta = STALE) -> None:
    """Makes every proof older."""
    with database() as session:
        session.execute(update(SignedIn).values(proved_at=datetime.now(UTC) - by))
