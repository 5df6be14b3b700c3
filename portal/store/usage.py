"""Usage imports: which files were read, what was refused and why, which libraries reported.

The counts themselves are Parquet files in the data folder; a row here makes them count.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.store.base import Base
from portal.store.types import Id, Moment


class UsageImport(Base):
    """One call of the import: all its files or none."""

    __tablename__ = "usage_import"

    id: Mapped[Id]
    source: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(32))
    imported_at: Mapped[datetime] = mapped_column(Moment)
    imported_by: Mapped[str] = mapped_column(String(200))
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("usage_import.id"))
    """The import that replaced this one; its counts no longer count."""
    counts_path: Mapped[str] = mapped_column(String(300))
    counts_sha256: Mapped[str] = mapped_column(String(64))
    """Digest of the counts' file, to notice a change on disk."""
    refused_path: Mapped[str] = mapped_column(String(300))
    titles_path: Mapped[str] = mapped_column(String(300))
    libraries_path: Mapped[str | None] = mapped_column(String(300))
    """Counts by library system, made after the import from the archived files; NULL until then."""
    libraries_sha256: Mapped[str | None] = mapped_column(String(64))
    unmatched_path: Mapped[str | None] = mapped_column(String(300))
    """Loans without a usable ISBN by title and author; NULL where the file names no titles."""
    unmatched_sha256: Mapped[str | None] = mapped_column(String(64))
    rows_read: Mapped[int] = mapped_column(BigInteger)
    loans_read: Mapped[int] = mapped_column(BigInteger)
    rows_accepted: Mapped[int] = mapped_column(BigInteger)
    loans_accepted: Mapped[int] = mapped_column(BigInteger)
    rows_refused: Mapped[int] = mapped_column(BigInteger)
    loans_refused: Mapped[int] = mapped_column(BigInteger)
    rows_left_out: Mapped[int] = mapped_column(BigInteger)
    loans_left_out: Mapped[int] = mapped_column(BigInteger)

    files: Mapped[list[UsageFile]] = relationship()
    refusals: Mapped[list[UsageRefusal]] = relationship()
    coverage: Mapped[list[UsageCoverage]] = relationship()


class UsageFile(Base):
    """A file that was read, known by the digest of its uncompressed bytes."""

    __tablename__ = "usage_file"
    __table_args__ = (UniqueConstraint("import_id", "sha256"),)

    id: Mapped[Id]
    import_id: Mapped[int] = mapped_column(ForeignKey("usage_import.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    rows: Mapped[int] = mapped_column(BigInteger)


class UsageRefusal(Base):
    """Rows and loans refused for one reason, or left out of the count (`left_out`)."""

    __tablename__ = "usage_refusal"
    __table_args__ = (UniqueConstraint("import_id", "reason"),)

    id: Mapped[Id]
    import_id: Mapped[int] = mapped_column(ForeignKey("usage_import.id"), index=True)
    reason: Mapped[str] = mapped_column(String(32))
    left_out: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[int] = mapped_column(BigInteger)
    loans: Mapped[int] = mapped_column(BigInteger)


class UsageCoverage(Base):
    """What one library system reported of one year, accepted rows and loans."""

    __tablename__ = "usage_coverage"
    __table_args__ = (UniqueConstraint("import_id", "library", "loan_year"),)

    id: Mapped[Id]
    import_id: Mapped[int] = mapped_column(ForeignKey("usage_import.id"), index=True)
    library: Mapped[str] = mapped_column(String(200))
    loan_year: Mapped[int]
    rows: Mapped[int] = mapped_column(BigInteger)
    loans: Mapped[int] = mapped_column(BigInteger)
