"""The calendar of public days: what is known, for everybody, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from portal.app import create_app
from portal.settings import Settings
from portal.store.parameters import ParameterValue
from portal.store.settlement import Run
from portal.web.limits import limiter
from tests import calendars
from tests.calendars import Event
from tests.factories.lending import NOON, Lending

AUTUMN_2023 = (date(2023, 12, 5), date(2023, 11, 3))
AUTUMN_2026 = (date(2026, 12, 1), date(2026, 10, 30))


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The portal under a public address."""
    made = create_app(
        replace(settings, base_url="https://portal.example.org", data_dir=tmp_path / "portal/data")
    )
    limiter.enabled = False
    yield made
    made.extensions["portal.engine"].dispose()


@pytest.fixture
def lending(app: Flask, tmp_path: Path) -> Lending:
    """One person with one book of which something was lent."""
    made = Lending(app.extensions["portal.engine"], tmp_path / "portal")
    made.person("P1", "Aino Ranta")
    made.edition(1)
    made.claim("P1", 1)
    made.loans("1,2022,500")
    return made


def fetched(app: Flask, address: str = "/calendar.ics", **more: object):
    return app.test_client().get(address, base_url="https://portal.example.org", **more)


def events(app: Flask, language: str = "en") -> list[Event]:
    return calendars.read(fetched(app, f"/calendar.ics?language={language}").data)


def test_without_runs_the_last_days_of_open_years_are_known(app: Flask) -> None:
    found = events(app)
    assert [(one.day, one.summary) for one in found] == [
        (date(year + 4, 12, 31), f"Last day for the loans of {year}")
        for year in (2022, 2023, 2024, 2025)
    ]
    assert found[0].uid == "2022-expiry@portal.example.org"


def test_how_long_years_are_open_is_the_parameter_s(app: Flask, lending: Lending) -> None:
    with lending.session() as session:
        session.add(ParameterValue(
            name="lending.years_open", valid_from=date(2026, 1, 1), value="2", unit="years",
            source="decided in a test", imported_at=NOON,
        ))  # fmt: skip
    assert [(one.day.year, one.summary[-4:]) for one in events(app)] == [
        (2026, "2024"), (2027, "2025"),
    ]  # fmt: skip


def test_approved_and_planned_runs_say_their_days(app: Flask, lending: Lending) -> None:
    lending.run("autumn", *AUTUMN_2023)
    lending.run("autumn", date(2026, 12, 3), date(2026, 11, 2), approve=False)
    lending.run("autumn", *AUTUMN_2026, approve=False)
    days = [(one.day, one.uid.partition("@")[0], one.status) for one in events(app)]
    assert [day for day in days if "expiry" not in day[1]] == [
        (date(2023, 11, 3), "2023-autumn-1-last-day", "CONFIRMED"),
        (date(2023, 12, 5), "2023-autumn-1-payment", "CONFIRMED"),
        (date(2026, 10, 30), "2026-autumn-1-last-day", "TENTATIVE"),
        (date(2026, 12, 1), "2026-autumn-1-payment", "TENTATIVE"),
    ]


def test_a_planned_day_that_is_approved_stays_the_same_event(app: Flask, lending: Lending) -> None:
    lending.rate(2025, "0.26")
    lending.run("autumn", *AUTUMN_2026, approve=False)
    planned = [one.uid for one in events(app) if "autumn" in one.uid]
    lending.today = date(2026, 11, 4)
    lending.run("autumn", *AUTUMN_2026)
    sure = [one for one in events(app) if "autumn" in one.uid]
    assert [one.uid for one in sure] == planned
    assert {one.status for one in sure} == {"CONFIRMED"}
    lending.run("autumn", date(2026, 12, 29), date(2026, 12, 21), approve=False)
    assert [one for one in events(app) if "autumn" in one.uid] == sure


def test_a_draft_that_is_no_preview_says_nothing(app: Flask, lending: Lending) -> None:
    lending.run("autumn", *AUTUMN_2023, approve=False)
    assert [one for one in events(app) if "autumn" in one.uid] == []


def test_nothing_of_anybody_is_in_it(app: Flask, lending: Lending) -> None:
    lending.run("autumn", *AUTUMN_2023)
    text = fetched(app).text
    assert "Aino" not in text
    assert "Talvi" not in text
    assert "€" not in text
    assert "155,00" not in text  # 500 × €0.31
    assert "155.00" not in text


def test_the_same_facts_are_the_same_bytes(app: Flask, lending: Lending) -> None:
    run = lending.run("autumn", *AUTUMN_2023)
    with lending.session() as session:
        moment = datetime(2023, 11, 10, 9, 30, tzinfo=UTC)
        session.execute(update(Run).where(Run.code == run.run).values(approved_at=moment))
    first = fetched(app)
    assert first.data == fetched(app).data
    assert {one.stamp for one in calendars.read(first.data) if "autumn" in one.uid} == {
        "20231110T093000Z"
    }
    again = fetched(app, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in first.headers
    assert first.content_type == "text/calendar; charset=utf-8"
    lending.run("autumn", *AUTUMN_2026, approve=False)
    changed = fetched(app, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("language", ["fi", "sv-FI"])
def test_each_language_has_its_feed(app: Flask, language: str) -> None:
    if language not in [code.replace("_", "-") for code in app.extensions["portal.languages"]]:
        pytest.skip("translations are not compiled: make setup does it")
    english, other = events(app), events(app, language)
    assert {one.language for one in other} == {language}
    assert [one.day for one in other] == [one.day for one in english]
    assert [one.uid for one in other] == [one.uid for one in english]


def test_an_unknown_language_is_english(app: Flask) -> None:
    assert {one.language for one in events(app, "xx")} == {"en"}
    plain = fetched(app, headers={"Cookie": "language=fi", "Accept-Language": "fi"})
    assert plain.data == fetched(app).data, "a feed is the same for whoever asks"
