"""What if tells what would happen: today with today's answers, and the truth once it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.kernel.catalogue import ROLES
from portal.kernel.identity import Actor, Identity
from portal.services.catalogue.claims import Change, change_claim
from portal.services.money.estimates import next_payment, works_figures
from portal.services.titles.works_list import claims_of
from portal.services.works.what_if import Side, what_if
from portal.store.session import engine_for
from tests.factories.lending import Lending

PEOPLE = ("P1", "P2", "P3")
SOME = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def lending(sqlite_url: str, tmp_path: Path) -> Iterator[Lending]:
    """Three people, shared editions, a record of two ISBNs, a rate, and a year without one."""
    engine = engine_for(sqlite_url)
    made = Lending(engine, tmp_path / "portal")
    for code in PEOPLE:
        made.person(code)
    for number, class_ in ((1, "other"), (2, "story_book"), (3, None), (4, None)):
        made.edition(number, class_=class_)
    for code, number, role, heads in (
        ("P1", 1, "author", 2), ("P2", 1, "author", 2), ("P3", 1, "translator", 1),
        ("P1", 2, "translator", 1), ("P2", 2, "author", 1),
        ("P1", 3, "author", 1), ("P2", 4, "author", 3), ("P1", 4, "author", 1),
        ("P1", 4, "illustrator", 1), ("P3", 4, "original_author", 1),
    ):  # fmt: skip
        made.claim(code, number, role=role, heads=heads)
    made.loans("1,2025,1000", "2,2025,333", "2,2023,71", "1,2022,40")
    made.record((3, 4), 2025, 517)
    made.rate(2022, "0.31")
    made.rate(2023, "0.29")
    yield made
    engine.dispose()


def identity(lending: Lending, code: str) -> Identity:
    party = lending.ids[code]
    return Identity(Actor(label=code, party_id=party), subject_id=party)


def entries(session: Session, party_id: int) -> list[tuple[int, int, str]]:
    """Claim id, edition and role of each entry that stands."""
    return [
        (entry.claim_id, edition.edition_id, entry.role)
        for work in claims_of(session, party_id)
        for edition in work.editions
        for entry in edition.standing
    ]


changes = st.tuples(st.sampled_from(PEOPLE), st.integers(0, 9), st.sampled_from(ROLES),
                    st.integers(1, 5))  # fmt: skip


@SOME
@given(before=st.lists(changes, max_size=3), last=changes)
def test_what_if_tells_what_saving_would_do(
    lending: Lending, before: list[tuple[str, int, str, int]], last: tuple[str, int, str, int]
) -> None:
    with lending.session() as session:
        nothing_stays = session.begin_nested()
        for code, place, role, heads in before:
            _change(lending, session, code, place, Change(role, heads))
        _hold_to_the_truth(lending, session, *last)
        nothing_stays.rollback()


def _change(lending: Lending, session: Session, code: str, place: int, change: Change) -> None:
    own = entries(session, lending.ids[code])
    claim_id = own[place % len(own)][0]
    change_claim(session, identity(lending, code), claim_id, change, lending.today)


def _hold_to_the_truth(
    lending: Lending, session: Session, code: str, place: int, role: str, heads: int
) -> None:
    party, who = lending.ids[code], identity(lending, code)
    asked = (session, lending.data_dir, who)
    own = entries(session, party)
    claim_id, edition_id, _old = own[place % len(own)]
    same = what_if(*asked, claim_id, lending.today)
    assert same.then == same.now
    assert same.now.coming == next_payment(session, lending.data_dir, party, lending.today)
    told = what_if(*asked, claim_id, lending.today, role, heads)
    assert told.now == same.now
    change_claim(session, who, claim_id, Change(role, heads), lending.today)
    changed = {(edition, of): claim for claim, edition, of in entries(session, party)}
    truth = what_if(*asked, changed[edition_id, role], lending.today)
    assert told.then == truth.now
    assert [(one.name, one.role, one.then) for one in told.others] == [
        (one.name, one.role, one.now) for one in truth.others
    ]
    _as_in_the_list(lending, session, party, edition_id, truth.now)


def _as_in_the_list(
    lending: Lending, session: Session, party: int, edition_id: int, side: Side
) -> None:
    """An edition that shares no record with another has the same sum in the list of works."""
    figures = works_figures(session, lending.data_dir, party, lending.today)[edition_id]
    together = {3, 4}
    if edition_id not in together:
        assert figures.amount_microcents == side.microcents
        assert figures.loans == side.answers.loans
