"""What the office may see of a person without a visit: never sums, tax or a bank account."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portal.kernel.errors import NotFound
from portal.kernel.identity import Actor
from portal.services.access import staff_interests
from portal.store.access import SupportVisit
from portal.store.catalogue import Claim, Edition
from portal.store.messages import Message
from portal.store.office import Merge
from portal.store.people import Account, Mandate, Party, PartyName, Staff
from portal.store.receipts import Receipt

LATEST = 10


@dataclass(frozen=True)
class Name:
    """Another name: its kind, and whether it is confirmed, waits or was refused."""

    name: str
    kind: str
    state: str


@dataclass(frozen=True)
class Entrusted:
    """A right to act for the person: who, as what, over what, from when to when."""

    mandate_id: int
    holder: str
    kind: str
    scopes: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    source: str
    revoked_at: datetime | None


@dataclass(frozen=True)
class Visited:
    """A support visit: whose, why, how it was allowed, and when."""

    staff: str
    reason: str
    consent: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    refused_at: datetime | None


@dataclass(frozen=True)
class Joined:
    """A merge: the other person, whether she was kept, why, by whom, and whether it was undone."""

    merge_id: int
    code: str
    name: str
    is_kept: bool
    reason: str
    staff: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True)
class Question:
    """A question that waits for an answer."""

    number: str
    about: str
    day: date


@dataclass(frozen=True)
class PersonPage:
    """A person as the office knows her. `own` says that it is the staff member herself."""

    party_id: int
    code: str
    name: str
    kind: str
    born: int | None
    died: int | None
    died_on: date | None
    death_source: str
    joined_on: date
    locale: str
    email: str
    closed_on: date | None
    now_code: str
    now_name: str
    own: bool
    is_staff: bool
    signs_in: bool
    works: int
    receipts: int
    names: tuple[Name, ...]
    questions: tuple[Question, ...]
    mandates: tuple[Entrusted, ...] = ()
    visits: tuple[Visited, ...] = ()
    merges: tuple[Joined, ...] = ()

    @property
    def stands(self) -> bool:
        """Neither merged into another nor closed."""
        return not self.now_code and self.closed_on is None


def masked(email: str | None) -> str:
    """An address of which the owner would know that it is hers: "k…@example.org"."""
    local, at, domain = (email or "").rpartition("@")
    return f"{local[:1]}…{at}{domain}" if at else ""


def party_of(session: Session, code: str) -> Party:
    """The party that files call `code`; raises NotFound."""
    found = session.scalar(select(Party).where(Party.code == code))
    if found is None:
        raise NotFound(what="person", name=code)
    return found


def person_page(session: Session, code: str, who: Actor) -> PersonPage:
    """Everything of the page; raises NotFound."""
    party = party_of(session, code)
    return replace(
        brief_page(session, party, staff_interests.concerns(session, who)),
        mandates=mandates_of(session, party.id),
        visits=_visits(session, party.id),
        merges=_merges(session, party.id),
    )


def brief_page(session: Session, party: Party, own: frozenset[int]) -> PersonPage:
    """The same without mandates, visits and merges; `own` is what concerns whoever looks."""
    now = session.get(Party, party.merged_into_id) if party.merged_into_id else None
    numbers = _numbers(session, party.id)
    return PersonPage(
        party_id=party.id,
        code=party.code,
        name=party.name,
        kind=party.kind,
        born=party.birth_year,
        died=party.death_year,
        died_on=party.died_on,
        death_source=party.death_source,
        joined_on=party.joined_on,
        locale=party.locale,
        email=masked(party.email),
        closed_on=party.closed_on,
        now_code=now.code if now else "",
        now_name=now.name if now else "",
        own=party.id in own,
        is_staff=numbers["staff"] > 0,
        signs_in=numbers["accounts"] > 0,
        works=numbers["works"],
        receipts=numbers["receipts"],
        names=_names(session, party.id),
        questions=_questions(session, party.id),
    )


def _numbers(session: Session, party_id: int) -> dict[str, int]:
    """Works with an entry, receipts, sign-ins, and rows that say that she works here."""
    own = Account.party_id == party_id
    queries = {
        "works": select(func.count(Edition.work_id.distinct()))
        .join(Claim, Claim.edition_id == Edition.id)
        .where(Claim.party_id == party_id, Claim.withdrawn_on.is_(None)),
        "receipts": select(func.count()).where(Receipt.party_id == party_id),
        "accounts": select(func.count()).where(own),
        "works_here": select(func.count()).where(own, Account.staff_id.is_not(None)),
        "is_payee": select(func.count()).where(Staff.party_id == party_id),
    }
    row = session.execute(select(*(query.scalar_subquery() for query in queries.values()))).one()
    found = dict(zip(queries, map(int, row), strict=True))
    return {**found, "staff": found["works_here"] + found["is_payee"]}


def _names(session: Session, party_id: int) -> tuple[Name, ...]:
    rows = session.execute(
        select(PartyName.name, PartyName.kind, PartyName.state)
        .where(PartyName.party_id == party_id)
        .order_by(PartyName.id)
    )
    return tuple(Name(*row) for row in rows)


def _questions(session: Session, party_id: int) -> tuple[Question, ...]:
    """Threads in which the person wrote last, the oldest first."""
    columns = (Message.id, Message.thread_id, Message.number, Message.kind, Message.code,
               Message.day, Message.closed_at)  # fmt: skip
    rows = session.execute(
        select(*columns).where(Message.party_id == party_id).order_by(Message.id)
    ).all()
    first = {row.id: row for row in rows}
    latest = {row.thread_id or row.id: row for row in rows}
    return tuple(
        Question(first[root].number, first[root].code or "", row.day)
        for root, row in latest.items()
        if row.kind == "question" and row.closed_at is None and root in first
    )


def mandates_of(session: Session, party_id: int) -> tuple[Entrusted, ...]:
    """Who may act for the party, or might once; those that stand come first."""
    rows = session.execute(
        select(Mandate, Account.name)
        .join(Account, Account.id == Mandate.account_id)
        .where(Mandate.party_id == party_id)
        .order_by(Mandate.revoked_at.is_not(None), Mandate.id)
    )
    return tuple(
        Entrusted(row.id, holder, row.kind, tuple(row.scopes.split()), row.valid_from,
                  row.valid_to, row.source, row.revoked_at)
        for row, holder in rows
    )  # fmt: skip


def _visits(session: Session, party_id: int) -> tuple[Visited, ...]:
    row = SupportVisit
    columns = (Staff.name, row.reason, row.consent, row.asked_at, row.started_at, row.ended_at,
               row.refused_at)  # fmt: skip
    found = session.execute(
        select(*columns)
        .join_from(row, Staff, Staff.id == row.staff_id)
        .where(row.party_id == party_id)
        .order_by(row.id.desc())
        .limit(LATEST)
    )
    return tuple(Visited(*one) for one in found)


def _merges(session: Session, party_id: int) -> tuple[Joined, ...]:
    kept, merged = aliased(Party), aliased(Party)
    rows = session.execute(
        select(Merge, kept, merged, Staff.name)
        .join(kept, kept.id == Merge.kept_id)
        .join(merged, merged.id == Merge.merged_id)
        .join(Staff, Staff.id == Merge.staff_id)
        .where((Merge.kept_id == party_id) | (Merge.merged_id == party_id))
        .order_by(Merge.id.desc())
    )
    found = []
    for row, to, other, staff in rows:
        here = row.kept_id == party_id
        far = other if here else to
        found.append(
            Joined(row.id, far.code, far.name, here, row.reason, staff, row.at, row.undone_at)
        )
    return tuple(found)
