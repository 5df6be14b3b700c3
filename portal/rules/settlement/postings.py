"""What an approved run posts: one balanced transaction a payee, in cents, debits positive.

Each period's money leaves its year's fund; a debt set off returns to the fund it came from; the
payee is owed the net, the state the tax.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.kernel.catalogue import KINDS
from portal.rules.settlement.run import PayeeResult

FUND, PAYABLE, TAX = "fund", "payable", "tax"
TAX_ACCOUNT = "tax:withheld"


@dataclass(frozen=True)
class Entry:
    """One side: the account's code and kind, and cents."""

    account: str
    kind: str
    cents: int


def entries(scheme: str, code: str, payee: PayeeResult) -> tuple[Entry, ...]:
    """The entries of one payee's run; they sum to zero. `code` is the payee's."""
    sides: dict[str, tuple[str, int]] = {}
    for period, outcome in zip(payee.periods, payee.outcomes, strict=True):
        account = fund(scheme, period.loan_year, period.kind, bool(period.additional))
        sides[account] = (FUND, sides.get(account, (FUND, 0))[1] + outcome.moved)
    sides[f"payable:{code}"] = (PAYABLE, -payee.net)
    sides[TAX_ACCOUNT] = (TAX, -payee.tax)
    posted = tuple(Entry(name, kind, cents) for name, (kind, cents) in sides.items() if cents)
    if sum(entry.cents for entry in posted):
        raise AssertionError(f"entries of {code} do not balance")
    return posted


def fund(scheme: str, loan_year: int, kind: int, additional: bool) -> str:
    """The account of a year's money: `fund:lending:2024:physical`, `…:additional`."""
    return f"fund:{scheme}:{loan_year}:{'additional' if additional else KINDS[kind]}"
