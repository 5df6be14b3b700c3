"""The lines of one payment as a table to recompute: numbers as used, and the sum to type in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from portal.kernel.cells import harmless
from portal.services.money.run_lines import RunLine
from portal.services.money.statements import Statement
from portal.services.money.why_additional import WhyAdditional

COLUMNS = (
    "line", "isbn", "title", "role", "loan_year", "medium", "class", "loans", "rate_microcents",
    "class_ppm", "role_denominator", "heads", "amount_microcents", "recompute", "distribution",
    "stated_cents", "all_share_loans",
)  # fmt: skip
ORDINARY = ("ordinary", "", "")


def lines_csv(statement: Statement, additional: Iterable[WhyAdditional] = ()) -> str:
    """All lines of a payment as CSV; titles cannot run as formulas in a spreadsheet.

    Lines of an additional distribution have no rate; their sums are exact, so no rounded amount.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows((*_row(line), *ORDINARY) for line in statement.lines)
    for why in additional:
        writer.writerows(_additional_row(why, one.line) for one in why.lines)
    return text.getvalue()


def _row(line: RunLine) -> tuple[object, ...]:
    of = line.factors
    what = (harmless(line.title), line.role, line.loan_year, line.medium, line.class_)
    numbers = (of.loans, of.rate, of.class_ppm, of.denominator, of.heads, of.amount)
    return line.number, line.isbn, *what, *numbers, _recompute(line)


def _additional_row(why: WhyAdditional, line: RunLine) -> tuple[object, ...]:
    of, money, everybody = line.factors, why.part.money, why.part.everybody
    what = (harmless(line.title), line.role, line.loan_year, line.medium, line.class_)
    numbers = (of.loans, "", of.class_ppm, of.denominator, of.heads, "")
    share = f"{of.loans}*{of.class_ppm}/(1000000*{of.denominator}*{of.heads})"
    recompute = f"{money.cents}*{share}/({everybody})"
    number = f"additional-{line.loan_year}-{line.number}"
    return number, line.isbn, *what, *numbers, recompute, "additional", money.cents, str(everybody)


def _recompute(line: RunLine) -> str:
    """The sum in words of a calculator; nothing where claims that disagree leave nothing."""
    of = line.factors
    if not of.denominator:
        return "0"
    return f"{of.loans}*{of.rate}*{of.class_ppm}/(1000000*{of.denominator}*{of.heads})"
