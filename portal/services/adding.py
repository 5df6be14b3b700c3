"""The review before works are added: what was recognised, and what is known of it already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.isbn_text import Extracted, Failed, extract
from portal.kernel.names import folded_title
from portal.services.catalogue_editions import Shape, stored_editions
from portal.services.counts_files import active_counts
from portal.services.works_list import ListedEdition, entries
from portal.store.catalogue import Claim, Edition
from portal.store.usage import UsageImport
from portal.usage import counts
from portal.usage.shapes import Title

YEARS_SHOWN = 3


@dataclass(frozen=True)
class Told:
    """What somebody's own list says of an edition; what it does not say is empty or None."""

    title: str = ""
    author: str = ""
    medium: str | None = None
    role: str | None = None
    heads: int | None = None
    separate: bool = False


NOTHING_TOLD: Mapping[int, Told] = {}


@dataclass(frozen=True)
class Candidate:
    """An edition to add. `title` is empty when nobody knows it; `medium` None asks for it.

    `said_by`: catalogue, library or nobody. `mine` is set when it is in the list already.
    """

    isbn: int
    title: str
    author: str
    said_by: str
    medium: str | None
    loans: int
    mine: ListedEdition | None
    work_id: int | None


@dataclass(frozen=True)
class CandidateWork:
    """Candidates of one title, which get the same answers; one alone where the title is unknown."""

    title: str
    author: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Review:
    """What a text holds: works to tick, what failed and why, how many ISBNs were too many.

    `years` are the loan years whose loans are shown.
    """

    works: tuple[CandidateWork, ...]
    failed: tuple[Failed, ...]
    left_over: int
    years: tuple[int, ...]

    @property
    def isbns(self) -> tuple[int, ...]:
        """All ISBN-13s, in order."""
        return tuple(c.isbn for work in self.works for c in work.candidates)


def recognise(session: Session, data_dir: Path, party_id: int, text: str, today: date) -> Review:
    """Reads the ISBNs of a text and looks up what is known of them; nothing is stored."""
    return review(session, data_dir, party_id, extract(text), today)


def review(
    session: Session,
    data_dir: Path,
    party_id: int,
    found: Extracted,
    today: date,
    told: Mapping[int, Told] = NOTHING_TOLD,
) -> Review:
    """What is known of the given ISBNs, grouped by title; `told`: what a list says of each."""
    years = tuple(range(today.year - YEARS_SHOWN, today.year))
    known = stored_editions(session, found.isbns)
    named = _named(session, data_dir, found.isbns)
    loans = _loans(session, data_dir, found.isbns, years)
    mine = _mine(session, party_id, found.isbns)
    candidates = []
    for isbn in found.isbns:
        title, author, said_by = _title(isbn, known, named)
        medium = known[isbn].medium if isbn in known else None
        own, work_id = mine.get(isbn, (None, None))
        candidates.append(
            Candidate(isbn, title, author, said_by, medium, loans.get(isbn, 0), own, work_id)
        )
    return Review(_grouped(candidates), found.failed, found.left_over, years)


def _mine(
    session: Session, party_id: int, isbns: Sequence[int]
) -> dict[int, tuple[ListedEdition, int]]:
    """The party's own editions among these that stand, with their works."""
    claim, edition = Claim.__table__.c, Edition.__table__.c
    rows = session.execute(
        select(
            claim.id, claim.edition_id, claim.role, claim.heads, claim.separate, claim.added_on,
            claim.withdrawn_on, edition.isbn, edition.title, edition.medium,
            edition["class"].label("class_"), edition.work_id,
        )
        .join_from(Claim.__table__, Edition.__table__, edition.id == claim.edition_id)
        .where(claim.party_id == party_id, edition.isbn.in_(isbns))
        .order_by(claim.added_on, claim.id)
    ).all()  # fmt: skip
    found = {}
    for isbn in {row.isbn for row in rows}:
        own = [row for row in rows if row.isbn == isbn]
        first = own[0]
        listed = ListedEdition(
            first.edition_id, isbn, first.title, first.medium, first.class_, entries(own)
        )
        if listed.standing:
            found[isbn] = (listed, first.work_id)
    return found


def _title(
    isbn: int, known: Mapping[int, Shape], named: Mapping[int, Title]
) -> tuple[str, str, str]:
    author = named[isbn].author if isbn in named else ""
    if isbn in known and known[isbn].title:
        return known[isbn].title, author, "catalogue"
    if isbn in named and named[isbn].title:
        return named[isbn].title, author, "library"
    return "", author, "nobody"


def _named(session: Session, data_dir: Path, isbns: Sequence[int]) -> dict[int, Title]:
    paths = select(UsageImport.titles_path).where(
        UsageImport.superseded_by_id.is_(None), UsageImport.titles_path != ""
    )
    return counts.titles_for(data_dir, list(session.scalars(paths)), isbns)


def _loans(
    session: Session, data_dir: Path, isbns: Sequence[int], years: Sequence[int]
) -> dict[int, int]:
    """Loans of the years by ISBN; those of a record with several stand under each."""
    loans: dict[int, int] = defaultdict(int)
    for row in counts.for_isbns(data_dir, active_counts(session), isbns):
        if row.loan_year in years:
            for isbn in row.members:
                loans[isbn] += row.loans
    return loans


def _grouped(candidates: Sequence[Candidate]) -> tuple[CandidateWork, ...]:
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        folded = folded_title(candidate.title)
        groups[folded or str(candidate.isbn)].append(candidate)
    return tuple(
        CandidateWork(found[0].title, next((c.author for c in found if c.author), ""), tuple(found))
        for found in groups.values()
    )
