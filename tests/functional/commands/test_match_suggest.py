"""portal match suggest looks for everybody at once, and confirming a name looks for its owner."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.services.records import bibliographic_records
from portal.store.matching import Suggestion
from portal.store.people import PartyName
from tests.factories import people
from tests.factories.console import Console
from tests.factories.records import SOURCE, by, record

TODAY = date(2026, 10, 15)


@pytest.fixture
def office(console: Console) -> Console:
    """Two records name Kaisa, one of them by a pen name that waits."""
    with console.session() as session:
        party = people.person(session)
        people.staff(session, "minna", "Minna")
        session.add(PartyName(party_id=party.id, name="K. Ranta", kind="pen_name",
                              state="waiting", proof_note="Title page"))  # fmt: skip
        found = [record("Kesä", 2, people=(by("Kirjailija, Kaisa"),)),
                 record("Syksy", 3, people=(by("Ranta, K."),))]  # fmt: skip
        moment = datetime(2026, 10, 15, 9, tzinfo=UTC)
        bibliographic_records.keep(session, SOURCE, found, TODAY, moment=moment)
    return console


def titles(office: Console) -> set[str]:
    with office.session() as session:
        return set(session.scalars(select(Suggestion.title)))


def test_it_looks_for_everybody_and_the_second_time_finds_nothing_new(office: Console) -> None:
    said = {"found": 1, "gone": 0, "by_itself": 0, "problems": []}
    assert office.told("match", "suggest") == said
    assert titles(office) == {"Kesä"}
    assert "0 suggestions are new" in office.run("match", "suggest").output


def test_a_name_that_is_confirmed_finds_at_once(office: Console) -> None:
    with office.session() as session:
        number = session.scalars(select(PartyName.id)).one()
    office.run("people", "names", "confirm", str(number), "--as", "minna")
    assert titles(office) == {"Kesä", "Syksy"}
