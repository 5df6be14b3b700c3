"""Estates: who has died, until when works are protected, who may act; a death and its undoing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.kernel import collation
from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor, Identity
from portal.rules.schemes import lending
from portal.rules.tax import withholding
from portal.services.access import staff_interests
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.base.texts import checked_name
from portal.services.parameters import parameters
from portal.services.people.people_search import A_PAGE, surname_first
from portal.services.people.person_page import party_of
from portal.store.people import Account, Mandate, Party, SignedIn

RECORDERS = ("officer", "administrator")


class DeathNotRecorded(Refusal):
    """A death is not recorded, or its record not taken back.

    `reason`: role, own, organisation, gone (merged), future, before (the birth), differs (another
    day is recorded: `day`), or none (nothing is recorded).
    """

    code = "death_not_recorded"


@dataclass(frozen=True)
class Estate:
    """Somebody who has died: `last_year` is the last loan year that is paid; heirs by name."""

    code: str
    name: str
    died: int
    died_on: date | None
    last_year: int
    heirs: tuple[str, ...]


@dataclass(frozen=True)
class Estates:
    """A page of estates in the reader's order, and how many have nobody who may act."""

    estates: tuple[Estate, ...]
    number: int
    page: int
    without_heirs: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.number // A_PAGE))


def listed(session: Session, today: date, page: int = 1, language: str = "fi") -> Estates:
    """Everybody who has died, by surname."""
    years = term_years(session, today)
    columns = (Party.id, Party.code, Party.name, Party.death_year, Party.died_on)
    dead = (Party.death_year.is_not(None), Party.merged_into_id.is_(None))
    rows = list(session.execute(select(*columns).where(*dead)))
    rows.sort(key=lambda row: collation.key(language, surname_first(row.name)))
    heirs = _heirs(session, today)
    page = min(max(1, page), max(1, -(-len(rows) // A_PAGE)))
    shown = rows[(page - 1) * A_PAGE : page * A_PAGE]
    return Estates(
        tuple(
            Estate(row.code, row.name, row.death_year, row.died_on, row.death_year + years,
                   tuple(heirs.get(row.id, ())))
            for row in shown
        ),
        len(rows), page, sum(row.id not in heirs for row in rows),
    )  # fmt: skip


def term_years(session: Session, today: date) -> int:
    """How many years after the year of death loans are paid, by the parameter of the day."""
    return lending.year_terms(parameters.book(session), today, today.year - 1).term_years


def estate_tax_ppm(session: Session, today: date) -> int:
    """What is withheld from an estate without a tax card, parts per million."""
    return withholding.defaults(parameters.book(session), today).estate


def record(session: Session, code: str, died_on: date, source: str, who: Actor, today: date) -> int:
    """Records a death from a document; whoever was signed in as the person is signed out.

    Sent twice it is recorded once. Returns the party's id; raises DeathNotRecorded, TextUnusable
    and NotFound.
    """
    source = checked_name("source", source)
    locks.alone(session)
    party = party_of(session, code)
    _check(session, party, who)
    if died_on > today:
        raise DeathNotRecorded(reason="future")
    if party.birth_year is not None and died_on.year < party.birth_year:
        raise DeathNotRecorded(reason="before")
    if party.died_on == died_on:
        return party.id
    if party.died_on is not None or party.death_year not in (None, died_on.year):
        raise DeathNotRecorded(reason="differs", day=party.died_on or party.death_year)
    party.died_on, party.death_year, party.death_source = died_on, died_on.year, source
    _end_sessions(session, party.id)
    said = {"day": died_on.isoformat()}
    audit.record(session, Identity(who, party.id), "death_recorded", **said)
    return party.id


def withdraw(session: Session, code: str, reason: str, who: Actor) -> int:
    """Takes a wrong record back, by a new event; the person is alive again in every rule.

    Raises DeathNotRecorded, TextUnusable and NotFound.
    """
    reason = checked_name("reason", reason)
    locks.alone(session)
    party = party_of(session, code)
    _check(session, party, who)
    if party.death_year is None:
        raise DeathNotRecorded(reason="none")
    party.died_on, party.death_year, party.death_source = None, None, reason
    session.flush()
    audit.record(session, Identity(who, party.id), "death_withdrawn")
    return party.id


def _check(session: Session, party: Party, who: Actor) -> None:
    if who.staff_role not in RECORDERS:
        raise DeathNotRecorded(reason="role", roles=", ".join(RECORDERS))
    if party.id in staff_interests.concerns(session, who):
        raise DeathNotRecorded(reason="own")
    if party.kind == "organisation":
        raise DeathNotRecorded(reason="organisation")
    if party.merged_into_id is not None:
        raise DeathNotRecorded(reason="gone", person=party.code)


def _end_sessions(session: Session, party_id: int) -> None:
    own = select(Account.id).where(Account.party_id == party_id)
    rows = update(SignedIn).where(SignedIn.account_id.in_(own))
    session.execute(rows.values(expires_at=datetime.now(UTC)))
    session.flush()


def _heirs(session: Session, today: date) -> dict[int, list[str]]:
    """Who may act for each party today."""
    rows = session.execute(
        select(Mandate.party_id, Account.name)
        .join(Account, Account.id == Mandate.account_id)
        .where(
            Mandate.revoked_at.is_(None),
            Mandate.valid_from <= today,
            or_(Mandate.valid_to.is_(None), Mandate.valid_to >= today),
        )
        .order_by(Mandate.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for party_id, name in rows:
        found[party_id].append(name)
    return dict(found)
