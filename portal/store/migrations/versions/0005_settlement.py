"""Runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.store.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this revision."""

    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("scheme", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("pays_on", sa.Date(), nullable=False),
        sa.Column("cutoff", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("preview", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("snapshot_path", sa.String(length=300), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("gross_cents", sa.BigInteger(), nullable=False),
        sa.Column("tax_cents", sa.BigInteger(), nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("waiting_cents", sa.BigInteger(), nullable=False),
        sa.Column("disputed_cents", sa.BigInteger(), nullable=False),
        sa.Column("after_approvals", sa.Integer(), nullable=False),
        sa.Column("calculated_by_id", sa.Integer(), nullable=True),
        sa.Column("calculated_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("approved_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "NOT (preview AND state = 'approved')", name=op.f("ck_run_preview_stays_draft")
        ),
        sa.CheckConstraint("kind IN ('autumn', 'spring')", name=op.f("ck_run_kind_known")),
        sa.CheckConstraint(
            "state = 'draft' OR approved_at IS NOT NULL", name=op.f("ck_run_approved_has_moment")
        ),
        sa.CheckConstraint("state IN ('draft', 'approved')", name=op.f("ck_run_state_known")),
        sa.CheckConstraint(
            "gross_cents >= 0 AND tax_cents >= 0", name=op.f("ck_run_sums_not_negative")
        ),
        sa.CheckConstraint(
            "net_cents = gross_cents - tax_cents", name=op.f("ck_run_net_is_gross_less_tax")
        ),
        sa.ForeignKeyConstraint(
            ["calculated_by_id"], ["staff.id"], name=op.f("fk_run_calculated_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("code", name=op.f("uq_run_code")),
    )
    op.create_table(
        "run_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("approved_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_approval_run_id_run")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_run_approval_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_approval")),
        sa.UniqueConstraint("run_id", "staff_id", name=op.f("uq_run_approval_run_id_staff_id")),
    )
    with op.batch_alter_table("run_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_approval_run_id"), ["run_id"], unique=False)

    op.create_table(
        "run_payee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("gross_cents", sa.BigInteger(), nullable=False),
        sa.Column("tax_cents", sa.BigInteger(), nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("waiting_cents", sa.BigInteger(), nullable=False),
        sa.Column("disputed_cents", sa.BigInteger(), nullable=False),
        sa.Column("tax_ppm", sa.Integer(), nullable=False),
        sa.Column("tax_basis", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "gross_cents >= 0 AND tax_cents >= 0 AND waiting_cents >= 0 AND disputed_cents >= 0",
            name=op.f("ck_run_payee_not_negative"),
        ),
        sa.CheckConstraint(
            "net_cents = gross_cents - tax_cents", name=op.f("ck_run_payee_net_is_gross_less_tax")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_run_payee_party_id_party")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_payee_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_payee")),
        sa.UniqueConstraint("run_id", "party_id", name=op.f("uq_run_payee_run_id_party_id")),
    )
    with op.batch_alter_table("run_payee", schema=None) as batch_op:
        batch_op.create_index("ix_run_payee_party_id", ["party_id"], unique=False)

    op.create_table(
        "run_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("additional", sa.Boolean(), nullable=False),
        sa.Column("entitled_cents", sa.BigInteger(), nullable=False),
        sa.Column("capped_cents", sa.BigInteger(), nullable=False),
        sa.Column("disputed_cents", sa.BigInteger(), nullable=False),
        sa.Column("paid_before_cents", sa.BigInteger(), nullable=False),
        sa.Column("moved_cents", sa.BigInteger(), nullable=False),
        sa.Column("waiting_cents", sa.BigInteger(), nullable=False),
        sa.Column("debt_after_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("capped_cents <= entitled_cents", name=op.f("ck_run_period_cap_cuts")),
        sa.CheckConstraint(
            "entitled_cents >= 0 AND capped_cents >= 0", name=op.f("ck_run_period_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_run_period_party_id_party")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_period_run_id_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_period")),
        sa.UniqueConstraint(
            "run_id",
            "party_id",
            "period_start",
            "kind",
            "additional",
            name=op.f("uq_run_period_run_id_party_id_period_start_kind_additional"),
        ),
    )
    with op.batch_alter_table("run_period", schema=None) as batch_op:
        batch_op.create_index("ix_run_period_party_id", ["party_id"], unique=False)

    op.create_table(
        "run_undistributed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("stated_cents", sa.BigInteger(), nullable=False),
        sa.Column("distributed_cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "stated_cents > 0 AND distributed_cents >= 0", name=op.f("ck_run_undistributed_amounts")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name=op.f("fk_run_undistributed_run_id_run")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_undistributed")),
        sa.UniqueConstraint(
            "run_id", "period_start", name=op.f("uq_run_undistributed_run_id_period_start")
        ),
    )


def downgrade() -> None:
    """Takes this revision back."""

    op.drop_table("run_undistributed")
    with op.batch_alter_table("run_period", schema=None) as batch_op:
        batch_op.drop_index("ix_run_period_party_id")

    op.drop_table("run_period")
    with op.batch_alter_table("run_payee", schema=None) as batch_op:
        batch_op.drop_index("ix_run_payee_party_id")

    op.drop_table("run_payee")
    with op.batch_alter_table("run_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_approval_run_id"))

    op.drop_table("run_approval")
    op.drop_table("run")
