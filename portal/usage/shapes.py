"""What reading and counting return: frozen values, loans and rows as integers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RowsAndLoans:
    """A number of rows and the loans (renewals included) that stand in them."""

    rows: int
    loans: int


@dataclass(frozen=True)
class ReadFile:
    """One file: its name, SHA-256 (hex) and size of the uncompressed bytes, and its rows."""

    name: str
    digest: str
    size: int
    rows: int


@dataclass(frozen=True)
class Totals:
    """accepted + refused + left out = read, in rows and in loans.

    A row whose number is negative, fractional or no number counts 0 loans everywhere.
    """

    rows_read: int
    loans_read: int
    rows_accepted: int
    loans_accepted: int
    rows_refused: int
    loans_refused: int
    rows_left_out: int
    loans_left_out: int


@dataclass(frozen=True)
class Coverage:
    """What a library reported of a loan year, whatever its ISBNs; left-out rows not counted."""

    library: str
    loan_year: int
    rows: int
    loans: int
    months: int | None = None
    """The months of which rows came, as bits (January is 1); None where the rows say none."""


@dataclass(frozen=True, order=True)
class Report:
    """What must not be counted twice: a library's use of a platform in a year, and which report."""

    library: str
    platform: str
    loan_year: int
    kind: str


@dataclass(frozen=True)
class Reading:
    """What one call read; the paths are relative to the data directory."""

    format: str
    files: tuple[ReadFile, ...]
    years: tuple[int, ...]
    totals: Totals
    refused: Mapping[str, RowsAndLoans]
    left_out: Mapping[str, RowsAndLoans]
    coverage: tuple[Coverage, ...]
    counts_path: str
    refused_path: str
    titles_path: str
    unmatched_path: str | None = None
    """None where the format names no titles."""


@dataclass(frozen=True)
class TitleCount:
    """Loans of one title in one loan year; `members` are its ISBNs, ascending."""

    members: tuple[int, ...]
    loan_year: int
    medium: str | None
    class_: str | None
    loans: int


@dataclass(frozen=True)
class Title:
    """The most frequent spelling of a title and its author in the files."""

    title: str
    author: str


@dataclass(frozen=True)
class YearTotals:
    """Loans and titles of a loan year, and those with an ISBN that somebody claims."""

    loans: int
    titles: int
    matched_loans: int
    matched_titles: int


@dataclass(frozen=True)
class Unclaimed:
    """A lent title that nobody claims: its smallest ISBN, title and author as read, and loans."""

    isbn: int
    title: str
    author: str
    loans: int


@dataclass(frozen=True)
class LibraryCount:
    """Loans of one title in one loan year, of one library system; medium None: no row said."""

    members: tuple[int, ...]
    loan_year: int
    medium: str | None
    library: str
    loans: int


@dataclass(frozen=True)
class Lent:
    """Loans of one title in one loan year; `members` are its ISBNs, ascending."""

    members: tuple[int, ...]
    loan_year: int
    loans: int
