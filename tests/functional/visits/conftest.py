"""An author with works, a member of support, and a visit between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.app import create_app
from portal.kernel.identity import Actor, Identity
from portal.services.visits import support_codes
from portal.settings import Settings
from portal.store.people import Account, Staff
from portal.web.limits import limiter
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

DRAWN = "0123456789abcdef0123456789abcdef"
NOTE = "She called about her picture book"


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Any:
    """The portal; staff need no passkey here, their sessions are fresh."""
    made = create_app(replace(settings, data_dir=tmp_path / "data", staff_passkeys="optional"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def aino(database: Any) -> Account:
    """The author Aino Salo, P1."""
    with database() as session:
        return people.account(session, people.person(session, "P1", "Aino Salo"))


@pytest.fixture
def minna(database: Any) -> Account:
    """Minna of support."""
    with database() as session:
        return people.account(session, staff=people.staff(session, "minna", "Minna Tuki"))


@pytest.fixture
def otto(database: Any) -> Account:
    """Otto, an officer."""
    with database() as session:
        member = people.staff(session, "otto", "Otto Virkailija", "officer")
        return people.account(session, staff=member)


@pytest.fixture
def support(app: Flask, minna: Account) -> PageClient:
    """Minna's browser."""
    return sign_in(PageClient(app), minna)


@pytest.fixture
def officer(app: Flask, otto: Account) -> PageClient:
    """Otto's browser."""
    return sign_in(PageClient(app), otto)


@pytest.fixture
def author(app: Flask, aino: Account) -> PageClient:
    """Aino's browser."""
    return sign_in(PageClient(app), aino)


@pytest.fixture
def code(database: Any, aino: Account) -> Callable[..., str]:
    """Makes Aino a support code."""

    def made(mode: str = "reading", drawn: str = DRAWN, now: datetime | None = None) -> str:
        with database() as session:
            return support_codes.make(
                session, herself(aino), mode, drawn, now or datetime.now(UTC)
            )  # fmt: skip

    return made


@pytest.fixture
def visit(support: PageClient, code: Callable[..., str]) -> Callable[..., PageClient]:
    """Begins a visit to Aino's pages in Minna's browser."""

    def begun(mode: str = "reading") -> PageClient:
        support.post("/staff/visits/ask/P1", asked(code(mode), mode), redirects_to="/")
        return support

    return begun


def herself(account: Account) -> Identity:
    """The author's own identity."""
    who = Actor(account.name, account_id=account.id, party_id=account.party_id)
    return Identity(who, subject_id=account.party_id)


def acting(member: Staff, account: Account | None = None) -> Actor:
    """A staff member as she acts."""
    return Actor(
        member.name,
        account_id=account.id if account else None,
        staff_id=member.id,
        staff_role=member.role,  # type: ignore[arg-type]
    )


def asked(code: str = "", mode: str = "reading", **more: str) -> dict[str, str]:
    """The form that asks for a visit."""
    said = {"reason": "caller", "note": NOTE, "consent": "code", "code": code, "mode": mode}
    return {**said, **more}
