"""Preferences: how a party wants to be met: letters on the screen, language, reminders."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel.errors import Refusal
from portal.kernel.identity import Identity
from portal.services.audit import audit
from portal.services.base import locks
from portal.store.people import Account, Party
from portal.store.preferences import LETTER_SIZES, REMINDER_CHANNELS, THEMES, Preference

__all__ = ["LETTER_SIZES", "REMINDER_CHANNELS", "THEMES"]


class NoWayToRemind(Refusal):
    """The channel needs an address that is not there; `reason`: email or paper."""

    code = "no_way_to_remind"


class ChoiceUnknown(Refusal):
    """A choice that is not among those offered; `field` names it."""

    code = "choice_unknown"


@dataclass(frozen=True)
class Screen:
    """The size of letters (LETTER_SIZES) and light or dark (THEMES)."""

    letters: str = "normal"
    theme: str = "auto"


@dataclass(frozen=True)
class Chosen:
    """What a party chose, or what holds without a choice; the locale is that of its letters."""

    locale: str
    reminders: str
    screen: Screen


def preference(session: Session, party_id: int) -> Preference:
    """The party's row, made with what holds without a choice where there is none yet."""
    row = session.get(Preference, party_id)
    if row is None:
        row = Preference(party_id=party_id)
        session.add(row)
        session.flush()
    return row


def chosen(session: Session, party_id: int) -> Chosen:
    """What the party chose."""
    locale = session.get_one(Party, party_id).locale
    row = session.get(Preference, party_id)
    if row is None:
        return Chosen(locale, REMINDER_CHANNELS[0], Screen())
    return Chosen(locale, row.reminders, Screen(row.letter_size, row.theme))


def screen_of(session: Session, issuer: str, subject: str) -> Screen | None:
    """What the person behind a sign-in chose for her screen; None when she never chose."""
    row = session.execute(
        select(Preference.letter_size, Preference.theme)
        .join(Account, Account.party_id == Preference.party_id)
        .where(Account.issuer == issuer, Account.subject == subject)
    ).first()
    return Screen(row.letter_size, row.theme) if row else None


def save_screen(session: Session, identity: Identity, screen: Screen) -> bool:
    """Keeps the choice for the person at the screen, whomever she acts for; False when unchanged.

    Raises ChoiceUnknown.
    """
    _check("letters", screen.letters, LETTER_SIZES)
    _check("theme", screen.theme, THEMES)
    own = identity.actor.party_id
    if own is None:
        return False
    locks.alone(session)
    row = preference(session, own)
    if Screen(row.letter_size, row.theme) == screen:
        return False
    row.letter_size, row.theme = screen.letters, screen.theme
    own_identity = Identity(identity.actor, subject_id=own)
    audit.record(session, own_identity, "screen_chosen", letters=screen.letters, theme=screen.theme)
    return True


def save_language(session: Session, identity: Identity, locale: str) -> bool:
    """Letters to the party come in this language from now on; False when they did already."""
    party_id = _subject(identity)
    locks.alone(session)
    before = session.scalars(select(Party.locale).where(Party.id == party_id)).one()
    if before == locale:
        return False
    session.execute(update(Party).where(Party.id == party_id).values(locale=locale))
    audit.record(session, identity, "language_chosen", locale=locale)
    return True


def save_reminders(session: Session, identity: Identity, channel: str) -> bool:
    """Reminders come by this channel; False when they did already.

    Raises ChoiceUnknown, and NoWayToRemind where the channel's address is missing.
    """
    _check("reminders", channel, REMINDER_CHANNELS)
    locks.alone(session)
    row = preference(session, _subject(identity))
    email = session.scalars(select(Party.email).where(Party.id == row.party_id)).one()
    if channel == "email" and not email:
        raise NoWayToRemind(reason="email")
    if channel == "paper" and not (row.street and row.town):
        raise NoWayToRemind(reason="paper")
    if row.reminders == channel:
        return False
    row.reminders = channel
    audit.record(session, identity, "reminders_chosen", channel=channel)
    return True


def _subject(identity: Identity) -> int:
    if identity.subject_id is None:
        raise ValueError("nobody is acted for")
    return identity.subject_id


def _check(field: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ChoiceUnknown(field=field)
