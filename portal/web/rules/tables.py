"""Parameters as rows of a table, each value in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import ngettext

from portal.kernel.dated import DatedValue
from portal.kernel.money import scaled
from portal.wording import formats, numbers, terms


def _years(number: int) -> str:
    return ngettext("%(num)s year", "%(num)s years", number)


def _people(number: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", number)


WRITTEN: dict[str, tuple[int, Callable[[int], str]]] = {
    "EUR/loan": (8, formats.exact_money),
    "EUR": (2, formats.money),
    "percent": (4, formats.percent),
    "years": (0, _years),
    "people": (0, _people),
}
"""Unit → its decimals and how a value is written."""


class Book(Protocol):
    """What the pages need of the values of the rules."""

    def all(self, name: str) -> tuple[DatedValue, ...]:
        """Every value of a name."""


@dataclass(frozen=True)
class Value:
    """One value: what it is about, how much, since when, who says so."""

    about: str
    value: str
    valid_from: date
    source: str
    status: str
    anchor: str = ""


@dataclass(frozen=True)
class Table:
    """Values under a caption; `anchor` is where links lead."""

    caption: str
    rows: list[Value]
    anchor: str = ""
    what: str = ""


def rates(book: Book) -> list[Table]:
    """Rates by loan year, newest first; a year's first row carries the anchor."""
    values = sorted(
        (*book.all("lending.rate"), *book.all("lending.narrator_rate")),
        key=lambda v: (-(v.loan_year or 0), v.name != "lending.rate", v.kind != "physical",
                       v.valid_from),
    )  # fmt: skip
    seen: set[int | None] = set()
    rows = []
    for value in values:
        anchor = "" if value.loan_year in seen else f"rate-{value.loan_year}"
        seen.add(value.loan_year)
        rows.append(_value(value, _rate_words(value), anchor))
    return [Table(_("Euro for one loan"), rows, what=_("Loans of"))]


def _rate_words(value: DatedValue) -> str:
    if value.name != "lending.rate":
        return _("%(year)s, narrators", year=value.loan_year)
    if value.kind == "both":
        return str(value.loan_year)
    return f"{value.loan_year}, {terms.KINDS[value.kind]}"


def classes(book: Book) -> list[Table]:
    """The text's part by class, and the part of a translation."""
    rows = []
    for code, words in terms.CLASSES.items():
        values = sorted(book.all(f"lending.class.{code}"), key=_newest_first)
        about = str(words).capitalize()
        anchors = [f"class-{code}", *[""] * len(values)]
        rows += [_value(v, about, a) for v, a in zip(values, anchors, strict=False)]
    halves = _rows(book, "lending.translation_denominator", _("Translators and writers"))
    return [
        Table(_("The text’s part"), rows),
        Table(_("A translation is divided into equal parts"), halves, "translation"),
    ]


def named(book: Book, name: str, about: str, caption: str) -> Table:
    """Every value of one name under a caption, newest first."""
    return Table(caption, _rows(book, name, about))


def cap(book: Book) -> Table:
    """The caps of both kinds."""
    return Table(_("The cap for one person and loan year"), _caps(book))


def expiry(book: Book) -> Table:
    """How long money of a loan year can be paid."""
    return Table(_("How long money can be paid"), _last_days(book))


def limits(book: Book) -> list[Table]:
    """Cap, smallest payment, years open, protection, e-loans."""
    return [
        Table(_("The cap for one person and loan year"), _caps(book), "cap"),
        Table(
            _("The smallest payment"), _rows(book, "lending.threshold", _("At least")), "smallest"
        ),
        Table(
            _("How long money can be paid"),
            _last_days(book),
            "expiry",
        ),
        Table(
            _("How long a work is protected"),
            _rows(book, "lending.term_years", _("After the year of death")),
            "protection",
        ),
        Table(
            _("E-loans are paid from the loans of this year on"),
            _rows(book, "lending.e_loans_from", _("First year")),
            "e-loans",
        ),
    ]


def _last_days(book: Book) -> list[Value]:
    values = sorted(book.all("lending.years_open"), key=_newest_first)
    return [_value(value, _last_day(value)) for value in values]


def _last_day(value: DatedValue) -> str:
    years = numbers.inside(scaled(value.value, 0))
    return _("Paid until 31 December, %(years)s years after the loans", years=years)


def _caps(book: Book) -> list[Value]:
    values = sorted(book.all("lending.cap"), key=lambda v: (v.kind != "physical", v.valid_from))
    return [_value(value, str(terms.KINDS.get(value.kind, "")).capitalize()) for value in values]


def tax(book: Book) -> list[Table]:
    """Withholding without a tax card."""
    names = {
        "tax.no_card": _("No tax card"),
        "tax.no_card_estate": _("An estate without a tax card"),
        "tax.non_resident": _("Not resident in Finland, and no tax card"),
    }
    rows = [row for name, about in names.items() for row in _rows(book, name, about)]
    return [Table(_("Tax withheld from a payment"), rows)]


def _rows(book: Book, name: str, about: str) -> list[Value]:
    return [_value(value, about) for value in sorted(book.all(name), key=_newest_first)]


def _newest_first(value: DatedValue) -> int:
    return -value.valid_from.toordinal()


def _value(value: DatedValue, about: str, anchor: str = "") -> Value:
    decimals, written = WRITTEN.get(value.unit, (0, str))
    return Value(
        about=about,
        value=written(scaled(value.value, decimals)),
        valid_from=value.valid_from,
        source=value.source,
        status=_status(value.status),
        anchor=anchor,
    )


def _status(status: str) -> str:
    words = {
        "decided": "",
        "inferred": _("Inferred from published figures, not read in a decision"),
        "assumed": _("Assumed, because no source says it"),
    }
    return words.get(status, status)
