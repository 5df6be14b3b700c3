"""Which editions are one work: the reasons, taking apart, putting together, undoing; as pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.store.catalogue import Edition, GroupingChange
from tests.factories.lending import Lending, isbn
from tests.functional.test_statement_counts import MOST, asked
from tests.functional.works.steps import signed_in
from tests.page_client import PageClient


@pytest.fixture
def works(lending: Lending) -> Lending:
    """Two editions of one work and one of another, all of P1's."""
    lending.person("P1")
    lending.person("P2")
    first = lending.edition(1)
    lending.edition(2, work_id=work_of(lending, 1), grouped_by="title",
                    grouped_note=f'{{"isbn": {isbn(1)}, "writer": "Salo, Aino"}}')  # fmt: skip
    lending.edition(3, "Talvi saarella")
    for number in (1, 2, 3):
        lending.claim("P1", number)
    assert first
    return lending


@pytest.fixture
def client(app: Flask, works: Lending) -> PageClient:
    return signed_in(app, works, "P1")


def work_of(lending: Lending, number: int) -> int:
    with lending.session(writes=False) as session:
        return session.scalars(select(Edition.work_id).where(Edition.isbn == isbn(number))).one()


def together(lending: Lending) -> list[int]:
    """Of editions 1 to 3, how many works in all and in what order they first come."""
    found = [work_of(lending, number) for number in (1, 2, 3)]
    return [found.index(work) for work in found]


def sent(client: PageClient, page: str, action: str, **values: Any) -> Any:
    return client.client.post(action, data={**client.hidden(page), **values})


def test_the_page_says_why(client: PageClient, works: Lending) -> None:
    page = client.get(f"/works/{work_of(works, 1)}/editions").text()
    assert "2 editions are this work" in page
    assert "title, first writer (Salo, Aino) and language" in page
    assert "Talvi saarella" in page


def test_editions_are_taken_out_and_brought_back(client: PageClient, works: Lending) -> None:
    work = work_of(works, 1)
    address = f"/works/{work}/editions/split"
    seen = client.get(f"{address}?isbn={isbn(2)}")
    assert "These become a work of their own" in seen.text()
    assert together(works) == [0, 0, 2]
    for _press in range(2):
        answer = sent(client, "/works", address, isbn=isbn(2))
        assert answer.status_code == 303
    assert together(works) == [0, 1, 2]
    with works.session(writes=False) as session:
        assert len(session.scalars(select(GroupingChange)).all()) == 1
    here = f"/works/{work}/editions"
    assert "can be undone until" in client.get(here).text()
    sent(client, here, f"{here}/changes/1/undo")
    sent(client, here, f"{here}/changes/1/undo")
    assert together(works) == [0, 0, 2]
    assert "undone" in client.get(here).text()


def test_works_are_put_together_by_isbn(client: PageClient, works: Lending) -> None:
    work, other = work_of(works, 1), work_of(works, 3)
    preview = f"/works/{work}/editions/join?isbn={isbn(3)}"
    assert "These come to this work" in client.get(preview).text()
    for _press in range(2):
        answer = sent(client, "/works", f"/works/{work}/editions/join/{other}")
        assert answer.headers["Location"] == f"/works/{work}/editions"
    assert together(works) == [0, 0, 0]
    with works.session(writes=False) as session:
        assert len(session.scalars(select(GroupingChange)).all()) == 1
    sent(client, "/works", f"/works/{work}/editions/changes/1/undo")
    assert together(works) == [0, 0, 2]
    sent(client, "/works", f"/works/{work}/editions/join/{other}")
    assert together(works) == [0, 0, 0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("split", "Tick the editions that are another text."),
        ("join", "No other work in your list has this ISBN."),
        ("join?isbn=nonsense", "No other work in your list has this ISBN."),
        (f"join?isbn={isbn(1)}", "These editions are one work already"),
        (f"split?isbn={isbn(1)}&isbn={isbn(2)}", "Leave at least one edition unticked"),
        ("split?isbn=%00&isbn=x", "Tick the editions that are another text."),
    ],
)
def test_what_cannot_be_is_said_above_the_page(
    client: PageClient, works: Lending, asked: str, said: str
) -> None:
    work = work_of(works, 1)
    answer = client.client.get(f"/works/{work}/editions/{asked}")
    assert answer.status_code == 303
    assert said in client.get(answer.headers["Location"]).text()


def test_a_shared_work_is_the_offices(client: PageClient, works: Lending) -> None:
    works.claim("P2", 2)
    work = work_of(works, 1)
    page = client.get(f"/works/{work}/editions").text()
    assert "That is why the office decides" in page
    assert "Take the ticked editions out" not in page
    sent(client, "/works", f"/works/{work}/editions/split", isbn=isbn(2))
    assert together(works) == [0, 0, 2]


def test_anothers_work_is_not_there(app: Flask, works: Lending) -> None:
    other = signed_in(app, works, "P2")
    work = work_of(works, 1)
    for address in ("", "/split?isbn=1", "/join"):
        assert other.client.get(f"/works/{work}/editions{address}").status_code == 404


def test_before_it_is_put_together_the_page_asks_no_more_than_any(
    client: PageClient, works: Lending
) -> None:
    work = work_of(works, 1)
    sent(client, "/works", f"/works/{work}/editions/split", isbn=isbn(2))
    client.get(f"/works/{work}/editions")
    statements, html = asked(client, f"/works/{work}/editions/join?isbn={isbn(2)}")
    assert "Put" in html
    assert len(statements) <= MOST, statements
