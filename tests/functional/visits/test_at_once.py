"""Two at once, on both databases: one code opens one visit, and one member has one visit."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Actor, Identity
from portal.services.access.visitors import token_sha256
from portal.services.visits import support_codes, support_visits
from portal.services.visits.support_visits import Asked
from portal.store.access import SupportVisit
from portal.store.people import SignedIn, Staff
from portal.store.session import engine_for, transaction
from tests.factories import people

DAY, DRAWN = date(2026, 10, 15), "0123456789abcdef" * 2
BY_CODE = Asked("P1", "caller", "She called about a book", "code")
Start = Callable[[Session], object]


class Office:
    """A database, the members of support in it, and two starts at once."""

    def __init__(self, url: str) -> None:
        self.engine = engine_for(url)
        with self.session() as session:
            party = people.person(session, "P1")
            people.person(session, "P2")
            herself = Identity(Actor("Kaisa", party_id=party.id), subject_id=party.id)
            self.code = support_codes.make(session, herself, "reading", DRAWN, datetime.now(UTC))
            for code in ("A", "B"):
                people.staff(session, code, code)

    def session(self):  # type: ignore[no-untyped-def]
        return transaction(self.engine)

    def member(self, session: Session, code: str) -> Actor:
        row = session.scalars(select(Staff).where(Staff.code == code)).one()
        return Actor(code, staff_id=row.id, staff_role="support")

    def at_once(self, *starts: Start) -> list[str]:
        """Each in a thread and a transaction of its own; what came of them, sorted."""
        ready, said = threading.Barrier(len(starts)), []

        def run(start: Start) -> None:
            ready.wait(10)
            try:
                with self.session() as session:
                    start(session)
                said.append("begun")
            except Refusal as refusal:
                said.append(refusal.code)

        threads = [threading.Thread(target=run, args=(start,)) for start in starts]
        for one in threads:
            one.start()
        for one in threads:
            one.join(30)
        return sorted(said)

    def signed_in(self, session: Session, member: Actor, token: str) -> None:
        """A session that goes on; a visit in none is over."""
        account = people.account(session, subject=token, name=token)
        account.staff_id = member.staff_id
        now = datetime.now(UTC)
        session.add(SignedIn(
            token_sha256=token_sha256(token), account_id=account.id, started_at=now, seen_at=now,
            expires_at=now + timedelta(hours=1), handle=token[:32], data="{}",
        ))  # fmt: skip
        session.flush()

    def going_on(self) -> int:
        with self.session() as session:
            begun = SupportVisit.started_at.is_not(None)
            return session.scalar(select(func.count()).where(begun)) or 0


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    made = Office(database_url)
    yield made
    made.engine.dispose()


def test_a_code_that_two_use_at_once_opens_one_visit(office: Office) -> None:
    def by(code: str) -> Start:
        return lambda session: support_visits.start_with_code(
            session, office.member(session, code), f"token {code}", BY_CODE, office.code,
            datetime.now(UTC), DAY,
        )  # fmt: skip

    assert office.at_once(by("A"), by("B")) == ["begun", "support_code_wrong"]
    assert office.going_on() == 1


def test_two_agreed_visits_of_one_member_do_not_begin_at_once(office: Office) -> None:
    now, handles = datetime.now(UTC), []
    for person in ("P1", "P2"):
        with office.session() as session:
            asked = Asked(person, "caller", "She called about a book", "colleague")
            handles.append(support_visits.ask(session, office.member(session, "A"), asked, now))
            support_visits.approve(session, office.member(session, "B"), handles[-1], now)
            office.signed_in(session, office.member(session, "A"), f"token {person}")

    def start(person: str, handle: str) -> Start:
        return lambda session: support_visits.start(
            session, office.member(session, "A"), f"token {person}", handle, now, DAY
        )

    starts = [start(*named) for named in zip(("P1", "P2"), handles, strict=True)]
    assert office.at_once(*starts) == ["begun", "visit_going_on"]
    assert office.going_on() == 1
