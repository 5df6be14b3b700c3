"""Why an edition brought nothing in a run, for each open loan year by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import ILLUSTRATOR, MEDIA, NARRATOR, PHYSICAL, kind_of
from portal.services.money.added_later import Later, afterwards
from portal.services.money.run_lines import Frozen, RunLine
from portal.services.money.unpaid import (
    DISPUTED,
    E_LOANS_NOT_PAID,
    NARRATOR_NOT_PAID,
    NO_LOANS_REPORTED,
    NOT_IN_LIST,
    PAID_ELSEWHERE,
    TERM_OVER,
    NotPaid,
)
from portal.services.titles.works_list import claims_of
from portal.store.catalogue import Claim, Edition
from portal.store.settlement import Run

_UNPAID_ROLES = frozenset({ILLUSTRATOR, NARRATOR})
Counted = dict[int, list[tuple[int, str]]]
"""ISBN → loan year and medium of what was counted for it in the run's open years."""


@dataclass(frozen=True)
class _Entry:
    """What the party claimed of an ISBN at the cutoff; `later`: its first text role after it."""

    isbn: int
    title: str
    language: str | None
    work_id: int
    roles: frozenset[str]
    later: date | None

    def about(self, reason: str, years: Sequence[int] = ()) -> NotPaid:
        """A reason about this edition."""
        return NotPaid(
            reason, isbn=self.isbn, title=self.title, language=self.language, work_id=self.work_id,
            loan_years=tuple(sorted(years)),
        )  # fmt: skip


def disputed(lines: Sequence[RunLine]) -> list[NotPaid]:
    """Editions about which claims disagree, once for each."""
    found = {line.isbn: line for line in lines if line.disputed}
    return [
        NotPaid(
            DISPUTED, isbn=line.isbn, title=line.title, language=line.language, work_id=line.work_id
        )
        for line in found.values()
    ]


def of_editions(
    session: Session, party_id: int, run: Run, snapshot: Frozen, lines: Sequence[RunLine]
) -> list[NotPaid]:
    """Every edition of the party and what of it the run did not pay, by title."""
    entries = _entries(session, party_id, snapshot.cutoff)
    counts = _counts(snapshot, [entry.isbn for entry in entries])
    found = []
    for entry in entries:
        own = [line for line in lines if entry.isbn in line.members]
        found += _of_pictures_and_voices(entry, own)
        if entry.roles - _UNPAID_ROLES:
            found += _of_text(snapshot, entry, own, counts.get(entry.isbn, []))
    return found + _added_later(session, party_id, run, snapshot, entries)


def _of_pictures_and_voices(entry: _Entry, own: list[RunLine]) -> list[NotPaid]:
    found = []
    if ILLUSTRATOR in entry.roles:
        found.append(entry.about(PAID_ELSEWHERE))
    if NARRATOR in entry.roles and all(line.role != NARRATOR for line in own):
        found.append(entry.about(NARRATOR_NOT_PAID))
    return found


def _of_text(
    snapshot: Frozen, entry: _Entry, own: list[RunLine], counts: list[tuple[int, str]]
) -> list[NotPaid]:
    """The open years without a line: too early for e-loans, out of the term, or not lent."""
    lined = {line.loan_year for line in own if line.role != NARRATOR}
    e_from = snapshot.header["e_loans_from"]
    counted = {year for year, _ in counts}
    early = {year for year, medium in counts if kind_of(medium) != PHYSICAL and year < e_from}
    payable = {year for year, medium in counts if kind_of(medium) == PHYSICAL or year >= e_from}
    known_since = min(counted, default=min(snapshot.open_years))
    silent = {year for year in snapshot.open_years if year >= known_since} - counted
    years = {TERM_OVER: payable - lined, E_LOANS_NOT_PAID: early, NO_LOANS_REPORTED: silent}
    return [entry.about(reason, sorted(own)) for reason, own in years.items() if own]


def _entries(session: Session, party_id: int, cutoff: date) -> list[_Entry]:
    """Editions with an ISBN that the party claims, by title; a withdrawn claim as never made."""
    rows = session.execute(
        select(Claim, Edition)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Claim.party_id == party_id, Edition.isbn.is_not(None))
        .order_by(Edition.title, Edition.isbn, Claim.id)
    ).all()
    by_isbn: dict[int, list[tuple[Claim, Edition]]] = defaultdict(list)
    for claim, edition in rows:
        by_isbn[edition.isbn or 0].append((claim, edition))
    languages = {work.work_id: work.language for work in claims_of(session, party_id)}
    return [
        _Entry(
            isbn=isbn,
            title=own[0][1].title,
            language=languages.get(own[0][1].work_id),
            work_id=own[0][1].work_id,
            roles=frozenset(claim.role for claim, _ in own if _stands(claim, cutoff)),
            later=_first_after([claim for claim, _ in own], cutoff),
        )
        for isbn, own in by_isbn.items()
    ]


def _stands(claim: Claim, cutoff: date) -> bool:
    withdrawn = claim.withdrawn_on is not None and claim.withdrawn_on <= cutoff
    return claim.added_on <= cutoff and not withdrawn


def _first_after(claims: list[Claim], cutoff: date) -> date | None:
    """The day on which a text role came after the cutoff, where none stood on it."""
    text = [claim for claim in claims if claim.role not in _UNPAID_ROLES]
    if any(_stands(claim, cutoff) for claim in text):
        return None
    days = [c.added_on for c in text if c.added_on > cutoff and c.withdrawn_on is None]
    return min(days, default=None)


def _added_later(
    session: Session, party_id: int, run: Run, snapshot: Frozen, entries: list[_Entry]
) -> list[NotPaid]:
    """Editions added after the last day that the run had loans of, and what became of each year."""
    late = {e.isbn: Later(e.isbn, e.later) for e in entries if e.later is not None}
    known = afterwards(session, party_id, run, snapshot, list(late.values()))
    return [
        replace(entry.about(NOT_IN_LIST), day=entry.later, afterwards=known[entry.isbn])
        for entry in entries
        if known.get(entry.isbn)
    ]


def _counts(snapshot: Frozen, isbns: list[int]) -> Counted:
    members = snapshot.rows("members", ("isbn", "in", isbns)) if isbns else []
    isbns_of: dict[int, list[int]] = defaultdict(list)
    for row in members:
        isbns_of[row["title"]].append(row["isbn"])
    rows = snapshot.rows("counts", ("title", "in", list(isbns_of))) if isbns_of else []
    found: Counted = defaultdict(list)
    for row in rows:
        if row["loans"] and row["loan_year"] in snapshot.open_years:
            for isbn in isbns_of[row["title"]]:
                found[isbn].append((row["loan_year"], MEDIA[row["medium"]]))
    return found
