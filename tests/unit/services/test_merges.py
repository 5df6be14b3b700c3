"""Two parties joined into one: no cent and no day is lost, and undoing restores every line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal.services.merging.merge_objections import MergeRefused
from portal.services.settlement.approving import RunBeforeMerge, approve_run
from portal.store.catalogue import Claim
from portal.store.office import Merge
from portal.store.people import Account, Party, PartyName, SignedIn, Staff, TaxCard
from tests.factories import people
from tests.factories.lending import Lending, isbn
from tests.unit.services.merging import (
    CUTOFF,
    DAY,
    EARLY,
    LATE,
    filled,
    join,
    paid,
    undo,
    versions,
)


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


def test_a_run_of_before_they_were_parted_is_not_approved(small: Lending) -> None:
    filled(small)
    number = join(small)
    early = small.run("autumn", DAY, CUTOFF, approve=False)
    undo(small, number)
    with small.session() as session:
        people.staff(session, "A1", "Aava Approver", "approver")
    day = {"today": small.today}
    with small.session() as session, pytest.raises(RunBeforeMerge):
        approve_run(session, small.data_dir, early.run, "A1", early.digest, **day)


def test_a_member_goes_along_and_her_sessions_end(small: Lending) -> None:
    filled(small)
    now = datetime.now(UTC)
    with small.session() as session:
        party = session.get_one(Party, small.ids["P2"])
        people.staff(session, "M", "Mai").party_id = party.id
        session.add(SignedIn(
            token_sha256="t" * 64, account_id=people.account(session, party).id, started_at=now,
            seen_at=now, expires_at=now + timedelta(hours=1),
        ))  # fmt: skip
    number = join(small)
    with small.session() as session:
        member = session.scalars(select(Staff).where(Staff.code == "M")).one()
        assert member.party_id == small.ids["P1"]
        assert session.scalars(select(SignedIn.expires_at)).one() < now + timedelta(minutes=1)
    undo(small, number)
    with small.session() as session:
        member = session.scalars(select(Staff).where(Staff.code == "M")).one()
        assert member.party_id == small.ids["P2"]


def test_what_was_joined_in_turn_is_parted_first(small: Lending) -> None:
    filled(small)
    number = join(small)
    small.person("P0")
    with small.session() as session:
        session.get_one(Party, small.ids["P1"]).merged_into_id = small.ids["P0"]
    with pytest.raises(MergeRefused) as refused:
        undo(small, number)
    assert refused.value.arguments == {"reason": "gone", "person": "P1"}


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


def test_the_same_part_of_one_edition_counts_once(small: Lending) -> None:
    """Said twice by one person it made two people of her: now the edition has two writers."""
    filled(small)
    small.claim("P1", 2, heads=2, added=LATE)
    # Three claim what two share: each is paid a third of 310.00, the rest is disputed.
    assert paid(small)["Q"] == 103_33
    join(small)
    assert paid(small) == {"P1": 620_00, "Q": 155_00}


def test_entries_that_differ_on_a_day_that_a_run_may_take_are_settled_first(
    small: Lending,
) -> None:
    filled(small)
    small.person("P3")
    # A run of the cutoff would count three people for P1 too: she would be paid a third.
    small.claim("P3", 1, heads=3, added=EARLY, withdrawn_on=CUTOFF + timedelta(days=1))
    with pytest.raises(MergeRefused) as refused:
        join(small, merged="P3")
    assert refused.value.arguments == {"reason": "entries", "isbn": isbn(1)}


def test_what_differed_before_the_last_approved_run_is_over(small: Lending) -> None:
    filled(small)
    small.person("P3")
    small.claim("P3", 1, heads=3, added=EARLY, withdrawn_on=CUTOFF)
    with pytest.raises(MergeRefused, match="entries"):
        join(small, merged="P3")
    small.run("autumn", DAY, CUTOFF)
    join(small, merged="P3")
    assert paid(small, CUTOFF + timedelta(days=1)) == {}


def test_a_second_run_of_the_year_may_take_its_cutoff_again(small: Lending) -> None:
    filled(small)
    small.person("P3")
    # 310.00 by 40 is 7.75: too little to be paid, so P3 may still be joined after the run.
    small.claim("P3", 1, heads=40, added=EARLY, withdrawn_on=CUTOFF + timedelta(days=1))
    small.run("autumn", DAY, CUTOFF)
    with pytest.raises(MergeRefused) as refused:
        join(small, merged="P3")
    assert refused.value.arguments == {"reason": "entries", "isbn": isbn(1)}


def test_entries_that_differ_within_one_library_record_are_settled_first(small: Lending) -> None:
    """A run takes the ISBNs of a record for one edition: the later entry replaced the other's."""
    filled(small)
    small.person("P3")
    small.claim("P3", 3, heads=3, added=EARLY)
    small.record((1, 3), 2025, 1000)
    with pytest.raises(MergeRefused) as refused:
        join(small, merged="P3")
    assert refused.value.arguments == {"reason": "record", "isbn": isbn(1), "other_isbn": isbn(3)}


def test_another_country_of_tax_residence_is_settled_first(small: Lending) -> None:
    """Without a card 28 % is withheld of what goes to Sweden, and 60 % of what stays."""
    filled(small)
    with small.session() as session:
        session.get_one(Party, small.ids["P2"]).country = "SE"
    # P2 is due 310.00, and P1 and Q 465.00 together: 86.80 and 279.00.
    assert small.run("autumn", DAY, CUTOFF, approve=False).tax_cents == 365_80
    with pytest.raises(MergeRefused) as refused:
        join(small)
    assert refused.value.arguments == {"reason": "country"}


def test_a_card_that_begins_before_the_payment_is_not_lost(small: Lending) -> None:
    """The run of 3 December would withhold 60 % of what is 10 % by the card of November."""
    filled(small)
    with small.session() as session:
        november = {"percent_ppm": 100_000, "valid_from": date(2026, 11, 1), "source": "test"}
        session.add(TaxCard(party_id=small.ids["P2"], **november))
    with pytest.raises(MergeRefused) as refused:
        join(small)
    assert refused.value.arguments == {"reason": "card", "person": "P1"}


def test_an_entry_changed_since_is_not_undone(small: Lending) -> None:
    filled(small)
    number = join(small)
    small.claim("P1", 2, heads=3, added=small.today)
    with pytest.raises(MergeRefused) as refused:
        undo(small, number)
    assert refused.value.arguments == {"reason": "changed", "isbn": isbn(2)}
