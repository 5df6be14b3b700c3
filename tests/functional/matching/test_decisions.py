"""Loans without an ISBN pay, once decided, exactly as if the file had said the ISBN."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from sqlalchemy import select

from portal.services.matching import unmatched
from portal.services.matching.unmatched_decisions import UnmatchedNotDecided, in_force
from portal.services.suggestions import suggestions
from portal.services.suggestions.missing import missing
from portal.services.verification import leftovers, verification
from portal.store.matching import AssignedCounts
from portal.store.usage import UsageImport
from tests.factories.lending import PAST_THE_AUDIT, isbn
from tests.factories.matching import ROUNDED, Matching

KEY = "talvi saaressa|aino ranta|physical"
YEARS = (2022, 2023, 2024, 2025)


def settle(portal: Matching) -> None:
    """Two claimed editions, a rate for every open year."""
    portal.person("aino", "Aino Ranta")
    portal.person("kalle", "Kalle Meri")
    for number, code in ((1, "aino"), (2, "kalle")):
        portal.edition(number)
        portal.claim(code, number)
    for year in YEARS:
        portal.rate(year, "0.15")


def cents(portal: Matching) -> int:
    return portal.paid("aino")[0]


def rows_of(seed: int) -> list[tuple[int, int]]:
    """Loan year and loans of some rows, some of one year twice."""
    chance = random.Random(seed)
    return [
        (chance.choice(YEARS), chance.randrange(1, 5000)) for _ in range(chance.randrange(1, 7))
    ]


@pytest.mark.parametrize("seed", range(3))
def test_decided_it_pays_as_if_the_file_had_the_isbn(
    matching: Matching, other: Matching, seed: int
) -> None:
    """The second way: the same loans in the portal's own format, under the ISBN."""
    rows = rows_of(seed)
    settle(matching)
    matching.loans("2,2025,700")
    matching.helmet(*(f"Talvi saaressa;Ranta, Aino;{ROUNDED};{year};{n}" for year, n in rows))
    before = matching.paid("aino")
    number = matching.decide(KEY, isbn(1))
    decided = matching.paid("aino")
    matching.undo(number)
    undone = matching.paid("aino")
    settle(other)
    other.loans("2,2025,700", *(f"1,{year},{n}" for year, n in rows))
    assert decided == other.paid("aino")
    assert undone == before
    assert decided[0] > before[0] > 0


def test_approved_runs_stay_and_the_next_one_takes_back(matching: Matching) -> None:
    settle(matching)
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000")
    number = matching.decide(KEY, isbn(1))
    assert matching.paid("aino", approve=True)[0] == 15_000  # 1,000 loans at 0.15
    matching.undo(number)
    assert cents(matching) == 0
    matching.loans("1,2023,1200")
    assert cents(matching) == 3_000  # 180.00 less the 150.00 that were paid
    matching.decide(KEY, isbn(1))
    assert cents(matching) == 18_000
    assert problems(matching) == []


def test_replaced_files_bring_the_decision_along(matching: Matching) -> None:
    settle(matching)
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000")
    matching.decide(KEY, isbn(1))
    matching.helmet(f"TALVI SAARESSA;Ranta, Aino ;{ROUNDED};2025;400", replace=True)
    assert cents(matching) == 6_000
    assert problems(matching) == []


def test_nobodys_here_counts_nothing_and_leaves_the_list(matching: Matching) -> None:
    settle(matching)
    matching.helmet(
        f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000", f"Kesä;Meri, Kalle;{ROUNDED};2025;10"
    )
    matching.decide(KEY, None)
    with matching.session(writes=False) as session:
        left = unmatched.by_loans(session, matching.data_dir, limit=10)
        named = unmatched.naming(session, matching.data_dir, ["aino ranta", "kalle meri"])
        assert session.scalar(select(AssignedCounts.import_id)) is None
    assert [one.title for one in left] == [one.title for one in named] == ["Kesä"]
    assert cents(matching) == 0


SEATTLE = (
    "UsageClass,CheckoutType,MaterialType,CheckoutYear,CheckoutMonth,Checkouts,Title,ISBN,Creator\n"
    "Physical,Horizon,BOOK,2025,1,300,Talvi saaressa,,Aino Ranta\n"
    "Digital,OverDrive,EBOOK,2025,1,70,Talvi saaressa,,Aino Ranta\n"
    "Digital,OverDrive,EBOOK,2025,2,5,Talvi saarella,,Aino Ranta\n"
)


def test_several_works_of_one_edition_add_up_each_in_its_form(
    matching: Matching, other: Matching
) -> None:
    """The form that a file says counts; where none is said, the edition's, here an e-book."""
    for portal in (matching, other):
        portal.person("aino", "Aino Ranta")
        portal.edition(1, medium="ebook")
        portal.claim("aino", 1)
        portal.rate(2025, "0.15", "physical")
        portal.rate(2025, "0.10", "e")
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000")
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;20", source="Vaara")
    matching._read("seattle.csv", SEATTLE, "Seattle")
    for key in (KEY, KEY.replace("physical", "ebook"), "talvi saarella|aino ranta|ebook"):
        matching.decide(key, isbn(1))
    other.loans("1,2025,,1000", "1,2025,,20", "1,2025,physical,300", "1,2025,ebook,75",
                columns="isbn,year,medium,loans")  # fmt: skip
    assert matching.paid("aino") == other.paid("aino")
    # 1,000 + 20 + 75 e-loans at 0.10, 300 loans at 0.15
    assert cents(matching) == 10_950 + 4_500


def test_decided_loans_are_in_no_hint_any_more(matching: Matching) -> None:
    """They are in her entry from now on, and would be counted twice."""
    settle(matching)
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000")
    aino = matching.ids["aino"]
    with matching.session() as session:
        suggestions.refresh(session, matching.data_dir, aino, matching.today)

    def about_loans() -> list[int | None]:
        with matching.session(writes=False) as session:
            seen = missing(session, matching.data_dir, aino, matching.today)
            inbox = suggestions.listed(session, matching.data_dir, aino, matching.today)
        hints = [one.cents for one in seen.hints if one.code == "unmatched_loans"]
        assert [work.cents for work in inbox.works] == hints
        return hints

    assert about_loans() == [15_000]  # 1,000 loans at 0.15
    matching.decide(KEY, isbn(1))
    assert about_loans() == []


def problems(portal: Matching) -> list[tuple[str, str]]:
    with portal.session(writes=False) as session:
        checks = list(verification.verify(session, portal.data_dir))
    own = [check for check in checks if check.code not in PAST_THE_AUDIT]
    return [(check.code, problem) for check in own for problem in check.problems]


def test_the_import_says_what_it_said(matching: Matching) -> None:
    settle(matching)
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000")
    matching.decide(KEY, isbn(1))
    with matching.session(writes=False) as session:
        row = session.scalars(select(UsageImport)).one()
        assert (row.loans_accepted, row.loans_refused) == (0, 1000)


@pytest.mark.parametrize("ending", ["-assigned.parquet", "-assigned-by-library.parquet"])
def test_a_changed_file_is_found(matching: Matching, ending: str) -> None:
    settle(matching)
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000")
    matching.decide(KEY, isbn(1))
    [path] = matching.data_dir.glob(f"counts/*{ending}")
    path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
    with matching.session(writes=False) as session:
        found = {
            one.code for one in verification.verify(session, matching.data_dir) if one.problems
        }
    assert "assigned" in found


def test_changed_loans_of_which_nobody_has_decided_are_found(matching: Matching) -> None:
    settle(matching)
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000")
    assert problems(matching) == []
    [path] = matching.data_dir.glob("counts/*-unmatched.parquet")
    table = pq.read_table(path)
    place = table.schema.get_field_index("loans")
    pq.write_table(table.set_column(place, table.schema.field(place), [[9000]]), path)
    assert [code for code, _ in problems(matching)] == ["assigned"]


def test_a_decision_behind_the_portals_back_is_found(matching: Matching) -> None:
    settle(matching)
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000")
    matching.decide(KEY, isbn(1))
    with matching.session() as session:
        session.delete(session.scalars(select(AssignedCounts)).one())
    assert [code for code, _ in problems(matching)] == ["assigned"]


@pytest.mark.parametrize(
    ("reason", "key", "number", "who"),
    [
        ("role", KEY, 1, {"role": "auditor"}),
        ("role", KEY, 1, {"role": "approver"}),
        ("own", KEY, 1, {"person": "aino"}),
        ("edition", KEY, 9, {}),
        ("unknown", "no such key", 1, {}),
        ("decided", "decided|meri|physical", 1, {}),
    ],
)
def test_who_may_decide_what(
    matching: Matching, reason: str, key: str, number: int, who: dict[str, str]
) -> None:
    settle(matching)
    matching.helmet(
        f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000", f"Decided;Meri;{ROUNDED};2025;10"
    )
    matching.decide("decided|meri|physical", None)
    with pytest.raises(UnmatchedNotDecided) as refused:
        matching.decide(key, isbn(number), **who)
    assert refused.value.arguments["reason"] == reason


def test_undone_once(matching: Matching) -> None:
    settle(matching)
    matching.helmet(f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000")
    number = matching.decide(KEY, isbn(1))
    with pytest.raises(UnmatchedNotDecided) as own:
        matching.undo(number, person="aino")
    matching.undo(number)
    with pytest.raises(UnmatchedNotDecided) as twice:
        matching.undo(number)
    assert [own.value.arguments["reason"], twice.value.arguments["reason"]] == ["own", "undone"]
    with matching.session(writes=False) as session:
        assert in_force(session) == ()


def test_files_that_count_no_longer_go_after_a_day_and_no_others(matching: Matching) -> None:
    settle(matching)
    matching.helmet(
        f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000", f"Kesä;Meri, Kalle;{ROUNDED};2025;10"
    )
    matching.decide(KEY, isbn(1))
    cents(matching)
    before = set(matching.data_dir.glob("counts/*"))
    matching.decide("kesa|kalle meri|physical", isbn(2))
    paid = cents(matching)
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    with matching.session(writes=False) as session:
        leftovers.remove(session, matching.data_dir, tomorrow)
    gone = sorted(path.name.partition("-")[2] for path in before if not path.exists())
    assert gone == ["assigned-by-library.parquet", "assigned.parquet"]
    assert problems(matching) == []
    assert cents(matching) == paid


def test_read_once_for_everybody_it_says_what_each_is_told(matching: Matching) -> None:
    """What is decided, and what is brought, while the round goes on counts at once."""
    settle(matching)
    lent = unmatched.read_once(matching.data_dir)
    people = [["aino ranta"], ["kalle meri", "aino ranta"], ["nobody"], []]

    def both() -> list[str]:
        with matching.session() as session:
            alone = [unmatched.naming(session, matching.data_dir, one) for one in people]
            assert [lent(session, one) for one in people] == alone
        return [one.title for one in alone[1]]

    assert both() == []
    talvi = f"Talvi saaressa;Ranta, Aino;{ROUNDED};2025;1000"
    matching.helmet(talvi, f"Kesä;Meri, Kalle;{ROUNDED};2025;10")
    assert both() == ["Talvi saaressa", "Kesä"]
    number = matching.decide(KEY, isbn(1))
    assert both() == ["Kesä"]
    matching.undo(number)
    matching.helmet(talvi, f"Syksy;Meri, Kalle;{ROUNDED};2025;2000", replace=True)
    assert both() == ["Syksy", "Talvi saaressa"]
