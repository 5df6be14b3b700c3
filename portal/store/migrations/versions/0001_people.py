"""Parties, accounts, sessions and staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.store.types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this revision."""

    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("death_year", sa.Integer(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('person', 'estate', 'organisation')", name=op.f("ck_party_kind_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("code", name=op.f("uq_party_code")),
    )
    op.create_table(
        "party_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_party_name_party_id_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_name")),
        sa.UniqueConstraint("party_id", "name", name=op.f("uq_party_name_party_id_name")),
    )
    with op.batch_alter_table("party_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_name_party_id"), ["party_id"], unique=False)

    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('support', 'officer', 'approver', 'administrator', 'auditor')",
            name=op.f("ck_staff_role_known"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_staff_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("code", name=op.f("uq_staff_code")),
    )
    op.create_table(
        "tax_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("percent_ppm", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "percent_ppm BETWEEN 0 AND 1000000", name=op.f("ck_tax_card_percent_range")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_tax_card_party_id_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_card")),
        sa.UniqueConstraint("party_id", "valid_from", name=op.f("uq_tax_card_party_id_valid_from")),
    )
    with op.batch_alter_table("tax_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tax_card_party_id"), ["party_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_account_party_id_party")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_account_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_account_issuer_subject")),
    )
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('heir', 'guardian', 'agent')", name=op.f("ck_mandate_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mandate_account_id_account")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_mandate_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("account_id", "party_id", name=op.f("uq_mandate_account_id_party_id")),
    )
    op.create_table(
        "signed_in",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("started_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("seen_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("data", sa.String(length=8000), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_signed_in_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["party.id"], name=op.f("fk_signed_in_subject_id_party")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_signed_in")),
    )
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.create_index("ix_signed_in_expires_at", ["expires_at"], unique=False)


def downgrade() -> None:
    """Takes this revision back."""

    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.drop_index("ix_signed_in_expires_at")

    op.drop_table("signed_in")
    op.drop_table("mandate")
    op.drop_table("account")
    with op.batch_alter_table("tax_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tax_card_party_id"))

    op.drop_table("tax_card")
    op.drop_table("staff")
    with op.batch_alter_table("party_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_name_party_id"))

    op.drop_table("party_name")
    op.drop_table("party")
