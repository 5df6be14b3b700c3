"""How a party wants to be met: contact, consent, reminders, letters on the screen; addresses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base, one_of
from portal.store.types import Id, Moment

REMINDER_CHANNELS = ("email", "paper", "none")
LETTER_SIZES = ("normal", "large", "largest")
THEMES = ("auto", "light", "dark")


class Preference(Base):
    """A party's choices; a party without a row has the defaults."""

    __tablename__ = "preference"
    __table_args__ = (
        one_of("reminders", REMINDER_CHANNELS),
        one_of("letter_size", LETTER_SIZES),
        one_of("theme", THEMES),
    )

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True)
    reminders: Mapped[str] = mapped_column(String(16), default="email")
    letter_size: Mapped[str] = mapped_column(String(16), default="normal")
    theme: Mapped[str] = mapped_column(String(16), default="auto")
    phone: Mapped[str] = mapped_column(String(40), default="")
    street: Mapped[str] = mapped_column(String(200), default="")
    post_code: Mapped[str] = mapped_column(String(20), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    post_country: Mapped[str] = mapped_column(String(2), default="FI")
    licence_contact: Mapped[bool] = mapped_column(default=False)
    """Consent: the office may tell publishers and others who ask how to reach the party."""
    licence_contact_on: Mapped[date | None] = mapped_column(Date)
    """The day on which the consent was given or taken back."""
    add_new_editions: Mapped[bool] = mapped_column(default=False, server_default="0")
    """New editions of works in the list are added by themselves."""


class EmailChange(Base):
    """A new e-mail address on its way: it holds once its letter's link is opened."""

    __tablename__ = "email_change"

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class Dismissal(Base):
    """A hint that the party does not want to see again, with the reason."""

    __tablename__ = "dismissal"
    __table_args__ = (UniqueConstraint("party_id", "hint", "subject"),)

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    hint: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(64))
    """What the hint was about: an ISBN, a loan year."""
    reason: Mapped[str] = mapped_column(String(64))
    dismissed_on: Mapped[date] = mapped_column(Date)
