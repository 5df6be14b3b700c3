"""The demo's people: what the years say was paid is what the payment table and the ledger say."""

from __future__ import annotations

from sqlalchemy import select, text

from portal.services.money.money import overview
from portal.store.people import Party
from portal.store.session import engine_for, transaction
from tests.demo_portal import TODAY, DemoPortal

PAID = text(
    "SELECT substr(pays_on, 1, 4) AS year, sum(gross_cents), sum(tax_cents), sum(net_cents) "
    "FROM payment WHERE party_id = :party AND pays_on <= :today GROUP BY 1"
)
PLANNED = text(
    "SELECT p.gross_cents, p.tax_cents, p.net_cents, p.waiting_cents, p.disputed_cents, p.tax_ppm "
    "FROM run_payee p JOIN run ON run.id = p.run_id WHERE p.party_id = :party AND run.preview"
)
PARTS = text(
    "SELECT substr(p.period_start, 1, 4), p.kind, "
    "p.capped_cents - p.paid_before_cents, p.disputed_cents "
    "FROM run_period p JOIN run ON run.id = p.run_id WHERE p.party_id = :party AND run.preview "
    "AND (p.capped_cents > p.paid_before_cents OR p.disputed_cents > 0) ORDER BY 1, 2 DESC"
)


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
    engine.dispose()
    assert seen > 100


def test_what_comes_is_what_the_planned_run_calculated(demo_portal: DemoPortal) -> None:
    """The page works out one person; the run of the same day worked out everybody."""
    engine = engine_for(demo_portal.database_url)
    disputed = 0
    with transaction(engine, writes=False) as session:
        for party in session.scalars(select(Party.id)).all():
            seen = overview(session, demo_portal.place, party, TODAY)
            own = session.execute(PLANNED, {"party": party}).first()
            gross, tax, net, waiting, open_claims, ppm = own or (0, 0, 0, 0, 0, seen.tax.ppm)
            coming = seen.coming
            assert (coming.gross_cents, coming.tax_cents, coming.net_cents) == (gross, tax, net)
            assert (seen.tax.gross_cents, seen.tax.tax_cents, seen.tax.ppm) == (gross, tax, ppm)
            assert (coming.waiting_cents, seen.builds_up.waits) == (waiting, waiting > 0)
            assert sum(one.waiting_cents for one in seen.expiries) == waiting
            assert sum(one.disputed_cents for one in seen.expiries) == open_claims
            least, most = coming.range.least_cents, coming.range.most_cents
            assert (least, most) == (gross, gross + open_claims + (waiting if open_claims else 0))
            rows = session.execute(PARTS, {"party": party}).all()
            parts = [(p.loan_year, p.kind, p.cents, p.disputed_cents) for p in seen.builds_up.parts]
            assert parts == [(int(year), kind, due, open_) for year, kind, due, open_ in rows]
            disputed += open_claims > 0
    engine.dispose()
    assert disputed > 3
