"""Matching with its decisions and suggestions; invitations and disputes of shared works."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.store.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this revision."""
    op.create_table(
        "match_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_year", sa.Integer(), nullable=True),
        sa.Column("made_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("evidence_path", sa.String(length=300), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run")),
    )
    op.create_table(
        "assigned_counts",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("counts_path", sa.String(length=300), nullable=False),
        sa.Column("counts_sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["usage_import.id"],
            name=op.f("fk_assigned_counts_import_id_usage_import"),
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_assigned_counts")),
    )
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("own_role", sa.String(length=16), nullable=False),
        sa.Column("about_party_id", sa.Integer(), nullable=True),
        sa.Column("about_role", sa.String(length=16), nullable=True),
        sa.Column("said_role", sa.String(length=16), nullable=True),
        sa.Column("said_name", sa.String(length=200), nullable=False),
        sa.Column("said_heads", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "about IN ('heads', 'role', 'not_my_work', 'name_missing')",
            name=op.f("ck_dispute_about_known"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'agreed', 'with_staff', 'decided', 'withdrawn')",
            name=op.f("ck_dispute_state_known"),
        ),
        sa.CheckConstraint(
            "own_role IN ('author', 'original_author', 'translator', 'illustrator', 'narrator')",
            name=op.f("ck_dispute_own_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["about_party_id"], ["party.id"], name=op.f("fk_dispute_about_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_dispute_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["party.id"], name=op.f("fk_dispute_opened_by_id_party")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_dispute_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("number", name=op.f("uq_dispute_number")),
    )
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dispute_about_party_id"), ["about_party_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_dispute_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_opened_by_id"), ["opened_by_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "role IN ('author', 'original_author', 'translator', 'illustrator', 'narrator')",
            name=op.f("ck_invitation_role_known"),
        ),
        sa.CheckConstraint("heads BETWEEN 1 AND 999", name=op.f("ck_invitation_heads_range")),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["party.id"], name=op.f("fk_invitation_accepted_by_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_invitation_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_invitation_party_id_party")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_invitation_code_sha256")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_accepted_by_id"), ["accepted_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_invitation_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_party_id"), ["party_id"], unique=False)

    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=320), nullable=False),
        sa.Column("isbn", sa.BigInteger(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("work_key", sa.String(length=320), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=16), server_default="", nullable=False),
        sa.Column("medium", sa.String(length=16), nullable=True),
        sa.Column("class", sa.String(length=16), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("certainty", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("later_until", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "certainty IN ('sure', 'likely', 'unsure')", name=op.f("ck_suggestion_certainty_known")
        ),
        sa.CheckConstraint(
            "kind IN ('record', 'work', 'unmatched', 'heads', 'name')",
            name=op.f("ck_suggestion_kind_known"),
        ),
        sa.CheckConstraint(
            "medium IN ('physical', 'ebook', 'eaudiobook')", name=op.f("ck_suggestion_medium_known")
        ),
        sa.CheckConstraint(
            "class IN ('other', 'story_book', 'picture_book', 'comic')",
            name=op.f("ck_suggestion_class_known"),
        ),
        sa.CheckConstraint(
            "role IN ('author', 'original_author', 'translator', 'illustrator', 'narrator')",
            name=op.f("ck_suggestion_role_known"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'mine', 'not_mine', 'later', 'by_itself', 'gone')",
            name=op.f("ck_suggestion_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_suggestion_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_suggestion_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["bibliographic_record.id"],
            name=op.f("fk_suggestion_record_id_bibliographic_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("party_id", "key", name=op.f("uq_suggestion_party_id_key")),
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index("ix_suggestion_party_id_state", ["party_id", "state"], unique=False)

    op.create_table(
        "unmatched_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unmatched_key", sa.String(length=300), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("author", sa.String(length=500), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("tier", sa.Integer(), nullable=True),
        sa.Column("weight_ppm", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("undone_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "decision IN ('link', 'nobody')", name=op.f("ck_unmatched_decision_decision_known")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_unmatched_decision_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_unmatched_decision_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmatched_decision")),
    )
    with op.batch_alter_table("unmatched_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unmatched_decision_unmatched_key"), ["unmatched_key"], unique=False
        )

    op.create_table(
        "dispute_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('opened', 'agreed', 'disagreed', 'proof', 'message', 'unanswered', 'decided', "
            "'appealed', 'withdrawn')",
            name=op.f("ck_dispute_entry_act_known"),
        ),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_entry_dispute_id_dispute")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_dispute_entry_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_dispute_entry_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_dispute_entry_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_entry")),
    )
    with op.batch_alter_table("dispute_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dispute_entry_dispute_id"), ["dispute_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_dispute_entry_party_id"), ["party_id"], unique=False)
