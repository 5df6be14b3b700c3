"""Ways in and visits: passkeys, links by e-mail, support codes, and who acted for whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.identity import VISIT_CONSENTS, VISIT_ENDS, VISIT_MODES, VISIT_REASONS
from portal.store.base import Base, one_of
from portal.store.types import Id, Moment, Text200


class Passkey(Base):
    """A public key that signs an account in; the private half never leaves its owner's device."""

    __tablename__ = "passkey"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    """Base64url, as the browser names it."""
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    """COSE key."""
    sign_count: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(80))
    """The owner's word for it: "My phone"."""
    transports: Mapped[str] = mapped_column(String(120), default="")
    backed_up: Mapped[bool] = mapped_column(default=False)
    handle: Mapped[str] = mapped_column(String(32), unique=True)
    added_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)


class EmailSignIn(Base):
    """A link by e-mail, with a code that is typed: it opens a session that only reads."""

    __tablename__ = "email_sign_in"

    id: Mapped[Id]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    """Of what the link carries."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    """NULL when nobody has the address: the pages are the same, and no letter is written."""
    code_sha256: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    wrong_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class Guess(Base):
    """Tries that failed, counted in the database so that all processes slow the same guesser."""

    __tablename__ = "guess"

    what: Mapped[str] = mapped_column(String(120), primary_key=True)
    """What was guessed at, and by whom or for whom; a digest where it would name somebody."""
    tries: Mapped[int]
    since: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment)


class SupportCode(Base):
    """Six digits that an author reads out: they let one staff member see her pages."""

    __tablename__ = "support_code"
    __table_args__ = (one_of("mode", VISIT_MODES),)

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    code_sha256: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(16), default="reading")
    """What its maker allows: reading, or changing catalogue and contact data too."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    wrong_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)


class SupportVisit(Base):
    """A staff member looks at a party's pages: asked for, begun, ended; never edited otherwise."""

    __tablename__ = "support_visit"
    __table_args__ = (
        one_of("reason", VISIT_REASONS),
        one_of("consent", VISIT_CONSENTS),
        one_of("mode", VISIT_MODES),
        one_of("ended_by", VISIT_ENDS),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> staff_id", name="two_people"),
        CheckConstraint("(started_at IS NULL) = (ends_at IS NULL)", name="started_ends"),
        Index(
            "uq_support_visit_running",
            "staff_id",
            unique=True,
            sqlite_where=text("started_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=text("started_at IS NOT NULL AND ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    handle: Mapped[str] = mapped_column(String(32), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    reason: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(String(500))
    consent: Mapped[str] = mapped_column(String(16))
    support_code_id: Mapped[int | None] = mapped_column(ForeignKey("support_code.id"), unique=True)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    refused_at: Mapped[datetime | None] = mapped_column(Moment)
    mode: Mapped[str] = mapped_column(String(16), default="reading")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    token_sha256: Mapped[str] = mapped_column(String(64), default="")
    """The session that began it: another one of the same staff member is no visit."""
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ends_at: Mapped[datetime | None] = mapped_column(Moment)
    """Fixed at the start; it never slides."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(String(16))
    told_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the party was told that it ended."""


class VisitView(Base):
    """One page that was looked at, or one form that was sent, in a visit."""

    __tablename__ = "visit_view"

    id: Mapped[Id]
    visit_id: Mapped[int] = mapped_column(ForeignKey("support_visit.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    endpoint: Mapped[Text200]
    sent: Mapped[bool] = mapped_column(default=False)
    """A form was sent, not only a page read."""
    status: Mapped[int]
