"""A button pressed twice: both clicks on their way at once, and one effect, on both databases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from portal.app import create_app
from portal.kernel.identity import SYSTEM, Identity
from portal.services.audit import audit
from portal.services.people import preferences
from portal.settings import Settings
from portal.store.models import metadata
from portal.store.session import engine_for, transaction
from portal.web.limits import limiter
from tests.factories import people
from tests.factories.lending import Lending, isbn
from tests.functional.works.steps import answers, signed_in
from tests.page_client import PageClient

CLICKS = 3
TABLES = ("message", "receipt", "party_name", "document", "email_change", "referral", "preference",
          "claim", "audit_event")  # fmt: skip
FORMS: dict[str, dict[str, Any]] = {
    "/messages/ask": {"about": "money", "words": "How much?"},
    "/me/email": {"email": "aino@new.example.org"},
    "/me/contact": {"phone": "09 123", "country": "FI"},
    "/me/consent": {"answer": "yes"},
    "/me/reminders": {"answer": "none"},
    "/me/language": {"answer": "fi"},
    "/screen": {"letters": "large", "theme": "dark"},
    "/me/names/add": {"name": "Ainikki", "kind": "pen_name", "note": "A cover", "file": b"%PDF-1"},
    "/works/pictures/leaving": {},
    f"/works/pictures/{isbn(1)}/year": {"year": "2001"},
    "/works/review": answers(isbn(2)),
    "/acting-for": {"party": "1"},
    "/sign-out": {},
}


@pytest.fixture
def app(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(replace(settings, database_url=database_url, data_dir=tmp_path / "data"))
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def aino(app: Flask, tmp_path: Path) -> PageClient:
    lending = Lending(app.extensions["portal.engine"], tmp_path)
    lending.person("P1", "Aino Salo")
    for number in (1, 2):
        lending.edition(number)
    lending.claim("P1", 1, role="illustrator")
    client = signed_in(app, lending, "P1")
    client.get("/works")
    return client


def counted(app: Flask) -> dict[str, int]:
    with app.extensions["portal.transaction"]() as session:
        tables = (metadata.tables[name] for name in TABLES)
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) for table in tables
        }


def sent(client: PageClient, url: str, values: dict[str, Any], together: Barrier) -> int:
    """One click in a browser of its own, with the cookies and the form of the first."""
    browser = client.app.test_client()
    for name in ("colophon", "page"):
        browser.set_cookie(name, client.client.get_cookie(name, domain="localhost").value)
    files = {name: (io.BytesIO(value), "proof.pdf") for name, value in values.items()
             if isinstance(value, bytes)}  # fmt: skip
    together.wait(30)
    answer = browser.post(url, data={**values, **files}, base_url=client.base_url)
    return answer.status_code


def test_all_clicks_are_answered_and_one_counts(app: Flask, aino: PageClient) -> None:
    hidden = aino.hidden("/me/email")
    for url, values in FORMS.items():
        before, together = counted(app), Barrier(CLICKS)
        with ThreadPoolExecutor(CLICKS) as pool:
            clicks = [
                pool.submit(sent, aino, url, {**values, **hidden}, together) for _ in range(CLICKS)
            ]
        assert {click.result() for click in clicks} <= {200, 303}, url
        after = counted(app)
        written = {name: after[name] - before[name] for name in TABLES}
        assert written["audit_event"] == 1, f"{url}: {written}"
        assert max(written.values()) == 1, f"{url}: {written}"


@pytest.mark.postgresql
def test_who_records_and_who_changes_their_own_row_do_not_wait_for_each_other(
    postgresql_url: str,
) -> None:
    engine = engine_for(postgresql_url)
    with transaction(engine) as session:
        aino = people.person(session).id

    def change() -> None:
        with transaction(engine) as other:
            preferences.save_language(other, Identity(SYSTEM, aino), "sv_FI")

    with transaction(engine) as session:
        audit.record(session, SYSTEM, "signed_out")  # holds the chain
        changing = Thread(target=change)
        changing.start()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        for _ in range(10_000):
            if session.scalar(waiting):
                break
        audit.record(session, Identity(SYSTEM, aino), "message_read", message="X")
    changing.join(30)
    with transaction(engine) as session:
        assert preferences.chosen(session, aino).locale == "sv_FI"
    engine.dispose()
