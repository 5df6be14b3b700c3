"""A rate that nobody decided stops a run by name; where no payable line needs it, none is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.console import Console, claim, isbn, loans, order, person, rate
from tests.functional.settlement.conftest import copied

AUTUMN_2024 = ("autumn", "2024-12-05", "2024-11-01")
UNDECIDED = 2023
DECIDED = (2020, 2021, 2022)


@pytest.fixture
def one_writer(sqlite_template: Path, tmp_path: Path) -> Console:
    """P1 wrote book 1; the open years are 2020 to 2023, and 2023 has no rate."""
    copied(sqlite_template, tmp_path / "portal.sqlite")
    console = Console(f"sqlite:///{tmp_path / 'portal.sqlite'}", tmp_path / "portal", "2024-11-20")
    console.people(person("P1"), person("L1", died=1900))
    console.catalogue(claim("P1", 1))
    return console


def refused(console: Console) -> str:
    """The sentence of the refused run, which wrote nothing at all."""
    before, folders = console.rows(), console.snapshots()
    said = console.refusal("settlement", "calculate", "lending", *order(*AUTUMN_2024))
    assert console.rows() == before
    assert console.snapshots() == folders
    return said


@pytest.mark.parametrize("count", [1, 100, 10_000_000])
def test_the_year_is_named(one_writer: Console, count: int) -> None:
    """Below the threshold, above it, and above the cap."""
    one_writer.loans(loans(1, UNDECIDED, count))
    said = refused(one_writer)
    assert "no rate for loans of 2023" in said
    assert "lending.rate" in said
    one_writer.parameters(rate(UNDECIDED, "0.01"))
    assert one_writer.calculate(*AUTUMN_2024)["lines"] == 1


def test_every_year_without_a_rate_is_named(one_writer: Console) -> None:
    one_writer.loans(loans(1, 2022, 5), loans(1, 2023, 5))
    withdrawn = rate(2022, "0.31", valid_from="2023-01-01").replace('"decided"', '"withdrawn"')
    one_writer.parameters(withdrawn)
    assert "2022, 2023" in refused(one_writer)


def test_one_kind_without_a_rate_is_enough(one_writer: Console) -> None:
    one_writer.catalogue(claim("P1", 2, medium="ebook"))
    one_writer.parameters(rate(UNDECIDED, "0.30", "physical"))
    one_writer.loans(loans(1, UNDECIDED, 100))
    assert one_writer.calculate(*AUTUMN_2024)["gross_cents"] == 30_00
    one_writer.loans(loans(2, UNDECIDED, 100), source="Espoo")
    assert "2023" in refused(one_writer)


def test_a_year_that_was_paid_already_still_needs_its_rate(one_writer: Console) -> None:
    for name in ("Anna", "Bo"):
        one_writer.staff(name)
    one_writer.parameters(rate(UNDECIDED, "0.30"))
    one_writer.loans(loans(1, UNDECIDED, 100))
    one_writer.approve(one_writer.calculate(*AUTUMN_2024), "anna", "bo")
    one_writer.parameters(rate(UNDECIDED, "0.30").replace('"decided"', '"withdrawn"'))
    assert "2023" in refused(one_writer)


def test_a_disputed_line_that_pays_nothing_needs_it(one_writer: Console) -> None:
    one_writer.people(person("T1"))
    one_writer.catalogue(claim("T1", 1, "translator"))
    one_writer.loans(loans(1, UNDECIDED, 100))
    assert "2023" in refused(one_writer)


NOT_PAYABLE = {
    "an illustrator": (claim("P1", 3, "illustrator"), loans(3, UNDECIDED, 100)),
    "a narrator": (claim("P1", 3, "narrator", medium="eaudiobook"), loans(3, UNDECIDED, 100)),
    "a term that is over": (claim("L1", 3), loans(3, UNDECIDED, 100)),
    "a claim after the cutoff": (claim("P1", 3, added="2024-11-02"), loans(3, UNDECIDED, 100)),
    "a book that nobody claims": (claim("P1", 3), loans(4, UNDECIDED, 100)),
    "no loans": (claim("P1", 3), loans(3, UNDECIDED, 0)),
}


@pytest.mark.parametrize("name", NOT_PAYABLE)
def test_nothing_is_asked_where_nothing_is_payable(one_writer: Console, name: str) -> None:
    row, counted = NOT_PAYABLE[name]
    one_writer.catalogue(row)
    one_writer.loans(counted, loans(1, 2022, 100))
    assert one_writer.calculate(*AUTUMN_2024)["gross_cents"] == 31_00


def test_e_loans_before_2022_ask_for_no_rate(one_writer: Console) -> None:
    one_writer.today = "2021-11-20"
    one_writer.catalogue(claim("P1", 3, medium="ebook"))
    one_writer.loans(loans(3, 2018, 100))
    run = one_writer.calculate("autumn", "2021-12-05", "2021-11-01")
    assert (run["lines"], run["gross_cents"]) == (0, 0)
    one_writer.loans((isbn(1), 2018, "physical", "", 100, "", ""), source="Espoo")
    words = order("autumn", "2021-12-05", "2021-11-01")
    said = one_writer.refusal("settlement", "calculate", "lending", *words)
    assert "2018" in said


def test_a_parameter_that_is_not_set_is_named(one_writer: Console) -> None:
    withdrawn = [
        '[[parameter]]\nname = "tax.no_card"\nvalid_from = 2014-01-01\nvalue = "60"\n'
        'unit = "percent"\nsource = "a test"\nstatus = "withdrawn"\n'
    ]
    listed = one_writer.told("parameters", "list")["tax.no_card"]
    withdrawn = [text.replace("2014-01-01", value["valid_from"]) for value in listed
                 for text in withdrawn]  # fmt: skip
    one_writer.parameters(*withdrawn)
    one_writer.loans(loans(1, 2022, 100))
    assert "The parameter tax.no_card is not set" in refused(one_writer)
