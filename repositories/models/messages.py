"""What was said and done, who reads it, and of what was told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from repositories.schema import Dated, Model, OfFamily, Recorded, one_of, only_where
from repositories.types import Json


class Change(Recorded, Dated, OfFamily, Model):
    """What a command did, with what it takes to undo it."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_family_id_user_id_id", "family_id", "user_id", "id"),)

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"), index=True)
    what: Mapped[str] = mapped_column(String(50))
    before: Mapped[list[Any]] = mapped_column(Json)
    after: Mapped[list[Any]] = mapped_column(Json)
    about: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    undone_at: Mapped[datetime | None]


class Conversation(Recorded, Dated, Model):
    """A chat, or one topic of it; before a chat has a family it has none here either."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("telegram_chat_id", "thread_id"),
        one_of("kind", "private", "group", "supergroup"),
    )

    family_id: Mapped[int | None] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"), index=True)
    telegram_chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    kind: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    title: Mapped[str | None] = mapped_column(String(500))
    state: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    reachable: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    digest_at: Mapped[datetime | None] = mapped_column(sort_order=100)


Index("ix_conversations_digest_at", Conversation.digest_at, **only_where("digest_at IS NOT NULL"))
Index("ix_conversations_updated_at", Conversation.updated_at.desc())


class Message(Recorded, Dated, Model):
    """What was said to the bot or by it; for what it says, also whether it has arrived."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("telegram_chat_id", "telegram_message_id"),
        one_of("role", "user", "assistant", "system"),
        one_of("delivery", "pending", "sent", "unknown", "dead"),
        Index("ix_messages_conversation_id_id", "conversation_id", "id"),
        Index("ix_messages_user_id_id", "user_id", "id"),
        Index(
            "uq_messages_callback_id",
            "callback_id",
            unique=True,
            **only_where("callback_id IS NOT NULL"),
        ),
        Index("ix_messages_metadata", "metadata", postgresql_using="gin").ddl_if(dialect="postgresql"),
        Index(
            "ix_messages_undelivered",
            "delivery",
            "due_at",
            **only_where("delivery IN ('pending', 'unknown', 'dead')"),
        ),
    )

    family_id: Mapped[int | None] = mapped_column(ForeignKey("families.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    role: Mapped[str] = mapped_column(String(10))
    content: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column("metadata", default=dict, server_default="{}")
    about: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    telegram_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    telegram_message_id: Mapped[int | None] = mapped_column(BigInteger)
    callback_id: Mapped[str | None] = mapped_column(String(64))
    answers_id: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"), index=True)
    delivery: Mapped[str | None] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    due_at: Mapped[datetime | None]


class Reader(Recorded, Dated, OfFamily, Model):
    """Whether an account reads a group, as Telegram said last; of what is not here nobody knows."""

    __tablename__ = "readers"
    __table_args__ = (UniqueConstraint("telegram_chat_id", "user_id"),)

    telegram_chat_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    present: Mapped[bool]
    checked_at: Mapped[datetime]


class Alert(Recorded, Dated, OfFamily, Model):
    """A threshold of a budget that was crossed, as those of one audience may know of it, until it fell below again.

    The unique key makes it impossible to tell anybody of the same crossing twice.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        one_of("kind", "recipient", "purchaser", "ceiling", "limit", "reminder"),
        UniqueConstraint(
            "family_id", "kind", "budget_id", "period", "audience", "threshold", "arming", name="uq_alerts_crossing"
        ),
        Index("ix_alerts_occasion_id_standing", "occasion_id", **only_where("fell_at IS NULL")),
    )

    kind: Mapped[str] = mapped_column(String(10))
    budget_id: Mapped[int] = mapped_column(BigInteger)
    occasion_id: Mapped[int | None] = mapped_column(ForeignKey("occasions.id", ondelete="CASCADE"), index=True)
    period: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    audience: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    threshold: Mapped[int]
    arming: Mapped[int] = mapped_column(default=0, server_default="0")
    announced: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    fell_at: Mapped[datetime | None]
