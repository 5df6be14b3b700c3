"""Runs and their frozen results. Amounts are cents (EUR unless the run says otherwise), gross >= 0.

The lines themselves are a Parquet file in the run's snapshot; its digest is the run's.
"""

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

from portal.kernel.periods import RUN_KINDS
from portal.store.base import Base, one_of
from portal.store.types import Cents, Id, Moment

RUN_STATES = ("draft", "approved")


class Run(Base):
    """A calculated run: a pure function of its frozen snapshot. Only approved runs are paid."""

    __tablename__ = "run"
    __table_args__ = (
        one_of("kind", RUN_KINDS),
        one_of("state", RUN_STATES),
        CheckConstraint("gross_cents >= 0 AND tax_cents >= 0", name="sums_not_negative"),
        CheckConstraint("net_cents = gross_cents - tax_cents", name="net_is_gross_less_tax"),
        CheckConstraint("state = 'draft' OR approved_at IS NOT NULL", name="approved_has_moment"),
        CheckConstraint("NOT (preview AND state = 'approved')", name="preview_stays_draft"),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(64), unique=True)
    scheme: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    pays_on: Mapped[date] = mapped_column(Date)
    cutoff: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="draft")
    preview: Mapped[bool] = mapped_column(default=False)
    """The cutoff had not passed when it was calculated: it is never approved."""
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    digest: Mapped[str] = mapped_column(String(64))
    snapshot_path: Mapped[str] = mapped_column(String(300))
    """Folder of the frozen snapshot, relative to the data folder."""
    snapshot_sha256: Mapped[str] = mapped_column(String(64))
    """Digest over the bytes of the snapshot's files, to notice a change on disk."""
    people: Mapped[int]
    lines: Mapped[int]
    gross_cents: Mapped[Cents]
    tax_cents: Mapped[Cents]
    net_cents: Mapped[Cents]
    waiting_cents: Mapped[Cents]
    disputed_cents: Mapped[Cents]
    after_approvals: Mapped[int]
    """How many runs had been approved when it was calculated; a later approval makes it stale."""
    calculated_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    calculated_at: Mapped[datetime] = mapped_column(Moment)
    approved_at: Mapped[datetime | None] = mapped_column(Moment)

    approvals: Mapped[list[RunApproval]] = relationship(order_by="RunApproval.id")


class RunApproval(Base):
    """One approver's yes to one digest."""

    __tablename__ = "run_approval"
    __table_args__ = (UniqueConstraint("run_id", "staff_id"),)

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    digest: Mapped[str] = mapped_column(String(64))
    net_cents: Mapped[int | None] = mapped_column(BigInteger)
    """The sum that the approver saw; NULL for a yes by command, which names only the digest."""
    passkey_id: Mapped[int | None] = mapped_column(ForeignKey("passkey.id"))
    """The passkey that signed run, people, sum and digest, where one did."""
    approved_at: Mapped[datetime] = mapped_column(Moment)


class RunPayee(Base):
    """What a run says of one payee: paid, withheld, waiting, disputed; cents, none negative."""

    __tablename__ = "run_payee"
    __table_args__ = (
        UniqueConstraint("run_id", "party_id"),
        Index("ix_run_payee_party_id", "party_id"),
        CheckConstraint(
            "gross_cents >= 0 AND tax_cents >= 0 AND waiting_cents >= 0 AND disputed_cents >= 0",
            name="not_negative",
        ),
        CheckConstraint("net_cents = gross_cents - tax_cents", name="net_is_gross_less_tax"),
    )

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    gross_cents: Mapped[Cents]
    tax_cents: Mapped[Cents]
    net_cents: Mapped[Cents]
    waiting_cents: Mapped[Cents]
    disputed_cents: Mapped[Cents]
    tax_ppm: Mapped[int]
    tax_basis: Mapped[str] = mapped_column(String(32))
    """Where the percentage comes from: `card`, or the parameter's name."""


class RunPeriod(Base):
    """One payee, period and kind in a run: entitlement, what was paid before, what this run moves.

    `moved_cents` is positive money paid, negative a debt set off; the sum over earlier approved
    runs is what was paid before. A lending year is the period 1 January to 31 December.
    """

    __tablename__ = "run_period"
    __table_args__ = (
        UniqueConstraint("run_id", "party_id", "period_start", "kind", "additional"),
        Index("ix_run_period_party_id", "party_id"),
        CheckConstraint("entitled_cents >= 0 AND capped_cents >= 0", name="not_negative"),
        CheckConstraint("capped_cents <= entitled_cents", name="cap_cuts"),
    )

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    period_start: Mapped[date] = mapped_column(Date)
    period_end: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(16))
    additional: Mapped[bool] = mapped_column(default=False)
    """Money of an additional distribution, beside the entitlement."""
    entitled_cents: Mapped[Cents]
    """Sum of the lines at the smallest part, rounded half-up once, before the cap."""
    capped_cents: Mapped[Cents]
    """The same after the cap."""
    disputed_cents: Mapped[Cents]
    paid_before_cents: Mapped[Cents]
    """Sum of moved_cents of earlier approved runs."""
    moved_cents: Mapped[Cents]
    waiting_cents: Mapped[Cents]
    """Due, but below the threshold: waits for the next run."""
    debt_after_cents: Mapped[Cents]
    """What is still owed by the payee after this run, >= 0."""


class RunUndistributed(Base):
    """Money stated as undistributed of a period, which a run distributes additionally."""

    __tablename__ = "run_undistributed"
    __table_args__ = (
        UniqueConstraint("run_id", "period_start"),
        CheckConstraint("stated_cents > 0 AND distributed_cents >= 0", name="amounts"),
    )

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    period_start: Mapped[date] = mapped_column(Date)
    period_end: Mapped[date] = mapped_column(Date)
    stated_cents: Mapped[Cents]
    distributed_cents: Mapped[Cents]
