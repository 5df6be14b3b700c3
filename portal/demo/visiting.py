"""The demo's support visits: one by code some weeks ago, and one that waits for a colleague."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.identity import Actor, Identity
from portal.services.access import staff
from portal.services.visits import support_codes, support_visits, visit_ends, visit_views
from portal.services.visits.support_visits import Asked
from portal.store.access import SupportVisit
from portal.store.people import Party

SUPPORT, VISITED, WANTED = "marketta-tukiranta", "D012", "D006"
CALLED = time(7, 2, tzinfo=UTC)
SEEN = ("public.start", "works.index", "works.work", "money.index")


def say(session: Session, today: date) -> None:
    """A translator called 20 days ago and was helped; today somebody waits for help."""
    support = staff.actor(session, SUPPORT, today)
    day = today - timedelta(days=20)
    called = datetime.combine(day, CALLED)
    party = session.scalars(select(Party).where(Party.code == VISITED)).one()
    herself = Identity(Actor(label=party.name, party_id=party.id), subject_id=party.id)
    drawn = hashlib.sha256(f"{VISITED} {day}".encode()).hexdigest()[:32]
    digits = support_codes.make(session, herself, "reading", drawn, called)
    asked = Asked(VISITED, "caller", "She asks why a book was added a day too late", "code")
    begun = called + timedelta(minutes=1)
    support_visits.start_with_code(session, support, "the demo", asked, digits, begun, day)
    visit = session.scalars(select(SupportVisit)).one()
    for minutes, endpoint in enumerate(SEEN, 1):
        at = begun + timedelta(minutes=minutes)
        visit_views.log(session, visit.id, endpoint, sent=False, status=200, now=at)
    visit_ends.end_own(session, support, begun + timedelta(minutes=8), day)
    wanted = Asked(WANTED, "email_case", "Her letter of Monday about the anthology", "colleague")
    support_visits.ask(session, support, wanted, datetime.now(UTC))
