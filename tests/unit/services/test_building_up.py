"""What builds up, what is named when it expires, and the card of the day of payment, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from portal.services.money.building_up import Expiry
from portal.services.money.money import Overview, overview
from portal.store.people import TaxCard
from tests.factories.lending import Lending, isbn

AUTUMN_2023 = (date(2023, 12, 5), date(2023, 11, 3))


@pytest.fixture(autouse=True)
def alone(lending: Lending) -> None:
    """P1 wrote edition 1 alone."""
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)


def seen(lending: Lending) -> Overview:
    with lending.session(writes=False) as session:
        return overview(session, lending.data_dir, lending.ids["P1"], lending.today)


def oldest(lending: Lending) -> Expiry:
    return seen(lending).expiries[0]


def test_what_waits_beside_what_was_paid_is_of_no_work_that_can_be_named(lending: Lending) -> None:
    lending.loans("1,2022,100")
    lending.run("autumn", *AUTUMN_2023)
    lending.loans("1,2022,10", source="Espoo")
    # 110 × €0.31 = €34.10, of which €31.00 was paid: €3.10 waits
    assert (oldest(lending).waiting_cents, oldest(lending).shares) == (310, ())


def test_a_year_of_which_all_waits_names_the_works(lending: Lending) -> None:
    lending.loans("1,2022,physical,10", "1,2022,ebook,11", columns="isbn,year,medium,loans")
    expiry = oldest(lending)
    assert expiry.waiting_cents == 310 + 341
    assert [(one.isbn, one.cents) for one in expiry.shares] == [(isbn(1), 651)]


def test_additional_money_is_not_what_builds_up(lending: Lending) -> None:
    lending.loans("1,2018,100", "1,2022,10")
    lending.rate(2018, "0.20")
    lending.run("spring", date(2023, 4, 29), date(2023, 3, 31), stated={2018: 500})
    builds_up = seen(lending).builds_up
    assert [(one.loan_year, one.cents) for one in builds_up.parts] == [(2022, 310)]
    assert (builds_up.total_cents, builds_up.waits) == (310, True)


def test_the_card_is_that_of_the_day_of_payment(lending: Lending) -> None:
    lending.card("P1", 245_000)
    with lending.session() as session:
        session.add(TaxCard(party_id=lending.ids["P1"], percent_ppm=300_000, source="test",
                            valid_from=date(2027, 1, 1)))  # fmt: skip
    lending.loans("1,2022,100")
    tax = seen(lending).tax
    # 24.5 % of €31.00 is €7.595: fractions of a cent are dropped
    assert (tax.ppm, tax.tax_cents) == (245_000, 759)
    assert tax.card is not None
    assert tax.card.ppm == 245_000
