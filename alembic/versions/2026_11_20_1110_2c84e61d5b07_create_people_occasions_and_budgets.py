"""Create people, occasions and budgets.

Revision ID: 2c84e61d5b07
Revises: 1f3b7a92c0d4
Create Date: 2026-11-20 11:10:00.000000+00:00
"""

import sqlalchemy as sa
from alembic import op

from repositories.types import Json, Moment, Money, new_uuid, right_now

revision = "2c84e61d5b07"
down_revision = "1f3b7a92c0d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_persons()
    create_members()
    create_occasion_series()
    create_occasions()
    create_person_occasions()


def create_persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("aliases", Json, server_default="[]", nullable=False),
        sa.Column("presence", sa.String(10), server_default="unknown", nullable=False),
        sa.Column("birthdate", sa.Date()),
        sa.Column("notes", sa.Text()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint("presence IN ('unknown', 'linked', 'offline')", name=op.f("ck_persons_presence")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_persons_family_id_families"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("family_id", "name_key", name=op.f("uq_persons_family_id_name_key")),
        sqlite_autoincrement=True,
    )


def create_members() -> None:
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(10), server_default="adult", nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'adult', 'child')", name=op.f("ck_members_role")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_members_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_members_person_id_persons"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_members_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("family_id", "user_id", name=op.f("uq_members_family_id_user_id")),
    )
    op.create_index("ix_members_person_id", "members", ["person_id"])
    op.create_index("ix_members_user_id", "members", ["user_id"])


def create_occasion_series() -> None:
    op.create_table(
        "occasion_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(100), nullable=False),
        sa.Column("subject_person_id", sa.Integer()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_occasion_series_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["subject_person_id"],
            ["persons.id"],
            name=op.f("fk_occasion_series_subject_person_id_persons"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasion_series")),
        sa.UniqueConstraint(
            "family_id",
            "name_key",
            "subject_person_id",
            name=op.f("uq_occasion_series_family_id_name_key_subject_person_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_occasion_series_subject_person_id", "occasion_series", ["subject_person_id"])
    op.create_index(
        "uq_occasion_series_name_without_subject",
        "occasion_series",
        ["family_id", "name_key"],
        unique=True,
        sqlite_where=sa.text("subject_person_id IS NULL"),
        postgresql_where=sa.text("subject_person_id IS NULL"),
    )


def create_occasions() -> None:
    op.create_table(
        "occasions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer()),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(10), server_default="other", nullable=False),
        sa.Column("date", sa.Date()),
        sa.Column("budget_total", Money(10, 2)),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint("kind IN ('holiday', 'recurring', 'other')", name=op.f("ck_occasions_kind")),
        sa.CheckConstraint("budget_total >= 0", name=op.f("ck_occasions_budget_total_not_negative")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_occasions_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["occasion_series.id"],
            name=op.f("fk_occasions_series_id_occasion_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasions")),
        sa.UniqueConstraint("series_id", "date", name=op.f("uq_occasions_series_id_date")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_occasions_family_id_date", "occasions", ["family_id", "date"])
    op.create_index(
        "uq_occasions_name_without_series",
        "occasions",
        ["family_id", "name_key"],
        unique=True,
        sqlite_where=sa.text("series_id IS NULL"),
        postgresql_where=sa.text("series_id IS NULL"),
    )
    op.create_index(
        "uq_occasions_series_id_undated",
        "occasions",
        ["series_id"],
        unique=True,
        sqlite_where=sa.text("date IS NULL"),
        postgresql_where=sa.text("date IS NULL"),
    )


def create_person_occasions() -> None:
    op.create_table(
        "person_occasions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("occasion_id", sa.Integer(), nullable=False),
        sa.Column("recipient_budget_total", Money(10, 2)),
        sa.Column("purchaser_budget_total", Money(10, 2)),
        sa.Column("budget_spent", Money(10, 2), server_default="0", nullable=False),
        sa.Column("budget_currency", sa.CHAR(3), server_default="USD", nullable=False),
        sa.Column("budget_notes", sa.Text()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint(
            "purchaser_budget_total >= 0", name=op.f("ck_person_occasions_purchaser_budget_total_not_negative")
        ),
        sa.CheckConstraint(
            "recipient_budget_total >= 0", name=op.f("ck_person_occasions_recipient_budget_total_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_person_occasions_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"],
            ["occasions.id"],
            name=op.f("fk_person_occasions_occasion_id_occasions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_person_occasions_person_id_persons"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_occasions")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "idx_person_occasion_budget", "person_occasions", ["occasion_id", "person_id", "recipient_budget_total"]
    )
    op.create_index("idx_person_occasions_budget_lookup", "person_occasions", ["person_id", "occasion_id"], unique=True)
    op.create_index("ix_person_occasions_family_id", "person_occasions", ["family_id"])


def downgrade() -> None:
    op.drop_table("person_occasions")
    op.drop_table("occasions")
    op.drop_table("occasion_series")
    op.drop_table("members")
    op.drop_table("persons")
