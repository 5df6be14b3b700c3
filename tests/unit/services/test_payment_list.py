"""The list of payments, what expired and what came too late: sums and days by hand."""

from __future__ import annotations

from datetime import date

from portal.services.money.money import overview
from portal.services.money.not_paid import not_paid
from portal.services.money.payment_list import expired_of, payments_of, waiting_of
from portal.services.money.unpaid import Afterwards, NotPaid
from tests.factories.lending import Lending, isbn

AUTUMN_2023 = (date(2023, 12, 5), date(2023, 11, 3))


def reasons(lending: Lending, run: str, code: str = "P1") -> list[NotPaid]:
    with lending.session(writes=False) as session:
        return list(not_paid(session, lending.data_dir, lending.ids[code], run))


def test_additional_money_below_the_threshold_is_not_carried_on(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2018,100")
    lending.rate(2018, "0.20")
    # €5.00 is stated for the loans of 2018; the only claimed loans get it all, but it is below €10
    lending.run("spring", date(2023, 4, 29), date(2023, 3, 31), stated={2018: 500})
    one = reasons(lending, "2023-spring-1")[0]
    assert (one.reason, one.loan_year, one.cents, one.day) == ("additional_lost", 2018, 500, None)
    with lending.session(writes=False) as session:
        assert waiting_of(session, lending.ids["P1"], lending.today) == ()
    with lending.session(writes=False) as session:
        [row] = payments_of(session, lending.ids["P1"])
    assert (row.waiting_cents, row.lost_cents, row.gross_cents) == (0, 500, 0)


def test_additional_money_that_was_paid_is_told_from_the_loans(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2018,100", "1,2021,100")
    lending.rate(2018, "0.20")
    lending.run("spring", date(2023, 4, 29), date(2023, 3, 31), stated={2018: 1500})
    with lending.session(writes=False) as session:
        [row] = payments_of(session, lending.ids["P1"])
    assert (row.loan_years, row.additional_years, row.gross_cents) == ((2021,), (2018,), 4600)


def test_expired_money_is_kept_in_sight_without_a_row_in_the_run_before(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.rate(2018, "0.20")
    lending.rate(2023, "0.30")
    lending.loans("1,2018,40", "1,2024,100")
    lending.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    lending.run("spring", date(2023, 4, 29), date(2023, 3, 31))
    lending.run("autumn", date(2025, 12, 5), date(2025, 11, 3))
    # €8.00 of 2018 waited in 2022 and expired with that year; spring 2023 had nothing of the person
    [expired] = [one for one in reasons(lending, "2025-autumn-1") if one.reason == "expired"]
    assert (expired.loan_year, expired.cents, expired.day) == (2018, 800, date(2022, 12, 31))
    with lending.session(writes=False) as session:
        [kept] = expired_of(session, lending.ids["P1"], lending.today)
        assert expired_of(session, lending.ids["P1"], date(2022, 12, 31)) == ()
    assert (kept.loan_year, kept.cents, kept.expires) == (2018, 800, date(2022, 12, 31))


def test_money_that_has_expired_waits_no_longer(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2021,32")
    lending.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    with lending.session(writes=False) as session:
        last = waiting_of(session, lending.ids["P1"], date(2025, 12, 31))
        after = waiting_of(session, lending.ids["P1"], date(2026, 1, 1))
    assert ([one.cents for one in last], after) == ([992], ())


def test_at_the_cap_no_additional_money_comes_and_that_is_said(lending: Lending) -> None:
    lending.person("P1")
    lending.person("P2")
    for number, code in ((1, "P1"), (2, "P2")):
        lending.edition(number)
        lending.claim(code, number)
    lending.rate(2018, "0.40")
    lending.loans("1,2018,80000", "2,2018,1000")
    lending.run("autumn", date(2019, 12, 5), date(2019, 11, 3))
    lending.run("spring", date(2023, 4, 29), date(2023, 3, 31), stated={2018: 5000})
    # 80,000 × €0.40 = €32,000; the cap of 2018 was €30,000
    with lending.session(writes=False) as session:
        seen = overview(session, lending.data_dir, lending.ids["P1"], lending.today)
    [cap] = [one for one in seen.not_paid if one.reason == "no_additional_at_cap"]
    assert (cap.loan_year, cap.kind, cap.limit_cents) == (2018, "physical", 3_000_000)
    assert {one.reason for one in reasons(lending, "2023-spring-1", "P2")} == {"no_loans_reported"}


def test_what_became_of_an_edition_that_came_too_late_is_said_by_year(lending: Lending) -> None:
    lending.person("P1")
    for number in (1, 2, 3, 4):
        lending.edition(number)
    lending.claim("P1", 1)
    lending.claim("P1", 2, added=date(2023, 11, 4))
    lending.claim("P1", 3, added=date(2023, 11, 4))
    lending.claim("P1", 4, added=date(2024, 4, 1))
    lending.loans("1,2022,500", "2,2019,100", "2,2022,200", "4,2022,300")
    lending.run("autumn", *AUTUMN_2023)
    lending.run("spring", date(2024, 4, 29), date(2024, 3, 31))
    found = {
        one.isbn: one.afterwards
        for one in reasons(lending, "2023-autumn-1")
        if one.reason == "not_in_list"
    }
    # the third has no loans; the fourth was added after the last day of spring too
    assert found == {
        isbn(2): (
            Afterwards(2019, "too_late", date(2023, 12, 31)),
            Afterwards(2022, "paid", date(2024, 4, 29), "2024-spring-1"),
        ),
        isbn(4): (Afterwards(2022, "still_open", date(2026, 12, 31)),),
    }


def test_set_off_money_is_told_from_nothing_due(lending: Lending) -> None:
    lending.person("P1")
    for number in (1, 2):
        lending.edition(number)
        lending.claim("P1", number)
    lending.loans("1,2021,1000")
    lending.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    lending.claim("P1", 1, heads=2, added=date(2023, 1, 1))
    lending.loans("2,2022,100", source="Espoo")
    lending.run("autumn", *AUTUMN_2023)
    # €155.00 was paid too much; the €31.00 of 2022 is taken for it
    with lending.session(writes=False) as session:
        latest, first = payments_of(session, lending.ids["P1"])
    assert (latest.gross_cents, latest.set_off_cents, first.set_off_cents) == (0, 3_100, 0)
