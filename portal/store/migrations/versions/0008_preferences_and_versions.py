"""What a party chooses and proves; sessions with a name; versions of pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.store.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this revision."""
    op.create_table(
        "epoch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epoch")),
    )
    op.execute("INSERT INTO epoch (id, number) VALUES (1, 0)")
    op.create_table(
        "dismissal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("hint", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("dismissed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_dismissal_party_id_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissal")),
        sa.UniqueConstraint(
            "party_id", "hint", "subject", name=op.f("uq_dismissal_party_id_hint_subject")
        ),
    )
    op.create_table(
        "email_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("done_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_email_change_party_id_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_email_change_token_sha256")),
    )
    with op.batch_alter_table("email_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_email_change_party_id"), ["party_id"], unique=False)
    op.create_table(
        "preference",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("reminders", sa.String(length=16), nullable=False),
        sa.Column("letter_size", sa.String(length=16), nullable=False),
        sa.Column("theme", sa.String(length=16), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("post_code", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.Column("post_country", sa.String(length=2), nullable=False),
        sa.Column("licence_contact", sa.Boolean(), nullable=False),
        sa.Column("licence_contact_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "letter_size IN ('normal', 'large', 'largest')",
            name=op.f("ck_preference_letter_size_known"),
        ),
        sa.CheckConstraint(
            "reminders IN ('email', 'paper', 'none')", name=op.f("ck_preference_reminders_known")
        ),
        sa.CheckConstraint(
            "theme IN ('auto', 'light', 'dark')", name=op.f("ck_preference_theme_known")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_preference_party_id_party")
        ),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_preference")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_year", sa.Integer(), nullable=True))
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("version", sa.BigInteger(), server_default="0", nullable=False)
        )
    with op.batch_alter_table("party_name", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=16), server_default="spelling", nullable=False)
        )
        batch_op.add_column(
            sa.Column("state", sa.String(length=16), server_default="confirmed", nullable=False)
        )
        batch_op.add_column(sa.Column("document_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("proof_note", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("added_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("refused_for", sa.String(length=32), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_party_name_kind_known"),
            "kind IN ('pen_name', 'former_name', 'spelling')",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_party_name_state_known"), "state IN ('confirmed', 'waiting', 'refused')"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_party_name_document_id_document"), "document", ["document_id"], ["id"]
        )
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("device", sa.String(length=120), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("handle", sa.String(length=32), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_signed_in_handle"), ["handle"])
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_event_actor_account_id"), ["actor_account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_audit_event_event"), ["event"], unique=False)
    with op.batch_alter_table("usage_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("libraries_path", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("libraries_sha256", sa.String(length=64), nullable=True))
