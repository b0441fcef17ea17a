"""Create accounts and families.

Revision ID: 1f3b7a92c0d4
Revises:
Create Date: 2026-11-20 11:00:00.000000+00:00
"""

import sqlalchemy as sa
from alembic import op

from repositories.types import Json, Moment, new_uuid, right_now

revision = "1f3b7a92c0d4"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_families()
    create_users()
    create_sessions()


def create_families() -> None:
    op.create_table(
        "families",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("currency", sa.CHAR(3), server_default="USD", nullable=False),
        sa.Column("locale", sa.String(20), server_default="en_US", nullable=False),
        sa.Column("timezone", sa.String(64), server_default="UTC", nullable=False),
        sa.Column("settings", Json, server_default="{}", nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_families")),
        sqlite_autoincrement=True,
    )


def create_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("telegram_user_id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(64)),
        sa.Column("full_name", sa.String(255), server_default=sa.text("''"), nullable=False),
        sa.Column("email", sa.String(255)),
        sa.Column("password_hash", sa.String(255)),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("is_verified", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("reachable", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint("email LIKE '%_@_%._%' AND email NOT LIKE '% %'", name=op.f("ck_users_email_format")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("telegram_user_id", name=op.f("uq_users_telegram_user_id")),
    )


def create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(50), nullable=False),
        sa.Column("token_hash", sa.CHAR(64), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("details", Json, server_default="{}", nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])


def downgrade() -> None:
    op.drop_table("sessions")
    op.drop_table("users")
    op.drop_table("families")
