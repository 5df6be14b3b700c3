"""Payments and the chain of a line; sums by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from portal.kernel.errors import NotFound
from portal.services.money.payment_list import payments_of
from portal.services.money.statements import payment
from portal.services.money.why import why
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
