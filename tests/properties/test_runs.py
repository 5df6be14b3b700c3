"""Years of claims, loans, rates and runs in any order: what must hold after every one of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from portal.kernel.isbn import check_digit_13
from portal.kernel.periods import open_years
from portal.rules.settlement.entitlement import RateNotDecided
from portal.rules.settlement.payable import ENTITLEMENT
from portal.rules.settlement.postings import entries
from portal.rules.settlement.run import Result, calculate
from tests.properties import lending_portal

Case = dict[str, Any]
ISBNS = [stem + check_digit_13(stem) for stem in (f"97895103000{n}" for n in range(1, 5))]
PEOPLE = ["P1", "P2", "P3", "P4"]
FIRST_YEAR = 2020
CAPS = {(True, 0): 32_000_00, (True, 1): 15_000_00, (False, 0): 30_000_00, (False, 1): 15_000_00}
ROLES = st.sampled_from(["author", "original_author", "translator", "illustrator"])
COUNTS = st.sampled_from([1, 7, 30, 33, 333, 1001, 4999, 60_000, 250_000])


def cap(year: int, kind: int) -> int:
    """The cap from the contract: 30,000 until 2021, 32,000 from 2022; e 15,000."""
    return CAPS[year >= 2022, kind]


class Years(RuleBasedStateMachine):
    """A society's years: time only moves on, and every run that can be approved is."""

    def __init__(self) -> None:
        super().__init__()
        self.today = date(FIRST_YEAR + 1, 1, 10)
        self.moved: lending_portal.Moved = {}
        self.sums: dict[tuple[int, int, int, int], int] = defaultdict(int)
        self.ledger: dict[str, int] = defaultdict(int)
        self.received: dict[str, int] = defaultdict(int)
        self.withheld = 0
        self.case: Case = {
            "rates": {},
            "person": [{"id": code} for code in PEOPLE],
            "edition": [
                {"isbn": isbn, "medium": "ebook" if place == 0 else "physical"}
                for place, isbn in enumerate(ISBNS)
            ],
            "claim": [],
            "loans": [],
        }

    @initialize(tax=st.sampled_from(["0", "21.5", "60", "100"]))
    def people(self, tax: str) -> None:
        self.case["person"][0]["tax_percent"] = tax
        self.case["person"][1]["country"] = "SE"
        for year in range(FIRST_YEAR - 4, FIRST_YEAR + 3):
            self.case["rates"][str(year)] = "0.31"
        for code, isbn in zip(PEOPLE, ISBNS, strict=True):
            self.claim(code, isbn, "author", 1)
            self.lend(isbn, 1, 2000)
        self.today += timedelta(days=1)

    @rule(code=st.sampled_from(PEOPLE), isbn=st.sampled_from(ISBNS), role=ROLES,
          heads=st.integers(1, 3))  # fmt: skip
    def claim(self, code: str, isbn: str, role: str, heads: int) -> None:
        """A first claim, or one that replaces the earlier from today."""
        self.case["claim"].append(
            {"person": code, "isbn": isbn, "role": role, "heads": heads, "added": self.today}
        )

    @rule(place=st.integers(0, 20))
    def withdraw(self, place: int) -> None:
        if place < len(self.case["claim"]):
            self.case["claim"][place].setdefault("withdrawn", self.today)

    @rule(isbn=st.sampled_from(ISBNS), back=st.integers(1, 3), count=COUNTS)
    def lend(self, isbn: str, back: int, count: int) -> None:
        self.case["loans"].append({"isbn": isbn, "year": self.today.year - back, "loans": count})

    @rule(isbn=st.sampled_from(ISBNS), count=COUNTS)
    def replace_loans(self, isbn: str, count: int) -> None:
        """A library sends its last year anew."""
        year = self.today.year - 1
        kept = [row for row in self.case["loans"] if (row["isbn"], row["year"]) != (isbn, year)]
        self.case["loans"] = [*kept, {"isbn": isbn, "year": year, "loans": count}]

    @rule(value=st.sampled_from(["0.25", "0.26", "0.31", "0.3333333"]))
    def decide(self, value: str) -> None:
        """The oldest rates that are missing up to last year."""
        for year in range(FIRST_YEAR - 4, self.today.year):
            self.case["rates"].setdefault(str(year), value)

    @rule()
    def a_year_passes(self) -> None:
        self.today = self.today.replace(year=self.today.year + 1)

    @rule(kind=st.sampled_from(["autumn", "spring"]), back=st.sampled_from([0, 0, 0, 100]))
    def settle(self, kind: str, back: int) -> None:
        """A run that is approved, and at once the same run again, which pays nothing."""
        run = {"id": "x", "kind": kind, "date": self.today, "cutoff": self.today - timedelta(back)}
        if kind == "spring":
            run["undistributed"] = {str(self.today.year - 5): "1234.56"}
        facts = lending_portal.snapshot(self.case, run, self.moved)
        try:
            result = calculate(facts)
        except RateNotDecided as refusal:
            self.asked_for(refusal.arguments["loan_years"], open_years(kind, self.today.year))
            return
        self.check(result)
        self.check_nothing_forgotten(result, facts.open_years)
        self.approve(result)
        again = calculate(lending_portal.snapshot(self.case, run, self.moved))
        assert sum(payee.gross for payee in again.payees) == 0
        waiting = {payee.payee: payee.waiting for payee in result.payees if payee.waiting}
        assert {p.payee: p.waiting for p in again.payees if p.waiting} == waiting
        self.today += timedelta(days=1)

    def asked_for(self, years: tuple[int, ...], open_then: tuple[int, ...]) -> None:
        """Only open years that nobody has decided are asked for."""
        decided = {int(year) for year in self.case["rates"]}
        assert years
        assert set(years) <= set(open_then) - decided

    def check(self, result: Result) -> None:
        for payee in result.payees:
            assert payee.gross >= 0
            assert payee.gross == 0 or payee.gross >= 10_00
            assert 0 <= payee.waiting < 10_00
            assert payee.gross == 0 or payee.waiting == 0
            assert 0 <= payee.tax <= payee.gross
            assert payee.disputed >= 0
            for period, outcome in zip(payee.periods, payee.outcomes, strict=True):
                place = (payee.payee, period.loan_year, period.kind, period.additional)
                assert outcome.waiting >= 0
                assert outcome.debt_after >= 0
                assert period.paid_before == self.sums[place]
                settled = self.sums[place] + outcome.moved + outcome.waiting - outcome.debt_after
                assert settled == period.capped

    def check_nothing_forgotten(self, result: Result, open_then: tuple[int, ...]) -> None:
        """What was paid for an open year is looked at again, also where no line is left."""
        seen = {
            (payee.payee, period.loan_year, period.kind, period.additional)
            for payee in result.payees
            for period in payee.periods
        }
        paid = {place for place, cents in self.sums.items() if cents}
        assert {place for place in paid if place[1] in open_then} <= seen

    def approve(self, result: Result) -> None:
        self.moved = lending_portal.approve(result, self.moved)
        for payee in result.payees:
            for period, outcome in zip(payee.periods, payee.outcomes, strict=True):
                place = (payee.payee, period.loan_year, period.kind, period.additional)
                self.sums[place] += outcome.moved
            posted = entries("lending", PEOPLE[payee.payee], payee)
            assert sum(entry.cents for entry in posted) == 0
            for entry in posted:
                self.ledger[entry.account] += entry.cents
            self.received[PEOPLE[payee.payee]] += payee.net
            self.withheld += payee.tax

    @invariant()
    def nobody_has_more_than_a_cap(self) -> None:
        for (_, year, kind, sort), moved in self.sums.items():
            assert moved >= 0
            assert sort != ENTITLEMENT or moved <= cap(year, kind)

    @invariant()
    def the_ledger_is_what_people_and_the_state_got(self) -> None:
        funds = sum(cents for name, cents in self.ledger.items() if name.startswith("fund:"))
        assert funds == sum(self.received.values()) + self.withheld == sum(self.sums.values())
        assert -self.ledger["tax:withheld"] == self.withheld
        for code in PEOPLE:
            assert -self.ledger[f"payable:{code}"] == self.received[code]


Years.TestCase.settings = settings(
    max_examples=100, stateful_step_count=40, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
TestYears = Years.TestCase
