"""An office with a draft: an officer, approvers, payees, and a browser for each of the staff."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.kernel.identity import Actor
from portal.services.base import kept
from portal.services.settlement.calculating import calculate_run
from portal.services.settlement.collecting import Order
from portal.settings import OpenIdProvider, Settings
from portal.store.people import Account, Staff
from portal.store.session import engine_for
from portal.web.limits import limiter
from tests.factories import people
from tests.factories.lending import Lending
from tests.functional.conftest import SECRET, TODAY, sign_in
from tests.functional.settlement.conftest import copied
from tests.page_client import PageClient

RUN = "2026-autumn-1"
AUTUMN_2025 = (date(2025, 12, 1), date(2025, 10, 31))
AUTUMN_2026 = (date(2026, 12, 1), date(2026, 10, 14))
STAFF = (
    ("olli", "officer"), ("anna", "approver"), ("bo", "approver"), ("cia", "approver"),
    ("sven", "support"), ("ada", "administrator"), ("aud", "auditor"),
)  # fmt: skip


def fill(lending: Lending) -> None:
    """Two payees, three loan years, an approved run of 2025, a first draft, and that of `RUN`.

    P1 alone has written edition 1, P1 and P2 share edition 2; only P1 has a tax card, of 20 %. A
    loan of 2024 is worth 0.25, as decided, and one of 2025 here 0.30.
    """
    for code, name in (("P1", "Aino Ranta"), ("P2", "Eero Salo"), ("P3", "Ilta Koski")):
        lending.person(code, name)
    lending.card("P1", 200_000)
    for number, title in ((1, "Talvi saaressa"), (2, "Yhteinen kirja"), (3, "Uusi kirja")):
        lending.edition(number, title)
    lending.claim("P1", 1)
    lending.claim("P1", 2, "author", 2)
    lending.claim("P2", 2, "author", 2)
    lending.rate(2025, "0.30")
    lending.loans("1,2024,1000", "2,2024,400")
    lending.run("autumn", *AUTUMN_2025)
    lending.claim("P3", 3, added=date(2026, 3, 1))
    lending.loans("1,2025,2000", "2,2025,100", "3,2025,500")
    with lending.session() as session:
        for code, role in STAFF:
            member = people.staff(session, code, f"{code.title()} Office", role)
            people.account(session, staff=member)
    draft(lending)


def draft(lending: Lending, cutoff: date = AUTUMN_2026[1]) -> str:
    """A run that the officer calculated."""
    with lending.session() as session:
        olli = session.scalars(select(Staff).where(Staff.code == "olli")).one()
        who = Actor(olli.name, staff_id=olli.id, staff_role="officer")
        order = Order("autumn", AUTUMN_2026[0], cutoff)
        return calculate_run(
            session, lending.data_dir, "lending", order, today=lending.today, actor=who
        ).run


@dataclass
class Office:
    """A portal with its browsers; `run` is the draft that is to be approved."""

    app: Flask
    lending: Lending
    run: str = RUN
    browsers: dict[str, PageClient] = field(default_factory=dict)

    def browser(self, code: str) -> PageClient:
        """The browser in which a staff member is signed in."""
        if code not in self.browsers:
            with self.lending.session() as session:
                account = session.scalars(select(Account).where(Account.subject == code)).one()
            self.browsers[code] = sign_in(PageClient(self.app), account)
        return self.browsers[code]

    def member(self, code: str, role: str = "approver", party: str | None = None) -> str:
        """One more staff member, who may also be a payee."""
        with self.lending.session() as session:
            row = people.staff(session, code, f"{code.title()} Office", role)
            row.party_id = self.lending.ids[party] if party else None
            people.account(session, staff=row)
        return code

    def execute(self, statement: str) -> None:
        """SQL behind the portal's back."""
        with self.lending.session() as session:
            session.execute(text(statement))

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with self.lending.session(writes=False) as session:
            return int(session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)

    def yeses(self) -> tuple[int, int, int]:
        """Approvals, payments and postings; those of the run of 2025 are the same throughout."""
        return (
            self.count("run_approval"), self.count("payment"), self.count("ledger_transaction")
        )  # fmt: skip

    def form(self, code: str, run: str | None = None) -> dict[str, str]:
        """The form of the approval as this person sees it, filled in as it asks."""
        page = self.browser(code).get(f"/staff/runs/{run or self.run}/approve")
        values = {
            one.get("name") or "": one.get("value") or "" for one in page.all("input")
            if one.get("type") != "checkbox"
        }  # fmt: skip
        cents = int(values["net_cents"])
        return {**values, "looked": "y", "typed": f"{cents // 100}.{cents % 100:02d}"}

    def send(
        self, code: str, values: dict[str, str], run: str | None = None, **more: str
    ) -> TestResponse:
        """Sends an approval from this person's browser, with its own token unless told another."""
        browser = self.browser(code)
        told = {**values, **browser.hidden("/staff"), **more}
        url = f"/staff/runs/{run or self.run}/approve"
        return browser.client.post(url, data=told, base_url="http://localhost")

    def approve(self, code: str, run: str | None = None, **more: str) -> TestResponse:
        """Opens the page, fills it in and sends it."""
        return self.send(code, self.form(code, run), run, **more)


@pytest.fixture(scope="session")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Lending:
    """A filled database and folder, to copy."""
    home = tmp_path_factory.mktemp("office")
    copied(sqlite_template, home / "portal.sqlite")
    lending = Lending(engine_for(f"sqlite:///{home / 'portal.sqlite'}"), home / "portal")
    fill(lending)
    lending.engine.dispose()
    return lending


@pytest.fixture(scope="module")
def shared(filled: Lending, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One application for all tests of a file: to make one costs more than any of them."""
    home = tmp_path_factory.mktemp("portal")
    with opened(f"sqlite:///{home / 'portal.sqlite'}", home / "portal", filled) as office:
        yield office


@pytest.fixture
def office(shared: Office, filled: Lending) -> Office:
    """The office as it was filled, whatever the test before did; staff need no passkey in it."""
    shared.lending.engine.dispose()
    folder = shared.lending.folder
    for old in folder.parent.glob("portal.sqlite*"):
        old.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    copied(filled.folder.parent / "portal.sqlite", folder.parent / "portal.sqlite")
    shutil.copytree(filled.folder, folder)
    kept.forget()
    limiter.enabled = False
    shared.browsers.clear()
    shared.lending.ids = dict(filled.ids)
    return shared


@contextmanager
def opened(url: str, folder: Path, filled: Lending, **more: Any) -> Iterator[Office]:
    """The portal of a database."""
    settings = Settings(
        url, folder / "data", secret_key=SECRET, today_fixed=TODAY,
        oidc=OpenIdProvider(people.ISSUER, "portal", "the secret of the client"),
        **{"staff_passkeys": "optional", **more},
    )  # fmt: skip
    app = create_app(settings)
    limiter.enabled = False
    engine = app.extensions["portal.engine"]
    yield Office(app, Lending(engine, folder, ids=dict(filled.ids), files=9))
    engine.dispose()
