"""The whole way through files, services and database agrees with the second way of computing."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.rules.settlement.entitlement import RateNotDecided
from portal.services.cases import run_case
from tests.oracle import lending
from tests.properties.strategies import lending_cases

Case = dict[str, Any]

# An empty portal a case: few of them, and no search for a smaller one.
A_HANDFUL = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
NOTHING = dict.fromkeys(("gross", "tax", "net", "waiting", "disputed"), 0)


def through_the_services(case: Case) -> list[Case]:
    """Run by run, as far as the first one that a rate is missing for."""
    try:
        found = run_case(case)
    except RateNotDecided as refusal:
        return [{"unset_rates": list(refusal.arguments["loan_years"])}]
    everybody = [person["id"] for person in case["person"]]
    return [{who: found[run["id"]].get(who, NOTHING) for who in everybody} for run in case["run"]]


def by_the_oracle(case: Case) -> list[Case]:
    """The same of the second way of computing."""
    settled = lending.settle(case)
    refused = [outcome["unset_rates"] for outcome in settled if outcome["unset_rates"]]
    if refused:
        return [{"unset_rates": refused[0]}]
    return [outcome["people"] for outcome in settled]


@A_HANDFUL
@given(lending_cases(grouped=False), st.randoms(use_true_random=False))
def test_services_and_oracle_agree_in_any_order_of_rows(case: Case, chance: Any) -> None:
    shuffled = dict(case)
    for table in ("person", "edition", "claim", "loans"):
        shuffled[table] = chance.sample(case[table], len(case[table]))
    assert through_the_services(shuffled) == by_the_oracle(case)
