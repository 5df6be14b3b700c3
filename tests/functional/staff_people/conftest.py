"""Browsers of the office: one for each role, and a few people to be found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.kernel.identity import StaffRole
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

Office = Callable[[StaffRole], PageClient]


@pytest.fixture
def office(app: Flask, database: Any) -> Office:
    """`office("officer")` is a browser of a staff member who has just proved who she is."""

    def browser(role: StaffRole) -> PageClient:
        with database() as session:
            member = people.staff(session, f"s-{role}", f"Sanna {role.title()}", role)
            account = people.account(session, staff=member)
        return sign_in(PageClient(app), account)

    return browser


@pytest.fixture
def register(database: Any) -> None:
    """Five people: two of them may be one, one has died, one has a pen name."""
    with database() as session:
        _people(session)


def _people(session: Session) -> None:
    people.person(session, "P1", "Aino Öhman", birth_year=1951, email="aino@example.org")
    people.person(session, "P2", "Öhman, Aino", birth_year=1951)
    people.person(session, "P3", "Bo Ahlgren", death_year=1990, birth_year=1920)
    people.person(session, "P4", "Kaisa Kirjailija")
    people.person(session, "P5", "Leo Zetterberg", birth_year=1980)
