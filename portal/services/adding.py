"""The review before works are added: what was recognised, and what is known of it already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.isbn_text import Extracted, extract
from portal.services import bibliographic_records, estimating
from portal.services.candidates import (
    NOTHING_TOLD,
    Candidate,
    CandidateWork,
    Review,
    Told,
    evidence_of,
    grouped,
    titled,
)
from portal.services.catalogue_editions import stored_editions
from portal.services.counts_files import active_counts
from portal.services.record_parts import names_of
from portal.services.suggestion_worth import supposed, worths
from portal.services.works_list import ListedEdition, entries
from portal.store.catalogue import Claim, Edition
from portal.store.usage import UsageImport
from portal.usage import counts
from portal.usage.shapes import Title

__all__ = ["NOTHING_TOLD", "Candidate", "CandidateWork", "Review", "Told", "recognise", "review"]
YEARS_SHOWN = 3
_NO_TITLE = Title("", "")


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
    groups: Sequence[Sequence[int]] = (),
) -> Review:
    """What is known of the given ISBNs, grouped by work; `told`: what a list says of each.

    `groups` are those of a form that comes back. Raises ParameterNotSet.
    """
    years = tuple(range(today.year - YEARS_SHOWN, today.year))
    candidates = _candidates(session, data_dir, party_id, found.isbns, years, told)
    works = grouped(candidates, groups)
    if works:
        works = _with_worth(session, data_dir, party_id, works, today)
    return Review(works, found.failed, found.left_over, years, found.repaired)


def _candidates(
    session: Session,
    data_dir: Path,
    party_id: int,
    isbns: Sequence[int],
    years: Sequence[int],
    told: Mapping[int, Told],
) -> list[Candidate]:
    known = stored_editions(session, isbns)
    named = _named(session, data_dir, isbns)
    records = bibliographic_records.for_isbns(session, isbns)
    names = names_of(session, party_id)
    loans = _loans(session, data_dir, isbns, years)
    mine = _mine(session, party_id, isbns)
    candidates = []
    for isbn in isbns:
        evidence = evidence_of(records.get(isbn, ()), names)
        said, library, shape = told.get(isbn), named.get(isbn, _NO_TITLE), known.get(isbn)
        title, by = titled(shape.title if shape else "", evidence, said, library.title)
        people = evidence.names if evidence else ()
        media = (shape and shape.medium, evidence and evidence.record.medium, said and said.medium)
        own, work_id = mine.get(isbn, (None, None))
        candidates.append(
            Candidate(
                isbn=isbn,
                title=title,
                author=", ".join(people) or (said.author if said else "") or library.author,
                said_by=by,
                medium=next((one for one in media if one), None),
                stored=shape is not None,
                loans=loans.get(isbn, 0),
                mine=own,
                work_id=work_id,
                evidence=evidence,
                told=said,
            )
        )
    return candidates


def _with_worth(
    session: Session, data_dir: Path, party_id: int, works: Sequence[CandidateWork], today: date
) -> tuple[CandidateWork, ...]:
    """The same with what each edition would bring, with the answers that are filled in."""
    known = estimating.worked(session, data_dir, party_id, today)
    parts = {
        one.isbn: supposed(work.role, work.heads, one.medium)
        for work in works
        for one in work.candidates
    }
    worth = worths(session, data_dir, known, parts)
    return tuple(
        CandidateWork(tuple(
            replace(one, open_loans=worth[one.isbn].loans, microcents=worth[one.isbn].microcents)
            for one in work.candidates
        ))
        for work in works
    )  # fmt: skip


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
