"""Families, and the accounts in them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from repositories.schema import Dated, Model, Numbered, OfFamily, Recorded, one_of


class Family(Numbered, Dated, Model):
    """The tenant: everything else belongs to one."""

    __tablename__ = "families"

    name: Mapped[str] = mapped_column(String(100))
    currency: Mapped[str] = mapped_column(CHAR(3), server_default="USD")
    locale: Mapped[str] = mapped_column(String(20), server_default="en_US")
    timezone: Mapped[str] = mapped_column(String(64), server_default="UTC")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")


class User(Recorded, Dated, Model):
    """A Telegram account."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email LIKE '%_@_%._%' AND email NOT LIKE '% %'", name="email_format"),)

    telegram_user_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    username: Mapped[str | None] = mapped_column(String(64))
    full_name: Mapped[str] = mapped_column(String(255), server_default=text("''"))
    email: Mapped[str | None] = mapped_column(String(255), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    is_active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    is_verified: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    reachable: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class Member(Recorded, Dated, OfFamily, Model):
    """A user in a family."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("family_id", "user_id"), one_of("role", "owner", "adult", "child"))

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(10), default="adult", server_default="adult")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id", ondelete="SET NULL"), index=True)


class Session(Recorded, Dated, Model):
    """A token that was handed out, known only by its hash: an invitation, later a sign-in."""

    __tablename__ = "sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(50))
    token_hash: Mapped[str] = mapped_column(CHAR(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
