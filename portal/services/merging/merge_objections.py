"""Why two parties cannot be joined: all reasons at once, so that a page can say them before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.services.counts import title_groups
from portal.store.catalogue import Claim, Edition
from portal.store.payments import Payment
from portal.store.people import Mandate, Party, TaxCard
from portal.store.settlement import Run, RunPeriod
from portal.store.sharing import Dispute

MERGERS = ("officer", "administrator")
_POOLS = {"author": "writers", "original_author": "writers"}
_OPEN = ("open", "with_staff")
Version = tuple[Claim, int]
"""A version of an entry and its ISBN; below zero where the edition has none yet."""


@dataclass
class _Pool:
    """One pool of a title, by its ISBNs: the versions of the kept one and of the merged one."""

    title: tuple[int, ...]
    ours: list[Version] = field(default_factory=list)
    theirs: list[Version] = field(default_factory=list)


class MergeRefused(Refusal):
    """Two parties are not joined, or not parted again.

    `reason`: role, own, same, gone (`person` is merged or closed), chain (others were merged into
    `person`), kind, birth, death, country, paid (`person`), entries (`isbn`: both have one, and
    they differ), record (they differ within one library record: `isbn`, `other_isbn`), card (only
    the merged one has a tax card; `person` is the kept one), mandates, dispute, approved (a run,
    since the merge), changed (`isbn`: the entry, since the merge).
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
        *_of_the_merged(session, merged, today),
        *_of_entries(session, kept, merged),
        *_of_tax(session, kept, merged, today),
    ]


def _of_the_people(kept: Party, merged: Party) -> Iterator[MergeRefused]:
    if kept.kind != merged.kind:
        yield MergeRefused(reason="kind")
    if None not in (kept.birth_year, merged.birth_year) and kept.birth_year != merged.birth_year:
        yield MergeRefused(reason="birth")
    if kept.death_year != merged.death_year:
        yield MergeRefused(reason="death")
    if kept.country != merged.country:
        yield MergeRefused(reason="country")


def _of_tax(session: Session, kept: Party, merged: Party, today: date) -> Iterator[MergeRefused]:
    """Cards stay where they are: without one of her own the kept person would pay more tax.

    The card of the day of payment counts, so those that begin later are looked at too.
    """
    query = (
        select(TaxCard)
        .where(TaxCard.party_id.in_([kept.id, merged.id]))
        .order_by(TaxCard.valid_from)
    )
    cards = session.scalars(query).all()
    days = {today, *(card.valid_from for card in cards if card.valid_from > today)}
    if any(_has_card(cards, merged, day) and not _has_card(cards, kept, day) for day in days):
        yield MergeRefused(reason="card", person=kept.code)


def _has_card(cards: Sequence[TaxCard], party: Party, day: date) -> bool:
    """Whether a percentage holds on the day, by cards of which the oldest comes first."""
    held = [one for one in cards if one.party_id == party.id and one.valid_from <= day]
    return bool(held) and held[-1].percent_ppm is not None


def _of_entries(session: Session, kept: Party, merged: Party) -> Iterator[MergeRefused]:
    """Where both have an entry in one pool of one title it must say the same.

    On each day that a run may still take for its last one: a run looks back to its cutoff, and an
    entry that was withdrawn since then would stand beside the other's there.
    """
    differing = [one for one in _same_pools(session, kept, merged) if _differ(one, date.min)]
    first = _first_open_day(session) if differing else date.max
    for pool in differing:
        if _differ(pool, first):
            isbn, *others = pool.title
            if others:
                yield MergeRefused(reason="record", isbn=isbn, other_isbn=others[0])
            else:
                yield MergeRefused(reason="entries", isbn=isbn if isbn > 0 else None)


def _first_open_day(session: Session) -> date:
    """The earliest cutoff of a run to come: that of the first approved run of the latest year.

    A second run of the same kind and year pays only the difference, and may take the same cutoff.
    """
    query = select(Run.pays_on, Run.cutoff).where(Run.state == "approved")
    runs = session.execute(query.order_by(Run.pays_on)).all()
    return min((cut for paid, cut in runs if paid.year == runs[-1][0].year), default=date.min)


def _differ(pool: _Pool, first: date) -> bool:
    """Whether both have an entry on some day from the first on, and they do not say the same."""
    versions = [one for one, _isbn in (*pool.ours, *pool.theirs)]
    changes = {day for one in versions for day in (one.added_on, one.withdrawn_on) if day}
    days = [first, *(day for day in changes if day > first)]
    said = ((_said(pool.ours, day), _said(pool.theirs, day)) for day in days)
    return any(one and other and one != other for one, other in said)


def _same_pools(session: Session, kept: Party, merged: Party) -> list[_Pool]:
    """Each pool of a title in which both have entries.

    A title is an edition, and also each library record: a run takes its ISBNs for one edition.
    """
    query = (
        select(Claim, Edition.isbn)
        .join(Edition, Edition.id == Claim.edition_id)
        .where(Claim.party_id.in_([kept.id, merged.id]))
        .order_by(Claim.added_on, Claim.id)
    )
    versions = [(claim, isbn or -claim.edition_id) for claim, isbn in session.execute(query)]
    if len({claim.party_id for claim, _isbn in versions}) < 2:
        return []
    titles = _titles(session, {isbn for _claim, isbn in versions})
    found: dict[tuple[tuple[int, ...], str], _Pool] = {}
    for claim, isbn in versions:
        for title in titles[isbn]:
            place = (title, _POOLS.get(claim.role, claim.role))
            pool = found.setdefault(place, _Pool(title))
            (pool.ours if claim.party_id == kept.id else pool.theirs).append((claim, isbn))
    return [
        pool
        for _place, pool in sorted(found.items(), key=itemgetter(0))
        if pool.ours and pool.theirs
    ]


def _titles(session: Session, isbns: set[int]) -> dict[int, list[tuple[int, ...]]]:
    """The titles of each ISBN: itself, and the claimed ISBNs of each record that has it."""
    titles: dict[int, list[tuple[int, ...]]] = {isbn: [(isbn,)] for isbn in isbns}
    for record in sorted(title_groups.records(session, isbns)):
        claimed = tuple(isbn for isbn in record if isbn in isbns)
        for isbn in claimed if len(claimed) > 1 else ():
            titles[isbn].append(claimed)
    return titles


def _said(versions: Sequence[Version], day: date) -> set[tuple[str, int, bool]]:
    """What stands by these versions, the oldest first, for a run whose last day is `day`.

    Of several ISBNs of a title the latest counts, and of several from one day all.
    """
    latest = {
        (one.role, isbn): one
        for one, isbn in versions
        if one.added_on <= day and (one.withdrawn_on is None or one.withdrawn_on > day)
    }
    newest: dict[str, date] = {}
    for one in latest.values():
        newest[one.role] = max(one.added_on, newest.get(one.role, one.added_on))
    return {
        (one.role, one.heads, one.separate)
        for one in latest.values()
        if one.added_on == newest[one.role]
    }


def _of_the_merged(session: Session, merged: Party, today: date) -> Iterator[MergeRefused]:
    """What was paid, or is owed, stays with its payee for ever: that one is kept.

    Rights and disputes name one party; they are settled first, and merges make no chain.
    """
    moved = (
        select(RunPeriod.id)
        .join(Run, Run.id == RunPeriod.run_id)
        .where(
            Run.state == "approved",
            RunPeriod.party_id == merged.id,
            or_(RunPeriod.moved_cents != 0, RunPeriod.debt_after_cents > 0),
        )
    )
    names = or_(Dispute.opened_by_id == merged.id, Dispute.about_party_id == merged.id)
    questions = {
        "paid": or_(moved.exists(), exists().where(Payment.party_id == merged.id)),
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
