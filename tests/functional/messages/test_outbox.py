"""The outbox against a real post server: taken, refused, put off, hung up, slow, killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from portal.clients import mail
from portal.jobs import queue, tasks
from portal.jobs.sending import Posting, empty_outbox
from portal.services.messages import outgoing, posting
from portal.services.messages.outgoing import Letter
from portal.store.messages import Outgoing
from portal.store.people import Party
from portal.store.session import transaction
from tests.factories import people
from tests.functional.messages.outbox_steps import AINO, empty, make_due, row, write
from tests.functional.messages.post_office import PostOffice, text_of


def test_a_letter_arrives_once_in_its_language(
    engine: Engine, database_url: str, office: PostOffice
) -> None:
    number = write(engine)
    assert empty(database_url, office) == {"sent": 1}
    assert empty(database_url, office) == {}
    [letter] = office.letters
    assert office.recipients == [AINO]
    assert letter["To"] == AINO
    assert letter["From"] == "Colophon <portal@society.example.org>"
    assert letter["Subject"] == "A letter"
    assert letter["Content-Language"] == "fi"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert text_of(letter) == "Päivää, Aino.\n"
    assert row(engine, number).sent_at is not None
    assert row(engine, number).body == "", "links of letters are keys, and are not kept"


def test_a_letter_of_the_same_key_is_written_once(engine: Engine) -> None:
    write(engine)
    with transaction(engine) as session:
        again = outgoing.write_email(
            session, key="one", address=AINO, locale="fi", letter=Letter("Another", "Words")
        )
    assert again is False
    with transaction(engine) as session:
        assert session.scalars(select(Outgoing.subject)).all() == ["A letter"]


def test_a_letter_of_a_transaction_that_fails_was_never_written(engine: Engine) -> None:
    def fail() -> None:
        with transaction(engine) as session:
            outgoing.write_email(
                session, key="one", address=AINO, locale="fi", letter=Letter("A", "B")
            )
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with transaction(engine) as session:
        assert session.scalars(select(Outgoing)).all() == []


def test_no_text_can_add_a_header(engine: Engine, database_url: str, office: PostOffice) -> None:
    write(
        engine, subject="Hello\r\nBcc: all@example.org\r\n\r\nbody", body=".\r\nRCPT TO:<x@y.z>\n"
    )
    assert empty(database_url, office) == {"sent": 1}
    [letter] = office.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Hello Bcc: all@example.org body"
    assert office.recipients == [AINO]
    assert text_of(letter) == ".\nRCPT TO:<x@y.z>\n"


def test_a_refused_address_is_given_up_and_shown_to_its_party(
    engine: Engine, database_url: str, office: PostOffice
) -> None:
    with transaction(engine) as session:
        aino = people.person(session, email=AINO).id
    number = write(engine, party_id=aino)
    office.at_rcpt = lambda _address: "550 nobody lives here"
    assert empty(database_url, office) == {"given_up": 1}
    found = row(engine, number)
    assert (found.tries, found.problem) == (1, "address_refused")
    assert found.gave_up_at is not None
    with transaction(engine) as session:
        assert outgoing.address_fails(session, aino) == found.gave_up_at
        session.get_one(Party, aino).email = "new@example.org"
        session.flush()
        assert outgoing.address_fails(session, aino) is None


def test_an_address_that_works_again_is_not_shown_as_failing(
    engine: Engine, database_url: str, office: PostOffice
) -> None:
    with transaction(engine) as session:
        aino = people.person(session, email=AINO).id
    write(engine, party_id=aino)
    office.at_rcpt = lambda _address: "550 nobody lives here"
    empty(database_url, office)
    office.at_rcpt = lambda _address: "250 welcome back"
    write(engine, "two", party_id=aino)
    assert empty(database_url, office) == {"sent": 1}
    with transaction(engine) as session:
        assert outgoing.address_fails(session, aino) is None


def test_a_letter_that_is_put_off_waits_twice_as_long_each_time_and_ends(
    engine: Engine, database_url: str, office: PostOffice
) -> None:
    number = write(engine)
    office.at_data = lambda: "451 try later"
    waited = []
    for _ in range(3):
        before = datetime.now(UTC)
        assert empty(database_url, office, tries=4) == {"put_off": 1}
        waited.append(round((row(engine, number).next_try_at - before) / timedelta(minutes=1)))
        assert empty(database_url, office, tries=4) == {}
        make_due(engine)
    assert waited == [1, 2, 4]
    assert empty(database_url, office, tries=4) == {"given_up": 1}
    found = row(engine, number)
    assert (found.tries, found.problem) == (4, "put off 451")
    assert office.letters == []


def test_the_longest_pause_is_a_day() -> None:
    assert [posting.pause(tries) for tries in (1, 2, 11, 12, 400)] == [
        timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=1024), timedelta(days=1),
        timedelta(days=1),
    ]  # fmt: skip


def test_a_letter_that_the_server_refuses_for_its_text_does_not_blame_the_address(
    engine: Engine, database_url: str, office: PostOffice
) -> None:
    with transaction(engine) as session:
        aino = people.person(session, email=AINO).id
    number = write(engine, party_id=aino)
    office.at_data = lambda: "554 not this letter"
    assert empty(database_url, office) == {"given_up": 1}
    assert row(engine, number).problem == "refused 554"
    with transaction(engine) as session:
        assert outgoing.address_fails(session, aino) is None


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
def test_a_server_that_hangs_up_gets_the_letter_later_and_the_others_too(
    engine: Engine, database_url: str, office: PostOffice, where: str
) -> None:
    write(engine, "one")
    write(engine, "two", "eero@example.org")
    setattr(office, where, lambda *_said: None)
    assert empty(database_url, office) == {"away": 1}
    setattr(office, where, lambda *_said: "250 taken")
    make_due(engine)
    assert empty(database_url, office) == {"sent": 2}
    assert sorted(office.recipients) == [AINO, "eero@example.org"]


def test_a_server_that_is_too_slow_gets_the_letter_later(
    engine: Engine, database_url: str, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.2)
    number = write(engine)
    office.never_answers = True
    assert empty(database_url, office) == {"away": 1}
    assert row(engine, number).problem == "SMTPServerDisconnected"
    assert row(engine, number).sent_at is None


def test_letters_wait_untouched_while_there_is_no_server(
    engine: Engine, database_url: str, office: PostOffice
) -> None:
    number = write(engine)
    nobody = posting.server("smtp://127.0.0.1:1", "portal@society.example.org")
    assert dict(empty_outbox(database_url, Posting(nobody, 10))) == {"away": 1}
    assert dict(empty_outbox(database_url, Posting(None, 10))) == {}
    assert (row(engine, number).tries, row(engine, number).problem) == (0, None)


KILLED = """
import os, signal, sys
from portal.jobs import queue, tasks
from portal.jobs.sending import Posting, empty_outbox
from portal.services.messages import posting
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(posting, sys.argv[3], die)
server = posting.server(f"smtp://127.0.0.1:{sys.argv[2]}", "portal@society.example.org")
empty_outbox(sys.argv[1], Posting(server, 10))
"""


@pytest.mark.parametrize(("where", "copies"), [("take", 1), ("sent", 2)])
def test_a_worker_that_is_killed_loses_no_letter_and_a_copy_can_be_told(
    engine: Engine, database_url: str, office: PostOffice, where: str, copies: int
) -> None:
    write(engine)
    command = [sys.executable, "-c", KILLED, database_url, str(office.port), where]
    done = subprocess.run(command, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    if where == "sent":
        assert empty(database_url, office) == {}, "the letter is taken, so nobody takes it now"
        with transaction(engine) as session:
            session.scalars(select(Outgoing)).one().next_try_at -= posting.LEASE
    assert empty(database_url, office) == {"sent": 1}
    assert empty(database_url, office) == {}
    assert len(office.letters) == copies
    assert len({letter["Message-ID"] for letter in office.letters}) == 1


def test_the_worker_sends_by_itself(
    engine: Engine, database_url: str, office: PostOffice, tmp_path: Path
) -> None:
    write(engine)
    work = queue.queue_for(database_url, tmp_path)
    made = tasks.register(work, database_url, tmp_path, Posting(office.server, 10))
    work.storage.close()
    assert made["send_letters"]() == 1
    assert [letter["To"] for letter in office.letters] == [AINO]


def test_two_workers_never_take_the_same_letter(engine: Engine) -> None:
    write(engine, "one")
    write(engine, "two")
    now = datetime.now(UTC)
    with transaction(engine) as session:
        first = posting.take(session, now)
    with transaction(engine) as session:
        second, third = posting.take(session, now), posting.take(session, now)
    assert first is not None
    assert second is not None
    assert third is None
    assert first.id != second.id
    assert first.post.key != second.post.key


def test_many_letters_leave_over_one_connection(
    engine: Engine, database_url: str, office: PostOffice
) -> None:
    for number in range(20):
        write(engine, str(number), f"reader{number}@example.org")
    assert empty(database_url, office) == {"sent": 20}
    assert office.connections == 1
    assert len({letter["Message-ID"] for letter in office.letters}) == 20
