"""The list of a party's works with what each brought in the latest loan year."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel import collation
from portal.kernel.catalogue import AUTHOR, ILLUSTRATOR
from portal.kernel.cells import harmless
from portal.kernel.errors import NotFound
from portal.kernel.names import folded
from portal.services.base import kept
from portal.services.money import estimating
from portal.services.money.edition_figures import (
    BUILDS_UP,
    EXPIRED,
    HEADS_DISAGREE,
    IN_ORDER,
    NOT_IN_TIME,
    OVER_CAP,
    EditionFigures,
    Part,
)
from portal.services.money.estimates import works_figures
from portal.services.titles.works_list import ListedEdition, ListedWork, claims_of
from portal.services.works.works_limits import Limits, limits_of

A_PAGE = 50
BY_LOANS, BY_TITLE, BY_SHARE, BY_DAY = ORDERS = ("loans", "title", "share", "added")
_BETWEEN_DIGITS = re.compile(r"[\s-]")
_FIRST_STATES = (HEADS_DISAGREE, EXPIRED, NOT_IN_TIME, OVER_CAP, BUILDS_UP, IN_ORDER)
_COLUMNS = (
    "work", "title", "isbn", "medium", "class", "role", "heads", "separate", "added", "withdrawn",
    "loan_year", "loans", "amount_microcents",
)  # fmt: skip


@dataclass(frozen=True)
class WorkRow:
    """A work in the list: its editions with their figures, and their sums; micro-cents."""

    work: ListedWork
    editions: tuple[tuple[ListedEdition, EditionFigures], ...]
    loans: int
    amount_microcents: int
    about: bool
    state: str

    @property
    def added_on(self) -> date:
        """The day of the latest of its entries."""
        return max(entry.added_on for edition, _ in self.editions for entry in edition.standing)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all editions; none where no part is paid here."""
        return tuple(part for _, figures in self.editions for part in figures.parts)


@dataclass(frozen=True)
class Asked:
    """Which part of the list: words or digits that a work has, the order, and the page from 1.

    `order` is one of ORDERS; titles sort as `language` sorts them.
    """

    words: str = ""
    order: str = BY_LOANS
    page: int = 1
    language: str = "en"


@dataclass(frozen=True)
class Overview:
    """One page of the works, in the order asked for, and works that are withdrawn whole.

    `works` and `editions` count the whole list, `found` the works that have the words asked for;
    `first` is the place of the page's first work among them, from 1.
    """

    rows: tuple[WorkRow, ...]
    works: int
    editions: int
    found: int
    page: int
    pages: int
    withdrawn: tuple[ListedWork, ...]
    loan_year: int | None
    only_pictures: bool
    """Whether every entry in the list is an illustrator's: then nothing is paid here."""
    pictures: bool
    """Whether any entry is an illustrator's."""
    limits: Limits | None
    """None while the list is empty."""

    @property
    def first(self) -> int:
        """The place of the page's first work among those found."""
        return (self.page - 1) * A_PAGE + 1

    @property
    def last(self) -> int:
        """The place of the page's last work."""
        return self.first + len(self.rows) - 1


def overview(
    session: Session, data_dir: Path, party_id: int, today: date, asked: Asked | None = None
) -> Overview:
    """Everything that a page of the list shows; raises NotFound for a page that is not there."""
    asked = asked or Asked()
    works = claims_of(session, party_id)
    rows = work_rows(session, data_dir, party_id, today)
    having = [row for row in rows if _has(row, asked.words)] if asked.words else list(rows)
    found = _in_order(having, asked)
    pages = max(-(-len(found) // A_PAGE), 1)
    if not 1 <= asked.page <= pages:
        raise NotFound
    withdrawn = tuple(work for work in works if not work.stands)
    known = estimating.worked(session, data_dir, party_id, today) if rows else None
    return Overview(
        rows=tuple(found[(asked.page - 1) * A_PAGE : asked.page * A_PAGE]),
        works=len(rows),
        editions=sum(len(row.editions) for row in rows),
        found=len(found),
        page=asked.page,
        pages=pages,
        withdrawn=withdrawn,
        loan_year=known.latest_year if known else None,
        only_pictures=_roles(rows) == {ILLUSTRATOR},
        pictures=ILLUSTRATOR in _roles(rows),
        limits=limits_of(known, today) if known else None,
    )


@kept.for_party
def work_rows(
    session: Session, data_dir: Path, party_id: int, today: date
) -> tuple[WorkRow, ...]:  # fmt: skip
    """Every work of which an entry stands, the most lent first."""
    works = claims_of(session, party_id)
    figures = works_figures(session, data_dir, party_id, today) if works else {}
    rows = [_row(work, figures) for work in works if work.stands]
    return tuple(sorted(rows, key=lambda row: -row.loans))  # of the same loans by title


def _roles(rows: Sequence[WorkRow]) -> set[str]:
    return {entry.role for row in rows for edition, _ in row.editions for entry in edition.standing}


def _has(row: WorkRow, words: str) -> bool:
    """Whether a title of the work has the words, or an ISBN of it the digits."""
    digits = _BETWEEN_DIGITS.sub("", words)
    if digits.isdecimal() and any(digits in str(edition.isbn) for edition, _ in row.editions):
        return True
    titles = (row.work.title, *(edition.title for edition, _ in row.editions))
    return any(folded(words) in folded(title) for title in titles)


def _in_order(rows: list[WorkRow], asked: Asked) -> list[WorkRow]:
    """The rows in the order asked for; what is equal stays as it is, the most lent first."""
    if asked.order == BY_TITLE:
        return sorted(rows, key=lambda row: collation.key(asked.language, row.work.title))
    if asked.order == BY_SHARE:
        return sorted(rows, key=lambda row: -row.amount_microcents)
    if asked.order == BY_DAY:
        return sorted(rows, key=lambda row: row.added_on, reverse=True)
    return rows


def usual_role(works: Sequence[ListedWork]) -> str:
    """The role that stands most often in a list; a writer's where the list is empty."""
    roles = Counter(
        entry.role for work in works for edition in work.editions for entry in edition.standing
    )
    return roles.most_common(1)[0][0] if roles else AUTHOR


def _row(work: ListedWork, figures: dict[int, EditionFigures]) -> WorkRow:
    editions = tuple(
        (edition, figures[edition.edition_id])
        for edition in work.editions
        if edition.standing and edition.edition_id in figures
    )
    states = [one.states[0] for _, one in editions]
    return WorkRow(
        work=work,
        editions=editions,
        loans=sum(one.loans for _, one in editions),
        amount_microcents=sum(one.amount_microcents for _, one in editions),
        about=any(one.about for _, one in editions),
        state=next((state for state in _FIRST_STATES if state in states), states[0]),
    )


def works_csv(session: Session, data_dir: Path, party_id: int, today: date) -> str:
    """The whole list as CSV, withdrawn entries too; titles cannot run as formulas."""
    figures = works_figures(session, data_dir, party_id, today)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for work in claims_of(session, party_id):
        for edition in work.editions:
            writer.writerows(_cells(work, edition, figures.get(edition.edition_id)))
    return text.getvalue()


def _cells(
    work: ListedWork, edition: ListedEdition, figures: EditionFigures | None
) -> list[tuple[object, ...]]:
    what = (work.work_id, harmless(edition.title), edition.isbn, edition.medium, edition.class_)
    sums = (figures.loan_year, figures.loans, figures.amount_microcents) if figures else ("",) * 3
    return [
        (*what, entry.role, entry.heads, str(entry.separate).lower(), entry.added_on,
         entry.withdrawn_on, *sums)
        for entry in edition.entries
    ]  # fmt: skip
