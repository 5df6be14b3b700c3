"""Who has reported: compared with the year before, and never with a year that nobody reported."""

from __future__ import annotations

import pytest

from portal.services.usage.coverage import Coverage, Reported, Stopped, coverage
from tests.factories.lending import Lending


def covered(**years: str) -> Coverage:
    """y2024="AB": systems A and B have reported 2024."""
    return Coverage(
        {int(year[1:]): tuple(Reported(one, 1) for one in names) for year, names in years.items()}
    )


@pytest.mark.parametrize(
    ("found", "absent", "joined", "stopped"),
    [
        (covered(y2025="AB"), (), (), ()),
        (covered(y2024="AB", y2025="AB"), (), (), ()),
        (covered(y2024="ABC", y2025="BD"), ("A", "C"), ("D",), ()),
        (covered(y2023="AE", y2024="AB", y2025="B"), ("A",), (), (Stopped("E", 2023),)),
        (covered(y2021="E", y2022="E", y2024="B", y2025="B"), (), (), (Stopped("E", 2022),)),
        (covered(y2021="E", y2024="B", y2025="BE"), (), ("E",), ()),
        (covered(y2023="AB", y2025="A"), (), (), (Stopped("B", 2023),)),
    ],
)
def test_who_is_missing_new_or_gone(
    found: Coverage, absent: tuple[str, ...], joined: tuple[str, ...], stopped: tuple[Stopped, ...]
) -> None:
    assert (found.absent(2025), found.joined(2025), found.stopped(2025)) == (
        absent, joined, stopped,
    )  # fmt: skip


def test_the_loans_of_the_year_before_are_unknown_where_nobody_reported_it() -> None:
    found = covered(y2023="A", y2024="A")
    assert found.before(2025, {2025: 9}) == 0
    assert found.before(2024, {2023: 7, 2024: 9}) == 7
    assert found.before(2023, {2023: 7}) is None


def test_reports_of_several_imports_are_one(lending: Lending) -> None:
    lending.loans("1,2024,5", "2,2024,1", source="Helle")
    lending.loans("1,2024,9", "1,2023,4", source="Helle")
    lending.loans("1,2024,100", source="Vaara")
    with lending.session(writes=False) as session:
        found = coverage(session)
    assert found.by_year == {
        2023: (Reported("Helle", 4),),
        2024: (Reported("Helle", 15), Reported("Vaara", 100)),
    }
