"""The numbers of the rules: which names exist, in which unit, and how one is looked up.

The shipped values are the TOML files of this folder; the society's own are in the database.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from portal.kernel.catalogue import CLASSES, KINDS
from portal.kernel.dated import DatedValue, in_force
from portal.kernel.errors import Refusal
from portal.kernel.money import NotAnAmount, scaled

Basis = Literal["loan_year", "loan_year_start", "run_day"]
UNITS = {
    "EUR/loan": 8, "EUR": 2, "percent": 4, "years": 0, "year": 0, "parts": 0, "people": 0,
    "days": 0, "seconds": 0, "questions": 0, "records": 0, "times": 0, "loans": 0,
}  # fmt: skip
"""Unit → decimals kept: EUR/loan becomes micro-cents, EUR cents, percent parts per million."""
RANGES = {
    "EUR/loan": ("0.00000001", "1000000"),
    "EUR": ("0", "1000000000000"),
    "percent": ("0", "100"),
    "years": ("1", "200"),
    "year": ("0", "9999"),
    "parts": ("1", "1000"),
    "people": ("1", "1000000"),
    "days": ("1", "3660"),
    "seconds": ("1", "86400"),
    "questions": ("1", "6000"),
    "records": ("1", "10000"),
    "times": ("2", "1000000"),
    "loans": ("0", "1000000000"),
}
"""Unit → the smallest and the largest value with which a run can still be calculated exactly."""
_COUNTER_NAMES = re.compile(r"[A-Z][A-Za-z_]{1,60}( [A-Z][A-Za-z_]{1,60})*")

ENGINES = ("duckdb", "spark")
WITHDRAWN = "withdrawn"
STATUSES = ("decided", "inferred", "assumed", WITHDRAWN)
"""A withdrawn value is as never said: so a society unsets one that was shipped."""


class UnknownParameter(Refusal):
    """A name that no rule knows."""

    code = "unknown_parameter"


class ParameterNotSet(Refusal):
    """A rule needs a value that nobody has decided: `name`, and the `loan_year` that it is for;
    or, with the `reason` day, the `day` on which none is in force."""

    code = "parameter_not_set"


class ParameterUnreadable(Refusal):
    """A value does not fit its parameter: `name`, `field`, `value`.

    `reason`: nameless, missing or surplus or unknown (the field), range (`smallest`, `largest`).
    """

    code = "parameter_unreadable"


@dataclass(frozen=True)
class Parameter:
    """A name of the rules. `basis` says which day it is asked for.

    loan_year: one value per loan year, decided by the run's day; loan_year_start: the value said
    for the loan year itself, else the one in force on its 1 January; run_day: the value in force
    on the run's day.
    A name that ends with a point stands for all names that begin with it.
    """

    name: str
    unit: str
    basis: Basis
    kinds: bool = False
    largest: str = ""
    """The largest value where it is below that of the unit (RANGES)."""


class Book:
    """All values, shipped and imported; later ones with the same key replace earlier ones."""

    def __init__(self, values: Iterable[DatedValue]) -> None:
        latest = {value.key: value for value in values}
        latest = {key: v for key, v in latest.items() if v.status != WITHDRAWN}
        self._by_name: dict[str, list[DatedValue]] = defaultdict(list)
        for value in latest.values():
            self._by_name[value.name].append(value)

    def all(self, name: str) -> tuple[DatedValue, ...]:
        """Every value of a name."""
        return tuple(self._by_name.get(name, ()))

    def names(self) -> tuple[str, ...]:
        """The names that have a value, sorted."""
        return tuple(sorted(self._by_name))

    def of_loan_year(self, name: str, loan_year: int, kind: str, day: date) -> DatedValue | None:
        """The value of a loan year and kind as decided by `day`; one for both serves either."""
        values = [v for v in self.all(name) if v.loan_year == loan_year]
        own = in_force((v for v in values if v.kind == kind), day)
        return own or in_force((v for v in values if v.kind == "both"), day)

    def on(self, name: str, day: date, kind: str = "both") -> DatedValue | None:
        """The value in force on a day."""
        values = [v for v in self.all(name) if v.loan_year is None]
        own = in_force((v for v in values if v.kind == kind), day)
        return own or in_force((v for v in values if v.kind == "both"), day)


def number(value: DatedValue) -> int:
    """The value as an integer of its unit (see UNITS)."""
    return scaled(value.value, UNITS[value.unit])


def checked(value: DatedValue, known: Iterable[Parameter]) -> DatedValue:
    """The value itself when name, unit, kind and value fit together; raises what does not."""
    parameter = _named(value.name, known)
    if value.unit != parameter.unit:
        raise ParameterUnreadable(name=value.name, field="unit", value=value.unit)
    if value.kind not in (*KINDS, "both") or (value.kind != "both" and not parameter.kinds):
        raise ParameterUnreadable(name=value.name, field="kind", value=value.kind)
    if value.status not in STATUSES:
        raise ParameterUnreadable(name=value.name, field="status", value=value.status)
    missing = value.loan_year is None and parameter.basis == "loan_year"
    surplus = value.loan_year is not None and parameter.basis == "run_day"
    if missing:
        raise ParameterUnreadable(name=value.name, field="loan_year", reason="missing")
    if surplus:
        raise ParameterUnreadable(
            name=value.name, field="loan_year", value=value.loan_year, reason="surplus"
        )
    _check_text(value, parameter)
    return value


def _named(name: str, known: Iterable[Parameter]) -> Parameter:
    for parameter in known:
        prefix = parameter.name.endswith(".")
        if name == parameter.name or (prefix and name.startswith(parameter.name)):
            return parameter
    raise UnknownParameter(name=name)


def _check_text(value: DatedValue, parameter: Parameter) -> None:
    if parameter.unit == "class":
        if value.value not in CLASSES:
            raise ParameterUnreadable(name=value.name, field="value", value=value.value)
        return
    if parameter.unit == "engine":
        if value.value not in ENGINES:
            raise ParameterUnreadable(name=value.name, field="value", value=value.value)
        return
    if parameter.unit == "COUNTER name":
        if not _COUNTER_NAMES.fullmatch(value.value):
            raise ParameterUnreadable(name=value.name, field="value", value=value.value)
        return
    try:
        amount = number(value)
    except NotAnAmount as error:
        raise ParameterUnreadable(name=value.name, field="value", value=value.value) from error
    decimals = UNITS[parameter.unit]
    smallest, largest = RANGES[parameter.unit]
    largest = parameter.largest or largest
    if not scaled(smallest, decimals) <= amount <= scaled(largest, decimals):
        raise ParameterUnreadable(
            name=value.name, value=value.value, reason="range", smallest=smallest, largest=largest
        )
