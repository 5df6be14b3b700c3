"""Hints with a sum, and the year so far: each sum once more by hand."""

from __future__ import annotations

from datetime import date

import pytest

from portal.services.home import Paid, home
from portal.services.suggestions.missing import Missing, missing
from portal.services.suggestions.missing_money import Hint
from portal.store.people import TaxCard
from tests.factories.lending import Lending, isbn

MEDIA = "isbn,year,medium,loans"


@pytest.fixture(autouse=True)
def one_of_two_writers(lending: Lending) -> None:
    """P1 is one of two writers of edition 1; its work has edition 2 that others list."""
    lending.person("P1", email="one@example.org")
    lending.person("P2")
    lending.card("P1", 200_000)
    lending.edition(1)
    lending.edition(2, work_id=1)
    lending.claim("P1", 1, heads=2)
    lending.claim("P2", 1, heads=2)
    lending.claim("P2", 2, heads=2)


def found(lending: Lending, code: str = "P1", today: date | None = None) -> Missing:
    with lending.session(writes=False) as session:
        day = today or lending.today
        return missing(session, lending.data_dir, lending.ids[code], day)


def about(lending: Lending, code: str, today: date | None = None) -> list[Hint]:
    return [one for one in found(lending, today=today).hints if one.code == code]


def paid(lending: Lending) -> Paid:
    with lending.session(writes=False) as session:
        return home(session, lending.data_dir, lending.ids["P1"], lending.today).paid


def test_an_edition_left_out_brings_the_part_of_the_others_in_years_that_are_open(
    lending: Lending,
) -> None:
    lending.loans("1,2022,10", "2,2021,999", "2,2022,300", "2,2024,100")
    [one] = about(lending, "edition_left_out")
    # 300 × €0.31 ÷ 2 + 100 × €0.25 ÷ 2; 2021 has expired
    assert (one.isbn, one.cents, one.loans) == (isbn(2), 4650 + 1250, 400)


def test_e_loans_of_years_before_they_are_paid_are_not_missing(lending: Lending) -> None:
    lending.loans("1,2021,physical,10", "2,2021,ebook,100", "2,2022,ebook,10", columns=MEDIA)
    [one] = about(lending, "edition_left_out", date(2025, 10, 15))
    # only the ten of 2022: 10 × €0.31 ÷ 2
    assert one.cents == 155


def test_nothing_is_missing_of_a_text_whose_term_is_over(lending: Lending) -> None:
    lending.person("P3", death_year=1940)
    lending.edition(3)
    lending.edition(4, work_id=2)
    lending.claim("P3", 3)
    lending.claim("P2", 4)
    lending.loans("3,2024,10", "4,2024,100")
    assert [one for one in found(lending, "P3").hints if one.code == "edition_left_out"] == []


def test_a_dispute_about_a_year_that_has_expired_is_no_hint(lending: Lending) -> None:
    lending.edition(5)
    lending.claim("P1", 5, heads=2)
    lending.claim("P2", 5, heads=3)
    lending.loans("5,2021,1000")
    assert about(lending, "heads_differ") == []
    # in 2025 the year is open: 310.00 ÷ 2 less 310.00 ÷ 3
    [one] = about(lending, "heads_differ", date(2025, 10, 15))
    assert one.cents == 5167


def test_the_card_of_last_year_is_asked_about(lending: Lending) -> None:
    with lending.session() as session:
        session.add(TaxCard(party_id=lending.ids["P1"], percent_ppm=300_000, source="test",
                            valid_from=date(2025, 2, 1)))  # fmt: skip
    lending.loans("1,2022,1000")
    [one] = about(lending, "old_tax_card")
    assert (one.year, one.ppm) == (2025, 300_000)


def test_paid_this_year_is_what_has_been_paid_and_not_what_is_approved(lending: Lending) -> None:
    lending.loans("1,2022,200")
    lending.run("spring", date(2026, 4, 29), date(2026, 3, 31))
    lending.loans("1,2024,200", source="Espoo")
    lending.run("autumn", date(2026, 10, 5), date(2026, 9, 1))
    lending.run("autumn", date(2026, 10, 6), date(2026, 9, 1))
    lending.loans("1,2023,200", source="Vantaa")
    lending.rate(2023, "0.30")
    lending.run("autumn", date(2026, 12, 1), date(2026, 9, 1))
    # 200 × €0.31 ÷ 2 and 200 × €0.25 ÷ 2; the third had nothing more, the last is to come
    days = (date(2026, 4, 29), date(2026, 10, 5))
    assert paid(lending) == Paid(2026, 3100 + 2500, days)


def test_what_the_spring_payment_paid_did_not_come_too_late_for_the_next(
    lending: Lending,
) -> None:  # fmt: skip
    lending.edition(6)
    lending.claim("P1", 6, added=date(2025, 11, 20))
    lending.loans("6,2024,1000")
    lending.run("autumn", date(2025, 12, 1), date(2025, 10, 30))
    [late] = about(lending, "added_late", date(2026, 1, 15))
    assert (late.isbn, late.cents) == (isbn(6), 25000)
    lending.run("spring", date(2026, 4, 29), date(2026, 3, 31))
    assert about(lending, "added_late", date(2026, 5, 15)) == []
