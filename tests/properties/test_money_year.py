"""Years of money: together they hold every payment once, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.services.money.estimate_range import Range
from portal.services.money.estimates import NextPayment, NextRun
from portal.services.money.money_year import Facts, money_year
from portal.services.money.payment_list import PaymentRow

TODAY = date(2026, 10, 15)
NEXT = NextPayment(
    run=NextRun("autumn", 2026, None, None, (2022, 2023, 2024, 2025)), gross_cents=0, tax_cents=0,
    net_cents=0, waiting_cents=0, disputed_cents=0, taken_back_cents=0, threshold_cents=1000,
    assumed_years=(), assumed_rate={}, tax_ppm=600_000, tax_basis="tax.no_card",
    range=Range(0, 0, ()),
)  # fmt: skip


@st.composite
def payments(draw: st.DrawFn) -> tuple[PaymentRow, ...]:
    """Payments of any day around today, some with nothing in them."""
    rows = []
    for number in range(draw(st.integers(0, 12))):
        day = TODAY + timedelta(days=draw(st.integers(-4000, 60)))
        gross = draw(st.integers(0, 10**9))
        tax = draw(st.integers(0, gross))
        rows.append(PaymentRow(
            run=f"run-{number}", kind="autumn", pays_on=day, loan_years=(), additional_years=(),
            gross_cents=gross, tax_cents=tax, net_cents=gross - tax, waiting_cents=0,
            lost_cents=0, disputed_cents=0, set_off_cents=0,
        ))  # fmt: skip
    return tuple(rows)


@given(payments())
def test_the_years_together_are_the_payments(rows: tuple[PaymentRow, ...]) -> None:
    facts = Facts(rows, (), NEXT, (), (), {})
    current = money_year(facts, TODAY.year, TODAY)
    years = [money_year(facts, year, TODAY) for year in current.years]
    paid = [row for row in rows if row.pays_on <= TODAY]
    assert sum(year.gross_cents for year in years) == sum(row.gross_cents for row in paid)
    assert sum(year.tax_cents for year in years) == sum(row.tax_cents for row in paid)
    assert all(year.gross_cents - year.tax_cents == year.net_cents for year in years)
    marks = [mark for year in years for mark in year.marks]
    assert sorted(mark.run for mark in marks) == sorted(row.run for row in rows)
    assert sum(mark.cents for mark in marks) == sum(row.gross_cents for row in rows)
    assert all(year.over == (year.year < TODAY.year) for year in years)
