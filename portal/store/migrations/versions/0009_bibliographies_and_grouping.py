"""What bibliographies say, how editions came to be one work, loans without an ISBN."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.store.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this revision."""
    op.create_table(
        "bibliographic_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("fetched_on", sa.Date(), nullable=False),
        sa.Column("fetched_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("title_key", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("medium", sa.String(length=16), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "medium IN ('physical', 'ebook', 'eaudiobook')",
            name=op.f("ck_bibliographic_record_medium_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bibliographic_record")),
        sa.UniqueConstraint(
            "source", "source_id", name=op.f("uq_bibliographic_record_source_source_id")
        ),
    )
    with op.batch_alter_table("bibliographic_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bibliographic_record_title_key"), ["title_key"], unique=False
        )

    op.create_table(
        "source_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("asked_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("again_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('answered', 'away', 'unusable')",
            name=op.f("ck_source_answer_outcome_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_answer")),
        sa.UniqueConstraint("source", "question", name=op.f("uq_source_answer_source_question")),
    )
    op.create_table(
        "record_isbn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("isbn", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "kind IN ('edition', 'set', 'cancelled')", name=op.f("ck_record_isbn_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["bibliographic_record.id"],
            name=op.f("fk_record_isbn_record_id_bibliographic_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_isbn")),
    )
    with op.batch_alter_table("record_isbn", schema=None) as batch_op:
        batch_op.create_index("ix_record_isbn_isbn", ["isbn"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_isbn_record_id"), ["record_id"], unique=False)

    op.create_table(
        "record_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("dates", sa.String(length=40), nullable=False),
        sa.Column("identifier", sa.String(length=64), nullable=False),
        sa.Column("term", sa.String(length=8), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("basis", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "basis IN ('coded', 'words', 'none')", name=op.f("ck_record_name_basis_known")
        ),
        sa.CheckConstraint(
            "role IN ('author', 'original_author', 'translator', 'illustrator', 'narrator')",
            name=op.f("ck_record_name_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["bibliographic_record.id"],
            name=op.f("fk_record_name_record_id_bibliographic_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_name")),
    )
    with op.batch_alter_table("record_name", schema=None) as batch_op:
        batch_op.create_index("ix_record_name_identifier", ["identifier"], unique=False)
        batch_op.create_index("ix_record_name_name_key", ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_name_record_id"), ["record_id"], unique=False)

    op.create_table(
        "grouping_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=False),
        sa.Column("done_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("undone_at", portal.store.types.Moment(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind IN ('join', 'split')", name=op.f("ck_grouping_change_kind_known")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_grouping_change_party_id_party")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_grouping_change_staff_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["work_id"], ["work.id"], name=op.f("fk_grouping_change_work_id_work")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grouping_change")),
    )
    with op.batch_alter_table("grouping_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grouping_change_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grouping_change_work_id"), ["work_id"], unique=False)

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("language", sa.String(length=16), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("grouped_by", sa.String(length=16), server_default="alone", nullable=False)
        )
        batch_op.add_column(sa.Column("grouped_note", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("preference", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("add_new_editions", sa.Boolean(), server_default="0", nullable=False)
        )

    with op.batch_alter_table("usage_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unmatched_path", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("unmatched_sha256", sa.String(length=64), nullable=True))
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_edition_grouped_by_known"),
            "grouped_by IN ('alone', 'file', 'identifier', 'record', 'title', 'person')",
        )
