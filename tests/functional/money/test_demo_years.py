"""The demo's people: what the years say was paid is what the payment table and the ledger say."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from portal.services.money import overview
from portal.store.people import Party
from portal.store.session import engine_for, transaction
from tests.demo_portal import TODAY, DemoPortal

PAID = text(
    "SELECT substr(pays_on, 1, 4) AS year, sum(gross_cents), sum(tax_cents), sum(net_cents) "
    "FROM payment WHERE party_id = :party AND pays_on <= :today GROUP BY 1"
)
WAITS = text(
    "SELECT coalesce(sum(run_payee.waiting_cents), 0) FROM run_payee JOIN run ON run.id = run_id "
    "WHERE party_id = :party AND preview"
)


@pytest.mark.xdist_group("demo")
def test_every_year_of_everybody_is_the_payment_table(demo_portal: DemoPortal) -> None:
    engine = engine_for(demo_portal.database_url)
    seen = 0
    with transaction(engine, writes=False) as session:
        for party in session.scalars(select(Party.id)).all():
            rows = session.execute(PAID, {"party": party, "today": TODAY.isoformat()})
            paid = {int(row.year): tuple(row)[1:] for row in rows}
            first = overview(session, demo_portal.place, party, TODAY)
            for year in first.year.years:
                own = overview(session, demo_portal.place, party, TODAY, year).year
                sums = (own.gross_cents, own.tax_cents, own.net_cents)
                assert sums == paid.pop(year, (0, 0, 0))
                seen += sums[0] > 0
            assert paid == {}
            waits = session.scalar(WAITS, {"party": party})
            assert (first.builds_up.waits, first.coming.waiting_cents) == (waits > 0, waits)
    engine.dispose()
    assert seen > 100
