"""`portal loans doubts`: what is said of systems that fell, rose, fell silent or lack a month."""

from __future__ import annotations

from pathlib import Path

from tests.factories.console import Console, isbn

COUNTER = Path(__file__).parents[2] / "data/counter5"


def imported(console: Console, name: str, year: int, *months: tuple[int, int]) -> None:
    rows = "".join(f"{isbn(1 + month)},{year},{month},{loans}\n" for month, loans in months)
    path = console.written(f"{name}-{year}.csv", f"isbn,year,month,loans\n{rows}")
    console.told("loans", "import", path, "--source", name)


def whole(loans: int) -> list[tuple[int, int]]:
    return [(month, loans) for month in range(1, 13)]


def test_doubts_of_a_year(on_both: Console) -> None:
    for name, before, now in (("Espoo", 1000, 50), ("Kemi", 100, 1000), ("Oulu", 200, 200)):
        imported(on_both, name, 2023, *whole(before))
        imported(on_both, name, 2024, *whole(now))
    imported(on_both, "Turku", 2023, (5, 70))
    imported(on_both, "Vaasa", 2024, *whole(10)[2:])
    told = on_both.told("loans", "doubts", "--year", 2024)
    assert [(one["library"], one["code"]) for one in told["doubts"]] == [
        ("Espoo", "fell"), ("Kemi", "rose"), ("Vaasa", "months"), ("Turku", "gone"),
    ]  # fmt: skip
    assert (told["systems"], told["waiting"]) == (4, True)
    said = on_both.run("loans", "doubts", "--year", 2024).stdout
    assert "The loans of Espoo fell by 95 % in 2024: from 12,000 to 600." in said
    assert "Kemi has 10 times the loans" in said
    assert "Vaasa have no row of January and February 2024" in said
    assert "Turku has reported no loans of 2024" in said


def test_one_title_is_doubted_once_the_systems_are_counted(console: Console) -> None:
    imported(console, "Espoo", 2024, *whole(10), (13, 900))
    console.told("loans", "libraries")
    told = console.told("loans", "doubts", "--year", 2024)
    titles = [one for one in told["doubts"] if one["code"] == "one_title"]
    assert [(one["isbn"], one["loans"], one["percent"]) for one in titles] == [
        (isbn(14), 900, 88)
    ]  # fmt: skip
    assert told["waiting"] is False


def test_a_second_counter_report_is_refused_over_imports_unless_it_replaces(
    console: Console,
) -> None:
    first = console.written("one.tsv", (COUNTER / "TRB1_sample_r51.tsv").read_text("utf-8"))
    second = console.written("two.json", (COUNTER / "TRB3_sample_r51.json").read_text("utf-8"))
    console.told("loans", "import", first, "--source", "Kunta")
    assert console.told("loans", "libraries") == {"counted": [1], "failed": {}}
    assert "2 refused rows" in console.run("loans", "refused", 1, "--out", first).stdout
    said = console.refusal("loans", "import", second, "--source", "Toinen")
    assert "a TR_B3 of Platform 1 for 2022" in said
    console.told("loans", "import", second, "--source", "Kunta", "--replace")
