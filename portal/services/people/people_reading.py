"""A file of people, read and checked row by row. Source: contract, `portal people import`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.kernel.money import PPM, NotAnAmount, scaled
from portal.kernel.places import COUNTRIES, locale
from portal.services.base import tables
from portal.services.base.tables import Row

NEEDED = (
    "person_id",
    "name",
    "other_names",
    "birth_year",
    "death_year",
    "email",
    "locale",
    "country",
    "joined",
)
OPTIONAL = ("tax_percent",)
_FIRST_YEAR = 1000
_OLDEST = 130
_PERCENT_DECIMALS = 4


@dataclass(frozen=True)
class Person:
    """One person as a file says it; None where the file says nothing.

    `tax_ppm` holds parts per million; it counts only where `says_tax` is true.
    """

    code: str
    name: str
    other_names: tuple[str, ...] = ()
    birth_year: int | None = None
    death_year: int | None = None
    email: str | None = None
    locale: str | None = None
    country: str | None = None
    joined: date | None = None
    says_tax: bool = False
    tax_ppm: int | None = None


def read(path: Path, today: date) -> list[Person]:
    """The people of a file, each once; raises TableRefused or RowRefused for the whole file."""
    says_tax = path.stat().st_size > 0 and "tax_percent" in tables.columns_of(path)
    found: dict[str, Person] = {}
    for row in tables.rows(path, NEEDED, OPTIONAL):
        person = _person(row, today, says_tax)
        if found.setdefault(person.code, person) != person:
            raise row.refused("person_id", "twice")
    return list(found.values())


def _person(row: Row, today: date, says_tax: bool) -> Person:
    birth, death = _year(row, "birth_year", today), _year(row, "death_year", today)
    joined = row.day("joined")
    _check_years(row, birth, death, joined, today)
    return Person(
        code=row.needed("person_id", 64),
        name=row.needed("name", 200),
        other_names=_other_names(row),
        birth_year=birth,
        death_year=death,
        email=_email(row),
        locale=_locale(row),
        country=_country(row),
        joined=joined,
        says_tax=says_tax,
        tax_ppm=_tax_ppm(row) if says_tax else None,
    )


def _year(row: Row, column: str, today: date) -> int | None:
    return row.number(column, _FIRST_YEAR, today.year) if row[column] else None


def _check_years(
    row: Row, birth: int | None, death: int | None, joined: date | None, today: date
) -> None:
    if birth is None:
        return
    if death is not None and death < birth:
        raise row.refused("death_year", "before_birth")
    if (death or today.year) - birth > _OLDEST:
        raise row.refused("birth_year", "too_old", oldest=_OLDEST)
    if joined is not None and joined.year < birth:
        raise row.refused("joined", "before_birth")


def _other_names(row: Row) -> tuple[str, ...]:
    names = [" ".join(name.split()) for name in row["other_names"].split(";")]
    if any(len(name) > 200 for name in names):
        raise row.refused("other_names", "too_long", longest=200)
    return tuple(dict.fromkeys(name for name in names if name))


def _email(row: Row) -> str | None:
    text = row.text("email", 254)
    name, at, domain = text.partition("@")
    if text and not (name and at and domain and "@" not in domain and not set(text) & set(" ,;<>")):
        raise row.refused("email", "email")
    return text or None


def _locale(row: Row) -> str | None:
    if not row["locale"]:
        return None
    found = locale(row["locale"])
    if found is None:
        raise row.refused("locale", "locale")
    return found


def _country(row: Row) -> str | None:
    if row["country"] and row["country"] not in COUNTRIES:
        raise row.refused("country", "country")
    return row["country"] or None


def _tax_ppm(row: Row) -> int | None:
    if not row["tax_percent"]:
        return None
    try:
        ppm = scaled(row["tax_percent"], _PERCENT_DECIMALS)
    except NotAnAmount as error:
        raise row.refused("tax_percent", "percent") from error
    if not 0 <= ppm <= PPM:
        raise row.refused("tax_percent", "percent")
    return ppm
