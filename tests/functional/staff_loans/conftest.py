"""An officer's browser, and files of loans as library systems send them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.jobs import orders
from portal.kernel.isbn import check_digit_13
from tests.factories import people
from tests.functional.conftest import TODAY, sign_in
from tests.page_client import PageClient

HEADER = "isbn,year,medium,class,loans,renewals,library\n"


def isbn(number: int) -> int:
    stem = f"97895103{number:04d}"
    return int(stem + check_digit_13(stem))


def table(*rows: tuple[object, ...]) -> bytes:
    """A file in the plain format: (isbn, year, loans, library), …"""
    lines = [f"{code},{year},,,{loans},,{library}\n" for code, year, loans, library in rows]
    return (HEADER + "".join(lines)).encode()


def browser(app: Flask, role: str) -> PageClient:
    """A browser in which a staff member of this role is signed in."""
    with app.extensions["portal.transaction"]() as session:
        member = people.staff(session, f"S-{role}", f"Sam {role.title()}", role)
        account = people.account(session, staff=member)
    return sign_in(PageClient(app), account)


@pytest.fixture
def officer(app: Flask) -> PageClient:
    return browser(app, "officer")


@pytest.fixture
def work(settings: Any) -> Callable[[], int]:
    """Does what waits in the queue, as the worker does."""
    return lambda: orders.advance(settings.database_url, settings.data_dir, TODAY)


def sent(content: bytes, name: str = "loans.csv", **more: Any) -> dict[str, Any]:
    """The fields of the form that brings a file."""
    return {"file": (io.BytesIO(content), name), "source": "Helmet", "format": "", **more}


def uploads(data_dir: Path) -> list[str]:
    """What lies in the folder of uploads."""
    return sorted(path.name for path in (data_dir / "uploads").rglob("*") if path.is_file())
