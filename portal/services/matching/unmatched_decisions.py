"""What the office decides of loans without an ISBN: an edition of the catalogue, or nobody's here.

A decision is never edited; undone it never counted. What was approved stays: the next run pays or
offsets the difference. Source: decisions/0010.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor
from portal.services.access import staff_interests
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.base.texts import checked_name
from portal.services.matching import unmatched
from portal.services.records.suggested import unmatched_suggestion
from portal.services.usage import assigned_counts
from portal.store.catalogue import Claim, Edition
from portal.store.matching import Suggestion, UnmatchedDecision

DECIDERS = ("support", "officer", "administrator")
LINK, NOBODY = "link", "nobody"
LONGEST_REASON = 500


class UnmatchedNotDecided(Refusal):
    """Loans without an ISBN cannot be decided so.

    `reason`: role (of the staff member), unknown (no file has such a work), decided (somebody has
    already), edition (not in the catalogue), own (the staff member has a claim on the edition's
    work), undone (no such decision is in force).
    """

    code = "unmatched_not_decided"


@dataclass(frozen=True)
class Choice:
    """What is decided of an unmatched work: the edition's ISBN, or None for nobody's here.

    `tier` and `weight_ppm` say what the matching had suggested, None where nothing had.
    """

    key: str
    isbn: int | None
    reason: str
    tier: int | None = None
    weight_ppm: int | None = None


@dataclass(frozen=True)
class Decided:
    """A decision in force, with the edition's ISBN where it links to one."""

    number: int
    key: str
    title: str
    author: str
    isbn: int | None
    reason: str
    tier: int | None
    decided_by: str
    decided_on: date
    undone: bool = False


def decide(session: Session, data_dir: Path, choice: Choice, who: Actor, today: date) -> int:
    """Decides of an unmatched work; the decision's number. Its loans count from now on.

    The same words by the same person are one decision.
    Raises UnmatchedNotDecided, TextUnusable, CountsMissing, FolderNotWritable.
    """
    _check_role(who)
    reason = checked_name("reason", choice.reason, LONGEST_REASON)
    locks.usage(session)
    edition = None if choice.isbn is None else _edition(session, choice.isbn, who)
    work = unmatched.under_keys(session, data_dir, [choice.key]).get(choice.key)
    if work is None:
        raise UnmatchedNotDecided(reason="unknown", key=choice.key[:80])
    if (earlier := _in_force(session, choice.key)) is not None:
        if (earlier.edition_id, earlier.reason, earlier.staff_id) == (
            edition.id if edition else None, reason, who.staff_id,
        ):  # fmt: skip
            return earlier.id
        raise UnmatchedNotDecided(reason="decided", number=earlier.id)
    row = UnmatchedDecision(
        unmatched_key=choice.key,
        title=work.title[:500],
        author=work.author[:500],
        decision=NOBODY if edition is None else LINK,
        edition_id=edition.id if edition else None,
        tier=choice.tier,
        weight_ppm=choice.weight_ppm,
        reason=reason,
        staff_id=who.staff_id,
        decided_by=who.label,
        decided_at=datetime.now(UTC),
        decided_on=today,
    )
    session.add(row)
    _no_longer_suggested(session, choice.key)
    session.flush()
    if edition is not None:
        assigned_counts.rebuild(session, data_dir, [choice.key])
    audit.record(session, who, "unmatched_decided", decision=row.id, isbn=choice.isbn)
    return row.id


def undo(session: Session, data_dir: Path, number: int, who: Actor) -> None:
    """Takes a decision back: its loans no longer count, and can be decided anew.

    Raises UnmatchedNotDecided, CountsMissing, FolderNotWritable.
    """
    _check_role(who)
    locks.usage(session)
    row = session.get(UnmatchedDecision, number, populate_existing=True)
    if row is None or row.undone_at is not None:
        raise UnmatchedNotDecided(reason="undone", number=number)
    edition = session.get(Edition, row.edition_id) if row.edition_id else None
    if edition is not None:
        _check_own(session, edition, who)
    row.undone_at, row.undone_by = datetime.now(UTC), who.label
    session.flush()
    if edition is not None:
        assigned_counts.rebuild(session, data_dir, [row.unmatched_key])
    isbn = edition.isbn if edition else None
    audit.record(session, who, "unmatched_undone", decision=row.id, isbn=isbn)


def in_force(session: Session) -> tuple[Decided, ...]:
    """Every decision that counts, the latest first."""
    return _decided(session, UnmatchedDecision.undone_at.is_(None))


def latest(session: Session, most: int) -> tuple[Decided, ...]:
    """The latest decisions, undone ones too."""
    return _decided(session, most=most)


def _decided(
    session: Session, *which: ColumnElement[bool], most: int | None = None
) -> tuple[Decided, ...]:
    rows = session.execute(
        select(UnmatchedDecision, Edition.isbn)
        .outerjoin(Edition, Edition.id == UnmatchedDecision.edition_id)
        .where(*which)
        .order_by(UnmatchedDecision.id.desc())
        .limit(most)
    )
    return tuple(
        Decided(row.id, row.unmatched_key, row.title, row.author, isbn, row.reason, row.tier,
                row.decided_by, row.decided_on, row.undone_at is not None)
        for row, isbn in rows
    )  # fmt: skip


def _check_role(who: Actor) -> None:
    if who.staff_role not in DECIDERS:
        raise UnmatchedNotDecided(reason="role", roles=", ".join(DECIDERS))


def _edition(session: Session, isbn: int, who: Actor) -> Edition:
    edition = session.scalar(select(Edition).where(Edition.isbn == isbn))
    if edition is None:
        raise UnmatchedNotDecided(reason="edition", isbn=isbn)
    _check_own(session, edition, who)
    return edition


def _check_own(session: Session, edition: Edition, who: Actor) -> None:
    """Nobody decides about money of his or her own."""
    own = staff_interests.concerns(session, who)
    claimed = (
        select(Claim.id)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Edition.work_id == edition.work_id, Claim.party_id.in_(own))
    )
    if session.scalar(claimed.limit(1)) is not None:
        raise UnmatchedNotDecided(reason="own")


def _no_longer_suggested(session: Session, key: str) -> None:
    """What is decided waits for no author's answer, and counts in no hint beside its entry."""
    waiting = Suggestion.state.in_(("open", "later"))
    session.execute(
        update(Suggestion)
        .where(Suggestion.key == unmatched_suggestion(key), waiting)
        .values(state="gone")
    )


def _in_force(session: Session, key: str) -> UnmatchedDecision | None:
    query = select(UnmatchedDecision).where(
        UnmatchedDecision.unmatched_key == key, UnmatchedDecision.undone_at.is_(None)
    )
    return session.scalar(query.limit(1))
