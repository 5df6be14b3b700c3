"""A match run keeps why each count belongs where it does; the queue does as the terminal does."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from sqlalchemy import delete, select, update

from portal.jobs import matching as jobs
from portal.jobs import queue, tasks
from portal.kernel.bibliography import SET, Contributor, Record, RecordIsbn, Said
from portal.kernel.identity import SYSTEM
from portal.services.matching import match_runs, unmatched_kept
from portal.services.records import bibliographic_records
from portal.services.verification import verification
from portal.store.matching import AssignedCounts, MatchRun
from portal.store.usage import UsageImport
from tests.factories.lending import NOON, PAST_THE_AUDIT, isbn
from tests.factories.matching import ROUNDED, Matching

TITLE = "Talvi saaren rannalla"
KEY = "talvi saaren rannalla|aino ranta|physical"


@pytest.fixture
def lent(matching: Matching) -> Matching:
    """A claimed edition, a set that it belongs to, and what libraries lent under which name."""
    matching.person("aino", "Aino Ranta")
    matching.edition(1, TITLE)
    matching.claim("aino", 1)
    matching.edition(2, "Kesä")
    names = (Contributor("Ranta, Aino", main=True, roles=(Said("aut", "coded"),)),)
    records = [
        Record("r1", TITLE, isbns=(RecordIsbn(isbn(1)), RecordIsbn(isbn(5), SET)),
               contributors=names, year=2015),
        Record("r2", "Syksy kaupungissa", isbns=(RecordIsbn(isbn(6)),), contributors=names),
    ]  # fmt: skip
    with matching.session() as session:
        bibliographic_records.keep(session, "test", records, matching.today, moment=NOON)
    matching.helmet(
        f"{TITLE};Ranta, Aino;{isbn(1)};2025;10",  # tier 1, claimed
        f"{TITLE};Ranta, Aino;{isbn(5)};2025;20",  # tier 1, of a set
        f"Syksy kaupungissa;Ranta, Aino;{isbn(6)};2025;40",  # tier 1, known, claimed by nobody
        f"TALVI SAAREN RANNALLA;Aino Ranta;{ROUNDED};2024;80",  # tier 2
        f"Talvi saaren ranalla;Ranta, A.;{ROUNDED};2025;160",  # tier 2
        f"Aivan muu;Meri, Ville;{ROUNDED};2025;320",  # nobody knows
    )
    return matching


def matched(portal: Matching, url: str) -> dict[str, tuple[int | None, str, int]]:
    """Title as lent → tier, state and loans, out of the evidence."""
    jobs.match(url, portal.data_dir, None, tier3=False, who=SYSTEM)
    with portal.session(writes=False) as session:
        found = match_runs.evidence_of(session, portal.data_dir, isbn(1))
    return {f"{one.title} {one.isbns}".strip(): (one.tier, one.state, one.loans) for one in found}


def test_every_count_has_its_tier_and_reasons(lent: Matching, database_url: str) -> None:
    assert matched(lent, database_url) == {
        f"{TITLE} {isbn(1)}": (1, "payable", 10),
        f"{TITLE} {isbn(5)}": (1, "suggested", 20),
        "TALVI SAAREN RANNALLA": (2, "suggested", 80),
        "Talvi saaren ranalla": (2, "suggested", 160),
    }


def test_the_figures_hold_every_loan_once(lent: Matching, database_url: str) -> None:
    figures = jobs.match(database_url, lent.data_dir, None, tier3=False, who=SYSTEM)
    sums = {(one.loan_year, one.tier, one.state, one.without_isbn): one.loans for one in figures}
    assert sums == {
        (2024, 2, "suggested", True): 80,
        (2025, 1, "payable", False): 10,
        (2025, 1, "suggested", False): 20,
        (2025, 1, "known", False): 40,
        (2025, 2, "suggested", True): 160,
        (2025, None, "unmatched", True): 320,
    }
    only = jobs.match(database_url, lent.data_dir, 2024, tier3=False, who=SYSTEM)
    assert [(one.loan_year, one.loans) for one in only] == [(2024, 80)]


def test_decided_it_is_payable_and_says_so(lent: Matching, database_url: str) -> None:
    number = lent.decide(KEY, isbn(1))
    lent.decide("aivan muu|meri ville|physical", None)
    found = matched(lent, database_url)
    assert found["TALVI SAAREN RANNALLA"] == (None, "payable", 80)
    figures = jobs.match(database_url, lent.data_dir, None, tier3=False, who=SYSTEM)
    assert ("nobody", 320) in {(one.state, one.loans) for one in figures}
    lent.undo(number)
    assert matched(lent, database_url)["TALVI SAAREN RANNALLA"] == (2, "suggested", 80)


def test_what_is_probable_has_its_weight(lent: Matching, database_url: str) -> None:
    pytest.importorskip("splink")
    lent.helmet(f"Talwi zaaren rannala;Ranta, Aino;{ROUNDED};2025;7")
    jobs.match(database_url, lent.data_dir, None, tier3=True, who=SYSTEM)
    with lent.session(writes=False) as session:
        found = match_runs.evidence_of(session, lent.data_dir, isbn(1))
    [probable] = [one for one in found if one.tier == 3]
    assert (probable.title, probable.state) == ("Talwi zaaren rannala", "suggested")
    assert probable.weight_ppm is not None
    assert 500_000 <= probable.weight_ppm <= 1_000_000


def test_done_twice_it_is_kept_once(lent: Matching, database_url: str) -> None:
    for _ in range(2):
        assert list(jobs.match_loans(database_url, lent.data_dir)) == []
    with lent.session(writes=False) as session:
        assert len(session.scalars(select(MatchRun)).all()) == 1
    assert len(list(lent.data_dir.glob("counts/*-evidence.parquet"))) == 1


def test_a_changed_evidence_is_found(lent: Matching, database_url: str) -> None:
    list(jobs.match_loans(database_url, lent.data_dir))
    [path] = lent.data_dir.glob("counts/*-evidence.parquet")
    path.write_bytes(b"x")
    with lent.session(writes=False) as session:
        found = {c.code for c in verification.verify(session, lent.data_dir) if c.problems}
    assert found - PAST_THE_AUDIT == {"evidence"}


def test_an_import_of_before_gets_its_unmatched_works(lent: Matching, database_url: str) -> None:
    """As after an upgrade: no file, and a decision that another import's loans brought."""
    lent.decide(KEY, isbn(1))
    before = lent_counts(lent)
    with lent.session() as session:
        session.execute(delete(AssignedCounts))
        session.execute(update(UsageImport).values(unmatched_path=None, unmatched_sha256=None))
    assert lent_counts(lent) == 0
    list(jobs.match_loans(database_url, lent.data_dir))
    assert lent_counts(lent) == before == 80
    with lent.session(writes=False) as session:
        assert unmatched_kept.unkept(session) == ()
        found = {c.code for c in verification.verify(session, lent.data_dir) if c.problems}
    assert found - PAST_THE_AUDIT == set()


def lent_counts(portal: Matching) -> int:
    """The loans of assigned counts that count, as the files have them."""
    with portal.session(writes=False) as session:
        files = session.scalars(select(AssignedCounts.counts_path)).all()
    return sum(sum(pq.read_table(portal.data_dir / path)["loans"].to_pylist()) for path in files)


def test_the_worker_is_woken_by_name(lent: Matching, database_url: str) -> None:
    jobs.wake(database_url, lent.data_dir)
    work = queue.queue_for(database_url, lent.data_dir)
    tasks.register(work, database_url, lent.data_dir)
    assert work.pending_count() == 1
    work.execute(work.dequeue())
    with lent.session(writes=False) as session:
        assert session.scalars(select(MatchRun.loan_year)).all() == [None]
    work.storage.close()
