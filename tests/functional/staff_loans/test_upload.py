"""A file of loans through the page: ordered, read by the queue, shown, and refused in sentences."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.settings import Settings
from portal.store.office import WorkOrder
from portal.store.usage import UsageImport
from tests.functional.staff_loans.conftest import browser, isbn, sent, table, uploads
from tests.page_client import PageClient

GOOD = table((isbn(1), 2025, 30, "Oulu"), (isbn(2), 2025, 12, "Vantaa"), ("123", 2025, 5, "Oulu"))
FILE_PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def upload(browser: PageClient, content: bytes, name: str = "loans.csv", **more: Any) -> str:
    """Sends a file; the address of its order."""
    values = {**browser.hidden("/staff/loans/upload"), **sent(content, name, **more)}
    answer = browser.client.post("/staff/loans/upload", data=values, base_url=browser.base_url)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_a_file_is_ordered_read_and_shown(
    officer: PageClient, work: Callable[[], int], settings: Settings
) -> None:
    order = upload(officer, GOOD)
    waits = officer.get(order)
    assert "waits for its turn" in waits.text()
    assert waits.one("meta", http_equiv="refresh").get("content") == "3"
    assert uploads(settings.data_dir) == ["loans.csv"]
    assert "loans.csv" in officer.get("/staff/loans").text()
    assert work() == 1
    done = officer.get(order)
    assert "2 rows with 42 loans now count. 1 row was refused." in done.text()
    assert done.all("meta", http_equiv="refresh") == []
    assert uploads(settings.data_dir) == []
    shown = officer.get("/staff/loans/imports/1")
    assert "42 loans in 2 rows count, of 2025." in shown.text()
    assert "The ISBN has too few or too many digits" in shown.text()
    refused = officer.client.get("/staff/loans/imports/1/refused.csv")
    assert refused.mimetype == "text/csv"
    rows = refused.text
    refused.close()
    assert [row.split(",")[2:4] for row in rows.splitlines()[1:]] == [["length", "123"]]
    listed = officer.get("/staff/loans?q=helm")
    assert "2 library systems have reported 2025." in listed.text()
    assert officer.get("/staff/orders").text().count("Read a file of loans") == 1


def test_a_packed_file_sent_twice_is_one_import(
    officer: PageClient, work: Callable[[], int], database: Any
) -> None:
    packed = gzip.compress(GOOD)
    assert upload(officer, packed, "loans.csv.gz") == upload(officer, packed, "loans.csv.gz")
    work()
    again = upload(officer, packed, "loans.csv.gz")
    work()
    assert "imported before" in officer.get(again).text()
    with database() as session:
        assert session.scalar(select(func.count(UsageImport.id))) == 1


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "loans.csv", "is empty"),
        (PNG, "loans.csv", "is not UTF-8 from line 1"),
        (gzip.compress(GOOD)[:12], "loans.csv.gz", "is cut off"),
        (b"name,street\nAino,Katu 1\n", "loans.csv", "belong to no known format"),
        (b"PK\x03\x04 no zip", "loans.zip", "loans.zip"),
        (b"PAR1 no parquet", "loans.parquet", "cut off or damaged"),
    ],
    ids=["empty", "photo", "cut", "columns", "zip", "parquet"],
)
def test_what_is_no_file_of_loans_is_said_at_once(
    officer: PageClient, settings: Settings, database: Any, content: bytes, name: str, said: str
) -> None:
    page = officer.post("/staff/loans/upload", sent(content, name))
    assert said in page.text("span", id="file-error")
    assert page.text("title").startswith("Error: ")
    assert uploads(settings.data_dir) == []
    with database() as session:
        assert session.scalar(select(func.count(WorkOrder.id))) == 0


def test_a_fault_further_on_is_said_by_the_order(
    officer: PageClient, work: Callable[[], int], settings: Settings
) -> None:
    many = table(*[(isbn(1), 2025, 1, "Oulu")] * 9000)
    order = upload(officer, gzip.compress(many)[:-400], "loans.csv.gz")
    work()
    page = officer.get(order)
    assert "is cut off near line" in page.text()
    assert "Nothing was changed." in page.text()
    assert uploads(settings.data_dir) == []
    assert list(settings.data_dir.glob("counts/*")) == []


@pytest.mark.parametrize(
    ("fields", "where", "said"),
    [
        ({"source": ""}, "source-error", "Write the library system"),
        ({"year": "25"}, "year-error", "four digits"),
        ({"year": "2026"}, "year-error", "2026"),
        ({"file": (BytesIO(b""), "")}, "file-error", "Choose a file"),
    ],
)
def test_a_form_that_lacks_something(
    officer: PageClient, fields: dict[str, Any], where: str, said: str
) -> None:
    page = officer.post("/staff/loans/upload", {**sent(GOOD), **fields})
    assert said in page.text("span", id=where)


def test_an_order_is_taken_back_before_it_begins(
    officer: PageClient, work: Callable[[], int]
) -> None:
    order = upload(officer, GOOD)
    officer.post(f"{order}/cancel", token_from=order, redirects_to=order)
    assert "taken back before it began" in officer.get(order).text()
    assert work() == 0


@pytest.mark.parametrize("role", ["support", "approver", "auditor"])
def test_who_only_reads_brings_nothing(app: Any, settings: Settings, role: str) -> None:
    reader = browser(app, role)
    reader.get("/staff/loans")
    reader.get("/staff/loans/upload", status=403)
    values = {**reader.hidden("/help"), **sent(GOOD)}
    answer = reader.client.post("/staff/loans/upload", data=values, base_url=reader.base_url)
    assert answer.status_code == 403
    assert uploads(settings.data_dir) == []


def test_nobody_else_may_send_as_much(client: PageClient, settings: Settings) -> None:
    form = FILE_PART + b"x" * 3_000_000 + b"\r\n--x--\r\n"
    answer = client.client.post(
        "/staff/loans/upload", data=form, base_url=client.base_url,
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    assert answer.status_code == 413
    assert not (settings.data_dir / "uploads").exists()
