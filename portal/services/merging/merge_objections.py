"""Why two parties cannot be joined: all reasons at once, so that a page can say them before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.store.catalogue import Claim, Edition
from portal.store.payments import Payment
from portal.store.people import Mandate, Party, TaxCard
from portal.store.settlement import Run, RunPeriod
from portal.store.sharing import Dispute

MERGERS = ("officer", "administrator")
_POOLS = {"author": "writers", "original_author": "writers"}
_OPEN = ("open", "with_staff")


class MergeRefused(Refusal):
    """Two parties are not joined, or not parted again.

    `reason`: role, own, same, gone (`person` is merged or closed), chain (others were merged into
    `person`), kind, birth, death, paid (`person`), entries (`isbn`: both have one, and they
    differ), card (only the merged one has a tax card; `person` is the kept one), mandates,
    dispute, approved (a run, since the merge), changed (`isbn`: the entry, since the merge).
    """

    code = "merge_refused"


def objections(session: Session, kept: Party, merged: Party, today: date) -> list[MergeRefused]:
    """Every reason against joining `merged` into `kept`; none when it can be done."""
    if kept.id == merged.id:
        return [MergeRefused(reason="same")]
    gone = [one for one in (kept, merged) if one.merged_into_id or one.closed_on]
    if gone:
        return [MergeRefused(reason="gone", person=one.code) for one in gone]
    return [
        *_of_the_people(kept, merged),
        *_of_money(session, merged),
        *_of_entries(session, kept, merged),
        *_of_tax(session, kept, merged, today),
        *_of_others(session, merged, today),
    ]


def _of_the_people(kept: Party, merged: Party) -> Iterator[MergeRefused]:
    if kept.kind != merged.kind:
        yield MergeRefused(reason="kind")
    if None not in (kept.birth_year, merged.birth_year) and kept.birth_year != merged.birth_year:
        yield MergeRefused(reason="birth")
    if kept.death_year != merged.death_year:
        yield MergeRefused(reason="death")


def _of_money(session: Session, merged: Party) -> Iterator[MergeRefused]:
    """What was paid, or is owed, stays with its payee for ever: that one is kept."""
    moved = (
        select(RunPeriod.id)
        .join(Run, Run.id == RunPeriod.run_id)
        .where(
            Run.state == "approved",
            RunPeriod.party_id == merged.id,
            or_(RunPeriod.moved_cents != 0, RunPeriod.debt_after_cents > 0),
        )
    )
    payment = exists().where(Payment.party_id == merged.id)
    if session.scalar(select(or_(moved.exists(), payment))):
        yield MergeRefused(reason="paid", person=merged.code)


def _of_tax(session: Session, kept: Party, merged: Party, today: date) -> Iterator[MergeRefused]:
    """Cards stay where they are: without one of her own the kept person would pay more tax."""
    if _card(session, merged, today) is not None and _card(session, kept, today) is None:
        yield MergeRefused(reason="card", person=kept.code)


def _card(session: Session, party: Party, today: date) -> int | None:
    """The percentage that holds, in parts per million; None without a card."""
    held = (TaxCard.party_id == party.id, TaxCard.valid_from <= today)
    return session.scalar(
        select(TaxCard.percent_ppm).where(*held).order_by(TaxCard.valid_from.desc()).limit(1)
    )


def _of_entries(session: Session, kept: Party, merged: Party) -> Iterator[MergeRefused]:
    """Where both have an entry in one pool of one edition it must say the same.

    On each day that a run may still take for its last one: a run looks back to its cutoff, and an
    entry that was withdrawn since then would stand beside the other's there.
    """
    pools = list(_same_pools(session, kept, merged))
    first = _first_open_day(session) if pools else date.max
    for isbn, ours, theirs in pools:
        days = {first, *(day for one in (*ours, *theirs) for day in (one.added_on, one.withdrawn_on)
                         if day is not None and day > first)}  # fmt: skip
        said = ((_said(ours, day), _said(theirs, day)) for day in sorted(days))
        if any(one and other and one != other for one, other in said):
            yield MergeRefused(reason="entries", isbn=isbn)


def _first_open_day(session: Session) -> date:
    """The earliest cutoff of a run to come: the day after the latest one of an approved run."""
    latest = session.scalar(select(func.max(Run.cutoff)).where(Run.state == "approved"))
    return latest + timedelta(days=1) if latest else date.min


def _same_pools(
    session: Session, kept: Party, merged: Party
) -> Iterator[tuple[int | None, list[Claim], list[Claim]]]:
    """ISBN, and the versions of both, of each pool of an edition in which both have some."""
    isbns: dict[tuple[int, str], int | None] = {}
    ours: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    theirs: dict[tuple[int, str], list[Claim]] = defaultdict(list)
    rows = session.execute(
        select(Claim, Edition.isbn)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Claim.party_id.in_([kept.id, merged.id]))
        .order_by(Claim.added_on, Claim.id)
    )
    for claim, isbn in rows:
        pool = (claim.edition_id, _POOLS.get(claim.role, claim.role))
        isbns[pool] = isbn
        (ours if claim.party_id == kept.id else theirs)[pool].append(claim)
    for pool in sorted(ours.keys() & theirs.keys()):
        yield isbns[pool], ours[pool], theirs[pool]


def _said(versions: Sequence[Claim], day: date) -> set[tuple[str, int, bool]]:
    """What stands by these versions, the oldest first, for a run whose last day is `day`."""
    latest = {
        one.role: (one.role, one.heads, one.separate)
        for one in versions
        if one.added_on <= day and (one.withdrawn_on is None or one.withdrawn_on > day)
    }
    return set(latest.values())


def _of_others(session: Session, merged: Party, today: date) -> Iterator[MergeRefused]:
    """Rights and disputes name one party; they are settled first, and merges make no chain."""
    names = or_(Dispute.opened_by_id == merged.id, Dispute.about_party_id == merged.id)
    questions = {
        "chain": exists().where(Party.merged_into_id == merged.id),
        "mandates": exists().where(
            Mandate.party_id == merged.id,
            Mandate.revoked_at.is_(None),
            or_(Mandate.valid_to.is_(None), Mandate.valid_to >= today),
        ),
        "dispute": exists().where(names, Dispute.state.in_(_OPEN)),
    }
    answers = session.execute(select(*questions.values())).one()
    for reason, stands in zip(questions, answers, strict=True):
        if stands:
            yield MergeRefused(reason=reason, person=merged.code)
