"""Usage imports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.store.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this revision."""

    op.create_table(
        "usage_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("format", sa.String(length=32), nullable=False),
        sa.Column("imported_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(length=200), nullable=False),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("counts_path", sa.String(length=300), nullable=False),
        sa.Column("counts_sha256", sa.String(length=64), nullable=False),
        sa.Column("refused_path", sa.String(length=300), nullable=False),
        sa.Column("titles_path", sa.String(length=300), nullable=False),
        sa.Column("rows_read", sa.BigInteger(), nullable=False),
        sa.Column("loans_read", sa.BigInteger(), nullable=False),
        sa.Column("rows_accepted", sa.BigInteger(), nullable=False),
        sa.Column("loans_accepted", sa.BigInteger(), nullable=False),
        sa.Column("rows_refused", sa.BigInteger(), nullable=False),
        sa.Column("loans_refused", sa.BigInteger(), nullable=False),
        sa.Column("rows_left_out", sa.BigInteger(), nullable=False),
        sa.Column("loans_left_out", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"],
            ["usage_import.id"],
            name=op.f("fk_usage_import_superseded_by_id_usage_import"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_import")),
    )
    op.create_table(
        "usage_coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("library", sa.String(length=200), nullable=False),
        sa.Column("loan_year", sa.Integer(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("loans", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["usage_import.id"],
            name=op.f("fk_usage_coverage_import_id_usage_import"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_coverage")),
        sa.UniqueConstraint(
            "import_id",
            "library",
            "loan_year",
            name=op.f("uq_usage_coverage_import_id_library_loan_year"),
        ),
    )
    with op.batch_alter_table("usage_coverage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_usage_coverage_import_id"), ["import_id"], unique=False
        )

    op.create_table(
        "usage_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["usage_import.id"], name=op.f("fk_usage_file_import_id_usage_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_file")),
        sa.UniqueConstraint("import_id", "sha256", name=op.f("uq_usage_file_import_id_sha256")),
    )
    with op.batch_alter_table("usage_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_file_import_id"), ["import_id"], unique=False)

    op.create_table(
        "usage_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("loans", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["usage_import.id"], name=op.f("fk_usage_refusal_import_id_usage_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_refusal")),
        sa.UniqueConstraint("import_id", "reason", name=op.f("uq_usage_refusal_import_id_reason")),
    )
    with op.batch_alter_table("usage_refusal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_usage_refusal_import_id"), ["import_id"], unique=False)


def downgrade() -> None:
    """Takes this revision back."""

    with op.batch_alter_table("usage_refusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_refusal_import_id"))

    op.drop_table("usage_refusal")
    with op.batch_alter_table("usage_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_file_import_id"))

    op.drop_table("usage_file")
    with op.batch_alter_table("usage_coverage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_usage_coverage_import_id"))

    op.drop_table("usage_coverage")
    op.drop_table("usage_import")
