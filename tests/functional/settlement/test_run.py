"""From calculate to export: the files agree with each other, with the ledger, with the rules."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import floor

import pytest
from sqlalchemy import text

from tests.factories.console import Console, approval, claim, isbn, loans, rate
from tests.functional.settlement.conftest import AUTUMN, SPRING

PEOPLE = ["person_id", "gross_cents", "tax_cents", "net_cents", "waiting_cents", "disputed_cents"]
LINES = [
    "person_id", "isbn", "role", "loan_year", "medium", "class", "loans", "rate_microcents",
    "class_ppm", "role_denominator", "heads", "amount_microcents",
]  # fmt: skip
PRINTED = [
    "run", "people", "lines", "gross_cents", "tax_cents", "net_cents", "waiting_cents",
    "disputed_cents", "digest",
]  # fmt: skip

# By hand from the contract: gross, tax, net, waiting, disputed in cents.
# P1: 1,034 × 0.31 = 320.54, and the comic 333 × 0.31 × its part; 877 × 0.31 = 271.87 of 2021;
#     4,000 × 0.26 = 1,040.00 of 2019.
# P2, P3: 501 × 0.31 ÷ 2 = 77.655 → 77.66, 1,000 × 0.26 ÷ 2 = 130.00 of 2019.
# T1: 10,007 × 0.31 × 73 % ÷ 2 = 1,132.29205 → 1,132.29; O1: a third of that, 377.43068 → 377.43.
# D1, D2: 1,201 × 0.31 ÷ 3 = 124.10333; ÷ 2 = 186.155 → 186.16 would be disputed by 62.06.
# W1: 32 × 0.31 = 9.92 waits. E1: 999 × 0.31 = 309.69. Q1: 2,000 × 0.31 = 620.00.
EXPECTED = {
    "P2": (207_66, 50_87, 156_79, 0, 0),
    "P3": (207_66, 124_59, 83_07, 0, 0),
    "T1": (1132_29, 679_37, 452_92, 0, 0),
    "O1": (377_43, 105_68, 271_75, 0, 0),
    "D1": (124_10, 74_46, 49_64, 0, 62_06),
    "D2": (124_10, 37_23, 86_87, 0, 62_06),
    "W1": (0, 0, 0, 9_92, 0),
    "E1": (309_69, 0, 309_69, 0, 0),
    "Q1": (620_00, 372_00, 248_00, 0, 0),
}


def half_up(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))


def cents(row: dict[str, str]) -> tuple[int, ...]:
    return tuple(int(row[name]) for name in PEOPLE[1:])


@pytest.fixture
def settled(console: Console) -> Console:
    run = console.calculate(*AUTUMN)
    console.approve(run, "anna", "bo")
    return console


def test_what_calculate_prints_is_what_export_writes(console: Console) -> None:
    printed = console.calculate(*AUTUMN)
    assert list(printed) == PRINTED
    people, lines, run = console.export(printed["run"])
    assert list(people[0]) == PEOPLE
    assert list(lines[0]) == LINES
    assert run == {
        **printed, "kind": "autumn", "date": "2023-12-05", "cutoff": "2023-11-03", "state": "draft",
    }  # fmt: skip
    assert printed["lines"] == len(lines)
    assert printed["people"] == sum(1 for row in people if row["gross_cents"] != "0")
    for name in PEOPLE[1:]:
        assert printed[name] == sum(int(row[name]) for row in people)


def test_each_payee_has_the_amounts_worked_out_by_hand(console: Console) -> None:
    people, _, _ = console.export(console.calculate(*AUTUMN)["run"])
    found = {row["person_id"]: cents(row) for row in people}
    assert {code: found[code] for code in EXPECTED} == EXPECTED
    assert set(found) == {*EXPECTED, "P1"}  # the illustrator has nothing


def test_each_line_is_recomputed_from_its_own_columns(console: Console) -> None:
    people, lines, _ = console.export(console.calculate(*AUTUMN)["run"])
    sums: dict[tuple[str, str, bool], int] = defaultdict(int)
    for row in lines:
        loans, rate, ppm = (int(row[name]) for name in LINES[6:9])
        divisor = 1_000_000 * int(row["role_denominator"]) * int(row["heads"])
        assert int(row["amount_microcents"]) == half_up(Fraction(loans * rate * ppm, divisor))
        place = row["person_id"], row["loan_year"], row["medium"] == "physical"
        sums[place] += int(row["amount_microcents"])
    due: dict[str, int] = defaultdict(int)
    for (code, _, _), amount in sums.items():
        due[code] += half_up(Fraction(amount, 1_000_000))
    paid = {row["person_id"]: cents(row) for row in people}
    assert dict(due) == {code: row[0] + row[3] for code, row in paid.items()}
    [loaned] = {row["loans"] for row in lines if row["isbn"] == str(isbn(3))}
    assert loaned == "10007"


def test_the_ledger_holds_what_the_files_say(settled: Console) -> None:
    people, _, run = settled.export("2023-autumn-1")
    assert run["state"] == "approved"
    entries = (
        "SELECT a.code, a.kind, sum(e.amount) AS cents FROM ledger_entry e JOIN ledger_account a"
    )
    with settled.session(writes=False) as session:
        rows = session.execute(text(f"{entries} ON a.id = e.account_id GROUP BY a.code, a.kind"))
        held = {code: (kind, int(amount)) for code, kind, amount in rows}
        payments = session.execute(
            text(
                "SELECT p.code, gross_cents, tax_cents, net_cents FROM payment"
                " JOIN party p ON p.id = payment.party_id ORDER BY p.code"
            )
        ).all()
    nets = {row["person_id"]: int(row["net_cents"]) for row in people if row["net_cents"] != "0"}
    payable = {code.split(":")[1]: -n for code, (kind, n) in held.items() if kind == "payable"}
    assert payable == nets
    assert held["tax:withheld"] == ("tax", -run["tax_cents"])
    funds = sum(amount for kind, amount in held.values() if kind == "fund")
    assert funds == run["gross_cents"]
    assert sum(amount for _, amount in held.values()) == 0
    assert [tuple(row) for row in payments] == [
        (row["person_id"], *cents(row)[:3]) for row in people if row["gross_cents"] != "0"
    ]


def test_a_draft_changes_nothing(console: Console) -> None:
    first, second = console.calculate(*AUTUMN), console.calculate(*AUTUMN)
    assert first["digest"] == second["digest"]
    assert first["run"] != second["run"]
    assert console.count("payment") == 0
    assert console.count("ledger_entry") == 0
    console.approve(second, "anna", "bo")
    said = console.refusal(*approval(first, "anna"))
    assert "Calculate it again" in said
    assert console.export(first["run"])[2]["state"] == "draft"


def test_a_preview_stays_one_also_when_its_cutoff_has_passed(on_sqlite: Console) -> None:
    on_sqlite.today = "2023-11-03"
    preview = on_sqlite.calculate(*AUTUMN)
    assert on_sqlite.export(preview["run"])[2]["state"] == "preview"
    on_sqlite.today = "2023-11-20"
    words = approval(preview, "anna")
    assert "preview" in on_sqlite.refusal(*words)
    assert on_sqlite.calculate(*AUTUMN)["digest"] == preview["digest"]
    assert on_sqlite.count("run_approval") == 0


def test_a_run_is_approved_only_after_its_cutoff(on_sqlite: Console) -> None:
    run = on_sqlite.calculate(*AUTUMN)
    on_sqlite.today = "2023-11-03"
    words = approval(run, "anna")
    assert "cutoff" in on_sqlite.refusal(*words)


def test_a_second_run_pays_only_the_difference(settled: Console) -> None:
    again = settled.calculate(*AUTUMN)
    assert (again["people"], again["gross_cents"], again["waiting_cents"]) == (0, 0, 9_92)
    settled.loans(loans(5, 2022, 1), loans(8, 2022, 1), source="Espoo")
    more = settled.calculate(*AUTUMN)
    people, _, _ = settled.export(more["run"])
    found = {row["person_id"]: int(row["gross_cents"]) for row in people}
    # W1 has 33 × 0.31 = 10.23 now; Q1 gets 0.31 more, which waits
    assert {code: gross for code, gross in found.items() if gross} == {"W1": 10_23}
    assert more["waiting_cents"] == 31


def test_a_spring_run_after_autumn_and_its_additional_money(settled: Console) -> None:
    settled.today = "2024-05-02"
    run = settled.calculate(*SPRING, "--undistributed", "2019=100.00")
    people, lines, told = settled.export(run["run"])
    # P1 has 4,000 of 5,000 share loans of 2019, P2 and P3 500 each; all three are far below the cap
    paid = {row["person_id"]: int(row["gross_cents"]) for row in people}
    assert {code: gross for code, gross in paid.items() if gross} == {
        "P1": 80_00, "P2": 10_00, "P3": 10_00,
    }  # fmt: skip
    extra = [row for row in lines if row["role"] == "additional"]
    assert [(row["person_id"], row["loan_year"], row["amount_microcents"]) for row in extra] == [
        ("P1", "2019", "8000000000"), ("P2", "2019", "1000000000"), ("P3", "2019", "1000000000"),
    ]  # fmt: skip
    assert told["lines"] == len(lines)
    settled.approve(run, "anna", "bo")
    assert settled.told("verify")["ledger_balance"]["problems"] == []


def test_a_correction_is_set_off_over_runs_and_years(settled: Console) -> None:
    """Q1 was paid 620.00 for 2022; two heads make it 310.00, so 310.00 is owed."""
    settled.catalogue(claim("Q1", 8, heads=2, added="2023-11-21"))
    settled.parameters(rate(2023, "0.30"))
    settled.today = "2024-11-20"
    settled.loans(loans(8, 2023, 1000), source="later")
    run = settled.calculate("autumn", "2024-12-05", "2024-11-01")
    settled.approve(run, "anna", "bo")
    # 1,000 × 0.30 ÷ 2 = 150.00 of 2023 is set off; 160.00 is still owed, nothing is paid
    assert periods(settled, run["run"], "Q1") == [(2022, -150_00, 160_00), (2023, 150_00, 0)]
    settled.today = "2027-11-20"
    settled.loans(loans(8, 2026, 4000), source="much later")
    settled.parameters(rate(2025, "0.25"), rate(2026, "0.25"))
    last = settled.calculate("autumn", "2027-12-05", "2027-11-01")
    # 2022 has expired, its debt has not: 4,000 × 0.25 ÷ 2 = 500.00 less 160.00
    assert periods(settled, last["run"], "Q1") == [
        (2022, -160_00, 0),
        (2023, 0, 0),
        (2026, 500_00, 0),
    ]
    assert last["gross_cents"] == 340_00


def periods(console: Console, run: str, code: str) -> list[tuple[int, int, int]]:
    query = (
        "SELECT q.period_start, q.moved_cents, q.debt_after_cents FROM run_period q"
        " JOIN run r ON r.id = q.run_id JOIN party p ON p.id = q.party_id"
        " WHERE r.code = :run AND p.code = :code ORDER BY q.period_start"
    )
    with console.session(writes=False) as session:
        rows = session.execute(text(query), {"run": run, "code": code}).all()
    return [(int(str(start)[:4]), moved, debt) for start, moved, debt in rows]
