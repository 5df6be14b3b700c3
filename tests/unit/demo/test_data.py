"""The demo's files: real ISBNs, invented people, and every case that SOURCES.md promises."""

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.demo import generate
from portal.kernel.catalogue import CLASSES, ROLES
from portal.kernel.isbn import judge
from portal.kernel.names import folded

DATA = Path(generate.__file__).parent / "data"
DEMO_DAY = date(2026, 10, 15)
SHIPPED_RATES = {2017, 2019, 2020, 2021, 2022, 2024}


def rows_of(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=True))


def toml_of(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


PEOPLE = rows_of("people.csv")
CATALOGUE = rows_of("catalogue.csv")
HELMET = rows_of("loans/helmet-most-borrowed-2014-2017.csv", ";")
RUNS = toml_of("runs.toml")["run"]
ACCOUNTS = toml_of("accounts.toml")
PERSON_IDS = {row["person_id"] for row in PEOPLE}
STAFF = {row["id"]: row for row in ACCOUNTS["staff"]}


def real_isbns() -> set[int]:
    verdicts = (judge(row["ISBN"]).isbn for row in HELMET)
    return {isbn for isbn in verdicts if isbn is not None}


def test_every_isbn_is_one_of_helmets() -> None:
    assert {int(row["isbn"]) for row in CATALOGUE} <= real_isbns()


def test_titles_are_helmets() -> None:
    titles = {(judge(row["ISBN"]).isbn, row["Nimeke"].strip()) for row in HELMET}
    assert {(int(row["isbn"]), row["title"]) for row in CATALOGUE} <= titles


def test_no_invented_name_is_a_writers() -> None:
    writers = {frozenset(folded(row["Tekijä"]).split()) for row in HELMET}
    surnames = {folded(row["Tekijä"].partition(",")[0]) for row in HELMET}
    names = [row["name"] for row in PEOPLE] + [row["name"] for row in ACCOUNTS["staff"]]
    names += [name for row in PEOPLE for name in row["other_names"].split(";") if name]
    for name in names:
        parts = folded(name).split()
        assert frozenset(parts) not in writers
        assert parts[-1] not in surnames


def test_names_and_addresses_are_unique_and_lead_nowhere() -> None:
    names = [row["name"] for row in PEOPLE]
    addresses = [row["email"] for row in PEOPLE if row["email"]]
    assert len(set(names)) == len(names)
    assert len(set(addresses)) == len(addresses)
    assert all(address.endswith("@demo.example") for address in addresses)


def test_catalogue_rows_can_be_taken() -> None:
    for row in CATALOGUE:
        assert row["person_id"] in PERSON_IDS
        assert row["role"] in ROLES
        assert row["class"] in CLASSES
        assert 1 <= int(row["heads"]) <= 999
        assert date.fromisoformat(row["added"]) <= DEMO_DAY


def test_nobody_claims_before_joining() -> None:
    joined = {row["person_id"]: row["joined"] for row in PEOPLE}
    assert [row for row in CATALOGUE if row["added"] < joined[row["person_id"]]] == []


def test_an_edition_has_one_class() -> None:
    said = {(row["isbn"], row["class"]) for row in CATALOGUE}
    assert len(said) == len({row["isbn"] for row in CATALOGUE})


def test_the_promised_cases_are_there() -> None:
    found = {(row["person_id"], row["role"], row["heads"], row["separate"]) for row in CATALOGUE}
    assert ("D001", "author", "2", "") in found
    assert ("D002", "illustrator", "2", "") in found
    assert ("D006", "author", "14", "true") in found
    assert {row["role"] for row in CATALOGUE if row["person_id"] == "D009"} == {"illustrator"}
    assert not any(row["person_id"] == "D008" for row in CATALOGUE)
    assert any(row["added"] == "2025-09-20" for row in CATALOGUE)
    assert any(row["withdrawn"] for row in CATALOGUE)
    assert next(row["death_year"] for row in PEOPLE if row["person_id"] == "D015") == "1948"


def test_rates_are_only_those_that_the_portal_does_not_ship() -> None:
    parameters = toml_of("parameters.toml")["parameter"]
    years = [row["loan_year"] for row in parameters if row["name"] == "lending.rate"]
    assert sorted([*years, *SHIPPED_RATES]) == list(range(2014, 2026))
    assert all("demo assumption" in row["source"] for row in parameters)


def test_rates_hold_by_the_first_autumn_run_that_asks_them() -> None:
    autumn = {run["date"].year: run["date"] for run in RUNS if run["kind"] == "autumn"}
    own = toml_of("parameters.toml")["parameter"]
    for row in (one for one in own if one["name"] == "lending.rate"):
        first_asked = autumn[max(row["loan_year"] + 1, 2018)]
        assert row["valid_from"] < first_asked


def test_runs_are_two_a_year_and_one_preview() -> None:
    seasons = [(run["date"].year, run["kind"]) for run in RUNS]
    expected = [(2018, "autumn")]
    expected += [(year, kind) for year in range(2019, 2027) for kind in ("spring", "autumn")]
    assert seasons == expected
    previews = [run for run in RUNS if "approved" not in run]
    assert [(run["date"].year, run["kind"]) for run in previews] == [(2026, "autumn")]
    assert previews[0]["calculated"] == DEMO_DAY
    assert previews[0]["cutoff"] >= DEMO_DAY


@pytest.mark.parametrize("run", RUNS[:-1], ids=lambda run: f"{run['kind']}-{run['date'].year}")
def test_days_of_a_run_follow_each_other(run: dict[str, Any]) -> None:
    assert run["cutoff"] < run["calculated"] < run["approved"] < run["date"]
    assert all(run[day].weekday() < 5 for day in ("date", "calculated", "approved"))


def test_undistributed_money_is_of_the_year_that_has_expired() -> None:
    stated = [(run, year) for run in RUNS for year in run.get("undistributed", {})]
    assert stated
    for run, year in stated:
        assert run["kind"] == "spring"
        assert int(year) == run["date"].year - 5


def test_accounts_name_people_and_staff_that_exist() -> None:
    subs = [account["sub"] for account in ACCOUNTS["account"]]
    assert len(set(subs)) == len(subs)
    for account in ACCOUNTS["account"]:
        assert account["description"]
        assert ("person" in account) != ("staff" in account)
        assert {account.get("person"), account.get("acts_for")} <= PERSON_IDS | {None}
        assert account.get("staff") in {*STAFF, None}


def test_the_heir_of_the_writer_whose_term_is_over_can_sign_in() -> None:
    [heir] = [one for one in ACCOUNTS["account"] if one.get("acts_for") == "D015"]
    assert heir["person"] not in {row["person_id"] for row in CATALOGUE}


def test_staff_are_enough_to_approve() -> None:
    roles = sorted(member["role"] for member in STAFF.values())
    assert roles == ["approver", "approver", "officer", "support"]
    assert {account.get("staff") for account in ACCOUNTS["account"]} >= set(STAFF)
