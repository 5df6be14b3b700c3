"""No page asks the database more than twelve times, whatever the number of works."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from portal.app import create_app
from portal.services.base import kept
from portal.settings import Settings
from portal.web.limits import limiter
from tests.demo_portal import DemoPortal
from tests.factories.lending import Lending
from tests.functional.works.steps import LAST_YEAR, signed_in
from tests.page_client import PageClient

MOST = 12
NOT_ASKED = ("BEGIN", "SAVEPOINT", "RELEASE")


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements of a block, without those that only begin a transaction."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(NOT_ASKED):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def asked(client: PageClient, url: str) -> tuple[list[str], str]:
    """What a page asks in a process that has kept nothing, and the page; nothing for a file."""
    kept.forget()
    with counted(client.app.extensions["portal.engine"]) as statements:
        answer = client.client.get(url, base_url=client.base_url)
    assert answer.status_code in (200, 302, 303), f"{url}: {answer.status}"
    return statements, answer.text if answer.mimetype == "text/html" else ""


def pages_of(client: PageClient, most_alike: int) -> dict[str, list[str]]:
    """Address → its statements, for the pages that links lead to from the start."""
    found: dict[str, list[str]] = {}
    alike: dict[str, int] = {}
    waiting = ["/", "/works", "/money", "/loans", "/messages", "/me", "/works/add", "/help"]
    for url in waiting:
        endpoint = endpoint_of(client.app, url)
        if endpoint is None or endpoint == "static" or alike.get(endpoint, 0) >= most_alike:
            continue
        alike[endpoint] = alike.get(endpoint, 0) + 1
        found[url], html = asked(client, url)
        new = (one.replace("&amp;", "&") for one in re.findall(r'href="(/[^"#]*)"', html))
        waiting += [one for one in dict.fromkeys(new) if one not in waiting]
    return found


def endpoint_of(app: Flask, url: str) -> str | None:
    adapter = app.url_map.bind("localhost")
    path, _, query = url.partition("?")
    if not adapter.test(path, "GET"):
        return None
    endpoint, _values = adapter.match(path, "GET", query_args=query)
    return endpoint


@pytest.mark.parametrize("code", ["D001", "D005", "D007"])
def test_no_page_of_the_demo_s_people_asks_more(
    settings: Settings, demo_copy: Any, code: str
) -> None:
    demo: DemoPortal = demo_copy()
    app = create_app(replace(settings, database_url=demo.database_url, data_dir=demo.place))
    limiter.enabled = False
    lending = Lending(app.extensions["portal.engine"], demo.place.parent)
    found = pages_of(signed_in(app, lending, code), most_alike=2)
    assert len(found) > 20
    over = {url: statements for url, statements in found.items() if len(statements) > MOST}
    assert {url: len(statements) for url, statements in over.items()} == {}, over
    app.extensions["portal.engine"].dispose()


def test_as_much_is_asked_for_many_works_as_for_few(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, data_dir=tmp_path / "data"))
    limiter.enabled = False
    lending = Lending(app.extensions["portal.engine"], tmp_path)
    lending.rate(LAST_YEAR, "0.25")
    for code, numbers in (("P1", range(1, 201)), ("P2", range(201, 221))):
        many_works(lending, code, numbers)
    lending.loans(*(f"{number},{LAST_YEAR},{number}" for number in range(1, 221)))
    first, second = (signed_in(app, lending, code) for code in ("P1", "P2"))
    for url in ("/", "/works", "/money", "/loans", "/works?page=1"):
        many, few = asked(first, url)[0], asked(second, url)[0]
        assert (url, len(many)) == (url, len(few))
        assert len(many) <= MOST, url
    app.extensions["portal.engine"].dispose()


def many_works(lending: Lending, code: str, numbers: range) -> None:
    lending.person(code)
    for number in numbers:
        lending.edition(number, f"Work {number}")
        lending.claim(code, number)
