"""Create conversations, their messages and the journal of changes.

Revision ID: 4a17c3d8be62
Revises: 3e905fa4d718
Create Date: 2026-11-20 11:30:00.000000+00:00
"""

import sqlalchemy as sa
from alembic import op

from repositories.types import Json, Moment, new_uuid, right_now

revision = "4a17c3d8be62"
down_revision = "3e905fa4d718"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_conversations()
    create_messages()
    create_changes()
    create_trigger()


def create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer()),
        sa.Column("telegram_chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        sa.Column("title", sa.String(500)),
        sa.Column("state", Json, server_default="{}", nullable=False),
        sa.Column("reachable", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint("kind IN ('private', 'group', 'supergroup')", name=op.f("ck_conversations_kind")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_conversations_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_conversations_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("telegram_chat_id", "thread_id", name=op.f("uq_conversations_telegram_chat_id_thread_id")),
    )
    op.create_index("ix_conversations_family_id", "conversations", ["family_id"])
    op.create_index("ix_conversations_updated_at", "conversations", [sa.text("updated_at DESC")])
    op.create_index("ix_conversations_user_id", "conversations", ["user_id"])


def create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer()),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("metadata", Json, server_default="{}", nullable=False),
        sa.Column("about", Json, server_default="[]", nullable=False),
        sa.Column("telegram_chat_id", sa.BigInteger()),
        sa.Column("telegram_message_id", sa.BigInteger()),
        sa.Column("callback_id", sa.String(64)),
        sa.Column("answers_id", sa.Uuid()),
        sa.Column("delivery", sa.String(10)),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", Moment()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.CheckConstraint("delivery IN ('pending', 'sent', 'unknown', 'dead')", name=op.f("ck_messages_delivery")),
        sa.CheckConstraint("role IN ('user', 'assistant', 'system')", name=op.f("ck_messages_role")),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["messages.id"], name=op.f("fk_messages_answers_id_messages"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_messages_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_messages_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "telegram_chat_id", "telegram_message_id", name=op.f("uq_messages_telegram_chat_id_telegram_message_id")
        ),
    )
    op.create_index("ix_messages_answers_id", "messages", ["answers_id"])
    op.create_index("ix_messages_conversation_id_id", "messages", ["conversation_id", "id"])
    if op.get_context().dialect.name == "postgresql":
        op.create_index("ix_messages_metadata", "messages", ["metadata"], postgresql_using="gin")
    op.create_index(
        "ix_messages_undelivered",
        "messages",
        ["delivery", "due_at"],
        sqlite_where=sa.text("delivery IN ('pending', 'unknown', 'dead')"),
        postgresql_where=sa.text("delivery IN ('pending', 'unknown', 'dead')"),
    )
    op.create_index("ix_messages_user_id_id", "messages", ["user_id", "id"])
    op.create_index(
        "uq_messages_callback_id",
        "messages",
        ["callback_id"],
        unique=True,
        sqlite_where=sa.text("callback_id IS NOT NULL"),
        postgresql_where=sa.text("callback_id IS NOT NULL"),
    )


def create_changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Uuid(), server_default=new_uuid(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid()),
        sa.Column("message_id", sa.Uuid()),
        sa.Column("what", sa.String(50), nullable=False),
        sa.Column("before", Json, nullable=False),
        sa.Column("after", Json, nullable=False),
        sa.Column("about", Json, server_default="[]", nullable=False),
        sa.Column("undone_at", Moment()),
        sa.Column("created_at", Moment(), server_default=right_now(), nullable=False),
        sa.Column("updated_at", Moment(), server_default=right_now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_changes_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_changes_message_id_messages"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_changes_user_id_users"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_family_id_user_id_id", "changes", ["family_id", "user_id", "id"])
    op.create_index("ix_changes_message_id", "changes", ["message_id"])
    op.create_index("ix_changes_user_id", "changes", ["user_id"])


def create_trigger() -> None:
    """Let a conversation be as recent as the last message in it."""
    touch = "UPDATE conversations SET updated_at = NEW.created_at WHERE id = NEW.conversation_id;"
    if op.get_context().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER touch_conversation AFTER INSERT ON messages BEGIN {touch} END")
        return
    op.execute(
        f"CREATE FUNCTION touch_conversation() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {touch} RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER touch_conversation AFTER INSERT ON messages FOR EACH ROW EXECUTE FUNCTION touch_conversation()"
    )


def downgrade() -> None:
    op.drop_table("changes")
    op.drop_table("messages")
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION touch_conversation()")
    op.drop_table("conversations")
