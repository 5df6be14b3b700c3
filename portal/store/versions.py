"""Versions: whether what pages show has changed since a browser last asked."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base


class Epoch(Base):
    """One row: a number drawn anew when what everybody's pages may show changes (loans, runs)."""

    __tablename__ = "epoch"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, default=0)
