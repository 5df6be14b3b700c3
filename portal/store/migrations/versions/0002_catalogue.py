"""Works, editions and claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import portal.store.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Applies this revision."""

    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("isbn", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("medium", sa.String(length=16), nullable=False),
        sa.Column("class", sa.String(length=16), nullable=True),
        sa.Column("title_source", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "class IN ('other', 'story_book', 'picture_book', 'comic')",
            name=op.f("ck_edition_class_known"),
        ),
        sa.CheckConstraint(
            "medium IN ('physical', 'ebook', 'eaudiobook')", name=op.f("ck_edition_medium_known")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_edition_work_id_work")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("isbn", name=op.f("uq_edition_isbn")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_work_id"), ["work_id"], unique=False)

    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("separate", sa.Boolean(), nullable=False),
        sa.Column("translation", sa.Boolean(), nullable=True),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", portal.store.types.Moment(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "role IN ('author', 'original_author', 'translator', 'illustrator', 'narrator')",
            name=op.f("ck_claim_role_known"),
        ),
        sa.CheckConstraint("heads BETWEEN 1 AND 999", name=op.f("ck_claim_heads_range")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_claim_edition_id_edition")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_claim_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index("ix_claim_edition_id", ["edition_id"], unique=False)
        batch_op.create_index(
            "ix_claim_party_id_edition_id", ["party_id", "edition_id"], unique=False
        )


def downgrade() -> None:
    """Takes this revision back."""

    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_party_id_edition_id")
        batch_op.drop_index("ix_claim_edition_id")

    op.drop_table("claim")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_work_id"))

    op.drop_table("edition")
    op.drop_table("work")
