"""The lending scheme a second time: slow, literal, in exact fractions, to be read beside the rules.

It shares no line with the portal. Every function names the paragraph of "The money of lending,
precisely" that it copies. The result of a case is one entry per run, in the order of the runs:
`{"run", "unset_rates", "people": {person: {"gross", "tax", "net", "waiting", "disputed"}},
"lines", "additional"}`, all money in cents but a line's `amount_microcents`.
A run that refuses for an unset rate has the years in `unset_rates` and nobody in `people`.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import floor

from tests.oracle.entitlement import (
    CLASSES,
    WHOLE,
    Case,
    cap,
    entitled_lines,
    line_amount,
    unset_rates,
    year_sums,
)

Shares = dict[str, int] | None
Key = tuple[int, str]  # loan year, kind; additional money is a kind of its own

ADDITIONAL = "additional"
KIND_ORDER = {ADDITIONAL: 0, "physical": 1, "e": 2}
THRESHOLD = 10_00


def open_years(run: Case) -> list[int]:
    """Clock: autumn has Y-1 and Y-4 to Y-2, spring has Y-4 to Y-2, oldest first."""
    y: int = run["date"].year
    return [y - 4, y - 3, y - 2, y - 1] if run["kind"] == "autumn" else [y - 4, y - 3, y - 2]


# --- Additional distribution --------------------------------------------------------------------


def additional_shares(case: Case, run: Case, paid: dict[str, dict[Key, int]]) -> Shares:
    """Additional distribution: a stated amount of Y-5 by loans x class x part, to the cap.

    None when nothing is stated. A second run that leaves somebody less makes a debt of it.
    """
    year = run["date"].year - 5
    stated = run.get("undistributed", {}).get(str(year))
    if run["kind"] != "spring" or stated is None:
        return None
    lines = entitled_lines(case, run["cutoff"], [year])
    priced = str(year) in case.get("rates", {})
    entitled = year_sums(case, lines, "smallest") if priced else {}
    keys: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    room: dict[tuple[str, str], int | None] = {}
    for line in lines:
        person, kind = line["person"], line["kind"]
        known = entitled if priced else {(person, *key): sum_ for key, sum_ in paid[person].items()}
        had = known.get((person, year, kind), 0)
        limit = cap(year, kind)
        room[person, kind] = None if limit is None else limit - had
        if limit is None or had < limit:
            weight = Fraction(CLASSES[line["class"]], WHOLE) * line["smallest"]
            keys[person, kind] += line["loans"] * weight
    everybody = sum(keys.values()) + Fraction(run.get("other_share_loans", {}).get(str(year), 0))
    shares: dict[str, Fraction] = defaultdict(Fraction)
    for (person, kind), key in keys.items():
        if key > 0:
            share = Fraction(stated) * 100 * key / everybody
            limit_left = room[person, kind]
            shares[person] += share if limit_left is None else min(share, Fraction(limit_left))
    return {person: floor(share) for person, share in shares.items() if share >= 1}


# --- What a run pays ----------------------------------------------------------------------------


def withheld(person: Case, run: Case, gross: int) -> int:
    """Tax: the card, else abroad 28 %, else an estate 30 %, else 60 %; fractions dropped."""
    if "tax_percent" in person:
        percent = Fraction(person["tax_percent"])
    elif person.get("country", "FI") != "FI":
        percent = Fraction(28)
    elif "died" in person and person["died"] <= run["date"]:
        percent = Fraction(30)
    else:
        percent = Fraction(60)
    return floor(gross * percent / 100)


class Account:
    """What earlier approved runs moved for one payee, and what each year was last worth."""

    def __init__(self) -> None:
        self.paid: dict[Key, int] = defaultdict(int)
        self.worth: dict[Key, int] = {}

    def due(self, entitled: dict[Key, int], years: list[int], extra: int | None) -> dict[Key, int]:
        """Corrections: what is open anew; of a closed year its last debt is all that is left.

        `extra` is the year whose additional money this run distributes, if it does.
        """
        known = {*self.worth, *self.paid, *entitled}
        current = {k for k in known if k[1] != ADDITIONAL and k[0] in years}
        current |= {k for k in known if k == (extra, ADDITIONAL)}
        for key in current:
            self.worth[key] = entitled.get(key, 0)
        dues = {key: worth - self.paid[key] for key, worth in self.worth.items()}
        return {key: due for key, due in dues.items() if key in current or due < 0}

    def pay(self, dues: dict[Key, int]) -> tuple[int, int]:
        """Offsets oldest debt first, then the threshold; returns gross and waiting."""
        in_order = sorted(dues, key=lambda key: (key[0], KIND_ORDER[key[1]]))
        money = {key: dues[key] for key in in_order if dues[key] > 0}
        for debt in [key for key in in_order if dues[key] < 0]:
            owed = -dues[debt]
            for source in money:
                offset = min(owed, money[source])
                owed -= offset
                money[source] -= offset
                self.paid[debt] -= offset
                self.paid[source] += offset
        still_open = sum(money.values())
        if still_open < THRESHOLD:
            return 0, still_open
        for key, amount in money.items():
            self.paid[key] += amount
        return still_open, 0


def settle_run(case: Case, run: Case, accounts: dict[str, Account]) -> Case:
    """One run, approved: entitlement less what was paid, offsets, threshold, tax."""
    years = open_years(run)
    lines = entitled_lines(case, run["cutoff"], years)
    missing = unset_rates(case, lines)
    if missing:
        return {"run": run["id"], "unset_rates": missing, "people": {}, "lines": []}
    smallest = year_sums(case, lines, "smallest")
    largest = year_sums(case, lines, "largest")
    shares = additional_shares(case, run, {who: a.paid for who, a in accounts.items()})
    extra = None if shares is None else run["date"].year - 5
    people = {}
    for person in case["person"]:
        who, account = person["id"], accounts[person["id"]]
        mine = {(year, kind): sum_ for (p, year, kind), sum_ in smallest.items() if p == who}
        if extra is not None and who in shares:
            mine[extra, ADDITIONAL] = shares[who]
        gross, waiting = account.pay(account.due(mine, years, extra))
        tax = withheld(person, run, gross)
        disputed = sum(largest[key] - smallest[key] for key in smallest if key[0] == who)
        people[who] = {
            "gross": gross,
            "tax": tax,
            "net": gross - tax,
            "waiting": waiting,
            "disputed": disputed,
        }
    for line in lines:
        line["amount_microcents"] = line_amount(case, line, line["smallest"])
    return {
        "run": run["id"],
        "unset_rates": [],
        "people": people,
        "lines": lines,
        "additional": shares,
    }


def settle(case: Case) -> list[Case]:
    """Every run of a case in its order, each approved before the next."""
    accounts = {person["id"]: Account() for person in case["person"]}
    return [settle_run(case, run, accounts) for run in case["run"]]
