"""The demo with everybody who may knock: authors, those who act for others, the office, visits."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.kernel.identity import Actor, Identity, Visit
from portal.services.access import sign_in
from portal.services.access.visitors import token_sha256
from portal.services.base import kept
from portal.settings import Settings
from portal.store.access import SupportVisit
from portal.store.catalogue import Claim, Edition, GroupingChange, Work
from portal.store.matching import UnmatchedDecision
from portal.store.office import Merge, ParameterProposal, WorkOrder
from portal.store.people import Account, Party, Staff
from portal.store.session import engine_for, transaction
from portal.store.settlement import Run
from portal.store.usage import UsageImport
from portal.web.limits import limiter
from tests.factories import people
from tests.factories.lending import isbn
from tests.functional.access import planted
from tests.functional.access.planted import NOW, PLACES, TODAY, Theirs
from tests.functional.access.states import QUICKLY, States
from tests.functional.access.wire import Browser, ReadOnce

OTHERS = ("D003", "D010", "D012")
ESTATE, CLIENT, OWN = "D007", "D022", "N001"
OFFICE = ("support", "officer", "approver", "administrator", "auditor")
OWN_BOOK, SOON = 790, timedelta(minutes=30)


@dataclass(frozen=True)
class Knocker:
    """Somebody who tries: the token of the session, and who that is by the table of rights."""

    name: str
    token: str
    identity: Identity | None


@dataclass
class World:
    """A portal on a folder of its own, with its people and their things."""

    place: Path
    knockers: dict[str, Knocker]
    others: list[Theirs]
    owners: dict[str, str]
    office: dict[str, list[object]]
    known: dict[str, Browser] = field(default_factory=dict)
    """Browsers that have been in a portal: its key, and so its cookies, are those of every copy."""

    @contextmanager
    def portal(self, settings: Settings, copy: Path) -> Iterator[Flask]:
        """The portal on a fresh copy."""
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.place, copy)
        kept.forget()
        url = f"sqlite:///{copy / 'portal.db'}"
        app = create_app(replace(settings, database_url=url, data_dir=copy, demo=False))
        event.listen(app.extensions["portal.engine"], "connect",
                     lambda connection, _record: connection.execute(QUICKLY))  # fmt: skip
        limiter.enabled = False
        app.session_interface = ReadOnce()
        before = app.logger.level
        app.logger.setLevel(logging.ERROR)  # who is kept from what is other tests' subject
        app.extensions["portal.wake_worker"] = lambda: None
        with time_machine.travel(NOW + timedelta(seconds=30), tick=False):
            yield app
        app.logger.setLevel(before)
        app.extensions["portal.engine"].dispose()

    def states(self, app: Flask) -> States:
        """The rows under a portal, and the way back to how they were."""
        return States(self.place / "portal.db", Path(app.extensions["portal.engine"].url.database))

    def browser(self, app: Flask, who: str) -> Browser:
        """A browser of one of them, of those whose the things are too."""
        if who not in self.known:
            token = self.owners.get(who) or self.knockers[who].token
            self.known[who] = Browser(app, token)
        return self.known[who].to(app)


class Undone(Exception):
    """Ends a transaction without a commit, so that the next request finds all as it was."""


def keep_nothing(app: Flask, when: Callable[[], bool]) -> None:
    """Transactions of the portal are taken back when they would commit, whenever `when` says."""
    begin = app.extensions["portal.transaction"]

    @contextmanager
    def undone(**how: Any) -> Iterator[Session]:
        try:
            with begin(**how) as session:
                yield session
                session.flush()
                if when():
                    raise Undone
        except Undone:
            return

    app.extensions["portal.transaction"] = undone


def built(place: Path) -> World:
    """Plants everything into the copy of the demo that lies in the folder."""
    engine = engine_for(f"sqlite:///{place / 'portal.db'}")
    kept.forget()
    with time_machine.travel(NOW, tick=False), transaction(engine, data_dir=place) as session:
        named = {one.code: one for one in session.scalars(select(Party))}
        office = _office(session)
        others = [planted.plant(session, place, named[code], at)
                  for at, code in enumerate(OTHERS, 1)]  # fmt: skip
        owners = {code: _token(session, _way_in(session, named[code])) for code in OTHERS}
        knockers = list(_knockers(session, named))
        office["staff"] = ["kaarlo-petajasuo", "auditor"]
    engine.dispose()
    return World(place, {one.name: one for one in knockers}, others, owners, office)


def _knockers(session: Session, named: dict[str, Party]) -> Iterator[Knocker]:
    own = people.person(session, OWN, "Someone Else", email="else@example.com")
    _own_book(session, own)
    author = people.account(session, own)
    yield Knocker("signed out", "", None)
    yield Knocker("author", _token(session, author), _herself(author))
    yield _entrusted(session, "heir", named[ESTATE], "works money contact")
    yield _entrusted(session, "agent", named[CLIENT], "works")
    yield _entrusted(session, "guardian", named[CLIENT], "contact")
    yield _no_longer(session, named[CLIENT])
    reading = sign_in.begin_reading(session, "", author, "", TODAY)
    yield Knocker("reading session", reading, replace(_herself(author), reading=True,
                                                      proved_at=None))  # fmt: skip
    for role in OFFICE:
        account = _employed(session, role, role)
        yield Knocker(role, _token(session, account), _staff(account, role))
    ended = _employed(session, "ended", "officer")
    session.get_one(Staff, ended.staff_id).ended_on = TODAY - timedelta(days=1)
    yield Knocker("ended officer", _token(session, ended), Identity(
        Actor(ended.name, ended.id), proved_at=NOW))  # fmt: skip
    for mode in ("reading", "edit"):
        account = _employed(session, f"visitor-{mode}", "support")
        yield _visiting(session, account, own, mode)


def _own_book(session: Session, own: Party) -> None:
    work = Work(title="A book of hers")
    session.add(work)
    session.flush()
    edition = Edition(work_id=work.id, isbn=isbn(OWN_BOOK), title=work.title)
    session.add(edition)
    session.flush()
    session.add(Claim(party_id=own.id, edition_id=edition.id, role="author", heads=1,
                      added_on=TODAY, recorded_at=NOW, recorded_by=own.name))  # fmt: skip


def _herself(account: Account) -> Identity:
    actor = Actor(account.name, account_id=account.id, party_id=account.party_id)
    return Identity(actor, subject_id=account.party_id, proved_at=NOW)


def _entrusted(session: Session, kind: str, party: Party, scopes: str) -> Knocker:
    account = people.account(session, subject=kind, name=f"The {kind}")
    people.mandate(session, account, party, kind, scopes=scopes)
    actor = Actor(account.name, account_id=account.id)
    who = Identity(actor, party.id, True, kind, frozenset(scopes.split()),
                   proved_at=NOW)  # fmt: skip
    return Knocker(kind, _token(session, account), who)


def _no_longer(session: Session, party: Party) -> Knocker:
    """Somebody whose right to act was taken back while she was signed in."""
    account = people.account(session, subject="revoked", name="The former agent")
    people.mandate(session, account, party, "agent", scopes="works", revoked_at=NOW)
    nobody = Identity(Actor(account.name, account.id), proved_at=NOW)
    return Knocker("former agent", _token(session, account), nobody)


def _employed(session: Session, code: str, role: str) -> Account:
    return people.account(session, staff=people.staff(session, code, f"Staff {code}", role))


def _staff(account: Account, role: str) -> Identity:
    actor = Actor(account.name, account.id, account.staff_id, None, role)  # type: ignore[arg-type]
    return Identity(actor, proved_at=NOW)


def _visiting(session: Session, account: Account, party: Party, mode: str) -> Knocker:
    token, now = _token(session, account), NOW
    visit = SupportVisit(
        handle=f"visit-{mode}", staff_id=account.staff_id, party_id=party.id, reason="caller",
        note="A call", consent="colleague", mode=mode, asked_at=now, started_at=now,
        ends_at=now + SOON, token_sha256=token_sha256(token),
    )  # fmt: skip
    session.add(visit)
    session.flush()
    who = replace(_staff(account, "support"), subject_id=party.id,
                  visit=Visit(visit.id, mode, visit.ends_at))  # type: ignore[arg-type]  # fmt: skip
    return Knocker(f"{mode} visit", token, who)


def _token(session: Session, account: Account) -> str:
    return sign_in.complete(session, None, account.issuer, account.subject)


def _way_in(session: Session, party: Party) -> Account:
    return session.scalars(select(Account).where(Account.party_id == party.id)).one()


def _office(session: Session) -> dict[str, list[object]]:
    """What the office's addresses name besides people's things."""
    first = session.scalars(select(Staff.id).order_by(Staff.id)).first()
    two = session.scalars(select(Party.id).where(Party.code.in_(["D005", "D901"]))).all()
    order = WorkOrder(number="ORDERWAITS", kind="check_chain", staff_id=first, asked_at=NOW)
    merge = Merge(kept_id=two[0], merged_id=two[1], reason="One person", moved="{}",
                  staff_id=first, at=NOW, undone_at=NOW, undone_by_id=first)  # fmt: skip
    decision = UnmatchedDecision(
        unmatched_key="a key", title="A title", decision="nobody", reason="Nobody's",
        staff_id=first, decided_by="Otto", decided_at=NOW, decided_on=TODAY,
    )  # fmt: skip
    change = GroupingChange(kind="join", work_id=1, before=PLACES, after=PLACES, staff_id=first,
                            done_by="Otto", done_at=NOW, done_on=TODAY, undone_at=NOW,
                            undone_by="Otto")  # fmt: skip
    wish = SupportVisit(handle="wish", staff_id=first, party_id=two[0], reason="caller",
                        note="She called us", consent="colleague", asked_at=NOW)  # fmt: skip
    session.add_all([order, merge, decision, change, wish])
    session.flush()
    return {
        "order": list(session.scalars(select(WorkOrder.number))),
        "proposal": list(session.scalars(select(ParameterProposal.number))),
        "run": list(session.scalars(select(Run.code).order_by(Run.id.desc())))[:4],
        "import": list(session.scalars(select(UsageImport.id)))[:3],
        "merge": [merge.id], "decision": [decision.id], "grouping": [change.id],
        "visit": [*session.scalars(select(SupportVisit.handle))],
    }  # fmt: skip
