"""What the demo's people said of themselves: names with proofs, contact, consent, reminders.

Telephone numbers are of the range that Finland keeps for fiction and tests; streets are invented.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor, Identity
from portal.services.access import staff
from portal.services.base.documents import Sent
from portal.services.people import contact, name_decisions, names, preferences
from portal.services.people.contact import Post
from portal.services.people.names import NewName
from portal.store.people import Party, PartyName

ALIISA, SAIMA, LUMI = "D001", "D005", "D006"
SUPPORT = "marketta-tukiranta"
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def say(session: Session, data_dir: Path, today: date) -> None:
    """Writes it all down through the services, as the pages would."""
    aliisa, saima, lumi = (_identity(session, code) for code in (ALIISA, SAIMA, LUMI))
    contact.save_post(
        session, aliisa, Post("+358 457 123 4567", "Kirjavainio 3", "00990", "Demola"), today
    )
    contact.save_consent(session, aliisa, True, today)
    for said in (
        NewName("A. T. Vuorenhovi", "spelling", "On the title pages before 2005", None),
        NewName("Liisa Suonsilmä", "pen_name", "", Sent("sopimus 1998.pdf", PDF)),
    ):
        names.add_name(session, data_dir, aliisa, said, today)
    names.add_name(session, data_dir, saima, NewName("S. M.", "pen_name", "On two covers"), today)
    _refuse(session, "S. M.", today)
    contact.save_post(session, lumi, Post("", "Antologiankuja 14 B", "00990", "Demola"), today)
    preferences.save_reminders(session, lumi, "paper")


def _refuse(session: Session, name: str, today: date) -> None:
    number = session.scalars(select(PartyName.id).where(PartyName.name == name)).one()
    name_decisions.refuse(session, number, "no_proof", staff.actor(session, SUPPORT, today), today)


def _identity(session: Session, code: str) -> Identity:
    party = session.scalars(select(Party).where(Party.code == code)).one()
    return Identity(Actor(label=party.name, party_id=party.id), subject_id=party.id)
