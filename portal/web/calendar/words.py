"""The public days in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask_babel import gettext as _

from portal.services.money.calendar import Entry, PublicDay
from portal.wording import formats


def entries(days: Iterable[PublicDay], base_url: str) -> list[Entry]:
    """Entries of a calendar; `base_url` is the portal's public address."""
    return [_entry(one, base_url) for one in days]


def _entry(one: PublicDay, base_url: str) -> Entry:
    host = urlsplit(base_url).hostname or "localhost"
    summary, description = {"last_day": _last_day, "payment": _payment, "expiry": _expiry}[
        one.what
    ](one)
    if one.planned:
        description = " ".join((description, _("The day is planned and can still change.")))
    return Entry(
        uid=f"{one.key}@{host}",
        stamp=one.known_at,
        day=one.day,
        summary=summary,
        description=description,
        url=f"{base_url}/money",
        planned=one.planned,
    )


def _last_day(one: PublicDay) -> tuple[str, str]:
    day = formats.day(one.payment_day) if one.payment_day else ""
    return (
        _("Last day to add or change works"),
        _("For the payment of %(day)s. What comes later counts for the payment after it.", day=day),
    )


def _payment(one: PublicDay) -> tuple[str, str]:
    names = {
        "autumn": _("Autumn payment of lending remuneration"),
        "spring": _("Spring payment of lending remuneration"),
    }
    return names[one.kind], _("Your own payment is on the money page, after you sign in.")


def _expiry(one: PublicDay) -> tuple[str, str]:
    return (
        _("Last day for the loans of %(year)s", year=one.loan_year),
        _("What is not paid by then expires. Check in time that your list has all your works."),
    )
