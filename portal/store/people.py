"""Parties (persons, estates, organisations), their names, tax cards, accounts, mandates, staff."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.identity import STAFF_ROLES
from portal.store.base import Base, one_of
from portal.store.types import Id, Moment, Text200

PARTY_KINDS = ("person", "estate", "organisation")
MEANS = ("provider", "passkey", "email")
MANDATE_KINDS = ("heir", "guardian", "agent")
NAME_KINDS = ("pen_name", "former_name", "spelling")
NAME_STATES = ("confirmed", "waiting", "refused")


class Party(Base):
    """Whoever may be paid, pay or hold rights: a person, an estate or an organisation."""

    __tablename__ = "party"
    __table_args__ = (one_of("kind", PARTY_KINDS),)

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(16), default="person")
    code: Mapped[str] = mapped_column(String(64), unique=True)
    """The identifier that files use (`person_id`)."""
    name: Mapped[Text200]
    birth_year: Mapped[int | None]
    death_year: Mapped[int | None]
    """Year of death: the term ends 70 years after it."""
    died_on: Mapped[date | None] = mapped_column(Date)
    """The day of death where it is known; else only the year is."""
    death_source: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """The document that the office recorded the death from, or why it took the record back."""
    email: Mapped[str | None] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(16), default="en")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    """The party that this one turned out to be; NULL as long as it stands for itself."""
    closed_on: Mapped[date | None] = mapped_column(Date)
    country: Mapped[str] = mapped_column(String(2), default="FI")
    """Country of tax residence, ISO 3166-1 alpha-2."""
    joined_on: Mapped[date] = mapped_column(Date)
    version: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    """A number drawn anew whenever something changes that the party's own pages show."""

    names: Mapped[list[PartyName]] = relationship(order_by="PartyName.id")


class PartyName(Base):
    """Another name of a party: a pen name, a former name, another spelling."""

    __tablename__ = "party_name"
    __table_args__ = (
        UniqueConstraint("party_id", "name"),
        one_of("kind", NAME_KINDS),
        one_of("state", NAME_STATES),
    )

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    name: Mapped[Text200]
    kind: Mapped[str] = mapped_column(String(16), default="spelling", server_default="spelling")
    state: Mapped[str] = mapped_column(String(16), default="confirmed", server_default="confirmed")
    """A name that its owner added waits until somebody has looked at the proof."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    """The proof."""
    proof_note: Mapped[Text200] = mapped_column(default="", server_default="")
    """Where the proof is to be found, in the party's words, when no file was sent."""
    added_on: Mapped[date | None] = mapped_column(Date)
    """When its owner added it; NULL for a name that a file of the society brought."""
    decided_on: Mapped[date | None] = mapped_column(Date)
    refused_for: Mapped[str | None] = mapped_column(String(32))
    """Why it was refused, as a code."""


class TaxCard(Base):
    """A party's withholding percentage from a day on; the latest not after the run's day holds."""

    __tablename__ = "tax_card"
    __table_args__ = (
        UniqueConstraint("party_id", "valid_from"),
        CheckConstraint("percent_ppm BETWEEN 0 AND 1000000", name="percent_range"),
    )

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    valid_from: Mapped[date] = mapped_column(Date)
    percent_ppm: Mapped[int | None]
    """Parts per million of the gross; NULL says that from this day there is no card."""
    source: Mapped[Text200]


class Staff(Base):
    """A staff member; `party_id` names the payee that he or she also is."""

    __tablename__ = "staff"
    __table_args__ = (one_of("role", STAFF_ROLES),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(64), unique=True)
    """The id that `--as` takes."""
    name: Mapped[Text200]
    role: Mapped[str] = mapped_column(String(16))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    ended_on: Mapped[date | None] = mapped_column(Date)


class Account(Base):
    """A way in: one subject of one identity provider, for a party, a staff member or by mandate."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Id]
    issuer: Mapped[Text200]
    subject: Mapped[Text200]
    name: Mapped[Text200]
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Mandate(Base):
    """An account may act for a party: an heir for an estate, a guardian, an agent; dated."""

    __tablename__ = "mandate"
    __table_args__ = (one_of("kind", MANDATE_KINDS), UniqueConstraint("account_id", "party_id"))

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    kind: Mapped[str] = mapped_column(String(16))
    scopes: Mapped[str] = mapped_column(String(60), default="works money contact",
                                        server_default="works money contact")  # fmt: skip
    """What it covers, words of kernel.identity.SCOPES; an agent's never reach money."""
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """The document that it rests on, as the office names it."""
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class SignedIn(Base):
    """A session on the server; the cookie holds a token, the table only its SHA-256."""

    __tablename__ = "signed_in"
    __table_args__ = (Index("ix_signed_in_expires_at", "expires_at"), one_of("means", MEANS))

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """NULL while somebody is on the way through the identity provider."""
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    """The party acted for, when the account has several."""
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    device: Mapped[str] = mapped_column(String(120), default="", server_default="")
    """What the browser said it is, in words: "Firefox on Windows"."""
    handle: Mapped[str | None] = mapped_column(String(32), unique=True)
    """Names the session to its owner without the token's hash, so that she can end it."""
    means: Mapped[str] = mapped_column(String(16), default="provider", server_default="provider")
    """How it began: provider, passkey, or email, which only reads."""
    proved_at: Mapped[datetime | None] = mapped_column(Moment)
    """The last proof by passkey or identity provider."""
    data: Mapped[str] = mapped_column(String(8000), default="{}")
    """JSON: what the sign-in keeps between two requests (state, nonce, verifier, return)."""
