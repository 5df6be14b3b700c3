"""Twenty people of a run, to be counted by hand: drawn by the run's digest, the same for everybody.

Five highest, five around the median, five lowest, and five with something special about them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Actor, Identity
from portal.services.access import staff_interests
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.settlement.summary import run_by_code
from portal.store.office import SAMPLE_VERDICTS, SampleCheck
from portal.store.people import Party, Staff
from portal.store.settlement import Run, RunPayee, RunPeriod

OF_EACH = 5
CHECKERS = ("officer", "approver")
LONGEST = 500
Group = Literal["highest", "median", "lowest", "special"]


class SampleUnusable(Refusal):
    """A verdict cannot be kept. `reason`: role, own (one's own figures), verdict, note (missing
    where something is or was wrong, or too long), state (the run is approved; `run`) or approver
    (who has approved the run takes back no "wrong"; `run`).
    """

    code = "sample_unusable"


@dataclass(frozen=True)
class Verdict:
    """What came of counting by hand."""

    verdict: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Drawn:
    """One of the twenty: cents before tax, and the verdict, None while nobody has counted."""

    code: str
    name: str
    group: Group
    gross_cents: int
    verdict: Verdict | None


def drawn(session: Session, run_code: str) -> tuple[Drawn, ...]:
    """The sample of a run, group by group; people with several reasons stand once."""
    run = run_by_code(session, run_code)
    said = _verdicts(session, run)
    return tuple(
        Drawn(row.code, row.name, group, row.gross_cents, said.get(row.code))
        for group, row in _drawn(session, run)
    )


def one_drawn(session: Session, run_code: str, person: str) -> Drawn:
    """One person of the sample; raises NotFound for everybody else."""
    found = next((one for one in drawn(session, run_code) if one.code == person), None)
    if found is None:
        raise NotFound(what="sample", name=person)
    return found


def say(session: Session, run_code: str, person: str, verdict: str, note: str, who: Actor) -> None:
    """Keeps whether the figures of one of the twenty are right; the latest word holds.

    The same word of the same person is kept once.
    A note is needed for "wrong", and to take "wrong" back; whoever takes it back does not approve
    the run. Raises SampleUnusable and NotFound.
    """
    if who.staff_role not in CHECKERS or who.staff_id is None:
        raise SampleUnusable(reason="role")
    locks.runs(session)
    locks.alone(session)
    run, note = run_by_code(session, run_code), note.strip()
    before = one_drawn(session, run_code, person).verdict
    party = session.scalars(select(Party).where(Party.code == person)).one()
    _check(run, verdict, note, before)
    if before is not None and before.verdict == "wrong" and verdict == "right":
        _check_not_approver(session, run, who.staff_id)
    if party.id in staff_interests.concerns(session, who):
        raise SampleUnusable(reason="own")
    if not _keep(session, run, party, verdict, note, who.staff_id):
        return
    said = {"run": run.code, "verdict": verdict}
    audit.record(session, Identity(who, party.id), "sample_checked", **said)


def _check(run: Run, verdict: str, note: str, before: Verdict | None) -> None:
    if run.state == "approved":
        raise SampleUnusable(reason="state", run=run.code)
    if verdict not in SAMPLE_VERDICTS:
        raise SampleUnusable(reason="verdict")
    was_wrong = before is not None and before.verdict == "wrong"
    if len(note) > LONGEST or (not note and (verdict == "wrong" or was_wrong)):
        raise SampleUnusable(reason="note")


def _check_not_approver(session: Session, run: Run, staff_id: int) -> None:
    """The same human with two staff accounts is one person."""
    given = (approval.staff_id for approval in run.approvals)
    if any(staff_interests.same_person(session, staff_id, other) for other in given):
        raise SampleUnusable(reason="approver", run=run.code)


def _keep(session: Session, run: Run, party: Party, verdict: str, note: str, staff_id: int) -> bool:
    row = session.scalar(
        select(SampleCheck).where(SampleCheck.run_id == run.id, SampleCheck.party_id == party.id)
    )
    if row is None:
        row = SampleCheck(run_id=run.id, party_id=party.id)
        session.add(row)
    elif (row.verdict, row.note, row.staff_id) == (verdict, note, staff_id):
        return False
    row.verdict, row.note, row.staff_id, row.at = verdict, note, staff_id, datetime.now(UTC)
    session.flush()
    return True


def _drawn(session: Session, run: Run) -> Iterator[tuple[Group, Any]]:
    """The people of each group; who is in one is not drawn for the next."""
    ranked = _ranked(session, run)
    plans: tuple[tuple[Group, Iterable[Any]], ...] = (
        ("highest", [row for row in ranked if row.place <= OF_EACH]),
        ("median", [row for row in ranked if _in_the_middle(row)]),
        ("lowest", [row for row in reversed(ranked) if row.place > row.total - OF_EACH]),
        ("special", _special(session, run)),
    )
    taken: set[str] = set()
    for group, rows in plans:
        fresh = [row for row in rows if row.code not in taken][:OF_EACH]
        taken.update(row.code for row in fresh)
        yield from ((group, row) for row in fresh)


def _ranked(session: Session, run: Run) -> list[Any]:
    """The highest, middle and lowest sums that are paid, the highest first, by their places."""
    order = (RunPayee.gross_cents.desc(), Party.code)
    every = (
        _of(run)
        .add_columns(
            func.row_number().over(order_by=order).label("place"),
            func.count().over().label("total"),
        )
        .where(RunPayee.gross_cents > 0)
        .subquery()
    )
    place, total = every.c.place, every.c.total
    wanted = or_(
        place <= OF_EACH,
        (place * 2).between(total - OF_EACH, total + OF_EACH + 1),
        place > total - OF_EACH,
    )
    return list(session.execute(select(every).where(wanted).order_by(place)))


def _in_the_middle(row: Any) -> bool:
    """Whether a place is one of the five around the median."""
    first = max(row.total // 2 - OF_EACH // 2, 0)
    return bool(first < row.place <= first + OF_EACH)


def _special(session: Session, run: Run) -> list[Any]:
    """Whoever has additional, disputed or set off money, in an order that the digest decides."""
    periods = select(RunPeriod.party_id).where(
        RunPeriod.run_id == run.id,
        or_(
            RunPeriod.additional.is_(True), RunPeriod.disputed_cents > 0, RunPeriod.moved_cents < 0
        ),
    )
    mine = select(Party.code).join(RunPayee, RunPayee.party_id == Party.id)
    codes = session.scalars(mine.where(RunPayee.run_id == run.id, Party.id.in_(periods)))
    first = sorted(codes, key=lambda code: _drawing(run.digest, code))[: 4 * OF_EACH]
    rows = {row.code: row for row in session.execute(_of(run).where(Party.code.in_(first)))}
    return [rows[code] for code in first]


def _drawing(digest: str, code: str) -> str:
    return hashlib.sha256(f"{digest} {code}".encode()).hexdigest()


def _of(run: Run) -> Select[str, str, int]:
    return (
        select(Party.code, Party.name, RunPayee.gross_cents)
        .join(RunPayee, RunPayee.party_id == Party.id)
        .where(RunPayee.run_id == run.id)
    )


def _verdicts(session: Session, run: Run) -> dict[str, Verdict]:
    rows = session.execute(
        select(Party.code, SampleCheck, Staff.name)
        .join(Party, Party.id == SampleCheck.party_id)
        .join(Staff, Staff.id == SampleCheck.staff_id)
        .where(SampleCheck.run_id == run.id)
    )
    return {code: Verdict(row.verdict, row.note, name, row.at) for code, row, name in rows}
