"""A worked case run through the portal's pure rules alone: snapshots in memory, no database."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import portal.rules.parameters
from portal.kernel.catalogue import CLASSES, MEDIA, ROLES
from portal.kernel.columns import column
from portal.kernel.dated import DatedValue
from portal.kernel.money import cents_from_text, scaled
from portal.kernel.periods import open_years
from portal.rules.parameters import Book
from portal.rules.schemes import lending
from portal.rules.settlement import entitlement, stakes
from portal.rules.settlement.claims import in_force
from portal.rules.settlement.entitlement import RateNotDecided
from portal.rules.settlement.facts import (
    LIVING,
    NEVER,
    Claims,
    Counts,
    Payees,
    Prior,
    Snapshot,
    Titles,
    Undistributed,
)
from portal.rules.settlement.run import Result, calculate, relevant
from portal.rules.tax import withholding

Case = dict[str, Any]
Moved = dict[tuple[int, int, int, int], tuple[int, int, int]]
LONG_AGO = date(1900, 1, 1)


@cache
def _shipped() -> tuple[DatedValue, ...]:
    folder = Path(portal.rules.parameters.__file__).parent
    return tuple(
        DatedValue(**row)
        for path in sorted(folder.glob("*.toml"))
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["parameter"]
        if row["name"] != lending.RATE
    )


def _book(case: Case) -> Book:
    rates = [
        DatedValue(lending.RATE, LONG_AGO, value, "EUR/loan", "the case", loan_year=int(year))
        for year, value in case.get("rates", {}).items()
    ]
    return Book([*_shipped(), *rates])


def _claims(case: Case, codes: list[str], cutoff: date) -> Claims:
    joined = {p["id"]: p.get("joined", date(2000, 1, 1)) for p in case["person"]}
    rows, withdrawn = [], []
    for order, claim in enumerate(case.get("claim", [])):
        begin = joined[claim["person"]]
        rows.append(
            (
                codes.index(claim["person"]),
                int(claim["isbn"]),
                ROLES.index(claim["role"]),
                claim["heads"],
                int(claim.get("separate", False)),
                max(claim.get("added", begin), begin).toordinal(),
                order,
            )
        )
        withdrawn.append(claim["withdrawn"].toordinal() if "withdrawn" in claim else NEVER)
    claims = Claims(*(column(part) for part in zip(*rows, strict=True)))
    return in_force(claims, column(withdrawn), cutoff.toordinal())


def _titles_and_counts(case: Case, years: tuple[int, ...]) -> tuple[Titles, Counts]:
    editions = {edition["isbn"]: edition for edition in case.get("edition", [])}
    records = [tuple(sorted(row.get("isbns") or [row["isbn"]])) for row in case["loans"]]
    titles = sorted(set(records))
    loans: dict[tuple[int, int, int, int], int] = {}
    for row, record in zip(case["loans"], records, strict=True):
        edition = editions.get(record[0], {})
        key = (
            titles.index(record),
            row["year"],
            MEDIA.index(edition.get("medium", "physical")),
            CLASSES.index(row.get("class", edition.get("class", "other"))),
        )
        if row["year"] in years:
            loans[key] = loans.get(key, 0) + row["loans"]
    members = [(number, int(isbn)) for number, title in enumerate(titles) for isbn in title]
    counts = [(*key, loans[key]) for key in sorted(loans)] or [()] * 0
    return (
        Titles(
            column([int(title[0]) for title in titles]),
            column([title for title, _ in members]),
            column([isbn for _, isbn in members]),
        ),
        Counts(*(column([row[place] for row in counts]) for place in range(5))),
    )


def _payees(case: Case, codes: list[str], day: date) -> Payees:
    people = {person["id"]: person for person in case["person"]}
    rows = [people[code] for code in codes]
    cards = [scaled(p["tax_percent"], 4) if "tax_percent" in p else -1 for p in rows]
    return Payees(
        code=tuple(codes),
        died=column([p["died"].year if "died" in p else LIVING for p in rows]),
        country=tuple(p.get("country", "FI") for p in rows),
        estate=column(["died" in p and p["died"] <= day for p in rows]),
        card_ppm=column(cards),
    )


def _prior(moved: Moved) -> Prior:
    rows = [(*key, *moved[key]) for key in sorted(moved)]
    return Prior(*(column([row[place] for row in rows]) for place in range(7)))


def snapshot(case: Case, run: Case, moved: Moved) -> Snapshot:
    """The frozen facts of one run of a case after what earlier runs moved."""
    codes = sorted(person["id"] for person in case["person"])
    book, day, cutoff = _book(case), run["date"], run["cutoff"]
    years = open_years(run["kind"], day.year)
    stated = tuple(
        Undistributed(
            int(year), cents_from_text(euro), run.get("other_share_loans", {}).get(year, 0)
        )
        for year, euro in run.get("undistributed", {}).items()
    )
    all_years = tuple(sorted({*years, *(money.loan_year for money in stated)}))
    titles, counts = _titles_and_counts(case, all_years)
    return relevant(
        Snapshot(
            kind=run["kind"],
            pays_on=day,
            cutoff=cutoff,
            open_years=years,
            terms=lending.terms(book, day, all_years),
            withholding=withholding.defaults(book, day),
            claims=_claims(case, codes, cutoff),
            titles=titles,
            counts=counts,
            payees=_payees(case, codes, day),
            prior=_prior(moved),
            undistributed=stated,
        )
    )


def approve(result: Result, moved: Moved) -> Moved:
    """What has been moved after a run is approved."""
    after = dict(moved)
    for payee in result.payees:
        for period, outcome in zip(payee.periods, payee.outcomes, strict=True):
            key = (payee.payee, period.loan_year, period.kind, period.additional)
            paid = after.get(key, (0, 0, 0))[0] + outcome.moved
            after[key] = (paid, period.capped, outcome.debt_after)
    return after


def settle(case: Case) -> list[Case]:
    """Every run of a case in its order, each approved before the next; shaped as the oracle's."""
    moved: Moved = {}
    outcomes = []
    codes = sorted(person["id"] for person in case["person"])
    for run in case["run"]:
        try:
            result = calculate(snapshot(case, run, moved))
        except RateNotDecided as refusal:
            unset = list(refusal.arguments["loan_years"])
            outcomes.append({"run": run["id"], "unset_rates": unset, "people": {}})
            continue
        moved = approve(result, moved)
        outcomes.append(
            {"run": run["id"], "unset_rates": [], "people": _people(result, codes), "moved": moved}
        )
    return outcomes


def _people(result: Result, codes: list[str]) -> Case:
    nothing = dict.fromkeys(("gross", "tax", "net", "waiting", "disputed"), 0)
    people = {code: dict(nothing) for code in codes}
    for row in result.payees:
        people[codes[row.payee]] = {name: getattr(row, name) for name in nothing}
    return people


def again(case: Case) -> Case:
    """The same case with every run a second time, directly after the first."""
    runs = [r for run in case["run"] for r in (run, {**run, "id": run["id"] + "-again"})]
    return {**case, "run": runs}


def lines(facts: Snapshot) -> list[Case]:
    """Every line of a run, each as its factors; unset rates do not matter."""
    all_stakes = stakes.stakes(facts.claims, facts.titles, facts.payees.died)
    found = entitlement.lines(facts.counts, all_stakes, facts.terms, ())
    names = ("payee", "title", "loan_year", "medium", "class_", "denominator", "heads")
    columns = [getattr(found, name).tolist() for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
