"""Passkeys, links by e-mail, support visits; what sessions, mandates and approvals say more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.store.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this revision."""
    op.create_table(
        "guess",
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("last_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_guess")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("transports", sa.String(length=120), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("handle", sa.String(length=32), nullable=False),
        sa.Column("added_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("used_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("removed_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_passkey_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
        sa.UniqueConstraint("handle", name=op.f("uq_passkey_handle")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_account_id"), ["account_id"], unique=False)

    op.create_table(
        "email_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("used_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_email_sign_in_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_sign_in")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_email_sign_in_token_sha256")),
    )
    with op.batch_alter_table("email_sign_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_email_sign_in_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "support_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("made_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("used_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("mode IN ('reading', 'edit')", name=op.f("ck_support_code_mode_known")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_support_code_party_id_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_code")),
    )
    with op.batch_alter_table("support_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_code_party_id"), ["party_id"], unique=False)

    op.create_table(
        "support_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=False),
        sa.Column("support_code_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("refused_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("asked_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("started_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("ends_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=16), nullable=True),
        sa.Column("told_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "consent IN ('code', 'colleague', 'break_glass')",
            name=op.f("ck_support_visit_consent_known"),
        ),
        sa.CheckConstraint(
            "ended_by IN ('staff', 'time', 'rights', 'author', 'session')",
            name=op.f("ck_support_visit_ended_by_known"),
        ),
        sa.CheckConstraint("mode IN ('reading', 'edit')", name=op.f("ck_support_visit_mode_known")),
        sa.CheckConstraint(
            "reason IN ('caller', 'email_case', 'settlement', 'death_notice', 'fraud_check',"
            " 'own_test')",
            name=op.f("ck_support_visit_reason_known"),
        ),
        sa.CheckConstraint(
            "(started_at IS NULL) = (ends_at IS NULL)", name=op.f("ck_support_visit_started_ends")
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> staff_id",
            name=op.f("ck_support_visit_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_support_visit_approved_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_support_visit_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_support_visit_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["support_code_id"],
            ["support_code.id"],
            name=op.f("fk_support_visit_support_code_id_support_code"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_visit")),
        sa.UniqueConstraint("handle", name=op.f("uq_support_visit_handle")),
        sa.UniqueConstraint("support_code_id", name=op.f("uq_support_visit_support_code_id")),
    )
    with op.batch_alter_table("support_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_visit_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_support_visit_staff_id"), ["staff_id"], unique=False)
        batch_op.create_index(
            "uq_support_visit_running",
            ["staff_id"],
            unique=True,
            sqlite_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("started_at IS NOT NULL AND ended_at IS NULL"),
        )

    op.create_table(
        "visit_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("endpoint", sa.String(length=200), nullable=False),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["support_visit.id"], name=op.f("fk_visit_view_visit_id_support_visit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_view")),
    )
    with op.batch_alter_table("visit_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_view_visit_id"), ["visit_id"], unique=False)

    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("visit_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_audit_event_visit_id"), ["visit_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_audit_event_visit_id_support_visit"),
            "support_visit",
            ["visit_id"],
            ["id"],
        )

    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "scopes", sa.String(length=60), server_default="works money contact", nullable=False
            )
        )
        batch_op.add_column(
            sa.Column("source", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("revoked_at", portal.store.types.Moment(timezone=True), nullable=True)
        )

    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("death_source", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_party_merged_into_id_party"), "party", ["merged_into_id"], ["id"]
        )

    with op.batch_alter_table("run_approval", schema=None) as batch_op:
        batch_op.add_column(sa.Column("net_cents", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("passkey_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_run_approval_passkey_id_passkey"), "passkey", ["passkey_id"], ["id"]
        )

    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("means", sa.String(length=16), server_default="provider", nullable=False)
        )
        batch_op.add_column(
            sa.Column("proved_at", portal.store.types.Moment(timezone=True), nullable=True)
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_signed_in_means_known"), "means IN ('provider', 'passkey', 'email')"
        )
