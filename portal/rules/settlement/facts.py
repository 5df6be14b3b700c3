"""The facts of a run, frozen: who claims what, what was counted, who is paid, what was paid.

Rows refer to payees and titles by their position; roles, media, classes and kinds are positions in
the tuples of portal.kernel.catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.kernel.catalogue import (
    AUTHOR,
    ILLUSTRATOR,
    NARRATOR,
    ORIGINAL_AUTHOR,
    ROLES,
    TRANSLATOR,
)
from portal.kernel.columns import Column
from portal.rules.schemes.lending import Terms
from portal.rules.tax.withholding import Defaults

AUTHOR_CODE = ROLES.index(AUTHOR)
ORIGINAL_CODE = ROLES.index(ORIGINAL_AUTHOR)
ILLUSTRATOR_CODE = ROLES.index(ILLUSTRATOR)
TRANSLATOR_CODE = ROLES.index(TRANSLATOR)
NARRATOR_CODE = ROLES.index(NARRATOR)
LIVING = 9999
NEVER = 2**31


@dataclass(frozen=True)
class Claims:
    """Claims, a version a row. Days count from 1970-01-01; `order` settles versions of a day."""

    payee: Column
    isbn: Column
    role: Column
    heads: Column
    separate: Column
    added: Column
    order: Column

    def take(self, rows: Column) -> Claims:
        """The claims at the given positions."""
        return Claims(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Titles:
    """What was lent under one record: `isbn` is the smallest ISBN-13 of each title; the pairs
    (member_title, member_isbn), sorted by title, say all ISBNs of each."""

    isbn: Column
    member_title: Column
    member_isbn: Column


@dataclass(frozen=True)
class Counts:
    """Loans and renewals of all libraries by title, loan year, medium and class; sorted so."""

    title: Column
    loan_year: Column
    medium: Column
    class_: Column
    loans: Column


@dataclass(frozen=True)
class Payees:
    """Payees sorted by code. `died`: year of death or LIVING; `card_ppm`: −1 without a card."""

    code: tuple[str, ...]
    died: Column
    country: tuple[str, ...]
    estate: Column
    card_ppm: Column


@dataclass(frozen=True)
class Prior:
    """What earlier approved runs did, by payee, loan year, kind and sort; cents.

    `paid` is the sum of what they moved; `capped` and `debt` are those of the latest of them.
    """

    payee: Column
    loan_year: Column
    kind: Column
    additional: Column
    paid: Column
    capped: Column
    debt: Column


@dataclass(frozen=True)
class Undistributed:
    """Money of a closed loan year to distribute: cents, share loans of people not in the facts."""

    loan_year: int
    cents: int
    other_share_loans: int = 0


@dataclass(frozen=True)
class Snapshot:
    """Everything a run is a function of."""

    kind: str
    pays_on: date
    cutoff: date
    open_years: tuple[int, ...]
    terms: Terms
    withholding: Defaults
    claims: Claims
    titles: Titles
    counts: Counts
    payees: Payees
    prior: Prior
    undistributed: tuple[Undistributed, ...] = ()
