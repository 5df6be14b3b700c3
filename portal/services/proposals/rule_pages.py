"""The numbers of the rules as the office lists them: what holds today, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.kernel.catalogue import KINDS
from portal.kernel.dated import DatedValue
from portal.kernel.errors import NotFound
from portal.rules.parameters import Parameter
from portal.rules.schemes import parameters as known_parameters
from portal.services.parameters import parameters


@dataclass(frozen=True)
class Number:
    """A number of the rules: the values that hold today, and how many values it has had.

    Of a number by loan year these are the values of the newest year that has any.
    """

    name: str
    unit: str
    values: tuple[DatedValue, ...]
    total: int
    by_loan_year: bool
    by_kind: bool


def numbers(session: Session, today: date) -> tuple[Number, ...]:
    """Every number that a rule knows, and those of the society's own names, in their order."""
    book = parameters.book(session)
    names = [one.name for one in known_parameters() if not one.name.endswith(".")]
    own = sorted(set(book.names()) - set(names))
    return tuple(_number(session, name, today) for name in [*names, *own])


def number(session: Session, name: str, today: date) -> Number:
    """One number by its name; raises NotFound."""
    if parameter_of(name) is None:
        raise NotFound(what="parameter", name=name)
    return _number(session, name, today)


def parameter_of(name: str) -> Parameter | None:
    """What the rules know of a name: its unit, and what it is asked for."""
    for one in known_parameters():
        prefix = one.name.endswith(".") and name != one.name
        if name == one.name or (prefix and name.startswith(one.name)):
            return one
    return None


def _number(session: Session, name: str, today: date) -> Number:
    known = parameter_of(name)
    every = parameters.book(session).all(name)
    return Number(
        name=name,
        unit=known.unit if known else "",
        values=_in_force(session, name, every, today),
        total=len(every),
        by_loan_year=known is not None and known.basis != "run_day",
        by_kind=known is not None and known.kinds,
    )


def _in_force(
    session: Session, name: str, every: tuple[DatedValue, ...], today: date
) -> tuple[DatedValue, ...]:
    book = parameters.book(session)
    years = [v.loan_year for v in every if v.loan_year is not None and v.valid_from <= today]
    kinds = ("both", *KINDS)
    if years:
        newest = max(years)
        found = [book.of_loan_year(name, newest, kind, today) for kind in kinds]
    else:
        found = [book.on(name, today, kind) for kind in kinds]
    return tuple(dict.fromkeys(value for value in found if value is not None))
