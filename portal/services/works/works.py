"""One work as its claimant sees it: editions, who shares the text, disagreement, history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.catalogue import COMIC, ILLUSTRATOR, PICTURE_BOOK, STORY_BOOK
from portal.kernel.errors import NotFound
from portal.kernel.identity import Identity
from portal.services.loans.loans import Loans
from portal.services.money import estimating
from portal.services.money.edition_figures import EditionFigures, Part
from portal.services.money.estimates import works_figures
from portal.services.sharing.sharing import Sharing, sharing_of
from portal.services.titles.edition_claims import claims_on
from portal.services.titles.works_list import ListedWork, claims_of
from portal.services.usage.coverage import coverage
from portal.services.works.edition_whys import (
    LatestWhy,
    PaymentOfWork,
    latest_whys,
    payments_of_work,
)
from portal.services.works.works_history import Event, history_of
from portal.services.works.works_limits import Limits, limits_of

_WITH_PICTURES = {STORY_BOOK, PICTURE_BOOK, COMIC}


@dataclass(frozen=True)
class WorkPage:
    """Everything a work's page says. Figures are by edition id."""

    work: ListedWork
    figures: dict[int, EditionFigures]
    sharing: tuple[Sharing, ...]
    history: tuple[Event, ...]
    payments: tuple[PaymentOfWork, ...]
    loans_by_year: Loans
    loan_year: int | None
    limits: Limits
    whys: dict[int, LatestWhy]
    """By ISBN: the latest line of an approved payment."""

    @property
    def figures_of_work(self) -> list[EditionFigures]:
        """The figures of the work's own editions."""
        own = (self.figures.get(edition.edition_id) for edition in self.work.editions)
        return [figures for figures in own if figures is not None]

    @property
    def loans(self) -> int:
        """Loans of all own editions."""
        return sum(figures.loans for figures in self.figures_of_work)

    @property
    def amount_microcents(self) -> int:
        """The share of all own editions, before tax."""
        return sum(figures.amount_microcents for figures in self.figures_of_work)

    @property
    def about(self) -> bool:
        """Whether a rate is assumed."""
        return any(figures.about for figures in self.figures_of_work)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all own editions; none where no part is paid here."""
        return tuple(part for figures in self.figures_of_work for part in figures.parts)

    @property
    def part(self) -> Part | None:
        """The part, where it is the same in every own edition that has one."""
        return self.parts[0] if len(set(self.parts)) == 1 else None

    @property
    def has_pictures(self) -> bool:
        """Whether the library's class or a claim says that the pictures count."""
        classes = {edition.class_ for edition in self.work.editions}
        roles = {e.role for edition in self.work.editions for e in edition.entries}
        shared = any(sharing.has_pictures for sharing in self.sharing)
        return bool(classes & _WITH_PICTURES) or ILLUSTRATOR in roles or shared

    @property
    def waits_until(self) -> date | None:
        """The last day on which money of the loan year can be paid."""
        return self.limits.last_day if self.loan_year else None


def work_of(
    session: Session, data_dir: Path, identity: Identity, work_id: int, today: date
) -> WorkPage:
    """A work on which the party has entries, withdrawn ones too; raises NotFound for any other."""
    party_id = identity.subject_id
    if party_id is None:
        raise NotFound
    listed = [work for work in claims_of(session, party_id) if work.work_id == work_id]
    if not listed:
        raise NotFound
    work = listed[0]
    known = estimating.worked(session, data_dir, party_id, today)
    claims = claims_on(session, [edition.edition_id for edition in work.editions])
    isbns = _isbns(work)
    code = known.facts.payees.code[known.facts.me]
    return WorkPage(
        work=work,
        figures=works_figures(session, data_dir, party_id, today),
        sharing=sharing_of(known, claims, [e for e in work.editions if e.standing], party_id),
        history=history_of(session, party_id, work.editions, claims),
        payments=payments_of_work(session, data_dir, party_id, code, isbns),
        loans_by_year=Loans(known.facts.counted, coverage(session)).of(isbns),
        loan_year=known.latest_year,
        limits=limits_of(known, today),
        whys=latest_whys(session, data_dir, party_id, code, isbns),
    )


def _isbns(work: ListedWork) -> set[int]:
    return {edition.isbn for edition in work.editions if edition.isbn is not None}
