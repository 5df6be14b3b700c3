"""Documents that people send as proof. The bytes lie in the data folder under their digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.types import Id, Moment, Text200


class Document(Base):
    """One file that a party sent: `documents/<sha256>` in the data folder."""

    __tablename__ = "document"

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(32))
    name: Mapped[Text200]
    """The name that the sender's machine gave it; shown, never opened by it."""
    media_type: Mapped[str] = mapped_column(String(64))
    """What the bytes are, not what the name says."""
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)
