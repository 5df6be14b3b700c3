"""Lent titles with an ISBN that nobody claims: what the libraries counted in vain so far."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.cells import harmless
from portal.services.counts.counts_files import active_counts
from portal.services.matching import matching
from portal.store.usage import UsageImport
from portal.usage import counts
from portal.usage.shapes import Unclaimed

A_PAGE = 50
MOST_ROWS = 100_000
"""Of a file to take away; more fits no spreadsheet well."""
HEADER = ("isbn", "title", "author", "loan_year", "loans")


def sought(
    session: Session, data_dir: Path, year: int, text: str = "", *, page: int = 1
) -> tuple[list[Unclaimed], int]:
    """A page of them, most lent first, and how many there are; raises CountsMissing.

    `text` is a part of title or author, or the beginning of an ISBN.
    """
    return _asked(session, data_dir, year, text, A_PAGE, (page - 1) * A_PAGE)


def as_csv(session: Session, data_dir: Path, year: int, text: str = "") -> str:
    """The same as a table, the most lent MOST_ROWS of them; raises CountsMissing."""
    found, _total = _asked(session, data_dir, year, text, MOST_ROWS, 0)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for one in found:
        writer.writerow((one.isbn, harmless(one.title), harmless(one.author), year, one.loans))
    return out.getvalue()


def _asked(
    session: Session, data_dir: Path, year: int, text: str, limit: int, offset: int
) -> tuple[list[Unclaimed], int]:
    titles = session.scalars(
        select(UsageImport.titles_path)
        .where(UsageImport.superseded_by_id.is_(None))
        .order_by(UsageImport.id)
    ).all()
    return counts.lent_unclaimed(
        data_dir, active_counts(session), titles, year, matching.claimed_isbns(session),
        text=text, limit=limit, offset=offset,
    )  # fmt: skip
