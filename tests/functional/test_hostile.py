"""What nobody means well by: each address and field takes it, and answers with a page.

On PostgreSQL, which refuses texts and numbers that SQLite takes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from portal.app import create_app
from portal.settings import Settings
from portal.web.limits import limiter
from tests.factories.lending import Lending
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient

HOSTILE = ("a\0b<script>", "9" * 5_000, "\x1b[31m\r\nSet-Cookie: a=b")
QUERY = ("q", "sort", "page", "year", "kind", "about", "language", "next", "role", "heads", "loans")
MULTIPART = {"content_type": "multipart/form-data"}


@pytest.fixture
def app(settings: Settings, postgresql_url: str, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(replace(settings, database_url=postgresql_url, data_dir=tmp_path / "data"))
    limiter.enabled = False
    before = made.logger.level
    made.logger.setLevel(logging.CRITICAL + 1)
    yield made
    made.logger.setLevel(before)
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def aino(app: Flask, tmp_path: Path) -> PageClient:
    lending = Lending(app.extensions["portal.engine"], tmp_path)
    lending.person("P1", "Aino Salo")
    lending.edition(1)
    lending.claim("P1", 1)
    return signed_in(app, lending, "P1")


def addresses(app: Flask, method: str, sign: str) -> list[str]:
    """Every address of a method, each part of it the same; numbers stay 1, so that rows are met."""
    found = []
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.endpoint != "static":
            parts = re.sub(r"<(?:int|isbn):[^>]+>", "1", rule.rule)
            found.append(re.sub(r"<[^>]+>", quote(sign[:2000], safe=""), parts))
    return sorted(set(found))


def faults(client: PageClient, app: Flask, sign: str) -> list[str]:
    """The addresses that answer with a fault, asked and sent to with the same everywhere."""
    query = "&".join(f"{name}={quote(sign)}" for name in QUERY)
    found = []
    for url in addresses(app, "GET", sign):
        answer = client.client.get(f"{url}?{query}", base_url=client.base_url)
        found += [f"GET {url}: {answer.status}"] * (answer.status_code >= 500)
    names = fields(client, app)
    for url in addresses(app, "POST", sign):
        if url not in ("/sign-out", "/sign-in", "/confirm/provider"):  # these ask the provider
            sent: dict[str, Any] = {**dict.fromkeys(names, sign), **client.hidden("/help")}
            answer = client.client.post(url, data=sent, base_url=client.base_url, **MULTIPART)
            found += [f"POST {url}: {answer.status}"] * (answer.status_code >= 500)
    return found


def fields(client: PageClient, app: Flask) -> set[str]:
    """The names of the fields of all forms that can be opened."""
    pages = (client.client.get(url, base_url=client.base_url) for url in addresses(app, "GET", "1"))
    return {name for page in pages for name in re.findall(r' name="([^"]+)"', page.text)}


@pytest.mark.postgresql
@pytest.mark.parametrize("sign", HOSTILE, ids=lambda sign: repr(sign)[:16])
def test_no_address_and_no_field_makes_a_fault(app: Flask, aino: PageClient, sign: str) -> None:
    found = faults(aino, app, sign)
    assert found == [], "\n".join(found)
