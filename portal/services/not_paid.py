"""Why something was not paid in a run: remarks with codes, by edition or by loan year. Cents."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.catalogue import ILLUSTRATOR, MEDIA, NARRATOR, PHYSICAL, kind_of
from portal.kernel.periods import expires_on
from portal.services.run_lines import Frozen
from portal.services.statements import Statement, payment, run_of, snapshot_of
from portal.store.catalogue import Claim, Edition
from portal.store.settlement import Run, RunPeriod

NOT_IN_LIST = "not_in_list"
NO_LOANS_REPORTED = "no_loans_reported"
BELOW_THRESHOLD = "below_threshold"
OVER_CAP = "over_cap"
DISPUTED = "disputed"
EXPIRED = "expired"
TERM_OVER = "term_over"
PAID_ELSEWHERE = "paid_elsewhere"
NARRATOR_NOT_PAID = "narrator_not_paid"
E_LOANS_NOT_PAID = "e_loans_not_paid"
SET_OFF = "set_off"
REASONS = (
    BELOW_THRESHOLD, SET_OFF, OVER_CAP, EXPIRED, DISPUTED, NOT_IN_LIST, NO_LOANS_REPORTED,
    TERM_OVER, E_LOANS_NOT_PAID, PAID_ELSEWHERE, NARRATOR_NOT_PAID,
)  # fmt: skip


@dataclass(frozen=True)
class NotPaid:
    """One reason. An edition's has isbn, title and work; a year's has loan year, kind and cents.

    `day` is the day that decides: that of the entry, the last day, or the day of expiry.
    """

    reason: str
    isbn: int | None = None
    title: str = ""
    work_id: int | None = None
    loan_year: int | None = None
    kind: str | None = None
    cents: int | None = None
    limit_cents: int | None = None
    day: date | None = None


@dataclass(frozen=True)
class _Entry:
    isbn: int
    title: str
    work_id: int
    medium: str
    roles: frozenset[str]
    added_on: date


def not_paid(session: Session, data_dir: Path, party_id: int, run_code: str) -> tuple[NotPaid, ...]:
    """Every reason of an approved run, years first; raises NotFound."""
    run, _ = run_of(session, party_id, run_code)
    statement = payment(session, data_dir, party_id, run_code)
    snapshot = snapshot_of(session, data_dir, run, party_id)
    found = [
        *_of_years(statement),
        *_expired(session, party_id, run, snapshot),
        *_of_lines(statement),
        *_of_editions(session, party_id, snapshot, statement),
    ]
    return tuple(sorted(found, key=lambda one: (REASONS.index(one.reason), one.loan_year or 0)))


def _of_years(statement: Statement) -> list[NotPaid]:
    found = []
    for period in statement.periods:
        waiting = NotPaid(BELOW_THRESHOLD, loan_year=period.loan_year, kind=period.kind)
        if period.waiting_cents:
            day = None if period.additional else period.expires
            limit = statement.threshold_cents
            found.append(replace(waiting, cents=period.waiting_cents, limit_cents=limit, day=day))
        if period.over_cap_cents:
            cut = replace(waiting, reason=OVER_CAP, cents=period.over_cap_cents)
            found.append(replace(cut, limit_cents=period.cap_cents))
        owed = period.paid_before_cents - period.capped_cents
        if owed > 0:
            debt = replace(waiting, reason=SET_OFF, cents=owed)
            found.append(replace(debt, limit_cents=period.debt_after_cents))
    return found


def _expired(session: Session, party_id: int, run: Run, snapshot: Frozen) -> list[NotPaid]:
    """What waited or was disputed when its year was last open, and is open no longer."""
    before = session.scalar(
        select(Run)
        .where(Run.state == "approved", Run.after_approvals < run.after_approvals)
        .order_by(Run.after_approvals.desc())
        .limit(1)
    )
    if before is None:
        return []
    rows = session.scalars(
        select(RunPeriod).where(
            RunPeriod.run_id == before.id,
            RunPeriod.party_id == party_id,
            RunPeriod.additional.is_(False),
            RunPeriod.period_start < date(min(snapshot.open_years), 1, 1),
        )
    )
    return [
        NotPaid(
            EXPIRED, loan_year=row.period_start.year, kind=row.kind,
            cents=row.waiting_cents + row.disputed_cents, day=expires_on(row.period_start.year),
        )
        for row in rows
        if row.waiting_cents + row.disputed_cents
    ]  # fmt: skip


def _of_lines(statement: Statement) -> list[NotPaid]:
    """Editions about which claims disagree, once for each."""
    found = {line.isbn: line for line in statement.lines if line.disputed}
    return [
        NotPaid(DISPUTED, isbn=line.isbn, title=line.title, work_id=line.work_id)
        for line in found.values()
    ]


def _of_editions(
    session: Session, party_id: int, snapshot: Frozen, statement: Statement
) -> list[NotPaid]:
    """Editions of the party without any line in the run."""
    paid = {isbn for line in statement.lines for isbn in line.members}
    entries = _entries(session, party_id)
    counts = _counts(snapshot, [entry.isbn for entry in entries])
    found = []
    for entry in entries:
        reason = _why_none(snapshot, entry, entry.isbn in paid, counts.get(entry.isbn, []))
        about = NotPaid(PAID_ELSEWHERE, isbn=entry.isbn, title=entry.title, work_id=entry.work_id)
        if ILLUSTRATOR in entry.roles:
            found.append(about)
        if reason:
            day = entry.added_on if reason == NOT_IN_LIST else None
            found.append(replace(about, reason=reason, day=day))
    return found


def _entries(session: Session, party_id: int) -> list[_Entry]:
    """Editions with an ISBN that the party claims and has not withdrawn, by title."""
    rows = session.execute(
        select(Claim.role, Claim.added_on, Edition)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Claim.party_id == party_id, Claim.withdrawn_on.is_(None))
        .where(Edition.isbn.is_not(None))
        .order_by(Edition.title, Edition.isbn)
    ).all()
    by_isbn: dict[int, list[tuple[str, date, Edition]]] = {}
    for role, added_on, edition in rows:
        by_isbn.setdefault(edition.isbn or 0, []).append((role, added_on, edition))
    return [
        _Entry(
            isbn=isbn,
            title=versions[0][2].title,
            work_id=versions[0][2].work_id,
            medium=versions[0][2].medium,
            roles=frozenset(role for role, _, _ in versions),
            added_on=min(added_on for _, added_on, _ in versions),
        )
        for isbn, versions in by_isbn.items()
    ]


def _why_none(
    snapshot: Frozen, entry: _Entry, paid: bool, counts: list[tuple[int, str]]
) -> str | None:
    """Why the text brought nothing; None where it was paid, or only pictures are claimed."""
    if paid or entry.roles == {ILLUSTRATOR}:
        return None
    if entry.roles <= {ILLUSTRATOR, NARRATOR}:
        return NARRATOR_NOT_PAID
    if entry.added_on > snapshot.cutoff:
        return NOT_IN_LIST
    if not counts:
        return NO_LOANS_REPORTED
    e_from = snapshot.header["e_loans_from"]
    if all(kind_of(medium) != PHYSICAL and year < e_from for year, medium in counts):
        return E_LOANS_NOT_PAID
    return TERM_OVER


def _counts(snapshot: Frozen, isbns: list[int]) -> dict[int, list[tuple[int, str]]]:
    """ISBN → loan year and medium of what was counted for it in the run's open years."""
    members = snapshot.rows("members", ("isbn", "in", isbns)) if isbns else []
    isbns_of: dict[int, list[int]] = defaultdict(list)
    for row in members:
        isbns_of[row["title"]].append(row["isbn"])
    rows = snapshot.rows("counts", ("title", "in", list(isbns_of))) if isbns_of else []
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        if row["loans"] and row["loan_year"] in snapshot.open_years:
            for isbn in isbns_of[row["title"]]:
                found[isbn].append((row["loan_year"], MEDIA[row["medium"]]))
    return found
