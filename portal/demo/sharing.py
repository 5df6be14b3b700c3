"""The demo's shared works: one dispute that waits for an answer, one decided, and invitations.

It comes after all runs, so that their digests stay; words and names are the demo's own.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor, Identity
from portal.kernel.letter import Letter
from portal.services.access import staff
from portal.services.sharing import dispute_decisions, disputes, invitations
from portal.services.sharing.complaints import Complaint
from portal.services.sharing.dispute_decisions import Decision
from portal.services.sharing.invitations import Invited
from portal.store.catalogue import Edition
from portal.store.people import Party
from portal.wording.letters import Letters

IIRO, SIRPA, TERHI, OONA = "D018", "D019", "D012", "D031"
OFFICER = "kaarlo-petajasuo"
CIRCUS, CAFE = 9789513130312, 9789513130329
LIBRARY, ANTHOLOGY = 9789510303221, 9789513137311

THREE = """There were three of us: Iiro, I, and a student who translated the last two chapters and
wants to stay unnamed. It is in the contract of 2015."""
TWO = """I remember two. The student read the proofs and was paid for that by the publisher. I
have sent the contract to the office."""
DECIDED = """The contract of 2015 names two translators and one reader of proofs. A reader of
proofs has no part in the translation, so there are two translators."""


def say(session: Session, data_dir: Path, today: date) -> None:
    """Writes it all down through the services, as the pages would, in the last weeks."""
    _decided(session, data_dir, today)
    _open(session, today)
    _invite(session, today)


def _decided(session: Session, data_dir: Path, today: date) -> None:
    """Sirpa said three, Iiro did not agree, and the office decided."""
    render = Letters()
    sirpa, iiro = _identity(session, SIRPA), _identity(session, IIRO)
    said = Complaint("heads", "translator", 3, THREE)
    day = today - timedelta(days=40)
    opened = disputes.start(session, sirpa, _edition(session, CAFE), said, day, render)
    day = today - timedelta(days=33)
    disputes.disagree(session, data_dir, iiro, opened.number, TWO, None, day, render)
    day = today - timedelta(days=20)
    who = staff.actor(session, OFFICER, day)
    decision = Decision("facts", heads={"translators": 2})
    dispute_decisions.decide(session, opened.number, decision, DECIDED, who, day, render)


def _open(session: Session, today: date) -> None:
    """Of another book they still disagree, as their entries have said for years."""
    sirpa = _identity(session, SIRPA)
    words = "As with the other book: three of us translated it, and I can show the letters."
    said = Complaint("heads", "translator", 3, words)
    day = today - timedelta(days=9)
    disputes.start(session, sirpa, _edition(session, CIRCUS), said, day, Letters())


def _invite(session: Session, today: date) -> None:
    """Terhi invites the writer of the original by e-mail, Oona one of sixty by a letter."""
    day = today - timedelta(days=5)
    email = Invited("Lena Ahlbrandt", "original_author", 1, "lena.ahlbrandt@demo.example")
    terhi = _identity(session, TERHI)
    invitations.invite(session, terhi, _edition(session, LIBRARY), email, _letter, day)
    paper = Invited("Pyry Hangaslahti", "author", 60)
    oona = _identity(session, OONA)
    invitations.invite(session, oona, _edition(session, ANTHOLOGY), paper, _letter, day)


def _letter(_inviter: str, _code: str, _last_day: date) -> Letter:
    """The demo sends nothing: what would leave says so."""
    return Letter("You are invited to a book", "A letter of the demo. Nothing leaves it.\n")


def _edition(session: Session, isbn: int) -> int:
    return session.scalars(select(Edition.id).where(Edition.isbn == isbn)).one()


def _identity(session: Session, code: str) -> Identity:
    party = session.scalars(select(Party).where(Party.code == code)).one()
    return Identity(Actor(label=party.name, party_id=party.id), subject_id=party.id)
