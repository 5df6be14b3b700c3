"""Contact: e-mail, telephone and post, and whether the office may tell them to those who ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.kernel import masking
from portal.kernel.errors import NotFound, Refusal
from portal.kernel.identity import Identity
from portal.services.access.masks import masks_for
from portal.services.audit import audit
from portal.services.base import locks
from portal.services.base.texts import checked_name
from portal.services.messages import receipts
from portal.services.people import email_changes
from portal.services.people.preferences import preference
from portal.store.people import Party
from portal.store.preferences import Preference

LONGEST = {"phone": 40, "street": 200, "post_code": 20, "town": 100}
_PHONE = frozenset("+0123456789 ()-/.")


class ContactUnusable(Refusal):
    """A way to reach the party cannot be kept; `reason` names it, `field` is the form's field.

    `reason`: phone, country or half_address.
    """

    code = "contact_unusable"


@dataclass(frozen=True)
class Post:
    """Telephone and post address as a form says them; country in two letters."""

    phone: str = ""
    street: str = ""
    post_code: str = ""
    town: str = ""
    country: str = "FI"


@dataclass(frozen=True)
class Contact:
    """How a party is reached, and the e-mail address that waits for its letter to be opened."""

    email: str
    email_waits: str
    waits_until: datetime | None
    post: Post
    may_be_told: bool
    told_since: date | None
    """The day on which the consent was given or taken back; None when it was never asked."""


def contact_of(session: Session, party_id: int) -> Contact:
    """How the party is reached."""
    email = session.get_one(Party, party_id).email
    row = session.get(Preference, party_id) or Preference(
        phone="", street="", post_code="", town="", post_country="FI", licence_contact=False
    )
    change = email_changes.waiting(session, party_id)
    return Contact(
        email=email or "",
        email_waits=change.email if change else "",
        waits_until=change.expires_at if change else None,
        post=Post(row.phone, row.street, row.post_code, row.town, row.post_country),
        may_be_told=row.licence_contact,
        told_since=row.licence_contact_on,
    )


def shown(session: Session, identity: Identity) -> Contact:
    """How the party acted for is reached, as far as this identity sees it."""
    known, hide = contact_of(session, _subject(identity)), masks_for(identity).of_contact
    post = {field: hide(getattr(known.post, field)) for field in LONGEST}
    return replace(
        known,
        email=hide(known.email),
        email_waits=hide(known.email_waits),
        post=replace(known.post, **post),
    )


def save_post(session: Session, identity: Identity, said: Post, today: date) -> str | None:
    """Keeps telephone and address; returns the receipt's number, None when nothing changed.

    Raises ContactUnusable and TextUnusable.
    """
    said = _checked(said)
    locks.alone(session)
    row = preference(session, _subject(identity))
    now = {
        "phone": said.phone, "street": said.street, "post_code": said.post_code,
        "town": said.town, "post_country": said.country,
    }  # fmt: skip
    changed = sorted(field for field, value in now.items() if getattr(row, field) != value)
    if not changed:
        return None
    before = _masked({field: getattr(row, field) for field in changed})
    for field in changed:
        setattr(row, field, now[field])
    session.flush()
    told = {"before": before, "after": _masked({field: now[field] for field in changed})}
    event = audit.record(session, identity, "contact_changed", fields=" ".join(changed), **told)
    return receipts.give(session, identity, "contact", event.id, event.id, today)


def save_consent(session: Session, identity: Identity, allowed: bool, today: date) -> str | None:
    """Keeps the consent with its day; returns the receipt's number, None when nothing changed."""
    locks.alone(session)
    row = preference(session, _subject(identity))
    if row.licence_contact == allowed and row.licence_contact_on is not None:
        return None
    row.licence_contact, row.licence_contact_on = allowed, today
    session.flush()
    event = audit.record(session, identity, "consent_changed", allowed=allowed)
    return receipts.give(session, identity, "contact", event.id, event.id, today)


def _masked(said: Mapping[str, str | None]) -> str:
    """What the audit keeps of the fields that changed."""
    kept = (masking.number(text) if field == "phone" else masking.words(text)
            for field, text in said.items())  # fmt: skip
    return ", ".join(text for text in kept if text)


def _checked(said: Post) -> Post:
    texts = {
        field: _text(field, getattr(said, field), longest) for field, longest in LONGEST.items()
    }
    if not set(texts["phone"]) <= _PHONE:
        raise ContactUnusable(reason="phone", field="phone")
    country = said.country.strip().upper()
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise ContactUnusable(reason="country", field="country")
    if any(texts[field] for field in ("street", "post_code", "town")) and not (
        texts["street"] and texts["town"]
    ):
        raise ContactUnusable(reason="half_address", field="town" if texts["street"] else "street")
    return Post(**texts, country=country)


def _text(field: str, text: str, longest: int) -> str:
    return checked_name(field, text, longest) if text.strip() else ""


def _subject(identity: Identity) -> int:
    if identity.subject_id is None:
        raise NotFound
    return identity.subject_id
