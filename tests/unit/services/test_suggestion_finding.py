"""What is found for a party: by names, by works, by itself; and what is gone again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from portal.services.suggestions import suggestions
from portal.store.catalogue import Claim, Edition
from portal.store.matching import Suggestion
from portal.store.messages import Message
from portal.store.people import PartyName
from portal.store.preferences import Preference
from tests.factories.lending import Lending, isbn
from tests.factories.records import by, keep, record
from tests.unit.services.suggesting import (
    AINO,
    begin,
    claims,
    identity,
    inbox,
    refresh,
    states,
    undo,
)


@pytest.fixture(autouse=True)
def aino(lending: Lending) -> None:
    begin(lending)


def test_another_edition_of_a_claimed_work_takes_what_she_said_of_it(lending: Lending) -> None:
    lending.edition(5, "Jää")
    lending.claim("P1", 5, "author", 2)
    keep(lending, record("Jää", 6, people=(by("Salo, Aino"), by("Salo, Eero"), by("Lind, B"))))

    refresh(lending)
    [work] = inbox(lending).works
    assert (work.certainty, work.role, work.heads) == ("sure", "author", 2)


def test_an_edition_that_names_her_nowhere_is_found_by_the_people_it_shares(
    lending: Lending,
) -> None:
    writer, translator = by("Hem, Eva"), by("Salo, Aino", "trl", dates="1950-")
    lending.edition(5, "Koti")
    lending.claim("P1", 5, "translator")
    keep(
        lending,
        record("Koti", 5, people=(writer, translator)),
        record("Koti", 6, people=(writer,), medium="eaudiobook"),
        record("Koti", 7, people=(writer, by("Lind, B", "trl"))),
        record("Koti", 8, people=(by("Muu, Eva"),)),
        record("Koti", 9, people=(writer,), language="swe"),
    )

    refresh(lending)
    [work] = inbox(lending).works
    assert [one.isbn for one in work.editions] == [isbn(6)]
    assert (work.role, work.certainty, work.editions[0].medium) == (
        "translator", "likely", "eaudiobook",
    )  # fmt: skip


def test_an_edition_that_others_have_claimed_is_suggested_too(lending: Lending) -> None:
    lending.edition(2, "Talvi", work_id=1)
    lending.claim("P2", 2)

    refresh(lending)
    [work] = inbox(lending).works
    assert [one.isbn for one in work.editions] == [isbn(2)]


def test_new_editions_come_into_the_list_by_themselves_where_she_asked_for_it(
    lending: Lending,
) -> None:
    keep(lending, record("Talvi", 1, people=(AINO,)))
    with lending.session() as session:
        assert suggestions.choose_new_editions(session, identity(lending), True)
    keep(
        lending,
        record("Talvi", 2, people=(AINO,), medium="ebook"),
        record("Kesä", 3, people=(AINO,)),
        record("Talvi", 4, people=(by("Salo, Aino", "ill", dates="1950-"),)),
    )
    assert refresh(lending).by_itself == 1
    assert claims(lending) == {(isbn(1), "author", 1), (isbn(2), "author", 1)}
    with lending.session(writes=False) as session:
        row = session.scalars(select(Edition).where(Edition.isbn == isbn(2))).one()
        assert row.medium == "ebook"
        recorded = select(Claim.recorded_by).where(Claim.edition_id == row.id)
        assert session.scalars(recorded).one() == "system"
        notice = session.scalars(select(Message).where(Message.code == "editions_added")).one()
        assert notice.party_id == lending.ids["P1"]
    assert refresh(lending).by_itself == 0
    [added] = [one for one in inbox(lending).answered if one.state == "by_itself"]
    undo(lending, added.ids)
    assert refresh(lending).by_itself == 0
    assert claims(lending) == {(isbn(1), "author", 1)}


def test_what_was_open_before_she_asked_for_it_waits_for_her(lending: Lending) -> None:
    keep(lending, record("Talvi", 2, people=(AINO,)))
    refresh(lending)
    with lending.session() as session:
        session.add(Preference(party_id=lending.ids["P1"], add_new_editions=True))
    assert refresh(lending).by_itself == 0


def test_what_a_record_no_longer_says_is_gone_and_may_come_back(lending: Lending) -> None:
    said = record("Kesä", 2, people=(AINO,))
    keep(lending, said)
    refresh(lending)
    keep(lending, replace(said, contributors=()))
    assert refresh(lending).gone == 1
    assert inbox(lending).works == ()
    keep(lending, said)
    assert refresh(lending).found == 1


def test_an_entry_that_she_withdrew_is_not_suggested(lending: Lending) -> None:
    lending.edition(5, "Jää")
    lending.claim("P1", 5, withdrawn_on=date(2020, 1, 1))
    keep(lending, record("Jää", 5, people=(AINO,)))
    assert refresh(lending).found == 0


def test_a_pen_name_finds_when_it_is_confirmed_and_not_while_it_waits(lending: Lending) -> None:
    keep(lending, record("Kesä", 2, people=(by("Ranta, A. S."),)))
    with lending.session() as session:
        name = PartyName(party_id=lending.ids["P1"], name="A. S. Ranta", kind="pen_name",
                         state="waiting")  # fmt: skip
        session.add(name)
    assert refresh(lending).found == 0
    with lending.session() as session:
        session.scalars(select(PartyName)).one().state = "confirmed"
    assert refresh(lending).found == 1


def test_heads_that_a_record_contradicts_are_kept_to_be_looked_at(lending: Lending) -> None:
    lending.edition(5, "Jää")
    lending.claim("P1", 5, "author", 2)
    keep(lending, record("Jää", 5, people=(AINO,)))
    refresh(lending)
    assert inbox(lending).works == ()
    with lending.session(writes=False) as session:
        row = session.scalars(select(Suggestion)).one()
        assert (row.key, row.heads) == (f"heads:{isbn(5)}:author", 1)


def test_a_name_that_a_record_has_instead_of_hers_is_kept_to_be_looked_at(
    lending: Lending,
) -> None:
    keep(lending, record("Talvi", 1, people=(by("Ranta, A. S."),)))
    refresh(lending)
    assert states(lending) == {"name:a ranta s": "open"}
