"""Whose pages each declared event changes, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import SYSTEM, Actor, Identity
from portal.services.audit import audit
from portal.services.base import versions
from portal.store.catalogue import Edition
from portal.store.session import engine_for, transaction
from tests.factories.lending import Lending, isbn

PEOPLE = ("P1", "P2", "P3", "P4")
Stamps = dict[str, tuple[int, int]]


@pytest.fixture
def lending(database_url: str, tmp_path: Path) -> Iterator[Lending]:
    """P1 and P2 share edition 1, P3 has edition 2 and P4 edition 3."""
    engine = engine_for(database_url)
    made = Lending(engine, tmp_path)
    for code in PEOPLE:
        made.person(code)
    for number, codes in ((1, ("P1", "P2")), (2, ("P3",)), (3, ("P4",))):
        made.edition(number)
        for code in codes:
            made.claim(code, number)
    yield made
    engine.dispose()


def stamps(lending: Lending) -> Stamps:
    with transaction(lending.engine, writes=False) as session:
        return {code: versions.stamp(session, lending.ids[code]) for code in PEOPLE}


def changed(before: Stamps, after: Stamps) -> set[str]:
    return {code for code in PEOPLE if before[code] != after[code]}


def recorded(lending: Lending, event: str, who: Actor | Identity, number: int = 1) -> set[str]:
    """Who is touched when an event is recorded; its details are about edition `number`."""
    before = stamps(lending)
    keys = audit.EVENTS[event].keys
    details = {key: isbn(number) if key == "isbn" else "said" for key in keys}
    with transaction(lending.engine, data_dir=lending.data_dir) as session:
        audit.record(session, who, event, **details)
    return changed(before, stamps(lending))


def as_(lending: Lending, code: str) -> Identity:
    return Identity(SYSTEM, lending.ids[code])


def test_every_declared_event_changes_the_stamps_that_it_says(lending: Lending) -> None:
    expected = {"nothing": set(), "own": {"P1"}, "shared": {"P1", "P2"}, "all": set(PEOPLE)}
    for event, declared in audit.EVENTS.items():
        found = recorded(lending, event, as_(lending, "P1"))
        assert (event, found) == (event, expected[declared.touches])


def test_what_is_somebody_s_own_and_nobody_says_whose_is_everybody_s(lending: Lending) -> None:
    assert recorded(lending, "letter_sent", SYSTEM) == set(PEOPLE)


def test_a_claim_changes_the_pages_of_the_whole_library_record(lending: Lending) -> None:
    lending.record((1, 2), 2025, 40)
    assert recorded(lending, "claim_added", as_(lending, "P1")) == {"P1", "P2", "P3"}
    assert recorded(lending, "claim_added", as_(lending, "P3"), number=2) == {"P1", "P2", "P3"}
    assert recorded(lending, "claim_added", as_(lending, "P4"), number=3) == {"P4"}


def test_a_claim_changes_the_pages_of_all_who_have_the_work(lending: Lending) -> None:
    with lending.session() as session:
        work = session.scalars(select(Edition.work_id).where(Edition.isbn == isbn(1))).one()
    lending.edition(4, work_id=work)
    lending.claim("P4", 4)
    assert recorded(lending, "claim_added", as_(lending, "P4"), number=4) == {"P1", "P2", "P4"}


def test_a_record_is_never_chained_through_another(lending: Lending) -> None:
    lending.record((1, 2), 2025, 40)
    lending.record((2, 3), 2024, 40)
    assert recorded(lending, "claim_added", as_(lending, "P1")) == {"P1", "P2", "P3"}


def test_records_that_cannot_be_looked_into_may_be_everybody_s(lending: Lending) -> None:
    lending.record((1, 2), 2025, 40)
    before = stamps(lending)
    with transaction(lending.engine) as session:
        audit.record(
            session, as_(lending, "P4"), "claim_withdrawn", isbn=isbn(3), role="author", day="x"
        )
    assert changed(before, stamps(lending)) == set(PEOPLE)


def touched(session: Session, lending: Lending) -> tuple[int, int]:
    versions.touch(session, "own", lending.ids["P1"])
    versions.touch(session, "all")
    return versions.stamp(session, lending.ids["P1"])


def test_a_stamp_that_was_rolled_back_never_comes_again(lending: Lending) -> None:
    with transaction(lending.engine) as session:
        lost = touched(session, lending)
        session.rollback()
    with transaction(lending.engine) as session:
        kept = touched(session, lending)
    assert lost[0] != kept[0]
    assert lost[1] != kept[1]
