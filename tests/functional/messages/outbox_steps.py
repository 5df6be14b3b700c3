"""What the tests of the outbox do again and again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select, update

from portal.jobs.sending import Posting, empty_outbox
from portal.services.messages import outgoing
from portal.services.messages.outgoing import Letter
from portal.store.messages import Outgoing
from portal.store.session import transaction
from tests.functional.messages.post_office import PostOffice

AINO = "aino@example.org"


def write(engine: Engine, key: str = "one", address: str = AINO, **more: Any) -> int:
    with transaction(engine) as session:
        letter = Letter(more.pop("subject", "A letter"), more.pop("body", "Päivää, Aino.\n"))
        outgoing.write_email(session, key=key, address=address, locale="fi", letter=letter, **more)
        found = session.scalars(select(Outgoing).where(Outgoing.key == key)).one()
        return found.id


def row(engine: Engine, number: int) -> Outgoing:
    with transaction(engine) as session:
        return session.get_one(Outgoing, number)


def empty(database_url: str, office: PostOffice, tries: int = 10) -> dict[str, int]:
    return dict(empty_outbox(database_url, Posting(office.server, tries)))


def make_due(engine: Engine) -> None:
    with transaction(engine) as session:
        session.execute(update(Outgoing).values(next_try_at=datetime.now(UTC)))
