"""What a payee is entitled to, from claims and loans: the first half of the oracle, literal."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

Case = dict[str, Any]

WHOLE = 1_000_000  # classes are parts per million
CLASSES = {"story_book": 730_000, "picture_book": 410_000, "comic": 377_000, "other": 1_000_000}
KINDS = {"physical": "physical", "ebook": "e", "eaudiobook": "e"}
WRITERS = ("author", "original_author")


def half_up(amount: Fraction) -> int:
    """Rounded to a whole number, the half upwards; amounts here are never negative."""
    return floor(amount + Fraction(1, 2))


def cap(year: int, kind: str) -> int | None:
    """Cap: physical 30,000 for 2014 to 2021, 32,000 from 2022, none before; e 15,000."""
    if kind == "e":
        return 15_000_00
    if year < 2014:
        return None
    return 30_000_00 if year <= 2021 else 32_000_00


def capped(amount: int, year: int, kind: str) -> int:
    """Cap: applied to the year's whole entitlement after rounding."""
    limit = cap(year, kind)
    return amount if limit is None else min(amount, limit)


# --- What the case says -------------------------------------------------------------------------


def counted_rows(case: Case) -> list[Case]:
    """Loan files: ISBNs of a record are one title; class of the row, else edition, else other.

    Where the ISBNs of a group lie in several editions, the smallest ISBN's edition is asked.
    """
    editions = {edition["isbn"]: edition for edition in case.get("edition", [])}
    rows = []
    for row in case.get("loans", []):
        title = frozenset(row["isbns"] if "isbns" in row else [row["isbn"]])
        edition = editions.get(min(title), {})
        medium = row.get("medium", edition.get("medium", "physical"))
        rows.append(
            {
                "title": title,
                "year": row["year"],
                "medium": medium,
                "kind": KINDS[medium],
                "class": row.get("class", edition.get("class", "other")),
                "loans": row["loans"],
            }
        )
    return rows


def standing_claims(case: Case, cutoff: date) -> list[Case]:
    """Claims: added on or before the cutoff; withdrawn ones count as never made.

    Nobody enters a claim before joining, so an earlier day is the joining day.
    """
    joined = {p["id"]: p.get("joined", date(2000, 1, 1)) for p in case["person"]}
    claims = []
    for order, claim in enumerate(case.get("claim", [])):
        start = joined[claim["person"]]
        added = max(claim.get("added", start), start)
        if "withdrawn" in claim and claim["withdrawn"] <= cutoff:
            continue
        if added <= cutoff:
            claims.append({**claim, "added": added, "order": order})
    return claims


def latest_by(claims: list[Case], *names: str) -> list[Case]:
    """Of claims that agree in these fields the one added last (of one day: last entered) stands."""
    latest: dict[tuple[Any, ...], Case] = {}
    for claim in sorted(claims, key=lambda c: (c["added"], c["order"])):
        latest[tuple(claim[name] for name in names)] = claim
    return list(latest.values())


def claims_on(title: frozenset[str], claims: list[Case]) -> list[Case]:
    """Claims on any ISBN of a title, as if on one edition: a later one of the same role replaces.

    Of two from one day on two ISBNs neither is later: both declare facts, in whatever order.
    """
    here = latest_by([c for c in claims if c["isbn"] in title], "person", "isbn", "role")
    return [
        claim
        for claim in here
        if not any(
            other["person"] == claim["person"]
            and other["role"] == claim["role"]
            and other["added"] > claim["added"]
            for other in here
        )
    ]


def in_roles(claims: list[Case], *roles: str) -> list[Case]:
    """The claims that say one of these roles."""
    return [claim for claim in claims if claim["role"] in roles]


# --- Claims that disagree -----------------------------------------------------------------------


def head_counts(pool: list[Case]) -> list[int]:
    """Every declared count, and the number of claimants where it is larger than all of them."""
    counts = {claim["heads"] for claim in pool}
    people = {claim["person"] for claim in pool}
    if counts and len(people) > max(counts):
        counts.add(len(people))
    return sorted(counts)


def translation_facts(claims: list[Case]) -> list[bool]:
    """Original author and translator say it is a translation, author says it is not."""
    facts = []
    if in_roles(claims, "original_author", "translator"):
        facts.append(True)
    if in_roles(claims, "author"):
        facts.append(False)
    return facts


def possible_parts(claims: list[Case]) -> dict[str, list[Fraction]]:
    """What each pool's member would have under every combination of the declared facts."""
    writers = in_roles(claims, *WRITERS)
    translators = in_roles(claims, "translator")
    parts: dict[str, list[Fraction]] = {"writer": [], "translator": []}
    for translated in translation_facts(claims):
        for heads in head_counts(writers):
            parts["writer"].append(Fraction(1, 2 * heads) if translated else Fraction(1, heads))
        for heads in head_counts(translators):
            parts["translator"].append(Fraction(1, 2 * heads) if translated else Fraction(0))
    return parts


def people_of_pools(claims: list[Case]) -> list[tuple[Case, str]]:
    """Nobody counts twice in a pool: a writer in both roles has one line, of the later claim."""
    writers = latest_by(in_roles(claims, *WRITERS), "person")
    translators = latest_by(in_roles(claims, "translator"), "person")
    return [(c, "writer") for c in writers] + [(c, "translator") for c in translators]


def protected(claim: Case, claims: list[Case], deaths: dict[str, date], year: int) -> bool:
    """Term: to year of death + 70; the last of the co-writers of one text decides for all."""
    if claim.get("separate", False):
        people = {claim["person"]}
    else:
        same = in_roles(claims, claim["role"])
        people = {c["person"] for c in same if not c.get("separate", False)}
    if any(person not in deaths for person in people):
        return True
    return year <= max(deaths[person].year for person in people) + 70


# --- Entitlement --------------------------------------------------------------------------------


def entitled_lines(case: Case, cutoff: date, years: list[int]) -> list[Case]:
    """Line: person, title, role, loan year, medium, class; loans summed first; no e before 2022."""
    claims = standing_claims(case, cutoff)
    deaths = {p["id"]: p["died"] for p in case["person"] if "died" in p}
    loans: dict[tuple[Any, ...], int] = defaultdict(int)
    for row in counted_rows(case):
        if row["year"] in years and not (row["kind"] == "e" and row["year"] < 2022):
            loans[row["title"], row["year"], row["medium"], row["kind"], row["class"]] += row[
                "loans"
            ]
    lines = []
    for (title, year, medium, kind, class_), count in loans.items():
        here = claims_on(title, claims)
        parts = possible_parts(here)
        for claim, pool in people_of_pools(here):
            if count == 0 or not protected(claim, here, deaths, year):
                continue
            lines.append(
                {
                    "person": claim["person"],
                    "isbn": min(title),
                    "title": title,
                    "role": claim["role"],
                    "loan_year": year,
                    "medium": medium,
                    "kind": kind,
                    "class": class_,
                    "loans": count,
                    "smallest": min(parts[pool]),
                    "largest": max(parts[pool]),
                }
            )
    return lines


def line_amount(case: Case, line: Case, part: Fraction) -> int:
    """Line: loans x rate x class x part in micro-cents, rounded half-up once."""
    rate = Fraction(case["rates"][str(line["loan_year"])]) * 100 * WHOLE
    return half_up(line["loans"] * rate * Fraction(CLASSES[line["class"]], WHOLE) * part)


def year_sums(case: Case, lines: list[Case], which: str) -> dict[tuple[str, int, str], int]:
    """Year and kind: micro-cents summed, rounded half-up to a cent once, then the cap."""
    exact: dict[tuple[str, int, str], int] = defaultdict(int)
    for line in lines:
        amount = line_amount(case, line, line[which])
        exact[line["person"], line["loan_year"], line["kind"]] += amount
    return {
        (person, year, kind): capped(half_up(Fraction(micro, WHOLE)), year, kind)
        for (person, year, kind), micro in exact.items()
    }


def unset_rates(case: Case, lines: list[Case]) -> list[int]:
    """Rates not decided: a line with loans, an eligible payee and an open year needs its rate."""
    rates = case.get("rates", {})
    return sorted({line["loan_year"] for line in lines if str(line["loan_year"]) not in rates})
