"""Every reason for not paying, of sums and of editions; by hand."""

from __future__ import annotations

from datetime import date

from portal.services.money.money import overview
from portal.services.money.not_paid import not_paid
from portal.services.money.payment_list import waiting_of
from portal.services.money.statements import Taken, payment
from portal.services.money.unpaid import REASONS, NotPaid
from tests.factories.lending import Lending, isbn

AUTUMN_2023 = (date(2023, 12, 5), date(2023, 11, 3))


def reasons(lending: Lending, run: str, code: str = "P1") -> list[NotPaid]:
    with lending.session(writes=False) as session:
        return list(not_paid(session, lending.data_dir, lending.ids[code], run))


def test_below_ten_euro_waits_until_it_expires(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2021,32")
    lending.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    # 32 × €0.31 = €9.92
    with lending.session(writes=False) as session:
        [waiting] = waiting_of(session, lending.ids["P1"], date(2025, 12, 31))
    assert (waiting.cents, waiting.loan_year, waiting.expires) == (992, 2021, date(2025, 12, 31))
    [below] = reasons(lending, "2022-autumn-1")
    assert (below.reason, below.cents, below.limit_cents) == ("below_threshold", 992, 1000)
    assert below.day == date(2025, 12, 31)


def test_what_expired_is_said_by_the_next_run(lending: Lending) -> None:
    lending.person("P1")
    for number in (1, 2):
        lending.edition(number)
        lending.claim("P1", number)
    lending.rate(2023, "0.30")
    lending.loans("1,2021,32", "1,2024,100", "2,2024,100")
    lending.run("spring", date(2025, 4, 29), date(2025, 3, 31))
    lending.run("spring", date(2026, 4, 29), date(2026, 3, 31))
    found = reasons(lending, "2026-spring-1")
    assert [(one.reason, one.loan_year, one.cents, one.day) for one in found] == [
        ("expired", 2021, 992, date(2025, 12, 31)),
    ]  # fmt: skip


def test_the_cap_cuts_and_says_by_how_much(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2022,110000")
    lending.run("autumn", *AUTUMN_2023)
    [cut] = reasons(lending, "2023-autumn-1")
    # 110,000 × €0.31 = €34,100.00; the cap is €32,000
    assert (cut.reason, cut.cents, cut.limit_cents) == ("over_cap", 210_000, 3_200_000)


def test_a_correction_is_set_off(lending: Lending) -> None:
    lending.person("P1")
    lending.person("P2")
    for number in (1, 2):
        lending.edition(number)
    lending.claim("P1", 1)
    lending.loans("1,2022,1000")
    lending.run("autumn", *AUTUMN_2023)
    # €310.00 was paid; now two share, €155.00 is due; the other half is owed
    lending.claim("P1", 1, heads=2, added=date(2024, 1, 1))
    lending.claim("P1", 2)
    lending.loans("2,2022,600", source="Espoo")
    lending.run("spring", date(2024, 4, 29), date(2024, 3, 31))
    found = {one.reason: one for one in reasons(lending, "2024-spring-1")}
    # €155.00 + 600 × €0.31 = €341.00; €310.00 was paid: €31.00 now, in one year and kind
    with lending.session(writes=False) as session:
        full = payment(session, lending.data_dir, lending.ids["P1"], "2024-spring-1")
    assert (full.gross_cents, found) == (3100, {})


def test_a_debt_of_one_year_is_set_off_against_another(lending: Lending) -> None:
    lending.person("P1")
    for number in (1, 2):
        lending.edition(number)
        lending.claim("P1", number)
    lending.loans("1,2021,1000")
    lending.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    lending.claim("P1", 1, heads=2, added=date(2023, 1, 1))
    lending.loans("2,2022,600", source="Espoo")
    lending.run("autumn", *AUTUMN_2023)
    [debt] = [one for one in reasons(lending, "2023-autumn-1") if one.reason == "set_off"]
    # paid €310.00 for 2021, due €155.00: €155.00 is taken from the €186.00 of 2022
    assert (debt.reason, debt.loan_year, debt.cents, debt.limit_cents) == (
        "set_off", 2021, 15_500, 0,
    )  # fmt: skip
    with lending.session(writes=False) as session:
        full = payment(session, lending.data_dir, lending.ids["P1"], "2023-autumn-1")
    assert full.gross_cents == 3100
    due = next(period for period in full.periods if period.loan_year == 2022)
    assert (due.taken, due.moved_cents, due.paid_cents) == ((Taken(2021, 15_500),), 18_600, 3_100)


def test_each_reason_about_an_edition_appears_once(lending: Lending) -> None:
    lending.person("P1")
    lending.person("P2")
    expected = {
        1: "not_in_list", 2: "no_loans_reported", 3: "disputed", 4: "paid_elsewhere",
        5: "e_loans_not_paid", 6: "narrator_not_paid", 8: "paid_elsewhere",
    }  # fmt: skip
    for number in (*expected, 7):
        medium = {5: "ebook", 6: "eaudiobook"}.get(number, "physical")
        lending.edition(number, f"Work {number}", medium=medium)
    lending.claim("P1", 1, added=date(2023, 11, 4))
    lending.claim("P1", 2)
    lending.claim("P1", 3)
    lending.claim("P2", 3, heads=3)
    lending.claim("P1", 4, "illustrator")
    lending.claim("P1", 5)
    lending.claim("P1", 6, "narrator")
    lending.claim("P1", 7)
    lending.claim("P1", 8)
    lending.claim("P1", 8, "illustrator")
    lending.loans(*(f"{number},2022,500" for number in (1, 3, 4, 6, 7, 8)), "5,2021,500")
    lending.run("autumn", *AUTUMN_2023)
    found = reasons(lending, "2023-autumn-1")
    assert sorted((one.isbn, one.reason) for one in found) == sorted([
        *((isbn(number), reason) for number, reason in expected.items()),
        (isbn(5), "no_loans_reported"),
    ])  # fmt: skip
    years = {(one.isbn, one.reason): one.loan_years for one in found}
    assert years[isbn(5), "e_loans_not_paid"] == (2021,)
    assert years[isbn(5), "no_loans_reported"] == (2022,)
    assert years[isbn(2), "no_loans_reported"] == (2019, 2020, 2021, 2022)


def test_a_term_that_is_over_is_said_of_each_year(lending: Lending) -> None:
    lending.person("D1", death_year=1951)
    for number in (1, 2):
        lending.edition(number)
        lending.claim("D1", number)
    lending.loans("1,2021,500", "1,2022,500", "2,2022,500")
    lending.run("autumn", *AUTUMN_2023)
    # died 1951: loans until 2021 are paid, so the first has a line of 2021 and none of 2022
    found = reasons(lending, "2023-autumn-1", "D1")
    assert [(one.reason, one.isbn, one.loan_years) for one in found] == [
        ("term_over", isbn(1), (2022,)), ("term_over", isbn(2), (2022,)),
    ]  # fmt: skip


def test_a_year_without_a_report_is_said_beside_one_that_was_paid(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2020,500", "1,2021,500")
    lending.run("autumn", *AUTUMN_2023)
    [none] = reasons(lending, "2023-autumn-1")
    # 2019 was before the first loans that are known
    assert (none.reason, none.loan_years) == ("no_loans_reported", (2022,))


def test_whoever_has_nothing_in_the_latest_run_is_told_why(lending: Lending) -> None:
    lending.person("D1", death_year=1950)
    lending.edition(1)
    lending.claim("D1", 1)
    lending.claim("D1", 1, "illustrator")
    lending.loans("1,2022,500")
    lending.run("autumn", *AUTUMN_2023)
    with lending.session(writes=False) as session:
        seen = overview(session, lending.data_dir, lending.ids["D1"], lending.today)
    assert (seen.payments, seen.not_paid_on) == ((), date(2023, 12, 5))
    assert seen.pictures
    assert [(one.reason, one.loan_years) for one in seen.not_paid] == [("term_over", (2022,))]


def test_all_reasons_are_known() -> None:
    assert len(set(REASONS)) == 13
