"""Receipts: given with the change or not at all, looked up for ever, and tampering shows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor, Identity
from portal.services.audit import audit
from portal.services.messages import receipts
from portal.store.receipts import Receipt
from portal.store.records import AuditEvent
from portal.store.session import transaction
from tests.factories import people

TODAY = date(2026, 10, 15)


def give(session: Session, party_id: int, changes: int = 2) -> str:
    identity = Identity(Actor("Aino Salo", party_id=party_id), party_id)
    events = [
        audit.record(session, identity, "claim_added", isbn=None, role="author", heads=1,
                     day=TODAY.isoformat()).id
        for _ in range(changes)
    ]  # fmt: skip
    return receipts.give(session, identity, "works", events[0], events[-1], TODAY)


@pytest.fixture
def given(engine: Engine) -> tuple[int, str]:
    """Aino’s row, and the number of a receipt of hers over two changes."""
    with transaction(engine) as session:
        audit.record(session, Actor("before"), "signed_out")
        aino = people.person(session).id
        number = give(session, aino)
        audit.record(session, Actor("after"), "signed_out")
    return aino, number


def test_a_receipt_says_what_was_sent_to_its_party_alone(
    engine: Engine, given: tuple[int, str]
) -> None:
    aino, number = given
    with transaction(engine) as session:
        eero = people.person(session, "P2", "Eero Salo").id
        found = receipts.of_party(session, aino, f"{number[:5]}-{number[5:]}".lower())
        assert (found.number, found.subject, found.day, len(found.lines)) == (
            number, "works", TODAY, 2,
        )  # fmt: skip
        with pytest.raises(NotFound):
            receipts.of_party(session, eero, number)
        assert receipts.listed(session, eero) == ((), 0)
        [listed], total = receipts.listed(session, aino)
    assert (listed.number, listed.changes, total) == (number, 2, 1)


def test_everybody_may_know_that_it_stands(engine: Engine, given: tuple[int, str]) -> None:
    with transaction(engine) as session:
        found = receipts.checked(session, given[1])
    assert (found.subject, found.day, found.changes, found.unchanged) == ("works", TODAY, 2, True)


Tampering = Callable[[Session], None]


def change_an_event(session: Session) -> None:
    session.execute(update(AuditEvent).where(AuditEvent.id == 2).values(actor="Somebody"))


def change_an_event_and_its_hash(session: Session) -> None:
    row = session.get_one(AuditEvent, 3)
    row.details = row.details.replace("author", "translator")
    row.sha256 = audit.link(row)


def remove_an_event(session: Session) -> None:
    session.execute(update(Receipt).values(last_event=2))
    session.execute(delete(AuditEvent).where(AuditEvent.id == 3))


def move_the_receipt(session: Session) -> None:
    session.execute(update(Receipt).values(first_event=1))


def give_it_to_another(session: Session) -> None:
    session.execute(update(Receipt).values(party_id=people.person(session, "P2").id))


TAMPERINGS = (change_an_event, change_an_event_and_its_hash, remove_an_event, move_the_receipt,
              give_it_to_another)  # fmt: skip


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_a_record_that_was_changed_shows(
    engine: Engine, given: tuple[int, str], tamper: Tampering
) -> None:
    with transaction(engine) as session:
        assert receipts.broken(session) == (1, [])
        tamper(session)
    with transaction(engine) as session:
        assert receipts.checked(session, given[1]).unchanged is False
        assert receipts.broken(session) == (1, [given[1]])


KILLED = """
import os, signal, sys
from datetime import date
from portal.services.messages import receipts
from portal.store.people import Party
from portal.store.session import engine_for, transaction
from tests.functional.messages.test_receipts import give
from portal.kernel.identity import Actor
engine = engine_for(sys.argv[1])
where = sys.argv[2]
def die(): os.kill(os.getpid(), signal.SIGKILL)
if where == "before_the_receipt":
    receipts.give = lambda *_: die()
with transaction(engine) as session:
    number = give(session, session.query(Party).one().id)
    session.flush()
    if where == "before_the_commit":
        die()
print(number, flush=True)
if where == "after_the_commit":
    die()
"""


@pytest.mark.parametrize(
    ("where", "kept"),
    [("before_the_receipt", 0), ("before_the_commit", 0), ("after_the_commit", 2)],
)
def test_killed_anywhere_there_is_the_change_with_its_receipt_or_neither(
    engine: Engine, database_url: str, where: str, kept: int
) -> None:
    with transaction(engine) as session:
        people.person(session)
    command = [sys.executable, "-c", KILLED, database_url, where]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ})
    assert done.returncode == -signal.SIGKILL, done.stderr
    with transaction(engine) as session:
        events = session.scalars(select(AuditEvent.id)).all()
        numbers = session.scalars(select(Receipt.number)).all()
        assert len(events) == kept
        assert numbers == done.stdout.split()
        assert all(receipts.checked(session, number).unchanged for number in numbers)


def test_numbers_are_drawn_and_not_counted(engine: Engine) -> None:
    with transaction(engine) as session:
        aino = people.person(session).id
        numbers = [give(session, aino, 1) for _ in range(5)]
    assert len(set(numbers)) == 5
