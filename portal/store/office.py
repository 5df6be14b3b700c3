"""The office's own work: orders for the queue, proposals of parameters, samples, merged people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.store.base import Base, one_of
from portal.store.types import Id, Moment, Text200

ORDER_STATES = ("waiting", "running", "done", "failed", "cancelled")
PROPOSAL_STATES = ("shadow", "proposed", "approved", "refused", "withdrawn")
SAMPLE_VERDICTS = ("right", "wrong")


class WorkOrder(Base):
    """Long work that a staff member ordered: what, how far, and what came of it.

    A worker that is killed leaves it running without a pulse; the next one takes it up again.
    """

    __tablename__ = "work_order"
    __table_args__ = (
        one_of("state", ORDER_STATES),
        CheckConstraint("done >= 0 AND total >= 0", name="progress_not_negative"),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    told: Mapped[str] = mapped_column(Text, default="{}")
    """Canonical JSON: what the work needs to know."""
    state: Mapped[str] = mapped_column(String(16), default="waiting", index=True)
    step: Mapped[str] = mapped_column(String(32), default="")
    """Where it is, as a code."""
    done: Mapped[int] = mapped_column(default=0, server_default="0")
    total: Mapped[int] = mapped_column(default=0, server_default="0")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    asked_at: Mapped[datetime] = mapped_column(Moment)
    begun_at: Mapped[datetime | None] = mapped_column(Moment)
    pulse_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the worker last said that it is alive."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(Text, default="{}")
    """Canonical JSON: what came of it, or the code and arguments of the refusal."""


class ParameterProposal(Base):
    """A value that one person proposes and another approves, after a run in the shadow."""

    __tablename__ = "parameter_proposal"
    __table_args__ = (
        one_of("state", PROPOSAL_STATES),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> staff_id OR state = 'withdrawn'",
                        name="two_people"),
    )  # fmt: skip

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(16), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    name: Mapped[str] = mapped_column(String(64))
    loan_year: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(16), default="both")
    valid_from: Mapped[date] = mapped_column(Date)
    value: Mapped[Text200]
    unit: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(500))
    status: Mapped[str] = mapped_column(String(16), default="decided")
    reason: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(16), default="shadow")
    shadow: Mapped[str] = mapped_column(Text, default="{}")
    """Canonical JSON of the shadow run: sums, who gains, who loses."""
    shadow_sha256: Mapped[str] = mapped_column(String(64), default="")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("work_order.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decision: Mapped[str] = mapped_column(String(1000), default="")


class SampleCheck(Base):
    """A payee of a run that somebody counted by hand, and what came of it."""

    __tablename__ = "sample_check"
    __table_args__ = (
        UniqueConstraint("run_id", "party_id"),
        one_of("verdict", SAMPLE_VERDICTS),
    )

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    verdict: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Moment)


class Merge(Base):
    """Two parties that are one person: the entries of one went to the other, and can go back."""

    __tablename__ = "merge"
    __table_args__ = (CheckConstraint("kept_id <> merged_id", name="two_parties"),)

    id: Mapped[Id]
    kept_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    merged_id: Mapped[int] = mapped_column(ForeignKey("party.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    moved: Mapped[str] = mapped_column(Text)
    """Canonical JSON: the claim versions that were made, so that they can be taken back."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
