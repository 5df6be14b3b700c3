"""Two parties joined into one: no cent and no day is lost, and undoing restores every line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor
from portal.services import merges
from portal.services.merge_objections import MergeRefused
from portal.services.settlement.approving import RunBeforeMerge, approve_run
from portal.store.catalogue import Claim
from portal.store.office import Merge
from portal.store.people import Account, Party, PartyName, Staff
from portal.store.session import engine_for
from portal.store.settlement import Run, RunPayee
from tests.factories import people
from tests.factories.lending import Lending, isbn

DAY, CUTOFF = date(2026, 12, 3), date(2026, 10, 1)
EARLY, LATE = date(2019, 5, 1), date(2026, 6, 1)


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Iterator[Lending]:
    """The same on SQLite alone, for what no database can change."""
    engine = engine_for(sqlite_url)
    yield Lending(engine, tmp_path / "portal")
    engine.dispose()


def officer(session: Session, role: str = "officer") -> Actor:
    row = people.staff(session, f"O-{role}", "Oona Officer", role)
    return Actor("Oona Officer", staff_id=row.id, staff_role=row.role)


def join(lending: Lending, kept: str = "P1", merged: str = "P2", role: str = "officer") -> int:
    with lending.session() as session:
        known = session.scalar(select(Staff).where(Staff.code == f"O-{role}"))
        who = (
            Actor(known.name, staff_id=known.id, staff_role=role)  # type: ignore[arg-type]
            if known
            else officer(session, role)
        )
        done = merges.merge(session, kept, merged, "The same day of birth", who, lending.today)
        return done.merge_id


def undo(lending: Lending, merge_id: int) -> None:
    with lending.session() as session:
        who = officer(session, "administrator")
        merges.undo(session, merge_id, who, lending.today)


def filled(lending: Lending) -> None:
    """P1 and P2 are one; Q shares a book. 1000 loans of each edition, 0.31 euro a loan."""
    for code in ("P1", "P2", "Q"):
        lending.person(code)
    for number in range(1, 4):
        lending.edition(number)
    lending.claim("P1", 1, added=EARLY)
    lending.claim("P2", 2, heads=2, added=EARLY)
    lending.claim("Q", 2, heads=2, added=EARLY)
    lending.claim("P2", 3, role="translator", added=LATE)
    lending.rate(2025, "0.31")
    lending.loans("1,2025,1000", "2,2025,1000", "3,2025,1000")


def paid(lending: Lending, cutoff: date = CUTOFF) -> dict[str, int]:
    """Cents before tax by person, of a run that is not approved."""
    run = lending.run("autumn", DAY, cutoff, approve=False)
    query = (
        select(Party.code, RunPayee.gross_cents + RunPayee.waiting_cents)
        .join(RunPayee, RunPayee.party_id == Party.id)
        .join(Run, Run.id == RunPayee.run_id)
        .where(Run.code == run.run)
    )
    with lending.session(writes=False) as session:
        return {code: cents for code, cents in session.execute(query) if cents}


def versions(lending: Lending) -> list[tuple[Any, ...]]:
    with lending.session(writes=False) as session:
        columns = (Claim.id, Claim.party_id, Claim.heads, Claim.added_on, Claim.withdrawn_on)
        return [tuple(row) for row in session.execute(select(*columns).order_by(Claim.id))]


def test_the_kept_one_is_paid_what_both_were_and_others_the_same(lending: Lending) -> None:
    filled(lending)
    # 1000 loans × 0.31; shared by two: half; a translator: half.
    assert paid(lending) == {"P1": 310_00, "P2": 310_00, "Q": 155_00}
    join(lending)
    assert paid(lending) == {"P1": 620_00, "Q": 155_00}


def test_no_day_is_lost_before_an_earlier_cutoff(lending: Lending) -> None:
    filled(lending)
    before_the_translation = LATE - timedelta(days=1)
    assert paid(lending, before_the_translation) == {"P1": 310_00, "P2": 155_00, "Q": 155_00}
    join(lending)
    assert paid(lending, before_the_translation) == {"P1": 465_00, "Q": 155_00}


def test_undoing_restores_every_version_and_every_cent(lending: Lending) -> None:
    filled(lending)
    with lending.session() as session:
        # One of two versions is withdrawn: that comes back too.
        claim = session.scalars(select(Claim).where(Claim.role == "translator")).one()
        claim.withdrawn_on = date(2026, 9, 1)
    lines, sums = versions(lending), paid(lending)
    undo(lending, join(lending))
    after = versions(lending)
    assert after[: len(lines)] == lines
    # What was made for the merge counts as never made, on any day.
    assert all(row[3] == row[4] for row in after[len(lines) :])
    assert paid(lending) == sums
    with lending.session() as session:
        assert session.scalars(select(Party.merged_into_id)).all() == [None, None, None]


def test_sent_twice_is_done_once(small: Lending) -> None:
    filled(small)
    assert join(small) == join(small)
    with small.session() as session:
        assert len(session.scalars(select(Merge)).all()) == 1
    assert paid(small) == {"P1": 620_00, "Q": 155_00}


def test_names_and_the_sign_in_go_along_and_come_back(small: Lending) -> None:
    filled(small)
    with small.session() as session:
        party = session.get_one(Party, small.ids["P2"])
        people.account(session, party)
    number = join(small)
    with small.session() as session:
        assert session.scalars(select(Account.party_id)).all() == [small.ids["P1"]]
        names = session.execute(select(PartyName.party_id, PartyName.name)).all()
        assert [tuple(row) for row in names] == [(small.ids["P1"], "Person P2")]
    undo(small, number)
    with small.session() as session:
        assert session.scalars(select(Account.party_id)).all() == [small.ids["P2"]]
        assert session.scalars(select(PartyName)).all() == []


def test_a_run_of_before_is_not_approved(small: Lending) -> None:
    filled(small)
    early = small.run("autumn", DAY, CUTOFF, approve=False)
    join(small)
    with small.session() as session:
        people.staff(session, "A1", "Aava Approver", "approver")
    day = {"today": small.today}
    with small.session() as session, pytest.raises(RunBeforeMerge):
        approve_run(session, small.data_dir, early.run, "A1", early.digest, **day)


def test_nothing_is_undone_after_a_run_was_approved(small: Lending) -> None:
    filled(small)
    number = join(small)
    small.run("autumn", DAY, CUTOFF)
    with pytest.raises(MergeRefused) as refused:
        undo(small, number)
    assert refused.value.arguments["reason"] == "approved"


def test_whoever_was_paid_is_kept(small: Lending) -> None:
    filled(small)
    small.run("autumn", DAY, CUTOFF)
    with pytest.raises(MergeRefused) as refused:
        join(small)
    assert refused.value.arguments == {"reason": "paid", "person": "P2"}


def test_the_one_who_was_paid_gets_only_what_is_still_due(small: Lending) -> None:
    filled(small)
    with small.session() as session:
        session.execute(
            update(Claim).where(Claim.party_id == small.ids["P2"]).values(added_on=CUTOFF)
        )
    small.run("autumn", DAY, CUTOFF - timedelta(days=1))
    join(small)
    # 620.00 in all, of which P1 has had 310.00; Q has had 155.00.
    assert paid(small) == {"P1": 310_00}


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
        (a_tax_card, "card"),
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


def test_whoever_has_a_card_keeps_it(small: Lending) -> None:
    filled(small)
    small.card("P2", 100_000)
    small.card("P1", 200_000)
    join(small)
    assert paid(small) == {"P1": 620_00, "Q": 155_00}


def test_two_at_the_cap_are_one_cap(small: Lending) -> None:
    """Two times 31,000 euro are 62,000 for two people, and 32,000 for one."""
    for number, code in enumerate(("P1", "P2"), 1):
        small.person(code)
        small.edition(number)
        small.claim(code, number, added=EARLY)
    small.rate(2025, "0.31")
    small.loans("1,2025,100000", "2,2025,100000")
    assert paid(small) == {"P1": 31_000_00, "P2": 31_000_00}
    join(small)
    assert paid(small) == {"P1": 32_000_00}


@pytest.mark.parametrize("role", ["support", "approver", "auditor"])
def test_other_roles_do_not_join(small: Lending, role: str) -> None:
    filled(small)
    with pytest.raises(MergeRefused) as refused:
        join(small, role=role)
    assert refused.value.arguments["reason"] == "role"


def test_the_same_part_of_one_edition_counts_once(small: Lending) -> None:
    """Said twice by one person it made two people of her: now the edition has two writers."""
    filled(small)
    small.claim("P1", 2, heads=2, added=LATE)
    # Three claim what two share: each is paid a third of 310.00, the rest is disputed.
    assert paid(small)["Q"] == 103_33
    join(small)
    assert paid(small) == {"P1": 620_00, "Q": 155_00}


def test_an_entry_changed_since_is_not_undone(small: Lending) -> None:
    filled(small)
    number = join(small)
    small.claim("P1", 2, heads=3, added=small.today)
    with pytest.raises(MergeRefused) as refused:
        undo(small, number)
    assert refused.value.arguments == {"reason": "changed", "isbn": isbn(2)}
