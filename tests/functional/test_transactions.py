"""One transaction per request: kept when the page went well, undone when it did not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, abort
from sqlalchemy import event, func, select

from portal.kernel.errors import OutOfBounds
from portal.store.people import Party
from portal.web.access import allow
from portal.web.transaction import database as request_database
from tests.factories import people
from tests.functional.conftest import sign_in
from tests.page_client import PageClient

Ending = Callable[[], str]


def refused() -> str:
    raise OutOfBounds


@pytest.mark.parametrize(
    ("ending", "status", "kept"),
    [
        (lambda: "done", 200, 1),
        (refused, 422, 0),
        (lambda: abort(404), 404, 0),
        (lambda: str(1 / 0), 500, 0),
    ],
    ids=["done", "refused", "not found", "fault"],
)
def test_rows_are_kept_only_when_it_went_well(
    app: Flask,
    client: PageClient,
    database,
    quiet_log: None,
    ending: Ending,
    status: int,
    kept: int,
) -> None:
    def view() -> str:
        people.person(request_database())
        return ending()

    app.add_url_rule("/write", "write", allow("public")(view), methods=["POST"])
    token = client.csrf_token("/sign-in")
    assert client.client.post("/write", data={"csrf_token": token}).status_code == status
    with database() as session:
        assert session.scalar(select(func.count()).select_from(Party)) == kept


def test_reading_pages_write_nothing(app: Flask, client: PageClient, database) -> None:
    with database() as session:
        account = people.account(session, people.person(session))
    sign_in(client, account)
    written: list[str] = []

    @event.listens_for(app.extensions["portal.engine"], "before_cursor_execute")
    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "BEGIN", "PRAGMA")):
            written.append(statement)

    for address in ("/", "/help", "/sign-in"):
        client.client.get(address)
    assert written == []


def test_without_a_forgery_token_nothing_is_done(app: Flask, client: PageClient) -> None:
    app.add_url_rule("/write", "write", allow("public")(lambda: "done"), methods=["POST"])
    answer = client.client.post("/write")
    assert answer.status_code == 400
    assert "Your session has ended" in answer.text
