"""Statistics of approved runs on both databases, computed a second way."""

from __future__ import annotations

import csv
import io
import statistics as stdlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import create_app
from portal.settings import Settings
from portal.store.settlement import Run, RunPayee
from portal.web.limits import limiter
from tests.factories.lending import Lending
from tests.functional.public.test_public import value
from tests.page_client import PageClient, words

AUTUMN_2023 = ("autumn", date(2023, 12, 5), date(2023, 11, 3))
SPRING_2024 = ("spring", date(2024, 5, 15), date(2024, 4, 19))
AUTUMN_2024 = ("autumn", date(2024, 12, 3), date(2024, 11, 1))
PEOPLE = 24


@pytest.fixture
def app(settings: Settings, database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The portal, once on each kind of database."""
    kept = replace(settings, database_url=database_url, data_dir=tmp_path / "portal" / "data")
    made = create_app(kept)
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, tmp_path: Path) -> Lending:
    """24 writers with a book each; the loans of 2022 and 2023 grow from book to book."""
    made = Lending(app.extensions["portal.engine"], tmp_path / "portal")
    for number in range(1, PEOPLE + 1):
        made.person(f"P{number}")
        made.edition(number)
        made.claim(f"P{number}", number)
    made.rate(2023, "0.27")
    books = range(1, PEOPLE + 1)
    made.loans(*(f"{n},2022,{40 + n * n}" for n in books), *(f"{n},2023,{30 + n}" for n in books))
    return made


def paid(lending: Lending) -> dict[str, list[int]]:
    """Run → what each payee got, read behind the portal's back."""
    found: dict[str, list[int]] = {}
    with lending.session() as session:
        query = select(Run.code, RunPayee.gross_cents).join(Run, Run.id == RunPayee.run_id)
        for code, cents in session.execute(query.where(Run.state == "approved")):
            found.setdefault(code, []).append(cents)
    return found


def file(client: PageClient, name: str) -> list[dict[str, str]]:
    answer = client.client.get(f"/statistics/{name}.csv", base_url=client.base_url)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


def euro(amount: Fraction) -> str:
    cents = int(amount + Fraction(1, 2))
    return f"{cents // 100}.{cents % 100:02d}"


def test_figures_are_those_of_the_payments(client: PageClient, lending: Lending) -> None:
    lending.run(*AUTUMN_2023)
    value(lending, "statistics.step", "0.01", "EUR")
    (row,) = file(client, "payments")
    amounts = [Fraction(x) for x in paid(lending)["2023-autumn-1"]]
    assert row["people"] == str(PEOPLE)
    assert row["sum_euro"] == euro(sum(amounts, Fraction()))
    assert row["mean_euro"] == euro(stdlib.mean(amounts))
    assert row["median_euro"] == euro(stdlib.median(amounts))
    assert row["decile_5_euro"] == "", "24 people make no ten groups of ten"
    value(lending, "statistics.smallest_group", "2", "people")
    (row,) = file(client, "payments")
    assert row["decile_5_euro"] == row["median_euro"]
    below = [x for x in amounts if x <= Fraction(row["decile_3_euro"]) * 100]
    assert len(below) == 8, "24 × 0.3 = 7.2: the third tenth ends at the eighth payment"


def test_the_page_says_the_same_and_names_its_limits(client: PageClient, lending: Lending) -> None:
    lending.run(*AUTUMN_2023)
    page = client.get("/statistics")
    cells = [words(cell) for cell in list(page.all("tbody")[1].iter("td"))]
    (row,) = file(client, "payments")
    assert cells[0] == str(PEOPLE)
    assert cells[1].replace(",", "") == f"€{row['sum_euro']}"
    assert "Figures of fewer than 10 people are not shown" in page.text("main")


def test_a_small_payment_and_the_year_that_would_tell_it_are_left_out(
    client: PageClient, lending: Lending
) -> None:
    lending.run(*AUTUMN_2023)
    for number in (1, 2, 3):  # three add a book in time for the spring
        lending.edition(100 + number)
        lending.claim(f"P{number}", 100 + number, added=date(2024, 1, 10))
    lending.loans(*(f"{100 + n},2022,500" for n in (1, 2, 3)), source="Espoo")
    lending.run(*SPRING_2024)
    lending.run(*AUTUMN_2024)
    by_run = {row["run"]: row for row in file(client, "payments")}
    assert by_run["2024-spring-1"]["people"] == by_run["2024-spring-1"]["sum_euro"] == ""
    assert by_run["2024-autumn-1"]["people"] != ""
    years = {row["year"]: row for row in file(client, "years")}
    assert years["2024"]["sum_euro"] == years["2024"]["people"] == ""
    assert years["2023"]["sum_euro"] == by_run["2023-autumn-1"]["sum_euro"]
    assert "not shown" in client.get("/statistics").text("main")


def test_a_year_adds_up_what_each_person_got(client: PageClient, lending: Lending) -> None:
    lending.run(*AUTUMN_2023)
    books = range(1, PEOPLE + 1)
    lending.loans(*(f"{n},2022,{200 - 5 * n}" for n in books), source="Espoo")
    lending.loans(*(f"{n},2023,50" for n in books), source="Vantaa")
    lending.run(*SPRING_2024)
    lending.run(*AUTUMN_2024)
    value(lending, "statistics.step", "0.01", "EUR")
    both: dict[int, Fraction] = {}
    with lending.session() as session:
        query = select(RunPayee.party_id, RunPayee.gross_cents).join(Run, Run.id == RunPayee.run_id)
        for party, cents in session.execute(query.where(Run.pays_on >= date(2024, 1, 1))):
            both[party] = both.get(party, Fraction()) + cents
    year = {row["year"]: row for row in file(client, "years")}["2024"]
    assert year["people"] == str(PEOPLE)
    assert year["sum_euro"] == euro(sum(both.values(), Fraction()))
    assert year["mean_euro"] == euro(stdlib.mean(both.values()))
    assert year["median_euro"] == euro(stdlib.median(both.values()))
    assert "24 people were paid" in client.get("/statistics").text("section", id="sums")


def test_a_draft_is_no_payment(client: PageClient, lending: Lending) -> None:
    assert "No payment has been approved yet" in client.get("/statistics").text("main")
    lending.run(*AUTUMN_2023, approve=False)
    assert file(client, "payments") == []
    assert "No payment has been approved yet" in client.get("/statistics").text("main")


def test_an_approval_shows_at_once(client: PageClient, lending: Lending) -> None:
    lending.run(*AUTUMN_2023)
    assert [row["run"] for row in file(client, "payments")] == ["2023-autumn-1"]
    lending.run(*AUTUMN_2024)
    assert [row["run"] for row in file(client, "payments")] == ["2024-autumn-1", "2023-autumn-1"]
