"""A page that asks bibliographies: in time, in transactions of its own, or with a sentence."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask, g

from portal.app import create_app
from portal.kernel.bibliographies import Bibliographies, Source
from portal.services.base import versions
from portal.services.records import bibliographic_records
from portal.settings import Settings
from portal.store.parameters import ParameterValue
from portal.web.bibliographies import TransactionOpen, looked_up
from portal.web.transaction import database
from tests.answering import HANG, answering, http, marc, sru
from tests.factories.lending import NOON, isbn

ONE, TWO = isbn(1), isbn(2)
TALVI = sru([marc("1", ONE, "Talvi", "Quill, Mary", "Salo, Aino")])
LONG_AGO = date(2000, 1, 1)
LONGEST = 3.0
"""Two seconds for the network by the parameter, and room for this machine."""


class Portal:
    """A portal whose settings name the given servers, in their order."""

    def __init__(self, settings: Settings, **urls: str) -> None:
        sources = tuple(Source(name, "sru", url, inside=True) for name, url in urls.items())
        named = Bibliographies(sources, "lending@society.example.org")
        self.app: Flask = create_app(replace(settings, bibliographies=named))

    def ask(self, *isbns: int) -> list[str]:
        with self.app.test_request_context("/works/add", method="POST"):
            return looked_up(isbns)

    def titles(self, *isbns: int) -> dict[int, str]:
        with self.app.extensions["portal.transaction"](writes=False) as session:
            found = bibliographic_records.for_isbns(session, isbns)
        return {one: records[0].record.title for one, records in found.items()}


@pytest.fixture
def portal(settings: Settings) -> Iterator[Any]:
    made: list[Portal] = []

    def make(**urls: str) -> Portal:
        made.append(Portal(settings, **urls))
        return made[-1]

    yield make
    for one in made:
        one.app.extensions["portal.engine"].dispose()


def test_a_page_asks_and_knows_then(portal: Any) -> None:
    with answering(lambda _said: [http(TALVI)]) as server:
        here = portal(Fennica=server.url)
        assert here.ask(ONE) == []
        assert here.ask(ONE) == []
    assert len(server.asked) == 1, "the answer was kept"
    assert here.titles(ONE) == {ONE: "Talvi"}


def test_a_source_that_hangs_costs_a_sentence_and_two_seconds(portal: Any) -> None:
    with answering(lambda _said: [HANG]) as hanging, answering(lambda _s: [http(TALVI)]) as well:
        here = portal(Fennica=hanging.url, Finna=well.url)
        began = time.monotonic()
        [said] = here.ask(ONE)
        assert time.monotonic() - began < LONGEST
        assert said == "Fennica does not answer now. Everything else works; look again later."
        assert here.titles(ONE) == {ONE: "Talvi"}, "the other source had its own part of the time"
        began = time.monotonic()
        [said] = here.ask(TWO)
        assert time.monotonic() - began < 1, "it is left alone now"
    assert said.startswith("Fennica did not answer a while ago, and is asked again after ")


def test_nothing_of_the_database_is_held_while_the_network_is_waited_for(
    portal: Any, settings: Settings
) -> None:
    path = settings.database_url.removeprefix("sqlite:///")

    def serve(_said: dict[str, str]) -> Iterator[bytes]:
        with sqlite3.connect(path, timeout=0) as other:
            other.execute("BEGIN IMMEDIATE")
        other.close()
        yield http(TALVI)

    with answering(serve) as server:
        here = portal(Fennica=server.url)
        assert here.ask(ONE) == []
    assert here.titles(ONE) == {ONE: "Talvi"}


def test_a_view_that_holds_the_database_may_not_ask(portal: Any) -> None:
    with answering(lambda _said: [http(TALVI)]) as server:
        here = portal(Fennica=server.url)
        with here.app.test_request_context("/works/add", method="POST"):
            database()
            with pytest.raises(TransactionOpen):
                looked_up([ONE])
            g.pop("transaction").close()
            g.pop("database")
    assert server.asked == []


def test_a_portal_without_bibliographies_works(portal: Any) -> None:
    assert portal().ask(ONE) == []


def test_a_number_that_is_not_set_is_said_and_nobody_is_asked(portal: Any) -> None:
    with answering(lambda _said: [http(TALVI)]) as server:
        here = portal(Fennica=server.url)
        with here.app.extensions["portal.transaction"](writes=True) as session:
            session.add(
                ParameterValue(
                    name="bibliographies.page_seconds", valid_from=LONG_AGO, value="2",
                    unit="seconds", source="test", status="withdrawn", imported_at=NOON,
                )
            )  # fmt: skip
            versions.touch(session, "all")
        [said] = here.ask(ONE)
    assert "bibliographies.page_seconds" in said
    assert server.asked == []
