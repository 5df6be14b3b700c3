"""Why two parties cannot be joined: all reasons at once, so that a page can say them before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import exists, or_, select
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
    """Where both have an entry in one pool of one edition it must say the same."""
    rows = _standing(session, kept, merged)
    # Of one entry the latest version stands: it comes last and replaces the earlier ones.
    latest = {(claim.party_id, claim.edition_id, claim.role): (claim, isbn) for claim, isbn in rows}
    said: dict[int, dict[tuple[int, str], set[tuple[str, int, bool]]]] = {
        kept.id: {},
        merged.id: {},
    }
    isbns: dict[int, int | None] = {}
    for claim, isbn in latest.values():
        pool = (claim.edition_id, _POOLS.get(claim.role, claim.role))
        said[claim.party_id].setdefault(pool, set()).add((claim.role, claim.heads, claim.separate))
        isbns[claim.edition_id] = isbn
    for pool in sorted(said[kept.id].keys() & said[merged.id].keys()):
        if said[kept.id][pool] != said[merged.id][pool]:
            yield MergeRefused(reason="entries", isbn=isbns[pool[0]])


def _standing(session: Session, *parties: Party) -> list[tuple[Claim, int | None]]:
    rows = session.execute(
        select(Claim, Edition.isbn)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Claim.party_id.in_([one.id for one in parties]), Claim.withdrawn_on.is_(None))
        .order_by(Claim.added_on, Claim.id)
    )
    return [(claim, isbn) for claim, isbn in rows]


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
