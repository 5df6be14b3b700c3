"""What people do leaves the same rows by pointer, keyboard, on a phone, without JavaScript."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.conftest import DemoSite, served_copy
from tests.browser.hands import Keyboard, Pointer
from tests.browser.journeys import JOURNEYS, Journey
from tests.demo_portal import DemoPortal

pytestmark = pytest.mark.browser
# Moments, and what is drawn by lot or made of such.
BY_LOT = ("at", "number", "version", "key", "handle", "sha256", "data")
# The numbers of messages and receipts, as they stand in an event's details.
NUMBER = re.compile(r'"[0-9A-HJKMNP-TV-Z]{10}"')
EVENTS = ("first_event", "last_event")


@dataclass(frozen=True)
class Way:
    """How somebody uses the pages."""

    name: str
    size: str = "wide"
    scripts: bool = True
    hands: type[Pointer] = Pointer


POINTER = Way("pointer")
KEYBOARD = Way("keyboard", hands=Keyboard)
PHONE = Way("phone without scripts", size="phone", scripts=False)
# A journey by keyboard, another on a phone; every way of each belongs to `make trust`.
TURNS = ((POINTER, KEYBOARD), (POINTER, PHONE))
OFTEN = JOURNEYS[::3]
EVERY_WAY = (POINTER, KEYBOARD, PHONE, Way("touch", size="phone"))
Rows = Counter[tuple[str, ...]]


@pytest.fixture(scope="session")
def sites(
    demo_portal: DemoPortal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[DemoSite]]:
    """The demo once for each way, so that all begin with the same rows."""
    with ExitStack() as opened:
        yield [
            opened.enter_context(served_copy(demo_portal, tmp_path_factory.mktemp("way")))
            for _way in EVERY_WAY
        ]


@pytest.fixture(scope="session")
def two_sites(
    demo_portal: DemoPortal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[DemoSite]]:
    """The same for a journey in two ways."""
    with ExitStack() as opened:
        yield [
            opened.enter_context(served_copy(demo_portal, tmp_path_factory.mktemp("way")))
            for _way in range(2)
        ]


@pytest.mark.parametrize(
    ("journey", "ways"),
    [
        *(pytest.param(one, TURNS[n % 2], id=str(one)) for n, one in enumerate(OFTEN)),
        *(
            pytest.param(one, EVERY_WAY, id=f"{one}, every way", marks=pytest.mark.trust)
            for one in JOURNEYS
        ),
    ],
)
def test_each_way_leaves_the_same_rows(
    request: pytest.FixtureRequest,
    browser_context: Callable[..., BrowserContext],
    journey: Journey,
    ways: tuple[Way, ...],
) -> None:
    sites: list[DemoSite] = request.getfixturevalue("two_sites" if len(ways) == 2 else "sites")
    left: dict[str, Rows] = {}
    for way, site in zip(ways, sites, strict=False):
        context = browser_context(way.size, java_script_enabled=way.scripts)
        context.set_default_timeout(10_000)
        page = context.new_page()
        change(site, journey.before)
        if journey.other_device:
            site.sign_in(browser_context().new_page(), journey.person)
        site.sign_in(page, journey.person)
        before, last = rows(site), last_event(site)
        journey.steps(way.hands(page), site.address)
        assert events(site, last) == journey.events, way.name
        left[way.name] = rows(site) - before
    pointer = left["pointer"]
    others = {name: (rows - pointer, pointer - rows) for name, rows in left.items()}
    assert others == dict.fromkeys(left, (Rows(), Rows()))


def change(site: DemoSite, sql: str) -> None:
    """What happened weeks ago."""
    with closing(sqlite3.connect(site.database)) as database:
        database.executescript(sql)


def rows(site: DemoSite) -> Rows:
    """The rows of all tables, without moments and what is drawn by lot."""
    with closing(sqlite3.connect(site.database)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return Counter(row for (table,) in tables for row in rows_of(database, table))


def rows_of(database: sqlite3.Connection, table: str) -> Iterator[tuple[str, ...]]:
    """Each row as its table's name and its lasting values by column."""
    cursor = database.execute(f"SELECT * FROM {table}")
    columns = [column[0] for column in cursor.description]
    kept = [place for place, name in enumerate(columns) if not by_lot(name)]
    for row in cursor:
        yield (table, *(NUMBER.sub("a number", f"{columns[place]}={row[place]}") for place in kept))


def by_lot(column: str) -> bool:
    """Whether a column differs from one try to the next."""
    return column.rsplit("_", 1)[-1] in BY_LOT or column in ("id", *EVENTS)


def last_event(site: DemoSite) -> int:
    """The number of the newest event of the audit log."""
    with closing(sqlite3.connect(site.database)) as database:
        return int(database.execute("SELECT max(id) FROM audit_event").fetchone()[0])


def events(site: DemoSite, after: int) -> tuple[str, ...]:
    """The events after one, in order."""
    with closing(sqlite3.connect(site.database)) as database:
        asked = "SELECT event FROM audit_event WHERE id > ? ORDER BY id"
        return tuple(event for (event,) in database.execute(asked, (after,)))
