"""The review before works are added: what was recognised, and what is known of it already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from portal.kernel.isbn_text import Extracted, extract
from portal.kernel.names import name_key
from portal.services.adding.candidates import (
    NOTHING_TOLD,
    Candidate,
    CandidateWork,
    Review,
    Told,
    evidence_of,
    grouped,
    names_in,
    titled,
)
from portal.services.catalogue.catalogue_editions import Shape, stored_editions
from portal.services.counts.counts_files import active_counts
from portal.services.counts.reports import imports
from portal.services.money import estimating
from portal.services.records import bibliographic_records
from portal.services.records.bibliographic_records import Found
from portal.services.records.record_parts import PartyNames, names_of
from portal.services.suggestions.suggestion_worth import supposed, worths
from portal.services.titles.works_list import ListedEdition, claims_of
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
    usual: str | None = None,
) -> Review:
    """What is known of the given ISBNs, grouped by work; `told`: what a list says of each.

    `groups` are those of a form that comes back; `usual` is the role that is thought of where no
    record names anybody. Raises ParameterNotSet.
    """
    years = tuple(range(today.year - YEARS_SHOWN, today.year))
    known = _known(session, data_dir, party_id, found.isbns, years)
    candidates = [_candidate(isbn, known, told.get(isbn)) for isbn in found.isbns]
    works = grouped(candidates, groups)
    if works:
        works = _with_worth(session, data_dir, party_id, works, usual, today)
    return Review(works, found.failed, found.left_over, years, found.repaired)


@dataclass(frozen=True)
class _Known:
    """What is known of the ISBNs at hand, from the catalogue, the records and the libraries."""

    stored: Mapping[int, Shape]
    named: Mapping[int, Title]
    records: Mapping[int, Sequence[Found]]
    names: PartyNames
    loans: Mapping[int, int]
    mine: Mapping[int, tuple[ListedEdition, int]]


def _known(
    session: Session, data_dir: Path, party_id: int, isbns: Sequence[int], years: Sequence[int]
) -> _Known:
    return _Known(
        stored=stored_editions(session, isbns),
        named=_named(session, data_dir, isbns),
        records=bibliographic_records.for_isbns(session, isbns),
        names=names_of(session, party_id),
        loans=_loans(session, data_dir, isbns, years),
        mine=_mine(session, party_id),
    )


def _candidate(isbn: int, known: _Known, told: Told | None) -> Candidate:
    evidence = evidence_of(known.records.get(isbn, ()), known.names)
    library, shape = known.named.get(isbn, _NO_TITLE), known.stored.get(isbn)
    title, by = titled(shape.title if shape else "", evidence, told, library.title)
    written = names_in(library.author)
    people = (
        (evidence.names if evidence else ())
        or ((told.author,) if told and told.author else ())
        or written
    )
    media = (shape and shape.medium, evidence and evidence.record.medium, told and told.medium)
    own, work_id = known.mine.get(isbn, (None, None))
    hers = any(name_key(one) in known.names.keys for one in written)
    return Candidate(
        isbn=isbn,
        title=title,
        author=", ".join(people),
        said_by=by,
        medium=next((one for one in media if one), None),
        stored=shape is not None,
        loans=known.loans.get(isbn, 0),
        mine=own,
        work_id=work_id,
        evidence=evidence,
        told=told,
        libraries_name="" if hers else ", ".join(written),
    )


def _with_worth(
    session: Session,
    data_dir: Path,
    party_id: int,
    works: Sequence[CandidateWork],
    usual: str | None,
    today: date,
) -> tuple[CandidateWork, ...]:
    """The same with what each edition would bring, with the answers that are filled in."""
    known = estimating.worked(session, data_dir, party_id, today)
    parts = {
        one.isbn: supposed(work.role_or(usual), work.heads, one.medium)
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


def _mine(session: Session, party_id: int) -> dict[int, tuple[ListedEdition, int]]:
    """The party's own editions that stand, with their works."""
    return {
        edition.isbn: (edition, work.work_id)
        for work in claims_of(session, party_id)
        for edition in work.editions
        if edition.isbn is not None and edition.standing
    }


def _named(session: Session, data_dir: Path, isbns: Sequence[int]) -> dict[int, Title]:
    paths = [one.titles_path for one in imports(session) if one.titles_path]
    return counts.titles_for(data_dir, paths, isbns)


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
