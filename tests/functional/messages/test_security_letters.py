"""What touches the safety of a party's pages leaves by letter too, once, and names nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from portal.jobs import queue, tasks
from portal.kernel.identity import SYSTEM, Actor, Identity
from portal.services.messages import notices, outgoing, security_letters
from portal.services.people import mandates
from portal.services.people.mandates import Wanted
from portal.services.visits import support_codes, support_visits, visit_ends
from portal.services.visits.support_visits import Asked
from portal.store.access import Passkey, SupportVisit
from portal.store.messages import Message, Outgoing
from portal.store.people import Account, Staff
from portal.store.preferences import Preference
from portal.store.session import engine_for, transaction
from portal.wording.letters import Letters
from tests.factories import people
from tests.factories.console import Console
from tests.functional.conftest import sign_in
from tests.functional.passkeys.conftest import add_passkey
from tests.page_client import PageClient

TODAY = date(2026, 10, 15)
BASE = "https://portal.example.org"
HOME = {"street": "Rantatie 1", "post_code": "00100", "town": "Helsinki"}
SECRETS = ("Minna", "Aki Agentti", "Blue key", "Firefox on Android")
FACTS = {"name": "Minna Aki Agentti Blue key", "device": "Firefox on Android", "kind": "agent",
         "pages": 4, "changes": 0, "from": "2026-10-15T07:02:00+00:00",
         "until": "2026-10-15T07:11:00+00:00"}  # fmt: skip


@pytest.fixture
def engine(sqlite_url: str) -> Iterator[Engine]:
    made = engine_for(sqlite_url)
    yield made
    made.dispose()


def letters(engine: Engine) -> list[Outgoing]:
    with transaction(engine) as session:
        return list(session.scalars(select(Outgoing).order_by(Outgoing.id)))


def subjects(engine: Engine) -> list[str]:
    return [one.subject for one in letters(engine)]


def author(engine: Engine, code: str = "P1", **more: Any) -> int:
    with transaction(engine) as session:
        told = {"email": f"{code.lower()}@example.org", **more}
        party = people.person(session, code, "Aino Salo", **told)
        people.account(session, party)
        return party.id


def member(session: Session, code: str) -> Staff:
    return session.scalars(select(Staff).where(Staff.code == code)).one()


def notify(engine: Engine, party: int, code: str) -> None:
    with transaction(engine, letters=Letters(BASE)) as session:
        notices.notify(session, SYSTEM, party, code, TODAY, **FACTS)


@time_machine.travel("2026-10-15 07:11:00+00:00", tick=False)
def test_each_one_leaves_by_email_and_names_nobody(engine: Engine) -> None:
    party = author(engine)
    for code in sorted(security_letters.CODES):
        notify(engine, party, code)
    found = letters(engine)
    with transaction(engine) as session:
        numbers = session.scalars(select(Message.number).order_by(Message.id)).all()
    assert len(found) == 8
    assert [one.key for one in found] == [f"message-{number}" for number in numbers]
    assert {(one.channel, one.address) for one in found} == {("email", "p1@example.org")}
    for one in found:
        assert one.body.startswith("Dear Aino Salo,\n")
        assert "15 October 2026, 10:11" in one.body
        assert f"{BASE}/messages\n" in one.body
        assert [words for words in SECRETS if words in one.subject + one.body] == []


def test_other_notices_leave_none(engine: Engine) -> None:
    party = author(engine)
    notify(engine, party, "name_confirmed")
    assert letters(engine) == []


def test_what_was_chosen_about_reminders_does_not_matter(engine: Engine) -> None:
    """By e-mail where it can, else on paper to an address that is known, else not at all."""
    wanted = {
        "P1": ("p1@example.org", "none", {}, "email"),
        "P2": ("p2@example.org", "paper", HOME, "email"),
        "P3": (None, "none", HOME, "paper"),
        "P4": ("not an address", "email", HOME, "paper"),
        "P5": (None, "paper", {}, "none"),
    }
    ids = {code: author(engine, code, email=said[0]) for code, said in wanted.items()}
    with transaction(engine) as session:
        for code, (_email, chosen, home, _way) in wanted.items():
            session.add(Preference(party_id=ids[code], reminders=chosen, **home))
        session.flush()
        found = {code: outgoing.way_for_security(session, number) for code, number in ids.items()}
    assert {code: way.channel for code, way in found.items()} == {
        code: said[3] for code, said in wanted.items()
    }
    for number in ids.values():
        notify(engine, number, "passkey_added")
    assert [one.channel for one in letters(engine)] == ["email", "email", "paper", "paper"]


def test_on_paper_stand_the_words_of_the_message(engine: Engine) -> None:
    party = author(engine, email=None)
    with transaction(engine) as session:
        session.add(Preference(party_id=party, reminders="none", **HOME))
    notify(engine, party, "visit_ended")
    [letter] = letters(engine)
    assert letter.address == "Aino Salo\nRantatie 1\n00100 Helsinki\nFI"
    assert "from customer service looked at 4 pages on 15 October 2026, 10:02–10:11" in letter.body


def test_it_comes_in_the_language_of_the_party(engine: Engine) -> None:
    notify(engine, author(engine, locale="fi"), "mandate_revoked")
    [letter] = letters(engine)
    assert letter.locale == "fi"
    assert "lokakuuta 2026" in letter.body


def test_what_is_rolled_back_left_no_letter_and_a_notice_has_one(engine: Engine) -> None:
    party = author(engine)

    def fail() -> None:
        with transaction(engine, letters=Letters()) as session:
            notices.notify(session, SYSTEM, party, "passkey_added", TODAY, **FACTS)
            assert session.scalars(select(Outgoing)).all() != []
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert letters(engine) == []
    with transaction(engine, letters=Letters()) as session:
        [said] = notices.tell(session, [(party, FACTS)], "passkey_added", TODAY)
        wrote = [
            security_letters.write(session, said, "passkey_added", json.dumps(FACTS))
            for _ in range(2)
        ]
    assert wrote == [True, False]
    assert len(letters(engine)) == 1


def test_a_passkey_is_told_once_when_it_comes_and_when_it_goes(
    client: PageClient, database: Any
) -> None:
    engine = client.app.extensions["portal.engine"]
    author(engine)
    with database() as session:
        account = session.scalars(select(Account)).one()
    sign_in(client, account)
    add_passkey(client, "Blue key")
    with database() as session:
        [key] = session.scalars(select(Passkey))
    for status in (303, 404):
        client.post(f"/passkeys/{key.handle}/remove", token_from="/passkeys", status=status)
    assert subjects(engine) == [
        "A passkey was added to your pages", "A passkey was removed from your pages",
    ]  # fmt: skip


def test_a_visit_is_told_when_it_begins_and_when_it_ends(engine: Engine) -> None:
    """The worker ends it; a second round, and her own click, tell nothing more."""
    party = author(engine)
    now = datetime.now(UTC)
    with transaction(engine, letters=Letters(BASE)) as session:
        minna = people.staff(session, "S1", "Minna Tuki")
        account = people.account(session, staff=minna)
        visitor = Actor("Minna Tuki", account.id, staff_id=minna.id, staff_role="support")
        herself = Identity(Actor("Aino Salo", party_id=party), subject_id=party)
        code = support_codes.make(session, herself, "reading", "ab" * 16, now)
        asked = Asked("P1", "caller", "She called about her book", "code")
        support_visits.start_with_code(session, visitor, "token", asked, code, now, TODAY)
        assert visit_ends.end_by_author(session, herself, now + timedelta(minutes=1), TODAY) == 1
        assert visit_ends.end_by_author(session, herself, now + timedelta(minutes=2), TODAY) == 0
    assert subjects(engine) == [
        "Customer service is looking at your pages", "Customer service has looked at your pages",
    ]  # fmt: skip


def test_the_worker_tells_of_a_visit_whose_time_is_over(
    engine: Engine, sqlite_url: str, tmp_path: Path
) -> None:
    party = author(engine)
    then = datetime.now(UTC) - timedelta(minutes=40)
    with transaction(engine) as session:
        minna = people.staff(session, "S1", "Minna Tuki")
        session.add(SupportVisit(
            handle="v1", staff_id=minna.id, party_id=party, reason="caller", note="She called us",
            consent="code", mode="reading", asked_at=then, started_at=then, token_sha256="",
            ends_at=then + timedelta(minutes=30),
        ))  # fmt: skip
    work = queue.queue_for(sqlite_url, tmp_path)
    made = tasks.register(work, sqlite_url, tmp_path, letters=Letters(BASE))
    work.storage.close()
    assert (made["end_visits"](), made["end_visits"]()) == (1, 0)
    assert subjects(engine) == ["Customer service has looked at your pages"]


def test_a_right_to_act_is_told_when_it_is_given_and_when_it_ends(engine: Engine) -> None:
    author(engine)
    with transaction(engine, letters=Letters(BASE)) as session:
        member = people.staff(session, "O1", "Olli Officer", "officer")
        who = Actor("Olli Officer", staff_id=member.id, staff_role="officer")
        holder = people.account(session, people.person(session, "P2", "Aki Agentti"))
        wanted = Wanted(holder.id, "agent", frozenset({"works"}), TODAY, None, "A contract")
        number = mandates.give(session, "P1", wanted, who, TODAY)
        mandates.give(session, "P1", wanted, who, TODAY)
        mandates.revoke(session, number, who, TODAY)
        mandates.revoke(session, number, who, TODAY)
    assert subjects(engine) == ["Somebody may act for you", "A right to act for you has ended"]


def test_lost_passkeys_of_staff_by_the_command(sqlite_url: str, tmp_path: Path) -> None:
    """Only a member of staff who is a payee too has an address that the portal knows."""
    console = Console(sqlite_url, tmp_path, str(TODAY))
    boss = console.staff("Aada Admin", role="administrator")
    codes = [console.staff(name, role="approver") for name in ("Bo Payee", "Cia Alone")]
    with console.session() as session:
        party = people.person(session, email="bo@example.org")
        for code in codes:
            account = people.account(session, staff=member(session, code))
            session.add(Passkey(
                account_id=account.id, credential_id=code, public_key=b"", name="Key",
                handle=code, added_at=datetime.now(UTC),
            ))  # fmt: skip
        member(session, codes[0]).party_id = party.id
    for code in (*codes, codes[0]):
        console.told("staff", "forget-passkeys", code, "--as", boss)
    with console.session() as session:
        found = session.scalars(select(Outgoing)).all()
    assert [one.address for one in found] == ["bo@example.org"]
