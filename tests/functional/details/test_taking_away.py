"""All data as one ZIP: what lies in it, of whom, how it is said, and that it is written down."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import create_app
from portal.settings import OpenIdProvider, Settings
from portal.store.people import Party
from portal.store.records import AuditEvent
from portal.web.limits import EXPORTS, limiter
from tests.factories import people
from tests.factories.lending import Lending, isbn
from tests.functional.conftest import SECRET, TODAY, sign_in
from tests.page_client import PageClient, parsed, words

EVIL = "=HYPERLINK(1) <script>alert(1)</script>"


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A portal whose data folder is the one that is filled."""
    provider = OpenIdProvider(people.ISSUER, "portal", "the secret of the client")
    settings = Settings(
        sqlite_url, tmp_path / "portal" / "data", secret_key=SECRET, oidc=provider,
        today_fixed=TODAY,
    )  # fmt: skip
    made = create_app(settings)
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, tmp_path: Path) -> Lending:
    """Two writers of one book, 876 loans of 2022 at €0.31, paid in autumn 2023."""
    made = Lending(app.extensions["portal.engine"], tmp_path / "portal")
    made.person("P1", "Aino Ranta")
    made.person("P2", "Eero Salo")
    made.edition(1, EVIL, class_="story_book")
    made.claim("P1", 1, "author", 2)
    made.claim("P2", 1, "author", 2)
    made.loans("1,2022,876")
    made.run("autumn", date(2023, 12, 5), date(2023, 11, 3))
    return made


def browser(app: Flask, lending: Lending, code: str = "P1") -> PageClient:
    with lending.session() as session:
        account = people.account(session, session.scalar(select(Party).where(Party.code == code)))
    return sign_in(PageClient(app), account)


def taken(client: PageClient) -> bytes:
    answer = client.client.post("/me/data", data=client.hidden("/me/data"))
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    return answer.data


def texts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_her_works_and_the_lines_of_her_payment_are_there(app: Flask, lending: Lending) -> None:
    files = texts(taken(browser(app, lending)))
    [line] = json.loads(files["json/run_line.json"])
    # 876 × 0.31 × 73 % ÷ 2 writers = 99.1194 euro
    assert (line["isbn"], line["loans"], line["amount_microcents"]) == (
        isbn(1), 876, 9_911_940_000,
    )  # fmt: skip
    [payment] = json.loads(files["json/payment.json"])
    assert (payment["gross_cents"], payment["pays_on"]) == (9912, "2023-12-05")
    [party] = json.loads(files["json/party.json"])
    assert party["name"] == "Aino Ranta"
    [run] = json.loads(files["json/run.json"])
    assert "gross_cents" not in run, "the sum of everybody"
    assert "Eero" not in "".join(files.values())


def test_cells_are_no_formulas_and_the_page_has_no_markup(app: Flask, lending: Lending) -> None:
    files = texts(taken(browser(app, lending)))
    rows = list(csv.DictReader(io.StringIO(files["csv/edition.csv"])))
    assert rows[0]["title"] == f"'{EVIL}"
    page = parsed(files["my-data.html"])
    assert [element.tag for element in page.iter("script")] == []
    cells = [words(cell) for cell in page.iter("td")]
    assert EVIL in cells
    assert "€99.12" in cells


def test_the_order_of_files_is_fixed_and_nothing_differs_but_the_record(
    app: Flask, lending: Lending
) -> None:
    client = browser(app, lending)
    first, second = taken(client), taken(client)
    names = list(texts(first))
    tables = [name.split("/")[1] for name in names if name.startswith("csv/")]
    assert tables == sorted(tables)
    stems = [table.removesuffix(".csv") for table in tables]
    of_tables = [f"{kind}/{stem}.{kind}" for stem in stems for kind in ("csv", "json")]
    assert names == ["my-data.html", *of_tables, "my-data.css"]
    differ = [name for name, text in texts(first).items() if texts(second)[name] != text]
    assert {name.split("/")[-1].split(".")[0] for name in differ} <= {
        "my-data", "audit_event", "party", "signed_in",
    }  # fmt: skip


def test_every_taking_away_is_written_down_and_in_it(app: Flask, lending: Lending) -> None:
    client = browser(app, lending)
    files = texts(taken(client))
    events = [row["event"] for row in json.loads(files["json/audit_event.json"])]
    assert events[-1] == "data_exported"
    with lending.session() as session:
        kept = session.scalars(
            select(AuditEvent.details).where(AuditEvent.event == "data_exported")
        ).one()
    assert json.loads(kept)["rows"] > 5


def test_her_documents_are_in_it_byte_for_byte(app: Flask, lending: Lending) -> None:
    client = browser(app, lending)
    proof = b"%PDF-1.7 \x00\xff\x80 bytes"
    values: dict[str, Any] = {
        **client.hidden("/me/names/add"), "name": "A. R.", "kind": "pen_name",
        "file": (io.BytesIO(proof), "proof.pdf"),
    }  # fmt: skip
    assert client.client.post("/me/names/add", data=values).status_code == 303
    with zipfile.ZipFile(io.BytesIO(taken(client))) as archive:
        [name] = [name for name in archive.namelist() if name.startswith("documents/")]
        assert name.endswith("-proof.pdf")
        assert archive.read(name) == proof


def test_a_key_never_leaves(app: Flask, lending: Lending) -> None:
    client = browser(app, lending)
    client.post("/me/email", {"email": "new@example.org"}, redirects_to="/me")
    everything = "".join(texts(taken(client)).values())
    assert "new@example.org" in everything
    assert "/me/email/" not in everything, "the link of the letter"
    assert "token_sha256" not in everything


def test_an_export_needs_the_forgery_token(app: Flask, lending: Lending) -> None:
    client = browser(app, lending)
    assert client.client.post("/me/data").status_code == 400
    assert client.client.get("/me/data").mimetype == "text/html"


def test_it_is_not_made_without_end(app: Flask, lending: Lending) -> None:
    client = browser(app, lending)
    limiter.enabled = True
    limiter.reset()
    try:
        values = client.hidden("/me/data")
        most = int(EXPORTS.split()[0])
        made = [client.client.post("/me/data", data=values).status_code for _ in range(most + 1)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert made == [*[200] * most, 429]
