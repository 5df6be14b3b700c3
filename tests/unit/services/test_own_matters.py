"""Nobody of the office decides about herself, whichever of her sign-ins and rows names her."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor, Identity
from portal.kernel.letter import Letter
from portal.services.access import staff_interests
from portal.services.matching import unmatched_decisions
from portal.services.merging import merges
from portal.services.messages import messages
from portal.services.office import office_letters
from portal.services.people import estates, mandates, name_decisions
from portal.services.sharing import dispute_decisions, office_disputes
from portal.services.visits import support_visits
from portal.services.visits.support_visits import Asked
from portal.store.people import Party, PartyName, Staff
from portal.store.session import engine_for
from portal.store.sharing import Dispute
from tests.factories import people
from tests.factories.lending import Lending, isbn

DAY = date(2026, 10, 15)
Relation = Callable[[Session, Staff], None]
Deed = Callable[[Session, Actor, Path], object]


def _party(session: Session, code: str) -> Party:
    found = session.query(Party).filter_by(code=code).one_or_none()
    return found or people.person(session, code, f"Person {code}")


def her_row_names_it(session: Session, member: Staff) -> None:
    member.party_id = _party(session, "P1").id


def her_staff_sign_in_names_it(session: Session, member: Staff) -> None:
    people.account(session, _party(session, "P1"), member)


def her_staff_sign_in_acts_for_it(session: Session, member: Staff) -> None:
    people.mandate(session, people.account(session, staff=member), _party(session, "P1"))


def her_own_sign_in_acts_for_it(session: Session, member: Staff) -> None:
    herself = _party(session, "P8")
    member.party_id = herself.id
    people.mandate(session, people.account(session, herself), _party(session, "P1"))


def her_right_to_act_was_taken_back(session: Session, member: Staff) -> None:
    holder = people.account(session, staff=member)
    people.mandate(session, holder, _party(session, "P1"), revoked_at=datetime.now(UTC))


def it_was_merged_into_her(session: Session, member: Staff) -> None:
    herself = _party(session, "P8")
    member.party_id, _party(session, "P1").merged_into_id = herself.id, herself.id


def she_was_merged_into_it(session: Session, member: Staff) -> None:
    herself = _party(session, "P8")
    member.party_id, herself.merged_into_id = herself.id, _party(session, "P1").id


RELATIONS: tuple[Relation, ...] = (
    her_row_names_it, her_staff_sign_in_names_it, her_staff_sign_in_acts_for_it,
    her_own_sign_in_acts_for_it, her_right_to_act_was_taken_back, it_was_merged_into_her,
    she_was_merged_into_it,
)  # fmt: skip


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Any:
    """P1 and P2 differ about an edition; on SQLite: no database changes whose matter it is."""
    engine = engine_for(sqlite_url)
    lending = Lending(engine, tmp_path / "portal", today=DAY)
    for code in ("P1", "P2"):
        lending.person(code)
    lending.edition(1)
    lending.claim("P1", 1, heads=2)
    lending.claim("P2", 1, heads=3)
    lending.rate(2025, "0.31")
    yield lending
    engine.dispose()


def officer(session: Session, relation: Relation) -> Actor:
    """An officer whose session knows of no party, and whose sign-in or row does."""
    member = people.staff(session, "O", "Oona", "officer")
    relation(session, member)
    session.flush()
    return Actor("Oona", staff_id=member.id, staff_role="officer")


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda one: one.__name__)
def test_whose_matter_it_is(small: Lending, relation: Relation) -> None:
    with small.session() as session:
        who = officer(session, relation)
        mine = staff_interests.concerns(session, who)
        assert small.ids["P1"] in mine
        assert small.ids["P2"] not in mine


@pytest.mark.parametrize(
    "relation",
    [her_row_names_it, her_staff_sign_in_names_it, it_was_merged_into_her, she_was_merged_into_it],
    ids=lambda one: one.__name__,
)
def test_two_rows_of_one_human(small: Lending, relation: Relation) -> None:
    with small.session() as session:
        who = officer(session, relation)
        twin, other = (people.staff(session, code, code) for code in ("T", "X"))
        twin.party_id, other.party_id = small.ids["P1"], small.ids["P2"]
        session.flush()
        assert staff_interests.same_person(session, who.staff_id or 0, twin.id)
        assert not staff_interests.same_person(session, who.staff_id or 0, other.id)


def test_two_sign_ins_of_staff_and_no_party_are_two(small: Lending) -> None:
    with small.session() as session:
        first, second = (people.staff(session, code, code) for code in ("A", "B"))
        assert not staff_interests.same_person(session, first.id, second.id)
        assert staff_interests.parties_of(session, first.id) == frozenset()


def a_name(session: Session, who: Actor, _dir: Path) -> object:
    row = PartyName(party_id=_party(session, "P1").id, name="K. Ranta", state="waiting")
    session.add(row)
    session.flush()
    return name_decisions.refuse(session, row.id, "no_proof", who, DAY)


def loans_without_isbn(session: Session, who: Actor, folder: Path) -> object:
    choice = unmatched_decisions.Choice("talvi|ranta|physical", isbn(1), "It is this book")
    return unmatched_decisions.decide(session, folder, choice, who, DAY)


def letter(_code: str, _locale: str, /, **_facts: Any) -> Letter:
    return Letter("A dispute", "Words")


def a_dispute_begun(session: Session, who: Actor, _dir: Path) -> object:
    said = ("P2", "author", "The card says otherwise")
    return office_disputes.start(session, isbn(1), *said, who, DAY, letter)


def a_dispute_read(session: Session, who: Actor, folder: Path) -> object:
    stina = people.staff(session, "S", "Stina", "support")
    other = Actor("Stina", staff_id=stina.id, staff_role="support")
    a_dispute_begun(session, other, folder)
    number = session.query(Dispute).one().number
    return dispute_decisions.readable(session, number, who)


def a_letter(session: Session, who: Actor, _dir: Path) -> object:
    about = Identity(Actor("P1"), _party(session, "P1").id)
    number = messages.ask(session, about, "money", "When is it paid", DAY)
    return office_letters.close(session, number, "It was said by phone", who)


def a_death(session: Session, who: Actor, _dir: Path) -> object:
    return estates.record(session, "P1", date(2026, 9, 1), "a letter", who, DAY)


def a_death_taken_back(session: Session, who: Actor, _dir: Path) -> object:
    return estates.withdraw(session, "P1", "it was another", who)


def a_merge(session: Session, who: Actor, _dir: Path) -> object:
    return merges.merge(session, "P2", "P1", "one person", who, DAY)


def a_mandate(session: Session, who: Actor, _dir: Path) -> object:
    holder = people.account(session, _party(session, "P2"), subject="P2-in")
    wanted = mandates.Wanted(holder.id, "agent", frozenset({"works"}), DAY, None, "a paper")
    return mandates.give(session, "P1", wanted, who, DAY)


def a_mandate_to_her(session: Session, who: Actor, _dir: Path) -> object:
    holder = people.account(session, _party(session, "P1"), subject="P1-in")
    wanted = mandates.Wanted(holder.id, "agent", frozenset({"works"}), DAY, None, "a paper")
    return mandates.give(session, "P2", wanted, who, DAY)


def a_visit(session: Session, who: Actor, _dir: Path) -> object:
    asked = Asked("P1", "caller", "She called about a book", "colleague")
    return support_visits.ask(session, who, asked, datetime.now(UTC))


DEEDS: tuple[tuple[Deed, tuple[str, ...]], ...] = (
    (a_name, ("own",)), (loans_without_isbn, ("own",)), (a_dispute_begun, ("own",)),
    (a_dispute_read, ("own",)), (a_letter, ("own",)), (a_death, ("own",)),
    (a_death_taken_back, ("own",)), (a_merge, ("own",)), (a_mandate, ("own",)),
    (a_mandate_to_her, ("own",)), (a_visit, ("self", "related")),
)  # fmt: skip


@pytest.mark.parametrize(
    "relation", [her_row_names_it, her_own_sign_in_acts_for_it], ids=lambda one: one.__name__
)
@pytest.mark.parametrize(("deed", "reasons"), DEEDS, ids=lambda one: getattr(one, "__name__", ""))
def test_nobody_decides_about_her_own(
    small: Lending, relation: Relation, deed: Deed, reasons: tuple[str, ...]
) -> None:
    with small.session() as session:
        who = officer(session, relation)
        with pytest.raises(Refusal) as refused:
            deed(session, who, small.data_dir)
        assert refused.value.arguments["reason"] in reasons
