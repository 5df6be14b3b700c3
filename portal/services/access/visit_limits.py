"""What nobody does for an author in a visit: entries that move money, or wait for the office."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Identity
from portal.services.counts import title_groups
from portal.services.counts.counts_files import active_counts
from portal.services.parameters import parameters
from portal.store.catalogue import Claim, Edition
from portal.usage import counts as usage_counts


class VisitMovesMoney(Refusal):
    """In a visit: the entry on `isbn` has loans in open years, or somebody else's beside it.

    Where nobody can look into the counts, it may have.
    """

    code = "visit_moves_money"


def check(session: Session, who: Identity, isbns: Collection[int | None], today: date) -> None:
    """Raises VisitMovesMoney for the first ISBN that is paid for; outside of visits nothing."""
    if who.visit is None:
        return
    for isbn in sorted(isbn for isbn in isbns if isbn is not None):
        members = title_groups.together(session, isbn)
        if members is None or _shared(session, who, members) or _lent(session, members, today):
            raise VisitMovesMoney(isbn=isbn)


def _shared(session: Session, who: Identity, isbns: Collection[int]) -> bool:
    """Whether somebody else has an entry on one of these, also one that was withdrawn."""
    others = (
        select(Claim.id)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Edition.isbn.in_(isbns), Claim.party_id != who.subject_id)
    )
    return session.scalar(others.limit(1)) is not None


def _lent(session: Session, isbns: Collection[int], today: date) -> bool:
    """Whether one of these was lent in a year whose money can still be paid, or in this one."""
    paths = active_counts(session)
    data_dir: Path | None = session.info.get(title_groups.DATA_DIR)
    if paths and data_dir is None:
        return True
    if not paths or data_dir is None:
        return False
    first = today.year - parameters.years_open(session, today) - 1
    found = usage_counts.for_isbns(data_dir, paths, [*isbns])
    return any(one.loan_year >= first and one.loans > 0 for one in found)
