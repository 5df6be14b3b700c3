"""portal messages: questions and answers, letters to one and all, paper, the outbox, reminders."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.kernel.identity import Actor, Identity
from portal.services.messages import messages
from portal.services.people import preferences
from portal.store.messages import Message, Outgoing
from portal.store.people import Party
from tests.factories.console import Console, claim, loans, person, rate

TODAY = date(2026, 10, 15)
WORDS = "Dear author,\n\nthe last day is 3 November.\n"


def told_by(console: Console, code: str, words: str = "Is my book there?") -> str:
    """A question of a person; returns its number."""
    with console.session() as session:
        party = session.scalars(select(Party).where(Party.code == code)).one()
        identity = Identity(Actor(party.name, party_id=party.id), party.id)
        return messages.ask(session, identity, "works", words, TODAY)


def prefers(console: Console, code: str, channel: str, **post: str) -> None:
    with console.session() as session:
        party = session.scalars(select(Party).where(Party.code == code)).one()
        row = preferences.preference(session, party.id)
        row.reminders = channel
        for name, value in post.items():
            setattr(row, name, value)


def outgoing(console: Console) -> list[tuple[str, str, str, str]]:
    """Channel, address, subject and body of every letter, by address."""
    with console.session() as session:
        rows = session.scalars(select(Outgoing).order_by(Outgoing.address, Outgoing.id))
        return [(row.channel, row.address, row.subject, row.body) for row in rows]


def furnished(made: Console) -> Console:
    """Two people, one with an e-mail address that can be used, and a member of customer service."""
    made.people(person("P1"), person("P2"))
    with made.session() as session:
        aino = session.scalars(select(Party).where(Party.code == "P1")).one()
        aino.email, aino.locale = "aino@example.org", "fi"
    made.staff("Stina Stöd", "support")
    made.staff("Olavi Oikea", "approver")
    return made


@pytest.fixture
def on_both(on_both: Console) -> Console:
    return furnished(on_both)


@pytest.fixture
def console(console: Console) -> Console:
    return furnished(console)


def test_a_question_is_listed_answered_once_and_then_closed(on_both: Console) -> None:
    number = told_by(on_both, "P1")
    [open_] = on_both.told("messages", "list", "--open")["questions"]
    assert (open_["person"], open_["words"], open_["open"]) == ("P1", "Is my book there?", True)
    answer = on_both.written("answer.txt", "Yes, it is.")
    command = ("messages", "answer", open_["number"], "--as", "stina-stod", "--text", answer)
    assert on_both.told(*command) == on_both.told(*command)
    assert on_both.told("messages", "list", "--open") == {"questions": []}
    [closed] = on_both.told("messages", "list")["questions"]
    assert (closed["open"], closed["words"]) == (False, "Yes, it is.")
    [(channel, address, _subject, body)] = outgoing(on_both)
    assert (channel, address) == ("email", "aino@example.org")
    assert "Yes" not in body
    with on_both.session() as session:
        asked = session.scalars(select(Message).where(Message.number == number)).one()
        given = session.scalars(select(Message).where(Message.kind == "answer")).one()
        assert (given.thread_id, given.written_by, given.party_id) == (
            asked.id, "Stina Stöd", asked.party_id,
        )  # fmt: skip
    on_both.run("verify")


def test_a_letter_goes_to_those_named_by_the_way_that_each_chose(console: Console) -> None:
    prefers(console, "P2", "paper", street="Kuja 1", post_code="00990", town="Demola")
    letter = console.written("letter.txt", WORDS)
    sent = console.told("messages", "send", "--as", "stina-stod", "--to", "P1", "--to", "P2",
                        "--to", "P1", "--subject", "The last day", "--text", letter)  # fmt: skip
    assert sent == {"people": 2}
    paper, email = outgoing(console)
    assert paper[:3] == ("paper", "Person P2\nKuja 1\n00990 Demola\nFI", "The last day")
    assert "the last day is 3 November." in paper[3]
    assert email[:2] == ("email", "aino@example.org")
    assert "November" not in email[3]


def test_a_letter_to_all_reaches_who_wants_none_in_the_portal_alone(on_both: Console) -> None:
    prefers(on_both, "P2", "none")
    letter = on_both.written("letter.txt", WORDS)
    command = ("messages", "send", "--as", "stina-stod", "--all", "--subject", "News", "--text")
    assert on_both.told(*command, letter) == {"people": 2}
    assert on_both.count("message") == 2
    assert [row[1] for row in outgoing(on_both)] == ["aino@example.org"]


REFUSED = {
    "an approver": (("--as", "olavi-oikea", "--to", "P1"), "support, officer, administrator"),
    "nobody on staff": (("--as", "nobody", "--to", "P1"), "no staff member “nobody”"),
    "an unknown person": (("--as", "stina-stod", "--to", "P1", "--to", "P9"), "no person “P9”"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_letter_that_cannot_be_sent_is_sent_to_nobody(console: Console, what: str) -> None:
    options, said = REFUSED[what]
    letter = console.written("letter.txt", WORDS)
    refusal = console.refusal("messages", "send", *options, "--subject", "News", "--text", letter)
    assert said in refusal
    assert (console.count("message"), console.count("outgoing")) == (0, 0)


def test_an_empty_letter_and_a_number_that_is_none_are_refused(console: Console) -> None:
    empty = console.written("empty.txt", " \n")
    command = ("messages", "send", "--as", "stina-stod", "--to", "P1", "--subject", "News")
    assert "Write what you want to say." in console.refusal(*command, "--text", empty)
    words = console.written("words.txt", "Yes.")
    for number, said in (("00000-00001", "One sign is wrong"), ("00000-00000", "no message")):
        answer = ("messages", "answer", number, "--as", "stina-stod", "--text", words)
        assert said in console.refusal(*answer)


def test_to_whom_must_be_said_in_one_way(console: Console) -> None:
    letter = console.written("letter.txt", WORDS)
    command = ("messages", "send", "--as", "stina-stod", "--subject", "News", "--text", letter)
    console.run(*command, code=2)
    console.run(*command, "--to", "P1", "--all", code=2)


def test_paper_is_printed_once_and_waits_for_an_address(console: Console, tmp_path: Path) -> None:
    prefers(console, "P1", "paper", street="=cmd", post_code="00990", town="Demola")
    prefers(console, "P2", "paper")
    letter = console.written("letter.txt", WORDS)
    console.run("messages", "send", "--as", "stina-stod", "--all", "--subject", "News", "--text",
                letter)  # fmt: skip
    out = tmp_path / "letters"
    assert console.told("messages", "paper", "--out", out) == {
        "letters": 1, "without_address": 1,
    }  # fmt: skip
    [printed] = out.glob("*.txt")
    assert printed.read_text(encoding="utf-8").startswith("Person P1\n=cmd\n00990 Demola\nFI\n")
    assert "the last day is 3 November." in printed.read_text(encoding="utf-8")
    [listing] = out.glob("*.csv")
    with listing.open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["file"], row["name"], row["street"]) == (printed.name, "Person P1", "'=cmd")
    assert console.told("messages", "paper", "--out", out)["letters"] == 0


def test_letters_that_cannot_be_written_wait(console: Console, tmp_path: Path) -> None:
    prefers(console, "P1", "paper", street="Kuja 1", post_code="00990", town="Demola")
    letter = console.written("letter.txt", WORDS)
    console.run("messages", "send", "--as", "stina-stod", "--to", "P1", "--subject", "News",
                "--text", letter)  # fmt: skip
    (tmp_path / "file").write_text("in the way")
    refusal = console.refusal("messages", "paper", "--out", tmp_path / "file" / "below")
    assert "They wait" in refusal
    assert console.told("messages", "outbox")["paper_waiting"] == 1


def test_the_outbox_says_that_letters_wait_for_a_server(console: Console) -> None:
    letter = console.written("letter.txt", WORDS)
    console.run("messages", "send", "--as", "stina-stod", "--to", "P1", "--subject", "News",
                "--text", letter)  # fmt: skip
    found = console.told("messages", "outbox")
    assert (found["email_waiting"], found["server"]) == (1, False)
    assert "PORTAL_SMTP_URL is not set" in console.run("messages", "outbox").stdout
    assert "aino@example.org" not in console.run("messages", "outbox").stdout


def test_payees_are_told_what_they_get_and_the_e_mail_names_no_sum(on_both: Console) -> None:
    on_both.parameters(rate(2025, "0.30"))
    on_both.catalogue(claim("P1", 1), claim("P2", 2))
    on_both.loans(loans(1, 2025, 1000), loans(2, 2025, 10))
    with on_both.session() as session:
        told = session.scalars(select(Message.details).where(Message.code == "loans_arrived")).all()
    assert told == ['{"year": 2025}'] * 2
    on_both.loans(loans(1, 2025, 1), source="Espoo")
    assert on_both.count("message") == 2, "a year is told once"
    on_both.today = "2026-11-09"
    run = on_both.calculate("autumn", "2026-12-03", "2026-11-03")
    on_both.approve(run, "olavi-oikea")
    assert on_both.count("message") == 2, "one approval tells nobody"
    on_both.approve(run, on_both.staff("Anna Toinen"))
    with on_both.session() as session:
        notice = session.scalars(select(Message).where(Message.code == "payment_calculated")).one()
        party = session.get_one(Party, notice.party_id)
    # P1: 1,001 loans at €0.30 are €300.30; without a card 60 % is withheld, €180.18. P2 waits.
    assert party.code == "P1"
    assert notice.details == (
        '{"gross_cents": 30030, "net_cents": 12012, "pays_on": "2026-12-03", '
        f'"run": "{run["run"]}", "tax_cents": 18018}}'
    )
    [(_channel, address, _subject, body)] = outgoing(on_both)
    assert address == "aino@example.org"
    assert "120" not in body
    assert "300" not in body
    on_both.run("verify")


def remind(console: Console, day: str) -> int:
    console.today = day
    count = console.told("messages", "remind")["reminders"]
    assert isinstance(count, int)
    return count


@pytest.fixture
def reminded(on_both: Console) -> Console:
    """P1 and P2 disagree about an edition; P3 is all in order. The last day is 3 November."""
    on_both.people(person("P3", tax="25"))
    on_both.parameters(rate(2025, "0.30"))
    on_both.catalogue(claim("P1", 1, heads=2), claim("P2", 1, heads=3), claim("P3", 2))
    on_both.loans(loans(1, 2025, 1000), loans(2, 2025, 1000))
    on_both.calculate("autumn", "2026-12-03", "2026-11-03")
    return on_both


def test_reminders_come_in_time_to_those_who_miss_something_once(reminded: Console) -> None:
    prefers(reminded, "P2", "none")
    assert remind(reminded, "2026-10-12") == 0, "22 days before is too early"
    assert remind(reminded, "2026-10-13") == 1
    [(channel, address, _subject, body)] = outgoing(reminded)
    assert (channel, address) == ("email", "aino@example.org")
    assert "3. marraskuuta 2026" in body
    assert remind(reminded, "2026-10-14") == 0
    assert remind(reminded, "2026-11-04") == 0
    prefers(reminded, "P2", "email")
    assert remind(reminded, "2026-11-03") == 1, "without an address it is paper"
    assert [row[0] for row in outgoing(reminded)] == ["paper", "email"]
    assert remind(reminded, "2026-11-03") == 0
    reminded.run("verify")


def test_nobody_is_reminded_while_no_last_day_is_set(console: Console) -> None:
    console.catalogue(claim("P1", 1, heads=2), claim("P2", 1, heads=3))
    assert remind(console, "2026-10-20") == 0


KILLED = """
import os, signal, sys
from portal.commands import main
from portal.services.suggestions import reminders
reminders.BATCH = 1
begun = []
first = reminders.remind
def second_dies(*arguments):
    begun.append(1)
    if len(begun) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return first(*arguments)
reminders.remind = second_dies
reminders.waiting.__defaults__ = (1,)
main(["messages", "remind"])
"""


def test_a_killed_reminder_goes_on_where_it_was(reminded: Console) -> None:
    reminded.today = "2026-10-20"
    done = subprocess.run(
        [sys.executable, "-c", KILLED], env=dict(reminded.environment), capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(outgoing(reminded)) == 1
    assert remind(reminded, "2026-10-20") == 1
    assert len(outgoing(reminded)) == 2
    with reminded.session() as session:
        keys = session.scalars(select(Outgoing.key)).all()
        assert len(set(keys)) == 2
