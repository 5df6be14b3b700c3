"""Parameters that the society set, beside those that are shipped with the portal."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base
from portal.store.types import Id, Moment


class ParameterValue(Base):
    """One value of one parameter from a day on; a later import of the same key supersedes it."""

    __tablename__ = "parameter_value"
    __table_args__ = (Index("ix_parameter_value_name", "name"),)

    id: Mapped[Id]
    """The latest row of the same name, year, kind and day holds."""
    name: Mapped[str] = mapped_column(String(64))
    loan_year: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(16), default="both")
    valid_from: Mapped[date] = mapped_column(Date)
    value: Mapped[str] = mapped_column(String(64))
    """Decimal text, exactly as decided."""
    unit: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(500))
    status: Mapped[str] = mapped_column(String(16), default="decided")
    imported_at: Mapped[datetime] = mapped_column(Moment)
