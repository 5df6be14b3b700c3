"""The demo's messages: a letter to everybody, an answered question, an open one.

Older notices are read. The services write down the real moment; the story's day takes its place,
as in moments.py.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor, Identity
from portal.services.access import staff
from portal.services.messages import messages
from portal.services.office import office_letters
from portal.store.messages import Message, Outgoing
from portal.store.people import Party
from portal.store.receipts import Receipt
from portal.wording.letters import Letters

SAIMA, ALIISA = "D005", "D001"
SUPPORT = "marketta-tukiranta"
NOON = time(9, 30, tzinfo=UTC)
STILL_NEW = timedelta(days=45)

QUESTION = """Good morning,

a library has my translation under two ISBNs, one for the hardback and one for the paperback.
Do I have to add both, or is one enough?

With kind regards
Saima Ojalehto"""
ANSWER = """Dear Saima,

add both: each ISBN is paid for its own loans. Your entry for the hardback does not cover the \
paperback. Paste the two numbers at once under Works, Add works.

You can do it until 30 October. Then the loans of both count in the payment of December.

Marketta Tukiranta
customer service"""
THANKS = "Thank you, now both are in my list."
OPEN = """Hello,

the work page of our first picture book says that two people share the text, and that is right.
Will my husband see the same page when he signs in?"""
LETTER = """Dear author,

the last day to add works for the payment of December is 30 October. Look through your list once
more: are the audiobooks there, and the new editions of this year?

You need not do anything when the list is complete. We write again when the payment is calculated.

Marketta Tukiranta
customer service"""


def write(session: Session, today: date) -> None:
    """Writes the messages of the last weeks before the demo's day."""
    render = Letters()
    _read_older_notices(session, today)
    saima, aliisa = _identity(session, SAIMA), _identity(session, ALIISA)
    support = staff.actor(session, SUPPORT, today)
    asked, answered = today - timedelta(days=8), today - timedelta(days=7)
    number = messages.ask(session, saima, "works", QUESTION, asked)
    office_letters.answer(session, number, ANSWER, support, answered, render)
    messages.reply(session, saima, number, THANKS, today - timedelta(days=6))
    messages.ask(session, aliisa, "works", OPEN, today - timedelta(days=1))
    subject = "The last day before the payment of December"
    office_letters.send(session, None, subject, LETTER, support, today - timedelta(days=2), render)
    session.flush()
    _date(session)


def _read_older_notices(session: Session, today: date) -> None:
    """Whoever looks first finds the news of these weeks, and not eight years of them."""
    older = (Message.kind == "notice", Message.day < today - STILL_NEW)
    session.execute(update(Message).where(*older).values(read_at=datetime.combine(today, NOON)))


def _date(session: Session) -> None:
    """Messages, their letters and receipts bear the moment of the story."""
    for row in session.scalars(select(Message)):
        row.at = datetime.combine(row.day, NOON)
        if row.read_at is not None:
            row.read_at = row.at + timedelta(hours=1)
    days = {row.id: row.day for row in session.scalars(select(Message))}
    for letter in session.scalars(select(Outgoing).where(Outgoing.message_id.is_not(None))):
        letter.written_at = datetime.combine(days[letter.message_id or 0], NOON)
    for receipt in session.scalars(select(Receipt)):
        receipt.at = datetime.combine(receipt.day, NOON)


def _identity(session: Session, code: str) -> Identity:
    party = session.scalars(select(Party).where(Party.code == code)).one()
    return Identity(Actor(label=party.name, party_id=party.id), subject_id=party.id)
