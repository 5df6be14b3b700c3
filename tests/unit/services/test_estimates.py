"""Estimates: the figures of each edition by hand, and every state once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.services.money.estimates import EditionFigures, next_payment, works_figures
from portal.store.people import Party
from portal.store.settlement import Run, RunPayee
from tests.factories.lending import Lending

TODAY = date(2026, 10, 15)


def figures(lending: Lending, code: str = "P1") -> dict[int, EditionFigures]:
    with lending.session(writes=False) as session:
        return works_figures(session, lending.data_dir, lending.ids[code], TODAY)


@pytest.fixture
def story_book(lending: Lending) -> Lending:
    """Two writers and a translator of a story book: 876 loans of 2022 at 0.31."""
    for code in ("P1", "P2", "T1"):
        lending.person(code)
    lending.edition(1, class_="story_book")
    lending.claim("P1", 1, "original_author", 2)
    lending.claim("P2", 1, "original_author", 2)
    lending.claim("T1", 1, "translator")
    lending.loans("1,2022,876")
    return lending


def test_a_line_is_loans_times_rate_class_and_part(story_book: Lending) -> None:
    [one] = figures(story_book).values()
    # 876 × €0.31 × 73 % ÷ 2 (a translation) ÷ 2 writers = €49.5597
    assert (one.loan_year, one.loans, one.amount_microcents) == (2022, 876, 4_955_970_000)
    assert one.part is not None
    assert (one.part.role, one.part.denominator, one.part.heads) == ("original_author", 2, 2)
    assert (one.about, one.states) == (False, ("in_order",))
    [translated] = figures(story_book, "T1").values()
    assert translated.amount_microcents == 9_911_940_000


def test_an_undecided_rate_takes_the_latest_decided_one(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1)
    lending.claim("P1", 1)
    lending.rate(2016, "0.11")
    lending.loans("1,2025,100")
    [one] = figures(lending).values()
    # 2025 is not decided; the latest decided year is 2024 at €0.25
    assert (one.amount_microcents, one.about) == (2_500_000_000, True)
    with lending.session(writes=False) as session:
        coming = next_payment(session, lending.data_dir, lending.ids["P1"], TODAY)
    assert (coming.gross_cents, coming.tax_cents, coming.net_cents) == (2500, 1500, 1000)
    assert (coming.assumed_years, coming.assumed_rate["physical"]) == ((2025,), 25_000_000)
    assert (coming.run.kind, coming.run.year, coming.run.open_years[0]) == ("autumn", 2026, 2022)


def test_below_ten_euro_everything_builds_up(lending: Lending) -> None:
    lending.person("P1")
    for number, loans in ((1, 20), (2, 19)):
        lending.edition(number)
        lending.claim("P1", number)
        lending.loans(f"{number},2024,{loans}")
    # 39 loans at €0.25 are €9.75; one more is exactly €10.00 and is paid
    assert {one.states for one in figures(lending).values()} == {("builds_up",)}
    lending.loans("2,2024,1", source="Espoo")
    assert {one.states for one in figures(lending).values()} == {("in_order",)}


def test_claims_that_disagree_leave_the_smallest_part(lending: Lending) -> None:
    lending.person("P1")
    lending.person("P2")
    lending.edition(1)
    lending.claim("P1", 1, heads=2)
    lending.claim("P2", 1, heads=3)
    lending.loans("1,2024,1200")
    [one] = figures(lending).values()
    # €300.00 ÷ 3 is safe, ÷ 2 at most
    assert (one.amount_microcents, one.largest_microcents) == (10_000_000_000, 15_000_000_000)
    assert one.states == ("heads_disagree",)
    assert one.part is not None
    assert (one.part.heads, one.part.largest_heads, one.part.disputed) == (3, 2, True)


def test_each_reason_for_nothing_is_said(lending: Lending) -> None:
    lending.person("P1")
    lending.person("D1", death_year=1950)
    editions = {
        "no loans": lending.edition(1),
        "pictures": lending.edition(2),
        "voice": lending.edition(3, medium="eaudiobook"),
        "withdrawn": lending.edition(4),
        "good": lending.edition(5),
    }
    lending.claim("P1", 1)
    lending.claim("P1", 2, "illustrator")
    lending.claim("P1", 3, "narrator")
    lending.claim("P1", 4, withdrawn_on=date(2026, 1, 1))
    lending.claim("P1", 5)
    old = lending.edition(6)
    lending.claim("D1", 6)
    lending.loans(*(f"{number},2024,100" for number in (2, 3, 4, 5, 6)))
    states = {edition: one.states for edition, one in figures(lending).items()}
    assert states == {
        editions["no loans"]: ("no_loans_reported",),
        editions["pictures"]: ("referred",),
        editions["voice"]: ("narrator_not_paid",),
        editions["withdrawn"]: ("withdrawn",),
        editions["good"]: ("in_order",),
    }
    # died 1950: paid while the loan year is 2020 or earlier
    assert figures(lending, "D1")[old].states == ("term_over",)


def test_who_made_text_and_pictures_is_paid_and_referred(lending: Lending) -> None:
    lending.person("P1")
    lending.edition(1, class_="comic")
    lending.claim("P1", 1)
    lending.claim("P1", 1, "illustrator")
    lending.loans("1,2024,1200")
    [one] = figures(lending).values()
    # 1,200 × €0.25 × 37.7 % = €113.10 for the text; no sum is invented for the pictures
    assert (one.amount_microcents, one.states) == (11_310_000_000, ("in_order", "referred"))


def test_e_loans_before_2022_pay_nothing(lending: Lending) -> None:
    lending.person("P1")
    edition = lending.edition(1, medium="ebook")
    lending.claim("P1", 1)
    lending.loans("1,2021,100")
    assert figures(lending)[edition].states == ("e_loans_not_paid",)
    lending.loans("1,2022,100", source="Espoo")
    [one] = figures(lending).values()
    assert (one.loan_year, one.amount_microcents) == (2022, 3_100_000_000)


def test_a_claim_after_the_last_day_waits_for_the_next_run(story_book: Lending) -> None:
    story_book.run("autumn", date(2023, 12, 5), date(2023, 11, 3))
    story_book.edition(2, "Toinen")
    story_book.claim("P1", 2, added=date(2023, 11, 4))
    story_book.loans("2,2022,100", source="Espoo")
    late = [one.states for one in figures(story_book).values()]
    assert late == [("in_order",), ("not_in_time",)]


def test_what_was_paid_is_not_in_the_next_payment(story_book: Lending) -> None:
    story_book.today = date(2023, 12, 1)
    story_book.run("autumn", date(2023, 12, 5), date(2023, 11, 3))
    with story_book.session(writes=False) as session:
        coming = next_payment(session, story_book.data_dir, story_book.ids["P1"], date(2024, 2, 1))
    assert (coming.run.kind, coming.run.year, coming.gross_cents) == ("spring", 2024, 0)


def test_the_estimate_is_what_the_run_then_pays(story_book: Lending) -> None:
    story_book.edition(2, "Toinen", medium="ebook")
    story_book.claim("P1", 2, heads=3)
    story_book.claim("P2", 2, heads=2)
    story_book.loans("1,2021,55", "2,2022,1001", source="Espoo")
    day, cutoff = date(2023, 12, 5), date(2023, 11, 3)
    story_book.today = cutoff
    expected = {}
    for code in ("P1", "P2", "T1"):
        with story_book.session(writes=False) as session:
            one = next_payment(session, story_book.data_dir, story_book.ids[code], cutoff)
        expected[code] = (one.gross_cents, one.tax_cents, one.waiting_cents, one.disputed_cents)
    preview = story_book.run("autumn", day, cutoff, approve=False)
    with story_book.session(writes=False) as session:
        rows = session.execute(
            select(Party.code, RunPayee)
            .join(RunPayee, RunPayee.party_id == Party.id)
            .join(Run, Run.id == RunPayee.run_id)
            .where(Run.code == preview.run)
        ).all()
        paid = {
            code: (row.gross_cents, row.tax_cents, row.waiting_cents, row.disputed_cents)
            for code, row in rows
        }
        coming = next_payment(session, story_book.data_dir, story_book.ids["P1"], cutoff)
    assert expected == paid
    assert paid["P1"][0] > paid["T1"][0] / 2 > 0
    assert (coming.run.pays_on, coming.run.cutoff) == (day, cutoff)


def test_two_isbns_of_one_record_count_once(lending: Lending) -> None:
    lending.person("P1")
    first, second = lending.edition(1), lending.edition(2)
    lending.claim("P1", 1)
    lending.claim("P1", 2)
    lending.record((1, 2), 2024, 400)
    both = figures(lending)
    assert (both[first].loans, both[first].amount_microcents) == (400, 10_000_000_000)
    assert (both[second].loans, both[second].amount_microcents) == (0, 0)
    assert both[second].states == ("counted_together",)
