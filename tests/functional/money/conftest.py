"""What the money pages are tested with: a portal on either database, filled by services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import create_app
from portal.settings import OpenIdProvider, Settings
from portal.store.people import Party
from portal.web.limits import limiter
from tests.factories import people
from tests.factories.lending import Lending
from tests.functional.conftest import SECRET, TODAY, sign_in
from tests.page_client import Page, PageClient, words

SVG = "{http://www.w3.org/2000/svg}"
AUTUMN_2023 = (date(2023, 12, 5), date(2023, 11, 3))


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The portal on either database."""
    provider = OpenIdProvider(people.ISSUER, "portal", "the secret of the client")
    settings = Settings(
        database_url, tmp_path / "portal" / "data", secret_key=SECRET, oidc=provider,
        today_fixed=TODAY,
    )  # fmt: skip
    made = create_app(settings)
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, tmp_path: Path) -> Lending:
    """The same portal, to be filled."""
    return Lending(app.extensions["portal.engine"], tmp_path / "portal")


@pytest.fixture
def paid(lending: Lending) -> Lending:
    """A translated story book by two writers, 876 loans of 2022 at €0.31; a tax card of 24.5 %."""
    lending.person("P1", "Aino Ranta")
    lending.person("P2", "Eero Salo")
    lending.card("P1", 245_000)
    lending.edition(1, "Talvi saaressa", class_="story_book")
    lending.claim("P1", 1, "original_author", 2)
    lending.claim("P2", 1, "original_author", 2)
    lending.loans("1,2022,876")
    lending.run("autumn", *AUTUMN_2023)
    return lending


def browser(app: Flask, lending: Lending, code: str = "P1") -> PageClient:
    with lending.session() as session:
        account = people.account(session, session.scalar(select(Party).where(Party.code == code)))
    return sign_in(PageClient(app), account)


def chain(page: Page, number: int = 0) -> list[str]:
    return [plain(words(step)) for step in page.all("ol", class_="chain")[number]]


def drawn(page: Page, tag: str, class_: str) -> list[Element]:
    """Elements of pictures, which have a namespace of their own."""
    found = page.tree.iter(f"{SVG}{tag}")
    return [element for element in found if class_ in (element.get("class") or "").split()]


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
