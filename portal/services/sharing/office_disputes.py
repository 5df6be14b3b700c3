"""The office's own steps in a dispute: asking those who disagree, and what a decision would change.

A dispute that the office opens puts what one of the entries says to everybody else. Nobody's entry
changes by that: they may agree, or say why it is not so, and then the office decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from portal.kernel import receipt_numbers
from portal.kernel.catalogue import ROLES
from portal.kernel.columns import column
from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor, Identity
from portal.rules import sharing
from portal.rules.settlement.facts import Claims, Titles
from portal.rules.settlement.stakes import NOTHING, WHOLE, stakes
from portal.rules.sharing import HEADS, Part, Wrong
from portal.services.access import staff_interests
from portal.services.base import parties
from portal.services.catalogue import edition_parts
from portal.services.catalogue.edition_parts import SharedEdition
from portal.services.messages import receipts
from portal.services.messages.messages import checked_words
from portal.services.messages.outgoing import Render
from portal.services.parameters import parameters
from portal.services.sharing import dispute_decisions, shared_news
from portal.services.sharing import dispute_records as records
from portal.services.sharing.dispute_decisions import DECIDERS, Decision, DisputeNotDecided
from portal.services.sharing.dispute_records import GOING_ON, Known
from portal.store.catalogue import Edition, Work
from portal.store.people import Party
from portal.store.sharing import Dispute, DisputeEntry

A_PAGE = 50


@dataclass(frozen=True)
class Stake:
    """A part of an edition's money: 1 ÷ `heads` of the `whole` text's, or of a translation's half.

    None of it where `nothing`.
    """

    whole: bool
    heads: int
    nothing: bool


@dataclass(frozen=True)
class Share:
    """One person's role and part: the smallest and the largest that the entries leave."""

    role: str
    smallest: Stake
    largest: Stake


@dataclass(frozen=True)
class Effect:
    """What a decision does to one person: entries and parts, before and after."""

    code: str
    name: str
    now: tuple[Part, ...]
    then: tuple[Part, ...]
    shares_now: tuple[Share, ...]
    shares_then: tuple[Share, ...]


@dataclass(frozen=True)
class ListedDispute:
    """A dispute in the office's list; `appealed`: a second look was asked for."""

    number: str
    isbn: int
    title: str
    language: str | None
    about: str
    state: str
    opened_on: date
    answer_by: date
    appealed: bool


def listed(
    session: Session, *, everything: bool = False, page: int = 1
) -> tuple[tuple[ListedDispute, ...], int]:
    """A page of the disputes that wait for the office, or of all, the oldest first; how many."""
    which = [] if everything else [Dispute.state == "with_staff"]
    appealed = exists().where(
        DisputeEntry.dispute_id == Dispute.id, DisputeEntry.act == "appealed"
    )  # fmt: skip
    rows = session.execute(
        select(
            Dispute.number, Edition.isbn, Edition.title, Work.language, Dispute.about,
            Dispute.state, Dispute.opened_on, Dispute.answer_by, appealed,
        )
        .join(Edition, Edition.id == Dispute.edition_id)
        .join(Work, Work.id == Edition.work_id)
        .where(*which)
        .order_by(Dispute.id)
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )  # fmt: skip
    total = session.scalar(select(func.count()).select_from(Dispute).where(*which)) or 0
    found = (ListedDispute(row[0], row[1] or 0, *row[2:]) for row in rows)
    return tuple(found), total


@dataclass(frozen=True)
class DecidedDispute:
    """A dispute that was decided; `day` is None while a second look is asked for."""

    number: str
    isbn: int
    title: str
    reason: str
    decided_by: str
    day: date | None


def decided(session: Session, most: int) -> tuple[DecidedDispute, ...]:
    """The latest decisions, the newest first."""
    rows = session.execute(
        select(Dispute, Edition.isbn, Edition.title)
        .join(Edition, Edition.id == Dispute.edition_id)
        .where(Dispute.decision != "")
        .order_by(Dispute.closed_on.desc(), Dispute.id.desc())
        .limit(most)
    )
    return tuple(
        DecidedDispute(row.number, isbn or 0, title, row.reason, row.decided_by, row.closed_on)
        for row, isbn, title in rows
    )


def start(
    session: Session, isbn: int, code: str, role: str, words: str, who: Actor, today: date,
    render: Render,
) -> str:  # fmt: skip
    """Asks everybody whether an edition is as one entry says; returns the dispute's number.

    The same again is one dispute. Raises DisputeNotDecided (role, own, same, standing),
    MessageUnusable and NotFound.
    """
    records.hold(session)
    _check(who)
    edition = _edition(session, isbn)
    if staff_interests.concerns(session, who) & set(edition.names):
        raise DisputeNotDecided(reason="own")
    part = _entry(session, edition, code, role)
    text = checked_words(words)
    wrong = Wrong(HEADS, part.party, part.role, part.heads)
    if (before := _standing(session, edition.edition_id, part)) is not None:
        return before
    asked = sharing.asked(edition.parts, wrong)
    if not asked:
        raise DisputeNotDecided(reason="same")
    row = _row(session, edition.edition_id, part, today)
    records.line(session, row, "opened", today, staff_id=who.staff_id, text=text)
    known = Known(row, edition)
    records.record(session, Identity(who, part.party), "dispute_opened", known, about=HEADS)
    facts = {"number": row.number, "title": edition.title, "name": "",
             "answer_by": row.answer_by.isoformat()}  # fmt: skip
    shared_news.tell(session, edition.parties, "dispute_opened", today, render, **facts)
    return row.number


def decision(
    session: Session, kind: str, heads: Mapping[str, int], roles: Mapping[str, str]
) -> Decision:
    """A decision out of heads by pool and roles by people's codes; raises PersonUnknown."""
    if kind in (dispute_decisions.ASKED, dispute_decisions.KEPT):
        return Decision(kind)
    by_party = {parties.by_code(session, code).id: role for code, role in roles.items()}
    return Decision(dispute_decisions.FACTS, dict(heads), by_party)


def effect(
    session: Session, number: str, decision: Decision, who: Actor
) -> tuple[Effect, ...]:  # fmt: skip
    """What a decision would do to each person's part; raises DisputeNotDecided."""
    known = dispute_decisions.opened(session, number, who)
    now = known.edition.parts
    timeline = dispute_decisions.lines(session, known)
    then = dispute_decisions.right_entries(known, decision, timeline)
    people = sorted({part.party for part in (*now, *then)})
    rows = session.execute(select(Party.id, Party.code, Party.name).where(Party.id.in_(people)))
    before, after = shares(now), shares(then)
    return tuple(
        Effect(
            row.code, row.name, _own(now, row.id), _own(then, row.id),
            before.get(row.id, ()), after.get(row.id, ()),
        )
        for row in sorted(rows, key=lambda row: row.name)
    )  # fmt: skip


def shares(parts: Sequence[Part]) -> Mapping[int, tuple[Share, ...]]:
    """By party, the smallest and largest parts that the entries of one edition leave."""
    people = sorted({part.party for part in parts})
    found: dict[int, tuple[Share, ...]] = {}
    at = stakes(_claims(parts, people), _ONE_TITLE, column([0] * len(people)))
    for row in range(at.title.size):
        party = people[int(at.payee[row])]
        share = Share(
            ROLES[int(at.role[row])],
            _stake(int(at.small[row]), int(at.small_heads[row])),
            _stake(int(at.large[row]), int(at.large_heads[row])),
        )
        found[party] = (*found.get(party, ()), share)
    return found


_ONE_TITLE = Titles(isbn=column([0]), member_title=column([0]), member_isbn=column([0]))


def _claims(parts: Sequence[Part], people: Sequence[int]) -> Claims:
    zeros = column(np.zeros(len(parts), dtype=np.int64))
    return Claims(
        payee=column([people.index(part.party) for part in parts]),
        isbn=zeros,
        role=column([ROLES.index(part.role) for part in parts]),
        heads=column([part.heads for part in parts]),
        separate=column([int(part.separate) for part in parts]),
        added=zeros,
        order=column(np.arange(len(parts), dtype=np.int64)),
    )


def _stake(of: int, heads: int) -> Stake:
    return Stake(of == WHOLE, heads, of == NOTHING)


def _own(parts: Sequence[Part], party: int) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.party == party)


def _check(who: Actor) -> None:
    if who.staff_role not in DECIDERS or who.staff_id is None:
        raise DisputeNotDecided(reason="role", roles=", ".join(DECIDERS))


def _edition(session: Session, isbn: int) -> SharedEdition:
    found = session.scalar(select(Edition.id).where(Edition.isbn == isbn))
    if found is None:
        raise NotFound(what="edition", name=str(isbn))
    return edition_parts.shared_edition(session, found)


def _entry(session: Session, edition: SharedEdition, code: str, role: str) -> Part:
    """The entry whose word is put to the others; raises DisputeNotDecided where it is gone."""
    party = session.scalar(select(Party.id).where(Party.code == code))
    found = [part for part in edition.parts if (part.party, part.role) == (party, role)]
    if not found:
        raise DisputeNotDecided(reason="gone")
    return found[0]


def _standing(session: Session, edition_id: int, part: Part) -> str | None:
    """A dispute that puts the same question already; raises where another one is going on."""
    row = session.scalar(
        select(Dispute)
        .where(Dispute.edition_id == edition_id, Dispute.state.in_(GOING_ON))
        .order_by(Dispute.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    if (row.opened_by_id, row.own_role, row.said_heads) == (part.party, part.role, part.heads):
        return row.number
    raise DisputeNotDecided(reason="standing", number=receipt_numbers.written(row.number))


def _row(session: Session, edition_id: int, part: Part, today: date) -> Dispute:
    book = parameters.book(session)
    row = Dispute(
        number=receipts.draw(), edition_id=edition_id, opened_by_id=part.party, about=HEADS,
        own_role=part.role, said_heads=part.heads, opened_on=today,
        answer_by=today + sharing.days(book, sharing.ANSWER_DAYS, today), state="open",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
