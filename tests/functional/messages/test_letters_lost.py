"""Letters that cannot be written, or were taken back on their way: the others leave as ever."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, delete, select

from portal.store.messages import Outgoing
from portal.store.session import transaction
from tests.functional.messages.outbox_steps import AINO, empty, row, write
from tests.functional.messages.post_office import PostOffice


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("a@" + "ü" * 60 + ".fi", "address_refused"),
        ("=?utf-8?q?a?=@example.org", "the letter cannot be written"),
    ],
)
def test_a_letter_that_cannot_be_written_holds_nobody_else_up(
    engine: Engine, database_url: str, office: PostOffice, address: str, problem: str
) -> None:
    number = write(engine, address=address)
    write(engine, "two")
    assert empty(database_url, office) == {"given_up": 1, "sent": 1}
    assert row(engine, number).problem == problem
    assert office.recipients == [AINO]


def test_a_letter_that_was_taken_back_on_its_way_ends_quietly(
    engine: Engine, database_url: str, office: PostOffice
) -> None:
    def taken_back() -> str:
        with transaction(engine) as session:
            session.execute(delete(Outgoing).where(Outgoing.key == "one"))
        return "250 taken"

    for answer in ("250 taken", "451 later", "550 never"):
        write(engine)
        office.at_rcpt = lambda _address, answer=answer: (taken_back(), answer)[1]
        assert sum(empty(database_url, office).values()) == 1, answer
    with transaction(engine) as session:
        assert session.scalars(select(Outgoing)).all() == []
