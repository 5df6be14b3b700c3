"""Staff members and accounts: who is linked to whom, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.kernel.errors import Refusal
from portal.kernel.identity import SYSTEM
from portal.services.access import accounts, sign_in, staff, visitors
from portal.services.base.parties import PersonUnknown
from portal.services.base.texts import TextUnusable
from portal.store.people import Account, Staff
from tests.factories.lending import Lending

TODAY = date(2026, 10, 15)


def test_staff_get_an_id_of_their_name_each_their_own(lending: Lending) -> None:
    payee = lending.person("P1")
    with lending.session() as session:
        first = staff.add_staff(session, "Päivi  Hölttä", "approver", "P1", SYSTEM)
        second = staff.add_staff(session, "Paivi Holtta", "officer", None, SYSTEM)
    assert (first, second) == ("paivi-holtta", "paivi-holtta-2")
    with lending.session() as session:
        actor = staff.actor(session, first, TODAY)
        assert (actor.label, actor.party_id, actor.staff_role) == (
            "Päivi Hölttä",
            payee,
            "approver",
        )


@pytest.mark.parametrize(
    ("name", "role", "kind", "reason"),
    [
        (" ", "officer", TextUnusable, "empty"),
        ("x" * 201, "officer", TextUnusable, "long"),
        ("Anna\x1b[2J", "officer", TextUnusable, "control"),
        ("P\udce4ivi", "officer", TextUnusable, "encoding"),
        ("A", "boss", staff.StaffUnreadable, "role"),
    ],
)
def test_staff_that_cannot_be(
    lending: Lending, name: str, role: str, kind: type[Refusal], reason: str
) -> None:
    with lending.session() as session, pytest.raises(kind) as refusal:
        staff.add_staff(session, name, role, None, SYSTEM)
    assert refusal.value.arguments["reason"] == reason


def test_an_unknown_person_or_staff_member_is_refused(lending: Lending) -> None:
    with lending.session() as session:
        with pytest.raises(PersonUnknown):
            staff.add_staff(session, "A", "officer", "P9", SYSTEM)
        with pytest.raises(staff.StaffUnknown):
            staff.actor(session, "nobody", TODAY)
        with pytest.raises(staff.StaffUnknown):
            accounts.link_account(
                session, "https://x", "s", "", staff_code="n", today=TODAY, actor=SYSTEM
            )


def test_somebody_whose_work_has_ended_acts_no_more(lending: Lending) -> None:
    with lending.session() as session:
        session.add(Staff(code="gone", name="Gone", role="officer", ended_on=date(2026, 10, 14)))
        session.flush()
        with pytest.raises(staff.StaffUnknown):
            staff.actor(session, "gone", TODAY)


def test_an_account_stands_for_a_person_and_estates(lending: Lending) -> None:
    own, estate = lending.person("P1"), lending.person("P2", death_year=2001)
    acts_for = [accounts.ActsFor("P2", "heir")]
    with lending.session() as session:
        for _ in range(2):
            accounts.link_account(
                session, "https://id.example/", "sub-1", "Aino", person_code="P1",
                acts_for=acts_for, today=TODAY, actor=SYSTEM,
            )  # fmt: skip
        token = sign_in.complete(session, None, "https://id.example", "sub-1")
        visitor = visitors.visitor(session, token, TODAY)
    assert visitor is not None
    assert [party.party_id for party in visitor.parties] == [own, estate]
    assert visitor.name == "Aino"


def test_an_account_is_not_moved_to_somebody_else(lending: Lending) -> None:
    lending.person("P1")
    lending.person("P2")
    link = {"today": TODAY, "actor": SYSTEM}
    with lending.session() as session:
        accounts.link_account(session, "https://x", "s", "", person_code="P1", **link)
        with pytest.raises(accounts.AccountTaken):
            accounts.link_account(session, "https://x", "s", "", person_code="P2", **link)
        assert session.scalars(select(Account.name)).all() == ["s"]


@pytest.mark.parametrize(
    ("issuer", "subject", "acts_for", "reason"),
    [
        ("", "s", [], "subject"),
        ("https://x", " ", [], "subject"),
        ("https://x", "s", [], "nobody"),
        ("https://x", "s", [accounts.ActsFor("P1", "friend")], "mandate"),
    ],
)
def test_a_link_that_cannot_be(
    lending: Lending, issuer: str, subject: str, acts_for: list[accounts.ActsFor], reason: str
) -> None:
    with lending.session() as session, pytest.raises(accounts.AccountUnreadable) as refusal:
        accounts.link_account(
            session, issuer, subject, "", acts_for=acts_for, today=TODAY, actor=SYSTEM
        )
    assert refusal.value.arguments["reason"] == reason
