"""`portal loans import`: what it prints, and what is refused with nothing imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.console import LOANS, Console, Row, claim, isbn, loans, person

PRINTED = [
    "rows_read", "loans_read", "rows_accepted", "loans_accepted", "rows_refused", "loans_refused",
    "rows_left_out", "loans_left_out", "refused",
]  # fmt: skip
HELMET = "Kirja;Laji;Nimeke;Tekijä;ISBN;Vuosi;Kvartaali;Lainauskerrat\n"


def file(console: Console, *rows: Row, name: str = "loans.csv") -> Path:
    return console.table(name, LOANS, rows)


def imported(console: Console, *words: object) -> dict[str, object]:
    return console.told("loans", "import", *words, "--source", "Helsinki")


def test_what_is_printed_adds_up(on_both: Console) -> None:
    wrong = (9789510000000, 2024, "", "", 40, "", "")
    found = imported(
        on_both,
        file(
            on_both, loans(1, 2024, 100, renewals=11), loans(2, 2024, 7), wrong,
            ("9789510113698", 2024, "", "", 5, "", ""), loans(1, 2024, -3), loans(1, 2023, 9),
            (isbn(1), 2024, "", "", "2.5", "", ""), (isbn(1), 2024, "", "", "many", "", ""),
        ),
        "--year", "2024",
    )  # fmt: skip
    assert list(found) == PRINTED
    for what in ("rows", "loans"):
        parts = sum(found[f"{what}_{part}"] for part in ("accepted", "refused", "left_out"))
        assert parts == found[f"{what}_read"]
        reasons = found["refused"].values()
        assert sum(sums[what] for sums in reasons) == found[f"{what}_refused"]
    assert (found["rows_read"], found["rows_accepted"], found["loans_accepted"]) == (8, 2, 118)
    assert found["refused"]["rounded"] == {"rows": 1, "loans": 40}
    assert found["refused"]["check_digit"] == {"rows": 1, "loans": 5}
    assert found["refused"]["year_other"] == {"rows": 1, "loans": 9}
    assert found["refused"]["loans_unreadable"] == {"rows": 1, "loans": 0}


def test_rows_counted_otherwise_are_left_out(console: Console) -> None:
    path = console.written(
        "helmet.csv",
        f"{HELMET}Kirja;lainaus+uusinnat;A;B;{isbn(1)};2024;1;70\n"
        f"Kirja;ensilainaus;A;B;{isbn(1)};2024;1;30\n",
    )
    found = imported(console, path)
    assert (found["loans_accepted"], found["rows_left_out"], found["loans_left_out"]) == (70, 1, 30)
    assert found["refused"] == {}


def test_the_same_bytes_twice_are_refused_under_any_name(on_both: Console) -> None:
    imported(on_both, file(on_both, loans(1, 2024, 5)))
    same = file(on_both, loans(1, 2024, 5), name="other.csv")
    for words in ((), ("--replace",)):
        said = on_both.refusal("loans", "import", same, "--source", "Espoo", *words)
        assert "was imported before" in said
    assert on_both.count("usage_import") == 1


def test_another_file_adds_and_replace_supersedes(on_both: Console) -> None:
    imported(on_both, file(on_both, loans(1, 2024, 5)))
    imported(on_both, file(on_both, loans(1, 2024, 6)))
    assert total(on_both) == 11
    imported(on_both, file(on_both, loans(1, 2024, 4)), "--replace")
    assert total(on_both) == 4
    imported(on_both, file(on_both, loans(1, 2023, 4)))
    words = ("--source", "Helsinki", "--replace")
    path = file(on_both, loans(1, 2022, 1))
    assert "nothing of Helsinki" in on_both.refusal("loans", "import", path, *words)
    assert total(on_both) == 4


def test_replace_may_not_lose_a_year(console: Console) -> None:
    imported(console, file(console, loans(1, 2024, 5), loans(1, 2023, 6)))
    path = file(console, loans(1, 2024, 7))
    said = console.refusal("loans", "import", path, "--source", "Helsinki", "--replace")
    assert "2023" in said
    assert total(console) == 5


def total(console: Console) -> int:
    found: int = console.told("match", "run", "--year", 2024)["years"][0]["loans"]
    return found


def missing(console: Console) -> Path:
    return console.folder / "missing.csv"


def no_bytes(console: Console) -> Path:
    return console.written("loans.csv", "")


def this_year(console: Console) -> Path:
    return file(console, loans(1, 2026, 5))


def latin_1(console: Console) -> Path:
    path = console.written("loans.csv", "")
    path.write_bytes(f"isbn,year,loans,library\n{isbn(1)},2024,5,Käpylä\n".encode("latin-1"))
    return path


def other_columns(console: Console) -> Path:
    return console.written("loans.csv", "name,price\nA,1\n")


def cut_off(console: Console) -> Path:
    return console.written("loans.csv", f"isbn,year,loans\n{isbn(1)},2024,5\n{isbn(2)},20")


FAULTS = {
    missing: "is not there",
    no_bytes: "is empty",
    this_year: "The year 2026 has not ended",
    latin_1: "is not UTF-8",
    other_columns: "no known format",
    cut_off: "cut off",
}


@pytest.mark.parametrize("made", FAULTS, ids=lambda made: made.__name__)
def test_a_fault_of_a_file_refuses_the_whole_call(console: Console, made: object) -> None:
    good = file(console, loans(1, 2024, 5), name="good.csv")
    said = console.refusal("loans", "import", good, made(console), "--source", "Helsinki")
    assert FAULTS[made] in said
    assert console.count("usage_import") == 0
    assert console.count("audit_event") == 0
    assert imported(console, good)["loans_accepted"] == 5


def test_a_folder_is_read_and_an_empty_one_refused(console: Console) -> None:
    folder = console.folder / "year"
    folder.mkdir(parents=True)
    assert "There is no file" in console.refusal("loans", "import", folder, "--source", "x")
    for number in (1, 2):
        file(console, loans(number, 2024, 5)).rename(folder / f"{number}.csv")
    assert imported(console, folder)["rows_accepted"] == 2


def test_a_year_that_has_not_ended_is_refused_until_it_has(console: Console) -> None:
    path = file(console, (isbn(1), "", "", "", 5, "", ""), name="x.csv")
    words = ("loans", "import", path, "--source", "Helsinki", "--year", 2026)
    assert "has not ended" in console.refusal(*words)
    console.today = "2026-12-31"
    assert "has not ended" in console.refusal(*words)
    console.today = "2027-01-01"
    assert console.told(*words)["loans_accepted"] == 0


def test_coverage_and_matching_tell_what_nobody_claims(on_both: Console) -> None:
    on_both.people(person("P1"))
    on_both.catalogue(claim("P1", 1))
    imported(on_both, file(on_both, loans(1, 2024, 5), loans(2, 2024, 9), loans(1, 2023, 3)))
    path = file(on_both, loans(1, 2023, 2))
    on_both.told("loans", "import", path, "--source", "Espoo")
    told = on_both.told("loans", "coverage", "--year", 2024)
    assert told["libraries"] == [
        {"library": "Helsinki", "source": "Helsinki", "rows": 2, "loans": 14}
    ]
    assert (told["absent"], told["loans"], told["unmatched_loans"]) == (["Espoo"], 14, 9)
    years = on_both.told("match", "run")["years"]
    assert [(y["loan_year"], y["matched_loans"], y["unmatched_loans"]) for y in years] == [
        (2023, 5, 0), (2024, 5, 9),
    ]  # fmt: skip


def test_refused_rows_can_be_had_as_a_file(console: Console) -> None:
    imported(console, file(console, ("=1+1", 2024, "", "", 5, "", "")))
    out = console.folder / "refused.csv"
    assert "1 refused" in console.run("loans", "refused", 1, "--out", out).stdout
    assert "\n=" not in out.read_text(encoding="utf-8")
    assert "'=1+1" in out.read_text(encoding="utf-8")
    assert "There is no import 7" in console.refusal("loans", "refused", 7, "--out", out)


def test_bytes_that_were_replaced_come_back_only_by_replacing(console: Console) -> None:
    first, second = file(console, loans(1, 2024, 100)), file(console, loans(1, 2024, 70))
    imported(console, first)
    imported(console, second, "--replace")
    said = console.refusal("loans", "import", first, "--source", "Helsinki")
    assert "imported before" in said
    imported(console, first, "--replace")
    [year] = console.told("match", "run", "--year", "2024")["years"]
    assert year["loans"] == 100


@pytest.mark.parametrize("source", ["", "  ", "x" * 201, "Hel\nsinki"])
def test_a_source_without_a_usable_name_is_refused(console: Console, source: str) -> None:
    path = file(console, loans(1, 2024, 10))
    assert "source" in console.refusal("loans", "import", path, "--source", source)
    assert console.count("usage_import") == 0
