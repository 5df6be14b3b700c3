"""Leaving for the organisation of the pictures: remembered once, asked once, nobody else's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor, Identity
from portal.services.organisations import organisations, referrals
from portal.store.people import Party
from portal.store.records import AuditEvent
from portal.store.referrals import Referral
from portal.store.session import engine_for
from tests.factories.lending import Lending

GONE = date(2026, 5, 4)
DUE = date(2026, 7, 3)  # 60 days later: 27 of May, 30 of June, 3 of July


@pytest.fixture
def lending(database_url: str, tmp_path: Path):
    engine = engine_for(database_url)
    made = Lending(engine, tmp_path)
    made.person("P1", "Ilona Kuvaaja")
    made.person("P2", "Eero Salo")
    yield made
    engine.dispose()


def who(lending: Lending, code: str = "P1") -> Identity:
    return Identity(Actor(code), lending.ids[code])


def refer(lending: Lending, day: date = GONE, code: str = "P1") -> referrals.ReferralRow:
    with lending.session() as session:
        return referrals.refer(session, who(lending, code), "kopiosto", 7, day)


def asked(lending: Lending, day: date, code: str = "P1") -> int | None:
    with lending.session() as session:
        found = referrals.to_ask(session, lending.ids[code], day)
    return found.referral_id if found else None


def answer(lending: Lending, said: str, code: str = "P1") -> referrals.ReferralRow:
    with lending.session() as session:
        number = session.scalars(select(Referral.id)).first()
        return referrals.answer(session, who(lending, code), number, said, DUE)


def page_versions(lending: Lending) -> list[int]:
    """How often the pages of the two have changed."""
    with lending.session() as session:
        return list(session.scalars(select(Party.version).order_by(Party.code)))


def events(lending: Lending) -> list[str]:
    with lending.session() as session:
        return list(session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)))


def test_the_portal_asks_after_sixty_days_and_not_before(lending: Lending) -> None:
    made = refer(lending)
    assert (made.editions, made.referred_on, len(made.receipt)) == (7, GONE, 10)
    assert asked(lending, date(2026, 7, 2)) is None
    assert asked(lending, DUE) == made.referral_id
    assert asked(lending, DUE, "P2") is None


def test_a_second_leaving_is_the_same_one(lending: Lending) -> None:
    first = refer(lending)
    again = refer(lending, date(2026, 5, 5))
    assert (again.referral_id, again.referred_on, again.receipt) == (first.referral_id, GONE, "")
    assert events(lending) == ["referral_made"]


@pytest.mark.parametrize("said", referrals.ANSWERS)
def test_an_answer_ends_the_question(lending: Lending, said: str) -> None:
    refer(lending)
    kept = answer(lending, said)
    assert (kept.answer, kept.answered_on, len(kept.receipt)) == (said, DUE, 10)
    assert asked(lending, date(2028, 1, 1)) is None
    assert answer(lending, said).receipt == ""
    assert events(lending) == ["referral_made", "referral_answered"]


def test_an_answer_changes_the_party_s_pages_alone(lending: Lending) -> None:
    refer(lending)
    before = page_versions(lending)
    answer(lending, "joined")
    after = page_versions(lending)
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_another_s_leaving_is_not_found(lending: Lending) -> None:
    refer(lending)
    with pytest.raises(NotFound):
        answer(lending, "joined", "P2")
    assert asked(lending, DUE) is not None


def test_an_answer_that_is_none_is_refused(lending: Lending) -> None:
    refer(lending)
    with pytest.raises(referrals.NotAReferralAnswer):
        answer(lending, "perhaps")


def test_after_an_answer_she_may_go_again(lending: Lending) -> None:
    first = refer(lending)
    answer(lending, "not_yet")
    again = refer(lending, DUE)
    assert again.referral_id != first.referral_id
    assert asked(lending, date(2026, 9, 1)) == again.referral_id


def test_staff_who_act_for_nobody_leave_no_trace(lending: Lending) -> None:
    with lending.session() as session, pytest.raises(NotFound):
        referrals.refer(session, Identity(Actor("S1")), "kopiosto", 1, GONE)
    assert events(lending) == []


def test_every_organisation_has_an_address_of_its_own_and_a_source() -> None:
    known = organisations.organisations()
    assert {one.pays for one in known} == {"pictures", "music"}
    assert all(one.address.startswith("https://") and one.source for one in known)
    assert organisations.who_pays("pictures").code == "kopiosto"
    with pytest.raises(NotFound):
        organisations.organisation("https://evil.example")
