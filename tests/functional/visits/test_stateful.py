"""Visits in any order, by a fake clock: each has a reason, a leave, a notice and an end in time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import create_engine, select, update
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from portal.kernel.errors import Refusal
from portal.kernel.identity import VISIT_CONSENTS, VISIT_REASONS, Actor
from portal.kernel.visits import visit_holds
from portal.services.access.visitors import token_sha256
from portal.services.verification import verified_visits
from portal.services.visits import support_codes, support_visits, visit_ends, visit_views
from portal.services.visits.support_visits import Asked
from portal.store.access import SupportCode, SupportVisit
from portal.store.messages import Message
from portal.store.models import metadata
from portal.store.people import Account, Party, SignedIn, Staff
from portal.store.versions import Epoch
from tests.factories import people
from tests.functional.visits.conftest import acting, herself

DAY = date(2026, 10, 15)
NOTE = "She called about her works"
STAFF, AUTHORS = ("minna", "sari", "otto"), ("P1", "P2")
ROLES = {"minna": "support", "sari": "support", "otto": "officer"}
staff, authors = st.sampled_from(STAFF), st.sampled_from(AUTHORS)
modes = st.sampled_from(("reading", "edit"))


class Visits(RuleBasedStateMachine):
    """Three members of staff and two authors, who do what they like as time goes on."""

    @initialize()
    def begin(self) -> None:
        self.now = datetime(2026, 10, 15, 9, tzinfo=UTC)
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        metadata.create_all(self.engine)
        self.digits = dict.fromkeys(AUTHORS, "000000")
        self.codes = 0
        with self.session() as session:
            session.add(Epoch(id=1, number=1))
            for code in STAFF:
                member = people.staff(session, code, code.title(), ROLES[code])
                people.account(session, staff=member)
                self._sign_in(session, code)
            for code in AUTHORS:
                people.account(session, people.person(session, code, f"Author {code}"))

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction; what is refused is refused, and changes nothing."""
        with (
            suppress(Refusal),
            Session(self.engine, expire_on_commit=False) as made,
            made.begin(),
        ):
            yield made

    @rule(minutes=st.integers(0, 40))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(author=authors, mode=modes)
    def make_code(self, author: str, mode: str) -> None:
        self.codes += 1
        with self.session() as session:
            drawn = f"{self.codes:032x}"
            who = herself(self._account(session, author))
            self.digits[author] = support_codes.make(session, who, mode, drawn, self.now)

    @rule(member=staff, author=authors, mode=modes, wanted=modes, minutes=st.integers(0, 33))
    def call(self, member: str, author: str, mode: str, wanted: str, minutes: int) -> None:
        self.make_code(author, mode)
        self.time_passes(minutes)
        self.start_with_code(member, author, wanted, "caller")

    @rule(
        member=staff, colleague=staff, author=authors, mode=modes,
        consent=st.sampled_from(("colleague", "break_glass")), hours=st.sampled_from((0, 1, 25)),
    )  # fmt: skip
    def write(
        self, member: str, colleague: str, author: str, mode: str, consent: str, hours: int
    ) -> None:
        self.ask(member, author, mode, consent, NOTE)
        self.decide(colleague, agree=True)
        self.time_passes(60 * hours)
        self.start(member)

    @rule(author=authors)
    def withdraw_code(self, author: str) -> None:
        with self.session() as session:
            support_codes.withdraw(session, herself(self._account(session, author)), self.now)

    @rule(member=staff, author=authors, mode=modes, reason=st.sampled_from((*VISIT_REASONS, "")))
    def start_with_code(self, member: str, author: str, mode: str, reason: str) -> None:
        asked = Asked(author, reason, NOTE, "code", mode)
        with self.session() as session:
            support_visits.start_with_code(
                session, self._actor(session, member), member, asked, self.digits[author],
                self.now, DAY,
            )  # fmt: skip

    @rule(member=staff, author=authors, mode=modes, consent=st.sampled_from(VISIT_CONSENTS),
          note=st.sampled_from((NOTE, "", "short")))  # fmt: skip
    def ask(self, member: str, author: str, mode: str, consent: str, note: str) -> None:
        with self.session() as session:
            asked = Asked(author, "settlement", note, consent, mode)
            support_visits.ask(session, self._actor(session, member), asked, self.now)

    @rule(member=staff, agree=st.booleans())
    def decide(self, member: str, agree: bool) -> None:
        with self.session() as session:
            row = self._latest(session)
            if row is not None:
                decide = support_visits.approve if agree else support_visits.refuse
                decide(session, self._actor(session, member), row.handle, self.now)

    @rule(member=staff)
    def start(self, member: str) -> None:
        with self.session() as session:
            row = self._latest(session)
            if row is not None:
                who = self._actor(session, member)
                support_visits.start(session, who, member, row.handle, self.now, DAY)

    @rule(member=staff, endpoint=st.sampled_from(("works.index", "money.index")))
    def look(self, member: str, endpoint: str) -> None:
        with self.session() as session:
            for row in session.scalars(select(SupportVisit).where(*visit_ends.RUNNING)):
                if row.staff_id == self._actor(session, member).staff_id:
                    visit_views.log(session, row.id, endpoint, sent=False, status=200, now=self.now)

    @rule(member=staff)
    def end(self, member: str) -> None:
        with self.session() as session:
            visit_ends.end_own(session, self._actor(session, member), self.now, DAY)

    @rule(author=authors)
    def author_ends(self, author: str) -> None:
        with self.session() as session:
            who = herself(self._account(session, author))
            visit_ends.end_by_author(session, who, self.now, DAY)

    @rule(member=staff, role=st.sampled_from(("support", "officer", "auditor")))
    def change_role(self, member: str, role: str) -> None:
        with self.session() as session:
            session.execute(update(Staff).where(Staff.code == member).values(role=role))

    @rule(member=staff, here=st.booleans())
    def sign_out_or_in(self, member: str, here: bool) -> None:
        with self.session() as session:
            row = session.get(SignedIn, token_sha256(member))
            if row is not None:
                session.delete(row)
                session.flush()
            if here:
                self._sign_in(session, member)

    @rule(author=authors)
    def close_account(self, author: str) -> None:
        with self.session() as session:
            session.execute(update(Party).where(Party.code == author).values(closed_on=DAY))

    @invariant()
    def every_visit_has_reason_leave_notice_and_end(self) -> None:
        with self.session() as session:  # the worker's round of every minute
            visit_ends.close_lapsed(session, self.now, DAY)
        with Session(self.engine) as session:
            began = session.scalars(
                select(SupportVisit).where(SupportVisit.started_at.is_not(None))
            ).all()
            for row in began:
                self._check(session, row)
            running = [row.staff_id for row in began if row.ended_at is None]
            assert len(running) == len(set(running))
            ended = [row for row in began if row.ended_at is not None]
            told = session.scalars(select(Message.details).where(Message.code == "visit_ended"))
            assert sorted(json.loads(one)["visit"] for one in told) == sorted(
                row.handle for row in ended
            )
            assert verified_visits.looked_at(session, Path())[1] == []

    def _check(self, session: Session, row: SupportVisit) -> None:
        assert row.reason in VISIT_REASONS
        assert row.note == NOTE
        if row.consent == "code":
            code = session.get_one(SupportCode, row.support_code_id)
            assert code.party_id == row.party_id
            assert row.mode in ("reading", code.mode)
        else:
            assert row.approved_by_id not in (None, row.staff_id)
        assert row.started_at is not None
        end = row.ended_at or self.now
        assert end - row.started_at <= visit_holds(row.consent)
        assert (row.consent, row.mode) != ("break_glass", "edit")

    def _latest(self, session: Session) -> SupportVisit | None:
        query = select(SupportVisit).where(SupportVisit.consent != "code")
        return session.scalars(query.order_by(SupportVisit.id.desc()).limit(1)).first()

    def _actor(self, session: Session, code: str) -> Actor:
        return acting(session.scalars(select(Staff).where(Staff.code == code)).one())

    def _account(self, session: Session, code: str) -> Account:
        return session.scalars(select(Account).where(Account.subject == code)).one()

    def _sign_in(self, session: Session, code: str) -> None:
        session.add(SignedIn(
            token_sha256=token_sha256(code), started_at=self.now, seen_at=self.now,
            expires_at=self.now + timedelta(days=1), handle=code,
        ))  # fmt: skip


TestVisits = Visits.TestCase
TestVisits.settings = settings(
    max_examples=15, stateful_step_count=30, deadline=None, phases=(Phase.generate,)
)
