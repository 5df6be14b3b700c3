"""Which entries move money: those with loans of the four years that are paid for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.kernel.identity import Actor, Identity, Visit
from portal.services.access import visit_limits
from portal.services.access.visit_limits import VisitMovesMoney
from tests.factories.lending import Lending, isbn


def identity(lending: Lending, *, visiting: bool = True) -> Identity:
    visit = Visit(1, "edit", datetime.now(UTC)) if visiting else None
    who = Actor("Minna", staff_id=1, staff_role="support")
    return Identity(who, lending.ids["P1"], visit=visit)


@pytest.mark.parametrize(("year", "moves"), [(2020, False), (2022, True), (2025, True)])
def test_loans_of_years_that_can_be_paid_move_money(small: Lending, year: int, moves: bool) -> None:
    small.person("P1")
    small.edition(1)
    small.claim("P1", 1)
    small.loans(f"1,{year},5")
    found = []
    with small.session() as session:
        visit_limits.check(session, identity(small, visiting=False), [isbn(1)], small.today)
        try:
            visit_limits.check(session, identity(small), [isbn(1)], small.today)
        except VisitMovesMoney as refusal:
            found.append(refusal.arguments["isbn"])
    assert found == [isbn(1)] * moves
