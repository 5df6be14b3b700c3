"""The portal as an application on an empty database, and browsers that are signed in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.services.access import sign_in as sessions
from portal.settings import OpenIdProvider, Settings
from portal.store.people import Account
from portal.web.limits import limiter
from tests.factories import people
from tests.factories.people import ISSUER
from tests.functional import forger as forgery
from tests.functional import http
from tests.page_client import PageClient

SECRET = "0123456789 abcdefghijklmnopqrstuvwxyz"
TODAY = date(2026, 10, 15)


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """Settings of a portal in production, on a fixed day; staff may sign in without a passkey."""
    provider = OpenIdProvider(ISSUER, "portal", "the secret of the client")
    return Settings(
        sqlite_url, tmp_path, secret_key=SECRET, oidc=provider, today_fixed=TODAY,
        # What staff need besides is tests/functional/passkeys' subject.
        staff_passkeys="optional",
    )  # fmt: skip


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The portal. Counting of tries is off: a test that is about it switches it on."""
    made = create_app(settings)
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def public_app(settings: Settings) -> Iterator[Flask]:
    """The portal under an address that is not this machine's own."""
    made = create_app(replace(settings, base_url="https://portal.example.org"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def demo_app(settings: Settings) -> Iterator[Flask]:
    """The portal as the demo shows it."""
    made = create_app(replace(settings, demo=True))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def database(app: Flask) -> Callable[[], contextmanager[Session]]:
    """`with database() as session:` is one committed transaction of the portal's database."""
    return app.extensions["portal.transaction"]


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser that nobody has signed in with."""
    return PageClient(app)


@pytest.fixture
def forger() -> Iterator[forgery.Forger]:
    """A served identity provider that answers as a test says."""
    port = http.free_port()
    made = forgery.Forger(f"http://localhost:{port}")
    with http.served(made.application(), port):
        yield made


@pytest.fixture
def portal(settings: Settings, forger: forgery.Forger) -> Iterator[PageClient]:
    """A browser of a portal whose provider is the forger; it knows Kaisa."""
    app = create_app(
        replace(settings, oidc=OpenIdProvider(forger.issuer, "portal", forgery.SECRET))
    )
    limiter.enabled = False
    with app.extensions["portal.transaction"]() as session:
        people.account(session, people.person(session), issuer=forger.issuer, subject="kaisa")
    yield PageClient(app)
    app.extensions["portal.engine"].dispose()


def sign_in(client: PageClient, account: Account) -> PageClient:
    """Signs a browser in without the identity provider: a session row and its cookie."""
    with client.app.extensions["portal.transaction"]() as session:
        token = sessions.complete(session, None, account.issuer, account.subject)
    client.client.set_cookie("colophon", token, domain="localhost")
    return client


@pytest.fixture
def quiet_log(app: Flask) -> Iterator[None]:
    """For tests of a fault: its traceback is expected."""
    before = app.logger.level
    app.logger.setLevel(logging.CRITICAL + 1)
    yield
    app.logger.setLevel(before)
