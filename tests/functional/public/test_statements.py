"""How many statements the pages for everybody, and the list of pictures, ask the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Engine, event

from tests.factories.lending import Lending
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient

MOST = 12


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are run inside."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "address", ["/", "/how-it-works", "/rules/cap", "/rules/rates", "/statistics", "/privacy"]
)
def test_a_public_page_asks_little(client: PageClient, lending: Lending, address: str) -> None:
    for number in range(1, 15):
        lending.person(f"P{number}")
        lending.edition(number)
        lending.claim(f"P{number}", number)
    lending.loans(*(f"{number},2022,{100 * number}" for number in range(1, 15)))
    lending.run("autumn", date(2023, 12, 5), date(2023, 11, 3))
    lending.run("spring", date(2024, 5, 15), date(2024, 4, 19))
    with counted(lending.engine) as statements:
        client.get(address)
    assert len(statements) <= MOST, statements


def test_the_list_of_pictures_asks_the_same_for_many(client: PageClient, lending: Lending) -> None:
    lending.person("P1")
    asked = []
    for numbers in (range(1, 3), range(3, 60)):
        for number in numbers:
            lending.edition(number, class_="picture_book")
            lending.claim("P1", number, "illustrator")
        with counted(lending.engine) as statements:
            signed_in_once(client, lending).get("/works/pictures")
        asked.append(len(statements))
    assert asked[1] <= min(asked[0], MOST)


def signed_in_once(client: PageClient, lending: Lending) -> PageClient:
    """A browser of hers; the account is there from the second time on."""
    if client.client.get_cookie("colophon") is None:
        signed_in_client = signed_in(client.app, lending, "P1")
        client.client = signed_in_client.client
    return client
