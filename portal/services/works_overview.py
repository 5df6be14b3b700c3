"""The list of a party's works with what each brought in the latest loan year."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.catalogue import AUTHOR, ILLUSTRATOR
from portal.kernel.cells import harmless
from portal.services import kept
from portal.services.edition_figures import (
    BUILDS_UP,
    HEADS_DISAGREE,
    IN_ORDER,
    NOT_IN_TIME,
    EditionFigures,
    Part,
)
from portal.services.estimates import works_figures
from portal.services.works_list import ListedEdition, ListedWork, claims_of

_FIRST_STATES = (HEADS_DISAGREE, NOT_IN_TIME, BUILDS_UP, IN_ORDER)
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
    def parts(self) -> tuple[Part, ...]:
        """The parts of all editions; none where no part is paid here."""
        return tuple(part for _, figures in self.editions for part in figures.parts)


@dataclass(frozen=True)
class Overview:
    """Works by loans of `loan_year`, the most lent first, and works that are withdrawn whole."""

    rows: tuple[WorkRow, ...]
    withdrawn: tuple[ListedWork, ...]
    loan_year: int | None

    @property
    def only_pictures(self) -> bool:
        """Whether every entry in the list is an illustrator's: then nothing is paid here."""
        roles = {entry.role for row in self.rows for edition, _ in row.editions
                 for entry in edition.standing}  # fmt: skip
        return roles == {ILLUSTRATOR}

    @property
    def editions(self) -> int:
        """How many editions are in the list."""
        return sum(len(row.editions) for row in self.rows)


@kept.for_party
def overview(session: Session, data_dir: Path, party_id: int, today: date) -> Overview:
    """Everything the list of works shows."""
    works = claims_of(session, party_id)
    figures = works_figures(session, data_dir, party_id, today) if works else {}
    rows = [_row(work, figures) for work in works if work.stands]
    rows.sort(key=lambda row: -row.loans)  # of the same loans by title, as claims_of sorts
    years = {one.loan_year for one in figures.values() if one.loan_year}
    withdrawn = tuple(work for work in works if not work.stands)
    return Overview(tuple(rows), withdrawn, max(years, default=None))


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
