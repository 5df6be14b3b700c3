"""The demo's files as one worked case, read by plain means, for the oracle's second opinion."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stdnum import isbn as isbn_number

import portal.demo

DATA = Path(portal.demo.__file__).parent / "data"
# The rates that public sources give, as lending-rules quotes them; the demo's own are in its file.
PUBLISHED = {2017: "0.25", 2019: "0.26", 2020: "0.32", 2021: "0.31", 2022: "0.31", 2024: "0.25"}


def csv_rows(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    """All rows of a file of the demo."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=True))


def toml(name: str) -> dict[str, Any]:
    """A TOML file of the demo."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def demo_case() -> dict[str, Any]:
    """People, editions, claims, loans, rates and runs, in the shape of `portal cases`."""
    catalogue = csv_rows("catalogue.csv")
    rates = {str(year): rate for year, rate in PUBLISHED.items()}
    own = [row for row in toml("parameters.toml")["parameter"] if row["name"] == "lending.rate"]
    rates |= {str(row["loan_year"]): row["value"] for row in own}
    return {
        "rates": rates,
        "person": [person(row) for row in csv_rows("people.csv")],
        "edition": [
            {"isbn": isbn, "medium": "physical", "class": class_}
            for isbn, class_ in sorted({(row["isbn"], row["class"]) for row in catalogue})
        ],
        "claim": [claim(row) for row in catalogue],
        "loans": helmet_loans() + generated_loans(),
        "run": [run(row) for row in toml("runs.toml")["run"]],
    }


def person(row: dict[str, str]) -> dict[str, Any]:
    """One row of people.csv."""
    found: dict[str, Any] = {
        "id": row["person_id"],
        "joined": date.fromisoformat(row["joined"]),
        "country": row["country"],
    }
    if row["death_year"]:
        found["died"] = date(int(row["death_year"]), 12, 31)
    if row["tax_percent"]:
        found["tax_percent"] = row["tax_percent"]
    return found


def claim(row: dict[str, str]) -> dict[str, Any]:
    """One row of catalogue.csv."""
    found: dict[str, Any] = {
        "person": row["person_id"],
        "isbn": row["isbn"],
        "role": row["role"],
        "heads": int(row["heads"]),
        "added": date.fromisoformat(row["added"]),
        "separate": row["separate"] == "true",
    }
    if row["withdrawn"]:
        found["withdrawn"] = date.fromisoformat(row["withdrawn"])
    return found


def helmet_loans() -> list[dict[str, Any]]:
    """HelMet's rows with a valid ISBN, loans and renewals; stdnum judges the ISBN here."""
    rows = csv_rows("loans/helmet-most-borrowed-2014-2017.csv", ";")
    return [
        {
            "isbn": isbn_number.to_isbn13(row["ISBN"]).replace("-", ""),
            "year": int(row["Vuosi"]),
            "loans": int(row["Lainauskerrat"]),
        }
        for row in rows
        if row["Laji"] == "lainaus+uusinnat"
        and isbn_number.is_valid(row["ISBN"])
        and not row["ISBN"].endswith("0000000")
    ]


def generated_loans() -> list[dict[str, Any]]:
    """The generated files; loans and renewals are added."""
    found = []
    for year in range(2018, 2026):
        for row in csv_rows(f"loans/generated-{year}.csv"):
            counted = {
                "isbn": row["isbn"],
                "year": int(row["year"]),
                "medium": row["medium"],
                "loans": int(row["loans"]) + int(row["renewals"]),
            }
            found.append(counted | ({"class": row["class"]} if row["class"] else {}))
    return found


def run(row: dict[str, Any]) -> dict[str, Any]:
    """One run of runs.toml, named as `2018-autumn`."""
    return {
        "id": f"{row['date'].year}-{row['kind']}",
        "kind": row["kind"],
        "date": row["date"],
        "cutoff": row["cutoff"],
        "undistributed": row.get("undistributed", {}),
    }
