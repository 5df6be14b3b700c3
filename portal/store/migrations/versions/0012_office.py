"""The office's own work: orders for the queue, proposals, samples, merged people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.store.types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this revision."""
    op.create_table(
        "work_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("begun_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("pulse_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_work_order_state_known"),
        ),
        sa.CheckConstraint(
            "done >= 0 AND total >= 0", name=op.f("ck_work_order_progress_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_work_order_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_order")),
        sa.UniqueConstraint("number", name=op.f("uq_work_order_number")),
    )
    with op.batch_alter_table("work_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_order_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_order_state"), ["state"], unique=False)

    op.create_table(
        "parameter_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("loan_year", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("shadow", sa.Text(), nullable=False),
        sa.Column("shadow_sha256", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> staff_id OR state = 'withdrawn'",
            name=op.f("ck_parameter_proposal_two_people"),
        ),
        sa.CheckConstraint(
            "state IN ('shadow', 'proposed', 'approved', 'refused', 'withdrawn')",
            name=op.f("ck_parameter_proposal_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff.id"], name=op.f("fk_parameter_proposal_decided_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_order.id"], name=op.f("fk_parameter_proposal_order_id_work_order")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_parameter_proposal_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_proposal")),
        sa.UniqueConstraint("number", name=op.f("uq_parameter_proposal_number")),
    )
    with op.batch_alter_table("parameter_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_parameter_proposal_staff_id"), ["staff_id"], unique=False
        )

    op.create_table(
        "sample_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('right', 'wrong')", name=op.f("ck_sample_check_verdict_known")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_sample_check_party_id_party")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_sample_check_run_id_run")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_sample_check_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample_check")),
        sa.UniqueConstraint("run_id", "party_id", name=op.f("uq_sample_check_run_id_party_id")),
    )
    with op.batch_alter_table("sample_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sample_check_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sample_check_run_id"), ["run_id"], unique=False)

    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("undone_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_merge_two_parties")),
        sa.ForeignKeyConstraint(["kept_id"], ["party.id"], name=op.f("fk_merge_kept_id_party")),
        sa.ForeignKeyConstraint(["merged_id"], ["party.id"], name=op.f("fk_merge_merged_id_party")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_merge_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["staff.id"], name=op.f("fk_merge_undone_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    with op.batch_alter_table("merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_merge_kept_id"), ["kept_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_merge_merged_id"), ["merged_id"], unique=False)

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("closed_at", portal.store.types.Moment(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("closed_for", sa.String(length=16), nullable=True))

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.execute(
        "INSERT INTO audit_head (id, events, sha256) SELECT 1, coalesce(max(id), 0), coalesce("
        "(SELECT sha256 FROM audit_event ORDER BY id DESC LIMIT 1),"
        f" '{'0' * 64}') FROM audit_event"
    )
