"""Payments, the chain of a line, and every reason for not paying; sums by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from portal.kernel.errors import NotFound
from portal.services.not_paid import REASONS, NotPaid, not_paid
from portal.services.statements import payment, payments_of, waiting_of
from portal.services.why import why
from tests.factories.lending import Lending, isbn

AUTUMN_2023 = (date(2023, 12, 5), date(2023, 11, 3))


@pytest.fixture
def paid(lending: Lending) -> Lending:
    """A translated story book by two writers: 876 loans of 2022, paid in autumn 2023."""
    lending.person("P1", "Aino Ranta")
    lending.person("P2", "Eero Salo")
    lending.person("T1", "Toini Tulkki")
    lending.card("P1", 245_000)
    lending.edition(1, "Talvi saaressa", class_="story_book")
    lending.claim("P1", 1, "original_author", 2)
    lending.claim("P2", 1, "original_author", 2)
    lending.claim("T1", 1, "translator")
    lending.loans("1,2022,876")
    lending.run("autumn", *AUTUMN_2023)
    return lending


def reasons(lending: Lending, run: str, code: str = "P1") -> list[NotPaid]:
    with lending.session(writes=False) as session:
        return list(not_paid(session, lending.data_dir, lending.ids[code], run))


def test_a_payment_is_gross_less_tax(paid: Lending) -> None:
    with paid.session(writes=False) as session:
        [row] = payments_of(session, paid.ids["P1"])
        full = payment(session, paid.data_dir, paid.ids["P1"], row.run)
    # €49.5597 is €49.56; 24.5 % of it is €12.1422, the fraction of a cent dropped
    assert (row.gross_cents, row.tax_cents, row.net_cents) == (4956, 1214, 3742)
    assert (row.loan_years, row.pays_on, row.kind) == ((2022,), date(2023, 12, 5), "autumn")
    assert (full.tax_ppm, full.tax_basis, full.threshold_cents) == (245_000, "card", 1000)
    [period] = full.periods
    assert (period.entitled_cents, period.moved_cents, period.cap_cents) == (4956, 4956, 3_200_000)
    [line] = period.lines
    assert (line.title, line.isbn, line.factors.amount) == (
        "Talvi saaressa", isbn(1), 4_955_970_000,
    )  # fmt: skip


def test_the_chain_names_where_each_factor_comes_from(paid: Lending) -> None:
    with paid.session(writes=False) as session:
        found = why(session, paid.data_dir, paid.ids["P1"], "2023-autumn-1", 1)
    assert [step.code for step in found.steps] == [
        "loans", "rate", "class", "translation", "heads", "amount",
    ]  # fmt: skip
    assert found.steps[-1].running == Fraction(4_955_970_000)
    assert found.rate is not None
    assert (found.rate.value, found.rate.loan_year) == ("0.31", 2022)
    assert "Yle 74-20058086" in found.rate.source
    assert found.class_share is not None
    assert found.class_share.value == "73"
    assert (found.class_said.by, found.class_said.differs) == ("edition", False)
    assert [(d.name, d.heads, d.own) for d in found.declared] == [
        ("Aino Ranta", 2, True), ("Eero Salo", 2, False),
    ]  # fmt: skip
    assert {d.name for d in found.translation_said} == {"Aino Ranta", "Eero Salo", "Toini Tulkki"}


def test_a_class_of_the_library_that_differs_is_said(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1, class_="story_book")
    lending.claim("P1", 1)
    lending.loans("1,2022,picture_book,500", columns="isbn,year,class,loans")
    run = lending.run("autumn", *AUTUMN_2023)
    with lending.session(writes=False) as session:
        found = why(session, lending.data_dir, lending.ids["P1"], run.run, 1)
    said = found.class_said
    assert (said.by, said.value, said.edition_says) == ("library", "picture_book", "story_book")
    assert said.differs
    assert found.line.factors.amount == 6_355_000_000  # 500 × €0.31 × 41 %


def test_nobody_sees_what_belongs_to_another(paid: Lending) -> None:
    paid.person("X1")
    draft = paid.run("spring", date(2024, 4, 29), date(2024, 3, 31), approve=False)
    for code, run in (("X1", "2023-autumn-1"), ("P1", draft.run), ("P1", "2019-autumn-1")):
        with paid.session(writes=False) as session, pytest.raises(NotFound):
            payment(session, paid.data_dir, paid.ids[code], run)
    for number in (0, 2):
        with paid.session(writes=False) as session, pytest.raises(NotFound):
            why(session, paid.data_dir, paid.ids["P1"], "2023-autumn-1", number)


def test_below_ten_euro_waits_until_it_expires(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2021,32")
    lending.run("autumn", date(2022, 12, 5), date(2022, 11, 3))
    # 32 × €0.31 = €9.92
    with lending.session(writes=False) as session:
        [waiting] = waiting_of(session, lending.ids["P1"])
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
    [debt] = reasons(lending, "2023-autumn-1")
    # paid €310.00 for 2021, due €155.00: €155.00 is taken from the €186.00 of 2022
    assert (debt.reason, debt.loan_year, debt.cents, debt.limit_cents) == (
        "set_off", 2021, 15_500, 0,
    )  # fmt: skip
    with lending.session(writes=False) as session:
        full = payment(session, lending.data_dir, lending.ids["P1"], "2023-autumn-1")
    assert full.gross_cents == 3100


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
    assert {one.isbn: one.reason for one in found} == {
        isbn(number): reason for number, reason in expected.items()
    }
    assert len(found) == len(expected)


def test_a_term_that_is_over_is_said(lending: Lending) -> None:
    lending.person("D1", death_year=1951)
    for number, year in ((1, 2022), (2, 2021)):
        lending.edition(number)
        lending.claim("D1", number)
        lending.loans(f"{number},{year},500")
    lending.run("autumn", *AUTUMN_2023)
    # died 1951: loans until 2021 are paid
    found = reasons(lending, "2023-autumn-1", "D1")
    assert [(one.reason, one.isbn) for one in found] == [("term_over", isbn(1))]


def test_all_reasons_are_known() -> None:
    assert len(set(REASONS)) == 11


def test_additional_money_below_the_threshold_is_not_carried_on(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.loans("1,2018,100")
    lending.rate(2018, "0.20")
    # €5.00 is stated for the loans of 2018; the only claimed loans get it all, but it is below €10
    lending.run("spring", date(2023, 4, 29), date(2023, 3, 31), stated={2018: 500})
    one = reasons(lending, "2023-spring-1")[0]
    assert (one.reason, one.loan_year, one.cents, one.day) == ("below_threshold", 2018, 500, None)
    with lending.session(writes=False) as session:
        assert waiting_of(session, lending.ids["P1"]) == ()
