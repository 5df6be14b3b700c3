"""Who is not joined, and by whom not: nothing changes then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from portal.services.merging.merge_objections import MergeRefused
from portal.store.catalogue import Edition
from portal.store.people import Party, Staff
from portal.store.sharing import Dispute
from tests.factories import people
from tests.factories.lending import Lending, isbn
from tests.unit.services.merging import (
    LATE,
    filled,
    join,
    officer,
    versions,
)


def own_entry(lending: Lending) -> None:
    lending.claim("P1", 2, heads=3)


def another_birth(lending: Lending) -> None:
    with lending.session() as session:
        session.get_one(Party, lending.ids["P1"]).birth_year = 1950
        session.get_one(Party, lending.ids["P2"]).birth_year = 1951


def a_death(lending: Lending) -> None:
    with lending.session() as session:
        session.get_one(Party, lending.ids["P2"]).death_year = 2020


def a_mandate(lending: Lending) -> None:
    with lending.session() as session:
        holder = people.account(session, session.get_one(Party, lending.ids["Q"]))
        people.mandate(session, holder, session.get_one(Party, lending.ids["P2"]), "agent")


def an_own_one(lending: Lending) -> None:
    with lending.session() as session:
        who = officer(session)
        session.get_one(Staff, who.staff_id).party_id = lending.ids["P2"]


def an_earlier_merge(lending: Lending) -> None:
    lending.person("P3")
    with lending.session() as session:
        session.get_one(Party, lending.ids["P3"]).merged_into_id = lending.ids["P2"]


def an_open_dispute(lending: Lending) -> None:
    with lending.session() as session:
        edition = session.scalars(select(Edition.id).where(Edition.isbn == isbn(2))).one()
        session.add(Dispute(
            number="2026AAAAAA", edition_id=edition, opened_by_id=lending.ids["Q"], about="heads",
            own_role="author", about_party_id=lending.ids["P2"], about_role="author",
            opened_on=LATE, answer_by=LATE, state="with_staff",
        ))  # fmt: skip


def a_tax_card(lending: Lending) -> None:
    lending.card("P2", 100_000)


def a_closed_one(lending: Lending) -> None:
    with lending.session() as session:
        session.get_one(Party, lending.ids["P2"]).closed_on = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (own_entry, "entries"), (another_birth, "birth"), (a_death, "death"),
        (a_mandate, "mandates"), (an_own_one, "own"), (a_closed_one, "gone"),
        (a_tax_card, "card"), (an_earlier_merge, "chain"), (an_open_dispute, "dispute"),
    ],
)  # fmt: skip
def test_refused(small: Lending, prepare: Callable[[Lending], None], reason: str) -> None:
    filled(small)
    prepare(small)
    lines = versions(small)
    with pytest.raises(MergeRefused) as refused:
        join(small)
    assert refused.value.arguments["reason"] == reason
    assert versions(small) == lines


@pytest.mark.parametrize("role", ["support", "approver", "auditor"])
def test_other_roles_do_not_join(small: Lending, role: str) -> None:
    filled(small)
    with pytest.raises(MergeRefused) as refused:
        join(small, role=role)
    assert refused.value.arguments["reason"] == "role"
